//! How far apart people stand: parents over the middle of their children,
//! couples close, and never two on the same spot. Each row is solved exactly
//! (isotonic regression) against the rows above and below, again and again.

use super::Options;
use super::graph::Graph;
use super::net::Net;
use super::order::Order;

/// The least air between two labels.
const AIR: f64 = 12.0;
/// Room for the line that leaves between two partners.
const LINE: f64 = 10.0;
/// Half the room of a line that passes through a row.
const WAY: f64 = 4.0;

/// The x of every node.
pub(super) fn place(graph: &Graph<'_>, net: &Net, order: &Order, options: &Options) -> Vec<f64> {
    let mut work = Work::new(graph, net, order, options);
    work.pack();
    let rounds = match net.row.len() {
        0..400 => 40,
        400..3000 => 20,
        _ => 6,
    };
    let rounds = if options.previous.is_empty() { rounds } else { 6 };
    for round in 0..rounds {
        let last = round + 1 == rounds;
        (0..net.rows).for_each(|row| work.settle(row, Pull::both(round, rounds)));
        (0..net.rows)
            .rev()
            .for_each(|row| work.settle(row, if last { Pull::BELOW } else { Pull::both(round, rounds) }));
    }
    if options.previous.is_empty() && options.pins.is_empty() {
        work.close_up();
    }
    work.x
}

/// How strongly the rows above and below pull.
#[derive(Clone, Copy)]
struct Pull {
    above: f64,
    below: f64,
    /// How much couples close up.
    close: f64,
}

impl Pull {
    const BELOW: Self = Self { above: 0.02, below: 1.0, close: 0.0 };

    fn both(round: usize, rounds: usize) -> Self {
        let done = round as f64 / rounds as f64;
        Self { above: 1.0, below: 1.0, close: (0.4 * (1.0 - 2.0 * done)).max(0.0) }
    }
}

struct Work<'a> {
    net: &'a Net,
    rows: &'a [Vec<usize>],
    x: Vec<f64>,
    /// For each row, how far each node must be from the one to its left.
    apart: Vec<Vec<f64>>,
    place_in_row: Vec<usize>,
    pin: Vec<Option<f64>>,
    before: Vec<Option<f64>>,
}

impl<'a> Work<'a> {
    fn new(graph: &Graph<'_>, net: &'a Net, order: &'a Order, options: &Options) -> Self {
        // Lines that leave in the gap to the right of a node.
        let mut lines = vec![0_usize; net.row.len()];
        for (union, gap) in net.unions.iter().zip(&net.gaps) {
            if union.parents.len() == 2 {
                lines[gap.0] += 1;
                lines[gap.1] += 1;
            }
        }
        let half = |it: usize| if net.is_person(it) { graph.half[it] } else { WAY };
        let sizes = &options.sizes;
        let apart = order.rows.iter().map(|row| {
            let mut apart = vec![0.0];
            for two in row.windows(2) {
                let (a, b) = (two[0], two[1]);
                let words = half(a) + half(b);
                apart.push(if !net.is_person(a) && !net.is_person(b) {
                    WAY * 3.0
                } else if !net.is_person(a) || !net.is_person(b) {
                    words.max(sizes.symbol / 2.0 + WAY) + AIR
                } else if net.block_of[a] == net.block_of[b] {
                    let room = LINE * lines[a].min(lines[b]).max(1) as f64;
                    (words + AIR.max(room + 4.0)).max(sizes.couple_gap).max(graph.couple_room(a, b, sizes))
                } else {
                    (words + AIR).max(sizes.sibling_gap)
                });
            }
            apart
        });
        let mut place_in_row = vec![0; net.row.len()];
        for row in &order.rows {
            row.iter().enumerate().for_each(|(at, it)| place_in_row[*it] = at);
        }
        let id = |it: usize| graph.ids.get(it).copied();
        Self {
            net,
            rows: &order.rows,
            x: vec![0.0; net.row.len()],
            apart: apart.collect(),
            place_in_row,
            pin: (0..net.row.len()).map(|it| options.pins.get(id(it)?).copied()).collect(),
            before: (0..net.row.len()).map(|it| options.previous.get(id(it)?).map(|at| at.x)).collect(),
        }
    }

    /// Everyone as near to the left as may be, rows centred on each other.
    fn pack(&mut self) {
        for (row, apart) in self.rows.iter().zip(&self.apart) {
            let mut at = 0.0;
            for (it, gap) in row.iter().zip(apart) {
                at += gap;
                self.x[*it] = at;
            }
            for it in row {
                self.x[*it] -= at / 2.0;
            }
        }
        for row in 0..self.rows.len() {
            let line = self.rows[row].clone();
            if line.iter().any(|it| self.before[*it].is_some() || self.pin[*it].is_some()) {
                let mut shift = 0.0;
                let wish: Vec<(f64, f64)> = line
                    .iter()
                    .map(|it| match self.pin[*it].or(self.before[*it]) {
                        Some(at) => {
                            shift = at - self.x[*it];
                            (at, 1.0)
                        }
                        None => (self.x[*it] + shift, 0.001),
                    })
                    .collect();
                self.solve(row, &wish);
            }
        }
    }

    /// Moves whole families that no line of their own binds together to the
    /// left until they touch.
    fn close_up(&mut self) {
        let mut family: Vec<usize> = (0..self.x.len()).collect();
        fn root(family: &mut [usize], mut it: usize) -> usize {
            while family[it] != it {
                family[it] = family[family[it]];
                it = family[it];
            }
            it
        }
        let mut join = |a: usize, b: usize| {
            let (a, b) = (root(&mut family, a), root(&mut family, b));
            family[a.max(b)] = a.min(b);
        };
        for union in &self.net.unions {
            union.own.iter().chain(&union.parents).for_each(|it| join(union.parents[0], *it));
        }
        for block in &self.net.blocks {
            block.iter().for_each(|it| join(block[0], *it));
        }
        let family: Vec<usize> = (0..self.x.len()).map(|it| root(&mut family, it)).collect();
        let mut members: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
        family.iter().enumerate().for_each(|(it, root)| members.entry(*root).or_default().push(it));
        let left_edge = |it: &Vec<usize>| it.iter().map(|it| self.x[*it]).fold(f64::INFINITY, f64::min);
        let mut members: Vec<Vec<usize>> = members.into_values().collect();
        members.sort_by(|a, b| left_edge(a).total_cmp(&left_edge(b)).then(a.cmp(b)));
        for members in members {
            let slack = |it: &usize| {
                let (row, at) = (self.net.row[*it], self.place_in_row[*it]);
                let left = self.rows[row][at.checked_sub(1)?];
                (family[left] != family[*it]).then(|| self.x[*it] - self.x[left] - self.apart[row][at])
            };
            let slack = members.iter().filter_map(slack).fold(f64::INFINITY, f64::min);
            if slack.is_finite() && slack > 0.5 {
                members.iter().for_each(|it| self.x[*it] -= slack);
            }
        }
    }

    /// Puts a row where the rows above and below want it.
    fn settle(&mut self, row: usize, pull: Pull) {
        let mut wishes: Vec<(f64, f64)> = Vec::with_capacity(self.rows[row].len());
        let mut bound: Vec<bool> = Vec::with_capacity(self.rows[row].len());
        for it in &self.rows[row] {
            let it = *it;
            let (mut sum, mut weight) = (0.0, 0.0);
            let mut wish = |at: f64, by: f64| {
                sum += at * by;
                weight += by;
            };
            for union in &self.net.above[it] {
                if !self.net.unions[*union].own.contains(&it) {
                    continue;
                }
                let by = self.net.unions[*union].weight * pull.above;
                let drop = self.net.upper(*union, &self.x);
                wish(self.x[it] + drop - self.middle(*union), by);
            }
            for union in &self.net.below[it] {
                let by = self.net.unions[*union].weight * pull.below;
                wish(self.wish_below(*union, it, pull.close), by * 2.0);
            }
            if let Some(before) = self.before[it] {
                wish(before, 8.0);
            }
            if let Some(pin) = self.pin[it] {
                (sum, weight) = (pin * 1e9, 1e9);
            }
            bound.push(weight > 0.0);
            wishes.push(if weight > 0.0 { (sum / weight, weight) } else { (self.x[it], 0.0) });
        }
        self.follow_neighbours(row, &mut wishes, &bound);
        self.solve(row, &wishes);
    }

    /// Who has no line of their own stays close to a neighbour.
    fn follow_neighbours(&self, row: usize, wishes: &mut [(f64, f64)], bound: &[bool]) {
        let line = &self.rows[row];
        let same = |a: usize, b: usize| self.net.block_of[line[a]] == self.net.block_of[line[b]];
        for at in 0..line.len() {
            if bound[at] {
                continue;
            }
            let left = at.checked_sub(1).filter(|left| same(*left, at) && wishes[*left].1 > 0.0);
            let right = Some(at + 1).filter(|right| *right < line.len() && same(at, *right) && bound[*right]);
            wishes[at] = if let Some(left) = left {
                (wishes[left].0 + self.apart[row][at], 0.4)
            } else if let Some(right) = right {
                (wishes[right].0 - self.apart[row][right], 0.4)
            } else {
                (self.x[line[at]], 0.01)
            };
        }
        for at in (0..line.len().saturating_sub(1)).rev() {
            if !bound[at] && same(at, at + 1) && wishes[at].1 < 0.1 {
                wishes[at] = (wishes[at + 1].0 - self.apart[row][at + 1], 0.4);
            }
        }
    }

    /// The middle between a union's outermost children.
    fn middle(&self, union: usize) -> f64 {
        let children = self.net.unions[union].own.iter().map(|it| self.x[*it]);
        let (low, high) = children.fold((f64::INFINITY, f64::NEG_INFINITY), |it, x| (it.0.min(x), it.1.max(x)));
        f64::midpoint(low, high)
    }

    /// Where a parent would stand if the line left over the children's middle.
    fn wish_below(&self, union: usize, parent: usize, closeness: f64) -> f64 {
        let middle = self.middle(union);
        let (left, right) = self.net.gaps[union];
        if left == right {
            return middle;
        }
        let shifted = self.x[parent] + middle - f64::midpoint(self.x[left], self.x[right]);
        // The pair as close as it may be, around the middle.
        let (left, right) = if self.x[left] <= self.x[right] { (left, right) } else { (right, left) };
        let close = self.close(left, right) / 2.0;
        let side = if parent == left {
            -close
        } else if parent == right {
            close
        } else {
            return shifted;
        };
        shifted + (middle + side - shifted) * closeness
    }

    /// The least distance of two neighbours.
    fn close(&self, left: usize, right: usize) -> f64 {
        let row = self.net.row[right];
        let at = self.place_in_row[right];
        debug_assert!(self.rows[row].get(at.wrapping_sub(1)) == Some(&left));
        self.apart[row][at]
    }

    /// The row's x nearest to the wishes that keeps everyone apart: pool
    /// adjacent violators on positions from which the least distances are taken.
    fn solve(&mut self, row: usize, wishes: &[(f64, f64)]) {
        struct Pool {
            sum: f64,
            weight: f64,
            count: usize,
        }
        let mut pools: Vec<Pool> = Vec::with_capacity(wishes.len());
        let mut offset = 0.0;
        for ((wish, weight), gap) in wishes.iter().zip(&self.apart[row]) {
            offset += gap;
            let weight = weight.max(1e-6);
            pools.push(Pool { sum: (wish - offset) * weight, weight, count: 1 });
            while let [.., before, last] = pools.as_slice()
                && before.sum / before.weight > last.sum / last.weight
            {
                let joined = Pool {
                    sum: before.sum + last.sum,
                    weight: before.weight + last.weight,
                    count: before.count + last.count,
                };
                pools.truncate(pools.len() - 2);
                pools.push(joined);
            }
        }
        let mut places = pools.iter().flat_map(|it| std::iter::repeat_n(it.sum / it.weight, it.count));
        let mut offset = 0.0;
        for (it, gap) in self.rows[row].iter().zip(&self.apart[row]) {
            offset += gap;
            if let Some(place) = places.next() {
                self.x[*it] = place + offset;
            }
        }
    }
}
