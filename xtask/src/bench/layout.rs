//! The layout of families, ours beside others'.

use crate::system::TemporaryFolder;
use crate::workspace::{Workspace, cargo};
use crate::{bind, npm, process, progress, wasm};
use anyhow::{Context, Result};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Whom we measure ours beside, and how many bytes of a family they are given
/// at most: some take minutes for thousands of people.
const PEERS: [(&str, u64); 3] = [("graphviz", 1_000_000), ("dagre", 1_000_000), ("relatives-tree", 1_000_000)];

/// Peers are given up after so many seconds.
const PATIENCE: &str = "120";

/// Measures in release mode and prints one table.
pub fn measure(workspace: &Workspace) -> Result<()> {
    let bench = workspace.path("xtask/bench");
    npm::install(&bench)?;
    let pictures = TemporaryFolder::new("bench")?;
    let data = workspace.path("crates/family-map/tests/data");
    progress::step("Laying out in wasm", || draw_in_wasm(workspace, &bench, &data, &pictures))?;
    progress::step("Laying out with the others", || draw_with_peers(&bench, &data, &pictures))?;
    let arguments = ["run", "--release", "--package", "family-map", "--example", "measure_layout", "--", "--peers"];
    progress::step(&format!("cargo {}", arguments.join(" ")), || {
        process::run(cargo().current_dir(&workspace.root).args(arguments).arg(pictures.folder()))
    })?;
    progress::step("Counting instructions", || count_instructions(workspace, &data))
}

/// The families of which the growth is told.
const GROWING: [(&str, u32); 4] = [("30", 30), ("300", 300), ("1000", 1000), ("10000", 10_000)];

/// Prints how many instructions a first picture takes, and how that grows: of
/// the clock's figures a busy machine makes more. Left out where there is no valgrind.
fn count_instructions(workspace: &Workspace, data: &Path) -> Result<()> {
    if process::which("valgrind").is_none() {
        progress::note("left out: valgrind is not installed");
        return Ok(());
    }
    let build = ["build", "--release", "--package", "family-map", "--example", "layout"];
    process::run(cargo().current_dir(&workspace.root).args(build))?;
    let program = workspace.target.join("release/examples/layout");
    let folder = TemporaryFolder::new("bench-instructions")?;
    let mut before: Option<(u32, f64)> = None;
    for (name, people) in GROWING {
        let file = data.join(format!("generated-{name}.json"));
        // What it takes to lay out once more: reading and writing are in both.
        let count = |again: bool| instructions(&program, &file, again, &folder);
        let millions = (count(true)? - count(false)?) / 1e6;
        let growth = before.map(|(fewer, less)| {
            let tenfolds = (f64::from(people) / f64::from(fewer)).log10();
            format!(", {:.1} times for each tenfold since {fewer}", (millions / less).powf(1.0 / tenfolds))
        });
        println!("first picture of {people} people: {millions:.1} million instructions{}", growth.unwrap_or_default());
        before = Some((people, millions));
    }
    Ok(())
}

/// How many instructions the program takes for a family.
fn instructions(program: &Path, family: &Path, again: bool, folder: &TemporaryFolder) -> Result<f64> {
    let mut command = Command::new("valgrind");
    command.arg("--tool=callgrind").arg(format!("--callgrind-out-file={}", folder.path("out").display())).arg(program);
    command.args(again.then_some("--again")).stdin(fs::File::open(family)?);
    let done = command.output().context("valgrind does not start")?;
    let said = String::from_utf8_lossy(&done.stderr);
    let count = said.lines().find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok());
    count.with_context(|| format!("valgrind counts nothing: {said}"))
}

/// Compiles the engine by itself as browsers load it, weighs it, and writes its pictures beside the others'.
fn draw_in_wasm(workspace: &Workspace, bench: &Path, data: &Path, pictures: &TemporaryFolder) -> Result<()> {
    let toolchain = wasm::ensure_toolchain(workspace)?;
    let compiled = wasm::compile_example(workspace, &toolchain, "family-map", "browser")?;
    let folder = TemporaryFolder::new("bench-wasm")?;
    let engine = folder.path("engine.wasm");
    fs::copy(&compiled, &engine).with_context(|| format!("cannot read {}", compiled.display()))?;
    bind::shrink(workspace, folder.folder())?;
    let bytes = fs::read(&engine)?;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&bytes)?;
    let packed = gzip.finish()?.len();
    progress::note(format!(
        "the engine by itself, with its JSON reader: {} kB of wasm, {} kB gzipped",
        bytes.len() / 1000,
        packed / 1000
    ));
    let mut command = Command::new("node");
    command.current_dir(bench).arg("ours.mjs").arg(&engine).arg(pictures.folder());
    let (mut families, demos) = (measured(data)?, data.join("demo-families.json"));
    families.push(demos);
    process::quiet(command.args(families))
}

/// The measuring files.
fn measured(data: &Path) -> Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = fs::read_dir(data)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| {
        let name = file.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
        name == "ivar.json" || (name.starts_with("generated-") && name.ends_with(".json"))
    });
    files.sort();
    Ok(files)
}

/// Writes each peer's picture of each family as `FAMILY.PEER.json`.
fn draw_with_peers(bench: &Path, data: &Path, pictures: &TemporaryFolder) -> Result<()> {
    for family in measured(data)? {
        let name = family.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
        for (peer, most) in PEERS {
            if fs::metadata(&family)?.len() > most {
                continue;
            }
            let drawn = process::output(
                Command::new("timeout")
                    .arg(PATIENCE)
                    .arg("node")
                    .current_dir(bench)
                    .arg("peers.mjs")
                    .arg(peer)
                    .arg(&family),
            );
            match drawn {
                Ok(drawn) => fs::write(pictures.path(&format!("{name}.{peer}.json")), drawn)
                    .with_context(|| format!("the picture of {name} by {peer} could not be kept"))?,
                Err(error) => {
                    let why = format!("{error:#}");
                    progress::note(format!(
                        "{peer} draws nothing of {name}: {}",
                        why.lines().next().unwrap_or_default()
                    ));
                }
            }
        }
    }
    Ok(())
}
