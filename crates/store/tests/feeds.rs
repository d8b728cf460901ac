//! Calendars that other programs fetch: what stands in them, what never does,
//! and that an address ends at once; and busy times that come from elsewhere.

use crate::common::{Databases, LONG_AGO, Office, TODAY, TOMORROW, add, contains, staff};
use casework::appointment::{AppointmentKind, PlaceKind};
use casework::calendar::conflict::Travel;
use casework::calendar::ics::{BusyTimes, busy_times};
use casework::calendar::moment::{Moment, Span};
use casework::calendar::series::{End, Rule, Scope, Series};
use casework::calendar::time::Time;
use casework::day::Period;
use casework::life::ClosingReason;
use casework::participation::ChildConsent;
use casework::role::Role;
use casework::sight::{Bar, BarKind};
use casework::{Day, Party};
use std::collections::BTreeSet;
use store::{
    CaseAccess, Corrected, Correction, Details, EntryEdit, EntryId, EntryWhat, FeedWords, LinkToken, NewBar, NewEntry,
    NewParticipant, PlanRequest, ShownWhat, Store, StoreError, UserId, Whose, Words,
};

on_both!(
    a_feed_says_when_and_nothing_else,
    a_family_gets_what_it_may_know,
    an_address_ends_at_once,
    what_has_ended_stays_ended,
    who_has_two_posts_keeps_an_address,
    two_who_fetch_at_once_are_one_first_look,
    busy_times_are_replaced_and_deleted,
);

const WORDS: FeedWords = FeedWords { name: "Avtaler", title: "Avtale" };

fn at(day: Day, hour: u8) -> Moment {
    Moment::new(day, Time::new(hour, 0))
}

fn talk(people: &[&UserId], kind: AppointmentKind, room: &str) -> Details {
    Details {
        room: Some(room.to_owned()),
        place: PlaceKind::Centre,
        travel: Travel::default(),
        people: people.iter().map(|it| (*it).clone()).collect(),
        interpreters: BTreeSet::new(),
        equipment: BTreeSet::new(),
        open_to_unit: false,
        words: Words { title: "Om vold".into(), kind: Some(kind), note: "Ta med papirene".into() },
    }
}

struct House {
    office: Office,
    access: CaseAccess,
    room: String,
}

/// A case with Marte and Ola, and a room.
async fn house(databases: &Databases) -> House {
    let office = Office::new(databases).await;
    let admin = staff(&office.store, "runa", &office.unit, Role::Administrator).await;
    let admin = office.store.administer(&admin).await.unwrap();
    let room = admin.create_room(&office.unit, "Stua", 8).await.unwrap();
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
    House { office, access, room }
}

impl House {
    async fn plan(&self, series: Series, kind: AppointmentKind) -> EntryId {
        let details = talk(&[&self.office.lead], kind, &self.room);
        let new = NewEntry { unit: self.office.unit.clone(), series, details };
        self.access.create_appointment(&new).await.unwrap().entry.unwrap()
    }

    fn store(&self) -> &Store {
        &self.office.store
    }
}

/// The text without the folds of its lines.
async fn fetch(store: &Store, token: &LinkToken) -> Option<String> {
    Some(store.feed_text(token, WORDS).await.unwrap()?.replace("\r\n ", ""))
}

fn read(store: &Store, text: &str) -> BusyTimes {
    let found = busy_times(text, store.zone(), Span::days(TODAY, TODAY.shifted(90)));
    assert_eq!(found.problems, []);
    found
}

fn starts(store: &Store, text: &str) -> Vec<String> {
    read(store, text).busy.iter().map(|it| it.span.start.to_string()).collect()
}

async fn a_feed_says_when_and_nothing_else(databases: Databases) {
    let house = house(&databases).await;
    let calendar = house.store().calendar(&house.office.lead).await.unwrap();
    assert_eq!(calendar.feed().await.unwrap(), None);
    let rule = Rule::weekly(TOMORROW, 1, End::Count(4));
    let id = house.plan(Series::new(at(TOMORROW, 10), 60, Some(rule)).unwrap(), AppointmentKind::SupportTalk).await;
    let token = calendar.make_feed().await.unwrap();
    assert!(calendar.feed().await.unwrap().is_some());
    let before = fetch(house.store(), &token).await.unwrap();
    assert_eq!(
        starts(house.store(), &before),
        ["2026-11-24T10:00", "2026-12-01T10:00", "2026-12-08T10:00", "2026-12-15T10:00"]
    );
    assert!(before.contains("SUMMARY:Avtale") && before.contains("LOCATION:Stua"), "{before}");
    for word in ["vold", "papirene", "Marte", "Ola", &id.0, &house.access.id().0] {
        assert!(!before.contains(word), "{word} in {before}");
    }

    // One is moved, one does not take place: the same event, counted up.
    let edit = |version, day, what| EntryEdit { entry: id.clone(), version, at: at(day, 10), scope: Scope::This, what };
    let second = TOMORROW.shifted(7);
    let moved = EntryWhat::Move { to: at(second.shifted(1), 12), minutes: 45 };
    house.access.change_appointment(&edit(1, second, moved)).await.unwrap();
    house.access.change_appointment(&edit(2, second.shifted(7), EntryWhat::Cancel)).await.unwrap();
    let after = fetch(house.store(), &token).await.unwrap();
    assert_eq!(starts(house.store(), &after), ["2026-11-24T10:00", "2026-12-02T12:00", "2026-12-15T10:00"]);
    let line = |text: &str, name: &str| -> String {
        text.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned()
    };
    assert_eq!(line(&before, "UID:"), line(&after, "UID:"));
    assert_eq!((line(&before, "SEQUENCE:"), line(&after, "SEQUENCE:")), ("SEQUENCE:1".into(), "SEQUENCE:3".into()));
    for part in ["BEGIN:VTIMEZONE", "RRULE:", "EXDATE", "RECURRENCE-ID"] {
        assert!(after.contains(part), "{part}");
    }

    // Nothing of the token is kept.
    let kept = databases.everything_readable().await;
    assert!(!contains(&kept, token.reveal()));
    let admin = staff(house.store(), "systemforvalter", &house.office.unit, Role::Administrator).await;
    assert!(matches!(house.store().calendar(&admin).await, Err(StoreError::NotFound)));
}

async fn a_family_gets_what_it_may_know(databases: Databases) {
    let house = house(&databases).await;
    house.plan(Series::once(at(TOMORROW, 10), 60).unwrap(), AppointmentKind::FamilyTalk).await;
    // What services talk over among themselves is not the family's.
    house.plan(Series::once(at(TOMORROW, 12), 60).unwrap(), AppointmentKind::Consultation).await;
    house.plan(Series::once(at(TOMORROW, 14), 60).unwrap(), AppointmentKind::Other).await;
    let marte = house.access.make_feed("marte").await.unwrap();
    let ola = house.access.make_feed("ola").await.unwrap();
    assert!(matches!(house.access.make_feed("nobody").await, Err(StoreError::NotFound)));
    let text = fetch(house.store(), &marte).await.unwrap();
    assert_eq!(starts(house.store(), &text), ["2026-11-24T10:00"]);
    assert!(text.contains("LOCATION:Stua"), "{text}");
    assert_ne!(text, fetch(house.store(), &ola).await.unwrap(), "nobody sees that two calendars are of one family");

    // The first look of a day stands in the log, and no other.
    fetch(house.store(), &marte).await.unwrap();
    let seen = house.access.log(100).await.unwrap();
    assert_eq!(seen.iter().filter(|row| row.object == "calendar_feed" && row.user == "marte").count(), 1);
    let feeds = house.access.feeds().await.unwrap();
    assert!(feeds.iter().all(|feed| feed.since.is_some() && feed.is_read), "{feeds:?}");

    // A protected address: when, and never where. In the calendar of staff neither.
    let own = house.store().calendar(&house.office.lead).await.unwrap().make_feed().await.unwrap();
    assert!(fetch(house.store(), &own).await.unwrap().contains("LOCATION"));
    house.access.shield("ola").await.unwrap();
    for token in [&marte, &own] {
        let text = fetch(house.store(), token).await.unwrap();
        assert!(text.contains("DTSTART") && !text.contains("LOCATION"), "{text}");
    }

    // Whoever is to be kept away does not learn when the other is here.
    let ban = Bar {
        kind: BarKind::ContactBan,
        protects: "marte".into(),
        against: BTreeSet::from([Party::Person("ola".into())]),
        except: BTreeSet::new(),
        period: Period::default(),
    };
    house.access.set_bar(&NewBar { bar: ban, reason: "Vedtak".into() }).await.unwrap();
    assert_eq!(starts(house.store(), &fetch(house.store(), &ola).await.unwrap()), Vec::<String>::new());
}

async fn an_address_ends_at_once(databases: Databases) {
    let house = house(&databases).await;
    house.plan(Series::once(at(TOMORROW, 10), 60).unwrap(), AppointmentKind::FamilyTalk).await;
    let calendar = house.store().calendar(&house.office.lead).await.unwrap();
    let first = calendar.make_feed().await.unwrap();
    let second = calendar.make_feed().await.unwrap();
    assert_eq!(fetch(house.store(), &first).await, None, "one that is made anew replaces the one before");
    assert!(fetch(house.store(), &second).await.is_some());
    calendar.revoke_feed().await.unwrap();
    assert_eq!((fetch(house.store(), &second).await, calendar.feed().await.unwrap()), (None, None));

    let marte = house.access.make_feed("marte").await.unwrap();
    let ola = house.access.make_feed("ola").await.unwrap();
    house.access.revoke_feed("marte").await.unwrap();
    assert_eq!(fetch(house.store(), &marte).await, None);
    assert!(fetch(house.store(), &ola).await.is_some(), "the other's is their own");
    assert_eq!(fetch(house.store(), &LinkToken::from_text("0")).await, None);

    // A closed case is no calendar any more.
    sqlx::query("UPDATE help_case SET status = 'closed'").execute(&databases.raw().await).await.unwrap();
    assert_eq!(fetch(house.store(), &ola).await, None);
}

async fn what_has_ended_stays_ended(databases: Databases) {
    let house = house(&databases).await;
    house.plan(Series::once(at(TOMORROW, 10), 60).unwrap(), AppointmentKind::FamilyTalk).await;
    // Somebody leaves and comes back, by a correction of the same taking part.
    let token = house.access.make_feed("marte").await.unwrap();
    let correct = async |to: Option<Day>| {
        let all = house.access.participants().await.unwrap();
        let now = all.into_iter().find(|it| it.person == "marte").unwrap();
        let correction = Correction {
            id: &now.id,
            version: now.version,
            name: "marte",
            has_responsibility: false,
            consent: ChildConsent::default(),
            from: LONG_AGO,
            to,
        };
        assert_eq!(house.access.correct_participant(&correction).await.unwrap(), Corrected::Saved);
    };
    correct(Some(TODAY.before())).await;
    correct(None).await;
    assert_eq!(fetch(house.store(), &token).await, None);

    // One whose time runs out by itself, and who comes back as somebody new.
    let token = house.access.make_feed("marte").await.unwrap();
    correct(Some(TOMORROW)).await;
    assert!(fetch(house.store(), &token).await.is_some());
    let ran_out = format!("UPDATE participant SET to_day = '{}' WHERE person_id = 'marte'", TODAY.before());
    sqlx::query(sqlx::AssertSqlSafe(ran_out)).execute(&databases.raw().await).await.unwrap();
    let access = &house.access;
    let back = NewParticipant {
        person: "marte",
        name: "marte",
        is_child: false,
        has_responsibility: false,
        from: TODAY,
        to: None,
    };
    access.add_participant(&back).await.unwrap();
    assert_eq!(fetch(house.store(), &token).await, None);
    // What was never made, or has ended, is nothing to end.
    access.revoke_feed("marte").await.unwrap();
    assert!(matches!(access.revoke_feed("nobody").await, Err(StoreError::NotFound)));

    // A case that is closed and taken up again.
    let token = access.make_feed("marte").await.unwrap();
    access.close(ClosingReason::Finished, "").await.unwrap();
    house.office.access().await.reopen().await.unwrap();
    assert_eq!(fetch(house.store(), &token).await, None);

    // An account that is closed and opened again.
    let colleague = staff(house.store(), "jonas", &house.office.unit, Role::Practitioner).await;
    let token = house.store().calendar(&colleague).await.unwrap().make_feed().await.unwrap();
    house.store().set_active(&colleague, false).await.unwrap();
    house.store().set_active(&colleague, true).await.unwrap();
    assert_eq!(house.store().calendar(&colleague).await.unwrap().feed().await.unwrap(), None);
    assert_eq!(fetch(house.store(), &token).await, None);
}

async fn who_has_two_posts_keeps_an_address(databases: Databases) {
    let house = house(&databases).await;
    let (store, unit) = (house.store(), &house.office.unit);
    let both = staff(store, "begge", unit, Role::Administrator).await;
    store.give_post(&both, unit, Role::Practitioner, Period::default()).await.unwrap();
    let token = store.calendar(&both).await.unwrap().make_feed().await.unwrap();
    let posts = store.find_user(&both).await.unwrap().posts;
    let post_of = |role: Role| posts.iter().find(|it| it.role == role).unwrap().id.clone();
    // As an administrator they plan nowhere; they still do as a practitioner.
    let acting = store.acting(&both, Some(&post_of(Role::Administrator)));
    let admin = acting.administer(&both).await.unwrap();
    admin.give_post(&both, unit, Role::PrivacyOfficer, Period::default()).await.unwrap();
    assert!(fetch(store, &token).await.is_some());
    // Until that post ends.
    admin.end_post(&post_of(Role::Practitioner), TODAY.before()).await.unwrap();
    assert_eq!(fetch(store, &token).await, None);
    store.give_post(&both, unit, Role::Practitioner, Period::default()).await.unwrap();
    assert_eq!(fetch(store, &token).await, None);
}

async fn two_who_fetch_at_once_are_one_first_look(databases: Databases) {
    let house = house(&databases).await;
    let token = house.access.make_feed("marte").await.unwrap();
    let all = (0..8).map(|_| {
        let (store, token) = (house.store().clone(), token.clone());
        tokio::spawn(async move { store.feed_text(&token, WORDS).await.unwrap().is_some() })
    });
    for one in all.collect::<Vec<_>>() {
        assert!(one.await.unwrap());
    }
    let seen = house.access.log(100).await.unwrap();
    assert_eq!(seen.iter().filter(|row| row.object == "calendar_feed" && row.user == "marte").count(), 1);
}

async fn busy_times_are_replaced_and_deleted(databases: Databases) {
    let house = house(&databases).await;
    let lead = &house.office.lead;
    let calendar = house.store().calendar(lead).await.unwrap();
    let colleague = staff(house.store(), "jonas", &house.office.unit, Role::Practitioner).await;
    let other = house.store().calendar(&colleague).await.unwrap();
    let event = |start: &str, end: &str| {
        format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Tannlege\r\nDTSTART:{start}\r\nDTEND:{end}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
    };
    let until = TODAY.shifted(90);
    calendar.keep_busy(&read(house.store(), &event("20261124T100000", "20261124T113000")), until).await.unwrap();
    let kept = calendar.imported().await.unwrap().unwrap();
    assert_eq!((kept.count, kept.passed_over, kept.until), (1, 0, until));

    // A colleague sees that time is taken, and never by what.
    let day = Span::day(TOMORROW);
    let seen = other.view(&Whose::Person(lead.clone()), day).await.unwrap();
    assert_eq!(
        seen.iter().map(|it| (it.span.start, it.what.clone())).collect::<Vec<_>>(),
        [(at(TOMORROW, 10), ShownWhat::Busy)]
    );
    assert!(!contains(&databases.everything_readable().await, "Tannlege"));

    // It stands in the way of what is planned.
    let request = PlanRequest {
        unit: house.office.unit.clone(),
        except: None,
        series: Series::once(at(TOMORROW, 11), 60).unwrap(),
        travel: Travel::default(),
        people: BTreeSet::from([lead.clone()]),
        interpreters: BTreeSet::new(),
        room: None,
        equipment: BTreeSet::new(),
    };
    let standing = other.check(&request).await.unwrap().standing;
    assert_eq!(standing.iter().map(|it| it.conflict.code()).collect::<Vec<_>>(), ["person"]);

    calendar.keep_busy(&read(house.store(), &event("20261124T130000", "20261124T140000")), until).await.unwrap();
    let spans = async || -> Vec<Moment> {
        other.view(&Whose::Person(lead.clone()), day).await.unwrap().iter().map(|it| it.span.start).collect()
    };
    assert_eq!(spans().await, [at(TOMORROW, 13)], "what is no longer in the file is no longer kept");

    // Too many: nothing is changed.
    let one = read(house.store(), &event("20261124T130000", "20261124T140000")).busy.remove(0);
    let many = vec![one; 5_001];
    let refused = calendar.keep_busy(&BusyTimes { busy: many, problems: Vec::new() }, until).await;
    assert!(matches!(refused, Err(StoreError::NotAllowed("busy_too_many"))));
    assert_eq!(spans().await, [at(TOMORROW, 13)]);

    calendar.forget_busy().await.unwrap();
    assert_eq!((spans().await, calendar.imported().await.unwrap()), (Vec::new(), None));
}
