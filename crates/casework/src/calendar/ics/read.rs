//! Reads when somebody is busy out of a foreign calendar. A component that
//! cannot be read is passed over and told; the others count. Titles, places and
//! people are never looked at.

use crate::calendar::moment::{Moment, Span};
use crate::calendar::series::zone::{Zone, moment};
use crate::calendar::time::Time;
use chrono::{NaiveDate, NaiveDateTime, TimeDelta, Timelike};
use icalendar::parser::{Component, Property, read_components, unfold};
use rrule::{RRuleSet, Tz};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusyTimes {
    /// When somebody is busy within the time asked for, in order of time.
    pub busy: Vec<ForeignBusy>,
    /// What was passed over or guessed, by the number of the component from 1.
    pub problems: Vec<(u32, ReadProblem)>,
}

/// Busy from when to when, by the wall of the unit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ForeignBusy {
    /// When.
    pub span: Span,
    /// Whether whole days are meant.
    pub all_day: bool,
}

/// What is wrong with a component. Each is the key of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadProblem {
    /// The text is longer than is read, or has more components. With number 0.
    TooLong,
    /// It is no component at all.
    Unreadable,
    /// It has no beginning that can be read.
    NoStart,
    /// It ends before it begins, or its end cannot be read.
    BadEnd,
    /// Its rule cannot be read; the first occurrence counts.
    BadRule,
    /// It repeats by the hour or finer; the first occurrence counts.
    TooFine,
    /// Its time zone is not known; that of the unit was taken.
    UnknownZone,
}

/// Longer texts are not read, in bytes.
const LONGEST: usize = 8 << 20;
/// More components are not read.
const MOST: usize = 20_000;
/// More occurrences of one component are not counted.
const MOST_OCCURRENCES: u16 = 5_000;

struct Event {
    uid: String,
    start: NaiveDateTime,
    zone: Zone,
    all_day: bool,
    lasts: TimeDelta,
    /// RRULE and EXDATE as the crate `rrule` reads them.
    rules: Vec<String>,
    /// The moment in UTC of the occurrence that this one replaces.
    replaces: Option<i64>,
    /// Cancelled, or somebody is free meanwhile: it only takes a place out of its series.
    is_free: bool,
}

/// When somebody is busy within a time, read from the text of a calendar.
#[must_use]
pub fn busy_times(text: &str, zone: Zone, within: Span) -> BusyTimes {
    let mut found = BusyTimes::default();
    if text.len() > LONGEST {
        found.problems.push((0, ReadProblem::TooLong));
        return found;
    }
    let text = unfold(text);
    let mut events = Vec::new();
    for (number, part) in (1_u32..).zip(parts(&text)) {
        if usize::try_from(number).is_ok_and(|number| number > MOST) {
            found.problems.push((0, ReadProblem::TooLong));
            break;
        }
        let mut remarks = BTreeSet::new();
        match event(&part, zone, &mut remarks) {
            Ok(event) => events.push((number, event)),
            Err(problem) => found.problems.push((number, problem)),
        }
        if remarks.contains("zone") {
            found.problems.push((number, ReadProblem::UnknownZone));
        }
    }
    let mut replaced: BTreeMap<&str, BTreeSet<i64>> = BTreeMap::new();
    for (_, event) in &events {
        if let Some(replaces) = event.replaces {
            replaced.entry(&event.uid).or_default().insert(replaces);
        }
    }
    for (number, event) in events.iter().filter(|(_, event)| !event.is_free) {
        let none = BTreeSet::new();
        let replaced = if event.replaces.is_some() { &none } else { replaced.get(event.uid.as_str()).unwrap_or(&none) };
        let (spans, problem) = spans(event, zone, within, replaced);
        found.problems.extend(problem.map(|problem| (*number, problem)));
        let spans = spans.into_iter().filter(|span| span.overlaps(&within));
        found.busy.extend(spans.map(|span| ForeignBusy { span, all_day: event.all_day }));
    }
    found.busy.sort_unstable();
    found.busy.dedup();
    found.problems.sort_by_key(|(number, _)| *number);
    found
}

/// The events of a calendar as texts of their own, so that one that is broken breaks no other.
fn parts(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut current: Option<String> = None;
    for line in text.lines().map(str::trim_end) {
        if line.eq_ignore_ascii_case("BEGIN:VEVENT") {
            // The one before was never ended: it counts as broken.
            found.extend(current.take());
            current = Some(String::new());
        }
        if let Some(part) = &mut current {
            part.push_str(line);
            part.push('\n');
            if line.eq_ignore_ascii_case("END:VEVENT") {
                found.extend(current.take());
            }
        }
    }
    found.extend(current);
    found
}

fn event(part: &str, home: Zone, remarks: &mut BTreeSet<&'static str>) -> Result<Event, ReadProblem> {
    let components = read_components(part).map_err(|_| ReadProblem::Unreadable)?;
    let component: &Component<'_> = components.first().ok_or(ReadProblem::Unreadable)?;
    let value = |name: &str| component.find_prop(name).map(|it| it.val.as_str());
    let mut zone_of = |property: &Property<'_>| -> Zone {
        let name = parameter(property, "TZID");
        name.map_or(home, |name| {
            Zone::named(name.trim_matches('"')).unwrap_or_else(|| {
                remarks.insert("zone");
                home
            })
        })
    };
    let begins = component.find_prop("DTSTART").ok_or(ReadProblem::NoStart)?;
    let text = begins.val.as_str();
    let all_day = text.len() == 8;
    let zone = if text.ends_with('Z') { Zone::UTC } else { zone_of(begins) };
    let start = time(text).ok_or(ReadProblem::NoStart)?;
    let lasts = match (component.find_prop("DTEND"), value("DURATION")) {
        (Some(ends), _) => {
            let text = ends.val.as_str();
            let end = time(text).ok_or(ReadProblem::BadEnd)?;
            if all_day {
                end - start
            } else {
                let end_zone = if text.ends_with('Z') { Zone::UTC } else { zone_of(ends) };
                TimeDelta::milliseconds(utc(end_zone, end)? - utc(zone, start)?)
            }
        }
        (None, Some(text)) => duration(text).ok_or(ReadProblem::BadEnd)?,
        (None, None) if all_day => TimeDelta::days(1),
        (None, None) => TimeDelta::zero(),
    };
    if lasts < TimeDelta::zero() {
        return Err(ReadProblem::BadEnd);
    }
    let mut rules = Vec::new();
    if let Some(rule) = value("RRULE") {
        rules.push(format!("RRULE:{}", with_utc_end(rule, zone)));
    }
    for property in component.properties.iter().filter(|it| it.name.as_str() == "EXDATE") {
        for text in property.val.as_str().split(',') {
            let Some(out) = time(text) else { continue };
            let out_zone = if text.ends_with('Z') { Zone::UTC } else { zone_of(property) };
            let out_utc = utc(out_zone, if all_day { out.date().and_time(start.time()) } else { out })?;
            rules.push(format!("EXDATE:{}", basic_utc(out_utc)));
        }
    }
    let replaces = match component.find_prop("RECURRENCE-ID") {
        None => None,
        Some(property) => {
            let text = property.val.as_str();
            let zone = if text.ends_with('Z') { Zone::UTC } else { zone_of(property) };
            time(text).map(|it| utc(zone, it)).transpose()?
        }
    };
    let is = |name: &str, word: &str| value(name).is_some_and(|it| it.eq_ignore_ascii_case(word));
    Ok(Event {
        uid: value("UID").unwrap_or_default().to_owned(),
        start,
        zone,
        all_day,
        lasts,
        rules,
        replaces,
        is_free: is("STATUS", "CANCELLED") || is("TRANSP", "TRANSPARENT"),
    })
}

fn parameter<'a>(property: &'a Property<'_>, name: &str) -> Option<&'a str> {
    let found = property.params.iter().find(|it| it.key.as_str().eq_ignore_ascii_case(name))?;
    found.val.as_ref().map(|it| it.as_str())
}

/// A date or a time of a date, as they are written; the zone stands elsewhere.
fn time(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim().trim_end_matches('Z');
    NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S")
        .ok()
        .or_else(|| NaiveDate::parse_from_str(text, "%Y%m%d").ok().and_then(|day| day.and_hms_opt(0, 0, 0)))
}

fn utc(zone: Zone, local: NaiveDateTime) -> Result<i64, ReadProblem> {
    let minute = moment(local).and_then(|it| zone.to_utc(it)).ok_or(ReadProblem::NoStart)?;
    Ok(minute + i64::from(local.second()) * 1_000)
}

fn basic_utc(milliseconds: i64) -> String {
    chrono::DateTime::from_timestamp_millis(milliseconds)
        .map(|it| it.format("%Y%m%dT%H%M%SZ").to_string())
        .unwrap_or_default()
}

/// Some calendars end a rule with a local time or a day; rules end in UTC.
fn with_utc_end(rule: &str, zone: Zone) -> String {
    let part = |part: &str| {
        let Some(end) = part.strip_prefix("UNTIL=").filter(|end| !end.ends_with('Z')) else { return part.to_owned() };
        let utc_end = match time(end) {
            Some(day) if end.len() == 8 => moment(day).map(|it| zone.last_second(it.day)),
            Some(local) => utc(zone, local).ok().map(basic_utc),
            None => None,
        };
        format!("UNTIL={}", utc_end.unwrap_or_else(|| end.to_owned()))
    };
    rule.split(';').filter(|it| !it.is_empty()).map(part).collect::<Vec<_>>().join(";")
}

/// A length as RFC 5545 writes it, whole minutes or more: P1D, PT1H30M, P1W.
fn duration(text: &str) -> Option<TimeDelta> {
    let text = text.strip_prefix('+').unwrap_or(text).strip_prefix('P')?;
    let mut minutes: i64 = 0;
    let mut number = String::new();
    for letter in text.chars() {
        if letter.is_ascii_digit() {
            number.push(letter);
            continue;
        }
        if letter == 'T' {
            continue;
        }
        let count: i64 = std::mem::take(&mut number).parse().ok()?;
        let unit = match letter {
            'W' => 7 * 24 * 60,
            'D' => 24 * 60,
            'H' => 60,
            'M' => 1,
            // Part of a minute counts as one.
            'S' => {
                minutes = minutes.checked_add((count + 59) / 60)?;
                continue;
            }
            _ => return None,
        };
        minutes = minutes.checked_add(count.checked_mul(unit)?)?;
    }
    if number.is_empty() { TimeDelta::try_minutes(minutes) } else { None }
}

/// Where an event lies in the time asked for; its rule may be passed over.
fn spans(event: &Event, home: Zone, within: Span, replaced: &BTreeSet<i64>) -> (Vec<Span>, Option<ReadProblem>) {
    let Ok(start) = utc(event.zone, event.start) else { return (Vec::new(), Some(ReadProblem::NoStart)) };
    let (starts, problem) = if event.rules.is_empty() {
        (vec![start], None)
    } else {
        match expand(event, home, within) {
            Ok(starts) => (starts, None),
            Err(problem) => (vec![start], Some(problem)),
        }
    };
    let whole_minutes = |milliseconds: i64| (milliseconds + 59_999).div_euclid(60_000) * 60_000;
    let span = |start: i64| -> Option<Span> {
        if event.all_day {
            let first = event.zone.from_utc(start)?.day;
            return Some(Span {
                start: Moment::new(first, Time::MIDNIGHT),
                end: Moment::new(first, Time::MIDNIGHT).plus(event.lasts.num_minutes()),
            });
        }
        let end = whole_minutes(start.checked_add(event.lasts.num_milliseconds())?);
        Some(Span { start: home.from_utc(start)?, end: home.from_utc(end)? })
    };
    (starts.into_iter().filter(|start| !replaced.contains(start)).filter_map(span).collect(), problem)
}

fn expand(event: &Event, home: Zone, within: Span) -> Result<Vec<i64>, ReadProblem> {
    let fine = ["FREQ=HOURLY", "FREQ=MINUTELY", "FREQ=SECONDLY"];
    if event.rules.iter().any(|rule| fine.iter().any(|it| rule.to_ascii_uppercase().contains(it))) {
        return Err(ReadProblem::TooFine);
    }
    let local = event.start.format("%Y%m%dT%H%M%S");
    let start = if event.zone == Zone::UTC {
        format!("DTSTART:{local}Z")
    } else {
        format!("DTSTART;TZID={}:{local}", event.zone.name())
    };
    let text = std::iter::once(start).chain(event.rules.iter().cloned()).collect::<Vec<_>>().join("\n");
    let set: RRuleSet = text.parse().map_err(|_| ReadProblem::BadRule)?;
    let edge = |moment: Moment| -> Result<chrono::DateTime<Tz>, ReadProblem> {
        let at = home.to_utc(moment).and_then(chrono::DateTime::from_timestamp_millis);
        at.map(|at| at.with_timezone(&Tz::UTC)).ok_or(ReadProblem::BadRule)
    };
    let early = within.start.plus(-event.lasts.num_minutes() - 24 * 60);
    let found = set.after(edge(early)?).before(edge(within.end)?).all(MOST_OCCURRENCES);
    Ok(found.dates.iter().map(chrono::DateTime::timestamp_millis).collect())
}
