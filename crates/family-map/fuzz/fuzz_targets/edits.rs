//! Any sequence of edits, as JSON: what does nothing changes nothing, and what
//! was done can be taken back.
#![no_main]

use family_map::Record;
use family_map::edit::{Edit, Outcome, apply, replay};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(edits) = serde_json::from_slice::<Vec<Edit>>(data) else { return };
    let mut record = Record::new();
    for edit in &edits {
        let before = record.clone();
        match apply(&mut record, edit) {
            Outcome::Nothing(_) => assert!(record == before, "an edit that does nothing did something"),
            Outcome::Done { inverse } => {
                let mut back = record.clone();
                assert!(matches!(apply(&mut back, &inverse), Outcome::Done { .. }), "not taken back");
                assert!(back.people.keys().eq(before.people.keys()), "somebody else after taking back");
            }
        }
    }
    assert!(replay(&edits) == record, "another record from the same edits");
});
