//! Who holds several posts works in one at a time, and only that one counts.

use crate::common::{Databases, LONG_AGO, Office, PASSWORD, case, since, staff};
use casework::opening::{CaseStatus, Purpose};
use casework::role::Role;
use store::{AccessRequest, Action, CaseId, NewCase, OpenError, PostId, SessionToken, Store, StoreError, UserId, Who};

on_both![none_counts_before_one_is_chosen, every_check_uses_the_chosen_post, a_choice_is_of_one_s_own_posts];

const HERE: &str = "192.0.2.1";

/// Unit leader here, practitioner elsewhere.
async fn two_posts(office: &Office) -> (UserId, store::UnitId, SessionToken, Vec<PostId>) {
    let elsewhere = office.store.create_unit("Helsestasjonen").await.unwrap();
    let id = staff(&office.store, "siri", &office.unit, Role::UnitLeader).await;
    office.store.give_post(&id, &elsewhere, Role::Practitioner, since(LONG_AGO)).await.unwrap();
    let (token, _) = office.store.sign_in("siri@familie.example", PASSWORD, HERE).await.unwrap().unwrap().unwrap();
    let session = office.store.session(&token, true).await.unwrap().unwrap();
    (id, elsewhere, token, session.posts.iter().map(|post| post.id.clone()).collect())
}

/// The store as the holder of this session meets it.
async fn acting(store: &Store, token: &SessionToken) -> Store {
    let session = store.session(token, true).await.unwrap().unwrap();
    store.acting(&session.user.id, session.user.posts.first().map(|post| &post.id))
}

async fn opens(store: &Store, who: &UserId, case: &CaseId) -> bool {
    let purpose = Purpose::Leadership;
    let asked = AccessRequest { purpose, reason: Some("Klage"), action: Action::Read, object: "map" };
    match store.open_case(&Who::Staff(who.clone()), case, &asked).await {
        Ok(_) => true,
        Err(OpenError::NotFound) => false,
        Err(error) => panic!("{error}"),
    }
}

async fn none_counts_before_one_is_chosen(databases: Databases) {
    let office = Office::new(&databases).await;
    let (id, elsewhere, token, posts) = two_posts(&office).await;
    assert_eq!(posts.len(), 2);
    let session = office.store.session(&token, true).await.unwrap().unwrap();
    assert!(session.must_choose && session.user.posts.is_empty());
    let undecided = acting(&office.store, &token).await;
    assert!(!opens(&undecided, &id, &office.case).await);
    let new = NewCase { unit: &elsewhere, name: "Ny", status: CaseStatus::Open };
    assert!(matches!(undecided.create_case(&id, &new).await, Err(StoreError::NotAllowed(_))));
    // Who holds one post is not asked.
    let (token, _) = office.store.sign_in("ingrid@familie.example", PASSWORD, HERE).await.unwrap().unwrap().unwrap();
    let session = office.store.session(&token, true).await.unwrap().unwrap();
    assert!(!session.must_choose && session.user.posts.len() == 1);
}

async fn every_check_uses_the_chosen_post(databases: Databases) {
    let office = Office::new(&databases).await;
    let (id, elsewhere, token, posts) = two_posts(&office).await;
    office.store.choose_post(&token, &posts[0]).await.unwrap();
    let leading = acting(&office.store, &token).await;
    assert!(opens(&leading, &id, &office.case).await);
    let there = NewCase { unit: &elsewhere, name: "Der", status: CaseStatus::Open };
    let here = NewCase { unit: &office.unit, name: "Her", status: CaseStatus::Open };
    assert!(matches!(leading.create_case(&id, &there).await, Err(StoreError::NotAllowed(_))));
    leading.create_case(&id, &here).await.unwrap();
    assert_eq!(leading.find_user(&id).await.unwrap().posts.len(), 1);

    office.store.choose_post(&token, &posts[1]).await.unwrap();
    let practising = acting(&office.store, &token).await;
    assert!(!opens(&practising, &id, &office.case).await);
    assert_eq!(practising.usual_purpose(&Who::Staff(id.clone()), &office.case).await.unwrap(), Purpose::FollowUp);
    practising.create_case(&id, &there).await.unwrap();
    assert!(matches!(practising.create_case(&id, &here).await, Err(StoreError::NotAllowed(_))));
    // Others are not touched by her choice.
    let lead = practising.find_user(&office.lead).await.unwrap();
    assert_eq!(lead.posts.len(), 1);
    let other = case(&practising, &office.lead, &office.unit, "Annen", CaseStatus::Open).await;
    assert!(!opens(&practising, &id, &other).await);
}

async fn a_choice_is_of_one_s_own_posts(databases: Databases) {
    let office = Office::new(&databases).await;
    let (_, _, token, posts) = two_posts(&office).await;
    let ingrids = office.store.find_user(&office.lead).await.unwrap().posts[0].id.clone();
    for wrong in [ingrids, PostId("none".into()), PostId(String::new())] {
        assert!(matches!(office.store.choose_post(&token, &wrong).await, Err(StoreError::NotFound)));
    }
    office.store.choose_post(&token, &posts[1]).await.unwrap();
    let session = office.store.session(&token, true).await.unwrap().unwrap();
    assert_eq!(session.user.posts.iter().map(|it| it.id.clone()).collect::<Vec<_>>(), posts[1..]);
    // Another session chooses for itself.
    let (other, _) = office.store.sign_in("siri@familie.example", PASSWORD, HERE).await.unwrap().unwrap().unwrap();
    assert!(office.store.session(&other, true).await.unwrap().unwrap().must_choose);
    office.store.sign_out(&token).await.unwrap();
    assert!(matches!(office.store.choose_post(&token, &posts[0]).await, Err(StoreError::NotFound)));
}
