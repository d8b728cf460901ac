//! Dates as families know them: to the day, the month or the year, roughly,
//! before or after something.

use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;

/// How a date is bounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// As precise as the parts that are given.
    #[default]
    Exact,
    /// About this time (*ca.*).
    Circa,
    /// An official estimate (*anslått*), such as 1 January for an unknown birthday.
    Estimated,
    /// Some time before.
    Before,
    /// Some time after.
    After,
}

/// A calendar date (Gregorian) with the precision that is known.
///
/// A day is only present when the month is. Years may be before year 1000 but
/// not before year 1. One that no calendar has cannot be read from storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Parts")]
pub struct FuzzyDate {
    /// Year, 1–9999.
    pub year: u16,
    /// Month, 1–12, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<u8>,
    /// Day of the month, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<u8>,
    /// How the date is bounded.
    #[serde(default, skip_serializing_if = "is_exact")]
    pub bound: Bound,
}

/// A date as it is stored.
#[derive(Deserialize)]
struct Parts {
    year: u16,
    #[serde(default)]
    month: Option<u8>,
    #[serde(default)]
    day: Option<u8>,
    #[serde(default)]
    bound: Bound,
}

impl TryFrom<Parts> for FuzzyDate {
    type Error = NoSuchDate;
    fn try_from(parts: Parts) -> Result<Self, NoSuchDate> {
        let Parts { year, month, day, bound } = parts;
        Self { year, month, day, bound }.checked().ok_or(NoSuchDate)
    }
}

/// No calendar has this date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSuchDate;

impl fmt::Display for NoSuchDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no such date in the calendar")
    }
}

impl std::error::Error for NoSuchDate {}

fn is_exact(bound: &Bound) -> bool {
    *bound == Bound::Exact
}

impl FuzzyDate {
    /// A year alone.
    #[must_use]
    pub const fn year(year: u16) -> Self {
        Self { year, month: None, day: None, bound: Bound::Exact }
    }

    /// A full date, or `None` where the calendar has no such day.
    #[must_use]
    pub fn day(year: u16, month: u8, day: u8) -> Option<Self> {
        Self { year, month: Some(month), day: Some(day), bound: Bound::Exact }.checked()
    }

    /// The same date with another bound.
    #[must_use]
    pub const fn bounded(mut self, bound: Bound) -> Self {
        self.bound = bound;
        self
    }

    /// This date if the calendar has it.
    #[must_use]
    pub fn checked(self) -> Option<Self> {
        let year_ok = (1..=9999).contains(&self.year);
        let fits = match (self.month, self.day) {
            (None, None) => true,
            (Some(m), None) => (1..=12).contains(&m),
            (Some(m), Some(d)) => (1..=12).contains(&m) && d >= 1 && d <= days_in_month(self.year, m),
            (None, Some(_)) => false,
        };
        (year_ok && fits).then_some(self)
    }

    /// Reads ISO forms of any precision: `2019`, `2019-11`, `2019-11-04`.
    #[must_use]
    pub fn parse_iso(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('-');
        let year = parts.next()?.parse().ok()?;
        let month = parts.next().map(str::parse).transpose().ok()?;
        let day = parts.next().map(str::parse).transpose().ok()?;
        if parts.next().is_some() {
            return None;
        }
        Self { year, month, day, bound: Bound::Exact }.checked()
    }

    /// A sortable number of days, where missing parts count as the earliest
    /// day they may be. Only for comparing, not for arithmetic on calendars.
    #[must_use]
    pub fn earliest_day(&self) -> i32 {
        i32::from(self.year) * 372 + i32::from(self.month.unwrap_or(1) - 1) * 31 + i32::from(self.day.unwrap_or(1) - 1)
    }

    /// Orders two dates in time, or `None` where the known parts do not tell:
    /// `2019` and `2019-11` may be either way round.
    #[must_use]
    pub fn known_cmp(&self, other: &Self) -> Option<Ordering> {
        match self.year.cmp(&other.year) {
            Ordering::Equal => {}
            apart => return Some(apart),
        }
        match self.month?.cmp(&other.month?) {
            Ordering::Equal => {}
            apart => return Some(apart),
        }
        Some(self.day?.cmp(&other.day?))
    }

    /// Whole years from this date to `later`; `None` when the years alone are
    /// not known well enough to say a number that may be trusted to one year.
    #[must_use]
    pub fn years_until(&self, later: &Self) -> Option<u16> {
        let years = later.year.checked_sub(self.year)?;
        let had_birthday = match (self.month, later.month, self.day, later.day) {
            (Some(a), Some(b), _, _) if a != b => b > a,
            (Some(_), Some(_), Some(a), Some(b)) => b >= a,
            _ => true,
        };
        if had_birthday { Some(years) } else { years.checked_sub(1) }
    }
}

impl fmt::Display for FuzzyDate {
    /// ISO 8601 at the known precision, without the bound.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

/// The number of days in a month of the Gregorian calendar; 0 for no month.
#[must_use]
pub const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400) => 29,
        2 => 28,
        _ => 0,
    }
}

/// A span of time in which a fact held. An absent end means «until now».
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    /// When it began, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<FuzzyDate>,
    /// When it ended; `None` while it holds or where nobody asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<FuzzyDate>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_each_precision_and_refuses_what_no_calendar_has() {
        assert_eq!(FuzzyDate::parse_iso("2019"), Some(FuzzyDate::year(2019)));
        assert_eq!(FuzzyDate::parse_iso("2020-02-29"), FuzzyDate::day(2020, 2, 29));
        for wrong in ["", "0", "2019-13", "2019-02-29", "2019-00", "2019-11-04-1", "termin"] {
            assert_eq!(FuzzyDate::parse_iso(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn age_counts_whole_years() {
        let birth = FuzzyDate::day(1996, 3, 8).unwrap();
        assert_eq!(birth.years_until(&FuzzyDate::day(2026, 3, 7).unwrap()), Some(29));
        assert_eq!(birth.years_until(&FuzzyDate::day(2026, 3, 8).unwrap()), Some(30));
        assert_eq!(birth.years_until(&FuzzyDate::year(1990)), None);
    }

    #[test]
    fn an_order_is_claimed_only_where_it_is_known() {
        let year = FuzzyDate::year(2019);
        let month = FuzzyDate::parse_iso("2019-11").unwrap();
        assert_eq!(year.known_cmp(&month), None);
        assert_eq!(month.known_cmp(&FuzzyDate::year(2020)), Some(Ordering::Less));
    }
}
