//! What stands in the way of an appointment.

use super::{Booking, Diary, Resource};
use crate::calendar::closed::{DayNote, DayOff, FreeDays};
use crate::calendar::moment::{Moment, Span};
use crate::calendar::time::Time;
use crate::calendar::weekday::Weekday;
use crate::day::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// When a unit's door is open on a day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// From.
    pub from: Time,
    /// To.
    pub to: Time,
}

/// When work is done, by day of the week; no work on those that are not named.
pub type WorkingHours = BTreeMap<Weekday, Opening>;

/// What the days themselves say.
#[derive(Clone, Debug, Default)]
pub struct DayRules {
    /// Holidays and the unit's own list.
    pub free: FreeDays,
    /// When work is done.
    pub hours: WorkingHours,
}

impl DayRules {
    /// Monday to Friday between two times.
    #[must_use]
    pub fn weekdays(free: FreeDays, from: Time, to: Time) -> Self {
        let days = Weekday::ALL.into_iter().filter(|day| !day.is_weekend());
        Self { free, hours: days.map(|day| (day, Opening { from, to })).collect() }
    }

    /// When work is done on a day; nothing on a day off.
    #[must_use]
    pub fn open(&self, day: Day) -> Option<Span> {
        let opening = self.hours.get(&Weekday::of(day))?;
        if !self.free.works(day) {
            return None;
        }
        Some(Span { start: Moment::new(day, opening.from), end: Moment::new(day, opening.to) })
    }
}

/// Something that stands in the way, or that whoever plans should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conflict {
    /// Somebody or something is taken already.
    Taken(Clash),
    /// The day is off.
    DayOff {
        /// Which.
        day: Day,
        /// Why.
        why: DayOff,
    },
    /// Before the door opens or after it closes.
    OutsideHours,
    /// A working day to think twice about.
    Note {
        /// Which.
        day: Day,
        /// Why.
        note: DayNote,
    },
}

impl Conflict {
    /// Stable code, the key of its text.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Taken(clash) => clash.resource.kind(),
            Self::DayOff { .. } => "day_off",
            Self::OutsideHours => "outside_hours",
            Self::Note { .. } => "note",
        }
    }

    /// Whether the two cannot both be: everything else staff may decide for themselves.
    #[must_use]
    pub const fn is_hard(&self) -> bool {
        matches!(self, Self::Taken(_))
    }
}

/// Two appointments want the same at the same time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Clash {
    /// Who or what.
    pub resource: Resource,
    /// By which other appointment it is taken.
    pub by: String,
    /// From when to when it is taken there, the road counted in.
    pub span: Span,
    /// Whether they only meet because somebody is still, or already, on the road
    /// to or from one of the two.
    pub on_the_road: bool,
}

/// What stands in the way of an appointment: what is taken first, in the order
/// of who takes part, then what the days say.
#[must_use]
pub fn conflicts(booking: &Booking, diary: &Diary, days: &DayRules) -> Vec<Conflict> {
    let mut found: Vec<Conflict> = clashes(booking, diary).map(Conflict::Taken).collect();
    let (first, last) = (booking.span.start.day, booking.span.end.plus(-1).day);
    let mut day = first;
    while day <= last {
        if let Some(why) = days.free.off(day) {
            found.push(Conflict::DayOff { day, why });
        }
        found.extend(days.free.notes(day).into_iter().map(|note| Conflict::Note { day, note }));
        day = day.plus(1);
    }
    let outside = |open: Span| booking.span.start < open.start || booking.span.end > open.end;
    if days.open(first).map_or_else(|| days.free.works(first), outside) {
        found.push(Conflict::OutsideHours);
    }
    found
}

fn clashes<'a>(booking: &'a Booking, diary: &'a Diary) -> impl Iterator<Item = Clash> + 'a {
    booking.resources.iter().flat_map(move |resource| {
        let taken = booking.taken(resource);
        let others = diary.taken(resource, taken).into_iter().filter(|it| it.by != booking.id);
        others.map(move |it| Clash {
            resource: resource.clone(),
            by: it.by.to_owned(),
            span: it.span,
            on_the_road: !it.bare.overlaps(&booking.span),
        })
    })
}

/// All clashes within a term, each once, by the appointment that comes later in
/// the list's order of time. Takes time with the appointments times the
/// logarithm of them, and with the number of clashes.
#[must_use]
pub fn conflicts_of_term(bookings: &[Booking], diary: &Diary) -> Vec<(String, Clash)> {
    let own = Diary::new(bookings.iter().flat_map(Booking::busy));
    let order: BTreeMap<&str, (Span, usize)> =
        bookings.iter().enumerate().map(|(place, it)| (it.id.as_str(), (it.span, place))).collect();
    let mut found = Vec::new();
    for booking in bookings {
        let earlier = |by: &str| order.get(by) < order.get(booking.id.as_str());
        let within = clashes(booking, &own).filter(|clash| earlier(&clash.by));
        found.extend(within.map(|clash| (booking.id.clone(), clash)));
        // What stands in the diary already and is not one of these.
        let before = clashes(booking, diary).filter(|clash| !order.contains_key(clash.by.as_str()));
        found.extend(before.map(|clash| (booking.id.clone(), clash)));
    }
    found.sort_by(|one, other| (one.1.span, &one.0, &one.1).cmp(&(other.1.span, &other.0, &other.1)));
    found
}
