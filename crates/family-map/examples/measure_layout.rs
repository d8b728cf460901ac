//! Prints the figures of the layout on the measuring files:
//! `cargo run --release -p family-map --example measure_layout`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../tests/support/measure.rs"]
mod measure;
#[path = "../tests/support/mod.rs"]
mod support;

use family_map::layout::{Layout, Options, Refiner, arrange};
use std::time::Instant;

fn main() {
    let only: Vec<String> = std::env::args().skip(1).collect();
    for name in ["generated-30", "generated-100", "generated-300", "generated-1000", "generated-10000", "ivar"] {
        if !only.is_empty() && !only.iter().any(|it| it == name) {
            continue;
        }
        let record = support::measured(&format!("{name}.json"));
        let rounds = if record.people.len() > 2000 { 5 } else { 25 };
        let (ms, layout) = fastest(rounds, || arrange(&record, &Options::default()));
        print(name, "first", ms, &layout);
        let (ms, layout) = fastest(1, || {
            let mut refiner = Refiner::new(&record, &Options::default(), 1);
            while !refiner.step(1_000_000) {}
            refiner.layout()
        });
        print(name, "refined", ms, &layout);
    }
}

/// The shortest time of several rounds, and what came out.
fn fastest(rounds: usize, work: impl Fn() -> Layout) -> (f64, Layout) {
    let mut least = f64::INFINITY;
    let mut layout = Layout::default();
    for _ in 0..rounds {
        let start = Instant::now();
        layout = work();
        least = least.min(start.elapsed().as_secs_f64() * 1000.0);
    }
    (least, layout)
}

fn print(name: &str, which: &str, ms: f64, layout: &Layout) {
    let it = measure::of(layout);
    println!(
        "{name:16} {which:8} {ms:9.2} ms  shown {} copies {} overlaps {} adjacent {:.1} % crossings {} (drawn {}, through {}) centred {:.1} % width {:.0} height {:.0}",
        it.shown,
        it.copies,
        it.overlaps,
        it.adjacent * 100.0,
        it.crossings,
        measure::drawn_crossings(layout),
        measure::lines_through_symbols(layout),
        it.centred * 100.0,
        it.width,
        it.height,
    );
}
