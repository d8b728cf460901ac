//! Whole branches of a family change sides in all rows at once: what one row
//! alone could never do without crossing more on the way.

use super::board::{Board, Line};
use super::count;
use super::walk::Tree;

/// Marks a block that is turned round by a move.
const TURN: u32 = 1 << 31;

/// Part of a row in which a move puts the blocks in another order.
#[derive(Clone, Copy, Debug)]
struct Window {
    row: usize,
    low: usize,
    high: usize,
    /// Where its blocks stand in the lists of before and after.
    from: usize,
}

/// A move that was tried, and room to work in.
#[derive(Clone, Debug, Default)]
pub(super) struct Mover {
    windows: Vec<Window>,
    before: Vec<u32>,
    after: Vec<u32>,
    lines: Vec<Line>,
    /// Where each gap's lines end in `lines`.
    gaps: Vec<usize>,
    ends: Vec<(i32, i32)>,
    buffer: Vec<i32>,
    picked: Vec<u64>,
}

impl Mover {
    /// Puts the second set of blocks left of the first wherever both stand in
    /// a row; the order inside each stays. Returns what that changes, or
    /// nothing where they meet nowhere.
    pub fn exchange(&mut self, board: &mut Board, left: &[u32], right: &[u32]) -> Option<i64> {
        self.picked.clear();
        let key = |board: &Board, block: u32, second: u64| {
            (u64::from(board.row_of[block as usize]) << 33) | (u64::from(board.slot[block as usize]) << 1) | second
        };
        self.picked.extend(left.iter().map(|it| key(board, *it, 0)));
        self.picked.extend(right.iter().map(|it| key(board, *it, 1)));
        self.picked.sort_unstable();
        self.clear();
        let mut at = 0;
        while at < self.picked.len() {
            let row = self.picked[at] >> 33;
            let mut to = at;
            let mut seconds = 0;
            while to < self.picked.len() && self.picked[to] >> 33 == row {
                seconds += self.picked[to] & 1;
                to += 1;
            }
            let run = &self.picked[at..to];
            if seconds > 0 && (seconds as usize) < run.len() {
                let slot = |it: &u64| ((it >> 1) & 0xffff_ffff) as usize;
                let (low, high) = (slot(&run[0]), slot(&run[run.len() - 1]) + 1);
                let row = row as usize;
                let line = &board.rows[row];
                let from = self.before.len();
                self.before.extend_from_slice(&line[low..high]);
                // Who stands between and belongs to neither stays.
                let second = run.iter().filter(|it| **it & 1 == 1);
                let mut next = second.chain(run.iter().filter(|it| **it & 1 == 0)).map(|it| line[slot(it)]);
                let mut taken = run.iter().map(slot).peekable();
                for (place, stands) in line.iter().enumerate().take(high).skip(low) {
                    if taken.next_if_eq(&place).is_some() {
                        self.after.push(next.next().unwrap_or(*stands));
                    } else {
                        self.after.push(*stands);
                    }
                }
                self.windows.push(Window { row, low, high, from });
            }
            at = to;
        }
        (!self.windows.is_empty()).then(|| self.apply(board))
    }

    /// A branch as in a mirror.
    pub fn mirror(&mut self, board: &mut Board, branch: &[u32]) -> Option<i64> {
        self.picked.clear();
        let key = |it: &u32| (u64::from(board.row_of[*it as usize]) << 32) | u64::from(board.slot[*it as usize]);
        self.picked.extend(branch.iter().map(key));
        self.picked.sort_unstable();
        self.clear();
        let mut at = 0;
        while at < self.picked.len() {
            let row = self.picked[at] >> 32;
            let mut to = at;
            while to < self.picked.len() && self.picked[to] >> 32 == row {
                to += 1;
            }
            let run = &self.picked[at..to];
            let slot = |it: &u64| (it & 0xffff_ffff) as usize;
            let (low, high) = (slot(&run[0]), slot(&run[run.len() - 1]) + 1);
            let line = &board.rows[row as usize];
            let from = self.before.len();
            self.before.extend_from_slice(&line[low..high]);
            self.after.extend_from_slice(&line[low..high]);
            for (here, there) in run.iter().zip(run.iter().rev()) {
                let block = line[slot(there)];
                let turn = if board.nodes.of(block).len() > 1 { TURN } else { 0 };
                self.after[from + slot(here) - low] = block | turn;
            }
            self.windows.push(Window { row: row as usize, low, high, from });
            at = to;
        }
        (!self.windows.is_empty()).then(|| self.apply(board))
    }

    /// One block moves to another place in its row.
    pub fn insert(&mut self, board: &mut Board, row: usize, at: usize, to: usize) -> Option<i64> {
        if at == to {
            return None;
        }
        self.clear();
        let (low, high) = (at.min(to), at.max(to) + 1);
        self.before.extend_from_slice(&board.rows[row][low..high]);
        self.after.extend_from_slice(&self.before);
        if at < to {
            self.after.rotate_left(1);
        } else {
            self.after.rotate_right(1);
        }
        self.windows.push(Window { row, low, high, from: 0 });
        Some(self.apply(board))
    }

    /// One block turns round.
    pub fn turn(&mut self, board: &mut Board, block: u32) -> Option<i64> {
        if board.nodes.of(block).len() < 2 {
            return None;
        }
        self.clear();
        let (row, low) = (board.row_of[block as usize] as usize, board.slot[block as usize] as usize);
        self.before.push(block);
        self.after.push(block | TURN);
        self.windows.push(Window { row, low, high: low + 1, from: 0 });
        Some(self.apply(board))
    }

    /// Takes back what was tried last.
    pub fn undo(&mut self, board: &mut Board) {
        for window in &self.windows {
            for at in window.low..window.high {
                let place = window.from + at - window.low;
                let tried = self.after[place];
                if tried & TURN != 0 {
                    board.nodes.of_mut(tried & !TURN).reverse();
                }
                board.rows[window.row][at] = self.before[place];
            }
            board.number(window.row, window.low, window.high);
        }
    }

    /// How many lines the last move looked at: a measure of its work.
    pub fn work(&self) -> usize {
        self.lines.len() + self.before.len()
    }

    fn clear(&mut self) {
        self.windows.clear();
        self.before.clear();
        self.after.clear();
    }

    fn apply(&mut self, board: &mut Board) -> i64 {
        self.gather(board);
        let before = self.cost(board);
        for window in &self.windows {
            for at in window.low..window.high {
                let block = self.after[window.from + at - window.low];
                if block & TURN != 0 {
                    board.nodes.of_mut(block & !TURN).reverse();
                }
                board.rows[window.row][at] = block & !TURN;
            }
            board.number(window.row, window.low, window.high);
        }
        self.cost(board) - before
    }

    /// The lines that begin or end in a window, gap by gap.
    fn gather(&mut self, board: &Board) {
        self.lines.clear();
        self.gaps.clear();
        for (at, window) in self.windows.iter().enumerate() {
            let blocks = |window: &Window| &self.before[window.from..window.from + window.high - window.low];
            let follows = at > 0 && self.windows[at - 1].row + 1 == window.row;
            if !follows {
                self.lines.extend(blocks(window).iter().flat_map(|block| board.up.of(*block)));
                self.gaps.push(self.lines.len());
            }
            self.lines.extend(blocks(window).iter().flat_map(|block| board.down.of(*block)));
            if let Some(next) = self.windows.get(at + 1).filter(|next| next.row == window.row + 1) {
                let inside = |line: &&Line| {
                    let slot = board.slot[board.upper[line.0 as usize] as usize] as usize;
                    slot < window.low || slot >= window.high
                };
                self.lines.extend(blocks(next).iter().flat_map(|block| board.up.of(*block)).filter(inside));
            }
            self.gaps.push(self.lines.len());
        }
    }

    fn cost(&mut self, board: &Board) -> i64 {
        let mut cost = 0;
        let mut from = 0;
        for to in &self.gaps {
            self.ends.clear();
            self.ends.extend(self.lines[from..*to].iter().map(|line| board.ends(*line)));
            cost += count::crossings(&mut self.ends, &mut self.buffer);
            from = *to;
        }
        for window in &self.windows {
            let blocks = &board.rows[window.row][window.low..window.high];
            cost += blocks.iter().map(|block| board.against_birth(*block)).sum::<i64>() + board.against_pins(blocks);
        }
        cost
    }
}

/// Lets neighbouring branches of one couple change sides where that crosses
/// less. Returns how much better it is.
pub(super) fn settle(board: &mut Board, tree: &Tree, mover: &mut Mover, budget: &mut i64) -> i64 {
    let mut total = 0;
    for row in 0..board.rows.len() {
        for at in 0..board.rows[row].len().saturating_sub(1) {
            let (left, right) = (board.rows[row][at], board.rows[row][at + 1]);
            let together = tree.parent[left as usize] == tree.parent[right as usize];
            if !together || (tree.is_plain(left) && tree.is_plain(right)) {
                continue;
            }
            if *budget < 0 {
                return total;
            }
            if let Some(gain) = mover.exchange(board, tree.branch(left), tree.branch(right)) {
                *budget -= mover.work() as i64;
                if gain < 0 {
                    total += gain;
                } else {
                    mover.undo(board);
                }
            }
        }
    }
    total
}
