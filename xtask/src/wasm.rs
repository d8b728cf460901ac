//! The browser side compiled: the wasm target by whichever way this machine allows, and cargo.

use crate::stamp;
use crate::system::{self, TemporaryFolder};
use crate::workspace::{Workspace, cargo};
use crate::{process, progress};
use anyhow::{Context, Result, bail, ensure};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";

/// The flags of `.cargo/config.toml` for the browser side, which a target's own flags replace: the linker tells what
/// refers to what, so that the wasm can be divided afterwards.
const COMMON_FLAGS: &str = "--cfg erase_components -C link-arg=--emit-relocs";

/// The oldest compiler that builds this workspace (`rust-version` in Cargo.toml).
const OLDEST: (u32, u32) = (1, 94);

/// Set to `debian` to use Debian's compiler even where the ordinary one has the wasm target.
const CHOICE: &str = "FAMILIEKART_WASM";

/// A compiler with a standard library for wasm.
#[derive(Debug, Clone)]
pub enum Toolchain {
    /// The toolchain that also builds the server.
    Ordinary,
    /// Debian's compiler with a standard library that we built from Debian's source package.
    Debian {
        /// The compiler.
        rustc: PathBuf,
        /// A folder laid out as a sysroot, with the wasm library only.
        sysroot: PathBuf,
        /// A linker that writes wasm.
        linker: PathBuf,
    },
}

/// How the wasm side is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Quick to compile.
    Dev,
    /// As [`Self::Dev`], and the server as the tests compile it.
    Checked,
    /// Small to load.
    Release,
}

impl Mode {
    /// The cargo profile.
    pub fn profile(self) -> &'static str {
        match self {
            Self::Dev | Self::Checked => "wasm-dev",
            Self::Release => "wasm-release",
        }
    }
}

/// What is here already, without installing or building anything.
pub fn find(workspace: &Workspace) -> Option<Toolchain> {
    let debian_wanted = std::env::var(CHOICE).is_ok_and(|choice| choice == "debian");
    if !debian_wanted && ordinary_sysroot().is_ok_and(|sysroot| has_library(&sysroot)) {
        return Some(Toolchain::Ordinary);
    }
    let rustc = debian_rustc()?;
    let sysroot = made_sysroot(workspace, &rustc)?;
    let linker = linker()?;
    has_library(&sysroot).then_some(Toolchain::Debian { rustc, sysroot, linker })
}

/// Finds a toolchain for wasm, or makes one: by rustup, or else from Debian's packages.
pub fn ensure_toolchain(workspace: &Workspace) -> Result<Toolchain> {
    if let Some(found) = find(workspace) {
        return Ok(found);
    }
    if std::env::var(CHOICE).is_err() && process::which("rustup").is_some() {
        let added = progress::step("Adding the wasm target (rustup target add)", || {
            Ok(process::quiet(Command::new("rustup").args(["target", "add", TARGET])))
        })?;
        match (added, find(workspace)) {
            (Ok(()), Some(found)) => return Ok(found),
            (added, _) => {
                let why = added.err().map_or_else(|| "it is not visible to rustc".into(), |error| format!("{error:#}"));
                progress::note(format!("not to be had that way: {}", why.lines().last().unwrap_or_default().trim()));
            }
        }
    }
    progress::step("Making the wasm target from Debian's Rust packages instead", || make_debian(workspace))
}

fn make_debian(workspace: &Workspace) -> Result<Toolchain> {
    let sentence = "the Rust target wasm32-unknown-unknown (where rustup can reach its servers: \
                    rustup target add wasm32-unknown-unknown)";
    let source = Path::new("/usr/lib/rustlib/src/rust/library/std/Cargo.toml");
    if debian_rustc().is_none() || !process::is_program(Path::new("/usr/bin/cargo")) || !source.exists() {
        system::install(&["rustc-web", "cargo-web", "rust-web-src"], sentence)?;
    }
    let rustc = debian_rustc().with_context(|| {
        format!("Debian's compiler is older than {}.{}; please install {sentence}", OLDEST.0, OLDEST.1)
    })?;
    let linker = match linker() {
        Some(linker) => linker,
        None => {
            system::install(&["lld"], "a linker for wasm (lld)")?;
            linker().context("a linker for wasm is missing; please install lld")?
        }
    };
    let sysroot = made_sysroot(workspace, &rustc).context("Debian's compiler does not tell its version")?;
    if !has_library(&sysroot) {
        progress::note("building the standard library for wasm, once (about a minute)");
        build_library(&rustc, &sysroot)?;
    }
    Ok(Toolchain::Debian { rustc, sysroot, linker })
}

/// Builds the standard library by way of a throw-away crate and keeps its libraries.
///
/// The application itself is not built with `-Zbuild-std`: that needs `RUSTC_BOOTSTRAP`, which some
/// dependencies take for a nightly compiler.
fn build_library(rustc: &Path, sysroot: &Path) -> Result<()> {
    let folder = TemporaryFolder::new("wasm-std")?;
    fs::create_dir(folder.path("src"))?;
    fs::write(folder.path("src/lib.rs"), "")?;
    fs::write(
        folder.path("Cargo.toml"),
        "[package]\nname = \"throw-away\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n\
         [lib]\ncrate-type = [\"cdylib\"]\n\n[workspace]\n",
    )?;
    let mut command = Command::new("/usr/bin/cargo");
    command
        .current_dir(folder.folder())
        .args(["build", "--quiet", "--release", "-Zbuild-std=std,panic_abort", "--target", TARGET])
        .env("RUSTC", rustc)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "-Cembed-bitcode=yes") // without it, `lto` fails later
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker().context("no linker for wasm")?)
        .env("CARGO_TARGET_DIR", folder.path("target"))
        .env_remove("RUSTC_WORKSPACE_WRAPPER")
        .env_remove("LD_LIBRARY_PATH") // the libraries of the toolchain that runs us
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    process::quiet(&mut command).context("the standard library for wasm could not be built")?;

    let half = sysroot.with_extension("half");
    let library = library_folder(&half);
    let _ = fs::remove_dir_all(&half);
    fs::create_dir_all(&library)?;
    let built = folder.path("target").join(TARGET).join("release/deps");
    for entry in fs::read_dir(&built)? {
        let file = entry?.path();
        if file.extension().is_some_and(|extension| extension == "rlib") {
            fs::copy(&file, library.join(file.file_name().unwrap_or_default()))?;
        }
    }
    let _ = fs::remove_dir_all(sysroot);
    fs::rename(&half, sysroot)?;
    ensure!(has_library(sysroot), "the standard library for wasm was built, but without std");
    Ok(())
}

/// Compiles the `app` crate for the browser; returns the wasm file as cargo left it.
pub fn compile(workspace: &Workspace, toolchain: &Toolchain, mode: Mode) -> Result<PathBuf> {
    let (mut command, folder) = cargo_for(workspace, toolchain, COMMON_FLAGS);
    command.args(["--package", "app", "--lib", "--features", "hydrate", "--profile", mode.profile()]);
    process::run(&mut command).context("the browser side does not compile")?;
    Ok(folder.join(TARGET).join(mode.profile()).join("app.wasm"))
}

/// Compiles an example of a crate as it would be shipped, by itself; returns the wasm file as cargo left it.
pub fn compile_example(workspace: &Workspace, toolchain: &Toolchain, package: &str, example: &str) -> Result<PathBuf> {
    let profile = Mode::Release.profile();
    let (mut command, folder) = cargo_for(workspace, toolchain, "--cfg erase_components");
    command.args(["--quiet", "--package", package, "--example", example, "--profile", profile]);
    // In place of the flags of the configuration file: nothing is divided here.
    if matches!(toolchain, Toolchain::Ordinary) {
        command.env("RUSTFLAGS", "--cfg erase_components");
    }
    process::run(&mut command).with_context(|| format!("the example {example} does not compile for browsers"))?;
    Ok(folder.join(TARGET).join(profile).join("examples").join(format!("{example}.wasm")))
}

/// `cargo build` for the browser, and the target folder that it uses. Flags are given where the toolchain needs some
/// of its own, which replace those of the configuration file.
fn cargo_for(workspace: &Workspace, toolchain: &Toolchain, flags: &str) -> (Command, PathBuf) {
    let mut command = cargo();
    command.current_dir(&workspace.root).args(["build", "--target", TARGET]);
    let folder = match toolchain {
        Toolchain::Ordinary => workspace.target.join("wasm"),
        Toolchain::Debian { rustc, sysroot, linker } => {
            let mut flags = OsString::from(flags);
            flags.push(" --sysroot ");
            flags.push(sysroot);
            command
                .env("RUSTC", rustc)
                .env_remove("RUSTFLAGS")
                .env_remove("CARGO_ENCODED_RUSTFLAGS")
                .env_remove("LD_LIBRARY_PATH");
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags);
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
            workspace.target.join("wasm-debian")
        }
    };
    command.env("CARGO_TARGET_DIR", &folder);
    (command, folder)
}

/// One line on what is here, for `doctor`.
pub fn describe(toolchain: &Toolchain) -> String {
    match toolchain {
        Toolchain::Ordinary => "in the ordinary toolchain".into(),
        Toolchain::Debian { rustc, .. } => {
            format!("made from Debian's packages ({})", process::version(rustc, "--version").unwrap_or_default())
        }
    }
}

fn ordinary_sysroot() -> Result<PathBuf> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    process::output(Command::new(rustc).args(["--print", "sysroot"])).map(PathBuf::from)
}

fn library_folder(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib").join(TARGET).join("lib")
}

fn has_library(sysroot: &Path) -> bool {
    let Ok(entries) = fs::read_dir(library_folder(sysroot)) else { return false };
    entries.flatten().any(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    })
}

fn debian_rustc() -> Option<PathBuf> {
    let rustc = PathBuf::from("/usr/bin/rustc");
    let version = process::version(&rustc, "--version")?;
    new_enough(&version).then_some(rustc)
}

fn new_enough(version: &str) -> bool {
    let mut numbers =
        version.split(|letter: char| !letter.is_ascii_digit()).filter_map(|word| word.parse::<u32>().ok());
    matches!((numbers.next(), numbers.next()), (Some(major), Some(minor)) if (major, minor) >= OLDEST)
}

/// The folder of the library that we make for this very compiler; it may not be there yet.
fn made_sysroot(workspace: &Workspace, rustc: &Path) -> Option<PathBuf> {
    let version = process::output(Command::new(rustc).arg("-vV")).ok()?;
    let name = format!("wasm-sysroot-{}", stamp::short_hash(version.as_bytes()));
    Some(workspace.target.join("xtask").join(name))
}

/// The linker that comes with the ordinary toolchain, or a system's lld.
fn linker() -> Option<PathBuf> {
    let host = process::output(Command::new("rustc").args(["--print", "host-tuple"])).ok();
    let own = ordinary_sysroot().ok().zip(host);
    let own = own.map(|(sysroot, host)| sysroot.join("lib/rustlib").join(host).join("bin/rust-lld"));
    own.filter(|path| process::is_program(path))
        .or_else(|| process::which("rust-lld"))
        .or_else(|| process::which("wasm-ld"))
}

/// Fails with advice when the two halves of wasm-bindgen are of different versions.
pub fn check_versions(workspace: &Workspace) -> Result<()> {
    let lock = fs::read_to_string(workspace.path("Cargo.lock")).context("cannot read Cargo.lock")?;
    let version = |name: &str| {
        let (_, after) = lock.split_once(&format!("name = \"{name}\"\nversion = \""))?;
        Some(after.split_once('"')?.0.to_owned())
    };
    let (library, support) = (version("wasm-bindgen"), version("wasm-bindgen-cli-support"));
    if library != support {
        bail!(
            "Cargo.lock has wasm-bindgen {library:?} but wasm-bindgen-cli-support {support:?}; they must be the same."
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_number() {
        assert!(new_enough("rustc 1.96.0 (abc 2026-01-01)"));
        assert!(new_enough("rustc 1.100.0"));
        assert!(!new_enough("rustc 1.85.0 (built from a source tarball)"));
        assert!(!new_enough("no version"));
    }

    #[test]
    fn a_sysroot_without_std_is_not_taken() {
        let folder = TemporaryFolder::new("sysroot-test").unwrap();
        fs::create_dir_all(library_folder(folder.folder())).unwrap();
        assert!(!has_library(folder.folder()));
        fs::write(library_folder(folder.folder()).join("libstd-1.rlib"), "").unwrap();
        assert!(has_library(folder.folder()));
    }

    #[test]
    fn the_flags_of_the_configuration_file_are_repeated() {
        let configuration = include_str!("../../.cargo/config.toml");
        for flag in COMMON_FLAGS.split(' ') {
            assert!(configuration.contains(&format!("\"{flag}\"")), "{flag}");
        }
    }
}
