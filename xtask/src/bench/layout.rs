//! The layout of families, ours beside others'.

use crate::system::TemporaryFolder;
use crate::workspace::{Workspace, cargo};
use crate::{npm, process, progress};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;
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
    progress::step("Laying out with the others", || draw_with_peers(&bench, &data, &pictures))?;
    let arguments = ["run", "--release", "--package", "family-map", "--example", "measure_layout", "--", "--peers"];
    progress::step(&format!("cargo {}", arguments.join(" ")), || {
        process::run(cargo().current_dir(&workspace.root).args(arguments).arg(pictures.folder()))
    })
}

/// Writes each peer's picture of each family as `FAMILY.PEER.json`.
fn draw_with_peers(bench: &Path, data: &Path, pictures: &TemporaryFolder) -> Result<()> {
    let mut families: Vec<_> = fs::read_dir(data)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    families.sort();
    for family in families {
        let name = family.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
        let is_ours = family.extension().is_some_and(|it| it == "json");
        if !is_ours || !(name.starts_with("generated-") || name == "ivar") {
            continue;
        }
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
