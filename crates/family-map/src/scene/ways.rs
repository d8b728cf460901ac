//! Ways between people that lead round symbols and words, and free places for
//! words beside them.

use super::track::Track;
use super::{Bounds, Form, Part, Shape, Text};
use crate::layout::{Layout, Place, Point, text_width};

/// How far to the side ways are tried, the nearest first.
const ASIDE: [f64; 19] = [
    0.0, 24.0, -24.0, 48.0, -48.0, 72.0, -72.0, 96.0, -96.0, 128.0, -128.0, 160.0, -160.0, 200.0, -200.0, 250.0,
    -250.0, 300.0, -300.0,
];
/// What it costs, for each piece of a way, to run over a symbol, over words, beside another such way.
const SYMBOL: f64 = 200.0;
const WORDS: f64 = 260.0;
const OTHER: f64 = 6.0;
/// What a longer way and a bend cost, for each unit.
const LENGTH: f64 = 0.3;
/// What it costs to turn, by the square of how far, and to turn on the spot.
const TURN: f64 = 7.0;
const CORNER: f64 = 900.0;
/// A message's width is not known here: this is generous.
const MESSAGE: f64 = 92.0;
/// How far the teeth and the second stroke of a way reach to its sides.
const WIDE: f64 = 6.0;
const LINE: f64 = 14.0;

/// What stands on the drawing already.
pub(super) struct Ways {
    symbols: Vec<Bounds>,
    words: Vec<Bounds>,
    taken: Vec<Point>,
}

impl Ways {
    /// Everyone, all words of the shapes so far, and the room of the homes' names.
    pub fn among(layout: &Layout, shapes: &[Shape], homes: &[Bounds]) -> Self {
        let half = layout.sizes.symbol / 2.0 + 5.0;
        let symbol = |it: &Place| Bounds { x: it.x - half, y: it.y - half, width: half * 2.0, height: half * 2.0 };
        let label = |it: &Place| {
            let height = it.words.max(layout.sizes.label + 6.0);
            Bounds { x: it.x - it.half_width, y: it.y + half, width: it.half_width * 2.0, height }
        };
        let written = shapes.iter().flat_map(|it| &it.parts).filter(|it| it.class != "home-label");
        let words = written.filter_map(words_of).chain(homes.iter().copied());
        Self {
            symbols: layout.places.values().map(symbol).collect(),
            words: layout.places.values().map(label).chain(words).collect(),
            taken: Vec::new(),
        }
    }

    /// The best way from the edge of one symbol to that of another: straight or
    /// bent to a side, and where that runs over something, one that leaves and
    /// arrives in whatever direction is free.
    pub fn between(&mut self, a: Point, b: Point, radius: f64) -> Track {
        let straight = Track::straight(a, b);
        let ends = |aside: f64| {
            let toward = |at: Point, share: f64| {
                let (x, y) = straight.at(share, aside);
                let (dx, dy) = (x - at.x, y - at.y);
                let length = dx.hypot(dy).max(0.001);
                let by = radius.min(straight.length() * 0.45);
                Point { x: at.x + dx / length * by, y: at.y + dy / length * by }
            };
            (toward(a, 0.12), toward(b, 0.88))
        };
        let reach = straight.length() * 1.2 + 60.0;
        let around = self.around(a, b, reach);
        let (mut least, mut way) = (f64::INFINITY, straight.clone());
        for aside in ASIDE.iter().filter(|it| it.abs() <= reach) {
            let (from, to) = ends(*aside);
            let bent = Track::bent(from, to, *aside);
            if let Some(price) = around.price(&bent, least - 0.01) {
                (least, way) = (price, bent);
            }
        }
        if around.meets(&way) {
            let free = Free { a, b, radius, length: straight.length() };
            for start in free.starts() {
                if let Some((price, found)) = free.settled(&around, start, least) {
                    (least, way) = (price, found);
                }
            }
        }
        self.take(&way);
        way
    }

    /// What stands near two points.
    fn around(&self, a: Point, b: Point, reach: f64) -> Around {
        let (low, high) = (Point { x: a.x.min(b.x), y: a.y.min(b.y) }, Point { x: a.x.max(b.x), y: a.y.max(b.y) });
        let (width, height) = (high.x - low.x + 2.0 * reach, high.y - low.y + 2.0 * reach);
        let near = Bounds { x: low.x - reach, y: low.y - reach, width, height };
        let of = |all: &[Bounds]| all.iter().filter(|it| it.meets(&near)).copied().collect();
        let taken = self.taken.iter().filter(|it| holds(&near, **it, 0.0)).copied().collect();
        Around { symbols: of(&self.symbols), words: of(&self.words), taken }
    }

    /// Points of all ways so far: how far the drawing reaches.
    pub fn reach(&self) -> &[Point] {
        &self.taken
    }

    /// The room of all words.
    pub fn words(&self) -> &[Bounds] {
        &self.words
    }

    fn take(&mut self, way: &Track) {
        let steps = (way.length() / 8.0).ceil().max(1.0);
        self.taken.extend((0..=steps as u32).map(|n| point(way.at(f64::from(n) / steps, 0.0))));
    }

    /// Where words of this width stand free beside a way, if anywhere: clear
    /// of all symbols, words and ways.
    pub fn word_beside(&mut self, way: &Track, width: f64) -> Option<Point> {
        let room = |at: &Point| Bounds { x: at.x - width / 2.0, y: at.y - 11.0, width, height: LINE };
        let shares = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9, 0.0, 1.0];
        let mut spots = shares.into_iter().flat_map(|share| {
            let (x, y) = way.at(share, 0.0);
            let beside = width / 2.0 + 8.0;
            let rows = [(0.0, -8.0), (0.0, 18.0), (beside, 4.0), (-beside, 4.0)];
            let further =
                [(0.0, -20.0), (0.0, 30.0), (beside, -10.0), (-beside, -10.0), (beside, 18.0), (-beside, 18.0)];
            rows.into_iter().chain(further).map(move |(dx, dy)| Point { x: x + dx, y: y + dy })
        });
        let free = |at: &Point| {
            let room = room(at);
            let stands = self.symbols.iter().chain(&self.words).any(|it| it.meets(&room));
            !stands && !self.taken.iter().any(|it| holds(&room, *it, WIDE))
        };
        let spot = spots.find(free)?;
        self.words.push(room(&spot));
        Some(spot)
    }
}

/// What stands near a way.
struct Around {
    symbols: Vec<Bounds>,
    words: Vec<Bounds>,
    taken: Vec<Point>,
}

impl Around {
    /// Whether a way runs over anything that is not its own.
    fn meets(&self, way: &Track) -> bool {
        let steps = (way.length() / 8.0).ceil().max(2.0);
        (1..steps as u32).map(|n| point(way.at(f64::from(n) / steps, 0.0))).any(|at| {
            self.words.iter().any(|it| holds(it, at, WIDE)) || self.symbols.iter().any(|it| holds(it, at, -4.0))
        })
    }

    /// What a way costs, if it is less than this.
    fn price(&self, way: &Track, most: f64) -> Option<f64> {
        let steps = (way.length() / 8.0).ceil().max(2.0);
        let (turn, sharpest) = way.turns();
        let corner = if sharpest > 0.5 { CORNER } else { 0.0 };
        let mut price = way.length() * LENGTH + turn * turn * TURN + corner;
        for n in 1..steps as u32 {
            if price >= most {
                return None;
            }
            let at = point(way.at(f64::from(n) / steps, 0.0));
            price += SYMBOL * f64::from(u8::from(self.symbols.iter().any(|it| holds(it, at, 3.0))));
            price += WORDS * f64::from(u8::from(self.words.iter().any(|it| holds(it, at, WIDE))));
            let near = |it: &Point| (it.x - at.x).abs() < 7.0 && (it.y - at.y).abs() < 7.0;
            price += OTHER * f64::from(u8::from(self.taken.iter().any(near)));
        }
        (price < most).then_some(price)
    }
}

/// Two ends that a way may leave in any direction.
struct Free {
    a: Point,
    b: Point,
    radius: f64,
    length: f64,
}

/// In which direction a way leaves either end, in radians, and how far it keeps to it.
type Ends = [f64; 4];

impl Free {
    /// Directions to begin with.
    fn starts(&self) -> impl Iterator<Item = Vec<Ends>> {
        const DIRECTIONS: u32 = 12;
        let toward = |n: u32| f64::from(n) / f64::from(DIRECTIONS) * std::f64::consts::TAU;
        (0..DIRECTIONS).map(move |leaves| {
            let arrives = (0..DIRECTIONS).flat_map(|it| [0.3, 0.55, 0.9].map(|share| (it, share)));
            arrives.map(|(arrives, share)| [toward(leaves), toward(arrives), share, share]).collect()
        })
    }

    fn way(&self, [leaves, arrives, first, second]: Ends) -> Track {
        let from = |at: Point, toward: f64, by: f64| {
            let (dy, dx) = toward.sin_cos();
            Point { x: at.x + dx * by, y: at.y + dy * by }
        };
        let reach = |share: f64| self.radius + self.length * share + 12.0;
        let bends = (from(self.a, leaves, reach(first)), from(self.b, arrives, reach(second)));
        Track::curved(from(self.a, leaves, self.radius), bends.0, bends.1, from(self.b, arrives, self.radius))
    }

    /// The best of these, moved a little for as long as that gains; none where
    /// nothing costs less than `least`.
    fn settled(&self, around: &Around, starts: Vec<Ends>, least: f64) -> Option<(f64, Track)> {
        /// What may still be gained by moving a little.
        const HOPE: f64 = 2000.0;
        let mut best: Option<(f64, Ends)> = None;
        for ends in starts {
            let most = best.map_or(least + HOPE, |it| it.0);
            if let Some(price) = around.price(&self.way(ends), most) {
                best = Some((price, ends));
            }
        }
        let (mut price, mut ends) = best?;
        for size in [0.24, 0.12, 0.05] {
            let mut gains = true;
            while gains {
                gains = false;
                for (at, by) in (0..4).flat_map(|at| [(at, size), (at, -size)]) {
                    let mut moved = ends;
                    moved[at] += by;
                    let positive = moved[2] > 0.0 && moved[3] > 0.0;
                    if let Some(less) = around.price(&self.way(moved), price - 0.5).filter(|_| positive) {
                        (price, ends, gains) = (less, moved, true);
                    }
                }
            }
        }
        (price < least).then(|| (price, self.way(ends)))
    }
}

fn point((x, y): (f64, f64)) -> Point {
    Point { x, y }
}

fn holds(it: &Bounds, at: Point, air: f64) -> bool {
    at.x > it.x - air && at.x < it.x + it.width + air && at.y > it.y - air && at.y < it.y + it.height + air
}

/// The room of a part that is written.
pub(super) fn words_of(part: &Part) -> Option<Bounds> {
    let Form::Text { at, text } = &part.form else { return None };
    let width = match text {
        Text::Plain(text) => text_width(text, 12.0),
        Text::Messages(all) => MESSAGE * all.len() as f64,
    };
    Some(Bounds { x: at.x - width / 2.0, y: at.y - 11.0, width, height: LINE })
}
