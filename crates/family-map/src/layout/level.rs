//! Which generation everyone belongs to. Partners share a row, children stand
//! below their parents, and what cannot be true at once gives way.

use super::graph::Graph;
use super::{GaveWay, Layout};
use crate::ordered::Ordered;
use std::collections::HashSet;

#[derive(Debug)]
pub(super) struct Levels {
    /// Each person's row, from the top.
    pub row: Vec<usize>,
    /// How many rows there are.
    pub rows: usize,
    pub gave_way: Vec<GaveWay>,
}

pub(super) fn levels(graph: &Graph<'_>) -> Levels {
    let n = graph.len();
    let all: Vec<(usize, usize)> = graph
        .families
        .iter()
        .flat_map(|it| it.parents.iter().flat_map(|parent| it.children.iter().map(|child| (*parent, *child))))
        .collect();
    let upwards = back_edges(n, &all);
    let ties: Vec<(usize, usize)> = all.into_iter().filter(|tie| !upwards.contains(tie)).collect();

    let mut couples: Vec<bool> = vec![true; graph.couples.len()];
    let mut groups = Groups::new(n);
    for couple in &graph.couples {
        groups.join(couple.a, couple.b);
    }
    // Couples in a circle of descent (someone married a descendant) stand apart.
    let circles = circles(n, &mut groups, &ties);
    if circles.iter().any(|it| *it) {
        groups = Groups::new(n);
        let mut doubtful = Vec::new();
        for (at, couple) in graph.couples.iter().enumerate() {
            if circles[couple.a] {
                doubtful.push(at);
            } else {
                groups.join(couple.a, couple.b);
            }
        }
        for at in doubtful {
            let couple = &graph.couples[at];
            let mut tried = groups.clone();
            tried.join(couple.a, couple.b);
            if doubt_free(n, &mut tried, &ties) {
                groups = tried;
            } else {
                couples[at] = false;
            }
        }
    }
    let row = rows(graph, &mut groups, &ties);
    let mut gave_way: Vec<GaveWay> = upwards
        .iter()
        .map(|(parent, child)| GaveWay::ParentBelowChild {
            child: graph.ids[*child].clone(),
            parent: graph.ids[*parent].clone(),
        })
        .collect();
    gave_way.order_by_key(|it| format!("{it:?}"));
    for (at, couple) in graph.couples.iter().enumerate() {
        if !couples[at] {
            gave_way.push(GaveWay::CoupleApart(graph.ids[couple.a].clone(), graph.ids[couple.b].clone()));
        }
    }
    Levels { rows: row.iter().map(|it| it + 1).max().unwrap_or(0), row, gave_way }
}

/// The rows of another layout, which holds everyone.
pub(super) fn as_in(graph: &Graph<'_>, whole: &Layout) -> Levels {
    let row_of = |id| whole.places.get(id).map_or(0, |place| place.row as usize);
    let row: Vec<usize> = graph.ids.iter().map(|id| row_of(*id)).collect();
    let mut gave_way = Vec::new();
    for family in &graph.families {
        for (parent, child) in family.parents.iter().flat_map(|it| family.children.iter().map(move |child| (it, child)))
        {
            if row[*child] <= row[*parent] {
                let (child, parent) = (graph.ids[*child].clone(), graph.ids[*parent].clone());
                gave_way.push(GaveWay::ParentBelowChild { child, parent });
            }
        }
    }
    let apart = graph.couples.iter().filter(|it| row[it.a] != row[it.b]);
    gave_way.extend(apart.map(|it| GaveWay::CoupleApart(graph.ids[it.a].clone(), graph.ids[it.b].clone())));
    Levels { rows: whole.rows.len(), row, gave_way }
}

/// Groups of people who must share a row.
#[derive(Clone, Debug)]
struct Groups {
    parent: Vec<usize>,
}

impl Groups {
    fn new(n: usize) -> Self {
        Self { parent: (0..n).collect() }
    }

    fn root(&mut self, mut it: usize) -> usize {
        while self.parent[it] != it {
            self.parent[it] = self.parent[self.parent[it]];
            it = self.parent[it];
        }
        it
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b)] = a.min(b);
    }
}

/// The ties that close a circle of descent, found depth first.
fn back_edges(n: usize, ties: &[(usize, usize)]) -> HashSet<(usize, usize)> {
    let mut below = vec![Vec::new(); n];
    for (parent, child) in ties {
        below[*parent].push(*child);
    }
    let mut state = vec![0_u8; n];
    let mut back = HashSet::new();
    for start in 0..n {
        if state[start] != 0 {
            continue;
        }
        let mut path = vec![(start, 0)];
        state[start] = 1;
        while let Some((at, next)) = path.last_mut() {
            if let Some(&child) = below[*at].get(*next) {
                *next += 1;
                if state[child] == 1 {
                    back.insert((*at, child));
                } else if state[child] == 0 {
                    state[child] = 1;
                    path.push((child, 0));
                }
            } else {
                state[*at] = 2;
                path.pop();
            }
        }
    }
    back
}

/// Whom a topological walk over the groups never reaches: the groups in a
/// circle, and those that only hang between circles.
fn circles(n: usize, groups: &mut Groups, ties: &[(usize, usize)]) -> Vec<bool> {
    let forward: Vec<(usize, usize)> = ties.iter().map(|(a, b)| (groups.root(*a), groups.root(*b))).collect();
    let backward: Vec<(usize, usize)> = forward.iter().map(|(a, b)| (*b, *a)).collect();
    let (down, up) = (unreached(n, &forward), unreached(n, &backward));
    (0..n).map(|it| groups.root(it)).map(|root| down[root] && up[root]).collect()
}

fn doubt_free(n: usize, groups: &mut Groups, ties: &[(usize, usize)]) -> bool {
    let forward: Vec<(usize, usize)> = ties.iter().map(|(a, b)| (groups.root(*a), groups.root(*b))).collect();
    !unreached(n, &forward).iter().any(|it| *it)
}

fn unreached(n: usize, ties: &[(usize, usize)]) -> Vec<bool> {
    let (sorted, _) = topological(n, ties);
    let mut unreached = vec![true; n];
    for it in sorted {
        unreached[it] = false;
    }
    unreached
}

/// Nodes in an order in which parents come before children, as far as that goes.
fn topological(n: usize, ties: &[(usize, usize)]) -> (Vec<usize>, Vec<Vec<usize>>) {
    let mut below = vec![Vec::new(); n];
    let mut waiting = vec![0_usize; n];
    for (parent, child) in ties {
        below[*parent].push(*child);
        waiting[*child] += 1;
    }
    let mut sorted: Vec<usize> = (0..n).filter(|it| waiting[*it] == 0).collect();
    let mut at = 0;
    while let Some(&it) = sorted.get(at) {
        at += 1;
        for child in &below[it] {
            waiting[*child] -= 1;
            if waiting[*child] == 0 {
                sorted.push(*child);
            }
        }
    }
    (sorted, below)
}

/// Rows by longest path from the top, then every group as near to its parents
/// and children as the rest allows.
fn rows(graph: &Graph<'_>, groups: &mut Groups, ties: &[(usize, usize)]) -> Vec<usize> {
    let n = graph.len();
    let mut between: Vec<(usize, usize)> = ties.iter().map(|(a, b)| (groups.root(*a), groups.root(*b))).collect();
    between.order();
    between.dedup();
    let (sorted, below) = topological(n, &between);
    let mut above = vec![Vec::new(); n];
    for (parent, child) in &between {
        above[*child].push(*parent);
    }
    // One row a generation, counted from any one person; where two ways of
    // counting differ, children move down.
    let mut row = generations(n, &above, &below);
    for it in &sorted {
        row[*it] = above[*it].iter().map(|parent| row[*parent] + 1).fold(row[*it], i64::max);
    }
    let mut wishes = Vec::new();
    for round in 0..8 {
        let mut moved = false;
        let mut settle = |it: usize| {
            let lowest = above[it].iter().map(|parent| row[*parent] + 1).max();
            let highest = below[it].iter().map(|child| row[*child] - 1).min();
            wishes.clear();
            wishes.extend(above[it].iter().map(|parent| row[*parent] + 1));
            wishes.extend(below[it].iter().map(|child| row[*child] - 1));
            wishes.order();
            let Some(&wish) = wishes.get(wishes.len() / 2) else { return };
            let wish = lowest.map_or(wish, |it| wish.max(it));
            let wish = highest.map_or(wish, |it| wish.min(it));
            moved |= row[it] != wish;
            row[it] = wish;
        };
        if round % 2 == 0 {
            sorted.iter().rev().for_each(|it| settle(*it));
        } else {
            sorted.iter().for_each(|it| settle(*it));
        }
        if !moved {
            break;
        }
    }
    let mut row: Vec<i64> = (0..n).map(|it| row[groups.root(it)]).collect();
    align_parts(graph, &mut row);
    row.into_iter().map(|it| usize::try_from(it).unwrap_or(0)).collect()
}

/// The generation of each group, counted along the ties from the first of its part.
fn generations(n: usize, above: &[Vec<usize>], below: &[Vec<usize>]) -> Vec<i64> {
    let mut row: Vec<Option<i64>> = vec![None; n];
    for start in 0..n {
        if row[start].is_some() {
            continue;
        }
        row[start] = Some(0);
        let mut reached = vec![(start, 0)];
        let mut at = 0;
        while let Some(&(it, here)) = reached.get(at) {
            at += 1;
            let up = above[it].iter().map(|other| (*other, here - 1));
            let down = below[it].iter().map(|other| (*other, here + 1));
            for (other, there) in up.chain(down) {
                if row[other].is_none() {
                    row[other] = Some(there);
                    reached.push((other, there));
                }
            }
        }
    }
    row.into_iter().map(Option::unwrap_or_default).collect()
}

/// Gives unconnected parts a common top: a part that is tied to another only
/// by a home or by care is moved to the rows where it belongs.
fn align_parts(graph: &Graph<'_>, row: &mut [i64]) {
    let n = graph.len();
    let mut parts = Groups::new(n);
    for couple in &graph.couples {
        parts.join(couple.a, couple.b);
    }
    for family in &graph.families {
        for it in family.children.iter().chain(&family.parents) {
            parts.join(family.parents[0], *it);
        }
    }
    let part: Vec<usize> = (0..n).map(|it| parts.root(it)).collect();
    let mut size = vec![0_usize; n];
    let mut top = vec![i64::MAX; n];
    for it in 0..n {
        size[part[it]] += 1;
        top[part[it]] = top[part[it]].min(row[it]);
    }
    let mut shift: Vec<Option<i64>> = vec![None; n];
    let mut order: Vec<usize> = (0..n).filter(|it| part[*it] == *it).collect();
    order.order_by_key(|it| (std::cmp::Reverse(size[*it]), *it));
    for this in order {
        let mut wishes: Vec<i64> = graph
            .beside
            .iter()
            .flat_map(|(a, b, rows)| [(*a, *b, *rows), (*b, *a, -*rows)])
            .filter(|(a, b, _)| part[*b] == this && part[*a] != this)
            .filter_map(|(a, b, rows)| Some(row[a] + shift[part[a]]? + rows - row[b]))
            .collect();
        wishes.order();
        shift[this] = Some(wishes.get(wishes.len() / 2).copied().unwrap_or(-top[this]));
    }
    for it in 0..n {
        row[it] += shift[part[it]].unwrap_or(0);
    }
    let highest = row.iter().min().copied().unwrap_or(0);
    row.iter_mut().for_each(|it| *it -= highest);
}
