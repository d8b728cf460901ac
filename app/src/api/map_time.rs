//! The map as it was drawn before, and its snapshots. A moment is a day or a
//! snapshot, never a number of a step: a gap in numbers would tell of what is
//! hidden.

use crate::error::AppError;
use crate::wire::Wire;
use casework::occasion::Occasion;
use family_map::Record;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server::{Site, Visit, answer, visit, with_status};
#[cfg(feature = "ssr")]
use std::sync::Arc;
#[cfg(feature = "ssr")]
use store::{Action, CaseAccess, Moment};

/// A snapshot of a map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotLine {
    /// Id.
    pub id: String,
    /// What it is called; empty where the occasion says enough.
    pub name: String,
    /// On what occasion it was taken.
    pub occasion: Occasion,
    /// When, local time in ISO form.
    pub at: String,
    /// Name of who took it.
    pub by: String,
}

/// Where one can go in the time of drawing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moments {
    /// Local days in ISO form at whose end the map was another than before.
    pub days: Vec<String>,
    /// Snapshots, the earliest first.
    pub snapshots: Vec<SnapshotLine>,
    /// Whether the caller may take, rename and remove snapshots.
    pub may_edit: bool,
}

/// Where one can go in the time of drawing; through a participant's eyes with
/// `person`.
///
/// # Errors
/// As [`super::cases::case_map`].
#[server(name = GetMapMoments, endpoint = "map_moments", output = Wire)]
pub async fn map_moments(id: String, person: Option<String>, reason: Option<String>) -> Result<Moments, AppError> {
    let (visit, case) = eyes(&id, person.as_deref(), reason.as_deref()).await?;
    moments_of(&case, &visit.site).await.map_err(with_status)
}

/// The map as it was at a moment, `day:2026-03-03` or `snapshot:ID`.
///
/// # Errors
/// As [`map_moments`]; [`AppError::NotFound`] for what is no moment.
#[server(name = GetMapPast, endpoint = "map_past", output = Wire)]
pub async fn map_past(
    id: String,
    person: Option<String>,
    reason: Option<String>,
    moment: Option<String>,
) -> Result<Record, AppError> {
    let (visit, case) = eyes(&id, person.as_deref(), reason.as_deref()).await?;
    past_of(&case, &visit.site, &moment.unwrap_or_default()).await.map_err(with_status)
}

/// Keeps the map as it is now under a name and an occasion.
///
/// # Errors
/// When the case may not be changed; [`AppError::Missing`] for a name that is
/// too long.
#[server(name = TakeSnapshot, endpoint = "take_snapshot", output = Wire)]
pub async fn take_snapshot(id: String, name: String, occasion: Occasion) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    answer(case.take_snapshot(short(&name)?, occasion).await)?;
    Ok(())
}

/// Gives a snapshot another name and occasion.
///
/// # Errors
/// As [`take_snapshot`]; [`AppError::NotFound`] where there is no such snapshot.
#[server(name = RenameSnapshot, endpoint = "rename_snapshot", output = Wire)]
pub async fn rename_snapshot(id: String, snapshot: String, name: String, occasion: Occasion) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    answer(case.rename_snapshot(&snapshot, short(&name)?, occasion).await)
}

/// Takes a snapshot away; what was drawn stays.
///
/// # Errors
/// As [`rename_snapshot`].
#[server(name = RemoveSnapshot, endpoint = "remove_snapshot", output = Wire)]
pub async fn remove_snapshot(id: String, snapshot: String) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    answer(case.remove_snapshot(&snapshot).await)
}

/// A name that fits.
#[cfg(feature = "ssr")]
fn short(name: &str) -> Result<&str, AppError> {
    if name.chars().count() > 120 || name.contains('\0') {
        return Err(with_status(AppError::Missing("name".into())));
    }
    Ok(name)
}

/// The case as the caller sees it, or as a participant does.
#[cfg(feature = "ssr")]
async fn eyes(id: &str, person: Option<&str>, reason: Option<&str>) -> Result<(Visit, Arc<CaseAccess>), AppError> {
    let visit = visit()?;
    let case = visit.open(id, reason, Action::Read).await.map_err(with_status)?;
    let Some(person) = person else { return Ok((visit, case)) };
    let seen = answer(case.seen_by(person).await)?;
    Ok((visit, Arc::new(seen)))
}

#[cfg(feature = "ssr")]
async fn moments_of(case: &CaseAccess, site: &Site) -> Result<Moments, AppError> {
    let day = |at: i64| site.local_time(at).split('T').next().unwrap_or_default().to_owned();
    let line = |it: store::Snapshot| SnapshotLine {
        id: it.id,
        name: it.name,
        occasion: it.occasion,
        at: site.local_time(it.at),
        by: it.by,
    };
    Ok(Moments {
        days: case.past_days(day).await?,
        snapshots: case.snapshots().await?.into_iter().map(line).collect(),
        may_edit: case.may_edit(),
    })
}

#[cfg(feature = "ssr")]
async fn past_of(case: &CaseAccess, site: &Site, moment: &str) -> Result<Record, AppError> {
    let before;
    let moment = match moment.split_once(':') {
        Some(("day", day)) => {
            before = site.period(None, Some(day)).1.ok_or(AppError::NotFound)?;
            Moment::Before(before)
        }
        Some(("snapshot", id)) => Moment::Snapshot(id),
        _ => return Err(AppError::NotFound),
    };
    Ok(case.past_record(moment).await?)
}
