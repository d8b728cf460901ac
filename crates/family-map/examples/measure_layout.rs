//! Prints the figures of the layout on the measuring files:
//! `cargo run --release -p family-map --example measure_layout [-- FAMILY…] [--peers FOLDER]`.
//! The folder holds pictures by others, `FAMILY.PEER.json`: `{ms, nodes: [{p, x, y, w, h}]}`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../tests/support/measure.rs"]
mod measure;
#[path = "../tests/support/mod.rs"]
mod support;

use family_map::layout::{Layout, Options, Refiner, arrange};
use measure::{Family, Figures, Node};
use std::path::Path;
use std::time::Instant;

const FAMILIES: [&str; 6] =
    ["generated-30", "generated-100", "generated-300", "generated-1000", "generated-10000", "ivar"];
const SEED: u64 = 1;
const SLICE: u64 = 1_000_000;

fn main() {
    let mut only: Vec<String> = std::env::args().skip(1).collect();
    let peers = only.iter().position(|it| it == "--peers").map(|at| {
        only.remove(at);
        only.remove(at)
    });
    println!(
        "{:16} {:15} {:>9} {:>7} {:>6} {:>8} {:>9} {:>9} {:>8} {:>7} {:>7} {:>8} {:>7}",
        "family",
        "by",
        "ms",
        "shown",
        "copies",
        "overlaps",
        "adjacent",
        "crossings",
        "centred",
        "width",
        "height",
        "drawn",
        "through"
    );
    let mut first: Vec<(usize, f64)> = Vec::new();
    for name in FAMILIES {
        if !only.is_empty() && !only.iter().any(|it| it == name) {
            continue;
        }
        let record = support::measured(&format!("{name}.json"));
        let families = families_of(&support::data(&format!("{name}.json")));
        let rounds = if record.people.len() > 2000 { 7 } else { 30 };
        let (ms, layout) = fastest(rounds, || arrange(&record, &Options::default()));
        ours(name, "first", ms, &layout, &families);
        if name.starts_with("generated") {
            first.push((record.people.len(), ms));
        }
        let (ms, layout) = fastest(1, || {
            let mut refiner = Refiner::new(&record, &Options::default(), SEED);
            while !refiner.step(SLICE) {}
            refiner.layout()
        });
        ours(name, "refined", ms, &layout, &families);
        if let Some(folder) = &peers {
            for peer in ["graphviz", "dagre", "relatives-tree"] {
                theirs(name, peer, &Path::new(folder).join(format!("{name}.{peer}.json")), &families);
            }
        }
    }
    for two in first.windows(2) {
        let (people, time) = (two[1].0 as f64 / two[0].0 as f64, two[1].1 / two[0].1);
        let tenfold = time.powf(1.0 / people.log10());
        println!("from {} to {} people: {time:.1} times the time, {tenfold:.1} for each tenfold", two[0].0, two[1].0);
    }
}

/// The families of a measuring file, by the numbers of the people.
fn families_of(data: &serde_json::Value) -> Vec<Family> {
    let list = |it: &serde_json::Value| it.as_array().unwrap().iter().map(|n| n.as_u64().unwrap() as usize).collect();
    let families = data["families"].as_array().unwrap().iter();
    families.map(|it| Family { parents: list(&it["parents"]), children: list(&it["children"]) }).collect()
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

fn ours(name: &str, which: &str, ms: f64, layout: &Layout, families: &[Family]) {
    let (nodes, _) = measure::picture(layout);
    let drawn = measure::drawn_crossings(layout).to_string();
    let through = measure::lines_through_symbols(layout).to_string();
    print(name, which, ms, &measure::figures(&nodes, families), &drawn, &through);
}

fn theirs(name: &str, peer: &str, file: &Path, families: &[Family]) {
    let Ok(text) = std::fs::read_to_string(file) else {
        println!("{name:16} {peer:15} {:>9}", "-");
        return;
    };
    let picture: serde_json::Value = serde_json::from_str(&text).expect("a picture is JSON");
    let number = |it: &serde_json::Value, key: &str| it[key].as_f64().unwrap();
    let nodes: Vec<Node> = picture["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| Node {
            p: it["p"].as_u64().unwrap() as usize,
            x: number(it, "x"),
            y: number(it, "y"),
            w: number(it, "w"),
            h: number(it, "h"),
        })
        .collect();
    print(name, peer, number(&picture, "ms"), &measure::figures(&nodes, families), "-", "-");
}

fn print(name: &str, by: &str, ms: f64, it: &Figures, drawn: &str, through: &str) {
    println!(
        "{name:16} {by:15} {ms:>9.2} {:>7} {:>6} {:>8} {:>8.1}% {:>9} {:>7.1}% {:>7.0} {:>7.0} {drawn:>8} {through:>7}",
        it.shown,
        it.copies,
        it.overlaps,
        it.adjacent * 100.0,
        it.crossings,
        it.centred * 100.0,
        it.width,
        it.height,
    );
}
