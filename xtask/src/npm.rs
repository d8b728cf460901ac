//! npm packages: installed exactly as locked, without running anybody's install scripts.

use crate::stamp::{self, Fingerprint};
use crate::{process, progress, system};
use anyhow::{Context, Result};
use std::path::Path;
use std::process::Command;

/// Makes sure that a folder's `node_modules` is what its lock file says.
pub fn install(folder: &Path) -> Result<()> {
    ensure_node()?;
    let modules = folder.join("node_modules");
    let fingerprint =
        Fingerprint::new().files(&folder.join("package.json"))?.files(&folder.join("package-lock.json"))?;
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    stamp::unless_done(&modules.join(".installed-from"), fingerprint, &modules.join(".package-lock.json"), || {
        progress::step(&format!("Installing the npm packages of {name}/ (install scripts off)"), || {
            process::quiet(Command::new("npm").current_dir(folder).args([
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--loglevel=error",
            ]))
        })
    })
    .with_context(|| format!("the npm packages of {name}/ could not be installed"))?;
    Ok(())
}

/// Makes sure that node and npm are here.
pub fn ensure_node() -> Result<()> {
    if process::which("node").is_some() && process::which("npm").is_some() {
        return Ok(());
    }
    progress::step("Installing Node.js", || system::install(&["nodejs", "npm"], "Node.js 20 or newer with npm"))
}
