//! Homes as closed lines around those who live there. A line is only drawn
//! where it holds exactly its members; where it cannot, each member carries a
//! small mark with the home's name instead.

use super::person::LABEL_HEIGHT;
use super::words::{name_by_id, shape_id};
use super::{Bounds, Form, Part, Role, Shape, Text};
use crate::layout::{Layout, Place, Point};
use crate::message::{Arg, Message, MessageKey};
use crate::record::{HouseholdId, PersonId, Record};
use std::collections::BTreeMap;

/// Air between the line and what it holds.
const AIR: f64 = 9.0;

/// The homes as shapes, and those that are drawn as numbered marks, by number.
pub(super) fn shapes(record: &Record, layout: &Layout) -> (Vec<Shape>, Vec<String>) {
    let mut members: BTreeMap<&HouseholdId, Vec<&PersonId>> = BTreeMap::new();
    for it in record.memberships.values() {
        let Some(home) = record.households.get(&it.household) else { continue };
        let former = it.span.to.is_some() && home.span.to.is_none();
        if layout.places.contains_key(&it.person) && !former {
            let home = members.entry(&it.household).or_default();
            if !home.contains(&&it.person) {
                home.push(&it.person);
            }
        }
    }
    let mut corners: BTreeMap<PersonId, u8> = BTreeMap::new();
    let mut marked: Vec<String> = Vec::new();
    let mut labels: Vec<Bounds> = Vec::new();
    let mut shapes = Vec::new();
    // The largest first: a smaller home lies on it.
    let mut homes: Vec<_> = members.into_iter().collect();
    homes.sort_by_key(|(id, members)| (std::cmp::Reverse(members.len()), (*id).clone()));
    for (id, mut members) in homes {
        let Some(home) = record.households.get(id) else { continue };
        members.sort();
        // Someone alone has a home too, but no line is needed to say so.
        if members.len() < 2 && home.kind == crate::record::HouseholdKind::Home {
            continue;
        }
        let parts = match ring(layout, &members) {
            Some(outline) => {
                let at = caption(&outline, &home.label, &mut labels);
                let text = Message::new(MessageKey::HouseholdLabel).with("label", home.label.as_str());
                vec![
                    Part { class: "home", form: Form::Path(outline.path()) },
                    Part { class: "home-label", form: Form::Text { at, text: Text::Messages(vec![text]) } },
                ]
            }
            None => {
                marked.push(home.label.clone());
                let number = marked.len();
                members
                    .iter()
                    .flat_map(|person| {
                        mark(layout, person, record.index.as_ref() == Some(*person), number, &mut corners)
                    })
                    .collect()
            }
        };
        let names: Vec<Arg> = members.iter().map(|id| name_by_id(record, id)).collect();
        let said = Message::new(MessageKey::HouseholdMembers).with("label", home.label.as_str()).with("names", names);
        let ended = home.span.to.map(|to| Message::new(MessageKey::HouseholdEnded).with("to", to));
        shapes.push(Shape {
            id: shape_id("home", id.as_str()),
            role: Role::Household,
            class: format!("household household-{}", home.kind.code())
                + if home.span.to.is_some() { " ended" } else { "" },
            person: None,
            alternative: std::iter::once(said).chain(ended).collect(),
            parts,
        });
    }
    (shapes, marked)
}

/// The room that belongs to a person.
fn room(layout: &Layout, place: &Place) -> Bounds {
    let half = layout.sizes.symbol / 2.0 + 8.0;
    let width = place.half_width.max(half);
    let words = if place.label.len() > 1 { LABEL_HEIGHT } else { LABEL_HEIGHT - layout.sizes.label };
    Bounds { x: place.x - width, y: place.y - half, width: width * 2.0, height: half + half + words - 10.0 }
}

/// The rows of an outline: from, to, left, right.
struct Outline {
    rows: Vec<Bounds>,
}

/// A line around the members: one box for each row, joined by a neck where
/// boxes of neighbouring rows lie above each other. None if it would hold
/// anyone else, or would fall apart.
fn ring(layout: &Layout, members: &[&PersonId]) -> Option<Outline> {
    let mut rows: BTreeMap<u32, Bounds> = BTreeMap::new();
    for place in members.iter().filter_map(|id| layout.places.get(*id)) {
        let room = room(layout, place);
        let bounds =
            Bounds { x: room.x - AIR, y: room.y - AIR, width: room.width + 2.0 * AIR, height: room.height + 2.0 * AIR };
        rows.entry(place.row).and_modify(|it| *it = around(it, &bounds)).or_insert(bounds);
    }
    let numbers: Vec<u32> = rows.keys().copied().collect();
    let boxes: Vec<Bounds> = rows.into_values().collect();
    let apart = |two: &[Bounds]| two[0].x + two[0].width < two[1].x + 30.0 || two[1].x + two[1].width < two[0].x + 30.0;
    if numbers.windows(2).any(|two| two[1] != two[0] + 1) || boxes.windows(2).any(apart) {
        return None;
    }
    let strangers = layout.places.iter().filter(|(id, _)| !members.contains(id));
    for (_, place) in strangers {
        let room = room(layout, place);
        if boxes.iter().any(|it| it.meets(&room)) {
            return None;
        }
    }
    Some(Outline { rows: boxes })
}

fn around(a: &Bounds, b: &Bounds) -> Bounds {
    let (x, y) = (a.x.min(b.x), a.y.min(b.y));
    let (right, bottom) = ((a.x + a.width).max(b.x + b.width), (a.y + a.height).max(b.y + b.height));
    Bounds { x, y, width: right - x, height: bottom - y }
}

impl Outline {
    /// Down the right side and up the left one, with a narrow neck between
    /// rows where both boxes reach.
    fn path(&self) -> String {
        let mut right = Vec::new();
        let mut left = Vec::new();
        for (at, it) in self.rows.iter().enumerate() {
            right.push((it.x + it.width, it.y));
            right.push((it.x + it.width, it.y + it.height));
            left.push((it.x, it.y));
            left.push((it.x, it.y + it.height));
            if let Some(next) = self.rows.get(at + 1) {
                let low = it.x.max(next.x);
                let high = (it.x + it.width).min(next.x + next.width);
                right.push((high, it.y + it.height));
                right.push((high, next.y));
                left.push((low, it.y + it.height));
                left.push((low, next.y));
            }
        }
        left.reverse();
        right.extend(left);
        right.dedup();
        super::svg::path(&right, true)
    }
}

/// A place for the home's name: under the outline's lowest row, or further
/// down where another name stands already.
fn caption(outline: &Outline, label: &str, taken: &mut Vec<Bounds>) -> Point {
    let Some(last) = outline.rows.last() else { return Point::default() };
    let width = crate::layout::text_width(label, 12.0);
    let mut at = Point { x: last.x + width / 2.0 + 4.0, y: last.y + last.height + 14.0 };
    let spot = |at: &Point| Bounds { x: at.x - width / 2.0, y: at.y - 12.0, width, height: 15.0 };
    while taken.iter().any(|it| it.meets(&spot(&at))) {
        at.y += 15.0;
    }
    taken.push(spot(&at));
    at
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
