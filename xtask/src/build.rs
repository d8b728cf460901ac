//! `cargo xtask build --release`: one folder to copy to a server.

use crate::wasm::Mode;
use crate::workspace::Workspace;
use crate::{bind, css, licences, progress, site, stamp};
use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What `build` can be told.
#[derive(clap::Args)]
pub struct Options {
    /// Build as shipped. Without it, the development build is made and nothing is packed.
    #[arg(long)]
    release: bool,
    /// The folder to write, made new each time; `dist` in the target folder if not given.
    #[arg(long)]
    out: Option<PathBuf>,
}

/// Builds, and in release packs the folder.
pub fn build(options: &Options) -> Result<ExitCode> {
    let workspace = Workspace::find()?;
    if !options.release {
        let built = site::build(&workspace, Mode::Dev)?;
        println!("server: {}\nsite:   {}", built.server.display(), built.site.display());
        return Ok(ExitCode::SUCCESS);
    }
    let built = site::build(&workspace, Mode::Release)?;
    let out = match &options.out {
        Some(out) => std::path::absolute(out)?,
        None => workspace.target.join("dist"),
    };
    empty(&out)?;
    progress::step(&format!("Packing {}", out.display()), || {
        let binary = out.join("familiekart");
        fs::copy(&built.server, &binary).with_context(|| format!("cannot write {}", binary.display()))?;
        let site = out.join("site");
        fs::create_dir_all(site.join("pkg"))?;
        site::copy_changed(&workspace.path("public"), &site)?;
        let names = hashed(&built.site.join("pkg"), &site.join("pkg"))?;
        fs::write(site.join("assets.json"), serde_json::to_string_pretty(&names)?)?;
        compress(&site)?;
        fs::write(out.join("LICENCES.txt"), licences::list(&workspace)?)?;
        fs::write(out.join("INSTALL.txt"), INSTALL)?;
        Ok(())
    })?;
    println!("Everything is in {}; INSTALL.txt there says how to start it.", out.display());
    Ok(ExitCode::SUCCESS)
}

/// Empties a folder that an earlier build made; refuses any other.
fn empty(out: &Path) -> Result<()> {
    let foreign =
        fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_some()) && !out.join("LICENCES.txt").exists();
    ensure!(!foreign, "{} holds something else; choose another folder with --out", out.display());
    if out.exists() {
        fs::remove_dir_all(out)?;
    }
    fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))
}

/// Copies the assets under names that change with their content; returns plain name → new name.
fn hashed(from: &Path, to: &Path) -> Result<BTreeMap<String, String>> {
    let mut plain = Vec::new();
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            // Snippets of crates: wasm-bindgen has put a hash into their folders' names.
            site::copy_changed(&entry.path(), &to.join(name))?;
        } else {
            plain.push(name);
        }
    }
    // Those that name others come after what they name.
    let (naming, named): (Vec<_>, Vec<_>) = plain.into_iter().partition(|name| NAMING.contains(&name.as_str()));
    let mut names = BTreeMap::new();
    for name in &named {
        names.insert(name.clone(), with_hash(name, &fs::read(from.join(name))?)?);
    }
    // The scripts name each other, so their names come from what all of them say of everything else.
    let mut texts = BTreeMap::new();
    for name in &naming {
        let text = fs::read_to_string(from.join(name)).with_context(|| format!("{name} is no text"))?;
        texts.insert(name, renamed(&text, &names));
    }
    let together: String = texts.values().map(String::as_str).collect();
    for name in &naming {
        names.insert(name.clone(), with_hash(name, together.as_bytes())?);
    }
    for name in &named {
        fs::copy(from.join(name), to.join(&names[name]))?;
    }
    for (name, text) in texts {
        fs::write(to.join(&names[name]), renamed(&text, &names))?;
    }
    Ok(names)
}

/// The files that name others.
const NAMING: [&str; 4] = [css::STYLE_SHEET, bind::SCRIPT, bind::LOADER, bind::PARTS];

fn with_hash(name: &str, content: &[u8]) -> Result<String> {
    let Some((stem, extension)) = name.rsplit_once('.') else { bail!("{name} has no extension") };
    Ok(format!("{stem}-{}.{extension}", stamp::short_hash(content)))
}

/// The text with the new names; a longer name first, since a shorter one may be the end of it. What is handed to the
/// wasm keeps its name: the wasm asks for it as it was called when the wasm was made.
fn renamed(text: &str, names: &BTreeMap<String, String>) -> String {
    let mut names: Vec<_> = names.iter().collect();
    names.sort_by_key(|(plain, _)| std::cmp::Reverse(plain.len()));
    let rename = |text: &str| names.iter().fold(text.to_owned(), |text, (plain, new)| text.replace(*plain, new));
    let line = |line: &str| if is_handed_over(line) { line.to_owned() } else { rename(line) };
    text.split_inclusive('\n').map(line).collect()
}

/// A line such as `"./app_parts.js": import1,` of the object in which a script hands its imports to the wasm.
fn is_handed_over(line: &str) -> bool {
    line.trim().strip_prefix('"').and_then(|rest| rest.split_once("\": import")).is_some()
}

/// Writes a brotli and a gzip file beside every file that shrinks.
fn compress(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            compress(&path)?;
            continue;
        }
        let extension = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        if !["css", "js", "json", "svg", "txt", "wasm", "webmanifest"].contains(&extension.as_str()) {
            continue;
        }
        let content = fs::read(&path)?;
        let beside = |more: &str| path.with_extension(format!("{extension}.{more}"));
        let mut brotli = brotli::CompressorWriter::new(fs::File::create(beside("br"))?, 1 << 16, 11, 22);
        brotli.write_all(&content)?;
        brotli.flush()?;
        let mut gzip = flate2::write::GzEncoder::new(fs::File::create(beside("gz"))?, flate2::Compression::best());
        gzip.write_all(&content)?;
        gzip.finish()?;
    }
    Ok(())
}

const INSTALL: &str = "\
Familiekart
===========

This folder is everything: the program `familiekart` and what browsers load (`site`).

1. Start the service on the loopback address, behind a web server that speaks HTTPS:

       ./familiekart serve --listen 127.0.0.1:3000 --site ./site \\
           --origin https://familiekart.example.no \\
           --database 'sqlite:///var/lib/familiekart/familiekart.sqlite?mode=rwc' \\
           --keys-database 'sqlite:///var/lib/familiekart/keys.sqlite?mode=rwc' \\
           --master-key-file /var/lib/familiekart/master.key

   For PostgreSQL give its addresses instead: postgres://user@host/database. The keys' database has its own,
   shorter backups, so that an erased family is gone from old backups too.

2. The master key is made at the first start, readable by the service's user only. Keep a copy of it elsewhere:
   without it the family records cannot be read.

3. `./familiekart user create-admin --help` tells how to make the first administrator, with the same --database,
   --keys-database and --master-key-file. `./familiekart help serve` names every setting.
";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::TemporaryFolder;

    #[test]
    fn assets_get_names_by_content_and_name_each_other_right() {
        let folder = TemporaryFolder::new("build-test").unwrap();
        let (from, to) = (folder.path("from"), folder.path("to"));
        fs::create_dir_all(&from).unwrap();
        fs::create_dir_all(&to).unwrap();
        fs::write(from.join("app.js"), "new URL('app_bg.wasm', import.meta.url)").unwrap();
        fs::write(from.join("app_bg.wasm"), "one").unwrap();
        let first = hashed(&from, &to).unwrap();
        let script = fs::read_to_string(to.join(&first["app.js"])).unwrap();
        assert!(script.contains(&first["app_bg.wasm"]), "{script}");
        fs::write(from.join("app_bg.wasm"), "two").unwrap();
        let second = hashed(&from, &to).unwrap();
        assert_ne!(first["app_bg.wasm"], second["app_bg.wasm"]);
        assert_ne!(first["app.js"], second["app.js"], "the script names the wasm, so it changes too");
    }

    #[test]
    fn what_the_wasm_asks_for_keeps_its_name() {
        let names = BTreeMap::from([("app_parts.js".to_owned(), "app_parts-1.js".to_owned())]);
        let script = "import * as import1 from \"./app_parts.js\"\n        \"./app_parts.js\": import1,\n";
        let expected = "import * as import1 from \"./app_parts-1.js\"\n        \"./app_parts.js\": import1,\n";
        assert_eq!(renamed(script, &names), expected);
    }

    #[test]
    fn text_is_compressed_both_ways() {
        let folder = TemporaryFolder::new("build-test").unwrap();
        fs::write(folder.path("a.css"), "p{color:red}".repeat(100)).unwrap();
        compress(folder.folder()).unwrap();
        let mut back = String::new();
        let gzip = fs::File::open(folder.path("a.css.gz")).unwrap();
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(gzip), &mut back).unwrap();
        assert_eq!(back, "p{color:red}".repeat(100));
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut fs::File::open(folder.path("a.css.br")).unwrap(), &mut back).unwrap();
        assert_eq!(back, "p{color:red}".repeat(100).into_bytes());
    }

    #[test]
    fn a_folder_of_somebody_else_is_not_emptied() {
        let folder = TemporaryFolder::new("build-test").unwrap();
        fs::write(folder.path("thesis.txt"), "years of work").unwrap();
        assert!(empty(folder.folder()).is_err());
        assert!(folder.path("thesis.txt").exists());
    }
}
