use super::*;
use crate::calendar::closed::{Closure, ClosureKind};
use crate::calendar::holiday::Holiday;
use crate::programme::builtin;
use proptest::prelude::*;

/// A spring with made-up breaks: winter week 9, Easter week and a planning day.
fn spring() -> FreeDays {
    let closure = |kind, first: &str, last: &str, name: &str| Closure {
        kind,
        first: first.parse().unwrap(),
        last: last.parse().unwrap(),
        name: name.into(),
    };
    FreeDays::new(&[
        closure(ClosureKind::SchoolFree, "2027-03-01", "2027-03-05", "vinterferie"),
        closure(ClosureKind::SchoolFree, "2027-03-22", "2027-03-29", "påskeferie"),
        closure(ClosureKind::PlanningDay, "2027-04-15", "2027-04-15", "planleggingsdag"),
    ])
}

fn request(from: &str, weekday: Weekday) -> PlanRequest {
    PlanRequest { from: from.parse().unwrap(), weekday, time: Time::new(10, 0) }
}

fn days(plan: &Plan) -> Vec<String> {
    plan.meetings.iter().map(|it| format!("{} {}", it.number, it.span.start.day)).collect()
}

#[test]
fn a_thursday_course_passes_ascension_day_and_keeps_its_numbers() {
    let cos = builtin::find("cos_p").unwrap().outline(None, None).unwrap();
    let plan = plan(&cos, request("2027-03-15", Weekday::Thursday), &spring()).unwrap();
    assert_eq!(
        days(&plan),
        [
            "1 2027-03-18",
            "2 2027-04-01",
            "3 2027-04-08",
            "4 2027-04-22",
            "5 2027-04-29",
            "6 2027-05-13",
            "7 2027-05-20",
            "8 2027-05-27",
        ]
    );
    let skipped: Vec<_> = plan.skipped.iter().map(|it| (it.day.to_string(), it.why.code())).collect();
    // Maundy Thursday is a holiday before it is a school holiday.
    assert_eq!(
        skipped,
        [("2027-03-25".into(), "holiday"), ("2027-04-15".into(), "planning_day"), ("2027-05-06".into(), "holiday"),]
    );
    assert_eq!(plan.skipped[2].why, DayOff::Holiday(vec![Holiday::AscensionDay]));
    assert_eq!(plan.meetings[5].themes, ["chapter_6"]);
    assert_eq!(plan.joining_closes(&cos), Some("2027-04-01T10:00".parse().unwrap()));
}

#[test]
fn a_squeezed_friday_is_warned_of_and_not_passed_over() {
    let icdp = builtin::find("icdp").unwrap().outline(None, Some(6)).unwrap();
    let plan = plan(&icdp, request("2027-04-16", Weekday::Friday), &spring()).unwrap();
    let noted: Vec<_> = plan.meetings.iter().filter(|it| !it.notes.is_empty()).collect();
    // The first follows a planning day, the other Ascension Day.
    assert_eq!(noted.iter().map(|it| it.span.start.day.to_string()).collect::<Vec<_>>(), ["2027-04-16", "2027-05-07"]);
    assert_eq!(noted[1].notes, [DayNote::Squeezed]);
    assert!(plan.skipped.is_empty());
}

#[test]
fn every_other_week_keeps_its_rhythm_through_week_53() {
    let mut outline = builtin::find("pmto_group").unwrap().outline(None, None).unwrap();
    outline.every_weeks = 2;
    let plan = plan(&outline, request("2026-12-01", Weekday::Tuesday), &spring()).unwrap();
    assert_eq!(
        days(&plan)[..7],
        [
            "1 2026-12-01",
            "2 2026-12-15",
            "3 2026-12-29",
            "4 2027-01-12",
            "5 2027-01-26",
            "6 2027-02-09",
            "7 2027-02-23",
        ]
    );
    // The school holiday is in the other weeks; Easter week is in these.
    assert_eq!(plan.skipped.iter().map(|it| it.day.to_string()).collect::<Vec<_>>(), ["2027-03-23"]);
}

#[test]
fn what_was_held_stays_when_the_rest_moves() {
    let icdp = builtin::find("icdp").unwrap().outline(None, None).unwrap();
    let first = plan(&icdp, request("2027-01-12", Weekday::Tuesday), &spring()).unwrap();
    let held = &first.meetings[..3];
    let rest = replan(&icdp, held, request("2027-02-01", Weekday::Thursday), &spring()).unwrap();
    assert_eq!(days(&rest)[..5], ["1 2027-01-12", "2 2027-01-19", "3 2027-01-26", "4 2027-02-04", "5 2027-02-11"]);
    assert_eq!(rest.meetings.len(), 8);
    assert_eq!(replan(&icdp, held, request("2027-01-25", Weekday::Tuesday), &spring()), Err(NoPlan::OutOfOrder));
}

#[test]
fn one_meeting_moves_within_its_neighbours() {
    let icdp = builtin::find("icdp").unwrap().outline(None, None).unwrap();
    let plan = plan(&icdp, request("2027-04-13", Weekday::Tuesday), &spring()).unwrap();
    let to = |text: &str| plan.moved(4, text.parse().unwrap(), &spring());
    let moved = to("2027-05-07T12:00").unwrap();
    assert_eq!(moved.meetings[3].span.minutes(), 120);
    assert_eq!(moved.meetings[3].notes, [DayNote::Squeezed]);
    assert_eq!(moved.meetings[3].themes, plan.meetings[3].themes);
    assert_eq!(to("2027-04-27T11:00"), Err(NoPlan::OutOfOrder));
    assert_eq!(to("2027-05-11T08:30"), Err(NoPlan::OutOfOrder));
    assert_eq!(plan.moved(9, "2027-05-07T12:00".parse().unwrap(), &spring()), Err(NoPlan::NoSuchMeeting));
}

#[test]
fn saturdays_may_be_chosen_and_a_list_without_end_leaves_no_room() {
    let icdp = builtin::find("icdp").unwrap().outline(None, None).unwrap();
    let saturdays = plan(&icdp, request("2027-04-12", Weekday::Saturday), &FreeDays::default()).unwrap();
    // 1 May is a Saturday, 15 May the one before Whitsun.
    assert_eq!(days(&saturdays)[..3], ["1 2027-04-17", "2 2027-04-24", "3 2027-05-08"]);
    let closed = Closure {
        kind: ClosureKind::UnitClosed,
        first: Day::new(2027, 1, 1),
        last: Day::new(2028, 2, 1),
        name: "ombygging".into(),
    };
    assert_eq!(plan(&icdp, request("2027-01-12", Weekday::Tuesday), &FreeDays::new(&[closed])), Err(NoPlan::NoDay));
}

#[test]
fn where_the_group_is_at_a_moment() {
    let icdp = builtin::find("icdp").unwrap().outline(None, None).unwrap();
    let plan = plan(&icdp, request("2027-01-12", Weekday::Tuesday), &spring()).unwrap();
    let at = |text: &str| -> Moment { text.parse().unwrap() };
    assert_eq!(plan.next(at("2027-01-12T09:59")).map(|it| it.number), Some(1));
    assert_eq!(plan.next(at("2027-01-12T10:00")).map(|it| it.number), Some(2));
    assert_eq!(plan.over(at("2027-01-19T12:00")), [1, 2]);
    assert_eq!(plan.over(at("2027-01-19T11:59")), [1]);
    assert_eq!(plan.next(at("2028-01-01T00:00")), None);
}

proptest! {
    #[test]
    fn any_plan_has_all_meetings_on_its_weekday_and_none_on_a_day_off(
        start in 0_i32..3_000, weekday in 0_usize..5, every in 1_u8..4, meetings in 6_u8..=12,
    ) {
        let mut outline = builtin::find("icdp").unwrap().outline(None, Some(meetings)).unwrap();
        outline.every_weeks = every;
        let weekday = Weekday::ALL[weekday];
        let from = Day::new(2025, 1, 1).shifted(start);
        let free = spring();
        let plan = plan(&outline, PlanRequest { from, weekday, time: Time::new(9, 0) }, &free).unwrap();
        prop_assert_eq!(plan.meetings.len(), usize::from(meetings));
        let mut days: Vec<Day> = plan.meetings.iter().map(|it| it.span.start.day).collect();
        for day in &days {
            prop_assert_eq!(Weekday::of(*day), weekday);
            prop_assert!(free.works(*day));
        }
        prop_assert!(days.is_sorted());
        // Meetings and days passed over are the rhythm without a hole.
        days.extend(plan.skipped.iter().map(|it| it.day));
        days.sort_unstable();
        prop_assert!(days[0] >= from);
        for pair in days.windows(2) {
            prop_assert_eq!(pair[1].number() - pair[0].number(), 7 * i64::from(every));
        }
    }
}
