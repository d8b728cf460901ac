//! Random records and edits on a handful of ids, so that edits often meet.

#![allow(dead_code, reason = "each test file uses its part")]

use family_map::FuzzyDate;
use family_map::date::Span;
use family_map::edit::{Edit, PersonField, apply};
use family_map::record::{
    BirthGroup, Bond, BondKind, Count, Fact, FactId, Household, HouseholdKind, Known, Life, Membership, Origin,
    ParentKind, ParentLink, Partnership, PartnershipKind, Person, PersonId, Record, Symbol, Zygosity,
};
use proptest::prelude::*;

/// Everyone who may be an audience.
pub const PARTIES: [&str; 4] = ["team", "lead", "person:p0", "person:p1"];

fn id(kind: &'static str) -> impl Strategy<Value = String> {
    (0..6u8).prop_map(move |at| format!("{kind}{at}"))
}

fn person_id() -> impl Strategy<Value = PersonId> {
    id("p").prop_map(PersonId::from)
}

fn one_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    proptest::sample::select(all)
}

fn origin() -> impl Strategy<Value = Origin> {
    let audience = proptest::sample::subsequence(PARTIES.to_vec(), 1..=PARTIES.len());
    (one_of(&PARTIES), audience).prop_map(|(teller, audience)| Origin::told(teller, audience))
}

fn date() -> impl Strategy<Value = FuzzyDate> {
    (1900..2030u16).prop_map(FuzzyDate::year)
}

fn span() -> impl Strategy<Value = Span> {
    (proptest::option::of(date()), proptest::option::of(date())).prop_map(|(from, to)| Span { from, to })
}

fn person() -> impl Strategy<Value = Person> {
    (
        person_id(),
        one_of(Symbol::ALL),
        one_of(Life::ALL),
        proptest::option::of("[a-zæøå]{1,6}"),
        any::<bool>(),
        origin(),
    )
        .prop_map(|(id, symbol, life, name, shielded, origin)| {
            let mut person = Person::new(id, symbol, origin);
            person.name = name.into();
            person.life = life;
            person.shielded = shielded;
            person
        })
}

fn fact() -> impl Strategy<Value = Fact> {
    let two = || (person_id(), person_id());
    prop_oneof![
        4 => person().prop_map(Fact::Person),
        2 => (id("c"), two(), one_of(PartnershipKind::ALL), span(), origin()).prop_map(|(id, (a, b), kind, span, origin)| {
            let id = id.into();
            Fact::Partnership(Partnership { id, a, b, kind, span, events: Vec::new(), consanguineous: false, origin })
        }),
        2 => (id("l"), two(), one_of(ParentKind::ALL), span(), origin()).prop_map(|(id, (child, parent), kind, span, origin)| {
            Fact::ParentLink(ParentLink { id: id.into(), child, parent, kind, span, origin })
        }),
        1 => (id("t"), proptest::collection::btree_set(person_id(), 2..4), one_of(Zygosity::ALL), origin())
            .prop_map(|(id, children, zygosity, origin)| {
                Fact::BirthGroup(BirthGroup { id: id.into(), children, zygosity, origin })
            }),
        1 => (id("b"), two(), one_of(BondKind::ALL), span(), origin()).prop_map(|(id, (a, b), kind, span, origin)| {
            Fact::Bond(Bond { id: id.into(), a, b, kind, span, origin })
        }),
        1 => (id("h"), one_of(HouseholdKind::ALL), span(), origin()).prop_map(|(id, kind, span, origin)| {
            Fact::Household(Household { id: id.into(), label: "hjem".to_owned(), kind, span, origin })
        }),
        2 => (id("m"), id("h"), person_id(), span(), origin()).prop_map(|(id, household, person, span, origin)| {
            let (id, household) = (id.into(), household.into());
            Fact::Membership(Membership { id, household, person, share: Some(50), rhythm: None, span, origin })
        }),
    ]
}

fn field() -> impl Strategy<Value = PersonField> {
    prop_oneof![
        "[a-z]{0,3}".prop_map(|name| PersonField::Name(Known::Known(name))),
        proptest::option::of("[a-z]{0,3}").prop_map(PersonField::Called),
        one_of(Symbol::ALL).prop_map(PersonField::Symbol),
        date().prop_map(|date| PersonField::Birth(Known::Known(date))),
        Just(PersonField::Death(Known::Unknown)),
        one_of(Life::ALL).prop_map(PersonField::Life),
        (0..9u16).prop_map(|number| PersonField::Count(Count::Several(number))),
        any::<bool>().prop_map(PersonField::Shielded),
        proptest::option::of("[a-z]{0,3}").prop_map(PersonField::Note),
        origin().prop_map(PersonField::Origin),
    ]
}

fn fact_id() -> impl Strategy<Value = FactId> {
    fact().prop_map(|fact| fact.id())
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        5 => fact().prop_map(Edit::Add),
        3 => (person_id(), field()).prop_map(|(person, field)| Edit::SetPerson { person, field }),
        2 => fact_id().prop_map(Edit::Remove),
        2 => fact_id().prop_map(Edit::Restore),
        1 => proptest::option::of(person_id()).prop_map(Edit::SetIndex),
    ]
}

/// A run of edits.
pub fn edits() -> impl Strategy<Value = Vec<Edit>> {
    proptest::collection::vec(edit(), 0..40)
}

/// A record of facts as they come, without marks of removal.
pub fn record() -> impl Strategy<Value = Record> {
    (proptest::collection::vec(fact(), 0..40), proptest::option::of(person_id())).prop_map(|(facts, index)| {
        let mut record = Record::new();
        for fact in facts {
            apply(&mut record, &Edit::Add(fact));
        }
        record.index = index;
        record
    })
}
