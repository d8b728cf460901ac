//! Really taking something away: out of every stored step, not only out of the
//! record. The steps stay in their order, with fewer edits in them; the record
//! is what the remaining edits add up to.

use crate::edit::{BirthGroupField, Change, EcomapSystemField, Edit, HouseholdField, NetworkMemberField, PersonField};
use crate::record::{Fact, FactId, HouseholdId, PersonId, Who};
use std::collections::BTreeSet;

/// Takes a person, and whatever tells of the person, out of all steps: ties,
/// places in homes, homes of nobody else, networks and what stands around the
/// person, changes, marks of removal.
pub fn forget_person(steps: &mut [Vec<Edit>], person: &PersonId) {
    let gone = told_of(steps, person);
    for step in steps {
        let edits = std::mem::take(step);
        step.extend(edits.into_iter().filter_map(|edit| without(edit, person, &gone)));
    }
}

/// Takes the names of homes out of all steps: what a family calls a home may
/// be its address.
pub fn unname_homes(steps: &mut [Vec<Edit>], homes: &BTreeSet<HouseholdId>) {
    for edit in steps.iter_mut().flatten() {
        match edit {
            Edit::Add(Fact::Household(home)) if homes.contains(&home.id) => home.label.clear(),
            Edit::Set(Change::Household(id, HouseholdField::Label(label))) if homes.contains(id) => label.clear(),
            _ => {}
        }
    }
}

/// The ids of every fact that tells of the person.
fn told_of(steps: &[Vec<Edit>], person: &PersonId) -> BTreeSet<FactId> {
    let added = || steps.iter().flatten().filter_map(|edit| if let Edit::Add(fact) = edit { Some(fact) } else { None });
    let mut gone = BTreeSet::from([FactId::Person(person.clone())]);
    // A home in which nobody else ever lived tells of the person too.
    let members = |of_person: bool| -> BTreeSet<HouseholdId> {
        let places = added().filter_map(|fact| if let Fact::Membership(it) = fact { Some(it) } else { None });
        places.filter(|it| (&it.person == person) == of_person).map(|it| it.household.clone()).collect()
    };
    gone.extend(members(true).difference(&members(false)).cloned().map(FactId::Household));
    // What leans on what is gone is gone, until nothing more does.
    loop {
        let more: Vec<FactId> =
            added().filter(|fact| !gone.contains(&fact.id()) && leans_on_gone(fact, &gone)).map(Fact::id).collect();
        if more.is_empty() {
            return gone;
        }
        gone.extend(more);
    }
}

/// Whether a fact cannot stand without what is gone: of several people, some may be left.
fn leans_on_gone(fact: &Fact, gone: &BTreeSet<FactId>) -> bool {
    let is_gone = |id: &PersonId| gone.contains(&FactId::Person(id.clone()));
    let none_left = |ids: &BTreeSet<PersonId>| !ids.is_empty() && ids.iter().all(is_gone);
    match fact {
        Fact::BirthGroup(it) => {
            it.children.iter().filter(|id| !is_gone(id)).count() < 2 && it.children.iter().any(is_gone)
        }
        Fact::NetworkMember(it) => gone.contains(&it.network.clone().into()) || none_left(&it.who.people),
        Fact::EcomapSystem(it) => {
            let centre = match &it.around {
                crate::record::Centre::Person(id) => id.clone().into(),
                crate::record::Centre::Household(id) => id.clone().into(),
            };
            gone.contains(&centre) || none_left(&it.who.people) || none_left(&it.concerns)
        }
        other => other.leans_on().iter().any(|id| gone.contains(id)),
    }
}

/// The others of several people; a name that was given to all of them goes.
fn others(who: &mut Who, person: &PersonId) {
    if who.people.remove(person) {
        who.name = None;
    }
}

/// What is left of one edit.
fn without(edit: Edit, person: &PersonId, gone: &BTreeSet<FactId>) -> Option<Edit> {
    match edit {
        Edit::Add(fact) if gone.contains(&fact.id()) => None,
        Edit::Add(Fact::BirthGroup(mut group)) => {
            group.children.remove(person);
            Some(Edit::Add(Fact::BirthGroup(group)))
        }
        Edit::Add(Fact::NetworkMember(mut it)) => {
            if it.who.people.contains(person) {
                it.note = None;
            }
            others(&mut it.who, person);
            Some(Edit::Add(Fact::NetworkMember(it)))
        }
        Edit::Add(Fact::EcomapSystem(mut it)) => {
            if it.concerns.remove(person) || it.who.people.contains(person) {
                it.note = None;
            }
            others(&mut it.who, person);
            Some(Edit::Add(Fact::EcomapSystem(it)))
        }
        Edit::Set(change) if gone.contains(&change.fact()) => None,
        Edit::Set(change) => changed_without(change, person).map(Edit::Set),
        Edit::Remove(id) | Edit::Restore(id) if gone.contains(&id) => None,
        Edit::SetPerson { person: whose, .. } if &whose == person => None,
        Edit::SetIndex(Some(index)) if &index == person => Some(Edit::SetIndex(None)),
        other => Some(other),
    }
}

/// What is left of a change; none where it was about nobody else.
fn changed_without(mut change: Change, person: &PersonId) -> Option<Change> {
    match &mut change {
        Change::BirthGroup(_, BirthGroupField::Children(people))
        | Change::EcomapSystem(_, EcomapSystemField::Concerns(people)) => {
            let told = people.remove(person);
            if told && people.is_empty() {
                return None;
            }
        }
        Change::NetworkMember(_, NetworkMemberField::Who(who))
        | Change::EcomapSystem(_, EcomapSystemField::Who(who)) => {
            let told = who.people.contains(person);
            others(who, person);
            if told && who.people.is_empty() {
                return None;
            }
        }
        _ => {}
    }
    Some(change)
}

/// The ids of other people in whose words one of the names stands: for a human
/// eye to look at, since words are nobody's to change by machine.
#[must_use]
pub fn still_named<'a>(steps: &'a [Vec<Edit>], person: &PersonId, names: &[&str]) -> BTreeSet<&'a PersonId> {
    let names: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    let named = |text: &Option<String>| {
        let Some(text) = text.as_ref().map(|text| text.to_lowercase()) else { return false };
        names.iter().any(|name| stands_in(&text, name))
    };
    let found = steps.iter().flatten().filter_map(|edit| match edit {
        Edit::Add(Fact::Person(it)) if named(&it.note) => Some(&it.id),
        Edit::SetPerson { person, field: PersonField::Note(note) } if named(note) => Some(person),
        _ => None,
    });
    found.filter(|id| *id != person).collect()
}

/// Whether a name stands in a text as a word of its own: «Per» and «Pers», not «person».
fn stands_in(text: &str, name: &str) -> bool {
    !name.is_empty()
        && text.match_indices(name).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let after = &text[at + name.len()..];
            let ends = |text: &str| text.chars().next().is_none_or(|it| !it.is_alphanumeric());
            before.is_none_or(|it| !it.is_alphanumeric()) && (ends(after) || after.strip_prefix('s').is_some_and(ends))
        })
}
