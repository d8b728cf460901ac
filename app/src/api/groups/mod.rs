//! Parent groups: the term, a new group, one group, a case's own places, and
//! the year's figures. Who takes part is told to a group's leaders alone.

pub mod case;
pub mod list;
pub mod meeting;
pub mod one;
pub mod plan;
pub mod programme_table;
pub mod programmes;
pub mod settings;
pub mod term;
pub mod year;

use casework::calendar::{Moment, Span};
use casework::group::figures::Heads;
use casework::programme::Words;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::server::{Visit, answer, visit, with_status};
#[cfg(feature = "ssr")]
use std::collections::BTreeMap;
#[cfg(feature = "ssr")]
use store::{GroupAccess, GroupDesk, GroupId, GroupKind, GroupLine};

/// A group as the unit knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupCard {
    /// Id.
    pub id: String,
    /// Open to all: heads are counted, and nobody is noted by name.
    pub open: bool,
    /// What the unit calls it.
    pub name: String,
    /// What the programme is called.
    pub programme: Words,
    /// How many seats there are.
    pub seats: u8,
    /// Seats that are taken.
    pub taken: u8,
    /// Seats that are kept for an answer.
    pub offered: u8,
    /// How many wait.
    pub waiting: u8,
    /// The room, or where else.
    pub place: String,
    /// Codes of the languages that are spoken.
    pub languages: Vec<String>,
    /// The language of an interpreter.
    pub interpreter: String,
    /// So many children are looked after meanwhile.
    pub childcare: u8,
    /// What is eaten.
    pub food: String,
    /// What it costs, in kroner.
    pub cost: u32,
    /// What else the unit should know.
    pub note: String,
    /// Who leads: name, and whether certified.
    pub leaders: Vec<(String, bool)>,
    /// The meetings.
    pub meetings: Vec<MeetingCard>,
    /// From this moment nobody joins any more.
    pub closes: Option<Moment>,
    /// Called off.
    pub cancelled: bool,
    /// The next meeting's number.
    pub next: Option<u8>,
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingCard {
    /// Which one, from 1.
    pub number: u8,
    /// When.
    pub span: Span,
    /// What it is about.
    pub titles: Vec<Words>,
    /// What is tried at home until the next one.
    pub home_task: String,
    /// Heads at the door.
    pub heads: Option<Heads>,
    /// It has begun, so that attendance can be noted.
    pub begun: bool,
    /// It is over, and stays where it was.
    pub over: bool,
}

/// Now, by the clock on the wall.
#[cfg(feature = "ssr")]
pub(crate) fn now(visit: &Visit) -> Moment {
    visit.site.moment()
}

/// The handle of whoever runs groups, with the status that fits a refusal.
#[cfg(feature = "ssr")]
pub(crate) async fn desk() -> Result<(Visit, GroupDesk), AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?.id.clone();
    let desk = visit.site.store.group_desk(&user).await.map_err(AppError::from).map_err(with_status)?;
    Ok((visit, desk))
}

/// The handle of one group.
#[cfg(feature = "ssr")]
pub(crate) async fn group(id: &str) -> Result<(Visit, GroupAccess), AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?.id.clone();
    let opened = visit.site.store.open_group(&user, &GroupId(id.to_owned())).await;
    let opened = opened.map_err(AppError::from).map_err(with_status)?;
    Ok((visit, opened))
}

/// What a programme's themes are called, by their codes.
#[cfg(feature = "ssr")]
pub(crate) fn themes(programme: &casework::programme::Programme) -> BTreeMap<String, Words> {
    programme.themes.iter().map(|it| (it.code.clone(), it.name.clone())).collect()
}

/// A group for a page, with the names of its programme's themes.
#[cfg(feature = "ssr")]
pub(crate) fn card(line: GroupLine, themes: &BTreeMap<String, Words>, now: Moment) -> GroupCard {
    let meeting = |it: &store::Meeting| MeetingCard {
        number: it.number,
        span: it.span,
        titles: it.themes.iter().filter_map(|code| themes.get(code).cloned()).collect(),
        home_task: it.home_task.clone(),
        heads: it.heads,
        begun: it.span.start <= now,
        over: it.span.end <= now,
    };
    let today = now.day;
    let certified = |it: &store::LeaderRow| it.leader.certified_from.is_some_and(|from| from <= today);
    let still = |it: &&store::LeaderRow| it.leader.period.to.is_none_or(|to| to >= today);
    GroupCard {
        open: line.kind == GroupKind::DropIn,
        closes: line.joining_closes(),
        next: store::Meeting::next(&line.meetings, now),
        meetings: line.meetings.iter().map(meeting).collect(),
        leaders: line.leaders.iter().filter(still).map(|it| (it.name.clone(), certified(it))).collect(),
        id: line.id.0,
        name: line.name,
        programme: line.programme_name,
        seats: line.setting.seats,
        taken: line.taken,
        offered: line.offered,
        waiting: line.waiting,
        place: line.room_name.unwrap_or(line.setting.place),
        languages: line.setting.languages,
        interpreter: line.setting.interpreter,
        childcare: line.setting.childcare,
        food: line.setting.food,
        cost: line.setting.cost,
        note: line.setting.note,
        cancelled: line.cancelled,
    }
}
