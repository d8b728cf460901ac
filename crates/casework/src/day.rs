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
    fn a_leap_day_child_has_birthdays_every_year() {
        let born = Day::new(2016, 2, 29);
        assert_eq!(born.birthday(12), Day::new(2028, 2, 29));
        assert_eq!(born.birthday(13), Day::new(2029, 3, 1));
    }
}
