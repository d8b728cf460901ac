//! Familiekart's web server and command line.
//!
//! `familiekart serve` runs the application; `user`, `log`, `unit` and `demo`
//! do what must not be reachable from a browser.

mod clock;
mod command;
mod config;
mod demo;
mod http;
mod mail;
mod outbox;

use clap::Parser;
use config::{Command, Options};
use std::process::ExitCode;

/// A page is many small pieces: with the system's own allocator they cost a fifth of the processor's time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    init_logs(options.log_json);
    let outcome = match options.command {
        Command::Serve(serve) => http::serve(&options.storage, serve).await,
        Command::User(user) => command::user(&options.storage, user).await,
        Command::Unit(unit) => command::unit(&options.storage, unit).await,
        Command::Log(log) => command::log(&options.storage, log).await,
        Command::Record(record) => command::record(&options.storage, record).await,
        Command::Erasures(erasures) => command::erasures(&options.storage, erasures).await,
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // One line a person can act on; no backtrace, no secrets.
            #[allow(clippy::print_stderr)]
            {
                eprintln!("familiekart: {error}");
            }
            ExitCode::FAILURE
        }
    }
}

/// Structured logs on standard error: no personal data, ever.
fn init_logs(json: bool) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("FAMILIEKART_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,sqlx=warn"));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let logs = logs.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()));
    if json {
        logs.json().init();
    } else {
        logs.with_target(false).init();
    }
}
