//! Who is away.

use super::DoorSetup;
use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{answer, day_or_none, desk, plain, setup};
#[cfg(feature = "ssr")]
use casework::calendar::moment::{Moment, Span};
#[cfg(feature = "ssr")]
use casework::calendar::time::Time;
#[cfg(feature = "ssr")]
use store::{UnitId, UserId};

/// Somebody's absence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsenceRow {
    /// Id.
    pub id: String,
    /// Id of who is away.
    pub who: String,
    /// Name of who is away.
    pub name: String,
    /// From when, local time in ISO form.
    pub from: String,
    /// Until when.
    pub to: String,
    /// Whether it covers whole days.
    pub whole_days: bool,
}

impl AbsenceRow {
    /// Whether it has a minute of this day.
    #[must_use]
    pub fn covers(&self, day: casework::Day) -> bool {
        use casework::calendar::moment::{Moment, Span};
        let (Ok(start), Ok(end)) = (self.from.parse::<Moment>(), self.to.parse::<Moment>()) else { return false };
        Span { start, end }.overlaps(&Span::day(day))
    }
}

/// The list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absences {
    /// What the form needs.
    pub setup: DoorSetup,
    /// Those that are not over, the first first.
    pub rows: Vec<AbsenceRow>,
}

#[cfg(feature = "ssr")]
pub(crate) fn row(id: String, who: (UserId, String), span: Span) -> AbsenceRow {
    let midnight = |moment: Moment| moment.time == Time::MIDNIGHT;
    AbsenceRow {
        id,
        who: who.0.0,
        name: who.1,
        from: span.start.to_string(),
        to: span.end.to_string(),
        whole_days: midnight(span.start) && midnight(span.end),
    }
}

/// Who of the caller's units is away, today and later.
///
/// # Errors
/// [`AppError::NotFound`] for who keeps no door.
#[server(name = GetAbsences, endpoint = "list_absences", output = Wire)]
pub async fn list_absences() -> Result<Absences, AppError> {
    let desk = desk().await?;
    let rows = desk.absences().await?.into_iter().map(|it| row(it.id, it.who, it.span)).collect();
    Ok(Absences { setup: setup(&desk).await?, rows })
}

/// Notes that somebody is away: whole days, or part of one where times are given.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::Declined`] for days that do not fit.
#[server(name = NoteAbsence, endpoint = "note_absence", output = Wire)]
pub async fn note_absence(
    unit: String,
    who: String,
    from: String,
    to: String,
    from_time: String,
    to_time: String,
) -> Result<String, AppError> {
    let desk = desk().await?;
    let dates = || store::StoreError::NotAllowed("dates");
    let Some(first) = day_or_none(&from)? else { return answer(Err(dates())) };
    let last = day_or_none(&to)?.unwrap_or(first);
    let time = |text: &str| -> Result<Option<Time>, AppError> {
        let text = text.trim();
        if text.is_empty() { Ok(None) } else { answer(text.parse().map(Some).map_err(|_| dates())) }
    };
    let whole = Span::days(first, last);
    let span = Span {
        start: time(&from_time)?.map_or(whole.start, |time| Moment::new(first, time)),
        end: time(&to_time)?.map_or(whole.end, |time| Moment::new(last, time)),
    };
    answer(desk.note_absence(&UnitId(plain(&unit)), &UserId(plain(&who)), span).await)
}

/// Whoever was away is back, or will not be away after all.
///
/// # Errors
/// [`AppError::NotFound`].
#[server(name = EndAbsence, endpoint = "end_absence", output = Wire)]
pub async fn end_absence(id: String) -> Result<(), AppError> {
    answer(desk().await?.end_absence(&id).await)
}
