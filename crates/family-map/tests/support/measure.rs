//! What is counted on a picture, ours or another's: one definition for tests
//! and for the comparison.
// Fixtures are ours and sound; the examples use this too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(dead_code)]

use family_map::layout::{Layout, Point};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// A symbol on a picture: whose, its middle, its size.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    pub p: usize,
    pub x: f64,
    pub y: f64,
    pub w: f64,
    pub h: f64,
}

/// One or two parents and their children.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    pub parents: Vec<usize>,
    pub children: Vec<usize>,
}

/// The figures by which pictures are compared.
#[derive(Clone, Debug)]
pub struct Figures {
    /// People drawn at least once, and symbols beyond the first of a person.
    pub shown: usize,
    pub copies: usize,
    /// Pairs of symbols that cover each other.
    pub overlaps: usize,
    pub couples: usize,
    /// Couples side by side with only other partners of either between them.
    pub adjacent: f64,
    /// Straight lines from the middle of the parents to each child that cross, of different families.
    pub crossings: usize,
    /// Families with the parents' middle within the span of their children, to half a symbol.
    pub centred: f64,
    pub width: f64,
    pub height: f64,
}

/// Measures symbols on a plane. People drawn more than once count by their first symbol.
pub fn figures(nodes: &[Node], families: &[Family]) -> Figures {
    let mut place: BTreeMap<usize, Node> = BTreeMap::new();
    for node in nodes {
        place.entry(node.p).or_insert(*node);
    }
    let low = |of: &dyn Fn(&Node) -> f64| nodes.iter().map(of).fold(f64::INFINITY, f64::min);
    let high = |of: &dyn Fn(&Node) -> f64| nodes.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    let couples: BTreeSet<(usize, usize)> = families
        .iter()
        .filter(|it| it.parents.len() == 2 && it.parents[0] != it.parents[1])
        .map(|it| (it.parents[0].min(it.parents[1]), it.parents[0].max(it.parents[1])))
        .collect();
    let centred: Vec<bool> = families.iter().filter_map(|it| is_centred(it, &place)).collect();
    Figures {
        shown: place.len(),
        copies: nodes.len() - place.len(),
        overlaps: overlaps(nodes),
        couples: couples.len(),
        adjacent: adjacent(&couples, &place),
        crossings: crossings(families, &place),
        centred: share(&centred),
        width: high(&|it| it.x + it.w / 2.0) - low(&|it| it.x - it.w / 2.0),
        height: high(&|it| it.y + it.h / 2.0) - low(&|it| it.y - it.h / 2.0),
    }
}

fn share(all: &[bool]) -> f64 {
    if all.is_empty() { 1.0 } else { all.iter().filter(|it| **it).count() as f64 / all.len() as f64 }
}

/// The middle of a family's parents, on the lower one's row.
fn middle(family: &Family, place: &BTreeMap<usize, Node>) -> Option<(f64, f64)> {
    let at: Vec<&Node> = family.parents.iter().filter_map(|it| place.get(it)).collect();
    let x = at.iter().map(|it| it.x).sum::<f64>() / at.len() as f64;
    (!at.is_empty()).then(|| (x, at.iter().map(|it| it.y).fold(f64::NEG_INFINITY, f64::max)))
}

fn is_centred(family: &Family, place: &BTreeMap<usize, Node>) -> Option<bool> {
    let (x, _) = middle(family, place)?;
    let children: Vec<&Node> = family.children.iter().filter_map(|it| place.get(it)).collect();
    let low = children.iter().map(|it| it.x - it.w / 2.0).fold(f64::INFINITY, f64::min);
    let high = children.iter().map(|it| it.x + it.w / 2.0).fold(f64::NEG_INFINITY, f64::max);
    (!children.is_empty()).then_some(low - 1e-6 <= x && x <= high + 1e-6)
}

fn adjacent(couples: &BTreeSet<(usize, usize)>, place: &BTreeMap<usize, Node>) -> f64 {
    let mut rows: BTreeMap<i64, Vec<(f64, usize)>> = BTreeMap::new();
    for (it, node) in place {
        rows.entry(node.y.round() as i64).or_default().push((node.x, *it));
    }
    rows.values_mut().for_each(|row| row.sort_by(|a, b| a.0.total_cmp(&b.0)));
    let partners = |a: usize, b: usize| couples.contains(&(a.min(b), a.max(b)));
    let beside = |(a, b): &(usize, usize)| {
        let (Some(one), Some(two)) = (place.get(a), place.get(b)) else { return false };
        if one.y.round() != two.y.round() {
            return false;
        }
        let row = &rows[&(one.y.round() as i64)];
        let (low, high) = (one.x.min(two.x), one.x.max(two.x));
        let from = row.partition_point(|it| it.0 <= low);
        let to = row.partition_point(|it| it.0 < high);
        row[from..to.max(from)].iter().all(|(_, it)| partners(*it, *a) || partners(*it, *b))
    };
    share(&couples.iter().map(beside).collect::<Vec<_>>())
}

fn overlaps(nodes: &[Node]) -> usize {
    let mut sorted: Vec<&Node> = nodes.iter().collect();
    sorted.sort_by(|a, b| (a.x - a.w / 2.0).total_cmp(&(b.x - b.w / 2.0)));
    let mut count = 0;
    for (at, a) in sorted.iter().enumerate() {
        let reach = a.x + a.w / 2.0 - 0.01;
        let near = sorted[at + 1..].iter().take_while(|b| b.x - b.w / 2.0 < reach);
        count += near.filter(|b| (a.y - b.y).abs() < (a.h + b.h) / 2.0 - 0.01).count();
    }
    count
}

fn crossings(families: &[Family], place: &BTreeMap<usize, Node>) -> usize {
    let mut lines = Vec::new();
    for (at, family) in families.iter().enumerate() {
        let Some(from) = middle(family, place) else { continue };
        let children = family.children.iter().filter_map(|it| place.get(it));
        lines.extend(children.map(|to| (at, from, (to.x, to.y))));
    }
    // Only lines that share some height can cross.
    lines.sort_by(|a, b| a.1.1.min(a.2.1).total_cmp(&b.1.1.min(b.2.1)));
    let mut count = 0;
    for (at, a) in lines.iter().enumerate() {
        let reach = a.1.1.max(a.2.1);
        let near = lines[at + 1..].iter().take_while(|b| b.1.1.min(b.2.1) < reach);
        count += near.filter(|b| a.0 != b.0 && cross((a.1, a.2), (b.1, b.2))).count();
    }
    count
}

type Line = ((f64, f64), (f64, f64));

/// Whether two lines meet inside both.
fn cross(a: Line, b: Line) -> bool {
    let side = |line: Line, at: (f64, f64)| {
        let ((x1, y1), (x2, y2)) = line;
        let area = (x2 - x1) * (at.1 - y1) - (y2 - y1) * (at.0 - x1);
        if area.abs() < 1e-6 { 0.0 } else { area.signum() }
    };
    if a.0.0.max(a.1.0) < b.0.0.min(b.1.0) || b.0.0.max(b.1.0) < a.0.0.min(a.1.0) {
        return false;
    }
    side(a, b.0) * side(a, b.1) < 0.0 && side(b, a.0) * side(b, a.1) < 0.0
}

/// The symbols and families of one of our layouts, people in the order of their ids.
pub fn picture(layout: &Layout) -> (Vec<Node>, Vec<Family>) {
    let number: BTreeMap<_, usize> = layout.places.keys().enumerate().map(|(n, id)| (id, n)).collect();
    let size = layout.sizes.symbol;
    let nodes = layout.places.values().enumerate();
    let nodes = nodes.map(|(p, it)| Node { p, x: it.x, y: layout.rows[it.row as usize], w: size, h: size });
    let mut families: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
    for family in &layout.families {
        let mut parents: Vec<usize> = family.parents.iter().map(|id| number[id]).collect();
        parents.sort_unstable();
        families.entry(parents).or_default().extend(family.children.iter().map(|it| number[&it.child]));
    }
    let families = families.into_iter().map(|(parents, children)| Family { parents, children });
    (nodes.collect(), families.collect())
}

/// The figures of one of our layouts.
pub fn of(layout: &Layout) -> Figures {
    let (nodes, families) = picture(layout);
    figures(&nodes, &families)
}

/// Neighbours in a row whose rooms, label included, overlap.
pub fn crowded(layout: &Layout) -> usize {
    let mut rows: Vec<_> = layout.places.values().collect();
    rows.sort_by(|a, b| a.row.cmp(&b.row).then(a.x.total_cmp(&b.x)));
    rows.windows(2)
        .filter(|two| two[0].row == two[1].row && two[1].x - two[0].x < two[0].half_width + two[1].half_width - 0.01)
        .count()
}

/// How far people stand from where they stood, the middle one of those given.
pub fn median(mut moves: Vec<f64>) -> f64 {
    moves.sort_by(f64::total_cmp);
    moves.get(moves.len() / 2).copied().unwrap_or(0.0)
}

/// The pieces of all lines as they are drawn, with a number for whose they are.
fn pieces(layout: &Layout) -> Vec<(usize, Point, Point)> {
    let mut pieces = Vec::new();
    let mut add = |owner: usize, route: &[Point]| {
        pieces.extend(route.windows(2).map(|two| (owner, two[0], two[1])).filter(|it| it.1 != it.2));
    };
    for (at, family) in layout.families.iter().enumerate() {
        add(at, &family.trunk);
        let mut drawn: HashSet<[u64; 4]> = HashSet::new();
        for child in &family.children {
            // What siblings share is drawn once; a bar is drawn from its trunk.
            for two in child.route.windows(2) {
                let key = [two[0].x.to_bits(), two[0].y.to_bits(), two[1].x.to_bits(), two[1].y.to_bits()];
                if drawn.insert(key) && two[0].y != two[1].y {
                    add(at, two);
                }
            }
        }
        let mut bars: BTreeMap<u64, (f64, f64)> = BTreeMap::new();
        for two in family.children.iter().flat_map(|it| it.route.windows(2)).filter(|two| two[0].y == two[1].y) {
            let bar = bars.entry(two[0].y.to_bits()).or_insert((f64::INFINITY, f64::NEG_INFINITY));
            *bar = (bar.0.min(two[0].x).min(two[1].x), bar.1.max(two[0].x).max(two[1].x));
        }
        for (y, (low, high)) in bars {
            let y = f64::from_bits(y);
            add(at, &[Point { x: low, y }, Point { x: high, y }]);
        }
    }
    for (at, couple) in layout.couples.iter().enumerate() {
        add(layout.families.len() + at, &couple.route);
    }
    pieces
}

/// Crossings of lines of different families and couples as they are drawn.
pub fn drawn_crossings(layout: &Layout) -> usize {
    let mut pieces = pieces(layout);
    let top = |it: &(usize, Point, Point)| it.1.y.min(it.2.y);
    pieces.sort_by(|a, b| top(a).total_cmp(&top(b)));
    let mut count = 0;
    for (at, a) in pieces.iter().enumerate() {
        let reach = a.1.y.max(a.2.y);
        let near = pieces[at + 1..].iter().take_while(|b| top(b) < reach + 0.001);
        let point = |it: Point| (it.x, it.y);
        count += near.filter(|b| a.0 != b.0 && cross((point(a.1), point(a.2)), (point(b.1), point(b.2)))).count();
    }
    count
}

/// Lines as they are drawn that pass through the symbol of someone whom they do not join.
pub fn lines_through_symbols(layout: &Layout) -> usize {
    let half = layout.sizes.symbol / 2.0 - 1.0;
    let mut symbols: Vec<_> = layout.places.iter().collect();
    symbols.sort_by(|a, b| a.1.x.total_cmp(&b.1.x));
    let mut count = 0;
    for (owner, from, to) in pieces(layout) {
        let ends: Vec<_> = match layout.families.get(owner) {
            Some(family) => family.parents.iter().chain(family.children.iter().map(|it| &it.child)).collect(),
            None => vec![
                &layout.couples[owner - layout.families.len()].left,
                &layout.couples[owner - layout.families.len()].right,
            ],
        };
        let (low, high) = (from.x.min(to.x), from.x.max(to.x));
        let first = symbols.partition_point(|it| it.1.x + half <= low);
        for (id, it) in symbols[first..].iter().take_while(|it| it.1.x - half < high) {
            let inside = |x: f64, y: f64| (x - it.x).abs() < half && (y - it.y).abs() < half;
            let steps = 24;
            let meets = (0..=steps).any(|n| {
                let share = f64::from(n) / f64::from(steps);
                // The piece above the symbol's row, narrowed to where it can meet it.
                let (a, b) = (from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share);
                inside(a, b) || (from.y == to.y && (from.y - it.y).abs() < half && low < it.x && it.x < high)
            });
            count += usize::from(meets && !ends.contains(id));
        }
    }
    count
}
