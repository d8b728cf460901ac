//! Clippy while compiling: what the tests compile anyway is linted on the way, so that nothing is compiled only to be
//! linted. A warning is an error.

use crate::process;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Clippy splits what it is given at these.
const BETWEEN: &str = "__CLIPPY_HACKERY__";

/// Has cargo compile our own crates by way of clippy. Cargo keeps what comes of it apart from what it compiles
/// without.
pub fn while_compiling(command: &mut Command) -> Result<()> {
    command.env("RUSTC_WORKSPACE_WRAPPER", driver()?);
    command.env("CLIPPY_ARGS", format!("-D{BETWEEN}warnings{BETWEEN}"));
    Ok(())
}

/// Clippy's compiler: beside the compiler, or in `PATH`.
fn driver() -> Result<PathBuf> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let sysroot = process::output(Command::new(rustc).args(["--print", "sysroot"]))?;
    let beside = Path::new(&sysroot).join("bin/clippy-driver");
    Some(beside)
        .filter(|path| process::is_program(path))
        .or_else(|| process::which("clippy-driver"))
        .context("clippy is missing; where rustup is: rustup component add clippy")
}
