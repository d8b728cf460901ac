//! Days of the week.

use crate::day::Day;
use serde::{Deserialize, Serialize};

/// A day of the week. Ordered from Monday, as weeks are counted here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl Weekday {
    /// Every day of the week, Monday first.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];

    /// The day of the week of a day.
    #[must_use]
    pub const fn of(day: Day) -> Self {
        Self::ALL[(day.weekday() - 1) as usize % 7]
    }

    /// 1 for Monday to 7 for Sunday.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The two letters of RFC 5545, also the stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Monday => "MO",
            Self::Tuesday => "TU",
            Self::Wednesday => "WE",
            Self::Thursday => "TH",
            Self::Friday => "FR",
            Self::Saturday => "SA",
            Self::Sunday => "SU",
        }
    }

    /// The day of the week with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// Whether it is Saturday or Sunday.
    #[must_use]
    pub const fn is_weekend(self) -> bool {
        matches!(self, Self::Saturday | Self::Sunday)
    }

    /// The day of the week so many days later, or earlier.
    #[must_use]
    pub const fn shifted(self, days: i32) -> Self {
        Self::ALL[(self as i32 + days).rem_euclid(7) as usize]
    }

    /// The first such day from a day on, that day included.
    #[must_use]
    pub const fn on_or_after(self, day: Day) -> Day {
        day.shifted((self.number() as i32 - day.weekday() as i32).rem_euclid(7))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_codes_and_steps() {
        assert_eq!(Weekday::of(Day::new(2027, 5, 6)), Weekday::Thursday);
        for weekday in Weekday::ALL {
            assert_eq!(Weekday::from_code(weekday.code()), Some(weekday));
            assert_eq!(weekday.shifted(7), weekday);
            assert_eq!(weekday.shifted(-8), weekday.shifted(6));
            let found = weekday.on_or_after(Day::new(2027, 5, 6));
            assert_eq!(Weekday::of(found), weekday);
            assert!((0..7).contains(&(found.number() - Day::new(2027, 5, 6).number())));
        }
        assert_eq!(Weekday::Thursday.on_or_after(Day::new(2027, 5, 6)), Day::new(2027, 5, 6));
        assert_eq!(Weekday::Wednesday.on_or_after(Day::new(2027, 5, 6)), Day::new(2027, 5, 12));
    }
}
