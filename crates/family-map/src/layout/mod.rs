//! Where everyone stands on a genogram: a pure function of the record, what is
//! pinned, and where people stood before.
//!
//! Every person of the record is placed exactly once, whatever the graph: two
//! paths to one person are two lines, never two symbols. Left and right carry
//! meaning and are not mirrored in right-to-left languages.
//!
//! ```text
//! record ─graph─> people, couples, families ─level─> rows ─order─> left to right
//!                                     ─place─> x ─route─> lines, y
//! ```
//!
//! [`arrange`] gives the first picture at once. Given the places of before
//! ([`Options::after`]), it lets everyone stand who need not move: one edit does
//! not reshuffle the rest. [`arrange_within`] draws a part of a whole where it
//! stands there. [`Refiner`] looks for a better picture in slices. All are
//! deterministic.

mod chain;
mod gave_way;
mod graph;
mod label;
mod lane;
mod level;
mod lists;
mod net;
mod order;
mod place;
mod refine;
mod route;

pub use label::{cut as cut_text, lines as label_lines, width as text_width};

pub use refine::Refiner;

use crate::record::{ParentKind, ParentLinkId, PartnershipId, PersonId, Record};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A point on the drawing; y grows downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// From left to right.
    pub x: f64,
    /// From top to bottom.
    pub y: f64,
}

/// Sizes of a drawing, in CSS pixels at scale 1. Gaps are from centre to
/// centre and are the least there is; a wide label takes more.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sizes {
    /// Width and height of a symbol.
    pub symbol: f64,
    /// Between siblings.
    pub sibling_gap: f64,
    /// Between the two of a couple.
    pub couple_gap: f64,
    /// Between generations.
    pub generation_gap: f64,
    /// Height of the name's letters.
    pub label: f64,
}

impl Default for Sizes {
    fn default() -> Self {
        Self { symbol: 44.0, sibling_gap: 60.0, couple_gap: 80.0, generation_gap: 130.0, label: 14.0 }
    }
}

/// What a layout starts from beside the record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// Where people stood before. They keep their order and stay as near as
    /// the rules allow.
    pub previous: BTreeMap<PersonId, Point>,
    /// Where people are put by hand, over what the record says: their x, which
    /// never moves unless another pin or an overlap forces it.
    pub pins: BTreeMap<PersonId, f64>,
    /// Sizes of the drawing.
    pub sizes: Sizes,
}

impl Options {
    /// Options that start from an earlier layout.
    #[must_use]
    pub fn after(earlier: &Layout) -> Self {
        let previous = earlier.places.iter().map(|(id, it)| (id.clone(), Point { x: it.x, y: it.y })).collect();
        Self { previous, ..Self::default() }
    }

    /// With the pins that the record holds.
    fn pinned(&self, record: &Record) -> Cow<'_, Self> {
        let held = record.people.values().filter_map(|it| Some((it.id.clone(), f64::from(it.pin?))));
        let mut pins: BTreeMap<PersonId, f64> = held.collect();
        if pins.is_empty() {
            return Cow::Borrowed(self);
        }
        pins.extend(self.pins.clone());
        Cow::Owned(Self { pins, ..self.clone() })
    }
}

/// Where one person stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Centre of the symbol.
    pub x: f64,
    /// Centre of the symbol.
    pub y: f64,
    /// The generation, counted from the oldest at the top.
    pub row: u32,
    /// Half the width that belongs to this person alone, symbol and label.
    pub half_width: f64,
    /// The name as it is written under the symbol; empty where no name is known.
    pub label: Vec<String>,
    /// The height of all that is written under the symbol.
    pub words: f64,
}

/// The line between two partners, or two parents who were never a couple.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CoupleLine {
    /// The partnerships between the two, in order of entry; none for parents
    /// whose partnership nobody has told.
    pub partnerships: Vec<PartnershipId>,
    /// The one further left.
    pub left: PersonId,
    /// The one further right.
    pub right: PersonId,
    /// From the left partner to the right one.
    pub route: Vec<Point>,
    /// Only other partners of one of the two stand between them.
    pub adjacent: bool,
}

/// The lines from one couple or one parent to the children of one kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FamilyLine {
    /// One or two parents, from left to right.
    pub parents: Vec<PersonId>,
    /// What the parents are to these children, the first parent first.
    pub kind: ParentKind,
    /// Where the line leaves the couple line or the single parent, down to
    /// the height where it spreads.
    pub trunk: Vec<Point>,
    /// The children from left to right.
    pub children: Vec<ChildLine>,
}

/// The end of a family line at one child.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChildLine {
    /// The child.
    pub child: PersonId,
    /// The parent ties that this line draws.
    pub links: Vec<ParentLinkId>,
    /// From the trunk's end to the top of the child's symbol.
    pub route: Vec<Point>,
}

/// Where people stand, and the lines between them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Layout {
    /// Sizes of the drawing.
    pub sizes: Sizes,
    /// Everyone's place.
    pub places: BTreeMap<PersonId, Place>,
    /// The height of each generation, from the top.
    pub rows: Vec<f64>,
    /// The couples' lines.
    pub couples: Vec<CoupleLine>,
    /// The lines from parents to children.
    pub families: Vec<FamilyLine>,
    /// What could not be honoured.
    pub gave_way: Vec<GaveWay>,
}

/// A rule that could not be honoured, and for whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GaveWay {
    /// Someone is their own ancestor; this tie could not point downwards.
    ParentBelowChild {
        /// The child, drawn above.
        child: PersonId,
        /// The parent, drawn below.
        parent: PersonId,
    },
    /// The two of a couple belong to different generations.
    CoupleApart(PersonId, PersonId),
    /// Someone who is neither's partner stands between the two of a couple.
    CoupleNotAdjacent(PersonId, PersonId),
    /// A pinned person had to make room.
    PinMoved(PersonId),
    /// Twins do not stand together.
    TwinsApart(PersonId, PersonId),
    /// Two siblings do not stand in birth order.
    BirthOrder {
        /// The one further left.
        younger: PersonId,
        /// The one further right.
        elder: PersonId,
    },
}

/// Places everyone and routes the lines. The same input gives the same layout.
#[must_use]
pub fn arrange(record: &Record, options: &Options) -> Layout {
    let options = &*options.pinned(record);
    let graph = graph::Graph::of(record, &options.sizes);
    let levels = level::levels(&graph);
    let mut net = net::Net::of(&graph, &levels);
    let mut order = order::order(&graph, &mut net, options);
    let places = place::place(&graph, &mut net, &mut order, options, place::Effort::First);
    route::route(&graph, &levels, &net, &order, &places, options, &[])
}

/// Draws a part of what another layout holds, such as one day of a family of
/// all times: everyone stands exactly where they stand there, in their row and
/// at its height, so that a slider through time lets nobody jump. Whoever the
/// other does not hold makes it an ordinary layout that starts from there.
#[must_use]
pub fn arrange_within(record: &Record, whole: &Layout) -> Layout {
    let pins = record.people.keys().map(|id| Some((id.clone(), whole.places.get(id)?.x)));
    let options = Options { sizes: whole.sizes, ..Options::after(whole) };
    let Some(pins) = pins.collect() else { return arrange(record, &options) };
    let options = Options { pins, ..options };
    let graph = graph::Graph::of(record, &options.sizes);
    let levels = level::as_in(&graph, whole);
    let mut net = net::Net::of(&graph, &levels);
    let mut order = order::order(&graph, &mut net, &options);
    let places = place::place(&graph, &mut net, &mut order, &options, place::Effort::First);
    route::route(&graph, &levels, &net, &order, &places, &options, &whole.rows)
}
