//! Edits: replay, inverse, and that no edit on any record fails.

use crate::common::{edits, record};
use family_map::edit::{Outcome, apply, building, replay};
use family_map::record::Record;
use proptest::prelude::*;

proptest! {
    #[test]
    fn building_and_replaying_gives_the_record_back(record in record()) {
        prop_assert_eq!(replay(&building(&record)), record);
    }

    #[test]
    fn a_record_is_the_same_after_storing(record in record()) {
        let stored = serde_json::to_string(&record).unwrap();
        prop_assert_eq!(serde_json::from_str::<Record>(&stored).unwrap(), record);
    }

    #[test]
    fn an_edit_is_the_same_after_storing(edits in edits()) {
        let stored = serde_json::to_string(&edits).unwrap();
        prop_assert_eq!(serde_json::from_str::<Vec<family_map::edit::Edit>>(&stored).unwrap(), edits);
    }

    #[test]
    fn the_inverse_takes_back_what_can_be_seen(record in record(), edits in edits()) {
        let mut now = record;
        for edit in &edits {
            let before = now.clone();
            match apply(&mut now, edit) {
                Outcome::Done { inverse } => {
                    let mut back = now.clone();
                    prop_assert!(matches!(apply(&mut back, &inverse), Outcome::Done { .. }), "{:?}", inverse);
                    // Taking back an addition leaves the mark of a removal.
                    let mut seen = before.clone();
                    seen.removed.clear();
                    back.removed.clear();
                    prop_assert_eq!(back, seen);
                }
                Outcome::Nothing(_) => prop_assert_eq!(&now, &before),
            }
        }
    }

    #[test]
    fn the_same_edits_give_the_same_record_everywhere(edits in edits()) {
        let stored: Vec<family_map::edit::Edit> =
            serde_json::from_str(&serde_json::to_string(&edits).unwrap()).unwrap();
        prop_assert_eq!(replay(&edits), replay(&stored));
    }
}
