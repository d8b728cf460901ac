//! An ecomap as shapes: the middle, the systems, the lines between them, and
//! arrows with their meaning in words.

use super::place::{EcomapLayout, LETTERS, SystemSpot};
use super::{Ecomap, measure, words};
use crate::layout::{Point, label_lines};
use crate::message::{Arg, Message, MessageKey};
use crate::ordered::Ordered;
use crate::record::{EcomapSystem, Energy, Known, Stress, TieStrength};
use crate::scene::{Around, Bounds, FactItem, Form, LegendItem, Part, Role, Scene, Shape, Text, dom_id, keys, stroke};
use std::collections::BTreeSet;

/// Draws an ecomap that is laid out.
#[must_use]
pub fn draw(map: &Ecomap<'_>, layout: &EcomapLayout) -> Scene {
    let mut shapes = Vec::new();
    for it in &map.systems {
        if let Some(spot) = layout.spots.get(&it.id) {
            shapes.extend(line(map, layout, it, spot));
        }
    }
    shapes.push(centre(map, layout));
    let items = items(map, layout);
    for item in &items {
        let system = map.systems.iter().find(|it| dom_id("system", it.id.as_str()) == item.shape);
        if let Some((it, spot)) = system.and_then(|it| Some((it, layout.spots.get(&it.id)?))) {
            shapes.push(self::system(map, it, spot, item));
        }
    }
    let mut intro = words::introduction(map);
    intro.extend(words::figures(&measure(map)));
    Scene { bounds: bounds(layout), shapes, people: Vec::new(), items, intro, legend: legend(map) }
}

fn written(name: Arg) -> Text {
    match name {
        Arg::Text(text) => Text::Plain(text),
        Arg::Message(message) => Text::Messages(vec![*message]),
        _ => Text::Plain(String::new()),
    }
}

/// The middle: who lives here, one below the other.
fn centre(map: &Ecomap<'_>, layout: &EcomapLayout) -> Shape {
    let mut parts =
        vec![Part { class: "centre-circle", form: Form::Circle { centre: Point::default(), radius: layout.centre } }];
    let mut lines: Vec<(&'static str, Text)> =
        map.home.iter().map(|home| ("centre-label", Text::Plain(home.label.clone()))).collect();
    for person in &map.people {
        let name = match crate::scene::words::name(person) {
            Arg::Text(name) => Text::Plain(label_lines(&name).join(" ")),
            other => written(other),
        };
        lines.push(("name", name));
    }
    let step = LETTERS + 5.0;
    let first = -(lines.len() as f64 - 1.0) / 2.0 * step + 5.0;
    for (at, (class, text)) in lines.into_iter().enumerate() {
        parts.push(Part { class, form: Form::Text { at: Point { x: 0.0, y: first + at as f64 * step }, text } });
    }
    let id = match map.centre {
        crate::record::Centre::Person(id) => id.as_str(),
        crate::record::Centre::Household(id) => id.as_str(),
    };
    Shape {
        id: dom_id("centre", id),
        role: Role::Centre,
        class: "centre".to_owned(),
        person: None,
        alternative: words::introduction(map),
        parts,
    }
}

/// The line between the middle and a system; none where the system is not in
/// use or nobody has asked.
fn line(map: &Ecomap<'_>, layout: &EcomapLayout, it: &EcomapSystem, spot: &SystemSpot) -> Option<Shape> {
    let strength = it.strength.value().copied();
    let stressful = it.stress == Known::Known(Stress::Stressful);
    if strength == Some(TieStrength::Unused) || (strength.is_none() && !stressful && it.energy.value().is_none()) {
        return None;
    }
    let middle = Point::default();
    let from = stroke::towards(middle, spot.at, layout.centre + 2.0);
    let to = stroke::towards(spot.at, middle, spot.radius + 2.0);
    let mut parts = strokes(strength, stressful, from, to);
    if let Some(energy) = it.energy.value() {
        parts.extend(arrows(*energy, from, to));
        if *energy != Energy::Neither {
            let at = beside(from, to);
            let text = Text::Messages(vec![words::energy_words(*energy)]);
            parts.push(Part { class: "energy-label", form: Form::Text { at, text } });
        }
    }
    let code = strength.map_or("not-asked", |it| it.code());
    let said = Message::new(MessageKey::EcomapLine).with("name", words::system(map, it));
    Some(Shape {
        id: dom_id("tie", it.id.as_str()),
        role: Role::Tie,
        class: format!("system-tie strength-{code}") + if stressful { " stressful" } else { "" },
        person: None,
        alternative: vec![said],
        parts,
    })
}

/// Where words stand beside a line: above a level one, to the right of a steep one.
fn beside(from: Point, to: Point) -> Point {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length = dx.hypot(dy).max(0.001);
    let (steep, level) = ((dy / length).abs(), (dx / length).abs());
    // To the right of the line, so below it where it falls to the left.
    let up = if dx * dy > 0.0 { -1.0 } else { 1.0 };
    Point {
        x: f64::midpoint(from.x, to.x) + steep * 46.0,
        y: f64::midpoint(from.y, to.y) + 4.0 + if steep < 0.3 { -12.0 * level } else { up * level * 6.0 },
    }
}

/// The form of a tie.
fn strokes(strength: Option<TieStrength>, stressful: bool, from: Point, to: Point) -> Vec<Part> {
    let mut parts = match strength {
        Some(TieStrength::Strong) => stroke::double("tie tie-strong", from, to),
        Some(TieStrength::Weak) => vec![stroke::line("tie line-dashed", from, to)],
        Some(TieStrength::Broken) => stroke::broken("tie", from, to),
        Some(TieStrength::Unused) => Vec::new(),
        Some(TieStrength::Ordinary) | None => vec![stroke::line("tie", from, to)],
    };
    if stressful {
        // On a strong or broken tie beside its form, otherwise in its place.
        if !matches!(strength, Some(TieStrength::Strong | TieStrength::Broken | TieStrength::Weak)) {
            parts.clear();
        }
        parts.push(stroke::zigzag("tie", from, to));
    }
    parts
}

/// Arrow heads in the direction of the flow.
fn arrows(energy: Energy, from: Point, to: Point) -> Vec<Part> {
    let head = |from, to| Part { class: "arrow", form: Form::Path(stroke::head(from, to)) };
    match energy {
        Energy::Gives => vec![head(to, from)],
        Energy::Takes => vec![head(from, to)],
        Energy::Mutual => vec![head(to, from), head(from, to)],
        Energy::Neither => Vec::new(),
    }
}

fn system(map: &Ecomap<'_>, it: &EcomapSystem, spot: &SystemSpot, item: &FactItem) -> Shape {
    let unused = it.strength == Known::Known(TieStrength::Unused);
    let Point { x, y } = spot.at;
    let ring = spot.radius + 5.0;
    let bounds = Bounds { x: x - ring, y: y - ring, width: ring * 2.0, height: ring * 2.0 };
    let mut parts = vec![
        Part { class: "person-ring", form: Form::Rect { bounds, radius: 8.0 } },
        Part { class: "system-circle", form: Form::Circle { centre: spot.at, radius: spot.radius } },
    ];
    let mut lines: Vec<(&'static str, Text)> =
        spot.label.iter().map(|line| ("system-name", Text::Plain(line.clone()))).collect();
    if lines.is_empty() {
        lines.push(("system-name", written(words::system(map, it))));
    }
    let concerned: Vec<&str> = it.concerns.iter().filter_map(|id| map.record.people.get(id)?.label()).collect();
    if !concerned.is_empty() {
        let names: Vec<String> = concerned.iter().filter_map(|name| label_lines(name).into_iter().next()).collect();
        lines.push(("concerns", Text::Plain(names.join(", "))));
    }
    let step = LETTERS + 2.0;
    let first = y - (lines.len() as f64 - 1.0) / 2.0 * step + 4.0;
    for (at, (class, text)) in lines.into_iter().enumerate() {
        parts.push(Part { class, form: Form::Text { at: Point { x, y: first + at as f64 * step }, text } });
    }
    Shape {
        id: item.shape.clone(),
        role: Role::System,
        class: format!("system system-{}", it.kind.code())
            + if unused { " system-unused" } else { "" }
            + if spot.pinned { " system-pinned" } else { "" },
        person: None,
        alternative: item.description.clone(),
        parts,
    }
}

/// Clockwise from the top.
fn items(map: &Ecomap<'_>, layout: &EcomapLayout) -> Vec<FactItem> {
    let mut order: Vec<(u64, &EcomapSystem, &SystemSpot)> = map
        .systems
        .iter()
        .filter_map(|it| {
            let spot = layout.spots.get(&it.id)?;
            let angle = spot.at.x.atan2(-spot.at.y).rem_euclid(std::f64::consts::TAU);
            Some(((angle * 1e6) as u64, *it, spot))
        })
        .collect();
    order.order_by(|a, b| a.0.cmp(&b.0).then(a.1.id.cmp(&b.1.id)));
    let shape = |at: usize| order.get(at).map(|it| dom_id("system", it.1.id.as_str()));
    let item = |(at, (_, it, spot)): (usize, &(u64, &EcomapSystem, &SystemSpot))| FactItem {
        id: it.id.clone().into(),
        shape: dom_id("system", it.id.as_str()),
        at: spot.at,
        description: words::describe(map, it),
        around: Around {
            next: shape(at + 1).or_else(|| shape(0)),
            previous: at.checked_sub(1).and_then(shape).or_else(|| shape(order.len().saturating_sub(1))),
            inwards: None,
            outwards: None,
        },
    };
    order.iter().enumerate().map(item).collect()
}

fn legend(map: &Ecomap<'_>) -> Vec<LegendItem> {
    let (from, to) = (Point { x: 2.0, y: 14.0 }, Point { x: 42.0, y: 14.0 });
    let strengths: BTreeSet<TieStrength> = map.systems.iter().filter_map(|it| it.strength.value().copied()).collect();
    let mut items: Vec<LegendItem> = Vec::new();
    for it in strengths {
        let parts = if it == TieStrength::Unused {
            let centre = Point { x: 22.0, y: 14.0 };
            vec![Part { class: "system-circle unused", form: Form::Circle { centre, radius: 11.0 } }]
        } else {
            strokes(Some(it), false, from, to)
        };
        items.push(LegendItem { message: Message::new(keys::strength(it)), parts });
    }
    if map.systems.iter().any(|it| it.stress == Known::Known(Stress::Stressful)) {
        let message = Message::new(MessageKey::LegendStressful);
        items.push(LegendItem { message, parts: strokes(None, true, from, to) });
    }
    let energies: BTreeSet<Energy> = map.systems.iter().filter_map(|it| it.energy.value().copied()).collect();
    for it in energies.into_iter().filter(|it| *it != Energy::Neither) {
        // The middle of the map is to the left of the sign.
        let mut parts = vec![stroke::line("tie", from, to)];
        parts.extend(arrows(it, from, to));
        items.push(LegendItem { message: words::energy_words(it), parts });
    }
    items
}

fn bounds(layout: &EcomapLayout) -> Bounds {
    const MARGIN: f64 = 30.0;
    let mut reach = [-layout.centre, -layout.centre, layout.centre, layout.centre];
    for it in layout.spots.values() {
        reach[0] = reach[0].min(it.at.x - it.radius);
        reach[1] = reach[1].min(it.at.y - it.radius);
        reach[2] = reach[2].max(it.at.x + it.radius);
        reach[3] = reach[3].max(it.at.y + it.radius);
    }
    Bounds {
        x: reach[0] - MARGIN,
        y: reach[1] - MARGIN,
        width: reach[2] - reach[0] + 2.0 * MARGIN,
        height: reach[3] - reach[1] + 2.0 * MARGIN,
    }
}
