//! Rooms: list, make, change, retire.

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{administration, answer, checked_name, chosen_unit};
#[cfg(feature = "ssr")]
use crate::server::with_status;
#[cfg(feature = "ssr")]
use crate::staff_fault::StaffFault;

/// A room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomRow {
    /// Id.
    pub id: String,
    /// The unit's id.
    pub unit: String,
    /// The unit's name.
    pub unit_name: String,
    /// Name.
    pub name: String,
    /// So many people find a seat.
    pub seats: i64,
    /// No longer in use.
    pub retired: bool,
}

/// All rooms, those in use first.
///
/// # Errors
/// [`AppError::NotFound`] for who is no administrator.
#[server(name = GetRooms, endpoint = "admin_rooms", output = Wire)]
pub async fn admin_rooms() -> Result<Vec<RoomRow>, AppError> {
    let rooms = answer(administration().await?.rooms().await)?;
    let row = |room: store::Room| RoomRow {
        id: room.id,
        unit: room.unit.0,
        unit_name: room.unit_name,
        name: room.name,
        seats: room.seats,
        retired: room.retired,
    };
    Ok(rooms.into_iter().map(row).collect())
}

/// Makes a room, or changes one.
///
/// # Errors
/// What is wrong with a field; [`AppError::NotFound`].
#[server(endpoint = "save_room", output = Wire)]
pub async fn save_room(id: Option<String>, unit: String, name: String, seats: String) -> Result<(), AppError> {
    let admin = administration().await?;
    let name = checked_name(&name)?;
    let seats = seats.trim().parse::<i64>().ok().filter(|seats| (1..=500).contains(seats));
    let seats = seats.ok_or(AppError::Staff(StaffFault::SeatsStrange)).map_err(with_status)?;
    let unit = chosen_unit(&unit)?;
    match id.filter(|id| !id.is_empty()) {
        None => answer(admin.create_room(&unit, &name, seats).await).map(|_| ()),
        Some(id) => answer(admin.change_room(&id.replace('\0', ""), &unit, &name, seats).await),
    }
}

/// Takes a room out of use, or into use again.
///
/// # Errors
/// [`AppError::NotFound`].
#[server(endpoint = "retire_room", output = Wire)]
pub async fn retire_room(id: String, retired: bool) -> Result<(), AppError> {
    answer(administration().await?.retire_room(&id.replace('\0', ""), retired).await)
}
