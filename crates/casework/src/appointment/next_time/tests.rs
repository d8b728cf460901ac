use super::*;
use crate::calendar::closed::FreeDays;
use crate::calendar::conflict::Busy;

fn at(text: &str) -> Moment {
    text.parse().unwrap()
}

fn all(texts: &[&str]) -> Vec<Moment> {
    texts.iter().map(|text| at(text)).collect()
}

fn rules() -> DayRules {
    DayRules::weekdays(FreeDays::default(), Time::new(8, 0), Time::new(16, 0))
}

fn needs(not_before: &str) -> Needs {
    Needs {
        resources: vec![Resource::Person("siri".into())],
        minutes: 60,
        travel: Travel::default(),
        not_before: at(not_before),
    }
}

#[test]
fn the_table_of_habits() {
    let table = [
        (vec![], None),
        (all(&["2027-01-12T10:00"]), Some((1, vec![Weekday::Tuesday], "10:00"))),
        (
            all(&["2027-01-12T10:00", "2027-01-26T10:00", "2027-02-09T12:00"]),
            Some((2, vec![Weekday::Tuesday], "10:00")),
        ),
        // Every other week through week 53, once a day late.
        (
            all(&["2026-12-15T09:00", "2026-12-29T09:00", "2027-01-13T09:00"]),
            Some((2, vec![Weekday::Tuesday], "09:00")),
        ),
        // Two a week.
        (
            all(&["2027-01-11T10:00", "2027-01-14T10:00", "2027-01-18T10:00", "2027-01-21T10:00"]),
            Some((0, vec![Weekday::Monday, Weekday::Thursday], "10:00")),
        ),
        // Equally often: what came last.
        (all(&["2027-01-12T10:00", "2027-01-20T13:00"]), Some((1, vec![Weekday::Wednesday], "13:00"))),
        (all(&["2027-01-12T10:00", "2027-02-12T10:00"]), Some((4, vec![Weekday::Friday], "10:00"))),
    ];
    for (earlier, expected) in table {
        let found = habit(&earlier).map(|it| (it.weeks, it.weekdays.into_iter().collect(), it.time.to_string()));
        assert_eq!(found, expected.map(|(weeks, days, time)| (weeks, days, time.to_owned())), "{earlier:?}");
    }
}

#[test]
fn the_table_of_proposals() {
    let every_other = all(&["2027-04-08T10:00", "2027-04-22T10:00"]);
    let siri = Resource::Person("siri".into());
    let busy = |from: &str, minutes| Busy::there(siri.clone(), Span::of(at(from), minutes), "x".into());
    let nothing = Diary::default();
    let wednesday = Diary::new([busy("2027-05-07T10:30", 30), busy("2027-05-05T09:00", 90)]);
    let week = Diary::new([busy("2027-05-03T00:00", u16::MAX / 10)]);
    let mut off = Vec::new();
    for day in 3..=7 {
        off.push(busy(&format!("2027-05-{day:02}T08:00"), 240));
    }
    let mornings = Diary::new(off);
    let table = [
        // 6 May is Ascension Day and Friday squeezed: Wednesday, a day before, is as near.
        (&every_other, "2027-04-22T12:00", &nothing, Some(("2027-05-05T10:00", Difference::OtherDay))),
        (&every_other, "2027-04-22T12:00", &wednesday, Some(("2027-05-04T10:00", Difference::OtherDay))),
        (&every_other, "2027-04-22T12:00", &mornings, Some(("2027-05-03T12:00", Difference::OtherTime))),
        (&every_other, "2027-04-22T12:00", &week, Some(("2027-05-07T13:15", Difference::OtherTime))),
        // The turn is kept when the proposal comes late.
        (&every_other, "2027-05-10T12:00", &nothing, Some(("2027-05-20T10:00", Difference::None))),
        (&Vec::new(), "2027-05-10T12:00", &nothing, None),
    ];
    for (earlier, not_before, diary, expected) in table {
        let found = next_time(earlier, &needs(not_before), diary, &rules());
        let found = found.map(|it| (it.span.start.to_string(), it.difference));
        assert_eq!(found, expected.map(|(at, difference)| (at.to_owned(), difference)), "{not_before} {expected:?}");
    }
}

#[test]
fn two_a_week_go_on_with_the_other_day() {
    let twice = all(&["2027-01-11T10:00", "2027-01-14T10:00", "2027-01-18T10:00"]);
    let found = next_time(&twice, &needs("2027-01-18T11:00"), &Diary::default(), &rules()).unwrap();
    assert_eq!((found.span.start, found.difference), (at("2027-01-21T10:00"), Difference::None));
}

#[test]
fn never_two_on_one_day_even_when_the_rest_of_the_week_is_full() {
    let twice = all(&["2027-01-11T10:00", "2027-01-14T10:00", "2027-01-18T10:00"]);
    let full = Busy::there(
        Resource::Person("siri".into()),
        Span::days(Day::new(2027, 1, 19), Day::new(2027, 1, 22)),
        "course".into(),
    );
    let found = next_time(&twice, &needs("2027-01-18T09:00"), &Diary::new([full]), &rules()).unwrap();
    assert_eq!((found.span.start, found.difference), (at("2027-01-25T08:00"), Difference::OtherTime));
}

#[test]
fn who_has_no_time_gets_no_proposal() {
    let away = Busy::there(
        Resource::Person("siri".into()),
        Span::days(Day::new(2027, 1, 1), Day::new(2028, 1, 1)),
        "away".into(),
    );
    let found = next_time(&all(&["2027-01-11T10:00"]), &needs("2027-01-12T10:00"), &Diary::new([away]), &rules());
    assert_eq!(found, None);
}
