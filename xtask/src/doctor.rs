//! `cargo xtask doctor`: what building and testing need, what is here, and how to get the rest.

use crate::workspace::Workspace;
use crate::{chromium, postgres, process, system, wasm};
use anyhow::Result;
use std::path::Path;
use std::process::{Command, ExitCode};

/// One thing that is needed.
struct Need {
    what: &'static str,
    /// What was found, with its version.
    found: Option<String>,
    /// How to get it.
    get: &'static str,
}

/// Prints the table; fails when something is missing that `run` and `test` cannot install by themselves.
pub fn doctor() -> Result<ExitCode> {
    let workspace = Workspace::find()?;
    let needs = needs(&workspace);
    for need in &needs {
        let found = need.found.as_deref().unwrap_or("MISSING");
        println!("{:<24} {found}", need.what);
        if need.found.is_none() {
            println!("{:<24} -> {}", "", need.get);
        }
    }
    let missing = needs.iter().filter(|need| need.found.is_none()).count();
    println!("\n{}", verdict(missing, system::can_install()));
    Ok(if missing == 0 || system::can_install() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn verdict(missing: usize, can_install: bool) -> &'static str {
    match (missing, can_install) {
        (0, _) => "Nothing is missing.",
        (_, true) => "`cargo xtask run` and `cargo xtask test` get what is missing by themselves.",
        (_, false) => "Packages cannot be installed from here; please get what is missing as written above.",
    }
}

fn needs(workspace: &Workspace) -> Vec<Need> {
    let version = |program: &str, argument: &str| process::version(program, argument);
    let modules = |folder: &str| {
        let there = workspace.path(folder).join("node_modules/.package-lock.json").exists();
        there.then(|| "installed".to_owned())
    };
    let shown = |program: &Path| {
        let version = process::version(program, "--version").unwrap_or_default();
        format!("{} ({})", version, program.display())
    };
    vec![
        Need { what: "Rust", found: version("rustc", "--version"), get: "https://rustup.rs" },
        Need { what: "rustfmt", found: version("rustfmt", "--version"), get: "rustup component add rustfmt" },
        Need { what: "clippy", found: version("cargo-clippy", "--version"), get: "rustup component add clippy" },
        Need {
            what: "wasm target",
            found: wasm::find(workspace).map(|found| wasm::describe(&found)),
            get: "rustup target add wasm32-unknown-unknown, or Debian's rustc-web, cargo-web, rust-web-src",
        },
        Need { what: "C compiler", found: version("cc", "--version"), get: "apt-get install build-essential" },
        Need { what: "Node.js", found: version("node", "--version"), get: "apt-get install nodejs (20 or newer)" },
        Need { what: "npm", found: version("npm", "--version"), get: "apt-get install npm" },
        Need { what: "npm packages: style", found: modules("style"), get: "cargo xtask run" },
        Need { what: "npm packages: end2end", found: modules("end2end"), get: "cargo xtask test" },
        Need {
            what: "Chromium",
            found: chromium::find().map(|program| shown(&program)),
            get: "apt-get install chromium",
        },
        Need {
            what: "PostgreSQL",
            found: postgres::find().map(|folder| shown(&folder.join("postgres"))),
            get: "apt-get install postgresql",
        },
        Need { what: "free disk space", found: free_space(&workspace.target), get: "10 GB for a full build" },
    ]
}

/// The free space where the target folder is or will be, if it is enough.
fn free_space(folder: &Path) -> Option<String> {
    let existing = folder.ancestors().find(|ancestor| ancestor.exists())?;
    let table = process::output(Command::new("df").arg("-Pk").arg(existing)).ok()?;
    let kilobytes: u64 = table.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    (kilobytes > 10_000_000).then(|| format!("{} GB at {}", kilobytes / 1_000_000, existing.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_need_says_how_to_get_it() {
        let workspace = Workspace { root: "/nowhere".into(), target: "/nowhere/target".into() };
        assert!(needs(&workspace).iter().all(|need| !need.get.is_empty() && !need.what.is_empty()));
    }

    #[test]
    fn the_verdict_tells_what_to_do() {
        assert_eq!(verdict(0, false), "Nothing is missing.");
        assert_ne!(verdict(2, true), verdict(2, false));
    }
}
