//! What is told of one person, on the map and in words: where somebody came
//! from, cultures, the language of talks, health.

use super::{Form, Part, Text, View, keys, svg};
use crate::layout::{Layout, Place, cut_text};
use crate::message::{Message, MessageKey};
use crate::record::{MarkKind, ParentLink, Person, PersonId, PersonMark, Record};

/// The most that is written of one mark under a symbol, in ems of its letters.
const NOTE_EM: f64 = 9.5;

/// What is written of somebody under the years, a line each.
pub(super) fn notes(record: &Record, person: &Person) -> Vec<Text> {
    if person.shielded {
        return Vec::new();
    }
    let noted = record.marks_of(&person.id).filter(|it| it.is_noted());
    noted
        .map(|it| {
            let text = it.text.as_deref().map(|text| cut_text(text, NOTE_EM));
            let year = it.span.from.map(|date| crate::FuzzyDate { month: None, day: None, ..date });
            match (it.kind, year, text) {
                (MarkKind::Immigrated, Some(date), _) => {
                    Text::Messages(vec![Message::new(MessageKey::LabelImmigrated).with("date", date)])
                }
                (MarkKind::Interpreter, _, Some(text)) => {
                    Text::Messages(vec![Message::new(MessageKey::LabelInterpreter).with("text", text)])
                }
                (MarkKind::Cultures | MarkKind::Place | MarkKind::Occupation, _, Some(text)) => Text::Plain(text),
                (kind, ..) => Text::Messages(vec![Message::new(keys::mark(kind))]),
            }
        })
        .collect()
}

/// The waves of somebody who came from another country, across the line to
/// those who were left, and of somebody with more than one culture, along the symbol.
pub(super) fn waves(record: &Record, layout: &Layout, person: &Person, place: &Place, half: f64) -> Vec<Part> {
    if person.shielded {
        return Vec::new();
    }
    let tells = |kind| record.marks_of(&person.id).any(|it| it.kind == kind);
    let mut parts = Vec::new();
    if tells(MarkKind::Immigrated) && !came_with_parents(record, layout, &person.id) {
        parts.push(across(place.x, place.y - half - 9.0));
    }
    if tells(MarkKind::Cultures) {
        parts.push(along(place.x - half - 6.0, place.y, half));
    }
    parts
}

/// Whether a parent on the map came as well: then nobody was left on that line.
fn came_with_parents(record: &Record, layout: &Layout, person: &PersonId) -> bool {
    let came = |it: &ParentLink| {
        layout.places.contains_key(&it.parent)
            && it.kind.is_descent()
            && record.marks_of(&it.parent).any(|mark| mark.kind == MarkKind::Immigrated)
    };
    record.parents_of(person).any(came)
}

/// Two waves across a line that comes from above.
pub(super) fn across(x: f64, y: f64) -> Part {
    let wave = |y: f64| wave((0..=16).map(|n| f64::from(n) - 8.0).map(|at| (x + at * 1.2, y, at)), (0.0, 2.0));
    Part { class: "wave", form: Form::Path(wave(y - 2.5) + &wave(y + 2.5)) }
}

/// A wave along the side of a symbol.
pub(super) fn along(x: f64, y: f64, half: f64) -> Part {
    let points = (0..=24).map(|n| f64::from(n) / 12.0 - 1.0).map(|at| (x, y + at * half, at * 12.0));
    Part { class: "wave", form: Form::Path(wave(points, (2.5, 0.0))) }
}

/// A wave through points, each with how far along the wave it is.
fn wave(points: impl Iterator<Item = (f64, f64, f64)>, aside: (f64, f64)) -> String {
    let points = points.map(|(x, y, along)| (x + aside.0 * (along * 0.8).sin(), y + aside.1 * (along * 0.8).sin()));
    svg::path(&points.collect::<Vec<_>>(), false)
}

/// What the marks say in whole sentences.
pub(super) fn sentences(record: &Record, person: &Person, view: &View) -> Vec<Message> {
    if person.shielded {
        return Vec::new();
    }
    let shown = record.marks_of(&person.id).filter(|it| view.health || !it.kind.is_health());
    shown.flat_map(sentences_of).collect()
}

fn sentences_of(it: &PersonMark) -> Vec<Message> {
    let kind = Message::new(keys::mark(it.kind));
    let text = it.text.as_deref().filter(|text| !text.trim().is_empty());
    let said = match text {
        Some(text) => Message::new(MessageKey::PersonMarkWords).with("kind", kind).with("text", text),
        None => Message::new(MessageKey::PersonMark).with("kind", kind),
    };
    let when = crate::description::when(&it.span);
    let noted = it.noted.map(|date| Message::new(MessageKey::PersonMarkNoted).with("date", date));
    std::iter::once(said).chain(when).chain(noted).collect()
}
