//! `cargo xtask bench`: how quick the layout of large families, the map in a
//! browser, the case list, the case page and a unit's term are. Prints the bars beside what was measured.

mod layout;
mod load;
mod map;
mod pages;
mod server;
mod term;

use crate::postgres::Postgres;
use crate::workspace::Workspace;
use anyhow::Result;
use server::Store;
use std::process::ExitCode;

/// What `bench` can be told.
#[derive(clap::Args)]
pub struct Options {
    /// Measure one thing only.
    #[arg(long, value_enum)]
    only: Option<Part>,
    /// Seconds of load for each row of the case page.
    #[arg(long, default_value_t = 15)]
    seconds: u64,
    /// The largest number of cases in the list.
    #[arg(long, default_value_t = 100_000)]
    cases: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// The layout of large families.
    Layout,
    /// The map in a browser: frames, work, waiting and weight.
    Map,
    /// The case list and the case page.
    Pages,
    /// A unit's full term.
    Term,
}

/// Measures in release mode and prints what was run.
pub fn bench(options: &Options) -> Result<ExitCode> {
    let workspace = Workspace::find()?;
    let wanted = |part| options.only.is_none_or(|only| only == part);
    if wanted(Part::Layout) {
        layout::measure(&workspace)?;
    }
    if wanted(Part::Map) {
        map::measure(&workspace)?;
    }
    if wanted(Part::Pages) {
        pages(&workspace, options)?;
    }
    if wanted(Part::Term) {
        let programs = server::build(&workspace)?;
        term::measure(&programs, &Store::sqlite()?)?;
        term::measure(&programs, &Store::postgres(&Postgres::start()?)?)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn pages(workspace: &Workspace, options: &Options) -> Result<()> {
    let programs = server::build(workspace)?;
    let mut report = pages::Report::default();
    pages::measure(&programs, &Store::sqlite()?, options, &mut report)?;
    let postgres = Postgres::start()?;
    pages::measure(&programs, &Store::postgres(&postgres)?, options, &mut report)?;
    report.print();
    Ok(())
}
