//! A series laid out on the calendar.

use super::{End, Moved, Series};
use crate::calendar::moment::{Moment, Span};
use crate::day::Day;
use serde::{Deserialize, Serialize};
use std::iter;

/// One occurrence of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Occurrence {
    /// When it takes place.
    pub span: Span,
    /// When the rule had it (RECURRENCE-ID); how it is known.
    pub id: Moment,
    /// Which one of the rule it is, from 1; those that are cancelled count in.
    pub number: u32,
    /// Whether somebody moved it or changed its length.
    pub moved: bool,
}

impl Series {
    /// The moments for which the rule has an occurrence, cancelled or not.
    pub fn ids(&self) -> impl Iterator<Item = Moment> + '_ {
        let time = self.start.time;
        let once = iter::once(self.start).filter(|_| self.rule.is_none());
        let repeated = self.rule.iter().flat_map(|rule| rule.days(self.start.day));
        once.chain(repeated.map(move |day| Moment::new(day, time)))
    }

    /// The occurrence that the rule has at a moment; none if it is cancelled.
    #[must_use]
    pub fn occurrence(&self, id: Moment) -> Option<Occurrence> {
        let place = self.ids().take_while(|it| *it <= id).enumerate().last()?;
        if place.1 == id { self.at(place.0, id) } else { None }
    }

    /// Everything that takes place within a span at least in part, in order of time.
    #[must_use]
    pub fn occurrences(&self, within: Span) -> Vec<Occurrence> {
        // What was moved may lie anywhere, so the rule is read far enough to meet each.
        let last_moved = self.moved.keys().next_back().copied();
        let far = last_moved.map_or(within.end, |moved| moved.max(within.end));
        let mut found: Vec<_> = self
            .ids()
            .take_while(|id| *id <= far)
            .enumerate()
            .filter_map(|(place, id)| self.at(place, id))
            .filter(|it| it.span.overlaps(&within))
            .collect();
        found.sort_unstable();
        found
    }

    /// The first and the last day that the series touches, wherever its
    /// occurrences were moved; no last day where it never ends. Cancelled ones
    /// count, so that bringing them back changes nothing here.
    #[must_use]
    pub fn reach(&self) -> (Day, Option<Day>) {
        let end = |it: &Moved| Span::of(it.to, it.minutes).end.plus(-1).day;
        let first = self.moved.values().map(|it| it.to.day).chain([self.start.day]).min();
        let ends = self.rule.as_ref().is_none_or(|rule| rule.end != End::Never);
        let last = || self.ids().last().map(|id| self.planned(id).end.plus(-1).day);
        let last = if ends { self.moved.values().map(end).chain(last()).max() } else { None };
        (first.unwrap_or(self.start.day), last)
    }

    /// Everything that takes place, in order of time, at most so many of the rule.
    #[must_use]
    pub fn all(&self, at_most: u16) -> Vec<Occurrence> {
        let ids = self.ids().take(usize::from(at_most)).enumerate();
        let mut found: Vec<_> = ids.filter_map(|(place, id)| self.at(place, id)).collect();
        found.sort_unstable();
        found
    }

    fn at(&self, place: usize, id: Moment) -> Option<Occurrence> {
        if self.cancelled.contains(&id) {
            return None;
        }
        let moved = self.moved.get(&id);
        let span = moved.map_or_else(|| self.planned(id), |moved| Span::of(moved.to, moved.minutes));
        let number = u32::try_from(place + 1).unwrap_or(u32::MAX);
        Some(Occurrence { span, id, number, moved: moved.is_some() })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Rule;
    use super::*;
    use crate::calendar::time::Time;

    fn at(day: Day) -> Moment {
        Moment::new(day, Time::new(10, 0))
    }

    /// Eight Tuesdays from 5 January 2027.
    fn course() -> Series {
        let first = Day::new(2027, 1, 5);
        Series::new(at(first), 90, Some(Rule::weekly(first, 1, End::Count(8)))).unwrap()
    }

    #[test]
    fn cancelled_and_moved_ones_keep_their_number() {
        let mut series = course();
        series.cancelled.insert(at(Day::new(2027, 1, 12)));
        let other = Moved { to: Moment::new(Day::new(2027, 1, 27), Time::new(13, 0)), minutes: 60 };
        series.moved.insert(at(Day::new(2027, 1, 19)), other);
        let found: Vec<_> =
            series.all(99).iter().map(|it| (it.number, it.span.start.to_string(), it.span.minutes())).collect();
        assert_eq!(
            found[..4],
            [
                (1, "2027-01-05T10:00".into(), 90),
                (4, "2027-01-26T10:00".into(), 90),
                (3, "2027-01-27T13:00".into(), 60),
                (5, "2027-02-02T10:00".into(), 90),
            ]
        );
        assert_eq!(found.len(), 7);
        assert_eq!(series.occurrence(at(Day::new(2027, 1, 12))), None);
        assert_eq!(series.occurrence(at(Day::new(2027, 1, 13))), None);
        assert_eq!(series.occurrence(at(Day::new(2027, 1, 19))).map(|it| (it.number, it.moved)), Some((3, true)));
    }

    #[test]
    fn a_window_shows_what_lies_in_it_even_if_it_came_from_afar() {
        let mut series = course();
        let to = Moment::new(Day::new(2027, 1, 7), Time::new(9, 0));
        series.moved.insert(at(Day::new(2027, 2, 23)), Moved { to, minutes: 60 });
        let week = Span::days(Day::new(2027, 1, 4), Day::new(2027, 1, 10));
        let found: Vec<_> = series.occurrences(week).iter().map(|it| it.number).collect();
        assert_eq!(found, [1, 8]);
        assert!(series.occurrences(Span::day(Day::new(2027, 2, 23))).is_empty());
    }

    #[test]
    fn what_runs_over_midnight_shows_on_both_days() {
        let late = Moment::new(Day::new(2027, 1, 5), Time::new(23, 30));
        let series = Series::once(late, 60).unwrap();
        assert_eq!(series.occurrences(Span::day(Day::new(2027, 1, 5))).len(), 1);
        assert_eq!(series.occurrences(Span::day(Day::new(2027, 1, 6))).len(), 1);
        assert_eq!(series.occurrences(Span::day(Day::new(2027, 1, 7))).len(), 0);
        assert_eq!(series.occurrence(late).map(|it| it.number), Some(1));
    }

    #[test]
    fn the_reach_holds_what_was_moved_away() {
        let mut series = course();
        assert_eq!(series.reach(), (Day::new(2027, 1, 5), Some(Day::new(2027, 2, 23))));
        let late = Moment::new(Day::new(2027, 3, 1), Time::new(23, 30));
        series.moved.insert(at(Day::new(2027, 1, 12)), Moved { to: late, minutes: 60 });
        series.moved.insert(at(Day::new(2027, 1, 19)), Moved { to: at(Day::new(2027, 1, 4)), minutes: 60 });
        assert_eq!(series.reach(), (Day::new(2027, 1, 4), Some(Day::new(2027, 3, 2))));
        let first = Day::new(2027, 1, 5);
        let endless = Series::new(at(first), 60, Some(Rule::weekly(first, 2, End::Never))).unwrap();
        assert_eq!(endless.reach(), (first, None));
        assert_eq!(Series::once(late, 30).unwrap().reach(), (late.day, Some(late.day)));
    }

    #[test]
    fn a_series_travels_whole() {
        let mut series = course();
        series.cancelled.insert(at(Day::new(2027, 1, 12)));
        series.moved.insert(at(Day::new(2027, 1, 19)), Moved { to: at(Day::new(2027, 1, 20)), minutes: 45 });
        let text = serde_json::to_string(&series).unwrap();
        assert!(text.contains(r#""moved":{"2027-01-19T10:00":{"to":"2027-01-20T10:00","minutes":45}}"#), "{text}");
        assert_eq!(serde_json::from_str::<Series>(&text).unwrap(), series);
    }

    #[test]
    fn what_never_ends_is_laid_out_only_as_far_as_asked() {
        let first = Day::new(2027, 1, 5);
        let series = Series::new(at(first), 60, Some(Rule::weekly(first, 2, End::Never))).unwrap();
        let june = Span::days(Day::new(2030, 6, 1), Day::new(2030, 6, 30));
        assert_eq!(series.occurrences(june).len(), 2);
        assert_eq!(series.all(5).len(), 5);
    }
}
