//! The rules of the layout, on measured files, on the demo families and on
//! whatever graph chance makes.

use crate::measure;
use crate::support;
use crate::support::{couple, link, person};
use family_map::FuzzyDate;
use family_map::Record;
use family_map::layout::{GaveWay, Options, Refiner, arrange};
use family_map::record::*;
use family_map::redact::redact;
use proptest::prelude::*;

#[test]
fn a_hundred_people_without_loops_cross_nowhere() {
    let record = support::measured("generated-100.json");
    let layout = arrange(&record, &Options::default());
    let found = measure::of(&layout);
    assert_eq!((found.shown, found.copies, found.crossings, found.overlaps), (103, 0, 0, 0), "{found:?}");
    assert_eq!((measure::drawn_crossings(&layout), measure::lines_through_symbols(&layout)), (0, 0));
    assert!(found.adjacent == 1.0 && found.centred >= 0.92, "{found:?}");
}

#[test]
fn kings_with_loops_are_each_drawn_once_with_their_wives_beside_them() {
    let record = support::measured("ivar.json");
    let found = measure::of(&arrange(&record, &Options::default()));
    assert_eq!((found.shown, found.copies, found.overlaps), (1082, 0, 0), "{found:?}");
    assert!(found.adjacent == 1.0 && found.centred >= 0.6, "{found:?}");
    assert!(found.crossings < 1100, "{found:?}");
}

#[test]
fn a_refined_picture_is_better_and_the_same_each_time() {
    let record = support::measured("generated-300.json");
    let refined = || {
        let mut refiner = Refiner::new(&record, &Options::default(), 7);
        // In small slices, as a browser would.
        for _ in 0..40 {
            if refiner.step(20_000) {
                break;
            }
        }
        refiner.layout()
    };
    let (one, two) = (refined(), refined());
    assert_eq!(one, two);
    let first = measure::of(&arrange(&record, &Options::default()));
    let found = measure::of(&one);
    assert_eq!((found.shown, found.copies, found.overlaps), (304, 0, 0), "{found:?}");
    assert!(found.crossings <= first.crossings && found.adjacent == 1.0, "{found:?} after {first:?}");
}

#[test]
fn what_can_be_drawn_without_crossings_is() {
    let mut people = 0;
    for seed in 0..1000 {
        let record = support::planar::family(seed);
        let layout = arrange(&record, &Options::default());
        let found = measure::of(&layout);
        people += found.shown;
        assert_eq!((found.shown, found.copies, found.overlaps), (record.people.len(), 0, 0), "{seed}: {found:?}");
        assert_eq!(found.crossings, 0, "family {seed} of {} people: {found:?}", found.shown);
        assert!(found.adjacent == 1.0, "{seed}: {found:?}");
    }
    assert!(people > 20_000, "the families are too small to say much: {people}");
}

#[test]
fn the_demo_families_keep_every_rule() {
    for letter in ["A", "B", "C", "D", "E"] {
        let record = support::demo(letter);
        let layout = arrange(&record, &Options::default());
        assert_eq!(layout.places.len(), record.people.len());
        assert_eq!(measure::crowded(&layout), 0, "{letter}");
        assert_eq!(layout.gave_way, [], "{letter}");
    }
}

#[test]
fn siblings_stand_in_birth_order_and_man_left_of_woman() {
    let mut record = Record::new();
    for (id, symbol, year) in [
        ("mother", Symbol::Female, 1960),
        ("father", Symbol::Male, 1958),
        ("c", Symbol::Male, 1990),
        ("a", Symbol::Female, 1985),
        ("b", Symbol::Male, 1987),
    ] {
        let mut one = person(id, symbol);
        one.birth = Known::Known(FuzzyDate::year(year));
        record.put(Fact::Person(one));
    }
    record.put(Fact::Partnership(couple("mother", "father", PartnershipKind::Married)));
    for child in ["a", "b", "c"] {
        record.put(Fact::ParentLink(link(child, "mother", ParentKind::Biological)));
        record.put(Fact::ParentLink(link(child, "father", ParentKind::Biological)));
    }
    let layout = arrange(&record, &Options::default());
    let x = |id: &str| layout.places[&id.into()].x;
    assert!(x("father") < x("mother"));
    assert!(x("a") < x("b") && x("b") < x("c"));
    assert!((f64::midpoint(x("father"), x("mother")) - x("b")).abs() < 1.0);
}

#[test]
fn a_pinned_person_stays_and_the_rest_makes_room() {
    let record = support::demo("A");
    let mut options = Options::default();
    options.pins.insert("A04".into(), 1234.5);
    let layout = arrange(&record, &options);
    assert!((layout.places[&"A04".into()].x - 1234.5).abs() < 0.01);
    assert_eq!(measure::crowded(&layout), 0);
}

#[test]
fn one_more_child_leaves_the_others_where_they_were() {
    let record = support::measured("generated-100.json");
    let before = arrange(&record, &Options::default());
    let mut grown = record.clone();
    let link_of = record.parent_links.values().next().unwrap().clone();
    grown.put(Fact::Person(person("new", Symbol::Female)));
    for parent in record.parents_of(&link_of.child) {
        grown.put(Fact::ParentLink(link("new", parent.parent.as_str(), ParentKind::Biological)));
    }
    let after = arrange(&grown, &Options::after(&before));
    let mut moved: Vec<f64> = before.places.iter().map(|(id, it)| (after.places[id].x - it.x).abs()).collect();
    moved.sort_by(f64::total_cmp);
    assert!(moved[moved.len() / 2] <= before.sizes.symbol, "median move {}", moved[moved.len() / 2]);
    assert_eq!(after.places.len(), 104);
}

#[test]
fn someone_who_is_their_own_grandparent_is_still_drawn() {
    let mut record = Record::new();
    for id in ["a", "b", "c"] {
        record.put(Fact::Person(person(id, Symbol::Unknown)));
    }
    for (child, parent) in [("a", "b"), ("b", "c"), ("c", "a"), ("a", "a")] {
        record.put(Fact::ParentLink(link(child, parent, ParentKind::Biological)));
    }
    record.put(Fact::Partnership(couple("a", "a", PartnershipKind::Married)));
    record.put(Fact::Partnership(couple("a", "gone", PartnershipKind::Married)));
    let layout = arrange(&record, &Options::default());
    assert_eq!(layout.places.len(), 3);
    assert!(layout.gave_way.iter().any(|it| matches!(it, GaveWay::ParentBelowChild { .. })));
    assert!(arrange(&Record::new(), &Options::default()).places.is_empty());
}

/// Any people with any ties, also such as cannot be.
fn any_record() -> impl Strategy<Value = Record> {
    let people = 0_usize..24;
    people.prop_flat_map(|count| {
        let who = 0..count.max(1);
        let couples = proptest::collection::vec((who.clone(), who.clone(), 0..PartnershipKind::ALL.len()), 0..14);
        let links = proptest::collection::vec((who.clone(), who.clone(), 0..ParentKind::ALL.len()), 0..40);
        let twins = proptest::collection::vec((who.clone(), who), 0..3);
        let each = proptest::collection::vec((0..Symbol::ALL.len(), 0..Life::ALL.len(), 0_u16..60, 0..4_u8), count);
        (each, couples, links, twins).prop_map(|(each, couples, links, twins)| {
            let mut record = Record::new();
            let id = |n: usize| format!("p{n:02}");
            for (n, (symbol, life, year, kind)) in each.into_iter().enumerate() {
                let mut one = person(&id(n), Symbol::ALL[symbol]);
                one.life = Life::ALL[life];
                one.birth = if kind == 0 { Known::NotAsked } else { Known::Known(FuzzyDate::year(1960 + year)) };
                one.called = (kind == 1).then(|| "Abdelrahman Idris Yousif".to_owned());
                one.shielded = kind == 3 && year < 6;
                record.put(Fact::Person(one));
            }
            for (a, b, kind) in couples {
                record.put(Fact::Partnership(couple(&id(a), &id(b), PartnershipKind::ALL[kind])));
            }
            for (child, parent, kind) in links {
                record.put(Fact::ParentLink(link(&id(child), &id(parent), ParentKind::ALL[kind])));
            }
            for (a, b) in twins {
                record.put(Fact::BirthGroup(BirthGroup {
                    id: format!("{a}={b}").into(),
                    children: [id(a).into(), id(b).into()].into(),
                    zygosity: Zygosity::Unknown,
                    origin: support::origin(),
                }));
            }
            record
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn everyone_is_placed_once_apart_and_finite(record in any_record()) {
        let layout = arrange(&record, &Options::default());
        prop_assert_eq!(layout.places.len(), record.people.len());
        prop_assert_eq!(measure::crowded(&layout), 0);
        let points = layout.couples.iter().flat_map(|it| &it.route)
            .chain(layout.families.iter().flat_map(|it| it.trunk.iter().chain(it.children.iter().flat_map(|it| &it.route))));
        for at in points {
            prop_assert!(at.x.is_finite() && at.y.is_finite());
        }
        for (id, place) in &layout.places {
            prop_assert!(place.x.is_finite() && place.y.is_finite(), "{}", id);
        }
        prop_assert_eq!(&layout, &arrange(&record, &Options::default()));
        let again = arrange(&record, &Options::after(&layout));
        prop_assert_eq!(measure::crowded(&again), 0);
        prop_assert_eq!(again.places.len(), record.people.len());
    }

    #[test]
    fn a_child_stands_below_its_parents_unless_that_gave_way(record in any_record()) {
        let layout = arrange(&record, &Options::default());
        for family in &layout.families {
            for line in &family.children {
                for parent in &family.parents {
                    let gave_way = GaveWay::ParentBelowChild { child: line.child.clone(), parent: parent.clone() };
                    let below = layout.places[&line.child].row > layout.places[parent].row;
                    prop_assert!(below || layout.gave_way.contains(&gave_way));
                }
            }
        }
    }

    #[test]
    fn every_tie_of_descent_has_its_line(record in any_record()) {
        let layout = arrange(&record, &Options::default());
        let drawn: std::collections::BTreeSet<&ParentLinkId> =
            layout.families.iter().flat_map(|it| it.children.iter().flat_map(|it| &it.links)).collect();
        for link in record.parent_links.values().filter(|it| it.kind.is_descent() && it.child != it.parent) {
            prop_assert!(drawn.contains(&link.id), "{:?}", link);
        }
    }

    #[test]
    fn hidden_people_leave_no_trace(record in any_record(), hidden in proptest::collection::btree_set(0_usize..24, 0..6)) {
        let mut marked = record.clone();
        let mut without = record.clone();
        for id in hidden.iter().map(|n| PersonId(format!("p{n:02}"))) {
            if let Some(one) = marked.people.get_mut(&id) {
                one.origin = Origin::told("secret", ["nobody"]);
            }
            without.people.remove(&id);
        }
        let seen = redact(&marked, |it| it.origin.teller.0 != "secret", |_| true);
        let never = redact(&without, |_| true, |_| true);
        prop_assert_eq!(arrange(&seen, &Options::default()), arrange(&never, &Options::default()));
    }
}
