//! Comparing dates that are not exact: a claim holds only if it holds for
//! every day that the date may be.

use crate::date::{Bound, FuzzyDate};

/// A year on the scale of [`FuzzyDate::earliest_day`].
pub(super) const YEAR: i32 = 372;

/// How far off a date «about» then, or an official estimate, may be.
const CIRCA_YEARS: i32 = 3;

/// The days that a date may be: first and last, on the scale of
/// [`FuzzyDate::earliest_day`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Days {
    first: i32,
    last: i32,
}

impl Days {
    pub(crate) fn of(date: &FuzzyDate) -> Self {
        let first = date.earliest_day();
        let whole = match (date.month, date.day) {
            (Some(_), Some(_)) => 0,
            (Some(_), None) => 30,
            (None, _) => YEAR - 1,
        };
        let last = first + whole;
        match date.bound {
            Bound::Exact => Self { first, last },
            Bound::Circa | Bound::Estimated => {
                Self { first: first - CIRCA_YEARS * YEAR, last: last + CIRCA_YEARS * YEAR }
            }
            Bound::Before => Self { first: i32::MIN / 2, last: first - 1 },
            Bound::After => Self { first: last + 1, last: i32::MAX / 2 },
        }
    }

    /// The same days, moved into the future.
    pub(super) fn later_by(self, days: i32) -> Self {
        Self { first: self.first + days, last: self.last + days }
    }

    /// Whether every day of this is before every day of the other.
    pub(crate) fn surely_before(&self, other: &Self) -> bool {
        self.last < other.first
    }
}

/// The number of a day on a scale without gaps; `None` unless the date is
/// exact to the day.
pub(super) fn civil(date: &FuzzyDate) -> Option<i32> {
    let (month, day) = (i32::from(date.month?), i32::from(date.day?));
    if date.bound != Bound::Exact {
        return None;
    }
    // Years begin in March, so that the leap day is the last of its year.
    let year = i32::from(date.year) - i32::from(month < 3);
    let month = (month + 9) % 12;
    let leap = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(365 * year + leap + (153 * month + 2) / 5 + day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(iso: &str) -> FuzzyDate {
        FuzzyDate::parse_iso(iso).unwrap()
    }

    #[test]
    fn days_are_counted_over_the_ends_of_months_and_years() {
        for (one, next, apart) in [
            ("2024-02-28", "2024-03-01", 2),
            ("2023-02-28", "2023-03-01", 1),
            ("1900-02-28", "1900-03-01", 1),
            ("2019-12-31", "2020-01-01", 1),
            ("0001-01-01", "0002-01-01", 365),
            ("2000-01-01", "2400-01-01", 146_097),
        ] {
            assert_eq!(civil(&date(next)).unwrap() - civil(&date(one)).unwrap(), apart, "{one} {next}");
        }
        assert_eq!(civil(&date("2019-12")), None);
    }

    #[test]
    fn an_imprecise_date_is_before_another_only_when_all_of_it_is() {
        let before = |a: FuzzyDate, b: FuzzyDate| Days::of(&a).surely_before(&Days::of(&b));
        assert!(before(date("2019"), date("2020")));
        assert!(!before(date("2019"), date("2019-12")));
        assert!(!before(date("2019").bounded(Bound::Circa), date("2022")));
        assert!(before(date("2019").bounded(Bound::Circa), date("2023")));
        assert!(before(date("2019").bounded(Bound::Before), date("2020")));
        assert!(before(date("2019").bounded(Bound::Before), date("2019")));
        assert!(!before(date("2019"), date("2020").bounded(Bound::Before)));
        assert!(before(date("2019"), date("2020").bounded(Bound::After)));
    }
}
