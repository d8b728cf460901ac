//! Random series with exceptions as one calendar, and beside it when our own
//! calendar has each: for other programs to read and compare. See
//! `cargo xtask feeds`.

use casework::calendar::ics::{Feed, IcsEvent, write};
use casework::calendar::series::zone::Zone;
use casework::calendar::series::{End, Moved, Pattern, Rule};
use casework::calendar::{Moment, Series, Span, Time, Weekday};
use casework::day::Day;
use std::collections::BTreeSet;
use std::error::Error;

/// So many series.
const SERIES: usize = 200;
/// What lies in this time is compared.
const FIRST: Day = Day::new(2026, 1, 1);
const LAST: Day = Day::new(2028, 12, 31);

/// The same numbers every time (xorshift), so that what is found can be found again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }

    fn small(&mut self, from: u16, to: u16) -> u16 {
        from + u16::try_from(self.below(u64::from(to - from))).unwrap_or_default()
    }
}

fn series(dice: &mut Dice) -> Result<Series, Box<dyn Error>> {
    let day = FIRST.shifted(i32::from(dice.small(0, 800)));
    let weekday = Weekday::of(day);
    let pattern = match dice.below(5) {
        0 => Pattern::Daily,
        1 | 2 => {
            let more = (0..dice.below(3)).map(|_| i32::from(dice.small(0, 7))).collect::<Vec<_>>();
            Pattern::Weekly(more.into_iter().map(|it| weekday.shifted(it)).chain([weekday]).collect())
        }
        3 if day.shifted(7).month != day.month => Pattern::MonthlyLast(weekday),
        _ => Pattern::MonthlyNth((day.day - 1) / 7 + 1, weekday),
    };
    let end = match dice.below(3) {
        0 => End::Never,
        1 => End::Count(dice.small(2, 60)),
        _ => End::Until(day.shifted(i32::from(dice.small(7, 500)))),
    };
    // Not in the hours that the nights of summer time lack or have twice: there RFC 5545 and its readers differ.
    let start = Moment::new(day, Time::from_minutes(dice.small(3 * 12, 23 * 12) * 5).unwrap_or(Time::MIDNIGHT));
    let minutes = dice.small(2, 40) * 5;
    let every = u8::try_from(dice.small(1, 5))?;
    let mut series = Series::new(start, minutes, Some(Rule { pattern, every, end })).map_err(|it| it.code())?;
    let ids: Vec<Moment> = series.ids().take(60).collect();
    let pick = |dice: &mut Dice| ids[usize::from(dice.small(0, 60)) % ids.len()];
    series.cancelled = (0..dice.below(5)).map(|_| pick(dice)).collect::<BTreeSet<_>>();
    for _ in 0..dice.below(4) {
        let id = pick(dice);
        // To another hour of the day, and perhaps another day.
        let day = id.day.shifted(i32::from(dice.small(0, 4)));
        let time = Time::from_minutes(dice.small(3 * 12, 22 * 12) * 5).unwrap_or(id.time);
        let moved = Moved { to: Moment::new(day, time), minutes: dice.small(2, 20) * 5 };
        if !series.cancelled.contains(&id) {
            series.moved.insert(id, moved);
        }
    }
    series.sequence = u32::from(dice.small(0, 9));
    Ok(series)
}

fn main() -> Result<(), Box<dyn Error>> {
    let (zone, mut dice) = (Zone::OSLO, Dice(20_261_123));
    let within = Span::days(FIRST, LAST);
    let (mut events, mut expected) = (Vec::new(), Vec::new());
    for number in 0..SERIES {
        let (series, uid) = (series(&mut dice)?, format!("{number}@kart.example.no"));
        for it in series.occurrences(within) {
            let utc = |at| zone.to_utc(at).ok_or("a time that is not");
            expected.push(serde_json::json!([uid, utc(it.span.start)?, utc(it.span.end)?]));
        }
        events.push(IcsEvent { uid, series, title: "Avtale".into(), place: None, changed_at: 1_795_424_400_000 });
    }
    let text = write(&Feed { name: "Kalender".into(), zone, events }).map_err(|it| format!("{it:?}"))?;
    let millis = |day: Day| zone.to_utc(Moment::new(day, Time::MIDNIGHT));
    let all = serde_json::json!({
        "ics": text, "expected": expected, "from": millis(FIRST), "to": millis(LAST.plus(1)),
    });
    #[allow(clippy::print_stdout, reason = "what is read by the other programs")]
    {
        println!("{all}");
    }
    Ok(())
}
