//! A new appointment that belongs to no case: what can be chosen, what stands
//! in its way, and making it.

use crate::error::AppError;
use casework::calendar::Span;
use casework::calendar::conflict::Conflict;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{answer, open};
#[cfg(feature = "ssr")]
use crate::server::with_status;
#[cfg(feature = "ssr")]
use casework::Day;
#[cfg(feature = "ssr")]
use casework::appointment::PlaceKind;
#[cfg(feature = "ssr")]
use casework::calendar::conflict::Travel;
#[cfg(feature = "ssr")]
use casework::calendar::series::zone::Zone;
#[cfg(feature = "ssr")]
use casework::calendar::series::{End, Pattern, Rule};
#[cfg(feature = "ssr")]
use casework::calendar::{Moment, Series, Time, Weekday};
#[cfg(feature = "ssr")]
use std::collections::BTreeSet;
#[cfg(feature = "ssr")]
use store::{Details, NewEntry, PlanRequest, UnitId, UserId, Words};

/// What the form offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntrySetup {
    /// Who plans: its own id.
    pub me: String,
    /// Staff who can take part: ids and names.
    pub colleagues: Vec<(String, String)>,
    /// Rooms: ids and names.
    pub rooms: Vec<(String, String)>,
    /// The day that is proposed, in ISO form.
    pub today: String,
}

/// The form as it was filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryForm {
    /// What it is.
    pub title: String,
    /// What those who take part should know.
    pub note: String,
    /// Staff who take part, by id.
    pub people: Vec<String>,
    /// Room id; none if empty.
    pub room: String,
    /// Code of the sort of place.
    pub place: String,
    /// Minutes on the road each way; none if empty.
    pub road: String,
    /// First day, in ISO form.
    pub day: String,
    /// From, as 09:30.
    pub from: String,
    /// To, as 10:30.
    pub to: String,
    /// How it repeats: empty, `weekly`, `fortnightly` or `monthly`.
    pub repeat: String,
    /// The last day, in ISO form; the count decides if empty.
    pub until: String,
    /// How many times.
    pub count: String,
    /// Whether all who plan in the unit may read the title.
    pub open: bool,
}

/// What there is to say before it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryCheck {
    /// So many times were looked at.
    pub looked_at: u16,
    /// What stands in the way: of which time, what, and what it is called.
    pub standing: Vec<(Span, Conflict, String)>,
    /// The next times that suit all.
    pub free: Vec<Span>,
}

/// What the form offers.
///
/// # Errors
/// [`AppError::NotFound`] for who plans nowhere.
#[server(name = GetEntrySetup, endpoint = "entry_setup")]
pub async fn entry_setup() -> Result<EntrySetup, AppError> {
    let (visit, calendar, unit) = open().await?;
    Ok(EntrySetup {
        me: visit.user().map_err(with_status)?.id.0.clone(),
        colleagues: answer(calendar.colleagues(&unit).await)?.into_iter().map(|(id, name)| (id.0, name)).collect(),
        rooms: answer(calendar.rooms(&unit).await)?,
        today: visit.site.moment().day.to_string(),
    })
}

/// When the form means; the code of what is wrong otherwise.
#[cfg(feature = "ssr")]
fn series_of(form: &EntryForm, zone: Zone) -> Result<Series, &'static str> {
    let day = form.day.parse::<Day>().ok().filter(|day| day.exists()).ok_or("entry_day")?;
    let from: Time = form.from.parse().map_err(|_| "entry_time")?;
    let to: Time = form.to.parse().map_err(|_| "entry_time")?;
    let minutes = to.minutes().checked_sub(from.minutes()).filter(|it| *it > 0).ok_or("entry_order")?;
    let start = Moment::new(day, from);
    for moment in [start, start.plus(i64::from(minutes))] {
        // An hour that the clock leaps over in spring is no time at all.
        if zone.to_utc(moment).and_then(|at| zone.from_utc(at)) != Some(moment) {
            return Err("entry_no_hour");
        }
    }
    let end = || -> Result<End, &'static str> {
        match (form.until.trim(), form.count.trim()) {
            ("", "") => Ok(End::Never),
            ("", count) => count.parse().map(End::Count).map_err(|_| "series_end"),
            (until, _) => until.parse().map(End::Until).map_err(|_| "series_end"),
        }
    };
    let rule = match form.repeat.as_str() {
        "weekly" => Some(Rule::weekly(day, 1, end()?)),
        "fortnightly" => Some(Rule::weekly(day, 2, end()?)),
        "monthly" => {
            let nth = (day.day - 1) / 7 + 1;
            let weekday = Weekday::of(day);
            let pattern = if nth == 5 { Pattern::MonthlyLast(weekday) } else { Pattern::MonthlyNth(nth, weekday) };
            Some(Rule { pattern, every: 1, end: end()? })
        }
        _ => None,
    };
    Series::new(start, minutes, rule).map_err(|_| "series_end")
}

/// Where and with whom the form means.
#[cfg(feature = "ssr")]
fn details_of(form: &EntryForm) -> Result<Details, &'static str> {
    let place = PlaceKind::from_code(&form.place).unwrap_or(PlaceKind::Centre);
    let road = match form.road.trim() {
        "" => 0,
        text => text.parse().map_err(|_| "entry_road")?,
    };
    let road = if place.has_road() { road } else { 0 };
    Ok(Details {
        room: Some(form.room.replace('\0', "")).filter(|it| !it.is_empty()),
        place,
        travel: Travel { before: road, after: road },
        people: form.people.iter().map(|id| UserId(id.replace('\0', ""))).collect(),
        interpreters: BTreeSet::new(),
        equipment: BTreeSet::new(),
        open_to_unit: form.open,
        words: Words { title: form.title.trim().to_owned(), kind: None, note: form.note.trim().to_owned() },
    })
}

#[cfg(feature = "ssr")]
fn read(form: &EntryForm, unit: UnitId, zone: Zone) -> Result<NewEntry, AppError> {
    let wrong = |code: &str| with_status(AppError::Declined(code.to_owned()));
    let series = series_of(form, zone).map_err(wrong)?;
    Ok(NewEntry { unit, series, details: details_of(form).map_err(wrong)? })
}

/// What stands in the way, and the next times that suit all; nothing is kept.
///
/// # Errors
/// [`AppError::NotFound`] for who plans nowhere; [`AppError::Declined`] with
/// what is missing or does not fit.
#[server(name = CheckEntry, endpoint = "check_entry", input = Json)]
pub async fn check_entry(form: EntryForm) -> Result<EntryCheck, AppError> {
    let (visit, calendar, unit) = open().await?;
    let new = read(&form, unit, visit.site.store.zone())?;
    let request = PlanRequest {
        unit: new.unit,
        except: None,
        series: new.series,
        travel: new.details.travel,
        people: new.details.people,
        interpreters: new.details.interpreters,
        room: new.details.room,
        equipment: new.details.equipment,
    };
    let found = answer(calendar.check(&request).await)?;
    Ok(EntryCheck {
        looked_at: found.looked_at,
        standing: found.standing.into_iter().map(|it| (it.of, it.conflict, it.name)).collect(),
        free: found.free,
    })
}

/// Keeps it; returns the step by which it is taken back.
///
/// # Errors
/// As [`check_entry`].
#[server(name = CreateEntry, endpoint = "create_entry", input = Json)]
pub async fn create_entry(form: EntryForm) -> Result<String, AppError> {
    let (visit, calendar, unit) = open().await?;
    let new = read(&form, unit, visit.site.store.zone())?;
    answer(calendar.create(&new).await).map(|changed| changed.change)
}

/// Takes back one's own change, while nobody has changed the same since.
///
/// # Errors
/// [`AppError::Declined`] (`changed_since`) when somebody has.
#[server(name = UndoEntry, endpoint = "undo_entry")]
pub async fn undo_entry(change: String) -> Result<(), AppError> {
    let (_, calendar, _) = open().await?;
    answer(calendar.undo(&change).await)
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    fn form(day: &str, from: &str, to: &str) -> EntryForm {
        EntryForm { day: day.to_owned(), from: from.to_owned(), to: to.to_owned(), ..EntryForm::default() }
    }

    #[test]
    fn what_is_no_time_is_refused_by_its_name() {
        let table = [
            ("2026-11-31", "09:00", "10:00", "entry_day"),
            ("", "09:00", "10:00", "entry_day"),
            ("2026-11-23", "", "10:00", "entry_time"),
            ("2026-11-23", "10:00", "10:00", "entry_order"),
            // The clock goes from 02:00 to 03:00 on the last Sunday of March.
            ("2027-03-28", "02:30", "04:00", "entry_no_hour"),
            ("2027-03-28", "01:30", "02:15", "entry_no_hour"),
        ];
        for (day, from, to, code) in table {
            assert_eq!(series_of(&form(day, from, to), Zone::OSLO), Err(code), "{day} {from}–{to}");
        }
        assert!(series_of(&form("2027-03-28", "03:00", "04:00"), Zone::OSLO).is_ok());
        // The hour that comes twice in October exists.
        assert!(series_of(&form("2026-10-25", "02:30", "03:00"), Zone::OSLO).is_ok());
    }

    #[test]
    fn a_month_repeats_on_the_same_day_of_the_week() {
        let monthly = |day: &str| EntryForm {
            repeat: "monthly".to_owned(),
            count: "3".to_owned(),
            ..form(day, "09:00", "10:00")
        };
        let days = |day: &str| {
            let series = series_of(&monthly(day), Zone::OSLO).map_err(str::to_owned);
            series.map(|it| it.all(9).into_iter().map(|it| it.span.start.day.to_string()).collect::<Vec<_>>())
        };
        // The fourth Monday; and the fifth, which is the last.
        assert_eq!(days("2026-11-23"), Ok(vec!["2026-11-23".into(), "2026-12-28".into(), "2027-01-25".into()]));
        assert_eq!(days("2026-11-30"), Ok(vec!["2026-11-30".into(), "2026-12-28".into(), "2027-01-25".into()]));
    }
}
