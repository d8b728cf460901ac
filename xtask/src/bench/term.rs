//! A unit's full term: made, moved, looked over, and a week of its calendar.

use super::server::{Programs, Store};
use crate::process;
use crate::progress;
use anyhow::{Context, Result};
use serde_json::Value;
use std::process::Command;

/// Measures on one database and prints a table.
pub fn measure(programs: &Programs, store: &Store) -> Result<()> {
    let said = progress::step(&format!("{}: a term", store.name), || {
        let mut command = Command::new(&programs.term);
        process::output(store.named(&mut command))
    })?;
    let rows: Value = serde_json::from_str(&said).context("the measuring program did not answer in JSON")?;
    println!("\nA term of one unit, {}, in the store: without pages and network", store.name);
    println!("{:<60}{:>12}{:>12}", "what", "median", "slowest");
    for row in rows.as_array().into_iter().flatten() {
        let number = |name: &str| row[name].as_f64().unwrap_or_default();
        let name = row["name"].as_str().unwrap_or_default();
        println!("{name:<60}{:>9.1} ms{:>9.1} ms", number("median"), number("slowest"));
    }
    Ok(())
}
