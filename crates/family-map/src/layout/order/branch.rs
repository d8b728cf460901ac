//! Whole branches of a family change sides in all rows at once: what one row
//! alone could never do without crossing more on the way.

use super::board::{Board, Line};
use super::count;
use super::walk::Tree;
use super::weigh::Weigher;

/// Marks a block that is turned round by a move.
const TURN: u32 = 1 << 31;

/// Larger branches are not turned round one by one.
const MIRRORED: usize = 40;

/// A branch that crosses so many more is not moved on.
const HOPELESS: i64 = 12;

/// Part of a row in which a move puts the blocks in another order.
#[derive(Clone, Copy, Debug)]
struct Window {
    row: usize,
    low: usize,
    high: usize,
    /// Where its blocks stand in the lists of before and after.
    from: usize,
}

/// A move that was tried: the rows that it touched, before and after.
#[derive(Clone, Debug, Default)]
struct Tried {
    windows: Vec<Window>,
    before: Vec<u32>,
    after: Vec<u32>,
}

impl Tried {
    fn undo(&self, board: &mut Board) {
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
}

/// The move that was tried last, and room to work in.
#[derive(Clone, Debug, Default)]
pub(super) struct Mover {
    tried: Tried,
    lines: Vec<Line>,
    /// Where each gap's lines end in `lines`.
    gaps: Vec<usize>,
    ends: Vec<(i32, i32)>,
    buffer: Vec<i32>,
    picked: Vec<u64>,
    weigher: Weigher,
    /// Moves whose room can be used again.
    spare: Vec<Tried>,
    /// Whether the move stands on the board already.
    stands: bool,
    work: usize,
}

impl Mover {
    /// Weighs what changes when the second set of blocks comes to stand left of
    /// the first wherever both stand in a row; the order inside each stays.
    /// Nothing where they meet nowhere, or if only
    /// branches without strangers among them are wanted. To be accepted or rejected.
    pub fn exchange(&mut self, board: &mut Board, left: &[u32], right: &[u32], whole: bool) -> Option<i64> {
        self.picked.clear();
        let key = |board: &Board, block: u32, second: u64| {
            (u64::from(board.row_of[block as usize]) << 33) | (u64::from(board.slot[block as usize]) << 1) | second
        };
        self.picked.extend(left.iter().map(|it| key(board, *it, 0)));
        self.picked.extend(right.iter().map(|it| key(board, *it, 1)));
        self.picked.sort_unstable();
        self.clear();
        self.weigher.clear();
        let slot = |it: &u64| ((it >> 1) & 0xffff_ffff) as usize;
        let mut at = 0;
        while at < self.picked.len() {
            let row = (self.picked[at] >> 33) as usize;
            let to = at + self.picked[at..].iter().take_while(|it| (*it >> 33) as usize == row).count();
            let run = &self.picked[at..to];
            self.weigher.take_in(board, row, run);
            let seconds = run.iter().filter(|it| **it & 1 == 1).count();
            if seconds > 0 && seconds < run.len() {
                let (low, high) = (slot(&run[0]), slot(&run[run.len() - 1]) + 1);
                let line = &board.rows[row];
                let from = self.tried.before.len();
                self.tried.before.extend_from_slice(&line[low..high]);
                // Who stands between and belongs to neither stays.
                let second = run.iter().filter(|it| **it & 1 == 1);
                let mut next = second.chain(run.iter().filter(|it| **it & 1 == 0)).map(|it| line[slot(it)]);
                let mut taken = run.iter().map(slot).peekable();
                for (place, stands) in line.iter().enumerate().take(high).skip(low) {
                    let moves = taken.next_if_eq(&place).is_some();
                    self.tried.after.push(if moves { next.next().unwrap_or(*stands) } else { *stands });
                }
                self.tried.windows.push(Window { row, low, high, from });
            }
            at = to;
        }
        if self.tried.windows.is_empty() {
            return None;
        }
        if let Some(gain) = self.weigher.weigh(board) {
            self.work = self.picked.len() / 4 + 2;
            self.stands = false;
            #[cfg(debug_assertions)]
            assert!(self.weighs(board, gain), "weighed and made differ");
            return Some(gain);
        }
        if whole { None } else { Some(self.apply(board)) }
    }

    /// Whether a weighed gain is what making the move would give.
    #[cfg(debug_assertions)]
    fn weighs(&mut self, board: &mut Board, gain: i64) -> bool {
        let made = self.apply(board);
        self.tried.undo(board);
        self.stands = false;
        made == gain
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
            let from = self.tried.before.len();
            self.tried.before.extend_from_slice(&line[low..high]);
            self.tried.after.extend_from_slice(&line[low..high]);
            for (here, there) in run.iter().zip(run.iter().rev()) {
                let block = line[slot(there)];
                let turn = if board.nodes.of(block).len() > 1 { TURN } else { 0 };
                self.tried.after[from + slot(here) - low] = block | turn;
            }
            self.tried.windows.push(Window { row: row as usize, low, high, from });
            at = to;
        }
        (!self.tried.windows.is_empty()).then(|| self.apply(board))
    }

    /// One block turns round.
    pub fn turn(&mut self, board: &mut Board, block: u32) -> Option<i64> {
        if board.nodes.of(block).len() < 2 {
            return None;
        }
        self.clear();
        let (row, low) = (board.row_of[block as usize] as usize, board.slot[block as usize] as usize);
        self.tried.before.push(block);
        self.tried.after.push(block | TURN);
        self.tried.windows.push(Window { row, low, high: low + 1, from: 0 });
        Some(self.apply(board))
    }

    /// The move is made.
    pub fn accept(&mut self, board: &mut Board) {
        if !std::mem::replace(&mut self.stands, true) {
            self.put(board);
        }
    }

    /// The move is not made.
    pub fn reject(&mut self, board: &mut Board) {
        if std::mem::replace(&mut self.stands, false) {
            self.tried.undo(board);
        }
    }

    /// A measure of the last move's work: how many lines it looked at.
    pub fn work(&self) -> usize {
        self.work
    }

    fn clear(&mut self) {
        self.tried.windows.clear();
        self.tried.before.clear();
        self.tried.after.clear();
    }

    fn apply(&mut self, board: &mut Board) -> i64 {
        self.gather(board);
        let before = self.cost(board);
        self.put(board);
        self.stands = true;
        self.work = self.lines.len() + self.tried.before.len();
        self.cost(board) - before
    }

    fn put(&mut self, board: &mut Board) {
        for window in &self.tried.windows {
            for at in window.low..window.high {
                let block = self.tried.after[window.from + at - window.low];
                if block & TURN != 0 {
                    board.nodes.of_mut(block & !TURN).reverse();
                }
                board.rows[window.row][at] = block & !TURN;
            }
            board.number(window.row, window.low, window.high);
        }
    }

    /// The lines that begin or end in a window, gap by gap.
    fn gather(&mut self, board: &Board) {
        self.lines.clear();
        self.gaps.clear();
        for (at, window) in self.tried.windows.iter().enumerate() {
            let blocks = |window: &Window| &self.tried.before[window.from..window.from + window.high - window.low];
            let follows = at > 0 && self.tried.windows[at - 1].row + 1 == window.row;
            if !follows {
                self.lines.extend(blocks(window).iter().flat_map(|block| board.up.of(*block)));
                self.gaps.push(self.lines.len());
            }
            self.lines.extend(blocks(window).iter().flat_map(|block| board.down.of(*block)));
            if let Some(next) = self.tried.windows.get(at + 1).filter(|next| next.row == window.row + 1) {
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
        for window in &self.tried.windows {
            let blocks = &board.rows[window.row][window.low..window.high];
            cost += blocks.iter().map(|block| board.against_birth(*block)).sum::<i64>() + board.against_pins(blocks);
        }
        cost
    }
}

/// Lets the branches of each couple find the place among each other where they
/// cross least, and turns whole branches round. Returns how much better it is.
pub(super) fn settle(board: &mut Board, tree: &Tree, mover: &mut Mover, budget: &mut i64) -> i64 {
    let mut total = 0;
    for block in tree.order.iter().rev().copied() {
        if *budget < 0 {
            return total;
        }
        if tree.is_plain(block) {
            continue;
        }
        let branch = tree.branch(block);
        if branch.len() <= MIRRORED
            && let Some(gain) = mover.mirror(board, branch)
        {
            *budget -= mover.work() as i64;
            if gain < 0 {
                total += gain;
                mover.accept(board);
            } else {
                mover.reject(board);
            }
        }
        total += find_place(board, tree, mover, block, budget);
    }
    total
}

/// Moves one branch past its siblings, to the right and to the left, to where
/// it crosses least.
fn find_place(board: &mut Board, tree: &Tree, mover: &mut Mover, block: u32, budget: &mut i64) -> i64 {
    let mut total = 0;
    for to_right in [true, false] {
        let (mut gain, mut best, mut best_steps) = (0, 0, 0);
        let mut trail: Vec<Tried> = Vec::new();
        while let Some(sibling) = neighbour(board, tree, block, to_right) {
            let (left, right) = if to_right { (block, sibling) } else { (sibling, block) };
            let Some(more) = mover.exchange(board, tree.branch(left), tree.branch(right), true) else { break };
            *budget -= mover.work() as i64;
            gain += more;
            if gain > HOPELESS {
                mover.reject(board);
                break;
            }
            mover.accept(board);
            let room = mover.spare.pop().unwrap_or_default();
            trail.push(std::mem::replace(&mut mover.tried, room));
            if gain < best {
                (best, best_steps) = (gain, trail.len());
            }
        }
        trail[best_steps..].iter().rev().for_each(|it| it.undo(board));
        mover.spare.append(&mut trail);
        total += best;
    }
    total
}

/// The sibling branch beside a block.
fn neighbour(board: &Board, tree: &Tree, block: u32, to_right: bool) -> Option<u32> {
    let (row, slot) = (board.row_of[block as usize] as usize, board.slot[block as usize] as usize);
    let at = if to_right { slot + 1 } else { slot.checked_sub(1)? };
    let other = *board.rows[row].get(at)?;
    (tree.parent[other as usize] == tree.parent[block as usize]).then_some(other)
}
