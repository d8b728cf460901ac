//! The engine, tried from outside: one program, so that it is linked once. A file for each thing that the engine does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that fails says so")]

mod common;
#[path = "support/fuzzing.rs"]
mod fuzzing;
#[path = "support/measure.rs"]
mod measure;
#[path = "support/meetings.rs"]
mod meetings;
mod support;
#[path = "support/words.rs"]
mod words;

mod description;
mod divide;
mod ecomap;
mod edits;
mod effects;
mod fold;
mod forget;
mod gedcom;
mod golden;
mod layout;
mod layout_apart;
mod layout_stability;
mod mutation;
mod network;
mod out_and_in;
mod redaction;
mod scene;
mod stored;
mod ties;
mod views;
