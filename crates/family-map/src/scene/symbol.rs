//! The forms of people: outer shape, marks, what is inside. Form carries the
//! meaning; colour only supports it.

use super::fill::{self, Health};
use super::{Bounds, Form, Part};
use crate::layout::Point;
use crate::record::{Life, Person, Symbol};

/// Half of a symbol's size, relative to an ordinary one: losses and the
/// stillborn are drawn small.
pub(super) fn scale(life: Life) -> f64 {
    match life {
        Life::Stillbirth => 0.5,
        Life::Miscarriage | Life::Abortion => 0.3,
        _ => 1.0,
    }
}

/// How far a person's symbol reaches from its middle, to a side and up or down.
pub(super) fn reach(person: &Person, index: bool, half: f64) -> (f64, f64) {
    let half = half * scale(person.life) + if index { 6.0 } else { 0.0 };
    match person.symbol {
        _ if person.life == Life::Expected => (half, half),
        Symbol::Institution => (half * 1.55, half * 0.8),
        Symbol::Unknown => (half * 1.12, half * 1.12),
        _ => (half, half),
    }
}

/// What a symbol shows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sign {
    pub symbol: Symbol,
    pub life: Life,
    /// Whether the map is drawn in the person's name.
    pub index: bool,
    /// Somebody who matters and is no kin.
    pub external: bool,
    pub health: Health,
}

impl Sign {
    /// Somebody who lives, with nothing else to show.
    pub fn of(symbol: Symbol) -> Self {
        Self { symbol, life: Life::Alive, index: false, external: false, health: Health::default() }
    }
}

/// A person's outer shape, fills and marks, around a centre. `half` is half the size.
pub(super) fn parts(sign: &Sign, at: Point, half: f64) -> Vec<Part> {
    let half = half * scale(sign.life);
    match sign.life {
        Life::Miscarriage => return vec![part("mark-fill", circle(at, half * 0.75))],
        Life::Abortion => return vec![part("mark", cross(at, half * 0.85))],
        Life::Expected => {
            let mut parts = vec![part("symbol", triangle(at, half))];
            if sign.index {
                parts.insert(0, part("symbol", triangle(at, half * 1.25)));
            }
            return parts;
        }
        _ => {}
    }
    let class = if sign.external { "symbol external" } else { "symbol" };
    let mut parts = Vec::new();
    if sign.index {
        parts.push(part(class, outline(sign.symbol, at, half + 6.0)));
    }
    parts.push(part(class, outline(sign.symbol, at, half)));
    parts.extend(fill::parts(sign.symbol, sign.health, at, half));
    match sign.symbol {
        Symbol::TransWoman => parts.push(part("symbol-inner", square(at, half * 0.55, 1.0))),
        Symbol::TransMan => parts.push(part("symbol-inner", circle(at, half * 0.6))),
        Symbol::Intersex => {
            let line = [(at.x, at.y - half), (at.x, at.y + half)];
            parts.push(part("symbol-inner", Form::Path(super::svg::path(&line, false))));
        }
        Symbol::Pet => parts.extend(paw(at, half)),
        _ => {}
    }
    if sign.life.is_crossed() {
        let reach = if is_round(sign.symbol) { half * std::f64::consts::FRAC_1_SQRT_2 } else { half };
        let reach = if sign.symbol == Symbol::Unknown { half * 0.58 } else { reach };
        parts.push(part("mark", cross(at, reach)));
    }
    parts
}

/// The corners of a form that can be filled, around its middle; none for pets
/// and services, of whom no illness is told.
pub(super) fn corners(symbol: Symbol, half: f64) -> Vec<(f64, f64)> {
    use std::f64::consts::{FRAC_PI_2, TAU};
    let turn = |at: f64, radius: f64| (at.cos() * radius, at.sin() * radius);
    match symbol {
        Symbol::Male | Symbol::TransMan => vec![(-half, -half), (half, -half), (half, half), (-half, half)],
        Symbol::Female | Symbol::TransWoman | Symbol::Intersex => {
            (0..48).map(|n| turn(f64::from(n) * TAU / 48.0, half)).collect()
        }
        Symbol::Unknown => (0..4).map(|n| turn(f64::from(n) * FRAC_PI_2, half * 1.12)).collect(),
        Symbol::NonBinary => {
            let radius = half * ROUNDED;
            let inner = half - radius;
            let corner = |quarter: i32| {
                let (x, y) = ([inner, -inner, -inner, inner], [inner, inner, -inner, -inner]);
                (0..=6).map(move |n| {
                    let (dx, dy) = turn(f64::from(quarter) * FRAC_PI_2 + f64::from(n) * FRAC_PI_2 / 6.0, radius);
                    (x[quarter as usize] + dx, y[quarter as usize] + dy)
                })
            };
            (0..4).flat_map(corner).collect()
        }
        Symbol::Pet | Symbol::Institution => Vec::new(),
    }
}

/// How round the corners of a rounded square are, in shares of half its size.
const ROUNDED: f64 = 0.45;

/// Whether the shape is round, so that marks must stay further inside.
pub(super) fn is_round(symbol: Symbol) -> bool {
    matches!(symbol, Symbol::Female | Symbol::TransWoman | Symbol::Intersex | Symbol::Pet)
}

fn outline(symbol: Symbol, at: Point, half: f64) -> Form {
    match symbol {
        Symbol::Male | Symbol::TransMan => square(at, half, 2.0),
        Symbol::Female | Symbol::TransWoman | Symbol::Intersex => circle(at, half),
        Symbol::NonBinary => square(at, half, half * ROUNDED),
        Symbol::Unknown => diamond(at, half * 1.12),
        Symbol::Pet => circle(at, half * 0.82),
        Symbol::Institution => Form::Rect {
            bounds: Bounds { x: at.x - half * 1.55, y: at.y - half * 0.8, width: half * 3.1, height: half * 1.6 },
            radius: half * 0.35,
        },
    }
}

fn part(class: &'static str, form: Form) -> Part {
    Part { class, form }
}

fn square(at: Point, half: f64, radius: f64) -> Form {
    Form::Rect { bounds: Bounds { x: at.x - half, y: at.y - half, width: half * 2.0, height: half * 2.0 }, radius }
}

fn circle(centre: Point, radius: f64) -> Form {
    Form::Circle { centre, radius }
}

fn diamond(at: Point, half: f64) -> Form {
    let Point { x, y } = at;
    Form::Path(super::svg::path(&[(x, y - half), (x + half, y), (x, y + half), (x - half, y)], true))
}

fn triangle(at: Point, half: f64) -> Form {
    let Point { x, y } = at;
    Form::Path(super::svg::path(&[(x, y - half), (x + half, y + half), (x - half, y + half)], true))
}

fn cross(at: Point, half: f64) -> Form {
    let Point { x, y } = at;
    let one = super::svg::path(&[(x - half, y - half), (x + half, y + half)], false);
    let other = super::svg::path(&[(x + half, y - half), (x - half, y + half)], false);
    Form::Path(format!("{one}{other}"))
}

/// Four toes and a pad.
fn paw(at: Point, half: f64) -> Vec<Part> {
    let dot = |x: f64, y: f64, size: f64| {
        part("mark-fill", circle(Point { x: at.x + x * half, y: at.y + y * half }, size * half))
    };
    vec![
        dot(-0.42, -0.06, 0.13),
        dot(-0.16, -0.36, 0.14),
        dot(0.16, -0.36, 0.14),
        dot(0.42, -0.06, 0.13),
        dot(-0.13, 0.28, 0.19),
        dot(0.13, 0.28, 0.19),
        dot(0.0, 0.14, 0.2),
    ]
}
