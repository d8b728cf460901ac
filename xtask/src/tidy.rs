//! The rules of the house that text can show. Each rule has a file, and a test there that it can fail.

mod arrows;
mod documents;
mod leftovers;
mod locales;
mod migrations;
mod programs;
mod pure;
mod sql;

use crate::rust_source::RustSource;
use crate::workspace::{self, Workspace};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;
use std::process::ExitCode;

/// One text file of the checkout.
#[derive(Debug, Clone)]
pub struct File {
    /// Its path from the root of the checkout, with forward slashes.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl File {
    /// The file taken apart, if it is Rust.
    fn rust(&self) -> Option<RustSource> {
        self.path.ends_with(".rs").then(|| RustSource::parse(&self.text))
    }
}

/// What is wrong, as one line that names the file.
pub type Problem = String;

/// Folders that hold nothing we wrote.
const NOT_OURS: [&str; 6] = [".git", ".local", "node_modules", "target", "test-results", "theme"];

/// Kinds of files that somebody wrote by hand.
const SOURCES: [&str; 12] = ["css", "html", "js", "json", "md", "mjs", "rs", "sh", "sql", "toml", "ts", "yml"];

/// `cargo xtask tidy`.
pub fn command() -> Result<ExitCode> {
    check(&Workspace::find()?)?;
    println!("Tidy.");
    Ok(ExitCode::SUCCESS)
}

/// Checks every rule; the error lists everything that is wrong.
pub fn check(workspace: &Workspace) -> Result<()> {
    let mut files = Vec::new();
    read(&workspace.root, "", &mut files)?;
    let mut problems = arrows::check(&arrows::packages(&workspace::metadata(&["--no-deps"])?));
    let of_files = [
        documents::check,
        leftovers::check,
        locales::check,
        migrations::check,
        programs::check,
        pure::check,
        sql::check,
    ];
    for rule in of_files {
        problems.extend(rule(&files));
    }
    if !problems.is_empty() {
        bail!("not tidy:\n  {}", problems.join("\n  "));
    }
    Ok(())
}

fn read(folder: &Path, prefix: &str, files: &mut Vec<File>) -> Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let (path, relative) = (entry.path(), format!("{prefix}{name}"));
        if path.is_dir() {
            if !NOT_OURS.contains(&name.as_str()) {
                read(&path, &format!("{relative}/"), files)?;
            }
        } else if path.extension().is_some_and(|extension| SOURCES.iter().any(|known| extension == *known)) {
            let bytes = fs::read(&path).with_context(|| format!("cannot read {relative}"))?;
            files.push(File { path: relative, text: String::from_utf8_lossy(&bytes).into_owned() });
        } else {
            // Pictures and the like: only that they exist.
            files.push(File { path: relative, text: String::new() });
        }
    }
    Ok(())
}

/// A file for the tests of the rules.
#[cfg(test)]
fn file(path: &str, text: &str) -> File {
    File { path: path.into(), text: text.into() }
}
