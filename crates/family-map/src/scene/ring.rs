//! The closed line around a home: a region that holds the rooms of its members
//! and nobody else's, whatever the layout. Members who stand beside each other
//! share a box; boxes that stand apart are joined by narrow corridors that lead
//! round everybody else through the channels between rows and people.

use super::{Bounds, svg};
use crate::layout::Point;
use crate::ordered::Ordered;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// Half the width of a corridor.
const HALF: f64 = 6.0;
/// What a bend costs, and how much dearer it is to run over another home's line or over words.
const BEND: f64 = 40.0;
const OVER: f64 = 3.0;
const OVER_WORDS: f64 = 8.0;
/// A ring whose corridors are longer than this, all together, is not read as one.
const LONGEST: f64 = 1100.0;
/// With more people than this around, a line round all of them is not read either.
const MOST_AROUND: usize = 150;
/// How round the corners are.
const CORNER: f64 = 9.0;
/// The least that lies between a line and somebody who is not of the home.
const CLEAR: f64 = 1.0;

/// Somebody's room, and the row it is in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub row: u32,
    pub bounds: Bounds,
}

/// What a corridor passes where that costs little.
#[derive(Clone, Copy, Default)]
pub(super) struct Passed<'a> {
    /// The rectangles of other homes.
    pub homes: &'a [Bounds],
    /// About where words stand on the lines between partners.
    pub words: &'a [Bounds],
}

/// A region: rectangles that together are one piece.
#[derive(Clone, Debug, Default)]
pub(super) struct Ring {
    /// The boxes around members who stand together, from the top and the left.
    pub boxes: Vec<Bounds>,
    /// What joins them.
    pub corridors: Vec<Bounds>,
    outline: Vec<Vec<(f64, f64)>>,
}

impl Ring {
    /// The ring around these members, who have so much air around them, clear
    /// of all others; none where there is no ring that one could read.
    pub fn around(members: &[Room], others: &[Room], air: f64, passed: Passed<'_>) -> Option<Self> {
        let boxes = boxes(members, others, air)?;
        let corridors = corridors(&boxes, others, passed)?;
        let pieces: Vec<Bounds> = boxes.iter().chain(&corridors).copied().collect();
        let outline = outline(&pieces, others)?;
        Some(Self { boxes, corridors, outline })
    }

    /// All its rectangles.
    pub fn pieces(&self) -> impl Iterator<Item = &Bounds> {
        self.boxes.iter().chain(&self.corridors)
    }

    /// The corners of the line, closed.
    pub fn corners(&self) -> impl Iterator<Item = Vec<Point>> {
        self.outline.iter().map(|it| it.iter().chain(it.first()).map(|(x, y)| Point { x: *x, y: *y }).collect())
    }

    /// The line, with round corners.
    pub fn path(&self) -> String {
        self.outline.iter().map(|it| rounded(it)).collect()
    }
}

fn right(it: &Bounds) -> f64 {
    it.x + it.width
}

fn bottom(it: &Bounds) -> f64 {
    it.y + it.height
}

/// The least rectangle around two.
fn joined(a: &Bounds, b: &Bounds) -> Bounds {
    let (x, y) = (a.x.min(b.x), a.y.min(b.y));
    Bounds { x, y, width: right(a).max(right(b)) - x, height: bottom(a).max(bottom(b)) - y }
}

/// A box for each run of members beside each other in a row. None where the
/// room of a member meets somebody else's.
fn boxes(members: &[Room], others: &[Room], air: f64) -> Option<Vec<Bounds>> {
    let meets = |it: &Bounds| others.iter().any(|other| other.bounds.meets(it));
    let mut rows: BTreeMap<u32, Vec<Bounds>> = BTreeMap::new();
    for it in members {
        rows.entry(it.row).or_default().push(it.bounds);
    }
    let mut boxes = Vec::new();
    for mut row in rows.into_values() {
        row.order_by(|a, b| a.x.total_cmp(&b.x));
        let mut runs: Vec<Bounds> = Vec::new();
        for it in row {
            if meets(&it) {
                return None;
            }
            match runs.last_mut() {
                Some(run) if !meets(&joined(run, &it)) => *run = joined(run, &it),
                _ => runs.push(it),
            }
        }
        boxes.extend(runs.iter().map(|it| aired(it, others, air)));
    }
    Some(boxes)
}

/// The box with air around it, as much as others leave.
fn aired(it: &Bounds, others: &[Room], air: f64) -> Bounds {
    let mut sides = [air; 4];
    for other in others.iter().map(|it| it.bounds) {
        let beside = other.y < bottom(it) + air && it.y - air < bottom(&other);
        let above = other.x < right(it) + air && it.x - air < right(&other);
        let gaps = [it.x - right(&other), it.y - bottom(&other), other.x - right(it), other.y - bottom(it)];
        for (side, gap) in gaps.into_iter().enumerate() {
            let faces = if side % 2 == 0 { beside } else { above };
            if faces && gap >= 0.0 {
                sides[side] = sides[side].min((gap - CLEAR).max(0.0));
            }
        }
    }
    let [left, upper, to_right, lower] = sides;
    Bounds { x: it.x - left, y: it.y - upper, width: it.width + left + to_right, height: it.height + upper + lower }
}

/// A place on the grid of possible corridors.
type Spot = (usize, usize);

/// The grid of lines on which corridors may run.
struct Grid<'a> {
    xs: Vec<f64>,
    ys: Vec<f64>,
    walls: Vec<Bounds>,
    passed: Passed<'a>,
}

impl<'a> Grid<'a> {
    /// Lines beside everybody who stands between or around the boxes.
    fn of(boxes: &[Bounds], others: &[Room], passed: Passed<'a>) -> Option<Self> {
        const MARGIN: f64 = 240.0;
        let whole = boxes.iter().skip(1).fold(*boxes.first()?, |all, it| joined(&all, it));
        let near = Bounds {
            x: whole.x - MARGIN,
            y: whole.y - MARGIN,
            width: whole.width + 2.0 * MARGIN,
            height: whole.height + 2.0 * MARGIN,
        };
        let around: Vec<&Room> = others.iter().filter(|it| it.bounds.meets(&near)).collect();
        if around.len() > MOST_AROUND {
            return None;
        }
        // Everybody in a row is as high as the row: corridors run straight in the channels.
        let mut rows: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
        for it in &around {
            let (upper, lower) = (it.bounds.y, bottom(&it.bounds));
            rows.entry(it.row).and_modify(|row| *row = (row.0.min(upper), row.1.max(lower))).or_insert((upper, lower));
        }
        let wide = HALF + CLEAR;
        let wall = |it: &&Room| {
            let (upper, lower) = rows[&it.row];
            let (x, y) = (it.bounds.x - wide, upper - wide);
            Bounds { x, y, width: it.bounds.width + 2.0 * wide, height: lower - upper + 2.0 * wide }
        };
        let walls: Vec<Bounds> = around.iter().map(wall).collect();
        let sides = |low: fn(&Bounds) -> f64, high: fn(&Bounds) -> f64| {
            let inside =
                boxes.iter().flat_map(|it| [low(it) + HALF, f64::midpoint(low(it), high(it)), high(it) - HALF]);
            let beside = walls.iter().flat_map(|it| [low(it), high(it)]);
            let mut all: Vec<f64> = inside.chain(beside).collect();
            all.order_by(f64::total_cmp);
            all.dedup_by(|a, b| (*a - *b).abs() < 0.5);
            all
        };
        let (xs, ys) = (sides(|it| it.x, right), sides(|it| it.y, bottom));
        Some(Self { xs, ys, walls, passed })
    }

    fn at(&self, spot: Spot) -> (f64, f64) {
        (self.xs[spot.0], self.ys[spot.1])
    }

    /// What it costs to go from one spot to the next; none where somebody stands.
    fn price(&self, from: Spot, to: Spot) -> Option<f64> {
        let (a, b) = (self.at(from), self.at(to));
        let (x, y) = (f64::midpoint(a.0, b.0), f64::midpoint(a.1, b.1));
        let is_in = |it: &Bounds| x > it.x + 0.6 && x < right(it) - 0.6 && y > it.y + 0.6 && y < bottom(it) - 0.6;
        if self.walls.iter().any(is_in) {
            return None;
        }
        let length = (a.0 - b.0).abs() + (a.1 - b.1).abs();
        let over_words = || {
            let (low, high) = ((a.0.min(b.0) - HALF, a.1.min(b.1) - HALF), (a.0.max(b.0) + HALF, a.1.max(b.1) + HALF));
            let piece = Bounds { x: low.0, y: low.1, width: high.0 - low.0, height: high.1 - low.1 };
            // As much of the piece as lies on words.
            let shared = |it: &Bounds| {
                let over = |low: f64, high: f64, from: f64, to: f64| (high.min(to) - low.max(from)).max(0.0);
                let across = over(piece.x, right(&piece), it.x, right(it));
                let down = over(piece.y, bottom(&piece), it.y, bottom(it));
                if across > 0.0 && down > 0.0 { across.max(down).min(length) } else { 0.0 }
            };
            self.passed.words.iter().map(shared).fold(0.0, f64::max)
        };
        let over = if self.passed.homes.iter().any(is_in) { length * (OVER - 1.0) } else { 0.0 };
        Some(length + over + over_words() * OVER_WORDS)
    }

    /// The cheapest way from what is joined to one of the boxes that are not.
    fn way(&self, joined: &[Bounds], apart: &[Bounds]) -> Option<Vec<(f64, f64)>> {
        let (wide, high) = (self.xs.len(), self.ys.len());
        let holds = |all: &[Bounds], (x, y): (f64, f64)| {
            all.iter().any(|it| x >= it.x && x <= right(it) && y >= it.y && y <= bottom(it))
        };
        let spots = || (0..wide * high).map(|n| (n / high, n % high));
        let is_joined: Vec<bool> = spots().map(|spot| holds(joined, self.at(spot))).collect();
        let is_apart: Vec<bool> = spots().map(|spot| holds(apart, self.at(spot))).collect();
        // Each spot twice: reached from the side, and from above or below.
        let mut best = vec![f64::INFINITY; wide * high * 2];
        let mut before = vec![usize::MAX; wide * high * 2];
        let mut open = BinaryHeap::new();
        let cents = |price: f64| (price * 100.0) as u64;
        for state in (0..best.len()).filter(|it| is_joined[it / 2]) {
            best[state] = 0.0;
            open.push(Reverse((0, state)));
        }
        while let Some(Reverse((price, state))) = open.pop() {
            if price > cents(best[state]) {
                continue;
            }
            let n = state / 2;
            let spot @ (x, y) = (n / high, n % high);
            if is_apart[n] {
                let states = std::iter::successors(Some(state), |it| Some(before[*it]).filter(|it| *it != usize::MAX));
                return Some(states.map(|it| self.at((it / 2 / high, it / 2 % high))).collect());
            }
            let sideways = [x.checked_sub(1), (x + 1 < wide).then_some(x + 1)].map(|x| (x.map(|x| (x, y)), 0));
            let upright = [y.checked_sub(1), (y + 1 < high).then_some(y + 1)].map(|y| (y.map(|y| (x, y)), 1));
            for (to, direction) in sideways.into_iter().chain(upright) {
                let Some(to) = to else { continue };
                let next = to.0 * high + to.1;
                // What lies within the home costs nothing.
                let step = if is_joined[n] && is_joined[next] { Some(0.0) } else { self.price(spot, to) };
                let Some(step) = step else { continue };
                let price = best[state] + step + if direction == state % 2 { 0.0 } else { BEND };
                let next = next * 2 + direction;
                if price < best[next] - 0.001 {
                    best[next] = price;
                    before[next] = state;
                    open.push(Reverse((cents(price), next)));
                }
            }
        }
        None
    }
}

/// What joins the boxes into one piece; none where nothing short enough does.
fn corridors(boxes: &[Bounds], others: &[Room], passed: Passed<'_>) -> Option<Vec<Bounds>> {
    let mut corridors: Vec<Bounds> = Vec::new();
    let Some((first, rest)) = boxes.split_first() else { return Some(corridors) };
    let (mut joined, mut apart) = (vec![*first], rest.to_vec());
    let touch = |a: &Bounds, b: &Bounds| {
        let over = |low: f64, high: f64| high - low > 2.0 * HALF;
        a.meets(b) && (over(a.x.max(b.x), right(a).min(right(b))) || over(a.y.max(b.y), bottom(a).min(bottom(b))))
    };
    let mut grid: Option<Grid<'_>> = None;
    let mut length = 0.0;
    loop {
        while let Some(at) = apart.iter().position(|it| joined.iter().any(|other| touch(it, other))) {
            joined.push(apart.remove(at));
        }
        if apart.is_empty() {
            return Some(corridors);
        }
        let grid = match &mut grid {
            Some(grid) => grid,
            none => none.insert(Grid::of(boxes, others, passed)?),
        };
        let way = grid.way(&joined, &apart)?;
        let at = way.first().copied()?;
        for two in way.windows(2) {
            let (from, to) = (two[0], two[1]);
            length += (from.0 - to.0).abs() + (from.1 - to.1).abs();
            let piece = Bounds {
                x: from.0.min(to.0) - HALF,
                y: from.1.min(to.1) - HALF,
                width: (from.0 - to.0).abs() + 2.0 * HALF,
                height: (from.1 - to.1).abs() + 2.0 * HALF,
            };
            corridors.push(piece);
            joined.push(piece);
        }
        if length > LONGEST {
            return None;
        }
        let reached = |it: &Bounds| at.0 >= it.x && at.0 <= right(it) && at.1 >= it.y && at.1 <= bottom(it);
        let found = apart.iter().position(reached)?;
        joined.push(apart.remove(found));
    }
}

/// The corners of the line around all pieces. A hole in which nobody stands is
/// filled; none where somebody stands in one.
fn outline(pieces: &[Bounds], others: &[Room]) -> Option<Vec<Vec<(f64, f64)>>> {
    let sides = |low: fn(&Bounds) -> f64, high: fn(&Bounds) -> f64| {
        let mut all: Vec<f64> = pieces.iter().flat_map(|it| [low(it), high(it)]).collect();
        all.order_by(f64::total_cmp);
        all.dedup_by(|a, b| (*a - *b).abs() < 0.01);
        all
    };
    let (xs, ys) = (sides(|it| it.x, right), sides(|it| it.y, bottom));
    let (wide, high) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
    let middle = |x: usize, y: usize| Point { x: f64::midpoint(xs[x], xs[x + 1]), y: f64::midpoint(ys[y], ys[y + 1]) };
    let holds = |it: &Bounds, at: Point| at.x > it.x && at.x < right(it) && at.y > it.y && at.y < bottom(it);
    let mut filled: BTreeSet<Spot> = (0..wide)
        .flat_map(|x| (0..high).map(move |y| (x, y)))
        .filter(|(x, y)| pieces.iter().any(|it| holds(it, middle(*x, *y))))
        .collect();
    // What cannot be reached from outside is a hole.
    let mut outside = BTreeSet::new();
    let edge = (0..wide).flat_map(|x| [(x, 0), (x, high - 1)]).chain((0..high).flat_map(|y| [(0, y), (wide - 1, y)]));
    let mut open: Vec<Spot> = edge.filter(|it| !filled.contains(it)).collect();
    while let Some((x, y)) = open.pop() {
        if outside.insert((x, y)) {
            let next = [(x.wrapping_sub(1), y), (x + 1, y), (x, y.wrapping_sub(1)), (x, y + 1)];
            open.extend(next.into_iter().filter(|it| it.0 < wide && it.1 < high && !filled.contains(it)));
        }
    }
    for spot in (0..wide).flat_map(|x| (0..high).map(move |y| (x, y))) {
        if !outside.contains(&spot) && filled.insert(spot) {
            let (x, y) = spot;
            let hole = Bounds { x: xs[x], y: ys[y], width: xs[x + 1] - xs[x], height: ys[y + 1] - ys[y] };
            if others.iter().any(|it| it.bounds.meets(&hole)) {
                return None;
            }
        }
    }
    Some(traced(&filled).into_iter().map(|it| it.into_iter().map(|(x, y)| (xs[x], ys[y])).collect()).collect())
}

/// The corners of the lines around filled cells, clockwise.
fn traced(filled: &BTreeSet<Spot>) -> Vec<Vec<Spot>> {
    // Every side between a filled cell and an empty one, walked with the filled one to the right.
    let mut sides: BTreeMap<Spot, Vec<Spot>> = BTreeMap::new();
    let is_filled = |x: Option<usize>, y: Option<usize>| x.zip(y).is_some_and(|it| filled.contains(&it));
    for (x, y) in filled.iter().copied() {
        let mut side = |empty: bool, from: Spot, to: Spot| {
            if empty {
                sides.entry(from).or_default().push(to);
            }
        };
        side(!is_filled(Some(x), y.checked_sub(1)), (x, y), (x + 1, y));
        side(!is_filled(Some(x + 1), Some(y)), (x + 1, y), (x + 1, y + 1));
        side(!is_filled(Some(x), Some(y + 1)), (x + 1, y + 1), (x, y + 1));
        side(!is_filled(x.checked_sub(1), Some(y)), (x, y + 1), (x, y));
    }
    let mut loops = Vec::new();
    while let Some((start, _)) = sides.first_key_value() {
        let start = *start;
        let (mut at, mut line) = (start, Vec::new());
        while let Some(next) = sides.get_mut(&at).and_then(Vec::pop) {
            if sides.get(&at).is_some_and(Vec::is_empty) {
                sides.remove(&at);
            }
            line.push(at);
            at = next;
            if at == start {
                break;
            }
        }
        // Only corners.
        let count = line.len();
        let straight = |n: usize| {
            let (a, b, c) = (line[(n + count - 1) % count], line[n], line[(n + 1) % count]);
            (a.0 == b.0 && b.0 == c.0) || (a.1 == b.1 && b.1 == c.1)
        };
        loops.push((0..count).filter(|n| !straight(*n)).map(|n| line[n]).collect());
    }
    loops
}

/// A closed path through corners, each rounded as much as its sides allow.
fn rounded(corners: &[(f64, f64)]) -> String {
    let count = corners.len();
    let point = |(x, y): (f64, f64)| svg::pair(Point { x, y });
    let mut path = String::new();
    for n in 0..count {
        let (before, at, after) = (corners[(n + count - 1) % count], corners[n], corners[(n + 1) % count]);
        let toward = |other: (f64, f64)| {
            let length = (other.0 - at.0).abs() + (other.1 - at.1).abs();
            let share = (CORNER / length.max(0.001)).min(0.5);
            (at.0 + (other.0 - at.0) * share, at.1 + (other.1 - at.1) * share)
        };
        path.push(if n == 0 { 'M' } else { 'L' });
        path += &point(toward(before));
        path.push('Q');
        path += &format!("{} {}", point(at), point(toward(after)));
    }
    if count > 0 {
        path.push('Z');
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(row: u32, x: f64) -> Room {
        Room { row, bounds: Bounds { x: x - 25.0, y: f64::from(row) * 130.0 - 25.0, width: 50.0, height: 85.0 } }
    }

    #[test]
    fn neighbours_share_a_box() {
        let ring = Ring::around(&[room(0, 0.0), room(0, 60.0)], &[room(0, 150.0)], 9.0, Passed::default()).unwrap();
        assert_eq!((ring.boxes.len(), ring.corridors.len()), (1, 0));
        assert_eq!(ring.outline[0].len(), 4);
    }

    #[test]
    fn a_corridor_leads_round_who_stands_between() {
        let (members, others) = ([room(0, 0.0), room(0, 120.0), room(1, 60.0)], [room(0, 60.0), room(1, 0.0)]);
        let ring = Ring::around(&members, &others, 9.0, Passed::default()).unwrap();
        assert_eq!(ring.boxes.len(), 3);
        assert_eq!(ring.outline.len(), 1, "one piece");
        for other in others {
            assert!(ring.pieces().all(|it| !it.meets(&other.bounds)));
        }
    }

    #[test]
    fn nobody_is_closed_in_and_nothing_endless_is_drawn() {
        let far = Ring::around(&[room(0, 0.0), room(0, 3000.0)], &[room(0, 1500.0)], 9.0, Passed::default());
        assert!(far.is_none());
        let on_each_other = Ring::around(&[room(0, 0.0)], &[room(0, 10.0)], 9.0, Passed::default());
        assert!(on_each_other.is_none());
    }
}
