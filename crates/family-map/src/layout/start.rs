//! The order to begin with: a walk through the family that leaves everyone
//! beside their kin, or the order in which people stood before.

use super::Options;
use super::graph::Graph;
use super::net::Net;

/// The blocks of each row, from left to right.
pub(super) fn rows(graph: &Graph<'_>, net: &mut Net, options: &Options) -> Vec<Vec<usize>> {
    let mut rows = walk(graph, net, None);
    if !options.previous.is_empty() {
        as_before(graph, net, options, &mut rows);
    }
    rows
}

/// A walk from the oldest, or from one block.
pub(super) fn walk(graph: &Graph<'_>, net: &Net, from: Option<usize>) -> Vec<Vec<usize>> {
    let mut walk = Walk { rows: vec![Vec::new(); net.rows], seen: vec![false; net.blocks.len()] };
    let mut beside = vec![Vec::new(); graph.len()];
    for (a, b, _) in &graph.beside {
        beside[*a].push(*b);
        beside[*b].push(*a);
    }
    // Where a walk begins: with the oldest, who have nobody above.
    let mut starts: Vec<usize> = (0..net.blocks.len()).collect();
    starts.sort_by_key(|block| (net.blocks[*block].first().map(|it| net.row[*it]), *block));
    for start in from.into_iter().chain(starts) {
        walk.from(net, &beside, start);
    }
    walk.rows
}

struct Walk {
    rows: Vec<Vec<usize>>,
    seen: Vec<bool>,
}

enum Step {
    Visit(usize),
    Place(usize),
}

impl Walk {
    /// Places a block, and its kin to the left and right of it: on the left
    /// the other children of the left people's parents, on the right those of
    /// the right people's.
    fn from(&mut self, net: &Net, beside: &[Vec<usize>], start: usize) {
        let mut steps = vec![Step::Visit(start)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Place(block) => {
                    if let Some(it) = net.blocks[block].first() {
                        self.rows[net.row[*it]].push(block);
                    }
                }
                Step::Visit(block) => {
                    if std::mem::replace(&mut self.seen[block], true) {
                        continue;
                    }
                    let people = &net.blocks[block];
                    let middle = people.len().div_ceil(2);
                    let mut plan = Vec::new();
                    for (at, it) in people.iter().enumerate() {
                        if at == middle.min(people.len() - 1) && people.len() > 1 {
                            self.plan_below(net, block, &mut plan);
                        }
                        for union in &net.above[*it] {
                            plan.extend(net.unions[*union].parents.iter().map(|it| Step::Visit(net.block_of[*it])));
                        }
                        if people.len() == 1 {
                            self.plan_below(net, block, &mut plan);
                        }
                    }
                    for it in people.iter().filter(|it| net.is_person(**it)) {
                        plan.extend(beside[*it].iter().map(|it| Step::Visit(net.block_of[*it])));
                    }
                    steps.extend(plan.into_iter().rev());
                }
            }
        }
    }

    /// The block itself, then its children from left to right.
    fn plan_below(&self, net: &Net, block: usize, plan: &mut Vec<Step>) {
        plan.push(Step::Place(block));
        let mut unions: Vec<(usize, usize)> = Vec::new();
        for (at, it) in net.blocks[block].iter().enumerate() {
            for union in &net.below[*it] {
                if !unions.iter().any(|known| known.1 == *union) {
                    unions.push((at, *union));
                }
            }
        }
        let find = |it: usize| net.blocks[block].iter().position(|other| *other == it);
        unions.sort_by_key(|(at, union)| (find(net.gaps[*union].0).unwrap_or(*at), *union));
        for (_, union) in unions {
            plan.extend(net.unions[union].children.iter().map(|it| Step::Visit(net.block_of[*it])));
        }
    }
}

/// Keeps the order of before; newcomers stand where the walk put them, behind
/// the one who stood to their left.
fn as_before(graph: &Graph<'_>, net: &mut Net, options: &Options, rows: &mut [Vec<usize>]) {
    let before = |it: &usize| options.previous.get(*graph.ids.get(*it)?).map(|at| at.x);
    for block in &mut net.blocks {
        let known: Vec<f64> = block.iter().filter_map(before).collect();
        if known.len() > 1 && known.first() > known.last() {
            block.reverse();
        }
    }
    for row in rows {
        let mut keyed: Vec<(f64, usize)> = Vec::new();
        for block in row.iter() {
            let known: Vec<f64> = net.blocks[*block].iter().filter_map(before).collect();
            let kin = || {
                let siblings = net.blocks[*block].iter().flat_map(|it| &net.above[*it]).flat_map(|union| {
                    let union = &net.unions[*union];
                    let at: Vec<f64> = union.children.iter().chain(&union.parents).filter_map(before).collect();
                    at.into_iter().reduce(f64::max)
                });
                siblings.reduce(f64::max)
            };
            let last = keyed.last().map_or(f64::NEG_INFINITY, |it| it.0);
            let at = if known.is_empty() {
                kin().unwrap_or(last) + 0.01
            } else {
                known.iter().sum::<f64>() / known.len() as f64
            };
            keyed.push((at, *block));
        }
        keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
        *row = keyed.into_iter().map(|it| it.1).collect();
    }
}
