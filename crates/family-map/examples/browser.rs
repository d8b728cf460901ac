//! The engine by itself as a browser loads it: what `cargo xtask bench` weighs
//! and measures. JavaScript calls these functions by name and keeps the time.
//!
//! ```text
//! room(bytes) → where to write the text
//! take(kind) → how many people; kind 0: a measuring file, 1 to 5: of the file of demo families, that one
//! first(), refined() → the layout, kept
//! edit(seed, n) → the record changed; follow() → the layout from where everyone stood
//! draw() → the bytes of the drawing
//! picture() → the bytes of `[{p, x, y, w, h}]`, at told()
//! ```
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// A name for JavaScript is what the attribute is for.
#![allow(unsafe_code)]

#[path = "../tests/support/mod.rs"]
mod support;

use family_map::FuzzyDate;
use family_map::Record;
use family_map::layout::{Layout, Options, Refiner, arrange};
use family_map::scene::{View, draw as scene, svg};
use std::cell::RefCell;
use support::edits;
use support::planar::Chance;

#[derive(Default)]
struct State {
    text: Vec<u8>,
    record: Record,
    layout: Layout,
    told: Vec<u8>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// Work between two looks at the clock, and the seed: as in the other examples.
const SLICE: u64 = 1_000_000;
const SEED: u64 = 2;
const DEMOS: [&str; 5] = ["A", "B", "C", "D", "E"];

fn with<T>(work: impl FnOnce(&mut State) -> T) -> T {
    STATE.with_borrow_mut(work)
}

/// Room for so many bytes of text.
#[unsafe(no_mangle)]
pub extern "C" fn room(bytes: usize) -> *const u8 {
    with(|it| {
        it.text = vec![0; bytes];
        it.text.as_ptr()
    })
}

/// Reads the text that was written.
#[unsafe(no_mangle)]
pub extern "C" fn take(kind: u32) -> usize {
    with(|it| {
        let text = std::str::from_utf8(&it.text).expect("text");
        let data = serde_json::from_str(text).expect("JSON");
        it.record = match kind {
            0 => support::record_of(&data),
            n => support::demo_of(&data, DEMOS[n as usize - 1]),
        };
        it.layout = Layout::default();
        it.record.people.len()
    })
}

/// The first picture.
#[unsafe(no_mangle)]
pub extern "C" fn first() {
    with(|it| it.layout = arrange(&it.record, &Options::default()));
}

/// The refined picture.
#[unsafe(no_mangle)]
pub extern "C" fn refined() {
    with(|it| {
        let mut refiner = Refiner::new(&it.record, &Options::default(), SEED);
        while !refiner.step(SLICE) {}
        it.layout = refiner.layout();
    });
}

/// Changes the record; the layout is as it was.
#[unsafe(no_mangle)]
pub extern "C" fn edit(seed: u32, n: u32) {
    with(|it| {
        edits::edit(&mut it.record, &mut Chance(u64::from(seed) << 20 | u64::from(n)), n as usize);
    });
}

/// The picture after a change.
#[unsafe(no_mangle)]
pub extern "C" fn follow() {
    with(|it| it.layout = arrange(&it.record, &Options::after(&it.layout)));
}

/// Draws the scene and writes it as SVG; returns its bytes.
#[unsafe(no_mangle)]
pub extern "C" fn draw() -> usize {
    with(|it| {
        let view = View { bonds: true, sensitive: true, ..View::on(FuzzyDate::year(2026)) };
        let drawn = scene(&it.record, &it.layout, &view);
        let title = svg::Title { title: "", description: "", language: "nb" };
        it.told = svg::document(&drawn, &title, &|message| message.key.code().to_owned()).into_bytes();
        it.told.len()
    })
}

/// Everyone's place, as text at `told()`; returns its bytes.
#[unsafe(no_mangle)]
pub extern "C" fn picture() -> usize {
    with(|it| {
        let size = it.layout.sizes.symbol;
        let places = it.layout.places.values().enumerate();
        let nodes: Vec<serde_json::Value> = places
            .map(|(p, at)| {
                let y = it.layout.rows[at.row as usize];
                serde_json::json!({"p": p, "x": at.x, "y": y, "w": size, "h": size})
            })
            .collect();
        it.told = serde_json::to_vec(&nodes).expect("numbers");
        it.told.len()
    })
}

/// Where the last text stands.
#[unsafe(no_mangle)]
pub extern "C" fn told() -> *const u8 {
    with(|it| it.told.as_ptr())
}
