//! Builds, runs, tests and measures Familiekart: `cargo xtask run`, `cargo xtask test`, and a few more.
//!
//! One file per command, and one for each thing that several commands share.

mod bench;
mod bind;
mod browser_tests;
mod build;
mod chromium;
mod css;
mod doctor;
mod feeds;
mod licences;
mod lints;
mod npm;
mod postgres;
mod process;
mod progress;
mod run;
mod rust_source;
mod site;
mod stamp;
mod system;
mod test;
mod tidy;
mod wasm;
mod workspace;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Builds, runs, tests and measures Familiekart.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything that is missing and start the server with the demo families.
    Run(run::Options),
    /// Run every check there is: format, lints, unit, property and store tests, and the browser tests.
    Test(test::Options),
    /// Build one folder to copy to a server.
    Build(build::Options),
    /// Measure the layout of large families, the map in a browser, the case list and the case page.
    Bench(bench::Options),
    /// Let other calendar programs read two hundred random series of ours, and compare.
    Feeds,
    /// Show what building and testing need, what is here, and how to get the rest.
    Doctor,
    /// Check the rules of the house that text can show; also part of `test`.
    Tidy,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Run(options) => run::run(&options),
        Command::Test(options) => test::test(&options),
        Command::Build(options) => build::build(&options),
        Command::Bench(options) => bench::bench(&options),
        Command::Feeds => feeds::feeds(),
        Command::Doctor => doctor::doctor(),
        Command::Tidy => tidy::command(),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nStopped: {error:#}");
            ExitCode::FAILURE
        }
    }
}
