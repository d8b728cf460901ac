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
const SYMBOL: f64 = 90.0;
const WORDS: f64 = 34.0;
const OTHER: f64 = 6.0;
/// What a longer way and a bend cost, for each unit.
const LENGTH: f64 = 0.3;
/// A message's width is not known here: this is generous.
const MESSAGE: f64 = 76.0;
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

    /// The best way from the edge of one symbol to that of another.
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
        let ways = ASIDE.iter().filter(|it| it.abs() <= reach).map(|aside| {
            let (from, to) = ends(*aside);
            Track::bent(from, to, *aside)
        });
        let priced = ways.map(|way| (self.price(&way), way));
        let best = priced.reduce(|best, it| if it.0 < best.0 - 0.01 { it } else { best });
        let way = best.map_or(straight, |it| it.1);
        self.take(&way);
        way
    }

    /// Points of all ways so far: how far the drawing reaches.
    pub fn reach(&self) -> &[Point] {
        &self.taken
    }

    fn take(&mut self, way: &Track) {
        let steps = (way.length() / 8.0).ceil().max(1.0);
        self.taken.extend((0..=steps as u32).map(|n| point(way.at(f64::from(n) / steps, 0.0))));
    }

    fn price(&self, way: &Track) -> f64 {
        let steps = (way.length() / 8.0).ceil().max(2.0);
        let mut price = way.length() * LENGTH;
        for n in 1..steps as u32 {
            let at = point(way.at(f64::from(n) / steps, 0.0));
            price += SYMBOL * f64::from(u8::from(self.symbols.iter().any(|it| holds(it, at, 3.0))));
            price += WORDS * f64::from(u8::from(self.words.iter().any(|it| holds(it, at, 3.0))));
            let near = |it: &Point| (it.x - at.x).abs() < 7.0 && (it.y - at.y).abs() < 7.0;
            price += OTHER * f64::from(u8::from(self.taken.iter().any(near)));
        }
        price
    }

    /// Where words of this width stand free beside a way, if anywhere: clear
    /// of all other ways if that may be.
    pub fn word_beside(&mut self, way: &Track, width: f64) -> Option<Point> {
        let room = |at: &Point| Bounds { x: at.x - width / 2.0, y: at.y - 11.0, width, height: LINE };
        let spots: Vec<Point> = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8]
            .into_iter()
            .flat_map(|share| {
                let (x, y) = way.at(share, 0.0);
                [Point { x, y: y - 8.0 }, Point { x, y: y + 18.0 }]
            })
            .filter(|at| !self.symbols.iter().chain(&self.words).any(|it| it.meets(&room(at))))
            .collect();
        let clear = |at: &&Point| !self.taken.iter().any(|it| holds(&room(at), *it, 1.0));
        let spot = *spots.iter().find(clear).or(spots.first())?;
        self.words.push(room(&spot));
        Some(spot)
    }
}

fn point((x, y): (f64, f64)) -> Point {
    Point { x, y }
}

fn holds(it: &Bounds, at: Point, air: f64) -> bool {
    at.x > it.x - air && at.x < it.x + it.width + air && at.y > it.y - air && at.y < it.y + it.height + air
}

/// The room of a part that is written.
fn words_of(part: &Part) -> Option<Bounds> {
    let Form::Text { at, text } = &part.form else { return None };
    let width = match text {
        Text::Plain(text) => text_width(text, 12.0),
        Text::Messages(all) => MESSAGE * all.len() as f64,
    };
    Some(Bounds { x: at.x - width / 2.0, y: at.y - 11.0, width, height: LINE })
}
