//! Searching families and pages from anywhere.

mod dialog;
mod pages_found;

pub use dialog::QuickSearch;
