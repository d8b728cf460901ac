//! Steps on the map: each counts once, and one's own can be taken back and
//! done again.

use crate::common::{Databases, Office, add, open};
use casework::role::CaseFunction;
use family_map::edit::{Edit, PersonField};
use family_map::record::{FactId, Known};
use family_map::undo::Declined;
use store::{AccessRequest, CaseAccess, OwnSteps, StoreError, Way, Who};

on_both![
    a_step_that_is_sent_twice_counts_once,
    back_and_again_across_handles,
    nobody_takes_back_what_another_did_or_built_upon,
    a_step_of_which_nothing_is_left_is_passed_over,
    who_may_only_read_takes_nothing_back,
];

fn rename(id: &str, name: &str) -> Edit {
    Edit::SetPerson { person: id.into(), field: PersonField::Name(Known::Known(name.to_owned())) }
}

/// The names on the map, by id.
async fn names(access: &CaseAccess) -> Vec<String> {
    let record = access.record().await.unwrap();
    record.people.values().map(|it| it.name.value().cloned().unwrap_or_default()).collect()
}

const NONE: OwnSteps = OwnSteps { undo: false, redo: false };

async fn a_step_that_is_sent_twice_counts_once(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = office.access().await;
    assert_eq!(access.draw("k1", &[add("p1", "Marte", &["team"])]).await.unwrap().outcomes.len(), 1);
    access.draw("k2", &[rename("p1", "Marte L.")]).await.unwrap();
    let again = access.draw("k1", &[rename("p1", "Marte")]).await.unwrap();
    assert!(again.outcomes.is_empty());
    assert_eq!(names(&access).await, ["Marte L."]);
    // The key is its author's own.
    let colleague = office.member("anna", CaseFunction::Member).await;
    let other = open(&office.store, &colleague, &office.case).await;
    other.draw("k1", &[add("p2", "Tobias", &["team"])]).await.unwrap();
    assert_eq!(names(&access).await, ["Marte L.", "Tobias"]);
    for key in ["", &"k".repeat(65), "a\0b"] {
        assert!(matches!(access.draw(key, &[]).await, Err(StoreError::NotAllowed("key"))));
    }
    assert!(access.replay_agrees().await.unwrap());
}

async fn back_and_again_across_handles(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = office.access().await;
    assert_eq!(access.own_steps().await.unwrap(), NONE);
    assert_eq!(access.go(Way::Back).await.unwrap(), Err(Declined::Nothing));
    // What came from a file or a person's page is not taken back by the drawing hand.
    access.edit(&[add("p0", "Fra fil", &["team"]), Edit::Remove(FactId::Person("p0".into()))]).await.unwrap();
    assert_eq!(access.own_steps().await.unwrap(), NONE);
    assert_eq!(access.go(Way::Back).await.unwrap(), Err(Declined::Nothing));
    access.draw("1", &[add("p1", "Marte", &["team"]), add("p2", "Tobias", &["team"])]).await.unwrap();
    access.draw("2", &[rename("p1", "Marte L.")]).await.unwrap();
    access.draw("3", &[rename("p1", "Marte Lyngtjernvik")]).await.unwrap();

    let later = office.access().await;
    for expected in [vec!["Marte L.", "Tobias"], vec!["Marte", "Tobias"], vec![]] {
        assert!(later.own_steps().await.unwrap().undo);
        later.go(Way::Back).await.unwrap().unwrap();
        assert_eq!(names(&later).await, expected);
    }
    assert_eq!(later.own_steps().await.unwrap(), OwnSteps { undo: false, redo: true });
    for expected in [vec!["Marte", "Tobias"], vec!["Marte L.", "Tobias"], vec!["Marte Lyngtjernvik", "Tobias"]] {
        office.access().await.go(Way::Again).await.unwrap().unwrap();
        assert_eq!(names(&later).await, expected);
    }
    assert_eq!(later.go(Way::Again).await.unwrap(), Err(Declined::Nothing));
    later.go(Way::Back).await.unwrap().unwrap();
    later.draw("4", &[rename("p2", "Tobias M.")]).await.unwrap();
    assert_eq!(later.own_steps().await.unwrap(), OwnSteps { undo: true, redo: false });
    assert!(later.replay_agrees().await.unwrap());
}

async fn nobody_takes_back_what_another_did_or_built_upon(databases: Databases) {
    let office = Office::new(&databases).await;
    let lead = office.access().await;
    let colleague = office.member("anna", CaseFunction::Member).await;
    let other = open(&office.store, &colleague, &office.case).await;
    lead.draw("1", &[add("p1", "Marte", &["team"])]).await.unwrap();
    assert_eq!(other.own_steps().await.unwrap(), NONE);
    assert_eq!(other.go(Way::Back).await.unwrap(), Err(Declined::Nothing));
    lead.draw("2", &[rename("p1", "Marte L.")]).await.unwrap();
    other.draw("1", &[rename("p1", "Marthe")]).await.unwrap();
    assert_eq!(lead.go(Way::Back).await.unwrap(), Err(Declined::ChangedSince));
    assert_eq!(names(&lead).await, ["Marthe"]);
    // The colleague takes the own change back; then the way is free again.
    other.go(Way::Back).await.unwrap().unwrap();
    assert_eq!(names(&lead).await, ["Marte L."]);
    lead.go(Way::Back).await.unwrap().unwrap();
    assert_eq!(names(&lead).await, ["Marte"]);
}

async fn a_step_of_which_nothing_is_left_is_passed_over(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = office.access().await;
    access.draw("1", &[add("p1", "Marte", &["team"])]).await.unwrap();
    access.draw("2", &[add("p2", "Omtalt", &["team"])]).await.unwrap();
    access.draw("3", &[rename("p9", "Ingen")]).await.unwrap();
    access.forget_person("p2").await.unwrap();
    access.go(Way::Back).await.unwrap().unwrap();
    assert_eq!(names(&access).await, [] as [&str; 0]);
    assert_eq!(access.own_steps().await.unwrap(), OwnSteps { undo: false, redo: true });
    access.go(Way::Again).await.unwrap().unwrap();
    assert_eq!(names(&access).await, ["Marte"]);
    assert_eq!(access.go(Way::Again).await.unwrap(), Err(Declined::Nothing));
    assert_eq!(access.own_steps().await.unwrap(), OwnSteps { undo: true, redo: false });
    assert!(access.replay_agrees().await.unwrap());
}

async fn who_may_only_read_takes_nothing_back(databases: Databases) {
    let office = Office::new(&databases).await;
    office.access().await.draw("1", &[add("p1", "Marte", &["team"])]).await.unwrap();
    let asked = AccessRequest::reading("map");
    let reading = office.store.open_case(&Who::Staff(office.lead.clone()), &office.case, &asked).await.unwrap();
    assert!(matches!(reading.go(Way::Back).await, Err(StoreError::NotAllowed(_))));
    assert!(matches!(reading.draw("2", &[]).await, Err(StoreError::NotAllowed(_))));
    assert_eq!(names(&reading).await, ["Marte"]);
}
