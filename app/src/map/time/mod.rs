//! The times of a map: when something held in life, and when we knew of it.

mod bar;
mod moment;
mod snapshots;
mod stops;

pub(super) use bar::TimeBar;
pub use moment::PastOf;
pub(super) use moment::{Shown, Time};
