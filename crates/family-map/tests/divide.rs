//! Splitting and merging records (rule R10): nothing is lost, and nobody sees
//! more than they saw before.

use crate::common::{PARTIES, record};
use family_map::Record;
use family_map::divide::{fact_ids, named_people, narrow, renumber, side, unite};
use family_map::record::{Fact, FactId, Known, Life, Origin, PartyKey, Person, PersonId, Symbol};
use family_map::redact::redact;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The record with the eyes of one party.
fn seen_by(record: &Record, party: &str) -> Record {
    let party = PartyKey::from(party);
    redact(record, |sight| sight.origin.teller == party || sight.origin.audience.contains(&party), |_| true)
}

/// Whether a person tells nothing that one of the others does not tell.
fn tells_no_more(shown: &Person, known: &[&Person]) -> bool {
    let name = |it: &Person| match (&shown.name, &it.name) {
        (Known::Known(shown), Known::Known(known)) => known.starts_with(shown.as_str()),
        (shown, known) => shown == known,
    };
    (shown.name.value().is_none() || known.iter().any(|it| name(it)))
        && (shown.birth.value().is_none() || known.iter().any(|it| it.birth == shown.birth))
        && (shown.death.value().is_none() || known.iter().any(|it| it.death == shown.death))
        && (shown.called.is_none() || known.iter().any(|it| it.called == shown.called))
        && (shown.note.is_none() || known.iter().any(|it| it.note == shown.note))
        && (shown.gender_text.is_none() || known.iter().any(|it| it.gender_text == shown.gender_text))
        && (shown.life == Life::Unknown || known.iter().any(|it| it.life == shown.life))
        && (shown.symbol == Symbol::Unknown || known.iter().any(|it| it.symbol == shown.symbol))
}

/// A fact without its id and origin: what it says.
fn says(mut fact: Fact) -> Fact {
    let blank = Origin::told("team", []);
    match &mut fact {
        Fact::Person(it) => it.origin = blank,
        Fact::Partnership(it) => {
            (it.id, it.origin) = ("x".into(), blank);
            // Neither partner comes first.
            if it.b < it.a {
                std::mem::swap(&mut it.a, &mut it.b);
            }
        }
        Fact::ParentLink(it) => (it.id, it.origin) = ("x".into(), blank),
        Fact::BirthGroup(it) => (it.id, it.origin) = ("x".into(), blank),
        Fact::Bond(it) => (it.id, it.origin) = ("x".into(), blank),
        Fact::Household(it) => (it.id, it.origin, it.span) = ("x".into(), blank, Default::default()),
        Fact::Membership(it) => {
            (it.id, it.origin, it.household) = ("x".into(), blank, "x".into());
        }
        Fact::PersonMark(it) => (it.id, it.origin) = ("x".into(), blank),
        Fact::Network(_) | Fact::NetworkMember(_) | Fact::Acquaintance(_) | Fact::EcomapSystem(_) => {}
    }
    fact
}

/// What stands in a network or an ecomap; known again by its id.
fn is_around(id: &FactId) -> bool {
    matches!(id, FactId::Network(_) | FactId::NetworkMember(_) | FactId::Acquaintance(_) | FactId::EcomapSystem(_))
}

fn ties(record: &Record) -> Vec<Fact> {
    fact_ids(record)
        .iter()
        .filter(|id| !matches!(id, FactId::Person(_)) && !is_around(id))
        .filter_map(|id| record.fact(id))
        .map(says)
        .collect()
}

/// Everyone sees in `after` only what they saw in one of the `before`.
fn nobody_sees_more(after: &Record, before: &[&Record]) -> Result<(), TestCaseError> {
    for party in PARTIES {
        let shown = seen_by(after, party);
        let known: Vec<Record> = before.iter().map(|record| seen_by(record, party)).collect();
        for person in shown.people.values() {
            let same: Vec<&Person> = known.iter().filter_map(|it| it.people.get(&person.id)).collect();
            prop_assert!(!same.is_empty(), "{party} sees a new person {}", person.id);
            prop_assert!(tells_no_more(person, &same), "{party}: {person:?} after {same:?}");
        }
        for id in fact_ids(&shown).iter().filter(|id| is_around(id)) {
            let own = before.iter().filter_map(|it| it.fact(id)).any(|it| it.origin().teller.0 == party);
            prop_assert!(own || known.iter().any(|it| it.fact(id).is_some()), "{party} sees {id}");
        }
        let told: Vec<Fact> = known.iter().flat_map(ties).collect();
        for tie in ties(&shown) {
            // What somebody has told themself is no news to them.
            let own = before.iter().flat_map(|record| fact_ids(record).into_iter().filter_map(|id| record.fact(&id)));
            let own: Vec<Fact> = own.filter(|fact| fact.origin().teller.0 == party).collect();
            // A home that one has told of somebody's place in, too.
            let homes = own.iter().filter_map(|fact| match fact {
                Fact::Membership(it) => before.iter().find_map(|record| record.households.get(&it.household)),
                _ => None,
            });
            let own: Vec<Fact> = own.iter().cloned().chain(homes.cloned().map(Fact::Household)).map(says).collect();
            let known = told.iter().cloned().chain(own).any(|fact| match (&tie, &fact) {
                // A twin may have stayed behind; the others were known.
                (Fact::BirthGroup(it), Fact::BirthGroup(known)) => {
                    known.zygosity == it.zygosity && it.children.is_subset(&known.children)
                }
                _ => fact == tie,
            });
            prop_assert!(known, "{party} sees {tie:?}");
        }
    }
    Ok(())
}

/// Some facts of a record, chosen by their number.
fn some(record: &Record, chosen: &[bool]) -> BTreeSet<FactId> {
    let ids = fact_ids(record);
    ids.into_iter().zip(chosen.iter().cycle()).filter(|(_, chosen)| **chosen).map(|(id, _)| id).collect()
}

fn is_for(key: &PartyKey, origin: &Origin) -> bool {
    &origin.teller == key || origin.audience.contains(key)
}

const fn on_first(key: &PartyKey) -> bool {
    let _ = key;
    true
}

proptest! {
    #[test]
    fn a_side_holds_what_was_chosen_and_shows_nobody_more(
        record in record(),
        chosen in proptest::collection::vec(any::<bool>(), 1..20),
    ) {
        let facts = some(&record, &chosen);
        let side = side(&record, &facts, |key| key.0 != "person:p1");
        // Nothing chosen is lost: it is there, or it is said to have been left.
        for id in &facts {
            let fact = record.fact(id).unwrap();
            let whole = named_people(&fact).iter().all(|person| record.people.contains_key(*person));
            prop_assert!(side.record.fact(id).is_some() || side.left.contains(id));
            prop_assert!(!side.left.contains(id) || !whole || matches!(id, FactId::Membership(_)) || is_around(id));
        }
        // Nothing else is there but those whom the ties need.
        for id in fact_ids(&side.record) {
            let needed = matches!(&id, FactId::Person(id) if side.mentioned.contains(id)) || matches!(id, FactId::Household(_));
            prop_assert!(facts.contains(&id) || needed, "{id}");
        }
        // Every tie has both its ends.
        for id in fact_ids(&side.record) {
            for person in named_people(&side.record.fact(&id).unwrap()) {
                prop_assert!(side.record.people.contains_key(person));
            }
        }
        // Who is on the other side is in no audience.
        let mut copy = side.record.clone();
        prop_assert!(copy.origins_mut().all(|origin| !origin.audience.contains(&PartyKey::from("person:p1"))));
        prop_assert!(side.record.removed.is_empty());
        nobody_sees_more(&side.record, &[&record])?;
    }

    #[test]
    fn everything_on_both_sides_is_the_same_record_again(record in record()) {
        let all: BTreeSet<FactId> = fact_ids(&record).into_iter().collect();
        let one = side(&record, &all, on_first);
        let two = side(&record, &all, on_first);
        let mut number = 0;
        let mut new_id = || { number += 1; format!("new{number}") };
        let again = renumber(&two.record, &BTreeMap::new(), &one.record, Clone::clone, &mut new_id);
        let united = unite(&one.record, &again, is_for);
        prop_assert_eq!(&united.people, &one.record.people);
        prop_assert_eq!(united.households.len(), one.record.households.len());
        prop_assert_eq!(ties(&united).len(), ties(&one.record).len());
    }

    #[test]
    fn uniting_loses_no_tie_and_shows_nobody_more(first in record(), second in record()) {
        let mut number = 0;
        let mut new_id = || { number += 1; format!("new{number}") };
        let second = renumber(&second, &BTreeMap::new(), &first, Clone::clone, &mut new_id);
        let united = unite(&first, &second, is_for);
        nobody_sees_more(&united, &[&first, &second])?;
        for id in first.people.keys().chain(second.people.keys()) {
            prop_assert!(united.people.contains_key(id));
        }
        for id in fact_ids(&first).iter().chain(&fact_ids(&second)).filter(|id| is_around(id)) {
            prop_assert!(united.fact(id).is_some(), "{}", id);
        }
        let held = ties(&united);
        for tie in ties(&first).into_iter().chain(ties(&second)) {
            prop_assert!(held.contains(&tie), "{:?}", tie);
        }
    }

    #[test]
    fn new_numbers_meet_nobody_elses(first in record(), second in record(), paired in any::<bool>()) {
        let mut number = 0;
        let mut new_id = || { number += 1; format!("new{number}") };
        let people: BTreeMap<PersonId, PersonId> = second
            .people
            .keys()
            .filter(|id| first.people.contains_key(*id) && !paired)
            .map(|id| (id.clone(), format!("other-{id}").into()))
            .collect();
        let renamed = renumber(&second, &people, &first, Clone::clone, &mut new_id);
        prop_assert_eq!(fact_ids(&renamed).len(), fact_ids(&second).len());
        for id in fact_ids(&renamed) {
            let is_person = matches!(id, FactId::Person(_));
            let same_home = matches!(&id, FactId::Household(home) if first.households.contains_key(home)
                && renamed.households[home].label == first.households[home].label
                && is_for(&renamed.households[home].origin.teller, &first.households[home].origin));
            prop_assert!(first.fact(&id).is_none() || (is_person && paired) || same_home, "{}", id);
        }
        // Places stay in their homes.
        for place in renamed.memberships.values() {
            let before = second.memberships.values().find(|it| it.span == place.span && it.share == place.share);
            prop_assert!(before.is_some());
        }
        let places = |record: &Record| record.memberships.values().filter(|it| record.households.contains_key(&it.household)).count();
        prop_assert_eq!(places(&renamed), places(&second));
    }
}

fn person(id: &str, name: &str, audience: &[&str]) -> Person {
    let mut person = Person::new(id, Symbol::Female, Origin::told(audience[0], audience.iter().copied()));
    person.name = Known::Known(name.to_owned());
    person
}

#[test]
fn somebody_in_both_is_shown_to_all_with_what_both_knew() {
    let (mut first, mut second) = (Record::new(), Record::new());
    let mut hers = person("m", "Marte Lyngtjernvik", &["team", "person:m"]);
    hers.note = Some("sover dårlig".into());
    first.put(Fact::Person(hers));
    second.put(Fact::Person(person("m", "Marte Haugnesvåg", &["team", "person:k"])));
    let one = &unite(&first, &second, is_for).people[&PersonId::from("m")];
    assert_eq!(one.name, Known::Known("Marte".to_owned()));
    assert_eq!(one.note, None, "he was never told");
    assert_eq!(one.origin.audience.len(), 3);
}

#[test]
fn the_same_people_keep_what_either_record_knew() {
    let (mut first, mut second) = (Record::new(), Record::new());
    let mut one = person("m", "Marte", &["team"]);
    one.called = Some("Mamma".into());
    first.put(Fact::Person(one));
    let mut other = person("m", "Marte", &["team"]);
    other.note = Some("hører dårlig".into());
    second.put(Fact::Person(other));
    let united = &unite(&first, &second, is_for).people[&PersonId::from("m")];
    assert_eq!((united.called.as_deref(), united.note.as_deref()), (Some("Mamma"), Some("hører dårlig")));
}

#[test]
fn a_shielded_person_stays_shielded_and_nameless() {
    let mut record = Record::new();
    let mut hidden = person("h", "Skjult", &["team"]);
    hidden.shielded = true;
    record.put(Fact::Person(hidden));
    record.put(Fact::Person(person("m", "Marte", &["team"])));
    record.put(Fact::Bond(family_map::record::Bond {
        id: "b".into(),
        a: "m".into(),
        b: "h".into(),
        kind: family_map::record::BondKind::Close,
        span: Default::default(),
        origin: Origin::told("team", ["team"]),
    }));
    let chosen = BTreeSet::from([FactId::Person("m".into()), FactId::Bond("b".into())]);
    let side = side(&record, &chosen, |_| true);
    let brought = &side.record.people[&PersonId::from("h")];
    assert!(brought.shielded && brought.name == Known::NotAsked);
    let united = unite(&side.record, &record, is_for);
    assert!(united.people[&PersonId::from("h")].shielded);
    let mut narrowed = united;
    narrow(&mut narrowed, |_| false);
    assert!(narrowed.origins_mut().all(|origin| origin.audience.is_empty()));
}
