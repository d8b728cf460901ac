//! The drawing as rows of nodes: people, and way points of lines that pass
//! through a row, so that no line ever runs through a person. After this every
//! tie spans exactly one gap between rows.

use super::chain;
use super::graph::{Graph, class};
use super::level::Levels;
use std::collections::HashSet;

/// From one or two nodes of one row to nodes of the next.
#[derive(Clone, Debug)]
pub(super) struct Union {
    /// The graph's family whose line this is.
    pub family: usize,
    /// People, or the one way point that the line comes from.
    pub parents: Vec<usize>,
    /// People and way points.
    pub children: Vec<usize>,
    /// Those of the children whose place this family decides; all if there is none.
    pub own: Vec<usize>,
    /// How strongly it pulls: birth families more than others.
    pub weight: f64,
}

#[derive(Clone, Debug)]
pub(super) struct Net {
    /// How many nodes are people; the rest are way points.
    pub people: usize,
    pub row: Vec<usize>,
    pub unions: Vec<Union>,
    /// Unions above and below each node.
    pub above: Vec<Vec<usize>>,
    pub below: Vec<Vec<usize>>,
    /// Nodes that stand together, from left to right.
    pub blocks: Vec<Vec<usize>>,
    pub block_of: Vec<usize>,
    pub rows: usize,
    /// For each union, the neighbours between whom its line leaves its parents.
    pub gaps: Vec<(usize, usize)>,
    /// Who is or was whose partner.
    pub partners: HashSet<(usize, usize)>,
}

fn key(a: usize, b: usize) -> (usize, usize) {
    (a.min(b), a.max(b))
}

impl Net {
    pub fn of(graph: &Graph<'_>, levels: &Levels) -> Self {
        let people = graph.len();
        let blocks = chain::chains(graph, levels);
        let mut net = Self {
            people,
            row: levels.row.clone(),
            unions: Vec::new(),
            above: Vec::new(),
            below: Vec::new(),
            block_of: Vec::new(),
            blocks,
            rows: levels.rows,
            gaps: Vec::new(),
            partners: graph.couples.iter().map(|it| key(it.a, it.b)).collect(),
        };
        for (at, family) in graph.families.iter().enumerate() {
            let weight = if class(family.kind) == 0 { 1.0 } else { 0.4 };
            let together = family.parents.iter().all(|it| net.row[*it] == net.row[family.parents[0]]);
            let groups: Vec<Vec<usize>> = if together {
                vec![family.parents.clone()]
            } else {
                family.parents.iter().map(|it| vec![*it]).collect()
            };
            for parents in groups {
                let row = net.row[parents[0]];
                let children: Vec<usize> = family.children.iter().copied().filter(|it| net.row[*it] > row).collect();
                net.spread(graph, at, parents, children, weight);
            }
        }
        net.above = vec![Vec::new(); net.row.len()];
        net.below = vec![Vec::new(); net.row.len()];
        for (at, union) in net.unions.iter().enumerate() {
            for it in &union.parents {
                net.below[*it].push(at);
            }
            for it in &union.children {
                net.above[*it].push(at);
            }
        }
        net.blocks.extend((people..net.row.len()).map(|it| vec![it]));
        net.block_of = vec![0; net.row.len()];
        for (at, block) in net.blocks.iter().enumerate() {
            for it in block {
                net.block_of[*it] = at;
            }
        }
        net.gaps = (0..net.unions.len()).map(|union| net.find_gap(union)).collect();
        net
    }

    /// Adds a family's unions row by row, with one way point a row for
    /// children further down.
    fn spread(
        &mut self,
        graph: &Graph<'_>,
        family: usize,
        mut parents: Vec<usize>,
        mut children: Vec<usize>,
        weight: f64,
    ) {
        while !children.is_empty() {
            let row = self.row[parents[0]] + 1;
            let (mut here, further): (Vec<usize>, Vec<usize>) =
                children.into_iter().partition(|it| self.row[*it] == row);
            let mut next = Vec::new();
            if !further.is_empty() {
                let way_point = self.row.len();
                self.row.push(row);
                here.push(way_point);
                next.push(way_point);
            }
            let decides = |it: &usize| graph.child_in.get(*it).is_some_and(|lists| lists.first() == Some(&family));
            let own: Vec<usize> = here.iter().copied().filter(decides).collect();
            let own = if own.is_empty() { here.clone() } else { own };
            self.unions.push(Union { family, parents, children: here, own, weight });
            (parents, children) = (next, further);
        }
    }

    /// Where others came to stand within a block, it becomes several.
    pub fn split_blocks(&mut self, row: &[usize]) {
        let mut seen = HashSet::new();
        let mut split = false;
        for run in
            row.chunk_by(|a, b| self.block_of[*a] == self.block_of[*b]).map(<[usize]>::to_vec).collect::<Vec<_>>()
        {
            let block = self.block_of[run[0]];
            if seen.insert(block) {
                self.blocks[block] = run;
                continue;
            }
            run.iter().for_each(|it| self.block_of[*it] = self.blocks.len());
            self.blocks.push(run);
            split = true;
        }
        if split {
            self.gaps = (0..self.unions.len()).map(|union| self.find_gap(union)).collect();
        }
    }

    /// The parents of the family that decides a person's place.
    pub fn family_of_birth<'g>(&self, graph: &'g Graph<'_>, it: usize) -> Option<&'g Vec<usize>> {
        graph.child_in[it].first().map(|family| &graph.families[*family].parents)
    }

    /// The gap in which a union's line leaves its parents, as the nodes to the
    /// left and right of it: beside the outer one of the two, so that each
    /// couple of a person has a gap of its own.
    fn find_gap(&self, union: usize) -> (usize, usize) {
        let parents = &self.unions[union].parents;
        let (Some(&a), Some(&b)) = (parents.first(), parents.last()) else { return (0, 0) };
        if a == b {
            return (a, a);
        }
        let block = &self.blocks[self.block_of[a]];
        let find = |it| block.iter().position(|other| *other == it);
        let (Some(a), Some(b)) = (find(a), find(b)) else { return (a, b) };
        let (left, right) = (a.min(b), a.max(b));
        let mut at = left;
        while at + 1 < right && self.partners.contains(&key(block[left], block[at + 1])) {
            at += 1;
        }
        (block[at], block[at + 1])
    }

    pub fn are_partners(&self, a: usize, b: usize) -> bool {
        self.partners.contains(&key(a, b))
    }

    pub fn is_person(&self, it: usize) -> bool {
        it < self.people
    }
}
