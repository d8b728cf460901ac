//! What stands where on a drawing, as small squares that each know what covers
//! them: a way or a word is tried by looking at the squares it would cover.

use super::{Bounds, Part, wording};
use crate::layout::Point;

/// A person's symbol, with a little air.
pub(super) const SYMBOL: u8 = 1;
/// Words, with a little air.
pub(super) const WORDS: u8 = 2;
/// Words and what is close to them: room for lines that are wide themselves.
pub(super) const NEAR_WORDS: u8 = 4;
/// Lines of the structure: between partners, to children.
pub(super) const LINE: u8 = 8;
/// A tie or an arrow of care.
pub(super) const TIE: u8 = 16;
/// The closed line around a home.
pub(super) const RING: u8 = 32;
/// Inside a home.
pub(super) const HOME: u8 = 64;

/// The side of a square, on a drawing of ordinary size.
const SIDE: f64 = 4.0;
/// With more squares than this they are larger.
const MOST: f64 = 4_000_000.0;

/// The squares of a drawing.
#[derive(Default)]
pub(super) struct Field {
    low: Point,
    side: f64,
    columns: usize,
    rows: usize,
    squares: Vec<u8>,
}

impl Field {
    /// Squares over this part of a drawing; beyond it all is free.
    pub fn over(bounds: &Bounds) -> Self {
        let side = SIDE.max((bounds.width * bounds.height / MOST).sqrt());
        let count = |length: f64| (length.max(0.0) / side).ceil() as usize + 1;
        let (columns, rows) = (count(bounds.width), count(bounds.height));
        Self { low: Point { x: bounds.x, y: bounds.y }, side, columns, rows, squares: vec![0; columns * rows] }
    }

    /// Marks a rectangle, and so much air around it.
    pub fn fill(&mut self, mark: u8, it: &Bounds, air: f64) {
        let (left, right) = self.across(it.x - air, it.x + it.width + air);
        let (top, bottom) = self.down(it.y - air, it.y + it.height + air);
        for row in top..bottom {
            let squares = &mut self.squares[row * self.columns..][left..right];
            squares.iter_mut().for_each(|it| *it |= mark);
        }
    }

    /// Marks what lies within so much air of a line through points.
    pub fn stroke(&mut self, mark: u8, points: &[Point], air: f64) {
        for two in points.windows(2) {
            let (from, to) = (two[0], two[1]);
            let (dx, dy) = (to.x - from.x, to.y - from.y);
            if dx == 0.0 || dy == 0.0 {
                let (x, y) = (from.x.min(to.x), from.y.min(to.y));
                self.fill(mark, &Bounds { x, y, width: dx.abs(), height: dy.abs() }, air);
                continue;
            }
            let steps = ((dx * dx + dy * dy).sqrt() / self.side).ceil().max(1.0);
            for n in 0..=steps as u32 {
                let on = f64::from(n) / steps;
                let at = Bounds { x: from.x + dx * on, y: from.y + dy * on, width: 0.0, height: 0.0 };
                self.fill(mark, &at, air);
            }
        }
    }

    /// Marks the room of a written part.
    pub fn write(&mut self, it: &Part) {
        if let Some(room) = wording::room(it) {
            self.words(&room);
        }
    }

    /// Marks the room of words.
    pub fn words(&mut self, room: &Bounds) {
        self.fill(WORDS, room, 2.0);
        self.fill(NEAR_WORDS, room, 6.0);
    }

    /// Marks somebody's symbol, which reaches so far from its middle.
    pub fn symbol(&mut self, at: Point, reach: (f64, f64), round: bool) {
        /// Shares of a round symbol that are as wide and as high.
        const STEPS: [(f64, f64); 3] = [(1.0, 0.4), (0.75, 0.75), (0.4, 1.0)];
        const AIR: f64 = 3.0;
        for (x, y) in if round { &STEPS[..] } else { &[(1.0, 1.0)] } {
            let (x, y) = (reach.0 * x, reach.1 * y);
            self.fill(SYMBOL, &Bounds { x: at.x - x, y: at.y - y, width: 2.0 * x, height: 2.0 * y }, AIR);
        }
    }

    /// What covers a point.
    pub fn at(&self, x: f64, y: f64) -> u8 {
        let (column, row) = ((x - self.low.x) / self.side, (y - self.low.y) / self.side);
        if column < 0.0 || row < 0.0 {
            return 0;
        }
        let (column, row) = (column as usize, row as usize);
        if column < self.columns && row < self.rows { self.squares[row * self.columns + column] } else { 0 }
    }

    /// All that covers any of a rectangle.
    pub fn of(&self, it: &Bounds) -> u8 {
        let (left, right) = self.across(it.x, it.x + it.width);
        let (top, bottom) = self.down(it.y, it.y + it.height);
        let row = |row: usize| self.squares[row * self.columns..][left..right].iter().fold(0, |all, it| all | it);
        (top..bottom).fold(0, |all, it| all | row(it))
    }

    /// How many squares of a rectangle are covered by one of these.
    pub fn count(&self, marks: u8, it: &Bounds) -> usize {
        let (left, right) = self.across(it.x, it.x + it.width);
        let (top, bottom) = self.down(it.y, it.y + it.height);
        let row = |row: usize| self.squares[row * self.columns..][left..right].iter().filter(|it| **it & marks != 0);
        (top..bottom).map(|it| row(it).count()).sum()
    }

    /// The columns whose middles lie between two edges.
    fn across(&self, from: f64, to: f64) -> (usize, usize) {
        between((from - self.low.x) / self.side, (to - self.low.x) / self.side, self.columns)
    }

    fn down(&self, from: f64, to: f64) -> (usize, usize) {
        between((from - self.low.y) / self.side, (to - self.low.y) / self.side, self.rows)
    }
}

/// The numbers of squares whose middles lie between two edges.
fn between(from: f64, to: f64, count: usize) -> (usize, usize) {
    let first = (from - 0.5).ceil().max(0.0) as usize;
    let last = ((to - 0.5).floor() + 1.0).max(0.0) as usize;
    let first = first.min(count);
    (first, last.clamp(first, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_marked_is_found_and_nothing_else_is() {
        let mut field = Field::over(&Bounds { x: -100.0, y: -100.0, width: 400.0, height: 300.0 });
        field.fill(WORDS, &Bounds { x: 0.0, y: 0.0, width: 60.0, height: 12.0 }, 2.0);
        field.stroke(TIE, &[Point { x: 100.0, y: 0.0 }, Point { x: 160.0, y: 60.0 }], 4.0);
        assert_eq!(field.at(30.0, 6.0), WORDS);
        assert_eq!(field.at(30.0, 24.0), 0);
        assert_eq!(field.at(130.0, 30.0), TIE);
        assert_eq!(field.at(130.0, 50.0), 0);
        assert_eq!(field.of(&Bounds { x: 50.0, y: 0.0, width: 100.0, height: 40.0 }), WORDS | TIE);
        assert_eq!(field.of(&Bounds { x: -90.0, y: 60.0, width: 100.0, height: 40.0 }), 0);
        assert!(field.count(WORDS, &Bounds { x: 0.0, y: 0.0, width: 60.0, height: 12.0 }) > 20);
    }

    #[test]
    fn beyond_the_drawing_all_is_free() {
        let mut field = Field::over(&Bounds { x: 0.0, y: 0.0, width: 40.0, height: 40.0 });
        field.fill(SYMBOL, &Bounds { x: -500.0, y: -500.0, width: 1000.0, height: 1000.0 }, 0.0);
        assert_eq!((field.at(20.0, 20.0), field.at(-10.0, 20.0), field.at(20.0, 900.0)), (SYMBOL, 0, 0));
        assert_eq!(Field::default().of(&Bounds { x: 0.0, y: 0.0, width: 9.0, height: 9.0 }), 0);
    }
}
