//! Compiles the portal's texts: a key without its text does not compile.

use leptos_i18n_build::{Config, ParseOptions, TranslationsInfos};
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = std::env::var_os("OUT_DIR").ok_or("no OUT_DIR")?;
    let mut config = Config::new("nb")?;
    for language in ["en", "pl", "uk", "ar"] {
        config = config.add_locale(language)?;
    }
    let texts = TranslationsInfos::parse(config.parse_options(ParseOptions::new().interpolate_display(true)))?;
    texts.emit_diagnostics();
    texts.rerun_if_locales_changed();
    texts.generate_i18n_module(PathBuf::from(out).join("i18n"))?;
    Ok(())
}
