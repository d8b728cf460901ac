//! Days off and opening hours of a unit: for its leaders and for administrators.
//! Public holidays are computed and only shown.

use crate::error::AppError;
use crate::wire::Wire;
use casework::Day;
use casework::calendar::closed::ClosureKind;
use casework::calendar::holiday::Holiday;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server::{answer, visit, with_status};
#[cfg(feature = "ssr")]
use casework::calendar::closed::Closure;
#[cfg(feature = "ssr")]
use casework::calendar::holiday;
#[cfg(feature = "ssr")]
use store::{ClosureRow, DaysKeeper, UnitId};

/// Days that are off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DaysOffRow {
    /// Id; none for a public holiday, which nobody takes out.
    pub id: Option<String>,
    /// First day.
    pub first: Day,
    /// Last day.
    pub last: Day,
    /// What it is called; empty for a public holiday, which has its own word.
    pub name: String,
    /// Why; none for a public holiday.
    pub kind: Option<ClosureKind>,
    /// The public holiday.
    pub holiday: Option<Holiday>,
    /// It counts for every unit of the municipality.
    pub of_municipality: bool,
}

/// A unit's days in one school year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DaysView {
    /// Units for which the caller may say it: ids and names.
    pub units: Vec<(String, String)>,
    /// The unit shown.
    pub unit: String,
    /// The year in which the school year begins.
    pub year: u16,
    /// When the door opens on a working day, as a time field has it.
    pub opens: String,
    /// When it closes.
    pub closes: String,
    /// Name of the municipality whose school year counts.
    pub municipality: String,
    /// Municipalities that are known, by name.
    pub municipalities: Vec<String>,
    /// The days, by their first day.
    pub rows: Vec<DaysOffRow>,
    /// What was taken out of them, the last first.
    pub removed: Vec<DaysOffRow>,
}

/// The school year in which a day lies, by the year in which it begins.
#[must_use]
pub const fn school_year(day: Day) -> u16 {
    if day.month >= 8 { day.year } else { day.year - 1 }
}

#[cfg(feature = "ssr")]
async fn keeper() -> Result<DaysKeeper, AppError> {
    let visit = visit()?;
    let me = visit.user().map_err(with_status)?.id.clone();
    answer(visit.site.store.keep_days(&me).await)
}

#[cfg(feature = "ssr")]
fn missing(field: &str) -> AppError {
    with_status(AppError::Missing(field.into()))
}

/// A unit's days off, hours and municipality.
///
/// # Errors
/// [`AppError::NotFound`] for whoever may not say when units are closed, and
/// for a unit that is not theirs.
#[server(name = GetDaysOff, endpoint = "days_off", output = Wire)]
pub async fn days_off(unit: Option<String>, year: Option<u16>) -> Result<DaysView, AppError> {
    let visit = visit()?;
    let keeper = keeper().await?;
    let units = answer(keeper.units().await)?;
    let wanted = unit.filter(|unit| !unit.is_empty());
    let unit = wanted.map(UnitId).or_else(|| units.first().map(|(id, _)| id.clone()));
    let unit = unit.ok_or(AppError::NotFound).map_err(with_status)?;
    let year = year.unwrap_or_else(|| school_year(visit.site.store.today())).clamp(2000, 2100);
    let (from, to) = (Day::new(year, 8, 1), Day::new(year + 1, 7, 31));
    let days = answer(keeper.days(&unit, from, to).await)?;
    let kept = days.closures.into_iter().map(row);
    let removed = answer(keeper.removed(&unit, from, to).await)?.into_iter().map(row).collect();
    let public = [year, year + 1].into_iter().flat_map(holiday::of_year).filter(|(day, _)| (from..=to).contains(day));
    let public = public.map(|(day, holiday)| DaysOffRow {
        id: None,
        first: day,
        last: day,
        name: String::new(),
        kind: None,
        holiday: Some(holiday),
        of_municipality: false,
    });
    let mut rows: Vec<DaysOffRow> = kept.chain(public).collect();
    rows.sort_by_key(|it| (it.first, it.last));
    Ok(DaysView {
        units: units.into_iter().map(|(id, name)| (id.0, name)).collect(),
        unit: unit.0,
        year,
        opens: days.opens.to_string(),
        closes: days.closes.to_string(),
        municipality: days.municipality.map(|it| it.name).unwrap_or_default(),
        municipalities: answer(keeper.municipalities().await)?.into_iter().map(|it| it.name).collect(),
        rows,
        removed,
    })
}

#[cfg(feature = "ssr")]
fn row(it: ClosureRow) -> DaysOffRow {
    DaysOffRow {
        id: Some(it.id),
        first: it.closure.first,
        last: it.closure.last,
        name: it.closure.name,
        kind: Some(it.closure.kind),
        holiday: None,
        of_municipality: it.school_year.is_some(),
    }
}

/// Keeps days free, for the unit or for its whole municipality.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::Missing`] for a day that is none;
/// [`AppError::Declined`] with what is wrong.
#[server(name = AddDaysOff, endpoint = "add_days_off", output = Wire)]
pub async fn add_days_off(
    unit: String,
    kind: String,
    name: String,
    first: String,
    last: String,
    whole: Option<String>,
) -> Result<(), AppError> {
    let keeper = keeper().await?;
    let first: Day = first.trim().parse().map_err(|_| missing("first"))?;
    let last: Day = if last.trim().is_empty() { first } else { last.trim().parse().map_err(|_| missing("last"))? };
    let kind = ClosureKind::from_code(&kind).ok_or_else(|| missing("kind"))?;
    let year = whole.map(|_| school_year(first));
    let closure = Closure { kind, first, last, name };
    answer(keeper.add_closure(&UnitId(unit), &closure, year).await).map(|_| ())
}

/// Takes days off out of the list.
///
/// # Errors
/// [`AppError::NotFound`].
#[server(name = RemoveDaysOff, endpoint = "remove_days_off", output = Wire)]
pub async fn remove_days_off(unit: String, id: String) -> Result<(), AppError> {
    answer(keeper().await?.remove_closure(&UnitId(unit), &id.replace('\0', "")).await)
}

/// Takes days off that were taken out into the list again.
///
/// # Errors
/// [`AppError::NotFound`].
#[server(name = RestoreDaysOff, endpoint = "restore_days_off", output = Wire)]
pub async fn restore_days_off(unit: String, id: String) -> Result<(), AppError> {
    answer(keeper().await?.restore_closure(&UnitId(unit), &id.replace('\0', "")).await)
}

/// Says when a unit's door is open, and by which municipality's school year it
/// lives.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::Missing`] for a time that is none;
/// [`AppError::Declined`] where it closes before it opens.
#[server(name = SaveHours, endpoint = "save_hours", output = Wire)]
pub async fn save_hours(unit: String, opens: String, closes: String, municipality: String) -> Result<(), AppError> {
    let keeper = keeper().await?;
    let unit = UnitId(unit);
    let opens = opens.trim().parse().map_err(|_| missing("opens"))?;
    let closes = closes.trim().parse().map_err(|_| missing("closes"))?;
    answer(keeper.set_hours(&unit, opens, closes).await)?;
    if !municipality.trim().is_empty() {
        answer(keeper.set_municipality(&unit, &municipality).await)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_school_year_begins_in_august() {
        assert_eq!(school_year(Day::new(2026, 7, 31)), 2025);
        assert_eq!(school_year(Day::new(2026, 8, 1)), 2026);
        assert_eq!(school_year(Day::new(2027, 1, 1)), 2026);
    }
}
