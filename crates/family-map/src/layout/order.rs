//! Who stands left of whom: few crossings, siblings in birth order, and what
//! was there before stays as it was.

use super::graph::Graph;
use super::net::Net;
use super::{Options, start};

/// For each row, the nodes from left to right.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub rows: Vec<Vec<usize>>,
}

/// Standing against a pin, and against birth order, weighs more than crossings.
const AGAINST_PIN: i64 = 1_000_000;
const AGAINST_BIRTH: i64 = 1_000;

pub(super) fn order(graph: &Graph<'_>, net: &mut Net, options: &Options) -> Order {
    let mut work = Work::new(graph, net, options);
    if options.previous.is_empty() {
        work.improve();
        work.other_starts(graph);
        work.twins_together(graph);
        work.place_loose(graph);
    } else {
        work.repair();
        work.twins_together(graph);
    }
    let rows = work.rows();
    Order { rows }
}

struct Work<'a> {
    net: &'a mut Net,
    /// Blocks of each row, from left to right.
    rows: Vec<Vec<usize>>,
    /// Each node's place in its row.
    rank: Vec<f64>,
    /// For each block: blocks that must stand to the left of it.
    elders: Vec<Vec<usize>>,
    /// A pinned x of each block.
    pin: Vec<Option<f64>>,
    /// Blocks whose people all stood somewhere before.
    settled: Vec<bool>,
    /// Where each block's lines lead, as far as counted.
    ends: Vec<Ends>,
}

impl<'a> Work<'a> {
    fn new(graph: &Graph<'_>, net: &'a mut Net, options: &Options) -> Self {
        let blocks = net.blocks.len();
        let mut elders = vec![Vec::new(); blocks];
        for family in &graph.families {
            let dated: Vec<usize> = family
                .children
                .iter()
                .copied()
                .filter(|it| graph.born[*it].is_some() && net.family_of_birth(graph, *it) == Some(&family.parents))
                .collect();
            for two in dated.windows(2) {
                let (elder, younger) = (net.block_of[two[0]], net.block_of[two[1]]);
                if elder != younger && net.row[two[0]] == net.row[two[1]] && !elders[elder].contains(&younger) {
                    elders[younger].push(elder);
                }
            }
        }
        let pinned = |it: &usize| options.pins.get(*graph.ids.get(*it)?).copied();
        let pin = net.blocks.iter().map(|block| block.iter().find_map(pinned)).collect();
        let was = |it: &usize| graph.ids.get(*it).is_some_and(|id| options.previous.contains_key(*id));
        let settled = net.blocks.iter().map(|block| block.iter().all(was)).collect();
        let rows = start::rows(graph, net, options);
        let rank = vec![0.0; net.row.len()];
        let mut work = Self { net, rows, rank, elders, pin, settled, ends: Vec::new() };
        for row in 0..work.rows.len() {
            work.number(row);
        }
        work
    }

    /// Renumbers a row after a change.
    fn number(&mut self, row: usize) {
        let mut at = 0.0;
        for block in &self.rows[row] {
            for it in &self.net.blocks[*block] {
                self.rank[*it] = at;
                at += 1.0;
            }
        }
    }

    fn rows(&self) -> Vec<Vec<usize>> {
        let people = |row: &Vec<usize>| row.iter().flat_map(|block| self.net.blocks[*block].iter().copied()).collect();
        self.rows.iter().map(people).collect()
    }

    /// From the start: sweeps by barycentre, then moves of single blocks; the
    /// best order met on the way is kept.
    fn improve(&mut self) {
        let size = self.net.row.len();
        let sweeps = if size < 400 {
            12
        } else if size < 3000 {
            6
        } else {
            2
        };
        self.flips();
        let (rounds, reach) = match size {
            0..400 => (4, usize::MAX),
            400..3000 => (2, 24),
            _ => (1, 10),
        };
        self.sift(rounds, reach);
        let mut best = (self.cost(), self.rows.clone(), self.net.blocks.clone());
        for sweep in 0..sweeps {
            if best.0 == 0 {
                break;
            }
            if sweep % 2 == 0 {
                (1..self.rows.len()).for_each(|row| self.by_barycentre(row, true));
            } else {
                (0..self.rows.len().saturating_sub(1)).rev().for_each(|row| self.by_barycentre(row, false));
            }
            self.flips();
            self.sift(rounds, reach);
            let cost = self.cost();
            if cost < best.0 {
                best = (cost, self.rows.clone(), self.net.blocks.clone());
            }
        }
        (_, self.rows, self.net.blocks) = best;
        for row in 0..self.rows.len() {
            self.number(row);
        }
    }

    /// Small families are worth a second look: the same from other people's
    /// sides, and mirrored; the best is kept.
    fn other_starts(&mut self, graph: &Graph<'_>) {
        const MOST_NODES: usize = 300;
        const MOST_STARTS: usize = 12;
        if self.net.row.len() > MOST_NODES || self.cost() == 0 {
            return;
        }
        let mut best = (self.cost(), self.length(), self.rows.clone(), self.net.blocks.clone());
        let mut starts: Vec<usize> = (0..self.net.blocks.len()).filter(|it| self.net.blocks[*it].len() > 1).collect();
        starts.sort_by_key(|it| (std::cmp::Reverse(self.net.blocks[*it].len()), *it));
        let original = self.net.blocks.clone();
        for (n, start) in starts.into_iter().take(MOST_STARTS).flat_map(|it| [it, it]).enumerate() {
            if best.0 == 0 && n >= MOST_STARTS {
                break;
            }
            self.net.blocks.clone_from(&original);
            if n % 2 == 1 {
                self.net.blocks[start].reverse();
            }
            self.rows = start::walk(graph, self.net, Some(start));
            (0..self.rows.len()).for_each(|row| self.number(row));
            self.improve();
            let found = (self.cost(), self.length());
            if found.0 < best.0 || (found.0 == best.0 && found.1 < best.1 - 0.5) {
                best = (found.0, found.1, self.rows.clone(), self.net.blocks.clone());
            }
        }
        (_, _, self.rows, self.net.blocks) = best;
        (0..self.rows.len()).for_each(|row| self.number(row));
    }

    /// How far parents stand from their children, in shares of a row.
    fn length(&self) -> f64 {
        let share = |it: usize, rank: f64| rank / self.rows[self.net.row[it]].len().max(1) as f64;
        let length = |(at, union): (usize, &super::net::Union)| {
            let from = share(union.parents[0], self.upper(at));
            union.children.iter().map(|it| (from - share(*it, self.rank[*it])).abs()).sum::<f64>()
        };
        self.net.unions.iter().enumerate().map(length).sum::<f64>() * 10.0
    }

    /// Brings twins beside each other where someone came between.
    fn twins_together(&mut self, graph: &Graph<'_>) {
        for group in &graph.twins {
            for two in group.windows(2) {
                let (a, b) = (self.net.block_of[two[0]], self.net.block_of[two[1]]);
                let row = self.net.row[two[0]];
                if a == b || row != self.net.row[two[1]] {
                    continue;
                }
                self.rows[row].retain(|it| *it != b);
                let after = self.rows[row].iter().position(|it| *it == a).map_or(self.rows[row].len(), |at| at + 1);
                self.rows[row].insert(after, b);
                self.number(row);
            }
        }
    }

    /// Those without any line stand beside whom they live with, never among siblings.
    fn place_loose(&mut self, graph: &Graph<'_>) {
        for row in 0..self.rows.len() {
            for block in self.rows[row].clone() {
                let people = &self.net.blocks[block];
                if people.iter().any(|it| !self.net.above[*it].is_empty() || !self.net.below[*it].is_empty()) {
                    continue;
                }
                let at_home = graph.beside.iter().flat_map(|(a, b, _)| [(*a, *b), (*b, *a)]);
                let mut at_home = at_home.filter(|(a, b)| people.contains(a) && self.net.row[*b] == row);
                let Some((_, other)) = at_home.next() else { continue };
                let siblings = self.net.above[other].iter().flat_map(|union| &self.net.unions[*union].children);
                let beside: Vec<usize> = siblings.chain([&other]).map(|it| self.net.block_of[*it]).collect();
                self.rows[row].retain(|it| *it != block);
                let after = self.rows[row].iter().rposition(|it| beside.contains(it));
                let at = after.map_or(self.rows[row].len(), |at| at + 1);
                self.rows[row].insert(at, block);
                self.number(row);
            }
        }
    }

    /// Only what is new finds its place; the rest moves where a rule demands it.
    fn repair(&mut self) {
        for row in 0..self.rows.len() {
            self.sift_row(row, usize::MAX, true);
        }
        for row in (0..self.rows.len()).rev() {
            self.sift_row(row, usize::MAX, true);
        }
    }

    /// The place of a union's upper end.
    fn upper(&self, union: usize) -> f64 {
        self.net.upper(union, &self.rank)
    }

    /// Looks up the places to which a block's lines lead.
    fn find_ends(&self, block: usize, ends: &mut Ends) {
        ends.up.clear();
        ends.down.clear();
        for it in &self.net.blocks[block] {
            ends.up.extend(self.net.above[*it].iter().map(|union| self.upper(*union)));
            for union in &self.net.below[*it] {
                if self.net.unions[*union].parents[0] == *it {
                    ends.down.extend(self.net.unions[*union].children.iter().map(|child| self.rank[*child]));
                }
            }
        }
        ends.up.sort_unstable_by(f64::total_cmp);
        ends.down.sort_unstable_by(f64::total_cmp);
    }

    /// What it costs to have block `a` left of block `b`.
    fn cost_of(&self, a: usize, b: usize, ends: &[Ends]) -> i64 {
        let mut cost = inversions(&ends[a].up, &ends[b].up) + inversions(&ends[a].down, &ends[b].down);
        if self.elders[a].contains(&b) {
            cost += AGAINST_BIRTH;
        }
        if let (Some(left), Some(right)) = (self.pin[a], self.pin[b])
            && left > right
        {
            cost += AGAINST_PIN;
        }
        cost
    }

    /// Moves blocks within their rows to where they cross least.
    fn sift(&mut self, rounds: usize, reach: usize) {
        for round in 0..rounds {
            let mut moved = false;
            for n in 0..self.rows.len() {
                let row = if round % 2 == 0 { n } else { self.rows.len() - 1 - n };
                moved |= self.sift_row(row, reach, false);
            }
            moved |= self.flips();
            if !moved {
                break;
            }
        }
    }

    fn sift_row(&mut self, row: usize, reach: usize, only_new: bool) -> bool {
        let mut line = self.rows[row].clone();
        let mut ends = std::mem::take(&mut self.ends);
        ends.resize_with(self.net.blocks.len(), Ends::default);
        for block in &line {
            self.find_ends(*block, &mut ends[*block]);
        }
        let mut moved = false;
        for block in self.rows[row].clone() {
            if only_new && self.settled[block] {
                continue;
            }
            let Some(at) = line.iter().position(|it| *it == block) else { continue };
            let mut best = (0, at);
            let mut gain = 0;
            for to in (at.saturating_sub(reach)..at).rev() {
                gain += self.cost_of(block, line[to], &ends) - self.cost_of(line[to], block, &ends);
                if gain < best.0 {
                    best = (gain, to);
                }
            }
            gain = 0;
            for (to, other) in line.iter().enumerate().skip(at + 1).take(reach) {
                gain += self.cost_of(*other, block, &ends) - self.cost_of(block, *other, &ends);
                if gain < best.0 {
                    best = (gain, to);
                }
            }
            if best.1 != at {
                line.remove(at);
                line.insert(best.1, block);
                moved = true;
            }
        }
        self.ends = ends;
        if moved {
            self.rows[row] = line;
            self.number(row);
        }
        moved
    }

    /// Turns blocks round where that crosses less.
    fn flips(&mut self) -> bool {
        let mut turned = false;
        for row in 0..self.rows.len() {
            for at in 0..self.rows[row].len() {
                let block = self.rows[row][at];
                if self.net.blocks[block].len() < 2 || self.settled[block] {
                    continue;
                }
                let before = self.inside(block);
                self.turn(block);
                if self.inside(block) < before {
                    turned = true;
                } else {
                    self.turn(block);
                }
            }
        }
        turned
    }

    fn turn(&mut self, block: usize) {
        let Some(first) = self.net.blocks[block].first().map(|it| self.rank[*it]) else { return };
        self.net.blocks[block].reverse();
        let mut at = first;
        for it in &self.net.blocks[block] {
            self.rank[*it] = at;
            at += 1.0;
        }
    }

    /// Crossings among the lines of one block.
    fn inside(&self, block: usize) -> i64 {
        let mut up: Vec<(f64, f64)> = Vec::new();
        let mut down: Vec<(f64, f64)> = Vec::new();
        for it in &self.net.blocks[block] {
            up.extend(self.net.above[*it].iter().map(|union| (self.rank[*it], self.upper(*union))));
            for union in &self.net.below[*it] {
                if self.net.unions[*union].parents[0] == *it {
                    let from = self.upper(*union);
                    down.extend(self.net.unions[*union].children.iter().map(|child| (from, self.rank[*child])));
                }
            }
        }
        crossings(&mut up) + crossings(&mut down)
    }

    /// All crossings, and what stands against birth order.
    fn cost(&self) -> i64 {
        let mut gaps: Vec<Vec<(f64, f64)>> = vec![Vec::new(); self.rows.len()];
        for (at, union) in self.net.unions.iter().enumerate() {
            let from = self.upper(at);
            gaps[self.net.row[union.parents[0]]].extend(union.children.iter().map(|it| (from, self.rank[*it])));
        }
        let crossed: i64 = gaps.iter_mut().map(|gap| crossings(gap)).sum();
        let first = |block: usize| self.net.blocks[block].first().map_or(0.0, |it| self.rank[*it]);
        let against = self.elders.iter().enumerate().flat_map(|(at, elders)| elders.iter().map(move |it| (at, *it)));
        let against = against.filter(|(younger, elder)| first(*elder) > first(*younger)).count();
        crossed + AGAINST_BIRTH * i64::try_from(against).unwrap_or(0)
    }

    /// Sorts a row by where its lines to the row above (or below) lead.
    fn by_barycentre(&mut self, row: usize, above: bool) {
        let mut wishes: Vec<(f64, usize)> = Vec::with_capacity(self.rows[row].len());
        let mut found = Ends::default();
        let mut last = f64::NEG_INFINITY;
        for block in &self.rows[row] {
            self.find_ends(*block, &mut found);
            let ends = if above { &found.up } else { &found.down };
            // Who has no line there stays behind the one to the left.
            let wish = if ends.is_empty() { last } else { ends.iter().sum::<f64>() / ends.len() as f64 };
            last = wish;
            wishes.push((wish, *block));
        }
        wishes.sort_by(|a, b| a.0.total_cmp(&b.0));
        self.rows[row] = wishes.into_iter().map(|it| it.1).collect();
        self.number(row);
    }
}

/// The places to which a block's lines lead, from left to right.
#[derive(Clone, Debug, Default)]
struct Ends {
    up: Vec<f64>,
    down: Vec<f64>,
}

/// How many pairs have the left one's end right of the right one's; both sorted.
fn inversions(left: &[f64], right: &[f64]) -> i64 {
    let (Some(first), Some(last)) = (left.first(), left.last()) else { return 0 };
    let (Some(from), Some(to)) = (right.first(), right.last()) else { return 0 };
    // Most pairs stand apart altogether.
    if last <= from {
        return 0;
    }
    if first > to {
        return i64::try_from(left.len() * right.len()).unwrap_or(i64::MAX);
    }
    let mut count = 0;
    let mut at = 0;
    for end in left {
        while at < right.len() && right[at] < *end {
            at += 1;
        }
        count += at;
    }
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// How many pairs of lines cross, each from an upper to a lower place.
pub(super) fn crossings(lines: &mut [(f64, f64)]) -> i64 {
    lines.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut lower: Vec<f64> = lines.iter().map(|it| it.1).collect();
    let mut buffer = lower.clone();
    merge_count(&mut lower, &mut buffer)
}

/// Sorts and counts the pairs that stood the wrong way round.
fn merge_count(list: &mut [f64], buffer: &mut [f64]) -> i64 {
    let length = list.len();
    if length < 2 {
        return 0;
    }
    let (left, right) = list.split_at_mut(length / 2);
    let mut count = merge_count(left, &mut buffer[..length / 2]) + merge_count(right, &mut buffer[length / 2..]);
    let (mut a, mut b) = (0, 0);
    for slot in buffer.iter_mut() {
        if b >= right.len() || (a < left.len() && left[a] <= right[b]) {
            *slot = left[a];
            a += 1;
        } else {
            *slot = right[b];
            b += 1;
            count += i64::try_from(left.len() - a).unwrap_or(0);
        }
    }
    list.copy_from_slice(&buffer[..length]);
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crossings_are_counted_in_pairs() {
        assert_eq!(crossings(&mut [(0.0, 0.0), (1.0, 1.0)]), 0);
        assert_eq!(crossings(&mut [(0.0, 2.0), (1.0, 1.0), (2.0, 0.0)]), 3);
        assert_eq!(crossings(&mut [(0.0, 0.0), (0.0, 2.0), (1.0, 1.0)]), 1);
        assert_eq!(inversions(&[1.0, 3.0], &[0.0, 2.0]), 3);
    }
}
