//! A calendar day, passed in by whoever has a clock.

use serde::{Deserialize, Serialize};

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
    fn a_leap_day_child_has_birthdays_every_year() {
        let born = Day::new(2016, 2, 29);
        assert_eq!(born.birthday(12), Day::new(2028, 2, 29));
        assert_eq!(born.birthday(13), Day::new(2029, 3, 1));
    }
}
