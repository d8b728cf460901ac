//! A calendar day, passed in by whoever has a clock.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A day of the Gregorian calendar. Ordered in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day {
    /// Year.
    pub year: u16,
    /// Month, 1–12.
    pub month: u8,
    /// Day of the month, 1–31.
    pub day: u8,
}

impl Day {
    /// A day.
    #[must_use]
    pub const fn new(year: u16, month: u8, day: u8) -> Self {
        Self { year, month, day }
    }

    /// The day before.
    #[must_use]
    pub const fn before(self) -> Self {
        if self.day > 1 {
            return Self { day: self.day - 1, ..self };
        }
        if self.month == 1 {
            return Self { year: self.year.saturating_sub(1), month: 12, day: 31 };
        }
        let leap = (self.year.is_multiple_of(4) && !self.year.is_multiple_of(100)) || self.year.is_multiple_of(400);
        let month = self.month - 1;
        let day = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        Self { month, day, ..self }
    }

    /// The birthday on which somebody born on this day reaches an age. Who was
    /// born on 29 February reaches it on 1 March where there is no leap day.
    #[must_use]
    pub const fn birthday(self, age: u16) -> Self {
        let year = self.year + age;
        let leap = (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
        if self.month == 2 && self.day == 29 && !leap {
            return Self { year, month: 3, day: 1 };
        }
        Self { year, ..self }
    }

    /// Days since 1 January 1970, before it negative.
    #[must_use]
    pub const fn number(self) -> i64 {
        // The year begins in March here, so that the leap day is its last.
        let (month, day) = (self.month as i64, self.day as i64);
        let year = self.year as i64 - if month <= 2 { 1 } else { 0 };
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year - 719_468
    }

    /// The day with this number ([`Day::number`]); what lies outside the years
    /// 0–65535 is cut off at the nearest of them.
    #[must_use]
    pub const fn from_number(number: i64) -> Self {
        // Counted from 1 March of year 0, in periods of 400 years.
        let shifted = number + 719_468;
        let period = shifted.div_euclid(146_097);
        let of_period = shifted.rem_euclid(146_097);
        let year_of_period = (of_period - of_period / 1_460 + of_period / 36_524 - of_period / 146_096) / 365;
        let of_year = of_period - (365 * year_of_period + year_of_period / 4 - year_of_period / 100);
        let month_from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = year_of_period + period * 400 + if month <= 2 { 1 } else { 0 };
        if year < 0 {
            Self::new(0, 1, 1)
        } else if year > u16::MAX as i64 {
            Self::new(u16::MAX, 12, 31)
        } else {
            Self::new(year as u16, month as u8, day as u8)
        }
    }

    /// The day so many days later, or earlier where the number is negative.
    #[must_use]
    pub const fn shifted(self, days: i32) -> Self {
        Self::from_number(self.number() + days as i64)
    }

    /// Whether the calendar has such a day.
    #[must_use]
    pub const fn exists(self) -> bool {
        let back = Self::from_number(self.number());
        back.year == self.year && back.month == self.month && back.day == self.day
    }

    /// The day so many days later.
    #[must_use]
    pub const fn plus(self, days: u8) -> Self {
        let mut day = self;
        let mut left = days;
        while left > 0 {
            day = day.next();
            left -= 1;
        }
        day
    }

    const fn next(self) -> Self {
        let tomorrow = Self { day: self.day + 1, ..self };
        let in_month = Self { year: self.year, month: self.month + 1, day: 1 };
        // What is no longer in the month has the number of a day of the next one.
        if self.month < 12 && tomorrow.number() == in_month.number() {
            in_month
        } else if self.month == 12 && self.day == 31 {
            Self { year: self.year + 1, month: 1, day: 1 }
        } else {
            tomorrow
        }
    }

    /// Day of the week, 1 for Monday to 7 for Sunday.
    #[must_use]
    pub const fn weekday(self) -> u8 {
        // 1 January 1970 was a Thursday.
        (self.number() + 3).rem_euclid(7) as u8 + 1
    }

    /// Number of the week (ISO 8601): weeks begin on Monday, and week 1 is that
    /// of the year's first Thursday.
    #[must_use]
    pub const fn week(self) -> u8 {
        let thursday = self.number() + 4 - self.weekday() as i64;
        let year = self.year_of(thursday);
        ((thursday - Self::new(year, 1, 1).number()) / 7) as u8 + 1
    }

    /// The year of a day that is at most a few days away.
    const fn year_of(self, number: i64) -> u16 {
        if number < Self::new(self.year, 1, 1).number() {
            self.year - 1
        } else if number > Self::new(self.year, 12, 31).number() {
            self.year + 1
        } else {
            self.year
        }
    }
}

/// Year, month and day as ISO 8601 writes them: 2027-05-06.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A text that is no day of the calendar in the form 2027-05-06.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoDay;

impl fmt::Display for NoDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no day in the form 2027-05-06")
    }
}

impl FromStr for Day {
    type Err = NoDay;

    fn from_str(text: &str) -> Result<Self, NoDay> {
        let digits = |part: Option<&str>, long: usize| -> Option<u16> {
            part.filter(|it| it.len() == long && it.bytes().all(|digit| digit.is_ascii_digit()))?.parse().ok()
        };
        let mut parts = text.split('-');
        let year = digits(parts.next(), 4).ok_or(NoDay)?;
        let month = digits(parts.next(), 2).ok_or(NoDay)?;
        let day = digits(parts.next(), 2).ok_or(NoDay)?;
        if parts.next().is_some() || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return Err(NoDay);
        }
        let found = Self::new(year, month as u8, day as u8);
        if found.exists() { Ok(found) } else { Err(NoDay) }
    }
}

/// Days from `from` to and including `to`; open ends hold for ever.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// First day, if bounded.
    pub from: Option<Day>,
    /// Last day, if bounded.
    pub to: Option<Day>,
}

impl Period {
    /// Whether the day lies within.
    #[must_use]
    pub fn holds(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_includes_both_its_ends() {
        let period = Period { from: Some(Day::new(2026, 1, 1)), to: Some(Day::new(2026, 1, 31)) };
        let table = [
            (Day::new(2025, 12, 31), false),
            (Day::new(2026, 1, 1), true),
            (Day::new(2026, 1, 31), true),
            (Day::new(2026, 2, 1), false),
        ];
        for (day, holds) in table {
            assert_eq!(period.holds(day), holds, "{day:?}");
        }
    }

    #[test]
    fn days_follow_each_other_and_weeks_begin_on_monday() {
        assert_eq!(Day::new(1970, 1, 1).number(), 0);
        assert_eq!(Day::new(2000, 3, 1).number() - Day::new(2000, 2, 28).number(), 2);
        assert_eq!(Day::new(1900, 3, 1).number() - Day::new(1900, 2, 28).number(), 1);
        let table = [
            (Day::new(2026, 11, 23), 1, 48),
            (Day::new(2026, 11, 22), 7, 47),
            // Where the year turns: the week belongs to the year that has its Thursday.
            (Day::new(2026, 1, 1), 4, 1),
            (Day::new(2025, 12, 29), 1, 1),
            (Day::new(2026, 12, 31), 4, 53),
            (Day::new(2027, 1, 1), 5, 53),
            (Day::new(2027, 1, 3), 7, 53),
            (Day::new(2027, 1, 4), 1, 1),
            (Day::new(2024, 2, 29), 4, 9),
            (Day::new(2021, 1, 1), 5, 53),
            (Day::new(2019, 12, 30), 1, 1),
            (Day::new(2020, 12, 31), 4, 53),
        ];
        for (day, weekday, week) in table {
            assert_eq!((day.weekday(), day.week()), (weekday, week), "{day:?}");
        }
    }

    #[test]
    fn later_days_by_the_calendar() {
        let table = [
            (Day::new(2026, 11, 23), 0, Day::new(2026, 11, 23)),
            (Day::new(2026, 11, 23), 30, Day::new(2026, 12, 23)),
            (Day::new(2026, 12, 31), 1, Day::new(2027, 1, 1)),
            (Day::new(2028, 2, 28), 2, Day::new(2028, 3, 1)),
            (Day::new(2027, 2, 28), 1, Day::new(2027, 3, 1)),
        ];
        for (day, days, later) in table {
            assert_eq!(day.plus(days), later, "{day:?} + {days}");
            assert_eq!(later.number() - day.number(), i64::from(days));
        }
    }

    #[test]
    fn the_table_of_days_before() {
        let table = [
            (Day::new(2026, 11, 23), Day::new(2026, 11, 22)),
            (Day::new(2026, 12, 1), Day::new(2026, 11, 30)),
            (Day::new(2026, 11, 1), Day::new(2026, 10, 31)),
            (Day::new(2026, 1, 1), Day::new(2025, 12, 31)),
            (Day::new(2024, 3, 1), Day::new(2024, 2, 29)),
            (Day::new(2026, 3, 1), Day::new(2026, 2, 28)),
            (Day::new(2000, 3, 1), Day::new(2000, 2, 29)),
            (Day::new(2100, 3, 1), Day::new(2100, 2, 28)),
        ];
        for (day, before) in table {
            assert_eq!(day.before(), before, "{day:?}");
        }
    }

    #[test]
    fn numbers_and_days_go_both_ways() {
        let mut day = Day::new(1899, 12, 31);
        while day < Day::new(2101, 1, 2) {
            let next = Day::from_number(day.number() + 1);
            assert_eq!(next, day.plus(1));
            assert_eq!(next.before(), day);
            assert!(next.exists());
            day = next;
        }
        assert_eq!(Day::new(2027, 5, 6).shifted(-126), Day::new(2026, 12, 31));
        assert_eq!(Day::from_number(i64::from(i32::MIN)), Day::new(0, 1, 1));
        assert_eq!(Day::from_number(i64::from(i32::MAX)), Day::new(u16::MAX, 12, 31));
    }

    #[test]
    fn texts_and_days_go_both_ways() {
        for day in [Day::new(2027, 5, 6), Day::new(2028, 2, 29), Day::new(999, 12, 31)] {
            assert_eq!(day.to_string().parse(), Ok(day));
        }
        for no in ["", "2027-5-6", "2027-02-29", "2027-13-01", "2027-00-10", "2027-01-32", "2027-01-01-", "+027-01-01"]
        {
            assert_eq!(no.parse::<Day>(), Err(NoDay), "{no}");
        }
    }

    #[test]
    fn a_leap_day_child_has_birthdays_every_year() {
        let born = Day::new(2016, 2, 29);
        assert_eq!(born.birthday(12), Day::new(2028, 2, 29));
        assert_eq!(born.birthday(13), Day::new(2029, 3, 1));
    }
}
