//! The browser tests: a server of our own with fresh demo data, and Playwright against it.

use crate::chromium::Chromium;
use crate::postgres::Postgres;
use crate::process::{self, Beside};
use crate::run;
use crate::site::{Built, ServerArguments};
use crate::system::TemporaryFolder;
use crate::workspace::Workspace;
use crate::{npm, progress};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// So many lines of a page that a test did not like.
const LINES: usize = 120;
/// So many of those pages.
const PAGES: usize = 8;

/// What stood on the page when a test failed or had to be tried again: whoever reads the output of another machine has
/// no pictures and no trace.
fn tell_what_was_seen(results: &Path) {
    let Ok(folders) = fs::read_dir(results) else { return };
    let mut found: Vec<_> =
        folders.flatten().map(|it| it.path().join("error-context.md")).filter(|it| it.exists()).collect();
    found.sort();
    for page in found.iter().take(PAGES) {
        let Ok(text) = fs::read_to_string(page) else { continue };
        eprintln!("\n--- {}", page.display());
        text.lines().take(LINES).for_each(|line| eprintln!("{line}"));
    }
}

/// Starts the built server on a free port and runs the browser tests against it: every one, or those that the words
/// for Playwright choose.
pub fn run(workspace: &Workspace, built: &Built, chromium: &Chromium, chosen: &[String]) -> Result<()> {
    let end2end = workspace.path("end2end");
    npm::install(&end2end)?;
    let results = workspace.scratch("browser-tests")?;
    let log_path = results.join("server.log");
    let data = TemporaryFolder::new("demo")?;
    run::prepare(data.folder())?;

    // For the test with two nodes: they share their databases.
    let postgres = Postgres::start()?;
    for name in ["familiekart", "familiekart_keys"] {
        postgres.create_database(name)?;
    }

    let port = process::free_port()?;
    let arguments = ServerArguments { port, site: &built.site, data: data.folder() };
    let log = fs::File::create(&log_path)?;
    let mut command = arguments.command(&built.server);
    command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
    let mut server = Beside(command.spawn().context("cannot start the server")?);
    let answered =
        progress::step("Starting the server with fresh demo families", || Ok(run::answers(port, &mut server.0)))?;
    let said = || fs::read_to_string(&log_path).unwrap_or_default();
    if !answered {
        bail!("the server did not start:\n{}", said().trim());
    }

    let mut playwright = Command::new("npx");
    playwright.current_dir(&end2end).args(["--no-install", "playwright", "test"]).args(chosen);
    playwright.arg("--output").arg(results.join("results"));
    playwright.env("BASE_URL", format!("http://localhost:{port}"));
    // For the tests that ask the program itself: is the log whole, did it panic?
    playwright.env("SERVER_BINARY", &built.server);
    playwright.env("SERVER_DATA", data.folder());
    playwright.env("SERVER_SITE", &built.site);
    playwright.env("SERVER_LOG", &log_path);
    playwright.env("POSTGRES_DATABASE", postgres.database("familiekart"));
    playwright.env("POSTGRES_KEYS", postgres.database("familiekart_keys"));
    if let Chromium::System(program) = chromium {
        playwright.env("CHROMIUM", program);
    }
    let found = process::run(&mut playwright);
    drop(server);
    tell_what_was_seen(&results.join("results"));
    found.with_context(|| format!("the server's log is {}", log_path.display()))?;
    if let Some(line) = said().lines().find(|line| line.contains("panicked at")) {
        bail!("the tests passed, but the server panicked: {line}");
    }
    Ok(())
}
