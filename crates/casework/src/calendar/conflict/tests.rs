use super::*;
use crate::calendar::closed::{Closure, ClosureKind, DayNote, DayOff, FreeDays};
use crate::calendar::holiday::Holiday;
use crate::calendar::moment::Moment;
use crate::calendar::time::Time;
use crate::day::Day;
use proptest::prelude::*;

fn rules() -> DayRules {
    let winter = Closure {
        kind: ClosureKind::SchoolFree,
        first: Day::new(2027, 3, 1),
        last: Day::new(2027, 3, 5),
        name: "vinterferie".into(),
    };
    DayRules::weekdays(FreeDays::new(&[winter]), Time::new(8, 0), Time::new(16, 0))
}

fn span(day: Day, hour: u8, minute: u8, minutes: u16) -> Span {
    Span::of(Moment::new(day, Time::new(hour, minute)), minutes)
}

fn person(id: &str) -> Resource {
    Resource::Person(id.into())
}

fn booking(id: &str, span: Span, resources: &[Resource]) -> Booking {
    Booking { id: id.into(), span, resources: resources.to_vec(), travel: Travel::default() }
}

const TUESDAY: Day = Day::new(2027, 1, 12);

#[test]
fn the_table_of_conflicts() {
    let (siri, room, tolk) = (person("siri"), Resource::Room("lunden".into()), Resource::Interpreter("t1".into()));
    let other = booking("other", span(TUESDAY, 10, 0, 60), &[siri.clone(), room.clone(), tolk.clone()]);
    let diary = Diary::new(other.busy());
    let clash = |resource: &Resource| {
        Conflict::Taken(Clash { resource: resource.clone(), by: "other".into(), span: other.span, on_the_road: false })
    };
    let ascension = Day::new(2027, 5, 6);
    let table = [
        (booking("new", span(TUESDAY, 11, 0, 60), &[siri.clone(), room.clone()]), vec![]),
        (booking("new", span(TUESDAY, 10, 30, 60), &[person("kari")]), vec![]),
        (booking("new", span(TUESDAY, 10, 30, 60), std::slice::from_ref(&siri)), vec![clash(&siri)]),
        (booking("new", span(TUESDAY, 9, 30, 31), &[tolk.clone(), room.clone()]), vec![clash(&tolk), clash(&room)]),
        // Moving it a little: its own time does not stand in its way.
        (booking("other", span(TUESDAY, 10, 30, 60), &[siri]), vec![]),
        (
            booking("new", span(ascension, 10, 0, 60), &[]),
            vec![Conflict::DayOff { day: ascension, why: DayOff::Holiday(vec![Holiday::AscensionDay]) }],
        ),
        (
            booking("new", span(ascension.plus(1), 10, 0, 60), &[]),
            vec![Conflict::Note { day: ascension.plus(1), note: DayNote::Squeezed }],
        ),
        (
            booking("new", span(Day::new(2027, 3, 3), 10, 0, 60), &[]),
            vec![Conflict::DayOff {
                day: Day::new(2027, 3, 3),
                why: DayOff::Closure { kind: ClosureKind::SchoolFree, name: "vinterferie".into() },
            }],
        ),
        (booking("new", span(TUESDAY, 15, 30, 60), &[]), vec![Conflict::OutsideHours]),
        (booking("new", span(TUESDAY, 15, 0, 60), &[]), vec![]),
    ];
    for (booking, expected) in table {
        assert_eq!(conflicts(&booking, &diary, &rules()), expected, "{booking:?}");
    }
    assert!(clash(&room).is_hard());
    assert!(!Conflict::OutsideHours.is_hard());
}

#[test]
fn a_working_day_without_opening_hours_is_outside_them() {
    let closed = DayRules::default();
    let found = conflicts(&booking("new", span(TUESDAY, 10, 0, 60), &[]), &Diary::default(), &closed);
    assert_eq!(found, [Conflict::OutsideHours]);
}

#[test]
fn on_the_road_staff_are_taken_and_the_family_is_not() {
    let (siri, family) = (person("siri"), Resource::Family("c1".into()));
    let visit = Booking {
        travel: Travel { before: 30, after: 45 },
        ..booking("visit", span(TUESDAY, 10, 0, 60), &[siri.clone(), family.clone()])
    };
    let diary = Diary::new(visit.busy());
    let at = |hour, minute, who: &Resource| {
        conflicts(&booking("new", span(TUESDAY, hour, minute, 30), std::slice::from_ref(who)), &diary, &rules())
    };
    assert!(at(9, 0, &siri).is_empty());
    assert!(at(11, 45, &siri).is_empty());
    assert!(at(11, 0, &family).is_empty());
    for (hour, minute) in [(9, 15), (11, 30)] {
        let found = at(hour, minute, &siri);
        let [Conflict::Taken(clash)] = &found[..] else { panic!("{found:?}") };
        assert_eq!(clash.span, span(TUESDAY, 9, 30, 135));
        // The new one lies outside the visit and inside the road.
        assert!(clash.on_the_road);
    }
    // During the visit itself nobody is on the road.
    let found = at(10, 15, &siri);
    let [Conflict::Taken(clash)] = &found[..] else { panic!("{found:?}") };
    assert!(!clash.on_the_road);
    // Both travel: 15 minutes lie between the visits, and half an hour is needed.
    let second = Booking { id: "second".into(), span: span(TUESDAY, 12, 0, 60), ..visit.clone() };
    let found = conflicts(&second, &diary, &rules());
    let [Conflict::Taken(clash)] = &found[..] else { panic!("{found:?}") };
    assert!(clash.on_the_road);
    assert_eq!(clash.resource, siri);
}

#[test]
fn a_terms_clashes_are_told_once_each() {
    let siri = person("siri");
    let term = [
        booking("c", span(TUESDAY, 10, 45, 60), std::slice::from_ref(&siri)),
        booking("a", span(TUESDAY, 9, 0, 60), std::slice::from_ref(&siri)),
        booking("b", span(TUESDAY, 10, 0, 60), std::slice::from_ref(&siri)),
        booking("d", span(TUESDAY, 10, 0, 60), &[person("kari")]),
    ];
    let away = Busy::there(person("kari"), span(TUESDAY, 8, 0, 480), "away".into());
    let again = Busy::there(siri, span(TUESDAY, 10, 0, 60), "b".into());
    let found = conflicts_of_term(&term, &Diary::new([away, again]));
    let pairs: Vec<_> = found.iter().map(|(id, clash)| (id.as_str(), clash.by.as_str())).collect();
    assert_eq!(pairs, [("d", "away"), ("c", "b")]);
}

fn request(resources: &[Resource], minutes: u16) -> FreeRequest {
    FreeRequest {
        resources: resources.to_vec(),
        minutes,
        travel: Travel::default(),
        from: Day::new(2027, 5, 5),
        to: Day::new(2027, 5, 31),
        step: 15,
        at_most: 3,
        a_day: 1,
    }
}

#[test]
fn the_next_free_times_pass_holidays_and_what_is_taken() {
    let (siri, room) = (person("siri"), Resource::Room("lunden".into()));
    let busy = [
        Busy::there(siri.clone(), span(Day::new(2027, 5, 5), 8, 0, 435), "x".into()),
        Busy::there(room.clone(), span(Day::new(2027, 5, 7), 7, 0, 140), "y".into()),
        Busy::there(siri.clone(), span(Day::new(2027, 5, 7), 10, 0, 60), "z".into()),
    ];
    let diary = Diary::new(busy);
    let found = next_free(&request(&[siri.clone(), room.clone()], 45), &diary, &rules());
    // Wednesday from 15.15; Thursday is Ascension Day; Friday the room until 9.20,
    // so not before 9.30, and a quarter is too little before ten; then Monday.
    let expected = [
        span(Day::new(2027, 5, 5), 15, 15, 45),
        span(Day::new(2027, 5, 7), 11, 0, 45),
        span(Day::new(2027, 5, 10), 8, 0, 45),
    ];
    assert_eq!(found, expected);
    // With half an hour on the road for Siri, within her hours.
    let travel = Travel { before: 30, after: 30 };
    let found = next_free(&FreeRequest { travel, ..request(&[siri, room], 45) }, &diary, &rules());
    let expected = [
        span(Day::new(2027, 5, 7), 11, 30, 45),
        span(Day::new(2027, 5, 10), 8, 30, 45),
        span(Day::new(2027, 5, 11), 8, 30, 45),
    ];
    assert_eq!(found, expected);
}

#[test]
fn no_time_is_no_time() {
    let siri = person("siri");
    let away = Busy::there(siri.clone(), Span::days(Day::new(2027, 5, 1), Day::new(2027, 5, 31)), "x".into());
    assert!(next_free(&request(&[siri], 30), &Diary::new([away]), &rules()).is_empty());
    let backwards = FreeRequest { to: Day::new(2027, 5, 1), ..request(&[], 30) };
    assert!(next_free(&backwards, &Diary::default(), &rules()).is_empty());
    assert!(next_free(&request(&[], 481), &Diary::default(), &rules()).is_empty());
    assert_eq!(next_free(&request(&[], 480), &Diary::default(), &rules()).len(), 3);
}

proptest! {
    #[test]
    fn a_proposed_time_has_no_conflict_and_an_earlier_one_has(
        busy in prop::collection::vec((0_i64..5, 0_i64..600, 1_u16..200, 0_u8..3), 0..25),
        minutes in 1_u16..180, before in 0_u16..40, after in 0_u16..40,
    ) {
        let resources = [person("a"), Resource::Room("r".into()), Resource::Family("f".into())];
        let monday = Day::new(2027, 1, 11);
        let diary = Diary::new(busy.iter().enumerate().map(|(place, (day, start, minutes, who))| Busy::there(
            resources[usize::from(*who)].clone(),
            Span::of(Moment::new(monday, Time::new(7, 0)).plus(day * 1440 + start), *minutes),
            place.to_string(),
        )));
        let travel = Travel { before, after };
        let request = FreeRequest {
            resources: resources.to_vec(), minutes, travel, from: monday, to: monday.plus(4), step: 15,
            at_most: u16::MAX, a_day: u16::MAX,
        };
        let found = next_free(&request, &diary, &rules());
        // Every quarter of the week, asked one by one.
        let mut plain = Vec::new();
        for quarter in 0..(5 * 96) {
            let span = Span::of(Moment::new(monday, Time::MIDNIGHT).plus(quarter * 15), minutes);
            let booking = Booking { id: "new".into(), span, resources: resources.to_vec(), travel };
            let road = span.widened(before, after);
            let open = rules().open(span.start.day).unwrap();
            if conflicts(&booking, &diary, &rules()).is_empty() && open.start <= road.start && road.end <= open.end {
                plain.push(span);
            }
        }
        prop_assert_eq!(found, plain);
    }
}
