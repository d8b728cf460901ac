//! Two development talks a week during a stay (*opphold*): the centre promises
//! at least two, and this tells in time, and whom, when a week is about to go
//! by with fewer. It looks at one case and one week, and compares nobody.

use super::kind::AppointmentKind;
use super::state::AppointmentState;
use crate::calendar::closed::FreeDays;
use crate::calendar::moment::{Moment, Span};
use crate::calendar::week::IsoWeek;
use crate::day::{Day, Period};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a unit has promised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuardRule {
    /// Talks a week.
    pub talks: u8,
    /// What counts as one.
    pub kinds: BTreeSet<AppointmentKind>,
}

impl Default for GuardRule {
    /// Two development talks, as the centre's own description says.
    fn default() -> Self {
        Self { talks: 2, kinds: BTreeSet::from([AppointmentKind::DevelopmentTalk]) }
    }
}

/// A talk as far as the guard goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Talk {
    /// What it is.
    pub kind: AppointmentKind,
    /// When.
    pub span: Span,
    /// What became of it.
    pub state: AppointmentState,
}

/// How loudly it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// As promised: held, or held and planned.
    Kept,
    /// The week is young: whoever plans sees that talks are missing.
    Plan,
    /// The middle of the week is reached, and talks are neither held nor planned.
    Warn,
    /// Only the last day of work or none is left for what is missing.
    Urgent,
    /// The week is over.
    Missed,
}

/// Who is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// Whoever leads the case (*saksansvarlig*), and who stands in.
    Lead,
    /// Who works with the family day by day (*miljøansvarlig*).
    MilieuLead,
    /// The unit's leaders.
    Leader,
}

/// What the guard says of one case and one week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalkGuard {
    /// The week.
    pub week: IsoWeek,
    /// How many there are to be: fewer in a week of which only a part belongs to the stay.
    pub needed: u8,
    /// Held.
    pub held: u8,
    /// Still to come.
    pub planned: u8,
    /// Over, and nobody has said whether it was held.
    pub unmarked: u8,
    /// Days of work that are left, today counted in while the day lasts.
    pub days_left: u8,
    /// How loudly.
    pub level: Level,
    /// Who is told.
    pub told: BTreeSet<Told>,
}

impl TalkGuard {
    /// How many are neither held nor planned.
    #[must_use]
    pub const fn missing(&self) -> u8 {
        self.needed.saturating_sub(self.held.saturating_add(self.planned))
    }
}

/// What the guard says at a moment of the week in which it lies, or of an
/// earlier week. Nothing for a week without a day of work within the stay.
///
/// A week with three days of work or more asks for all talks, one with fewer
/// for at most one a day: nobody is pressed into two talks on the day before
/// Easter. The middle is reached with the middle one of the week's days of
/// work, which is Wednesday in an ordinary week; on the day after it the
/// leaders are told as well.
#[must_use]
pub fn guard(
    rule: &GuardRule,
    stay: Period,
    week: IsoWeek,
    talks: &[Talk],
    days: &FreeDays,
    now: Moment,
) -> Option<TalkGuard> {
    let work: Vec<Day> = week.days().into_iter().filter(|day| stay.holds(*day) && days.works(*day)).collect();
    if work.is_empty() {
        return None;
    }
    let needed = if work.len() >= 3 { rule.talks } else { rule.talks.min(u8::try_from(work.len()).unwrap_or(1)) };
    let of_week = |talk: &&Talk| IsoWeek::of(talk.span.start.day) == week && rule.kinds.contains(&talk.kind);
    let count = |which: &dyn Fn(&Talk) -> bool| {
        u8::try_from(talks.iter().filter(of_week).filter(|talk| which(talk)).count()).unwrap_or(u8::MAX)
    };
    let held = count(&|talk| talk.state == AppointmentState::Held);
    let planned = count(&|talk| talk.state == AppointmentState::Planned && talk.span.end > now);
    let unmarked = count(&|talk| talk.state == AppointmentState::Planned && talk.span.end <= now);
    let left = work.iter().filter(|day| **day >= now.day).count();
    let missing = needed.saturating_sub(held.saturating_add(planned));
    let over = IsoWeek::of(now.day) > week;
    // The place of today among the days of work; before the first of them none has passed.
    let passed = work.len() - left;
    let middle = work.len() / 2;
    let level = if missing == 0 {
        Level::Kept
    } else if over {
        Level::Missed
    } else if left <= 1 {
        Level::Urgent
    } else if passed >= middle {
        Level::Warn
    } else {
        Level::Plan
    };
    let leader = level >= Level::Urgent || (level == Level::Warn && passed > middle);
    let told = match level {
        Level::Kept if unmarked == 0 => BTreeSet::new(),
        Level::Kept | Level::Plan => BTreeSet::from([Told::Lead]),
        _ if leader => BTreeSet::from([Told::Lead, Told::MilieuLead, Told::Leader]),
        _ => BTreeSet::from([Told::Lead, Told::MilieuLead]),
    };
    let days_left = if over { 0 } else { u8::try_from(left).unwrap_or(0) };
    Some(TalkGuard { week, needed, held, planned, unmarked, days_left, level, told })
}

#[cfg(test)]
mod tests;
