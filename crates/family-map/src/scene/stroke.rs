//! Lines between two points in the forms of the field.

use super::track::Track;
use super::{Form, Part, svg};
use crate::layout::Point;

pub(crate) use super::descent::head;

/// A straight line.
pub(crate) fn line(class: &'static str, from: Point, to: Point) -> Part {
    Part { class, form: Form::Path(svg::path(&[(from.x, from.y), (to.x, to.y)], false)) }
}

/// Two lines side by side.
pub(crate) fn double(class: &'static str, from: Point, to: Point) -> Vec<Part> {
    let track = Track::straight(from, to);
    let beside = |aside: f64| track.piece(0.0, 1.0, aside);
    vec![Part { class, form: Form::Path(beside(-2.5) + &beside(2.5)) }]
}

/// A zigzag.
pub(crate) fn zigzag(class: &'static str, from: Point, to: Point) -> Part {
    Part { class, form: Form::Path(svg::path(&Track::straight(from, to).teeth(7.0), false)) }
}

/// A line with a gap between two bars.
pub(crate) fn broken(class: &'static str, from: Point, to: Point) -> Vec<Part> {
    let track = Track::straight(from, to);
    let half = (4.0 / track.length().max(1.0)).min(0.2);
    let pieces = track.piece(0.0, 0.5 - half, 0.0) + &track.piece(0.5 + half, 1.0, 0.0);
    let d = pieces + &track.across(0.5 - half, 6.0) + &track.across(0.5 + half, 6.0);
    vec![Part { class, form: Form::Path(d) }]
}

/// The line without its ends.
pub(crate) fn shortened(from: Point, to: Point, by: f64) -> (Point, Point) {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length = dx.hypot(dy).max(0.001);
    let share = (by / length).min(0.45);
    let near = |at: Point, sign: f64| Point { x: at.x + sign * dx * share, y: at.y + sign * dy * share };
    (near(from, 1.0), near(to, -1.0))
}

/// The point so far from one towards the other.
pub(crate) fn towards(from: Point, to: Point, by: f64) -> Point {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let share = by / dx.hypot(dy).max(0.001);
    Point { x: from.x + dx * share, y: from.y + dy * share }
}

/// A line that bends round a circle in the middle of the drawing, so that it is
/// not taken for two lines to the middle.
pub(crate) fn round_middle(class: &'static str, from: Point, to: Point, radius: f64) -> Part {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length = dx.hypot(dy).max(0.001);
    let share = (-(from.x * dx + from.y * dy) / (length * length)).clamp(0.0, 1.0);
    let near = Point { x: from.x + dx * share, y: from.y + dy * share };
    let far = near.x.hypot(near.y);
    if far >= radius {
        return line(class, from, to);
    }
    // Away from the middle, or to one side where the line goes right through it.
    let out = if far < 1.0 { (-dy / length, dx / length) } else { (near.x / far, near.y / far) };
    let push = 2.0 * (radius + 8.0 - far);
    let bend = Point { x: near.x + out.0 * push, y: near.y + out.1 * push };
    let d = format!("M{}Q{} {}", svg::pair(from), svg::pair(bend), svg::pair(to));
    Part { class, form: Form::Path(d) }
}
