//! A series passes over days off.

use super::Series;
use crate::calendar::closed::{DayOff, FreeDays};
use crate::calendar::moment::Span;
use crate::day::Day;

/// Of a series that never ends, so many days are looked at: days off are listed
/// for a school year or two.
const FAR_DAYS: i32 = 2 * 366;

impl Series {
    /// Until when days off are looked for.
    #[must_use]
    pub fn looked_over_until(&self) -> Day {
        let far = self.start.day.shifted(FAR_DAYS);
        self.reach().1.map_or(far, |last| last.min(far))
    }

    /// The same without the times that fall on holidays or on days on which the
    /// unit is closed, and those days. Weekends are meant when they are chosen. What
    /// happens once, and a series of which nothing would be left, stay as they are.
    #[must_use]
    pub fn past_days_off(&self, free: &FreeDays) -> (Self, Vec<Day>) {
        let all = self.occurrences(Span::days(self.start.day, self.looked_over_until()));
        let is_off = |day: Day| free.off(day).is_some_and(|why| why != DayOff::Weekend);
        let off: Vec<_> = all.iter().filter(|it| is_off(it.span.start.day)).collect();
        if self.rule.is_none() || off.len() == all.len() {
            return (self.clone(), Vec::new());
        }
        let mut series = self.clone();
        series.cancelled.extend(off.iter().map(|it| it.id));
        (series, off.iter().map(|it| it.span.start.day).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::closed::{Closure, ClosureKind};
    use crate::calendar::moment::Moment;
    use crate::calendar::series::{End, Rule};
    use crate::calendar::time::Time;

    #[test]
    fn holidays_and_closed_days_are_passed_over_and_the_numbers_stay() {
        let first = Day::new(2027, 4, 22);
        let closed = Closure {
            kind: ClosureKind::UnitClosed,
            first: Day::new(2027, 5, 13),
            last: Day::new(2027, 5, 13),
            name: "Fagdag".into(),
        };
        let free = FreeDays::new(&[closed]);
        let start = Moment::new(first, Time::new(10, 0));
        let weekly = Series::new(start, 60, Some(Rule::weekly(first, 1, End::Count(5)))).unwrap();
        let (series, off) = weekly.past_days_off(&free);
        // 6 May 2027 is Ascension Day.
        assert_eq!(off, [Day::new(2027, 5, 6), Day::new(2027, 5, 13)]);
        let left: Vec<_> = series.all(10).into_iter().map(|it| (it.number, it.span.start.day)).collect();
        assert_eq!(left, [(1, first), (2, Day::new(2027, 4, 29)), (5, Day::new(2027, 5, 20))]);
        assert!(series.check().is_ok());
        // Once is once, and on Saturdays is on Saturdays.
        let once = Series::once(Moment::new(Day::new(2027, 5, 6), Time::new(10, 0)), 60).unwrap();
        assert_eq!(once.past_days_off(&free), (once.clone(), vec![]));
        let saturday = Day::new(2027, 4, 24);
        let start = Moment::new(saturday, Time::new(10, 0));
        let saturdays = Series::new(start, 60, Some(Rule::weekly(saturday, 1, End::Count(3)))).unwrap();
        // 1 May 2027 is a Saturday, and a holiday.
        assert_eq!(saturdays.past_days_off(&free).1, [Day::new(2027, 5, 1)]);
        // One that never ends is looked over for two years.
        let always = Series::new(Moment::new(first, Time::new(10, 0)), 60, Some(Rule::weekly(first, 1, End::Never)));
        assert!(always.unwrap().past_days_off(&free).1.contains(&Day::new(2028, 5, 25)));
    }
}
