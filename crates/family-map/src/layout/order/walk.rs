//! The order to begin with: a walk through the family that leaves everyone
//! beside their kin, and the tree that the walk follows.
//!
//! From the couple with the most descendants the walk goes down; a person
//! whose parents are reached from nowhere else takes them along, so that
//! parents-in-law stand beside whom they belong to. A family without loops is
//! followed whole; where there are loops, some lines are left over.

use super::board::Board;
use crate::layout::net::Net;
use crate::ordered::Ordered;

/// No block, no union.
pub(super) const NONE: u32 = u32::MAX;

/// The way of a walk: every block hangs on the one it was reached from, and
/// what hangs on a block was visited right after it.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    /// Blocks in the order of the walk.
    pub order: Vec<u32>,
    /// Each block's place in that order, and the place after the last of those
    /// who hang on it.
    pub enter: Vec<u32>,
    pub leave: Vec<u32>,
    /// The block that it hangs on.
    pub parent: Vec<u32>,
    /// The union by which it hangs on it; none where it was not reached from above.
    pub hangs: Vec<u32>,
    /// Before each place of the order: how many lines lead elsewhere than down the tree.
    odd: Vec<u32>,
}

impl Tree {
    /// Whether all lines of those who hang on a block lead down the tree.
    pub fn is_plain(&self, block: u32) -> bool {
        let (from, to) = (self.enter[block as usize], self.leave[block as usize]);
        self.odd[from as usize] == self.odd[to as usize]
    }

    /// Whether the second hangs on the first, near or far.
    pub fn holds(&self, block: u32, other: u32) -> bool {
        let at = self.enter[other as usize];
        self.enter[block as usize] <= at && at < self.leave[block as usize]
    }

    /// A block and those who hang on it.
    pub fn branch(&self, block: u32) -> &[u32] {
        &self.order[self.enter[block as usize] as usize..self.leave[block as usize] as usize]
    }

    fn new(net: &Net, order: Vec<u32>, parent: Vec<u32>, hangs: Vec<u32>) -> Self {
        let mut elsewhere = vec![0_u32; hangs.len()];
        for (at, union) in net.unions.iter().enumerate() {
            let upper = net.block_of[union.parents[0]];
            for block in union.children.iter().map(|it| net.block_of[*it]) {
                if hangs[block] != at as u32 {
                    elsewhere[block] += 1;
                    elsewhere[upper] += 1;
                }
            }
        }
        let mut tree = Self { order, enter: Vec::new(), leave: Vec::new(), parent, hangs, odd: Vec::new() };
        tree.number(&elsewhere);
        tree
    }

    /// Takes over another walk over the same family.
    pub fn take_over(&mut self, board: &Board, order: Vec<u32>, parent: Vec<u32>) {
        (self.order, self.parent) = (order, parent);
        let mut elsewhere = vec![0_u32; self.hangs.len()];
        for block in &self.order {
            for line in board.up.of(*block) {
                if self.hangs[*block as usize] != line.0 {
                    elsewhere[*block as usize] += 1;
                    elsewhere[board.upper[line.0 as usize] as usize] += 1;
                }
            }
        }
        self.number(&elsewhere);
    }

    fn number(&mut self, elsewhere: &[u32]) {
        let blocks = self.parent.len();
        self.enter = vec![0; blocks];
        for (at, block) in self.order.iter().enumerate() {
            self.enter[*block as usize] = at as u32;
        }
        let mut size = vec![1_u32; blocks];
        for block in self.order.iter().rev() {
            if self.parent[*block as usize] != NONE {
                size[self.parent[*block as usize] as usize] += size[*block as usize];
            }
        }
        self.leave = (0..blocks).map(|it| self.enter[it] + size[it]).collect();
        self.odd = vec![0; blocks + 1];
        for (at, block) in self.order.iter().enumerate() {
            self.odd[at + 1] = self.odd[at] + elsewhere[*block as usize];
        }
    }
}

/// A walk from those with the most descendants, or first from one block. Who
/// descends in several ways hangs on the first one found, or on the last.
pub(super) fn walk(
    net: &Net,
    beside: &[(usize, usize, i64)],
    from: Option<usize>,
    late: bool,
) -> (Vec<Vec<u32>>, Tree) {
    let blocks = net.blocks.len();
    let mut homes = vec![Vec::new(); blocks];
    for (a, b, _) in beside {
        homes[net.block_of[*a]].push(net.block_of[*b] as u32);
        homes[net.block_of[*b]].push(net.block_of[*a] as u32);
    }
    let mut walk = Walk {
        net,
        late,
        homes,
        rows: vec![Vec::new(); net.rows],
        order: Vec::with_capacity(blocks),
        parent: vec![NONE; blocks],
        seen: vec![false; blocks],
        hangs: vec![NONE; blocks],
    };
    let begetters = descendants(net);
    let has_parents = |block: &usize| net.blocks[*block].iter().any(|it| !net.above[*it].is_empty());
    let mut starts: Vec<usize> = (0..blocks).collect();
    starts.order_by(|a, b| {
        has_parents(a).cmp(&has_parents(b)).then(begetters[*b].total_cmp(&begetters[*a])).then(a.cmp(b))
    });
    for start in from.into_iter().chain(starts) {
        walk.from(start);
    }
    let Walk { rows, order, parent, hangs, .. } = walk;
    let tree = Tree::new(net, order, parent, hangs);
    (rows, tree)
}

/// About how many descend from each block; who descends twice counts twice.
fn descendants(net: &Net) -> Vec<f64> {
    let mut by_row: Vec<usize> = (0..net.blocks.len()).collect();
    let row = |block: &usize| net.blocks[*block].first().map_or(0, |it| net.row[*it]);
    by_row.order_by_key(|block| std::cmp::Reverse(row(block)));
    let mut count = vec![1.0; net.blocks.len()];
    let mut unions: Vec<Vec<usize>> = vec![Vec::new(); net.blocks.len()];
    for (at, union) in net.unions.iter().enumerate() {
        unions[net.block_of[union.parents[0]]].push(at);
    }
    for block in by_row {
        let children = unions[block].iter().flat_map(|union| &net.unions[*union].children);
        count[block] += children.map(|it| count[net.block_of[*it]]).sum::<f64>();
    }
    count
}

struct Walk<'a> {
    net: &'a Net,
    late: bool,
    /// Blocks that share a home or care, without being kin.
    homes: Vec<Vec<u32>>,
    rows: Vec<Vec<u32>>,
    order: Vec<u32>,
    parent: Vec<u32>,
    seen: Vec<bool>,
    /// The union by which each block will be reached from above.
    hangs: Vec<u32>,
}

enum Step {
    /// To someone above or beside, who then takes their own descendants along.
    Aside { block: usize, from: u32 },
    /// To a child.
    Down { block: usize, from: u32 },
    /// The block itself takes its place.
    Place(usize),
}

impl Walk<'_> {
    /// Places a block, and its kin to the left and right of it: on the left
    /// the left people's parents, on the right those of the right people.
    fn from(&mut self, start: usize) {
        let mut steps = vec![Step::Aside { block: start, from: NONE }];
        while let Some(step) = steps.pop() {
            match step {
                Step::Place(block) => {
                    if let Some(it) = self.net.blocks[block].first() {
                        self.rows[self.net.row[*it]].push(block as u32);
                    }
                }
                Step::Aside { block, from } => {
                    if !self.seen[block] && self.hangs[block] == NONE {
                        self.claim(block);
                        self.visit(block, from, &mut steps);
                    }
                }
                Step::Down { block, from } => {
                    if !self.seen[block] {
                        self.visit(block, from, &mut steps);
                    }
                }
            }
        }
    }

    /// All who descend from a block and whom nobody else has claimed hang on it.
    fn claim(&mut self, block: usize) {
        let mut line = vec![block];
        let mut at = 0;
        while let Some(&block) = line.get(at) {
            at += 1;
            for union in self.unions_below(block) {
                for it in &self.net.unions[union].children {
                    let child = self.net.block_of[*it];
                    if self.seen[child] || child == line[0] {
                        continue;
                    }
                    let known = self.hangs[child] != NONE;
                    if !known || self.late {
                        self.hangs[child] = union as u32;
                    }
                    if !known {
                        line.push(child);
                    }
                }
            }
        }
    }

    fn visit(&mut self, block: usize, from: u32, steps: &mut Vec<Step>) {
        self.seen[block] = true;
        self.parent[block] = from;
        self.order.push(block as u32);
        let people = &self.net.blocks[block];
        let middle = people.len() / 2;
        let mut plan = Vec::new();
        let here = block as u32;
        for (at, it) in people.iter().enumerate() {
            if at == middle && people.len() > 1 {
                self.plan_below(block, &mut plan);
            }
            for union in &self.net.above[*it] {
                let block = self.net.block_of[self.net.unions[*union].parents[0]];
                plan.push(Step::Aside { block, from: here });
            }
        }
        if people.len() <= 1 {
            self.plan_below(block, &mut plan);
        }
        plan.extend(self.homes[block].iter().map(|it| Step::Aside { block: *it as usize, from: here }));
        steps.extend(plan.into_iter().rev());
    }

    /// The block itself, then its children from left to right.
    fn plan_below(&self, block: usize, plan: &mut Vec<Step>) {
        plan.push(Step::Place(block));
        for union in self.unions_below(block) {
            let children = self.net.unions[union].children.iter().map(|it| self.net.block_of[*it]);
            let own = children.filter(|child| self.hangs[*child] == union as u32);
            plan.extend(own.map(|child| Step::Down { block: child, from: block as u32 }));
        }
    }

    /// A block's unions from left to right.
    fn unions_below(&self, block: usize) -> Vec<usize> {
        let people = &self.net.blocks[block];
        let mut unions: Vec<usize> = Vec::new();
        for it in people {
            unions.extend(self.net.below[*it].iter().filter(|union| self.net.unions[**union].parents[0] == *it));
        }
        if people.len() > 2 || unions.len() > 1 {
            let find = |it: usize| people.iter().position(|other| *other == it);
            unions.order_by_key(|union| (find(self.net.gaps[*union].0), *union));
        }
        unions
    }
}
