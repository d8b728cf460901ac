//! Who stands left of whom: few crossings, siblings in birth order, and what
//! was there before stays as it was.

mod anneal;
mod board;
mod branch;
mod count;

mod planar;
mod rehang;
mod sift;
mod walk;
mod weigh;

use crate::ordered::Ordered;
pub(super) use anneal::Anneal;
use anneal::Heat;

use super::Options;
use super::graph::Graph;
use super::net::Net;
use board::Board;
use branch::Mover;
use sift::Sifter;
use walk::Tree;

/// For each row, the nodes from left to right.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub rows: Vec<Vec<usize>>,
}

pub(super) fn order(graph: &Graph<'_>, net: &mut Net, options: &Options) -> Order {
    let (mut rows, mut tree) = walk::walk(net, &graph.beside, None, false);
    let warm = !options.previous.is_empty();
    if warm {
        as_before(graph, net, options, &mut rows);
    }
    let mut board = Board::new(graph, net, options);
    board.set_rows(rows);
    let mut work = Work { board, sifter: Sifter::default(), mover: Mover::default() };
    if warm {
        work.repair(graph, options);
        work.twins_together(graph, net);
    } else {
        work.improve(&mut tree, Effort::first(net.row.len()));
        work.without_crossings(MOST_PAIRS);
        work.search_a_little(tree, net.row.len());
        work.other_starts(graph, net);
        work.twins_together(graph, net);
        work.place_loose(graph, net);
    }
    Order { rows: work.board.write_back(net) }
}

/// A long search from an order that stands.
pub(super) fn search(graph: &Graph<'_>, net: &Net, order: &Order, options: &Options, work: u64, seed: u64) -> Anneal {
    let trees = [false, true].map(|late| walk::walk(net, &graph.beside, None, late).1);
    let mut board = Board::new(graph, net, options);
    board.set_rows(order.rows.iter().map(|row| blocks_of(net, row)).collect());
    let mut trees = trees;
    let mut mover = Mover::default();
    for _ in 0..4 {
        if rehang::settle(&mut board, &mut trees[0], 200) == 0 {
            break;
        }
        branch::settle(&mut board, &trees[0], &mut mover, &mut 100_000);
    }
    let heat = Heat::long(&board);
    Anneal::new(board, trees, heat, anneal::Moves::All, work, seed)
}

/// The order that a search has found.
pub(super) fn found(search: &Anneal, net: &mut Net) -> Order {
    Order { rows: search.best().write_back(net) }
}

fn blocks_of(net: &Net, row: &[usize]) -> Vec<u32> {
    let mut blocks: Vec<u32> = row.iter().map(|it| net.block_of[*it] as u32).collect();
    blocks.dedup();
    blocks
}

/// Rows with more pairs of blocks than this are not searched for an order without crossings at first.
const MOST_PAIRS: usize = 12_000;

/// How much work an order is worth.
#[derive(Clone, Copy, Debug)]
struct Effort {
    /// Rounds of single moves, and how far a block moves in its row.
    rounds: usize,
    reach: usize,
    /// Lines looked at while branches change sides.
    budget: i64,
    rehangings: usize,
    /// How often branches are exchanged before single blocks move.
    settlings: usize,
}

impl Effort {
    fn first(size: usize) -> Self {
        match size {
            0..400 => Self { rounds: 8, reach: usize::MAX, budget: 40_000, rehangings: 3, settlings: 3 },
            400..3000 => Self { rounds: 2, reach: 24, budget: 20_000, rehangings: 1, settlings: 1 },
            _ => Self { rounds: 1, reach: 16, budget: 60_000, rehangings: 1, settlings: 3 },
        }
    }
}

struct Work {
    board: Board,
    sifter: Sifter,
    mover: Mover,
}

impl Work {
    /// Turns, exchanges and moves until nothing gains or the work is too much.
    fn improve(&mut self, tree: &mut Tree, effort: Effort) {
        let Effort { rounds, reach, mut budget, rehangings, settlings } = effort;
        let size = self.board.rank.len();
        self.sifter.turns(&mut self.board, None);
        branch::settle(&mut self.board, tree, &mut self.mover, &mut budget);
        for _ in 0..rehangings {
            let tries = (60_000 / size.max(1)).clamp(8, 200);
            if rehang::settle(&mut self.board, tree, tries) == 0 {
                break;
            }
            branch::settle(&mut self.board, tree, &mut self.mover, &mut budget);
        }
        for round in 0..rounds {
            let mut gain = self.sifter.turns(&mut self.board, None);
            for _ in 0..settlings {
                let settled = branch::settle(&mut self.board, tree, &mut self.mover, &mut budget);
                gain += settled;
                if settled == 0 {
                    break;
                }
            }
            let rows = self.board.rows.len();
            for n in 0..rows {
                let row = if round % 2 == 0 { n } else { rows - 1 - n };
                gain += self.sifter.row(&mut self.board, row, reach, None);
            }
            if gain == 0 {
                break;
            }
        }
    }

    /// The order without crossings, where there is one.
    fn without_crossings(&mut self, most_pairs: usize) {
        let cost = self.board.cost();
        if cost == 0 || self.board.any_pin {
            return;
        }
        let kept = self.board.kept();
        if planar::solve(&mut self.board, most_pairs) && self.board.cost() >= cost {
            self.board.take_back(&kept);
        }
    }

    /// What moves one by one did not find, a few thousand random ones may.
    fn search_a_little(&mut self, tree: Tree, size: usize) {
        let cost = self.board.cost();
        if cost == 0 {
            return;
        }
        // Where little is left to be gained, little is tried.
        let work = match size {
            0..400 => 40_000,
            400..3000 => 20_000.min(4_000 + cost.unsigned_abs() * 200),
            _ => 60_000,
        };
        let heat = Heat::short(&self.board);
        let mut search = Anneal::new(self.board.clone(), [tree.clone(), tree], heat, anneal::Moves::All, work, 1);
        search.step(work);
        self.board = search.best();
    }

    /// Small families are worth a second look: the same from other people's
    /// sides, and mirrored; the best is kept.
    fn other_starts(&mut self, graph: &Graph<'_>, net: &Net) {
        const MOST_NODES: usize = 300;
        const MOST_STARTS: usize = 5;
        let mut best = (self.board.cost(), self.length(net), self.board.kept());
        if net.row.len() > MOST_NODES || best.0 == 0 {
            return;
        }
        let original = self.board.nodes.clone();
        let mut starts: Vec<usize> = (0..net.blocks.len()).filter(|it| net.blocks[*it].len() > 1).collect();
        starts.order_by_key(|it| (std::cmp::Reverse(net.blocks[*it].len()), *it));
        for (n, start) in starts.into_iter().take(MOST_STARTS).flat_map(|it| [it, it]).enumerate() {
            if best.0 == 0 && n >= MOST_STARTS {
                break;
            }
            self.board.nodes.clone_from(&original);
            if n % 2 == 1 {
                self.board.nodes.of_mut(start as u32).reverse();
            }
            let (rows, mut tree) = walk::walk(net, &graph.beside, Some(start), false);
            self.board.set_rows(rows);
            self.improve(&mut tree, Effort { rounds: 3, reach: 64, budget: 6_000, rehangings: 1, settlings: 3 });
            let found = (self.board.cost(), self.length(net));
            if found.0 < best.0 || (found.0 == best.0 && found.1 < best.1 - 0.5) {
                best = (found.0, found.1, self.board.kept());
            }
        }
        self.board.take_back(&best.2);
    }

    /// How far parents stand from their children, in shares of a row.
    fn length(&self, net: &Net) -> f64 {
        let nodes = |row: usize| {
            let last = self.board.rows[row].last().and_then(|block| self.board.nodes.of(*block).last());
            last.map_or(1.0, |it| f64::from(self.board.rank[*it as usize]) + 1.0)
        };
        let widths: Vec<f64> = (0..self.board.rows.len()).map(nodes).collect();
        let mut length = 0.0;
        for (at, union) in net.unions.iter().enumerate() {
            let from = f64::from(self.board.top[at]) / 2.0 / widths[net.row[union.parents[0]]];
            let share = |it: &usize| f64::from(self.board.rank[*it]) / widths[net.row[*it]];
            length += union.children.iter().map(|it| (from - share(it)).abs()).sum::<f64>();
        }
        length * 10.0
    }

    /// Only what is new finds its place: who stood somewhere stays among their
    /// neighbours, also with a new partner.
    fn repair(&mut self, graph: &Graph<'_>, options: &Options) {
        let was = |it: &u32| graph.ids.get(*it as usize).is_some_and(|id| options.previous.contains_key(*id));
        let blocks = self.board.row_of.len();
        let settled: Vec<bool> = (0..blocks).map(|block| self.board.nodes.of(block as u32).iter().any(was)).collect();
        for row in 0..self.board.rows.len() {
            self.sifter.row(&mut self.board, row, usize::MAX, Some(&settled));
        }
        self.sifter.turns(&mut self.board, Some(&settled));
        for row in (0..self.board.rows.len()).rev() {
            self.sifter.row(&mut self.board, row, usize::MAX, Some(&settled));
        }
    }

    /// Takes a block out of its row and puts it after another, or last.
    fn put_after(&mut self, row: usize, block: u32, after: impl Fn(&u32) -> bool) {
        let line = &mut self.board.rows[row];
        line.retain(|it| *it != block);
        let at = line.iter().rposition(after).map_or(line.len(), |at| at + 1);
        line.insert(at, block);
        let length = line.len();
        self.board.number(row, 0, length);
    }

    /// Brings twins beside each other where someone came between.
    fn twins_together(&mut self, graph: &Graph<'_>, net: &Net) {
        for group in &graph.twins {
            for two in group.windows(2) {
                let (a, b) = (net.block_of[two[0]] as u32, net.block_of[two[1]] as u32);
                let row = net.row[two[0]];
                if a != b && row == net.row[two[1]] {
                    self.put_after(row, b, |it| *it == a);
                }
            }
        }
    }

    /// Those without any line stand beside whom they live with, never among siblings.
    fn place_loose(&mut self, graph: &Graph<'_>, net: &Net) {
        if graph.beside.is_empty() {
            return;
        }
        for row in 0..self.board.rows.len() {
            for block in self.board.rows[row].clone() {
                if !self.board.up.of(block).is_empty() || !self.board.down.of(block).is_empty() {
                    continue;
                }
                let people = self.board.nodes.of(block);
                let mut at_home = graph.beside.iter().flat_map(|(a, b, _)| [(*a, *b), (*b, *a)]);
                let Some((_, other)) = at_home.find(|(a, b)| people.contains(&(*a as u32)) && net.row[*b] == row)
                else {
                    continue;
                };
                let siblings = net.above[other].iter().flat_map(|union| &net.unions[*union].children);
                let beside: Vec<u32> = siblings.chain([&other]).map(|it| net.block_of[*it] as u32).collect();
                self.put_after(row, block, |it| beside.contains(it));
            }
        }
    }
}

/// Keeps the order of before; newcomers stand where the walk put them, behind
/// the one who stood to their left.
fn as_before(graph: &Graph<'_>, net: &mut Net, options: &Options, rows: &mut [Vec<u32>]) {
    let before: Vec<Option<f64>> = (0..net.row.len())
        .map(|it| graph.ids.get(it).and_then(|id| options.previous.get(*id)).map(|at| at.x))
        .collect();
    for block in &mut net.blocks {
        let mut known = block.iter().filter_map(|it| before[*it]);
        if let (Some(first), Some(last)) = (known.next(), known.next_back())
            && first > last
        {
            block.reverse();
        }
    }
    for row in rows {
        let mut keyed: Vec<(f64, u32)> = Vec::with_capacity(row.len());
        for block in row.iter() {
            let people = &net.blocks[*block as usize];
            let known: Vec<f64> = people.iter().filter_map(|it| before[*it]).collect();
            let kin = || {
                let siblings = people.iter().flat_map(|it| &net.above[*it]).flat_map(|union| {
                    let union = &net.unions[*union];
                    union.children.iter().chain(&union.parents).filter_map(|it| before[*it]).reduce(f64::max)
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
        keyed.order_by(|a, b| a.0.total_cmp(&b.0));
        *row = keyed.into_iter().map(|it| it.1).collect();
    }
}
