use super::super::{End, Rule};
use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

const OSLO: Zone = Zone::OSLO;

fn local(text: &str) -> Moment {
    text.parse().unwrap()
}

fn utc(text: &str) -> i64 {
    DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis()
}

#[test]
fn both_nights_of_every_year() {
    let table = [
        // 2027: the clock goes forward on 28 March (Easter Sunday) and back on 31 October.
        ("2027-03-28T01:59", "2027-03-28T00:59:00Z"),
        // An hour that does not exist: by the offset before it, so shown as 03.30.
        ("2027-03-28T02:30", "2027-03-28T01:30:00Z"),
        ("2027-03-28T03:00", "2027-03-28T01:00:00Z"),
        ("2027-10-31T01:59", "2027-10-30T23:59:00Z"),
        // An hour that comes twice: the first of them.
        ("2027-10-31T02:00", "2027-10-31T00:00:00Z"),
        ("2027-10-31T02:59", "2027-10-31T00:59:00Z"),
        ("2027-10-31T03:00", "2027-10-31T02:00:00Z"),
        ("2026-12-31T23:59", "2026-12-31T22:59:00Z"),
        ("2027-07-01T00:00", "2027-06-30T22:00:00Z"),
    ];
    for (wall, expected) in table {
        assert_eq!(OSLO.to_utc(local(wall)), Some(utc(expected)), "{wall}");
    }
    assert_eq!(OSLO.from_utc(utc("2027-03-28T01:30:00Z")), Some(local("2027-03-28T03:30")));
    assert_eq!(OSLO.from_utc(utc("2027-10-31T00:30:00Z")), Some(local("2027-10-31T02:30")));
    assert_eq!(OSLO.from_utc(utc("2027-10-31T01:30:59Z")), Some(local("2027-10-31T02:30")));
    assert_eq!(OSLO.to_utc(Moment::new(Day::new(2027, 2, 30), Time::MIDNIGHT)), None);
}

#[test]
fn summer_time_runs_from_the_last_sunday_of_march_to_that_of_october() {
    for year in 2025..=2032 {
        let last = |month| Pattern::MonthlyLast(Weekday::Sunday).in_month(Day::new(year, month, 1)).unwrap();
        for (day, hours_before, hours_after) in [(last(3), 1, 2), (last(10), 2, 1)] {
            let noon = |day: Day| OSLO.to_utc(Moment::new(day, Time::new(12, 0))).unwrap();
            let offset = |day: Day| day.number() * 24 + 12 - noon(day) / 3_600_000;
            assert_eq!((offset(day.before()), offset(day)), (hours_before, hours_after), "{day}");
        }
    }
}

#[test]
fn a_weekly_series_keeps_its_time_on_the_wall_through_both_nights() {
    let first = Day::new(2027, 3, 23);
    let rule = Rule::weekly(first, 1, End::Count(40));
    let series = Series::new(Moment::new(first, Time::new(10, 0)), 60, Some(rule)).unwrap();
    let hours: BTreeSet<i64> = series
        .ids()
        .map(|id| {
            assert_eq!(OSLO.from_utc(OSLO.to_utc(id).unwrap()), Some(id));
            OSLO.to_utc(id).unwrap().rem_euclid(86_400_000) / 3_600_000
        })
        .collect();
    assert_eq!(hours, BTreeSet::from([8, 9]));
}

#[test]
fn zones_by_name_and_the_last_second_of_a_day() {
    assert_eq!(Zone::named("Europe/Oslo"), Some(OSLO));
    assert_eq!(Zone::named("Mo i Rana"), None);
    assert_eq!(OSLO.name(), "Europe/Oslo");
    let keeps: Vec<_> = ["Europe/Oslo", "Arctic/Longyearbyen", "Europe/London", "Africa/Lagos", "UTC"]
        .into_iter()
        .filter(|name| Zone::named(name).unwrap().keeps_central_european_time())
        .collect();
    assert_eq!(keeps, ["Europe/Oslo", "Arctic/Longyearbyen"]);
    assert_eq!(OSLO.last_second(Day::new(2027, 6, 30)), "20270630T215959Z");
    assert_eq!(OSLO.last_second(Day::new(2027, 10, 31)), "20271031T225959Z");
    assert_eq!(OSLO.last_second(Day::new(2027, 3, 27)), "20270327T225959Z");
}

prop_compose! {
    /// Series at times that exist in every night.
    fn any_series()(
        offset in 0_i32..4_000, minutes in prop_oneof![0_u16..120, 180_u16..1440], kind in 0_u8..4, every in 1_u8..5,
        count in 1_u16..60, until_days in prop::option::of(0_i32..700), days in prop::collection::btree_set(0_i32..7, 0..4),
        cancelled in prop::collection::btree_set(0_usize..60, 0..6),
    ) -> Series {
        let day = Day::new(2024, 1, 1).shifted(offset);
        let weekday = Weekday::of(day);
        let pattern = match kind {
            0 => Pattern::Daily,
            1 => Pattern::Weekly(days.iter().map(|it| weekday.shifted(*it)).chain([weekday]).collect()),
            2 if day.shifted(7).month != day.month => Pattern::MonthlyLast(weekday),
            _ => Pattern::MonthlyNth((day.day - 1) / 7 + 1, weekday),
        };
        let end = until_days.map_or(End::Count(count), |days| End::Until(day.shifted(days)));
        let start = Moment::new(day, Time::from_minutes(minutes).unwrap());
        let mut series = Series::new(start, 60, Some(Rule { pattern, every, end })).unwrap();
        let ids: Vec<Moment> = series.ids().collect();
        series.cancelled = cancelled.iter().filter_map(|it| ids.get(*it).copied()).collect();
        series
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn our_days_are_those_of_rrule(series in any_series()) {
        let theirs = series.rule_set(OSLO).unwrap().all(2_000);
        prop_assert!(!theirs.limited);
        let theirs: Vec<i64> = theirs.dates.iter().map(|it| it.timestamp_millis()).collect();
        let ours: Vec<i64> = series.all(2_000).iter().map(|it| OSLO.to_utc(it.span.start).unwrap()).collect();
        prop_assert_eq!(ours, theirs, "{}", series.recurrence_text(OSLO));
    }

    #[test]
    fn any_moment_that_exists_once_goes_to_utc_and_back(minutes in 28_000_000_i64..35_000_000) {
        let moment = Moment::from_number(minutes);
        let there = OSLO.to_utc(moment).unwrap();
        let back = OSLO.from_utc(there).unwrap();
        let gap = moment.time.hour() == 2 && back.time.hour() == 3;
        prop_assert_eq!(if gap { back.plus(-60) } else { back }, moment);
    }
}
