//! Whoever signs out leaves no copy behind.

use leptos::prelude::window;

/// Where the copies lie, with their secrets.
pub(super) const COPIES: &str = "familiekart.uten-nett.kopier";

/// Destroys every copy on this device, and its keys. What was drawn and not
/// delivered stays where it is.
pub fn destroy_copies() {
    if let Ok(Some(databases)) = window().indexed_db() {
        let _ = databases.delete_database(COPIES);
    }
}
