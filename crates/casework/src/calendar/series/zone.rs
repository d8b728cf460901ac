//! Between the calendar on the wall and UTC. On the server alone: the tables of
//! time zones would weigh too much in the browser.

use super::text::{basic, basic_day};
use super::{Pattern, Series, SeriesError};
use crate::calendar::moment::Moment;
use crate::calendar::time::Time;
use crate::calendar::weekday::Weekday;
use crate::day::Day;
use chrono::{DateTime, Datelike, LocalResult, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone, Timelike, Utc};
use rrule::RRuleSet;

/// The time zone of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone(chrono_tz::Tz);

/// Wider than any step of a clock, so that the time before it is surely before it.
const BEFORE_A_STEP: TimeDelta = TimeDelta::hours(6);

impl Zone {
    /// Where the product is at home.
    pub const OSLO: Self = Self(chrono_tz::Europe::Oslo);

    /// UTC itself.
    pub const UTC: Self = Self(chrono_tz::UTC);

    /// The zone with this name of the tz database, for example «Europe/Oslo».
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok().map(Self)
    }

    /// Its name in the tz database.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// When a local moment is, in milliseconds since 1970 in UTC. In the night
    /// in which an hour is missing, a moment of that hour is reckoned with the
    /// offset before it; of an hour that comes twice the first is meant
    /// (RFC 5545, 3.3.5). Nothing for what the calendar does not have.
    #[must_use]
    pub fn to_utc(self, moment: Moment) -> Option<i64> {
        let Day { year, month, day } = moment.day;
        let date = NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))?;
        let local = date.and_hms_opt(u32::from(moment.time.hour()), u32::from(moment.time.minute()), 0)?;
        self.utc(local).map(|it| it.timestamp_millis())
    }

    fn utc(self, local: NaiveDateTime) -> Option<DateTime<Utc>> {
        match self.0.from_local_datetime(&local) {
            LocalResult::Single(it) | LocalResult::Ambiguous(it, _) => Some(it.to_utc()),
            LocalResult::None => {
                let before = self.0.offset_from_local_datetime(&(local - BEFORE_A_STEP)).earliest()?;
                Some((local - before.fix()).and_utc())
            }
        }
    }

    /// The local moment of a time in milliseconds since 1970 in UTC, cut to the
    /// minute. Nothing beyond the calendar.
    #[must_use]
    pub fn from_utc(self, milliseconds: i64) -> Option<Moment> {
        let local = DateTime::from_timestamp_millis(milliseconds)?.with_timezone(&self.0).naive_local();
        moment(local)
    }

    /// Whether the zone keeps the time of Norway: an hour before UTC, two in
    /// summer, which begins and ends on the last Sundays of March and October
    /// at one o'clock UTC. Looked at from 2020 to 2037.
    #[must_use]
    pub fn keeps_central_european_time(self) -> bool {
        const STEP: i64 = 60 * 60 * 1_000;
        let offset = |utc: i64| self.from_utc(utc).map(|it| it.number() - utc.div_euclid(60_000));
        (2020..=2037).all(|year| {
            [(3, 60, 120), (10, 120, 60)].into_iter().all(|(month, before, after)| {
                let sunday = Pattern::MonthlyLast(Weekday::Sunday).in_month(Day::new(year, month, 1));
                let step = sunday.map(|day| (day.number() * 24 + 1) * STEP);
                step.is_some_and(|step| offset(step - STEP) == Some(before) && offset(step) == Some(after))
            })
        })
    }

    /// The last second of a local day as UNTIL wants it, in UTC: 20270630T215959Z.
    #[must_use]
    pub fn last_second(self, day: Day) -> String {
        let midnight = Moment::new(day.plus(1), Time::MIDNIGHT);
        let second = self.to_utc(midnight).and_then(|it| DateTime::from_timestamp_millis(it - 1_000));
        second.map_or_else(|| format!("{}T235959Z", basic_day(day)), |it| it.format("%Y%m%dT%H%M%SZ").to_string())
    }
}

/// A local time of the crate `chrono` as ours, cut to the minute.
pub(crate) fn moment(local: NaiveDateTime) -> Option<Moment> {
    let year = u16::try_from(local.year()).ok()?;
    let day = Day::new(year, u8::try_from(local.month()).ok()?, u8::try_from(local.day()).ok()?);
    let of_day = u16::try_from(local.num_seconds_from_midnight() / 60).ok()?;
    Some(Moment::new(day, Time::from_minutes(of_day)?))
}

impl Series {
    /// The value of RRULE in a time zone; nothing for what happens once.
    #[must_use]
    pub fn rule_text(&self, zone: Zone) -> Option<String> {
        self.rule.as_ref().map(|rule| rule.text(|day| zone.last_second(day)))
    }

    /// DTSTART, RRULE and EXDATE as lines of RFC 5545. What was moved has a
    /// component of its own there and is not told here.
    #[must_use]
    pub fn recurrence_text(&self, zone: Zone) -> String {
        let name = zone.name();
        let mut lines = vec![format!("DTSTART;TZID={name}:{}", basic(self.start))];
        lines.extend(self.rule_text(zone).map(|rule| format!("RRULE:{rule}")));
        lines.extend(self.cancelled.iter().map(|id| format!("EXDATE;TZID={name}:{}", basic(*id))));
        lines.join("\n")
    }

    /// The same series as the crate `rrule` reads it: a second opinion on the
    /// rule, and what counts when another calendar reads ours.
    ///
    /// # Errors
    /// When it cannot read the rule, for example because the series begins in
    /// an hour that does not exist.
    pub fn rule_set(&self, zone: Zone) -> Result<RRuleSet, SeriesError> {
        self.recurrence_text(zone).parse().map_err(|_| SeriesError::Unreadable)
    }
}

#[cfg(test)]
mod tests;
