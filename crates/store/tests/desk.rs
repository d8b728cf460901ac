//! The desk at the door: telephone notes, enquiries, absences, interpreters.

use crate::common::{Databases, LONG_AGO, Office, TODAY, TOMORROW, contains, open, open_own, since, staff};
use casework::Day;
use casework::beginning::{Applicant, Application, Which};
use casework::calendar::moment::Span;
use casework::division::Goes;
use casework::enquiry::{EnquiryPulse, EnquiryState, HandoverStep, pulse};
use casework::opening::CaseStatus;
use casework::participation::ChildConsent;
use casework::role::{CaseFunction, Role};
use sqlx::Row as _;
use store::{
    Beginning, Deactivation, EnquiryEventKind, EnquiryWords, Gender, InterpreterCard, NewEnquiry, NewPhoneNote,
    NoteWords, OwnedKind, Store, StoreError, Tongue, UnitId, UserId,
};

on_both![
    a_call_is_its_owners_until_it_is_done,
    words_at_the_door_are_sealed_and_every_look_is_logged,
    a_call_that_is_tied_to_a_case_is_read_there_alone,
    an_enquiry_goes_through_the_door_without_a_name,
    an_enquiry_stays_with_its_owner_until_the_receiver_has_accepted,
    an_enquiry_becomes_a_case_with_all_that_was_written,
    nothing_at_the_door_is_for_others,
    nobody_leaves_with_a_call_or_an_enquiry,
    who_is_away_is_known_to_the_unit_without_a_reason,
    interpreters_belong_to_a_unit,
];

struct Door {
    office: Office,
    ingrid: UserId,
    jonas: UserId,
    leader: UserId,
}

impl Door {
    async fn new(databases: &Databases) -> Self {
        let office = Office::new(databases).await;
        let jonas = staff(&office.store, "jonas", &office.unit, Role::Practitioner).await;
        let leader = staff(&office.store, "lars", &office.unit, Role::UnitLeader).await;
        Self { ingrid: office.lead.clone(), jonas, leader, office }
    }

    fn store(&self) -> &Store {
        &self.office.store
    }

    fn unit(&self) -> &UnitId {
        &self.office.unit
    }

    /// A call that Ingrid notes for somebody.
    async fn call(&self, owner: &UserId, caller: &str) -> String {
        let words = note(caller);
        let new = NewPhoneNote { unit: self.unit(), owner, call_day: TODAY, words: &words };
        self.store().desk(&self.ingrid).await.unwrap().note_call(&new).await.unwrap()
    }

    /// An enquiry that Ingrid has.
    async fn enquiry(&self, about: &str) -> String {
        let words = EnquiryWords { about: about.into(), ..EnquiryWords::default() };
        let new = NewEnquiry { unit: self.unit(), owner: &self.ingrid, next_day: None, words: &words, note: None };
        self.store().desk(&self.ingrid).await.unwrap().begin_enquiry(&new).await.unwrap()
    }
}

fn note(caller: &str) -> NoteWords {
    NoteWords {
        caller: caller.into(),
        phone: "68 05 00 11".into(),
        about: "Spør etter ny tid".into(),
        next_step: "Ringe tilbake".into(),
    }
}

fn refused<T: std::fmt::Debug>(result: Result<T, StoreError>, why: &str) {
    assert!(matches!(&result, Err(StoreError::NotAllowed(code)) if *code == why), "{why}: {result:?}");
}

fn missing<T: std::fmt::Debug>(result: Result<T, StoreError>) {
    assert!(matches!(result, Err(StoreError::NotFound)), "{result:?}");
}

async fn a_call_is_its_owners_until_it_is_done(databases: Databases) {
    let door = Door::new(&databases).await;
    let id = door.call(&door.jonas, "Mormor til Ada").await;
    let ingrid = door.store().desk(&door.ingrid).await.unwrap();
    let jonas = door.store().desk(&door.jonas).await.unwrap();
    let mine = jonas.calls(false).await.unwrap();
    assert_eq!(mine.len(), 1);
    assert_eq!(mine[0].words, Some(note("Mormor til Ada")));
    assert_eq!((mine[0].author.1.as_str(), mine[0].owner.1.as_str(), mine[0].call_day), ("ingrid", "jonas", TODAY));
    assert!(ingrid.calls(false).await.unwrap().is_empty(), "not hers to ring");
    assert_eq!(ingrid.calls(true).await.unwrap().len(), 1, "and yet she sees what becomes of it");

    jonas.pass_call(&id, &door.ingrid, TOMORROW).await.unwrap();
    assert_eq!(ingrid.calls(false).await.unwrap()[0].call_day, TOMORROW);
    ingrid.finish_call(&id).await.unwrap();
    refused(ingrid.pass_call(&id, &door.jonas, TODAY).await, "call_done");
    assert!(ingrid.calls(true).await.unwrap().is_empty());
    assert_eq!(ingrid.calls_done(10).await.unwrap()[0].done_at, Some(door.store().now()));
    ingrid.reopen_call(&id).await.unwrap();
    assert_eq!(ingrid.calls(false).await.unwrap()[0].id, id);

    let nobody = NewPhoneNote { unit: door.unit(), owner: &door.ingrid, call_day: TODAY, words: &note(" ") };
    refused(ingrid.note_call(&nobody).await, "caller_missing");
    let long = NoteWords { about: "x".repeat(store::DESK_TEXT_LIMIT + 1), ..note("a") };
    refused(ingrid.note_call(&NewPhoneNote { words: &long, ..nobody }).await, "too_long");
}

async fn words_at_the_door_are_sealed_and_every_look_is_logged(databases: Databases) {
    let door = Door::new(&databases).await;
    door.call(&door.jonas, "Hemmelige Henrikke").await;
    let enquiry = door.enquiry("Uro ved leggetid hver kveld").await;
    let ingrid = door.store().desk(&door.ingrid).await.unwrap();
    ingrid.step_enquiry(&enquiry, EnquiryState::Offered, None, "Tilbud om veiledning hjemme").await.unwrap();
    let jonas = door.store().desk(&door.jonas).await.unwrap();
    jonas.calls(false).await.unwrap();
    ingrid.enquiries(false).await.unwrap();
    ingrid.enquiry(&enquiry).await.unwrap();
    let everything = databases.everything_readable().await;
    for words in ["Hemmelige Henrikke", "Uro ved leggetid", "veiledning hjemme"] {
        assert!(!contains(&everything, words), "{words}");
    }
    let log = door.store().unit_log(door.unit(), 20).await.unwrap();
    let rows: Vec<_> = log.iter().map(|row| (row.action.as_str(), row.object.as_str(), &row.user)).collect();
    assert_eq!(
        rows,
        [
            ("read", "enquiry", &door.ingrid.0),
            ("read", "enquiry", &door.ingrid.0),
            ("read", "phone_note", &door.jonas.0),
            ("change", "enquiry", &door.ingrid.0),
            ("create", "enquiry", &door.ingrid.0),
            ("create", "phone_note", &door.ingrid.0),
        ]
    );
    assert!(door.store().verify_log(&[]).await.unwrap().is_empty());
}

async fn a_call_that_is_tied_to_a_case_is_read_there_alone(databases: Databases) {
    let door = Door::new(&databases).await;
    let id = door.call(&door.jonas, "Bestefar").await;
    let case = open(door.store(), &door.ingrid, &door.office.case).await;
    case.take_phone_note(&id).await.unwrap();
    let notes = case.phone_notes().await.unwrap();
    assert_eq!(notes.len(), 1);
    assert_eq!((notes[0].words.caller.as_str(), notes[0].author.as_str()), ("Bestefar", "ingrid"));
    // Jonas has no part in the case: it stays his to ring, without a word of it.
    let mine = door.store().desk(&door.jonas).await.unwrap().calls(false).await.unwrap();
    assert_eq!((mine[0].words.clone(), mine[0].case.clone()), (None, Some(door.office.case.clone())));
    missing(case.take_phone_note(&id).await);
    // Nor is it for those who take part in the case.
    case.admit(
        &store::NewParticipant {
            person: "p1",
            name: "Anna",
            is_child: false,
            has_responsibility: true,
            from: LONG_AGO,
            to: None,
        },
        ChildConsent::HolderHere,
    )
    .await
    .ok();
    assert!(
        case.seen_by("p1").await.is_err() || case.seen_by("p1").await.unwrap().phone_notes().await.unwrap().is_empty()
    );
    // Somebody else's note is not to be had.
    let mia = door.office.member("mia", CaseFunction::Member).await;
    let other = door.call(&door.jonas, "En annen").await;
    let hers = open(door.store(), &mia, &door.office.case).await;
    missing(hers.take_phone_note(&other).await);
}

async fn an_enquiry_goes_through_the_door_without_a_name(databases: Databases) {
    let door = Door::new(&databases).await;
    let ingrid = door.store().desk(&door.ingrid).await.unwrap();
    refused(
        ingrid
            .begin_enquiry(&NewEnquiry {
                unit: door.unit(),
                owner: &door.ingrid,
                next_day: None,
                words: &EnquiryWords { who: "Navn alene".into(), ..EnquiryWords::default() },
                note: None,
            })
            .await,
        "about_missing",
    );
    let id = door.enquiry("Lurer på COS-kurs").await;
    let found = ingrid.enquiry(&id).await.unwrap();
    assert_eq!(found.line.words.as_ref().unwrap().who, "");
    assert_eq!(pulse(&found.line.signs(), TODAY), EnquiryPulse::Coming);
    assert_eq!(pulse(&found.line.signs(), Day::new(2026, 11, 26)), EnquiryPulse::Silent);

    ingrid.step_enquiry(&id, EnquiryState::FirstTalk, Some(TOMORROW), "Kommer innom").await.unwrap();
    ingrid.step_enquiry(&id, EnquiryState::NotNow, None, "Vil vente til våren").await.unwrap();
    refused(ingrid.step_enquiry(&id, EnquiryState::Closed, None, "  ").await, "end_words");
    refused(ingrid.step_enquiry(&id, EnquiryState::BecameCase, None, "x").await, "enquiry_state");
    ingrid.step_enquiry(&id, EnquiryState::Closed, Some(TOMORROW), "Fikk hjelp på helsestasjonen").await.unwrap();
    assert!(ingrid.enquiries(false).await.unwrap().is_empty());
    let over = ingrid.enquiries(true).await.unwrap();
    assert_eq!((over[0].state, over[0].next_day), (EnquiryState::Closed, None));
    let events = ingrid.enquiry(&id).await.unwrap().events;
    let told: Vec<_> = events.iter().map(|it| (it.kind, it.words.as_str())).collect();
    assert_eq!(
        told,
        [
            (EnquiryEventKind::State(EnquiryState::Closed), "Fikk hjelp på helsestasjonen"),
            (EnquiryEventKind::State(EnquiryState::NotNow), "Vil vente til våren"),
            (EnquiryEventKind::State(EnquiryState::FirstTalk), "Kommer innom"),
            (EnquiryEventKind::Came, ""),
        ]
    );

    // Of two who change what is known, the second is told.
    let again = door.enquiry("Søvn").await;
    let version = ingrid.enquiry(&again).await.unwrap().line.version;
    let words = EnquiryWords { about: "Søvn og mat".into(), ..EnquiryWords::default() };
    ingrid.change_enquiry(&again, version, None, &words).await.unwrap();
    refused(ingrid.change_enquiry(&again, version, None, &words).await, "enquiry_overtaken");
}

async fn an_enquiry_stays_with_its_owner_until_the_receiver_has_accepted(databases: Databases) {
    let door = Door::new(&databases).await;
    let id = door.enquiry("Trenger noen å snakke med").await;
    let ingrid = door.store().desk(&door.ingrid).await.unwrap();
    let jonas = door.store().desk(&door.jonas).await.unwrap();
    let owner = async || ingrid.enquiry(&id).await.map(|it| it.line.owner.0);
    missing(jonas.enquiry(&id).await);
    refused(ingrid.hand_over_enquiry(&id, HandoverStep::Ask, Some(&door.ingrid), "").await, "same_person");
    ingrid.hand_over_enquiry(&id, HandoverStep::Ask, Some(&door.jonas), "Kan du?").await.unwrap();
    assert_eq!(owner().await.unwrap(), door.ingrid, "asked is not taken");
    assert_eq!(jonas.enquiries(false).await.unwrap().len(), 1, "who is asked reads it");
    refused(ingrid.hand_over_enquiry(&id, HandoverStep::Accept, None, "").await, "enquiry_step");
    jonas.hand_over_enquiry(&id, HandoverStep::Decline, None, "Full uke").await.unwrap();
    assert_eq!(owner().await.unwrap(), door.ingrid);
    missing(jonas.hand_over_enquiry(&id, HandoverStep::Accept, None, "").await);

    ingrid.hand_over_enquiry(&id, HandoverStep::Ask, Some(&door.jonas), "").await.unwrap();
    jonas.hand_over_enquiry(&id, HandoverStep::Accept, None, "").await.unwrap();
    missing(owner().await);
    let taken = jonas.enquiry(&id).await.unwrap();
    assert_eq!((taken.line.owner.0, taken.line.asked), (door.jonas.clone(), None));
    assert_eq!(taken.events[0].kind, EnquiryEventKind::Accepted);
}

async fn an_enquiry_becomes_a_case_with_all_that_was_written(databases: Databases) {
    let door = Door::new(&databases).await;
    let call = door.call(&door.ingrid, "Anna Fiktiv").await;
    let ingrid = door.store().desk(&door.ingrid).await.unwrap();
    let (unit, told) = ingrid.enquiry_from_call(&call).await.unwrap();
    assert_eq!((&unit, told.caller.as_str()), (door.unit(), "Anna Fiktiv"));
    let words = EnquiryWords { who: told.caller, about: told.about, ..EnquiryWords::default() };
    let new = NewEnquiry { unit: &unit, owner: &door.ingrid, next_day: None, words: &words, note: Some(&call) };
    let id = ingrid.begin_enquiry(&new).await.unwrap();
    assert!(ingrid.calls(true).await.unwrap().is_empty(), "the call lives on in the enquiry");
    refused(ingrid.begin_enquiry(&new).await, "enquiry_over");
    ingrid.step_enquiry(&id, EnquiryState::FirstTalk, None, "En god prat").await.unwrap();

    let application = Application {
        people: vec![Applicant {
            name: "Anna Fiktiv".into(),
            is_child: false,
            has_responsibility: true,
            consent: ChildConsent::HolderHere,
            goes: Goes::First,
        }],
        live_together: None,
        agree: [false, false],
    };
    let names = [(Which::Only, "Anna med familie")];
    let beginning = Beginning {
        unit: door.unit(),
        status: CaseStatus::Open,
        stand_in: None,
        application: &application,
        from: &[TODAY],
        names: &names,
        child_parts: false,
        enquiry: Some(&id),
    };
    // Not for who does not have it.
    missing(door.store().begin_cases(&door.jonas, &beginning).await);
    let begun = door.store().begin_cases(&door.ingrid, &beginning).await.unwrap();
    let case = open(door.store(), &door.ingrid, &begun[0].case).await;
    let found = case.enquiries().await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0.about, "Spør etter ny tid");
    let kinds: Vec<_> = found[0].1.iter().map(|it| (it.kind, it.words.as_str())).collect();
    assert_eq!(kinds[0], (EnquiryEventKind::State(EnquiryState::BecameCase), ""));
    assert_eq!(kinds[1], (EnquiryEventKind::State(EnquiryState::FirstTalk), "En god prat"));
    assert_eq!(case.phone_notes().await.unwrap()[0].words.caller, "Anna Fiktiv");

    // At the door only that it became a case is left: no word, and no second case.
    let line = &ingrid.enquiries(true).await.unwrap()[0];
    assert_eq!((line.words.clone(), line.case.as_ref()), (None, Some(&begun[0].case)));
    assert!(ingrid.enquiry(&id).await.unwrap().events.is_empty());
    refused(ingrid.step_enquiry(&id, EnquiryState::Received, None, "").await, "enquiry_over");
    refused(door.store().begin_cases(&door.ingrid, &beginning).await, "enquiry_over");
    let person = begun[0].people.values().next().unwrap();
    assert!(open_own(door.store(), person, &begun[0].case).await.enquiries().await.unwrap().is_empty());
}

async fn nothing_at_the_door_is_for_others(databases: Databases) {
    let door = Door::new(&databases).await;
    let (store, other) = (door.store(), door.store().create_unit("Et annet sted").await.unwrap());
    let call = door.call(&door.ingrid, "Noen").await;
    let enquiry = door.enquiry("Noe").await;
    for role in [Role::Administrator, Role::PrivacyOfficer, Role::Interpreter, Role::MunicipalContact] {
        let user = staff(store, role.code(), door.unit(), role).await;
        missing(store.desk(&user).await);
    }
    let stranger = staff(store, "fremmed", &other, Role::UnitLeader).await;
    let desk = store.desk(&stranger).await.unwrap();
    assert!(desk.enquiries(false).await.unwrap().is_empty() && desk.calls(true).await.unwrap().is_empty());
    missing(desk.enquiry(&enquiry).await);
    missing(desk.finish_call(&call).await);
    missing(desk.step_enquiry(&enquiry, EnquiryState::Closed, None, "x").await);
    missing(desk.keepers(door.unit()).await);
    let words = note("x");
    missing(
        desk.note_call(&NewPhoneNote { unit: door.unit(), owner: &stranger, call_day: TODAY, words: &words }).await,
    );
    let theirs = NewPhoneNote { unit: &other, owner: &door.ingrid, call_day: TODAY, words: &words };
    refused(desk.note_call(&theirs).await, "not_colleague");
    // A colleague of the unit neither, unless it is theirs to distribute.
    let jonas = store.desk(&door.jonas).await.unwrap();
    assert!(jonas.enquiries(false).await.unwrap().is_empty());
    missing(jonas.finish_call(&call).await);
    missing(jonas.enquiry("no such").await);
    assert_eq!(store.desk(&door.leader).await.unwrap().enquiries(false).await.unwrap().len(), 1);
    // Who loses the post loses what came with it.
    store.set_active(&door.ingrid, false).await.unwrap();
    missing(store.desk(&door.ingrid).await);
}

async fn nobody_leaves_with_a_call_or_an_enquiry(databases: Databases) {
    let door = Door::new(&databases).await;
    let store = door.store();
    let admin = staff(store, "admin", door.unit(), Role::Administrator).await;
    let administration = store.administer(&admin).await.unwrap();
    let call = door.call(&door.jonas, "Skal ringes").await;
    let enquiry = door.enquiry("Skal følges").await;
    let done = door.call(&door.jonas, "Er ringt").await;
    store.desk(&door.jonas).await.unwrap().finish_call(&done).await.unwrap();
    let ingrid = store.desk(&door.ingrid).await.unwrap();
    ingrid.hand_over_enquiry(&enquiry, HandoverStep::Ask, Some(&door.jonas), "").await.unwrap();
    store.desk(&door.jonas).await.unwrap().hand_over_enquiry(&enquiry, HandoverStep::Accept, None, "").await.unwrap();

    let owned = administration.belongings(&door.jonas).await.unwrap();
    let told: Vec<_> = owned.iter().map(|it| (it.kind, it.label.as_str(), it.needs_owner)).collect();
    assert_eq!(told, [(OwnedKind::PhoneNote, "2026-11-23", true), (OwnedKind::Enquiry, "2026-11-23", true)]);
    refused(administration.deactivate(&door.jonas, &Deactivation::default()).await, "owner");
    let plan = Deactivation { everything: Some(door.ingrid.clone()), ..Deactivation::default() };
    administration.deactivate(&door.jonas, &plan).await.unwrap();
    assert_eq!(ingrid.calls(false).await.unwrap()[0].id, call);
    assert_eq!(ingrid.enquiry(&enquiry).await.unwrap().line.owner.0, door.ingrid);
}

async fn who_is_away_is_known_to_the_unit_without_a_reason(databases: Databases) {
    let door = Door::new(&databases).await;
    let ingrid = door.store().desk(&door.ingrid).await.unwrap();
    let days = Span::days(TODAY, TOMORROW);
    let id = ingrid.note_absence(door.unit(), &door.jonas, days).await.unwrap();
    refused(ingrid.note_absence(door.unit(), &door.jonas, Span { start: days.end, end: days.start }).await, "dates");
    let leader = door.store().desk(&door.leader).await.unwrap();
    let names = async |day| leader.away(day).await.unwrap().into_iter().map(|it| it.who.1).collect::<Vec<_>>();
    assert_eq!(names(TODAY).await, ["jonas"]);
    assert_eq!(names(TOMORROW).await, ["jonas"]);
    assert!(names(Day::new(2026, 11, 25)).await.is_empty());
    assert_eq!(leader.absences().await.unwrap()[0].span, days);
    let other = door.store().create_unit("Et annet sted").await.unwrap();
    let stranger = staff(door.store(), "fremmed", &other, Role::UnitLeader).await;
    let desk = door.store().desk(&stranger).await.unwrap();
    assert!(desk.away(TODAY).await.unwrap().is_empty());
    missing(desk.end_absence(&id).await);
    assert_eq!(names(TODAY).await, ["jonas"]);
    leader.end_absence(&id).await.unwrap();
    assert!(names(TODAY).await.is_empty());
    // Nothing in the table could tell why.
    let columns = sqlx::query("SELECT * FROM absence").fetch_one(&databases.raw().await).await.unwrap();
    assert_eq!(columns.columns().len(), 8);
}

async fn interpreters_belong_to_a_unit(databases: Databases) {
    let door = Door::new(&databases).await;
    let ingrid = door.store().desk(&door.ingrid).await.unwrap();
    let mut card = InterpreterCard {
        name: "Fiktiv Tolk".into(),
        phone: "68 05 00 20".into(),
        gender: Gender::Woman,
        tongues: vec![Tongue { code: "ar".into(), dialect: "sudanesisk".into() }],
    };
    let id = ingrid.add_interpreter(door.unit(), &card).await.unwrap();
    refused(
        ingrid.add_interpreter(door.unit(), &InterpreterCard { tongues: vec![], ..card.clone() }).await,
        "tongue_missing",
    );
    card.phone = "68 05 00 21".into();
    ingrid.change_interpreter(&id, &card).await.unwrap();
    let jonas = door.store().desk(&door.jonas).await.unwrap();
    assert_eq!(jonas.interpreters().await.unwrap()[0].card, card);
    jonas.retire_interpreter(&id, true).await.unwrap();
    assert!(ingrid.interpreters().await.unwrap()[0].retired);
    let other = door.store().create_unit("Et annet sted").await.unwrap();
    let stranger = staff(door.store(), "fremmed", &other, Role::UnitLeader).await;
    door.store().give_post(&stranger, &other, Role::Practitioner, since(LONG_AGO)).await.unwrap();
    let desk = door.store().desk(&stranger).await.unwrap();
    assert!(desk.interpreters().await.unwrap().is_empty());
    missing(desk.change_interpreter(&id, &card).await);
    missing(desk.retire_interpreter(&id, false).await);
    assert!(ingrid.interpreters().await.unwrap()[0].retired, "what was refused changed nothing");
}
