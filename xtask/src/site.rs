//! The site folder that the server hands out, and the server itself.

use crate::wasm::{self, Mode, Toolchain};
use crate::workspace::{Workspace, cargo};
use crate::{bind, css, lints, process, progress};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// What a build leaves behind.
pub struct Built {
    /// The server's binary.
    pub server: PathBuf,
    /// The folder with everything that browsers load.
    pub site: PathBuf,
}

/// Builds server, browser side and style sheet; quick when nothing changed.
pub fn build(workspace: &Workspace, mode: Mode) -> Result<Built> {
    let site = for_browsers(workspace, mode)?;
    Ok(Built { server: server(workspace, mode)?, site })
}

/// Builds browser side and style sheet; returns the folder with everything that browsers load.
pub fn for_browsers(workspace: &Workspace, mode: Mode) -> Result<PathBuf> {
    wasm::check_versions(workspace)?;
    let toolchain = wasm::ensure_toolchain(workspace)?;
    let folder = if mode == Mode::Release { "site-release" } else { "site" };
    let site = workspace.target.join(folder);
    css::build(workspace, &site.join("pkg"))?;
    browser_side(workspace, &toolchain, mode, &site)?;
    copy_changed(&workspace.path("public"), &site)?;
    Ok(site)
}

fn browser_side(workspace: &Workspace, toolchain: &Toolchain, mode: Mode, site: &Path) -> Result<()> {
    let wasm = progress::step("Compiling the browser side", || wasm::compile(workspace, toolchain, mode))?;
    bind::bind(workspace, &wasm, mode, &site.join("pkg"))
}

/// Compiles the server with the features that the workspace's tests use, so that both share their dependencies.
pub fn server(workspace: &Workspace, mode: Mode) -> Result<PathBuf> {
    progress::step("Compiling the server", || {
        let mut command = cargo();
        command.current_dir(&workspace.root).args([
            "build",
            "--workspace",
            "--exclude",
            "xtask",
            "--bin",
            "familiekart",
        ]);
        match mode {
            Mode::Dev => {}
            Mode::Checked => lints::while_compiling(&mut command)?,
            Mode::Release => drop(command.args(["--release", "--locked"])),
        }
        process::run(&mut command).context("the server does not compile")
    })?;
    let profile = if mode == Mode::Release { "release" } else { "debug" };
    Ok(workspace.target.join(profile).join("familiekart"))
}

/// Copies a folder's files over another's, leaving alone what is the same already.
pub fn copy_changed(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy_changed(&source, &target)?;
        } else {
            let content = fs::read(&source)?;
            if fs::read(&target).ok().as_ref() != Some(&content) {
                fs::write(&target, content).with_context(|| format!("cannot write {}", target.display()))?;
            }
        }
    }
    Ok(())
}

/// The checkout's first demo server, or the tests' one: the arguments that the server takes.
pub struct ServerArguments<'a> {
    /// The port on the loopback address.
    pub port: u16,
    /// The site folder.
    pub site: &'a Path,
    /// The folder for the databases and the master key.
    pub data: &'a Path,
}

impl ServerArguments<'_> {
    /// A command that serves the demo families from a SQLite file, whatever the environment says.
    pub fn command(&self, server: &Path) -> std::process::Command {
        let database = |name: &str| format!("sqlite://{}?mode=rwc", self.data.join(name).display());
        let mut command = process::bound_to_us(server, "TERM");
        for (name, _) in std::env::vars_os() {
            let ours = name.to_string_lossy().starts_with("FAMILIEKART_")
                || name == "DATABASE_URL"
                || name == "KEYS_DATABASE_URL";
            if ours {
                command.env_remove(name);
            }
        }
        command.args(["serve", "--demo", "--listen"]).arg(format!("127.0.0.1:{}", self.port));
        command.arg("--site").arg(self.site);
        command.args(["--database", &database("familiekart.sqlite"), "--keys-database", &database("keys.sqlite")]);
        command.arg("--master-key-file").arg(self.data.join("master.key"));
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::TemporaryFolder;

    #[test]
    fn copying_leaves_alone_what_is_the_same() {
        let folder = TemporaryFolder::new("site-test").unwrap();
        let (from, to) = (folder.path("from"), folder.path("to"));
        fs::create_dir_all(from.join("deep")).unwrap();
        fs::write(from.join("deep/file"), "one").unwrap();
        copy_changed(&from, &to).unwrap();
        let first = to.join("deep/file").metadata().unwrap().modified().unwrap();
        copy_changed(&from, &to).unwrap();
        assert_eq!(to.join("deep/file").metadata().unwrap().modified().unwrap(), first);
        fs::write(from.join("deep/file"), "two").unwrap();
        copy_changed(&from, &to).unwrap();
        assert_eq!(fs::read_to_string(to.join("deep/file")).unwrap(), "two");
    }

    #[test]
    fn the_demo_server_listens_on_loopback_only() {
        let arguments = ServerArguments { port: 4000, site: Path::new("site"), data: Path::new("data") };
        let command = arguments.command(Path::new("familiekart"));
        let words: Vec<_> = command.get_args().map(|word| word.to_string_lossy().into_owned()).collect();
        assert!(words.contains(&"127.0.0.1:4000".into()) && words.contains(&"--demo".into()), "{words:?}");
    }
}
