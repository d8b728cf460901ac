//! A guest: what their phone shows, what they draw, whom they see, and when it
//! ends.

use crate::common::{Databases, Office, add, open, open_own};
use casework::role::CaseFunction;
use family_map::edit::{Edit, PersonField};
use family_map::record::Known;
use store::{
    AccessRequest, Action, CaseAccess, Cursor, Following, GUEST_CODE_LIMIT_MS, GUEST_LIMIT_MS, Guest, GuestCode,
    SessionToken, StoreError, UserId, Way, Who,
};

on_both![
    a_code_lets_one_phone_in_once,
    a_guest_sees_what_is_theirs_and_draws_with_their_own_hand,
    they_see_each_other_and_nobody_else,
    it_ends_with_the_sitting,
    what_is_not_allowed_is_refused,
];

const ADDRESS: &str = "192.0.2.7";

async fn opened(office: &Office, user: &UserId, action: Action) -> CaseAccess {
    let asked = AccessRequest { action, ..AccessRequest::reading("map") };
    office.store.open_case(&Who::Staff(user.clone()), &office.case, &asked).await.unwrap()
}

async fn invite(office: &Office, session: &SessionToken, person: &str) -> Result<GuestCode, StoreError> {
    opened(office, &office.lead, Action::InviteGuest).await.invite_guest(session, person).await
}

async fn join(office: &Office, code: &str) -> Option<SessionToken> {
    office.store.join_as_guest(code, ADDRESS).await.unwrap().unwrap()
}

/// Somebody on the map, by a code made in this session.
async fn guest(office: &Office, session: &SessionToken, person: &str) -> Guest {
    let code = invite(office, session, person).await.unwrap().code;
    let token = join(office, &code).await.expect("the code lets in");
    office.store.guest(&token).await.unwrap().expect("they are a guest")
}

/// The map as its guest follows it.
async fn follow(office: &Office, guest: &Guest) -> Following {
    let asked = AccessRequest { action: Action::Follow, ..AccessRequest::reading("map") };
    let who = Who::Participant(guest.person().to_owned());
    let case = office.store.open_case_as_usual(&who, &office.case, &asked).await.unwrap();
    case.in_hand(Some(&guest.seat.hand)).begin_following(&Cursor::default()).await.unwrap().0
}

fn rename(id: &str, name: &str) -> Edit {
    Edit::SetPerson { person: id.into(), field: PersonField::Name(Known::Known(name.to_owned())) }
}

async fn a_code_lets_one_phone_in_once(databases: Databases) {
    let office = Office::of_two(&databases, &[]).await;
    let session = office.sign_in("ingrid").await;
    assert!(join(&office, "").await.is_none());
    let code = invite(&office, &session, "mor").await.unwrap();
    assert_eq!(code.until, office.store.now() + GUEST_CODE_LIMIT_MS);
    // Typed as people type; a code for the same person made later is the only one.
    let later = invite(&office, &session, "mor").await.unwrap().code;
    assert!(join(&office, &code.code).await.is_none());
    let token = join(&office, &format!(" {} ", later.to_lowercase().replace('-', " "))).await.expect("it lets in");
    assert!(join(&office, &later).await.is_none(), "it is used up");
    let guest = office.store.guest(&token).await.unwrap().unwrap();
    assert_eq!((guest.person(), &guest.seat.case, &guest.host.user.id), ("mor", &office.case, &office.lead));
    assert!(office.store.guest(&session).await.unwrap().is_none(), "staff are no guests");
    assert!(office.store.session(&token, true).await.unwrap().is_none(), "and guests no staff");
    // Too old.
    let old = invite(&office, &session, "far").await.unwrap().code;
    databases.clock.advance(GUEST_CODE_LIMIT_MS);
    assert!(join(&office, &old).await.is_none());
    // In many hands at once it lets one in.
    let code = invite(&office, &session, "far").await.unwrap().code;
    let all = futures_of(&office, &code, 8).await;
    assert_eq!(all.into_iter().flatten().count(), 1);
    // Whoever guesses has to wait.
    for _ in 0..60 {
        if office.store.join_as_guest("BCDFGHJK", "192.0.2.66").await.unwrap().is_err() {
            return;
        }
    }
    panic!("nobody was made to wait");
}

/// The same code from many phones at once.
async fn futures_of(office: &Office, code: &str, phones: usize) -> Vec<Option<SessionToken>> {
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..phones {
        let (store, code) = (office.store.clone(), code.to_owned());
        tasks.spawn(async move { store.join_as_guest(&code, ADDRESS).await.unwrap().unwrap() });
    }
    tasks.join_all().await
}

async fn a_guest_sees_what_is_theirs_and_draws_with_their_own_hand(databases: Databases) {
    let office = Office::of_two(&databases, &[]).await;
    let session = office.sign_in("ingrid").await;
    let mor = guest(&office, &session, "mor").await;
    let own = open_own(&office.store, "mor", &office.case).await.record().await.unwrap();
    let lead = office.access().await;
    let seen = lead.seen_in_room(&mor.seat).await.unwrap().record().await.unwrap();
    assert_eq!(seen.facts().collect::<Vec<_>>(), own.facts().collect::<Vec<_>>());
    assert_eq!(seen.people.len(), 3);

    // What both draw is told to the other as the other's.
    let mut of_mor = follow(&office, &mor).await;
    assert!(!format!("{:?}", of_mor.held()).contains("Teamets"));
    let asked = AccessRequest { action: Action::Follow, ..AccessRequest::reading("map") };
    let case = office.store.open_case(&Who::Staff(office.lead.clone()), &office.case, &asked).await.unwrap();
    let (mut of_lead, _) = case.begin_following(&Cursor::default()).await.unwrap();
    lead.draw("1", &[rename("ours", "Fortsatt Bare Teamets")]).await.unwrap();
    lead.draw("2", &[rename("far", "Kris")]).await.unwrap();
    let hand = Some(mor.seat.hand.as_str());
    let theirs = office.access().await.in_hand(hand);
    theirs.draw("3", &[add("new", "Mormor", &["person:mor", "team"])]).await.unwrap();
    let heard = of_mor.catch_up().await.unwrap().unwrap();
    let told: Vec<_> = heard.into_iter().map(|it| (it.by, it.own)).collect();
    assert_eq!(told, [(Some("ingrid".to_owned()), None), (None, Some("3".to_owned()))]);
    let heard = of_lead.catch_up().await.unwrap().unwrap();
    let told: Vec<_> = heard.into_iter().map(|it| (it.by, it.own)).collect();
    let own_step = |key: &str| (None, Some(key.to_owned()));
    assert_eq!(told, [own_step("1"), own_step("2"), (Some("Marte".to_owned()), None)]);

    // Each takes back their own.
    let may_undo = async |case: &CaseAccess| case.own_steps().await.unwrap().undo;
    assert!(may_undo(&theirs).await && may_undo(&lead).await);
    theirs.go(Way::Back).await.unwrap().unwrap();
    assert!(theirs.go(Way::Back).await.unwrap().is_err(), "what others drew is not theirs to take back");
    assert!(!may_undo(&theirs).await);
    let name = async |id: &str| {
        let record = office.access().await.record().await.unwrap();
        record.people.get(&id.into()).and_then(|it| it.label().map(str::to_owned))
    };
    assert_eq!((name("new").await, name("far").await.as_deref()), (None, Some("Kris")));
    lead.go(Way::Back).await.unwrap().unwrap();
    assert_eq!(name("far").await.as_deref(), Some("Kristoffer"));
    theirs.go(Way::Again).await.unwrap().unwrap();
    assert_eq!(name("new").await.as_deref(), Some("Mormor"));
    // What is hidden from them neither stands in their way nor tells of itself, and stays where it was.
    let hidden = "person:far";
    lead.draw("4", &[add("shared", "Felles", &["team", "person:mor", hidden])]).await.unwrap();
    let narrow = office.access().await.in_hand(hand).drawn_in_room(&mor.seat).await.unwrap();
    assert!(
        narrow
            .draw("5", &[rename("ours", "Sett av mor")])
            .await
            .unwrap()
            .outcomes
            .iter()
            .all(|it| !format!("{it:?}").starts_with("Done"))
    );
    assert_eq!(name("ours").await.as_deref(), Some("Fortsatt Bare Teamets"));
    lead.draw(
        "6",
        &[Edit::SetPerson {
            person: "new".into(),
            field: PersonField::Origin(family_map::record::Origin::told("team", ["team"])),
        }],
    )
    .await
    .unwrap();
    assert_eq!(narrow.go(Way::Back).await.unwrap(), Err(family_map::undo::Declined::Gone));
    assert_eq!(name("new").await.as_deref(), Some("Mormor"));
    // As the guest's own page asks.
    let own = open_own(&office.store, "mor", &office.case).await;
    assert!(!may_undo(&own).await);
    assert!(may_undo(&own.in_hand(hand)).await);
}

async fn they_see_each_other_and_nobody_else(databases: Databases) {
    let office = Office::of_two(&databases, &[]).await;
    let anna = office.member("anna", CaseFunction::Member).await;
    let (session, other) = (office.sign_in("ingrid").await, office.sign_in("anna").await);
    let (mor, far) = (guest(&office, &session, "mor").await, guest(&office, &session, "far").await);
    let annas = opened(&office, &anna, Action::InviteGuest).await.invite_guest(&other, "far").await.unwrap().code;
    let annas = office.store.guest(&join(&office, &annas).await.unwrap()).await.unwrap().unwrap();

    let mut all = Vec::new();
    for (user, guest) in
        [(Some(&office.lead), None), (Some(&anna), None), (None, Some(&mor)), (None, Some(&far)), (None, Some(&annas))]
    {
        let following = match (user, guest) {
            (_, Some(guest)) => follow(&office, guest).await,
            (user, None) => {
                let case = opened(&office, user.unwrap(), Action::Follow).await;
                case.begin_following(&Cursor::default()).await.unwrap().0
            }
        };
        following.appear().await.unwrap();
        all.push(following);
    }
    let names = async |at: usize| {
        let others: Vec<_> = all[at].others().await.unwrap().into_iter().map(|it| it.name).collect();
        others
    };
    assert_eq!(names(0).await, ["anna", "Marte", "Kristoffer", "Kristoffer"], "staff see everybody");
    assert_eq!(names(2).await, ["ingrid", "Kristoffer"], "a guest sees who is in the same sitting");
    assert_eq!(names(4).await, ["anna"]);
    // At whom a guest looks, by their own stream alone.
    office.store.point(&mor.seat.hand, all[2].id(), Some("far")).await.unwrap();
    assert!(office.store.point(&far.seat.hand, all[2].id(), Some("far")).await.is_err());
    let looks: Vec<_> = all[0].others().await.unwrap().into_iter().filter_map(|it| it.person).collect();
    assert_eq!(looks, ["far".into()]);
    // Whom a guest does not know of is not there for them.
    office
        .access()
        .await
        .draw(
            "x",
            &[Edit::SetPerson {
                person: "mor".into(),
                field: PersonField::Origin(family_map::record::Origin::told("team", ["team", "person:mor"])),
            }],
        )
        .await
        .unwrap();
    let far_again = follow(&office, &far).await;
    let names: Vec<_> = far_again.others().await.unwrap().into_iter().map(|it| it.name).collect();
    assert_eq!(names, ["ingrid"]);
}

async fn it_ends_with_the_sitting(databases: Databases) {
    let office = Office::of_two(&databases, &[]).await;
    let is_in = async |guest: &Guest| office.store.guest(&guest.token).await.unwrap().is_some();
    // By who invited them, and for nobody else.
    let session = office.sign_in("ingrid").await;
    let mor = guest(&office, &session, "mor").await;
    let waiting = invite(&office, &session, "far").await.unwrap().code;
    let lines = office.access().await.guests().await.unwrap();
    let seen: Vec<_> = lines.iter().map(|it| (it.person.as_str(), it.joined_at.is_some())).collect();
    assert_eq!(seen, [("mor", true), ("far", false)]);
    assert!(opened(&office, &office.lead, Action::EndGuest).await.end_guest("nobody").await.is_err());
    let mut signals = office.store.signals().await.unwrap();
    for line in &lines {
        opened(&office, &office.lead, Action::EndGuest).await.end_guest(&line.id).await.unwrap();
    }
    assert!(signals.next().await.concerns(&office.case), "whoever follows looks again");
    assert!(!is_in(&mor).await);
    assert!(join(&office, &waiting).await.is_none());
    // By themselves.
    let mor = guest(&office, &session, "mor").await;
    office.store.leave_as_guest(&mor).await.unwrap();
    assert!(!is_in(&mor).await);
    // With the session of who invited them, which their doings do not prolong.
    let mor = guest(&office, &session, "mor").await;
    office.store.sign_out(&session).await.unwrap();
    assert!(!is_in(&mor).await);
    let session = office.sign_in("ingrid").await;
    let mor = guest(&office, &session, "mor").await;
    databases.clock.advance(store::IDLE_LIMIT_MS / 2);
    assert!(is_in(&mor).await);
    databases.clock.advance(store::IDLE_LIMIT_MS / 2);
    assert!(!is_in(&mor).await);
    // After so long in any case.
    let session = office.sign_in("ingrid").await;
    let mor = guest(&office, &session, "mor").await;
    for _ in 0..GUEST_LIMIT_MS / (10 * 60_000) {
        assert!(is_in(&mor).await);
        databases.clock.advance(10 * 60_000);
        assert!(office.store.session(&session, true).await.unwrap().is_some());
    }
    assert!(!is_in(&mor).await);
    assert_eq!(office.access().await.guests().await.unwrap(), []);
    // And with the right of who invited them, whatever their session.
    let anna = office.member("anna", CaseFunction::Member).await;
    let other = office.sign_in("anna").await;
    let code = opened(&office, &anna, Action::InviteGuest).await.invite_guest(&other, "mor").await.unwrap().code;
    let mor = office.store.guest(&join(&office, &code).await.unwrap()).await.unwrap().unwrap();
    assert_eq!(office.access().await.guests().await.unwrap().len(), 1, "whoever changes the case sees who is there");
    office.access().await.leave_team(&anna).await.unwrap();
    assert!(!is_in(&mor).await);
    // And the log tells of it: who came and went, and who let them in and out.
    let rows = office.access().await.log(300).await.unwrap();
    let of = |action: &str| rows.iter().filter(|it| it.action == action).map(|it| it.user.as_str()).collect::<Vec<_>>();
    let ingrid = office.lead.0.as_str();
    // Also the try to end what nobody is.
    assert_eq!(of("end_guest"), [ingrid; 3]);
    assert_eq!(of("leave_guest"), ["mor"]);
    assert_eq!(of("join_guest"), ["mor"; 6]);
    assert_eq!(of("invite_guest").len(), 7);
}

async fn what_is_not_allowed_is_refused(databases: Databases) {
    let office = Office::of_two(&databases, &[]).await;
    let session = office.sign_in("ingrid").await;
    // Nobody, somebody who takes no part, and a session of somebody else.
    for person in ["", "ours", "nobody", "x\0"] {
        assert!(matches!(invite(&office, &session, person).await, Err(StoreError::NotFound)), "{person:?}");
    }
    office.member("anna", CaseFunction::Member).await;
    let other = office.sign_in("anna").await;
    assert!(matches!(invite(&office, &other, "mor").await, Err(StoreError::NotFound)));
    // A handle that was opened for anything else.
    let read = open(&office.store, &office.lead, &office.case).await;
    assert!(matches!(read.invite_guest(&session, "mor").await, Err(StoreError::NotAllowed(_))));
    assert!(matches!(read.end_guest("x").await, Err(StoreError::NotAllowed(_))));
    // A participant invites nobody, and changes nothing with their own right.
    let own = open_own(&office.store, "mor", &office.case).await;
    assert!(matches!(own.guests().await, Err(StoreError::NotAllowed(_))));
    let mor = guest(&office, &session, "mor").await;
    let own = own.in_hand(Some(&mor.seat.hand));
    assert!(own.draw("x", &[rename("far", "Y")]).await.is_err());
    assert!(own.go(Way::Back).await.is_err());
}
