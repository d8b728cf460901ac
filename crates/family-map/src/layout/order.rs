//! Who stands left of whom.

use super::Options;
use super::graph::Graph;
use super::level::Levels;

/// For each row, the people from left to right.
#[derive(Debug)]
pub(super) struct Order {
    pub rows: Vec<Vec<usize>>,
}

pub(super) fn order(graph: &Graph<'_>, levels: &Levels, _options: &Options) -> Order {
    let mut order = Order { rows: vec![Vec::new(); levels.rows] };
    let mut done = vec![false; graph.len()];
    let mut from_the_top: Vec<usize> = (0..graph.len()).collect();
    from_the_top.sort_by_key(|it| (levels.row[*it], graph.born[*it].unwrap_or(i32::MAX), *it));
    for start in from_the_top {
        let mut waiting = vec![start];
        while let Some(it) = waiting.pop() {
            if std::mem::replace(&mut done[it], true) {
                continue;
            }
            order.rows[levels.row[it]].push(it);
            for family in graph.parent_in[it].iter().rev() {
                waiting.extend(graph.families[*family].children.iter().rev());
            }
            let partners = graph.couples_of[it].iter().rev().map(|at| &graph.couples[*at]);
            waiting.extend(partners.map(|couple| if couple.a == it { couple.b } else { couple.a }));
        }
    }
    order
}
