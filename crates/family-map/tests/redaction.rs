//! Redaction: what is hidden leaves no trace, and more rights never show less.

use crate::common;
use crate::common::record;
use family_map::record::{FactId, PartyKey, PersonId, Record};
use family_map::redact::redact;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// The record for somebody who speaks for these parties and knows of no other.
fn seen_by(record: &Record, parties: &BTreeSet<&str>) -> Record {
    let is_theirs = |party: &PartyKey| parties.contains(party.0.as_str());
    redact(record, |sight| sight.origin.audience.iter().any(is_theirs), is_theirs)
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
            FactId::Person(id) => Some(id),
            _ => None,
        });
        let hidden: BTreeSet<&PersonId> =
            record.people.keys().chain(removed).filter(|id| !seen.people.contains_key(*id)).collect();
        for id in hidden {
            let own = format!("person:{id}");
            let stored = if parties.contains(own.as_str()) { stored.replace(&own, "") } else { stored.clone() };
            prop_assert!(!stored.contains(id.as_str()), "{} in {}", id, stored);
        }
        prop_assert!(seen.removed.is_empty());
    }

    #[test]
    fn a_party_unknown_to_the_viewer_is_nowhere(record in record(), parties in parties()) {
        for origin in seen_by(&record, &parties).origins_mut() {
            let known = |party: &PartyKey| parties.contains(party.0.as_str());
            prop_assert!(origin.teller == PartyKey::NOT_SHOWN || known(&origin.teller), "{:?}", origin);
            prop_assert!(origin.audience.iter().all(known), "{:?}", origin);
        }
    }

    #[test]
    fn who_is_known_stays_in_an_origin(record in record()) {
        let all = common::PARTIES.into_iter().collect();
        let seen = seen_by(&record, &all);
        for (id, person) in &seen.people {
            prop_assert_eq!(&person.origin, &record.people[id].origin);
        }
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
