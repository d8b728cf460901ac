//! Sessions: what is planned and written about them and for whom, next steps,
//! interpreters, the two talks of a week, the next time, and what becomes of the
//! day of a colleague who is away.

use crate::common::{Databases, LONG_AGO, Office, TODAY, TOMORROW, add, contains, open, open_own, staff};
use casework::Day;
use casework::appointment::film_consent::FilmConsent;
use casework::appointment::interpreter::OrderEvent;
use casework::appointment::next_time::Difference;
use casework::appointment::two_talks::Level;
use casework::appointment::{AppointmentKind, AppointmentState, OrderState, PlaceKind};
use casework::calendar::conflict::Travel;
use casework::calendar::moment::{Moment, Span};
use casework::calendar::series::{End, Rule, Series};
use casework::calendar::time::Time;
use casework::message::MessageKind;
use casework::opening::CaseStatus;
use casework::role::{CaseFunction, Role};
use std::collections::BTreeSet;
use store::{
    AccessRequest, CaseAccess, CoverHow, Deactivation, Details, EntryId, Gender, InterpreterCard, NewEntry,
    NewParticipant, NewTalkNote, NewTalkStep, OccurrenceState, StoreError, TalkNoteKind, TalkNoteText, TalkPlan,
    Tongue, UserId, Who, Whose, Words,
};

on_both!(
    a_plan_is_kept_and_nobody_is_written_over,
    a_note_is_for_its_audience_and_never_rewritten,
    a_step_has_an_owner_who_cannot_leave_it,
    an_interpreter_says_yes_once_at_a_time_and_is_not_asked_again,
    the_week_of_a_stay_is_told_to_whom_it_concerns,
    the_next_time_follows_the_habit_past_an_absence,
    a_colleagues_day_is_handed_over_for_as_long_as_they_are_away,
    what_is_moved_or_called_off_is_told_in_neutral_words,
    what_was_done_about_a_colleagues_day_is_taken_back,
    filming_is_agreed_to_with_a_place_and_a_day_of_deletion,
    nobody_else_covers_and_words_are_sealed,
);

struct House {
    office: Office,
    access: CaseAccess,
    jonas: UserId,
    leader: UserId,
}

/// An office with a colleague, a leader, and two who take part.
async fn house(databases: &Databases) -> House {
    let office = Office::new(databases).await;
    let jonas = staff(&office.store, "jonas", &office.unit, Role::Practitioner).await;
    let leader = staff(&office.store, "berit", &office.unit, Role::UnitLeader).await;
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
    House { office, access, jonas, leader }
}

fn at(day: Day, hour: u8) -> Moment {
    Moment::new(day, Time::new(hour, 0))
}

fn once(day: Day, hour: u8) -> Series {
    Series::once(at(day, hour), 60).unwrap()
}

fn people(ids: &[&UserId]) -> BTreeSet<UserId> {
    ids.iter().map(|id| (*id).clone()).collect()
}

impl House {
    async fn plan(&self, kind: AppointmentKind, series: Series) -> EntryId {
        let details = Details {
            room: None,
            place: PlaceKind::Centre,
            travel: Travel::default(),
            people: people(&[&self.office.lead]),
            interpreters: BTreeSet::new(),
            equipment: BTreeSet::new(),
            open_to_unit: false,
            words: Words { title: String::new(), kind: Some(kind), note: String::new() },
        };
        let new = NewEntry { unit: self.office.unit.clone(), series, details };
        self.access.create_appointment(&new).await.unwrap().entry.unwrap()
    }

    async fn held(&self, kind: AppointmentKind, day: Day) {
        let entry = self.plan(kind, once(day, 10)).await;
        let state = OccurrenceState { state: AppointmentState::Held, reason: None };
        self.access.set_state(&entry, 1, at(day, 10), state, at(TODAY, 12)).await.unwrap();
    }

    async fn away(&self, who: &UserId, first: Day, last: Day) -> String {
        let desk = self.office.store.desk(&self.jonas).await.unwrap();
        desk.note_absence(&self.office.unit, who, Span::days(first, last)).await.unwrap()
    }

    /// The starts of what somebody has tomorrow.
    async fn tomorrow(&self, who: &UserId) -> Vec<Moment> {
        let calendar = self.office.store.calendar(who).await.unwrap();
        let shown = calendar.view(&Whose::Mine, Span::day(TOMORROW)).await.unwrap();
        shown.into_iter().filter(|it| it.entry.is_some()).map(|it| it.span.start).collect()
    }
}

fn code<T: std::fmt::Debug>(result: Result<T, StoreError>) -> &'static str {
    match result {
        Err(StoreError::NotAllowed(code)) => code,
        Err(StoreError::NotFound) => "not_found",
        other => panic!("{other:?}"),
    }
}

fn planned(attends: &[&str], agenda: &str) -> TalkPlan {
    TalkPlan {
        agenda: agenda.into(),
        preparation: String::new(),
        attends: attends.iter().map(|it| (*it).to_owned()).collect(),
    }
}

async fn a_plan_is_kept_and_nobody_is_written_over(databases: Databases) {
    let house = house(&databases).await;
    let rule = Rule::weekly(TOMORROW, 1, End::Count(3));
    let entry = house.plan(AppointmentKind::FamilyTalk, Series::new(at(TOMORROW, 10), 60, Some(rule)).unwrap()).await;
    let second = at(TOMORROW.plus(7), 10);
    let kept = house.access.keep_talk_plan(&entry, second, 0, &planned(&["marte"], "Søvn")).await.unwrap();
    let late = house.access.keep_talk_plan(&entry, second, 0, &planned(&[], "Noe annet")).await;
    assert_eq!(code(late), "overtaken");
    let stranger = house.access.keep_talk_plan(&entry, second, 1, &planned(&["ukjent"], "")).await;
    assert_eq!(code(stranger), "nobody");
    let plans = house.access.talk_plans().await.unwrap();
    assert_eq!(plans.len(), 1, "the other times of the series have none");
    assert_eq!((plans[&kept].version, plans[&kept].plan.clone()), (1, planned(&["marte"], "Søvn")));
    let nothing = house.access.keep_talk_plan(&entry, at(TOMORROW, 11), 0, &planned(&[], "")).await;
    assert_eq!(code(nothing), "not_found", "the series has no such time");
}

fn note(teller: &str, audience: &[&str], about: &[&str], text: &str) -> NewTalkNote {
    let set = |keys: &[&str]| keys.iter().map(|it| (*it).to_owned()).collect();
    let kind = if teller.starts_with("user:") { TalkNoteKind::Observed } else { TalkNoteKind::Told };
    let note =
        TalkNoteText { kind, teller: teller.into(), audience: set(audience), about: set(about), text: text.into() };
    NewTalkNote { replaces: None, note }
}

async fn a_note_is_for_its_audience_and_never_rewritten(databases: Databases) {
    let house = house(&databases).await;
    let member = house.office.member("mille", CaseFunction::Member).await;
    let entry = house.plan(AppointmentKind::SupportTalk, once(TODAY, 10)).await;
    let when = at(TODAY, 10);
    let me = format!("user:{}", house.office.lead.0);
    let write = |new: NewTalkNote| {
        let (access, entry) = (&house.access, &entry);
        async move { access.write_talk_note(entry, when, &new).await }
    };
    let told = write(note("person:marte", &["person:marte", "team"], &["marte"], "Jeg sover bedre")).await.unwrap();
    write(note(&me, &["lead"], &["ola"], "Bare for lederen av mappen")).await.unwrap();
    let seen = write(note(&me, &["team"], &[], "Rolg stemning")).await.unwrap();

    // Neither for nobody, nor in a colleague's name, nor of somebody unknown.
    for wrong in [
        note(&me, &[], &[], "x"),
        note(&format!("user:{}", member.0), &["team"], &[], "x"),
        note("person:ukjent", &["team"], &[], "x"),
        note(&me, &["person:ukjent"], &[], "x"),
    ] {
        assert_eq!(code(write(wrong).await), "nobody");
    }
    assert_eq!(code(write(note(&me, &["team"], &[], "  ")).await), "empty");

    let texts = |access: CaseAccess| async move {
        access.talk_notes().await.unwrap().into_iter().map(|it| it.note.text).collect::<Vec<_>>()
    };
    let store = &house.office.store;
    assert_eq!(texts(house.office.access().await).await.len(), 3);
    let team = texts(open(store, &member, &house.office.case).await).await;
    assert_eq!(team, ["Jeg sover bedre", "Rolg stemning"]);
    assert_eq!(texts(open_own(store, "marte", &house.office.case).await).await, ["Jeg sover bedre"]);
    assert!(texts(open_own(store, "ola", &house.office.case).await).await.is_empty());

    // Set right: another stands in its place, and what stood there is not lost.
    let better = NewTalkNote { replaces: Some(seen.clone()), ..note(&me, &["team"], &[], "Rolig stemning") };
    write(better.clone()).await.unwrap();
    assert_eq!(code(write(better).await), "not_found", "it was set right already");
    let others = NewTalkNote { replaces: Some(told), ..note("person:marte", &["team"], &[], "Noe annet") };
    let theirs = open(store, &member, &house.office.case).await.write_talk_note(&entry, when, &others).await;
    assert_eq!(code(theirs), "not_found", "only one's own");
    let notes = house.access.talk_notes().await.unwrap();
    let last = notes.last().unwrap();
    assert_eq!(last.note.text, "Rolig stemning");
    assert_eq!(last.earlier.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>(), ["Rolg stemning"]);
}

async fn a_step_has_an_owner_who_cannot_leave_it(databases: Databases) {
    let house = house(&databases).await;
    let entry = house.plan(AppointmentKind::FamilyTalk, once(TODAY, 10)).await;
    let step = |owner: Option<&UserId>, person: Option<&str>| NewTalkStep {
        words: "Ringe barnehagen".into(),
        owner: owner.cloned(),
        person: person.map(str::to_owned),
        day: TOMORROW,
    };
    let keep = |new: NewTalkStep| {
        let (access, entry) = (&house.access, &entry);
        async move { access.keep_talk_step(entry, at(TODAY, 10), &new).await }
    };
    assert_eq!(code(keep(step(Some(&house.jonas), None)).await), "not_colleague", "not of the team");
    assert_eq!(code(keep(step(None, Some("ukjent"))).await), "nobody");
    assert_eq!(code(keep(step(None, None)).await), "nobody", "somebody always has it");
    keep(step(None, Some("marte"))).await.unwrap();
    let jonas = &house.jonas;
    house.access.set_function(jonas, CaseFunction::Member).await.unwrap();
    let id = keep(step(Some(jonas), None)).await.unwrap();

    let store = &house.office.store;
    let of = |user: UserId, until: Day| async move {
        store.steps_for(&store.find_user(&user).await.unwrap(), until).await.unwrap().len()
    };
    assert_eq!((of(jonas.clone(), TOMORROW).await, of(jonas.clone(), TODAY).await), (1, 0));
    assert_eq!(of(house.leader.clone(), TOMORROW).await, 0);

    // The account is not closed while the step is Jonas'.
    let runa = staff(store, "runa", &house.office.unit, Role::Administrator).await;
    let admin = store.administer(&runa).await.unwrap();
    let owned = admin.belongings(jonas).await.unwrap();
    let own: Vec<_> = owned.iter().filter(|it| it.needs_owner).map(|it| it.key.clone()).collect();
    assert_eq!(own, [format!("talk_step:{id}")]);
    let mut going = Deactivation::default();
    assert_eq!(code(admin.deactivate(jonas, &going).await), "owner");
    going.each.insert(own[0].clone(), house.office.lead.clone());
    admin.deactivate(jonas, &going).await.unwrap();
    assert_eq!(of(house.office.lead.clone(), TOMORROW).await, 1);

    house.access.finish_talk_step(&id, true).await.unwrap();
    assert_eq!(of(house.office.lead.clone(), TOMORROW).await, 0);
    let steps = house.access.talk_steps().await.unwrap();
    assert_eq!(steps.iter().map(|it| it.done_at.is_some()).collect::<Vec<_>>(), [false, true]);
}

async fn an_interpreter_says_yes_once_at_a_time_and_is_not_asked_again(databases: Databases) {
    let house = house(&databases).await;
    let desk = house.office.store.desk(&house.jonas).await.unwrap();
    let card = |name: &str| InterpreterCard {
        name: name.into(),
        phone: "68 05 00 40".into(),
        gender: Gender::Woman,
        tongues: vec![Tongue { code: "ar".into(), dialect: String::new() }],
    };
    let one = desk.add_interpreter(&house.office.unit, &card("Tolk En")).await.unwrap();
    let two = desk.add_interpreter(&house.office.unit, &card("Tolk To")).await.unwrap();
    let rule = Rule::weekly(TOMORROW, 1, End::Count(3));
    let weekly = Series::new(at(TOMORROW, 10), 60, Some(rule)).unwrap();
    let entry = house.plan(AppointmentKind::FamilyTalk, weekly).await;
    let other = house.plan(AppointmentKind::HomeVisit, once(TOMORROW, 10)).await;
    let step = |entry: &EntryId, event: OrderEvent| {
        let (access, entry) = (&house.access, entry.clone());
        async move { access.step_order(&entry, at(TOMORROW, 10), "ar", &event).await }
    };
    let yes = |who: &str| OrderEvent::Confirm(who.to_owned());
    assert_eq!(step(&entry, OrderEvent::Order).await.unwrap(), OrderState::Ordered);
    assert_eq!(code(step(&entry, OrderEvent::Order).await), "order_state");
    assert_eq!(code(step(&entry, yes("ukjent")).await), "not_found");
    assert_eq!(step(&entry, yes(&one)).await.unwrap(), OrderState::Confirmed);
    assert_eq!(code(step(&other, yes(&one)).await), "interpreter_taken");
    assert_eq!(step(&other, yes(&two)).await.unwrap(), OrderState::Confirmed);

    // The day tells whether somebody comes, and not who or in which language.
    let key = (entry.clone(), at(TOMORROW, 10));
    let states = house.office.store.order_states(std::slice::from_ref(&key)).await.unwrap();
    assert_eq!(states.get(&key), Some(&OrderState::Confirmed));

    assert_eq!(step(&entry, OrderEvent::NotThisOne).await.unwrap(), OrderState::Needed);
    assert_eq!(code(step(&entry, yes(&one)).await), "not_wished");
    let names = |all: Vec<store::Interpreter>| all.into_iter().map(|it| it.card.name).collect::<Vec<_>>();
    assert_eq!(names(house.access.wished_interpreters().await.unwrap()), ["Tolk To"]);
    assert_eq!(names(house.access.unwished_interpreters().await.unwrap()), ["Tolk En"]);
    assert_eq!(code(step(&entry, yes(&two)).await), "interpreter_taken", "she is at the other one");
    house.access.wish_again(&one).await.unwrap();
    assert_eq!(step(&entry, yes(&one)).await.unwrap(), OrderState::Confirmed);
    let orders = house.access.talk_orders().await.unwrap();
    assert_eq!(orders.len(), 2, "the other times of the series have none");
}

async fn the_week_of_a_stay_is_told_to_whom_it_concerns(databases: Databases) {
    let house = house(&databases).await;
    let (monday, wednesday, friday) = (TODAY, TODAY.plus(2), TODAY.plus(4));
    assert_eq!(house.access.talk_guard(at(wednesday, 9)).await.unwrap(), None, "no stay, no promise");
    house.access.keep_stay(None, TODAY.shifted(-7), None).await.unwrap();
    assert_eq!(code(house.access.keep_stay(None, TODAY, None).await), "dates", "two at once");
    let milieu = house.office.member("mille", CaseFunction::MilieuLead).await;
    let store = &house.office.store;
    let levels = |now: Moment| {
        let all = [&house.office.lead, &milieu, &house.leader, &house.jonas].map(Clone::clone);
        async move {
            let mut said = Vec::new();
            for id in all {
                let user = store.find_user(&id).await.unwrap();
                said.push(store.talk_guards(&user, now).await.unwrap().first().map(|it| it.guard.level));
            }
            said
        }
    };
    let plan = Some(Level::Plan);
    let (warn, urgent) = (Some(Level::Warn), Some(Level::Urgent));
    assert_eq!(levels(at(monday, 9)).await, [plan, None, None, None]);
    assert_eq!(levels(at(wednesday, 9)).await, [warn, warn, None, None]);
    assert_eq!(levels(at(friday, 9)).await, [urgent, urgent, urgent, None]);
    // One of each kind: only development talks are promised.
    house.held(AppointmentKind::DevelopmentTalk, TODAY).await;
    house.plan(AppointmentKind::FamilyTalk, once(friday, 12)).await;
    let guard = house.access.talk_guard(at(wednesday, 9)).await.unwrap().unwrap();
    assert_eq!((guard.held, guard.planned, guard.missing()), (1, 0, 1));
    house.plan(AppointmentKind::DevelopmentTalk, once(friday, 10)).await;
    assert_eq!(levels(at(wednesday, 9)).await, [None, None, None, None]);
}

async fn the_next_time_follows_the_habit_past_an_absence(databases: Databases) {
    let house = house(&databases).await;
    let kind = AppointmentKind::SupportTalk;
    let now = at(TODAY, 9);
    assert_eq!(house.access.propose_talk(kind, now).await.unwrap(), None);
    for weeks in [3, 2, 1] {
        house.held(kind, TOMORROW.shifted(-7 * weeks)).await;
    }
    let found = house.access.propose_talk(kind, now).await.unwrap().unwrap();
    assert_eq!((found.span.start, found.difference), (at(TOMORROW, 10), Difference::None));
    // Away that day: the same time on the day after.
    house.away(&house.office.lead, TOMORROW, TOMORROW).await;
    let found = house.access.propose_talk(kind, now).await.unwrap().unwrap();
    assert_eq!((found.span.start, found.difference), (at(TOMORROW.plus(1), 10), Difference::OtherDay));
}

async fn a_colleagues_day_is_handed_over_for_as_long_as_they_are_away(databases: Databases) {
    let house = house(&databases).await;
    let store = &house.office.store;
    let rule = Rule::weekly(TOMORROW, 1, End::Count(3));
    let entry = house.plan(AppointmentKind::FamilyTalk, Series::new(at(TOMORROW, 10), 60, Some(rule)).unwrap()).await;
    let plan = planned(&["marte"], "Søvn");
    let occurrence = house.access.keep_talk_plan(&entry, at(TOMORROW, 10), 0, &plan).await.unwrap();
    let absence = house.away(&house.office.lead, TODAY, TOMORROW).await;

    let calendar = store.calendar(&house.leader).await.unwrap();
    let cover = calendar.cover(&absence).await.unwrap();
    let [row] = cover.rows.as_slice() else { panic!("{:?}", cover.rows) };
    assert!(row.may && row.entry.as_ref() == Some(&entry), "{row:?}");
    assert!(row.free.iter().all(|span| span.start.day > TOMORROW), "none while the colleague is away: {:?}", row.free);

    let who = Who::Staff(house.jonas.clone());
    let asked = AccessRequest::reading("front");
    assert!(store.open_case(&who, &house.office.case, &asked).await.is_err());
    let how = CoverHow::HandOver(house.jonas.clone());
    let which = (&entry, row.version, row.at);
    let done = calendar.cover_entry(&absence, which, &how, true).await.unwrap();
    assert_eq!(
        (done.access_until, done.notices),
        (Some(TOMORROW), 0),
        "the family meets somebody else, at the same time"
    );
    assert_eq!(house.tomorrow(&house.jonas).await, [at(TOMORROW, 10)]);
    assert!(house.tomorrow(&house.office.lead).await.is_empty());
    assert_eq!(code(calendar.cover_entry(&absence, which, &how, true).await), "not_found", "once is enough");

    // What was written stays with it, and is read by who takes over; the other times stay with the lead.
    let theirs = open(store, &house.jonas, &house.office.case).await;
    assert_eq!(theirs.talk_plans().await.unwrap()[&occurrence].plan, plan);
    let winter = Span::days(TODAY, TODAY.plus(60));
    let all = house.access.appointments(winter).await.unwrap();
    let planned = all.iter().filter(|it| it.state == AppointmentState::Planned);
    let owners: Vec<_> = planned.map(|it| it.owner.clone()).collect();
    assert_eq!(owners, [house.jonas.clone(), house.office.lead.clone(), house.office.lead.clone()]);
    let team = house.access.team().await.unwrap();
    let jonas = team.iter().find(|it| it.user == house.jonas).unwrap();
    assert_eq!((jonas.function, jonas.to), (CaseFunction::Member, Some(TOMORROW)), "the team's sight, until then");
}

async fn what_is_moved_or_called_off_is_told_in_neutral_words(databases: Databases) {
    let house = house(&databases).await;
    let store = &house.office.store;
    let first = house.plan(AppointmentKind::FamilyTalk, once(TOMORROW, 10)).await;
    let second = house.plan(AppointmentKind::HomeVisit, once(TOMORROW, 13)).await;
    house.access.keep_talk_plan(&first, at(TOMORROW, 10), 0, &planned(&["marte"], "")).await.unwrap();
    let absence = house.away(&house.office.lead, TOMORROW, TOMORROW).await;
    let calendar = store.calendar(&house.leader).await.unwrap();

    // The colleague has something else at that time.
    let busy = Details {
        people: people(&[&house.jonas]),
        words: Words { title: "Kurs".into(), ..Words::default() },
        ..house.access.appointment_entry(&first).await.unwrap().details
    };
    let other = NewEntry { unit: house.office.unit.clone(), series: once(TOMORROW, 10), details: busy };
    store.calendar(&house.jonas).await.unwrap().create(&other).await.unwrap();
    let taken = CoverHow::HandOver(house.jonas.clone());
    assert_eq!(
        code(calendar.cover_entry(&absence, (&first, 1, at(TOMORROW, 10)), &taken, true).await),
        "colleague_taken"
    );

    let later = at(TOMORROW.plus(2), 10);
    let moved =
        calendar.cover_entry(&absence, (&first, 1, at(TOMORROW, 10)), &CoverHow::Move(later), true).await.unwrap();
    assert_eq!(moved.notices, 1, "who was to come is written to");
    let off = calendar.cover_entry(&absence, (&second, 1, at(TOMORROW, 13)), &CoverHow::Cancel, true).await.unwrap();
    assert_eq!(off.notices, 2, "nobody was named, so every adult is");
    let mut said: Vec<_> =
        house.access.messages().await.unwrap().into_iter().map(|it| (it.words.kind, it.words.when)).collect();
    said.sort_by_key(|(_, when)| *when);
    let called_off = (MessageKind::Cancelled, at(TOMORROW, 13));
    assert_eq!(said, [called_off, called_off, (MessageKind::Moved, later)]);

    let all = house.access.appointments(Span::days(TODAY, TODAY.plus(7))).await.unwrap();
    let became: Vec<_> = all.iter().map(|it| (it.span.start, it.state)).collect();
    assert_eq!(became, [(at(TOMORROW, 13), AppointmentState::Cancelled), (later, AppointmentState::Planned)],);
    // The one who was away reads it on coming back.
    let own = store.calendar(&house.office.lead).await.unwrap();
    let told = own.called_off(store.now() - 1_000, Span::days(TODAY, TODAY.plus(2))).await.unwrap();
    assert_eq!(
        told.iter().map(|it| (it.span.start, it.by.as_str())).collect::<Vec<_>>(),
        [(at(TOMORROW, 13), "berit")]
    );
    assert!(calendar.called_off(0, Span::days(TODAY, TODAY.plus(2))).await.unwrap().is_empty(), "not one's own");
}

async fn what_was_done_about_a_colleagues_day_is_taken_back(databases: Databases) {
    let house = house(&databases).await;
    let store = &house.office.store;
    let first = house.plan(AppointmentKind::FamilyTalk, once(TOMORROW, 10)).await;
    let second = house.plan(AppointmentKind::SupportTalk, once(TOMORROW, 13)).await;
    let third = house.plan(AppointmentKind::Pmto, once(TOMORROW, 15)).await;
    house.access.keep_talk_plan(&third, at(TOMORROW, 15), 0, &planned(&["marte"], "")).await.unwrap();
    let absence = house.away(&house.office.lead, TOMORROW, TOMORROW).await;
    let calendar = store.calendar(&house.leader).await.unwrap();
    let how = CoverHow::HandOver(house.jonas.clone());
    let done = calendar.cover_entry(&absence, (&first, 1, at(TOMORROW, 10)), &how, false).await.unwrap();
    assert_eq!(done.access_until, Some(TOMORROW));
    let one = calendar.cover(&absence).await.unwrap().undo.unwrap();
    assert_eq!((one.how.as_str(), one.starts), ("hand_over", at(TOMORROW, 10)));
    calendar.cover_entry(&absence, (&second, 1, at(TOMORROW, 13)), &how, false).await.unwrap();
    let two = calendar.cover(&absence).await.unwrap().undo.unwrap();

    // Another appointment of the case is the colleague's still: the way in stays.
    let who = Who::Staff(house.jonas.clone());
    assert_eq!(calendar.undo_cover(&absence, &one.id).await.unwrap(), 0);
    assert_eq!(house.tomorrow(&house.office.lead).await, [at(TOMORROW, 10), at(TOMORROW, 15)]);
    assert!(store.open_case(&who, &house.office.case, &AccessRequest::reading("front")).await.is_ok());
    assert_eq!(code(calendar.undo_cover(&absence, &one.id).await), "changed_since", "once");
    // With the last of them it ends, at once, and the case's story tells of both.
    calendar.undo_cover(&absence, &two.id).await.unwrap();
    assert!(store.open_case(&who, &house.office.case, &AccessRequest::reading("front")).await.is_err());
    assert!(house.tomorrow(&house.jonas).await.is_empty());

    // What was called off stands again, as planned, and who was to be told is not.
    let cancel = calendar.cover_entry(&absence, (&third, 1, at(TOMORROW, 15)), &CoverHow::Cancel, true).await.unwrap();
    assert_eq!(cancel.notices, 1);
    let three = calendar.cover(&absence).await.unwrap().undo.unwrap();
    // It is one's own step alone.
    let other = staff(store, "randi", &house.office.unit, Role::UnitLeader).await;
    let theirs = store.calendar(&other).await.unwrap();
    assert_eq!(theirs.cover(&absence).await.unwrap().undo, None);
    assert_eq!(code(theirs.undo_cover(&absence, &three.id).await), "not_found");
    assert_eq!(calendar.undo_cover(&absence, &three.id).await.unwrap(), 1);
    let all = house.access.appointments(Span::days(TODAY, TODAY.plus(7))).await.unwrap();
    let became: Vec<_> = all.iter().map(|it| (it.span.start.time, it.state, it.reason)).collect();
    let planned = |hour| (Time::new(hour, 0), AppointmentState::Planned, None);
    assert_eq!(became, [planned(10), planned(13), planned(15)]);
    assert_eq!(calendar.cover(&absence).await.unwrap().rows.len(), 3);
}

async fn filming_is_agreed_to_with_a_place_and_a_day_of_deletion(databases: Databases) {
    let house = house(&databases).await;
    let place = "Låst disk på kontoret";
    let consent = FilmConsent {
        given_by: ["marte".to_owned()].into(),
        given: TODAY,
        place: place.into(),
        delete_by: TODAY.plus(180),
    };
    for (wrong, expected) in [
        (FilmConsent { given_by: BTreeSet::new(), ..consent.clone() }, "film_nobody"),
        (FilmConsent { given_by: ["ukjent".to_owned()].into(), ..consent.clone() }, "nobody"),
        (FilmConsent { place: String::new(), ..consent.clone() }, "film_place"),
        (FilmConsent { delete_by: TODAY, ..consent.clone() }, "film_days"),
    ] {
        assert_eq!(code(house.access.keep_film_consent(&wrong).await), expected);
    }
    let id = house.access.keep_film_consent(&consent).await.unwrap();
    let kept = house.access.film_consents().await.unwrap();
    assert_eq!(kept.iter().map(|it| (&it.consent, it.withdrawn)).collect::<Vec<_>>(), [(&consent, false)]);
    house.access.withdraw_film_consent(&id).await.unwrap();
    assert_eq!(code(house.access.withdraw_film_consent(&id).await), "not_found");
    assert!(house.access.film_consents().await.unwrap()[0].withdrawn, "it stays known that it was given");
    assert!(!contains(&databases.everything_readable().await, place));
}

async fn nobody_else_covers_and_words_are_sealed(databases: Databases) {
    let house = house(&databases).await;
    let store = &house.office.store;
    let entry = house.plan(AppointmentKind::SupportTalk, once(TOMORROW, 10)).await;
    let me = format!("user:{}", house.office.lead.0);
    let secret = "hemmelighet om natten";
    house.access.keep_talk_plan(&entry, at(TOMORROW, 10), 0, &planned(&[], secret)).await.unwrap();
    house.access.write_talk_note(&entry, at(TOMORROW, 10), &note(&me, &["team"], &[], secret)).await.unwrap();
    let step = NewTalkStep { words: secret.into(), owner: Some(house.office.lead.clone()), person: None, day: TODAY };
    house.access.keep_talk_step(&entry, at(TOMORROW, 10), &step).await.unwrap();
    house.access.step_order(&entry, at(TOMORROW, 10), "tigrinja", &OrderEvent::Order).await.unwrap();

    let absence = house.away(&house.office.lead, TOMORROW, TOMORROW).await;
    let calendar = store.calendar(&house.jonas).await.unwrap();
    let cover = calendar.cover(&absence).await.unwrap();
    assert!(cover.rows.iter().all(|row| !row.may && row.entry.is_none()), "a colleague sees that time is taken");
    let refused = calendar.cover_entry(&absence, (&entry, 1, at(TOMORROW, 10)), &CoverHow::Cancel, true).await;
    assert_eq!(code(refused), "not_found");
    // Who leads another unit neither sees nor does anything.
    let elsewhere = store.create_unit("Et annet sted").await.unwrap();
    let other = staff(store, "odd", &elsewhere, Role::UnitLeader).await;
    assert_eq!(code(store.calendar(&other).await.unwrap().cover(&absence).await), "not_found");
    // A closed case is not changed by the way.
    assert_eq!(house.access.status(), CaseStatus::Open);

    let bytes = databases.everything_readable().await;
    assert!(!contains(&bytes, secret) && !contains(&bytes, "tigrinja"));
}
