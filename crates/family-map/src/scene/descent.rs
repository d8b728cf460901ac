//! The lines from parents to children, twins, and the arrows of care.

use super::track::Track;
use super::ways::Ways;
use super::words::shape_id;
use super::{Form, Part, Role, Shape, Text};
use crate::FuzzyDate;
use crate::layout::{FamilyLine, Layout, Place, Point};
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
    shapes
}

/// The arrows from those who care for a child without being parents.
pub(super) fn care(record: &Record, layout: &Layout, ways: &mut Ways) -> Vec<Shape> {
    let care = record.parent_links.values().filter(|it| matches!(it.kind, ParentKind::RaisedBy | ParentKind::Guardian));
    // The words come last: they keep clear of all arrows.
    let half = layout.sizes.symbol / 2.0 + 4.0;
    let ends = care.filter_map(|it| Some((it, layout.places.get(&it.parent)?, layout.places.get(&it.child)?)));
    let at = |it: &Place| Point { x: it.x, y: it.y };
    let found: Vec<_> = ends.map(|(it, from, to)| (it, ways.between(at(from), at(to), half + 4.0))).collect();
    found.into_iter().map(|(it, way)| arrow(it, &way, ways)).collect()
}

/// The class of a line from parent to child.
pub(super) fn line_class(kind: ParentKind) -> &'static str {
    match kind {
        ParentKind::Adoptive => "line line-dashed",
        ParentKind::Foster | ParentKind::Donor | ParentKind::Surrogate => "line line-dotted",
        ParentKind::EmergencyFoster => "line line-sparse",
        ParentKind::RaisedBy | ParentKind::Guardian => "line line-thin",
        _ => "line",
    }
}

/// The letter that stands on the line, where the line alone does not say it.
const fn letter(kind: ParentKind) -> Option<&'static str> {
    match kind {
        ParentKind::Donor => Some("D"),
        ParentKind::Surrogate => Some("S"),
        _ => None,
    }
}

/// The class of the head of an arrow of care: hollow for what is a fact of law.
const fn head_class(kind: ParentKind) -> &'static str {
    if matches!(kind, ParentKind::Guardian) { "arrow arrow-hollow" } else { "arrow" }
}

/// The line as the legend shows it.
pub(super) fn sign(kind: ParentKind) -> Vec<Part> {
    let is_care = matches!(kind, ParentKind::RaisedBy | ParentKind::Guardian);
    let end = if is_care { 36.0 } else { 42.0 };
    let mut parts =
        vec![Part { class: line_class(kind), form: Form::Path(super::svg::path(&[(2.0, 14.0), (end, 14.0)], false)) }];
    if is_care {
        let at = |x: f64| Point { x, y: 14.0 };
        parts.push(Part { class: head_class(kind), form: Form::Path(head(at(2.0), at(42.0))) });
    }
    if let Some(letter) = letter(kind) {
        let form = Form::Text { at: Point { x: 22.0, y: 18.0 }, text: Text::Plain(letter.to_owned()) };
        parts.push(Part { class: "line-label", form });
    }
    parts
}

fn shape(record: &Record, family: &FamilyLine) -> Shape {
    let class = line_class(family.kind);
    let mut path = points(&family.trunk);
    for child in &family.children {
        path += &points(&child.route);
    }
    let mut parts = vec![Part { class, form: Form::Path(path) }];
    if let (Some(letter), Some(from)) = (letter(family.kind), family.trunk.last()) {
        let at = Point { x: from.x, y: from.y + 4.0 };
        parts.push(Part { class: "line-label", form: Form::Text { at, text: Text::Plain(letter.to_owned()) } });
    }
    for child in &family.children {
        if let (Some(word), [.., bar, top]) = (word(record, family.kind, &child.links), child.route.as_slice()) {
            let at = word_at(family, *bar, *top);
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

/// Where the word stands: on the line down to the child, or above the bar where
/// that leads far enough aside, clear of other lines that come to the same child.
fn word_at(family: &FamilyLine, bar: Point, top: Point) -> Point {
    let alone = family.children.len() == 1;
    match family.trunk.last() {
        Some(trunk) if alone && (trunk.x - bar.x).abs() > WORD_ROOM && (trunk.y - bar.y).abs() < 0.5 => {
            Point { x: f64::midpoint(trunk.x, bar.x), y: bar.y - 5.0 }
        }
        _ => Point { x: top.x, y: f64::midpoint(bar.y, top.y) + 4.0 },
    }
}

/// The length of a bar that a word has room on.
const WORD_ROOM: f64 = 110.0;

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

/// The room of the words on an arrow of care: «daglig omsorg», «verge eller foreldreansvar».
const CARE_WORD: f64 = 90.0;
const GUARDIAN_WORD: f64 = 200.0;
/// And of the years behind them.
const YEARS: f64 = 74.0;

/// A thin arrow from the carer to the child, round what stands between.
fn arrow(link: &ParentLink, way: &Track, ways: &mut Ways) -> Shape {
    let (plain, dated) = if link.kind == ParentKind::Guardian {
        (MessageKey::LineGuardian, MessageKey::LineGuardianYears)
    } else {
        (MessageKey::LineRaisedBy, MessageKey::LineRaisedByYears)
    };
    let room = if link.kind == ParentKind::Guardian { GUARDIAN_WORD } else { CARE_WORD };
    let years = years(link).filter(|(from, to)| from != to);
    let room = room + years.map_or(0.0, |_| YEARS);
    let word = match years {
        Some((from, to)) => Message::new(dated).with("from", from).with("to", to),
        None => Message::new(plain),
    };
    let word = ways.word_beside(way, room).map(|at| {
        let form = Form::Text { at, text: Text::Messages(vec![word]) };
        Part { class: "line-label", form }
    });
    let (bend, end) = way.end();
    let parts = [
        Part { class: line_class(link.kind), form: Form::Path(way.piece(0.0, 1.0, 0.0)) },
        Part { class: head_class(link.kind), form: Form::Path(head(bend, end)) },
    ];
    Shape {
        id: shape_id("care", link.id.as_str()),
        role: Role::Care,
        class: format!("care care-{}", link.kind.code()) + if link.span.to.is_some() { " ended" } else { "" },
        person: None,
        alternative: Vec::new(),
        parts: parts.into_iter().chain(word).collect(),
    }
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
