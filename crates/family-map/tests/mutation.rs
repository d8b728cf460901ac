//! Damaged files and random edits, some thousands of each and the same every
//! time: nothing panics, nobody is lost, what is read can be written again.
//! `cargo run --release -p family-map --example fuzz` runs as many as one likes.

use crate::fuzzing::{Corpus, Tally};

#[test]
fn damaged_files_and_random_edits_break_nothing() {
    let corpus = Corpus::new();
    for (target, cases) in [("gedcom", 600), ("json", 10_000), ("edits", 1000)] {
        let mut tally = Tally::default();
        for case in 0..cases {
            corpus.run(target, 20_261_126, case, &mut tally);
        }
        // Cases that are all refused, or all read, would test little.
        assert!(tally.read > 0 && tally.people > 0, "{target}: nothing was read");
        assert!(tally.refused > 0, "{target}: nothing was refused");
    }
}
