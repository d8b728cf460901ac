//! How much help somebody carries: counted of what each of them may see, from
//! the plan and from the calendar.

use crate::common::{Databases, LONG_AGO, Office, TODAY, add, open, open_own, staff};
use casework::appointment::{AppointmentKind, PlaceKind};
use casework::calendar::conflict::Travel;
use casework::calendar::moment::Moment;
use casework::calendar::series::Series;
use casework::calendar::time::Time;
use casework::child::DEFAULT_AGE_LIMITS;
use casework::participation::ChildConsent;
use casework::plan::{Action, Body, Doer, HaltKind, HaltScope, Part, Status};
use casework::role::Role;
use std::collections::BTreeSet;
use store::{CaseAccess, Details, NewEntry, NewHalt, NewParticipant, PersonLoad, StoreError, UserId, Words};

on_both!(each_is_counted_by_what_they_see, meetings_and_who_comes_to_them, only_those_who_carry_their_own);

struct House {
    office: Office,
    access: CaseAccess,
}

/// An office with a case in which Marte and Stian take part.
async fn house(databases: &Databases) -> House {
    let office = Office::new(databases).await;
    let access = office.access().await;
    for (person, name) in [("marte", "Marte"), ("stian", "Stian")] {
        access.edit(&[add(person, name, &["team", "person:marte", "person:stian"])]).await.unwrap();
        take_part(&access, person, name, false).await;
    }
    House { office, access }
}

async fn take_part(access: &CaseAccess, person: &str, name: &str, is_child: bool) {
    let new = NewParticipant { person, name, is_child, has_responsibility: !is_child, from: LONG_AGO, to: None };
    if is_child {
        access.admit(&new, ChildConsent::HolderHere).await.unwrap();
    } else {
        access.add_participant(&new).await.unwrap();
    }
}

impl House {
    async fn does(&self, doer: Doer, audience: &[&str]) -> String {
        let body = Body::Action(Action {
            goal: None,
            words: "Hjelpe".into(),
            doer,
            stand_in: String::new(),
            deadline: None,
            status: Status::Ongoing,
            late_because: String::new(),
            child: None,
            by_law: None,
            asked: None,
            receipts: Vec::new(),
        });
        let audience = audience.iter().map(|&key| key.to_owned()).collect();
        let part = Part { teller: "team".into(), audience, withdrawn: false, body };
        self.access.write_plan_part(None, &part).await.unwrap()
    }

    async fn talk(&self, kind: AppointmentKind, in_days: i32, people: &[&UserId]) {
        let details = Details {
            room: None,
            place: PlaceKind::Home,
            travel: Travel::default(),
            people: people.iter().map(|it| (*it).clone()).collect(),
            interpreters: BTreeSet::new(),
            equipment: BTreeSet::new(),
            open_to_unit: false,
            words: Words { title: String::new(), kind: Some(kind), note: String::new() },
        };
        let start = Moment::new(TODAY.shifted(in_days), Time::new(10, 0));
        let series = Series::once(start, 60).unwrap();
        let new = NewEntry { unit: self.office.unit.clone(), series, details };
        self.access.create_appointment(&new).await.unwrap();
    }

    async fn own(&self, person: &str) -> PersonLoad {
        open_own(&self.office.store, person, &self.office.case).await.own_load().await.unwrap()
    }

    async fn loads(&self) -> Vec<PersonLoad> {
        open(&self.office.store, &self.office.lead, &self.office.case).await.loads(DEFAULT_AGE_LIMITS).await.unwrap()
    }
}

fn service(name: &str, person: &str) -> Doer {
    Doer::Service { name: name.into(), person: person.into() }
}

fn meetings(load: &PersonLoad) -> Vec<u32> {
    load.load.weeks.iter().map(|it| it.meetings).collect()
}

async fn each_is_counted_by_what_they_see(databases: Databases) {
    let house = house(&databases).await;
    let both = ["team", "person:marte", "person:stian"];
    house.does(service("Nav", "Kari"), &both).await;
    house.does(service("NAV", ""), &both).await;
    let hidden = house.does(service("Krisesenteret", ""), &["team", "person:marte"]).await;
    house.does(Doer::Staff { user: house.office.lead.0.clone() }, &both).await;
    house.does(service("Bare teamet", ""), &["team"]).await;
    assert_eq!(house.own("marte").await.helper_names(), ["ingrid", "Krisesenteret", "Nav (Kari)"]);
    assert_eq!(house.own("stian").await.helper_names(), ["ingrid", "Nav (Kari)"]);
    // The team sees the same numbers as each of them, no more.
    let loads = house.loads().await;
    assert_eq!(loads.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["Marte", "Stian"]);
    for load in &loads {
        assert_eq!(*load, house.own(&load.person).await);
    }
    // What stands still helps nobody for the time being.
    let halt = NewHalt { kind: HaltKind::Pause, scope: HaltScope::Action(hidden), person: "marte".into(), until: None };
    house.access.halt_plan(&halt).await.unwrap();
    assert_eq!(house.own("marte").await.helper_names(), ["ingrid", "Nav (Kari)"]);
}

async fn meetings_and_who_comes_to_them(databases: Databases) {
    let house = house(&databases).await;
    let jonas = staff(&house.office.store, "jonas", &house.office.unit, Role::Practitioner).await;
    let lead = house.office.lead.clone();
    // Today is a Monday.
    house.talk(AppointmentKind::FamilyTalk, 1, &[&lead]).await;
    house.talk(AppointmentKind::FamilyTalk, 2, &[&lead, &jonas]).await;
    house.talk(AppointmentKind::FamilyTalk, 15, &[&lead]).await;
    house.talk(AppointmentKind::FamilyTalk, 28, &[&jonas]).await;
    // Where the family is not, they carry nothing.
    house.talk(AppointmentKind::Consultation, 3, &[&jonas]).await;
    let marte = house.own("marte").await;
    assert_eq!(meetings(&marte), [2, 0, 1, 0]);
    assert_eq!(marte.helper_names(), ["ingrid", "jonas"]);
    assert_eq!(marte.load.busiest().map(|it| it.meetings), Some(2));
    assert_eq!(house.loads().await[0], marte);
}

async fn only_those_who_carry_their_own(databases: Databases) {
    let house = house(&databases).await;
    house.access.edit(&[add("lita", "Lita", &["team", "person:marte"])]).await.unwrap();
    take_part(&house.access, "lita", "Lita", true).await;
    let people: Vec<String> = house.loads().await.into_iter().map(|it| it.person).collect();
    assert_eq!(people, ["marte", "stian"], "a small child carries no plan");
    // A participant's own handle tells of nobody else.
    let own = open_own(&house.office.store, "stian", &house.office.case).await;
    assert!(matches!(own.loads(DEFAULT_AGE_LIMITS).await, Err(StoreError::NotAllowed("staff"))));
    assert!(matches!(house.access.own_load().await, Err(StoreError::NotAllowed("participant"))));
}
