//! Where systems stand around the middle. Every kind has a direction of its
//! own, so that one system more does not move the others.

use super::Ecomap;
use crate::layout::{Point, label_lines, text_width};
use crate::record::{Pin, SystemId, SystemKind};
use std::collections::BTreeMap;
use std::f64::consts::TAU;

/// The radius of a system's circle.
pub(super) const RADIUS: f64 = 44.0;
/// The radius where only a word for the kind is written, in any language.
const UNNAMED: f64 = 58.0;
/// The height of letters.
pub(super) const LETTERS: f64 = 13.0;
/// Between the middle and the first circles, and from one row of circles to the next.
const ROW: f64 = 132.0;
/// A place by hand lies within so many rows.
const ROWS_BY_HAND: f64 = 4.0;
/// How long the line to a system is at least.
const LINE: f64 = 128.0;
/// How far to the side a place is looked for at a time, and how often: all the way round.
const STEP: f64 = TAU / 64.0;
const STEPS: u32 = 64;
/// In how many rows a place is looked for all the way round.
const ROWS: u32 = 6;
/// More rows than this are not looked through.
const ROWS_MAX: u32 = 2000;

/// Where one system stands.
#[derive(Clone, Debug, PartialEq)]
pub struct SystemSpot {
    /// The middle of the circle.
    pub at: Point,
    /// Its radius.
    pub radius: f64,
    /// Put there by hand.
    pub pinned: bool,
    /// The name in lines; empty where only a message can say what it is.
    pub label: Vec<String>,
}

/// An ecomap that is laid out; the middle is at 0, 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EcomapLayout {
    /// The radius of the circle in the middle.
    pub centre: f64,
    /// Everyone's place.
    pub spots: BTreeMap<SystemId, SystemSpot>,
    /// Pairs that overlap all the same, since both were put there by hand.
    pub overlaps: u32,
}

impl EcomapLayout {
    /// The place by hand that a point is: what is put there stands under it.
    #[must_use]
    pub fn locate(&self, at: Point) -> Pin {
        let share = |value: f64| (value.clamp(0.0, 1.0) * 1000.0).round() as u16;
        let out = (at.x.hypot(at.y) - self.nearest()) / (ROWS_BY_HAND * ROW);
        Pin { across: share(at.x.atan2(-at.y).rem_euclid(TAU) / TAU), out: share(out) }
    }

    /// How near the middle a circle may be put by hand.
    fn nearest(&self) -> f64 {
        self.centre + RADIUS + 20.0
    }
}

/// Places every system. The same input gives the same layout.
#[must_use]
pub fn arrange(map: &Ecomap<'_>) -> EcomapLayout {
    let centre = centre_radius(map);
    let mut layout = EcomapLayout { centre, spots: BTreeMap::new(), overlaps: 0 };
    let label = |it: &crate::record::EcomapSystem| it.who.name.as_deref().map(label_lines).unwrap_or_default();
    let spot = |at, pinned, label: Vec<String>| {
        let widest = label.iter().map(|line| text_width(line, LETTERS)).fold(0.0, f64::max);
        let least = if label.is_empty() { UNNAMED } else { RADIUS };
        SystemSpot { at, radius: least.max(widest / 2.0 + 6.0), pinned, label }
    };
    let on = |angle: f64, radius: f64| Point { x: radius * angle.sin(), y: -radius * angle.cos() };
    for it in &map.systems {
        let Some(pin) = it.pin else { continue };
        let share = |value: u16| f64::from(value.min(1000)) / 1000.0;
        let radius = layout.nearest() + ROWS_BY_HAND * ROW * share(pin.out);
        let spot = spot(on(share(pin.across) * TAU, radius), true, label(it));
        layout.overlaps += layout.spots.values().filter(|other| overlap(other, &spot)).count() as u32;
        layout.spots.insert(it.id.clone(), spot);
    }
    let first = centre + UNNAMED + LINE;
    for it in map.systems.iter().filter(|it| it.pin.is_none()) {
        let angle = direction(it.kind);
        let label = label(it);
        let at = |row: u32, step: u32| {
            let aside = f64::from(step.div_ceil(2)) * STEP * if step % 2 == 1 { 1.0 } else { -1.0 };
            spot(on(angle + aside, first + f64::from(row) * ROW), false, label.clone())
        };
        // In its own direction, then further to either side, then further out.
        let places = || (0..ROWS).flat_map(|row| (0..STEPS).map(move |step| (row, step)));
        let fits = |here: &SystemSpot| !layout.spots.values().any(|other| overlap(other, here));
        let clear =
            |here: &SystemSpot| !layout.spots.values().any(|other| crosses(other, here) || crosses(here, other));
        let found = places().map(|(row, step)| at(row, step)).find(|here| fits(here) && clear(here));
        let found = found.or_else(|| places().map(|(row, step)| at(row, step)).find(fits));
        // So many systems of one kind stand in a row outwards.
        let found = found.or_else(|| (ROWS..ROWS_MAX).map(|row| at(row, 0)).find(fits));
        layout.spots.insert(it.id.clone(), found.unwrap_or_else(|| at(0, 0)));
    }
    layout
}

/// The direction of a kind, clockwise from the top.
fn direction(kind: SystemKind) -> f64 {
    let at = SystemKind::ALL.iter().position(|it| *it == kind).unwrap_or(0);
    at as f64 / SystemKind::ALL.len() as f64 * TAU
}

/// Room for the names in the middle, one below the other.
fn centre_radius(map: &Ecomap<'_>) -> f64 {
    let names = map
        .people
        .iter()
        .filter_map(|it| it.label())
        .map(|name| label_lines(name).iter().map(|line| text_width(line, LETTERS)).fold(0.0, f64::max));
    let widest = names.fold(0.0, f64::max);
    let height = (map.people.len() + usize::from(map.home.is_some())) as f64 * (LETTERS + 5.0);
    (widest.hypot(height) / 2.0 + 14.0).max(60.0)
}

/// Whether the line from the middle to a system crosses the circle of another.
fn crosses(circle: &SystemSpot, to: &SystemSpot) -> bool {
    let length = to.at.x.hypot(to.at.y).max(0.001);
    let along = (circle.at.x * to.at.x + circle.at.y * to.at.y) / length;
    let aside = (circle.at.x * to.at.y - circle.at.y * to.at.x).abs() / length;
    along > 0.0 && along < length && aside < circle.radius + 8.0
}

fn overlap(a: &SystemSpot, b: &SystemSpot) -> bool {
    (a.at.x - b.at.x).hypot(a.at.y - b.at.y) < a.radius + b.radius + 6.0
}
