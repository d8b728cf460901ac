//! Reminders that nobody has to think of: written with the appointment, taken
//! back with it, once each, and never to who may not be written to.

use crate::common::{Databases, LONG_AGO, Office, TODAY, add};
use casework::appointment::{AppointmentKind, PlaceKind};
use casework::calendar::conflict::Travel;
use casework::calendar::moment::Moment;
use casework::calendar::series::{End, Rule, Scope, Series};
use casework::calendar::time::Time;
use casework::contact::ContactCard;
use casework::day::Period;
use casework::message::{Channel, MessageKind, Outcome};
use casework::sight::{Bar, BarKind};
use casework::{Day, Party};
use std::collections::BTreeSet;
use store::{
    CaseAccess, Changed, ContactKept, Details, EntryEdit, EntryWhat, HouseOut, NewBar, NewEntry, NewParticipant,
    Prepared, Words,
};

on_both!(
    a_reminder_follows_its_appointment,
    who_may_not_be_written_to_is_not_reminded,
    a_reminder_goes_when_its_time_comes,
);

/// In three days: Thursday 26 November 2026, at ten.
const DAY: Day = TODAY.shifted(3);

fn at(day: Day, hour: u8) -> Moment {
    Moment::new(day, Time::new(hour, 0))
}

async fn house(databases: &Databases) -> (Office, CaseAccess) {
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
    }
    agree(&access, "marte").await;
    (office, access)
}

async fn agree(access: &CaseAccess, person: &str) {
    let card = ContactCard { by_text: true, phone: "68 05 12 34".into(), ..ContactCard::default() };
    let read = access.contact(person).await.unwrap().version;
    assert!(matches!(access.keep_contact(person, read, &card).await.unwrap(), ContactKept::Kept(_)));
}

async fn plan(office: &Office, access: &CaseAccess, series: Series, kind: AppointmentKind) -> Changed {
    let details = Details {
        room: None,
        place: PlaceKind::Centre,
        travel: Travel::default(),
        people: BTreeSet::from([office.lead.clone()]),
        interpreters: BTreeSet::new(),
        equipment: BTreeSet::new(),
        open_to_unit: false,
        words: Words { title: "Om søvn".into(), kind: Some(kind), note: String::new() },
    };
    let new = NewEntry { unit: office.unit.clone(), series, details };
    access.create_appointment(&new).await.unwrap()
}

/// To whom and of when reminders stand in the outbox, in order.
async fn reminders(access: &CaseAccess) -> Vec<String> {
    let mut found: Vec<String> = access
        .messages()
        .await
        .unwrap()
        .into_iter()
        .inspect(|it| assert_eq!(it.words.kind, MessageKind::Reminder))
        .map(|it| format!("{} {}", it.person.unwrap_or_default(), it.words.when))
        .collect();
    found.sort();
    found
}

async fn a_reminder_follows_its_appointment(databases: Databases) {
    let (office, access) = house(&databases).await;
    let series = Series::new(at(DAY, 10), 60, Some(Rule::weekly(DAY, 1, End::Count(8)))).unwrap();
    let made = plan(&office, &access, series, AppointmentKind::FamilyTalk).await;
    // Two weeks ahead, and only to whom it was agreed.
    assert_eq!(reminders(&access).await, ["marte 2026-11-26T10:00", "marte 2026-12-03T10:00"]);
    let first = &access.messages().await.unwrap()[1];
    assert_eq!(office.store.zone().from_utc(first.not_before).unwrap(), at(DAY.before(), 10), "the day before");

    let entry = made.entry.unwrap();
    let edit = |version, what| EntryEdit { entry: entry.clone(), version, at: at(DAY, 10), scope: Scope::This, what };
    let moved = edit(1, EntryWhat::Move { to: at(DAY.plus(1), 12), minutes: 60 });
    let moved = access.change_appointment(&moved).await.unwrap();
    assert_eq!(reminders(&access).await, ["marte 2026-11-27T12:00", "marte 2026-12-03T10:00"]);
    access.undo_appointment(&moved.change).await.unwrap();
    assert_eq!(reminders(&access).await, ["marte 2026-11-26T10:00", "marte 2026-12-03T10:00"]);
    access.change_appointment(&edit(3, EntryWhat::Cancel)).await.unwrap();
    assert_eq!(reminders(&access).await, ["marte 2026-12-03T10:00"]);

    // Whoever agrees later is reminded of what is still to come, once.
    agree(&access, "ola").await;
    assert_eq!(office.store.write_reminders().await.unwrap(), 1);
    assert_eq!(office.store.write_reminders().await.unwrap(), 0);
    assert_eq!(reminders(&access).await, ["marte 2026-12-03T10:00", "ola 2026-12-03T10:00"]);
}

async fn who_may_not_be_written_to_is_not_reminded(databases: Databases) {
    let (office, access) = house(&databases).await;
    // What the family may not know of.
    plan(&office, &access, Series::once(at(DAY, 8), 60).unwrap(), AppointmentKind::Consultation).await;
    // What is so near that it was just agreed.
    plan(&office, &access, Series::once(at(TODAY, 15), 60).unwrap(), AppointmentKind::FamilyTalk).await;
    assert_eq!(reminders(&access).await, Vec::<String>::new());
    let ban = Bar {
        kind: BarKind::ContactBan,
        protects: "marte".into(),
        against: BTreeSet::from([Party::Person("ola".into())]),
        except: BTreeSet::new(),
        period: Period::default(),
    };
    access.set_bar(&NewBar { bar: ban, reason: "Vedtak".into() }).await.unwrap();
    let access = office.access().await;
    plan(&office, &access, Series::once(at(DAY, 10), 60).unwrap(), AppointmentKind::FamilyTalk).await;
    assert_eq!(office.store.write_reminders().await.unwrap(), 0);
    assert_eq!(reminders(&access).await, Vec::<String>::new());
}

async fn a_reminder_goes_when_its_time_comes(databases: Databases) {
    let (office, access) = house(&databases).await;
    plan(&office, &access, Series::once(at(DAY, 10), 60).unwrap(), AppointmentKind::FamilyTalk).await;
    assert_eq!(office.store.lease_messages("server", 10).await.unwrap(), Vec::<String>::new(), "not before its time");
    databases.clock.advance(2 * 24 * 60 * 60 * 1000 + 60 * 60 * 1000);
    let ids = office.store.lease_messages("server", 10).await.unwrap();
    let [id] = ids.as_slice() else { panic!("{ids:?}") };
    let out = HouseOut { origin: "https://kart.example.no", ways: &Channel::ALL };
    let Prepared::Go(gone) = office.store.prepare_message(id, "server", &out).await.unwrap() else { panic!("kept") };
    for word in ["søvn", "familiesamtale", "Familie Nordmann"] {
        assert!(!gone.said.text.contains(word), "{}", gone.said.text);
    }
    office.store.finish_message(id, "server", Outcome::Taken, None).await.unwrap();
    // What has gone stays gone, whatever is written anew.
    assert_eq!(office.store.write_reminders().await.unwrap(), 0);
}
