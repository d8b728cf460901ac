//! Ages as a family service tells them: days and weeks for the newborn, months
//! for the small, years for the others; only as exactly as the birth is known.

use super::Language;
use super::catalogue::own;
use super::template::Value;
use family_map::FuzzyDate;
use family_map::date::Bound;

/// Below this many days, an age is told in days.
const DAYS: i64 = 14;
/// Below this many months, in weeks.
const WEEKS: i64 = 3;
/// Below this many years, the months are told too.
const YEARS_AND_MONTHS: i64 = 3;
/// Nobody is known to have become this old: somebody of whose death nobody told.
const AGE_MAX: i64 = 130;

/// The age on a day: «5 dager», «6 uker», «3 mnd.», «2 år 4 mnd.», «30 år»,
/// «ca. 40 år». `None` before the birth, and where the birth does not tell.
#[must_use]
pub fn age(language: Language, birth: &FuzzyDate, today: &FuzzyDate) -> Option<String> {
    let about = match birth.bound {
        Bound::Before | Bound::After => return None,
        Bound::Circa | Bound::Estimated => true,
        Bound::Exact => false,
    };
    let say = |key, values: &[(&str, i64)]| {
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, Value::Number(*value))).collect();
        own(language.into(), key, &values)
    };
    let (age, exact) = match (birth.month, today.month) {
        (Some(born), Some(now)) => {
            let months = (i64::from(today.year) - i64::from(birth.year)) * 12 + i64::from(now) - i64::from(born);
            match (birth.day, today.day) {
                (Some(born), Some(now)) => (by_day(&say, birth, today, months - i64::from(now < born))?, true),
                _ => by_month(&say, months)?,
            }
        }
        _ => by_year(&say, i64::from(today.year) - i64::from(birth.year))?,
    };
    Some(if about || !exact { own(language.into(), "age.about", &[("age", Value::Words(age))]) } else { age })
}

/// Says one of the keys with numbers.
type Say<'a> = &'a dyn Fn(&'static str, &[(&str, i64)]) -> String;

/// Where the birth is known to the day. `months` are the whole ones.
fn by_day(say: Say, birth: &FuzzyDate, today: &FuzzyDate, months: i64) -> Option<String> {
    let days = day_number(today)? - day_number(birth)?;
    Some(match days {
        ..0 => return None,
        0 => say("age.today", &[]),
        1..DAYS => say("age.days", &[("days", days)]),
        _ if months < WEEKS => say("age.weeks", &[("weeks", days / 7)]),
        _ => years_and_months(say, months)?,
    })
}

/// Where the birth is known to the month; whether the age is exact.
fn by_month(say: Say, months: i64) -> Option<(String, bool)> {
    Some(match months {
        ..0 => return None,
        0 => (say("age.under_month", &[]), true),
        // The birthday may be before or after today only in the month of birth.
        _ => (years_and_months(say, months)?, months >= YEARS_AND_MONTHS * 12 && months % 12 != 0),
    })
}

/// Where the birth is known to the year; whether the age is exact.
fn by_year(say: Say, years: i64) -> Option<(String, bool)> {
    match years {
        ..0 | AGE_MAX.. => None,
        0 => Some((say("age.under_year", &[]), true)),
        _ => Some((say("age.years", &[("years", years)]), false)),
    }
}

fn years_and_months(say: Say, months: i64) -> Option<String> {
    match (months / 12, months % 12) {
        (AGE_MAX.., _) => None,
        (0, months) => Some(say("age.months", &[("months", months)])),
        (years @ ..YEARS_AND_MONTHS, rest) if rest > 0 => {
            Some(say("age.years_months", &[("years", years), ("months", rest)]))
        }
        (years, _) => Some(say("age.years", &[("years", years)])),
    }
}

/// The number of a day of the calendar, in days.
fn day_number(date: &FuzzyDate) -> Option<i64> {
    let (year, month, day) = (i64::from(date.year), i64::from(date.month?), i64::from(date.day?));
    // Years begin in March, so that the leap day is the last of one.
    let (year, month) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
    Some(year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{Bokmaal, English};

    fn iso(text: &str) -> FuzzyDate {
        FuzzyDate::parse_iso(text).unwrap()
    }

    fn both(birth: &FuzzyDate, today: &str) -> Option<(String, String)> {
        let today = iso(today);
        Some((age(Bokmaal, birth, &today)?, age(English, birth, &today)?))
    }

    #[test]
    fn from_the_first_day_to_the_last() {
        for (birth, nb, en) in [
            ("2026-11-22", "født i dag", "born today"),
            ("2026-11-21", "1 dag", "1 day"),
            ("2026-11-09", "13 dager", "13 days"),
            ("2026-11-08", "2 uker", "2 weeks"),
            ("2026-08-23", "13 uker", "13 weeks"),
            ("2026-08-22", "3 mnd.", "3 months"),
            ("2025-11-23", "11 mnd.", "11 months"),
            ("2025-11-22", "1 år", "1 year"),
            ("2025-10-22", "1 år 1 mnd.", "1 year 1 month"),
            ("2024-07-15", "2 år 4 mnd.", "2 years 4 months"),
            ("2023-11-22", "3 år", "3 years"),
            ("2022-12-22", "3 år", "3 years"),
            ("2019-11-04", "7 år", "7 years"),
            ("1996-11-23", "29 år", "29 years"),
            ("1996-11-22", "30 år", "30 years"),
        ] {
            assert_eq!(both(&iso(birth), "2026-11-22"), Some((nb.to_owned(), en.to_owned())), "{birth}");
        }
    }

    #[test]
    fn only_as_exactly_as_the_birth_is_known() {
        for (birth, nb, en) in [
            ("2026-11", "under 1 mnd.", "under 1 month"),
            ("2026-09", "ca. 2 mnd.", "about 2 months"),
            ("2024-07", "ca. 2 år 4 mnd.", "about 2 years 4 months"),
            ("2019-07", "7 år", "7 years"),
            ("2019-11", "ca. 7 år", "about 7 years"),
            ("2026", "under 1 år", "under 1 year"),
            ("2025", "ca. 1 år", "about 1 year"),
            ("1996", "ca. 30 år", "about 30 years"),
        ] {
            assert_eq!(both(&iso(birth), "2026-11-22"), Some((nb.to_owned(), en.to_owned())), "{birth}");
        }
        let estimated = iso("1991-01-01").bounded(Bound::Estimated);
        assert_eq!(age(Bokmaal, &estimated, &iso("2026-11-22")).as_deref(), Some("ca. 35 år"));
        let circa = iso("1986").bounded(Bound::Circa);
        assert_eq!(age(English, &circa, &iso("2026-11-22")).as_deref(), Some("about 40 years"));
    }

    #[test]
    fn no_age_where_nothing_can_be_said() {
        for birth in ["2026-11-23", "2027-03-20", "2026-12", "2027", "1890", "1890-01-01", "1890-01"] {
            assert_eq!(both(&iso(birth), "2026-11-22"), None, "{birth}");
        }
        for bound in [Bound::Before, Bound::After] {
            assert_eq!(both(&iso("1990").bounded(bound), "2026-11-22"), None);
        }
    }

    #[test]
    fn leap_days_and_the_turn_of_the_year() {
        assert_eq!(both(&iso("2024-02-29"), "2024-03-01").unwrap().0, "1 dag");
        assert_eq!(both(&iso("2025-12-31"), "2026-01-01").unwrap().0, "1 dag");
        assert_eq!(both(&iso("2024-02-29"), "2027-02-28").unwrap().0, "2 år 11 mnd.");
        assert_eq!(both(&iso("2024-02-29"), "2027-03-01").unwrap().0, "3 år");
    }
}
