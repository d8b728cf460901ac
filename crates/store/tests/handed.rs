//! A screen in the family's hands: what it shows, how it comes back, and that
//! the log tells of both.

use crate::common::{Databases, Office, user};
use store::{AccessRequest, Action, CaseAccess, Handed, SessionToken, StoreError, TakenBack, UserId, Who};

on_both![
    it_shows_what_all_in_the_room_may_see,
    it_comes_back_by_its_pin_and_by_nothing_else,
    after_five_wrong_pins_the_session_is_over,
    what_is_not_allowed_is_refused,
    signing_out_takes_it_along,
];

const PIN: &str = "394817";

async fn to_hand(office: &Office, user: &UserId) -> CaseAccess {
    let asked = AccessRequest { action: Action::HandOver, ..AccessRequest::reading("map") };
    office.store.open_case(&Who::Staff(user.clone()), &office.case, &asked).await.unwrap()
}

async fn hand(office: &Office, session: &SessionToken, room: &[&str]) -> Result<(), StoreError> {
    let room: Vec<String> = room.iter().map(|it| (*it).to_owned()).collect();
    to_hand(office, &office.lead).await.hand_screen(session, &room, PIN).await
}

async fn handed(office: &Office, session: &SessionToken) -> Option<Handed> {
    office.store.session(session, true).await.unwrap().unwrap().handed
}

/// What the log tells of the screen, the latest last.
async fn actions(office: &Office) -> Vec<String> {
    let rows = office.access().await.log(50).await.unwrap();
    let told = rows.into_iter().map(|it| it.action).filter(|it| it == "hand_over" || it == "take_back");
    let mut told: Vec<String> = told.collect();
    told.sort();
    told
}

async fn it_shows_what_all_in_the_room_may_see(databases: Databases) {
    let office = Office::of_two(&databases, &[]).await;
    let session = office.sign_in("ingrid").await;
    assert_eq!(handed(&office, &session).await, None);
    hand(&office, &session, &["mor", "far"]).await.unwrap();
    let shown = handed(&office, &session).await.unwrap();
    assert_eq!((&shown.case, shown.room.as_slice()), (&office.case, ["mor".to_owned(), "far".to_owned()].as_slice()));
    let seen = office.access().await.seen_in_room(&shown).await.unwrap().record().await.unwrap();
    assert_eq!(seen.people.keys().map(|id| id.as_str()).collect::<Vec<_>>(), ["far", "mor"]);
    // With her alone it is more, and never what is the team's.
    hand(&office, &session, &["mor"]).await.unwrap();
    let shown = handed(&office, &session).await.unwrap();
    let seen = office.access().await.seen_in_room(&shown).await.unwrap().record().await.unwrap();
    assert_eq!(seen.people.keys().map(|id| id.as_str()).collect::<Vec<_>>(), ["far", "hers", "mor"]);
    // Another session of the same user is their own.
    let other = office.sign_in("ingrid").await;
    assert_eq!(handed(&office, &other).await, None);
}

async fn it_comes_back_by_its_pin_and_by_nothing_else(databases: Databases) {
    let office = Office::of_two(&databases, &[]).await;
    let session = office.sign_in("ingrid").await;
    hand(&office, &session, &["mor"]).await.unwrap();
    assert_eq!(office.store.take_screen_back(&session, "394818").await.unwrap(), TakenBack::Wrong(4));
    assert_eq!(office.store.take_screen_back(&session, "").await.unwrap(), TakenBack::Wrong(3));
    assert!(handed(&office, &session).await.is_some());
    assert_eq!(office.store.take_screen_back(&session, PIN).await.unwrap(), TakenBack::Done);
    assert_eq!(handed(&office, &session).await, None);
    assert_eq!(actions(&office).await, ["hand_over", "take_back"]);
    // There is nothing more to take back.
    assert_eq!(office.store.take_screen_back(&session, PIN).await.unwrap(), TakenBack::Ended);
    assert!(office.store.session(&session, true).await.unwrap().is_some());
}

async fn after_five_wrong_pins_the_session_is_over(databases: Databases) {
    let office = Office::of_two(&databases, &[]).await;
    let session = office.sign_in("ingrid").await;
    hand(&office, &session, &["mor"]).await.unwrap();
    for left in (1..5).rev() {
        assert_eq!(office.store.take_screen_back(&session, "000000").await.unwrap(), TakenBack::Wrong(left));
    }
    assert_eq!(office.store.take_screen_back(&session, "000000").await.unwrap(), TakenBack::Ended);
    assert!(office.store.session(&session, true).await.unwrap().is_none());
    // The right one comes too late.
    assert_eq!(office.store.take_screen_back(&session, PIN).await.unwrap(), TakenBack::Ended);
    assert_eq!(actions(&office).await, ["hand_over"]);
}

async fn what_is_not_allowed_is_refused(databases: Databases) {
    let office = Office::of_two(&databases, &[]).await;
    let session = office.sign_in("ingrid").await;
    let refused = |outcome: Result<(), StoreError>| match outcome {
        Err(StoreError::NotAllowed(code)) => code,
        Err(StoreError::NotFound) => "not_found",
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(hand(&office, &session, &[]).await), "room_nobody");
    assert_eq!(refused(hand(&office, &session, &["nobody"]).await), "not_found");
    // Somebody else's session is not theirs to give away.
    user(&office.store, "anna").await;
    let other = office.sign_in("anna").await;
    assert_eq!(refused(hand(&office, &other, &["mor"]).await), "not_found");
    let case = to_hand(&office, &office.lead).await;
    for (pin, code) in [("1234", "pin_digits"), ("123456", "pin_easy")] {
        assert_eq!(refused(case.hand_screen(&session, &["mor".to_owned()], pin).await), code);
    }
    // A handle that was opened for something else.
    assert_eq!(refused(office.access().await.hand_screen(&session, &["mor".to_owned()], PIN).await), "read_only");
    assert_eq!(handed(&office, &session).await, None);
}

async fn signing_out_takes_it_along(databases: Databases) {
    let office = Office::of_two(&databases, &[]).await;
    let session = office.sign_in("ingrid").await;
    hand(&office, &session, &["mor"]).await.unwrap();
    office.store.sign_out_everywhere(&office.lead).await.unwrap();
    assert!(office.store.session(&session, true).await.unwrap().is_none());
    // A later session has nothing of it.
    let next = office.sign_in("ingrid").await;
    assert_eq!(handed(&office, &next).await, None);
}
