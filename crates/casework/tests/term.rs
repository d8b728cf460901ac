//! A whole spring of one unit, planned and checked: two COS groups, one ICDP group in two languages, one Drømmehuset,
//! forty families with a talk every other week, six stays with two talks a week.
#![allow(clippy::unwrap_used)]

use casework::Day;
use casework::calendar::closed::{Closure, ClosureKind, FreeDays};
use casework::calendar::conflict::{
    Booking, Conflict, DayRules, Diary, Resource, Travel, conflicts, conflicts_of_term,
};
use casework::calendar::series::{End, Pattern, Rule, Series};
use casework::calendar::{Moment, Span, Time, Weekday};
use casework::group::{PlanRequest, plan};
use casework::programme::builtin;
use std::collections::BTreeMap;

const FIRST: Day = Day::new(2027, 1, 4);
const LAST: Day = Day::new(2027, 6, 18);

/// Breaks as a municipality might set them; made up for this test.
fn days() -> DayRules {
    let closure = |first: &str, last: &str, name: &str| Closure {
        kind: ClosureKind::SchoolFree,
        first: first.parse().unwrap(),
        last: last.parse().unwrap(),
        name: name.into(),
    };
    let free = FreeDays::new(&[
        closure("2027-03-01", "2027-03-05", "vinterferie"),
        closure("2027-03-22", "2027-03-29", "påske"),
    ]);
    DayRules::weekdays(free, Time::new(8, 0), Time::new(16, 0))
}

fn group(name: &str, programme: &str, variant: Option<&str>, weekday: Weekday, hour: u8, room: &str) -> Vec<Booking> {
    let outline = builtin::find(programme).unwrap().outline(variant, None).unwrap();
    let request = PlanRequest { from: Day::new(2027, 3, 30), weekday, time: Time::new(hour, 30) };
    let plan = plan(&outline, request, &days().free).unwrap();
    let leaders = ["first", "second"].map(|it| Resource::Person(format!("{name} {it}")));
    let resources: Vec<_> = leaders.into_iter().chain([Resource::Room(room.into())]).collect();
    let booking = |number: u8, span: Span| Booking {
        id: format!("{name} {number}"),
        span,
        resources: resources.clone(),
        travel: Travel::default(),
    };
    plan.meetings.iter().map(|it| booking(it.number, it.span)).collect()
}

/// A series of talks, on working days alone.
fn talks(name: &str, series: &Series, resources: &[Resource]) -> Vec<Booking> {
    let booking = |number: u32, span: Span| Booking {
        id: format!("{name} {number}"),
        span,
        resources: resources.to_vec(),
        travel: Travel::default(),
    };
    let all = series.occurrences(Span::days(FIRST, LAST));
    let rules = days();
    all.iter().filter(|it| rules.free.works(it.span.start.day)).map(|it| booking(it.number, it.span)).collect()
}

fn term() -> Vec<Booking> {
    let mut term = group("cos a", "cos_p", None, Weekday::Thursday, 9, "stua");
    term.extend(group("cos b", "cos_p", None, Weekday::Thursday, 11, "stua"));
    term.extend(group("icdp", "icdp", Some("minority"), Weekday::Wednesday, 9, "stua"));
    term.extend(group("drømmehuset", "drommehuset", None, Weekday::Tuesday, 9, "kjøkkenet"));
    for family in 0_u8..40 {
        // Ten members of staff with four families each, who take turns by the week and the hour.
        let (staff, place) = (family / 4, family % 4);
        let first = Weekday::ALL[usize::from(staff % 5)].on_or_after(FIRST).plus(7 * (place % 2));
        let start = Moment::new(first, Time::new(9 + 2 * (place / 2) + staff / 5, 0));
        let series = Series::new(start, 60, Some(Rule::weekly(first, 2, End::Until(LAST)))).unwrap();
        let resources = [
            Resource::Person(format!("staff {staff}")),
            Resource::Family(format!("family {family}")),
            Resource::Room(format!("room {}", staff / 5)),
        ];
        term.extend(talks(&format!("family {family}"), &series, &resources));
    }
    for stay in 0_u8..6 {
        let pattern = Pattern::Weekly([Weekday::Monday, Weekday::Thursday].into());
        let start = Moment::new(FIRST, Time::new(8 + stay, 0));
        let series = Series::new(start, 60, Some(Rule { pattern, every: 1, end: End::Until(LAST) })).unwrap();
        let resources = [Resource::Person("milieu".into()), Resource::Family(format!("stay {stay}"))];
        term.extend(talks(&format!("stay {stay}"), &series, &resources));
    }
    term
}

#[test]
fn a_spring_without_clashes_passes_every_day_off() {
    let term = term();
    let mut by_kind: BTreeMap<&str, usize> = BTreeMap::new();
    for booking in &term {
        *by_kind.entry(booking.id.split(' ').next().unwrap()).or_default() += 1;
    }
    assert_eq!([by_kind["cos"], by_kind["icdp"], by_kind["drømmehuset"]], [16, 12, 10]);
    // Every other week of 24, less those that fall on days off.
    assert!((40 * 9..=40 * 12).contains(&by_kind["family"]), "{by_kind:?}");
    // 48 Mondays and Thursdays; off are 1, 4, 22, 25 and 29 March, 6 May and 17 May.
    assert_eq!(by_kind["stay"], 6 * (48 - 7));
    assert_eq!(conflicts_of_term(&term, &Diary::default()), []);
    let (empty, rules) = (Diary::default(), days());
    for booking in &term {
        let found = conflicts(booking, &empty, &rules);
        assert!(found.iter().all(|it| matches!(it, Conflict::Note { .. })), "{}: {found:?}", booking.id);
    }
    let ascension = Day::new(2027, 5, 6);
    assert!(term.iter().all(|it| it.span.start.day != ascension));
}

#[test]
fn every_clash_that_is_put_in_is_found_and_no_other() {
    let mut term = term();
    // The second COS group is led by one who leads the first, and begins while it lasts.
    let second = Resource::Person("cos a first".into());
    for booking in term.iter_mut().filter(|it| it.id.starts_with("cos b")) {
        booking.span = Span::of(booking.span.start.plus(-30), 120);
        booking.resources.push(second.clone());
    }
    // One talk of a stay is moved onto another.
    let other = term.iter().find(|it| it.id == "stay 1 5").unwrap().span;
    term.iter_mut().find(|it| it.id == "stay 0 5").unwrap().span = other;
    let found = conflicts_of_term(&term, &Diary::default());
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, clash) in &found {
        *kinds.entry(clash.resource.kind()).or_default() += 1;
    }
    // Eight meetings clash by their leader and by their room, and one talk by who holds it.
    assert_eq!(kinds, BTreeMap::from([("person", 9), ("room", 8)]));
}
