//! The blocks of a drawing as things on rails: one x each, least distances to
//! their neighbours, and the families that wish them over each other.

use super::super::Options;
use super::super::graph::Graph;
use super::super::lists::Lists;
use super::super::net::Net;
use super::super::order::Order;
use crate::ordered::Ordered;

/// The least air between two labels.
const AIR: f64 = 12.0;
/// Room for the line that leaves between two partners.
const LINE: f64 = 10.0;
/// Half the room of a line that passes through a row.
const WAY: f64 = 4.0;

/// A place on a block.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spot {
    pub block: usize,
    /// To the right of the block's first node.
    pub aside: f64,
}

/// Parents who wish to stand over their children.
#[derive(Clone, Debug)]
pub(super) struct Family {
    /// The middle between the parents.
    pub parents: Spot,
    /// The outermost children.
    pub first: Spot,
    pub last: Spot,
    pub weight: f64,
    /// Part of a line that passes through rows.
    pub passes: bool,
    /// Where a line to someone further down passes through the next row.
    pub way: Option<Spot>,
}

pub(super) struct Field {
    /// Blocks of each row from left to right.
    pub rows: Vec<Vec<usize>>,
    /// The first node's x of each block.
    pub x: Vec<f64>,
    /// From the first node of the block to the left, at least.
    pub apart: Vec<f64>,
    pub families: Vec<Family>,
    /// For each block: families in which it is among the children, and among the parents.
    pub above: Vec<Vec<u32>>,
    pub below: Vec<Vec<u32>>,
    /// The blocks of each family's children.
    pub children: Lists<u32>,
    pub pin: Vec<Option<f64>>,
    pub before: Vec<Option<f64>>,
    /// How many of each block stood somewhere before.
    pub known: Vec<i64>,
    pub any_pin: bool,
    block_of: Vec<usize>,
    aside: Vec<f64>,
    /// Blocks bound together by lines.
    part: Vec<usize>,
}

impl Field {
    pub fn new(graph: &Graph<'_>, net: &Net, order: &Order, options: &Options) -> Self {
        let blocks = net.blocks.len();
        let nodes = net.row.len();
        let gaps = Gaps::new(graph, net, options);
        let pinned = |it: usize| options.pins.get(*graph.ids.get(it)?).copied();
        let stood = |it: usize| options.previous.get(*graph.ids.get(it)?).map(|at| at.x);
        let any_pin = !options.pins.is_empty();
        let mut field = Self {
            rows: Vec::with_capacity(net.rows),
            x: vec![0.0; blocks],
            apart: vec![0.0; blocks],
            families: Vec::with_capacity(net.unions.len()),
            above: vec![Vec::new(); blocks],
            below: vec![Vec::new(); blocks],
            children: Lists::default(),
            pin: vec![None; blocks],
            before: vec![None; blocks],
            known: vec![0; blocks],
            any_pin,
            block_of: net.block_of.clone(),
            aside: vec![0.0; nodes],
            part: (0..blocks).collect(),
        };
        let mut rank = vec![0_u32; nodes];
        for row in &order.rows {
            let mut line: Vec<usize> = Vec::with_capacity(row.len());
            let mut first = 0.0;
            for (at, it) in row.iter().enumerate() {
                rank[*it] = at as u32;
                let block = net.block_of[*it];
                let left = at.checked_sub(1).map(|at| row[at]);
                let gap = left.map_or(0.0, |left| gaps.between(left, *it));
                let before = left.map_or(0.0, |left| field.aside[left]);
                if line.last() == Some(&block) {
                    field.aside[*it] = before + gap;
                    if any_pin {
                        field.stretch(it, &net.blocks[block], &pinned);
                    }
                } else {
                    field.apart[block] = if left.is_some() { first + before + gap } else { 0.0 };
                    first = 0.0;
                    line.push(block);
                }
            }
            field.rows.push(line);
        }
        for block in 0..blocks {
            let people = &net.blocks[block];
            if any_pin {
                field.pin[block] = people.iter().find_map(|it| Some(pinned(*it)? - field.aside[*it]));
            }
            if !options.previous.is_empty() {
                let mut known: Vec<f64> = people.iter().filter_map(|it| Some(stood(*it)? - field.aside[*it])).collect();
                known.order_by(f64::total_cmp);
                field.before[block] = known.get(known.len() / 2).copied();
                field.known[block] = known.len() as i64;
            }
        }
        field.find_families(net, &rank);
        field
    }

    /// Takes in that two people of one block are pinned further apart than they need be.
    fn stretch(&mut self, it: &usize, block: &[usize], pinned: &impl Fn(usize) -> Option<f64>) {
        let Some(here) = pinned(*it) else { return };
        let at = block.iter().position(|other| other == it).unwrap_or(0);
        if let Some((other, there)) = block[..at].iter().rev().find_map(|other| Some((*other, pinned(*other)?))) {
            self.aside[*it] = self.aside[*it].max(self.aside[other] + here - there);
        }
    }

    fn find_families(&mut self, net: &Net, rank: &[u32]) {
        let children = net.unions.iter().enumerate();
        let children = children.flat_map(|(at, it)| it.own.iter().map(move |child| (at, net.block_of[*child] as u32)));
        self.children = Lists::gather(net.unions.len(), children);
        for union in &net.unions {
            let (a, b) = (union.parents[0], union.parents[union.parents.len() - 1]);
            let spot = |it: usize| Spot { block: net.block_of[it], aside: self.aside[it] };
            let first = union.own.iter().copied().min_by_key(|it| rank[*it]).unwrap_or(a);
            let last = union.own.iter().copied().max_by_key(|it| rank[*it]).unwrap_or(a);
            let at = self.families.len() as u32;
            self.families.push(Family {
                parents: Spot { block: net.block_of[a], aside: f64::midpoint(self.aside[a], self.aside[b]) },
                first: spot(first),
                last: spot(last),
                weight: union.weight,
                passes: !net.is_person(a),
                way: union.children.iter().find(|it| !net.is_person(**it)).map(|it| spot(*it)),
            });
            self.below[net.block_of[a]].push(at);
            for it in &union.own {
                let block = net.block_of[*it];
                if self.above[block].last() != Some(&at) {
                    self.above[block].push(at);
                }
                join(&mut self.part, net.block_of[a], block);
            }
        }
    }

    /// A place's x.
    pub fn at(&self, spot: Spot) -> f64 {
        self.x[spot.block] + spot.aside
    }

    /// The middle between a family's outermost children.
    pub fn middle(&self, family: &Family) -> f64 {
        f64::midpoint(self.at(family.first), self.at(family.last))
    }

    /// Everyone as near to the left as may be, rows centred on each other; or
    /// where they stood before.
    pub fn pack(&mut self) {
        for row in &self.rows {
            let mut at = 0.0;
            for block in row {
                at += self.apart[*block];
                self.x[*block] = at;
            }
            for block in row {
                self.x[*block] -= at / 2.0;
            }
        }
        let mut wishes = Vec::new();
        for row in 0..self.rows.len() {
            let held = |block: &usize| self.pin[*block].or(self.before[*block]);
            if !self.rows[row].iter().any(|it| held(it).is_some()) {
                continue;
            }
            wishes.clear();
            let mut shift = 0.0;
            for block in &self.rows[row] {
                wishes.push(if let Some(pin) = self.pin[*block] {
                    shift = pin - self.x[*block];
                    (pin, 1e9)
                } else if let Some(before) = self.before[*block] {
                    shift = before - self.x[*block];
                    (before, 1.0)
                } else {
                    (self.x[*block] + shift, 0.001)
                });
            }
            super::rows::solve(self, row, &wishes);
        }
    }

    /// Moves whole families that no line of their own binds together to the
    /// left until they touch.
    pub fn close_up(&mut self) {
        let part: Vec<usize> = (0..self.x.len()).map(|it| root(&mut self.part, it)).collect();
        if part.iter().all(|it| *it == part[0]) {
            return;
        }
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); part.len()];
        part.iter().enumerate().for_each(|(it, root)| members[*root].push(it));
        members.retain(|it| !it.is_empty());
        let left_edge = |it: &Vec<usize>| it.iter().map(|it| self.x[*it]).fold(f64::INFINITY, f64::min);
        let mut members: Vec<(f64, Vec<usize>)> = members.into_iter().map(|it| (left_edge(&it), it)).collect();
        members.order_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut left = vec![None; part.len()];
        for row in &self.rows {
            row.windows(2).for_each(|two| left[two[1]] = Some(two[0]));
        }
        for (_, members) in members {
            let slack = |it: &usize| {
                let left = left[*it].filter(|left| part[*left] != part[*it])?;
                Some(self.x[*it] - self.x[left] - self.apart[*it])
            };
            let slack = members.iter().filter_map(slack).fold(f64::INFINITY, f64::min);
            if slack.is_finite() && slack > 0.5 {
                members.iter().for_each(|it| self.x[*it] -= slack);
            }
        }
    }

    /// The x of every node.
    pub fn nodes(&self) -> Vec<f64> {
        self.block_of.iter().zip(&self.aside).map(|(block, aside)| self.x[*block] + aside).collect()
    }
}

fn root(part: &mut [usize], mut it: usize) -> usize {
    while part[it] != it {
        part[it] = part[part[it]];
        it = part[it];
    }
    it
}

fn join(part: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(part, a), root(part, b));
    part[a.max(b)] = a.min(b);
}

/// How far neighbours must be from each other.
pub(super) struct Gaps<'a> {
    graph: &'a Graph<'a>,
    net: &'a Net,
    options: &'a Options,
    /// Lines that leave beside each node.
    lines: Vec<u32>,
}

impl<'a> Gaps<'a> {
    pub fn new(graph: &'a Graph<'a>, net: &'a Net, options: &'a Options) -> Self {
        let mut lines = vec![0; net.row.len()];
        for (union, gap) in net.unions.iter().zip(&net.gaps) {
            if union.parents.len() == 2 {
                lines[gap.0] += 1;
                lines[gap.1] += 1;
            }
        }
        Self { graph, net, options, lines }
    }

    fn half(&self, it: usize) -> f64 {
        if self.net.is_person(it) { self.graph.half[it] } else { WAY }
    }

    /// From one node to its right neighbour, at least.
    pub fn between(&self, a: usize, b: usize) -> f64 {
        let sizes = &self.options.sizes;
        let words = self.half(a) + self.half(b);
        if !self.net.is_person(a) && !self.net.is_person(b) {
            WAY * 3.0
        } else if !self.net.is_person(a) || !self.net.is_person(b) {
            words.max(sizes.symbol / 2.0 + WAY) + AIR
        } else if self.net.block_of[a] == self.net.block_of[b] {
            let room = LINE * f64::from(self.lines[a].min(self.lines[b]).max(1));
            (words + AIR.max(room + 4.0)).max(sizes.couple_gap).max(self.graph.couple_room(a, b, sizes))
        } else {
            (words + AIR).max(sizes.sibling_gap)
        }
    }
}
