//! The style sheet: our theme from the npm design system, and everything bundled into one file.

use crate::stamp::{self, Fingerprint};
use crate::workspace::Workspace;
use crate::{npm, process, progress};
use anyhow::{Context, Result, anyhow};
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions};
use lightningcss::targets::{Browsers, Targets};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The style sheet's name in the site.
pub const STYLE_SHEET: &str = "familiekart.css";

/// Files that the pages load from npm packages as they are: package path, name in the site.
const FROM_PACKAGES: [(&str, &str); 3] = [
    ("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2", "inter-latin.woff2"),
    ("@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2", "inter-latin-ext.woff2"),
    ("@digdir/designsystemet-web/dist/umd/index.js", "designsystemet.js"),
];

/// Writes the style sheet, the fonts and the design system's script into `folder`.
pub fn build(workspace: &Workspace, folder: &Path) -> Result<()> {
    let style = workspace.path("style");
    npm::install(&style)?;
    theme(&style)?;
    fs::create_dir_all(folder)?;

    let mut inputs =
        Fingerprint::new().files(&style.join("package-lock.json"))?.files(&style.join("theme/familiekart.css"))?;
    for file in own_files(&style)? {
        inputs = inputs.files(&file)?;
    }
    let inputs = inputs.files(&workspace.path("xtask/src/css.rs"))?.word(&folder.to_string_lossy());
    let mode = folder.to_string_lossy();
    let stamp = workspace.scratch("stamps")?.join(format!("css-{}", stamp::short_hash(mode.as_bytes())));
    stamp::unless_done(&stamp, inputs, &folder.join(STYLE_SHEET), || {
        progress::step("Bundling the style sheet (lightningcss)", || {
            for (from, name) in FROM_PACKAGES {
                let from = style.join("node_modules").join(from);
                fs::copy(&from, folder.join(name)).with_context(|| format!("cannot copy {}", from.display()))?;
            }
            let css = bundle(&style.join("main.css"))?;
            progress::note(format!("{} kB", css.len() / 1000));
            Ok(fs::write(folder.join(STYLE_SHEET), css)?)
        })
    })?;
    Ok(())
}

/// Builds the theme from `style/designsystemet.config.json`, unless it is there already.
fn theme(style: &Path) -> Result<()> {
    let config = "designsystemet.config.json";
    let folder = style.join("theme");
    let inputs = Fingerprint::new().files(&style.join(config))?.files(&style.join("package-lock.json"))?;
    stamp::unless_done(&folder.join(".made-from"), inputs, &folder.join("familiekart.css"), || {
        progress::step("Building the theme of the design system", || {
            let program = style.join("node_modules/@digdir/designsystemet/dist/bin/designsystemet.js");
            let tokens = |arguments: &[&str]| {
                let mut command = Command::new("node");
                process::quiet(command.current_dir(style).arg(&program).arg("tokens").args(arguments))
            };
            tokens(&["create", "--config", config])?;
            tokens(&["build", "--config", config, "--tokens", "theme/tokens", "--out-dir", "theme"])
        })
    })?;
    Ok(())
}

/// Follows every `@import` from `main` and returns one minified style sheet.
fn bundle(main: &Path) -> Result<String> {
    let provider = FileProvider::new();
    let mut bundler = Bundler::new(&provider, None, ParserOptions::default());
    let mut sheet = bundler.bundle(main).map_err(|error| anyhow!("{error}"))?;
    let version = |major: u32, minor: u32| Some(major << 16 | minor << 8);
    let targets = Targets::from(Browsers {
        chrome: version(111, 0),
        edge: version(111, 0),
        firefox: version(114, 0),
        safari: version(16, 4),
        ios_saf: version(16, 4),
        ..Browsers::default()
    });
    sheet.minify(MinifyOptions { targets, ..MinifyOptions::default() }).map_err(|error| anyhow!("{error}"))?;
    let printed = sheet.to_css(PrinterOptions { minify: true, targets, ..PrinterOptions::default() })?;
    Ok(printed.code)
}

/// Our own style sheets: those directly in `style/`.
fn own_files(style: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(style)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "css") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::TemporaryFolder;

    #[test]
    fn imports_are_followed_and_layers_kept() {
        let folder = TemporaryFolder::new("css-test").unwrap();
        fs::write(folder.path("main.css"), "@layer ds, app;\n@import \"./part.css\" layer(app);\n").unwrap();
        fs::write(folder.path("part.css"), "p { color: #ff0000; }").unwrap();
        let css = bundle(&folder.path("main.css")).unwrap();
        assert!(css.starts_with("@layer ds") && css.ends_with("@layer app{p{color:red}}"), "{css}");
    }

    #[test]
    fn a_missing_import_is_an_error() {
        let folder = TemporaryFolder::new("css-test").unwrap();
        fs::write(folder.path("main.css"), "@import \"./nothing.css\";").unwrap();
        assert!(bundle(&folder.path("main.css")).is_err());
    }
}
