//! The rows while they are being ordered: flat lists of numbers, so that a
//! million small looks cost little.

use super::count;
use crate::layout::Options;
use crate::layout::graph::Graph;
use crate::layout::lists::Lists;
use crate::layout::net::Net;
use std::collections::HashSet;

/// Standing against a pin, and against birth order, weighs more than crossings.
pub(super) const AGAINST_PIN: i64 = 1_000_000;
pub(super) const AGAINST_BIRTH: i64 = 1_000;

/// A line between two rows: a union and one of its children.
pub(super) type Line = (u32, u32);

/// Who stands where, block by block, and which lines lead from each block.
#[derive(Clone, Debug)]
pub(super) struct Board {
    /// Blocks of each row, from left to right.
    pub rows: Vec<Vec<u32>>,
    /// Each block's row and its place among the blocks of the row.
    pub row_of: Vec<u32>,
    pub slot: Vec<u32>,
    /// The nodes of each block, from left to right.
    pub nodes: Lists<u32>,
    pub block_of: Vec<u32>,
    /// Lines to the row above and to the row below.
    pub up: Lists<Line>,
    pub down: Lists<Line>,
    /// The block of a union's parents.
    pub upper: Vec<u32>,
    /// Each node's place among the nodes of its row, and each union's among
    /// the ends at the lower edge of the row.
    pub rank: Vec<i32>,
    pub top: Vec<i32>,
    gap: Vec<(u32, u32)>,
    unions: Lists<u32>,
    /// Blocks that must stand to the left.
    pub elders: Lists<u32>,
    pub any_elder: bool,
    /// A pinned x of each block.
    pub pin: Vec<Option<f64>>,
    pub any_pin: bool,
}

/// An order that was kept.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    rows: Vec<Vec<u32>>,
    nodes: Lists<u32>,
}

impl Board {
    pub fn new(graph: &Graph<'_>, net: &Net, options: &Options) -> Self {
        let blocks = net.blocks.len();
        let nodes = net.blocks.iter().enumerate().flat_map(|(at, nodes)| nodes.iter().map(move |it| (at, *it as u32)));
        let unions = net.unions.iter().enumerate();
        let lines = unions.clone().flat_map(|(at, union)| union.children.iter().map(move |it| (at as u32, *it as u32)));
        let upper: Vec<u32> = net.unions.iter().map(|it| net.block_of[it.parents[0]] as u32).collect();
        let pairs = elder_pairs(graph, net);
        let pinned = |it: &usize| options.pins.get(*graph.ids.get(*it)?).copied();
        let pin: Vec<Option<f64>> = if options.pins.is_empty() {
            vec![None; blocks]
        } else {
            net.blocks.iter().map(|block| block.iter().find_map(pinned)).collect()
        };
        Self {
            rows: vec![Vec::new(); net.rows],
            row_of: net.blocks.iter().map(|nodes| nodes.first().map_or(0, |it| net.row[*it] as u32)).collect(),
            slot: vec![0; blocks],
            nodes: Lists::gather(blocks, nodes),
            block_of: net.block_of.iter().map(|it| *it as u32).collect(),
            up: Lists::gather(blocks, lines.clone().map(|line| (net.block_of[line.1 as usize], line))),
            down: Lists::gather(blocks, lines.map(|line| (upper[line.0 as usize] as usize, line))),
            rank: vec![0; net.row.len()],
            top: vec![0; net.unions.len()],
            gap: net.gaps.iter().map(|it| (it.0 as u32, it.1 as u32)).collect(),
            unions: Lists::gather(blocks, upper.iter().enumerate().map(|(at, block)| (*block as usize, at as u32))),
            upper,
            elders: Lists::gather(blocks, pairs.iter().map(|it| (it.1, it.0 as u32))),
            any_elder: !pairs.is_empty(),
            any_pin: pin.iter().any(Option::is_some),
            pin,
        }
    }

    /// Takes over an order of all blocks.
    pub fn set_rows(&mut self, rows: Vec<Vec<u32>>) {
        self.rows = rows;
        for row in 0..self.rows.len() {
            self.number(row, 0, self.rows[row].len());
        }
    }

    /// The order as it stands.
    pub fn kept(&self) -> Kept {
        Kept { rows: self.rows.clone(), nodes: self.nodes.clone() }
    }

    /// Keeps the order as it stands in place of another.
    pub fn keep(&self, kept: &mut Kept) {
        kept.rows.clone_from(&self.rows);
        kept.nodes.clone_from(&self.nodes);
    }

    /// Goes back to an order that was kept.
    pub fn take_back(&mut self, kept: &Kept) {
        self.nodes.clone_from(&kept.nodes);
        self.set_rows(kept.rows.clone());
    }

    /// Renumbers the blocks of a row from one place to before another.
    pub fn number(&mut self, row: usize, low: usize, high: usize) {
        let before = low.checked_sub(1).map(|at| self.rows[row][at]);
        let mut rank = before.and_then(|block| self.nodes.of(block).last()).map_or(0, |it| self.rank[*it as usize] + 1);
        for at in low..high {
            let block = self.rows[row][at];
            self.slot[block as usize] = at as u32;
            for it in self.nodes.of(block) {
                self.rank[*it as usize] = rank;
                rank += 1;
            }
            self.number_unions(block);
        }
    }

    fn number_unions(&mut self, block: u32) {
        for union in self.unions.of(block) {
            let (left, right) = self.gap[*union as usize];
            self.top[*union as usize] = self.rank[left as usize] + self.rank[right as usize];
        }
    }

    /// Turns a block round.
    pub fn turn(&mut self, block: u32) {
        let nodes = self.nodes.of_mut(block);
        let Some(mut rank) = nodes.first().map(|it| self.rank[*it as usize]) else { return };
        nodes.reverse();
        for it in nodes.iter() {
            self.rank[*it as usize] = rank;
            rank += 1;
        }
        self.number_unions(block);
    }

    /// Where a line leaves the upper row and where it meets the lower one.
    pub fn ends(&self, line: Line) -> (i32, i32) {
        (self.top[line.0 as usize], self.rank[line.1 as usize])
    }

    /// What changes when two neighbours change sides.
    pub fn exchange(&self, left: u32, right: u32) -> i64 {
        let mut gain = 0;
        for a in self.up.of(left) {
            let a = self.top[a.0 as usize];
            gain += self.up.of(right).iter().map(|b| i64::from((self.top[b.0 as usize] - a).signum())).sum::<i64>();
        }
        for a in self.down.of(left) {
            let a = self.rank[a.1 as usize];
            gain += self.down.of(right).iter().map(|b| i64::from((self.rank[b.1 as usize] - a).signum())).sum::<i64>();
        }
        if self.any_elder {
            gain += AGAINST_BIRTH * i64::from(self.elders.of(right).contains(&left));
            gain -= AGAINST_BIRTH * i64::from(self.elders.of(left).contains(&right));
        }
        if let (true, Some(left), Some(right)) = (self.any_pin, self.pin[left as usize], self.pin[right as usize]) {
            gain += AGAINST_PIN * (i64::from(left < right) - i64::from(left > right));
        }
        gain
    }

    /// What changes when a block moves to another place in its row.
    pub fn insertion(&self, row: usize, at: usize, to: usize) -> i64 {
        let line = &self.rows[row];
        let block = line[at];
        if at < to {
            line[at + 1..=to].iter().map(|other| self.exchange(block, *other)).sum()
        } else {
            line[to..at].iter().map(|other| self.exchange(*other, block)).sum()
        }
    }

    /// Moves a block to another place in its row.
    pub fn insert(&mut self, row: usize, at: usize, to: usize) {
        let (low, high) = (at.min(to), at.max(to) + 1);
        if at < to {
            self.rows[row][low..high].rotate_left(1);
        } else {
            self.rows[row][low..high].rotate_right(1);
        }
        self.number(row, low, high);
    }

    /// All crossings, and what stands against pins and birth order.
    pub fn cost(&self) -> i64 {
        let against =
            |row: &Vec<u32>| row.iter().map(|it| self.against_birth(*it)).sum::<i64>() + self.against_pins(row);
        self.crossings() + self.rows.iter().map(against).sum::<i64>()
    }

    /// All crossings, gap by gap.
    pub fn crossings(&self) -> i64 {
        let mut lines = Vec::new();
        let mut buffer = Vec::new();
        let mut count = 0;
        for row in &self.rows {
            lines.clear();
            lines.extend(row.iter().flat_map(|block| self.down.of(*block)).map(|line| self.ends(*line)));
            count += count::crossings_in_order(&mut lines, &mut buffer);
        }
        count
    }

    /// What it costs that a block stands left of its elders.
    pub fn against_birth(&self, block: u32) -> i64 {
        if !self.any_elder {
            return 0;
        }
        let slot = self.slot[block as usize];
        let wrong = self.elders.of(block).iter().filter(|it| self.slot[**it as usize] > slot).count();
        AGAINST_BIRTH * wrong as i64
    }

    /// What it costs that pinned blocks stand in another order than their pins.
    pub fn against_pins(&self, blocks: &[u32]) -> i64 {
        if !self.any_pin {
            return 0;
        }
        let pins: Vec<f64> = blocks.iter().filter_map(|it| self.pin[*it as usize]).collect();
        let wrong = pins.iter().enumerate().map(|(at, x)| pins[at + 1..].iter().filter(|it| *it < x).count());
        AGAINST_PIN * wrong.sum::<usize>() as i64
    }

    /// The blocks' nodes as they stand now.
    pub fn write_back(&self, net: &mut Net) -> Vec<Vec<usize>> {
        for (at, nodes) in net.blocks.iter_mut().enumerate() {
            nodes.clear();
            nodes.extend(self.nodes.of(at as u32).iter().map(|it| *it as usize));
        }
        let mut rows = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            rows.push(row.iter().flat_map(|block| self.nodes.of(*block)).map(|it| *it as usize).collect());
        }
        rows
    }
}

/// Blocks of siblings of known birth, the elder first.
fn elder_pairs(graph: &Graph<'_>, net: &Net) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut known = HashSet::new();
    for family in &graph.families {
        let dated = family.children.iter().copied();
        let dated =
            dated.filter(|it| graph.born[*it].is_some() && net.family_of_birth(graph, *it) == Some(&family.parents));
        let dated: Vec<usize> = dated.collect();
        for two in dated.windows(2) {
            let (elder, younger) = (net.block_of[two[0]], net.block_of[two[1]]);
            if elder == younger || net.row[two[0]] != net.row[two[1]] || known.contains(&(younger, elder)) {
                continue;
            }
            if known.insert((elder, younger)) {
                pairs.push((elder, younger));
            }
        }
    }
    pairs
}
