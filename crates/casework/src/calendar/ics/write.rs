//! Writes appointments for other calendars.

use crate::calendar::moment::Moment;
use crate::calendar::series::text::basic;
use crate::calendar::series::zone::Zone;
use crate::calendar::series::{Moved, Series};
use chrono::DateTime;
use icalendar::parser::{Calendar, Component, Parameter, Property};

/// An appointment as another calendar may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IcsEvent {
    /// Unique in the world and the same for ever; tells nothing.
    pub uid: String,
    /// When.
    pub series: Series,
    /// A neutral title, for example «Avtale».
    pub title: String,
    /// A neutral place; none where a place could tell something.
    pub place: Option<String>,
    /// When it was last changed, in milliseconds since 1970 in UTC.
    pub changed_at: i64,
}

/// A calendar that goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// A neutral name.
    pub name: String,
    /// The time zone of the unit.
    pub zone: Zone,
    /// What is in it.
    pub events: Vec<IcsEvent>,
}

/// Why there is no feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFeed {
    /// The zone's summer time is not that of Norway, and its rule is not known here.
    UnknownZone,
    /// A time of change lies beyond the calendar.
    BadTime,
}

/// The text of a calendar: UTF-8, lines folded and ended as RFC 5545 wants them.
///
/// # Errors
/// Why there is none.
pub fn write(feed: &Feed) -> Result<String, NoFeed> {
    let mut components = vec![timezone(feed.zone).ok_or(NoFeed::UnknownZone)?];
    for event in &feed.events {
        components.extend(event_components(event, feed.zone)?);
    }
    let properties = vec![
        plain("VERSION", "2.0"),
        plain("PRODID", "-//Familiekart//Kalender//NO"),
        plain("CALSCALE", "GREGORIAN"),
        plain("METHOD", "PUBLISH"),
        plain("X-WR-CALNAME", &escaped(&feed.name)),
    ];
    Ok(Calendar { properties, components }.to_string())
}

type Part = Component<'static>;
type Line = Property<'static>;

fn plain(name: &str, value: &str) -> Line {
    Property { name: name.to_owned().into(), val: value.to_owned().into(), params: Vec::new() }
}

fn local(name: &str, moment: Moment, zone: Zone) -> Line {
    let params = vec![Parameter { key: "TZID".into(), val: Some(zone.name().to_owned().into()) }];
    Property { params, ..plain(name, &basic(moment)) }
}

fn component(name: &str, properties: Vec<Line>, components: Vec<Part>) -> Part {
    Component { name: name.to_owned().into(), properties, components }
}

/// TEXT as RFC 5545 escapes it; signs that are no text are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}

/// The rule of Central European Time since 1996, which Norway follows: summer
/// time from the last Sunday of March, 02.00, to the last of October, 03.00.
fn timezone(zone: Zone) -> Option<Part> {
    if !zone.keeps_central_european_time() {
        return None;
    }
    let part = |name: &str, start: &str, month: u8, from: &str, to: &str, short: &str| {
        let lines = vec![
            plain("DTSTART", start),
            plain("RRULE", &format!("FREQ=YEARLY;BYMONTH={month};BYDAY=-1SU")),
            plain("TZOFFSETFROM", from),
            plain("TZOFFSETTO", to),
            plain("TZNAME", short),
        ];
        component(name, lines, Vec::new())
    };
    let summer = part("DAYLIGHT", "19810329T020000", 3, "+0100", "+0200", "CEST");
    let winter = part("STANDARD", "19961027T030000", 10, "+0200", "+0100", "CET");
    Some(component("VTIMEZONE", vec![plain("TZID", zone.name())], vec![summer, winter]))
}

fn event_components(event: &IcsEvent, zone: Zone) -> Result<Vec<Part>, NoFeed> {
    let series = &event.series;
    let stamp = DateTime::from_timestamp_millis(event.changed_at).ok_or(NoFeed::BadTime)?;
    let stamp = stamp.format("%Y%m%dT%H%M%SZ").to_string();
    let one = |at: Moment, minutes: u16, between: Vec<Line>, status: &str| {
        let mut lines = vec![plain("UID", &event.uid), plain("DTSTAMP", &stamp)];
        lines.extend(between);
        lines.push(local("DTSTART", at, zone));
        lines.push(local("DTEND", at.plus(i64::from(minutes)), zone));
        lines.push(plain("SEQUENCE", &series.sequence.to_string()));
        lines.push(plain("LAST-MODIFIED", &stamp));
        lines.push(plain("SUMMARY", &escaped(&event.title)));
        lines.extend(event.place.iter().map(|place| plain("LOCATION", &escaped(place))));
        lines.extend([plain("CLASS", "PRIVATE"), plain("STATUS", status), plain("TRANSP", "OPAQUE")]);
        component("VEVENT", lines, Vec::new())
    };
    let Some(rule) = series.rule_text(zone) else {
        // What happens once has no exceptions: it is where it was moved, or called off.
        let moved = series.moved.get(&series.start);
        let Moved { to, minutes } = moved.copied().unwrap_or(Moved { to: series.start, minutes: series.minutes });
        let status = if series.cancelled.contains(&series.start) { "CANCELLED" } else { "CONFIRMED" };
        return Ok(vec![one(to, minutes, Vec::new(), status)]);
    };
    let mut between = vec![plain("RRULE", &rule)];
    between.extend(series.cancelled.iter().map(|id| local("EXDATE", *id, zone)));
    let mut found = vec![one(series.start, series.minutes, between, "CONFIRMED")];
    for (id, moved) in series.moved.iter().filter(|(id, _)| !series.cancelled.contains(id)) {
        found.push(one(moved.to, moved.minutes, vec![local("RECURRENCE-ID", *id, zone)], "CONFIRMED"));
    }
    Ok(found)
}
