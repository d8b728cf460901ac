//! Edits: the only way in which a record changes.
//!
//! An edit is small, applies to any record, and says what it did. The same
//! confirmed sequence gives the same record on every machine. An edit whose
//! target is gone does nothing and says so.

mod change;
mod meant;

pub use change::{
    AcquaintanceField, BirthGroupField, BondField, Change, EcomapSystemField, HouseholdField, MembershipField,
    NetworkField, NetworkMemberField, ParentLinkField, PartnershipField, PersonMarkField,
};
pub use meant::{as_meant, as_shown};

use crate::date::FuzzyDate;
use crate::record::{Count, Fact, FactId, Known, Life, Origin, PersonId, Record, Symbol};
use serde::{Deserialize, Serialize};

/// One field of a person, with its new value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonField {
    /// Full name.
    Name(Known<String>),
    /// What we call the person.
    Called(Option<String>),
    /// Outer shape.
    Symbol(Symbol),
    /// The person's own word for gender.
    GenderText(Option<String>),
    /// Birth or due date.
    Birth(Known<FuzzyDate>),
    /// Death date, or missing since.
    Death(Known<FuzzyDate>),
    /// Whether and how the person lives.
    Life(Life),
    /// How many people the symbol stands for.
    Count(Count),
    /// Somebody who matters and is no kin.
    External(bool),
    /// A protected address.
    Shielded(bool),
    /// A few words.
    Note(Option<String>),
    /// Where the family put them by hand on the genogram.
    Pin(Option<i32>),
    /// Who told of the person and for whom.
    Origin(Origin),
}

/// One change to a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(clippy::large_enum_variant, reason = "most edits bring a fact, so that a box would cost more than it saves")]
pub enum Edit {
    /// Puts a fact that was not there.
    Add(Fact),
    /// Changes one field of a person. The last writer wins.
    SetPerson {
        /// Whose field.
        person: PersonId,
        /// Which field, and its new value.
        field: PersonField,
    },
    /// Changes one field of any other fact. The last writer wins.
    Set(Change),
    /// Marks a fact as removed. Its ties stay, and are not drawn.
    Remove(FactId),
    /// Brings a removed fact back.
    Restore(FactId),
    /// Says in whose name the map is drawn.
    SetIndex(Option<PersonId>),
}

/// What an edit did.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "most edits bring a fact, so that a box would cost more than it saves")]
pub enum Outcome {
    /// It changed the record; the inverse takes the change back.
    Done {
        /// The edit that undoes this one.
        inverse: Edit,
    },
    /// It changed nothing.
    Nothing(WhyNothing),
}

/// Why an edit changed nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNothing {
    /// What it speaks of is not there (any more).
    Gone,
    /// A fact with that id is there already.
    AlreadyThere,
    /// The value is the one that was there.
    Same,
}

/// Applies an edit. Total: every edit on every record has an outcome.
pub fn apply(record: &mut Record, edit: &Edit) -> Outcome {
    match edit {
        Edit::Add(fact) => {
            let id = fact.id();
            if record.holds(&id) || record.removed.contains_key(&id) {
                return Outcome::Nothing(WhyNothing::AlreadyThere);
            }
            record.put(fact.clone());
            Outcome::Done { inverse: Edit::Remove(id) }
        }
        Edit::SetPerson { person, field } => set_person(record, person, field),
        Edit::Set(change) => change.apply(record),
        Edit::Remove(id) => match record.take(id) {
            Some(fact) => {
                record.removed.insert(id.clone(), fact);
                Outcome::Done { inverse: Edit::Restore(id.clone()) }
            }
            None => Outcome::Nothing(WhyNothing::Gone),
        },
        Edit::Restore(id) => match record.removed.remove(id) {
            Some(fact) => {
                record.put(fact);
                Outcome::Done { inverse: Edit::Remove(id.clone()) }
            }
            None => Outcome::Nothing(WhyNothing::Gone),
        },
        Edit::SetIndex(person) => {
            if &record.index == person {
                return Outcome::Nothing(WhyNothing::Same);
            }
            let before = std::mem::replace(&mut record.index, person.clone());
            Outcome::Done { inverse: Edit::SetIndex(before) }
        }
    }
}

fn set_person(record: &mut Record, id: &PersonId, field: &PersonField) -> Outcome {
    let Some(person) = record.people.get_mut(id) else {
        return Outcome::Nothing(WhyNothing::Gone);
    };
    /// Swaps the value in and gives the old one back.
    fn swap<T: Clone>(place: &mut T, value: &T) -> T {
        std::mem::replace(place, value.clone())
    }
    let before = match field {
        PersonField::Name(value) => PersonField::Name(swap(&mut person.name, value)),
        PersonField::Called(value) => PersonField::Called(swap(&mut person.called, value)),
        PersonField::Symbol(value) => PersonField::Symbol(swap(&mut person.symbol, value)),
        PersonField::GenderText(value) => PersonField::GenderText(swap(&mut person.gender_text, value)),
        PersonField::Birth(value) => PersonField::Birth(swap(&mut person.birth, value)),
        PersonField::Death(value) => PersonField::Death(swap(&mut person.death, value)),
        PersonField::Life(value) => PersonField::Life(swap(&mut person.life, value)),
        PersonField::Count(value) => PersonField::Count(swap(&mut person.count, value)),
        PersonField::External(value) => PersonField::External(swap(&mut person.external, value)),
        PersonField::Shielded(value) => PersonField::Shielded(swap(&mut person.shielded, value)),
        PersonField::Note(value) => PersonField::Note(swap(&mut person.note, value)),
        PersonField::Pin(value) => PersonField::Pin(swap(&mut person.pin, value)),
        PersonField::Origin(value) => PersonField::Origin(swap(&mut person.origin, value)),
    };
    if &before == field {
        Outcome::Nothing(WhyNothing::Same)
    } else {
        Outcome::Done { inverse: Edit::SetPerson { person: id.clone(), field: before } }
    }
}

/// The edits that build a record from nothing, in an order in which every
/// fact's people come before its ties.
#[must_use]
pub fn building(record: &Record) -> Vec<Edit> {
    record.facts().map(Edit::Add).chain(record.index.clone().map(|id| Edit::SetIndex(Some(id)))).collect()
}

/// Replays edits on an empty record.
#[must_use]
pub fn replay<'a>(edits: impl IntoIterator<Item = &'a Edit>) -> Record {
    let mut record = Record::new();
    for edit in edits {
        apply(&mut record, edit);
    }
    record
}
