//! A copy that is taken along, and what was drawn on it coming back.

use crate::common::{Databases, LONG_AGO, NOW, Office, TODAY, YESTERDAY, add, between, contains, open};
use casework::role::CaseFunction;
use casework::sight::{Bar, BarKind};
use family_map::away::{AwayClash, AwayStep};
use family_map::edit::{Edit, PersonField};
use family_map::pending::Waiting;
use family_map::record::{FactId, Known, Record};
use std::collections::BTreeSet;
use store::{
    AccessRequest, Action, CaseAccess, NewBar, OFFLINE_LIMIT_MS, StoreError, TakenOffline, UserId, Who, seal_to,
};

on_both![
    the_copy_holds_what_all_in_the_room_may_see,
    a_protected_address_does_not_go_along,
    what_is_not_allowed_is_refused,
    what_was_drawn_comes_back_and_counts_once,
    an_ended_copy_still_gives_back,
    nobody_else_gives_it_back,
    who_wrote_the_same_is_told,
];

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// The same office everywhere here.
async fn office(databases: &Databases) -> Office {
    Office::of_two(databases, &[add("his", "Bare Hans", &["team", "person:far"])]).await
}

async fn to_take(office: &Office, user: &UserId) -> CaseAccess {
    let asked = AccessRequest { action: Action::TakeOffline, ..AccessRequest::reading("map") };
    office.store.open_case(&Who::Staff(user.clone()), &office.case, &asked).await.unwrap()
}

async fn take(office: &Office, room: &[&str]) -> TakenOffline {
    let room: Vec<String> = room.iter().map(|it| (*it).to_owned()).collect();
    to_take(office, &office.lead).await.take_offline(&room, DAY_MS).await.unwrap()
}

fn people(record: &Record) -> Vec<&str> {
    record.people.keys().map(|id| id.as_str()).collect()
}

fn named(id: &str, name: &str) -> Edit {
    Edit::SetPerson { person: id.into(), field: PersonField::Name(Known::Known(name.into())) }
}

/// What a browser sends of a step that was drawn on a copy.
fn sealed(taken: &TakenOffline, key: &str, edits: Vec<Edit>) -> (AwayStep, String) {
    let step = AwayStep::drawn(&taken.record, Waiting { key: key.into(), edits });
    let text = serde_json::to_vec(&step).unwrap();
    (step, seal_to(&taken.public_key, &taken.copy.id, &text).unwrap())
}

fn code<T: std::fmt::Debug>(outcome: Result<T, StoreError>) -> &'static str {
    match outcome {
        Err(StoreError::NotAllowed(code)) => code,
        Err(StoreError::NotFound) => "not_found",
        other => panic!("{other:?}"),
    }
}

async fn the_copy_holds_what_all_in_the_room_may_see(databases: Databases) {
    let office = office(&databases).await;
    assert!(office.access().await.may_take_offline().await.unwrap());
    assert_eq!(people(&take(&office, &["mor"]).await.record), ["far", "hers", "mor"]);
    assert_eq!(people(&take(&office, &["far"]).await.record), ["far", "his", "mor"]);
    let both = take(&office, &["mor", "far"]).await;
    assert_eq!(people(&both.record), ["far", "mor"]);
    assert_eq!(both.record, take(&office, &["far", "mor"]).await.record);
    assert_eq!(both.copy.ends_at, NOW + DAY_MS);
    // It is told in the log as what it was, and the key is nowhere to be read.
    let log = office.access().await.log(50).await.unwrap();
    assert_eq!(log.iter().filter(|row| row.action == "take_offline" && row.object == "map").count(), 4);
    assert!(!contains(&databases.everything_readable().await, "Bare Hennes"));
}

async fn a_protected_address_does_not_go_along(databases: Databases) {
    let office = office(&databases).await;
    let may = async || office.access().await.may_take_offline().await.unwrap();
    let refused = async || {
        assert!(!may().await);
        code(to_take(&office, &office.lead).await.take_offline(&["mor".to_owned()], DAY_MS).await)
    };
    let bar = |from, to| Bar {
        kind: BarKind::ProtectedAddress,
        protects: "hers".into(),
        against: BTreeSet::new(),
        except: BTreeSet::new(),
        period: between(from, to),
    };
    let set = async |bar| office.access().await.set_bar(&NewBar { bar, reason: "Vedtak".into() }).await.unwrap();
    set(bar(LONG_AGO, YESTERDAY)).await;
    assert!(may().await, "what is over stands in nobody's way");
    // Somebody on the map is shielded, whoever may see them.
    let shield = |on| Edit::SetPerson { person: "ours".into(), field: PersonField::Shielded(on) };
    office.access().await.edit(&[shield(true)]).await.unwrap();
    assert_eq!(refused().await, "offline_protected");
    office.access().await.edit(&[shield(false)]).await.unwrap();
    assert!(may().await);
    set(bar(TODAY, TODAY)).await;
    assert_eq!(refused().await, "offline_protected");
}

async fn what_is_not_allowed_is_refused(databases: Databases) {
    let office = office(&databases).await;
    let room = ["mor".to_owned()];
    let case = to_take(&office, &office.lead).await;
    assert_eq!(code(case.take_offline(&[], DAY_MS).await), "offline_nobody");
    for lasts in [0, -1, OFFLINE_LIMIT_MS + 1] {
        assert_eq!(code(case.take_offline(&room, lasts).await), "offline_time");
    }
    assert_eq!(code(case.take_offline(&["ours".to_owned()], DAY_MS).await), "not_found");
    // The log must say what the case was opened for.
    assert_eq!(code(office.access().await.take_offline(&room, DAY_MS).await), "read_only");
    assert_eq!(code(case.seen_by("mor").await.unwrap().take_offline(&room, DAY_MS).await), "staff");
    assert_eq!(code(case.draw("x", &[named("mor", "X")]).await), "opened_to_read");
}

async fn what_was_drawn_comes_back_and_counts_once(databases: Databases) {
    let office = office(&databases).await;
    let taken = take(&office, &["mor", "far"]).await;
    let drawn = vec![add("ny", "Ny", &["team"]), named("mor", "Marte L.")];
    let (step, sealed) = sealed(&taken, "k1", drawn);
    let copy = office.store.offline_copy(&office.lead, &taken.copy.id).await.unwrap();
    assert_eq!(copy, taken.copy);
    let case = office.access().await;
    assert!(!case.has_drawn("k1").await.unwrap());
    for _ in 0..2 {
        let opened = case.open_offline_step(&copy, &sealed).await.unwrap();
        assert_eq!(opened, step);
        assert_eq!(opened.clashes(&case.record().await.unwrap()), []);
        case.draw(&opened.step.key, &opened.step.edits).await.unwrap();
        assert!(case.has_drawn("k1").await.unwrap());
    }
    let record = case.record().await.unwrap();
    assert_eq!(people(&record), ["far", "hers", "his", "mor", "ny", "ours"]);
    assert_eq!(record.people[&"mor".into()].name, Known::Known("Marte L.".into()));
    assert!(case.replay_agrees().await.unwrap());
    // What was not sealed to this copy does not open.
    let other = take(&office, &["mor"]).await;
    assert_eq!(code(case.open_offline_step(&other.copy, &sealed).await), "offline_step");
    for broken in ["", "xx", "00"] {
        assert_eq!(code(case.open_offline_step(&copy, broken).await), "offline_step");
    }
}

async fn an_ended_copy_still_gives_back(databases: Databases) {
    let office = office(&databases).await;
    let taken = take(&office, &["mor"]).await;
    let (_, sealed) = sealed(&taken, "k1", vec![named("mor", "Marte L.")]);
    databases.clock.advance(2 * DAY_MS);
    office.store.end_offline_copy(&office.lead, &taken.copy.id).await.unwrap();
    let copy = office.store.offline_copy(&office.lead, &taken.copy.id).await.unwrap();
    assert_eq!(copy.ended_at, Some(NOW + 2 * DAY_MS));
    let case = office.access().await;
    let step = case.open_offline_step(&copy, &sealed).await.unwrap();
    case.draw(&step.step.key, &step.step.edits).await.unwrap();
    assert_eq!(case.record().await.unwrap().people[&"mor".into()].name, Known::Known("Marte L.".into()));
}

async fn nobody_else_gives_it_back(databases: Databases) {
    let office = office(&databases).await;
    let anna = office.member("anna", CaseFunction::Member).await;
    let taken = take(&office, &["mor"]).await;
    let (_, sealed) = sealed(&taken, "k1", vec![named("mor", "Marte L.")]);
    assert_eq!(code(office.store.offline_copy(&anna, &taken.copy.id).await), "not_found");
    assert_eq!(code(office.store.end_offline_copy(&anna, &taken.copy.id).await), "not_found");
    assert_eq!(code(office.store.offline_copy(&office.lead, "no\0thing").await), "not_found");
    let annas = open(&office.store, &anna, &office.case).await;
    assert_eq!(code(annas.open_offline_step(&taken.copy, &sealed).await), "not_found");
    let clash = AwayClash { mine: named("mor", "Marte L."), theirs: None };
    assert_eq!(code(annas.who_wrote(&taken.copy, &clash).await), "not_found");
}

async fn who_wrote_the_same_is_told(databases: Databases) {
    let office = office(&databases).await;
    let anna = office.member("anna", CaseFunction::Member).await;
    let taken = take(&office, &["mor", "far"]).await;
    let (renamed, _) = sealed(&taken, "k1", vec![named("mor", "Min")]);
    let (gone, _) = sealed(&taken, "k2", vec![named("far", "Borte")]);
    let annas = open(&office.store, &anna, &office.case).await;
    annas.draw("a", &[named("mor", "Annas")]).await.unwrap();
    let case = office.access().await;
    let now = case.record().await.unwrap();
    let found = renamed.clashes(&now);
    assert_eq!(found, [AwayClash { mine: named("mor", "Min"), theirs: Some(named("mor", "Annas")) }]);
    assert_eq!(case.who_wrote(&taken.copy, &found[0]).await.unwrap().as_deref(), Some("anna"));
    // A place in the case stands in the way of being taken off the map by hand, but not here.
    case.edit(&[Edit::Remove(FactId::Person("far".into()))]).await.unwrap();
    let now = case.record().await.unwrap();
    let found = gone.clashes(&now);
    assert_eq!(found.len(), 1);
    assert_eq!(case.who_wrote(&taken.copy, &found[0]).await.unwrap().as_deref(), Some("ingrid"));
}
