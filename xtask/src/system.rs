//! The machine: installing Debian packages where we may, and folders that go when we go.

use crate::{process, progress};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

static LISTS_FRESH: AtomicBool = AtomicBool::new(false);

/// Installs packages with apt-get as root or through sudo without a password.
///
/// Where that cannot be, the error says in one sentence what to install.
pub fn install(packages: &[&str], what_for: &str) -> Result<()> {
    let names = packages.join(" ");
    let Some(mut probe) = apt_get() else {
        bail!(
            "{what_for} is missing and cannot be installed from here; please install it yourself \
             (on Debian or Ubuntu: sudo apt-get install {names})."
        );
    };
    if !LISTS_FRESH.swap(true, Ordering::Relaxed) {
        progress::note("reading the package lists (apt-get update)");
        process::quiet(probe.args(["update", "-q"])).context("apt-get update failed")?;
    }
    progress::note(format!("installing {names} (apt-get)"));
    if let Some(mut command) = apt_get() {
        process::quiet(command.args(["install", "-q", "-y", "--no-install-recommends"]).args(packages))
            .with_context(|| format!("{what_for} could not be installed; please install {names} yourself."))?;
    }
    Ok(())
}

/// Whether packages can be installed here.
pub fn can_install() -> bool {
    apt_get().is_some()
}

fn apt_get() -> Option<Command> {
    let program = process::which("apt-get")?;
    let mut command = if is_root() {
        Command::new(program)
    } else {
        process::quiet(Command::new("sudo").args(["-n", "true"])).ok()?;
        let mut command = Command::new("sudo");
        command.args(["-n", "DEBIAN_FRONTEND=noninteractive"]).arg(program);
        command
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    Some(command)
}

/// Whether we are root.
pub fn is_root() -> bool {
    process::output(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}

/// A folder under the system's temporary folder, removed with its content when this value goes.
pub struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    /// Makes an empty folder that only its owner can enter.
    pub fn new(name: &str) -> Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("familiekart-{name}-{}-{number}", std::process::id()));
        let mut builder = std::fs::DirBuilder::new();
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(Self(folder))
    }

    /// The folder itself.
    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// A path inside the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
