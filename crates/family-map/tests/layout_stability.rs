//! What stands stays: one edit after another on families of about a hundred,
//! and a slider through time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/measure.rs"]
mod measure;
mod support;

use family_map::Record;
use family_map::layout::{GaveWay, Layout, Options, arrange};
use family_map::record::*;
use std::collections::BTreeMap;
use std::time::Instant;
use support::planar::Chance;
use support::{couple, link, person};

/// A change such as one makes at the table: someone comes, someone goes, a tie is told.
/// Returns whom it touches.
fn edit(record: &mut Record, chance: &mut Chance, n: usize) -> Vec<PersonId> {
    let ids: Vec<PersonId> = record.people.keys().cloned().collect();
    let who = ids[chance.below(ids.len())].clone();
    let new: PersonId = format!("n{n:05}").into();
    let mut touched = vec![who.clone(), new.clone()];
    match chance.below(6) {
        0 => {
            // A child of a couple.
            record.put(Fact::Person(person(new.as_str(), Symbol::Female)));
            let both: Vec<PersonId> = match record.partnerships.values().nth(chance.below(record.partnerships.len())) {
                Some(pair) => vec![pair.a.clone(), pair.b.clone()],
                None => vec![who],
            };
            for parent in &both {
                record.put(Fact::ParentLink(link(new.as_str(), parent.as_str(), ParentKind::Biological)));
            }
            touched.extend(both);
        }
        1 | 2 => {
            // A new partner.
            record.put(Fact::Person(person(new.as_str(), Symbol::Male)));
            record.put(Fact::Partnership(couple(who.as_str(), new.as_str(), PartnershipKind::Cohabiting)));
        }
        3 => {
            // Parents of someone who has none.
            if record.parents_of(&who).next().is_none() {
                let other: PersonId = format!("o{n:05}").into();
                for (it, symbol) in [(&new, Symbol::Female), (&other, Symbol::Male)] {
                    record.put(Fact::Person(person(it.as_str(), symbol)));
                    record.put(Fact::ParentLink(link(who.as_str(), it.as_str(), ParentKind::Biological)));
                }
                record.put(Fact::Partnership(couple(other.as_str(), new.as_str(), PartnershipKind::Married)));
                touched.push(other);
            }
        }
        4 => {
            // Someone at the edge goes again.
            let is_parent = record.parent_links.values().any(|it| it.parent == who);
            if !is_parent && record.people.len() > 90 {
                record.people.remove(&who);
                record.parent_links.retain(|_, it| it.child != who);
                record.partnerships.retain(|_, it| it.a != who && it.b != who);
            }
        }
        _ => {
            // A foster parent, far away perhaps.
            let other = ids[chance.below(ids.len())].clone();
            if other != who {
                record.put(Fact::ParentLink(link(who.as_str(), other.as_str(), ParentKind::Foster)));
                touched.push(other);
            }
        }
    }
    touched
}

fn moves(before: &Layout, after: &Layout, touched: &[PersonId]) -> Vec<f64> {
    let stays = before.places.iter().filter(|(id, _)| !touched.contains(id));
    stays.filter_map(|(id, it)| Some((after.places.get(id)?.x - it.x).abs())).collect()
}

#[test]
fn a_thousand_edits_leave_the_others_where_they_were() {
    let (mut worst, mut all, mut slowest) = (0.0_f64, Vec::new(), 0.0_f64);
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
            let start = Instant::now();
            let after = arrange(&record, &options);
            slowest = slowest.max(start.elapsed().as_secs_f64() * 1000.0);
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
    println!(
        "median move of {} edits: {:.1}, worst {worst:.1}; slowest {slowest:.2} ms",
        all.len(),
        measure::median(all)
    );
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
