//! Out and in again: GEDCOM 5.5.1 and 7, and JSON.

use crate::common;
use crate::support;
use family_map::Record;
use family_map::gedcom::{Import, Limits, Version, read, restore, write};
use family_map::json;
use family_map::record::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const IVAR: &[u8] = include_bytes!("data/ivar-king-of-dublin.ged");
const VARIANTS: &[u8] = include_bytes!("data/family-structure-variants.ged");
const VERSIONS: [Version; 2] = [Version::V551, Version::V7];

fn import(bytes: &[u8]) -> Import {
    let mut next = 0;
    read(bytes, &Limits::default(), &Origin::told("file", ["team"]), &mut || {
        next += 1;
        format!("{next:08}")
    })
    .unwrap()
}

/// A record without its ids: who is tied to whom, by place in order of entry.
fn shape(record: &Record) -> Vec<String> {
    let at: BTreeMap<&PersonId, usize> = record.people.keys().enumerate().map(|(at, id)| (id, at)).collect();
    let mut lines: Vec<String> = record
        .people
        .values()
        .map(|it| {
            let exact = |date: &Known<family_map::FuzzyDate>| date.value().map(|it| (it.to_string(), it.bound));
            let names = (at[&it.id], &it.name, it.symbol);
            format!("{names:?} {:?} {:?} {}", exact(&it.birth), exact(&it.death), it.life.code())
        })
        .collect();
    let pair = |a: &PersonId, b: &PersonId| BTreeSet::from([at[a], at[b]]);
    lines.extend(
        record
            .partnerships
            .values()
            .map(|it| format!("{:?} {} {:?} {:?}", pair(&it.a, &it.b), it.kind.code(), it.span, it.events)),
    );
    lines.extend(
        record.parent_links.values().map(|it| format!("{} of {} {}", at[&it.child], at[&it.parent], it.kind.code())),
    );
    lines.sort();
    lines
}

#[test]
fn the_files_of_others_come_out_and_in_equal() {
    for file in [IVAR, VARIANTS] {
        let record = import(file).record;
        for version in VERSIONS {
            let text = write(&record, version, true);
            assert_eq!(restore(text.as_bytes(), &Limits::default()).unwrap(), record, "{version:?}");
        }
    }
}

/// What other programs read is good by itself: without our own tags, the same
/// people, couples, dates and ties come back.
#[test]
fn the_files_of_others_come_back_without_our_tags_too() {
    for file in [IVAR, VARIANTS] {
        let record = import(file).record;
        for version in VERSIONS {
            let again = import(write(&record, version, false).as_bytes());
            let (was, is) = (shape(&record), shape(&again.record));
            let lost: Vec<_> = was.iter().filter(|it| !is.contains(it)).collect();
            let made: Vec<_> = is.iter().filter(|it| !was.contains(it)).collect();
            assert!(lost.is_empty() && made.is_empty(), "{version:?} lost {lost:?} made {made:?}");
        }
    }
}

#[test]
fn the_demo_families_lose_nothing() {
    for letter in ["A", "B", "C", "D", "E"] {
        let record = support::demo(letter);
        assert!(!record.networks.is_empty() && !record.systems.is_empty());
        for version in VERSIONS {
            let text = write(&record, version, true);
            assert!(text.lines().all(|line| line.len() <= 255), "{letter}");
            assert_eq!(restore(text.as_bytes(), &Limits::default()).unwrap(), record, "{letter} {version:?}");
        }
        assert_eq!(json::read(&json::write(&record), &json::Limits::default()).unwrap(), record);
    }
}

#[test]
fn another_reader_finds_the_same_people_and_families() {
    for letter in ["A", "B", "C", "D", "E"] {
        let record = support::demo(letter);
        let text = write(&record, Version::V551, true);
        let theirs = ged_io::GedcomBuilder::new().build_from_str(&text).unwrap();
        assert_eq!(theirs.individuals.len(), record.people.len(), "{letter}");
        let couples = theirs.families.iter().filter(|it| it.individual1.is_some() && it.individual2.is_some()).count();
        let pairs: BTreeSet<_> =
            record.partnerships.values().map(|it| BTreeSet::from([it.a.clone(), it.b.clone()])).collect();
        assert!(couples >= pairs.len(), "{letter}");
        // Step-parents, donors and carers are no parents to other programs.
        let children: usize = theirs.families.iter().map(|it| it.children.len()).sum();
        assert!(children > 0);
    }
}

#[test]
fn a_map_that_is_read_in_another_case_has_other_ids_and_its_own_origin() {
    let record = support::demo("A");
    let read = import(write(&record, Version::V7, true).as_bytes());
    assert_eq!(read.version.as_deref(), Some("7.0"));
    let there = &read.record;
    assert_eq!(there.facts().count(), record.facts().count());
    assert_eq!((read.counts.people, read.counts.couples), (23, 8));
    assert!(there.facts().all(|fact| fact.origin() == &Origin::told("file", ["team"])));
    let stored = serde_json::to_string(there).unwrap();
    assert!(!stored.contains("A01") && !stored.contains("H-A1") && !stored.contains("person:"), "{stored}");
    // Everything is tied as it was.
    assert_eq!(shape(there).len(), shape(&record).len());
    assert_eq!(there.people[there.index.as_ref().unwrap()].called.as_deref(), Some("Marte"));
    for fact in there.facts() {
        assert!(fact.leans_on().iter().all(|id| there.holds(id)), "{}", fact.id());
    }
}

#[test]
fn what_another_program_has_written_counts_as_theirs() {
    let text = write(&support::demo("D"), Version::V551, true);
    let theirs = text.replace("1 SOUR FAMILIEKART", "1 SOUR OTHER").replace("Ylva", "Yrsa");
    assert!(restore(theirs.as_bytes(), &Limits::default()).is_err());
    let read = import(theirs.as_bytes()).record;
    assert!(read.people.values().any(|it| it.label().is_some_and(|name| name.starts_with("Yrsa"))));
    assert!(read.bonds.is_empty(), "only what the standard has words for");
}

#[test]
fn what_is_removed_is_never_written() {
    let mut record = support::demo("A");
    let id = FactId::Person("A12".into());
    family_map::edit::apply(&mut record, &family_map::edit::Edit::Remove(id));
    for version in VERSIONS {
        assert!(!write(&record, version, true).contains("Svangerskapsavbrudd"));
    }
    assert!(!json::write(&record).contains("Svangerskapsavbrudd"));
}

#[test]
fn a_damaged_fact_is_named_and_the_rest_is_read() {
    let text = write(&support::demo("E"), Version::V551, true);
    let damaged = text.replacen("2 _PART {\"bond\":", "2 _PART {\"bo", 1);
    let read = import(damaged.as_bytes());
    assert_eq!(read.record.people.len(), 19);
    assert_eq!(read.record.bonds.len(), 10);
    let codes: Vec<&str> = read.notes.iter().map(|it| it.message.key.code()).collect();
    assert_eq!(codes, ["gedcom.fact_unreadable"]);
    assert!(restore(damaged.as_bytes(), &Limits::default()).is_err());
}

#[test]
fn json_that_is_none_is_refused_with_its_line() {
    let read = |text: &str| json::read(text, &json::Limits::default()).unwrap_err().message;
    assert_eq!(read("").key.code(), "json.unreadable".replace("json.unreadable", "gedcom.file_empty"));
    assert_eq!(read("{").key.code(), "json.unreadable");
    assert_eq!(read("[]").key.code(), "json.unreadable");
    let message = read("{\"version\":2,\n\"people\":{\"a\":7}}");
    assert_eq!(message.args["line"], 2_u32.into());
    let few = json::Limits { facts: 3, ..json::Limits::default() };
    let refused = json::read(&json::write(&support::demo("A")), &few).unwrap_err();
    assert_eq!(refused.message.key.code(), "json.too_many_facts");
}

#[test]
fn a_fact_under_another_id_counts_under_its_own() {
    let text = json::write(&support::demo("D")).replacen("\"D01\":{\"id\":\"D01\"", "\"D99\":{\"id\":\"D01\"", 1);
    let record = json::read(&text, &json::Limits::default()).unwrap();
    assert_eq!(record, support::demo("D"));
}

/// A text as people write: any letters, also those that mean something to GEDCOM.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["\\PC{0,300}", "[ @/\\n\\t\\u{0}-\\u{20}\\u{feff}A-Za-zæøå]{0,400}", "[@]{1,5}", "[ ]{0,300}"]
}

proptest! {
    #[test]
    fn no_record_loses_anything(
        record in common::record(),
        name in any_text(),
        note in any_text(),
        id in "[ -~æøå]{1,12}",
    ) {
        let mut record = record;
        // An id and words that no machine has tamed.
        let mut person = Person::new(id.as_str(), Symbol::Female, Origin::told(&name, [note.as_str()]));
        person.name = Known::Known(name.clone());
        person.note = Some(note.clone());
        record.put(Fact::Person(person));
        record.index = Some(id.as_str().into());
        for version in VERSIONS {
            let text = write(&record, version, true);
            match restore(text.as_bytes(), &Limits::default()) {
                Ok(back) => prop_assert_eq!(&back, &record),
                Err(why) => prop_assert!(false, "{:?}\n{}", why, text),
            }
        }
        prop_assert_eq!(json::read(&json::write(&record), &json::Limits::default()).unwrap(), record);
    }
}
