//! Ways between people that lead round symbols and words, and free places for
//! words beside them.
//!
//! A tie is a gentle curve. Many are tried, those that turn least first: in
//! which direction a way leaves, from which it arrives, and how long it keeps to
//! that. Each is priced by the squares it covers ([`Field`]), and is dropped as
//! soon as it costs more than the best so far, so that most cost next to nothing.

use super::field::{self, Field};
use super::track::{Track, on_curve};
use super::{Bounds, symbol, wording};
use crate::layout::{Layout, Point};
use crate::message::Message;
use crate::ordered::Ordered;
use crate::record::{Life, PersonId, Record};
use std::f64::consts::FRAC_1_SQRT_2;

/// What it costs, for each unit of a way, to run over a symbol, over words,
/// along another tie, along a line of the structure or of a home.
const SYMBOL: f64 = 130.0;
const WORDS: f64 = 110.0;
const TIE: f64 = 2.0;
const LINE: f64 = 0.7;
const RING: f64 = 0.4;
/// What a longer way costs, for each unit; and what a way costs that is longer
/// than [`FAR`] times the straight one, by the square of how many times more.
const LENGTH: f64 = 0.3;
const FAR: f64 = 1.5;
const TOO_FAR: f64 = 900.0;
/// What it costs to leave aside of the straight way, by the square of how many
/// twelfths of a half turn.
const TURN: f64 = 1.6;
/// And to bend to one side and then to the other.
const SWING: f64 = 0.6;
/// And to turn back sharply.
const HAIRPIN: f64 = 350.0;
/// From one look at a way to the next.
const STEP: f64 = 5.0;
/// So near its ends a way may run beside others: they come to the same symbol.
const GATHERED: f64 = 36.0;
/// How far a word may be moved away from its line.
const BESIDE: [f64; 5] = [4.0, 8.0, 14.0, 21.0, 28.0];

/// Where a way begins or ends: at the edge of a symbol.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    /// The middle of the symbol.
    at: Point,
    /// How far from the middle its edge is, to a side and up or down, with some air.
    reach: (f64, f64),
    round: bool,
}

impl End {
    /// The edge of somebody's symbol, with so much air; none where they are not on the drawing.
    pub fn of(record: &Record, layout: &Layout, id: &PersonId, air: f64) -> Option<Self> {
        let (place, person) = (layout.places.get(id)?, record.people.get(id)?);
        let reach = symbol::reach(person, record.index.as_ref() == Some(id), layout.sizes.symbol / 2.0);
        let round = symbol::is_round(person.symbol) && person.life != Life::Expected;
        Some(Self { at: Point { x: place.x, y: place.y }, reach: (reach.0 + air, reach.1 + air), round })
    }

    /// How far apart two symbols stand, from middle to middle.
    pub fn distance(&self, other: &Self) -> f64 {
        let (dx, dy) = (other.at.x - self.at.x, other.at.y - self.at.y);
        (dx * dx + dy * dy).sqrt()
    }

    /// Where a way in this direction leaves the symbol, and a point further on.
    fn leave(&self, (dx, dy): Direction, most: f64, further: f64) -> (Point, Point) {
        let edge = |reach: f64, share: f64| if share.abs() < 0.01 { f64::INFINITY } else { reach / share.abs() };
        let reach = if self.round { self.reach.0 } else { edge(self.reach.0, dx).min(edge(self.reach.1, dy)) };
        let reach = reach.min(most);
        let point = |by: f64| Point { x: self.at.x + dx * by, y: self.at.y + dy * by };
        (point(reach), point(reach + further))
    }
}

/// A direction, of length one.
type Direction = (f64, f64);

/// Cosine and sine of twelfths of a half turn, from 0 to 10. Kept as numbers so
/// that every machine draws the same.
const TWELFTHS: [Direction; 11] = [
    (1.0, 0.0),
    (0.965_925_826_289_068_3, 0.258_819_045_102_520_74),
    (0.866_025_403_784_438_6, 0.5),
    (FRAC_1_SQRT_2, FRAC_1_SQRT_2),
    (0.5, 0.866_025_403_784_438_6),
    (0.258_819_045_102_520_74, 0.965_925_826_289_068_3),
    (0.0, 1.0),
    (-0.258_819_045_102_520_74, 0.965_925_826_289_068_3),
    (-0.5, 0.866_025_403_784_438_6),
    (-FRAC_1_SQRT_2, FRAC_1_SQRT_2),
    (-0.866_025_403_784_438_6, 0.5),
];

/// A small turn to either side, for the last touch.
const NUDGES: [Direction; 2] = [(0.995, 0.099_874_921_777_190_9), (0.995, -0.099_874_921_777_190_9)];

/// A direction turned by another.
fn turned((x, y): Direction, (cos, sin): Direction) -> Direction {
    (x * cos - y * sin, x * sin + y * cos)
}

/// By so many twelfths of a half turn, to the left if negative.
fn twelfths(count: i32) -> Direction {
    let (cos, sin) = TWELFTHS[(count.unsigned_abs() as usize).min(TWELFTHS.len() - 1)];
    (cos, if count < 0 { -sin } else { sin })
}

/// How a way leaves and arrives: directions seen from either end, and how far it
/// keeps to them, in shares of the straight way.
#[derive(Clone, Copy)]
struct Bend {
    leaves: Direction,
    arrives: Direction,
    keeps: (f64, f64),
    /// What it costs by itself.
    price: f64,
}

/// The ways of a drawing.
pub(super) struct Ways<'a> {
    field: &'a mut Field,
    /// Turns at both ends, the gentlest first.
    turns: Vec<(i32, i32)>,
    reach: Vec<Point>,
}

impl<'a> Ways<'a> {
    /// Ways among all that stands on a field.
    pub fn among(field: &'a mut Field) -> Self {
        let side = || -9..=9;
        let mut turns: Vec<(i32, i32)> = side().flat_map(|a| side().map(move |b| (a, b))).collect();
        turns.order_by_key(|(a, b)| (a * a + b * b, (a + b).abs(), *a, *b));
        Self { field, turns, reach: Vec::new() }
    }

    /// Points of all ways so far: how far the drawing reaches.
    pub fn into_reach(self) -> Vec<Point> {
        self.reach
    }

    /// The best way from one symbol to another. `wide`: the line has teeth or
    /// several strokes, and needs more room beside words.
    pub fn between(&mut self, a: End, b: End, wide: bool) -> Track {
        let way = Search::of(self.field, a, b, wide).best(&self.turns);
        self.field.stroke(field::TIE, way.points(), if wide { 8.0 } else { 5.0 });
        self.reach.extend(way.points());
        way
    }

    /// Where a message stands free beside a way, if anywhere. There should be
    /// room for it in the longest of our languages; where there is none, but
    /// enough in bokmål, it stands there, and the longest comes close to what is around.
    pub fn word_beside(&mut self, way: &Track, word: &Message, class: &str) -> Option<Point> {
        let size = wording::letters(class);
        let (longest, bokmal) = (wording::width(word, size), wording::width_in_bokmal(word, size));
        self.free_beside(way, longest).or_else(|| self.free_beside(way, bokmal).filter(|_| bokmal < longest))
    }

    /// A place clear of all symbols, words, ties and homes' lines; clear of the
    /// lines of the structure too if that may be.
    fn free_beside(&mut self, way: &Track, width: f64) -> Option<Point> {
        const HEIGHT: f64 = 12.0;
        // From the middle of the way to its ends.
        let shares = (0..=12).flat_map(|n| [0.5 + f64::from(n) * 0.04, 0.5 - f64::from(n) * 0.04]);
        let room = |at: &Point| Bounds { x: at.x - width / 2.0, y: at.y - 9.0, width, height: HEIGHT };
        // With some air, since squares are coarse.
        let aired =
            |it: Bounds| Bounds { x: it.x - 2.0, y: it.y - 2.0, width: it.width + 4.0, height: it.height + 4.0 };
        let spots = BESIDE.iter().flat_map(|away| shares.clone().map(move |share| (share, *away)));
        let spots = spots.flat_map(|(share, away)| {
            let (x, y) = way.at(share, 0.0);
            let (aside, below) = (width / 2.0 + away, HEIGHT / 2.0 + away);
            // Above, below, to the right, to the left, and between these.
            let around = [
                (0.0, -1.0),
                (0.0, 1.0),
                (1.0, 0.0),
                (-1.0, 0.0),
                (1.0, -0.7),
                (-1.0, -0.7),
                (1.0, 0.7),
                (-1.0, 0.7),
                (0.5, -1.0),
                (-0.5, -1.0),
                (0.5, 1.0),
                (-0.5, 1.0),
            ];
            around.map(|(dx, dy)| {
                let gap = (x + dx * away * 0.8, y + dy * away * 0.8);
                (Point { x: x + dx * aside, y: y + dy * below + 3.0 }, (away > 12.0).then_some(gap))
            })
        });
        let stands = field::SYMBOL | field::WORDS | field::TIE | field::RING;
        let mut second = None;
        for (at, gap) in spots {
            let covers = self.field.of(&aired(room(&at)));
            // No other tie stands between a word and its own.
            if covers & stands != 0 || gap.is_some_and(|(x, y)| self.field.at(x, y) & field::TIE != 0) {
                continue;
            }
            if covers & field::LINE == 0 {
                second = Some(at);
                break;
            }
            second = second.or(Some(at));
        }
        let spot = second?;
        self.field.words(&room(&spot));
        Some(spot)
    }
}

/// How far a curve turns back at one of the points that draw it, from 0 to 0.9:
/// up to a little more than a right angle it is gentle.
fn hairpin(from: Point, at: Point, to: Point) -> f64 {
    const GENTLE: f64 = -0.1;
    let (ax, ay, bx, by) = (at.x - from.x, at.y - from.y, to.x - at.x, to.y - at.y);
    let lengths = ((ax * ax + ay * ay) * (bx * bx + by * by)).sqrt().max(0.001);
    (GENTLE - (ax * bx + ay * by) / lengths).max(0.0)
}

/// What a way costs.
#[derive(Clone, Copy)]
struct Price {
    /// All in all.
    all: f64,
    /// Of that, for running over symbols and words.
    hard: f64,
}

impl Price {
    const DEAREST: Self = Self { all: f64::INFINITY, hard: f64::INFINITY };
}

/// In what order the looks at a way are taken.
const STRIDES: [u32; 6] = [3, 6, 1, 4, 2, 5];
/// What may still be gained by moving a way a little.
const HOPE: f64 = 1500.0;

/// The search for one way.
struct Search<'a> {
    field: &'a Field,
    a: End,
    b: End,
    /// From the one to the other.
    toward: Direction,
    length: f64,
    words: u8,
}

impl<'a> Search<'a> {
    fn of(field: &'a Field, a: End, b: End, wide: bool) -> Self {
        let (dx, dy) = (b.at.x - a.at.x, b.at.y - a.at.y);
        let length = a.distance(&b).max(1.0);
        let words = if wide { field::NEAR_WORDS } else { field::WORDS };
        Self { field, a, b, toward: (dx / length, dy / length), length, words }
    }

    /// The least that any bend costs which turns so far.
    fn turning(a: i32, b: i32) -> f64 {
        let swings = if a.signum() * b.signum() > 0 { SWING } else { 0.0 };
        f64::from(a * a + b * b) * TURN + f64::from((a + b).pow(2)) * swings
    }

    fn best(&self, turns: &[(i32, i32)]) -> Track {
        const KEEPS: [f64; 3] = [0.35, 0.6, 1.0];
        let straight = Bend { leaves: (1.0, 0.0), arrives: (1.0, 0.0), keeps: (0.35, 0.35), price: 0.0 };
        let (mut least, mut best) = (Price::DEAREST, straight);
        // The best for each direction in which a way leaves.
        let mut starts = [(f64::INFINITY, straight); 19];
        for (a, b) in turns {
            let turning = Self::turning(*a, *b);
            // Later ones turn more: they cannot cost less.
            if f64::from(a * a + b * b) * TURN + self.length * LENGTH * 0.5 >= least.all {
                break;
            }
            let start = &mut starts[(*a + 9).clamp(0, 18) as usize];
            for keep in KEEPS {
                let bend = Bend { leaves: twelfths(*a), arrives: twelfths(*b), keeps: (keep, keep), price: turning };
                // While nothing is free, what runs over a little may yet be moved off it.
                let hope = if least.hard > 0.0 { start.0.min(least.all + HOPE) } else { 0.0 };
                if let Some(price) = self.price(&bend, least.all.max(hope)) {
                    if price.all < start.0 {
                        *start = (price.all, bend);
                    }
                    if price.all < least.all {
                        (least, best) = (price, bend);
                    }
                }
                if (*a, *b) == (0, 0) {
                    break;
                }
            }
        }
        (least, best) = self.touched_up(best, least);
        if least.hard > 0.0 {
            // Something is in the way: perhaps there is a gap that another finds.
            for (_, start) in starts.iter().filter(|it| it.0 < f64::INFINITY) {
                let Some(price) = self.price(start, f64::INFINITY) else { continue };
                let found = self.touched_up(*start, price);
                if found.0.all < least.all {
                    (least, best) = found;
                }
            }
        }
        Track::curved(self.curve(&best))
    }

    /// The bend, turned and stretched a little for as long as that gains.
    fn touched_up(&self, mut best: Bend, mut least: Price) -> (Price, Bend) {
        for _ in 0..10 {
            let before = least.all;
            let Bend { leaves, arrives, keeps: (first, second), .. } = best;
            let [one, other] = NUDGES;
            let tries = [
                Bend { leaves: turned(leaves, one), ..best },
                Bend { leaves: turned(leaves, other), ..best },
                Bend { arrives: turned(arrives, one), ..best },
                Bend { arrives: turned(arrives, other), ..best },
                Bend { keeps: (first * 0.85, second), ..best },
                Bend { keeps: (first * 1.18, second), ..best },
                Bend { keeps: (first, second * 0.85), ..best },
                Bend { keeps: (first, second * 1.18), ..best },
            ];
            for bend in tries {
                if let Some(price) = self.price(&bend, least.all - 0.5) {
                    (least, best) = (price, bend);
                }
            }
            if least.all >= before {
                break;
            }
        }
        (least, best)
    }

    fn curve(&self, bend: &Bend) -> [Point; 4] {
        let most = self.length * 0.45;
        let (dx, dy) = self.toward;
        let (from, first) = self.a.leave(turned((dx, dy), bend.leaves), most, bend.keeps.0 * self.length);
        let (to, second) = self.b.leave(turned((-dx, -dy), bend.arrives), most, bend.keeps.1 * self.length);
        [from, first, second, to]
    }

    /// What a way costs, if it is less than this.
    fn price(&self, bend: &Bend, most: f64) -> Option<Price> {
        let curve = self.curve(bend);
        let far = |a: Point, b: Point| ((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)).sqrt();
        let around = far(curve[0], curve[1]) + far(curve[1], curve[2]) + far(curve[2], curve[3]);
        let long = f64::midpoint(around, far(curve[0], curve[3]));
        let times = long / self.length;
        // On a short straight way the points that draw it change places: that is no turn.
        let is_straight = bend.leaves.0 > 0.9 && bend.arrives.0 > 0.9;
        let turns_back = hairpin(curve[0], curve[1], curve[2]) + hairpin(curve[1], curve[2], curve[3]);
        let hairpin = if is_straight { 0.0 } else { turns_back };
        let by_itself = bend.price + hairpin * HAIRPIN + long * LENGTH + (times - FAR).max(0.0).powi(2) * TOO_FAR;
        let mut price = Price { all: by_itself, hard: 0.0 };
        if price.all >= most {
            return None;
        }
        let steps = (long / STEP).ceil().max(4.0);
        let each = long / steps;
        let steps = steps as u32;
        let apart = (GATHERED / each) as u32;
        // Over the whole way first in long strides: what is in its way shows soon.
        for n in STRIDES.iter().flat_map(|first| (*first..steps).step_by(STRIDES.len())) {
            let at = on_curve(&curve, f64::from(n) / f64::from(steps));
            let covers = self.field.at(at.x, at.y);
            if covers == 0 {
                continue;
            }
            let of = |mark: u8, price: f64| if covers & mark == 0 { 0.0 } else { price };
            let beside = if n > apart && n + apart < steps { of(field::TIE, TIE) } else { 0.0 };
            let hard = of(field::SYMBOL, SYMBOL) + of(self.words, WORDS);
            price.all += each * (hard + beside + of(field::LINE, LINE) + of(field::RING, RING));
            price.hard += each * hard;
            if price.all >= most {
                return None;
            }
        }
        Some(price)
    }
}
