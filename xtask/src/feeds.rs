//! `cargo xtask feeds`: other people's programs read a calendar of ours with two
//! hundred random series and their exceptions, and say when each takes place:
//! icalendar and vobject for Python, ical.js, and a CalDAV client through a
//! Radicale server. No part of `test`: it needs Python and packages from PyPI
//! and npm, which it gets into the target folder, and says so where it cannot.

use crate::workspace::{self, Workspace};
use crate::{npm, process, progress};
use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// An occurrence: whose, from when, to when.
type Occurrence = (String, i64, i64);

/// Compares, and fails where a reader differs from us.
pub fn feeds() -> Result<ExitCode> {
    let workspace = Workspace::find()?;
    let scratch = workspace.scratch("feeds")?;
    let file = scratch.join("feed.json");
    let written = progress::step("Making two hundred random series", || {
        let example = ["run", "--quiet", "-p", "casework", "--features", "server", "--example", "feed"];
        process::output(workspace::cargo().current_dir(workspace.path(".")).args(example))
    })?;
    fs::write(&file, &written)?;
    let ours = occurrences(&serde_json::from_str::<Value>(&written)?["expected"])?;
    let python = python(&workspace, &scratch)?;
    let folder = workspace.path("xtask/feeds");
    npm::install(&folder)?;
    let mut differ = false;
    for reader in ["icalendar", "vobject", "radicale", "ical.js"] {
        let mut command = if reader == "ical.js" {
            let mut node = Command::new("node");
            node.arg(folder.join("read.mjs"));
            node
        } else {
            let mut script = Command::new(&python);
            script.arg(folder.join("read.py")).arg(reader);
            script
        };
        let said = progress::step(&format!("Reading with {reader}"), || process::output(command.arg(&file)))?;
        let theirs = occurrences(&serde_json::from_str(&said)?)?;
        let (missing, more) = (ours.difference(&theirs).count(), theirs.difference(&ours).count());
        progress::note(format!("{} occurrences: {missing} missing, {more} more than ours", theirs.len()));
        if let Some(first) = ours.symmetric_difference(&theirs).next() {
            progress::note(format!("the first that differs: {first:?}"));
            differ = true;
        }
    }
    ensure!(!differ, "a reader differs; the calendar is {}", file.display());
    println!("Four readers, {} occurrences, all as ours, to the minute.", ours.len());
    Ok(ExitCode::SUCCESS)
}

fn occurrences(list: &Value) -> Result<BTreeSet<Occurrence>> {
    let one = |row: &Value| Some((row[0].as_str()?.to_owned(), row[1].as_i64()?, row[2].as_i64()?));
    let rows = list.as_array().context("no list of occurrences")?;
    rows.iter().map(|row| one(row).context("an occurrence that cannot be read")).collect()
}

/// A Python of our own with the readers in it.
fn python(workspace: &Workspace, scratch: &Path) -> Result<PathBuf> {
    let (folder, program) = (scratch.join("python"), scratch.join("python/bin/python"));
    if !program.exists() {
        if process::which("python3").is_none() {
            bail!("this check needs Python 3 with venv and pip; nothing else does");
        }
        process::quiet(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    }
    progress::step("Installing the readers from PyPI", || {
        let list = workspace.path("xtask/feeds/requirements.txt");
        process::quiet(Command::new(&program).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(list))
    })
    .context("the readers could not be installed from PyPI")?;
    Ok(program)
}
