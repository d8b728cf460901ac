//! The network map and the ecomap on the screen.
//!
//! Both lie on a [`sheet`] that is moved, enlarged and walked, and what lies on
//! it is carried from place to place ([`carry`] knows neither page nor pointer).
//! What is done becomes edits of the one record ([`edits`], [`systems`]), which
//! go the way of everything that is drawn.

mod begin;
mod canvas;
mod carry;
mod choice;
mod ecomap;
mod edits;
mod join;
mod member_form;
mod panel;
mod sheet;
mod sheet_view;
mod system_form;
mod systems;
mod table;
mod ties;
mod words;

pub use canvas::NetworkCanvas;
#[cfg(feature = "ssr")]
pub(crate) use canvas::networks_of;
pub use ecomap::EcomapCanvas;
#[cfg(feature = "ssr")]
pub(crate) use systems::first_centre;
