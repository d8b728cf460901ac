//! How a series repeats, and the days on which it does.

use super::SeriesError;
use crate::calendar::week::IsoWeek;
use crate::calendar::weekday::Weekday;
use crate::day::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A rule of repetition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// On which days.
    pub pattern: Pattern,
    /// Every so many days, weeks or months; 2 with weeks is every other week.
    pub every: u8,
    /// How it ends.
    pub end: End,
}

/// On which days a series repeats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// Each day.
    Daily,
    /// Certain days of the week.
    Weekly(BTreeSet<Weekday>),
    /// The first to fifth such day of the month; months without a fifth are passed over.
    MonthlyNth(u8, Weekday),
    /// The last such day of the month.
    MonthlyLast(Weekday),
}

/// How a series ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// It does not.
    Never,
    /// After so many, those that are cancelled counted in.
    Count(u16),
    /// With this day, which is included.
    Until(Day),
}

/// The last year that is planned; what never ends is cut here.
const LAST_YEAR: u16 = 9_999;

/// A last day further away than this is a slip of the keyboard.
const LONGEST_YEARS: u16 = 20;

impl Rule {
    /// Each week on the day of the week on which it begins.
    #[must_use]
    pub fn weekly(first: Day, every: u8, end: End) -> Self {
        Self { pattern: Pattern::Weekly(BTreeSet::from([Weekday::of(first)])), every, end }
    }

    /// Whether the rule makes sense for a series that begins on a day.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self, start: Day) -> Result<(), SeriesError> {
        match &self.pattern {
            Pattern::Weekly(days) if days.is_empty() => return Err(SeriesError::NoWeekday),
            Pattern::MonthlyNth(nth, _) if !(1..=5).contains(nth) => return Err(SeriesError::BadWeekOfMonth),
            _ => {}
        }
        if self.every == 0 || self.every > 52 {
            return Err(SeriesError::BadInterval);
        }
        match self.end {
            End::Count(0) => Err(SeriesError::NoCount),
            End::Until(day) if day < start => Err(SeriesError::EndsBeforeStart),
            End::Until(day) if day.year > start.year.saturating_add(LONGEST_YEARS) => Err(SeriesError::EndsTooLate),
            _ if self.days(start).next() != Some(start) => Err(SeriesError::StartOffRule),
            _ => Ok(()),
        }
    }

    /// The days from a first one on, in order. Without an end they go on for
    /// thousands of years: whoever asks stops.
    pub fn days(&self, start: Day) -> impl Iterator<Item = Day> + '_ {
        let (count, until) = match self.end {
            End::Never => (usize::MAX, None),
            End::Count(count) => (usize::from(count), None),
            End::Until(day) => (usize::MAX, Some(day)),
        };
        (0..)
            .map_while(move |turn| self.pattern.turn(start, turn * i32::from(self.every.max(1))))
            .flatten()
            .filter(move |day| *day >= start)
            .take_while(move |day| until.is_none_or(|until| *day <= until))
            .take(count)
    }
}

impl Pattern {
    /// The days of the n-th day, week or month after that of the start; none
    /// at all once the calendar is at its end.
    fn turn(&self, start: Day, n: i32) -> Option<Vec<Day>> {
        let (first, days) = match self {
            Self::Daily => {
                let day = start.shifted(n);
                (day, vec![day])
            }
            Self::Weekly(weekdays) => {
                let week = IsoWeek::of(start).monday().shifted(n.checked_mul(7)?);
                (week, weekdays.iter().map(|weekday| week.shifted(i32::from(weekday.number()) - 1)).collect())
            }
            Self::MonthlyNth(..) | Self::MonthlyLast(_) => {
                let month = i32::from(start.year) * 12 + i32::from(start.month) - 1 + n;
                let first = first_of_month(month)?;
                (first, self.in_month(first).into_iter().collect())
            }
        };
        if first.year > LAST_YEAR { None } else { Some(days) }
    }

    /// The rule's day in the month that begins with this day; for rules by the month.
    pub(super) fn in_month(&self, first: Day) -> Option<Day> {
        match *self {
            Self::MonthlyNth(nth, weekday) => {
                let day = weekday.on_or_after(first).shifted((i32::from(nth) - 1) * 7);
                if day.month == first.month { Some(day) } else { None }
            }
            Self::MonthlyLast(weekday) => {
                let fifth = weekday.on_or_after(first).shifted(28);
                Some(if fifth.month == first.month { fifth } else { fifth.shifted(-7) })
            }
            Self::Daily | Self::Weekly(_) => None,
        }
    }

    /// The pattern of the same kind with which a day agrees.
    pub(super) fn like(&self, day: Day) -> Self {
        let weekday = Weekday::of(day);
        let nth = (day.day - 1) / 7 + 1;
        let is_last = day.shifted(7).month != day.month;
        match self {
            Self::Daily => Self::Daily,
            Self::Weekly(_) => Self::Weekly(BTreeSet::from([weekday])),
            Self::MonthlyLast(_) if is_last => Self::MonthlyLast(weekday),
            Self::MonthlyNth(..) | Self::MonthlyLast(_) => Self::MonthlyNth(nth, weekday),
        }
    }
}

/// The first day of a month, counted from January of year 0.
pub(super) fn first_of_month(month: i32) -> Option<Day> {
    let year = u16::try_from(month.div_euclid(12)).ok()?;
    let month = u8::try_from(month.rem_euclid(12) + 1).ok()?;
    Some(Day::new(year, month, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(pattern: Pattern, every: u8, end: End, start: Day) -> Vec<String> {
        Rule { pattern, every, end }.days(start).take(6).map(|day| day.to_string()).collect()
    }

    #[test]
    fn every_other_week_passes_week_53() {
        let start = Day::new(2026, 12, 15);
        let found = days(Pattern::Weekly([Weekday::Tuesday].into()), 2, End::Count(4), start);
        assert_eq!(found, ["2026-12-15", "2026-12-29", "2027-01-12", "2027-01-26"]);
    }

    #[test]
    fn several_days_of_every_other_week_stay_in_one_week() {
        let start = Day::new(2027, 1, 7);
        let pattern = Pattern::Weekly([Weekday::Monday, Weekday::Thursday].into());
        let found = days(pattern, 2, End::Until(Day::new(2027, 2, 4)), start);
        assert_eq!(found, ["2027-01-07", "2027-01-18", "2027-01-21", "2027-02-01", "2027-02-04"]);
    }

    #[test]
    fn months_by_weekday() {
        let first = Day::new(2027, 1, 5);
        let found = days(Pattern::MonthlyNth(1, Weekday::Tuesday), 1, End::Count(3), first);
        assert_eq!(found, ["2027-01-05", "2027-02-02", "2027-03-02"]);
        // Months without a fifth Friday are passed over.
        let fifth = Day::new(2027, 1, 29);
        let found = days(Pattern::MonthlyNth(5, Weekday::Friday), 1, End::Never, fifth);
        assert_eq!(found[..4], ["2027-01-29", "2027-04-30", "2027-07-30", "2027-10-29"]);
        let found = days(Pattern::MonthlyLast(Weekday::Friday), 1, End::Count(3), fifth);
        assert_eq!(found, ["2027-01-29", "2027-02-26", "2027-03-26"]);
        let found = days(Pattern::MonthlyLast(Weekday::Friday), 6, End::Count(3), fifth);
        assert_eq!(found, ["2027-01-29", "2027-07-30", "2028-01-28"]);
    }

    #[test]
    fn the_table_of_rules_that_make_no_sense() {
        let start = Day::new(2027, 1, 5);
        let weekly = Rule::weekly(start, 1, End::Never);
        let table = [
            (weekly.clone(), Ok(())),
            (Rule { pattern: Pattern::Weekly(BTreeSet::new()), ..weekly.clone() }, Err(SeriesError::NoWeekday)),
            (Rule { every: 0, ..weekly.clone() }, Err(SeriesError::BadInterval)),
            (Rule { every: 53, ..weekly.clone() }, Err(SeriesError::BadInterval)),
            (Rule { end: End::Count(0), ..weekly.clone() }, Err(SeriesError::NoCount)),
            (Rule { end: End::Until(Day::new(2027, 1, 4)), ..weekly.clone() }, Err(SeriesError::EndsBeforeStart)),
            (Rule { end: End::Until(start), ..weekly.clone() }, Ok(())),
            (Rule { end: End::Until(Day::new(2047, 12, 31)), ..weekly.clone() }, Ok(())),
            (Rule { end: End::Until(Day::new(2072, 1, 5)), ..weekly.clone() }, Err(SeriesError::EndsTooLate)),
            (
                Rule { pattern: Pattern::Weekly([Weekday::Monday].into()), ..weekly.clone() },
                Err(SeriesError::StartOffRule),
            ),
            (
                Rule { pattern: Pattern::MonthlyNth(6, Weekday::Tuesday), ..weekly.clone() },
                Err(SeriesError::BadWeekOfMonth),
            ),
            (
                Rule { pattern: Pattern::MonthlyNth(2, Weekday::Tuesday), ..weekly.clone() },
                Err(SeriesError::StartOffRule),
            ),
            (Rule { pattern: Pattern::MonthlyNth(1, Weekday::Tuesday), ..weekly }, Ok(())),
        ];
        for (rule, expected) in table {
            assert_eq!(rule.check(start), expected, "{rule:?}");
        }
    }

    #[test]
    fn what_never_ends_is_cut_at_the_calendars_end() {
        let start = Day::new(9_998, 12, 28);
        let rule = Rule::weekly(start, 52, End::Never);
        assert_eq!(rule.days(start).count(), 2);
    }
}
