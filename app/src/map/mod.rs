//! The family's map on the screen.
//!
//! `family-map` decides where everyone stands and what is drawn; here the
//! drawing is put on the page, moved, enlarged, and walked with the keyboard.
//! [`viewport`] and [`gesture`] know neither page nor pointer and are tested
//! without a browser. [`board`] is what every map begins with, [`arranging`] says where everyone stands, [`canvas`] puts the page together: [`stage`] is the
//! surface, [`keys`] and [`pointer`] are what reaches it, [`hand`] what they
//! do. Who may change the map draws on it: [`drawing`] keeps what is drawn and
//! sends it, [`growing`], [`naming`] and [`tools`] are what one draws with. What
//! others draw comes by [`live`], what was before is seen by [`time`], and beside now by [`compared`].

mod arranging;
mod board;
mod canvas;
mod carry;
mod compared;
mod drawing;
mod gesture;
mod growing;
mod hand;
mod homes;
mod keys;
mod layers;
mod legend;
mod live;
mod naming;
mod network;
mod panel;
mod picture;
mod png;
mod pointer;
mod stage;
mod table;
mod ties;
mod time;
mod tools;
mod tying;
mod viewport;
mod walk;
mod when;

pub use arranging::answer_requests;
pub use canvas::MapCanvas;
pub use drawing::{Aside, Keeper, Laid, Laying};
pub(crate) use live::{field_word, value_word};
pub use network::{EcomapCanvas, NetworkCanvas};
#[cfg(feature = "ssr")]
pub(crate) use network::{first_centre, networks_of};
pub use png::save_as_png;
pub use table::{PeopleTable, full_name};
pub use time::PastOf;
