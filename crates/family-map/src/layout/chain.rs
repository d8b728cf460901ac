//! People who are bound together by partnerships stand as one block: each
//! person nearest to the first partner, and between two partners only other
//! partners of one of them, as far as a line can hold that.

use super::graph::Graph;
use super::level::Levels;
use crate::ordered::Ordered;
use crate::record::Symbol;
use std::collections::HashMap;

/// The blocks of partners, each from left to right; a person without a partner
/// in the same row is a block alone.
pub(super) fn chains(graph: &Graph<'_>, levels: &Levels) -> Vec<Vec<usize>> {
    let mut done = vec![false; graph.len()];
    let mut chains = Vec::new();
    for start in 0..graph.len() {
        if !done[start] {
            let tree = Tree::from(graph, levels, start, &mut done);
            chains.push(tree.line(graph));
        }
    }
    chains
}

/// A block's people and who is whose partner, without circles.
struct Tree {
    people: Vec<usize>,
    /// Partners in the order of the partnerships.
    partners: HashMap<usize, Vec<usize>>,
}

impl Tree {
    fn from(graph: &Graph<'_>, levels: &Levels, start: usize, done: &mut [bool]) -> Self {
        let mut tree = Self { people: vec![start], partners: HashMap::new() };
        done[start] = true;
        let mut at = 0;
        while let Some(&it) = tree.people.get(at) {
            at += 1;
            for couple in graph.couples_of[it].iter().map(|n| &graph.couples[*n]) {
                let other = if couple.a == it { couple.b } else { couple.a };
                if levels.row[other] == levels.row[it] && !std::mem::replace(&mut done[other], true) {
                    tree.people.push(other);
                    tree.partners.entry(it).or_default().push(other);
                    tree.partners.entry(other).or_default().push(it);
                }
            }
        }
        for (it, partners) in &mut tree.partners {
            let since = |other: &usize| {
                let mut couples = graph.couples_of[*it].iter().map(|n| &graph.couples[*n]);
                couples.find(|couple| couple.a == *other || couple.b == *other).map(|couple| couple.since)
            };
            partners.order_by_key(|other| (since(other), *other));
        }
        tree
    }

    fn partners(&self, it: usize) -> &[usize] {
        self.partners.get(&it).map_or(&[], Vec::as_slice)
    }

    /// The block from left to right.
    fn line(&self, graph: &Graph<'_>) -> Vec<usize> {
        match self.people.as_slice() {
            [] | [_] => self.people.clone(),
            [a, b] => pair(graph, *a, *b),
            _ => {
                let mut line = self.spread(graph);
                // More couples with the man on the left than on the right.
                let swapped = line.windows(2).filter(|two| pair(graph, two[0], two[1])[0] != two[0]).count();
                if swapped * 2 > line.len() - 1 {
                    line.reverse();
                }
                line
            }
        }
    }

    /// The longest path of partners with several partners is the spine;
    /// everyone else stands beside their partner on it.
    fn spread(&self, graph: &Graph<'_>) -> Vec<usize> {
        let far = |from: usize| self.path_to_farthest(from);
        let path = far(far(self.people[0]).first().copied().unwrap_or(self.people[0]));
        let spine: Vec<usize> = path.get(1..path.len().saturating_sub(1)).unwrap_or(&[]).to_vec();
        let mut line = Vec::new();
        for (at, it) in spine.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| spine.get(at));
            let after = spine.get(at + 1);
            let (mut left, mut right) = (Vec::new(), Vec::new());
            let first_right = graph.people[*it].symbol != Symbol::Female;
            for other in self.partners(*it).iter().filter(|other| Some(*other) != before && Some(*other) != after) {
                // A neighbour on the spine takes up its side too, from the outside.
                let weight = |side: &Vec<usize>, neighbour: Option<&usize>| {
                    side.len() * 2 + usize::from(neighbour.is_some()) * 2
                };
                let (on_left, on_right) = (weight(&left, before), weight(&right, after));
                let when = |other: Option<&usize>| self.partners(*it).iter().position(|known| Some(known) == other);
                let to_right = match (when(before), when(after)) {
                    _ if on_left != on_right => on_right < on_left,
                    // The first partner stays nearest: the others stand on the later one's side.
                    (Some(left), Some(right)) => right > left,
                    _ => first_right,
                };
                let side = if to_right { &mut right } else { &mut left };
                side.push(*other);
                self.beyond(*other, *it, side);
            }
            left.reverse();
            line.extend(left);
            line.push(*it);
            line.extend(right);
        }
        line
    }

    /// Those who are bound to the block only through `it`.
    fn beyond(&self, it: usize, from: usize, side: &mut Vec<usize>) {
        let mut waiting: Vec<(usize, usize)> =
            self.partners(it).iter().rev().filter(|other| **other != from).map(|other| (*other, it)).collect();
        while let Some((next, via)) = waiting.pop() {
            side.push(next);
            waiting.extend(self.partners(next).iter().rev().filter(|other| **other != via).map(|other| (*other, next)));
        }
    }

    fn path_to_farthest(&self, from: usize) -> Vec<usize> {
        let mut via = HashMap::from([(from, from)]);
        let mut reached = vec![from];
        let mut at = 0;
        while let Some(&it) = reached.get(at) {
            at += 1;
            for other in self.partners(it) {
                if !via.contains_key(other) {
                    via.insert(*other, it);
                    reached.push(*other);
                }
            }
        }
        let mut path = vec![reached.last().copied().unwrap_or(from)];
        while let Some(&last) = path.last()
            && last != from
        {
            path.push(via[&last]);
        }
        path
    }
}

/// Man left and woman right; else the elder left, else in order of entry.
fn pair(graph: &Graph<'_>, a: usize, b: usize) -> Vec<usize> {
    let side = |it: usize| match graph.people[it].symbol {
        Symbol::Male | Symbol::TransMan => 0,
        Symbol::Female | Symbol::TransWoman => 2,
        _ => 1,
    };
    let key = |it: usize| (side(it), graph.born[it].unwrap_or(i32::MAX), it);
    if key(a) <= key(b) { vec![a, b] } else { vec![b, a] }
}
