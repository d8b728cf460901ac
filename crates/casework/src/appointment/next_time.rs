//! When the next one might be, read from when the earlier ones were.

use crate::calendar::conflict::{Booking, DayRules, Diary, FreeRequest, Resource, Travel, conflicts, next_free};
use crate::calendar::moment::{Moment, Span};
use crate::calendar::time::Time;
use crate::calendar::week::IsoWeek;
use crate::calendar::weekday::Weekday;
use crate::day::Day;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The habit of a family and its talks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Habit {
    /// Weeks from one to the next; none when there are several a week.
    pub weeks: u8,
    /// The usual days of the week.
    pub weekdays: BTreeSet<Weekday>,
    /// The usual time.
    pub time: Time,
}

/// So many of the last ones tell the habit.
const LAST: usize = 6;

/// The habit that the starts of earlier appointments show; nothing without any.
/// From a single one a week is taken to lie between.
#[must_use]
pub fn habit(earlier: &[Moment]) -> Option<Habit> {
    let mut starts = earlier.to_vec();
    starts.sort_unstable();
    starts.dedup();
    let starts = &starts[starts.len().saturating_sub(LAST)..];
    let mut gaps: Vec<i64> =
        starts.windows(2).filter_map(|pair| Some(pair.get(1)?.day.number() - pair.first()?.day.number())).collect();
    gaps.sort_unstable();
    let gap = gaps.get(gaps.len() / 2).copied().unwrap_or(7);
    let weeks = if gap <= 4 { 0 } else { u8::try_from((gap + 3) / 7).unwrap_or(u8::MAX) };
    let days = starts.iter().map(|it| Weekday::of(it.day));
    let weekdays = if weeks == 0 { days.collect() } else { most_frequent(days).into_iter().collect() };
    Some(Habit { weeks, weekdays, time: most_frequent(starts.iter().map(|it| it.time))? })
}

/// Of equals the one that came last.
fn most_frequent<T: Ord + Copy>(items: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, (usize, usize)> = BTreeMap::new();
    for (place, item) in items.enumerate() {
        let count = counts.entry(item).or_default();
        *count = (count.0 + 1, place);
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(item, _)| item)
}

/// How a proposal differs from the habit. Each is the key of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// As usual.
    None,
    /// The usual time on another day of that week.
    OtherDay,
    /// Another time.
    OtherTime,
}

/// A proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextTime {
    /// When.
    pub span: Span,
    /// How it differs from the habit.
    pub difference: Difference,
}

/// Who and what the next one needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needs {
    /// Who and what must be free.
    pub resources: Vec<Resource>,
    /// How long, in minutes.
    pub minutes: u16,
    /// On the road.
    pub travel: Travel,
    /// Not before this moment, as a rule now.
    pub not_before: Moment,
}

/// Looked for so many days from the usual day on.
const SEARCH_DAYS: i32 = 42;

/// The next time by habit; where that is a day off or taken, the same time on
/// another day of that week, nearest first, and else the first time from that
/// week on that suits all. Nothing without earlier ones, or when none suits.
#[must_use]
pub fn next_time(earlier: &[Moment], needs: &Needs, diary: &Diary, days: &DayRules) -> Option<NextTime> {
    let habit = habit(earlier)?;
    let last = earlier.iter().max()?;
    let usual = usual_day(&habit, last.day, needs.not_before, habit.time)?;
    let suits = |day: Day| -> Option<Span> {
        let span = Span::of(Moment::new(day, habit.time), needs.minutes);
        let booking = Booking {
            // A name that no appointment has: what is planned already counts.
            id: String::new(),
            span,
            resources: needs.resources.clone(),
            travel: needs.travel,
        };
        let free = span.start >= needs.not_before && conflicts(&booking, diary, days).is_empty();
        free.then_some(span)
    };
    if let Some(span) = suits(usual) {
        return Some(NextTime { span, difference: Difference::None });
    }
    let mut week = IsoWeek::of(usual).days();
    // Nearest first; of two as near the later.
    week.sort_by_key(|day| ((day.number() - usual.number()).abs(), *day < usual));
    if let Some(span) = week.into_iter().filter(|day| *day > last.day).find_map(suits) {
        return Some(NextTime { span, difference: Difference::OtherDay });
    }
    let from = IsoWeek::of(usual).monday().max(needs.not_before.day).max(last.day.plus(1));
    let request = FreeRequest {
        resources: needs.resources.clone(),
        minutes: needs.minutes,
        travel: needs.travel,
        from,
        to: from.shifted(SEARCH_DAYS),
        step: 15,
        at_most: u16::MAX,
        a_day: u16::MAX,
    };
    let found = next_free(&request, diary, days).into_iter().find(|span| span.start >= needs.not_before)?;
    Some(NextTime { span: found, difference: Difference::OtherTime })
}

/// The first day by habit after the last one that is not over already.
fn usual_day(habit: &Habit, last: Day, not_before: Moment, time: Time) -> Option<Day> {
    let in_time = |day: &Day| Moment::new(*day, time) >= not_before;
    if habit.weeks == 0 {
        let from = last.plus(1).max(not_before.day);
        return (0..=7)
            .map(|days| from.shifted(days))
            .find(|day| in_time(day) && habit.weekdays.contains(&Weekday::of(*day)));
    }
    let weekday = *habit.weekdays.first()?;
    let first = IsoWeek::of(last).shifted(i32::from(habit.weeks)).day(weekday);
    let turns = (0..).map(|turn| first.shifted(turn * 7 * i32::from(habit.weeks)));
    turns.take(1_000).find(in_time)
}

#[cfg(test)]
mod tests;
