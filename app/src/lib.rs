//! The application: pages, components and thin server functions.
//!
//! The same views are rendered on the server (`ssr`) and made alive in the
//! browser (`hydrate`). Data is reached only through the server functions in
//! [`api`]; each reads who calls, opens the case through the store's access
//! handle, calls the domain, and returns what the viewer may see.

#![recursion_limit = "256"]

pub mod api;
mod app;
mod components;
#[cfg(feature = "ssr")]
mod csv;
mod draft;
mod error;
#[cfg(feature = "ssr")]
mod group_csv;
mod i18n;
mod language;
#[cfg(feature = "ssr")]
mod log_csv;
mod log_words;
mod map;
#[cfg(feature = "ssr")]
mod map_file;
#[cfg(feature = "ssr")]
mod moving_file;
mod offline;
#[cfg(feature = "ssr")]
mod own_file;
mod pages;
mod parts;
mod plan_words;
mod search;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
mod shell;
mod staff_fault;
pub mod text;
mod wire;

// Generated: its code is not ours to write.
#[allow(
    missing_docs,
    clippy::all,
    clippy::pedantic,
    clippy::expect_used,
    clippy::unwrap_used,
    dead_code,
    unused_imports
)]
mod compiled {
    include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
}

pub use app::App;

pub use components::VERSION_HEADER;
pub use error::AppError;
#[cfg(feature = "ssr")]
pub use group_csv::{attendance_csv, year_csv};
#[cfg(feature = "ssr")]
pub use log_csv::log_csv;
#[cfg(feature = "ssr")]
pub use map_file::{Drawn, Format, MapAsked, MapFile, Paper, map_file};
#[cfg(feature = "ssr")]
pub use moving_file::{MovingAsked, moving_file};
#[cfg(feature = "ssr")]
pub use own_file::{Look, OWN_DAYS_AHEAD, OwnContent, OwnFile, own_content, with_what_stays};
#[cfg(feature = "ssr")]
pub use shell::shell;
pub use staff_fault::StaffFault;

/// In a worker, where there is no page: lays out what a page asks for (`public/plassering.js`).
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn arrange_apart() {
    console_error_panic_hook::set_once();
    parts::arrange_apart().await;
}

/// Makes the server's page alive in the browser.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    use leptos::tachys::dom::{body, document};

    console_error_panic_hook::set_once();
    wasm_bindgen_futures::spawn_local(async {
        leptos::mount::hydrate_from_async(body(), App).await.forget();
        // Tests and scripts wait for this before they touch the page.
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-hydrated", "true");
        }
    });
}
