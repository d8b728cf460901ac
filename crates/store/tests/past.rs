//! The map as it was drawn before, and the snapshots of it: with today's
//! rights, and without a trace of what is hidden.

use crate::common;
use crate::common::{Databases, NOW, Office, TODAY, add, contains, open, open_own, person, since};
use casework::occasion::Occasion;
use casework::participation::ChildConsent;
use casework::role::CaseFunction;
use casework::sight::{Bar, BarKind};
use family_map::Record;
use family_map::edit::{Edit, PersonField};
use family_map::record::{Fact, FactId, Known, Origin};
use std::collections::BTreeSet;
use store::{AccessRequest, CaseAccess, Moment, NewBar, NewParticipant, StoreError, Who};

on_both![
    a_day_gives_the_map_as_it_was_drawn_by_its_end,
    what_somebody_may_not_see_today_is_not_in_the_past,
    a_snapshot_is_named_kept_and_taken_away,
    snapshots_are_for_the_team_and_for_who_may_change,
    a_forgotten_person_is_in_no_snapshot,
];

const DAY: i64 = 24 * 60 * 60 * 1000;

fn set(id: &str, field: PersonField) -> Edit {
    Edit::SetPerson { person: id.into(), field }
}

fn rename(id: &str, name: &str) -> Edit {
    set(id, PersonField::Name(Known::Known(name.to_owned())))
}

fn names(record: &Record) -> Vec<String> {
    record.people.values().map(|it| it.name.value().cloned().unwrap_or_default()).collect()
}

/// The days of the test, counted from its first.
fn day_of(at: i64) -> String {
    format!("day {}", (at - NOW) / DAY)
}

async fn at_end_of(access: &CaseAccess, day: i64) -> Vec<String> {
    names(&access.past_record(Moment::Before(NOW + (day + 1) * DAY)).await.unwrap())
}

async fn a_day_gives_the_map_as_it_was_drawn_by_its_end(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = office.access().await;
    assert!(access.past_days(day_of).await.unwrap().is_empty(), "nothing was drawn yet");
    access.draw("1", &[add("p1", "Marte", &["team"])]).await.unwrap();
    access.draw("2", &[rename("p1", "Marte L.")]).await.unwrap();
    assert!(access.past_days(day_of).await.unwrap().is_empty(), "it is as it is now");
    databases.clock.advance(2 * DAY);
    access.draw("3", &[add("p2", "Tobias", &["team"])]).await.unwrap();
    databases.clock.advance(DAY);
    access.draw("4", &[Edit::Remove(FactId::Person("p1".into()))]).await.unwrap();
    assert_eq!(access.past_days(day_of).await.unwrap(), ["day 0", "day 2"]);
    assert_eq!(at_end_of(&access, -1).await, Vec::<String>::new());
    assert_eq!(at_end_of(&access, 0).await, ["Marte L."]);
    assert_eq!(at_end_of(&access, 1).await, ["Marte L."], "on a day on which nothing was drawn it is as before");
    assert_eq!(at_end_of(&access, 2).await, ["Marte L.", "Tobias"]);
    assert_eq!(at_end_of(&access, 3).await, ["Tobias"]);
}

async fn what_somebody_may_not_see_today_is_not_in_the_past(databases: Databases) {
    let office = Office::new(&databases).await;
    let lead = office.access().await;
    let mother = ["person:m", "team"];
    lead.draw("1", &[add("m", "Marte", &mother), add("x", "Tobias", &mother), add("y", "Kine", &mother)])
        .await
        .unwrap();
    let joined = NewParticipant {
        person: "m",
        name: "Marte",
        is_child: false,
        has_responsibility: false,
        from: TODAY,
        to: None,
    };
    lead.admit(&joined, ChildConsent::HolderHere).await.unwrap();
    databases.clock.advance(DAY);
    // Told to the team alone, and a bar: neither is hers to know any more.
    lead.draw("2", &[set("x", PersonField::Origin(Origin::told("team", ["team"])))]).await.unwrap();
    databases.clock.advance(DAY);
    // A day on which only what she does not see has changed.
    lead.draw("3", &[rename("x", "Tobias M."), Edit::Add(Fact::Person(person("h", "Skjult", &["team"])))])
        .await
        .unwrap();
    databases.clock.advance(DAY);
    lead.draw("4", &[rename("y", "Kine L.")]).await.unwrap();
    let own = open_own(&office.store, "m", &office.case).await;
    assert_eq!(at_end_of(&own, 0).await, ["Marte", "Kine"]);
    assert_eq!(at_end_of(&own, 2).await, ["Marte", "Kine"]);
    assert_eq!(own.past_days(day_of).await.unwrap(), ["day 0"], "nothing tells of the days in between");
    assert_eq!(at_end_of(&lead, 0).await, ["Marte", "Tobias", "Kine"]);
    assert_eq!(lead.past_days(day_of).await.unwrap(), ["day 0", "day 2"]);
    // Through her eyes the lead sees what she does.
    assert_eq!(at_end_of(&lead.seen_by("m").await.unwrap(), 2).await, ["Marte", "Kine"]);
    let bar = Bar {
        kind: BarKind::ContactBan,
        protects: "y".into(),
        against: BTreeSet::from([casework::Party::Person("m".into())]),
        except: BTreeSet::new(),
        period: since(TODAY),
    };
    lead.set_bar(&NewBar { bar, reason: "…".into() }).await.unwrap();
    let own = open_own(&office.store, "m", &office.case).await;
    assert_eq!(at_end_of(&own, 0).await.len(), names(&own.record().await.unwrap()).len());
    // A shield of today lies over yesterday too.
    lead.edit(&[set("y", PersonField::Shielded(true))]).await.unwrap();
    let shielded = lead.past_record(Moment::Before(NOW + DAY)).await.unwrap();
    assert_eq!(names(&shielded), ["Marte", "Tobias", ""]);
}

async fn a_snapshot_is_named_kept_and_taken_away(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = office.access().await;
    access.draw("1", &[add("p1", "Marte", &["team"])]).await.unwrap();
    let start = access.take_snapshot(" Hos Marte på kjøkkenet ", Occasion::Start).await.unwrap();
    // Within the same moment: what counts is the step, not the clock.
    access.draw("2", &[add("p2", "Tobias", &["team"])]).await.unwrap();
    let halfway = access.take_snapshot("", Occasion::Halfway).await.unwrap();
    let of = |id: &str| access.past_record(Moment::Snapshot(Box::leak(id.to_owned().into_boxed_str())));
    assert_eq!(names(&of(&start).await.unwrap()), ["Marte"]);
    assert_eq!(names(&of(&halfway).await.unwrap()), ["Marte", "Tobias"]);
    let list = access.snapshots().await.unwrap();
    let told: Vec<_> = list.iter().map(|it| (it.name.as_str(), it.occasion, it.at, it.by.as_str())).collect();
    assert_eq!(
        told,
        [("Hos Marte på kjøkkenet", Occasion::Start, NOW, "ingrid"), ("", Occasion::Halfway, NOW, "ingrid")]
    );
    assert!(!contains(&databases.everything_readable().await, "kjøkkenet"));
    access.rename_snapshot(&start, "Første møte", Occasion::Other).await.unwrap();
    let renamed = access.snapshots().await.unwrap().remove(0);
    assert_eq!((renamed.name.as_str(), renamed.occasion), ("Første møte", Occasion::Other));
    assert_eq!(names(&of(&start).await.unwrap()), ["Marte"], "another name is no other map");
    let too_long = "n".repeat(121);
    assert!(matches!(access.take_snapshot(&too_long, Occasion::End).await, Err(StoreError::NotAllowed("name"))));
    access.remove_snapshot(&start).await.unwrap();
    assert_eq!(access.snapshots().await.unwrap().len(), 1);
    for gone in [&start, "no such", "a\0b"] {
        assert!(matches!(of(gone).await, Err(StoreError::NotFound)));
    }
    assert!(matches!(access.remove_snapshot(&start).await, Err(StoreError::NotFound)));
    assert!(matches!(access.rename_snapshot(&start, "x", Occasion::End).await, Err(StoreError::NotFound)));
    assert!(access.replay_agrees().await.unwrap());
}

async fn snapshots_are_for_the_team_and_for_who_may_change(databases: Databases) {
    let office = Office::new(&databases).await;
    let lead = office.access().await;
    lead.draw("1", &[add("m", "Marte", &["person:m", "team"])]).await.unwrap();
    let joined = NewParticipant {
        person: "m",
        name: "Marte",
        is_child: false,
        has_responsibility: false,
        from: TODAY,
        to: None,
    };
    lead.admit(&joined, ChildConsent::HolderHere).await.unwrap();
    let id = lead.take_snapshot("Start", Occasion::Start).await.unwrap();
    for eyes in [open_own(&office.store, "m", &office.case).await, lead.seen_by("m").await.unwrap()] {
        assert!(eyes.snapshots().await.unwrap().is_empty());
        assert!(matches!(eyes.past_record(Moment::Snapshot(&id)).await, Err(StoreError::NotFound)));
        assert!(eyes.take_snapshot("Mitt", Occasion::Other).await.is_err());
        assert!(eyes.remove_snapshot(&id).await.is_err());
    }
    let colleague = office.member("anna", CaseFunction::Member).await;
    assert_eq!(open(&office.store, &colleague, &office.case).await.snapshots().await.unwrap().len(), 1);
    // A handle that was opened to read changes nothing.
    let asked = AccessRequest::reading("map");
    let reading = office.store.open_case(&Who::Staff(office.lead.clone()), &office.case, &asked).await.unwrap();
    assert!(reading.take_snapshot("", Occasion::End).await.is_err());
    // Nor is a snapshot of one case found from another.
    let other =
        common::case(&office.store, &office.lead, &office.unit, "Andre", casework::opening::CaseStatus::Open).await;
    let other = open(&office.store, &office.lead, &other).await;
    assert!(matches!(other.past_record(Moment::Snapshot(&id)).await, Err(StoreError::NotFound)));
    assert!(matches!(other.remove_snapshot(&id).await, Err(StoreError::NotFound)));
}

async fn a_forgotten_person_is_in_no_snapshot(databases: Databases) {
    let office = Office::new(&databases).await;
    let lead = office.access().await;
    lead.draw("1", &[add("m", "Marte", &["team"]), add("n", "Naboen", &["team"])]).await.unwrap();
    let id = lead.take_snapshot("Start", Occasion::Start).await.unwrap();
    lead.forget_person("n").await.unwrap();
    assert_eq!(names(&lead.past_record(Moment::Snapshot(&id)).await.unwrap()), ["Marte"]);
    assert_eq!(at_end_of(&lead, 0).await, ["Marte"]);
}
