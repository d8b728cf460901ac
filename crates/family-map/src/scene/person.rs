//! One person: symbol, age inside, name and years below.

use super::fill::Health;
use super::reading::PersonItem;
use super::symbol::Sign;
use super::{Form, Part, Role, Shape, Text, View, mark, symbol, words};
use crate::date::FuzzyDate;
use crate::layout::{Layout, Place, Point};
use crate::message::{Message, MessageKey};
use crate::record::{Count, Life, Person, Record, Symbol};

/// Between two lines of what is told under the years.
const NOTE: f64 = 14.0;

pub(super) fn shape(record: &Record, layout: &Layout, view: &View, item: &PersonItem) -> Option<Shape> {
    let person = record.people.get(&item.id)?;
    let place = layout.places.get(&item.id)?;
    let is_index = record.index.as_ref() == Some(&item.id);
    let at = Point { x: place.x, y: place.y };
    let half = layout.sizes.symbol / 2.0;
    let mut parts = vec![focus_ring(at, half * symbol::scale(person.life).max(0.5), is_index)];
    let health = if view.health && !person.shielded { Health::told(record, &item.id) } else { Health::default() };
    let sign = Sign { symbol: person.symbol, life: person.life, index: is_index, external: person.external, health };
    parts.extend(symbol::parts(&sign, at, half));
    let edge = half * symbol::scale(person.life) + if is_index { 6.0 } else { 0.0 };
    parts.extend(mark::waves(record, layout, person, place, edge));
    parts.extend(inside(person, &view.today, at));
    if person.life == Life::Missing {
        parts.push(text("age", at.x + half + 6.0, at.y - half + 4.0, Text::Plain("?".to_owned())));
    }
    if view.pins && person.pin.is_some() {
        parts.extend(pin(Point { x: at.x - half, y: at.y - half }));
    }
    let below = half * symbol::scale(person.life).max(0.4) + if is_index { 6.0 } else { 0.0 };
    parts.extend(label(record, person, place, below, layout.sizes.label));
    let class = format!("person person-{} life-{}", person.symbol.code(), person.life.code())
        + if is_index { " person-index" } else { "" }
        + if person.external { " person-external" } else { "" }
        + if person.shielded { " person-shielded" } else { "" };
    Some(Shape {
        id: item.shape.clone(),
        role: Role::Person,
        class,
        person: Some(item.id.clone()),
        alternative: item.description.clone(),
        parts,
    })
}

/// Shown by the style while the person has the focus or is selected.
fn focus_ring(at: Point, half: f64, index: bool) -> Part {
    let half = half + if index { 10.0 } else { 5.0 };
    let bounds = super::Bounds { x: at.x - half, y: at.y - half, width: half * 2.0, height: half * 2.0 };
    Part { class: "person-ring", form: Form::Rect { bounds, radius: 8.0 } }
}

/// The head and the point of a pin, at a corner of the symbol.
pub(super) fn pin(at: Point) -> [Part; 2] {
    let point = super::svg::path(&[(at.x, at.y), (at.x + 5.0, at.y + 9.0)], false);
    [
        Part { class: "pin-point", form: Form::Path(point) },
        Part { class: "pin", form: Form::Circle { centre: at, radius: 4.5 } },
    ]
}

/// The age, the age at death, or a number of people.
fn inside(person: &Person, today: &FuzzyDate, at: Point) -> Option<Part> {
    let inside = match (person.count, person.life, person.symbol) {
        _ if person.shielded => return None,
        (Count::Several(number), ..) => number.to_string(),
        (Count::UnknownNumber, ..) => "n".to_owned(),
        (_, _, Symbol::Pet | Symbol::Institution) => return None,
        (_, Life::Alive, _) => words::age(person.birth.value()?, today)?.to_string(),
        (_, Life::Dead, _) => words::age(person.birth.value()?, person.death.value()?)?.to_string(),
        _ => return None,
    };
    Some(text("age", at.x, at.y + 5.0, Text::Plain(inside)))
}

/// Name, years and what is told under the symbol.
fn label(record: &Record, person: &Person, place: &Place, half: f64, size: f64) -> Vec<Part> {
    let mut y = place.y + half + size + 3.0;
    let mut parts = Vec::new();
    if person.shielded {
        parts.push(text("name", place.x, y, Text::Messages(vec![Message::new(MessageKey::LabelShielded)])));
        return parts;
    }
    for line in &place.label {
        parts.push(text("name", place.x, y, Text::Plain(line.clone())));
        y += size + 2.0;
    }
    if let Some(years) = years(person) {
        parts.push(text("years", place.x, y - 1.0, Text::Messages(vec![years])));
        y += NOTE;
    }
    for note in mark::notes(record, person) {
        parts.push(text("note", place.x, y - 1.0, note));
        y += NOTE;
    }
    parts
}

/// «f. 1996», «1964–2019», «termin 20.3.2027».
fn years(person: &Person) -> Option<Message> {
    let year = |date: &FuzzyDate| FuzzyDate { month: None, day: None, ..*date };
    let (birth, death) = (person.birth.value(), person.death.value());
    Some(match (person.life, birth, death) {
        (Life::Expected, due, _) => Message::new(MessageKey::LabelDue).with("date", *due?),
        (Life::Missing, _, Some(since)) => Message::new(MessageKey::LabelMissingSince).with("date", year(since)),
        (Life::Missing, ..) => Message::new(MessageKey::LabelMissing),
        (Life::Miscarriage | Life::Abortion | Life::Stillbirth, ..) => {
            Message::new(MessageKey::LabelLost).with("date", year(birth.or(death)?))
        }
        (_, Some(birth), Some(death)) => {
            Message::new(MessageKey::LabelYears).with("from", year(birth)).with("to", year(death))
        }
        (_, Some(birth), None) => Message::new(MessageKey::LabelBorn).with("date", year(birth)),
        (_, None, Some(death)) => Message::new(MessageKey::LabelDied).with("date", year(death)),
        (_, None, None) => return None,
    })
}

fn text(class: &'static str, x: f64, y: f64, text: Text) -> Part {
    Part { class, form: Form::Text { at: Point { x, y }, text } }
}
