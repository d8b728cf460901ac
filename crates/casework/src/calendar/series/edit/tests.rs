use super::*;
use crate::calendar::moment::Span;
use crate::calendar::time::Time;
use proptest::prelude::*;

fn at(month: u8, day: u8) -> Moment {
    Moment::new(Day::new(2027, month, day), Time::new(10, 0))
}

/// Eight Tuesdays from 5 January 2027.
fn course() -> Series {
    let first = Day::new(2027, 1, 5);
    Series::new(at(1, 5), 90, Some(Rule::weekly(first, 1, End::Count(8)))).unwrap()
}

fn starts(series: &Series) -> Vec<String> {
    series.all(30).iter().map(|it| it.span.start.to_string()).collect()
}

fn edit(series: &Series, scope: Scope, id: Moment, change: Change) -> Result<Edited, SeriesError> {
    series.edit(&SeriesEdit { scope, at: id, change })
}

#[test]
fn this_one_moves_is_cancelled_and_comes_back() {
    let to = Moment::new(Day::new(2027, 1, 14), Time::new(13, 0));
    let moved = edit(&course(), Scope::This, at(1, 12), Change::Move { to, minutes: 60 }).unwrap();
    let moved = moved.series.unwrap();
    assert_eq!(moved.sequence, 1);
    assert_eq!(starts(&moved)[1], "2027-01-14T13:00");
    // Back to its own place is no exception any more.
    let back = edit(&moved, Scope::This, at(1, 12), Change::Move { to: at(1, 12), minutes: 90 }).unwrap();
    assert_eq!(back.series.map(|it| Series { sequence: 0, ..it }), Some(course()));
    let gone = edit(&moved, Scope::This, at(1, 12), Change::Cancel).unwrap().series.unwrap();
    assert_eq!(gone.all(30).len(), 7);
    assert_eq!(edit(&gone, Scope::This, at(1, 12), Change::Cancel), Err(SeriesError::NoSuchOccurrence));
    let restored = edit(&gone, Scope::This, at(1, 12), Change::Restore).unwrap().series.unwrap();
    assert_eq!(Series { sequence: 0, ..restored }, course());
}

#[test]
fn who_names_no_occurrence_changes_nothing() {
    for scope in [Scope::This, Scope::ThisAndFollowing, Scope::All] {
        for id in [at(1, 4), at(1, 6), at(3, 2)] {
            assert_eq!(edit(&course(), scope, id, Change::Cancel), Err(SeriesError::NoSuchOccurrence));
        }
    }
}

#[test]
fn this_and_following_become_a_series_of_their_own() {
    let mut series = course();
    series.cancelled.insert(at(1, 12));
    series.cancelled.insert(at(2, 9));
    let to = Moment::new(Day::new(2027, 1, 27), Time::new(12, 0));
    let edited = edit(&series, Scope::ThisAndFollowing, at(1, 26), Change::Move { to, minutes: 60 }).unwrap();
    let (before, after) = (edited.series.unwrap(), edited.following.unwrap());
    assert_eq!(starts(&before), ["2027-01-05T10:00", "2027-01-19T10:00"]);
    // The Wednesdays; the third of them stays cancelled.
    assert_eq!(starts(&after), ["2027-01-27T12:00", "2027-02-03T12:00", "2027-02-17T12:00", "2027-02-24T12:00",]);
    assert_eq!((before.sequence, after.sequence), (1, 0));
}

#[test]
fn this_and_following_from_the_first_is_all() {
    let change = Change::Move { to: at(1, 7), minutes: 90 };
    let edited = edit(&course(), Scope::ThisAndFollowing, at(1, 5), change.clone()).unwrap();
    assert_eq!(edited.following, None);
    assert_eq!(Ok(edited), edit(&course(), Scope::All, at(1, 5), change));
}

#[test]
fn cancelling_the_rest_ends_the_series_and_cancelling_all_leaves_none() {
    let edited = edit(&course(), Scope::ThisAndFollowing, at(1, 26), Change::Cancel).unwrap();
    assert_eq!(edited.series.map(|it| it.all(30).len()), Some(3));
    assert_eq!(edited.following, None);
    let none = edit(&course(), Scope::All, at(1, 26), Change::Cancel).unwrap();
    assert_eq!(none, Edited { series: None, following: None });
}

#[test]
fn all_go_as_far_as_this_one_and_who_was_moved_by_hand_stays() {
    let mut series = course();
    let by_hand = Moved { to: at(1, 22), minutes: 45 };
    series.moved.insert(at(1, 19), by_hand);
    series.moved.insert(at(1, 26), Moved { to: at(1, 29), minutes: 90 });
    // This very one had been moved; now its place in the rule is where it is put.
    let to = Moment::new(Day::new(2027, 1, 28), Time::new(9, 0));
    let all = edit(&series, Scope::All, at(1, 26), Change::Move { to, minutes: 90 }).unwrap().series.unwrap();
    assert_eq!(starts(&all)[..4], ["2027-01-07T09:00", "2027-01-14T09:00", "2027-01-22T10:00", "2027-01-28T09:00"]);
    assert_eq!(all.moved.values().copied().collect::<Vec<_>>(), [by_hand]);
}

#[test]
fn the_end_goes_along() {
    let first = Day::new(2027, 1, 5);
    let rule = Rule::weekly(first, 2, End::Until(Day::new(2027, 3, 5)));
    let series = Series::new(at(1, 5), 60, Some(rule)).unwrap();
    let count = series.all(30).len();
    // From a Tuesday to the Monday of the week after.
    let all = edit(&series, Scope::All, at(1, 5), Change::Move { to: at(1, 11), minutes: 60 }).unwrap();
    let all = all.series.unwrap();
    assert_eq!(all.all(30).len(), count);
    assert_eq!(starts(&all)[..2], ["2027-01-11T10:00", "2027-01-25T10:00"]);
}

#[test]
fn months_move_by_their_weekday() {
    let rule = Rule { pattern: Pattern::MonthlyNth(1, Weekday::Tuesday), every: 1, end: End::Count(4) };
    let series = Series::new(at(1, 5), 60, Some(rule)).unwrap();
    // The second of them, 2 February, to the second Thursday of the month.
    let to = at(2, 11);
    let all = edit(&series, Scope::All, at(2, 2), Change::Move { to, minutes: 60 }).unwrap().series.unwrap();
    assert_eq!(starts(&all), ["2027-01-14T10:00", "2027-02-11T10:00", "2027-03-11T10:00", "2027-04-08T10:00"]);
    // To another time of the same day: the rule stays as it is.
    let to = Moment::new(Day::new(2027, 2, 2), Time::new(12, 0));
    let all = edit(&series, Scope::All, at(2, 2), Change::Move { to, minutes: 60 }).unwrap().series.unwrap();
    assert_eq!(all.rule, series.rule);
    // 29 April is a fifth Thursday, which February does not have.
    let change = Change::Move { to: at(4, 29), minutes: 60 };
    let from_february = edit(&series, Scope::ThisAndFollowing, at(2, 2), Change::Repeat(series.rule.clone())).unwrap();
    let february = from_february.following.unwrap();
    assert_eq!(edit(&february, Scope::All, at(4, 6), change), Err(SeriesError::CannotShift));
}

#[test]
fn days_of_every_other_week_cannot_part() {
    let pattern = Pattern::Weekly([Weekday::Monday, Weekday::Friday].into());
    let every_other = Rule { pattern: pattern.clone(), every: 2, end: End::Count(6) };
    let series = Series::new(at(1, 4), 60, Some(every_other)).unwrap();
    let change = Change::Move { to: at(1, 7), minutes: 60 };
    assert_eq!(edit(&series, Scope::All, at(1, 4), change.clone()), Err(SeriesError::CannotShift));
    // Two days later both are in their week still? Friday is Sunday then.
    let two = Change::Move { to: at(1, 6), minutes: 60 };
    let all = edit(&series, Scope::All, at(1, 4), two).unwrap().series.unwrap();
    assert_eq!(starts(&all)[..3], ["2027-01-06T10:00", "2027-01-10T10:00", "2027-01-20T10:00"]);
    // Every week they may.
    let weekly = Series::new(at(1, 4), 60, Some(Rule { pattern, every: 1, end: End::Count(6) })).unwrap();
    let all = edit(&weekly, Scope::All, at(1, 4), change).unwrap().series.unwrap();
    assert_eq!(starts(&all)[..3], ["2027-01-07T10:00", "2027-01-11T10:00", "2027-01-14T10:00"]);
}

#[test]
fn another_rule_keeps_what_it_still_has() {
    let mut series = course();
    series.cancelled.insert(at(1, 12));
    series.cancelled.insert(at(1, 19));
    let every_other = Rule::weekly(Day::new(2027, 1, 5), 2, End::Count(4));
    let all = edit(&series, Scope::All, at(1, 26), Change::Repeat(Some(every_other))).unwrap().series.unwrap();
    assert_eq!(all.cancelled, BTreeSet::from([at(1, 19)]));
    assert_eq!(starts(&all), ["2027-01-05T10:00", "2027-02-02T10:00", "2027-02-16T10:00"]);
    let once = edit(&series, Scope::All, at(1, 26), Change::Repeat(None)).unwrap().series.unwrap();
    assert_eq!(starts(&once), ["2027-01-05T10:00"]);
    // From the fourth on every day, three times.
    let daily = Rule { pattern: Pattern::Daily, every: 1, end: End::Count(3) };
    let edited = edit(&series, Scope::ThisAndFollowing, at(1, 26), Change::Repeat(Some(daily))).unwrap();
    assert_eq!(edited.series.map(|it| it.all(30).len()), Some(1));
    assert_eq!(edited.following.map(|it| it.all(30).len()), Some(3));
}

#[test]
fn bad_lengths_and_rules_are_refused() {
    let change = |minutes| Change::Move { to: at(1, 5), minutes };
    for scope in [Scope::This, Scope::All] {
        assert_eq!(edit(&course(), scope, at(1, 5), change(0)), Err(SeriesError::BadLength));
        assert_eq!(edit(&course(), scope, at(1, 5), change(1441)), Err(SeriesError::BadLength));
    }
    let off = Rule::weekly(Day::new(2027, 1, 6), 1, End::Never);
    assert_eq!(edit(&course(), Scope::All, at(1, 5), Change::Repeat(Some(off))), Err(SeriesError::StartOffRule));
}

prop_compose! {
    fn any_series()(
        kind in 0_u8..4, every in 1_u8..4, count in 2_u16..20, until in any::<bool>(), offset in 0_i32..800,
        days in prop::collection::btree_set(0_i32..7, 1..4), cancelled in prop::collection::vec(0_usize..20, 0..4),
    ) -> Series {
        let day = Day::new(2026, 1, 1).shifted(offset);
        let pattern = match kind {
            0 => Pattern::Daily,
            1 => Pattern::Weekly(days.iter().map(|it| Weekday::of(day).shifted(*it)).chain([Weekday::of(day)]).collect()),
            2 => Pattern::MonthlyNth((day.day - 1) / 7 + 1, Weekday::of(day)),
            _ => Pattern::MonthlyNth(((day.day - 1) / 7 + 1).min(4), Weekday::of(day)),
        };
        let nth_four = Pattern::MonthlyNth(4, Weekday::of(day));
        let day = if pattern == nth_four && day.day > 28 { day.shifted(-7) } else { day };
        let start = Moment::new(day, Time::new(10, 0));
        let mut series = Series::new(start, 60, Some(Rule { pattern, every, end: End::Count(count) })).unwrap();
        let ids: Vec<_> = series.ids().collect();
        if until {
            let last = ids.last().map(|it| it.day).unwrap();
            series.rule = series.rule.map(|rule| Rule { end: End::Until(last), ..rule });
        }
        series.cancelled = cancelled.iter().filter_map(|it| ids.get(*it).copied()).collect();
        series
    }
}

proptest! {
    #[test]
    fn splitting_loses_nothing(series in any_series(), place in 0_usize..20) {
        let ids: Vec<_> = series.ids().collect();
        let at = ids[place % ids.len()];
        let minutes = series.minutes;
        let to = at;
        let edited = series
            .edit(&SeriesEdit { scope: Scope::ThisAndFollowing, at, change: Change::Move { to, minutes } })
            .unwrap();
        let mut spans: Vec<Span> = Vec::new();
        for part in [edited.series.as_ref(), edited.following.as_ref()].into_iter().flatten() {
            spans.extend(part.all(100).iter().map(|it| it.span));
        }
        let before: Vec<Span> = series.all(100).iter().map(|it| it.span).collect();
        prop_assert_eq!(spans, before);
    }

    #[test]
    fn moving_all_keeps_count_and_length_and_moving_back_restores(
        series in any_series(), place in 0_usize..20, days in -10_i32..10, minutes in 0_i64..600,
    ) {
        let ids: Vec<_> = series.ids().collect();
        let place = place % ids.len();
        let at = ids[place];
        let to = Moment::new(at.day.shifted(days), at.time).plus(minutes);
        let go = SeriesEdit { scope: Scope::All, at, change: Change::Move { to, minutes: 45 } };
        if let Ok(Edited { series: Some(there), .. }) = series.edit(&go) {
            prop_assert_eq!(there.ids().count(), ids.len());
            prop_assert_eq!(there.all(100).len(), series.all(100).len());
            prop_assert!(there.all(100).iter().all(|it| it.span.minutes() == 45));
            prop_assert_eq!(there.ids().nth(place).map(|it| it.time), Some(to.time));
            let monthly = matches!(series.rule, Some(Rule { pattern: Pattern::MonthlyNth(..), .. }));
            if !monthly {
                prop_assert_eq!(there.ids().nth(place), Some(to));
                let back = SeriesEdit { scope: Scope::All, at: to, change: Change::Move { to: at, minutes: 60 } };
                let back = there.edit(&back).unwrap().series.unwrap();
                prop_assert_eq!(Series { sequence: 0, ..back }, series);
            }
        } else {
            let spread = matches!(&series.rule, Some(Rule { pattern, every, .. })
                if *every > 1 || matches!(pattern, Pattern::MonthlyNth(..)));
            prop_assert!(spread, "only a rule by the month or every other week may refuse");
        }
    }
}

#[test]
fn all_spares_what_has_been() {
    let series = course();
    let today = Day::new(2027, 1, 20);
    let to = Moment::new(Day::new(2027, 2, 3), Time::new(13, 0));
    let edit = SeriesEdit { scope: Scope::All, at: at(2, 2), change: Change::Move { to, minutes: 60 } };
    let spared = edit.clone().sparing_past(&series, today);
    let first = Moment::new(Day::new(2027, 1, 27), Time::new(13, 0));
    let expected = Change::Move { to: first, minutes: 60 };
    assert_eq!(spared, SeriesEdit { scope: Scope::ThisAndFollowing, at: at(1, 26), change: expected });
    let edited = series.edit(&spared).unwrap();
    assert_eq!(starts(&edited.series.unwrap()), ["2027-01-05T10:00", "2027-01-12T10:00", "2027-01-19T10:00"]);
    assert_eq!(starts(&edited.following.unwrap())[..2], ["2027-01-27T13:00", "2027-02-03T13:00"]);
    // One that is over names those to come; a series that is over names itself.
    let over = SeriesEdit { at: at(1, 5), change: Change::Cancel, ..edit.clone() };
    assert_eq!(over.clone().sparing_past(&series, today).at, at(1, 26));
    assert_eq!(over.sparing_past(&series, Day::new(2028, 1, 1)).at, at(1, 5));
    let this = SeriesEdit { scope: Scope::This, ..edit };
    assert_eq!(this.clone().sparing_past(&series, today), this);
}

#[test]
fn every_occurrence_is_found_again() {
    let series = course();
    let to = Moment::new(Day::new(2027, 1, 27), Time::new(12, 0));
    let moved = |scope| SeriesEdit { scope, at: at(1, 26), change: Change::Move { to, minutes: 60 } };
    let where_is = |edit: &SeriesEdit, id| series.edit(edit).unwrap().whereabouts(&series, edit, id);
    let noon = |day| Moment::new(Day::new(2027, 2, day), Time::new(12, 0));
    let this = moved(Scope::This);
    assert_eq!(where_is(&this, at(1, 26)), Some((Part::Kept, at(1, 26))));
    let following = moved(Scope::ThisAndFollowing);
    assert_eq!(where_is(&following, at(1, 19)), Some((Part::Kept, at(1, 19))));
    assert_eq!(where_is(&following, at(1, 26)), Some((Part::Following, to)));
    assert_eq!(where_is(&following, at(2, 9)), Some((Part::Following, noon(10))));
    let all = moved(Scope::All);
    assert_eq!(where_is(&all, at(2, 9)), Some((Part::Kept, noon(10))));
    // Every other week: those between are no more.
    let rule = Rule::weekly(Day::new(2027, 1, 26), 2, End::Count(3));
    let rarer = SeriesEdit { scope: Scope::ThisAndFollowing, at: at(1, 26), change: Change::Repeat(Some(rule)) };
    assert_eq!(where_is(&rarer, at(2, 2)), None);
    assert_eq!(where_is(&rarer, at(2, 9)), Some((Part::Following, at(2, 9))));
    let ended = SeriesEdit { scope: Scope::ThisAndFollowing, at: at(1, 26), change: Change::Cancel };
    assert_eq!(where_is(&ended, at(2, 9)), None);
    assert_eq!(where_is(&ended, at(1, 12)), Some((Part::Kept, at(1, 12))));
}
