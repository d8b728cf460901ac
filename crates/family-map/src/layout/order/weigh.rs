//! What an exchange of two branches would change, without making it: lines
//! inside a branch never cross those inside another, so only the lines that
//! lead out of the two need a look.

use super::board::{AGAINST_BIRTH, Board};

/// Where a branch stands in one row: its blocks' slots and its nodes' ranks.
#[derive(Clone, Copy, Debug, Default)]
struct Span {
    low: u32,
    high: u32,
    rank_low: i32,
    rank_high: i32,
}

impl Span {
    fn has_rank(&self, rank: i32) -> bool {
        self.rank_low <= rank && rank < self.rank_high
    }

    fn has_slot(&self, slot: u32) -> bool {
        self.low <= slot && slot < self.high
    }
}

/// Room to weigh in.
#[derive(Clone, Debug, Default)]
pub(super) struct Weigher {
    /// For each row that either branch stands in: the row, and both branches.
    rows: Vec<(usize, [Span; 2])>,
    /// False where a branch has strangers in its midst.
    whole: bool,
    /// Lines that lead out: of each branch, where they end below, or begin above.
    below: [Vec<i32>; 2],
    above: [Vec<(u32, i32)>; 2],
}

impl Weigher {
    pub fn clear(&mut self) {
        self.rows.clear();
        self.whole = true;
    }

    /// Takes in one row: the slots of both branches, sorted, each with a last
    /// bit that says whose it is.
    pub fn take_in(&mut self, board: &Board, row: usize, run: &[u64]) {
        let mut spans = [Span::default(); 2];
        for (second, span) in spans.iter_mut().enumerate() {
            let mut slots = run.iter().filter(|it| (**it & 1) as usize == second).map(|it| (it >> 1) as u32);
            let Some(low) = slots.next() else { continue };
            let (mut high, mut count) = (low + 1, 1);
            for slot in slots {
                high = slot + 1;
                count += 1;
            }
            self.whole &= high - low == count;
            let ends = (board.rows[row][low as usize], board.rows[row][high as usize - 1]);
            let rank = |it: Option<&u32>| it.map_or(0, |it| board.rank[*it as usize]);
            let (rank_low, last) = (rank(board.nodes.of(ends.0).first()), rank(board.nodes.of(ends.1).last()));
            *span = Span { low, high, rank_low, rank_high: last + 1 };
        }
        if spans[0].high > 0 && spans[1].high > 0 {
            self.whole &= spans[0].high == spans[1].low;
        }
        self.rows.push((row, spans));
    }

    /// What the exchange would change; nothing where that is not so simple.
    pub fn weigh(&mut self, board: &Board) -> Option<i64> {
        if !self.whole || board.any_pin {
            return None;
        }
        let mut gain = 0;
        // Lines inside each branch between the last row and this one.
        let mut inside_above = [0_i64; 2];
        for at in 0..self.rows.len() {
            let (row, spans) = self.rows[at];
            let next = self.rows.get(at + 1).filter(|it| it.0 == row + 1).map_or([Span::default(); 2], |it| it.1);
            let last = at.checked_sub(1).map(|at| self.rows[at]).filter(|it| it.0 + 1 == row);
            let last = last.map_or([Span::default(); 2], |it| it.1);
            let mut inside = [0_i64; 2];
            for side in 0..2 {
                self.below[side].clear();
                self.above[side].clear();
                let (span, other) = (spans[side], spans[1 - side]);
                for block in &board.rows[row][span.low as usize..span.high as usize] {
                    for line in board.down.of(*block) {
                        let rank = board.rank[line.1 as usize];
                        if next[side].has_rank(rank) {
                            inside[side] += 1;
                        } else if next[1 - side].has_rank(rank) {
                            return None;
                        } else {
                            self.below[side].push(rank);
                        }
                    }
                    for line in board.up.of(*block) {
                        let slot = board.slot[board.upper[line.0 as usize] as usize];
                        if last[1 - side].has_slot(slot) {
                            return None;
                        }
                        if !last[side].has_slot(slot) {
                            self.above[side].push((slot, board.top[line.0 as usize]));
                        }
                    }
                    if board.any_elder {
                        for elder in board.elders.of(*block) {
                            let apart = other.has_slot(board.slot[*elder as usize]);
                            gain += i64::from(apart) * if side == 1 { AGAINST_BIRTH } else { -AGAINST_BIRTH };
                        }
                    }
                }
            }
            for side in 0..2 {
                // To the right of the other branch they cross it now, if they belong to the left
                // one, and no more after.
                let sign = |right: bool| if right == (side == 0) { -1 } else { 1 };
                for rank in &self.below[side] {
                    gain += inside[1 - side] * sign(*rank >= next[1 - side].rank_high);
                }
                for (slot, _) in &self.above[side] {
                    gain += inside_above[1 - side] * sign(*slot >= last[1 - side].high);
                }
            }
            for left in &self.below[0] {
                gain += self.below[1].iter().map(|right| i64::from((right - left).signum())).sum::<i64>();
            }
            for (_, left) in &self.above[0] {
                gain += self.above[1].iter().map(|(_, right)| i64::from((right - left).signum())).sum::<i64>();
            }
            inside_above = inside;
        }
        Some(gain)
    }
}
