//! Homes as closed lines around those who live there. A line is only drawn
//! where it holds exactly its members and can be read; where it cannot, each
//! member carries a small mark with the home's number instead.

use super::ring::{Ring, Room};
use super::ways::words_of;
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
pub(super) fn shapes(record: &Record, layout: &Layout, lines_drawn: &[Shape]) -> Homes {
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
    let drawn = drawn_lines(layout);
    let mut lines_around: BTreeMap<&PersonId, usize> = BTreeMap::new();
    let mut corners: BTreeMap<PersonId, u8> = BTreeMap::new();
    let mut marked: Vec<String> = Vec::new();
    let mut taken: Vec<Bounds> = Vec::new();
    let written: Vec<Bounds> = lines_drawn.iter().flat_map(|it| &it.parts).filter_map(words_of).collect();
    let mut lines: Vec<Bounds> = Vec::new();
    let mut unnamed: Vec<(usize, Ring, Caption)> = Vec::new();
    let mut shapes: Vec<Shape> = Vec::new();
    for (at, (home, members)) in homes.into_iter().enumerate() {
        let inside: Vec<Room> = members.keys().filter_map(|id| rooms.get(id).copied()).collect();
        let others: Vec<Room> =
            rooms.iter().filter(|(id, _)| !members.contains_key(*id)).map(|(_, room)| *room).collect();
        let within = members.keys().filter_map(|id| lines_around.get(id)).max().copied().unwrap_or(0);
        let parts = match Ring::around(&inside, &others, AIR[within.min(AIR.len() - 1)], &lines) {
            Some(ring) => {
                members.keys().for_each(|id| *lines_around.entry(id).or_default() += 1);
                lines.extend(ring.pieces().copied());
                let line = Part { class: LINES[at % LINES.len()], form: Form::Path(ring.path()) };
                unnamed.push((shapes.len(), ring, caption(record, home, &members)));
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
    // The names come last: they keep clear of all homes.
    for (at, ring, words) in unnamed {
        let others: Vec<Bounds> = lines.iter().filter(|it| !ring.pieces().any(|own| own == *it)).copied().collect();
        let people = rooms.values().map(|it| it.bounds);
        let words_around: Vec<Bounds> = people.chain(written.iter().chain(&taken).copied()).collect();
        let around = Around { words: &words_around, homes: &others, lines: &drawn };
        let spot = caption_at(&ring, &words, &around);
        taken.push(caption_room(&words, spot));
        let line = |(n, words): (usize, Vec<Message>)| {
            let at = Point { y: spot.y + n as f64 * CAPTION_LINE, ..spot };
            Part { class: "home-label", form: Form::Text { at, text: Text::Messages(words) } }
        };
        shapes[at].parts.extend(words.lines.into_iter().enumerate().map(line));
    }
    Homes { shapes, marked, words: taken }
}

fn sentences(record: &Record, home: &Household, members: &BTreeMap<&PersonId, &Membership>) -> Vec<Message> {
    let names: Vec<Arg> = members.keys().map(|id| name_by_id(record, id)).collect();
    let said = Message::new(MessageKey::HouseholdMembers).with("label", home.label.as_str()).with("names", names);
    let ended = home.span.to.map(|to| Message::new(MessageKey::HouseholdEnded).with("to", to));
    std::iter::once(said).chain(ended).collect()
}

/// What is written at a home: lines, and about how wide the widest is.
struct Caption {
    lines: Vec<Vec<Message>>,
    width: f64,
}

/// A caption that is wider than this has a line for each of its parts.
const WIDE: f64 = 190.0;
/// From one line of a caption to the next.
const CAPTION_LINE: f64 = 14.0;

/// How much of the time somebody lives in a home, in percent, and in what rhythm.
type HowOften<'a> = (Option<u8>, Option<&'a str>);

/// The home's name, and how those live there who live elsewhere too: «Emil 50 %,
/// oddetallsuker». Who live there alike are named together, and a home that is
/// called like somebody who is told of is not named twice.
fn caption(record: &Record, home: &Household, members: &BTreeMap<&PersonId, &Membership>) -> Caption {
    const SIZE: f64 = 12.5;
    /// «20 %» and what stands between.
    const SHARE: f64 = 52.0;
    const ENDED: f64 = 60.0;
    let mut alike: Vec<(HowOften<'_>, Vec<&PersonId>)> = Vec::new();
    for (id, it) in members {
        let how = (it.share.filter(|share| *share < 100), it.rhythm.as_deref());
        match alike.iter_mut().find(|(other, _)| *other == how) {
            _ if how == (None, None) => {}
            Some((_, ids)) => ids.push(id),
            None => alike.push((how, vec![id])),
        }
    }
    let called = |id: &PersonId| record.people.get(id).filter(|it| !it.shielded).and_then(|it| it.label());
    let by_name = |ids: &[&PersonId]| ids.len() == 1 && called(ids[0]) == Some(home.label.as_str());
    let named_by = alike.iter().position(|(_, ids)| home.span.to.is_none() && by_name(ids));
    if let Some(at) = named_by {
        alike[..=at].rotate_right(1);
    }
    let label = match home.span.to {
        Some(to) => Message::new(MessageKey::HouseholdLabelEnded).with("to", to),
        None => Message::new(MessageKey::HouseholdLabel),
    };
    let ended = if home.span.to.is_some() { ENDED } else { 0.0 };
    let label = (label.with("label", home.label.as_str()), text_width(&home.label, SIZE) + ended);
    let parts = alike.into_iter().map(|((share, rhythm), ids)| {
        let message = match (share, rhythm) {
            (Some(share), Some(rhythm)) => {
                let message = Message::new(MessageKey::HouseholdPartRhythm).with("percent", u16::from(share));
                message.with("rhythm", rhythm)
            }
            (Some(share), None) => Message::new(MessageKey::HouseholdPart).with("percent", u16::from(share)),
            (None, rhythm) => Message::new(MessageKey::HouseholdRhythm).with("rhythm", rhythm.unwrap_or_default()),
        };
        let names: Vec<Arg> = ids.iter().map(|id| name_by_id(record, id)).collect();
        let name_width = |id: &&PersonId| called(id).map_or(SHARE, |it| text_width(it, SIZE)) + 14.0;
        let width = ids.iter().map(name_width).sum::<f64>() + rhythm.map_or(0.0, |it| text_width(it, SIZE)) + SHARE;
        (message.with("name", names), width)
    });
    let all: Vec<(Message, f64)> = named_by.is_none().then_some(label).into_iter().chain(parts).collect();
    let whole = all.iter().map(|it| it.1).sum();
    if whole <= WIDE {
        return Caption { lines: vec![all.into_iter().map(|it| it.0).collect()], width: whole };
    }
    let width = all.iter().map(|it| it.1).fold(0.0, f64::max);
    Caption { lines: all.into_iter().map(|it| vec![it.0]).collect(), width }
}

/// The room that belongs to a person: symbol, words, and a little air.
fn room(layout: &Layout, place: &Place) -> Room {
    let half = layout.sizes.symbol / 2.0 + 4.0;
    let width = place.half_width.max(half);
    let height = half * 2.0 + place.words;
    Room { row: place.row, bounds: Bounds { x: place.x - width, y: place.y - half, width: width * 2.0, height } }
}

/// What a home's name keeps clear of: symbols and words, other homes, lines.
struct Around<'a> {
    words: &'a [Bounds],
    homes: &'a [Bounds],
    lines: &'a [Bounds],
}

impl Around<'_> {
    /// What it costs to stand on words or symbols, in another home or on its line, on a line.
    const WORDS: f64 = 1000.0;
    const HOME: f64 = 400.0;
    const LINE: f64 = 40.0;

    /// Only what is near.
    fn near(&self, it: &Bounds) -> [Vec<Bounds>; 3] {
        [self.words, self.homes, self.lines].map(|all| all.iter().filter(|other| other.meets(it)).copied().collect())
    }

    fn price(&self, it: &Bounds) -> f64 {
        let count = |all: &[Bounds]| all.iter().filter(|other| other.meets(it)).count() as f64;
        Self::WORDS * count(self.words) + Self::HOME * count(self.homes) + Self::LINE * count(self.lines)
    }
}

/// The room that a caption takes whose first line stands here.
fn caption_room(caption: &Caption, at: Point) -> Bounds {
    let height = caption.lines.len() as f64 * CAPTION_LINE + 1.0;
    Bounds { x: at.x - caption.width / 2.0, y: at.y - 11.0, width: caption.width, height }
}

/// A place for the home's name: under one of the ring's boxes or above it,
/// where no symbol, no words and no home's line stand, and as few lines as may
/// be; where there is none, the nearest such place around the ring.
fn caption_at(ring: &Ring, caption: &Caption, around: &Around<'_>) -> Point {
    /// What it costs to stand on the ring itself, and how far away a place may be.
    const OWN: f64 = 400.0;
    const REACH: f64 = 90.0;
    /// What it costs to stand to a side.
    const ASIDE: f64 = 0.3;
    let width = caption.width;
    let above = 5.0 + caption.lines.len() as f64 * CAPTION_LINE - CAPTION_LINE;
    let mut boxes: Vec<&Bounds> = ring.boxes.iter().collect();
    // The lowest and widest first.
    boxes.sort_by(|a, b| (b.y + b.height).total_cmp(&(a.y + a.height)).then(b.width.total_cmp(&a.width)));
    let usual = boxes.iter().flat_map(|it| {
        let (left, right) = (it.x + width / 2.0 + 4.0, it.x + it.width - width / 2.0 - 4.0);
        let middle = f64::midpoint(left, right);
        [it.y + it.height + 13.0, it.y - above]
            .into_iter()
            .flat_map(move |y| [left, right, middle].into_iter().map(move |x| Point { x, y }))
    });
    let own = |it: &Bounds| OWN * ring.pieces().filter(|piece| piece.meets(it)).count() as f64;
    let priced = usual.map(|at| {
        let it = caption_room(caption, at);
        (around.price(&it) + own(&it), at)
    });
    let cheaper = |best: (f64, Point), it: (f64, Point)| if it.0 < best.0 { it } else { best };
    let mut best = priced.reduce(cheaper).unwrap_or((f64::INFINITY, Point::default()));
    if best.0 < Around::HOME {
        return best.1;
    }
    for it in boxes {
        let wide = REACH + width;
        let region = Bounds {
            x: it.x - wide,
            y: it.y - 2.0 * REACH,
            width: it.width + 2.0 * wide,
            height: it.height + 4.0 * REACH,
        };
        let [words, homes, lines] = around.near(&region);
        let near = Around { words: &words, homes: &homes, lines: &lines };
        let (left, right) = (it.x - width / 2.0 - 8.0, it.x + it.width + width / 2.0 + 8.0);
        let columns = (0..=((right - left) / 8.0) as u32).map(|n| left + f64::from(n) * 8.0).chain([right]);
        let (top, bottom) = (it.y - above, it.y + it.height + 13.0);
        for x in columns {
            let beside = (0..=((bottom - top + 2.0 * REACH) / 3.0) as u32).map(|n| top - REACH + f64::from(n) * 3.0);
            for at in beside.map(|y| Point { x, y }) {
                let room = caption_room(caption, at);
                let off = |low: f64, high: f64, from: f64, to: f64| (from - high).max(low - to).max(0.0);
                let away = off(room.x, room.x + room.width, it.x, it.x + it.width)
                    + off(room.y, room.y + room.height, it.y, it.y + it.height);
                let aside = (at.x - it.x - it.width / 2.0).abs();
                let price = near.price(&room) + own(&room) + away + aside * ASIDE;
                best = cheaper(best, (price, at));
            }
        }
    }
    best.1
}

/// The lines to children and between partners, as narrow rectangles.
fn drawn_lines(layout: &Layout) -> Vec<Bounds> {
    let families = layout.families.iter();
    let descent = families.flat_map(|it| it.children.iter().map(|child| &child.route).chain([&it.trunk]));
    let couples = layout.couples.iter().map(|it| &it.route);
    let pieces = descent.chain(couples).flat_map(|route| route.windows(2));
    pieces
        .map(|piece| {
            let (x, y) = (piece[0].x.min(piece[1].x), piece[0].y.min(piece[1].y));
            let (width, height) = ((piece[1].x - piece[0].x).abs(), (piece[1].y - piece[0].y).abs());
            Bounds { x: x - 1.0, y: y - 1.0, width: width + 2.0, height: height + 2.0 }
        })
        .collect()
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
