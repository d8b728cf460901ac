//! Redaction: what is hidden leaves no trace, and more rights never show less.

mod common;

use common::record;
use family_map::record::{PersonId, Record};
use family_map::redact::redact;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// The record for somebody who speaks for these parties.
fn seen_by(record: &Record, parties: &BTreeSet<&str>) -> Record {
    redact(record, |sight| sight.origin.audience.iter().any(|party| parties.contains(party.0.as_str())))
}

fn parties() -> impl Strategy<Value = BTreeSet<&'static str>> {
    proptest::sample::subsequence(common::PARTIES.to_vec(), 0..=common::PARTIES.len())
        .prop_map(|parties| parties.into_iter().collect())
}

/// The ids of all facts.
fn ids(record: &Record) -> BTreeSet<String> {
    family_map::edit::building(record)
        .iter()
        .filter_map(|edit| match edit {
            family_map::edit::Edit::Add(fact) => Some(fact.id().to_string()),
            _ => None,
        })
        .collect()
}

proptest! {
    #[test]
    fn the_id_of_a_hidden_person_is_nowhere(record in record(), parties in parties()) {
        let seen = seen_by(&record, &parties);
        let stored = serde_json::to_string(&seen).unwrap();
        let removed = record.removed.keys().filter_map(|id| match id {
            family_map::record::FactId::Person(id) => Some(id),
            _ => None,
        });
        let hidden: Vec<&PersonId> =
            record.people.keys().chain(removed).filter(|id| !seen.people.contains_key(*id)).collect();
        for id in hidden {
            prop_assert!(!stored.contains(&format!("\"{id}\"")), "{} in {}", id, stored);
        }
        prop_assert!(seen.removed.is_empty());
    }

    #[test]
    fn doing_it_twice_changes_nothing(record in record(), parties in parties()) {
        let once = seen_by(&record, &parties);
        prop_assert_eq!(seen_by(&once, &parties), once);
    }

    #[test]
    fn more_rights_never_show_less(record in record(), some in parties(), more in parties()) {
        let both: BTreeSet<&str> = some.union(&more).copied().collect();
        let (few, many) = (seen_by(&record, &some), seen_by(&record, &both));
        prop_assert!(ids(&few).is_subset(&ids(&many)));
    }

    #[test]
    fn nothing_is_made_up(record in record(), parties in parties()) {
        prop_assert!(ids(&seen_by(&record, &parties)).is_subset(&ids(&record)));
    }
}
