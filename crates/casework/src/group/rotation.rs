//! Weeks that take turns: two weeks of a rota, or a child's weeks in two homes.
//! They are counted from an anchor and never by odd and even numbers, which say
//! the same twice when week 53 meets week 1.

use crate::calendar::week::IsoWeek;
use crate::day::Day;
use serde::{Deserialize, Serialize};

/// Turns by the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rotation {
    /// A week with the first turn.
    pub anchor: IsoWeek,
    /// How many turns there are; 2 for every other week.
    pub turns: u8,
}

impl Rotation {
    /// Whose turn a day's week is, from 1.
    #[must_use]
    pub fn turn(self, day: Day) -> u8 {
        let weeks = IsoWeek::of(day).number() - self.anchor.number();
        u8::try_from(weeks.rem_euclid(i64::from(self.turns.max(1)))).unwrap_or(0) + 1
    }

    /// The weeks from a first to a last one from which on «odd» and «even» mean
    /// the other turn, so that whoever speaks of odd weeks is told. None unless
    /// there are two turns.
    #[must_use]
    pub fn odd_and_even_break(self, first: IsoWeek, last: IsoWeek) -> Vec<IsoWeek> {
        if self.turns != 2 {
            return Vec::new();
        }
        (first.year + 1..=last.year)
            .map(|year| IsoWeek { year, week: 1 })
            .filter(|week| *week <= last && IsoWeek::count(week.year - 1) == 53)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: Rotation = Rotation { anchor: IsoWeek { year: 2026, week: 51 }, turns: 2 };

    #[test]
    fn turns_go_on_through_week_53() {
        let table = [
            (Day::new(2026, 12, 14), 1),
            (Day::new(2026, 12, 21), 2),
            // Week 53 and week 1 are both odd, and still they take turns.
            (Day::new(2026, 12, 28), 1),
            (Day::new(2027, 1, 3), 1),
            (Day::new(2027, 1, 4), 2),
            (Day::new(2027, 1, 11), 1),
            // Before the anchor as well.
            (Day::new(2026, 12, 13), 2),
        ];
        for (day, turn) in table {
            assert_eq!(TWO.turn(day), turn, "{day}");
        }
    }

    #[test]
    fn who_speaks_of_odd_weeks_is_told_where_they_change() {
        let week = |year, week| IsoWeek { year, week };
        assert_eq!(TWO.odd_and_even_break(week(2026, 30), week(2027, 30)), [week(2027, 1)]);
        assert_eq!(TWO.odd_and_even_break(week(2027, 1), week(2032, 53)), []);
        assert_eq!(TWO.odd_and_even_break(week(2020, 1), week(2033, 1)), [week(2021, 1), week(2027, 1), week(2033, 1)]);
        assert_eq!(Rotation { turns: 10, ..TWO }.odd_and_even_break(week(2026, 30), week(2027, 30)), []);
    }

    #[test]
    fn a_rota_of_ten_weeks_begins_anew() {
        let ten = Rotation { turns: 10, ..TWO };
        assert_eq!(ten.turn(Day::new(2026, 12, 14).shifted(69)), 10);
        assert_eq!(ten.turn(Day::new(2026, 12, 14).shifted(70)), 1);
        assert_eq!(Rotation { turns: 0, ..TWO }.turn(Day::new(2027, 1, 1)), 1);
    }
}
