//! iCalendar (RFC 5545): our appointments for other calendars, and the busy
//! times of other calendars for ours. On the server alone.
//!
//! What goes out says nothing of a family: titles and places are the caller's,
//! and neutral. The tree of the crate `icalendar` is written as it stands; its
//! builder would add stamps from a clock and ids from chance.

mod read;
mod write;

pub use read::{BusyTimes, ForeignBusy, ReadProblem, busy_times};
pub use write::{Feed, IcsEvent, NoFeed, write};

#[cfg(test)]
mod tests;
