//! Any bytes as a GEDCOM file: a record or a reason, and what was read comes back.
#![no_main]

use family_map::gedcom::{self, Limits, Version};
use family_map::record::Origin;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut next = 0_u32;
    let mut id = || {
        next += 1;
        next.to_string()
    };
    if let Ok(import) = gedcom::read(data, &Limits::default(), &Origin::told("file", ["team"]), &mut id) {
        let text = gedcom::write(&import.record, Version::V551, true);
        let again = gedcom::restore(text.as_bytes(), &Limits::default());
        assert!(again.is_ok_and(|again| again == import.record), "lost on the way out and in");
    }
});
