//! What is written at a home, and where: the home's name, and how those live
//! there who live elsewhere too: «Emil 50 %, oddetallsuker».

use super::field::{self, Field};
use super::ring::Ring;
use super::words::name_by_id;
use super::{Bounds, Form, Part, Text, wording};
use crate::layout::Point;
use crate::message::{Arg, Message, MessageKey};
use crate::ordered::Ordered;
use crate::record::{Household, Membership, PersonId, Record};
use std::collections::BTreeMap;

/// The class of the words.
const CLASS: &str = "home-label";
/// A caption that is wider than this has a line for each of its parts.
const WIDE: f64 = 190.0;
/// From one line of a caption to the next.
const LINE: f64 = 14.0;

/// What is written at a home: lines, and how wide the widest is.
pub(super) struct Caption {
    lines: Vec<Vec<Message>>,
    width: f64,
}

/// How much of the time somebody lives in a home, in percent, and in what rhythm.
type HowOften<'a> = (Option<u8>, Option<&'a str>);

impl Caption {
    /// Who live there alike are named together, and a home that is called like
    /// somebody who is told of is not named twice.
    pub fn of(record: &Record, home: &Household, members: &BTreeMap<&PersonId, &Membership>) -> Self {
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
        let label = label.with("label", home.label.as_str());
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
            message.with("name", names)
        });
        let all: Vec<Message> = named_by.is_none().then_some(label).into_iter().chain(parts).collect();
        let size = wording::letters(CLASS);
        let whole = wording::text_room(&Text::Messages(all.clone()), size);
        if whole <= WIDE {
            return Self { lines: vec![all], width: whole };
        }
        let width = all.iter().map(|it| wording::width(it, size)).fold(0.0, f64::max);
        Self { lines: all.into_iter().map(|it| vec![it]).collect(), width }
    }

    /// The height of all lines.
    fn height(&self) -> f64 {
        self.lines.len() as f64 * LINE - 1.0
    }

    /// The room of the words whose first line stands here.
    fn room(&self, at: Point) -> Bounds {
        Bounds { x: at.x - self.width / 2.0, y: at.y - 10.0, width: self.width, height: self.height() }
    }

    /// Writes the words where they are free: under one of the ring's boxes or
    /// above it, else further along or away. They keep clear of symbols, of all
    /// words and of homes, and of other lines where that may be.
    pub fn write(self, ring: &Ring, field: &mut Field) -> Vec<Part> {
        let at = self.place(ring, field);
        field.words(&self.room(at));
        let line = |(n, words): (usize, Vec<Message>)| {
            let at = Point { y: at.y + n as f64 * LINE, ..at };
            Part { class: CLASS, form: Form::Text { at, text: Text::Messages(words) } }
        };
        self.lines.into_iter().enumerate().map(line).collect()
    }

    fn place(&self, ring: &Ring, field: &Field) -> Point {
        /// What it costs, for each square, to stand on words or symbols, on a home, on a line.
        const WORDS: f64 = 60.0;
        const HOME: f64 = 25.0;
        const LINES: f64 = 1.5;
        /// And to stand away from the box, beside its middle, at a later box, for each unit or box.
        const AWAY: f64 = 0.6;
        const LATER: f64 = 6.0;
        /// How far aside and away places are looked for.
        const STEP: f64 = 8.0;
        const REACH: u32 = 9;
        let mut boxes: Vec<&Bounds> = ring.boxes.iter().collect();
        // The lowest and widest first.
        boxes.order_by(|a, b| (b.y + b.height).total_cmp(&(a.y + a.height)).then(b.width.total_cmp(&a.width)));
        let price = |at: Point, least: f64, itself: f64| {
            let room = self.room(at);
            if itself >= least {
                return itself;
            }
            if field.of(&room) & (field::SYMBOL | field::WORDS | field::HOME | field::RING | field::LINE) == 0 {
                return itself;
            }
            let count = |marks: u8| field.count(marks, &room) as f64;
            itself
                + WORDS * count(field::SYMBOL | field::WORDS)
                + HOME * count(field::HOME | field::RING)
                + LINES * count(field::LINE)
        };
        let (mut least, mut best) = (f64::INFINITY, Point::default());
        let mut look = |at: Point, itself: f64| {
            let it = price(at, least, itself);
            if it < least {
                (least, best) = (it, at);
            }
        };
        for (n, it) in boxes.iter().enumerate() {
            let later = LATER * n as f64;
            let (low, high) = (it.y + it.height + 14.0, it.y - 4.0 - self.height() + 10.0);
            let (left, right) = (it.x + self.width / 2.0 + 4.0, it.x + it.width - self.width / 2.0 - 4.0);
            let middle = it.x + it.width / 2.0;
            for (above, y) in [(0.0, low), (1.0, high)] {
                for x in [left, right, middle] {
                    let aside = ((x - middle).abs() - it.width / 2.0).max(0.0);
                    look(Point { x, y }, later + above + aside * AWAY);
                }
            }
            // Further along the box's edges, and away from them.
            let most = ((it.width + self.width) / 2.0 / STEP).ceil() as u32;
            for away in 0..REACH {
                for (y, above) in [(low + f64::from(away) * 5.0, 0.0), (high - f64::from(away) * 5.0, 1.0)] {
                    for aside in (0..=most).map(|n| f64::from(n) * STEP) {
                        let itself = later + above + f64::from(away) * 5.0 * AWAY + aside * 0.1;
                        look(Point { x: middle + aside, y }, itself);
                        look(Point { x: middle - aside, y }, itself);
                    }
                }
            }
            // Beside the box.
            for (x, side) in [(it.x + it.width + self.width / 2.0 + 8.0, 8.0), (it.x - self.width / 2.0 - 8.0, 8.5)] {
                for down in (0..=(it.height / STEP) as u32).map(|n| f64::from(n) * STEP) {
                    look(Point { x, y: it.y + 10.0 + down }, later + side);
                }
            }
        }
        best
    }
}
