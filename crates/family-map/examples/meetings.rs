//! Counts what lies on what on the demo families' pictures, and how long a
//! drawing takes: `cargo run --release -p family-map --example meetings`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../tests/support/meetings.rs"]
mod meetings;
#[path = "../tests/support/mod.rs"]
mod support;
#[path = "../tests/support/words.rs"]
mod words;

use family_map::FuzzyDate;
use family_map::layout::{Options, arrange};
use family_map::scene::{View, draw};
use std::time::Instant;

fn main() {
    let mut all = 0;
    for letter in ["A", "B", "C", "D", "E"] {
        let record = support::demo(letter);
        let layout = arrange(&record, &Options::default());
        for bonds in [false, true] {
            let view = View { bonds, sensitive: bonds, ..View::on(FuzzyDate::day(2026, 11, 23).unwrap()) };
            let mut ms = f64::INFINITY;
            for _ in 0..20 {
                let start = Instant::now();
                std::hint::black_box(draw(&record, &layout, &view));
                ms = ms.min(start.elapsed().as_secs_f64() * 1000.0);
            }
            let scene = draw(&record, &layout, &view);
            let found = meetings::meetings(&scene);
            all += found.len();
            println!("{letter}, ties {bonds}: {ms:.2} ms, {} meetings", found.len());
            found.iter().for_each(|it| println!("    {it}"));
            let far = meetings::detours(&record, &layout, &scene).into_iter().filter(|it| it.1 > 1.6);
            far.for_each(|(id, times)| println!("    {id} is {times:.2} times as long as the straight way"));
        }
    }
    println!("{all} meetings");
}
