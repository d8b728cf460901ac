//! A unit's door: telephone notes, enquiries, who is away, interpreters.

pub mod absence;
pub mod call;
pub mod contact;
pub mod cover;
pub mod enquiry;
pub mod interpreter;

use crate::api::begin::Choice;
use crate::error::AppError;
use crate::wire::Wire;
use casework::Day;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server::{answer, visit, with_status};

/// A unit whose door the caller keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorUnit {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Everybody who keeps this door, the caller among them.
    pub keepers: Vec<Choice>,
    /// The caller distributes this unit's work.
    pub distributes: bool,
}

/// What every form at the door needs to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorSetup {
    /// The units.
    pub units: Vec<DoorUnit>,
    /// The caller.
    pub me: String,
    /// Today.
    pub today: Day,
}

/// What every form at the door needs to know.
///
/// # Errors
/// [`AppError::NotFound`] for who keeps no door.
#[server(name = GetDoorSetup, endpoint = "door_setup", output = Wire)]
pub async fn door_setup() -> Result<DoorSetup, AppError> {
    setup(&desk().await?).await
}

#[cfg(feature = "ssr")]
async fn setup(desk: &store::Desk) -> Result<DoorSetup, AppError> {
    let visit = visit()?;
    let mut units = Vec::new();
    for unit in desk.units() {
        let keepers = desk.keepers(&unit.id).await?;
        units.push(DoorUnit {
            distributes: desk.distributes(&unit.id),
            keepers: keepers.into_iter().map(|it| Choice { id: it.user.0, name: it.name }).collect(),
            id: unit.id.0,
            name: unit.name,
        });
    }
    Ok(DoorSetup { units, me: visit.user().map_err(with_status)?.id.0.clone(), today: visit.site.store.today() })
}

/// The desk of the caller, with the status that fits a refusal.
#[cfg(feature = "ssr")]
async fn desk() -> Result<store::Desk, AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    visit.site.store.desk(&user.id).await.map_err(AppError::from).map_err(with_status)
}

/// A day in a form; `None` where the field is empty.
#[cfg(feature = "ssr")]
fn day_or_none(text: &str) -> Result<Option<Day>, AppError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    text.trim().parse().map(Some).map_err(|_| with_status(AppError::Missing("from".into())))
}

/// Text without what PostgreSQL keeps in no text.
#[cfg(feature = "ssr")]
fn plain(text: &str) -> String {
    text.replace('\0', "").trim().to_owned()
}
