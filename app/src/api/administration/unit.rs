//! Units: list, make, rename, retire; what roles are called.

use crate::error::AppError;
use crate::wire::Wire;
use casework::role::Role;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{administration, answer, checked_name, chosen_unit};
#[cfg(feature = "ssr")]
use crate::server::with_status;
#[cfg(feature = "ssr")]
use crate::staff_fault::StaffFault;

/// A unit in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRow {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// No longer in use.
    pub retired: bool,
    /// People with a post there today.
    pub staff: i64,
    /// Rooms in use.
    pub rooms: i64,
}

/// A unit with what it calls the roles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitView {
    /// The line of the list.
    pub row: UnitRow,
    /// Its own names for roles.
    pub role_names: Vec<(Role, String)>,
}

#[cfg(feature = "ssr")]
fn row(line: store::UnitLine) -> UnitRow {
    UnitRow { id: line.id.0, name: line.name, retired: line.retired, staff: line.staff, rooms: line.rooms }
}

/// All units, those in use first.
///
/// # Errors
/// [`AppError::NotFound`] for who is no administrator.
#[server(name = GetUnits, endpoint = "admin_units", output = Wire)]
pub async fn admin_units() -> Result<Vec<UnitRow>, AppError> {
    let admin = administration().await?;
    Ok(answer(admin.units().await)?.into_iter().map(row).collect())
}

/// One unit.
///
/// # Errors
/// [`AppError::NotFound`] when there is none, and for who is no administrator.
#[server(name = GetUnit, endpoint = "admin_unit", output = Wire)]
pub async fn admin_unit(id: String) -> Result<UnitView, AppError> {
    let admin = administration().await?;
    let line = answer(admin.units().await)?.into_iter().find(|line| line.id.0 == id);
    let line = line.ok_or(AppError::NotFound).map_err(with_status)?;
    let role_names = answer(admin.role_names(&line.id).await)?;
    Ok(UnitView { row: row(line), role_names })
}

/// Makes a unit, or renames one.
///
/// # Errors
/// What is wrong with the name; [`AppError::NotFound`].
#[server(endpoint = "save_unit", output = Wire)]
pub async fn save_unit(id: Option<String>, name: String) -> Result<(), AppError> {
    let admin = administration().await?;
    let name = checked_name(&name)?;
    match id.filter(|id| !id.is_empty()) {
        None => answer(admin.create_unit(&name).await).map(|_| ()),
        Some(id) => answer(admin.rename_unit(&chosen_unit(&id)?, &name).await),
    }
}

/// Takes a unit out of use, or into use again.
///
/// # Errors
/// A unit that is still needed; [`AppError::NotFound`].
#[server(endpoint = "retire_unit", output = Wire)]
pub async fn retire_unit(id: String, retired: bool) -> Result<(), AppError> {
    let admin = administration().await?;
    answer(admin.retire_unit(&chosen_unit(&id)?, retired).await)
}

/// Calls a role by the unit's own name for it; an empty name gives the usual
/// one back.
///
/// # Errors
/// What is wrong with the name or the role; [`AppError::NotFound`].
#[server(endpoint = "name_role", output = Wire)]
pub async fn name_role(unit: String, role: String, name: String) -> Result<(), AppError> {
    let admin = administration().await?;
    let role = Role::from_code(&role).ok_or(AppError::Staff(StaffFault::RoleMissing)).map_err(with_status)?;
    let name = if name.trim().is_empty() { String::new() } else { checked_name(&name)? };
    answer(admin.name_role(&chosen_unit(&unit)?, role, &name).await)
}
