//! Network maps: figures, places, pictures, comparison.

use crate::common;
use crate::support;
use crate::support::{NETWORK, demo};
use crate::words;
use family_map::date::{FuzzyDate, Span};
use family_map::network::*;
use family_map::record::*;
use family_map::scene::{Role, svg};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn close(value: Option<f64>, expected: f64) -> bool {
    value.is_some_and(|value| (value - expected).abs() < 0.0051)
}

#[test]
fn the_figures_of_the_demo_families_are_those_that_were_worked_out_by_hand() {
    /// Family, N, L, density, sectors, rings, mean ring, mutual, several kinds, strained, helpers.
    type Row = (&'static str, u32, u32, f64, [u32; 6], [u32; 4], f64, u32, u32, u32, u32);
    let rows: [Row; 5] = [
        ("A", 15, 16, 0.152, [4, 4, 2, 2, 1, 2], [3, 6, 4, 2], 2.33, 7, 6, 2, 2),
        ("B", 13, 18, 0.231, [4, 3, 1, 1, 1, 3], [4, 5, 3, 1], 2.08, 7, 3, 0, 3),
        ("C", 13, 13, 0.167, [2, 3, 1, 2, 2, 3], [3, 3, 5, 2], 2.46, 6, 5, 0, 3),
        ("D", 14, 14, 0.154, [3, 3, 2, 2, 1, 3], [4, 3, 4, 3], 2.43, 5, 4, 2, 3),
        ("E", 12, 13, 0.197, [2, 3, 1, 1, 2, 3], [3, 2, 5, 2], 2.50, 7, 2, 1, 3),
    ];
    for (letter, members, ties, density, sectors, rings, mean, mutual, multiplex, strained, helpers) in rows {
        let record = demo(letter);
        let it = measure(&map(&record, &NETWORK.into()).unwrap());
        assert_eq!((it.members, it.ties), (members, ties), "{letter}");
        assert!((it.density.value().unwrap() - density).abs() < 0.0006, "{letter} {:?}", it.density);
        assert_eq!(it.by_sector.iter().map(|(_, count)| *count).collect::<Vec<_>>(), sectors, "{letter}");
        assert_eq!(it.by_ring, rings, "{letter}");
        assert!(close(it.mean_ring(), mean), "{letter} {:?}", it.mean_ring());
        let parts = [it.reciprocity, it.multiplexity, it.strained, it.helpers].map(|share| (share.part, share.whole));
        assert_eq!(parts, [mutual, multiplex, strained, helpers].map(|part| (part, members)), "{letter}");
    }
}

#[test]
fn bridges_and_isolates_are_named() {
    let record = demo("A");
    let it = measure(&map(&record, &NETWORK.into()).unwrap());
    assert!(it.bridges.contains(&"a1".into()), "the children know people everywhere");
    assert_eq!(it.isolates, ["a11".into(), "a15".into()]);
}

#[test]
fn an_empty_network_has_no_shares() {
    let mut record = demo("A");
    record.network_members.clear();
    let map = map(&record, &NETWORK.into()).unwrap();
    let it = measure(&map);
    assert_eq!((it.members, it.density.value(), it.mean_ring(), it.helpers.percent()), (0, None, None, None));
    let scene = draw(&map, &arrange(&map, &NetworkOptions::default()), &NetworkView::default());
    assert!(scene.items.is_empty() && !scene.shapes.is_empty());
}

/// Everyone inside their sector and ring, and nobody over anybody.
fn assert_places(map: &Map<'_>, layout: &NetworkLayout) {
    assert_eq!(layout.spots.len(), map.members.len());
    let spots: Vec<_> = layout.spots.iter().collect();
    for (n, (id, spot)) in spots.iter().enumerate() {
        let member = map.members.iter().find(|it| &it.id == *id).unwrap();
        let there = layout.locate(spot.at).unwrap();
        let edge = spot.pinned && (spot.across >= 0.999 || spot.out >= 0.999 || spot.out <= 0.001);
        assert!(edge || there.sector == member.standing.sector, "{id}: {there:?} {spot:?}");
        assert!(edge || there.ring == member.standing.ring, "{id}: {there:?} {spot:?}");
        for (other, beside) in &spots[n + 1..] {
            let (a, b) = (spot.room(), beside.room());
            let over = a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
            assert!(!over || layout.overlaps > 0, "{id} over {other}");
        }
    }
}

#[test]
fn nobody_lies_over_anybody_on_the_demo_maps() {
    for letter in ["A", "B", "C", "D", "E"] {
        let record = demo(letter);
        let map = map(&record, &NETWORK.into()).unwrap();
        let layout = arrange(&map, &NetworkOptions::default());
        assert_places(&map, &layout);
        assert_eq!(layout.overlaps, 0);
        assert!(layout.rings[3] < 620.0, "{letter}: {:?}", layout.rings);
    }
}

#[test]
fn forty_in_one_cell_and_two_hundred_in_all_have_room() {
    let mut record = demo("A");
    for n in 0..200 {
        let (sector, ring) = if n < 40 { ("VENN", Ring::Intimate) } else { ("HJELP", Ring::ALL[n % 4]) };
        let who = Who::named(&format!("Venn nummer {n}"));
        let it = NetworkMember::new(format!("x{n:03}"), NETWORK, who, Standing::at(sector, ring), support::origin());
        record.put(Fact::NetworkMember(it));
    }
    let map = map(&record, &NETWORK.into()).unwrap();
    let layout = arrange(&map, &NetworkOptions::default());
    assert_eq!(layout.overlaps, 0);
    assert_places(&map, &layout);
}

#[test]
fn one_more_person_moves_nobody_who_has_a_place() {
    for letter in ["A", "B", "C", "D", "E"] {
        let mut record = demo(letter);
        let before = arrange(&map(&record, &NETWORK.into()).unwrap(), &NetworkOptions::default());
        for (n, (sector, ring)) in
            [("FAM", Ring::Intimate), ("VENN", Ring::Available), ("HJELP", Ring::Extended)].into_iter().enumerate()
        {
            let who = Who::named("Kari Nordmann");
            // An id that sorts before everyone else: order must not matter.
            let it = NetworkMember::new(format!("0{n}"), NETWORK, who, Standing::at(sector, ring), support::origin());
            record.put(Fact::NetworkMember(it));
            let map = map(&record, &NETWORK.into()).unwrap();
            let options = NetworkOptions { previous: Some(before.clone()) };
            let after = arrange(&map, &options);
            assert_places(&map, &after);
            let grown = after.rings.iter().zip(&before.rings).any(|(after, before)| after > before);
            for (id, spot) in &before.spots {
                let now = &after.spots[id];
                assert_eq!((now.across, now.out), (spot.across, spot.out), "{letter} {id}");
                assert!(grown || (now.at.x - spot.at.x).hypot(now.at.y - spot.at.y) < 0.001, "{letter} {id}");
            }
        }
    }
}

#[test]
fn without_earlier_places_one_more_moves_only_their_own_cell() {
    let mut record = demo("C");
    let before = arrange(&map(&record, &NETWORK.into()).unwrap(), &NetworkOptions::default());
    let it =
        NetworkMember::new("zz", NETWORK, Who::named("Ny"), Standing::at("VENN", Ring::Available), support::origin());
    record.put(Fact::NetworkMember(it));
    let after = arrange(&map(&record, &NETWORK.into()).unwrap(), &NetworkOptions::default());
    for (id, spot) in &before.spots {
        assert_eq!(after.spots[id].at, spot.at, "{id}");
    }
}

#[test]
fn who_is_put_by_hand_stays_there_and_the_others_make_room() {
    let mut record = demo("A");
    let id: NetworkMemberId = "a2".into();
    let free = arrange(&map(&record, &NETWORK.into()).unwrap(), &NetworkOptions::default());
    // Onto the place of somebody else.
    let taken = free.spots[&"a1".into()].at;
    let there = free.locate(taken).unwrap();
    assert_eq!((there.sector, there.ring), ("FAM".into(), Ring::Intimate));
    record.network_members.get_mut(&id).unwrap().pin = Some(there.pin);
    let map = map(&record, &NETWORK.into()).unwrap();
    let after = arrange(&map, &NetworkOptions { previous: Some(free) });
    let at = after.spots[&id].at;
    assert!((at.x - taken.x).hypot(at.y - taken.y) < 1.0, "{at:?} {taken:?}");
    assert_places(&map, &after);
    assert_eq!(after.overlaps, 0);
}

#[test]
fn a_dropped_point_comes_back_as_it_was() {
    let record = demo("B");
    let map = map(&record, &NETWORK.into()).unwrap();
    let layout = arrange(&map, &NetworkOptions::default());
    for (id, spot) in &layout.spots {
        let there = layout.locate(spot.at).unwrap();
        assert_eq!((&there.sector, there.ring), (&spot.sector, spot.ring), "{id}");
        assert!((f64::from(there.pin.across) / 1000.0 - spot.across).abs() < 0.001);
        assert!((f64::from(there.pin.out) / 1000.0 - spot.out).abs() < 0.001);
    }
}

#[test]
fn other_sets_of_sectors_have_their_own_pies_and_lose_nobody() {
    for set in [SectorSet::Five, SectorSet::Four] {
        let mut record = demo("A");
        record.networks.get_mut(&NETWORK.into()).unwrap().sectors = set.sectors();
        let map = map(&record, &NETWORK.into()).unwrap();
        // Who stands in a sector that the set does not have gets it at the end.
        assert_eq!(map.sectors.len(), 6);
        assert_places(&map, &arrange(&map, &NetworkOptions::default()));
    }
    let mut record = demo("A");
    let own = Sector { code: "KOR".into(), label: Some("Koret".to_owned()), helpers: false };
    record.networks.get_mut(&NETWORK.into()).unwrap().sectors = vec![own];
    for member in record.network_members.values_mut() {
        member.standing.sector = "KOR".into();
    }
    let map = map(&record, &NETWORK.into()).unwrap();
    let layout = arrange(&map, &NetworkOptions::default());
    assert_places(&map, &layout);
    let scene = draw(&map, &layout, &NetworkView::default());
    assert!(svg::write(&scene, &words::bokmal).contains("Koret"));
}

#[test]
fn every_shape_has_an_id_a_role_and_a_sentence() {
    for letter in ["A", "B", "C", "D", "E"] {
        let record = demo(letter);
        let map = map(&record, &NETWORK.into()).unwrap();
        let scene = draw(&map, &arrange(&map, &NetworkOptions::default()), &NetworkView::default());
        let ids: BTreeSet<&str> = scene.shapes.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids.len(), scene.shapes.len());
        for shape in &scene.shapes {
            assert!(!shape.alternative.is_empty() || shape.role == Role::Sheet, "{}", shape.id);
        }
        assert_eq!(scene.items.len(), map.members.len());
        // The keyboard reaches everyone, there and back.
        let by_shape: BTreeMap<&str, _> = scene.items.iter().map(|it| (it.shape.as_str(), it)).collect();
        let mut at = &scene.items[0];
        let mut seen = 1;
        while let Some(next) = &at.around.next {
            assert_eq!(by_shape[next.as_str()].around.previous.as_deref(), Some(at.shape.as_str()));
            at = by_shape[next.as_str()];
            seen += 1;
        }
        assert_eq!(seen, scene.items.len());
    }
}

#[test]
fn a_comparison_of_two_days_tells_everything_that_is_different() {
    let mut record = demo("A");
    let day = |iso| FuzzyDate::parse_iso(iso).unwrap();
    let change = day("2027-02-01");
    // Tobias came nearer... he was in the second ring; Geir is further away now.
    let member = |record: &mut Record, id: &str, edit: &dyn Fn(&mut NetworkMember)| {
        edit(record.network_members.get_mut(&id.into()).unwrap());
    };
    member(&mut record, "a2", &|it| {
        let mut before = it.standing.clone();
        before.ring = Ring::Effective;
        it.past = vec![PastStanding { until: change, standing: before }];
    });
    member(&mut record, "a5", &|it| {
        let before = it.standing.clone();
        it.past = vec![PastStanding { until: change, standing: before }];
        it.standing.ring = Ring::Available;
        it.standing.valence = Known::Known(Valence::Strained);
    });
    member(&mut record, "a10", &|it| it.span = Span { from: Some(change), to: None });
    member(&mut record, "a6", &|it| it.span = Span { from: None, to: Some(change) });
    record.acquaintances.get_mut(&"a2-a3".into()).unwrap().span.from = Some(change);
    record.acquaintances.get_mut(&"a4-a5".into()).unwrap().span.to = Some(change);

    let then = family_map::view::on_day(&record, &day("2026-11-20"));
    let now = family_map::view::on_day(&record, &day("2027-03-01"));
    let (before, after) = (map(&then, &NETWORK.into()).unwrap(), map(&now, &NETWORK.into()).unwrap());
    let found = compare(&before, &after);
    assert_eq!(found.new, ["a10".into()]);
    assert_eq!(found.gone, ["a6".into()]);
    assert_eq!(found.nearer, [Movement { member: "a2".into(), from: Ring::Effective, to: Ring::Intimate }]);
    assert_eq!(found.further, [Movement { member: "a5".into(), from: Ring::Effective, to: Ring::Available }]);
    assert_eq!(found.tie.iter().map(|it| it.member.as_str()).collect::<Vec<_>>(), ["a5"]);
    let pairs: Vec<_> = found.between.iter().map(|it| (it.a.as_str(), it.b.as_str(), it.after.is_some())).collect();
    assert_eq!(pairs, [("a2", "a3", true), ("a4", "a5", false)]);
    // Aud and Ine change places in the count; a3-a10 is new with Ine, a6-a8 gone with Aud.
    assert_eq!((found.before.members, found.after.members), (14, 14));
    assert_eq!((found.before.ties, found.after.ties), (14, 14));
    assert_eq!((found.before.strained.part, found.after.strained.part), (2, 2));
    let keys: Vec<&str> = found.said.iter().map(|it| it.key.code()).collect();
    for key in ["change.new", "change.gone", "change.nearer", "change.further", "change.valence", "change.tie_new"] {
        assert!(keys.contains(&key), "{keys:?}");
    }
    let was = arrange(&before, &NetworkOptions::default());
    let is = arrange(&after, &NetworkOptions { previous: Some(was.clone()) });
    let scene = draw_comparison((&before, &was), (&after, &is), &found, &NetworkView::default());
    let ghosts: Vec<_> = scene.shapes.iter().filter(|it| it.role == Role::Ghost).map(|it| it.id.as_str()).collect();
    assert_eq!(ghosts, ["ghost-a2", "ghost-a5", "ghost-a6"]);
    assert!(scene.shapes.iter().any(|it| it.id == "member-a10" && it.class.contains("member-new")));
    assert!(compare(&after, &after).is_same());
}

#[test]
fn tables_are_safe_to_open_in_a_spreadsheet() {
    let mut record = demo("A");
    record.network_members.get_mut(&"a9".into()).unwrap().who = Who::named("=HYPERLINK(\"http://x\"), \"y\"");
    let map = map(&record, &NETWORK.into()).unwrap();
    let members = members_csv(&map, &|arg| words::said(arg));
    assert_eq!(members.lines().count(), 16);
    assert!(members.contains("\"'=HYPERLINK(\"\"http://x\"\"), \"\"y\"\"\""), "{members}");
    assert!(members.contains("a2,Tobias,FAM,1,daily,E P,mutual,supportive,,a1 a3"), "{members}");
    let figures = measures_csv(&[("16.11.2026".to_owned(), measure(&map))]);
    let rows: Vec<Vec<&str>> = figures.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len(), 2);
    let of = |name: &str| rows[1][rows[0].iter().position(|it| *it == name).unwrap()];
    assert_eq!((of("members"), of("ties"), of("density"), of("mean_ring")), ("15", "16", "0.152", "2.333"));
    assert_eq!((of("sector_HJELP"), of("ring_2"), of("reciprocity")), ("2", "6", "0.467"));
}

proptest! {
    #[test]
    fn any_network_is_drawn_whole(record in common::record()) {
        for id in record.networks.keys() {
            let Some(map) = map(&record, id) else { continue };
            let layout = arrange(&map, &NetworkOptions::default());
            assert_places(&map, &layout);
            prop_assert_eq!(&layout, &arrange(&map, &NetworkOptions::default()));
            // Everyone keeps their place when it is drawn again.
            let again = arrange(&map, &NetworkOptions { previous: Some(layout.clone()) });
            for (id, spot) in &layout.spots {
                prop_assert!((again.spots[id].at.x - spot.at.x).abs() < 0.001);
            }
            let scene = draw(&map, &layout, &NetworkView { ties: true, shapes: true });
            let ids: BTreeSet<&str> = scene.shapes.iter().map(|it| it.id.as_str()).collect();
            prop_assert_eq!(ids.len(), scene.shapes.len());
            prop_assert_eq!(scene.items.len(), map.members.len());
        }
    }

    #[test]
    fn what_is_hidden_is_not_counted(record in common::record()) {
        let seen = family_map::redact::redact(
            &record,
            |sight| sight.origin.audience.contains(&PartyKey::from("team")),
            |party| party == &PartyKey::from("team"),
        );
        for id in record.networks.keys() {
            let of = |record: &Record| map(record, id).map(|map| measure(&map).members).unwrap_or(0);
            let allowed = record.network_members.values().filter(|it| {
                &it.network == id && it.origin.audience.contains(&PartyKey::from("team"))
            });
            prop_assert!(of(&seen) as usize <= allowed.count());
        }
    }
}
