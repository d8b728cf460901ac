//! Weeks as they are counted in Norway (ISO 8601), with week 53 where there is one.

use super::weekday::Weekday;
use crate::day::Day;
use serde::{Deserialize, Serialize};

/// A week: Monday first, week 1 is that of the year's first Thursday. The year
/// is the one the week belongs to, which near New Year may not be the day's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct IsoWeek {
    /// The year that has the week's Thursday.
    pub year: u16,
    /// Number of the week, 1–53.
    pub week: u8,
}

impl IsoWeek {
    /// The week of a day.
    #[must_use]
    pub const fn of(day: Day) -> Self {
        let thursday = day.shifted(4 - day.weekday() as i32);
        Self { year: thursday.year, week: day.week() }
    }

    /// So many weeks a year has: 52 or 53.
    #[must_use]
    pub const fn count(year: u16) -> u8 {
        // 28 December always lies in a year's last week.
        Day::new(year, 12, 28).week()
    }

    /// The week's Monday.
    #[must_use]
    pub const fn monday(self) -> Day {
        // 4 January always lies in week 1.
        let fourth = Day::new(self.year, 1, 4);
        fourth.shifted(1 - fourth.weekday() as i32 + (self.week as i32 - 1) * 7)
    }

    /// The week's day of this name.
    #[must_use]
    pub const fn day(self, weekday: Weekday) -> Day {
        self.monday().shifted(weekday.number() as i32 - 1)
    }

    /// The seven days, Monday first.
    #[must_use]
    pub fn days(self) -> [Day; 7] {
        Weekday::ALL.map(|weekday| self.day(weekday))
    }

    /// Weeks since that of 1 January 1970. Unlike the number of the week it
    /// never skips and never starts anew, so it tells every other week apart.
    #[must_use]
    pub const fn number(self) -> i64 {
        (self.monday().number() + 3).div_euclid(7)
    }

    /// So many weeks later, or earlier.
    #[must_use]
    pub const fn shifted(self, weeks: i32) -> Self {
        Self::of(self.monday().shifted(weeks * 7))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_weeks_53() {
        let long: Vec<u16> = (2015..=2050).filter(|&year| IsoWeek::count(year) == 53).collect();
        assert_eq!(long, [2015, 2020, 2026, 2032, 2037, 2043, 2048]);
    }

    #[test]
    fn week_53_of_2026_reaches_into_january() {
        let week = IsoWeek { year: 2026, week: 53 };
        assert_eq!(week.monday(), Day::new(2026, 12, 28));
        assert_eq!(week.day(Weekday::Sunday), Day::new(2027, 1, 3));
        assert_eq!(IsoWeek::of(Day::new(2027, 1, 1)), week);
        assert_eq!(week.shifted(1), IsoWeek { year: 2027, week: 1 });
        assert_eq!(week.shifted(1).number(), week.number() + 1);
        assert_eq!(IsoWeek { year: 2027, week: 1 }.shifted(-1), week);
    }

    #[test]
    fn every_day_lies_in_its_week() {
        let mut day = Day::new(2024, 1, 1);
        while day.year < 2034 {
            let week = IsoWeek::of(day);
            assert!(week.days().contains(&day), "{day}");
            assert_eq!(IsoWeek::of(day.shifted(7)), week.shifted(1));
            assert!((1..=IsoWeek::count(week.year)).contains(&week.week));
            day = day.shifted(1);
        }
        assert_eq!(IsoWeek::of(Day::new(1970, 1, 1)).number(), 0);
    }
}
