//! Who descends in several ways hangs on one couple and is only tied to the
//! others. On which one decides much: each is tried on the others too.

use super::board::Board;
use super::walk::{NONE, Tree};
use crate::ordered::Ordered;

/// Tries other couples for those who descend in several ways, at most so many
/// times. Returns how much better it is.
pub(super) fn settle(board: &mut Board, tree: &mut Tree, mut tries: usize) -> i64 {
    let mut candidates: Vec<(u32, u32)> = Vec::new();
    for block in &tree.order {
        if tree.hangs[*block as usize] != NONE {
            candidates.extend(board.up.of(*block).iter().map(|line| (*block, line.0)));
        }
    }
    candidates.dedup();
    let hang = |tree: &Tree, block: u32| tree.hangs[block as usize];
    let several = |it: &&(u32, u32)| board.up.of(it.0).len() > 1;
    let candidates: Vec<(u32, u32)> = candidates.iter().filter(several).copied().collect();
    let mut hung = Hung::new(tree);
    let first = board.cost();
    let mut least = first;
    let mut kept = board.kept();
    for (block, union) in candidates {
        let old = hang(tree, block);
        let above = board.upper[union as usize];
        if union == old || hung.holds(block, above) {
            continue;
        }
        if tries == 0 {
            break;
        }
        tries -= 1;
        let old_above = hung.parent[block as usize];
        hung.move_to(block, above);
        tree.hangs[block as usize] = union;
        let rows = hung.rows(board, tree);
        board.set_rows(rows);
        let cost = board.cost();
        if cost < least {
            least = cost;
            board.keep(&mut kept);
        } else {
            tree.hangs[block as usize] = old;
            hung.move_to(block, old_above);
            board.take_back(&kept);
        }
    }
    if least < first {
        // The walk as it was kept, not as it was tried last.
        hung.rows(board, tree);
        tree.take_over(board, hung.order, hung.parent);
    }
    least - first
}

/// What hangs on each block.
struct Hung {
    parent: Vec<u32>,
    below: Vec<Vec<u32>>,
    roots: Vec<u32>,
    order: Vec<u32>,
    stack: Vec<(u32, bool)>,
}

impl Hung {
    fn new(tree: &Tree) -> Self {
        let mut below = vec![Vec::new(); tree.parent.len()];
        let mut roots = Vec::new();
        for block in &tree.order {
            match tree.parent[*block as usize] {
                NONE => roots.push(*block),
                parent => below[parent as usize].push(*block),
            }
        }
        Self { parent: tree.parent.clone(), below, roots, order: tree.order.clone(), stack: Vec::new() }
    }

    /// Whether the second hangs on the first, near or far.
    fn holds(&self, block: u32, mut other: u32) -> bool {
        while other != NONE {
            if other == block {
                return true;
            }
            other = self.parent[other as usize];
        }
        false
    }

    fn move_to(&mut self, block: u32, parent: u32) {
        let old = self.parent[block as usize] as usize;
        self.below[old].retain(|it| *it != block);
        self.below[parent as usize].push(block);
        self.parent[block as usize] = parent;
    }

    /// Walks anew, siblings as they stand; `order` is the order of the walk.
    fn rows(&mut self, board: &Board, tree: &Tree) -> Vec<Vec<u32>> {
        let mut rows: Vec<Vec<u32>> = board.rows.iter().map(|row| Vec::with_capacity(row.len())).collect();
        self.order.clear();
        self.stack.extend(self.roots.iter().rev().map(|it| (*it, false)));
        while let Some((block, placed)) = self.stack.pop() {
            if placed {
                rows[board.row_of[block as usize] as usize].push(block);
                continue;
            }
            self.order.push(block);
            let below = &mut self.below[block as usize];
            // First those aside to the left, then the block with its children, then those to the right.
            let slot = |it: u32| board.slot[it as usize];
            below.order_by_key(|it| match tree.hangs[*it as usize] {
                NONE => (if is_left(board, block, *it) { 0 } else { 2 }, slot(*it)),
                _ => (1, slot(*it)),
            });
            let left =
                below.iter().take_while(|it| tree.hangs[**it as usize] == NONE && is_left(board, block, **it)).count();
            self.stack.extend(below[left..].iter().rev().map(|it| (*it, false)));
            self.stack.push((block, true));
            self.stack.extend(below[..left].iter().rev().map(|it| (*it, false)));
        }
        rows
    }
}

/// Whether someone aside belongs to the left half of a block.
fn is_left(board: &Board, block: u32, aside: u32) -> bool {
    let nodes = board.nodes.of(block);
    let line = board.up.of(block).iter().find(|line| board.upper[line.0 as usize] == aside);
    let at = line.and_then(|line| nodes.iter().position(|it| *it == line.1));
    nodes.len() > 1 && at.is_some_and(|at| at < nodes.len() / 2)
}
