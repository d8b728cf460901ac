//! A Chromium for the browser tests: the system's, an installed one, or Playwright's own.

use crate::{process, progress, system};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the browser tests find their browser.
#[derive(Debug, Clone)]
pub enum Chromium {
    /// A program of the system.
    System(PathBuf),
    /// The one that Playwright downloaded; it knows where.
    Playwright,
}

/// A Chromium of the system, or the one that `CHROMIUM` names.
pub fn find() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let known = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    named
        .into_iter()
        .chain(known.into_iter().filter_map(process::which))
        .chain([PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")])
        .find(|program| process::is_program(program))
}

/// Finds a Chromium, installs one, or has Playwright fetch its own.
pub fn ensure(end2end: &Path) -> Result<Chromium> {
    if let Some(found) = find() {
        return Ok(Chromium::System(found));
    }
    progress::step("Installing Chromium for the browser tests", || {
        let installed = system::install(&["chromium"], "Chromium");
        if let Some(found) = find() {
            return Ok(Chromium::System(found));
        }
        progress::note("not to be had as a package; asking Playwright for its own");
        let mut command = Command::new("npx");
        process::quiet(command.current_dir(end2end).args(["--no-install", "playwright", "install", "chromium"]))
            .or(installed)
            .map(|()| Chromium::Playwright)
            .context("the browser tests need Chromium; please install it, or set CHROMIUM to a program.")
    })
}
