//! Following a case while it is drawn: what happened is told at once to whoever
//! listens, on every node that works on the same database.
//!
//! - [`Signals`] say that something changed, never what: a case's id at most.
//! - [`Following`] is an opened case that is followed. It decides the rights
//!   anew whenever something changed, and gives only what its viewer may see,
//!   under a counter of that viewer's own.
//! - Who else has the map open stands in a table, so that every node knows.

mod bus;
mod cursor;
mod following;
mod presence;

pub(crate) use bus::{Bus, CHANNEL};
pub use bus::{Signal, Signals};
pub use cursor::Cursor;
pub use following::{Ended, Following, Heard};
pub use presence::{PRESENCE_EVERY_MS, Present};
