//! From cargo's wasm to what browsers load: divided so that a page loads its own part only, then wasm-bindgen, then
//! wasm-opt.

use crate::stamp::{self, Fingerprint};
use crate::wasm::Mode;
use crate::workspace::Workspace;
use crate::{npm, process, progress};
use anyhow::{Context, Result, anyhow};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_bindgen_cli_support::Bindgen;

/// The script that starts the browser side.
pub const SCRIPT: &str = "app.js";
/// The script that fetches parts of the wasm when they are needed.
pub const LOADER: &str = "app_parts.js";
/// Which files of the wasm each part needs, by its name in `app/src/parts.rs`: an object of lists of file names.
pub const PARTS: &str = "app_parts.json";

/// Writes what browsers load into `folder`, unless it is made from this file already.
pub fn bind(workspace: &Workspace, wasm: &Path, mode: Mode, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let main = folder.join("app_bg.wasm");
    let fingerprint = Fingerprint::new()
        .by_time(wasm)
        .word(&folder.to_string_lossy())
        .files(&workspace.path("xtask/package-lock.json"))?
        .files(&workspace.path("xtask/src/bind.rs"))?;
    let stamp = workspace.scratch("stamps")?.join(format!("bind-{}", mode.profile()));
    stamp::unless_done(&stamp, fingerprint, &main, || {
        let before = files(folder, "wasm")?;
        for old in before {
            fs::remove_file(old)?;
        }
        let whole = workspace.scratch("wasm")?.join(format!("app-{}.wasm", mode.profile()));
        progress::step("Dividing the wasm by pages", || divide(wasm, &whole, folder))?;
        progress::step("Making the browser's JavaScript and wasm (wasm-bindgen)", || {
            Bindgen::new()
                .input_path(&whole)
                .web(true)?
                .out_name("app")
                .typescript(false)
                // The parts share the memory and the table of functions.
                .keep_lld_exports(true)
                .remove_name_section(mode == Mode::Release)
                .remove_producers_section(mode == Mode::Release)
                .generate(folder)
        })?;
        if mode == Mode::Release {
            progress::step("Shrinking the wasm (wasm-opt)", || shrink(workspace, folder))?;
        }
        Ok(())
    })?;
    Ok(())
}

/// Takes what only lazily loaded pages need out of the wasm: `main` gets the rest, `folder` the parts, the script that
/// fetches them, and the list of what each needs.
fn divide(wasm: &Path, main: &Path, folder: &Path) -> Result<()> {
    let bytes = fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    let (script, loader) = (format!("./{SCRIPT}"), format!("./{LOADER}"));
    let mut options = wasm_split_cli_support::Options::new(&bytes);
    options.output_dir = folder;
    options.main_out_path = main;
    options.main_module = &script;
    options.link_name = &loader;
    let divided = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("{error:#}"))?;
    let parts: BTreeMap<String, Vec<String>> = divided
        .prefetch_map
        .into_iter()
        .map(|(part, files)| (plain(&part).to_owned(), files.into_iter().map(|stem| format!("{stem}.wasm")).collect()))
        .collect();
    fs::write(folder.join(PARTS), serde_json::to_string_pretty(&parts)?)?;
    Ok(())
}

/// The name of a part as the source has it, without the number that the compiler adds.
fn plain(part: &str) -> &str {
    part.rsplit_once('_').map_or(part, |(name, _)| name)
}

/// Makes every wasm file of a folder as small as wasm-opt can.
pub fn shrink(workspace: &Workspace, folder: &Path) -> Result<()> {
    let tools = workspace.path("xtask");
    npm::install(&tools)?;
    let (mut before, mut after) = (0, 0);
    for wasm in files(folder, "wasm")? {
        before += wasm.metadata()?.len();
        // The features that rustc switches on for wasm32-unknown-unknown, no others.
        let features = ["bulk-memory", "bulk-memory-opt", "multivalue", "mutable-globals", "nontrapping-float-to-int"];
        let mut command = Command::new("node");
        command.arg(tools.join("node_modules/binaryen/bin/wasm-opt")).args([
            "-Oz",
            "--strip-debug",
            "--strip-producers",
        ]);
        command.args(features.iter().chain(&["reference-types", "sign-ext"]).map(|name| format!("--enable-{name}")));
        let small = wasm.with_extension("small");
        process::quiet(command.arg(&wasm).arg("-o").arg(&small))?;
        fs::rename(&small, &wasm)?;
        after += wasm.metadata()?.len();
    }
    progress::note(format!("{} kB, before {} kB", after / 1000, before / 1000));
    Ok(())
}

/// The files with this extension in a folder, by name.
fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension() == Some(OsStr::new(extension)) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
