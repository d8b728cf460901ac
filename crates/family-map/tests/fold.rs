//! Folded branches: who goes, who stays, and what the «+» says.

use crate::support::{couple, demo, link, person};
use crate::words;
use family_map::FuzzyDate;
use family_map::fold::{Branch, fold, mark, usual};
use family_map::layout::{Options, arrange};
use family_map::record::*;
use family_map::scene::{View, draw};
use std::collections::BTreeSet;

fn names(of: &[&str]) -> BTreeSet<PersonId> {
    of.iter().map(|it| PersonId::from(*it)).collect()
}

fn gone(before: &Record, after: &Record) -> BTreeSet<PersonId> {
    before.people.keys().filter(|id| !after.people.contains_key(id)).cloned().collect()
}

/// Me, my sister, her husband with parents and a brother, and their child.
fn in_laws() -> Record {
    let mut record = Record::new();
    for id in ["mum", "me", "sister", "husband", "his-mum", "his-dad", "his-brother", "nephew"] {
        record.put(Fact::Person(person(id, Symbol::Unknown)));
    }
    record.put(Fact::Partnership(couple("sister", "husband", PartnershipKind::Married)));
    record.put(Fact::Partnership(couple("his-mum", "his-dad", PartnershipKind::Married)));
    for (child, parent) in [
        ("me", "mum"),
        ("sister", "mum"),
        ("husband", "his-mum"),
        ("husband", "his-dad"),
        ("his-brother", "his-dad"),
        ("nephew", "sister"),
        ("nephew", "husband"),
    ] {
        record.put(Fact::ParentLink(link(child, parent, ParentKind::Biological)));
    }
    record.index = Some("me".into());
    record
}

#[test]
fn a_siblings_in_laws_fold_and_their_children_stay() {
    let record = in_laws();
    let branches = usual(&record);
    assert_eq!(branches, [("husband".into(), Branch::Above)].into());
    let folded = fold(&record, &branches);
    assert_eq!(gone(&record, &folded.record), names(&["his-mum", "his-dad", "his-brother"]));
    assert_eq!(folded.behind, [("husband".into(), 3)].into());
}

#[test]
fn whoever_is_reached_another_way_stays() {
    let mut record = in_laws();
    // His brother married a friend of mine with whom I had a child.
    record.put(Fact::Partnership(couple("me", "his-brother", PartnershipKind::Married)));
    let folded = fold(&record, &usual(&record));
    assert_eq!(gone(&record, &folded.record), names(&[]));
    assert!(folded.behind.is_empty());
    record.index = None;
    assert_eq!(fold(&record, &[("husband".into(), Branch::Above)].into()).record, record);
}

#[test]
fn a_former_partners_new_family_folds_and_the_grandparents_stay() {
    let record = demo("A");
    let folded = fold(&record, &usual(&record));
    // Stian's partner and their son; Kristoffer's parents are grandparents of the twins.
    assert_eq!(gone(&record, &folded.record), names(&["A14", "A15"]));
    assert_eq!(folded.behind.values().sum::<usize>(), 2);
    let layout = arrange(&folded.record, &Options::default());
    let mut scene = draw(&folded.record, &layout, &View::on(FuzzyDate::year(2026)));
    let signs = scene.legend.len();
    mark(&mut scene, &layout, &folded.behind);
    assert_eq!(scene.legend.len(), signs + 1);
    let who = folded.behind.keys().next().unwrap();
    let shape = scene.shapes.iter().find(|it| it.person.as_ref() == Some(who)).unwrap();
    let said: Vec<String> = shape.alternative.iter().map(words::bokmal).collect();
    assert!(said.iter().any(|it| it == "2 personer til er foldet sammen bak plusstegnet."), "{said:?}");
}
