//! An edit by somebody who does not see everything: what they do not know of
//! stays as it is, and the answer does not tell of it.

use super::{BirthGroupField, Change, EcomapSystemField, Edit, NetworkMemberField, PersonField};
use crate::record::{Origin, PartyKey, PersonId, Record, Who};
use std::collections::BTreeSet;

/// The edit as its author means it: people and parties of whom the author does
/// not know stay in the sets that it writes over.
#[must_use]
pub fn as_meant(
    record: &Record,
    edit: &Edit,
    sees: &dyn Fn(&PersonId) -> bool,
    knows: &dyn Fn(&PartyKey) -> bool,
) -> Edit {
    let edit = match (edit.origin(), edit.fact().and_then(|id| record.fact(&id))) {
        (Some(after), Some(before)) => edit.clone().with_origin(after.in_place_of(before.origin(), knows)),
        _ => edit.clone(),
    };
    let joined = |after: &BTreeSet<PersonId>, before: &BTreeSet<PersonId>| -> BTreeSet<PersonId> {
        after.iter().chain(before.iter().filter(|id| !sees(id))).cloned().collect()
    };
    let Edit::Set(change) = &edit else { return edit };
    let change = match (change, change.as_it_is(record)) {
        (
            Change::BirthGroup(id, BirthGroupField::Children(after)),
            Some(Change::BirthGroup(_, BirthGroupField::Children(before))),
        ) => Change::BirthGroup(id.clone(), BirthGroupField::Children(joined(after, &before))),
        (
            Change::EcomapSystem(id, EcomapSystemField::Concerns(after)),
            Some(Change::EcomapSystem(_, EcomapSystemField::Concerns(before))),
        ) => Change::EcomapSystem(id.clone(), EcomapSystemField::Concerns(joined(after, &before))),
        (
            Change::EcomapSystem(id, EcomapSystemField::Who(after)),
            Some(Change::EcomapSystem(_, EcomapSystemField::Who(before))),
        ) => Change::EcomapSystem(id.clone(), EcomapSystemField::Who(joined_who(after, &before, sees))),
        (
            Change::NetworkMember(id, NetworkMemberField::Who(after)),
            Some(Change::NetworkMember(_, NetworkMemberField::Who(before))),
        ) => Change::NetworkMember(id.clone(), NetworkMemberField::Who(joined_who(after, &before, sees))),
        _ => return edit,
    };
    Edit::Set(change)
}

/// A name that the author did not see stays, unless they gave another.
fn joined_who(after: &Who, before: &Who, sees: &dyn Fn(&PersonId) -> bool) -> Who {
    let hidden: Vec<&PersonId> = before.people.iter().filter(|id| !sees(id)).collect();
    let name = after.name.clone().or_else(|| before.name.clone().filter(|_| !hidden.is_empty()));
    Who { people: after.people.iter().chain(hidden).cloned().collect(), name }
}

/// The inverse of an edit without what its author does not know of.
#[must_use]
pub fn as_shown(inverse: Edit, sees: &dyn Fn(&PersonId) -> bool, knows: &dyn Fn(&PartyKey) -> bool) -> Edit {
    let shown_origin: Option<Origin> = inverse.origin().map(|it| it.known_by(knows));
    let inverse = match shown_origin {
        Some(origin) => inverse.with_origin(origin),
        None => inverse,
    };
    let seen = |ids: BTreeSet<PersonId>| -> BTreeSet<PersonId> { ids.into_iter().filter(|id| sees(id)).collect() };
    let shown_who = |who: Who| {
        let whole = who.people.iter().all(sees);
        Who { people: seen(who.people), name: who.name.filter(|_| whole) }
    };
    match inverse {
        Edit::SetIndex(id) => Edit::SetIndex(id.filter(|id| sees(id))),
        Edit::Set(Change::BirthGroup(id, BirthGroupField::Children(it))) => {
            Edit::Set(Change::BirthGroup(id, BirthGroupField::Children(seen(it))))
        }
        Edit::Set(Change::EcomapSystem(id, EcomapSystemField::Concerns(it))) => {
            Edit::Set(Change::EcomapSystem(id, EcomapSystemField::Concerns(seen(it))))
        }
        Edit::Set(Change::EcomapSystem(id, EcomapSystemField::Who(it))) => {
            Edit::Set(Change::EcomapSystem(id, EcomapSystemField::Who(shown_who(it))))
        }
        Edit::Set(Change::NetworkMember(id, NetworkMemberField::Who(it))) => {
            Edit::Set(Change::NetworkMember(id, NetworkMemberField::Who(shown_who(it))))
        }
        other => other,
    }
}

impl Edit {
    /// The fact that it speaks of; none where it sets the index.
    #[must_use]
    pub fn fact(&self) -> Option<crate::record::FactId> {
        match self {
            Self::Add(fact) => Some(fact.id()),
            Self::SetPerson { person, .. } => Some(person.clone().into()),
            Self::Set(change) => Some(change.fact()),
            Self::Remove(id) | Self::Restore(id) => Some(id.clone()),
            Self::SetIndex(_) => None,
        }
    }

    /// The origin that it sets on a fact that is there, if that is what it does.
    #[must_use]
    pub const fn origin(&self) -> Option<&Origin> {
        match self {
            Self::SetPerson { field: PersonField::Origin(origin), .. } => Some(origin),
            Self::Set(change) => change.origin(),
            _ => None,
        }
    }

    /// The same edit with another origin, if that is what it sets.
    #[must_use]
    pub fn with_origin(self, origin: Origin) -> Self {
        match self {
            Self::SetPerson { person, field: PersonField::Origin(_) } => {
                Self::SetPerson { person, field: PersonField::Origin(origin) }
            }
            Self::Set(change) => Self::Set(change.with_origin(origin)),
            other => other,
        }
    }
}
