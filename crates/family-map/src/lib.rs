//! The family map: people and the ties between them, as a graph with dates,
//! sources and audiences. Never a picture and never a tree.
//!
//! This crate is pure. It performs no I/O, reads no clock and draws no random
//! numbers; whatever it needs of those is passed in. It compiles for the
//! server and for the browser and gives both the same answer, so the same case
//! looks the same on paper and on the screen.
//!
//! The way through it, left to right:
//!
//! ```text
//! gedcom ─┐
//! json ───┤
//! edit ───┴─> record ──redact──> record (as one viewer may see it) ──effect──> what is sent
//!                                  └─view──> record (a day, a layer, a person)
//!                                              ├─layout──> positions ──scene──> shapes ──svg
//!                                              ├─network─> positions ─────────> shapes
//!                                              └─ecomap──> positions ─────────> shapes
//! ```
//!
//! One record of people and ties feeds all three maps; a person is stored once.
//!
//! Texts meant for people are returned as message keys with arguments; the
//! application translates them.

pub mod away;
pub mod check;
pub mod code;
pub mod compare;
pub mod date;
pub mod description;
pub mod divide;
pub mod ecomap;
pub mod edit;
pub mod effect;
pub mod fold;
pub mod forget;
pub mod gedcom;
pub mod home;
pub mod json;
pub mod kin;
pub mod layout;
pub mod message;
pub mod network;
mod ordered;
pub mod past;
pub mod pending;
pub mod record;
pub mod redact;
pub mod scene;
pub mod teller;
pub mod undo;
pub mod view;

pub use date::FuzzyDate;
pub use record::Record;

/// The example in the README works.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
