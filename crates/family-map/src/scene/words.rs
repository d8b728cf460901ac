//! What a person is in words: name, age or dates, life, partners, parents,
//! children. Whole sentences, so that each language can say them well.

use super::keys;
use super::{View, dom_id};
use crate::date::{Bound, FuzzyDate};
use crate::message::{Arg, Message, MessageKey};
use crate::ordered::Ordered;
use crate::record::{Count, Life, ParentKind, Person, PersonId, Record, Symbol};
use std::collections::{BTreeMap, BTreeSet};

/// The ties of a record by person.
pub(super) struct Words<'a> {
    record: &'a Record,
    view: View,
    parents: BTreeMap<&'a PersonId, BTreeMap<ParentKind, Vec<&'a PersonId>>>,
    children: BTreeMap<&'a PersonId, BTreeMap<ParentKind, Vec<&'a PersonId>>>,
    partners: BTreeMap<&'a PersonId, Vec<Message>>,
    twins: BTreeMap<&'a PersonId, Vec<Message>>,
    homes: BTreeMap<&'a PersonId, Vec<Arg>>,
}

impl<'a> Words<'a> {
    pub fn of(record: &'a Record, view: &View) -> Self {
        let mut words = Self {
            record,
            view: *view,
            parents: BTreeMap::new(),
            children: BTreeMap::new(),
            partners: BTreeMap::new(),
            twins: BTreeMap::new(),
            homes: BTreeMap::new(),
        };
        let here = |id: &PersonId| record.people.contains_key(id);
        for link in record.parent_links.values().filter(|it| here(&it.child) && here(&it.parent)) {
            let kind = shared_kind(link.kind);
            words.parents.entry(&link.child).or_default().entry(kind).or_default().push(&link.parent);
            words.children.entry(&link.parent).or_default().entry(kind).or_default().push(&link.child);
        }
        for children in words.children.values_mut().flat_map(BTreeMap::values_mut) {
            children
                .order_by_key(|id| record.people.get(*id).and_then(|it| it.birth.value()).map(FuzzyDate::earliest_day));
        }
        let mut partnerships: Vec<_> =
            record.partnerships.values().filter(|it| it.a != it.b && here(&it.a) && here(&it.b)).collect();
        // The newest first: who is with whom today matters most.
        partnerships.order_by_key(|it| std::cmp::Reverse(it.span.from.map(|date| date.earliest_day())));
        for it in partnerships {
            let sentence = |other| Message::new(keys::partner(it.kind)).with("name", name_by_id(record, other));
            words.partners.entry(&it.a).or_default().push(sentence(&it.b));
            words.partners.entry(&it.b).or_default().push(sentence(&it.a));
        }
        for group in record.birth_groups.values() {
            for child in group.children.iter().filter(|id| here(id)) {
                let others: Vec<Arg> = group
                    .children
                    .iter()
                    .filter(|it| *it != child && here(it))
                    .map(|it| name_by_id(record, it))
                    .collect();
                if !others.is_empty() {
                    let key = match group.zygosity {
                        crate::record::Zygosity::Identical => MessageKey::PersonTwinsIdentical,
                        crate::record::Zygosity::Fraternal => MessageKey::PersonTwinsFraternal,
                        crate::record::Zygosity::Unknown => MessageKey::PersonTwinsUnknown,
                    };
                    words.twins.entry(child).or_default().push(Message::new(key).with("names", others));
                }
            }
        }
        for it in record.memberships.values().filter(|it| it.span.to.is_none()) {
            if let Some(home) = record.households.get(&it.household).filter(|it| it.span.to.is_none()) {
                let label = match it.share {
                    Some(share) if share < 100 => Message::new(MessageKey::HouseholdShare)
                        .with("label", home.label.as_str())
                        .with("percent", u16::from(share))
                        .into(),
                    _ => Arg::from(home.label.as_str()),
                };
                words.homes.entry(&it.person).or_default().push(label);
            }
        }
        words
    }

    /// The description of one person.
    pub fn describe(&self, id: &PersonId) -> Vec<Message> {
        let Some(person) = self.record.people.get(id) else { return Vec::new() };
        let mut said = vec![introduction(person, &self.view.today)];
        if person.shielded {
            said.push(Message::new(MessageKey::PersonShielded));
        }
        if self.record.index.as_ref() == Some(id) {
            said.push(Message::new(MessageKey::PersonIndex));
        }
        if let Some(word) = person.gender_text.as_deref().filter(|_| !person.shielded) {
            said.push(Message::new(MessageKey::PersonGender).with("text", word));
        }
        if person.external {
            said.push(Message::new(MessageKey::PersonExternal));
        }
        said.extend(self.partners.get(id).into_iter().flatten().cloned());
        said.extend(self.family(self.parents.get(id), keys::parents));
        said.extend(self.twins.get(id).into_iter().flatten().cloned());
        said.extend(self.family(self.children.get(id), keys::children));
        if let Some(homes) = self.homes.get(id).filter(|_| self.view.households) {
            said.push(Message::new(MessageKey::PersonHomes).with("names", homes.clone()));
        }
        said.extend(super::mark::sentences(self.record, person, &self.view));
        said
    }

    fn family(
        &self,
        by_kind: Option<&BTreeMap<ParentKind, Vec<&PersonId>>>,
        key: fn(ParentKind) -> MessageKey,
    ) -> Vec<Message> {
        let sentence = |(kind, ids): (&ParentKind, &Vec<&PersonId>)| {
            let names: Vec<Arg> = ids.iter().map(|id| name_by_id(self.record, id)).collect();
            Message::new(key(*kind)).with("names", names)
        };
        by_kind.into_iter().flatten().map(sentence).collect()
    }
}

/// A co-mother by law is a parent like the other.
fn shared_kind(kind: ParentKind) -> ParentKind {
    if kind == ParentKind::LegalCoMother { ParentKind::Biological } else { kind }
}

/// What to call somebody inside a sentence.
pub(crate) fn name_by_id(record: &Record, id: &PersonId) -> Arg {
    record.people.get(id).map_or_else(|| Message::new(MessageKey::NameUnnamed).into(), name)
}

/// Whether there is a name to call the person by.
fn has_name(person: &Person) -> bool {
    !person.shielded && person.label().is_some_and(|name| !name.trim().is_empty())
}

/// What to call somebody inside a sentence.
pub(crate) fn name(person: &Person) -> Arg {
    let named = person.label().filter(|_| has_name(person));
    match (person.shielded, person.life, person.count, named) {
        (true, ..) => Message::new(MessageKey::NameShielded).into(),
        (_, Life::Miscarriage, ..) => Message::new(MessageKey::NameMiscarriage).into(),
        (_, Life::Abortion, ..) => Message::new(MessageKey::NameAbortion).into(),
        (_, _, Count::Several(number), Some(name)) => {
            Message::new(MessageKey::NameGroupNamed).with("name", name).with("number", number).into()
        }
        (_, _, Count::Several(number), None) => Message::new(MessageKey::NameGroup).with("number", number).into(),
        (_, _, Count::UnknownNumber, Some(name)) => {
            Message::new(MessageKey::NameGroupNamedUnknown).with("name", name).into()
        }
        (_, _, Count::UnknownNumber, None) => Message::new(MessageKey::NameGroupUnknown).into(),
        (.., Some(name)) => name.into(),
        (_, Life::Expected, ..) => Message::new(MessageKey::NameExpected).into(),
        (_, Life::Stillbirth, ..) => Message::new(MessageKey::NameStillborn).into(),
        _ => Message::new(match person.symbol {
            Symbol::Pet => MessageKey::NamePet,
            Symbol::Institution => MessageKey::NameInstitution,
            _ => MessageKey::NameUnnamed,
        })
        .into(),
    }
}

/// The first sentence: who, how old, and how the person lives.
fn introduction(person: &Person, today: &FuzzyDate) -> Message {
    let name = name(person);
    let birth = person.birth.value().copied().filter(|_| !person.shielded);
    let death = person.death.value().copied().filter(|_| !person.shielded);
    let say = |key| Message::new(key).with("name", name.clone());
    match (person.life, birth, death) {
        (Life::Dead, Some(birth), Some(death)) => match age(&birth, &death) {
            Some(age) => say(MessageKey::PersonDeadAged).with("age", age).with("date", death),
            None => say(MessageKey::PersonDeadOn).with("date", death),
        },
        (Life::Dead, _, Some(death)) => say(MessageKey::PersonDeadOn).with("date", death),
        (Life::Dead, ..) => say(MessageKey::PersonDead),
        (Life::Missing, _, Some(since)) => say(MessageKey::PersonMissingSince).with("date", since),
        (Life::Missing, ..) => say(MessageKey::PersonMissing),
        (Life::Expected, Some(due), _) => say(MessageKey::PersonDue).with("date", due),
        // Who has a name is not called stillborn by it.
        (Life::Stillbirth, birth, death) if has_name(person) => match birth.or(death) {
            Some(date) => say(MessageKey::PersonStillbornOn).with("date", date),
            None => say(MessageKey::PersonStillborn),
        },
        (Life::Miscarriage | Life::Abortion | Life::Stillbirth, birth, death) => match birth.or(death) {
            Some(date) => say(MessageKey::PersonLost).with("date", date),
            None => say(MessageKey::PersonIs),
        },
        (Life::Unknown, ..) => say(MessageKey::PersonLifeUnknown),
        (_, Some(birth), _) => match age(&birth, today) {
            Some(age) => say(MessageKey::PersonAged).with("age", age),
            None => say(MessageKey::PersonBorn).with("date", birth),
        },
        _ => say(MessageKey::PersonIs),
    }
}

/// An age that may be told as a number: not where the birth is only bounded.
pub(super) fn age(birth: &FuzzyDate, on: &FuzzyDate) -> Option<u16> {
    match birth.bound {
        Bound::Before | Bound::After => None,
        _ => birth.years_until(on).filter(|age| *age < 130),
    }
}

/// The first sentences of a whole map.
pub(super) fn introduction_of_map(record: &Record, layout: &crate::layout::Layout) -> Vec<Message> {
    let rows: BTreeSet<u32> = layout.places.values().map(|it| it.row).collect();
    let mut said =
        vec![Message::new(MessageKey::MapPeople).with("count", layout.places.len()).with("rows", rows.len())];
    if let Some(index) = record.index.as_ref().filter(|id| record.people.contains_key(id)) {
        said.push(Message::new(MessageKey::MapIndex).with("name", name_by_id(record, index)));
    }
    said
}

/// The id of a shape of a fact.
pub(super) fn shape_id(kind: &str, id: &str) -> String {
    dom_id(kind, id)
}
