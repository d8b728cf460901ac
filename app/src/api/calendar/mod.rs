//! The calendar: what stands in it, and a new appointment that belongs to no
//! case. To whom may not know what an appointment is, it is «opptatt».

pub mod page;
pub mod plan;

#[cfg(feature = "ssr")]
use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::server::{Visit, visit, with_status};
#[cfg(feature = "ssr")]
use store::{Calendar, UnitId};

/// The calendar of whoever plans, and the unit in which they do.
#[cfg(feature = "ssr")]
pub(crate) async fn open() -> Result<(Visit, Calendar, UnitId), AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?.id.clone();
    let calendar = answer(visit.site.store.calendar(&user).await)?;
    let unit = calendar.units().into_iter().next().map(|(id, _)| id);
    let unit = unit.ok_or(AppError::NotFound).map_err(with_status)?;
    Ok((visit, calendar, unit))
}

/// Turns the store's answer into the caller's, with its status.
#[cfg(feature = "ssr")]
pub(crate) fn answer<T>(outcome: Result<T, store::StoreError>) -> Result<T, AppError> {
    outcome.map_err(AppError::from).map_err(with_status)
}
