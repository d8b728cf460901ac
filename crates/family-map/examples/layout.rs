//! Lays out a family given on standard input:
//! `cargo run --release -p family-map --example layout [-- --refine] < FILE`.
//! With `--again` it is laid out twice, so that instructions of the layout alone can be counted.
//!
//! In: `{people: [{id, sex}], families: [{parents: [index], children: [index]}]}`.
//! Out: `{ms, nodes: [{p, x, y, w, h}]}`, the milliseconds of the layout alone.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../tests/support/mod.rs"]
mod support;

use family_map::layout::{Options, Refiner, arrange};
use std::time::Instant;

/// What the search does between two looks at the clock.
const SLICE: u64 = 1_000_000;
/// The seed of the refined picture.
const SEED: u64 = 2;

fn main() {
    let refine = std::env::args().any(|it| it == "--refine");
    let input = std::io::read_to_string(std::io::stdin()).expect("standard input is text");
    let record = support::record_of(&serde_json::from_str(&input).expect("standard input is JSON"));
    if std::env::args().any(|it| it == "--again") {
        std::hint::black_box(arrange(&record, &Options::default()));
    }
    let start = Instant::now();
    let layout = if refine {
        let mut refiner = Refiner::new(&record, &Options::default(), SEED);
        while !refiner.step(SLICE) {}
        eprintln!("cost {}", refiner.crossings());
        refiner.layout()
    } else {
        arrange(&record, &Options::default())
    };
    let ms = start.elapsed().as_secs_f64() * 1000.0;
    let size = layout.sizes.symbol;
    let nodes: Vec<serde_json::Value> = layout
        .places
        .iter()
        .map(|(id, it)| {
            let p: usize = id.as_str().trim_start_matches('p').parse().expect("our own number");
            serde_json::json!({"p": p, "x": it.x, "y": layout.rows[it.row as usize], "w": size, "h": size})
        })
        .collect();
    println!("{}", serde_json::json!({"ms": ms, "nodes": nodes}));
}
