//! Finds the order without any crossing where there is one.
//!
//! Two lines of one gap do not cross when their upper ends stand in the same
//! order as their lower ends. So the questions «who stands left of whom» fall
//! into classes that are answered together; a class that contradicts itself
//! shows that every order crosses. The other classes are answered one by one,
//! the largest first and as the order stands, with all that follows from «left
//! of» being transitive.

use super::board::Board;
use crate::ordered::Ordered;

/// Questions: pairs of blocks in a row, and whether each block is turned.
struct Questions<'a> {
    board: &'a Board,
    /// The first question of each row, and then those about turning.
    from: Vec<usize>,
    /// Each block's place in the row as given.
    place: Vec<usize>,
    leader: Vec<u32>,
    /// Whether a question's answer is the opposite of its leader's.
    opposite: Vec<bool>,
}

/// A question, and whether it is asked the other way round.
type Asked = (usize, bool);

impl<'a> Questions<'a> {
    fn new(board: &'a Board) -> Self {
        let mut from = Vec::with_capacity(board.rows.len() + 1);
        let mut count = 0;
        for row in &board.rows {
            from.push(count);
            count += row.len() * row.len().saturating_sub(1) / 2;
        }
        from.push(count);
        count += board.row_of.len();
        Self {
            board,
            from,
            place: board.slot.iter().map(|it| *it as usize).collect(),
            leader: (0..count as u32).collect(),
            opposite: vec![false; count],
        }
    }

    /// Whether `a` stands left of `b`, both of one row. True is the answer as things stand
    /// for the one further left.
    fn left_of(&self, a: u32, b: u32) -> Asked {
        let (one, two) = (self.place[a as usize], self.place[b as usize]);
        let (low, high) = (one.min(two), one.max(two));
        (self.from[self.board.row_of[a as usize] as usize] + high * (high - 1) / 2 + low, one > two)
    }

    /// Whether a block stays as it is, asked about two of its places.
    fn unturned(&self, block: u32, left_first: bool) -> Asked {
        (self.from[self.board.rows.len()] + block as usize, !left_first)
    }

    fn find(&mut self, question: usize) -> (usize, bool) {
        let (mut at, mut opposite) = (question, false);
        while self.leader[at] as usize != at {
            opposite ^= self.opposite[at];
            at = self.leader[at] as usize;
        }
        // Shorten the way for the next time.
        let (mut here, mut rest) = (question, opposite);
        while self.leader[here] as usize != here {
            let (next, step) = (self.leader[here] as usize, self.opposite[here]);
            self.leader[here] = at as u32;
            self.opposite[here] = rest;
            rest ^= step;
            here = next;
        }
        (at, opposite)
    }

    /// Both questions have the same answer; false if that cannot be.
    fn same(&mut self, a: Asked, b: Asked) -> bool {
        let ((one, first), (two, second)) = (self.find(a.0), self.find(b.0));
        let opposite = first ^ a.1 ^ second ^ b.1;
        if one == two {
            return !opposite;
        }
        self.leader[two] = one as u32;
        self.opposite[two] = opposite;
        true
    }

    /// Joins the questions about the ends of lines that must not cross.
    fn join(&mut self) -> bool {
        let board = self.board;
        for row in &board.rows {
            let lines: Vec<(u32, u32)> = row.iter().flat_map(|block| board.down.of(*block)).copied().collect();
            for (at, a) in lines.iter().enumerate() {
                for b in &lines[at + 1..] {
                    if a.0 == b.0 || a.1 == b.1 {
                        continue;
                    }
                    let (one, two) = (board.upper[a.0 as usize], board.upper[b.0 as usize]);
                    let (first, second) = (board.top[a.0 as usize], board.top[b.0 as usize]);
                    if one == two && first == second {
                        continue;
                    }
                    let above = if one == two { self.unturned(one, first < second) } else { self.left_of(one, two) };
                    let (c, d) = (board.block_of[a.1 as usize], board.block_of[b.1 as usize]);
                    let (first, second) = (board.rank[a.1 as usize], board.rank[b.1 as usize]);
                    let below = if c == d { self.unturned(c, first < second) } else { self.left_of(c, d) };
                    if !self.same(above, below) {
                        return false;
                    }
                }
            }
        }
        true
    }
}

/// Answers that follow from each other.
struct Answers<'a> {
    questions: Questions<'a>,
    /// The questions of each class.
    members: Vec<Vec<u32>>,
    class: Vec<u32>,
    answer: Vec<Option<bool>>,
    /// The two places that a question is about.
    pair: Vec<(u32, u32, u32)>,
    trail: Vec<u32>,
    /// For each place of each row, who surely stands right of it and left of it.
    right: Vec<Places>,
    left: Vec<Places>,
}

/// For each place of a row a set of places.
struct Places {
    words: usize,
    sets: Vec<u64>,
}

impl Places {
    fn new(length: usize) -> Self {
        let words = length.div_ceil(64);
        Self { words, sets: vec![0; words * length] }
    }

    fn of(&self, place: usize) -> &[u64] {
        &self.sets[place * self.words..(place + 1) * self.words]
    }

    fn put(&mut self, place: usize, other: usize, is_in: bool) {
        let word = &mut self.sets[place * self.words + other / 64];
        if is_in {
            *word |= 1 << (other % 64);
        } else {
            *word &= !(1 << (other % 64));
        }
    }

    /// Who is in the first place's set and not in the second's.
    fn only_in(&self, first: usize, second: usize) -> impl Iterator<Item = usize> + '_ {
        let words = self.of(first).iter().zip(self.of(second)).map(|(one, two)| one & !two).enumerate();
        words.flat_map(|(at, mut word)| {
            std::iter::from_fn(move || {
                let bit = word.trailing_zeros() as usize;
                (word != 0).then(|| {
                    word &= word - 1;
                    at * 64 + bit
                })
            })
        })
    }
}

impl Answers<'_> {
    fn is_left(&self, row: usize, a: usize, b: usize) -> Option<bool> {
        let (low, high) = (a.min(b), a.max(b));
        let answer = self.answer[self.questions.from[row] + high * (high - 1) / 2 + low]?;
        Some(answer == (a < b))
    }

    /// Answers a question with all that follows; false if that contradicts itself.
    fn take(&mut self, question: usize, answer: bool) -> bool {
        let mut waiting = vec![(question, answer)];
        while let Some((question, answer)) = waiting.pop() {
            match self.answer[question] {
                Some(known) if known == answer => continue,
                Some(_) => return false,
                None => {}
            }
            let leading = answer ^ self.questions.opposite[question];
            let class = self.class[question] as usize;
            for at in 0..self.members[class].len() {
                let member = self.members[class][at] as usize;
                let answer = leading ^ self.questions.opposite[member];
                self.answer[member] = Some(answer);
                self.trail.push(member as u32);
                if member >= self.pair.len() {
                    continue;
                }
                let (row, low, high) = self.pair[member];
                let (row, mut left, mut right) = (row as usize, low as usize, high as usize);
                if !answer {
                    std::mem::swap(&mut left, &mut right);
                }
                self.right[row].put(left, right, true);
                self.left[row].put(right, left, true);
                // Who stands right of the right one stands right of the left one, and so on.
                let from = self.questions.from[row];
                let ask = |a: usize, b: usize| {
                    let (low, high) = (a.min(b), a.max(b));
                    (from + high * (high - 1) / 2 + low, a < b)
                };
                waiting.extend(self.right[row].only_in(right, left).filter(|it| *it != left).map(|it| ask(left, it)));
                waiting.extend(self.left[row].only_in(left, right).filter(|it| *it != right).map(|it| ask(it, right)));
            }
        }
        true
    }

    fn forget(&mut self, from: usize) {
        for question in self.trail.drain(from..) {
            self.answer[question as usize] = None;
            if let Some(&(row, low, high)) = self.pair.get(question as usize) {
                let (low, high) = (low as usize, high as usize);
                for sets in [&mut self.right[row as usize], &mut self.left[row as usize]] {
                    sets.put(low, high, false);
                    sets.put(high, low, false);
                }
            }
        }
    }
}

/// Gives the board an order without crossings, if it has one and is not too
/// large to look: at most so many pairs of blocks. True if it did.
pub(super) fn solve(board: &mut Board, most_pairs: usize) -> bool {
    let pairs: usize = board.rows.iter().map(|row| row.len() * row.len().saturating_sub(1) / 2).sum();
    if pairs > most_pairs {
        return false;
    }
    let Some((rows, turned)) = find(board, pairs) else { return false };
    for block in turned {
        board.turn(block);
    }
    board.set_rows(rows);
    true
}

fn find(board: &Board, pairs: usize) -> Option<(Vec<Vec<u32>>, Vec<u32>)> {
    let mut questions = Questions::new(board);
    if !questions.join() {
        return None;
    }
    let count = questions.leader.len();
    let mut members = vec![Vec::new(); count];
    let mut class = vec![0; count];
    for (question, class) in class.iter_mut().enumerate() {
        let (leader, _) = questions.find(question);
        *class = leader as u32;
        members[leader].push(question as u32);
    }
    let mut pair = Vec::with_capacity(pairs);
    for (row, blocks) in board.rows.iter().enumerate() {
        for high in 1..blocks.len() {
            pair.extend((0..high).map(|low| (row as u32, low as u32, high as u32)));
        }
    }
    let mut order: Vec<usize> = (0..count).filter(|it| !members[*it].is_empty()).collect();
    order.order_by_key(|it| (std::cmp::Reverse(members[*it].len()), *it));
    let places = || board.rows.iter().map(|row| Places::new(row.len())).collect();
    let (right, left) = (places(), places());
    let answer = vec![None; count];
    let mut answers = Answers { questions, members, class, answer, pair, trail: Vec::new(), right, left };
    for block in 0..board.row_of.len() as u32 {
        for elder in board.elders.of(block) {
            let (question, other_way) = answers.questions.left_of(*elder, block);
            if !answers.take(question, !other_way) {
                return None;
            }
        }
    }
    for question in order {
        if answers.answer[question].is_some() {
            continue;
        }
        let from = answers.trail.len();
        if !answers.take(question, true) {
            answers.forget(from);
            if !answers.take(question, false) {
                return None;
            }
        }
    }
    let mut rows = Vec::with_capacity(board.rows.len());
    for (row, blocks) in board.rows.iter().enumerate() {
        let before =
            |at: usize| (0..blocks.len()).filter(|it| *it != at && answers.is_left(row, *it, at) == Some(true)).count();
        let mut placed: Vec<(usize, u32)> = blocks.iter().enumerate().map(|(at, block)| (before(at), *block)).collect();
        placed.order();
        rows.push(placed.into_iter().map(|it| it.1).collect());
    }
    let turned = (0..board.row_of.len()).filter(|block| answers.answer[pairs + block] == Some(false));
    Some((rows, turned.map(|it| it as u32).collect()))
}
