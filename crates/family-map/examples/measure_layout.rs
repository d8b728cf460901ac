//! Prints the figures of the layout on the measuring files:
//! `cargo run --release -p family-map --example measure_layout`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../tests/support/measure.rs"]
mod measure;
#[path = "../tests/support/mod.rs"]
mod support;

use family_map::layout::{Options, arrange};
use std::time::Instant;

fn main() {
    for name in ["generated-100.json", "generated-1000.json", "ivar.json", "generated-10000.json"] {
        let record = support::measured(name);
        let layout = arrange(&record, &Options::default());
        let rounds = if record.people.len() > 2000 { 5 } else { 20 };
        let mut times: Vec<f64> = (0..rounds)
            .map(|_| {
                let start = Instant::now();
                std::hint::black_box(arrange(&record, &Options::default()));
                start.elapsed().as_secs_f64() * 1000.0
            })
            .collect();
        times.sort_by(f64::total_cmp);
        let figures = measure::figures(&record, &layout);
        println!(
            "{name}: {} of {} people, {} rows, {:.0} x {:.0}, {} crossings ({} drawn), adjacent {:.1} %, centred {:.1} %, {} overlaps, median {:.2} ms",
            figures.people,
            record.people.len(),
            figures.rows,
            figures.width,
            figures.height,
            figures.crossings,
            figures.drawn_crossings,
            figures.adjacent * 100.0,
            figures.centred * 100.0,
            figures.overlaps,
            times[times.len() / 2],
        );
    }
}
