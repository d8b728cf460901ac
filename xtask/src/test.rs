//! `cargo xtask test`: every check there is, one section after the other, and a summary.

use crate::chromium::{self, Chromium};
use crate::postgres::{self, Postgres};
use crate::site::{self, Built};
use crate::wasm::Mode;
use crate::workspace::{Workspace, cargo};
use crate::{browser_tests, lints, npm, process, progress, tidy};
use anyhow::{Context, Result, anyhow};
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::Instant;

/// What `test` can be told.
#[derive(clap::Args)]
pub struct Options {
    /// Leave out the browser tests.
    #[arg(long)]
    quick: bool,
    /// Only the browser tests whose file or title matches, such as `map.spec` or `-g drawing`; everything after this
    /// goes to Playwright.
    #[arg(long, num_args = 0.., allow_hyphen_values = true, conflicts_with = "quick")]
    browser: Option<Vec<String>>,
}

/// Runs every section, whatever the ones before it found.
pub fn test(options: &Options) -> Result<ExitCode> {
    let workspace = Workspace::find()?;
    let mut report = Report::default();
    if let Some(chosen) = &options.browser {
        let chromium = prepare(&workspace);
        let site = site::for_browsers(&workspace, Mode::Checked);
        report.section("browser tests", || in_browser(&workspace, chromium, site, chosen));
        return Ok(report.close());
    }
    let chromium = if options.quick { None } else { Some(prepare(&workspace)) };
    postgres::ensure()?;

    report.section("format", || process::run(&mut in_root(&workspace, &["fmt", "--all", "--check"])));
    report.section("tidy", || tidy::check(&workspace));
    // The browser side has a target folder of its own, and cores are idle while either compiles its largest crate.
    let site = std::thread::scope(|scope| {
        let site = chromium.is_some().then(|| scope.spawn(|| site::for_browsers(&workspace, Mode::Checked)));
        report.section("compiling, with lints", || compile(&workspace));
        report.section("unit, property and store tests", || native_tests(&workspace));
        site.map(std::thread::ScopedJoinHandle::join)
    });
    if let (Some(chromium), Some(site)) = (chromium, site) {
        let site = site.unwrap_or_else(|_| Err(anyhow!("compiling the browser side came to nothing")));
        report.section("browser tests", || in_browser(&workspace, chromium, site, &[]));
    }
    Ok(report.close())
}

fn in_browser(
    workspace: &Workspace,
    chromium: Result<Chromium>,
    site: Result<PathBuf>,
    chosen: &[String],
) -> Result<()> {
    let (chromium, site) = (chromium?, site?);
    let built = Built { server: site::server(workspace, Mode::Checked)?, site };
    browser_tests::run(workspace, &built, &chromium, chosen)
}

/// Gets what the browser tests need before anything is compiled, so that what is missing is told early.
fn prepare(workspace: &Workspace) -> Result<Chromium> {
    let end2end = workspace.path("end2end");
    npm::install(&end2end)?;
    chromium::ensure(&end2end)
}

/// The product's crates, and then this one by itself: its dependencies are nobody else's.
///
/// The product's crates are always chosen together, here and where the server is built, so that cargo settles on
/// the same features for what they depend on and compiles it once.
const PRODUCT: [&str; 3] = ["--workspace", "--exclude", "xtask"];
const HELPER: [&str; 2] = ["--package", "xtask"];

/// Compiles everything that the tests need, and the examples, with the lints.
fn compile(workspace: &Workspace) -> Result<()> {
    for selection in [&PRODUCT[..], &HELPER] {
        let mut command = in_root(workspace, &["test", "--no-run", "--all-targets"]);
        lints::while_compiling(&mut command)?;
        process::run(command.args(selection))?;
    }
    Ok(())
}

fn native_tests(workspace: &Workspace) -> Result<()> {
    let postgres = Postgres::start()?;
    // Documentation examples would each be compiled and linked alone; there are none.
    let product = (&PRODUCT[..], &["--lib", "--bins", "--tests", "--no-fail-fast"][..]);
    let helper = (&HELPER[..], &["--bins"][..]);
    let mut failed = None;
    for (selection, targets) in [product, helper] {
        let mut command = in_root(workspace, &["test"]);
        command.args(selection).args(targets).env("TEST_POSTGRES_URL", postgres.url());
        lints::while_compiling(&mut command)?;
        failed = process::run(&mut command).err().or(failed);
    }
    failed.map_or(Ok(()), Err)
}

fn in_root(workspace: &Workspace, arguments: &[&str]) -> Command {
    let mut command = cargo();
    command.current_dir(&workspace.root).args(arguments);
    command
}

/// What each section found.
#[derive(Default)]
struct Report {
    sections: Vec<(&'static str, Result<()>, String)>,
}

impl Report {
    fn section(&mut self, name: &'static str, work: impl FnOnce() -> Result<()>) {
        eprintln!("\n=== {name}");
        let start = Instant::now();
        let found = work().with_context(|| format!("{name} failed"));
        let seconds = progress::seconds(start);
        match &found {
            Ok(()) => eprintln!("=== {name}: passed ({seconds})"),
            Err(error) => eprintln!("=== {name}: FAILED ({seconds})\n{error:#}"),
        }
        self.sections.push((name, found, seconds));
    }

    fn close(self) -> ExitCode {
        println!("\nSummary");
        for (name, found, seconds) in &self.sections {
            println!("  {:<34} {:<8} {seconds}", name, if found.is_ok() { "passed" } else { "FAILED" });
        }
        let failed = self.sections.iter().filter(|(_, found, _)| found.is_err()).count();
        println!("{} passed, {failed} failed", self.sections.len() - failed);
        if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failing_section_fails_the_whole_and_stops_nothing() {
        let mut report = Report::default();
        let mut reached = false;
        report.section("first", || anyhow::bail!("broken"));
        report.section("second", || {
            reached = true;
            Ok(())
        });
        assert!(reached);
        assert_eq!(format!("{:?}", report.close()), format!("{:?}", ExitCode::FAILURE));
    }
}
