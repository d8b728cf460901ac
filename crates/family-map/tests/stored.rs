//! What was stored by earlier versions is read for ever. The fixtures were
//! written by version 1 and are never written again.

use family_map::Record;
use family_map::edit::{Edit, Outcome, apply, replay};
use family_map::json;
use family_map::record::{Fact, FactId, RECORD_VERSION};

const RECORD_1: &str = include_str!("data/stored-1-record.json");
const EDITS_1: &str = include_str!("data/stored-1-edits.json");

#[test]
fn a_record_of_version_1_is_read_and_becomes_todays() {
    assert!(RECORD_1.starts_with(r#"{"version":1,"#));
    let record: Record = serde_json::from_str(RECORD_1).unwrap();
    assert_eq!(record.version, RECORD_VERSION);
    assert_eq!((record.people.len(), record.partnerships.len(), record.parent_links.len()), (22, 8, 28));
    assert_eq!((record.bonds.len(), record.households.len(), record.memberships.len()), (12, 5, 17));
    assert_eq!(record.removed.keys().collect::<Vec<_>>(), [&FactId::Person("A23".into())]);
    assert_eq!(record.people[&"A02".into()].called.as_deref(), Some("Stian B."));
    assert!(record.networks.is_empty() && record.systems.is_empty());
    // Once read, it is as if it had been written today.
    let again: Record = serde_json::from_str(&serde_json::to_string(&record).unwrap()).unwrap();
    assert_eq!(again, record);
}

#[test]
fn edits_of_version_1_are_read_and_give_the_same_record() {
    let edits: Vec<Edit> = serde_json::from_str(EDITS_1).unwrap();
    assert!(edits.len() > 90);
    assert_eq!(replay(&edits), serde_json::from_str::<Record>(RECORD_1).unwrap());
}

#[test]
fn edits_of_version_1_are_written_as_they_were() {
    let edits: Vec<Edit> = serde_json::from_str(EDITS_1).unwrap();
    assert_eq!(serde_json::to_string(&edits).unwrap(), EDITS_1);
}

#[test]
fn a_record_of_a_newer_version_is_refused() {
    let next = RECORD_VERSION + 1;
    let newer = RECORD_1.replacen("\"version\":1", &format!("\"version\":{next}"), 1);
    let refused = serde_json::from_str::<Record>(&newer).unwrap_err().to_string();
    assert!(refused.contains(&format!("version {next}")), "{refused}");
    let refused = json::read(&newer, &json::Limits::default()).unwrap_err();
    assert_eq!(refused.message.key.code(), "json.newer");
}

#[test]
fn dates_that_no_calendar_has_are_not_read() {
    for wrong in [r#"{"year":2020,"month":0}"#, r#"{"year":2019,"month":2,"day":29}"#, r#"{"year":0}"#] {
        assert!(serde_json::from_str::<family_map::FuzzyDate>(wrong).is_err(), "{wrong}");
    }
    let right = r#"{"year":2020,"month":2,"day":29,"bound":"circa"}"#;
    assert_eq!(serde_json::to_string(&serde_json::from_str::<family_map::FuzzyDate>(right).unwrap()).unwrap(), right);
}

#[test]
fn a_removed_fact_comes_back_whole() {
    let mut record: Record = serde_json::from_str(RECORD_1).unwrap();
    let id = FactId::Person("A23".into());
    assert!(matches!(apply(&mut record, &Edit::Restore(id.clone())), Outcome::Done { .. }));
    let Some(Fact::Person(dog)) = record.fact(&id) else { panic!("no dog") };
    assert_eq!(dog.name.value().map(String::as_str), Some("Pelle"));
}
