//! Illness and substance use: which part of a symbol is filled, hatched or
//! divided. The pattern carries the meaning; the shade only supports it.

use super::{Form, Part, svg, symbol};
use crate::layout::Point;
use crate::message::MessageKey;
use crate::ordered::Ordered;
use crate::record::{MarkKind, PersonId, Record, Symbol};

/// What of somebody's health is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Health {
    /// Substance use, of three kinds.
    pub substance: Option<MarkKind>,
    /// Illness, of two kinds.
    pub illness: Option<MarkKind>,
}

impl Health {
    /// Illness together with substance use, which has signs of its own, and what they mean.
    pub const BOTH: [(MessageKey, Self); 2] = [
        (
            MessageKey::LegendIllnessAndSubstance,
            Self { substance: Some(MarkKind::Substance), illness: Some(MarkKind::Illness) },
        ),
        (
            MessageKey::LegendBothRecovering,
            Self { substance: Some(MarkKind::SubstanceRecovery), illness: Some(MarkKind::IllnessRemission) },
        ),
    ];

    /// The health of which one mark tells.
    pub fn of(kind: MarkKind) -> Self {
        let mut health = Self::default();
        health.add(kind);
        health
    }

    /// What the record tells of somebody: what goes on before what is over, a
    /// problem before a suspicion or a recovery.
    pub fn told(record: &Record, person: &PersonId) -> Self {
        let mut marks: Vec<_> = record.marks_of(person).filter(|it| it.kind.is_health()).collect();
        marks.order_by_key(|it| (it.span.to.is_some(), it.kind));
        let mut health = Self::default();
        marks.into_iter().for_each(|it| health.add(it.kind));
        health
    }

    fn add(&mut self, kind: MarkKind) {
        let place = match kind {
            MarkKind::Illness | MarkKind::IllnessRemission => &mut self.illness,
            _ if kind.is_health() => &mut self.substance,
            _ => return,
        };
        *place = place.or(Some(kind));
    }
}

/// How one part of a symbol is filled.
#[derive(Clone, Copy)]
enum Pattern {
    Solid,
    Hatched,
}

/// A part of a symbol, in shares of its half size: left, upper, right, lower.
type Region = [f64; 4];
const LEFT: Region = [-9.0, -9.0, 0.0, 9.0];
const LOWER: Region = [-9.0, 0.0, 9.0, 9.0];
const LOWER_LEFT: Region = [-9.0, 0.0, 0.0, 9.0];
const LOWER_RIGHT: Region = [0.0, 0.0, 9.0, 9.0];
const UPPER_LEFT: Region = [-9.0, -9.0, 0.0, 0.0];

/// The fills of a symbol around its middle, and the lines that divide it.
pub(super) fn parts(sign: Symbol, health: Health, at: Point, half: f64) -> Vec<Part> {
    use MarkKind::{Illness, IllnessRemission, Substance, SubstanceRecovery, SubstanceSuspected};
    use Pattern::{Hatched, Solid};
    let regions: &[(Pattern, Region)] = match (health.illness, health.substance) {
        (None, Some(Substance)) => &[(Solid, LOWER)],
        (None, Some(SubstanceSuspected)) => &[(Hatched, LOWER)],
        (None | Some(IllnessRemission), Some(SubstanceRecovery)) => &[(Solid, LOWER_LEFT)],
        (Some(Illness), None | Some(SubstanceRecovery)) => &[(Solid, LEFT)],
        (Some(Illness), Some(Substance)) => &[(Solid, LEFT), (Solid, LOWER_RIGHT)],
        (Some(Illness), Some(SubstanceSuspected)) => &[(Solid, LEFT), (Hatched, LOWER_RIGHT)],
        (Some(IllnessRemission), None) => &[(Hatched, LEFT)],
        (Some(IllnessRemission), Some(Substance)) => &[(Hatched, UPPER_LEFT), (Solid, LOWER)],
        (Some(IllnessRemission), Some(SubstanceSuspected)) => &[(Hatched, LEFT), (Hatched, LOWER_RIGHT)],
        _ => &[],
    };
    let outline = symbol::corners(sign, half);
    let moved = |points: &[(f64, f64)]| points.iter().map(|it| (at.x + it.0, at.y + it.1)).collect::<Vec<_>>();
    let mut parts = Vec::new();
    for (pattern, region) in regions {
        let piece = clipped(&outline, *region, half);
        if piece.len() < 3 {
            continue;
        }
        parts.push(match pattern {
            Solid => Part { class: "fill", form: Form::Path(svg::path(&moved(&piece), true)) },
            Hatched => {
                let strokes = hatching(&piece).into_iter().map(|it| svg::path(&moved(&it), false));
                Part { class: "fill-hatched", form: Form::Path(strokes.collect()) }
            }
        });
    }
    let mut lines = String::new();
    let mut divide = |from: (f64, f64), to: (f64, f64)| {
        if let Some((from, to)) = chord(&outline, from, to) {
            lines += &svg::path(&moved(&[from, to]), false);
        }
    };
    if health.substance.is_some() {
        divide((-9.0 * half, 0.0), (9.0 * half, 0.0));
    }
    if health.illness.is_some() {
        divide((0.0, -9.0 * half), (0.0, 9.0 * half));
    }
    if !lines.is_empty() {
        parts.push(Part { class: "symbol-inner", form: Form::Path(lines) });
    }
    parts
}

/// The part of a convex outline inside a region.
fn clipped(outline: &[(f64, f64)], region: Region, half: f64) -> Vec<(f64, f64)> {
    let [left, upper, right, lower] = region.map(|it| it * half);
    let mut piece = outline.to_vec();
    for side in 0..4 {
        let inside = |it: (f64, f64)| match side {
            0 => it.0 - left,
            1 => it.1 - upper,
            2 => right - it.0,
            _ => lower - it.1,
        };
        let mut kept = Vec::with_capacity(piece.len() + 2);
        for (n, from) in piece.iter().enumerate() {
            let to = piece[(n + 1) % piece.len()];
            let (before, after) = (inside(*from), inside(to));
            if before >= 0.0 {
                kept.push(*from);
            }
            if (before > 0.0 && after < 0.0) || (before < 0.0 && after > 0.0) {
                let share = before / (before - after);
                kept.push((from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share));
            }
        }
        piece = kept;
    }
    piece
}

/// Slanting strokes through a convex piece, so far from each other.
fn hatching(piece: &[(f64, f64)]) -> Vec<[(f64, f64); 2]> {
    const APART: f64 = 6.0;
    const FAR: f64 = 1000.0;
    let sums = piece.iter().map(|it| it.0 + it.1);
    let (low, high) = sums.fold((f64::INFINITY, f64::NEG_INFINITY), |it, sum| (it.0.min(sum), it.1.max(sum)));
    let first = (low / APART).ceil() as i32;
    let strokes = (first..).map(|n| f64::from(n) * APART).take_while(|sum| *sum <= high).take(100);
    strokes.filter_map(|sum| chord(piece, (sum - FAR, FAR), (sum + FAR, -FAR)).map(|(from, to)| [from, to])).collect()
}

/// The piece of a line inside a convex outline.
fn chord(outline: &[(f64, f64)], from: (f64, f64), to: (f64, f64)) -> Option<((f64, f64), (f64, f64))> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let side = |it: (f64, f64)| (it.0 - from.0) * dy - (it.1 - from.1) * dx;
    let mut shares = Vec::new();
    for (n, a) in outline.iter().enumerate() {
        let b = outline[(n + 1) % outline.len()];
        let (before, after) = (side(*a), side(b));
        if (before > 0.0) == (after > 0.0) {
            continue;
        }
        let share = before / (before - after);
        let (x, y) = (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share);
        shares.push(if dx.abs() > dy.abs() { (x - from.0) / dx } else { (y - from.1) / dy });
    }
    let (low, high) = shares.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |it, at| (it.0.min(*at), it.1.max(*at)));
    let at = |share: f64| (from.0 + dx * share, from.1 + dy * share);
    (high - low > 1e-9).then(|| (at(low), at(high)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(points: &[(f64, f64)]) -> f64 {
        let pairs = points.iter().zip(points.iter().cycle().skip(1));
        pairs.map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>().abs() / 2.0
    }

    #[test]
    fn a_half_is_half_and_a_quarter_a_quarter_of_every_form() {
        for symbol in [Symbol::Male, Symbol::Female, Symbol::Unknown, Symbol::NonBinary] {
            let outline = symbol::corners(symbol, 22.0);
            let whole = area(&outline);
            for (region, share) in [(LEFT, 0.5), (LOWER, 0.5), (LOWER_LEFT, 0.25), (UPPER_LEFT, 0.25)] {
                let piece = area(&clipped(&outline, region, 22.0));
                assert!((piece / whole - share).abs() < 0.01, "{symbol:?} {region:?}: {}", piece / whole);
            }
        }
    }

    #[test]
    fn hatching_stays_inside() {
        let outline = symbol::corners(Symbol::Female, 22.0);
        let strokes = hatching(&clipped(&outline, LOWER, 22.0));
        assert!(strokes.len() > 4);
        for (x, y) in strokes.into_iter().flatten() {
            assert!(x.hypot(y) < 22.1 && y > -0.1, "{x}, {y}");
        }
    }

    #[test]
    fn pets_and_services_have_no_fill() {
        for symbol in [Symbol::Pet, Symbol::Institution] {
            assert!(parts(symbol, Health::of(MarkKind::Illness), Point::default(), 22.0).is_empty());
        }
    }
}
