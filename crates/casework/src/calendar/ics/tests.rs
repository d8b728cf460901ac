use super::*;
use crate::calendar::moment::{Moment, Span};
use crate::calendar::series::zone::Zone;
use crate::calendar::series::{End, Moved, Pattern, Rule, Series};
use crate::calendar::time::Time;
use crate::calendar::weekday::Weekday;
use crate::day::Day;
use proptest::prelude::*;

fn at(text: &str) -> Moment {
    text.parse().unwrap()
}

fn feed(series: Series) -> Feed {
    let event = IcsEvent {
        uid: "7f3c@familiekart".into(),
        series,
        title: "Avtale; med komma, og\nny linje".into(),
        place: None,
        changed_at: 1_800_000_000_000,
    };
    Feed { name: "Avtaler".into(), zone: Zone::OSLO, events: vec![event] }
}

/// Longer than any series here lasts.
const ALL: Span = Span::days(Day::new(2024, 1, 1), Day::new(2075, 12, 31));

fn read(text: &str) -> Vec<String> {
    let found = busy_times(text, Zone::OSLO, ALL);
    assert_eq!(found.problems, [], "{text}");
    found.busy.iter().map(|it| format!("{} {}", it.span.start, it.span.minutes())).collect()
}

#[test]
fn a_series_with_exceptions_is_written_as_rfc_5545_has_it() {
    let first = Day::new(2027, 1, 5);
    let rule = Rule::weekly(first, 2, End::Until(Day::new(2027, 6, 30)));
    let mut series = Series::new(Moment::new(first, Time::new(10, 0)), 90, Some(rule)).unwrap();
    series.cancelled.insert(at("2027-01-19T10:00"));
    series.moved.insert(at("2027-02-02T10:00"), Moved { to: at("2027-02-03T13:00"), minutes: 60 });
    series.sequence = 2;
    let text = write(&feed(series)).unwrap();
    let expected = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Familiekart//Kalender//NO",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Avtaler",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Oslo",
        "BEGIN:DAYLIGHT",
        "DTSTART:19810329T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "TZNAME:CEST",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19961027T030000",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "TZNAME:CET",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "UID:7f3c@familiekart",
        "DTSTAMP:20270115T080000Z",
        "RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20270630T215959Z;WKST=MO;BYDAY=TU",
        "EXDATE;TZID=Europe/Oslo:20270119T100000",
        "DTSTART;TZID=Europe/Oslo:20270105T100000",
        "DTEND;TZID=Europe/Oslo:20270105T113000",
        "SEQUENCE:2",
        "LAST-MODIFIED:20270115T080000Z",
        "SUMMARY:Avtale\\; med komma\\, og\\nny linje",
        "CLASS:PRIVATE",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:7f3c@familiekart",
        "DTSTAMP:20270115T080000Z",
        "RECURRENCE-ID;TZID=Europe/Oslo:20270202T100000",
        "DTSTART;TZID=Europe/Oslo:20270203T130000",
        "DTEND;TZID=Europe/Oslo:20270203T140000",
        "SEQUENCE:2",
        "LAST-MODIFIED:20270115T080000Z",
        "SUMMARY:Avtale\\; med komma\\, og\\nny linje",
        "CLASS:PRIVATE",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ];
    assert_eq!(text, expected.join("\r\n"));
    assert_eq!(read(&text)[..3], ["2027-01-05T10:00 90", "2027-02-03T13:00 60", "2027-02-16T10:00 90"]);
}

#[test]
fn what_happens_once_is_where_it_was_moved_or_called_off() {
    let mut series = Series::once(at("2027-01-05T10:00"), 60).unwrap();
    series.moved.insert(at("2027-01-05T10:00"), Moved { to: at("2027-01-06T12:00"), minutes: 45 });
    assert_eq!(read(&write(&feed(series.clone())).unwrap()), ["2027-01-06T12:00 45"]);
    series.cancelled.insert(at("2027-01-05T10:00"));
    let text = write(&feed(series)).unwrap();
    assert!(text.contains("STATUS:CANCELLED\r\n"));
    assert!(read(&text).is_empty());
}

#[test]
fn what_was_moved_and_then_cancelled_is_gone() {
    let first = Day::new(2027, 1, 5);
    let start = Moment::new(first, Time::new(10, 0));
    let mut series = Series::new(start, 60, Some(Rule::weekly(first, 1, End::Count(2)))).unwrap();
    series.moved.insert(start, Moved { to: at("2027-01-06T12:00"), minutes: 45 });
    series.cancelled.insert(start);
    assert_eq!(read(&write(&feed(series)).unwrap()), ["2027-01-12T10:00 60"]);
}

#[test]
fn long_lines_are_folded_and_other_zones_are_refused() {
    let series = Series::once(at("2027-01-05T10:00"), 60).unwrap();
    let mut feed = feed(series);
    feed.events[0].title = "å".repeat(200);
    let text = write(&feed).unwrap();
    assert!(text.split("\r\n").all(|line| line.len() <= 75));
    assert!(icalendar::parser::unfold(&text).contains(&"å".repeat(200)));
    feed.zone = Zone::named("Europe/London").unwrap();
    assert_eq!(write(&feed), Err(NoFeed::UnknownZone));
}

fn calendar(events: &[&str]) -> String {
    let events: Vec<_> = events.iter().map(|it| format!("BEGIN:VEVENT\r\n{it}\r\nEND:VEVENT\r\n")).collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}END:VCALENDAR\r\n", events.concat())
}

#[test]
fn the_table_of_foreign_events() {
    let table: [(&str, &[&str]); 13] = [
        ("DTSTART:20270701T080000Z\r\nDTEND:20270701T090000Z", &["2027-07-01T10:00 60"]),
        ("DTSTART:20270701T080000\r\nDURATION:PT1H30M", &["2027-07-01T08:00 90"]),
        ("DTSTART;TZID=Europe/London:20270701T080000\r\nDURATION:PT30M", &["2027-07-01T09:00 30"]),
        ("DTSTART;VALUE=DATE:20270705\r\nDTEND;VALUE=DATE:20270707", &["2027-07-05T00:00 2880"]),
        ("DTSTART;VALUE=DATE:20270328", &["2027-03-28T00:00 1440"]),
        // Seconds: from the minute begun to the minute ended.
        ("DTSTART:20270701T080030Z\r\nDTEND:20270701T081031Z", &["2027-07-01T10:00 11"]),
        ("DTSTART:20270701T080000Z\r\nDTEND:20270701T090000Z\r\nTRANSP:TRANSPARENT", &[]),
        ("DTSTART:20270701T080000Z\r\nDTEND:20270701T090000Z\r\nSTATUS:CANCELLED", &[]),
        // A moment takes no time.
        ("DTSTART:20270701T080000Z", &[]),
        (
            "DTSTART;TZID=Europe/Oslo:20270324T100000\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY;UNTIL=20270407\r\nEXDATE;TZID=Europe/Oslo:20270331T100000",
            &["2027-03-24T10:00 60", "2027-04-07T10:00 60"],
        ),
        (
            "DTSTART;VALUE=DATE:20270327\r\nRRULE:FREQ=DAILY;COUNT=3\r\nEXDATE;VALUE=DATE:20270328",
            &["2027-03-27T00:00 1440", "2027-03-29T00:00 1440"],
        ),
        // An alarm inside, and a title that nobody reads.
        (
            "DTSTART:20270701T080000Z\r\nDTEND:20270701T090000Z\r\nSUMMARY:Hemmelig\r\nBEGIN:VALARM\r\nTRIGGER:-PT15M\r\nACTION:DISPLAY\r\nEND:VALARM",
            &["2027-07-01T10:00 60"],
        ),
        (
            "DTSTART;TZID=Europe/Oslo:20270105T100000\r\nDURATION:P1DT2H\r\nRRULE:FREQ=YEARLY;COUNT=2",
            &["2027-01-05T10:00 1560", "2028-01-05T10:00 1560"],
        ),
    ];
    for (event, expected) in table {
        assert_eq!(read(&calendar(&[event])), expected, "{event}");
    }
}

#[test]
fn a_broken_event_breaks_no_other() {
    let good = "UID:g\r\nDTSTART:20270701T080000Z\r\nDTEND:20270701T090000Z";
    let text = calendar(&[
        good,
        "DTEND:20270701T090000Z",
        "DTSTART:20270702T080000Z\r\nDTEND:20270702T070000Z",
        "DTSTART:20270703T080000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=OFTEN",
        "DTSTART:20270704T080000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=HOURLY",
        "DTSTART;TZID=Somewhere:20270705T080000\r\nDURATION:PT1H",
        "DTSTART 20270706",
    ]);
    // And one that is never ended.
    let text = text.replace("END:VCALENDAR", "BEGIN:VEVENT\r\nDTSTART:20270708T080000Z");
    let found = busy_times(&text, Zone::OSLO, ALL);
    let busy: Vec<_> = found.busy.iter().map(|it| it.span.start.to_string()).collect();
    assert_eq!(busy, ["2027-07-01T10:00", "2027-07-03T10:00", "2027-07-04T10:00", "2027-07-05T08:00"]);
    assert_eq!(
        found.problems,
        [
            (2, ReadProblem::NoStart),
            (3, ReadProblem::BadEnd),
            (4, ReadProblem::BadRule),
            (5, ReadProblem::TooFine),
            (6, ReadProblem::UnknownZone),
            (7, ReadProblem::Unreadable),
            (8, ReadProblem::Unreadable),
        ]
    );
    assert_eq!(busy_times("no calendar at all", Zone::OSLO, ALL), BusyTimes::default());
}

#[test]
fn only_the_time_asked_for_is_read() {
    let text = calendar(&["DTSTART:20200101T080000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY"]);
    let found = busy_times(&text, Zone::OSLO, Span::days(Day::new(2027, 3, 27), Day::new(2027, 3, 28)));
    let busy: Vec<_> = found.busy.iter().map(|it| it.span.start.to_string()).collect();
    // Eight o'clock UTC, through the night in which summer time begins.
    assert_eq!(busy, ["2027-03-27T09:00", "2027-03-28T10:00"]);
}

prop_compose! {
    fn any_series()(
        offset in 0_i32..1_000, minutes in 180_u16..1_300, length in 1_u16..140, weekly in any::<bool>(), every in 1_u8..4,
        count in 1_u16..30, days in prop::collection::btree_set(0_i32..7, 0..3),
        cancelled in prop::collection::btree_set(0_usize..30, 0..4),
        moved in prop::collection::btree_map(0_usize..30, (-3_000_i64..3_000, 1_u16..200), 0..4),
    ) -> Series {
        let day = Day::new(2026, 1, 1).shifted(offset);
        let weekday = Weekday::of(day);
        let pattern = if weekly {
            Pattern::Weekly(days.iter().map(|it| weekday.shifted(*it)).chain([weekday]).collect())
        } else {
            Pattern::MonthlyNth((day.day - 1) / 7 + 1, weekday)
        };
        let start = Moment::new(day, Time::from_minutes(minutes).unwrap());
        let mut series = Series::new(start, length, Some(Rule { pattern, every, end: End::Count(count) })).unwrap();
        let ids: Vec<Moment> = series.ids().collect();
        series.cancelled = cancelled.iter().filter_map(|it| ids.get(*it).copied()).collect();
        let moves = moved.into_iter().filter_map(|(place, (by, minutes))| {
            let id = *ids.get(place)?;
            let to = id.plus(by);
            // The hour that is missing in a night of March cannot be read back.
            ((4..20).contains(&to.time.hour()) && !series.cancelled.contains(&id)).then_some((id, Moved { to, minutes }))
        });
        series.moved = moves.collect();
        series
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn what_is_written_is_read_back_to_the_minute(series in any_series()) {
        let text = write(&feed(series.clone())).unwrap();
        let found = busy_times(&text, Zone::OSLO, ALL);
        prop_assert_eq!(&found.problems, &[]);
        let mut ours: Vec<Span> = series.all(100).iter().map(|it| it.span).collect();
        ours.sort_unstable();
        ours.dedup();
        let theirs: Vec<Span> = found.busy.iter().map(|it| it.span).collect();
        prop_assert_eq!(theirs, ours, "{}", text);
    }
}
