//! Parent groups: a term planned, moved and taken back; seats, the waiting
//! list and its rights; attendance; what is counted.

use crate::common::{Databases, LONG_AGO, Office, TODAY, case, contains, open, staff};
use casework::Day;
use casework::appointment::PlaceKind;
use casework::calendar::conflict::{Resource, Travel};
use casework::calendar::{Moment, Series, Span, Time, Weekday};
use casework::day::Period;
use casework::group::plan::PlanRequest;
use casework::group::{EntryState, GroupLeader, Presence};
use casework::opening::CaseStatus;
use casework::role::Role;
use std::sync::Arc;
use store::{
    CaseId, Deactivation, Details, EnrolmentId, GroupAccess, GroupId, GroupKind, Mark, NewEnrolment, NewEntry,
    NewGroup, NewNote, NewParticipant, NoteKind, Setting, ShownSort, ShownWhat, Store, StoreError, UnitId, UserId,
    Whose, Words,
};

on_both!(
    a_term_is_planned_moved_and_taken_back,
    one_seat_and_fifty_acceptances,
    one_seat_and_fifty_who_join,
    only_leaders_know_the_participants,
    the_line_is_fair_and_ends_with_joining,
    attendance_counts_once_and_moves_along,
    a_led_group_finds_a_new_leader,
    who_has_led_stays_among_the_leaders,
    what_stands_in_a_groups_way_is_told_and_nothing_of_what_it_is,
);

/// Noon of the tests' day.
const NOON: Moment = Moment::new(TODAY, Time::new(12, 0));

fn at(year: u16, month: u8, day: u8, hour: u8) -> Moment {
    Moment::new(Day::new(year, month, day), Time::new(hour, 0))
}

fn cos(leader: &UserId, from: Day, seats: u8) -> NewGroup {
    NewGroup {
        kind: GroupKind::Course,
        name: "COS tirsdag".into(),
        programme: "cos_p".into(),
        variant: None,
        meetings: None,
        minutes: None,
        request: PlanRequest { from, weekday: Weekday::Tuesday, time: Time::new(12, 0) },
        setting: Setting { seats, languages: vec!["nb".into()], ..Setting::default() },
        leaders: vec![GroupLeader {
            user: leader.0.clone(),
            period: Period { from: Some(LONG_AGO), to: None },
            certified_from: Some(LONG_AGO),
            languages: vec!["nb".into()],
        }],
    }
}

async fn group(store: &Store, leader: &UserId, from: Day, seats: u8) -> GroupId {
    let desk = store.group_desk(leader).await.expect("a desk");
    desk.create(&cos(leader, from, seats)).await.expect("a group")
}

async fn access(store: &Store, user: &UserId, id: &GroupId) -> GroupAccess {
    store.open_group(user, id).await.expect("the group opens")
}

/// A case with one adult who takes part.
async fn family(store: &Store, lead: &UserId, unit: &UnitId, name: &str) -> CaseId {
    let id = case(store, lead, unit, name, CaseStatus::Open).await;
    let new =
        NewParticipant { person: "p1", name, is_child: false, has_responsibility: true, from: LONG_AGO, to: None };
    open(store, lead, &id).await.add_participant(&new).await.expect("a participant");
    id
}

async fn join(
    store: &Store,
    lead: &UserId,
    case: &CaseId,
    group: &GroupId,
    now: Moment,
) -> Result<(EnrolmentId, EntryState), StoreError> {
    let new = NewEnrolment { people: vec!["p1".into()], needs: "Nøtteallergi".into() };
    open(store, lead, case).await.join_group(group, &new, now).await
}

fn refusal<T: std::fmt::Debug>(outcome: Result<T, StoreError>) -> &'static str {
    match outcome {
        Err(StoreError::NotAllowed(why)) => why,
        Err(StoreError::NotFound) => "not found",
        other => panic!("not refused: {other:?}"),
    }
}

async fn a_term_is_planned_moved_and_taken_back(databases: Databases) {
    let Office { store, unit, lead, .. } = Office::new(&databases).await;
    let id = group(&store, &lead, Day::new(2027, 3, 16), 8).await;
    let days = |group: &GroupAccess| -> Vec<String> {
        group.detail().line.meetings.iter().map(|it| it.span.start.day.to_string()).collect()
    };
    let before = days(&access(&store, &lead, &id).await);
    assert_eq!(before[..3], ["2027-03-16", "2027-03-23", "2027-03-30"]);
    assert_eq!(before.len(), 8);

    // A week later: from Ascension week on nothing lies on a Tuesday's holiday.
    let request = PlanRequest { from: Day::new(2027, 4, 29), weekday: Weekday::Thursday, time: Time::new(17, 30) };
    let moved = access(&store, &lead, &id).await.move_to(request, NOON).await.expect("moved");
    let after = days(&access(&store, &lead, &id).await);
    // Thursday 6 May is Ascension Day: passed over, and the numbers stay.
    assert_eq!(after[..3], ["2027-04-29", "2027-05-13", "2027-05-20"]);
    assert_eq!(moved.times[1].0, 2);

    // In the calendar its leader is taken; the name of a group is known to the unit.
    let day = Span::days(Day::new(2027, 4, 29), Day::new(2027, 4, 29));
    let shown = store.calendar(&lead).await.expect("a calendar").view(&Whose::Mine, day).await.expect("the day");
    let meeting = shown.iter().find(|it| it.sort == ShownSort::GroupMeeting).expect("the meeting");
    assert_eq!(meeting.span.start, Moment::new(Day::new(2027, 4, 29), Time::new(17, 30)));
    assert_eq!(meeting.what, ShownWhat::Title("COS tirsdag".into()));

    // Only whoever moved it takes it back, and only once.
    let other = staff(&store, "jonas", &unit, Role::Practitioner).await;
    assert_eq!(refusal(access(&store, &other, &id).await.undo(moved.step, NOON).await), "not found");
    access(&store, &lead, &id).await.undo(moved.step, NOON).await.expect("taken back");
    assert_eq!(days(&access(&store, &lead, &id).await), before);
    assert_eq!(refusal(access(&store, &lead, &id).await.undo(moved.step, NOON).await), "not found");

    // One meeting alone, and never past its neighbours.
    let group = access(&store, &lead, &id).await;
    let first = group.move_meeting(2, at(2027, 3, 24, 12), NOON).await.expect("moved");
    assert_eq!(refusal(group.move_meeting(2, at(2027, 4, 7, 12), NOON).await), "out_of_order");
    group.move_meeting(2, at(2027, 3, 25, 12), NOON).await.expect("moved again");
    assert_eq!(refusal(group.undo(first.step, NOON).await), "overtaken");

    // A meeting that is cancelled is held a week later, past Easter, and nothing falls away.
    let was = days(&access(&store, &lead, &id).await);
    assert_eq!(was[..4], ["2027-03-16", "2027-03-25", "2027-03-30", "2027-04-06"]);
    let put_off = group.put_off(3, NOON).await.expect("put off");
    let now = days(&access(&store, &lead, &id).await);
    assert_eq!(now[..4], ["2027-03-16", "2027-03-25", "2027-04-06", "2027-04-13"]);
    assert_eq!((now.len(), put_off.times[2].0), (8, 3));
    // One that was moved alone lands on the day of the others again; so does the last.
    group.put_off(2, NOON).await.expect("put off");
    assert_eq!(days(&access(&store, &lead, &id).await)[..3], ["2027-03-16", "2027-04-06", "2027-04-13"]);
    let last = group.put_off(8, NOON).await.expect("put off");
    assert_eq!(last.times[7].1.start.day, last.times[6].1.start.day.shifted(14));
    assert_eq!(refusal(group.put_off(9, NOON).await), "not found");
    assert_eq!(refusal(group.put_off(1, at(2027, 3, 17, 8)).await), "over");
    group.undo(last.step, NOON).await.expect("taken back");
    assert_eq!(refusal(group.undo(put_off.step, NOON).await), "overtaken");

    // What was held stays where it was; nothing is left to move afterwards.
    let late = at(2027, 3, 17, 8);
    let request = PlanRequest { from: Day::new(2027, 4, 6), weekday: Weekday::Tuesday, time: Time::new(12, 0) };
    group.move_to(request, late).await.expect("the rest is moved");
    assert_eq!(days(&access(&store, &lead, &id).await)[..2], ["2027-03-16", "2027-04-06"]);
    assert_eq!(refusal(group.move_to(request, at(2028, 1, 1, 8)).await), "over");

    // Another unit's staff find nothing, and who runs no groups has no desk.
    let elsewhere = store.create_unit("Et annet sted").await.expect("a unit");
    let stranger = staff(&store, "berit", &elsewhere, Role::UnitLeader).await;
    assert!(matches!(store.open_group(&stranger, &id).await, Err(StoreError::NotFound)));
    let officer = staff(&store, "ombud", &unit, Role::PrivacyOfficer).await;
    assert!(matches!(store.group_desk(&officer).await, Err(StoreError::NotFound)));
}

/// Fifty families with an offer each, and one seat.
async fn one_seat_and_fifty_acceptances(databases: Databases) {
    let Office { store, unit, lead, .. } = Office::new(&databases).await;
    let id = group(&store, &lead, Day::new(2027, 1, 12), 1).await;
    let first = family(&store, &lead, &unit, "Den første").await;
    let (seat, _) = join(&store, &lead, &first, &id, NOON).await.expect("joined");
    let mut offers = Vec::new();
    for n in 0..50 {
        let case = family(&store, &lead, &unit, &format!("Familie {n}")).await;
        let (entry, state) = join(&store, &lead, &case, &id, NOON.plus(n)).await.expect("in line");
        assert_eq!(state, EntryState::Waiting);
        offers.push((case, entry));
    }
    // Room for all, who are asked; then the seat of one alone is left.
    let leader = access(&store, &lead, &id).await;
    let setting = |seats| Setting { seats, ..leader.detail().line.setting.clone() };
    leader.change_setting("COS", &setting(51), NOON.plus(60)).await.expect("more seats");
    assert_eq!(access(&store, &lead, &id).await.detail().line.offered, 50);
    leader.take_out(&seat, NOON.plus(60)).await.expect("gives the seat back");
    // Whoever read it before that is told that it is another now.
    assert_eq!(refusal(leader.change_setting("COS", &setting(1), NOON.plus(60)).await), "group_overtaken");
    let anew = access(&store, &lead, &id).await;
    anew.change_setting("COS", &setting(1), NOON.plus(60)).await.expect("fewer seats");

    let store = Arc::new(store);
    let now = NOON.plus(61);
    let answers = offers.into_iter().map(|(case, entry)| {
        let (store, lead) = (Arc::clone(&store), lead.clone());
        tokio::spawn(async move { open(&store, &lead, &case).await.answer_group_offer(&entry, true, now).await })
    });
    let mut taken = 0;
    for answer in answers.collect::<Vec<_>>() {
        match answer.await.expect("no panic") {
            Ok(()) => taken += 1,
            Err(StoreError::NotAllowed("full")) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(taken, 1);
    assert_eq!(access(&store, &lead, &id).await.detail().line.taken, 1);
}

/// Fifty families who are put on the list at the same moment.
async fn one_seat_and_fifty_who_join(databases: Databases) {
    let Office { store, unit, lead, .. } = Office::new(&databases).await;
    let id = group(&store, &lead, Day::new(2027, 1, 12), 1).await;
    let mut cases = Vec::new();
    for n in 0..50 {
        cases.push(family(&store, &lead, &unit, &format!("Familie {n}")).await);
    }
    let store = Arc::new(store);
    let joins = cases.into_iter().map(|case| {
        let (store, lead, id) = (Arc::clone(&store), lead.clone(), id.clone());
        tokio::spawn(async move { join(&store, &lead, &case, &id, NOON).await })
    });
    let mut states = Vec::new();
    for outcome in joins.collect::<Vec<_>>() {
        states.push(outcome.await.expect("no panic").expect("in the line").1);
    }
    assert_eq!(states.iter().filter(|it| **it == EntryState::Enrolled).count(), 1);
    let line = access(&store, &lead, &id).await.detail().line.clone();
    assert_eq!((line.taken, line.waiting), (1, 49));
}

async fn only_leaders_know_the_participants(databases: Databases) {
    let Office { store, unit, lead, .. } = Office::new(&databases).await;
    let leader = staff(&store, "berit", &unit, Role::GroupLeader).await;
    let id = group(&store, &leader, Day::new(2027, 1, 12), 8).await;
    let case = family(&store, &lead, &unit, "Marte Lyngtjernvik").await;
    let (entry, state) = join(&store, &lead, &case, &id, NOON).await.expect("joined");
    assert_eq!(state, EntryState::Enrolled);

    // The leader reads name and needs, and the family sees who did.
    let led = access(&store, &leader, &id).await;
    let people = led.participants().await.expect("the participants");
    assert_eq!(people[0].members[0].name.as_deref(), Some("Marte Lyngtjernvik"));
    assert_eq!(people[0].needs, "Nøtteallergi");
    led.write_note(&NewNote { kind: NoteKind::Log, meeting: Some(1), rating: None, text: "Rolig start".into() })
        .await
        .expect("a note");
    let entries = open(&store, &lead, &case).await.log(20).await.expect("the log");
    assert!(entries.iter().any(|it| it.object == "group" && it.role == "group_leader" && it.user == leader.0));

    // The case's lead runs groups too, and does not learn who else is here.
    let planner = access(&store, &lead, &id).await;
    assert_eq!(planner.detail().line.taken, 1);
    assert_eq!(refusal(planner.participants().await), "group_leader");
    assert_eq!(refusal(planner.notes().await), "group_leader");
    assert_eq!(refusal(planner.take_out(&entry, NOON).await), "group_leader");
    // The leader has no way into the case.
    let who = store::Who::Staff(leader.clone());
    assert!(store.open_case(&who, &case, &store::AccessRequest::reading("front")).await.is_err());
    // Once the group has other leaders, the participants are theirs alone.
    let other = cos(&lead, TODAY, 8).leaders;
    led.change_leaders(&other).await.expect("other leaders");
    assert_eq!(refusal(led.note(1, &[], NOON).await), "group_leader");
    assert_eq!(refusal(access(&store, &leader, &id).await.participants().await), "group_leader");

    // Nothing of it can be read by a thief.
    let bytes = databases.everything_readable().await;
    for secret in ["Nøtteallergi", "Rolig start", "Marte Lyngtjernvik"] {
        assert!(!contains(&bytes, secret), "{secret}");
    }
}

async fn the_line_is_fair_and_ends_with_joining(databases: Databases) {
    let Office { store, unit, lead, .. } = Office::new(&databases).await;
    let id = group(&store, &lead, Day::new(2027, 1, 12), 1).await;
    let mut entries = Vec::new();
    for (n, name) in ["Anne", "Britt", "Cato", "Dina"].into_iter().enumerate() {
        let case = family(&store, &lead, &unit, name).await;
        let later = NOON.plus(i64::try_from(n).expect("a small number"));
        let (entry, _) = join(&store, &lead, &case, &id, later).await.expect("in line");
        entries.push((case, entry));
    }
    let state = async |n: usize| {
        let (case, entry) = &entries[n];
        let own = open(&store, &lead, case).await.groups().await.expect("own groups");
        own.into_iter().find(|it| &it.id == entry).expect("the enrolment").state
    };
    assert_eq!(state(0).await, EntryState::Enrolled);
    assert_eq!(state(1).await, EntryState::Waiting);
    // A free seat goes to who waits longest, at once and with a deadline.
    let (first, entry) = &entries[0];
    open(&store, &lead, first).await.leave_group(entry, NOON.plus(10)).await.expect("left");
    // Monday noon: three working days until Thursday at three.
    assert_eq!(state(1).await, EntryState::Offered(at(2026, 11, 26, 15)));
    assert_eq!(state(2).await, EntryState::Waiting);
    // Past others only with a reason, and never two in one seat.
    let (third, entry) = &entries[2];
    assert_eq!(refusal(open(&store, &lead, third).await.take_group_seat(entry, "", NOON.plus(11)).await), "full");
    // No answer: the next is asked; nobody has to do anything for it.
    assert_eq!(store.settle_groups(at(2026, 11, 26, 16)).await.expect("settled"), 1);
    assert_eq!(state(1).await, EntryState::Lapsed);
    assert_eq!(state(2).await, EntryState::Offered(at(2026, 12, 1, 15)));
    assert_eq!(
        refusal(open(&store, &lead, third).await.answer_group_offer(entry, true, at(2026, 12, 2, 9)).await),
        "too_late"
    );
    // The last joining meeting is the second, on 19 January at noon.
    store.settle_groups(at(2027, 1, 19, 12)).await.expect("settled");
    assert_eq!(state(3).await, EntryState::NotThisTime);
    let late = family(&store, &lead, &unit, "Else").await;
    assert_eq!(refusal(join(&store, &lead, &late, &id, at(2027, 1, 19, 12)).await), "joining_closed");
    // The same people are not in one group twice.
    let (again, _) = &entries[2];
    let group = group(&store, &lead, Day::new(2027, 2, 2), 3).await;
    join(&store, &lead, again, &group, NOON).await.expect("joined");
    assert_eq!(refusal(join(&store, &lead, again, &group, NOON).await), "already_here");
}

async fn attendance_counts_once_and_moves_along(databases: Databases) {
    let Office { store, unit, lead, .. } = Office::new(&databases).await;
    let leader = staff(&store, "enhetsleder", &unit, Role::UnitLeader).await;
    let id = group(&store, &lead, Day::new(2027, 1, 12), 8).await;
    let other = group(&store, &lead, Day::new(2027, 1, 13), 8).await;
    let case = family(&store, &lead, &unit, "Marte").await;
    // First as it would be, then in earnest.
    let new = NewEnrolment { people: vec!["p1".into()], needs: String::new() };
    let (_, would) = open(&store, &lead, &case).await.try_group(&id, &new, NOON).await.expect("tried");
    assert_eq!((would, access(&store, &lead, &id).await.detail().line.taken), (EntryState::Enrolled, 0));
    let (entry, _) = join(&store, &lead, &case, &id, NOON).await.expect("joined");
    assert_eq!(refusal(open(&store, &lead, &case).await.try_group(&id, &new, NOON).await), "already_here");
    let number = open(&store, &lead, &case).await.number().to_owned();
    let desk = store.group_desk(&lead).await.expect("a desk");
    assert_eq!(desk.case_numbered(&number).await.expect("looked up"), Some(case.clone()));
    assert_eq!(desk.case_numbered("1999-0001").await.expect("looked up"), None);
    let led = access(&store, &lead, &id).await;
    let mark = |presence| [Mark { enrolment: entry.0.clone(), person: "p1".into(), presence }];
    let present = mark(Some(Presence::Present));
    assert_eq!(refusal(led.note(1, &present, NOON).await), "not_held");
    let second = at(2027, 1, 19, 14);
    led.note(1, &present, second).await.expect("noted");
    led.note(2, &mark(Some(Presence::Absent)), second).await.expect("noted");
    led.note(2, &mark(None), second).await.expect("taken back");
    led.note(2, &present, second).await.expect("noted anew");

    let desk = store.group_desk(&leader).await.expect("a desk");
    let (year, _) = desk.year(2027, second).await.expect("figures");
    assert_eq!((year.all.groups, year.all.meetings, year.all.adults, year.all.adult_attendances), (2, 3, 1, 2));
    // Figures are for who leads the unit.
    let practitioner = store.group_desk(&lead).await.expect("a desk");
    assert!(matches!(practitioner.year(2027, second).await, Err(StoreError::NotFound)));

    // To the other group, with both themes.
    let opened = open(&store, &lead, &case).await;
    let line = led.detail().line.clone();
    let choices = opened.transfer_choices(&line, second).await.expect("choices");
    assert_eq!(choices.iter().map(|it| &it.id).collect::<Vec<_>>(), [&other]);
    assert_eq!(refusal(opened.transfer_group(&entry, &id, second).await), "not found");
    let moved = opened.transfer_group(&entry, &other, second).await.expect("moved");
    // Who has moved is not there to be moved once more.
    assert_eq!(refusal(opened.transfer_group(&entry, &other, second).await), "not found");
    let own = opened.groups().await.expect("own groups");
    let new = own.iter().find(|it| it.id == moved).expect("the new place");
    assert_eq!(new.state, EntryState::Enrolled);
    assert_eq!(new.members[0].attendance.noted.get(&1), Some(&Presence::CaughtUp));
    let old = own.iter().find(|it| it.id == entry).expect("the old place");
    assert_eq!((old.state, old.members[0].attendance.to), (EntryState::Moved, Some(2)));
    let (year, _) = desk.year(2027, second).await.expect("figures");
    assert_eq!((year.all.adults, year.all.adult_attendances), (1, 2));

    // At an open door heads are counted.
    let mut open_group = cos(&lead, Day::new(2027, 1, 5), 0);
    open_group.kind = GroupKind::DropIn;
    open_group.name = "Åpen barnehage".into();
    let open_id = practitioner.create(&open_group).await.expect("an open group");
    let heads = Some(casework::group::figures::Heads { adults: 9, children: 11 });
    let door = access(&store, &lead, &open_id).await;
    assert_eq!(refusal(door.keep_meeting(1, "", heads, NOON).await), "not_held");
    door.keep_meeting(1, "", heads, second).await.expect("counted");
    assert_eq!(refusal(join(&store, &lead, &case, &open_id, NOON).await), "joining_closed");
    let (year, _) = desk.year(2027, second).await.expect("figures");
    assert_eq!((year.all.adult_heads, year.all.child_heads), (9, 11));
}

async fn who_has_led_stays_among_the_leaders(databases: Databases) {
    let Office { store, unit, lead, .. } = Office::new(&databases).await;
    let second = staff(&store, "jonas", &unit, Role::Practitioner).await;
    let id = group(&store, &lead, Day::new(2027, 1, 12), 8).await;
    let leader = |user: &UserId, to: Option<Day>, certified: Option<Day>| GroupLeader {
        user: user.0.clone(),
        period: Period { from: Some(LONG_AGO), to },
        certified_from: certified,
        languages: vec!["nb".into()],
    };
    let both = [leader(&lead, None, Some(LONG_AGO)), leader(&second, Some(TODAY.before()), None)];
    let led = access(&store, &lead, &id).await;
    led.change_leaders(&both).await.expect("changed");
    store.set_active(&second, false).await.expect("left the unit");
    // The others are changed without the one who has left being in the way, or lost.
    let later = [leader(&lead, None, Some(TODAY)), both[1].clone()];
    assert_eq!(refusal(led.change_leaders(&later).await), "group_overtaken");
    access(&store, &lead, &id).await.change_leaders(&later).await.expect("changed again");
    let led = access(&store, &lead, &id).await;
    let kept: Vec<GroupLeader> =
        access(&store, &lead, &id).await.detail().line.leaders.iter().map(|it| it.leader.clone()).collect();
    assert!(later.iter().all(|it| kept.contains(it)) && kept.len() == 2, "{kept:?}");
    // But they do not lead anew, and days are in order.
    let anew = [leader(&lead, None, None), leader(&second, None, None)];
    assert_eq!(refusal(led.change_leaders(&anew).await), "not_colleague");
    let wrong = [leader(&lead, Some(LONG_AGO.before()), None)];
    assert_eq!(refusal(led.change_leaders(&wrong).await), "dates");
    assert_eq!(refusal(led.change_leaders(&[]).await), "group_unled");
}

async fn what_stands_in_a_groups_way_is_told_and_nothing_of_what_it_is(databases: Databases) {
    let Office { store, lead, unit, .. } = Office::new(&databases).await;
    let colleague = staff(&store, "jonas", &unit, Role::Practitioner).await;
    let from = Day::new(2027, 1, 12);
    group(&store, &lead, from, 8).await;
    let desk = store.group_desk(&colleague).await.expect("a desk");
    let lines = async || desk.groups(from, Day::new(2027, 6, 30)).await.expect("groups");
    assert_eq!(desk.clashes(&lines().await).await.expect("an answer"), []);
    // The leader has something of their own during the second meeting; a colleague learns that they are taken.
    let details = Details {
        room: None,
        place: PlaceKind::Centre,
        travel: Travel::default(),
        people: [lead.clone()].into(),
        interpreters: [].into(),
        equipment: [].into(),
        open_to_unit: false,
        words: Words { title: "Hemmelig".into(), ..Words::default() },
    };
    let series = Series::once(at(2027, 1, 19, 13), 60).expect("a series");
    let entry = NewEntry { unit: unit.clone(), series, details };
    store.calendar(&lead).await.expect("a calendar").create(&entry).await.expect("made");
    let found = desk.clashes(&lines().await).await.expect("an answer");
    let [clash] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((clash.meeting, clash.other), ((0, 2), None));
    assert_eq!(clash.resource, Resource::Person(lead.0.clone()));
    // A second group at the same time stands in the way of the first, meeting by meeting, and of a plan for a third.
    group(&store, &lead, from, 8).await;
    let lines = lines().await;
    let both = desk.clashes(&lines).await.expect("an answer");
    assert_eq!(both.iter().filter(|it| it.other.is_some()).count(), 8);
    let new = cos(&lead, from, 8);
    let (_, _, plan) = desk.preview(&new).await.expect("a plan");
    let third = desk.clashes_of_plan(&plan.meetings, None, &new.leaders).await.expect("an answer");
    assert_eq!(third.iter().map(|it| it.meeting.1).collect::<std::collections::BTreeSet<_>>().len(), 8);
}

async fn a_led_group_finds_a_new_leader(databases: Databases) {
    let Office { store, unit, lead, .. } = Office::new(&databases).await;
    let admin = staff(&store, "systemforvalter", &unit, Role::Administrator).await;
    let leader = staff(&store, "berit", &unit, Role::GroupLeader).await;
    let id = group(&store, &leader, Day::new(2027, 1, 12), 8).await;
    let admin = store.administer(&admin).await.expect("an administrator");
    let owned = admin.belongings(&leader).await.expect("belongings");
    let owned = owned.iter().find(|it| it.label == "COS tirsdag").expect("the group");
    assert!(owned.needs_owner);
    assert!(owned.candidates.iter().any(|(user, _)| user == &lead));
    let plan = Deactivation { everything: Some(lead.clone()), ..Deactivation::default() };
    admin.deactivate(&leader, &plan).await.expect("deactivated");
    let taken_over = access(&store, &lead, &id).await;
    assert!(taken_over.detail().leads);
    // Who led is still told to have led.
    let leaders: Vec<_> = taken_over.detail().line.leaders.iter().map(|it| (it.name.as_str(), it.active)).collect();
    assert_eq!(leaders, [("berit", false), ("ingrid", true)]);
}
