use super::*;
use crate::calendar::time::Time;
use AppointmentState::{Cancelled, Held, NotMet, Planned};
use Level::{Kept, Missed, Plan, Urgent, Warn};
use Told::{Lead, Leader, MilieuLead};

const STAY: Period = Period { from: Some(Day::new(2027, 1, 4)), to: Some(Day::new(2027, 4, 15)) };
/// An ordinary week, Monday 18 January.
const WEEK: IsoWeek = IsoWeek { year: 2027, week: 3 };

fn talk(day: u8, state: AppointmentState) -> Talk {
    let start = Moment::new(Day::new(2027, 1, day), Time::new(10, 0));
    Talk { kind: AppointmentKind::DevelopmentTalk, span: Span::of(start, 60), state }
}

fn now(day: u8, hour: u8) -> Moment {
    Moment::new(Day::new(2027, 1, day), Time::new(hour, 0))
}

fn say(talks: &[Talk], now: Moment) -> TalkGuard {
    guard(&GuardRule::default(), STAY, WEEK, talks, &FreeDays::default(), now).unwrap()
}

/// What it is about, the talks, the moment, how loudly and to whom.
type Row<'a> = (&'a str, &'a [Talk], Moment, Level, &'a [Told]);

#[test]
fn the_table_of_an_ordinary_week() {
    let two_planned = [talk(19, Planned), talk(21, Planned)];
    let table: [Row; 16] = [
        ("nothing planned on Monday", &[], now(18, 8), Plan, &[Lead]),
        ("nothing planned on Tuesday", &[], now(19, 8), Plan, &[Lead]),
        ("nothing planned on Wednesday", &[], now(20, 8), Warn, &[Lead, MilieuLead]),
        ("nothing planned on Thursday", &[], now(21, 8), Warn, &[Lead, MilieuLead, Leader]),
        ("nothing planned on Friday", &[], now(22, 8), Urgent, &[Lead, MilieuLead, Leader]),
        ("Saturday", &[], now(23, 8), Urgent, &[Lead, MilieuLead, Leader]),
        ("the week after", &[], now(25, 8), Missed, &[Lead, MilieuLead, Leader]),
        ("both planned", &two_planned, now(18, 8), Kept, &[]),
        ("one held, one planned", &[talk(19, Held), talk(21, Planned)], now(20, 8), Kept, &[]),
        ("one held", &[talk(19, Held)], now(20, 8), Warn, &[Lead, MilieuLead]),
        (
            "one held, one called off",
            &[talk(19, Held), talk(21, Cancelled)],
            now(21, 8),
            Warn,
            &[Lead, MilieuLead, Leader],
        ),
        ("nobody met", &[talk(19, NotMet), talk(21, Planned)], now(20, 8), Warn, &[Lead, MilieuLead]),
        ("both held", &[talk(19, Held), talk(21, Held)], now(25, 8), Kept, &[]),
        // Over and not marked: the lead is asked, and it does not count as held.
        ("not marked on Wednesday", &two_planned, now(20, 8), Warn, &[Lead, MilieuLead]),
        (
            "three, of which one is not marked",
            &[talk(18, Planned), talk(19, Held), talk(21, Held)],
            now(22, 8),
            Kept,
            &[Lead],
        ),
        (
            "talks of the week before do not count",
            &[talk(14, Held), talk(15, Held)],
            now(20, 8),
            Warn,
            &[Lead, MilieuLead],
        ),
    ];
    for (what, talks, now, level, told) in table {
        let found = say(talks, now);
        assert_eq!((found.level, found.told.iter().copied().collect::<Vec<_>>()), (level, told.to_vec()), "{what}");
    }
}

#[test]
fn the_numbers_that_are_said() {
    let found = say(&[talk(18, Held), talk(19, Planned), talk(22, Planned)], now(20, 12));
    assert_eq!((found.needed, found.held, found.planned, found.unmarked, found.days_left), (2, 1, 1, 1, 3));
    assert_eq!(found.missing(), 0);
    assert_eq!(say(&[], now(20, 12)).missing(), 2);
    // While it lasts it is still to come; when it is over somebody has to say.
    let during = say(&[talk(19, Planned)], now(19, 10));
    assert_eq!((during.planned, during.unmarked), (1, 0));
    let after = say(&[talk(19, Planned)], now(19, 11));
    assert_eq!((after.planned, after.unmarked), (0, 1));
    assert_eq!(say(&[], now(25, 12)).days_left, 0);
}

#[test]
fn only_the_promised_kind_counts() {
    let visit = |day| Talk { kind: AppointmentKind::HomeVisit, ..talk(day, Held) };
    assert_eq!(say(&[visit(18), visit(19)], now(20, 8)).held, 0);
    let mut rule = GuardRule::default();
    rule.kinds.insert(AppointmentKind::HomeVisit);
    let found = guard(&rule, STAY, WEEK, &[visit(18), visit(19)], &FreeDays::default(), now(20, 8));
    assert_eq!(found.map(|it| it.level), Some(Kept));
}

#[test]
fn short_weeks_ask_for_less_and_their_middle_is_earlier() {
    let of = |week, day| {
        let now = Moment::new(day, Time::new(8, 0));
        guard(&GuardRule::default(), STAY, IsoWeek { year: 2027, week }, &[], &FreeDays::default(), now)
    };
    // Holy Week 2027: Thursday and Friday are holidays, Tuesday is the middle.
    assert_eq!(of(12, Day::new(2027, 3, 22)).map(|it| (it.needed, it.level)), Some((2, Plan)));
    assert_eq!(of(12, Day::new(2027, 3, 23)).map(|it| (it.needed, it.level)), Some((2, Warn)));
    assert_eq!(of(12, Day::new(2027, 3, 24)).map(|it| (it.needed, it.level)), Some((2, Urgent)));
    // The stay begins on a Monday and ends on a Thursday; in neither week more is asked than there are days.
    assert_eq!(of(15, Day::new(2027, 4, 12)).map(|it| it.needed), Some(2));
    let short = Period { from: Some(Day::new(2027, 1, 22)), to: None };
    let now = now(22, 8);
    let found = guard(&GuardRule::default(), short, WEEK, &[], &FreeDays::default(), now);
    assert_eq!(found.map(|it| (it.needed, it.level)), Some((1, Urgent)));
    // Outside the stay nothing is promised.
    assert_eq!(of(17, Day::new(2027, 4, 28)), None);
}
