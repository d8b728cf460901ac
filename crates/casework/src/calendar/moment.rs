//! A local date and time, and the span between two of them.

use super::time::{DAY_MINUTES, Time};
use crate::day::Day;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A day and a time as the calendar on the wall shows them, without a time
/// zone. Ordered in time; travels as «2027-05-06T09:30».
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Moment {
    /// The day.
    pub day: Day,
    /// The time of that day.
    pub time: Time,
}

impl Moment {
    /// A moment.
    #[must_use]
    pub const fn new(day: Day, time: Time) -> Self {
        Self { day, time }
    }

    /// Minutes since 1 January 1970 00:00 by the clock on the wall: nights in
    /// which the clock is changed are not known here.
    #[must_use]
    pub const fn number(self) -> i64 {
        self.day.number() * DAY_MINUTES as i64 + self.time.minutes() as i64
    }

    /// The moment with this number.
    #[must_use]
    pub const fn from_number(number: i64) -> Self {
        let day = Day::from_number(number.div_euclid(DAY_MINUTES as i64));
        let of_day = number.rem_euclid(DAY_MINUTES as i64);
        Self { day, time: Time::new((of_day / 60) as u8, (of_day % 60) as u8) }
    }

    /// So many minutes later, or earlier where the number is negative.
    #[must_use]
    pub const fn plus(self, minutes: i64) -> Self {
        Self::from_number(self.number() + minutes)
    }
}

/// As ISO 8601 writes it, to the minute: 2027-05-06T09:30.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.day, self.time)
    }
}

/// A text that is no moment in the form 2027-05-06T09:30.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoMoment;

impl fmt::Display for NoMoment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no moment in the form 2027-05-06T09:30")
    }
}

impl FromStr for Moment {
    type Err = NoMoment;

    fn from_str(text: &str) -> Result<Self, NoMoment> {
        let (day, time) = text.split_once('T').ok_or(NoMoment)?;
        Ok(Self { day: day.parse().map_err(|_| NoMoment)?, time: time.parse().map_err(|_| NoMoment)? })
    }
}

impl TryFrom<String> for Moment {
    type Error = NoMoment;

    fn try_from(text: String) -> Result<Self, NoMoment> {
        text.parse()
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> Self {
        moment.to_string()
    }
}

/// The time from a start up to and without an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First minute.
    pub start: Moment,
    /// The minute with which it is over.
    pub end: Moment,
}

impl Span {
    /// So many minutes from a start.
    #[must_use]
    pub const fn of(start: Moment, minutes: u16) -> Self {
        Self { start, end: start.plus(minutes as i64) }
    }

    /// A whole day.
    #[must_use]
    pub const fn day(day: Day) -> Self {
        Self::of(Moment::new(day, Time::MIDNIGHT), DAY_MINUTES)
    }

    /// Whole days from the first to and including the last.
    #[must_use]
    pub const fn days(first: Day, last: Day) -> Self {
        Self { start: Moment::new(first, Time::MIDNIGHT), end: Moment::new(last.shifted(1), Time::MIDNIGHT) }
    }

    /// How long it lasts, in minutes by the clock on the wall.
    #[must_use]
    pub const fn minutes(&self) -> i64 {
        self.end.number() - self.start.number()
    }

    /// Whether both have a minute in common. What ends when the other begins
    /// does not overlap it, and what lasts no time overlaps nothing.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.start.max(other.start) < self.end.min(other.end)
    }

    /// The span with so many minutes added before it and after it.
    #[must_use]
    pub const fn widened(&self, before: u16, after: u16) -> Self {
        Self { start: self.start.plus(-(before as i64)), end: self.end.plus(after as i64) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const AT: Moment = Moment::new(Day::new(2027, 5, 6), Time::new(9, 30));

    #[test]
    fn travels_as_people_write_it() {
        assert_eq!(serde_json::to_string(&AT).unwrap(), "\"2027-05-06T09:30\"");
        for no in ["", "2027-05-06", "2027-05-06 09:30", "2027-02-30T09:30", "2027-05-06T9:30"] {
            assert_eq!(no.parse::<Moment>(), Err(NoMoment), "{no}");
        }
    }

    #[test]
    fn minutes_run_over_midnight_and_new_year() {
        let late = Moment::new(Day::new(2026, 12, 31), Time::new(23, 45));
        assert_eq!(late.plus(30), Moment::new(Day::new(2027, 1, 1), Time::new(0, 15)));
        assert_eq!(late.plus(30).plus(-30), late);
        assert_eq!(Span::day(Day::new(2026, 12, 31)).end, Moment::new(Day::new(2027, 1, 1), Time::MIDNIGHT));
    }

    #[test]
    fn who_ends_when_the_other_begins_does_not_overlap() {
        let hour = Span::of(AT, 60);
        assert!(!hour.overlaps(&Span::of(AT.plus(60), 30)));
        assert!(hour.overlaps(&Span::of(AT.plus(59), 30)));
        assert!(hour.overlaps(&Span::of(AT.plus(10), 5)));
        assert!(!hour.overlaps(&Span::of(AT.plus(10), 0)));
        assert!(hour.widened(0, 15).overlaps(&Span::of(AT.plus(60), 30)));
    }

    proptest! {
        #[test]
        fn numbers_and_texts_go_both_ways(number in 0_i64..80_000_000) {
            let moment = Moment::from_number(number);
            prop_assert_eq!(moment.number(), number);
            prop_assert_eq!(moment.to_string().parse(), Ok(moment));
        }
    }
}
