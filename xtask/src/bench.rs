//! `cargo xtask bench`: the measurements of the layout.

use crate::workspace::{Workspace, cargo};
use crate::{process, progress};
use anyhow::Result;
use std::process::ExitCode;

/// Measures in release mode and prints what was run.
pub fn bench() -> Result<ExitCode> {
    let workspace = Workspace::find()?;
    let arguments = ["run", "--release", "--package", "family-map", "--example", "measure_layout"];
    progress::step(&format!("cargo {}", arguments.join(" ")), || {
        process::run(cargo().current_dir(&workspace.root).args(arguments))
    })?;
    Ok(ExitCode::SUCCESS)
}
