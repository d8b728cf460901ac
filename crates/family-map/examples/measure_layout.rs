//! Prints the figures of the layout on the measuring files:
//! `cargo run --release -p family-map --example measure_layout [-- FAMILY…] [--peers FOLDER]`.
//! The folder holds pictures by others, `FAMILY.PEER.json`: `{ms, nodes: [{p, x, y, w, h}]}`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../tests/support/measure.rs"]
mod measure;
#[path = "../tests/support/mod.rs"]
mod support;

use family_map::layout::{Layout, Options, Refiner, arrange};
use family_map::record::PersonId;
use family_map::scene::{View, draw};
use family_map::{FuzzyDate, Record};
use measure::{Family, Figures, Node};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;
use support::edits::edit;
use support::planar::Chance;

const FAMILIES: [&str; 6] =
    ["generated-30", "generated-100", "generated-300", "generated-1000", "generated-10000", "ivar"];
const SEED: u64 = 2;
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
        let (ms, layout) = refined(&record);
        ours(name, "refined", ms, &layout, &families);
        if let Some(folder) = &peers {
            for peer in ["first-wasm", "refined-wasm", "graphviz", "dagre", "relatives-tree"] {
                theirs(name, peer, &Path::new(folder).join(format!("{name}.{peer}.json")), &families);
            }
        }
    }
    for letter in ["A", "B", "C", "D", "E"] {
        let name = format!("demo-{letter}");
        if !only.is_empty() && !only.contains(&name) {
            continue;
        }
        let record = support::demo(letter);
        let (ms, layout) = fastest(30, || arrange(&record, &Options::default()));
        let (_, families) = measure::picture(&layout);
        ours(&name, "first", ms, &layout, &families);
        let (ms, layout) = refined(&record);
        ours(&name, "refined", ms, &layout, &families);
        if let Some(folder) = &peers {
            for peer in ["first-wasm", "refined-wasm"] {
                theirs(&name, peer, &Path::new(folder).join(format!("{name}.{peer}.json")), &families);
            }
        }
    }
    growth(&first);
    if only.is_empty() || only.iter().any(|it| it == "crossing-free") {
        crossing_free();
    }
    if only.is_empty() {
        drawings();
        edits(peers.as_deref().map(Path::new));
    }
}

/// How the time grows with the family, for each tenfold of people.
fn growth(first: &[(usize, f64)]) {
    let tenfold = |a: &(usize, f64), b: &(usize, f64)| (b.1 / a.1).powf(1.0 / (b.0 as f64 / a.0 as f64).log10());
    for (at, one) in first.iter().enumerate() {
        for other in first[at + 1..].iter().filter(|it| it.0 >= one.0 * 9) {
            let times = tenfold(one, other);
            println!("first picture, from {} to {} people: {times:.1} times the time for each tenfold", one.0, other.0);
        }
    }
}

/// How long a drawing takes after its layout, with every tie and without.
fn drawings() {
    let mut slowest = [0.0_f64; 2];
    for letter in ["A", "B", "C", "D", "E"] {
        let record = support::demo(letter);
        let layout = arrange(&record, &Options::default());
        for (slowest, bonds) in slowest.iter_mut().zip([false, true]) {
            let view = View { bonds, sensitive: bonds, ..View::on(FuzzyDate::year(2026)) };
            let times = (0..30).map(|_| {
                let start = Instant::now();
                std::hint::black_box(draw(&record, &layout, &view));
                start.elapsed().as_secs_f64() * 1000.0
            });
            *slowest = slowest.max(times.fold(f64::INFINITY, f64::min));
        }
    }
    let [plain, ties] = slowest;
    println!("the slowest drawing of a demo family, native: {plain:.2} ms, with every tie {ties:.2} ms");
}

/// A thousand families that can be drawn without a crossing.
fn crossing_free() {
    const COUNT: u64 = 1000;
    let (mut people, mut crossed, mut crossings, mut drawn, mut ms) = (0, 0, 0, 0, Vec::new());
    for seed in 0..COUNT {
        let record = support::planar::family(seed);
        let (took, layout) = fastest(1, || arrange(&record, &Options::default()));
        let found = measure::of(&layout).crossings;
        people += layout.places.len();
        crossed += usize::from(found > 0);
        crossings += found;
        drawn += measure::drawn_crossings(&layout);
        ms.push(took);
    }
    println!(
        "{COUNT} families that can be drawn without a crossing, {people} people: {crossings} crossings, in {crossed} of \
         them; crossings of lines as drawn: {drawn}"
    );
    spread("  the first picture", ms);
}

/// A thousand edits on families of a hundred, three people of each pinned.
fn edits(pictures: Option<&Path>) {
    let (mut ms, mut moved, mut pins_moved) = (Vec::new(), Vec::new(), 0);
    for family in 0..20_u64 {
        let mut chance = Chance(family + 7);
        let mut record = support::measured("generated-100.json");
        let mut layout = arrange(&record, &Options::default());
        let pins: BTreeMap<PersonId, f64> = [3, 40, 77]
            .iter()
            .filter_map(|n| layout.places.iter().nth(*n))
            .map(|(id, it)| (id.clone(), it.x))
            .collect();
        for n in 0..50 {
            let touched = edit(&mut record, &mut chance, n);
            let options = Options { pins: pins.clone(), ..Options::after(&layout) };
            let start = Instant::now();
            let after = arrange(&record, &options);
            ms.push(start.elapsed().as_secs_f64() * 1000.0);
            let stays = layout.places.iter().filter(|(id, _)| !touched.contains(id));
            let moves = stays.filter_map(|(id, it)| Some((after.places.get(id)?.x - it.x).abs()));
            moved.push(measure::median(moves.collect()));
            let is_off = |(id, x): (&PersonId, &f64)| after.places.get(id).is_some_and(|it| (it.x - x).abs() > 0.01);
            pins_moved += pins.iter().filter(|it| is_off(*it)).count();
            layout = after;
        }
    }
    let worst = moved.iter().copied().fold(0.0, f64::max);
    println!("{} edits on families of 100, each beside three who are pinned:", moved.len());
    println!("  people who are not touched move by {:.1} (median), at worst {worst:.1}; pins moved: {pins_moved}", {
        measure::median(moved)
    });
    spread("  the layout, native", ms);
    let Some(text) = pictures.and_then(|it| std::fs::read_to_string(it.join("edits-wasm.json")).ok()) else { return };
    let wasm: serde_json::Value = serde_json::from_str(&text).expect("times are JSON");
    for (what, key) in [("  the layout, wasm", "layout"), ("  the drawing after it, wasm", "drawing")] {
        spread(what, wasm[key].as_array().unwrap().iter().map(|it| it.as_f64().unwrap()).collect());
    }
}

fn spread(what: &str, mut ms: Vec<f64>) {
    ms.sort_by(f64::total_cmp);
    let share = |of: f64| ms[((ms.len() - 1) as f64 * of) as usize];
    println!("{what}: {:.2} ms (median), 99 % within {:.2} ms", share(0.5), share(0.99));
}

/// The refined picture of a record.
fn refined(record: &Record) -> (f64, Layout) {
    fastest(1, || {
        let mut refiner = Refiner::new(record, &Options::default(), SEED);
        while !refiner.step(SLICE) {}
        refiner.layout()
    })
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
