//! Maps read aloud: complete enough to draw them from.

use crate::support;
use family_map::FuzzyDate;
use family_map::description::{Paragraph, describe};
use family_map::layout::{Options, arrange};
use family_map::message::{Arg, Message};
use family_map::record::*;
use family_map::scene::{View, draw};
use family_map::{ecomap, network};
use std::collections::BTreeSet;

/// What to call a demo person, as a text.
fn called(record: &Record, id: &PersonId) -> String {
    record.people[id].label().unwrap_or_default().to_owned()
}

fn texts(arg: &Arg) -> Vec<String> {
    match arg {
        Arg::Text(text) => vec![text.clone()],
        Arg::Number(number) => vec![number.to_string()],
        Arg::Date(date) => vec![date.to_string()],
        Arg::List(all) => all.iter().flat_map(texts).collect(),
        Arg::Message(it) => std::iter::once(it.key.code().to_owned()).chain(it.args.values().flat_map(texts)).collect(),
    }
}

fn genogram(record: &Record) -> Vec<Paragraph> {
    let view = View { bonds: true, sensitive: true, ..View::on(FuzzyDate::day(2026, 11, 23).unwrap()) };
    let scene = draw(record, &arrange(record, &Options::default()), &view);
    describe(record, &scene)
}

/// The sentences with this key's beginning, with the texts in one value.
fn said(told: &[Paragraph], key: &str) -> Vec<Message> {
    told.iter().flat_map(|it| &it.said).filter(|it| it.key.code().starts_with(key)).cloned().collect()
}

#[test]
fn from_the_words_of_a_genogram_every_parent_tie_can_be_drawn_again() {
    // Family A has a first name for each.
    let record = support::demo("A");
    let told = genogram(&record);
    let mut drawn = BTreeSet::new();
    for paragraph in &told {
        let Some(FactId::Person(child)) = &paragraph.about else { continue };
        for it in paragraph.said.iter().filter(|it| it.key.code().starts_with("person.parents.")) {
            let kind = it.key.code().trim_start_matches("person.parents.").to_owned();
            drawn.extend(texts(&it.args["names"]).into_iter().map(|parent| (child.clone(), parent, kind.clone())));
        }
    }
    let ties: BTreeSet<_> = record
        .parent_links
        .values()
        .map(|it| (it.child.clone(), called(&record, &it.parent), it.kind.code().to_owned()))
        .collect();
    assert_eq!(drawn, ties);
}

#[test]
fn couples_bonds_and_homes_are_told_with_their_dates() {
    for letter in ["A", "B", "C", "D", "E"] {
        let record = support::demo(letter);
        let told = genogram(&record);
        assert_eq!(said(&told, "couple.between").len(), record.partnerships.len(), "{letter}");
        let bonds = record.bonds.values().filter(|it| it.kind != BondKind::Unknown).count();
        assert_eq!(said(&told, "bond.").len(), bonds, "{letter}");
        assert!(!said(&told, "household.members").is_empty(), "{letter}");
        assert_eq!(told.iter().filter(|it| matches!(it.about, Some(FactId::Person(_)))).count(), record.people.len());
        assert_eq!(said(&told, "map.people").len(), 1);
    }
    let told = genogram(&support::demo("A"));
    let all: Vec<String> =
        told.iter().flat_map(|it| &it.said).flat_map(|it| it.args.values().flat_map(texts)).collect();
    for date in ["2018-06-16", "2022-02-15", "1996-03-08"] {
        assert!(all.iter().any(|it| it.starts_with(&date[..4])), "{date}");
    }
}

#[test]
fn from_the_words_of_a_network_it_can_be_drawn_again() {
    for letter in ["A", "B", "C", "D", "E"] {
        let record = support::demo(letter);
        let map = network::map(&record, &support::NETWORK.into()).unwrap();
        let scene = network::draw(&map, &network::arrange(&map, &Default::default()), &Default::default());
        let told = describe(&record, &scene);
        for member in &map.members {
            let id = FactId::NetworkMember(member.id.clone());
            let own = told.iter().find(|it| it.about.as_ref() == Some(&id)).unwrap();
            let words: Vec<String> = own.said.iter().flat_map(|it| it.args.values().flat_map(texts)).collect();
            let standing = &member.standing;
            let mut expected = vec![
                member.who.name.clone().unwrap(),
                format!("contact.{}", standing.contact.value().unwrap().code()),
                format!("reciprocity.{}", standing.reciprocity.value().unwrap().code()),
                format!("valence.{}", standing.valence.value().unwrap().code()),
            ];
            let ring = ["intimate", "effective", "available", "extended"][usize::from(standing.ring.number()) - 1];
            expected.push(format!("ring.{ring}"));
            for tie in map.ties.iter().filter(|it| it.a == member.id || it.b == member.id) {
                let other = if tie.a == member.id { &tie.b } else { &tie.a };
                expected.push(record.network_members[other].who.name.clone().unwrap());
            }
            for word in expected {
                assert!(words.contains(&word), "{letter} {}: {word} not in {words:?}", member.id);
            }
            let kinds = standing.support.value().unwrap().len();
            assert_eq!(words.iter().filter(|it| it.starts_with("support.")).count(), kinds.max(1));
        }
        assert_eq!(
            said(&told, "network.sectors")[0].args["names"],
            Arg::List(
                ["family", "kin", "friends", "arena", "leisure", "helpers"]
                    .map(|it| Arg::from(Message::new(
                        family_map::message::MessageKey::from_code(&format!("sector.{it}")).unwrap()
                    )))
                    .to_vec()
            )
        );
    }
}

#[test]
fn an_ecomap_tells_strength_stress_and_energy_of_every_system() {
    let record = support::demo("A");
    let centre = Centre::Household("H-A1".into());
    let map = ecomap::ecomap(&record, &centre).unwrap();
    let scene = ecomap::draw(&map, &ecomap::arrange(&map));
    let told = describe(&record, &scene);
    let of = |name: &str| -> Vec<&'static str> {
        let paragraph =
            told.iter().find(|it| it.said.first().is_some_and(|it| it.args.get("name") == Some(&Arg::from(name))));
        paragraph.unwrap().said.iter().map(|it| it.key.code()).collect()
    };
    assert_eq!(
        of("Sykehjemmet"),
        ["ecomap.named", "ecomap.concerns", "ecomap.strength", "ecomap.stressful", "ecomap.energy"]
    );
    // Nobody has asked about the housing office; nobody knows of the doctor.
    assert_eq!(of("Boligkontoret"), ["ecomap.named", "ecomap.strength"]);
    assert_eq!(of("Fastlege"), ["ecomap.named", "ecomap.strength", "ecomap.stress_unknown", "ecomap.energy"]);
}
