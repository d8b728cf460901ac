//! The lines from parents to children, twins, and the arrows of care.

use super::words::shape_id;
use super::{Form, Part, Role, Shape, Text};
use crate::FuzzyDate;
use crate::layout::{FamilyLine, Layout, Point};
use crate::message::{Message, MessageKey};
use crate::record::{BirthGroup, ParentKind, ParentLink, ParentLinkId, Record, Zygosity};

pub(super) fn shapes(record: &Record, layout: &Layout) -> Vec<Shape> {
    let mut seen = std::collections::BTreeMap::<String, usize>::new();
    let mut shapes: Vec<Shape> = layout.families.iter().map(|family| shape(record, family)).collect();
    for shape in &mut shapes {
        // Parents in different rows have a line each; every id stays its own.
        let count = seen.entry(shape.id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            shape.id = format!("{}-{count}", shape.id);
        }
    }
    let care = record.parent_links.values().filter(|it| matches!(it.kind, ParentKind::RaisedBy | ParentKind::Guardian));
    shapes.extend(care.filter_map(|it| arrow(layout, it)));
    shapes
}

/// The class of a line from parent to child.
pub(super) fn line_class(kind: ParentKind) -> &'static str {
    match kind {
        ParentKind::Adoptive => "line line-dashed",
        ParentKind::Foster | ParentKind::EmergencyFoster | ParentKind::Donor | ParentKind::Surrogate => {
            "line line-dotted"
        }
        ParentKind::RaisedBy | ParentKind::Guardian => "line line-thin",
        _ => "line",
    }
}

fn shape(record: &Record, family: &FamilyLine) -> Shape {
    let class = line_class(family.kind);
    let mut path = points(&family.trunk);
    for child in &family.children {
        path += &points(&child.route);
    }
    let mut parts = vec![Part { class, form: Form::Path(path) }];
    let letter = match family.kind {
        ParentKind::Donor => Some("D"),
        ParentKind::Surrogate => Some("S"),
        _ => None,
    };
    if let (Some(letter), Some(from)) = (letter, family.trunk.last()) {
        let at = Point { x: from.x, y: from.y + 4.0 };
        parts.push(Part { class: "line-label", form: Form::Text { at, text: Text::Plain(letter.to_owned()) } });
    }
    for child in &family.children {
        if let (Some(word), [.., bar, top]) = (word(record, family.kind, &child.links), child.route.as_slice()) {
            let at = Point { x: top.x, y: f64::midpoint(bar.y, top.y) + 4.0 };
            let text = Text::Messages(vec![word]);
            parts.push(Part { class: "line-label", form: Form::Text { at, text } });
        }
    }
    for group in record.birth_groups.values() {
        parts.extend(twins(group, family));
    }
    let ids: Vec<&str> = family.parents.iter().map(|it| it.as_str()).collect();
    let ended = is_ended(record, family);
    Shape {
        id: shape_id(&format!("family-{}", family.kind.code()), &ids.join("+")),
        role: Role::Descent,
        class: format!("descent descent-{}", family.kind.code()) + if ended { " ended" } else { "" },
        person: None,
        alternative: Vec::new(),
        parts,
    }
}

/// The word on the line down to a child, where the line alone does not say it.
fn word(record: &Record, kind: ParentKind, links: &[ParentLinkId]) -> Option<Message> {
    match kind {
        ParentKind::Adoptive => Some(Message::new(MessageKey::LineAdopted)),
        ParentKind::EmergencyFoster => {
            let years = links.iter().filter_map(|id| record.parent_links.get(id)).find_map(years);
            Some(match years {
                Some((from, to)) if from == to => Message::new(MessageKey::LabelEmergencyIn).with("date", from),
                Some((from, to)) => Message::new(MessageKey::LabelEmergency).with("from", from).with("to", to),
                None => Message::new(MessageKey::LineEmergencyFoster),
            })
        }
        _ => None,
    }
}

/// From which year to which a tie held, where both are known.
fn years(link: &ParentLink) -> Option<(FuzzyDate, FuzzyDate)> {
    let year = |date: FuzzyDate| FuzzyDate { month: None, day: None, ..date };
    link.span.from.map(year).zip(link.span.to.map(year))
}

/// Whether every tie that the line draws has ended.
fn is_ended(record: &Record, family: &FamilyLine) -> bool {
    let mut links = family.children.iter().flat_map(|it| &it.links);
    links.all(|id| record.parent_links.get(id).is_some_and(|it| it.span.to.is_some()))
}

/// The mark between the slanting lines of twins: a bar if they are identical,
/// «?» if nobody knows.
fn twins(group: &BirthGroup, family: &FamilyLine) -> Option<Part> {
    let legs: Vec<(Point, Point)> = family
        .children
        .iter()
        .filter(|it| group.children.contains(&it.child))
        .filter_map(|it| if let [.., apex, top] = it.route.as_slice() { Some((*apex, *top)) } else { None })
        .collect();
    let (first, last) = (legs.first()?, legs.last()?);
    if legs.len() < 2 || (first.0.y - last.0.y).abs() > 0.5 {
        return None;
    }
    let part_way = |leg: &(Point, Point), share: f64| {
        (leg.0.x + (leg.1.x - leg.0.x) * share, leg.0.y + (leg.1.y - leg.0.y) * share)
    };
    match group.zygosity {
        Zygosity::Identical => {
            let bar = [part_way(first, 0.6), part_way(last, 0.6)];
            Some(Part { class: "line", form: Form::Path(super::svg::path(&bar, false)) })
        }
        Zygosity::Fraternal => None,
        Zygosity::Unknown => {
            let (from, to) = (part_way(first, 0.8), part_way(last, 0.8));
            let at = Point { x: f64::midpoint(from.0, to.0), y: from.1 + 4.0 };
            Some(Part { class: "line-label", form: Form::Text { at, text: Text::Plain("?".to_owned()) } })
        }
    }
}

/// A thin arrow from the carer to the child, bent round what stands between.
fn arrow(layout: &Layout, link: &ParentLink) -> Option<Shape> {
    let (from, to) = (layout.places.get(&link.parent)?, layout.places.get(&link.child)?);
    let half = layout.sizes.symbol / 2.0 + 4.0;
    let side = if to.x >= from.x { 1.0 } else { -1.0 };
    // From the carer's side to the child's side that looks at the carer.
    let words = from.label.len() as f64 * (layout.sizes.label + 2.0) + layout.sizes.label + 14.0;
    let start = Point { x: from.x + side * 6.0, y: from.y + half + words };
    let end = Point { x: to.x - side * half, y: to.y - half * 0.4 };
    let near = (to.x - from.x).abs() < half * 2.0;
    let end = if near { Point { x: to.x + half, y: to.y } } else { end };
    let start = if near { Point { x: from.x + half, y: from.y } } else { start };
    let bend = if near {
        Point { x: from.x.max(to.x) + half * 3.0, y: f64::midpoint(from.y, to.y) }
    } else {
        Point { x: start.x + side * half * 0.6, y: end.y - half }
    };
    let curve = format!(
        "{}Q{} {}",
        super::svg::path(&[(start.x, start.y)], false),
        super::svg::pair(bend),
        super::svg::pair(end)
    );
    let (plain, dated) = if link.kind == ParentKind::Guardian {
        (MessageKey::LineGuardian, MessageKey::LineGuardianYears)
    } else {
        (MessageKey::LineRaisedBy, MessageKey::LineRaisedByYears)
    };
    let word = match years(link).filter(|(from, to)| from != to) {
        Some((from, to)) => Message::new(dated).with("from", from).with("to", to),
        None => Message::new(plain),
    };
    // Beside the arrow's head; a second arrow between the same two says its word above.
    let above = if link.kind == ParentKind::Guardian { 15.0 } else { 0.0 };
    let side = if near { 1.0 } else { -side };
    let middle = Point { x: end.x + side * 24.0, y: end.y - 8.0 - above };
    let text = Form::Text { at: middle, text: Text::Messages(vec![word]) };
    Some(Shape {
        id: shape_id("care", link.id.as_str()),
        role: Role::Care,
        class: format!("care care-{}", link.kind.code()) + if link.span.to.is_some() { " ended" } else { "" },
        person: None,
        alternative: Vec::new(),
        parts: vec![
            Part { class: line_class(link.kind), form: Form::Path(curve) },
            Part { class: "arrow", form: Form::Path(head(bend, end)) },
            Part { class: "line-label", form: text },
        ],
    })
}

/// A filled arrow head at the end of a line that comes from `from`.
pub(crate) fn head(from: Point, at: Point) -> String {
    let (x, y) = (at.x - from.x, at.y - from.y);
    let length = x.hypot(y).max(0.001);
    let (x, y) = (x / length, y / length);
    let back = |along: f64, aside: f64| (at.x - x * along - y * aside, at.y - y * along + x * aside);
    super::svg::path(&[(at.x, at.y), back(9.0, 4.0), back(9.0, -4.0)], true)
}

fn points(route: &[Point]) -> String {
    super::svg::path(&route.iter().map(|it| (it.x, it.y)).collect::<Vec<_>>(), false)
}
