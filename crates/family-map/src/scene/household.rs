//! Homes as closed lines around those who live there. A line is only drawn
//! where it holds exactly its members and can be read; where it cannot, each
//! member carries a small mark with the home's number instead.

use super::caption::Caption;
use super::field::{self, Field};
use super::ring::{Passed, Ring, Room};
use super::words::{name_by_id, shape_id};
use super::{Bounds, Form, Part, Role, Shape, Text, couple};
use crate::layout::{Layout, Place, Point};
use crate::message::{Arg, Message, MessageKey};
use crate::ordered::Ordered;
use crate::record::{Household, HouseholdId, HouseholdKind, Membership, PersonId, Record};
use std::collections::BTreeMap;

/// Air between the line and what it holds; less for the second and the third
/// line around the same person, so that each can be followed.
const AIR: [f64; 3] = [10.0, 6.0, 2.0];
/// The forms of lines, so that two homes with somebody in common are told apart.
const LINES: [&str; 3] = ["home", "home home-dashed", "home home-dash-dot"];

/// The homes as they are drawn.
#[derive(Default)]
pub(super) struct Homes {
    /// A shape for each, those with a line without their names.
    pub shapes: Vec<Shape>,
    /// The names of those that are drawn as numbered marks, by number.
    pub marked: Vec<String>,
    /// The lines around the others and what is to be written at them, by the number of the shape.
    rings: Vec<(usize, Ring, Caption)>,
}

impl Homes {
    /// Marks the lines and what is inside them.
    pub fn mark(&self, field: &mut Field) {
        for (_, ring, _) in &self.rings {
            ring.pieces().for_each(|it| field.fill(field::HOME, it, 1.0));
            ring.corners().for_each(|it| field.stroke(field::RING, &it, 2.5));
        }
    }

    /// Whether a line is drawn around any home.
    pub fn has_rings(&self) -> bool {
        !self.rings.is_empty()
    }

    /// Writes the names, when all else is written that must not give way to them.
    pub fn name(&mut self, field: &mut Field) {
        for (at, ring, words) in self.rings.drain(..) {
            self.shapes[at].parts.extend(words.write(&ring, field));
        }
    }
}

/// The homes as shapes, without names.
pub(super) fn shapes(record: &Record, layout: &Layout) -> Homes {
    let mut members: BTreeMap<&HouseholdId, BTreeMap<&PersonId, &Membership>> = BTreeMap::new();
    for it in record.memberships.values() {
        let Some(home) = record.households.get(&it.household) else { continue };
        let former = it.span.to.is_some() && home.span.to.is_none();
        if layout.places.contains_key(&it.person) && !former {
            members.entry(&it.household).or_default().entry(&it.person).or_insert(it);
        }
    }
    // Someone alone has a home too, but no line is needed to say so.
    let mut homes: Vec<(&Household, _)> = members
        .into_iter()
        .filter_map(|(id, members)| Some((record.households.get(id)?, members)))
        .filter(|(home, members)| members.len() > 1 || home.kind != HouseholdKind::Home)
        .collect();
    // The largest first: a smaller home lies on it.
    homes.order_by_key(|(home, members)| (std::cmp::Reverse(members.len()), &home.id));

    let rooms: BTreeMap<&PersonId, Room> = layout.places.iter().map(|(id, it)| (id, room(layout, it))).collect();
    let words = couple::rooms(record, layout);
    let mut lines_around: BTreeMap<&PersonId, usize> = BTreeMap::new();
    let mut corners: BTreeMap<PersonId, u8> = BTreeMap::new();
    let mut marked: Vec<String> = Vec::new();
    let mut lines: Vec<Bounds> = Vec::new();
    let mut rings: Vec<(usize, Ring, Caption)> = Vec::new();
    let mut shapes: Vec<Shape> = Vec::new();
    for (at, (home, members)) in homes.into_iter().enumerate() {
        let inside: Vec<Room> = members.keys().filter_map(|id| rooms.get(id).copied()).collect();
        let others: Vec<Room> =
            rooms.iter().filter(|(id, _)| !members.contains_key(*id)).map(|(_, room)| *room).collect();
        let within = members.keys().filter_map(|id| lines_around.get(id)).max().copied().unwrap_or(0);
        let parts = match Ring::around(
            &inside,
            &others,
            AIR[within.min(AIR.len() - 1)],
            Passed { homes: &lines, words: &words },
        ) {
            Some(ring) => {
                members.keys().for_each(|id| *lines_around.entry(id).or_default() += 1);
                lines.extend(ring.pieces().copied());
                let line = Part { class: LINES[at % LINES.len()], form: Form::Path(ring.path()) };
                rings.push((shapes.len(), ring, Caption::of(record, home, &members)));
                vec![line]
            }
            None => {
                marked.push(home.label.clone());
                let number = marked.len();
                let is_index = |id: &PersonId| record.index.as_ref() == Some(id);
                members.keys().flat_map(|id| mark(layout, id, is_index(id), number, &mut corners)).collect()
            }
        };
        shapes.push(Shape {
            id: shape_id("home", home.id.as_str()),
            role: Role::Household,
            class: format!("household household-{}", home.kind.code())
                + if home.span.to.is_some() { " ended" } else { "" },
            person: None,
            alternative: sentences(record, home, &members),
            parts,
        });
    }
    Homes { shapes, marked, rings }
}

fn sentences(record: &Record, home: &Household, members: &BTreeMap<&PersonId, &Membership>) -> Vec<Message> {
    let names: Vec<Arg> = members.keys().map(|id| name_by_id(record, id)).collect();
    let said = Message::new(MessageKey::HouseholdMembers).with("label", home.label.as_str()).with("names", names);
    let ended = home.span.to.map(|to| Message::new(MessageKey::HouseholdEnded).with("to", to));
    std::iter::once(said).chain(ended).collect()
}

/// The room that belongs to a person: symbol, words, and a little air.
fn room(layout: &Layout, place: &Place) -> Room {
    let half = layout.sizes.symbol / 2.0 + 4.0;
    let width = place.half_width.max(half);
    let height = half * 2.0 + place.words;
    Room { row: place.row, bounds: Bounds { x: place.x - width, y: place.y - half, width: width * 2.0, height } }
}

/// A small house with the home's number at an upper corner of a member's
/// symbol; the legend says whose home the number is.
fn mark(layout: &Layout, id: &PersonId, index: bool, number: usize, corners: &mut BTreeMap<PersonId, u8>) -> Vec<Part> {
    let Some(place) = layout.places.get(id) else { return Vec::new() };
    let corner = corners.entry(id.clone()).or_default();
    let side = if corner.is_multiple_of(2) { -1.0 } else { 1.0 };
    let half = layout.sizes.symbol / 2.0 + if index { 8.0 } else { 0.0 };
    // On the symbol's upper edge, clear of the words above a line to a partner and of the line from the parents.
    let at = Point { x: place.x + side * (half - 7.0), y: place.y - half - 9.0 - f64::from(*corner / 2) * 19.0 };
    *corner += 1;
    house(at, number)
}

/// A house with a number in it.
pub(super) fn house(at: Point, number: usize) -> Vec<Part> {
    let Point { x, y } = at;
    let outline = super::svg::path(
        &[(x - 8.0, y - 3.0), (x, y - 10.0), (x + 8.0, y - 3.0), (x + 8.0, y + 8.0), (x - 8.0, y + 8.0)],
        true,
    );
    let text = Form::Text { at: Point { x, y: y + 6.0 }, text: Text::Plain(number.to_string()) };
    vec![Part { class: "home-mark", form: Form::Path(outline) }, Part { class: "home-number", form: text }]
}
