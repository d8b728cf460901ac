//! Norwegian public holidays, computed for any year, and the eves on which
//! most doors close at noon (the law on holidays and the church's calendar).

use crate::day::Day;
use serde::{Deserialize, Serialize};

/// A public holiday. None is moved when it falls on a weekend, and two may fall
/// on one day: both are named, and the day counts once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holiday {
    /// 1 January (*1. nyttårsdag*).
    NewYearsDay,
    /// Thursday before Easter (*skjærtorsdag*).
    MaundyThursday,
    /// Friday before Easter (*langfredag*).
    GoodFriday,
    /// *1. påskedag*.
    EasterSunday,
    /// *2. påskedag*.
    EasterMonday,
    /// 1 May (*arbeidernes dag*).
    LabourDay,
    /// 17 May (*grunnlovsdagen*).
    ConstitutionDay,
    /// 39 days after Easter (*Kristi himmelfartsdag*).
    AscensionDay,
    /// 49 days after Easter (*1. pinsedag*).
    WhitSunday,
    /// 50 days after Easter (*2. pinsedag*).
    WhitMonday,
    /// 25 December (*1. juledag*).
    ChristmasDay,
    /// 26 December (*2. juledag*).
    BoxingDay,
}

/// When a holiday falls.
enum Rule {
    Fixed(u8, u8),
    Easter(i32),
}

impl Holiday {
    /// Every holiday.
    pub const ALL: [Self; 12] = [
        Self::NewYearsDay,
        Self::MaundyThursday,
        Self::GoodFriday,
        Self::EasterSunday,
        Self::EasterMonday,
        Self::LabourDay,
        Self::ConstitutionDay,
        Self::AscensionDay,
        Self::WhitSunday,
        Self::WhitMonday,
        Self::ChristmasDay,
        Self::BoxingDay,
    ];

    /// Stable code, the key of its name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NewYearsDay => "new_years_day",
            Self::MaundyThursday => "maundy_thursday",
            Self::GoodFriday => "good_friday",
            Self::EasterSunday => "easter_sunday",
            Self::EasterMonday => "easter_monday",
            Self::LabourDay => "labour_day",
            Self::ConstitutionDay => "constitution_day",
            Self::AscensionDay => "ascension_day",
            Self::WhitSunday => "whit_sunday",
            Self::WhitMonday => "whit_monday",
            Self::ChristmasDay => "christmas_day",
            Self::BoxingDay => "boxing_day",
        }
    }

    const fn rule(self) -> Rule {
        match self {
            Self::NewYearsDay => Rule::Fixed(1, 1),
            Self::MaundyThursday => Rule::Easter(-3),
            Self::GoodFriday => Rule::Easter(-2),
            Self::EasterSunday => Rule::Easter(0),
            Self::EasterMonday => Rule::Easter(1),
            Self::LabourDay => Rule::Fixed(5, 1),
            Self::ConstitutionDay => Rule::Fixed(5, 17),
            Self::AscensionDay => Rule::Easter(39),
            Self::WhitSunday => Rule::Easter(49),
            Self::WhitMonday => Rule::Easter(50),
            Self::ChristmasDay => Rule::Fixed(12, 25),
            Self::BoxingDay => Rule::Fixed(12, 26),
        }
    }

    /// Its day in a year.
    #[must_use]
    pub const fn day(self, year: u16) -> Day {
        match self.rule() {
            Rule::Fixed(month, day) => Day::new(year, month, day),
            Rule::Easter(days) => easter(year).shifted(days),
        }
    }
}

/// Easter Sunday of a year of the Gregorian calendar (the anonymous computus).
#[must_use]
pub const fn easter(year: u16) -> Day {
    let y = year as u32;
    let golden = y % 19;
    let (century, of_century) = (y / 100, y % 100);
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let sum = epact + weekday + 114 - 7 * late;
    Day::new(year, (sum / 31) as u8, (sum % 31 + 1) as u8)
}

/// The holidays of a year in the order of the calendar.
#[must_use]
pub fn of_year(year: u16) -> Vec<(Day, Holiday)> {
    let mut found: Vec<_> = Holiday::ALL.into_iter().map(|holiday| (holiday.day(year), holiday)).collect();
    found.sort_unstable();
    found
}

/// The holidays that fall on a day: none, one, or both where two meet.
#[must_use]
pub fn on(day: Day) -> Vec<Holiday> {
    Holiday::ALL.into_iter().filter(|holiday| holiday.day(day.year) == day).collect()
}

/// Whether a day is a public holiday.
#[must_use]
pub fn is_holiday(day: Day) -> bool {
    Holiday::ALL.into_iter().any(|holiday| holiday.day(day.year) == day)
}

/// A day that is no holiday and yet not like the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Eve {
    /// Wednesday before Easter (*onsdag før skjærtorsdag*): closed from noon as a rule.
    EasterWednesday,
    /// 24 December (*julaften*).
    ChristmasEve,
    /// 31 December (*nyttårsaften*).
    NewYearsEve,
}

impl Eve {
    /// Every eve.
    pub const ALL: [Self; 3] = [Self::EasterWednesday, Self::ChristmasEve, Self::NewYearsEve];

    /// Stable code, the key of its name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::EasterWednesday => "easter_wednesday",
            Self::ChristmasEve => "christmas_eve",
            Self::NewYearsEve => "new_years_eve",
        }
    }

    /// Its day in a year.
    #[must_use]
    pub const fn day(self, year: u16) -> Day {
        match self {
            Self::EasterWednesday => easter(year).shifted(-4),
            Self::ChristmasEve => Day::new(year, 12, 24),
            Self::NewYearsEve => Day::new(year, 12, 31),
        }
    }

    /// The eve that falls on a day.
    #[must_use]
    pub fn on(day: Day) -> Option<Self> {
        Self::ALL.into_iter().find(|eve| eve.day(day.year) == day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Holiday::{
        AscensionDay, ConstitutionDay, EasterMonday, EasterSunday, GoodFriday, LabourDay, MaundyThursday, WhitMonday,
        WhitSunday,
    };

    #[test]
    fn the_table_of_movable_holidays() {
        let table = [
            (2025, [(4, 17), (4, 18), (4, 20), (4, 21), (5, 29), (6, 8), (6, 9)]),
            (2026, [(4, 2), (4, 3), (4, 5), (4, 6), (5, 14), (5, 24), (5, 25)]),
            (2027, [(3, 25), (3, 26), (3, 28), (3, 29), (5, 6), (5, 16), (5, 17)]),
            (2028, [(4, 13), (4, 14), (4, 16), (4, 17), (5, 25), (6, 4), (6, 5)]),
            (2029, [(3, 29), (3, 30), (4, 1), (4, 2), (5, 10), (5, 20), (5, 21)]),
            (2030, [(4, 18), (4, 19), (4, 21), (4, 22), (5, 30), (6, 9), (6, 10)]),
            (2031, [(4, 10), (4, 11), (4, 13), (4, 14), (5, 22), (6, 1), (6, 2)]),
            (2032, [(3, 25), (3, 26), (3, 28), (3, 29), (5, 6), (5, 16), (5, 17)]),
        ];
        let movable = [MaundyThursday, GoodFriday, EasterSunday, EasterMonday, AscensionDay, WhitSunday, WhitMonday];
        for (year, days) in table {
            for (holiday, (month, day)) in movable.into_iter().zip(days) {
                assert_eq!(holiday.day(year), Day::new(year, month, day), "{holiday:?} {year}");
            }
        }
    }

    /// Gauss's rule with its two exceptions: a second, independent computation.
    fn easter_by_gauss(year: u16) -> Day {
        let y = i64::from(year);
        let (a, b, c) = (y % 19, y % 4, y % 7);
        let k = y / 100;
        let m = (15 - (13 + 8 * k) / 25 + k - k / 4).rem_euclid(30);
        let n = (4 + k - k / 4).rem_euclid(7);
        let d = (19 * a + m) % 30;
        let e = (2 * b + 4 * c + 6 * d + n) % 7;
        let after = match (d, e) {
            (29, 6) => 21 + 7,
            (28, 6) if (11 * m + 11) % 30 < 19 => 20 + 7,
            _ => d + e,
        };
        Day::new(year, 3, 22).shifted(after as i32)
    }

    #[test]
    fn easter_agrees_with_a_second_computation() {
        for year in 1900..2300 {
            assert_eq!(easter(year), easter_by_gauss(year), "{year}");
            assert_eq!(easter(year).weekday(), 7);
        }
    }

    #[test]
    fn the_table_of_collisions() {
        let table = [
            ((2007, 5, 17), vec![ConstitutionDay, AscensionDay]),
            ((2012, 5, 17), vec![ConstitutionDay, AscensionDay]),
            ((2008, 5, 1), vec![LabourDay, AscensionDay]),
            ((2027, 5, 17), vec![ConstitutionDay, WhitMonday]),
            ((2032, 5, 17), vec![ConstitutionDay, WhitMonday]),
            ((2043, 5, 17), vec![ConstitutionDay, WhitSunday]),
            ((2027, 5, 6), vec![AscensionDay]),
            ((2027, 5, 7), vec![]),
            // A flag day, not a day off.
            ((2027, 2, 6), vec![]),
        ];
        for ((year, month, day), expected) in table {
            let day = Day::new(year, month, day);
            assert_eq!(on(day), expected, "{day}");
            assert_eq!(is_holiday(day), !expected.is_empty(), "{day}");
        }
    }

    #[test]
    fn a_year_names_all_twelve_and_counts_a_shared_day_once() {
        for year in 2025..=2032 {
            let all = of_year(year);
            assert_eq!(all.len(), 12);
            assert!(all.is_sorted());
            let mut days: Vec<Day> = all.iter().map(|(day, _)| *day).collect();
            days.dedup();
            let shared = matches!(year, 2027 | 2032);
            assert_eq!(days.len(), if shared { 11 } else { 12 }, "{year}");
        }
    }

    #[test]
    fn the_eves() {
        assert_eq!(Eve::on(Day::new(2027, 3, 24)), Some(Eve::EasterWednesday));
        assert_eq!(Eve::on(Day::new(2027, 12, 24)), Some(Eve::ChristmasEve));
        assert_eq!(Eve::on(Day::new(2027, 12, 31)), Some(Eve::NewYearsEve));
        assert_eq!(Eve::on(Day::new(2027, 12, 30)), None);
        assert!(Eve::ALL.into_iter().all(|eve| !is_holiday(eve.day(2027))));
    }
}
