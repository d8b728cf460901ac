//! What on a drawing lies on what it should keep clear of: words on words, ties
//! and arrows of care over words and over other people, the line of a home over
//! words. Counted on the picture as it is drawn, with the application's words.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code)]

use super::words::bokmal;
use family_map::Record;
use family_map::layout::{Layout, text_width};
use family_map::record::PersonId;
use family_map::scene::{Form, Part, Role, Scene, Shape, Text, dom_id};
use std::collections::BTreeMap;

/// A rectangle: left, upper, right and lower edge.
pub type Box4 = [f64; 4];

/// Somebody reads this on the drawing.
pub struct Words {
    pub shape: String,
    pub said: String,
    pub class: &'static str,
    pub room: Box4,
}

/// The size of the letters of a class, as `style/map.css` says.
fn letters(class: &str) -> f64 {
    match class {
        "name" => 14.0,
        "age" | "mark-label" => 15.0,
        "home-number" | "more-number" => 11.0,
        _ => 12.0,
    }
}

/// The room that a written part takes.
pub fn written(shape: &Shape, part: &Part) -> Option<Words> {
    let Form::Text { at, text } = &part.form else { return None };
    let said = match text {
        Text::Plain(text) => text.clone(),
        Text::Messages(all) => all.iter().map(bokmal).collect::<Vec<_>>().join(" · "),
    };
    let size = letters(part.class);
    let half = text_width(&said, size) / 2.0;
    let room = [at.x - half, at.y - size * 0.74, at.x + half, at.y + size * 0.2];
    Some(Words { shape: shape.id.clone(), said, class: part.class, room })
}

/// All words but what stands inside symbols and signs.
pub fn words_on(scene: &Scene) -> Vec<Words> {
    let parts = scene.shapes.iter().flat_map(|shape| shape.parts.iter().map(move |part| (shape, part)));
    let parts = parts.filter(|(_, part)| !matches!(part.class, "age" | "home-number" | "mark-label"));
    parts.filter_map(|(shape, part)| written(shape, part)).filter(|it| it.said.chars().count() > 1).collect()
}

/// The corners of a path, piece by piece; round corners as pointed ones.
pub fn corners(path: &str) -> Vec<Vec<(f64, f64)>> {
    let piece = |piece: &str| {
        let numbers = piece.split(|it: char| !it.is_ascii_digit() && it != '.' && it != '-');
        let numbers: Vec<f64> = numbers.filter_map(|it| it.parse().ok()).collect();
        let mut points: Vec<(f64, f64)> = numbers.chunks_exact(2).map(|it| (it[0], it[1])).collect();
        if piece.contains('Z') {
            points.extend(points.first().copied());
        }
        points
    };
    path.split('M').filter(|it| !it.is_empty()).map(piece).collect()
}

/// Points along a path, at most two units apart.
pub fn points_on(path: &str) -> Vec<(f64, f64)> {
    let mut points = Vec::new();
    for two in corners(path).iter().flat_map(|it| it.windows(2)) {
        let ((ax, ay), (bx, by)) = (two[0], two[1]);
        let steps = ((bx - ax).hypot(by - ay) / 2.0).ceil().max(1.0);
        let shares = (0..=steps as u32).map(|n| f64::from(n) / steps);
        points.extend(shares.map(|on| (ax + (bx - ax) * on, ay + (by - ay) * on)));
    }
    points
}

fn inside([x, y, right, bottom]: Box4, at: &(f64, f64)) -> bool {
    at.0 > x && at.0 < right && at.1 > y && at.1 < bottom
}

/// Points of all lines of a shape that are drawn through the picture.
fn points_of(shape: &Shape) -> Vec<(f64, f64)> {
    let lines = shape.parts.iter().filter(|it| !matches!(it.class, "bond-sign" | "home-mark"));
    let paths = lines.filter_map(|it| if let Form::Path(path) = &it.form { Some(points_on(path)) } else { None });
    paths.flatten().collect()
}

/// All meetings: what runs over which words, which words lie on which.
pub fn meetings(scene: &Scene) -> Vec<String> {
    let words = words_on(scene);
    let mut found = Vec::new();
    for shape in scene.shapes.iter().filter(|it| matches!(it.role, Role::Bond | Role::Care | Role::Household)) {
        let points = points_of(shape);
        for it in words.iter().filter(|it| points.iter().any(|point| inside(it.room, point))) {
            found.push(format!("{} runs over «{}» ({})", shape.id, it.said, it.class));
        }
    }
    for (at, one) in words.iter().enumerate() {
        for other in &words[at + 1..] {
            let (a, b) = (one.room, other.room);
            if a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3] {
                found.push(format!("«{}» ({}) lies on «{}» ({})", one.said, one.class, other.said, other.class));
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

/// Whose tie or arrow a shape is: from whom to whom.
pub fn ends(record: &Record) -> BTreeMap<String, [PersonId; 2]> {
    let bonds = record.bonds.values().map(|it| (dom_id("bond", it.id.as_str()), [it.a.clone(), it.b.clone()]));
    let care = record.parent_links.values();
    let care = care.map(|it| (dom_id("care", it.id.as_str()), [it.parent.clone(), it.child.clone()]));
    bonds.chain(care).collect()
}

/// How much longer each tie and arrow of care is than the straight way from
/// symbol to symbol, with the symbols' own halves.
pub fn detours(record: &Record, layout: &Layout, scene: &Scene) -> BTreeMap<String, f64> {
    let ends = ends(record);
    let ties = scene.shapes.iter().filter(|it| matches!(it.role, Role::Bond | Role::Care));
    let detour = |shape: &Shape| {
        let [a, b] = ends.get(&shape.id)?.each_ref().map(|id| &layout.places[id]);
        let lines = shape.parts.iter().filter(|it| it.class.contains("line"));
        let paths = lines.filter_map(|it| if let Form::Path(path) = &it.form { Some(corners(path)) } else { None });
        let far = |a: &(f64, f64), b: &(f64, f64)| (b.0 - a.0).hypot(b.1 - a.1);
        let length = |it: Vec<(f64, f64)>| it.windows(2).map(|it| far(&it[0], &it[1])).sum::<f64>();
        // Of lines side by side the longest; teeth are not counted.
        let teeth = shape.class.contains("hostile") || shape.class.contains("abuse") || shape.parts.is_empty();
        let longest = paths.flatten().map(length).fold(0.0, f64::max);
        let straight = (b.x - a.x).hypot(b.y - a.y);
        let whole = longest + layout.sizes.symbol;
        (!teeth).then_some((shape.id.clone(), whole / straight.max(1.0)))
    };
    ties.filter_map(detour).collect()
}
