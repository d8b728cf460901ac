//! The family's map on the screen.
//!
//! `family-map` decides where everyone stands and what is drawn; here the
//! drawing is put on the page, moved, enlarged, and walked with the keyboard.
//! [`viewport`] and [`gesture`] know neither page nor pointer and are tested
//! without a browser.

mod canvas;
mod gesture;
mod legend;
mod panel;
mod table;
mod viewport;

pub use canvas::MapCanvas;
pub use table::{PeopleTable, full_name};
