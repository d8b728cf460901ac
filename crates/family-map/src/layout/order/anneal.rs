//! The long search: random moves of blocks and branches, bad ones too while
//! it is warm, ever fewer as it cools. The best order met is kept.

use super::board::{Board, Kept};
use super::branch::Mover;
use super::walk::{NONE, Tree};

/// Chance that is the same for the same seed.
#[derive(Clone, Debug)]
pub(super) struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^ (it >> 31)
    }

    /// A number from 0 up to below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (((self.next() >> 32) * n as u64) >> 32) as usize
    }

    /// A number from 0 to below 1.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// How warm a search is at first and at last: about so many crossings more are
/// put up with on the way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heat {
    pub warm: f64,
    pub cold: f64,
}

impl Heat {
    /// For a long search: the warmer, the more lines of the family cross.
    pub fn long(board: &Board) -> Self {
        let warm = (0.6 + 2.4 * knotted(board)).min(3.6);
        Self { warm, cold: warm * 0.08 }
    }

    /// For a short one, that stays near where it begins.
    pub fn short(board: &Board) -> Self {
        let warm = (0.1 + 0.25 * knotted(board)).min(0.5);
        Self { warm, cold: warm * 0.3 }
    }
}

/// Crossings for each line.
fn knotted(board: &Board) -> f64 {
    let lines: usize = board.rows.iter().flatten().map(|block| board.down.of(*block).len()).sum();
    board.crossings() as f64 / lines.max(1) as f64
}

/// Branches larger than this stay where they are.
const LARGEST: usize = 260;
/// How far a block moves in its row, mostly and now and then.
const NEAR: usize = 6;
const FAR: usize = 60;
/// Of so many tries of a long search the first few move branches and turn
/// blocks, the others move single blocks: those cost next to nothing.
const TRIES: usize = 30;

/// What a search may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moves {
    /// Exchange whole branches, and turn blocks.
    Branches,
    /// Also move single blocks and parts of branches, and mirror branches.
    All,
}

/// A search under way.
#[derive(Clone, Debug)]
pub(in crate::layout) struct Anneal {
    board: Board,
    trees: [Tree; 2],
    heat: Heat,
    moves: Moves,
    mover: Mover,
    chance: Chance,
    blocks: Vec<u32>,
    cost: i64,
    best: (i64, Kept),
    done: u64,
    all: u64,
}

impl Anneal {
    /// A search of so much work from an order.
    pub(super) fn new(board: Board, trees: [Tree; 2], heat: Heat, moves: Moves, work: u64, seed: u64) -> Self {
        let cost = board.cost();
        let blocks = board.rows.iter().filter(|row| row.len() > 1).flatten().copied().collect();
        Self {
            best: (cost, board.kept()),
            board,
            trees,
            heat,
            moves,
            mover: Mover::default(),
            chance: Chance::new(seed),
            blocks,
            cost,
            done: 0,
            all: work.max(1),
        }
    }

    /// Works on; true when there is no more to do.
    pub fn step(&mut self, work: u64) -> bool {
        let until = self.all.min(self.done.saturating_add(work));
        while self.done < until && self.best.0 > 0 && !self.blocks.is_empty() {
            let share = self.done as f64 / self.all as f64;
            let warmth = self.heat.warm * (self.heat.cold / self.heat.warm).powf(share);
            for _ in 0..64 {
                self.try_one(warmth);
            }
        }
        self.done >= self.all || self.best.0 == 0 || self.blocks.is_empty()
    }

    /// How far it is, from 0 to 1.
    pub fn progress(&self) -> f64 {
        self.done as f64 / self.all as f64
    }

    /// The fewest crossings met, with what stands against rules.
    pub fn cost(&self) -> i64 {
        self.best.0
    }

    /// The best order met.
    pub(super) fn best(&self) -> Board {
        let mut board = self.board.clone();
        board.take_back(&self.best.1);
        board
    }

    fn try_one(&mut self, warmth: f64) {
        self.done += 4;
        let block = self.blocks[self.chance.below(self.blocks.len())];
        let kind = self.chance.below(if self.moves == Moves::All { TRIES } else { 10 });
        if kind >= 12 {
            return self.try_insertion(block, warmth);
        }
        let Some(gain) = self.propose(block, kind) else { return };
        self.done += self.mover.work() as u64;
        if self.is_taken(gain, warmth) {
            self.mover.accept(&mut self.board);
            self.take(gain);
        } else {
            self.mover.reject(&mut self.board);
        }
    }

    fn is_taken(&mut self, gain: i64, warmth: f64) -> bool {
        gain <= 0 || self.chance.share() < (-(gain as f64) / warmth).exp()
    }

    fn take(&mut self, gain: i64) {
        self.cost += gain;
        if self.cost < self.best.0 {
            self.best.0 = self.cost;
            self.board.keep(&mut self.best.1);
        }
    }

    /// One block to another place in its row, near or far.
    fn try_insertion(&mut self, block: u32, warmth: f64) {
        let row = self.board.row_of[block as usize] as usize;
        let at = self.board.slot[block as usize] as usize;
        let length = self.board.rows[row].len();
        let far = if self.chance.below(8) == 0 { FAR } else { NEAR };
        let low = at.saturating_sub(far);
        let high = (at + far).min(length - 1);
        let to = low + self.chance.below(high - low + 1);
        if to == at {
            return;
        }
        let gain = self.board.insertion(row, at, to);
        self.done += at.abs_diff(to) as u64 / 2;
        if self.is_taken(gain, warmth) {
            self.board.insert(row, at, to);
            self.take(gain);
        }
    }

    fn propose(&mut self, block: u32, kind: usize) -> Option<i64> {
        let row = self.board.row_of[block as usize] as usize;
        let at = self.board.slot[block as usize] as usize;
        let tree = usize::from(self.moves == Moves::All && self.chance.below(7) == 0);
        match kind {
            0..8 => {
                let other = *self.board.rows[row].get(at + 1)?;
                let all_the_way = self.moves == Moves::Branches || self.chance.below(3) > 0;
                let left = self.climb(tree, block, other, all_the_way);
                let right = self.climb(tree, other, block, all_the_way);
                self.exchange(tree, left, right)
            }
            8..11 => self.mover.turn(&mut self.board, block),
            _ => {
                let branch = self.trees[tree].branch(block);
                (branch.len() <= LARGEST).then(|| self.mover.mirror(&mut self.board, branch))?
            }
        }
    }

    fn exchange(&mut self, tree: usize, left: (u32, bool), right: (u32, bool)) -> Option<i64> {
        let one = [left.0];
        let other = [right.0];
        let left = if left.1 { self.trees[tree].branch(left.0) } else { &one };
        let right = if right.1 { self.trees[tree].branch(right.0) } else { &other };
        (left.len() + right.len() <= LARGEST)
            .then(|| self.mover.exchange(&mut self.board, left, right, self.moves == Moves::Branches))?
    }

    /// The branch around a block that does not hold the other one, as large as
    /// may be or a smaller one; only the block itself where it holds the other.
    fn climb(&mut self, tree: usize, block: u32, other: u32, all_the_way: bool) -> (u32, bool) {
        if self.trees[tree].holds(block, other) {
            return (block, false);
        }
        let mut at = block;
        loop {
            let parent = self.trees[tree].parent[at as usize];
            if parent == NONE || self.trees[tree].holds(parent, other) {
                return (at, true);
            }
            if !all_the_way && self.chance.below(2) == 0 {
                return (at, self.chance.below(4) > 0);
            }
            at = parent;
        }
    }
}
