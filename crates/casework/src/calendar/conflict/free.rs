//! The next times that suit all.

use super::{DayRules, Diary, Resource, Travel};
use crate::calendar::moment::{Moment, Span};
use crate::day::Day;
use serde::{Deserialize, Serialize};

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreeRequest {
    /// Who and what must be free.
    pub resources: Vec<Resource>,
    /// How long, in minutes.
    pub minutes: u16,
    /// On the road before and after, within working hours too.
    pub travel: Travel,
    /// First day that may be.
    pub from: Day,
    /// Last day that may be.
    pub to: Day,
    /// Times begin so many minutes after midnight or a multiple of it, as 15 for quarters.
    pub step: u16,
    /// So many proposals at most.
    pub at_most: u16,
    /// So many proposals a day at most, so that other days are seen too.
    pub a_day: u16,
}

/// Longer than this nobody looks ahead, in days.
const LONGEST_SEARCH_DAYS: i64 = 366;

/// The next times at which everybody and everything is free, on working days
/// and in working hours, in order of time.
#[must_use]
pub fn next_free(request: &FreeRequest, diary: &Diary, days: &DayRules) -> Vec<Span> {
    let mut found = Vec::new();
    let last = request.to.number().min(request.from.number() + LONGEST_SEARCH_DAYS);
    for number in request.from.number()..=last {
        let day = Day::from_number(number);
        let Some(open) = days.open(day) else { continue };
        let left = usize::from(request.at_most).saturating_sub(found.len()).min(usize::from(request.a_day));
        if left == 0 {
            break;
        }
        found.extend(of_day(request, diary, open).take(left));
    }
    found
}

fn of_day(request: &FreeRequest, diary: &Diary, open: Span) -> impl Iterator<Item = Span> {
    let Travel { before, after } = request.travel;
    // What is taken, as it bears on the appointment itself: who comes from the
    // road cannot begin until they have arrived.
    let mut taken: Vec<Span> = Vec::new();
    for resource in &request.resources {
        let (before, after) = if resource.travels() { (before, after) } else { (0, 0) };
        let near = open.widened(before, after);
        // Widened the other way round: their end pushes ours by the road to us.
        taken.extend(diary.taken(resource, near).into_iter().map(|it| it.span.widened(after, before)));
    }
    taken.sort_unstable();
    let (earliest, latest) = (open.start.plus(i64::from(before)), open.end.plus(-i64::from(after)));
    let (minutes, step) = (request.minutes.max(1), i64::from(request.step.max(1)));
    let mut at = up_to_step(earliest.number(), step);
    let mut next = 0;
    std::iter::from_fn(move || {
        loop {
            let span = Span::of(Moment::from_number(at), minutes);
            if span.end > latest {
                return None;
            }
            // Sorted by start: those that were over before never come back.
            while taken.get(next).is_some_and(|it| it.end.number() <= at) {
                next += 1;
            }
            let in_the_way = taken.iter().skip(next).take_while(|it| it.start < span.end);
            if let Some(blocked) = in_the_way.filter(|it| it.overlaps(&span)).map(|it| it.end).max() {
                at = up_to_step(blocked.number(), step);
                continue;
            }
            at += step;
            return Some(span);
        }
    })
}

fn up_to_step(minutes: i64, step: i64) -> i64 {
    // Counted from midnight, so that every day has the same times.
    let midnight = minutes.div_euclid(1440) * 1440;
    midnight + (minutes - midnight + step - 1).div_euclid(step) * step
}
