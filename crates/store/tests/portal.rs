//! The family's own way in: invitations that are used once, two steps, short
//! sessions; what somebody says by their own hand, and to whom it is told.

use crate::common;
use crate::common::{Databases, LONG_AGO, Office, TODAY, TOMORROW, add, contains, open_own, staff};
use casework::child::DEFAULT_AGE_LIMITS;
use casework::opening::Purpose;
use casework::participation::ChildConsent;
use casework::plan::{
    Action as PlanAction, AnswerKind, Area, Body, ByLaw, Doer, Goal, HaltKind, HaltScope, Horizon, Part, Status,
};
use casework::role::{CaseFunction, Role};
use std::collections::BTreeSet;
use store::{
    AccessRequest, Action, CaseAccess, CaseId, DoorState, FeedWords, NewInvitation, NewParticipant, NewWord, OwnPart,
    PORTAL_CODE_LIMIT_MS, PORTAL_IDLE_LIMIT_MS, PORTAL_INVITATION_LIMIT_MS, PORTAL_LIMIT_MS, PortalHalf, PortalKey,
    SessionToken, Store, StoreError, Who, WordKind,
};

on_both!(
    an_invitation_lets_one_in_once,
    what_is_old_withdrawn_or_renewed_lets_nobody_in,
    guesses_are_counted,
    a_session_is_short,
    what_is_ended_ends_at_once,
    a_calendar_of_one_s_own_ends_with_the_way_in,
    one_address_may_open_two_cases_and_each_alone,
    nobody_too_young_and_nobody_elsewhere_is_invited,
    one_says_yes_pauses_and_goes_on_by_their_own_hand,
    one_writes_dreams_goals_and_marks_by_their_own_hand,
    what_is_said_reaches_the_team_and_nobody_else,
    nothing_readable_tells_of_anybody,
);

const HERE: &str = "192.0.2.7";
const EMAIL: &str = "marte@familie.example";
const SECRET: &str = "en grønn sykkel i regn";
const BOTH: [&str; 3] = ["team", "person:marte", "person:stian"];

/// An office with a case in which Marte and Stian take part.
async fn house(databases: &Databases) -> (Office, CaseAccess) {
    let office = Office::new(databases).await;
    let access = office.access().await;
    for (person, name) in [("marte", "Marte"), ("stian", "Stian")] {
        access.edit(&[add(person, name, &BOTH)]).await.unwrap();
        take_part(&access, person, false).await;
    }
    (office, access)
}

async fn take_part(access: &CaseAccess, person: &str, is_child: bool) {
    let new =
        NewParticipant { person, name: person, is_child, has_responsibility: !is_child, from: LONG_AGO, to: None };
    if is_child {
        access.admit(&new, ChildConsent::HolderHere).await.unwrap();
    } else {
        access.add_participant(&new).await.unwrap();
    }
}

async fn begin(store: &Store, made: &NewInvitation, email: &str) -> Option<(PortalHalf, String)> {
    let found = store.portal_invitation(PortalKey::Code(&made.code), HERE).await.unwrap().expect("not throttled")?;
    Some(store.begin_portal_account(&found, (email, SECRET), "ar", HERE).await.unwrap().expect("not throttled"))
}

async fn finish(store: &Store, (half, code): &(PortalHalf, String)) -> Option<SessionToken> {
    store.finish_portal_sign_in(half, code, HERE).await.unwrap().expect("not throttled")
}

async fn enter(store: &Store, access: &CaseAccess, person: &str, email: &str) -> SessionToken {
    let made = access.invite_to_portal(person).await.unwrap();
    finish(store, &begin(store, &made, email).await.unwrap()).await.unwrap()
}

fn code<T: std::fmt::Debug>(outcome: Result<T, StoreError>) -> &'static str {
    match outcome {
        Err(StoreError::NotAllowed(code)) => code,
        Err(StoreError::NotFound) => "not_found",
        other => panic!("{other:?}"),
    }
}

/// The own case, opened to say something in it.
async fn own(store: &Store, person: &str, case: &CaseId) -> CaseAccess {
    let asked = AccessRequest { purpose: Purpose::OwnRecord, reason: None, action: Action::Change, object: "plan" };
    store.open_case(&Who::Participant(person.into()), case, &asked).await.unwrap()
}

async fn an_invitation_lets_one_in_once(databases: Databases) {
    let (office, access) = house(&databases).await;
    let store = &office.store;
    let made = access.invite_to_portal("marte").await.unwrap();
    assert_eq!(made.code.len(), 11);
    assert_eq!(access.doors().await.unwrap()[0].state, DoorState::Invited(made.until));
    // As it is typed: small letters, a space for the line.
    let typed = made.code.to_lowercase().replace('-', " ");
    assert!(store.portal_invitation(PortalKey::Code(&typed), HERE).await.unwrap().unwrap().is_some());
    assert!(store.portal_invitation(PortalKey::Link(&made.link), HERE).await.unwrap().unwrap().is_some());

    // Two hold the code at the same time: the first who shows an address of their own gets in.
    let first = begin(store, &made, EMAIL).await.unwrap();
    let second = begin(store, &made, "fremmed@familie.example").await.unwrap();
    let session = finish(store, &first).await.unwrap();
    assert_eq!(code(store.finish_portal_sign_in(&second.0, &second.1, HERE).await.map(|_| ())), "not_found");
    assert!(begin(store, &made, EMAIL).await.is_none());
    let visit = store.portal_session(&session).await.unwrap().unwrap();
    assert_eq!((visit.language.as_str(), visit.opens.len()), ("ar", 1));
    assert_eq!((visit.opens[0].case.clone(), visit.opens[0].person.as_str()), (office.case.clone(), "marte"));
    assert!(matches!(access.doors().await.unwrap()[0].state, DoorState::Open(_)));
    assert_eq!(access.doors().await.unwrap()[1].state, DoorState::Shut);

    // From now on by address and password, and a code each time.
    assert!(store.begin_portal_sign_in(EMAIL, "noe helt annet her", HERE).await.unwrap().unwrap().is_none());
    assert!(store.begin_portal_sign_in("fremmed@familie.example", SECRET, HERE).await.unwrap().unwrap().is_none());
    let half = store.begin_portal_sign_in(" MARTE@familie.example", SECRET, HERE).await.unwrap().unwrap().unwrap();
    let wrong = if half.1 == "000000" { "000001" } else { "000000" };
    assert!(store.finish_portal_sign_in(&half.0, wrong, HERE).await.unwrap().unwrap().is_none());
    let again = finish(store, &half).await.unwrap();
    assert_eq!(code(store.finish_portal_sign_in(&half.0, &half.1, HERE).await.map(|_| ())), "not_found");
    store.portal_sign_out(&again).await.unwrap();
    assert!(store.portal_session(&again).await.unwrap().is_none());
    assert!(store.portal_session(&session).await.unwrap().is_some());
    // Staff's tokens and the portal's are not each other's.
    assert!(store.session(&session, true).await.unwrap().is_none());
}

async fn what_is_old_withdrawn_or_renewed_lets_nobody_in(databases: Databases) {
    let (office, access) = house(&databases).await;
    let store = &office.store;
    let first = access.invite_to_portal("marte").await.unwrap();
    let second = access.invite_to_portal("marte").await.unwrap();
    assert!(begin(store, &first, EMAIL).await.is_none(), "a new code ends the old one");
    let open = begin(store, &second, EMAIL).await.unwrap();
    access.end_portal_access("marte").await.unwrap();
    assert_eq!(code(access.end_portal_access("marte").await), "not_found");
    assert!(begin(store, &second, EMAIL).await.is_none());
    assert_eq!(code(store.finish_portal_sign_in(&open.0, &open.1, HERE).await.map(|_| ())), "not_found");
    let third = access.invite_to_portal("marte").await.unwrap();
    databases.clock.advance(PORTAL_INVITATION_LIMIT_MS - 1);
    let late = begin(store, &third, EMAIL).await.unwrap();
    databases.clock.advance(1);
    assert!(begin(store, &third, EMAIL).await.is_none());
    assert_eq!(code(store.finish_portal_sign_in(&late.0, &late.1, HERE).await.map(|_| ())), "not_found");
    assert_eq!(access.doors().await.unwrap()[0].state, DoorState::Shut);
    // The code by e-mail lapses before the invitation does.
    let fourth = access.invite_to_portal("marte").await.unwrap();
    let slow = begin(store, &fourth, EMAIL).await.unwrap();
    databases.clock.advance(PORTAL_CODE_LIMIT_MS);
    assert_eq!(code(store.finish_portal_sign_in(&slow.0, &slow.1, HERE).await.map(|_| ())), "not_found");
    assert!(begin(store, &fourth, EMAIL).await.is_some());
}

async fn guesses_are_counted(databases: Databases) {
    let (office, access) = house(&databases).await;
    let store = &office.store;
    let made = access.invite_to_portal("marte").await.unwrap();
    let half = begin(store, &made, EMAIL).await.unwrap();
    let wrong = if half.1 == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        assert!(store.finish_portal_sign_in(&half.0, wrong, HERE).await.unwrap().unwrap().is_none());
    }
    assert!(
        store.finish_portal_sign_in(&half.0, &half.1, HERE).await.unwrap().is_err(),
        "the right one comes too late"
    );
    let elsewhere = "198.51.100.9";
    for attempt in 0..30 {
        let guess = format!("BCDFG-{attempt:05}");
        assert!(store.portal_invitation(PortalKey::Code(&guess), elsewhere).await.unwrap().unwrap().is_none());
    }
    assert!(store.portal_invitation(PortalKey::Code(&made.code), elsewhere).await.unwrap().is_err());
    assert!(store.portal_invitation(PortalKey::Code(&made.code), HERE).await.unwrap().unwrap().is_some());
    for forged in ["", "\0", "' OR 1=1 --", "æøå"] {
        assert!(store.portal_invitation(PortalKey::Code(forged), HERE).await.unwrap().unwrap().is_none(), "{forged:?}");
    }
    enter(store, &access, "stian", "stian@familie.example").await;
    for _ in 0..5 {
        let tried = store.begin_portal_sign_in("stian@familie.example", "feil passord for ham", HERE).await.unwrap();
        assert!(tried.unwrap().is_none());
    }
    assert!(store.begin_portal_sign_in("stian@familie.example", SECRET, HERE).await.unwrap().is_err());
}

async fn a_session_is_short(databases: Databases) {
    let (office, access) = house(&databases).await;
    let store = &office.store;
    let session = enter(store, &access, "marte", EMAIL).await;
    databases.clock.advance(PORTAL_IDLE_LIMIT_MS - 1);
    assert!(store.portal_session(&session).await.unwrap().is_some());
    databases.clock.advance(PORTAL_IDLE_LIMIT_MS);
    assert!(store.portal_session(&session).await.unwrap().is_none());
    let half = store.begin_portal_sign_in(EMAIL, SECRET, HERE).await.unwrap().unwrap().unwrap();
    let session = finish(store, &half).await.unwrap();
    let step = PORTAL_IDLE_LIMIT_MS - 1000;
    for _ in 0..(PORTAL_LIMIT_MS / step) {
        databases.clock.advance(step);
        assert!(store.portal_session(&session).await.unwrap().is_some());
    }
    databases.clock.advance(PORTAL_LIMIT_MS % step);
    assert!(store.portal_session(&session).await.unwrap().is_none(), "however lively");
}

async fn what_is_ended_ends_at_once(databases: Databases) {
    let (office, access) = house(&databases).await;
    let store = &office.store;
    let session = enter(store, &access, "marte", EMAIL).await;
    access.end_portal_access("marte").await.unwrap();
    assert!(store.portal_session(&session).await.unwrap().unwrap().opens.is_empty());
    assert_eq!(access.doors().await.unwrap()[0].state, DoorState::Shut);
    // A code for somebody else in the house does not open Marte's side again.
    let theirs = enter(store, &access, "stian", EMAIL).await;
    assert!(store.portal_session(&session).await.unwrap().is_none(), "a new password ends every session");
    let opens = store.portal_session(&theirs).await.unwrap().unwrap().opens;
    assert_eq!(opens.iter().map(|it| it.person.as_str()).collect::<Vec<_>>(), ["stian"]);
}

async fn a_calendar_of_one_s_own_ends_with_the_way_in(databases: Databases) {
    let (office, access) = house(&databases).await;
    let store = &office.store;
    let words = FeedWords { name: "Min side", title: "Avtale" };
    let marte = own(store, "marte", &office.case).await;
    assert_eq!(code(marte.make_own_feed().await.map(|_| ())), "not_found", "nobody has let her in");
    enter(store, &access, "marte", EMAIL).await;
    let first = marte.make_own_feed().await.unwrap();
    assert!(store.feed_text(&first, words).await.unwrap().is_some());
    let second = marte.make_own_feed().await.unwrap();
    assert!(store.feed_text(&first, words).await.unwrap().is_none());
    assert!(marte.own_feed().await.unwrap().is_some());
    assert!(own(store, "stian", &office.case).await.own_feed().await.unwrap().is_none());
    access.end_portal_access("marte").await.unwrap();
    assert!(store.feed_text(&second, words).await.unwrap().is_none());
    enter(store, &access, "marte", EMAIL).await;
    assert!(marte.own_feed().await.unwrap().is_none(), "who comes back makes a new one");
    let third = marte.make_own_feed().await.unwrap();
    marte.end_own_feed().await.unwrap();
    assert!(store.feed_text(&third, words).await.unwrap().is_none());
}

async fn one_address_may_open_two_cases_and_each_alone(databases: Databases) {
    let (office, access) = house(&databases).await;
    let store = &office.store;
    let lead = &office.lead;
    let other = common::case(store, lead, &office.unit, "Felles", casework::opening::CaseStatus::Open).await;
    let second = common::open(store, lead, &other).await;
    second.edit(&[add("marte2", "Marte", &["team", "person:marte2"])]).await.unwrap();
    take_part(&second, "marte2", false).await;
    enter(store, &access, "marte", EMAIL).await;
    let session = enter(store, &second, "marte2", EMAIL).await;
    let visit = store.portal_session(&session).await.unwrap().unwrap();
    let opens: Vec<_> = visit.opens.iter().map(|it| (it.case.clone(), it.person.as_str())).collect();
    assert_eq!(opens, [(office.case.clone(), "marte"), (other.clone(), "marte2")]);
    let asked = AccessRequest { purpose: Purpose::OwnRecord, ..AccessRequest::reading("front") };
    assert!(store.open_case(&Who::Participant("marte".into()), &other, &asked).await.is_err());
    access.end_portal_access("marte").await.unwrap();
    assert_eq!(store.portal_session(&session).await.unwrap().unwrap().opens.len(), 1);
}

async fn nobody_too_young_and_nobody_elsewhere_is_invited(databases: Databases) {
    let (office, access) = house(&databases).await;
    access.edit(&[add("leah", "Leah", &BOTH)]).await.unwrap();
    take_part(&access, "leah", true).await;
    let doors = access.doors().await.unwrap();
    let leah = doors.iter().find(|it| it.person == "leah").unwrap();
    assert!(!leah.may_have, "a child whose birthday nobody knows is not invited");
    for nobody in ["leah", "ukjent", "", "' OR 1=1 --"] {
        assert_eq!(code(access.invite_to_portal(nobody).await.map(|_| ())), "not_found", "{nobody:?}");
    }
    let milieu = office.member("jonas", CaseFunction::Member).await;
    let handle = common::open(&office.store, &milieu, &office.case).await;
    assert_eq!(code(handle.invite_to_portal("marte").await.map(|_| ())), "give_access");
    assert_eq!(code(handle.end_portal_access("marte").await), "give_access");
    let own = own(&office.store, "marte", &office.case).await;
    assert_eq!(code(own.doors().await.map(|_| ())), "staff");
    assert_eq!(code(own.invite_to_portal("stian").await.map(|_| ())), "read_only");
}

fn goal() -> Part {
    let goal = Goal {
        dreams: BTreeSet::new(),
        area: Area::Housing,
        horizon: Horizon::Now,
        words: "Et sted å bo".into(),
        by: Some(TOMORROW),
    };
    part(Body::Goal(goal))
}

fn part(body: Body) -> Part {
    let audience = BOTH.iter().map(|&key| key.to_owned()).collect();
    Part { teller: "team".into(), audience, withdrawn: false, body }
}

fn action(by_law: Option<ByLaw>) -> Part {
    part(Body::Action(PlanAction {
        goal: None,
        words: "Søke om startlån".into(),
        doer: Doer::Service { name: "Nav".into(), person: String::new() },
        stand_in: String::new(),
        deadline: Some(TOMORROW),
        status: Status::Planned,
        late_because: String::new(),
        child: None,
        by_law,
        asked: None,
        receipts: Vec::new(),
    }))
}

/// What somebody sees of the plan, in words, with who wrote it.
async fn reads(access: &CaseAccess) -> Vec<(String, String)> {
    let plan = access.plan(DEFAULT_AGE_LIMITS).await.unwrap();
    plan.parts
        .into_iter()
        .map(|it| {
            let words = match it.part.body {
                Body::Dream(dream) => dream.words,
                Body::Goal(goal) => goal.words,
                Body::Action(action) => action.words,
                Body::Mark(mark) => mark.value.to_string(),
            };
            (words, it.by)
        })
        .collect()
}

async fn one_writes_dreams_goals_and_marks_by_their_own_hand(databases: Databases) {
    let (office, access) = house(&databases).await;
    let marte = own(&office.store, "marte", &office.case).await;
    let stian = own(&office.store, "stian", &office.case).await;
    let dream = |words: &str| OwnPart::Dream { words: words.into(), language: "ar".into() };
    let hand = |words: &str| (words.to_owned(), String::new());

    assert_eq!(code(marte.write_own_part(None, &dream("  "), true).await), "plan_empty");
    let hers = marte.write_own_part(None, &dream(" بيت "), false).await.unwrap();
    assert_eq!(reads(&access).await, [hand("بيت")], "without a writer of the staff");
    assert_eq!(reads(&marte).await, [hand("بيت")]);
    assert!(reads(&stian).await.is_empty(), "it was not for him");
    let shared = async || marte.plan(DEFAULT_AGE_LIMITS).await.unwrap().parts.iter().any(|it| it.shared);
    assert!(!shared().await);
    // Staff hear of it once, however much is written.
    let goal = OwnPart::Goal { dream: hers.clone(), words: "Startlån".into(), area: Area::Housing };
    let of_hers = marte.write_own_part(None, &goal, false).await.unwrap();
    let kinds: Vec<_> = access.family_words(10).await.unwrap().into_iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [WordKind::Wrote]);

    // She says that he may read it, and writes it anew; nobody is quicker.
    marte.write_own_part(Some((&hers, 1)), &dream("بيت بحديقة"), true).await.unwrap();
    assert_eq!(reads(&stian).await, [hand("بيت بحديقة")]);
    assert!(shared().await, "and she is told that he does");
    assert!(!stian.plan(DEFAULT_AGE_LIMITS).await.unwrap().parts[0].shared, "for whom hers is, is not told to him");
    assert_eq!(code(marte.write_own_part(Some((&hers, 1)), &dream("noe"), true).await), "plan_overtaken");
    assert_eq!(code(stian.write_own_part(Some((&hers, 2)), &dream("En båt"), true).await), "not_found");
    assert_eq!(code(stian.withdraw_own_part(&hers, 2).await), "not_found");
    let on_hers = OwnPart::Goal { dream: hers.clone(), words: "Båt".into(), area: Area::Leisure };
    assert_eq!(code(stian.write_own_part(None, &on_hers, true).await), "not_found");
    // A goal that he does not see is none to him.
    let mark = |value| OwnPart::Mark { goal: of_hers.clone(), value };
    assert_eq!(code(stian.write_own_part(None, &mark(4), true).await), "not_found");
    assert_eq!(code(marte.write_own_part(None, &mark(11), true).await), "off_scale");
    marte.write_own_part(None, &mark(4), false).await.unwrap();
    assert!(reads(&access).await.contains(&hand("4")));
    assert!(!reads(&stian).await.contains(&hand("4")));

    // On her dictation staff write it anew, marked so; she goes on with it herself.
    let now = access.plan(DEFAULT_AGE_LIMITS).await.unwrap().parts.into_iter().find(|it| it.id == hers).unwrap();
    access.write_plan_part(Some((&hers, now.revision)), &now.part).await.unwrap();
    assert_eq!(reads(&stian).await, [("بيت بحديقة".to_owned(), "ingrid".to_owned())]);
    marte.withdraw_own_part(&hers, 3).await.unwrap();
    assert!(reads(&stian).await.is_empty());
    // What staff wrote is not hers to write, and staff have no hand here.
    let theirs = access.write_plan_part(None, &self::goal()).await.unwrap();
    let anew = OwnPart::Goal { dream: hers, words: "Annet".into(), area: Area::Work };
    assert_eq!(code(marte.write_own_part(Some((&theirs, 1)), &anew, true).await), "not_found");
    assert_eq!(code(access.write_own_part(None, &dream("Et hus"), true).await), "participant");
    let reading = open_own(&office.store, "marte", &office.case).await;
    assert_eq!(code(reading.write_own_part(None, &dream("Et hus"), true).await), "opened_to_read");
}

async fn one_says_yes_pauses_and_goes_on_by_their_own_hand(databases: Databases) {
    let (office, access) = house(&databases).await;
    let store = &office.store;
    access.write_plan_part(None, &goal()).await.unwrap();
    let free = access.write_plan_part(None, &action(None)).await.unwrap();
    let law = ByLaw { decided_by: "Barneverntjenesten".into(), complaint: "Statsforvalteren".into() };
    let fixed = access.write_plan_part(None, &action(Some(law))).await.unwrap();
    let version = access.propose_plan().await.unwrap();
    let marte = own(store, "marte", &office.case).await;
    let answer = |kind, words| marte.answer_plan(&version, kind, words, DEFAULT_AGE_LIMITS);
    assert_eq!(code(answer(AnswerKind::Change, "  ").await), "plan_empty");
    answer(AnswerKind::Approve, "").await.unwrap();
    let standing = access.plan(DEFAULT_AGE_LIMITS).await.unwrap().standing;
    let said = standing[0].answer.clone().unwrap();
    assert_eq!((said.kind, said.recorded_by.as_str()), (AnswerKind::Approve, ""), "by nobody's hand but hers");
    assert!(standing[1].answer.is_none(), "her yes is not his");
    assert!(access.family_words(10).await.unwrap().is_empty(), "a yes waits for nobody");
    answer(AnswerKind::Change, "Heller til våren").await.unwrap();
    let words = access.family_words(10).await.unwrap();
    assert_eq!((words[0].kind, words[0].words.as_str()), (WordKind::PlanChange, "Heller til våren"));

    assert_eq!(code(marte.halt_own(HaltKind::Stop, HaltScope::Action(fixed), None).await), "by_law");
    let past = Some(TODAY.shifted(-1));
    assert_eq!(code(marte.halt_own(HaltKind::Pause, HaltScope::Everything, past).await), "plan_dates");
    let halt = marte.halt_own(HaltKind::Pause, HaltScope::Action(free), Some(TOMORROW)).await.unwrap();
    let known = access.plan(DEFAULT_AGE_LIMITS).await.unwrap().halts;
    assert_eq!((known.len(), known[0].halt.person.as_str(), known[0].recorded_by.as_str()), (1, "marte", ""));
    let stian = own(store, "stian", &office.case).await;
    assert_eq!(code(stian.go_on_with_own(&halt).await), "not_found");
    marte.go_on_with_own(&halt).await.unwrap();
    assert!(access.plan(DEFAULT_AGE_LIMITS).await.unwrap().halts.is_empty());

    // What was opened to be read is not changed, and the plan's words are the team's to write.
    let reading = open_own(store, "marte", &office.case).await;
    let yes = reading.answer_plan(&version, AnswerKind::Approve, "", DEFAULT_AGE_LIMITS).await;
    assert_eq!(code(yes), "opened_to_read");
    assert_eq!(code(marte.write_plan_part(None, &goal()).await), "staff");
    assert_eq!(code(marte.propose_plan().await), "staff");
    let seen = access.seen_by("marte").await.unwrap();
    assert_eq!(code(seen.answer_plan(&version, AnswerKind::Approve, "", DEFAULT_AGE_LIMITS).await), "participant");
}

async fn what_is_said_reaches_the_team_and_nobody_else(databases: Databases) {
    let (office, access) = house(&databases).await;
    let store = &office.store;
    let marte = own(store, "marte", &office.case).await;
    let word = |kind, words: &str| NewWord { kind, about: "2026-12-01T09:00".into(), words: words.into() };
    assert_eq!(code(marte.say(&word(WordKind::Question, " ")).await), "empty");
    assert_eq!(code(marte.say(&word(WordKind::Question, &"x".repeat(2001))).await), "too_long");
    let id = marte.say(&word(WordKind::Question, "Kan søsteren min være med?")).await.unwrap();
    marte.say(&word(WordKind::Cancel, "")).await.unwrap();
    let stian = own(store, "stian", &office.case).await;
    assert!(stian.family_words(10).await.unwrap().is_empty());
    let lead = store.find_user(&office.lead).await.unwrap();
    let waiting = store.waiting_family_words(&lead).await.unwrap();
    assert_eq!(
        waiting.iter().map(|it| (it.line.id.clone(), it.waiting)).collect::<Vec<_>>(),
        [(office.case.clone(), 2)]
    );
    let stranger = staff(store, "ola", &office.unit, Role::Practitioner).await;
    let stranger = store.find_user(&stranger).await.unwrap();
    assert!(store.waiting_family_words(&stranger).await.unwrap().is_empty());

    assert_eq!(code(stian.answer_family_word(&id, "Ja").await), "staff");
    access.answer_family_word(&id, "Ja, gjerne.").await.unwrap();
    assert_eq!(code(access.answer_family_word(&id, "Nei.").await), "not_found");
    let said = marte.family_words(10).await.unwrap();
    assert_eq!(said.iter().map(|it| it.kind).collect::<Vec<_>>(), [WordKind::Cancel, WordKind::Question]);
    assert_eq!((said[1].answer.as_str(), said[1].answered.is_some()), ("Ja, gjerne.", true));
    assert_eq!(store.waiting_family_words(&lead).await.unwrap()[0].waiting, 1);
    for number in 0..40 {
        match marte.say(&word(WordKind::Question, &format!("Spørsmål {number}"))).await {
            Ok(_) => assert!(number < 29, "so many wait"),
            refused => assert_eq!((code(refused), number >= 29), ("too_many", true)),
        }
    }
}

async fn nothing_readable_tells_of_anybody(databases: Databases) {
    let (office, access) = house(&databases).await;
    let store = &office.store;
    let made = access.invite_to_portal("marte").await.unwrap();
    let half = begin(store, &made, EMAIL).await.unwrap();
    let session = finish(store, &half).await.unwrap();
    let marte = own(store, "marte", &office.case).await;
    let said = NewWord { kind: WordKind::Question, about: String::new(), words: "Kvernodegard spør".into() };
    let id = marte.say(&said).await.unwrap();
    access.answer_family_word(&id, "Kvernodegard får svar").await.unwrap();
    let bytes = databases.everything_readable().await;
    let plain = made.code.replace('-', "");
    for secret in [EMAIL, made.link.reveal(), plain.as_str(), session.reveal(), half.0.reveal(), "Kvernodegard", SECRET]
    {
        assert!(!contains(&bytes, secret), "{secret}");
    }
}
