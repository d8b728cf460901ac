//! Passkeys of those who take part: made with an invitation or added later, shown
//! once for what was asked, by whoever they belong to; taken away at once, except
//! the last.

#[path = "common/authenticator.rs"]
mod authenticator;

use crate::common;
use crate::common::{Databases, LONG_AGO, Office, add, contains};
use authenticator::Authenticator;
use store::{
    CaseAccess, DoorState, NewInvitation, NewParticipant, PASSKEY_FRESH_MS, PASSKEY_LIMIT_MS, PASSKEY_NAME_LIMIT,
    PASSKEYS_AT_MOST, PasskeyHalf, PortalInvitation, PortalKey, PortalVisit, RelyingParty, SessionToken, Store,
    StoreError,
};

on_both!(
    a_passkey_is_made_with_an_invitation_and_lets_its_owner_in_again,
    what_was_asked_is_answered_once_soon_and_by_whoever_was_asked,
    only_the_owner_s_own_passkey_lets_in,
    a_passkey_that_counts_counts_further_every_time,
    an_invitation_makes_one_account,
    what_is_ended_ends_at_once,
    a_second_invitation_is_taken_up_by_a_passkey_that_is_there,
    passkeys_are_added_and_taken_away_except_the_last,
    whoever_is_let_in_anew_begins_anew,
    guesses_are_counted,
    nothing_readable_tells_of_anybody,
);

const HERE: &str = "192.0.2.7";
const ORIGIN: &str = "http://localhost:3000";
const EMAIL: &str = "marte@familie.example";
const SECRET: &str = "en grønn sykkel i regn";
const BOTH: [&str; 3] = ["team", "person:marte", "person:stian"];

fn party() -> RelyingParty {
    RelyingParty::new(ORIGIN, "Min side").unwrap()
}

/// An office with a case in which Marte and Stian take part.
async fn house(databases: &Databases) -> (Office, CaseAccess) {
    let office = Office::new(databases).await;
    let access = office.access().await;
    for (person, name) in [("marte", "Marte"), ("stian", "Stian")] {
        access.edit(&[add(person, name, &BOTH)]).await.unwrap();
        take_part(&access, person).await;
    }
    (office, access)
}

async fn take_part(access: &CaseAccess, person: &str) {
    let new =
        NewParticipant { person, name: person, is_child: false, has_responsibility: true, from: LONG_AGO, to: None };
    access.add_participant(&new).await.unwrap();
}

async fn invitation(store: &Store, made: &NewInvitation) -> PortalInvitation {
    store.portal_invitation(PortalKey::Code(&made.code), HERE).await.unwrap().unwrap().unwrap()
}

/// Takes an invitation up with a new passkey.
async fn make(store: &Store, access: &CaseAccess, person: &str) -> (Authenticator, SessionToken) {
    let invited = invitation(store, &access.invite_to_portal(person).await.unwrap()).await;
    let begun = store.begin_passkey_account(&party(), &invited, "uk", HERE).await.unwrap();
    let (half, options) = begun.unwrap();
    let (phone, answer) = Authenticator::make(&options, ORIGIN);
    let done = store.finish_passkey_account(&party(), &half, (&answer, "Telefonen min"), HERE).await.unwrap();
    (phone, done.unwrap().unwrap())
}

async fn ask(store: &Store) -> (PasskeyHalf, String) {
    store.begin_passkey_sign_in(&party(), None, HERE).await.unwrap().unwrap()
}

async fn answer(store: &Store, half: &PasskeyHalf, answer: &str) -> Result<Option<SessionToken>, StoreError> {
    Ok(store.finish_passkey_sign_in(&party(), half, answer, HERE).await?.expect("not throttled"))
}

async fn enter(store: &Store, phone: &mut Authenticator) -> Option<SessionToken> {
    let (half, options) = ask(store).await;
    let shown = phone.show(&options);
    answer(store, &half, &shown).await.unwrap()
}

async fn visit(store: &Store, session: &SessionToken) -> PortalVisit {
    store.portal_session(session).await.unwrap().expect("a session")
}

/// Adds a passkey to the account of a visit.
async fn add_one(store: &Store, visit: &PortalVisit) -> Authenticator {
    let (half, options) = store.begin_passkey(&party(), visit, HERE).await.unwrap().unwrap();
    let (phone, answer) = Authenticator::make(&options, ORIGIN);
    assert!(store.finish_passkey(&party(), visit, &half, (&answer, "Nettbrettet")).await.unwrap());
    phone
}

/// Takes an invitation up with an address and a password.
async fn with_password(store: &Store, access: &CaseAccess, person: &str) -> SessionToken {
    let invited = invitation(store, &access.invite_to_portal(person).await.unwrap()).await;
    let begun = store.begin_portal_account(&invited, (EMAIL, SECRET), "nb", HERE).await.unwrap();
    let (half, code) = begun.unwrap();
    store.finish_portal_sign_in(&half, &code, HERE).await.unwrap().unwrap().unwrap()
}

fn code<T: std::fmt::Debug>(outcome: Result<T, StoreError>) -> &'static str {
    match outcome {
        Err(StoreError::NotAllowed(code)) => code,
        Err(StoreError::NotFound) => "not_found",
        other => panic!("{other:?}"),
    }
}

#[test]
fn there_are_passkeys_only_where_an_origin_has_a_name() {
    let host = |origin: &str| RelyingParty::new(origin, "Min side").map(|it| it.host().to_owned());
    assert_eq!(host("https://kart.example.no"), Some("kart.example.no".into()));
    assert_eq!(host(ORIGIN), Some("localhost".into()));
    for none in ["", "http://127.0.0.1:3000", "https://[::1]", "kart.example.no"] {
        assert_eq!(host(none), None, "{none}");
    }
}

async fn a_passkey_is_made_with_an_invitation_and_lets_its_owner_in_again(databases: Databases) {
    let (office, access) = house(&databases).await;
    let store = &office.store;
    let (mut phone, session) = make(store, &access, "marte").await;
    let first = visit(store, &session).await;
    assert_eq!((first.language.as_str(), first.opens.len()), ("uk", 1));
    assert_eq!((first.opens[0].case.clone(), first.opens[0].person.as_str()), (office.case.clone(), "marte"));
    assert!(matches!(access.doors().await.unwrap()[0].state, DoorState::Open(_)));
    // What the phone keeps tells of nobody.
    assert_eq!(phone.handle.len(), 16);
    let (other, _) = make(store, &access, "stian").await;
    assert_ne!(other.handle, phone.handle);

    databases.clock.advance(1000);
    let again = enter(store, &mut phone).await.unwrap();
    assert!(again != session);
    assert_eq!(visit(store, &again).await.account, first.account);
    let ways = store.ways_in(&first).await.unwrap();
    assert_eq!((ways.has_password, ways.passkeys.len(), ways.may_remove()), (false, 1, false));
    let kept = &ways.passkeys[0];
    assert_eq!((kept.name.as_str(), kept.used_at), ("Telefonen min", Some(kept.made_at + 1000)));
}

async fn what_was_asked_is_answered_once_soon_and_by_whoever_was_asked(databases: Databases) {
    let (office, access) = house(&databases).await;
    let store = &office.store;
    let (mut phone, session) = make(store, &access, "marte").await;
    let (half, options) = ask(store).await;
    let shown = phone.show(&options);
    assert!(answer(store, &half, &shown).await.unwrap().is_some());
    assert_eq!(code(answer(store, &half, &shown).await.map(|_| ())), "not_found", "used twice");
    // The same answer to another question, and to a question for somebody else.
    let (other, _) = ask(store).await;
    assert!(answer(store, &other, &shown).await.unwrap().is_none(), "another challenge");
    assert_eq!(code(answer(store, &other, &shown).await.map(|_| ())), "not_found", "a wrong answer was the only one");
    let stranger = PasskeyHalf::from_cookie("0");
    assert_eq!(code(answer(store, &stranger, &shown).await.map(|_| ())), "not_found");
    // Too late.
    let (slow, options) = ask(store).await;
    let shown = phone.show(&options);
    databases.clock.advance(PASSKEY_LIMIT_MS);
    assert_eq!(code(answer(store, &slow, &shown).await.map(|_| ())), "not_found");
    // What was asked for signing in makes nothing, and the other way round.
    let (half, options) = ask(store).await;
    let shown = phone.show(&options);
    let made = store.finish_passkey_account(&party(), &half, (&shown, ""), HERE).await;
    assert_eq!(code(made.map(|_| ())), "not_found");
    let now = visit(store, &session).await;
    let (half, options) = store.begin_passkey(&party(), &now, HERE).await.unwrap().unwrap();
    let (_, made) = Authenticator::make(&options, ORIGIN);
    assert_eq!(code(answer(store, &half, &made).await.map(|_| ())), "not_found");
    // Added to the account for which it was asked, and to no other.
    let (_, his) = make(store, &access, "stian").await;
    let his = visit(store, &his).await;
    assert_eq!(code(store.finish_passkey(&party(), &his, &half, (&made, "")).await), "not_found");
    assert_eq!(code(store.finish_passkey(&party(), &now, &half, (&made, "")).await), "not_found");
    for broken in ["", "{}", "null", "\0", &"x".repeat(100_000)] {
        let (half, _) = ask(store).await;
        assert!(answer(store, &half, broken).await.unwrap().is_none());
    }
}

async fn only_the_owner_s_own_passkey_lets_in(databases: Databases) {
    let (office, access) = house(&databases).await;
    let store = &office.store;
    let (mut hers, _) = make(store, &access, "marte").await;
    let (his, his_session) = make(store, &access, "stian").await;
    // His key with her handle, her handle with his key: nobody gets in as the other.
    let mut forged = Authenticator { handle: hers.handle.clone(), ..his.clone() };
    assert!(enter(store, &mut forged).await.is_none());
    let mut forged = Authenticator { handle: his.handle.clone(), ..hers.clone() };
    assert!(enter(store, &mut forged).await.is_none());
    // From another place, and without showing that it is the owner.
    for origin in ["https://evil.example", "http://localhost:3001", "http://evil.localhost:3000"] {
        let mut elsewhere = Authenticator { origin: origin.into(), ..hers.clone() };
        assert!(enter(store, &mut elsewhere).await.is_none(), "{origin}");
    }
    assert!(enter(store, &mut hers).await.is_some());
    let mut unverified = Authenticator { verifies: false, ..hers.clone() };
    assert!(enter(store, &mut unverified).await.is_none());
    let (_, options) = ask(store).await;
    let (half, _) = ask(store).await;
    assert!(answer(store, &half, &hers.show(&options)).await.unwrap().is_none());
    assert!(enter(store, &mut hers).await.is_some());
    // A passkey made elsewhere, or by somebody who did not show that it is they.
    let his_visit = visit(store, &his_session).await;
    let (half, options) = store.begin_passkey(&party(), &his_visit, HERE).await.unwrap().unwrap();
    let (_, made) = Authenticator::make(&options, "https://evil.example");
    assert!(!store.finish_passkey(&party(), &his_visit, &half, (&made, "")).await.unwrap());
    assert_eq!(store.ways_in(&his_visit).await.unwrap().passkeys.len(), 1);
}

async fn a_passkey_that_counts_counts_further_every_time(databases: Databases) {
    let (office, access) = house(&databases).await;
    let store = &office.store;
    let (mut phone, _) = make(store, &access, "marte").await;
    phone.counter = 4;
    let copy = phone.clone();
    assert!(enter(store, &mut phone).await.is_some());
    assert!(enter(store, &mut phone).await.is_some());
    assert_eq!(phone.counter, 6);
    // A copy of the key counts from where it was copied.
    let mut behind = copy.clone();
    assert!(enter(store, &mut behind).await.is_none(), "5 after 6");
    assert!(enter(store, &mut behind).await.is_none(), "6 after 6");
    let mut uncounted = Authenticator { counter: 0, ..copy };
    assert!(enter(store, &mut uncounted).await.is_none(), "none after 6");
    assert!(enter(store, &mut phone).await.is_some(), "the owner's still lets in");
}

async fn an_invitation_makes_one_account(databases: Databases) {
    let (office, access) = house(&databases).await;
    let store = &office.store;
    let made = access.invite_to_portal("marte").await.unwrap();
    let invited = invitation(store, &made).await;
    let begin = async || store.begin_passkey_account(&party(), &invited, "nb", HERE).await.unwrap().unwrap();
    let (first, second) = (begin().await, begin().await);
    let (_, answer) = Authenticator::make(&first.1, ORIGIN);
    let finish = async |half: &PasskeyHalf, answer: &str| {
        store.finish_passkey_account(&party(), half, (answer, ""), HERE).await.map(|it| it.unwrap())
    };
    assert!(finish(&first.0, &answer).await.unwrap().is_some());
    let (_, late) = Authenticator::make(&second.1, ORIGIN);
    assert_eq!(code(finish(&second.0, &late).await.map(|_| ())), "not_found", "somebody was quicker");
    assert!(store.portal_invitation(PortalKey::Code(&made.code), HERE).await.unwrap().unwrap().is_none());
    // One that was taken back while the phone was asking.
    let invited = invitation(store, &access.invite_to_portal("stian").await.unwrap()).await;
    let (half, options) = store.begin_passkey_account(&party(), &invited, "nb", HERE).await.unwrap().unwrap();
    access.end_portal_access("stian").await.unwrap();
    let (_, answer) = Authenticator::make(&options, ORIGIN);
    assert_eq!(code(finish(&half, &answer).await.map(|_| ())), "not_found");
    // A bad answer uses nothing up.
    let made = access.invite_to_portal("stian").await.unwrap();
    let invited = invitation(store, &made).await;
    let (half, _) = store.begin_passkey_account(&party(), &invited, "nb", HERE).await.unwrap().unwrap();
    assert!(finish(&half, "{}").await.unwrap().is_none());
    invitation(store, &made).await;
}

async fn what_is_ended_ends_at_once(databases: Databases) {
    let (office, access) = house(&databases).await;
    let store = &office.store;
    let (mut phone, session) = make(store, &access, "marte").await;
    access.end_portal_access("marte").await.unwrap();
    assert!(visit(store, &session).await.opens.is_empty());
    assert!(visit(store, &enter(store, &mut phone).await.unwrap()).await.opens.is_empty(), "nothing is opened by it");
    // Who is let in anew has a new account; the old passkey opens nothing of it.
    let (mut new, _) = make(store, &access, "marte").await;
    assert_eq!(visit(store, &enter(store, &mut new).await.unwrap()).await.opens.len(), 1);
    assert!(visit(store, &enter(store, &mut phone).await.unwrap()).await.opens.is_empty());
}

async fn a_second_invitation_is_taken_up_by_a_passkey_that_is_there(databases: Databases) {
    let (office, access) = house(&databases).await;
    let store = &office.store;
    let (mut phone, _) = make(store, &access, "marte").await;
    let (lead, status) = (&office.lead, casework::opening::CaseStatus::Open);
    let other = common::case(store, lead, &office.unit, "Felles", status).await;
    let second = common::open(store, lead, &other).await;
    second.edit(&[add("marte2", "Marte", &["team", "person:marte2"])]).await.unwrap();
    take_part(&second, "marte2").await;
    let invited = invitation(store, &second.invite_to_portal("marte2").await.unwrap()).await;
    let asked = store.begin_passkey_sign_in(&party(), Some(&invited), HERE).await.unwrap();
    let (half, options) = asked.unwrap();
    let late = store.begin_passkey_sign_in(&party(), Some(&invited), HERE).await.unwrap().unwrap();
    let shown = phone.show(&options);
    let session = answer(store, &half, &shown).await.unwrap().unwrap();
    let opens = visit(store, &session).await.opens;
    assert_eq!(opens.iter().map(|it| it.person.as_str()).collect::<Vec<_>>(), ["marte", "marte2"]);
    let shown = phone.show(&late.1);
    assert_eq!(code(answer(store, &late.0, &shown).await.map(|_| ())), "not_found", "used once");
    second.end_portal_access("marte2").await.unwrap();
    assert_eq!(visit(store, &session).await.opens.len(), 1);
}

async fn passkeys_are_added_and_taken_away_except_the_last(databases: Databases) {
    let (office, access) = house(&databases).await;
    let store = &office.store;
    let (mut phone, session) = make(store, &access, "marte").await;
    let now = visit(store, &session).await;
    let mut tablet = add_one(store, &now).await;
    assert_eq!(tablet.handle, phone.handle, "a person has one handle");
    let ways = store.ways_in(&now).await.unwrap();
    assert_eq!(ways.passkeys.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["Telefonen min", "Nettbrettet"]);
    assert!(ways.may_add && ways.may_remove());
    let elsewhere = enter(store, &mut phone).await.unwrap();
    let by_tablet = visit(store, &enter(store, &mut tablet).await.unwrap()).await;

    // Nobody takes another's away.
    let (_, his) = make(store, &access, "stian").await;
    let his = visit(store, &his).await;
    let id = &ways.passkeys[0].id;
    for (who, id) in [(&his, id.as_str()), (&now, "ukjent"), (&now, "\0"), (&now, "")] {
        assert_eq!(code(store.remove_passkey(who, id).await), "not_found", "{id:?}");
    }
    store.remove_passkey(&by_tablet, id).await.unwrap();
    assert!(store.portal_session(&elsewhere).await.unwrap().is_none(), "who came by it is out");
    assert!(store.portal_session(&session).await.unwrap().is_none());
    assert!(enter(store, &mut phone).await.is_none());
    let left = store.ways_in(&by_tablet).await.unwrap();
    assert!(!left.may_remove());
    assert_eq!(code(store.remove_passkey(&by_tablet, &left.passkeys[0].id).await), "last_way_in");
    assert!(enter(store, &mut tablet).await.is_some());

    // With a password beside it the last passkey may go.
    let session = with_password(store, &access, "marte").await;
    let now = visit(store, &session).await;
    let mut third = add_one(store, &now).await;
    let ways = store.ways_in(&now).await.unwrap();
    assert!(ways.has_password && ways.may_remove());
    store.remove_passkey(&now, &ways.passkeys[0].id).await.unwrap();
    assert!(enter(store, &mut third).await.is_none());

    // So many and no more; a name is cut, and nobody adds one long after signing in.
    for _ in 0..PASSKEYS_AT_MOST {
        add_one(store, &now).await;
    }
    assert_eq!(code(store.begin_passkey(&party(), &now, HERE).await.map(|_| ())), "passkeys");
    let ways = store.ways_in(&now).await.unwrap();
    store.remove_passkey(&now, &ways.passkeys[0].id).await.unwrap();
    let (half, options) = store.begin_passkey(&party(), &now, HERE).await.unwrap().unwrap();
    let (_, made) = Authenticator::make(&options, ORIGIN);
    databases.clock.advance(PASSKEY_LIMIT_MS - 1);
    assert!(store.finish_passkey(&party(), &now, &half, (&made, &"å\n".repeat(200))).await.unwrap());
    let ways = store.ways_in(&now).await.unwrap();
    assert_eq!(ways.passkeys.last().unwrap().name, "å".repeat(PASSKEY_NAME_LIMIT));
    databases.clock.advance(PASSKEY_FRESH_MS - PASSKEY_LIMIT_MS + 1);
    assert!(!store.ways_in(&now).await.unwrap().may_add);
    assert_eq!(code(store.begin_passkey(&party(), &now, HERE).await.map(|_| ())), "passkey_stale");
    store.remove_passkey(&now, &ways.passkeys[0].id).await.unwrap();
}

async fn whoever_is_let_in_anew_begins_anew(databases: Databases) {
    let (office, access) = house(&databases).await;
    let store = &office.store;
    let now = visit(store, &with_password(store, &access, "marte").await).await;
    let mut phone = add_one(store, &now).await;
    // The same address for something else: the passkey stays.
    let session = with_password(store, &access, "stian").await;
    assert_eq!(visit(store, &session).await.opens.len(), 2);
    assert!(enter(store, &mut phone).await.is_some());
    // A new code for what she had: what a lost phone could do, it can no more.
    let session = with_password(store, &access, "marte").await;
    assert!(enter(store, &mut phone).await.is_none());
    assert!(store.ways_in(&visit(store, &session).await).await.unwrap().passkeys.is_empty());
}

async fn guesses_are_counted(databases: Databases) {
    let (office, access) = house(&databases).await;
    let store = &office.store;
    let (mut phone, _) = make(store, &access, "marte").await;
    let mut forged = Authenticator { origin: "https://evil.example".into(), ..phone.clone() };
    for _ in 0..5 {
        assert!(enter(store, &mut forged).await.is_none());
    }
    let (half, options) = ask(store).await;
    let shown = phone.show(&options);
    assert!(store.finish_passkey_sign_in(&party(), &half, &shown, HERE).await.unwrap().is_err());
    // One who asks and asks is told to wait; others are not.
    let elsewhere = "198.51.100.9";
    let mut refused = 0;
    for _ in 0..205 {
        let asked = store.begin_passkey_sign_in(&party(), None, elsewhere).await.unwrap();
        refused += i32::from(asked.is_err());
    }
    assert_eq!(refused, 5);
    assert!(store.begin_passkey_sign_in(&party(), None, HERE).await.unwrap().is_ok());
}

async fn nothing_readable_tells_of_anybody(databases: Databases) {
    let (office, access) = house(&databases).await;
    let store = &office.store;
    let invited = invitation(store, &access.invite_to_portal("marte").await.unwrap()).await;
    let (half, options) = store.begin_passkey_account(&party(), &invited, "nb", HERE).await.unwrap().unwrap();
    let (phone, made) = Authenticator::make(&options, ORIGIN);
    let session = store.finish_passkey_account(&party(), &half, (&made, "Kvernodegards telefon"), HERE).await.unwrap();
    let session = session.unwrap().unwrap();
    let (waiting, asked) = ask(store).await;
    let read: serde_json::Value = serde_json::from_str(&made).unwrap();
    let asked: serde_json::Value = serde_json::from_str(&asked).unwrap();
    let bytes = databases.everything_readable().await;
    for secret in [
        "Kvernodegard",
        half.reveal(),
        waiting.reveal(),
        session.reveal(),
        read["id"].as_str().unwrap(),
        asked["publicKey"]["challenge"].as_str().unwrap(),
    ] {
        assert!(!contains(&bytes, secret), "{secret}");
    }
    assert_eq!(phone.handle.len(), 16);
}
