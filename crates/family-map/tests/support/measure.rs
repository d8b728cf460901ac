//! What is counted on a layout.
// Fixtures are ours and sound; the examples use this too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(dead_code)]

use family_map::Record;
use family_map::layout::{Layout, Place, Point};
use family_map::record::PersonId;

/// The figures by which layouts are compared.
#[derive(Debug)]
pub struct Figures {
    pub people: usize,
    pub rows: usize,
    pub width: f64,
    pub height: f64,
    /// Straight lines from the middle of the parents to each child that cross
    /// within a gap between rows; long lines by their way points.
    pub crossings: usize,
    /// Crossings of the lines as they are drawn.
    pub drawn_crossings: usize,
    /// Share of couples with only other partners between them.
    pub adjacent: f64,
    /// Share of couples whose middle stands over the middle of their children, to half a symbol.
    pub centred: f64,
    /// Pairs in a row that stand too near.
    pub overlaps: usize,
}

pub fn figures(record: &Record, layout: &Layout) -> Figures {
    let place = |id: &PersonId| &layout.places[id];
    let low = layout.places.values().map(|it| it.x - it.half_width).fold(f64::INFINITY, f64::min);
    let high = layout.places.values().map(|it| it.x + it.half_width).fold(f64::NEG_INFINITY, f64::max);
    let centred = layout.families.iter().filter(|it| it.parents.len() == 2).map(|it| {
        let xs: Vec<f64> = it.children.iter().map(|child| place(&child.child).x).collect();
        let middle = f64::midpoint(
            xs.iter().copied().fold(f64::INFINITY, f64::min),
            xs.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        );
        let parents = f64::midpoint(place(&it.parents[0]).x, place(&it.parents[1]).x);
        (middle - parents).abs() <= layout.sizes.symbol / 2.0
    });
    Figures {
        people: layout.places.len().min(record.people.len()),
        rows: layout.rows.len(),
        width: high - low,
        height: layout.rows.last().copied().unwrap_or(0.0),
        crossings: crossings(layout),
        drawn_crossings: drawn_crossings(layout),
        adjacent: share(layout.couples.iter().map(|it| it.adjacent)),
        centred: share(centred),
        overlaps: overlaps(layout).len(),
    }
}

fn share(all: impl Iterator<Item = bool>) -> f64 {
    let all: Vec<bool> = all.collect();
    all.iter().filter(|it| **it).count() as f64 / all.len().max(1) as f64
}

/// Neighbours in a row whose rooms overlap.
pub fn overlaps(layout: &Layout) -> Vec<(PersonId, PersonId)> {
    let mut rows: Vec<(&PersonId, &Place)> = layout.places.iter().collect();
    rows.sort_by(|a, b| a.1.row.cmp(&b.1.row).then(a.1.x.total_cmp(&b.1.x)));
    let near = |a: &Place, b: &Place| a.row == b.row && b.x - a.x < a.half_width + b.half_width - 0.01;
    rows.windows(2).filter(|two| near(two[0].1, two[1].1)).map(|two| (two[0].0.clone(), two[1].0.clone())).collect()
}

/// Crossings of straight lines, gap by gap.
fn crossings(layout: &Layout) -> usize {
    let mut gaps: Vec<Vec<(f64, f64)>> = vec![Vec::new(); layout.rows.len() + 1];
    for family in &layout.families {
        let from = family.trunk[0].x;
        for child in &family.children {
            // Every second point after the spread lies on a bar, then at a top.
            let mut upper = from;
            let first = usize::try_from(layout.places[&family.parents[0]].row).unwrap();
            let tops: Vec<f64> = child.route[1..].chunks(3).map(|it| it.get(1).unwrap_or(&it[0]).x).collect();
            for (n, lower) in tops.into_iter().enumerate() {
                gaps[(first + n).min(layout.rows.len())].push((upper, lower));
                upper = lower;
            }
        }
    }
    gaps.iter_mut().map(|gap| inversions(gap)).sum()
}

fn inversions(lines: &mut [(f64, f64)]) -> usize {
    lines.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut count = 0;
    for (at, a) in lines.iter().enumerate() {
        count += lines[at + 1..].iter().filter(|b| b.0 > a.0 + 0.01 && b.1 < a.1 - 0.01).count();
    }
    count
}

/// Crossings of upright and level pieces of different families and couples.
fn drawn_crossings(layout: &Layout) -> usize {
    let mut level: Vec<(usize, Point, Point)> = Vec::new();
    let mut upright: Vec<(usize, Point, Point)> = Vec::new();
    let mut add = |owner: usize, route: &[Point]| {
        for two in route.windows(2) {
            let (a, b) = (two[0], two[1]);
            if (a.y - b.y).abs() < 0.01 {
                level.push((owner, Point { x: a.x.min(b.x), y: a.y }, Point { x: a.x.max(b.x), y: a.y }));
            } else if (a.x - b.x).abs() < 0.01 {
                upright.push((owner, Point { x: a.x, y: a.y.min(b.y) }, Point { x: a.x, y: a.y.max(b.y) }));
            }
        }
    };
    for (at, family) in layout.families.iter().enumerate() {
        let low = family.children.iter().map(|it| it.route[1].x).fold(family.trunk[1].x, f64::min);
        let high = family.children.iter().map(|it| it.route[1].x).fold(family.trunk[1].x, f64::max);
        let y = family.trunk[1].y;
        add(at, &family.trunk);
        add(at, &[Point { x: low, y }, Point { x: high, y }]);
        let mut shared = Vec::new();
        for child in &family.children {
            let route = &child.route[1..];
            if route.len() > 2 && shared.contains(&route[0].x.to_bits()) {
                add(at, &route[2..]);
            } else {
                add(at, route);
            }
            shared.push(route[0].x.to_bits());
        }
    }
    for (at, couple) in layout.couples.iter().enumerate() {
        add(layout.families.len() + at, &couple.route);
    }
    level.sort_by(|a, b| a.1.y.total_cmp(&b.1.y));
    let mut count = 0;
    for (owner, top, bottom) in &upright {
        let from = level.partition_point(|it| it.1.y <= top.y + 0.01);
        let to = level.partition_point(|it| it.1.y < bottom.y - 0.01);
        let crossed =
            level[from..to].iter().filter(|it| it.0 != *owner && it.1.x < top.x - 0.01 && it.2.x > top.x + 0.01);
        count += crossed.count();
    }
    count
}
