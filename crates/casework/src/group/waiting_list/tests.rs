use super::*;
use proptest::prelude::*;

fn at(text: &str) -> Moment {
    text.parse().unwrap()
}

fn entry(id: &str, since: &str, state: EntryState) -> Entry {
    Entry { id: id.into(), since: at(since), seats: 1, state }
}

/// One seat, taken; three in line. The second meeting is on 19 January.
fn list() -> WaitingList {
    WaitingList {
        seats: 1,
        closes: at("2027-01-19T10:00"),
        rule: OfferRule::default(),
        entries: vec![
            entry("third", "2026-11-03T09:00", EntryState::Waiting),
            entry("seated", "2026-10-01T09:00", EntryState::Enrolled),
            entry("first", "2026-11-01T09:00", EntryState::Waiting),
            entry("second", "2026-11-02T09:00", EntryState::Waiting),
        ],
    }
}

fn run(list: &mut WaitingList, now: &str) -> Vec<Step> {
    let steps = list.due(at(now), &FreeDays::default());
    list.apply(&steps);
    assert!(list.due(at(now), &FreeDays::default()).is_empty(), "nothing is left to be done");
    steps
}

#[test]
fn a_seat_goes_down_the_line_until_somebody_takes_it() {
    let mut list = list();
    assert_eq!(run(&mut list, "2027-01-04T09:00"), []);
    list.withdraw("seated").unwrap();
    // A Monday: three working days later is Thursday.
    assert_eq!(run(&mut list, "2027-01-04T09:00"), [Step::Offer("first".into(), at("2027-01-07T15:00"))]);
    assert_eq!(list.free(), 0);
    list.answer("first", false, at("2027-01-05T12:00")).unwrap();
    assert_eq!(run(&mut list, "2027-01-05T12:00"), [Step::Offer("second".into(), at("2027-01-08T15:00"))]);
    // No answer: the time is up to the minute, and the next one is asked at once.
    assert_eq!(run(&mut list, "2027-01-08T14:59"), []);
    assert_eq!(
        run(&mut list, "2027-01-08T15:00"),
        [Step::Lapse("second".into()), Step::Offer("third".into(), at("2027-01-13T15:00")),]
    );
    assert_eq!(list.answer("second", true, at("2027-01-08T15:01")), Err(SeatError::NoOffer));
    list.answer("third", true, at("2027-01-13T14:59")).unwrap();
    assert_eq!(list.free(), 0);
    assert_eq!(run(&mut list, "2027-01-20T09:00"), []);
}

#[test]
fn nobody_is_asked_when_it_is_too_late_to_join() {
    let mut list = list();
    list.withdraw("seated").unwrap();
    // On the Friday before, the answer is due when joining closes.
    assert_eq!(run(&mut list, "2027-01-15T09:00"), [Step::Offer("first".into(), at("2027-01-19T10:00"))]);
    list.answer("first", false, at("2027-01-18T11:00")).unwrap();
    // Less than a day is left.
    assert_eq!(run(&mut list, "2027-01-18T11:00"), []);
    assert_eq!(run(&mut list, "2027-01-19T10:00"), [Step::Close("second".into()), Step::Close("third".into())]);
    assert_eq!(list.enrol("second", at("2027-01-19T10:00"), true), Err(SeatError::Closed));
}

#[test]
fn an_open_offer_lapses_when_joining_closes() {
    let mut list = list();
    list.withdraw("seated").unwrap();
    run(&mut list, "2027-01-15T09:00");
    assert_eq!(list.answer("first", true, at("2027-01-19T10:00")), Err(SeatError::TooLate));
    assert_eq!(
        run(&mut list, "2027-01-19T10:00"),
        [Step::Lapse("first".into()), Step::Close("second".into()), Step::Close("third".into()),]
    );
}

#[test]
fn an_offer_lapses_when_the_group_is_moved_earlier() {
    let mut list = list();
    list.withdraw("seated").unwrap();
    run(&mut list, "2027-01-04T09:00");
    list.closes = at("2027-01-05T10:00");
    assert_eq!(list.answer("first", true, at("2027-01-05T10:00")), Err(SeatError::Closed));
    assert_eq!(run(&mut list, "2027-01-05T10:00")[0], Step::Lapse("first".into()));
}

#[test]
fn holidays_give_more_days_to_answer() {
    let rule = OfferRule::default();
    let far = at("2030-01-01T00:00");
    let by = |now| rule.answer_by(at(now), far, &FreeDays::default()).map(|it| it.to_string());
    // Wednesday before Easter: Tuesday, Wednesday, Thursday after it.
    assert_eq!(by("2027-03-24T12:00").as_deref(), Some("2027-04-01T15:00"));
    // Ascension Day and the weekend.
    assert_eq!(by("2027-05-05T12:00").as_deref(), Some("2027-05-11T15:00"));
}

#[test]
fn a_couple_waits_for_two_seats_and_keeps_its_place() {
    let mut list = list();
    list.entries[2].seats = 2;
    list.withdraw("seated").unwrap();
    assert_eq!(run(&mut list, "2027-01-04T09:00"), [Step::Offer("second".into(), at("2027-01-07T15:00"))]);
    assert_eq!(list.line().iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["first", "third"]);
    // More seats: the couple comes before the third.
    list.seats = 3;
    assert_eq!(run(&mut list, "2027-01-04T10:00"), [Step::Offer("first".into(), at("2027-01-07T15:00"))]);
}

#[test]
fn who_came_at_the_same_moment_stands_in_one_order_for_all() {
    let since = "2026-11-01T09:00";
    let entries = ["c", "a", "b"].map(|id| entry(id, since, EntryState::Waiting)).to_vec();
    let list = WaitingList { entries, ..list() };
    assert_eq!(list.line().iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
}

#[test]
fn staff_pass_nobody_by_without_a_reason() {
    let mut list = list();
    assert_eq!(list.enrol("first", at("2027-01-04T09:00"), false), Err(SeatError::Full));
    list.withdraw("seated").unwrap();
    assert_eq!(list.enrol("second", at("2027-01-04T09:00"), false), Err(SeatError::OthersWait));
    assert_eq!(list.clone().enrol("second", at("2027-01-04T09:00"), true), Ok(()));
    assert_eq!(list.clone().enrol("first", at("2027-01-04T09:00"), false), Ok(()));
    assert_eq!(list.enrol("nobody", at("2027-01-04T09:00"), false), Err(SeatError::Unknown));
    // Who said no and thinks better of it takes the offer up with staff.
    run(&mut list, "2027-01-04T09:00");
    assert_eq!(list.enrol("second", at("2027-01-04T10:00"), true), Err(SeatError::Full));
    assert_eq!(list.enrol("first", at("2027-01-04T10:00"), false), Ok(()));
    assert_eq!(list.enrol("first", at("2027-01-04T10:00"), false), Err(SeatError::NoOffer));
}

#[test]
fn of_fifty_who_say_yes_one_has_the_seat() {
    let offered = EntryState::Offered(at("2027-01-10T12:00"));
    let entries = (0..50).map(|n| entry(&format!("e{n}"), "2026-11-01T09:00", offered)).collect();
    let mut list = WaitingList { entries, ..list() };
    let yes: Vec<_> = (0..50).map(|n| list.answer(&format!("e{n}"), true, at("2027-01-05T12:00"))).collect();
    assert_eq!(yes.iter().filter(|it| it.is_ok()).count(), 1);
    assert_eq!(yes.iter().filter(|it| **it == Err(SeatError::Full)).count(), 49);
}

#[derive(Clone, Debug)]
enum Happening {
    Time(u16),
    Answer(usize, bool),
    Withdraw(usize),
    Enrol(usize, bool),
    Seats(u8),
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        (1_u16..4_000).prop_map(Happening::Time),
        (0_usize..12, any::<bool>()).prop_map(|(who, yes)| Happening::Answer(who, yes)),
        (0_usize..12).prop_map(Happening::Withdraw),
        (0_usize..12, any::<bool>()).prop_map(|(who, reason)| Happening::Enrol(who, reason)),
        (3_u8..6).prop_map(Happening::Seats),
    ]
}

proptest! {
    #[test]
    fn whatever_happens_seats_suffice_and_offers_go_down_the_line(
        people in prop::collection::vec((0_i64..5_000, 1_u8..3), 12), happenings in prop::collection::vec(happening(), 0..60),
    ) {
        let begin = at("2026-12-01T08:00");
        let entries = people.iter().enumerate().map(|(place, (since, seats))| Entry {
            id: place.to_string(), since: begin.plus(-since), seats: *seats, state: EntryState::Waiting,
        }).collect();
        let mut list = WaitingList { seats: 5, closes: at("2027-01-19T10:00"), rule: OfferRule::default(), entries };
        let mut now = begin;
        for happening in happenings {
            match happening {
                Happening::Time(minutes) => now = now.plus(i64::from(minutes)),
                Happening::Answer(who, yes) => { let _ = list.answer(&who.to_string(), yes, now); }
                Happening::Withdraw(who) => list.withdraw(&who.to_string()).unwrap(),
                Happening::Enrol(who, reason) => { let _ = list.enrol(&who.to_string(), now, reason); }
                // Seats are never taken from under those who have them.
                Happening::Seats(seats) => list.seats = seats.max(list.kept(|state| state.keeps_seat())),
            }
            let before = list.clone();
            let steps = list.due(now, &FreeDays::default());
            list.apply(&steps);
            prop_assert!(list.due(now, &FreeDays::default()).is_empty());
            prop_assert!(list.kept(|state| state.keeps_seat()) <= list.seats);
            let offered: Vec<&str> = steps.iter().filter_map(|step| match step {
                Step::Offer(id, by) => { assert!(now < *by && *by <= list.closes); Some(id.as_str()) }
                _ => None,
            }).collect();
            prop_assert!(now < list.closes || offered.is_empty());
            // Whoever stands before one who is asked is asked too, or needs more seats than were left.
            let line = before.line();
            if let Some(last) = line.iter().rposition(|it| offered.contains(&it.id.as_str())) {
                let passed = line[..last].iter().filter(|it| !offered.contains(&it.id.as_str()));
                prop_assert!(passed.into_iter().all(|it| it.seats > 1));
            }
        }
    }
}
