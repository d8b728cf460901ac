//! The calendar: what stands in it, and an entry of it. Of others' families one
//! sees that time is taken.

pub mod days;
pub mod entry;
pub mod view;

#[cfg(feature = "ssr")]
use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::server::{Visit, answer, visit, with_status};
#[cfg(feature = "ssr")]
use store::{Calendar, UnitId};

/// The calendar of whoever plans, with the unit that is meant: the one that is
/// asked for, else the first.
#[cfg(feature = "ssr")]
async fn desk(unit: Option<&str>) -> Result<(Visit, Calendar, UnitId), AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?.id.clone();
    let calendar = answer(visit.site.store.calendar(&user).await)?;
    let units = calendar.units();
    let unit = match unit.filter(|it| !it.is_empty()) {
        Some(id) => units.into_iter().find(|(unit, _)| unit.0 == id),
        None => units.into_iter().next(),
    };
    let (unit, _) = unit.ok_or_else(|| with_status(AppError::NotFound))?;
    Ok((visit, calendar, unit))
}
