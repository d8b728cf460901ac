//! A series of meetings from a programme: the same day of the week and time,
//! days off passed over, and the meetings numbered as if nothing had been in
//! the way.

use crate::calendar::closed::{DayNote, DayOff, FreeDays};
use crate::calendar::moment::{Moment, Span};
use crate::calendar::time::Time;
use crate::calendar::weekday::Weekday;
use crate::day::Day;
use crate::programme::Outline;
use serde::{Deserialize, Serialize};

/// When a group is to meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRequest {
    /// Not before this day.
    pub from: Day,
    /// On this day of the week.
    pub weekday: Weekday,
    /// At this time.
    pub time: Time,
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedMeeting {
    /// Which one, from 1.
    pub number: u8,
    /// When.
    pub span: Span,
    /// Codes of its themes.
    pub themes: Vec<String>,
    /// What to think of about the day.
    pub notes: Vec<DayNote>,
}

/// A day in the rhythm on which the group does not meet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Which.
    pub day: Day,
    /// Why.
    pub why: DayOff,
}

/// A group's series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The meetings in order of their numbers.
    pub meetings: Vec<PlannedMeeting>,
    /// The days that were passed over.
    pub skipped: Vec<Skipped>,
}

/// Why there is no plan. Each is the key of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoPlan {
    /// The rhythm finds no day for the next meeting within a year.
    NoDay,
    /// There is no meeting with this number.
    NoSuchMeeting,
    /// A meeting cannot lie before the one before it or after the next.
    OutOfOrder,
}

/// Nobody waits longer than this for the next meeting, in days.
const LONGEST_WAIT_DAYS: i64 = 366;

/// Plans all meetings of a group.
///
/// # Errors
/// When the days off leave no room.
pub fn plan(outline: &Outline, request: PlanRequest, free: &FreeDays) -> Result<Plan, NoPlan> {
    replan(outline, &[], request, free)
}

/// Plans the meetings that are left, after those that were held: these keep
/// their numbers and days.
///
/// # Errors
/// When the days off leave no room, or when the first new one would not lie
/// after the last that was held.
pub fn replan(
    outline: &Outline,
    held: &[PlannedMeeting],
    request: PlanRequest,
    free: &FreeDays,
) -> Result<Plan, NoPlan> {
    let mut plan = Plan { meetings: held.to_vec(), skipped: Vec::new() };
    let mut day = request.weekday.on_or_after(request.from);
    let mut since = day;
    if held.last().is_some_and(|last| Moment::new(day, request.time) < last.span.end) {
        return Err(NoPlan::OutOfOrder);
    }
    let rhythm = 7 * i32::from(outline.every_weeks.max(1));
    for (number, themes) in (1_u8..).zip(&outline.themes).skip(held.len()) {
        while let Some(why) = off(free, day) {
            plan.skipped.push(Skipped { day, why });
            day = day.shifted(rhythm);
            if day.number() - since.number() > LONGEST_WAIT_DAYS {
                return Err(NoPlan::NoDay);
            }
        }
        plan.meetings.push(PlannedMeeting {
            number,
            span: Span::of(Moment::new(day, request.time), outline.minutes),
            themes: themes.clone(),
            notes: free.notes(day),
        });
        since = day;
        day = day.shifted(rhythm);
    }
    Ok(plan)
}

/// Who chose a Saturday meets on Saturdays; everything else that is off is off.
fn off(free: &FreeDays, day: Day) -> Option<DayOff> {
    free.off(day).filter(|why| *why != DayOff::Weekend)
}

impl Plan {
    /// The plan with one meeting at another time. Its number and themes stay.
    ///
    /// # Errors
    /// Why not.
    pub fn moved(&self, number: u8, to: Moment, free: &FreeDays) -> Result<Self, NoPlan> {
        let place = self.meetings.iter().position(|it| it.number == number).ok_or(NoPlan::NoSuchMeeting)?;
        let mut plan = self.clone();
        let before = place.checked_sub(1).and_then(|before| self.meetings.get(before)).map(|it| it.span.end);
        let after = self.meetings.get(place + 1).map(|it| it.span.start);
        let Some(meeting) = plan.meetings.get_mut(place) else { return Err(NoPlan::NoSuchMeeting) };
        meeting.span = Span { start: to, end: to.plus(meeting.span.minutes()) };
        meeting.notes = free.notes(to.day);
        if before.is_some_and(|before| to < before) || after.is_some_and(|after| meeting.span.end > after) {
            return Err(NoPlan::OutOfOrder);
        }
        Ok(plan)
    }

    /// The moment from which nobody joins any more: the start of the last
    /// meeting with which the programme lets people join.
    #[must_use]
    pub fn joining_closes(&self, outline: &Outline) -> Option<Moment> {
        self.meetings.iter().find(|it| it.number == outline.last_joining).map(|it| it.span.start)
    }

    /// The first meeting that has not begun.
    #[must_use]
    pub fn next(&self, now: Moment) -> Option<&PlannedMeeting> {
        self.meetings.iter().find(|it| it.span.start > now)
    }

    /// The numbers of the meetings that are over.
    #[must_use]
    pub fn over(&self, now: Moment) -> Vec<u8> {
        self.meetings.iter().filter(|it| it.span.end <= now).map(|it| it.number).collect()
    }
}

#[cfg(test)]
mod tests;
