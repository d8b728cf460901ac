//! Forgetting: nothing about the person stays in any step, and the record is
//! what the steps add up to.

use crate::common::{edits, record};
use family_map::edit::{Edit, PersonField, apply, building, replay};
use family_map::forget::{forget_person, still_named, unname_homes};
use family_map::record::{
    Fact, FactId, Household, HouseholdKind, Known, Membership, Origin, ParentKind, ParentLink, Person, PersonId,
    Record, Symbol,
};
use proptest::prelude::*;

fn origin() -> Origin {
    Origin::told("person:m", ["person:m", "team"])
}

fn person(id: &str, name: &str) -> Person {
    let mut person = Person::new(id, Symbol::Female, origin());
    person.name = Known::Known(name.into());
    person
}

fn home(id: &str, label: &str) -> Fact {
    let span = family_map::date::Span::default();
    Fact::Household(Household { id: id.into(), label: label.into(), kind: HouseholdKind::Home, span, origin: origin() })
}

fn lives(id: &str, home: &str, person: &str) -> Fact {
    Fact::Membership(Membership {
        id: id.into(),
        household: home.into(),
        person: person.into(),
        share: None,
        rhythm: None,
        span: family_map::date::Span::default(),
        origin: origin(),
    })
}

/// Marte and Sara; Sara was renamed, taken away and brought back, and lives alone.
fn steps() -> Vec<Vec<Edit>> {
    let tie = Fact::ParentLink(ParentLink {
        id: "l".into(),
        child: "m".into(),
        parent: "s".into(),
        kind: ParentKind::Biological,
        span: family_map::date::Span::default(),
        origin: origin(),
    });
    let mut marte = person("m", "Marte");
    marte.note = Some("Bodde hos Sara i 2015".into());
    vec![
        vec![Edit::Add(Fact::Person(marte)), Edit::Add(Fact::Person(person("s", "Sara Auneglimt")))],
        vec![Edit::Add(tie), Edit::Add(home("hs", "Skogveien")), Edit::Add(lives("ls", "hs", "s"))],
        vec![Edit::Add(home("hm", "Storgata")), Edit::Add(lives("lm", "hm", "m"))],
        vec![Edit::SetPerson { person: "s".into(), field: PersonField::Called(Some("Tante Sara".into())) }],
        vec![Edit::SetIndex(Some("s".into()))],
        vec![Edit::Remove(FactId::Person("s".into()))],
        vec![Edit::Restore(FactId::Person("s".into()))],
    ]
}

#[test]
fn nothing_of_the_person_stays_and_the_rest_does() {
    let mut steps = steps();
    let sara = PersonId::from("s");
    assert_eq!(still_named(&steps, &sara, &["Sara Auneglimt", "Sara"]).len(), 1);
    for other in ["Sara Auneglimt", "Sar", "Ara", "Bod"] {
        assert_eq!(still_named(&steps, &sara, &[other]).len(), 0, "{other} is no word of the note");
    }
    forget_person(&mut steps, &sara);
    let stored = serde_json::to_string(&steps).unwrap();
    for trace in ["Auneglimt", "Tante", "Skogveien", "\"s\"", "\"ls\"", "\"hs\"", "\"l\""] {
        assert!(!stored.contains(trace), "{trace} in {stored}");
    }
    assert_eq!(steps.len(), 7);
    let record = replay(steps.iter().flatten());
    assert_eq!(record.people.keys().map(PersonId::as_str).collect::<Vec<_>>(), ["m"]);
    assert_eq!((record.index, record.households.len(), record.memberships.len()), (None, 1, 1));
    assert!(record.removed.is_empty());
}

#[test]
fn homes_lose_their_names_only() {
    let mut steps = steps();
    unname_homes(&mut steps, &["hm".into()].into());
    let record = replay(steps.iter().flatten());
    assert_eq!(record.households[&"hm".into()].label, "");
    assert_eq!(record.households[&"hs".into()].label, "Skogveien");
    assert!(!serde_json::to_string(&steps).unwrap().contains("Storgata"));
}

/// Whether the record tells of the person anywhere.
fn tells_of(record: &Record, id: &PersonId) -> bool {
    let text = serde_json::to_string(&(&record.people, &record.partnerships, &record.parent_links)).unwrap();
    let more = serde_json::to_string(&(&record.bonds, &record.memberships, &record.birth_groups)).unwrap();
    let id = format!("\"{id}\"");
    text.contains(&id)
        || more.contains(&id)
        || record.removed.keys().any(|it| it.to_string().ends_with(id.trim_matches('"')))
}

proptest! {
    /// Whoever is forgotten is gone, and everyone else stays as they were.
    #[test]
    fn whoever_is_forgotten_is_gone(record in record(), edits in edits()) {
        let mut now = record.clone();
        let mut done: Vec<Edit> = building(&record);
        done.extend(edits.into_iter().filter(|edit| {
            matches!(apply(&mut now, edit), family_map::edit::Outcome::Done { .. })
        }));
        let Some(id) = now.people.keys().next().cloned() else { return Ok(()) };
        let mut steps = vec![done];
        forget_person(&mut steps, &id);
        let after = replay(steps.iter().flatten());
        prop_assert!(!after.people.contains_key(&id));
        prop_assert!(!after.removed.contains_key(&FactId::Person(id.clone())));
        let others: Vec<_> = now.people.values().filter(|it| it.id != id).collect();
        prop_assert_eq!(after.people.values().collect::<Vec<_>>(), others);
        prop_assert!(!tells_of(&after, &id));
    }
}
