//! What waits today, from the list and the log alone; the users' keys for
//! unsaved text.

use crate::common;
use crate::common::{Databases, LONG_AGO, Office, YESTERDAY, between, case, open, since, staff};
use casework::opening::CaseStatus;
use casework::role::{CaseFunction, Role};
use casework::waiting::Waiting;
use store::{AccessRequest, CaseId, Store, UserId, Who};

on_both![
    a_case_changed_by_somebody_else_waits_until_it_is_opened,
    looking_at_the_day_opens_no_case,
    a_lead_who_left_is_told_to_the_team_and_the_leader,
    the_unit_shows_each_post_what_is_theirs,
    what_is_most_pressing_comes_first,
    a_key_is_the_users_own_and_outlasts_everything,
];

async fn waiting(store: &Store, user: &UserId, case: &CaseId) -> Vec<Waiting> {
    store.my_day(user).await.unwrap().into_iter().find(|it| &it.line.id == case).expect("in the day").waiting
}

async fn read(office: &Office, user: &UserId) {
    asks(office, user, &AccessRequest::reading("people")).await;
}

async fn change(office: &Office, user: &UserId) {
    asks(office, user, &AccessRequest::changing("people")).await;
}

async fn asks(office: &Office, user: &UserId, asked: &AccessRequest<'_>) {
    office.store.open_case(&Who::Staff(user.clone()), &office.case, asked).await.expect("the case opens");
}

async fn a_case_changed_by_somebody_else_waits_until_it_is_opened(databases: Databases) {
    let office = Office::new(&databases).await;
    let other = office.member("jonas", CaseFunction::StandIn).await;
    let (store, case) = (&office.store, &office.case);
    assert_eq!(waiting(store, &office.lead, case).await, []);
    assert_eq!(waiting(store, &other, case).await, [Waiting::New]);

    databases.clock.advance(1000);
    read(&office, &other).await;
    assert_eq!(waiting(store, &other, case).await, []);
    assert_eq!(waiting(store, &office.lead, case).await, [], "to read is no change");

    databases.clock.advance(1000);
    change(&office, &other).await;
    let day = store.my_day(&office.lead).await.unwrap();
    assert_eq!(day[0].waiting, [Waiting::Changed]);
    assert_eq!(day[0].changed_by.as_deref(), Some("jonas"));
    assert_eq!(waiting(store, &other, case).await, [], "one's own change is known");

    databases.clock.advance(1000);
    read(&office, &office.lead).await;
    assert_eq!(waiting(store, &office.lead, case).await, []);
}

async fn looking_at_the_day_opens_no_case(databases: Databases) {
    let office = Office::new(&databases).await;
    let before = office.access().await.log(100).await.unwrap().len();
    for _ in 0..3 {
        office.store.my_day(&office.lead).await.unwrap();
    }
    assert_eq!(office.access().await.log(100).await.unwrap().len(), before + 1);
}

async fn a_lead_who_left_is_told_to_the_team_and_the_leader(databases: Databases) {
    let office = Office::new(&databases).await;
    let member = office.member("mia", CaseFunction::Member).await;
    let leader = staff(&office.store, "lars", &office.unit, Role::UnitLeader).await;
    open(&office.store, &member, &office.case).await;
    let unit_day = async || office.store.unit_day(&office.store.find_user(&leader).await.unwrap()).await.unwrap();
    assert!(unit_day().await.is_empty());

    office.store.set_active(&office.lead, false).await.unwrap();
    assert_eq!(waiting(&office.store, &member, &office.case).await, [Waiting::LeadLeft]);
    let unit = unit_day().await;
    assert_eq!(unit[0].line.id, office.case);
    assert_eq!(unit[0].waiting, [Waiting::LeadLeft, Waiting::NoStandIn]);

    // Back, but without a post in the unit: still nobody's.
    office.store.set_active(&office.lead, true).await.unwrap();
    assert!(unit_day().await.is_empty());
    let guest = staff(&office.store, "gro", &office.unit, Role::Practitioner).await;
    let hers = case(&office.store, &guest, &office.unit, "Uten leder", CaseStatus::Open).await;
    let access = open(&office.store, &guest, &hers).await;
    access.join_team(&member, CaseFunction::Lead, between(LONG_AGO, YESTERDAY)).await.unwrap();
    access.join_team(&guest, CaseFunction::Member, since(LONG_AGO)).await.unwrap();
    assert!(unit_day().await.is_empty(), "whoever made the case leads it");
}

async fn the_unit_shows_each_post_what_is_theirs(databases: Databases) {
    let office = Office::new(&databases).await;
    let intake = case(&office.store, &office.lead, &office.unit, "Ny søknad", CaseStatus::Intake).await;
    office.store.set_active(&office.lead, false).await.unwrap();
    let elsewhere = office.store.create_unit("Helsestasjonen").await.unwrap();
    for (role, unit, expected) in [
        (Role::UnitLeader, &office.unit, vec![&office.case, &intake]),
        (Role::IntakeTeam, &office.unit, vec![&intake]),
        (Role::DepartmentLeader, &office.unit, vec![&intake]),
        (Role::Practitioner, &office.unit, vec![]),
        (Role::Administrator, &office.unit, vec![]),
        (Role::PrivacyOfficer, &office.unit, vec![]),
        (Role::UnitLeader, &elsewhere, vec![]),
    ] {
        let id = staff(&office.store, &format!("{}-{}", role.code(), unit.0), unit, role).await;
        let day = office.store.unit_day(&office.store.find_user(&id).await.unwrap()).await.unwrap();
        assert_eq!(day.iter().map(|it| &it.line.id).collect::<Vec<_>>(), expected, "{role:?}");
        if role == Role::IntakeTeam {
            assert_eq!(day[0].waiting, [Waiting::Intake], "who leads is not theirs to know");
        }
    }
}

async fn what_is_most_pressing_comes_first(databases: Databases) {
    let office = Office::new(&databases).await;
    let stand_in = office.member("jonas", CaseFunction::StandIn).await;
    databases.clock.advance(1000);
    let newer = case(&office.store, &office.lead, &office.unit, "Nyere", CaseStatus::Open).await;
    databases.clock.advance(1000);
    let closed = case(&office.store, &office.lead, &office.unit, "Avsluttet", CaseStatus::Closed).await;
    let order: Vec<_> = office.store.my_day(&office.lead).await.unwrap().into_iter().map(|it| it.line.id).collect();
    // Without a stand-in, then quiet ones by their last change.
    assert_eq!(order, [newer, closed, office.case.clone()]);
    assert_eq!(office.store.my_day(&stand_in).await.unwrap()[0].function, CaseFunction::StandIn);
}

async fn a_key_is_the_users_own_and_outlasts_everything(databases: Databases) {
    let office = Office::new(&databases).await;
    let other = office.member("jonas", CaseFunction::StandIn).await;
    let (key, tag) = (office.store.draft_key(&office.lead), office.store.draft_tag(&office.lead));
    assert_eq!((key.len(), tag.len()), (64, 16));
    assert_ne!(key, office.store.draft_key(&other));
    assert_ne!(tag, office.store.draft_tag(&other));
    office.store.set_password(&office.lead, "en helt annen setning her").await.unwrap();
    let again = databases.open().await;
    assert_eq!(again.draft_key(&office.lead), key);
    assert!(!common::contains(&databases.everything_readable().await, &key), "it is stored nowhere");
}
