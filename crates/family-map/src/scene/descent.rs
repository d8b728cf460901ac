//! The lines from parents to children, twins, and the arrows of care.

use super::field::{self, Field};
use super::track::Track;
use super::ways::{End, Ways};
use super::words::{name_by_id, shape_id};
use super::{Bounds, Form, Part, Role, Shape, Text, keys, wording};
use crate::FuzzyDate;
use crate::layout::{FamilyLine, Layout, Point};
use crate::message::{Arg, Message, MessageKey};
use crate::ordered::Ordered;
use crate::record::{BirthGroup, ParentKind, ParentLink, ParentLinkId, PersonId, Record, Zygosity};

/// A shape for the lines of each family. The words keep clear of what stands on the field, and are put there.
pub(super) fn shapes(record: &Record, layout: &Layout, field: &mut Field) -> Vec<Shape> {
    let mut seen = std::collections::BTreeMap::<String, usize>::new();
    let mut shapes: Vec<Shape> = layout.families.iter().map(|family| shape(record, family, field)).collect();
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
pub(super) fn care(record: &Record, layout: &Layout, ways: &mut Ways<'_>) -> Vec<Shape> {
    /// Between a symbol and the end of an arrow.
    const AIR: f64 = 8.0;
    let end = |id: &PersonId| End::of(record, layout, id, AIR);
    let care = record.parent_links.values().filter(|it| is_care(it.kind));
    let ends = care.filter_map(|it| Some((it, end(&it.parent)?, end(&it.child)?)));
    // The words come last: they keep clear of all arrows.
    let found: Vec<_> = ends.map(|(it, from, to)| (it, ways.between(from, to, false))).collect();
    found.into_iter().map(|(it, way)| arrow(record, it, &way, ways)).collect()
}

/// Whether it is care or responsibility without being a parent.
pub(super) const fn is_care(kind: ParentKind) -> bool {
    matches!(kind, ParentKind::RaisedBy | ParentKind::Guardian)
}

/// Whose line it is, from both sides: «Foreldre: Marte og Stian. Barn: Emil.»
fn sentences<'a>(
    record: &Record,
    kind: ParentKind,
    parents: impl IntoIterator<Item = &'a PersonId>,
    children: impl IntoIterator<Item = &'a PersonId>,
) -> Vec<Message> {
    let said = |key, names: Vec<Arg>| Message::new(key).with("names", names);
    let parents = parents.into_iter().map(|id| name_by_id(record, id)).collect();
    let children = children.into_iter().map(|id| name_by_id(record, id)).collect();
    vec![said(keys::parents(kind), parents), said(keys::children(kind), children)]
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
    let is_care = is_care(kind);
    let end = if is_care { 36.0 } else { 42.0 };
    let mut parts =
        vec![Part { class: line_class(kind), form: Form::Path(super::svg::path(&[(2.0, 14.0), (end, 14.0)], false)) }];
    if is_care {
        let at = |x: f64| Point { x, y: 14.0 };
        parts.push(Part { class: head_class(kind), form: Form::Path(head(at(2.0), at(42.0))) });
    }
    if let Some(letter) = letter(kind) {
        let form = Form::Text { at: Point { x: 22.0, y: 18.0 }, text: Text::Plain(letter.to_owned()) };
        parts.push(Part { class: WORD, form });
    }
    parts
}

fn shape(record: &Record, family: &FamilyLine, field: &mut Field) -> Shape {
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
            let at = word_at(family, field, *bar, *top, wording::width(&word, wording::letters(WORD)));
            let word = Part { class: WORD, form: Form::Text { at, text: Text::Messages(vec![word]) } };
            field.write(&word);
            parts.push(word);
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
        alternative: sentences(record, family.kind, &family.parents, family.children.iter().map(|it| &it.child)),
        parts,
    }
}

/// The class of a word on a line.
const WORD: &str = "line-label";

/// Where a word of this width stands: on the line down to the child, or above
/// the bar where that leads far enough aside, clear of other lines that come to
/// the same child; further up or aside where that is taken.
fn word_at(family: &FamilyLine, field: &Field, bar: Point, top: Point, width: f64) -> Point {
    let alone = family.children.len() == 1;
    let usual = match family.trunk.last() {
        Some(trunk) if alone && (trunk.x - bar.x).abs() > width + 16.0 && (trunk.y - bar.y).abs() < 0.5 => {
            Point { x: f64::midpoint(trunk.x, bar.x), y: bar.y - 5.0 }
        }
        _ => Point { x: top.x, y: f64::midpoint(bar.y, top.y) + 4.0 },
    };
    let down = (-6..=6).map(|n| Point { y: usual.y + f64::from(n) * 3.0, ..usual });
    let mut down: Vec<Point> = down.filter(|it| it.y > bar.y + 2.0 && it.y < top.y - 3.0).collect();
    down.order_by(|a, b| (a.y - usual.y).abs().total_cmp(&(b.y - usual.y).abs()));
    let beside = [1.0, -1.0].map(|side| Point { x: top.x + side * (width / 2.0 + 6.0), ..usual });
    let above = [1.0, -1.0].map(|side| Point { x: top.x + side * (width / 2.0 + 6.0), y: bar.y - 5.0 });
    let stands = field::SYMBOL | field::WORDS | field::RING;
    let free = |at: &Point| {
        let room = Bounds { x: at.x - width / 2.0, y: at.y - 9.0, width, height: 12.0 };
        field.of(&room) & stands == 0
    };
    std::iter::once(usual).chain(down).chain(beside).chain(above).find(free).unwrap_or(usual)
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

/// A thin arrow from the carer to the child, round what stands between.
fn arrow(record: &Record, link: &ParentLink, way: &Track, ways: &mut Ways<'_>) -> Shape {
    let (plain, dated) = if link.kind == ParentKind::Guardian {
        (MessageKey::LineGuardian, MessageKey::LineGuardianYears)
    } else {
        (MessageKey::LineRaisedBy, MessageKey::LineRaisedByYears)
    };
    let word = match years(link).filter(|(from, to)| from != to) {
        Some((from, to)) => Message::new(dated).with("from", from).with("to", to),
        None => Message::new(plain),
    };
    let word = ways.word_beside(way, &word, WORD).map(|at| {
        let form = Form::Text { at, text: Text::Messages(vec![word]) };
        Part { class: WORD, form }
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
        alternative: sentences(record, link.kind, [&link.parent], [&link.child]),
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
