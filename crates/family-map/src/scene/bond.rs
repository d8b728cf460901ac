//! Emotional ties, as a layer above the structure. The form of the line
//! carries the meaning, and a word stands where forms are alike.

use super::keys;
use super::track::Track;
use super::ways::{End, Ways};
use super::words::{name_by_id, shape_id};
use super::{Form, Part, Role, Shape, Text, descent, svg};
use crate::layout::{Layout, Point};
use crate::message::{Message, MessageKey};
use crate::ordered::Ordered;
use crate::record::{Bond, BondKind, PersonId, Record};
use std::collections::BTreeSet;

/// The ties that may be drawn, the shortest first: the others lead round them.
pub(super) fn shapes(record: &Record, layout: &Layout, ways: &mut Ways<'_>, sensitive: bool) -> Vec<Shape> {
    /// Between a symbol and the end of a tie.
    const AIR: f64 = 5.0;
    let end = |id: &PersonId| End::of(record, layout, id, AIR);
    let visible = record.bonds.values().filter(|it| is_drawn(it.kind, sensitive) && it.a != it.b);
    let mut visible: Vec<_> = visible.filter_map(|it| Some((it, end(&it.a)?, end(&it.b)?))).collect();
    visible.order_by(|a, b| a.1.distance(&a.2).total_cmp(&b.1.distance(&b.2)).then_with(|| a.0.id.cmp(&b.0.id)));
    let tracks: Vec<_> = visible.into_iter().map(|(it, a, b)| (it, ways.between(a, b, is_wide(it.kind)))).collect();
    let shape = |(it, track): (&Bond, Track)| {
        let mut parts = strokes(it.kind, &track);
        let word = Message::new(keys::bond(it.kind));
        // Where there is no room for the word, the form and the sentence say it.
        if let Some(at) = ways.word_beside(&track, &word, WORD) {
            let text = Text::Messages(vec![word]);
            parts.push(Part { class: WORD, form: Form::Text { at, text } });
        }
        let key = if is_directed(it.kind) { MessageKey::BondTowards } else { MessageKey::BondBetween };
        let said = Message::new(key)
            .with("a", name_by_id(record, &it.a))
            .with("b", name_by_id(record, &it.b))
            .with("kind", Message::new(keys::bond(it.kind)));
        Shape {
            id: shape_id("bond", it.id.as_str()),
            role: Role::Bond,
            class: format!("bond bond-{}", it.kind.code()),
            person: None,
            alternative: vec![said],
            parts,
        }
    };
    tracks.into_iter().map(shape).collect()
}

/// The class of a tie's word.
const WORD: &str = "bond-label";

/// The kinds that are on the drawing.
pub(super) fn shown(record: &Record, sensitive: bool) -> BTreeSet<BondKind> {
    let here = |id| record.people.contains_key(id);
    let drawn = record.bonds.values().filter(|it| is_drawn(it.kind, sensitive) && here(&it.a) && here(&it.b));
    drawn.map(|it| it.kind).collect()
}

fn is_drawn(kind: BondKind, sensitive: bool) -> bool {
    kind != BondKind::Unknown && (sensitive || !kind.is_sensitive())
}

/// Whether the tie points from one to the other.
pub(crate) fn is_directed(kind: BondKind) -> bool {
    use BondKind::{
        Admirer, Caretaker, Controlling, EmotionalAbuse, FocusedOn, FocusedOnNegatively, Grief, Jealous, Limerence,
        Manipulative, Neglect, PhysicalAbuse, SexualAbuse, Violence,
    };
    matches!(
        kind,
        Admirer
            | Caretaker
            | Controlling
            | EmotionalAbuse
            | FocusedOn
            | FocusedOnNegatively
            | Grief
            | Jealous
            | Limerence
            | Manipulative
            | Neglect
            | PhysicalAbuse
            | SexualAbuse
            | Violence
    )
}

/// Whether the line has teeth, waves or strokes to its sides.
fn is_wide(kind: BondKind) -> bool {
    use BondKind as B;
    !matches!(
        kind,
        B::Plain
            | B::Harmony
            | B::Distant
            | B::Indifferent
            | B::Friendship
            | B::Grief
            | B::Love
            | B::InLove
            | B::Admirer
            | B::Limerence
            | B::NeverMet
            | B::FocusedOn
    )
}

/// The form of one kind of tie along its way.
pub(super) fn strokes(kind: BondKind, track: &Track) -> Vec<Part> {
    use BondKind as B;
    let parallel = match kind {
        B::Close | B::CloseHostile => 2,
        B::Fused | B::FusedHostile | B::BestFriends => 3,
        B::NeverMet => 0,
        _ => 1,
    };
    let zigzag = match kind {
        B::Conflict | B::CloseHostile | B::FusedHostile | B::DistantHostile => 7.0,
        B::EmotionalAbuse | B::PhysicalAbuse | B::SexualAbuse | B::Violence => 7.0,
        B::Hate => 4.0,
        _ => 0.0,
    };
    let class = match kind {
        B::Distant | B::DistantHostile => "bond-line line-dotted",
        B::Indifferent => "bond-line line-sparse",
        B::Distrust | B::Neglect => "bond-line line-dashed",
        B::Grief => "bond-line line-thin",
        B::Violence => "bond-line line-heavy",
        _ => "bond-line",
    };
    let mut path = String::new();
    let plain = zigzag == 0.0 || parallel > 1;
    for n in 0..parallel {
        if plain {
            let aside = (f64::from(n) - f64::from(parallel - 1) / 2.0) * 4.0;
            path += &track.piece(0.0, 1.0, aside);
        }
    }
    if zigzag > 0.0 {
        path += &svg::path(&track.teeth(zigzag), false);
    }
    if matches!(kind, B::Cutoff | B::CutoffRepaired) {
        path = track.piece(0.0, 0.45, 0.0) + &track.piece(0.55, 1.0, 0.0);
        path += &(track.across(0.45, 7.0) + &track.across(0.55, 7.0));
    }
    if kind == B::NeverMet {
        // Two ends that do not meet, near enough to be seen as one line.
        let half = (NOT_MET / track.length()).min(0.44) / 2.0;
        path = track.piece(0.0, 0.5 - half, 0.0) + &track.piece(0.5 + half, 1.0, 0.0);
    }
    path += &marks(kind, track);
    if kind == B::Spiritual {
        path = wave(track);
    } else if kind == B::Manipulative {
        path = curve(track);
    }
    let mut parts = vec![Part { class, form: Form::Path(path) }];
    if kind == B::CutoffRepaired || kind == B::Grief {
        let (x, y) = track.at(if kind == B::Grief { 1.0 } else { 0.5 }, 0.0);
        parts.push(Part { class: "bond-line", form: Form::Circle { centre: Point { x, y }, radius: 3.0 } });
    } else if is_directed(kind) {
        let class = if kind == B::EmotionalAbuse { "arrow-open" } else { "arrow" };
        let (from, to) = track.end();
        parts.push(Part { class, form: Form::Path(descent::head(from, to)) });
    }
    let sign = |at: f64, form: &[(f64, f64)]| {
        let (x, y) = track.at(at, 0.0);
        let points: Vec<(f64, f64)> = form.iter().map(|(dx, dy)| (x + dx, y + dy)).collect();
        Part { class: "bond-sign", form: Form::Path(svg::path(&points, true)) }
    };
    match kind {
        B::Love => parts.push(sign(0.5, &HEART)),
        B::InLove => parts.extend([sign(0.4, &HEART), sign(0.6, &HEART)]),
        B::Limerence => {
            parts.push(sign(0.35, &HEART));
            let (x, y) = track.at(0.6, 0.0);
            let text = Text::Plain("?".to_owned());
            parts.push(Part { class: "bond-label", form: Form::Text { at: Point { x, y: y + 4.0 }, text } });
        }
        B::Admirer => parts.push(sign(0.5, &STAR)),
        _ => {}
    }
    parts
}

/// Between the ends of a line for people who have never met.
const NOT_MET: f64 = 36.0;

/// A heart and a star, around their middle.
const HEART: [(f64, f64); 8] =
    [(0.0, -2.5), (2.0, -5.0), (5.0, -4.0), (5.0, -1.0), (0.0, 5.0), (-5.0, -1.0), (-5.0, -4.0), (-2.0, -5.0)];
const STAR: [(f64, f64); 10] = [
    (0.0, -6.0),
    (1.5, -2.0),
    (5.7, -1.9),
    (2.4, 0.8),
    (3.5, 4.9),
    (0.0, 2.5),
    (-3.5, 4.9),
    (-2.4, 0.8),
    (-5.7, -1.9),
    (-1.5, -2.0),
];

/// Strokes across or beside the line, by which like lines are told apart.
fn marks(kind: BondKind, track: &Track) -> String {
    use BondKind as B;
    match kind {
        B::Discord => track.across(0.35, 5.0) + &track.across(0.5, 5.0) + &track.across(0.65, 5.0),
        B::Distrust => track.across(0.4, 5.0) + &track.across(0.6, 5.0),
        B::SexualAbuse => track.piece(0.0, 0.85, 8.0) + &track.piece(0.0, 0.85, -8.0),
        B::FocusedOnNegatively => track.piece(0.4, 0.6, 6.0),
        B::Caretaker => track.across(0.08, 6.0) + &track.piece(0.08, 0.18, 6.0),
        B::Controlling => track.across(0.72, 6.0),
        B::Jealous => track.across(0.45, 4.0) + &track.across(0.55, 4.0),
        _ => String::new(),
    }
}

/// A line in waves.
fn wave(track: &Track) -> String {
    let steps = ((track.length() / 3.0) as u32).clamp(8, 600);
    let point = |n: u32| track.at(f64::from(n) / f64::from(steps), 4.0 * (f64::from(n) * 0.9).sin());
    svg::path(&(0..=steps).map(point).collect::<Vec<_>>(), false)
}

/// A line that bends aside.
fn curve(track: &Track) -> String {
    let point = |n: u32| {
        let share = f64::from(n) / 16.0;
        track.at(share, (track.length() * 0.12).min(26.0) * (share * std::f64::consts::PI).sin())
    };
    svg::path(&(0..=16).map(point).collect::<Vec<_>>(), false)
}
