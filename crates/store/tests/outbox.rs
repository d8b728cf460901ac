//! The outbox: who is written to, what protects, and that nothing is lost or
//! sent twice whatever happens to a server.

use crate::common;
use crate::common::{Databases, LONG_AGO, Office, add, contains};
use casework::Party;
use casework::calendar::Moment;
use casework::contact::ContactCard;
use casework::day::Period;
use casework::message::{Channel, MessageKind, MessageLanguage, Outcome, State, Withheld, Words};
use casework::sight::{Bar, BarKind};
use family_map::edit::Edit;
use family_map::record::{Fact, Household, HouseholdKind, Membership, Origin};
use std::collections::BTreeSet;
use store::{
    About, Action, CaseAccess, ContactKept, HouseOut, LEASE_MS, NewBar, NewMessage, NewParticipant, Outgoing, Prepared,
    Receiver, Store, Who,
};

on_both!(
    a_message_goes_once_in_the_receivers_language,
    what_protects_is_asked_when_it_goes,
    hours_are_kept_and_words_about_them_wait_for_a_reader,
    what_was_surely_not_taken_is_tried_again_under_the_same_id,
    a_server_that_is_gone_leaves_nothing_behind,
    two_servers_never_hold_the_same,
    staff_decide_what_is_uncertain,
    a_link_stops_one_channel,
    only_who_may_see_the_case_sees_its_messages,
);

const OUT: HouseOut<'_> = HouseOut { origin: "https://kart.example.no", ways: &Channel::ALL };

fn at(text: &str) -> Moment {
    text.parse().unwrap()
}

fn reminder(person: &str) -> NewMessage {
    let words = Words { place: Some("Storgata 1".into()), ..Words::new(MessageKind::Reminder, at("2026-11-24T09:30")) };
    NewMessage::new(Receiver::Participant(person.into()), words, About::whole("entry", "e1"))
}

fn card(language: &str) -> ContactCard {
    ContactCard {
        by_text: true,
        phone: "68 05 12 34".into(),
        by_mail: true,
        email: "marte@example.no".into(),
        language: language.into(),
        ..ContactCard::default()
    }
}

async fn keep(access: &CaseAccess, person: &str, card: &ContactCard) {
    let read = access.contact(person).await.unwrap().version;
    assert!(matches!(access.keep_contact(person, read, card).await.unwrap(), ContactKept::Kept(_)));
}

/// An office with two participants who may be written to.
async fn office(databases: &Databases) -> (Office, CaseAccess) {
    let office = Office::new(databases).await;
    let access = office.access().await;
    access.edit(&[add("marte", "Marte", &["team"]), add("ola", "Ola", &["team"])]).await.unwrap();
    for person in ["marte", "ola"] {
        let new = NewParticipant {
            person,
            name: person,
            is_child: false,
            has_responsibility: false,
            from: LONG_AGO,
            to: None,
        };
        access.add_participant(&new).await.unwrap();
        keep(&access, person, &card("norsk")).await;
    }
    (office, access)
}

/// Everything that is due goes out; tells what did.
async fn run(store: &Store, outcome: Outcome) -> Vec<Outgoing> {
    let mut gone = Vec::new();
    for id in store.lease_messages("server", 10).await.unwrap() {
        if let Prepared::Go(outgoing) = store.prepare_message(&id, "server", &OUT).await.unwrap() {
            store.finish_message(&id, "server", outcome, None).await.unwrap();
            gone.push(*outgoing);
        }
    }
    gone
}

async fn state(access: &CaseAccess) -> State {
    access.messages().await.unwrap()[0].state
}

async fn fault(access: &CaseAccess) -> Option<String> {
    access.messages().await.unwrap()[0].fault.clone()
}

async fn a_message_goes_once_in_the_receivers_language(databases: Databases) {
    let (office, access) = office(&databases).await;
    keep(&access, "marte", &card("somali")).await;
    let ids = access.enqueue_messages(&[reminder("marte"), reminder("marte")], false).await.unwrap();
    assert_eq!(ids.len(), 1, "a reminder of the same time is written once");

    let gone = run(&office.store, Outcome::Taken).await;
    let [sms] = gone.as_slice() else { panic!("{gone:?}") };
    assert_eq!((sms.channel, sms.address.as_str(), sms.language), (Channel::Sms, "68 05 12 34", MessageLanguage::So));
    assert!(sms.said.text.contains("Storgata 1") && sms.said.text.contains("/meldinger/nei/"), "{:?}", sms.said);
    assert_eq!(run(&office.store, Outcome::Taken).await, [], "it went once");

    let kept = &access.messages().await.unwrap()[0];
    assert_eq!((kept.state, kept.attempts, kept.sent_at), (State::Sent, 1, Some(common::NOW)));
    let said = kept.said.clone().unwrap().text;
    assert!(said.contains("24.11.2026") && !said.contains("/nei/"), "{said}");
    let log = access.log_page(&store::LogFilter::default(), 10).await.unwrap().rows;
    assert!(log.iter().any(|row| row.action == Action::Send.code() && row.object == "message"), "{log:?}");
    let readable = databases.everything_readable().await;
    for secret in ["Storgata 1", "68 05 12 34", "2026-11-24T09:30\""] {
        assert!(!contains(&readable, secret), "{secret}");
    }
}

async fn what_protects_is_asked_when_it_goes(databases: Databases) {
    let (office, access) = office(&databases).await;
    let refused = async |message: NewMessage, why: Withheld| {
        let preview = access.preview_messages(std::slice::from_ref(&message), &Channel::ALL).await.unwrap();
        assert_eq!(preview[0].way.clone().map(|_| ()), Err(why));
        access.enqueue_messages(&[message], false).await.unwrap();
        assert_eq!(run(&office.store, Outcome::Taken).await, []);
        assert_eq!((state(&access).await, fault(&access).await.as_deref()), (State::Withheld, Some(why.code())));
        databases.clock.advance(1);
    };
    let once = |minute: &str, person: &str| NewMessage {
        words: Words::new(MessageKind::Invitation, at(&format!("2026-11-24T09:{minute}"))),
        ..reminder(person)
    };
    keep(&access, "ola", &ContactCard { by_text: false, by_mail: false, ..card("") }).await;
    refused(once("01", "ola"), Withheld::NotAgreed).await;
    keep(&access, "ola", &card("")).await;
    access.set_stopped("ola", Channel::Sms, true).await.unwrap();
    refused(NewMessage { channel: Some(Channel::Sms), ..once("02", "ola") }, Withheld::OptedOut).await;

    let ban = Bar {
        kind: BarKind::ContactBan,
        protects: "marte".into(),
        against: BTreeSet::from([Party::Person("ola".into())]),
        except: BTreeSet::new(),
        period: Period::default(),
    };
    access.set_bar(&NewBar { bar: ban, reason: "Vedtak".into() }).await.unwrap();
    let access = office.access().await;
    let refused = async |message: NewMessage, why: Withheld| {
        access.enqueue_messages(&[message], false).await.unwrap();
        assert_eq!(run(&office.store, Outcome::Taken).await, []);
        assert_eq!((state(&access).await, fault(&access).await.as_deref()), (State::Withheld, Some(why.code())));
        databases.clock.advance(1);
    };
    refused(NewMessage { with: vec!["marte".into()], ..once("03", "ola") }, Withheld::ContactBan).await;

    // A protected address is everybody's who lives there, and no place is told to anybody.
    access.edit(&[add("barn", "Barn", &["team"])]).await.unwrap();
    let told = || Origin::told("team", ["team"]);
    let home = Household {
        id: "h".into(),
        label: "Hjemme".into(),
        kind: HouseholdKind::Home,
        span: Default::default(),
        origin: told(),
    };
    let lives = |id: &str, person: &str| Membership {
        id: id.into(),
        household: "h".into(),
        person: person.into(),
        share: None,
        rhythm: None,
        span: Default::default(),
        origin: told(),
    };
    access
        .edit(&[
            Edit::Add(Fact::Household(home)),
            Edit::Add(Fact::Membership(lives("m1", "marte"))),
            Edit::Add(Fact::Membership(lives("m2", "barn"))),
        ])
        .await
        .unwrap();
    access.shield("barn").await.unwrap();
    refused(once("04", "marte"), Withheld::Protected).await;
    let with_place = NewMessage {
        words: Words { place: Some("Storgata 1".into()), ..once("05", "ola").words },
        ..once("05", "ola")
    };
    access.enqueue_messages(&[with_place], false).await.unwrap();
    let gone = run(&office.store, Outcome::Taken).await;
    assert_eq!(gone.len(), 1);
    assert!(!gone[0].said.text.contains("Storgata"), "{:?}", gone[0].said);
    assert_eq!(gone[0].channel, Channel::Email, "text messages were stopped");
}

async fn hours_are_kept_and_words_about_them_wait_for_a_reader(databases: Databases) {
    let (office, access) = office(&databases).await;
    // It is ten o'clock in Oslo.
    keep(&access, "marte", &ContactCard { from: "12:00".into(), to: "14:00".into(), ..card("") }).await;
    access.enqueue_messages(&[reminder("marte")], false).await.unwrap();
    assert_eq!(run(&office.store, Outcome::Taken).await, []);
    assert_eq!(state(&access).await, State::Waiting);
    databases.clock.advance(2 * 3_600_000);
    assert_eq!(run(&office.store, Outcome::Taken).await.len(), 1);

    keep(&access, "ola", &ContactCard { never: "onsdager".into(), ..card("") }).await;
    let ids = access.enqueue_messages(&[reminder("ola")], false).await.unwrap();
    assert_eq!(run(&office.store, Outcome::Taken).await, []);
    assert_eq!(state(&access).await, State::Held);
    assert_eq!(
        access.preview_messages(&[reminder("ola")], &Channel::ALL).await.unwrap()[0]
            .way
            .clone()
            .unwrap()
            .never
            .as_deref(),
        Some("onsdager")
    );
    access.release_message(&ids[0]).await.unwrap();
    assert_eq!(run(&office.store, Outcome::Taken).await.len(), 1);
}

async fn what_was_surely_not_taken_is_tried_again_under_the_same_id(databases: Databases) {
    let (office, access) = office(&databases).await;
    access.enqueue_messages(&[reminder("marte")], false).await.unwrap();
    let first = run(&office.store, Outcome::NotTaken).await;
    assert_eq!(state(&access).await, State::Waiting);
    assert_eq!(run(&office.store, Outcome::Taken).await, [], "not at once");
    databases.clock.advance(60_000);
    let second = run(&office.store, Outcome::NotTaken).await;
    assert_eq!(first[0].reference, second[0].reference);
    databases.clock.advance(120_000);
    assert_eq!(run(&office.store, Outcome::Refused).await.len(), 1);
    assert_eq!(state(&access).await, State::Failed);
    databases.clock.advance(3_600_000);
    assert_eq!(run(&office.store, Outcome::Taken).await, [], "refused is refused");

    // Of something that was called off nothing goes, and its reminder may be written anew.
    let other = NewMessage { about: About::whole("entry", "e2"), ..reminder("ola") };
    access.enqueue_messages(std::slice::from_ref(&other), false).await.unwrap();
    assert_eq!(access.call_off_messages(&other.about).await.unwrap(), 1);
    assert_eq!(run(&office.store, Outcome::Taken).await, []);
    assert_eq!(access.enqueue_messages(&[other], false).await.unwrap().len(), 1);
}

async fn a_server_that_is_gone_leaves_nothing_behind(databases: Databases) {
    let (office, access) = office(&databases).await;
    access.enqueue_messages(&[reminder("marte"), reminder("ola")], false).await.unwrap();
    let ids = office.store.lease_messages("gone", 10).await.unwrap();
    assert_eq!(ids.len(), 2);
    let Prepared::Go(outgoing) = office.store.prepare_message(&ids[0], "gone", &OUT).await.unwrap() else { panic!() };
    assert_eq!(office.store.recover_messages().await.unwrap(), (0, 0), "it may be at work still");
    databases.clock.advance(LEASE_MS + 1);
    assert_eq!(office.store.recover_messages().await.unwrap(), (1, 1));
    let again = run(&office.store, Outcome::Taken).await;
    assert_eq!(again.len(), 1, "what had not left the house");
    assert_ne!(again[0].id, outgoing.id);
    // The server was only slow, and knows the answer after all.
    office.store.finish_message(&outgoing.id, "gone", Outcome::Taken, None).await.unwrap();
    let states: Vec<_> = access.messages().await.unwrap().iter().map(|it| it.state).collect();
    assert_eq!(states, [State::Sent, State::Sent]);
}

async fn two_servers_never_hold_the_same(databases: Databases) {
    let (office, access) = office(&databases).await;
    let invitation = |minute: u8| NewMessage {
        words: Words::new(MessageKind::Invitation, at(&format!("2026-11-24T10:{minute:02}"))),
        ..reminder("marte")
    };
    let all: Vec<_> = (0..40).map(invitation).collect();
    access.enqueue_messages(&all, false).await.unwrap();
    let other = databases.open().await;
    let take = async |store: &Store, name: &str| {
        let mut mine = Vec::new();
        loop {
            let some = store.lease_messages(name, 3).await.unwrap();
            if some.is_empty() {
                return mine;
            }
            mine.extend(some);
        }
    };
    let (a, b) = tokio::join!(take(&office.store, "a"), take(&other, "b"));
    let together: BTreeSet<_> = a.iter().chain(&b).collect();
    assert_eq!((a.len() + b.len(), together.len()), (40, 40));
    let (held, other_lease) = a.first().map_or_else(|| (&b[0], "a"), |held| (held, "b"));
    assert_eq!(office.store.prepare_message(held, other_lease, &OUT).await.unwrap(), Prepared::Lost);
    assert_eq!(office.store.return_messages("a").await.unwrap() + other.return_messages("b").await.unwrap(), 40);
}

async fn staff_decide_what_is_uncertain(databases: Databases) {
    let (office, access) = office(&databases).await;
    let ids = access.enqueue_messages(&[reminder("marte"), reminder("ola")], false).await.unwrap();
    let first = run(&office.store, Outcome::Unknown).await;
    databases.clock.advance(24 * 60_000);
    assert_eq!(run(&office.store, Outcome::Taken).await, [], "never by itself");
    access.confirm_message(&ids[0]).await.unwrap();
    access.release_message(&ids[1]).await.unwrap();
    assert!(access.confirm_message(&ids[0]).await.is_err());
    assert!(access.cancel_message(&ids[0]).await.is_err(), "what went cannot be called off");
    let again = run(&office.store, Outcome::Taken).await;
    assert_eq!(again.len(), 1);
    assert_eq!(again[0].reference, first.iter().find(|it| it.id == ids[1]).unwrap().reference);
    assert!(access.messages().await.unwrap().iter().all(|it| it.state == State::Sent));
}

async fn a_link_stops_one_channel(databases: Databases) {
    let (office, access) = office(&databases).await;
    access.enqueue_messages(&[reminder("marte")], false).await.unwrap();
    let gone = run(&office.store, Outcome::Taken).await;
    let token = gone[0].stop_link.rsplit('/').next().unwrap().to_owned();
    assert_eq!(office.store.stop_channel(&token).await.unwrap(), Some((Channel::Sms, MessageLanguage::Nb)));
    assert_eq!(office.store.stop_channel("0123").await.unwrap(), None);
    assert!(office.store.stop_messages("0123").await.is_err());
    office.store.stop_messages(&token).await.unwrap();
    office.store.stop_messages(&token).await.unwrap();
    assert_eq!(access.stopped_channels("marte").await.unwrap(), [Channel::Sms]);
    assert_eq!(access.stopped_channels("ola").await.unwrap(), []);
    assert!(!contains(&databases.everything_readable().await, &token), "the link is kept nowhere");
    access.set_stopped("marte", Channel::Sms, false).await.unwrap();
    assert_eq!(access.stopped_channels("marte").await.unwrap(), []);
}

async fn only_who_may_see_the_case_sees_its_messages(databases: Databases) {
    use casework::role::Role;
    let (office, access) = office(&databases).await;
    access.enqueue_messages(&[reminder("marte")], false).await.unwrap();
    run(&office.store, Outcome::Unknown).await;
    let of = async |name: &str, role| {
        let id = common::staff(&office.store, name, &office.unit, role).await;
        let user = office.store.find_user(&id).await.unwrap();
        office.store.unit_messages(&user).await.map(|it| (it.counts, it.asking.len()))
    };
    let lead = office.store.find_user(&office.lead).await.unwrap();
    let seen = office.store.unit_messages(&lead).await.unwrap();
    assert_eq!((seen.counts, seen.asking.len()), (vec![(State::Uncertain, 1)], 1));
    assert_eq!(of("leder", Role::UnitLeader).await.unwrap(), (vec![(State::Uncertain, 1)], 1));
    assert_eq!(of("annen", Role::Practitioner).await.unwrap(), (vec![], 0));
    assert!(of("admin", Role::Administrator).await.is_err());
    let own = common::open_own(&office.store, "marte", &office.case).await;
    assert!(matches!(own.who(), Who::Participant(_)));
    assert!(own.messages().await.is_err());
    assert!(access.enqueue_messages(&[reminder("ukjent")], false).await.is_err());
}
