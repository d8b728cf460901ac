//! Single blocks move within their rows to where they cross least, and turn
//! round where that crosses less.

use super::board::{AGAINST_BIRTH, AGAINST_PIN, Board};
use super::count;

/// Some of the ends, and the least and greatest of them.
#[derive(Clone, Copy, Debug, Default)]
struct Span {
    from: u32,
    to: u32,
    low: i32,
    high: i32,
}

impl Span {
    fn of(ends: &mut [i32], from: usize) -> Self {
        let list = &mut ends[from..];
        sort_few(list);
        let (low, high) = (list.first().copied().unwrap_or(0), list.last().copied().unwrap_or(0));
        Self { from: from as u32, to: (from + list.len()) as u32, low, high }
    }

    fn count(self) -> i64 {
        i64::from(self.to - self.from)
    }
}

/// Room to work in, kept between rows.
#[derive(Debug, Default)]
pub(super) struct Sifter {
    /// For each block of a row, where its lines lead: up and down.
    ends: Vec<i32>,
    from: Vec<(Span, Span)>,
    lines: Vec<(i32, i32)>,
    buffer: Vec<i32>,
    /// Lines of a gap with the place of the block whose they are, and which
    /// places have a line that crosses another.
    owned: Vec<(i32, i32, u32)>,
    crossed: Vec<bool>,
}

impl Sifter {
    /// Moves the blocks of a row, each at most `reach` places; those that must
    /// stay do. Returns how much better it is.
    pub fn row(&mut self, board: &mut Board, row: usize, reach: usize, stays: Option<&[bool]>) -> i64 {
        let length = board.rows[row].len();
        // Whoever crosses nothing and stands against no rule gains nothing by moving.
        let any_may = board.any_elder || board.any_pin || stays.is_some();
        if !any_may {
            self.find_crossed(board, row);
            if !self.crossed.contains(&true) {
                return 0;
            }
        }
        self.find_ends(board, row);
        // Places of this row are numbers into `from`; `line` says who stands where.
        let mut line: Vec<u32> = (0..length as u32).collect();
        let mut place: Vec<u32> = line.clone();
        let (mut low, mut high, mut total) = (length, 0, 0);
        for who in 0..length as u32 {
            let block = board.rows[row][who as usize];
            if stays.is_some_and(|stays| stays[block as usize]) || !(any_may || self.crossed[who as usize]) {
                continue;
            }
            let at = place[who as usize] as usize;
            let mut best = (0, at);
            let mut gain = 0;
            for to in (at.saturating_sub(reach)..at).rev() {
                gain += self.exchange(board, row, line[to], who);
                if gain < best.0 {
                    best = (gain, to);
                }
            }
            gain = 0;
            for (to, other) in line.iter().enumerate().skip(at + 1).take(reach) {
                gain += self.exchange(board, row, who, *other);
                if gain < best.0 {
                    best = (gain, to);
                }
            }
            if best.1 != at {
                let (from, to) = (at.min(best.1), at.max(best.1));
                if best.1 < at {
                    line[from..=to].rotate_right(1);
                } else {
                    line[from..=to].rotate_left(1);
                }
                for at in from..=to {
                    place[line[at] as usize] = at as u32;
                }
                total += best.0;
                low = low.min(from);
                high = high.max(to + 1);
            }
        }
        if low < high {
            let blocks: Vec<u32> = line[low..high].iter().map(|who| board.rows[row][*who as usize]).collect();
            board.rows[row][low..high].copy_from_slice(&blocks);
            board.number(row, low, high);
        }
        total
    }

    /// Finds the blocks of a row with lines that cross others, above or below.
    fn find_crossed(&mut self, board: &Board, row: usize) {
        self.crossed.clear();
        self.crossed.resize(board.rows[row].len(), false);
        for above in [true, false] {
            self.owned.clear();
            for (at, block) in board.rows[row].iter().enumerate() {
                let lines = if above { board.up.of(*block) } else { board.down.of(*block) };
                self.owned.extend(lines.iter().map(|line| {
                    let (top, rank) = board.ends(*line);
                    (top, rank, at as u32)
                }));
            }
            self.owned.sort_unstable();
            // To the left of a line someone ends further right, or to the right someone further left.
            let lines = &self.owned;
            let (mut most, mut before) = (i32::MIN, i32::MIN);
            for (at, line) in lines.iter().enumerate() {
                if at > 0 && lines[at - 1].0 < line.0 {
                    most = most.max(before);
                }
                self.crossed[line.2 as usize] |= most > line.1;
                before = before.max(line.1);
            }
            let (mut least, mut after) = (i32::MAX, i32::MAX);
            for (at, line) in lines.iter().enumerate().rev() {
                if at + 1 < lines.len() && lines[at + 1].0 > line.0 {
                    least = least.min(after);
                }
                self.crossed[line.2 as usize] |= least < line.1;
                after = after.min(line.1);
            }
        }
    }

    fn find_ends(&mut self, board: &Board, row: usize) {
        self.ends.clear();
        self.from.clear();
        for block in &board.rows[row] {
            let from = self.ends.len();
            self.ends.extend(board.up.of(*block).iter().map(|line| board.top[line.0 as usize]));
            let up = Span::of(&mut self.ends, from);
            let from = self.ends.len();
            self.ends.extend(board.down.of(*block).iter().map(|line| board.rank[line.1 as usize]));
            let down = Span::of(&mut self.ends, from);
            self.from.push((up, down));
        }
    }

    /// What changes when two neighbours, given by their first places, change sides.
    fn exchange(&self, board: &Board, row: usize, left: u32, right: u32) -> i64 {
        let (a, b) = (&self.from[left as usize], &self.from[right as usize]);
        let mut gain = self.turned(a.0, b.0) + self.turned(a.1, b.1);
        let (left, right) = (board.rows[row][left as usize], board.rows[row][right as usize]);
        if board.any_elder {
            if board.elders.of(right).contains(&left) {
                gain += AGAINST_BIRTH;
            }
            if board.elders.of(left).contains(&right) {
                gain -= AGAINST_BIRTH;
            }
        }
        if board.any_pin
            && let (Some(left), Some(right)) = (board.pin[left as usize], board.pin[right as usize])
        {
            gain += AGAINST_PIN * (i64::from(left < right) - i64::from(left > right));
        }
        gain
    }

    /// How many more cross when what leads to the first comes to lie right of
    /// what leads to the second.
    fn turned(&self, first: Span, second: Span) -> i64 {
        if first.from == first.to || second.from == second.to {
            return 0;
        }
        if first.high < second.low {
            return first.count() * second.count();
        }
        if second.high < first.low {
            return -first.count() * second.count();
        }
        let (a, b) =
            (&self.ends[first.from as usize..first.to as usize], &self.ends[second.from as usize..second.to as usize]);
        count::inversions(b, a) - count::inversions(a, b)
    }

    /// Turns blocks round where that crosses less, except those that stay.
    pub fn turns(&mut self, board: &mut Board, stays: Option<&[bool]>) -> i64 {
        let mut total = 0;
        for row in 0..board.rows.len() {
            for at in 0..board.rows[row].len() {
                let block = board.rows[row][at];
                if board.nodes.of(block).len() < 2 || stays.is_some_and(|stays| stays[block as usize]) {
                    continue;
                }
                let before = self.inside(board, block);
                if before == 0 {
                    continue;
                }
                board.turn(block);
                let after = self.inside(board, block);
                if after < before {
                    total += after - before;
                } else {
                    board.turn(block);
                }
            }
        }
        total
    }

    /// Crossings among the lines of one block.
    pub fn inside(&mut self, board: &Board, block: u32) -> i64 {
        let mut crossed = 0;
        for lines in [board.up.of(block), board.down.of(block)] {
            self.lines.clear();
            self.lines.extend(lines.iter().map(|line| board.ends(*line)));
            crossed += count::crossings(&mut self.lines, &mut self.buffer);
        }
        crossed
    }
}

/// Lists of a handful.
fn sort_few(list: &mut [i32]) {
    if list.len() > 20 {
        return list.sort_unstable();
    }
    for at in 1..list.len() {
        let mut to = at;
        while to > 0 && list[to - 1] > list[to] {
            list.swap(to - 1, to);
            to -= 1;
        }
    }
}
