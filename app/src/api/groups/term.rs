//! The whole term on one page.

use super::GroupCard;
use crate::error::AppError;
use crate::wire::Wire;
use casework::Day;
use casework::calendar::{DayOff, IsoWeek, Moment};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{answer, card, desk, group, now};
#[cfg(feature = "ssr")]
use casework::calendar::conflict::Resource;
#[cfg(feature = "ssr")]
use casework::calendar::{FreeDays, Weekday};
#[cfg(feature = "ssr")]
use casework::group::plan::PlanRequest;
#[cfg(feature = "ssr")]
use std::collections::BTreeMap;

/// Half a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The year.
    pub year: u16,
    /// Spring, until the summer; else autumn.
    pub spring: bool,
}

impl Term {
    /// The term of a day.
    #[must_use]
    pub const fn of(day: Day) -> Self {
        Self { year: day.year, spring: day.month <= 6 }
    }

    /// From an address such as `2027-1`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let (year, half) = code.split_once('-')?;
        let year = year.parse().ok().filter(|year| (2000..=2200).contains(year))?;
        matches!(half, "1" | "2").then_some(Self { year, spring: half == "1" })
    }

    /// As it stands in an address.
    #[must_use]
    pub fn code(self) -> String {
        format!("{}-{}", self.year, if self.spring { 1 } else { 2 })
    }

    /// The term before.
    #[must_use]
    pub const fn before(self) -> Self {
        if self.spring { Self { year: self.year - 1, spring: false } } else { Self { spring: true, ..self } }
    }

    /// The term after.
    #[must_use]
    pub const fn after(self) -> Self {
        if self.spring { Self { spring: false, ..self } } else { Self { year: self.year + 1, spring: true } }
    }

    /// Its first day and its last.
    #[must_use]
    pub const fn days(self) -> (Day, Day) {
        if self.spring {
            (Day::new(self.year, 1, 1), Day::new(self.year, 6, 30))
        } else {
            (Day::new(self.year, 7, 1), Day::new(self.year, 12, 31))
        }
    }
}

/// A group and its row in the term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermGroup {
    /// The group.
    pub card: GroupCard,
    /// The weeks in which the group's day of the week is off, and why.
    pub off: Vec<(IsoWeek, DayOff)>,
}

/// A group wants what another group, or something else in the calendar, has at
/// the same time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermClash {
    /// A group and the number of its meeting.
    pub one: (String, u8),
    /// The other; nothing for what is no group's.
    pub other: Option<(String, u8)>,
    /// The room's or the leader's name.
    pub what: String,
    /// Whether it is a room.
    pub is_room: bool,
    /// When.
    pub at: Moment,
}

/// Everything on the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermView {
    /// The term.
    pub term: Term,
    /// Today.
    pub today: Day,
    /// Its weeks.
    pub weeks: Vec<IsoWeek>,
    /// The groups in the order in which they begin.
    pub groups: Vec<TermGroup>,
    /// Who leads how many meetings in each week.
    pub load: Vec<(String, Vec<u8>)>,
    /// What cannot both be.
    pub clashes: Vec<TermClash>,
    /// The caller may see the year's figures.
    pub may_count: bool,
}

/// The groups of a term; of this one where the code is none.
///
/// # Errors
/// [`AppError::NotFound`] for who runs no groups.
#[server(name = GetGroupTerm, endpoint = "group_term", output = Wire)]
pub async fn group_term(term: String) -> Result<TermView, AppError> {
    let (visit, desk) = desk().await?;
    let now = now(&visit);
    let term = Term::from_code(&term).unwrap_or_else(|| Term::of(now.day));
    let (first, last) = term.days();
    let lines = answer(desk.groups(first, last).await)?;
    let free = answer(visit.site.store.group_free_days(desk.unit()).await)?;
    let weeks = weeks_of(term);
    let found = answer(desk.clashes(&lines).await)?;
    let clashes = found.into_iter().filter_map(|it| clash_row(&lines, it)).collect();
    let load = load(&lines, &weeks);
    // What the meetings are about is told on the group's own page.
    let themes = BTreeMap::new();
    let row = |line: store::GroupLine| {
        let off = days_off(&line, &weeks, &free);
        let card = card(line, &themes, now);
        TermGroup { card, off }
    };
    let groups = lines.into_iter().map(row).collect();
    Ok(TermView {
        term,
        today: now.day,
        weeks,
        groups,
        load,
        clashes,
        may_count: desk.user().has_post(|role| role.lists_unit()),
    })
}

/// Weeks 1 to 25 in spring, 33 to the last of the year in autumn.
#[cfg(feature = "ssr")]
fn weeks_of(term: Term) -> Vec<IsoWeek> {
    let year = term.year;
    let weeks = if term.spring { 1..=25 } else { 33..=IsoWeek::count(year) };
    weeks.map(|week| IsoWeek { year, week }).collect()
}

/// The weeks in which a group's usual day is off.
#[cfg(feature = "ssr")]
fn days_off(line: &store::GroupLine, weeks: &[IsoWeek], free: &FreeDays) -> Vec<(IsoWeek, DayOff)> {
    let Some(first) = line.meetings.first() else { return Vec::new() };
    let weekday = Weekday::of(first.span.start.day);
    let off = |week: &IsoWeek| free.off(week.day(weekday)).filter(|why| *why != DayOff::Weekend);
    weeks.iter().filter_map(|week| Some((*week, off(week)?))).collect()
}

/// What stands in a group's way, by name.
#[cfg(feature = "ssr")]
fn clash_row(lines: &[store::GroupLine], clash: store::GroupClash) -> Option<TermClash> {
    let named = |(place, number): (usize, u8)| Some((lines.get(place)?.name.clone(), number));
    let line = lines.get(clash.meeting.0)?;
    let what = match &clash.resource {
        Resource::Room(_) => line.room_name.clone(),
        Resource::Person(id) => line.leaders.iter().find(|it| it.leader.user == *id).map(|it| it.name.clone()),
        _ => None,
    };
    Some(TermClash {
        one: named(clash.meeting)?,
        other: clash.other.and_then(named),
        what: what?,
        is_room: matches!(clash.resource, Resource::Room(_)),
        at: clash.span.start,
    })
}

/// Who leads how many meetings in each week.
#[cfg(feature = "ssr")]
fn load(lines: &[store::GroupLine], weeks: &[IsoWeek]) -> Vec<(String, Vec<u8>)> {
    let mut found: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for line in lines.iter().filter(|it| !it.cancelled) {
        for meeting in &line.meetings {
            let day = meeting.span.start.day;
            let Some(place) = weeks.iter().position(|week| *week == IsoWeek::of(day)) else { continue };
            for it in line.leaders.iter().filter(|it| it.leader.period.holds(day)) {
                let row = found.entry(it.name.clone()).or_insert_with(|| vec![0; weeks.len()]);
                if let Some(count) = row.get_mut(place) {
                    *count += 1;
                }
            }
        }
    }
    found.into_iter().collect()
}

/// Moves what is left of a group by so many weeks. Returns the step by which it
/// is taken back.
///
/// # Errors
/// [`AppError::NotFound`] for who has no such group; [`AppError::Declined`]
/// where the days off leave no room, or nothing is left to move.
#[server(name = MoveGroup, endpoint = "move_group", output = Wire)]
pub async fn move_group(id: String, weeks: i32) -> Result<i64, AppError> {
    let (visit, group) = group(&id).await?;
    let now = now(&visit);
    let left = group.detail().line.meetings.iter().find(|it| it.span.end > now);
    let first = left.ok_or_else(|| crate::server::with_status(AppError::Declined("over".into())))?.span.start;
    let weeks = weeks.clamp(-60, 60);
    let request = PlanRequest { from: first.day.shifted(weeks * 7), weekday: Weekday::of(first.day), time: first.time };
    Ok(answer(group.move_to(request, now).await)?.step)
}

/// Takes a move back.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::Declined`] where somebody has changed
/// the plan since.
#[server(name = UndoGroupMove, endpoint = "undo_group_move", output = Wire)]
pub async fn undo_group_move(id: String, step: i64) -> Result<(), AppError> {
    let (visit, group) = group(&id).await?;
    answer(group.undo(step, now(&visit)).await).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_follow_each_other_and_go_both_ways() {
        let autumn = Term::of(Day::new(2026, 11, 23));
        assert_eq!(autumn.code(), "2026-2");
        assert_eq!(autumn.after(), Term { year: 2027, spring: true });
        assert_eq!(autumn.after().before(), autumn);
        for code in ["2027-1", "2027-2"] {
            assert_eq!(Term::from_code(code).map(Term::code).as_deref(), Some(code));
        }
        for code in ["", "2027", "2027-3", "x-1", "1-1"] {
            assert_eq!(Term::from_code(code), None, "{code}");
        }
    }
}
