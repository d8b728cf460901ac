//! Really taking something away: out of every stored step, not only out of the
//! record. The steps stay in their order, with fewer edits in them; the record
//! is what the remaining edits add up to.

use crate::edit::{Edit, PersonField};
use crate::record::{Fact, FactId, HouseholdId, PersonId};
use std::collections::BTreeSet;

/// Takes a person, and whatever tells of the person, out of all steps: ties,
/// places in homes, homes of nobody else, changes, marks of removal.
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
        if let Edit::Add(Fact::Household(home)) = edit
            && homes.contains(&home.id)
        {
            home.label.clear();
        }
    }
}

/// The ids of every fact that tells of the person.
fn told_of(steps: &[Vec<Edit>], person: &PersonId) -> BTreeSet<FactId> {
    let added = || steps.iter().flatten().filter_map(|edit| if let Edit::Add(fact) = edit { Some(fact) } else { None });
    let mut gone = BTreeSet::from([FactId::Person(person.clone())]);
    for fact in added() {
        let tells = match fact {
            Fact::Person(it) => &it.id == person,
            Fact::Partnership(it) => &it.a == person || &it.b == person,
            Fact::ParentLink(it) => &it.child == person || &it.parent == person,
            Fact::Bond(it) => &it.a == person || &it.b == person,
            Fact::Membership(it) => &it.person == person,
            Fact::BirthGroup(it) => it.children.contains(person) && it.children.len() <= 2,
            Fact::Household(_) => false,
        };
        if tells {
            gone.insert(fact.id());
        }
    }
    // A home in which nobody else ever lived tells of the person too.
    let members = |of_person: bool| -> BTreeSet<HouseholdId> {
        let places = added().filter_map(|fact| if let Fact::Membership(it) = fact { Some(it) } else { None });
        places.filter(|it| (&it.person == person) == of_person).map(|it| it.household.clone()).collect()
    };
    gone.extend(members(true).difference(&members(false)).cloned().map(FactId::Household));
    gone
}

/// What is left of one edit.
fn without(edit: Edit, person: &PersonId, gone: &BTreeSet<FactId>) -> Option<Edit> {
    match edit {
        Edit::Add(fact) if gone.contains(&fact.id()) => None,
        Edit::Add(Fact::BirthGroup(mut group)) => {
            group.children.remove(person);
            Some(Edit::Add(Fact::BirthGroup(group)))
        }
        Edit::Remove(id) | Edit::Restore(id) if gone.contains(&id) => None,
        Edit::SetPerson { person: whose, .. } if &whose == person => None,
        Edit::SetIndex(Some(index)) if &index == person => Some(Edit::SetIndex(None)),
        other => Some(other),
    }
}

/// The ids of other people in whose words one of the names stands: for a human
/// eye to look at, since words are nobody's to change by machine.
#[must_use]
pub fn still_named<'a>(steps: &'a [Vec<Edit>], person: &PersonId, names: &[&str]) -> BTreeSet<&'a PersonId> {
    let names: Vec<String> =
        names.iter().filter(|name| name.chars().count() >= 3).map(|it| it.to_lowercase()).collect();
    let named = |text: &Option<String>| {
        text.as_ref().is_some_and(|text| names.iter().any(|name| text.to_lowercase().contains(name.as_str())))
    };
    let found = steps.iter().flatten().filter_map(|edit| match edit {
        Edit::Add(Fact::Person(it)) if named(&it.note) => Some(&it.id),
        Edit::SetPerson { person, field: PersonField::Note(note) } if named(note) => Some(person),
        _ => None,
    });
    found.filter(|id| *id != person).collect()
}
