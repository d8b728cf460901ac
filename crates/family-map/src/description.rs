//! A map read aloud: everything that is on it in whole sentences, in the order
//! in which one would tell it, complete enough to draw it from.

use crate::date::Span;
use crate::message::{Arg, Message, MessageKey};
use crate::record::{FactId, Life, Record};
use crate::scene::words::{name, name_by_id};
use crate::scene::{Role, Scene, dom_id, keys};
use std::collections::BTreeSet;

/// What is said of one person, tie or home.
#[derive(Clone, Debug, PartialEq)]
pub struct Paragraph {
    /// What it is about; nothing for the map as a whole.
    pub about: Option<FactId>,
    /// The sentences.
    pub said: Vec<Message>,
}

/// Describes a scene that was drawn of this record: first the whole, then
/// everyone, then what is between them.
#[must_use]
pub fn describe(record: &Record, scene: &Scene) -> Vec<Paragraph> {
    let mut told = vec![Paragraph { about: None, said: scene.intro.clone() }];
    for item in &scene.people {
        let mut said = item.description.clone();
        said.extend(more(record, item));
        told.push(Paragraph { about: Some(item.id.clone().into()), said });
    }
    for item in &scene.items {
        told.push(Paragraph { about: Some(item.id.clone()), said: item.description.clone() });
    }
    if !scene.people.is_empty() {
        told.extend(between(record, scene));
    }
    for shape in scene.shapes.iter().filter(|it| it.role == Role::Ghost) {
        told.push(Paragraph { about: None, said: shape.alternative.clone() });
    }
    told.retain(|paragraph| !paragraph.said.is_empty());
    told
}

/// What a person's own sentences leave out: the birth where they tell the age,
/// since when there was care, the rhythm between two homes, a note.
fn more(record: &Record, item: &crate::scene::PersonItem) -> Vec<Message> {
    let mut said = Vec::new();
    let Some(person) = record.people.get(&item.id) else { return said };
    let told = said_born(&item.description) || person.life == Life::Expected || person.life.is_loss();
    if let Some(birth) = person.birth.value().filter(|_| !person.shielded && !told) {
        said.push(Message::new(MessageKey::DescriptionBorn).with("date", *birth));
    }
    for link in record.parents_of(&item.id) {
        let Some(parent) = record.people.get(&link.parent) else { continue };
        if let Some(when) = when(&link.span) {
            let kind = Message::new(keys::parent(link.kind));
            said.push(Message::new(MessageKey::DescriptionCare).with("name", name(parent)).with("kind", kind));
            said.push(when);
        }
    }
    for it in record.memberships.values().filter(|it| it.person == item.id) {
        let Some(home) = record.households.get(&it.household) else { continue };
        let ended = it.span.to.is_some() || home.span.to.is_some();
        let label = Arg::from(home.label.as_str());
        if ended {
            said.push(Message::new(MessageKey::DescriptionLivedAt).with("label", label));
            said.extend(when(&it.span).or_else(|| when(&home.span)));
        } else if let Some(rhythm) = &it.rhythm {
            let message = Message::new(MessageKey::DescriptionRhythm).with("label", label);
            said.push(message.with("rhythm", rhythm.as_str()));
        }
    }
    if let Some(text) = person.note.as_deref().filter(|_| !person.shielded) {
        said.push(Message::new(MessageKey::NetworkNote).with("text", text));
    }
    said
}

/// Whether the first sentence has told the birth already.
fn said_born(said: &[Message]) -> bool {
    use MessageKey::{PersonBorn, PersonStillborn, PersonStillbornOn};
    said.first().is_some_and(|it| matches!(it.key, PersonBorn | PersonStillborn | PersonStillbornOn))
}

/// Couples, homes and emotional ties, as far as they are on the drawing.
fn between(record: &Record, scene: &Scene) -> Vec<Paragraph> {
    let shown: BTreeSet<&str> = scene.shapes.iter().map(|it| it.id.as_str()).collect();
    let mut told = Vec::new();
    for shape in scene.shapes.iter().filter(|it| matches!(it.role, Role::Couple | Role::Household)) {
        if !shape.alternative.is_empty() {
            told.push(Paragraph { about: None, said: shape.alternative.clone() });
        }
    }
    for it in record.bonds.values().filter(|it| shown.contains(dom_id("bond", it.id.as_str()).as_str())) {
        let directed = crate::scene::is_directed(it.kind);
        let key = if directed { MessageKey::BondTowards } else { MessageKey::BondBetween };
        let mut said = vec![
            Message::new(key)
                .with("a", name_by_id(record, &it.a))
                .with("b", name_by_id(record, &it.b))
                .with("kind", Message::new(keys::bond(it.kind))),
        ];
        said.extend(when(&it.span));
        told.push(Paragraph { about: Some(it.id.clone().into()), said });
    }
    told
}

/// From when to when, as a sentence of its own.
pub(crate) fn when(span: &Span) -> Option<Message> {
    match (span.from, span.to) {
        (Some(from), Some(to)) => Some(Message::new(MessageKey::SpanFromTo).with("from", from).with("to", to)),
        (Some(from), None) => Some(Message::new(MessageKey::SpanFrom).with("from", from)),
        (None, Some(to)) => Some(Message::new(MessageKey::SpanTo).with("to", to)),
        (None, None) => None,
    }
}
