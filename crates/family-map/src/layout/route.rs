//! The lines between people, and the heights that they need. Lines run beside
//! each other in the channel between two rows, below all labels of the upper
//! row and above all symbols of the lower one, so none runs through either.

use super::graph::Graph;
use super::level::Levels;
use super::net::Net;
use super::order::Order;
use super::{ChildLine, CoupleLine, FamilyLine, Layout, Options, Place, Point, gave_way, lane};
use crate::ordered::Ordered;
use crate::record::{Life, PartnershipKind};
use std::collections::HashMap;

/// Between two couple lines, and between two bars of siblings.
const COUPLE_LANE: f64 = 18.0;
const BAR_LANE: f64 = 9.0;
/// Air above and below the lines of a channel.
const HEADROOM: f64 = 8.0;
const FOOTROOM: f64 = 26.0;
/// Between two lines that leave one person.
const PORT: f64 = 8.0;
/// The room of the strokes across a couple's line, beside the left symbol.
const STROKES: f64 = 22.0;
/// How far the index person stands below the row.
const INDEX_DROP: f64 = 8.0;
/// How deep the angle of two parents hangs who were never a couple.
const PARENTS_DROP: f64 = 20.0;

/// Rows stand at least as low as `floor` says.
pub(super) fn route(
    graph: &Graph<'_>,
    levels: &Levels,
    net: &Net,
    order: &Order,
    x: &[f64],
    options: &Options,
    floor: &[f64],
) -> Layout {
    let mut router = Router::new(graph, net, order, x, options);
    router.couples();
    router.trunks();
    router.straighten();
    router.bars();
    router.heights(floor);
    let mut layout = router.finish();
    layout.gave_way = levels.gave_way.clone();
    gave_way::report(graph, net, order, x, options, &mut layout.gave_way);
    layout
}

/// How a couple's line runs.
#[derive(Clone, Copy, Debug)]
enum Run {
    /// Straight from one to the next.
    Straight,
    /// Below those between, in a lane of the channel.
    Below { lane: usize },
    /// Between rows: the two stand in different generations.
    Across,
}

struct Router<'a> {
    graph: &'a Graph<'a>,
    net: &'a Net,
    x: &'a [f64],
    half: f64,
    options: &'a Options,
    place_in_row: Vec<usize>,
    /// For each couple: left, right, how it runs, whether it counts as adjacent.
    runs: Vec<(usize, usize, Run, bool)>,
    /// Where a couple's low line leaves its left and its right partner.
    ports: Vec<(f64, f64)>,
    /// For each union: where its trunk hangs, and the lane of its bar.
    trunk: Vec<f64>,
    /// Whether no other union leaves its parents in the same gap.
    alone: Vec<bool>,
    bar: Vec<usize>,
    couple_lanes: Vec<usize>,
    bar_lanes: Vec<usize>,
    words: Vec<f64>,
    rows: Vec<f64>,
}

impl<'a> Router<'a> {
    fn new(graph: &'a Graph<'a>, net: &'a Net, order: &Order, x: &'a [f64], options: &'a Options) -> Self {
        let mut place_in_row = vec![0; net.row.len()];
        for row in &order.rows {
            row.iter().enumerate().for_each(|(at, it)| place_in_row[*it] = at);
        }
        let mut router = Self {
            graph,
            net,
            x,
            half: options.sizes.symbol / 2.0,
            options,
            place_in_row,
            runs: Vec::with_capacity(graph.couples.len()),
            ports: vec![(0.0, 0.0); graph.couples.len()],
            trunk: vec![0.0; net.unions.len()],
            alone: vec![false; net.unions.len()],
            bar: vec![0; net.unions.len()],
            couple_lanes: vec![0; net.rows],
            bar_lanes: vec![0; net.rows],
            words: vec![0.0; net.rows],
            rows: vec![0.0; net.rows],
        };
        for couple in &graph.couples {
            let (a, b) = (couple.a, couple.b);
            let (left, right) = if x[a] <= x[b] { (a, b) } else { (b, a) };
            let (from, to) = (router.place_in_row[left], router.place_in_row[right]);
            let run = if net.row[a] != net.row[b] {
                (Run::Across, false)
            } else if from + 1 == to {
                (Run::Straight, true)
            } else {
                let between = &order.rows[net.row[a]][from + 1..to];
                (Run::Below { lane: 0 }, between.iter().all(|it| net.are_partners(*it, a) || net.are_partners(*it, b)))
            };
            router.runs.push((left, right, run.0, run.1));
        }
        for it in 0..graph.len() {
            let row = net.row[it];
            router.words[row] = router.words[row].max(router.words_of(it));
        }
        router
    }

    /// The height of what is written under a person.
    fn words_of(&self, it: usize) -> f64 {
        let size = self.options.sizes.label;
        let lines = self.graph.labels[it].len().max(usize::from(self.graph.people[it].shielded));
        let years = if self.graph.has_years(it) { size } else { 0.0 };
        let words = lines as f64 * (size + 2.0) + years + self.graph.notes[it] as f64 * size;
        let index = if self.graph.index == Some(it) { INDEX_DROP + 8.0 } else { 0.0 };
        index + if words > 0.0 { words + 7.0 } else { 2.0 }
    }

    /// Lanes and ports of the couple lines that run below others.
    fn couples(&mut self) {
        let mut below: Vec<Vec<usize>> = vec![Vec::new(); self.net.rows];
        for (at, (left, _, run, _)) in self.runs.iter().enumerate() {
            if matches!(run, Run::Below { .. }) {
                below[self.net.row[*left]].push(at);
            }
        }
        let mut to_left: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut to_right: HashMap<usize, Vec<usize>> = HashMap::new();
        for (row, mut couples) in below.into_iter().enumerate() {
            let length = |at: &usize| self.x[self.runs[*at].1] - self.x[self.runs[*at].0];
            couples.order_by(|a, b| length(a).total_cmp(&length(b)).then(a.cmp(b)));
            let spans: Vec<(f64, f64)> =
                couples.iter().map(|at| (self.x[self.runs[*at].0], self.x[self.runs[*at].1])).collect();
            let lanes = lane::stack(&spans, PORT);
            for (at, lane) in couples.iter().zip(&lanes) {
                self.runs[*at].2 = Run::Below { lane: *lane };
                self.couple_lanes[row] = self.couple_lanes[row].max(lane + 1);
                to_right.entry(self.runs[*at].0).or_default().push(*at);
                to_left.entry(self.runs[*at].1).or_default().push(*at);
            }
        }
        // The shorter lines lie outside, so that none cuts another.
        for it in 0..self.graph.len() {
            let left: Vec<usize> = to_left.remove(&it).unwrap_or_default();
            let right: Vec<usize> = to_right.remove(&it).unwrap_or_default().into_iter().rev().collect();
            let count = left.len() + right.len();
            let port = |n: usize| self.x[it] + (n as f64 - (count - 1) as f64 / 2.0) * PORT;
            left.iter().enumerate().for_each(|(n, at)| self.ports[*at].1 = port(n));
            right.iter().enumerate().for_each(|(n, at)| self.ports[*at].0 = port(left.len() + n));
        }
    }

    /// Where each union's trunk hangs: over the middle of its children as far
    /// as the place where it leaves its parents allows.
    fn trunks(&mut self) {
        let mut shared: HashMap<(usize, usize), Vec<usize>> = HashMap::new();
        for (at, gap) in self.net.gaps.iter().enumerate() {
            shared.entry(*gap).or_default().push(at);
        }
        let mut shared: Vec<_> = shared.into_iter().collect();
        shared.order();
        for ((a, b), mut unions) in shared {
            let (left, right) = if self.x[a] <= self.x[b] { (a, b) } else { (b, a) };
            let middle = |at: &usize| {
                let children = self.net.unions[*at].own.iter().map(|it| self.x[*it]);
                let (low, high) = children.fold((f64::INFINITY, f64::NEG_INFINITY), |it, x| (it.0.min(x), it.1.max(x)));
                f64::midpoint(low, high)
            };
            unions.order_by(|a, b| middle(a).total_cmp(&middle(b)).then(a.cmp(b)));
            let (low, high) = if left == right {
                (self.x[left], self.x[left])
            } else {
                let half = |it: usize| self.graph.half.get(it).copied().unwrap_or(0.0).max(self.half);
                // Strokes give way before words do.
                let high = self.x[right] - half(right) - 4.0;
                let beside = |strokes: f64| self.x[left] + half(left).max(self.half + strokes) + 4.0;
                (if beside(STROKES) <= high { beside(STROKES) } else { beside(0.0) }, high)
            };
            let (low, high) =
                if low <= high { (low, high) } else { (f64::midpoint(low, high), f64::midpoint(low, high)) };
            let count = unions.len();
            self.alone[unions[0]] = count == 1;
            for (n, at) in unions.iter().enumerate() {
                let step = if left == right { PORT } else { PORT.min((high - low) / count.max(1) as f64) };
                let aside = (n as f64 - (count - 1) as f64 / 2.0) * step;
                let middle = middle(at);
                let wish = middle.clamp(low, high);
                // No crook for the sake of a few pixels.
                let wish = if (wish - middle).abs() < 5.0 { middle } else { wish };
                self.trunk[*at] = if left == right {
                    self.x[left] + aside + if self.has_low_line(left) { PORT * 2.0 } else { 0.0 }
                } else if count == 1 {
                    wish
                } else {
                    (f64::midpoint(low, high) + aside).clamp(low, high)
                };
            }
        }
    }

    /// A child alone hangs straight under its line where that is near.
    fn straighten(&mut self) {
        for at in 0..self.net.unions.len() {
            if let [child] = self.net.unions[at].children.as_slice() {
                let land = self.x[*child] + self.aside(at, *child);
                let (a, b) = self.net.gaps[at];
                let alone = a != b && self.alone[at];
                let clear = land > self.x[a].min(self.x[b]) + self.half + STROKES;
                if alone && clear && (land - self.trunk[at]).abs() < PORT * 1.5 {
                    self.trunk[at] = land;
                }
            }
        }
    }

    /// Whether a couple line leaves below this person.
    fn has_low_line(&self, it: usize) -> bool {
        self.net.is_person(it)
            && self.graph.couples_of[it].iter().any(|couple| matches!(self.runs[*couple].2, Run::Below { .. }))
    }

    /// Lanes of the siblings' bars.
    fn bars(&mut self) {
        let mut by_row: Vec<Vec<usize>> = vec![Vec::new(); self.net.rows];
        for (at, union) in self.net.unions.iter().enumerate() {
            by_row[self.net.row[union.parents[0]]].push(at);
        }
        for (row, unions) in by_row.iter().enumerate() {
            let bars: Vec<lane::Bar> = unions
                .iter()
                .map(|at| {
                    let legs = self.net.unions[*at].children.iter().map(|it| self.x[*it] + self.aside(*at, *it));
                    lane::Bar::new(self.trunk[*at], legs)
                })
                .collect();
            for (at, lane) in unions.iter().zip(lane::bars(&bars)) {
                self.bar[*at] = lane;
                self.bar_lanes[row] = self.bar_lanes[row].max(lane + 1);
            }
        }
    }

    /// The height of each row: as much as labels and lines need.
    fn heights(&mut self, floor: &[f64]) {
        let mut y = 0.0_f64;
        for row in 0..self.net.rows {
            y = y.max(floor.get(row).copied().unwrap_or(0.0));
            self.rows[row] = y;
            let lines = self.couple_lanes[row] as f64 * COUPLE_LANE + self.bar_lanes[row] as f64 * BAR_LANE;
            let needed = self.half * 2.0 + self.words[row] + HEADROOM + lines + FOOTROOM;
            y += needed.max(self.options.sizes.generation_gap);
        }
    }

    fn couple_y(&self, row: usize, lane: usize) -> f64 {
        self.rows[row] + self.half + self.words[row] + HEADROOM + (lane as f64 + 0.5) * COUPLE_LANE
    }

    fn bar_y(&self, union: usize) -> f64 {
        let row = self.net.row[self.net.unions[union].parents[0]];
        let from = self.rows[row] + self.half + self.words[row] + HEADROOM;
        from + self.couple_lanes[row] as f64 * COUPLE_LANE + (self.bar[union] as f64 + 0.5) * BAR_LANE
    }

    /// The middle of a person's symbol.
    fn y(&self, it: usize) -> f64 {
        let row = self.rows[self.net.row[it]];
        match self.graph.people.get(it).map(|person| person.life) {
            _ if self.graph.index == Some(it) => row + INDEX_DROP,
            // Short lines: what was lost hangs a little higher.
            Some(Life::Miscarriage | Life::Abortion) => row - self.half * 0.9,
            Some(Life::Stillbirth) => row - self.half * 0.5,
            _ => row,
        }
    }

    /// Where a line from above ends.
    fn top(&self, it: usize) -> f64 {
        let half = match self.graph.people.get(it).map(|person| person.life) {
            _ if self.graph.index == Some(it) => self.half + 6.0,
            Some(Life::Miscarriage | Life::Abortion) => self.half * 0.3,
            Some(Life::Stillbirth) => self.half * 0.5,
            _ => self.half,
        };
        self.y(it) - half
    }

    /// Where a line downwards begins: below what is written.
    fn bottom(&self, it: usize) -> f64 {
        if self.net.is_person(it) { self.rows[self.net.row[it]] + self.half + self.words_of(it) } else { self.top(it) }
    }

    fn finish(self) -> Layout {
        let id = |it: usize| self.graph.ids[it].clone();
        let places = (0..self.graph.len()).map(|it| {
            let place = Place {
                x: self.x[it],
                y: self.y(it),
                row: u32::try_from(self.net.row[it]).unwrap_or(u32::MAX),
                half_width: self.graph.half[it],
                label: self.graph.labels[it].clone(),
                words: self.words_of(it),
            };
            (id(it), place)
        });
        let couples = self.graph.couples.iter().zip(&self.runs).enumerate().map(|(at, (couple, run))| CoupleLine {
            partnerships: couple.partnerships.clone(),
            left: id(run.0),
            right: id(run.1),
            route: self.couple_route(at),
            adjacent: run.3,
        });
        let mut families: Vec<FamilyLine> = Vec::with_capacity(self.graph.families.len());
        for (at, union) in self.net.unions.iter().enumerate() {
            if self.net.is_person(union.parents[0]) {
                families.push(self.family(at));
            }
        }
        families.extend(self.upward_lines());
        Layout {
            sizes: self.options.sizes,
            places: places.collect(),
            rows: self.rows.clone(),
            couples: couples.collect(),
            families,
            gave_way: Vec::new(),
        }
    }

    fn couple_route(&self, at: usize) -> Vec<Point> {
        let (left, right, run, _) = self.runs[at];
        let point = |x: f64, y: f64| Point { x, y };
        let (from, to) = (self.edge(left, 1.0), self.edge(right, -1.0));
        match run {
            Run::Straight if self.never_a_couple(at) => {
                let drop = self.drop_of(at).unwrap_or(f64::midpoint(from, to));
                let y = self.rows[self.net.row[left]];
                vec![point(from, self.y(left)), point(drop, y + PARENTS_DROP), point(to, self.y(right))]
            }
            Run::Straight => {
                let y = self.rows[self.net.row[left]];
                vec![point(from, y), point(to, y)]
            }
            Run::Below { lane } => {
                let y = self.couple_y(self.net.row[left], lane);
                let (from, to) = self.ports[at];
                vec![point(from, self.bottom(left)), point(from, y), point(to, y), point(to, self.bottom(right))]
            }
            Run::Across => vec![point(from, self.y(left)), point(to, self.y(right))],
        }
    }

    /// The side of a person's symbol.
    fn edge(&self, it: usize, side: f64) -> f64 {
        let wide = self.graph.index == Some(it);
        self.x[it] + side * (self.half + if wide { 6.0 } else { 0.0 })
    }

    fn never_a_couple(&self, at: usize) -> bool {
        let couple = &self.graph.couples[at];
        couple.kind.is_none_or(|kind| kind == PartnershipKind::CoParents)
    }

    /// Where the first family of a couple leaves its line.
    fn drop_of(&self, couple: usize) -> Option<f64> {
        let person = self.graph.couples[couple].a;
        let mut unions = self.net.below[person].iter();
        let union = unions.find(|it| self.graph.families[self.net.unions[**it].family].couple == Some(couple))?;
        Some(self.trunk[*union])
    }

    fn family(&self, at: usize) -> FamilyLine {
        let union = &self.net.unions[at];
        let family = &self.graph.families[union.family];
        let trunk = self.trunk[at];
        let row = self.net.row[union.parents[0]];
        let start = match (union.parents.len(), family.couple) {
            (2, Some(couple)) => match self.runs[couple].2 {
                Run::Straight if self.never_a_couple(couple) => self.rows[row] + PARENTS_DROP,
                Run::Straight => self.rows[row],
                Run::Below { lane } => self.couple_y(row, lane),
                Run::Across => self.bottom(union.parents[0]),
            },
            _ => self.bottom(union.parents[0]),
        };
        let spread = Point { x: trunk, y: self.bar_y(at) };
        let mut children = Vec::with_capacity(family.children.len());
        self.follow(at, vec![spread], &mut children);
        children.order_by(|a: &(usize, Vec<Point>), b| self.x[a.0].total_cmp(&self.x[b.0]).then(a.0.cmp(&b.0)));
        let children = children.into_iter().map(|(child, route)| {
            let links = family.children.iter().position(|it| *it == child).map(|at| family.links[at].clone());
            ChildLine { child: self.graph.ids[child].clone(), links: links.unwrap_or_default(), route }
        });
        let mut parents = union.parents.clone();
        parents.order_by(|a, b| self.x[*a].total_cmp(&self.x[*b]));
        FamilyLine {
            parents: parents.iter().map(|it| self.graph.ids[*it].clone()).collect(),
            kind: family.kind,
            trunk: vec![Point { x: trunk, y: start }, spread],
            children: children.collect(),
        }
    }

    /// The routes to a union's children, on through way points.
    fn follow(&self, union: usize, so_far: Vec<Point>, routes: &mut Vec<(usize, Vec<Point>)>) {
        let y = self.bar_y(union);
        for child in &self.net.unions[union].children {
            let child = *child;
            let mut route = so_far.clone();
            if self.net.is_person(child) {
                // Twins hang from one point.
                let twins: Vec<f64> =
                    self.graph.twins_of(child, &self.net.unions[union].children).map(|it| self.x[it]).collect();
                let low = twins.iter().copied().fold(self.x[child], f64::min);
                let high = twins.iter().copied().fold(self.x[child], f64::max);
                let land = self.x[child] + self.aside(union, child);
                let apex = if twins.is_empty() { land } else { f64::midpoint(low, high) };
                route.push(Point { x: apex, y });
                route.push(Point { x: land, y: self.top(child) });
                routes.push((child, route));
            } else {
                route.push(Point { x: self.x[child], y });
                route.push(Point { x: self.x[child], y: self.top(child) });
                for next in &self.net.below[child] {
                    let mut on = route.clone();
                    on.push(Point { x: self.x[child], y: self.bar_y(*next) });
                    self.follow(*next, on, routes);
                }
            }
        }
    }

    /// A child of several families has a landing place for the line of each.
    fn aside(&self, union: usize, child: usize) -> f64 {
        let mut lines: Vec<usize> = self.net.above[child].clone();
        if lines.len() < 2 {
            return 0.0;
        }
        lines.order_by(|a, b| self.trunk[*a].total_cmp(&self.trunk[*b]).then(a.cmp(b)));
        let at = lines.iter().position(|it| *it == union).unwrap_or(0);
        let step = (self.half * 1.2 / lines.len() as f64).min(PORT * 1.5);
        (at as f64 - (lines.len() - 1) as f64 / 2.0) * step
    }

    /// Ties that could not point downwards: a line straight from one to the other.
    fn upward_lines(&self) -> Vec<FamilyLine> {
        let mut lines = Vec::new();
        for family in &self.graph.families {
            for (child, links) in family.children.iter().zip(&family.links) {
                for parent in family.parents.iter().filter(|parent| self.net.row[*child] <= self.net.row[**parent]) {
                    let start = Point { x: self.x[*parent], y: self.bottom(*parent) };
                    let end = Point { x: self.x[*child], y: self.top(*child) };
                    lines.push(FamilyLine {
                        parents: vec![self.graph.ids[*parent].clone()],
                        kind: family.kind,
                        trunk: vec![start, start],
                        children: vec![ChildLine {
                            child: self.graph.ids[*child].clone(),
                            links: links.clone(),
                            route: vec![start, end],
                        }],
                    });
                }
            }
        }
        lines
    }
}
