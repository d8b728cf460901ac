//! Any text as a record: a record or a reason, and what was read can be looked at and drawn.
#![no_main]

use family_map::json::{self, Limits};
use family_map::layout::{Options, arrange};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(record) = json::read(text, &Limits::default()) {
        let again = json::read(&json::write(&record), &Limits::default());
        assert!(again.is_ok_and(|again| again == record), "lost on the way out and in");
        let _ = family_map::check::check(&record);
        assert_eq!(arrange(&record, &Options::default()).places.len(), record.people.len());
    }
});
