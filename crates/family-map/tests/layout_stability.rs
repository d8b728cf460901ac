//! What stands stays: one edit after another on families of about a hundred,
//! and a slider through time.

use crate::measure;
use crate::support;
use crate::support::edits::edit;
use crate::support::planar::Chance;
use family_map::layout::{GaveWay, Layout, Options, arrange, arrange_within};
use family_map::record::*;
use family_map::view::{on_day, only_people};
use family_map::{FuzzyDate, Record};
use std::collections::BTreeMap;

fn moves(before: &Layout, after: &Layout, touched: &[PersonId]) -> Vec<f64> {
    let stays = before.places.iter().filter(|(id, _)| !touched.contains(id));
    stays.filter_map(|(id, it)| Some((after.places.get(id)?.x - it.x).abs())).collect()
}

#[test]
fn a_thousand_edits_leave_the_others_where_they_were() {
    let (mut worst, mut all) = (0.0_f64, Vec::new());
    for family in 0..20 {
        let mut chance = Chance(family + 7);
        let mut record = support::measured("generated-100.json");
        let mut layout = arrange(&record, &Options::default());
        // Two are pinned where they stand, and one a little aside.
        let mut pins: BTreeMap<PersonId, f64> = BTreeMap::new();
        for n in [3, 40, 77] {
            let (id, place) = layout.places.iter().nth(n + family as usize % 5).unwrap();
            pins.insert(id.clone(), place.x);
        }
        for n in 0..50 {
            let touched = edit(&mut record, &mut chance, n);
            let options = Options { pins: pins.clone(), ..Options::after(&layout) };
            let after = arrange(&record, &options);
            assert_eq!(after.places.len(), record.people.len());
            assert_eq!(measure::crowded(&after), 0, "family {family}, edit {n}");
            for (id, x) in &pins {
                if let Some(place) = after.places.get(id) {
                    assert!((place.x - x).abs() < 0.01, "family {family}, edit {n}: {id} is pinned and moved");
                }
            }
            assert!(!after.gave_way.iter().any(|it| matches!(it, GaveWay::PinMoved(_))));
            let moved = measure::median(moves(&layout, &after, &touched));
            assert!(moved <= layout.sizes.symbol, "family {family}, edit {n}: the median moves {moved}");
            worst = worst.max(moved);
            all.push(moved);
            layout = after;
        }
    }
    assert_eq!(all.len(), 1000);
    assert!(measure::median(all) <= 1.0, "most edits move most people; the worst by {worst}");
}

#[test]
fn nothing_changed_means_nobody_moves() {
    for letter in ["A", "B", "C", "D", "E"] {
        let record = support::demo(letter);
        let before = arrange(&record, &Options::default());
        let after = arrange(&record, &Options::after(&before));
        let far = moves(&before, &after, &[]).into_iter().fold(0.0, f64::max);
        assert!(far <= 1.0, "{letter}: someone moves {far}");
    }
}

#[test]
fn a_slider_through_time_lets_nobody_jump() {
    let whole = support::measured("generated-100.json");
    let mut chance = Chance(5);
    let ids: Vec<PersonId> = whole.people.keys().cloned().collect();
    // Everyone of all times has a place from the start.
    let everywhere = Options::after(&arrange(&whole, &Options::default())).previous;
    let mut last: Option<Layout> = None;
    // Forwards a few come each time, and backwards they go.
    let mut order = ids.clone();
    chance.shuffle(&mut order);
    let steps: Vec<usize> = (4..=ids.len()).step_by(9).collect();
    for count in steps.iter().chain(steps.iter().rev()) {
        let mut record = whole.clone();
        for gone in &order[*count..] {
            record.people.remove(gone);
        }
        let options = Options { previous: everywhere.clone(), ..Options::default() };
        let layout = arrange(&record, &options);
        assert_eq!(layout.places.len(), *count);
        if let Some(last) = &last {
            let moved = measure::median(moves(last, &layout, &[]));
            assert!(moved <= layout.sizes.symbol, "to {count} people: the median moves {moved}");
        }
        last = Some(layout);
    }
}

#[test]
fn through_all_years_everyone_stands_where_they_stand_in_the_whole() {
    for letter in ["A", "B", "C", "D", "E"] {
        let record = support::demo(letter);
        let whole = arrange(&record, &Options::default());
        for year in 1890..2029 {
            let day = on_day(&record, &FuzzyDate::year(year));
            let layout = arrange_within(&day, &whole);
            assert_eq!(layout.places.len(), day.people.len());
            for (id, place) in &layout.places {
                let there = &whole.places[id];
                let off = (place.x - there.x).abs().max((place.y - there.y).abs());
                assert!(off < 0.01 && place.row == there.row, "{letter} {year}: {id} jumps by {off}");
            }
            assert_eq!(measure::lines_through_symbols(&layout), 0, "{letter} {year}");
        }
    }
    // Somebody whom the whole does not hold is drawn as well.
    let mut record = support::demo("D");
    let whole = arrange(&record, &Options::default());
    record.put(Fact::Person(support::person("new", Symbol::Female)));
    assert_eq!(arrange_within(&record, &whole).places.len(), record.people.len());
}

/// Lays out one record after another, each knowing only the picture before it,
/// and says how far the middle one of those who are on both moves, step by step.
fn slide(records: impl Iterator<Item = Record>) -> Vec<f64> {
    let (mut last, mut moved): (Option<Layout>, Vec<f64>) = (None, Vec::new());
    for record in records {
        let layout = arrange(&record, &last.as_ref().map(Options::after).unwrap_or_default());
        assert_eq!(layout.places.len(), record.people.len());
        assert_eq!(measure::crowded(&layout), 0);
        if let Some(last) = &last {
            moved.push(measure::median(moves(last, &layout, &[])));
        }
        last = Some(layout);
    }
    moved
}

#[test]
fn a_slider_that_knows_only_the_last_picture_lets_hardly_anybody_jump() {
    let symbol = Options::default().sizes.symbol;
    for letter in ["A", "B", "C", "D", "E"] {
        let whole = support::demo(letter);
        let years = (1990..2028).chain((1990..2028).rev());
        let moved = slide(years.map(|year| on_day(&whole, &FuzzyDate::year(year))));
        // Where a tie begins or ends between two halves of a small family, one half moves over.
        let jumps = moved.iter().filter(|it| **it > symbol).count();
        assert!(moved.len() == 75 && jumps <= 2, "{letter}: {jumps} jumps, {moved:?}");
    }
    // A family of a hundred that grows from its oldest generation, and shrinks again.
    let whole = support::measured("generated-100.json");
    let layout = arrange(&whole, &Options::default());
    let mut order: Vec<PersonId> = whole.people.keys().cloned().collect();
    order.sort_by_key(|id| layout.places[id].row);
    let counts: Vec<usize> = (10..=order.len()).collect();
    let grown = counts.iter().chain(counts.iter().rev()).map(|count| {
        let keep = order[..*count].iter().cloned().collect();
        only_people(&whole, &keep)
    });
    let moved = slide(grown);
    assert!(moved.iter().all(|it| *it <= symbol), "the median moves {moved:?}");
}
