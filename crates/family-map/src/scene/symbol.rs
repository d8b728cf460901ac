//! The forms of people: outer shape, marks, what is inside. Form carries the
//! meaning; colour only supports it.

use super::{Bounds, Form, Part};
use crate::layout::Point;
use crate::record::{Life, Symbol};

/// Half of a symbol's size, relative to an ordinary one: losses and the
/// stillborn are drawn small.
pub(super) fn scale(life: Life) -> f64 {
    match life {
        Life::Stillbirth => 0.5,
        Life::Miscarriage | Life::Abortion => 0.3,
        _ => 1.0,
    }
}

/// A person's outer shape and marks, around a centre. `half` is half the size.
pub(super) fn parts(symbol: Symbol, life: Life, index: bool, at: Point, half: f64) -> Vec<Part> {
    let half = half * scale(life);
    match life {
        Life::Miscarriage => return vec![part("mark-fill", circle(at, half * 0.75))],
        Life::Abortion => return vec![part("mark", cross(at, half * 0.85))],
        Life::Expected => {
            let mut parts = vec![part("symbol", triangle(at, half))];
            if index {
                parts.insert(0, part("symbol", triangle(at, half * 1.25)));
            }
            return parts;
        }
        _ => {}
    }
    let mut parts = Vec::new();
    if index {
        parts.push(part("symbol", outline(symbol, at, half + 6.0)));
    }
    parts.push(part("symbol", outline(symbol, at, half)));
    match symbol {
        Symbol::TransWoman => parts.push(part("symbol-inner", square(at, half * 0.55, 1.0))),
        Symbol::TransMan => parts.push(part("symbol-inner", circle(at, half * 0.6))),
        Symbol::Pet => parts.extend(paw(at, half)),
        _ => {}
    }
    if life.is_crossed() {
        let reach = if is_round(symbol) { half * std::f64::consts::FRAC_1_SQRT_2 } else { half };
        let reach = if symbol == Symbol::Unknown { half * 0.58 } else { reach };
        parts.push(part("mark", cross(at, reach)));
    }
    parts
}

/// Whether the shape is round, so that marks must stay further inside.
fn is_round(symbol: Symbol) -> bool {
    matches!(symbol, Symbol::Female | Symbol::TransWoman | Symbol::Pet)
}

fn outline(symbol: Symbol, at: Point, half: f64) -> Form {
    match symbol {
        Symbol::Male | Symbol::TransMan => square(at, half, 2.0),
        Symbol::Female | Symbol::TransWoman => circle(at, half),
        Symbol::NonBinary => square(at, half, half * 0.45),
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
