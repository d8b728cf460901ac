//! The calendar: who may plan what, who sees what of it, series and their
//! changes, taking back, conflicts and free times, days off, and who follows
//! when somebody leaves.

use crate::common;
use crate::common::{Databases, LONG_AGO, Office, TODAY, TOMORROW, contains, open, since, staff};
use casework::Day;
use casework::appointment::{AppointmentKind, AppointmentState, PlaceKind, Reason};
use casework::calendar::closed::{Closure, ClosureKind};
use casework::calendar::conflict::{Conflict, Travel};
use casework::calendar::moment::{Moment, Span};
use casework::calendar::series::{End, Rule, Scope, Series};
use casework::calendar::time::Time;
use casework::opening::CaseStatus;
use casework::role::{CaseFunction, Role};
use std::collections::{BTreeMap, BTreeSet};
use store::{
    Calendar, CaseAccess, Deactivation, Details, EntryEdit, EntryId, EntryWhat, NewEntry, OccurrenceState, PlanRequest,
    Shown, ShownWhat, StoreError, UnitId, UserId, Whose, Words,
};

on_both!(
    what_is_made_is_found_and_only_shown_to_whom_it_concerns,
    one_is_moved_and_all_others_stay,
    this_and_following_leave_what_has_been,
    a_detail_of_one_makes_it_its_own,
    a_state_follows_its_occurrence,
    a_step_is_taken_back_once_and_not_over_others,
    who_writes_over_another_is_told,
    what_stands_in_the_way_and_what_suits,
    days_off_are_the_units_and_the_municipalitys,
    who_leaves_hands_over_what_is_to_come,
    words_are_sealed,
    strangers_find_nothing,
);

fn at(day: Day, hour: u8, minute: u8) -> Moment {
    Moment::new(day, Time::new(hour, minute))
}

/// Tuesday 24 November 2026.
const TUESDAY: Day = TOMORROW;

fn details(people: &[&UserId]) -> Details {
    Details {
        room: None,
        place: PlaceKind::Centre,
        travel: Travel::default(),
        people: people.iter().map(|it| (*it).clone()).collect(),
        interpreters: BTreeSet::new(),
        equipment: BTreeSet::new(),
        open_to_unit: false,
        words: Words { title: "Veiledning".into(), kind: None, note: String::new() },
    }
}

fn talk(people: &[&UserId]) -> Details {
    let words = Words { title: "Om søvn".into(), kind: Some(AppointmentKind::SupportTalk), note: String::new() };
    Details { words, ..details(people) }
}

fn once(day: Day, hour: u8) -> Series {
    Series::once(at(day, hour, 0), 60).expect("a series")
}

/// Eight Tuesdays from tomorrow at ten.
fn weekly() -> Series {
    let rule = Rule::weekly(TUESDAY, 1, End::Count(8));
    Series::new(at(TUESDAY, 10, 0), 60, Some(rule)).expect("a series")
}

fn week() -> Span {
    Span::days(TODAY, TODAY.shifted(6))
}

fn winter() -> Span {
    Span::days(TODAY, TODAY.shifted(90))
}

struct Team {
    office: Office,
    colleague: UserId,
    leader: UserId,
    room: String,
    camera: String,
}

async fn team(databases: &Databases) -> Team {
    let office = Office::new(databases).await;
    let colleague = staff(&office.store, "jonas", &office.unit, Role::Practitioner).await;
    let leader = staff(&office.store, "berit", &office.unit, Role::UnitLeader).await;
    let admin = staff(&office.store, "runa", &office.unit, Role::Administrator).await;
    let admin = office.store.administer(&admin).await.expect("an administrator");
    let room = admin.create_room(&office.unit, "Stua", 8).await.expect("a room");
    let camera = admin.create_equipment(&office.unit, "Kamera").await.expect("a camera");
    Team { office, colleague, leader, room, camera }
}

impl Team {
    async fn calendar(&self, user: &UserId) -> Calendar {
        self.office.store.calendar(user).await.expect("a calendar")
    }

    fn planned(&self, series: Series, details: Details) -> NewEntry {
        NewEntry { unit: self.office.unit.clone(), series, details }
    }

    async fn make(&self, by: &UserId, series: Series, details: Details) -> EntryId {
        let made = self.calendar(by).await.create(&self.planned(series, details)).await.expect("an entry");
        made.entry.expect("which one")
    }

    async fn make_talk(&self, series: Series) -> EntryId {
        let access = self.office.access().await;
        let made = access.create_appointment(&self.planned(series, talk(&[&self.office.lead]))).await;
        made.expect("an appointment").entry.expect("which one")
    }

    async fn starts(&self, user: &UserId) -> Vec<String> {
        let shown = self.calendar(user).await.view(&Whose::Mine, winter()).await.expect("a view");
        shown.iter().map(|it| it.span.start.to_string()).collect()
    }
}

fn edit(entry: &EntryId, version: i64, at: Moment, scope: Scope, what: EntryWhat) -> EntryEdit {
    EntryEdit { entry: entry.clone(), version, at, scope, what }
}

fn moves(to: Moment, minutes: u16) -> EntryWhat {
    EntryWhat::Move { to, minutes }
}

fn code<T: std::fmt::Debug>(result: Result<T, StoreError>) -> &'static str {
    match result {
        Err(StoreError::NotAllowed(code)) => code,
        Err(StoreError::NotFound) => "not_found",
        other => panic!("{other:?}"),
    }
}

fn title(shown: &Shown) -> &str {
    match &shown.what {
        ShownWhat::Busy => "opptatt",
        ShownWhat::Title(title) => title,
        ShownWhat::Case { name, .. } => name,
    }
}

async fn what_is_made_is_found_and_only_shown_to_whom_it_concerns(databases: Databases) {
    let team = team(&databases).await;
    let (lead, unit) = (&team.office.lead, &team.office.unit);
    let room = Some(team.room.clone());
    team.make(lead, once(TUESDAY, 9), Details { room: room.clone(), ..details(&[lead]) }).await;
    let open = Details {
        open_to_unit: true,
        words: Words { title: "Teammøte".into(), ..Words::default() },
        ..details(&[lead])
    };
    team.make(lead, once(TUESDAY, 13), open).await;
    team.make_talk(once(TUESDAY, 11)).await;
    let seen = async |user: &UserId, whose: &Whose| -> Vec<(String, bool, bool)> {
        let shown = team.calendar(user).await.view(whose, week()).await.expect("a view");
        shown.iter().map(|it| (title(it).to_owned(), it.room.is_some(), it.may_change)).collect()
    };
    let line = |title: &str, room: bool, change: bool| (title.to_owned(), room, change);
    let person = Whose::Person(lead.clone());
    let own = [line("Veiledning", true, true), line("Lyngtjernvik", false, true), line("Teammøte", false, true)];
    assert_eq!(seen(lead, &Whose::Mine).await, own);
    assert_eq!(seen(lead, &Whose::Unit(unit.clone())).await, own);
    // A colleague learns that time is taken, and the title that was meant for all.
    let others = [line("opptatt", false, false), line("opptatt", false, false), line("Teammøte", false, false)];
    assert_eq!(seen(&team.colleague, &person).await, others);
    assert_eq!(seen(&team.colleague, &Whose::Mine).await, []);
    // A leader lists the unit's cases, and changes what belongs to none.
    let leaders = [line("Veiledning", true, true), line("Lyngtjernvik", false, false), line("Teammøte", false, true)];
    assert_eq!(seen(&team.leader, &person).await, leaders);
    // A family's calendar is for who has the family, whoever lists it.
    let family = Whose::Family(team.office.case.clone());
    assert_eq!(seen(lead, &family).await, [line("Lyngtjernvik", false, true)]);
    for other in [&team.colleague, &team.leader] {
        assert_eq!(code(team.calendar(other).await.view(&family, week()).await), "not_found");
    }
    // The room's calendar tells that it is taken and who to ask.
    assert_eq!(seen(&team.colleague, &Whose::Room(team.room.clone())).await, [line("opptatt", true, false)]);
    let shown = team.calendar(&team.colleague).await.view(&person, week()).await.expect("a view");
    for busy in shown.iter().filter(|it| it.what == ShownWhat::Busy) {
        assert_eq!((busy.entry.as_ref(), busy.version, busy.place, busy.repeats), (None, 0, None, false));
        assert!(busy.key.starts_with("busy:"), "{}", busy.key);
        assert_eq!(busy.people, [(lead.clone(), "ingrid".to_owned())]);
    }
}

async fn one_is_moved_and_all_others_stay(databases: Databases) {
    let team = team(&databases).await;
    let lead = &team.office.lead;
    let id = team.make(lead, weekly(), details(&[lead])).await;
    let calendar = team.calendar(lead).await;
    let third = at(TUESDAY.shifted(14), 10, 0);
    let to = at(TUESDAY.shifted(15), 12, 30);
    calendar.change(&edit(&id, 1, third, Scope::This, moves(to, 45))).await.expect("moved");
    let starts = team.starts(lead).await;
    assert_eq!(starts.len(), 8);
    assert_eq!(starts[..4], ["2026-11-24T10:00", "2026-12-01T10:00", "2026-12-09T12:30", "2026-12-15T10:00"]);
    calendar.change(&edit(&id, 2, third, Scope::This, EntryWhat::Cancel)).await.expect("cancelled");
    assert_eq!(team.starts(lead).await.len(), 7);
    calendar.change(&edit(&id, 3, third, Scope::This, EntryWhat::Restore)).await.expect("restored");
    assert_eq!(team.starts(lead).await[2], "2026-12-08T10:00");
    // Across week 53 every other week stays every other week.
    let every_other = Some(Some(Rule::weekly(TUESDAY, 2, End::Count(5))));
    let what = EntryWhat::Fill {
        to: at(TUESDAY, 10, 0),
        minutes: 60,
        repeat: every_other,
        details: Box::new(details(&[lead])),
    };
    calendar.change(&edit(&id, 4, at(TUESDAY, 10, 0), Scope::All, what)).await.expect("repeats otherwise");
    let days: Vec<_> = team.starts(lead).await.iter().map(|it| it[..10].to_owned()).collect();
    assert_eq!(days, ["2026-11-24", "2026-12-08", "2026-12-22", "2027-01-05", "2027-01-19"]);
}

async fn this_and_following_leave_what_has_been(databases: Databases) {
    let team = team(&databases).await;
    let lead = &team.office.lead;
    // Begun three weeks ago.
    let first = TUESDAY.shifted(-21);
    let series = Series::new(at(first, 10, 0), 60, Some(Rule::weekly(first, 1, End::Count(8)))).expect("a series");
    let id = team.make(lead, series, details(&[lead])).await;
    let calendar = team.calendar(lead).await;
    let whole = Span::days(first, TODAY.shifted(90));
    let starts = async || -> Vec<String> {
        let shown = calendar.view(&Whose::Mine, whole).await.expect("a view");
        shown.iter().map(|it| it.span.start.to_string()).collect()
    };
    // «All» are all that are to come: the next one is taken hold of, an hour later and on Wednesdays.
    let taken = at(TUESDAY.shifted(7), 10, 0);
    let changed = calendar.change(&edit(&id, 1, taken, Scope::All, moves(at(TUESDAY.shifted(8), 11, 0), 90))).await;
    let second = changed.expect("changed").entry.expect("which one");
    assert_ne!(second, id);
    let found = starts().await;
    assert_eq!(found.len(), 8);
    assert_eq!(found[..4], ["2026-11-03T10:00", "2026-11-10T10:00", "2026-11-17T10:00", "2026-11-25T11:00"]);
    // The rest of the new series ends; what comes before it stays.
    let from = at(TUESDAY.shifted(8), 11, 0);
    calendar.change(&edit(&second, 1, from, Scope::ThisAndFollowing, EntryWhat::Cancel)).await.expect("ended");
    assert_eq!(starts().await.len(), 4);
}

async fn a_detail_of_one_makes_it_its_own(databases: Databases) {
    let team = team(&databases).await;
    let lead = &team.office.lead;
    let id = team.make(lead, weekly(), details(&[lead])).await;
    let second = at(TUESDAY.shifted(7), 10, 0);
    let other = Details { room: Some(team.room.clone()), ..details(&[lead, &team.colleague]) };
    let what = EntryWhat::Fill { to: second, minutes: 60, repeat: None, details: Box::new(other) };
    let calendar = team.calendar(lead).await;
    let own =
        calendar.change(&edit(&id, 1, second, Scope::This, what)).await.expect("filled").entry.expect("which one");
    assert_ne!(own, id);
    assert_eq!(team.starts(lead).await.len(), 8);
    assert_eq!(team.starts(&team.colleague).await, ["2026-12-01T10:00"]);
    let of_room = calendar.view(&Whose::Room(team.room.clone()), winter()).await.expect("a view");
    assert_eq!(of_room.iter().map(|it| it.span.start).collect::<Vec<_>>(), [second]);
    // From there on with the camera: the words go along to the new series.
    let third = at(TUESDAY.shifted(14), 10, 0);
    let with_camera = Details { equipment: BTreeSet::from([team.camera.clone()]), ..details(&[lead]) };
    let what = EntryWhat::Fill { to: third, minutes: 60, repeat: None, details: Box::new(with_camera) };
    let rest = calendar.change(&edit(&id, 2, third, Scope::ThisAndFollowing, what)).await.expect("filled");
    let rest = calendar.entry(&rest.entry.expect("which one")).await.expect("the rest");
    assert_eq!(rest.details.words.title, "Veiledning");
    assert_eq!(rest.series.start, third);
    let of_camera = calendar.view(&Whose::Equipment(team.camera.clone()), winter()).await.expect("a view");
    assert_eq!(of_camera.len(), 6);
}

async fn a_state_follows_its_occurrence(databases: Databases) {
    let team = team(&databases).await;
    let id = team.make_talk(weekly()).await;
    let access = team.office.access().await;
    let (second, third) = (at(TUESDAY.shifted(7), 10, 0), at(TUESDAY.shifted(14), 10, 0));
    let now = at(TODAY, 9, 0);
    let cancelled = |reason| OccurrenceState { state: AppointmentState::Cancelled, reason };
    let held = OccurrenceState { state: AppointmentState::Held, reason: None };
    assert_eq!(code(access.set_state(&id, 1, second, cancelled(None), now).await), "state_reason_needed");
    assert_eq!(code(access.set_state(&id, 1, second, held, now).await), "state_not_yet");
    access.set_state(&id, 1, second, cancelled(Some(Reason::Illness)), now).await.expect("cancelled");
    let of = async |access: &CaseAccess| -> Vec<(String, AppointmentState, Option<Reason>)> {
        let found = access.appointments(winter()).await.expect("the appointments");
        found.into_iter().map(|it| (it.span.start.to_string(), it.state, it.reason)).take(4).collect()
    };
    let planned = |start: &str| (start.to_owned(), AppointmentState::Planned, None);
    let ill = |start: &str| (start.to_owned(), AppointmentState::Cancelled, Some(Reason::Illness));
    let expected = [
        planned("2026-11-24T10:00"),
        ill("2026-12-01T10:00"),
        planned("2026-12-08T10:00"),
        planned("2026-12-15T10:00"),
    ];
    assert_eq!(of(&access).await, expected);
    // Who was free of it is free.
    assert_eq!(team.starts(&team.office.lead).await.len(), 7);
    let note = access.occurrence(&id, third).await.expect("an occurrence");
    // From the second on everything is on Wednesdays at noon; the cancelled one stays so, the note stays with its own.
    let moved = moves(at(TUESDAY.shifted(8), 12, 0), 60);
    let changed =
        access.change_appointment(&edit(&id, 2, at(TUESDAY, 10, 0), Scope::This, moves(at(TUESDAY, 11, 0), 60))).await;
    changed.expect("the first is moved");
    let rest = access.change_appointment(&edit(&id, 3, second, Scope::ThisAndFollowing, moved)).await.expect("moved");
    let rest = rest.entry.expect("which one");
    let expected = [
        planned("2026-11-24T11:00"),
        ill("2026-12-02T12:00"),
        planned("2026-12-09T12:00"),
        planned("2026-12-16T12:00"),
    ];
    assert_eq!(of(&access).await, expected);
    let found = access.appointments(winter()).await.expect("the appointments");
    assert_eq!((&found[2].entry, found[2].occurrence.as_ref()), (&rest, Some(&note)));
    // Brought back, it is planned again and takes time.
    let again = OccurrenceState { state: AppointmentState::Planned, reason: None };
    access.set_state(&rest, 1, at(TUESDAY.shifted(8), 12, 0), again, now).await.expect("brought back");
    assert_eq!(team.starts(&team.office.lead).await.len(), 8);
    assert_eq!(of(&access).await[1], planned("2026-12-02T12:00"));
}

async fn a_step_is_taken_back_once_and_not_over_others(databases: Databases) {
    let team = team(&databases).await;
    let lead = &team.office.lead;
    let id = team.make(lead, weekly(), details(&[lead, &team.colleague])).await;
    let (mine, theirs) = (team.calendar(lead).await, team.calendar(&team.colleague).await);
    let before = team.starts(lead).await;
    let second = at(TUESDAY.shifted(7), 10, 0);
    let step =
        mine.change(&edit(&id, 1, second, Scope::ThisAndFollowing, moves(at(TUESDAY.shifted(9), 8, 0), 30))).await;
    let step = step.expect("moved").change;
    assert_ne!(team.starts(lead).await, before);
    assert_eq!(mine.last_change().await.expect("the last").map(|it| it.id), Some(step.clone()));
    // Nobody takes back what another has done.
    assert_eq!(code(theirs.undo(&step).await), "changed_since");
    assert_eq!(theirs.last_change().await.expect("none"), None);
    mine.undo(&step).await.expect("taken back");
    assert_eq!(team.starts(lead).await, before);
    assert_eq!(code(mine.undo(&step).await), "changed_since");
    // The version has gone on, so that who still has the old one is told.
    assert_eq!(mine.entry(&id).await.expect("the entry").version, 3);
    let own =
        mine.change(&edit(&id, 3, second, Scope::This, moves(at(TUESDAY.shifted(7), 14, 0), 60))).await.expect("moved");
    theirs
        .change(&edit(&id, 4, second, Scope::This, moves(at(TUESDAY.shifted(7), 15, 0), 60)))
        .await
        .expect("moved again");
    assert_eq!(code(mine.undo(&own.change).await), "changed_since");
    assert_eq!(team.starts(lead).await[1], "2026-12-01T15:00");
    // Of an appointment of a case it is the case's door.
    let talk = team.make_talk(once(TUESDAY, 14)).await;
    let access = team.office.access().await;
    let step = access.change_appointment(&edit(&talk, 1, at(TUESDAY, 14, 0), Scope::This, EntryWhat::Cancel)).await;
    let step = step.expect("cancelled").change;
    assert_eq!(code(mine.undo(&step).await), "changed_since");
    access.undo_appointment(&step).await.expect("taken back");
    assert!(team.starts(lead).await.contains(&"2026-11-24T14:00".to_owned()));
    databases.clock.advance(13 * 60 * 60 * 1_000);
    assert_eq!(mine.last_change().await.expect("forgotten"), None);
}

async fn who_writes_over_another_is_told(databases: Databases) {
    let team = team(&databases).await;
    let lead = &team.office.lead;
    let id = team.make(lead, weekly(), details(&[lead])).await;
    let (one, other) = (team.calendar(lead).await, team.calendar(&team.leader).await);
    let first = at(TUESDAY, 10, 0);
    let (edit_one, edit_other) = (
        edit(&id, 1, first, Scope::This, moves(at(TUESDAY, 12, 0), 60)),
        edit(&id, 1, first, Scope::This, moves(at(TUESDAY, 14, 0), 60)),
    );
    let (a, b) = tokio::join!(one.change(&edit_one), other.change(&edit_other));
    assert_eq!(usize::from(a.is_ok()) + usize::from(b.is_ok()), 1);
    assert_eq!(code(if a.is_ok() { b } else { a }), "changed_since");
    assert_eq!(one.entry(&id).await.expect("the entry").version, 2);
    let stranger = team.calendar(&team.colleague).await;
    assert_eq!(code(stranger.change(&edit(&id, 2, first, Scope::This, EntryWhat::Cancel)).await), "not_found");
}

async fn what_stands_in_the_way_and_what_suits(databases: Databases) {
    let team = team(&databases).await;
    let (lead, colleague) = (&team.office.lead, &team.colleague);
    let room = Some(team.room.clone());
    // A home visit of the lead with half an hour of road; the room is taken later.
    let road = Travel { before: 30, after: 30 };
    let visit = Details { place: PlaceKind::Home, travel: road, ..details(&[lead]) };
    team.make(lead, once(TUESDAY, 9), visit).await;
    let taken = team.make(lead, once(TUESDAY, 13), Details { room: room.clone(), ..details(&[lead]) }).await;
    let family = team.make_talk(once(TUESDAY.shifted(1), 10)).await;
    let request = PlanRequest {
        unit: team.office.unit.clone(),
        except: None,
        series: once(TUESDAY, 10),
        travel: Travel::default(),
        people: BTreeSet::from([lead.clone(), colleague.clone()]),
        interpreters: BTreeSet::new(),
        room,
        equipment: BTreeSet::new(),
    };
    let calendar = team.calendar(colleague).await;
    let said = |answer: &store::PlanAnswer| -> Vec<(&'static str, String)> {
        answer.standing.iter().map(|it| (it.conflict.code(), it.name.clone())).collect()
    };
    let answer = calendar.check(&request).await.expect("an answer");
    // She is still on the road at ten.
    assert_eq!(said(&answer), [("person", "ingrid".to_owned())]);
    let Conflict::Taken(clash) = &answer.standing[0].conflict else { panic!("a clash") };
    assert_eq!(clash.span, Span { start: at(TUESDAY, 8, 30), end: at(TUESDAY, 10, 30) });
    assert_eq!(clash.by, "", "what takes her is nobody's business");
    assert_eq!(answer.free[0], Span::of(at(TUESDAY, 10, 30), 60));
    // At one the room is taken, too; the entry itself does not stand in its own way.
    let at_one = PlanRequest { series: once(TUESDAY, 13), ..request.clone() };
    assert_eq!(said(&calendar.check(&at_one).await.expect("an answer")).len(), 2);
    let itself = PlanRequest { except: Some(taken), ..at_one };
    assert_eq!(said(&calendar.check(&itself).await.expect("an answer")), []);
    // Of a whole series each time is looked at, and what is proposed suits each.
    let series = Series::new(at(TUESDAY, 13, 0), 60, Some(Rule::weekly(TUESDAY, 1, End::Count(6)))).expect("a series");
    let all = calendar.check(&PlanRequest { series, ..request.clone() }).await.expect("an answer");
    assert_eq!(all.looked_at, 6);
    assert!(all.free.iter().all(|span| !span.overlaps(&Span::of(at(TUESDAY, 13, 0), 60))));
    // The family is asked only by who has opened its case.
    let with_family =
        PlanRequest { series: once(TUESDAY.shifted(1), 10), people: BTreeSet::from([lead.clone()]), ..request };
    let access = team.office.access().await;
    let answer = team.calendar(lead).await.check_for(&access, &with_family).await.expect("an answer");
    assert_eq!(said(&answer).iter().map(|(code, _)| *code).collect::<Vec<_>>(), ["person", "family"]);
    let moving = PlanRequest { except: Some(family), ..with_family };
    assert_eq!(said(&team.calendar(lead).await.check_for(&access, &moving).await.expect("an answer")), []);
    // A day off and a time after the door has closed.
    let late = Series::once(at(Day::new(2026, 12, 25), 15, 30), 60).expect("a series");
    let answer =
        calendar.check(&PlanRequest { series: late, people: BTreeSet::from([colleague.clone()]), ..moving }).await;
    assert_eq!(said(&answer.expect("an answer")), [("day_off", String::new())]);
}

async fn days_off_are_the_units_and_the_municipalitys(databases: Databases) {
    let team = team(&databases).await;
    let (store, unit) = (&team.office.store, &team.office.unit);
    let keeper = store.keep_days(&team.leader).await.expect("the leader");
    assert_eq!(code(store.keep_days(&team.office.lead).await), "not_found");
    let spring = (Day::new(2027, 1, 1), Day::new(2027, 6, 30));
    let closure = |kind, first, last, name: &str| Closure { kind, first, last, name: name.into() };
    let winter = closure(ClosureKind::SchoolFree, Day::new(2027, 3, 1), Day::new(2027, 3, 5), "vinterferie");
    assert_eq!(code(keeper.add_closure(unit, &winter, Some(2026)).await), "municipality");
    keeper.set_municipality(unit, "Rana").await.expect("a municipality");
    let line = keeper.add_closure(unit, &winter, Some(2026)).await.expect("school-free");
    let own = closure(ClosureKind::UnitClosed, Day::new(2027, 4, 9), Day::new(2027, 4, 9), "Fagdag");
    keeper.add_closure(unit, &own, None).await.expect("closed");
    let bad = closure(ClosureKind::UnitClosed, Day::new(2027, 4, 9), Day::new(2027, 4, 8), "Fagdag");
    assert_eq!(code(keeper.add_closure(unit, &bad, None).await), "closure_days");
    // Another unit of the same municipality has the school year and not the closed day.
    let other = store.create_unit("Helsestasjonen").await.expect("a unit");
    assert_eq!(code(keeper.set_municipality(&other, "Rana").await), "not_found");
    let admin = staff(store, "siri", &other, Role::Administrator).await;
    store.keep_days(&admin).await.expect("all units").set_municipality(&other, "Rana").await.expect("the same");
    let names = async |unit: &UnitId| -> Vec<String> {
        let days = store.unit_days(unit, spring.0, spring.1).await.expect("the days");
        days.closures.into_iter().map(|row| row.closure.name).collect()
    };
    assert_eq!(names(unit).await, ["vinterferie", "Fagdag"]);
    assert_eq!(names(&other).await, ["vinterferie"]);
    let free = store.unit_days(unit, spring.0, spring.1).await.expect("the days").free_days();
    assert!(!free.works(Day::new(2027, 3, 3)) && !free.works(Day::new(2027, 4, 9)) && free.works(Day::new(2027, 4, 8)));
    keeper.set_hours(unit, Time::new(9, 0), Time::new(20, 0)).await.expect("hours");
    assert_eq!(code(keeper.set_hours(unit, Time::new(9, 0), Time::new(9, 0)).await), "hours");
    assert_eq!(store.unit_days(unit, spring.0, spring.1).await.expect("the days").closes, Time::new(20, 0));
    keeper.remove_closure(unit, &line).await.expect("removed");
    assert_eq!(code(keeper.remove_closure(unit, &line).await), "not_found");
    assert_eq!(names(&other).await, Vec::<String>::new());
    // What was taken out by mistake is taken in again, as it was; only by who keeps the days.
    let out = keeper.removed(unit, spring.0, spring.1).await.expect("what was taken out");
    assert_eq!(
        out.iter().map(|row| (row.id.as_str(), row.closure.clone())).collect::<Vec<_>>(),
        [(line.as_str(), winter)]
    );
    assert_eq!(code(keeper.restore_closure(&other, &line).await), "not_found");
    keeper.restore_closure(unit, &line).await.expect("taken in again");
    assert_eq!(code(keeper.restore_closure(unit, &line).await), "not_found");
    assert_eq!(
        (names(unit).await, names(&other).await),
        (vec!["vinterferie".into(), "Fagdag".into()], vec!["vinterferie".into()])
    );
    assert!(keeper.removed(unit, spring.0, spring.1).await.expect("nothing").is_empty());
}

async fn who_leaves_hands_over_what_is_to_come(databases: Databases) {
    let team = team(&databases).await;
    let (store, lead) = (&team.office.store, &team.office.lead);
    let both = team.make(lead, weekly(), details(&[lead, &team.colleague])).await;
    team.make_talk(once(TUESDAY, 14)).await;
    // What has been is nobody's to take over.
    team.make(lead, Series::once(at(TODAY.shifted(-30), 10, 0), 60).expect("a series"), details(&[lead])).await;
    let admin = staff(store, "siri", &team.office.unit, Role::Administrator).await;
    let admin = store.administer(&admin).await.expect("an administrator");
    let belongings = admin.belongings(lead).await.expect("the belongings");
    let number = team.office.access().await.number().to_owned();
    let labels: Vec<&str> =
        belongings.iter().filter(|it| it.key.starts_with("appointment:")).map(|it| it.label.as_str()).collect();
    assert_eq!(labels, [format!("{number}, 24.11.2026 14:00").as_str(), "24.11.2026 10:00 …"]);
    assert_eq!(code(admin.deactivate(lead, &Deactivation::default()).await), "owner");
    let plan = Deactivation { everything: Some(team.colleague.clone()), each: BTreeMap::new() };
    admin.deactivate(lead, &plan).await.expect("closed");
    let starts = team.starts(&team.colleague).await;
    assert_eq!(starts[..2], ["2026-11-24T10:00", "2026-11-24T14:00"]);
    let entry = team.calendar(&team.colleague).await.entry(&both).await.expect("the entry");
    assert_eq!((&entry.owner, entry.details.people.len()), (&team.colleague, 1));
}

async fn words_are_sealed(databases: Databases) {
    let team = team(&databases).await;
    team.make_talk(weekly()).await;
    let lead = &team.office.lead;
    team.make(lead, once(TUESDAY, 9), details(&[lead])).await;
    let access = team.office.access().await;
    let id = team.make_talk(once(TUESDAY, 12)).await;
    let ill = OccurrenceState { state: AppointmentState::Cancelled, reason: Some(Reason::OtherTimeWished) };
    access.set_state(&id, 1, at(TUESDAY, 12, 0), ill, at(TODAY, 9, 0)).await.expect("cancelled");
    let bytes = databases.everything_readable().await;
    for secret in ["Om søvn", "support_talk", "Veiledning", "other_time_wished"] {
        assert!(!contains(&bytes, secret), "{secret} is readable");
    }
}

async fn strangers_find_nothing(databases: Databases) {
    let team = team(&databases).await;
    let (store, lead) = (&team.office.store, &team.office.lead);
    let id = team.make(lead, weekly(), details(&[lead])).await;
    let talk = team.make_talk(weekly()).await;
    let other = store.create_unit("Helsestasjonen").await.expect("a unit");
    let stranger = staff(store, "siri", &other, Role::Practitioner).await;
    let calendar = team.calendar(&stranger).await;
    let tuesday = at(TUESDAY, 10, 0);
    let family = Whose::Family(team.office.case.clone());
    for whose in
        [Whose::Unit(team.office.unit.clone()), Whose::Person(lead.clone()), Whose::Room(team.room.clone()), family]
    {
        assert_eq!(code(calendar.view(&whose, week()).await), "not_found", "{whose:?}");
    }
    assert_eq!(code(calendar.entry(&id).await), "not_found");
    assert_eq!(code(calendar.change(&edit(&id, 1, tuesday, Scope::This, EntryWhat::Cancel)).await), "not_found");
    assert_eq!(code(calendar.create(&team.planned(weekly(), details(&[&stranger]))).await), "not_found");
    // Nobody plans with a colleague, a room or a camera of another unit.
    let own = |details| NewEntry { unit: other.clone(), series: weekly(), details };
    assert_eq!(code(calendar.create(&own(details(&[lead]))).await), "entry_people");
    let in_room = Details { room: Some(team.room.clone()), ..details(&[&stranger]) };
    assert_eq!(code(calendar.create(&own(in_room)).await), "entry_room");
    let camera = Details { equipment: BTreeSet::from([team.camera.clone()]), ..details(&[&stranger]) };
    assert_eq!(code(calendar.create(&own(camera)).await), "entry_equipment");
    // What belongs to a case has no other door than the case's, also for its lead.
    let own_door = team.calendar(lead).await;
    assert_eq!(code(own_door.entry(&talk).await), "not_found");
    assert_eq!(code(own_door.change(&edit(&talk, 1, tuesday, Scope::This, EntryWhat::Cancel)).await), "not_found");
    // Nor does one case's door lead to another's.
    let second = common::case(store, lead, &team.office.unit, "Fossmark", CaseStatus::Open).await;
    let second = open(store, lead, &second).await;
    assert_eq!(code(second.appointment_entry(&talk).await), "not_found");
    assert_eq!(
        code(second.change_appointment(&edit(&talk, 1, tuesday, Scope::This, EntryWhat::Cancel)).await),
        "not_found"
    );
    assert_eq!(second.appointments(winter()).await.expect("none"), []);
    for role in [Role::Administrator, Role::PrivacyOfficer, Role::Interpreter] {
        let user = staff(store, role.code(), &team.office.unit, role).await;
        assert_eq!(code(store.calendar(&user).await), "not_found", "{role:?}");
    }
    // A member of the team sees the family's name, who is not in it sees taken time.
    let member = staff(store, "tove", &team.office.unit, Role::Practitioner).await;
    let whose = Whose::Person(lead.clone());
    let before = team.calendar(&member).await.view(&whose, week()).await.expect("a view");
    assert!(before.iter().all(|it| it.what == ShownWhat::Busy));
    team.office.access().await.join_team(&member, CaseFunction::Member, since(LONG_AGO)).await.expect("a place");
    let after = team.calendar(&member).await.view(&whose, week()).await.expect("a view");
    assert_eq!(after.iter().map(title).collect::<Vec<_>>(), ["opptatt", "Lyngtjernvik"]);
}
