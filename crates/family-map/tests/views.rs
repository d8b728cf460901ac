//! A day of life, layers, and one person: what is left out leaves nothing behind.

use crate::common;
use crate::support::demo;
use family_map::date::FuzzyDate;
use family_map::layout::{Options, arrange};
use family_map::record::*;
use family_map::scene::{View, draw};
use family_map::view::{Layers, around, layers, on_day, only_people};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn day(iso: &str) -> FuzzyDate {
    FuzzyDate::parse_iso(iso).unwrap()
}

/// Every tie leads to what is there, and nothing is marked as removed.
fn assert_whole(record: &Record) {
    for fact in record.facts() {
        let exempt = matches!(fact, Fact::NetworkMember(_) | Fact::EcomapSystem(_) | Fact::BirthGroup(_));
        for id in fact.leans_on() {
            assert!(record.holds(&id), "{id} of {} ({exempt})", fact.id());
        }
    }
    assert!(record.index.as_ref().is_none_or(|id| record.people.contains_key(id)));
    assert!(record.removed.is_empty());
    assert!(record.birth_groups.values().all(|it| it.children.len() > 1));
}

#[test]
fn family_a_as_it_was_in_2020() {
    let record = demo("A");
    let then = on_day(&record, &day("2020-06-01"));
    assert_whole(&then);
    let here = |id: &str| then.people.contains_key(&id.into());
    // The twins are born, Oskar, Iben and the miscarriage are not; the dog came that year.
    assert!(here("A07") && here("A08") && here("A06") && here("A23"));
    assert!(!here("A15") && !here("A10") && !here("A09") && !here("A13"));
    // Odd is dead since 2019; the divorce of 2022 has not happened, and neither has the separation of 2021.
    assert_eq!(then.people[&"A17".into()].life, Life::Dead);
    let kind = |a: &str, b: &str| {
        let of = |it: &&Partnership| it.a == a.into() && it.b == b.into();
        then.partnerships.values().find(of).map(|it| (it.kind, it.span.to.is_some()))
    };
    assert_eq!(kind("A01", "A03"), Some((PartnershipKind::Married, false)));
    assert_eq!(kind("A01", "A02"), Some((PartnershipKind::EndedCohabitation, true)));
    assert_eq!(kind("A01", "A04"), None);
    // In 2018 Odd lives, and in 2016 Marte and Stian live together.
    assert_eq!(on_day(&record, &day("2018-01-01")).people[&"A17".into()].life, Life::Alive);
    let then = on_day(&record, &day("2016-01-01"));
    let stian = then.partnerships.values().find(|it| it.b == "A02".into()).unwrap();
    assert_eq!((stian.kind, stian.span.to), (PartnershipKind::Cohabiting, None));
    // The child who is expected in March 2027 is not yet on the way in June 2026.
    assert!(!on_day(&record, &day("2026-05-01")).people.contains_key(&"A13".into()));
    assert!(on_day(&record, &day("2026-07-01")).people.contains_key(&"A13".into()));
    assert!(on_day(&record, &day("2026-11-23")).networks.len() == 1);
    assert!(on_day(&record, &day("2026-11-15")).networks.is_empty());
}

#[test]
fn a_separation_comes_before_the_divorce() {
    let mut record = demo("A");
    let it = record.partnerships.values_mut().find(|it| it.b == "A03".into()).unwrap();
    it.events = vec![(PartnershipEvent::Separated, day("2021-01-20"))];
    let kind = |on: &str| on_day(&record, &day(on)).partnerships[&"A01+A03".into()].kind;
    assert_eq!(kind("2020-01-01"), PartnershipKind::Married);
    assert_eq!(kind("2021-06-01"), PartnershipKind::Separated);
    assert_eq!(kind("2022-03-01"), PartnershipKind::Divorced);
}

#[test]
fn who_is_missing_since_then_was_there_before() {
    let mut record = demo("C");
    let it = record.people.get_mut(&"C02".into()).unwrap();
    assert_eq!(it.life, Life::Missing);
    it.death = Known::Known(day("2023-06"));
    assert_eq!(on_day(&record, &day("2022-01-01")).people[&"C02".into()].life, Life::Alive);
    // Some time in June: on the fifteenth nobody can say that it was later.
    assert_eq!(on_day(&record, &day("2023-06-15")).people[&"C02".into()].life, Life::Missing);
}

#[test]
fn layers_come_off_one_by_one() {
    let record = demo("D");
    assert_eq!(layers(&record, Layers::ALL), record);
    let without = |change: &dyn Fn(&mut Layers)| {
        let mut some = Layers::ALL;
        change(&mut some);
        let seen = layers(&record, some);
        assert_whole(&seen);
        seen
    };
    assert!(without(&|it| it.bonds = false).bonds.is_empty());
    let calm = without(&|it| it.sensitive = false);
    assert!(!calm.bonds.is_empty() && calm.bonds.values().all(|it| !it.kind.is_sensitive()));
    assert!(without(&|it| it.pets = false).people.values().all(|it| it.symbol != Symbol::Pet));
    assert!(without(&|it| it.networks = false).network_members.is_empty());
    assert!(without(&|it| it.ecomaps = false).systems.is_empty());
    // The home of the ecomap stays, all others go.
    let homes = without(&|it| it.households = false).households;
    assert_eq!(homes.keys().map(HouseholdId::as_str).collect::<Vec<_>>(), ["H-D1"]);
    let record = demo("A");
    let seen = layers(&record, Layers { losses: false, ..Layers::ALL });
    assert!(!["A06", "A09", "A12"].into_iter().any(|id| seen.people.contains_key(&id.into())));
}

#[test]
fn around_emil_with_one_and_two_generations() {
    let record = demo("A");
    let one = around(&record, &"A05".into(), 1);
    assert_whole(&one);
    let ids: BTreeSet<&str> = one.people.keys().map(PersonId::as_str).collect();
    // Parents with the step-mother, siblings on both sides, those at home; no grandparents.
    for id in ["A01", "A02", "A14", "A07", "A08", "A15", "A06", "A23"] {
        assert!(ids.contains(id), "{id} not in {ids:?}");
    }
    assert!(!ids.contains("A16") && !ids.contains("A18"));
    let two = around(&record, &"A05".into(), 2);
    assert!(two.people.contains_key(&"A16".into()) && two.people.contains_key(&"A17".into()));
    let none = around(&record, &"A05".into(), 0);
    assert_eq!(none.people.keys().map(PersonId::as_str).collect::<Vec<_>>(), ["A05"]);
    assert_eq!(around(&record, &"nobody".into(), 3), Record::new());
    // Somebody's own network comes along; the network of another does not.
    assert_eq!(around(&record, &"A01".into(), 1).networks.len(), 1);
    assert!(one.networks.is_empty() && one.network_members.is_empty());
}

#[test]
fn a_group_loses_its_name_with_one_of_its_people() {
    let record = demo("A");
    let keep = record.people.keys().filter(|id| id.as_str() != "A07").cloned().collect();
    let seen = only_people(&record, &keep);
    let children = &seen.network_members[&"a1".into()];
    assert_eq!(children.who.name, None);
    assert_eq!(children.who.people, ["A05".into(), "A08".into()].into());
    assert!(seen.birth_groups.is_empty());
    assert!(!serde_json::to_string(&seen).unwrap().contains("A07"));
}

proptest! {
    #[test]
    fn any_view_of_any_record_is_whole_and_can_be_drawn(
        record in common::record(),
        year in 1890..2040_u16,
        who in 0..6_u8,
        generations in 0..4_u8,
        bits in any::<u16>(),
    ) {
        let bit = |n: u16| bits >> n & 1 == 1;
        let some = Layers {
            bonds: bit(0), sensitive: bit(1), households: bit(2), former: bit(3),
            losses: bit(4), pets: bit(5), networks: bit(6), ecomaps: bit(7), health: bit(8),
        };
        let today = day("2026-11-23");
        let person = PersonId::from(format!("p{who}"));
        for seen in [on_day(&record, &FuzzyDate::year(year)), layers(&record, some), around(&record, &person, generations)] {
            assert_whole(&seen);
            let scene = draw(&seen, &arrange(&seen, &Options::default()), &View::on(today));
            prop_assert_eq!(scene.people.len(), seen.people.len());
            // Nothing is made up.
            let ids: BTreeSet<FactId> = record.fact_ids().collect();
            prop_assert!(seen.fact_ids().all(|id| ids.contains(&id)));
        }
    }

    #[test]
    fn a_view_of_a_view_is_the_view(record in common::record(), year in 1890..2040_u16) {
        let on = FuzzyDate::year(year);
        let once = on_day(&record, &on);
        prop_assert_eq!(on_day(&once, &on), once);
    }
}
