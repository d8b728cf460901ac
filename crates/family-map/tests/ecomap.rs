//! Ecomaps: figures, places, pictures, and what a viewer may see of them.

use crate::common;
use crate::support;
use crate::support::demo;
use family_map::ecomap::*;
use family_map::layout::Point;
use family_map::record::*;
use family_map::redact::redact;
use family_map::scene::{Form, Role, Scene, Text};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn drawn(record: &Record, centre: &Centre) -> Scene {
    let map = ecomap(record, centre).unwrap();
    draw(&map, &arrange(&map))
}

fn home(letter: &str) -> Centre {
    let id = ["H-A1", "H-B1", "H-C1", "H-D1", "H-E2"].into_iter().find(|it| it.contains(letter)).unwrap();
    Centre::Household(id.into())
}

/// No circle over another, and none over the middle.
fn assert_apart(layout: &EcomapLayout) {
    let spots: Vec<_> = layout.spots.iter().collect();
    for (n, (id, spot)) in spots.iter().enumerate() {
        assert!(spot.pinned || spot.at.x.hypot(spot.at.y) > layout.centre + spot.radius, "{id} on the middle");
        for (other, beside) in &spots[n + 1..] {
            let far = (spot.at.x - beside.at.x).hypot(spot.at.y - beside.at.y);
            assert!(far >= spot.radius + beside.radius || (spot.pinned && beside.pinned), "{id} over {other}");
        }
    }
}

#[test]
fn the_figures_of_family_a() {
    let record = demo("A");
    let it = measure(&ecomap(&record, &home("A")).unwrap());
    let expected = EcomapMeasures {
        systems: 13,
        strong: 5,
        weak: 2,
        broken: 1,
        unused: 1,
        stressful: 4,
        gives: 6,
        takes: 1,
        mutual: 3,
    };
    assert_eq!(it, expected);
}

#[test]
fn nothing_lies_over_anything_on_the_demo_maps() {
    for letter in ["A", "B", "C", "D", "E"] {
        let record = demo(letter);
        let centre = home(letter);
        assert_eq!(centres(&record), std::slice::from_ref(&centre));
        let map = ecomap(&record, &centre).unwrap();
        let layout = arrange(&map);
        assert_apart(&layout);
        assert_eq!(layout.spots.len(), map.systems.len());
        let scene = draw(&map, &layout);
        let ids: BTreeSet<&str> = scene.shapes.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids.len(), scene.shapes.len());
        assert!(scene.shapes.iter().all(|it| !it.alternative.is_empty()));
        assert_eq!(scene.items.len(), map.systems.len());
    }
}

#[test]
fn one_system_more_moves_no_other() {
    let mut record = demo("A");
    let before = arrange(&ecomap(&record, &home("A")).unwrap());
    for (n, kind) in SystemKind::ALL.iter().enumerate() {
        let it = EcomapSystem::new(format!("x{n:02}"), home("A"), *kind, support::origin());
        record.put(Fact::EcomapSystem(it));
    }
    let after = arrange(&ecomap(&record, &home("A")).unwrap());
    assert_apart(&after);
    for (id, spot) in &before.spots {
        assert_eq!(after.spots[id].at, spot.at, "{id}");
    }
}

#[test]
fn words_stand_beside_every_arrow() {
    for letter in ["A", "B", "C", "D", "E"] {
        let scene = drawn(&demo(letter), &home(letter));
        for shape in scene.shapes.iter().filter(|it| it.role == Role::Tie) {
            let arrow = shape.parts.iter().any(|it| it.class == "arrow");
            let words = shape.parts.iter().any(|it| {
                it.class == "energy-label"
                    && matches!(&it.form, Form::Text { text: Text::Messages(said), .. }
                        if said[0].key.code().starts_with("energy."))
            });
            assert_eq!(arrow, words, "{}", shape.id);
        }
    }
}

#[test]
fn what_is_not_in_use_has_no_line_and_a_broken_tie_has_a_gap() {
    let record = demo("A");
    let scene = drawn(&record, &home("A"));
    let tie = |name: &str| {
        let system = record.systems.values().find(|it| it.who.name.as_deref() == Some(name)).unwrap();
        let id = format!("tie-{}", system.id);
        scene.shapes.iter().find(|it| it.id == id).map(|it| it.class.clone())
    };
    assert_eq!(tie("Boligkontoret"), None);
    assert_eq!(tie("Kristoffers foreldre").as_deref(), Some("system-tie strength-broken stressful"));
    assert_eq!(tie("Barnehagen").as_deref(), Some("system-tie strength-strong"));
}

#[test]
fn a_system_put_by_hand_stays_there() {
    let mut record = demo("A");
    let id: SystemId = "system-03".into();
    record.systems.get_mut(&id).unwrap().pin = Some(Pin { across: 250, out: 500 });
    let layout = arrange(&ecomap(&record, &home("A")).unwrap());
    let Point { x, y } = layout.spots[&id].at;
    assert!(y.abs() < 0.001 && x > 0.0 && layout.spots[&id].pinned);
    assert_apart(&layout);
}

#[test]
fn around_a_person_too() {
    let mut record = demo("E");
    let centre = Centre::Person("E08".into());
    let it = EcomapSystem::new("s", centre.clone(), SystemKind::School, support::origin());
    record.put(Fact::EcomapSystem(it));
    let scene = drawn(&record, &centre);
    assert_eq!(scene.items.len(), 1);
    assert!(ecomap(&record, &Centre::Person("nobody".into())).is_none());
}

#[test]
fn the_systems_around_a_home_are_hidden_with_it() {
    let record = demo("B");
    // Julie's whole home is hidden from somebody who must not find her.
    let sees =
        |sight: &family_map::redact::Sight<'_>| !(sight.locates && sight.about.iter().any(|id| id.as_str() == "B07"));
    let seen = redact(&record, sees, |_| true);
    let names: Vec<_> = seen.systems.values().filter_map(|it| it.who.name.as_deref()).collect();
    // What is about all who live there goes; what is about Noah alone stays.
    assert!(!names.contains(&"Farmor Wenche") && names.contains(&"BUP"), "{names:?}");
    // And with nobody of the home to be found, nothing is left of it.
    let seen = redact(&record, |sight| !sight.locates, |_| true);
    assert!(seen.systems.is_empty() && seen.households.is_empty());
    assert!(!serde_json::to_string(&seen).unwrap().contains("H-B1"));
}

#[test]
fn a_shielded_child_is_not_named_in_a_group() {
    let record = demo("B");
    let seen = redact(&record, |_| true, |_| true);
    let member = &seen.network_members[&"b3".into()];
    assert_eq!((member.who.name.as_deref(), member.who.people.len()), (None, 1));
    let text = serde_json::to_string(&seen).unwrap();
    assert!(!text.contains("Fostersøster"));
}

proptest! {
    #[test]
    fn any_ecomap_is_drawn_whole(record in common::record()) {
        for centre in centres(&record) {
            let Some(map) = ecomap(&record, &centre) else { continue };
            let layout = arrange(&map);
            assert_apart(&layout);
            let scene = draw(&map, &layout);
            prop_assert_eq!(scene.items.len(), map.systems.len());
        }
    }
}
