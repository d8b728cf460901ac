//! How the map feels in a browser: frames, work and waiting, measured by
//! `end2end/bench/` against a server with demo families.

use crate::wasm::Mode;
use crate::workspace::Workspace;
use crate::{browser_tests, chromium, npm, site};
use anyhow::Result;

/// Measures what is shipped, and prints it.
pub fn measure(workspace: &Workspace) -> Result<()> {
    let end2end = workspace.path("end2end");
    npm::install(&end2end)?;
    let chromium = chromium::ensure(&end2end)?;
    let built = site::build(workspace, Mode::Release)?;
    let chosen = ["--config", "bench/playwright.config.ts"].map(str::to_owned);
    browser_tests::run(workspace, &built, &chromium, &chosen)
}
