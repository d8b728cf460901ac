//! Where systems stand around the middle. Every kind has a direction of its
//! own, so that one system more does not move the others.

use super::Ecomap;
use crate::layout::{Point, label_lines, text_width};
use crate::record::{SystemId, SystemKind};
use std::collections::BTreeMap;
use std::f64::consts::TAU;

/// The radius of a system's circle.
pub(super) const RADIUS: f64 = 44.0;
/// The height of letters.
pub(super) const LETTERS: f64 = 13.0;
/// Between the middle and the first circles, and from one row of circles to the next.
const ROW: f64 = 132.0;
/// A place by hand lies within so many rows.
const ROWS_BY_HAND: f64 = 4.0;
/// More rows than this are not looked through.
const ROWS_MAX: u32 = 400;

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

/// Places every system. The same input gives the same layout.
#[must_use]
pub fn arrange(map: &Ecomap<'_>) -> EcomapLayout {
    let centre = centre_radius(map);
    let mut layout = EcomapLayout { centre, spots: BTreeMap::new(), overlaps: 0 };
    let label = |it: &crate::record::EcomapSystem| it.who.name.as_deref().map(label_lines).unwrap_or_default();
    let spot = |at, pinned, label: Vec<String>| {
        let widest = label.iter().map(|line| text_width(line, LETTERS)).fold(0.0, f64::max);
        SystemSpot { at, radius: RADIUS.max(widest / 2.0 + 6.0), pinned, label }
    };
    let on = |angle: f64, radius: f64| Point { x: radius * angle.sin(), y: -radius * angle.cos() };
    for it in &map.systems {
        let Some(pin) = it.pin else { continue };
        let share = |value: u16| f64::from(value.min(1000)) / 1000.0;
        let radius = centre + RADIUS + 20.0 + ROWS_BY_HAND * ROW * share(pin.out);
        let spot = spot(on(share(pin.across) * TAU, radius), true, label(it));
        layout.overlaps += layout.spots.values().filter(|other| overlap(other, &spot)).count() as u32;
        layout.spots.insert(it.id.clone(), spot);
    }
    let first = centre + 190.0 - RADIUS;
    for it in map.systems.iter().filter(|it| it.pin.is_none()) {
        let angle = direction(it.kind);
        // Straight out, then a little to either side, one row further each time.
        let mut places = (0..ROWS_MAX).flat_map(|row| {
            let radius = first + f64::from(row / 2) * ROW;
            let aside = if row % 2 == 0 { 0.0 } else { TAU / SystemKind::ALL.len() as f64 / 2.0 };
            [angle + aside, angle - aside].map(|angle| on(angle, radius + aside * 60.0))
        });
        let label = label(it);
        let free = |at: &Point| {
            let here = spot(*at, false, label.clone());
            !layout.spots.values().any(|other| overlap(other, &here))
        };
        let at = places.find(free).unwrap_or_else(|| on(angle, first));
        layout.spots.insert(it.id.clone(), spot(at, false, label));
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

fn overlap(a: &SystemSpot, b: &SystemSpot) -> bool {
    (a.at.x - b.at.x).hypot(a.at.y - b.at.y) < a.radius + b.radius + 6.0
}
