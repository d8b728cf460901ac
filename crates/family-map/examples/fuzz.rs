//! Throws damaged files and random edits at the readers and the record, and
//! says how many, how long, and whether anything broke:
//! `cargo run --release -p family-map --example fuzz -- --cases 1000000 [--target gedcom|json|edits] [--seed N]`.
//!
//! A case that panics or takes over a second ends the run with its number, so
//! that `--seed` and `--from` find it again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../tests/support/fuzzing.rs"]
mod fuzzing;
#[path = "../tests/support/mod.rs"]
mod support;

use fuzzing::{Corpus, Tally};
use std::time::Instant;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let value = |name: &str| args.iter().position(|it| it == name).and_then(|at| args.get(at + 1)).cloned();
    let number = |name: &str, or: u64| value(name).map_or(or, |it| it.parse().unwrap());
    let (cases, seed, first) = (number("--cases", 10_000), number("--seed", 20_261_123), number("--from", 0));
    let targets = value("--target")
        .map_or_else(|| vec!["gedcom", "json", "edits"].into_iter().map(str::to_owned).collect(), |it| vec![it]);

    let corpus = Corpus::new();
    for target in targets {
        let begun = Instant::now();
        let (mut tally, mut slowest) = (Tally::default(), (0.0_f64, 0));
        for case in first..first + cases {
            let mut attempt = || {
                let start = Instant::now();
                let run = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                    corpus.run(&target, seed, case, &mut tally);
                }));
                (run, start.elapsed().as_secs_f64())
            };
            let (run, mut took) = attempt();
            // Perhaps the machine had other things to do: slow is what is slow every time.
            for _ in 0..5 {
                if took > 1.0 && run.is_ok() {
                    took = took.min(attempt().1);
                }
            }
            if took > slowest.0 {
                slowest = (took, case);
            }
            if run.is_err() || took > 1.0 {
                println!("{target}: case {case} of seed {seed} {}", if run.is_err() { "panicked" } else { "was slow" });
                std::process::exit(1);
            }
        }
        println!(
            "{target}: {cases} cases in {:.1} s, {} read or done, {} refused or nothing to do, {} people, slowest {:.1} ms (case {})",
            begun.elapsed().as_secs_f64(),
            tally.read,
            tally.refused,
            tally.people,
            slowest.0 * 1000.0,
            slowest.1,
        );
    }
}
