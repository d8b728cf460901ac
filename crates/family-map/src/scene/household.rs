//! Homes as closed lines around those who live there. A line is only drawn
//! where it holds exactly its members and can be read; where it cannot, each
//! member carries a small mark with the home's number instead.

use super::ring::{Ring, Room};
use super::words::{name_by_id, shape_id};
use super::{Bounds, Form, Part, Role, Shape, Text};
use crate::layout::{Layout, Place, Point, text_width};
use crate::message::{Arg, Message, MessageKey};
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
    /// A shape for each.
    pub shapes: Vec<Shape>,
    /// The names of those that are drawn as numbered marks, by number.
    pub marked: Vec<String>,
    /// The room that the names of the others take.
    pub words: Vec<Bounds>,
}

/// The homes as shapes.
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
    homes.sort_by_key(|(home, members)| (std::cmp::Reverse(members.len()), &home.id));

    let rooms: BTreeMap<&PersonId, Room> = layout.places.iter().map(|(id, it)| (id, room(layout, it))).collect();
    let mut lines_around: BTreeMap<&PersonId, usize> = BTreeMap::new();
    let mut corners: BTreeMap<PersonId, u8> = BTreeMap::new();
    let mut marked: Vec<String> = Vec::new();
    let mut taken: Vec<Bounds> = Vec::new();
    let mut lines: Vec<Bounds> = Vec::new();
    let mut shapes = Vec::new();
    for (at, (home, members)) in homes.into_iter().enumerate() {
        let inside: Vec<Room> = members.keys().filter_map(|id| rooms.get(id).copied()).collect();
        let others: Vec<Room> =
            rooms.iter().filter(|(id, _)| !members.contains_key(*id)).map(|(_, room)| *room).collect();
        let within = members.keys().filter_map(|id| lines_around.get(id)).max().copied().unwrap_or(0);
        let parts = match Ring::around(&inside, &others, AIR[within.min(AIR.len() - 1)], &lines) {
            Some(ring) => {
                members.keys().for_each(|id| *lines_around.entry(id).or_default() += 1);
                let words = caption(record, home, &members);
                let width = caption_width(record, home, &members);
                let spot = caption_at(&ring, width, &rooms, &lines, &mut taken);
                lines.extend(ring.pieces().copied());
                let label = Form::Text { at: spot, text: Text::Messages(words) };
                vec![
                    Part { class: LINES[at % LINES.len()], form: Form::Path(ring.path()) },
                    Part { class: "home-label", form: label },
                ]
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
    Homes { shapes, marked, words: taken }
}

fn sentences(record: &Record, home: &Household, members: &BTreeMap<&PersonId, &Membership>) -> Vec<Message> {
    let names: Vec<Arg> = members.keys().map(|id| name_by_id(record, id)).collect();
    let said = Message::new(MessageKey::HouseholdMembers).with("label", home.label.as_str()).with("names", names);
    let ended = home.span.to.map(|to| Message::new(MessageKey::HouseholdEnded).with("to", to));
    std::iter::once(said).chain(ended).collect()
}

/// The home's name, and how those live there who live elsewhere too: «Emil 50 %, oddetallsuker».
fn caption(record: &Record, home: &Household, members: &BTreeMap<&PersonId, &Membership>) -> Vec<Message> {
    let label = match home.span.to {
        Some(to) => Message::new(MessageKey::HouseholdLabelEnded).with("to", to),
        None => Message::new(MessageKey::HouseholdLabel),
    };
    let parts = members.iter().filter_map(|(id, it)| {
        let share = it.share.filter(|share| *share < 100);
        let message = match (share, &it.rhythm) {
            (Some(share), Some(rhythm)) => Message::new(MessageKey::HouseholdPartRhythm)
                .with("percent", u16::from(share))
                .with("rhythm", rhythm.as_str()),
            (Some(share), None) => Message::new(MessageKey::HouseholdPart).with("percent", u16::from(share)),
            (None, Some(rhythm)) => Message::new(MessageKey::HouseholdRhythm).with("rhythm", rhythm.as_str()),
            (None, None) => return None,
        };
        Some(message.with("name", name_by_id(record, id)))
    });
    std::iter::once(label.with("label", home.label.as_str())).chain(parts).collect()
}

/// About how wide the words of a caption are: the parts of it are messages,
/// whose other words are not known here.
fn caption_width(record: &Record, home: &Household, members: &BTreeMap<&PersonId, &Membership>) -> f64 {
    const SIZE: f64 = 12.5;
    const SHARE: f64 = 62.0;
    let ended = if home.span.to.is_some() { 60.0 } else { 0.0 };
    let told = members.iter().filter(|(_, it)| it.share.is_some_and(|share| share < 100) || it.rhythm.is_some());
    let parts = told.map(|(id, it)| {
        let person = record.people.get(id);
        let name = person.and_then(|it| it.called.as_deref().or(it.name.value().map(String::as_str)));
        let rhythm = it.rhythm.as_deref().map_or(0.0, |it| text_width(it, SIZE));
        name.map_or(SHARE, |it| text_width(it, SIZE)) + rhythm + SHARE
    });
    text_width(&home.label, SIZE) + ended + parts.sum::<f64>()
}

/// The room that belongs to a person: symbol, words, and a little air.
fn room(layout: &Layout, place: &Place) -> Room {
    let half = layout.sizes.symbol / 2.0 + 4.0;
    let width = place.half_width.max(half);
    let height = half * 2.0 + place.words;
    Room { row: place.row, bounds: Bounds { x: place.x - width, y: place.y - half, width: width * 2.0, height } }
}

/// A place for the home's name: under one of the ring's boxes or above it,
/// where no symbol, no name of a person and no other home's name stands.
fn caption_at(
    ring: &Ring,
    width: f64,
    rooms: &BTreeMap<&PersonId, Room>,
    lines: &[Bounds],
    taken: &mut Vec<Bounds>,
) -> Point {
    const HEIGHT: f64 = 15.0;
    let mut boxes: Vec<&Bounds> = ring.boxes.iter().collect();
    // The lowest and widest first.
    boxes.sort_by(|a, b| (b.y + b.height).total_cmp(&(a.y + a.height)).then(b.width.total_cmp(&a.width)));
    let spots = boxes.iter().flat_map(|it| {
        let (left, right) = (it.x + width / 2.0 + 4.0, it.x + it.width - width / 2.0 - 4.0);
        [
            Point { x: left, y: it.y + it.height + 13.0 },
            Point { x: right, y: it.y + it.height + 13.0 },
            Point { x: left, y: it.y - 5.0 },
            Point { x: right, y: it.y - 5.0 },
        ]
    });
    let spots: Vec<Point> = spots.collect();
    let of = |at: &Point| Bounds { x: at.x - width / 2.0, y: at.y - 11.0, width, height: HEIGHT };
    let clear =
        |it: &Bounds| !rooms.values().any(|room| room.bounds.meets(it)) && !taken.iter().any(|other| other.meets(it));
    let cut = |it: &Bounds| ring.pieces().chain(lines).any(|line| line.meets(it));
    let best = spots
        .iter()
        .find(|at| clear(&of(at)) && !cut(&of(at)))
        .or_else(|| spots.iter().find(|at| clear(&of(at))))
        .or(spots.first());
    let at = best.copied().unwrap_or_default();
    taken.push(of(&at));
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
