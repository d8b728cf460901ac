//! A record as one viewer may see it (rule R11): what is hidden leaves no trace.
//!
//! Everything that is derived from a record (layout, counts, descriptions) is
//! computed from the redacted one, so nothing downstream can tell that
//! something was there.

use crate::record::{Fact, Known, Origin, PartyKey, Person, PersonId, Record};
use std::collections::BTreeSet;

/// What the right to see one fact is decided on.
#[derive(Debug)]
pub struct Sight<'a> {
    /// Who told the fact and for whom it is.
    pub origin: &'a Origin,
    /// The people whom the fact is about.
    pub about: Vec<&'a PersonId>,
    /// The fact tells where somebody lives.
    pub locates: bool,
    /// Abuse, violence or neglect.
    pub sensitive: bool,
}

/// The record that remains when only those facts are kept for which `sees`
/// answers yes, with every trace of the others taken away:
/// ties of hidden people, twins left alone, households without members, marks
/// of removal. A shielded person keeps the symbol and ties, and loses the name,
/// the dates, the words and the places.
///
/// Who told a kept fact and for whom it is can tell of somebody who is hidden:
/// an origin keeps only the parties for which `knows` answers yes.
#[must_use]
pub fn redact(record: &Record, sees: impl Fn(&Sight<'_>) -> bool, knows: impl Fn(&PartyKey) -> bool) -> Record {
    let mut seen = keep_seen(record, sees);
    for origin in seen.origins_mut() {
        *origin = origin.known_by(&knows);
    }
    seen
}

/// The facts for which `sees` answers yes, with their origins as they are.
fn keep_seen(record: &Record, sees: impl Fn(&Sight<'_>) -> bool) -> Record {
    let mut seen = Record::new();

    for person in record.people.values() {
        if sees(&sight(&person.origin, vec![&person.id])) {
            seen.people.insert(person.id.clone(), shield(person));
        }
    }
    let here: BTreeSet<&PersonId> = record.people.keys().filter(|id| seen.people.contains_key(*id)).collect();
    let both = |a: &PersonId, b: &PersonId| here.contains(a) && here.contains(b);

    for (id, it) in &record.partnerships {
        if both(&it.a, &it.b) && sees(&sight(&it.origin, vec![&it.a, &it.b])) {
            seen.partnerships.insert(id.clone(), it.clone());
        }
    }
    for (id, it) in &record.parent_links {
        if both(&it.child, &it.parent) && sees(&sight(&it.origin, vec![&it.child, &it.parent])) {
            seen.parent_links.insert(id.clone(), it.clone());
        }
    }
    for (id, it) in &record.birth_groups {
        let children: BTreeSet<_> = it.children.iter().filter(|id| here.contains(id)).cloned().collect();
        if children.len() >= 2 && sees(&sight(&it.origin, children.iter().collect())) {
            let mut kept = it.clone();
            kept.children = children.clone();
            seen.birth_groups.insert(id.clone(), kept);
        }
    }
    for (id, it) in &record.bonds {
        let sight = Sight { sensitive: it.kind.is_sensitive(), ..sight(&it.origin, vec![&it.a, &it.b]) };
        if both(&it.a, &it.b) && sees(&sight) {
            seen.bonds.insert(id.clone(), it.clone());
        }
    }
    for (id, it) in &record.memberships {
        let Some(home) = record.households.get(&it.household) else { continue };
        let shielded = seen.people.get(&it.person).is_none_or(|person| person.shielded);
        let may = |origin, person| sees(&Sight { locates: true, ..sight(origin, vec![person]) });
        if !shielded && may(&it.origin, &it.person) && may(&home.origin, &it.person) {
            seen.memberships.insert(id.clone(), it.clone());
            seen.households.entry(home.id.clone()).or_insert_with(|| home.clone());
        }
    }
    seen.index = record.index.clone().filter(|id| here.contains(id));
    seen
}

/// An ordinary fact about these people.
fn sight<'a>(origin: &'a Origin, about: Vec<&'a PersonId>) -> Sight<'a> {
    Sight { origin, about, locates: false, sensitive: false }
}

/// The person with the name, dates, words and places taken away if the address
/// is protected.
fn shield(person: &Person) -> Person {
    if !person.shielded {
        return person.clone();
    }
    let mut shown = Person::new(person.id.clone(), person.symbol, person.origin.clone());
    shown.name = Known::NotAsked;
    shown.life = person.life;
    shown.shielded = true;
    shown
}

/// Whether a single new fact would be seen, given the record it joins.
#[must_use]
pub fn may_see_fact(record: &Record, fact: &Fact, sees: impl Fn(&Sight<'_>) -> bool) -> bool {
    let mut with = record.clone();
    with.put(fact.clone());
    keep_seen(&with, sees).fact(&fact.id()).is_some()
}
