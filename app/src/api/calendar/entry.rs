//! An entry of the calendar that belongs to no family: read, planned, kept,
//! moved, cancelled, and taken back.

use crate::error::AppError;
use crate::wire::Wire;
use casework::Day;
use casework::calendar::conflict::Conflict;
use casework::calendar::{Moment, Span};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{answer, desk};
#[cfg(feature = "ssr")]
use crate::server::{Visit, with_status};
#[cfg(feature = "ssr")]
use casework::appointment::PlaceKind;
#[cfg(feature = "ssr")]
use casework::calendar::conflict::Travel;
#[cfg(feature = "ssr")]
use casework::calendar::series::{End, Pattern, Rule, Scope};
#[cfg(feature = "ssr")]
use casework::calendar::{Series, Time, Weekday};
#[cfg(feature = "ssr")]
use store::{Calendar, Details, EntryEdit, EntryId, EntryWhat, NewEntry, PlanRequest, UnitId, UserId, Words};

/// An entry as a form has it, texts as they were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryForm {
    /// The unit's id.
    pub unit: String,
    /// The entry that is changed; empty for a new one.
    pub entry: String,
    /// The version that was read.
    pub version: i64,
    /// Which of its series, as its rule has it; empty for a new one.
    pub at: String,
    /// How much of the series: `this`, `following`, `all`.
    pub scope: String,
    /// What it is called.
    pub title: String,
    /// What those who take part should know.
    pub note: String,
    /// Day in ISO form.
    pub day: String,
    /// From when, `09:00`.
    pub from: String,
    /// Until when.
    pub until: String,
    /// `no`, `weekly`, `fortnightly`, `monthly`; empty leaves it as it is.
    pub repeat: String,
    /// The last day, in ISO form; empty where it does not end.
    pub last: String,
    /// Code of the sort of place.
    pub place: String,
    /// The room's id.
    pub room: String,
    /// Minutes on the road, there and back.
    pub road: String,
    /// Ids of those who take part.
    pub people: Vec<String>,
    /// Ids of the equipment.
    #[serde(default)]
    pub equipment: Vec<String>,
    /// All who plan in the unit may read the title.
    pub open: bool,
}

/// An entry on its page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryView {
    /// As the form has it.
    pub form: EntryForm,
    /// Names of those who take part.
    pub people: Vec<String>,
    /// The room.
    pub room: Option<String>,
    /// When this one is.
    pub span: Span,
    /// It repeats.
    pub repeats: bool,
    /// This one is cancelled.
    pub cancelled: bool,
    /// Those who plan in the unit.
    pub colleagues: Vec<(String, String)>,
    /// Its rooms.
    pub rooms: Vec<(String, String)>,
    /// Its equipment.
    pub equipment: Vec<(String, String)>,
}

/// What there is to say about a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanView {
    /// So many times were looked at.
    pub looked_at: u16,
    /// What stands in the way of which time, and what that is called.
    pub standing: Vec<(Span, Conflict, String)>,
    /// The next times that suit all.
    pub free: Vec<Span>,
    /// Days off that a new series passes over.
    pub skipped: Vec<Day>,
}

/// A new entry's form on a day, at a time.
///
/// # Errors
/// [`AppError::NotFound`] for who does not plan.
#[server(name = GetNewEntry, endpoint = "new_entry", output = Wire)]
pub async fn new_entry(unit: String, day: String, from: String) -> Result<EntryView, AppError> {
    let (visit, calendar, unit) = desk(Some(&unit)).await?;
    let today = visit.site.store.today();
    let day: Day = day.parse().unwrap_or(today);
    let from: Time = from.parse().unwrap_or(Time::new(9, 0));
    let start = Moment::new(day, from);
    let me = visit.user()?.id.0.clone();
    let form = EntryForm {
        unit: unit.0.clone(),
        scope: "this".into(),
        day: day.to_string(),
        from: from.to_string(),
        until: start.plus(60).time.to_string(),
        repeat: "no".into(),
        place: PlaceKind::Centre.code().into(),
        road: "0".into(),
        people: vec![me],
        ..EntryForm::default()
    };
    Ok(EntryView {
        form,
        people: Vec::new(),
        room: None,
        span: Span::of(start, 60),
        repeats: false,
        cancelled: false,
        colleagues: names(answer(visit.site.store.planners(&unit).await)?),
        rooms: answer(calendar.rooms(&unit).await)?,
        equipment: answer(calendar.equipment(&unit).await)?,
    })
}

/// An entry, at one time of its series.
///
/// # Errors
/// [`AppError::NotFound`] for who may not read it, and for entries of families.
#[server(name = GetEntry, endpoint = "calendar_entry", output = Wire)]
pub async fn calendar_entry(id: String, at: String) -> Result<EntryView, AppError> {
    let (visit, calendar, _) = desk(None).await?;
    let entry = answer(calendar.entry(&EntryId(id)).await)?;
    let at: Moment = at.parse().unwrap_or(entry.series.start);
    let found = entry.series.occurrence(at);
    let span = found.map_or_else(|| Span::of(at, entry.series.minutes), |it| it.span);
    let colleagues = names(answer(visit.site.store.planners(&entry.unit).await)?);
    let rooms = answer(calendar.rooms(&entry.unit).await)?;
    let equipment = answer(calendar.equipment(&entry.unit).await)?;
    let named = |id: &UserId| colleagues.iter().find(|(known, _)| *known == id.0).map(|(_, name)| name.clone());
    let details = entry.details;
    Ok(EntryView {
        people: details.people.iter().filter_map(named).collect(),
        room: details.room.as_ref().and_then(|id| rooms.iter().find(|(room, _)| room == id)).map(|it| it.1.clone()),
        span,
        repeats: entry.series.rule.is_some(),
        cancelled: found.is_none(),
        form: EntryForm {
            unit: entry.unit.0,
            entry: entry.id.0,
            version: entry.version,
            at: at.to_string(),
            scope: "this".into(),
            title: details.words.title,
            note: details.words.note,
            day: span.start.day.to_string(),
            from: span.start.time.to_string(),
            until: span.end.time.to_string(),
            repeat: String::new(),
            last: String::new(),
            place: details.place.code().into(),
            room: details.room.unwrap_or_default(),
            road: details.travel.before.to_string(),
            people: details.people.into_iter().map(|it| it.0).collect(),
            equipment: details.equipment.into_iter().collect(),
            open: details.open_to_unit,
        },
        colleagues,
        rooms,
        equipment,
    })
}

/// What stands in the way of a plan, and the next times that suit all.
///
/// # Errors
/// [`AppError::Missing`] with the field that is not understood.
#[server(name = PlanEntry, endpoint = "plan_entry", input = leptos::server_fn::codec::Json, output = Wire)]
pub async fn plan_entry(form: EntryForm) -> Result<PlanView, AppError> {
    let (visit, calendar, unit) = desk(Some(&form.unit)).await?;
    let read = Read::of(&visit, &form).map_err(with_status)?;
    let (series, skipped) = read.past_days_off(&calendar, &unit, form.entry.is_empty()).await?;
    let request = PlanRequest {
        unit,
        except: Some(EntryId(form.entry.clone())).filter(|it| !it.0.is_empty()),
        series,
        travel: read.details.travel,
        people: read.details.people.clone(),
        interpreters: read.details.interpreters.clone(),
        room: read.details.room.clone(),
        equipment: read.details.equipment.clone(),
    };
    let found = answer(calendar.check(&request).await)?;
    Ok(PlanView {
        looked_at: found.looked_at,
        standing: found.standing.into_iter().map(|it| (it.of, it.conflict, it.name)).collect(),
        free: found.free,
        skipped,
    })
}

/// Keeps a new entry or a change of one; returns the address to go to.
///
/// # Errors
/// [`AppError::Missing`] with the field that is not understood;
/// [`AppError::Declined`] where a rule stands in the way.
#[server(name = KeepEntry, endpoint = "keep_entry", input = leptos::server_fn::codec::Json, output = Wire)]
pub async fn keep_entry(form: EntryForm) -> Result<String, AppError> {
    let (visit, calendar, unit) = desk(Some(&form.unit)).await?;
    let read = Read::of(&visit, &form).map_err(with_status)?;
    if form.entry.is_empty() {
        let (series, _) = read.past_days_off(&calendar, &unit, true).await?;
        answer(calendar.create(&NewEntry { unit, series, details: read.details }).await)?;
    } else {
        let at = form.at.parse().map_err(|_| with_status(AppError::NotFound))?;
        let what = EntryWhat::Fill {
            to: read.start,
            minutes: read.minutes,
            repeat: (!form.repeat.is_empty()).then(|| read.rule.clone()),
            details: Box::new(read.details),
        };
        let scope = scope_of(&form.scope);
        let edit = EntryEdit { entry: EntryId(form.entry.clone()), version: form.version, at, scope, what };
        answer(calendar.change(&edit).await)?;
    }
    Ok(format!("/kalender?dag={}", read.start.day))
}

/// Moves an entry, cancels it or brings it back: `move`, `cancel`, `restore`.
///
/// # Errors
/// [`AppError::Declined`] where somebody has changed the same since.
#[server(name = ChangeEntry, endpoint = "change_entry", input = leptos::server_fn::codec::Json, output = Wire)]
pub async fn change_entry(
    entry: String,
    version: i64,
    at: Moment,
    scope: String,
    what: String,
    to: Option<Span>,
) -> Result<(), AppError> {
    let (visit, calendar, _) = desk(None).await?;
    let what = match (what.as_str(), to) {
        ("cancel", _) => EntryWhat::Cancel,
        ("restore", _) => EntryWhat::Restore,
        ("move", Some(to)) => {
            exists(&visit, to.start).map_err(with_status)?;
            let minutes = u16::try_from(to.minutes()).ok().filter(|it| *it > 0);
            let minutes = minutes.ok_or_else(|| with_status(AppError::Missing("until".into())))?;
            EntryWhat::Move { to: to.start, minutes }
        }
        _ => return Err(with_status(AppError::NotFound)),
    };
    let edit = EntryEdit { entry: EntryId(entry), version, at, scope: scope_of(&scope), what };
    answer(calendar.change(&edit).await)?;
    Ok(())
}

/// Takes back one's own last change.
///
/// # Errors
/// [`AppError::Declined`] where somebody has changed the same since.
#[server(name = UndoEntry, endpoint = "undo_entry", output = Wire)]
pub async fn undo_entry(change: String) -> Result<(), AppError> {
    let (_, calendar, _) = desk(None).await?;
    answer(calendar.undo(&change).await)
}

#[cfg(feature = "ssr")]
fn names(all: Vec<(UserId, String)>) -> Vec<(String, String)> {
    all.into_iter().map(|(id, name)| (id.0, name)).collect()
}

#[cfg(feature = "ssr")]
fn scope_of(code: &str) -> Scope {
    match code {
        "following" => Scope::ThisAndFollowing,
        "all" => Scope::All,
        _ => Scope::This,
    }
}

/// A local time that there is: in the night to summer time an hour is missing.
#[cfg(feature = "ssr")]
fn exists(visit: &Visit, at: Moment) -> Result<(), AppError> {
    let zone = visit.site.store.zone();
    let back = zone.to_utc(at).and_then(|it| zone.from_utc(it));
    if back == Some(at) { Ok(()) } else { Err(AppError::Declined("no_such_hour".into())) }
}

/// A form that was understood.
#[cfg(feature = "ssr")]
struct Read {
    start: Moment,
    minutes: u16,
    rule: Option<Rule>,
    details: Details,
}

#[cfg(feature = "ssr")]
impl Read {
    fn of(visit: &Visit, form: &EntryForm) -> Result<Self, AppError> {
        let missing = |field: &str| AppError::Missing(field.to_owned());
        let day: Day = form.day.parse().map_err(|_| missing("day"))?;
        let from: Time = form.from.parse().map_err(|_| missing("from"))?;
        let until: Time = form.until.parse().map_err(|_| missing("until"))?;
        let minutes = until.minutes().checked_sub(from.minutes()).filter(|it| *it > 0);
        let minutes = minutes.ok_or_else(|| missing("until"))?;
        let start = Moment::new(day, from);
        exists(visit, start)?;
        let end = match form.last.as_str() {
            "" => End::Never,
            last => End::Until(last.parse().map_err(|_| missing("last"))?),
        };
        let weekday = Weekday::of(day);
        let rule = match form.repeat.as_str() {
            "weekly" => Some(Rule::weekly(day, 1, end)),
            "fortnightly" => Some(Rule::weekly(day, 2, end)),
            "monthly" if day.day > 28 => Some(Rule { pattern: Pattern::MonthlyLast(weekday), every: 1, end }),
            "monthly" => Some(Rule { pattern: Pattern::MonthlyNth((day.day - 1) / 7 + 1, weekday), every: 1, end }),
            _ => None,
        };
        let place = PlaceKind::from_code(&form.place).ok_or_else(|| missing("place"))?;
        let road = match form.road.trim() {
            "" => 0,
            road => road.parse::<u16>().map_err(|_| missing("road"))?,
        };
        let road = if place.has_road() { road } else { 0 };
        let details = Details {
            room: Some(form.room.clone()).filter(|it| !it.is_empty() && place == PlaceKind::Centre),
            place,
            travel: Travel { before: road, after: road },
            people: form.people.iter().map(|id| UserId(id.clone())).collect(),
            interpreters: std::collections::BTreeSet::new(),
            equipment: form.equipment.iter().map(|id| id.replace('\0', "")).collect(),
            open_to_unit: form.open,
            words: Words { title: form.title.trim().to_owned(), kind: None, note: form.note.trim().to_owned() },
        };
        Ok(Self { start, minutes, rule, details })
    }

    fn series(&self) -> Result<Series, AppError> {
        let fault = |it: casework::calendar::series::SeriesError| AppError::Declined(it.code().to_owned());
        Series::new(self.start, self.minutes, self.rule.clone()).map_err(fault)
    }

    /// The series; a new one without the unit's days off, and those days.
    async fn past_days_off(
        &self,
        calendar: &Calendar,
        unit: &UnitId,
        is_new: bool,
    ) -> Result<(Series, Vec<Day>), AppError> {
        let series = self.series().map_err(with_status)?;
        if !is_new {
            return Ok((series, Vec::new()));
        }
        let days = answer(calendar.days(unit, series.start.day, series.looked_over_until()).await)?;
        Ok(series.past_days_off(&days.free_days()))
    }
}
