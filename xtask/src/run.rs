//! `cargo xtask run`: everything on a fresh machine, up to a page in the browser.

use crate::site::{self, ServerArguments};
use crate::wasm::Mode;
use crate::workspace::Workspace;
use crate::{process, progress};
use anyhow::{Context, Result};
use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

/// What `run` can be told.
#[derive(clap::Args)]
pub struct Options {
    /// The port on localhost.
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// Build as shipped: slower to build, quicker to use.
    #[arg(long)]
    release: bool,
    /// Do not open a browser.
    #[arg(long)]
    no_open: bool,
}

/// Builds what changed, then serves the demo families until interrupted.
pub fn run(options: &Options) -> Result<ExitCode> {
    let start = Instant::now();
    let workspace = Workspace::find()?;
    free(options.port)?;
    let mode = if options.release { Mode::Release } else { Mode::Dev };
    let built = site::build(&workspace, mode)?;
    let data = workspace.path(".local");
    prepare(&data)?;
    let arguments = ServerArguments { port: options.port, site: &built.site, data: &data };
    let mut server = arguments.command(&built.server).spawn().context("cannot start the server")?;
    let address = format!("http://localhost:{}", options.port);
    if answers(options.port, &mut server) {
        eprintln!(
            "==> Familiekart is at {address} ({} after the start). End it with Ctrl-C.",
            progress::seconds(start)
        );
        if !options.no_open {
            open(&address);
        }
    }
    let status = server.wait()?;
    Ok(ExitCode::from(u8::try_from(status.code().unwrap_or(1)).unwrap_or(1)))
}

/// Says early that the port is taken, before minutes of building.
fn free(port: u16) -> Result<()> {
    TcpListener::bind(("127.0.0.1", port)).map(drop).with_context(|| {
        format!("port {port} is taken; choose another one: cargo xtask run --port {}", port.wrapping_add(1))
    })
}

/// Makes the folder for the demo's databases and master key, for its owner only; the server makes what is in it.
pub fn prepare(data: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true).mode(0o700).create(data).with_context(|| format!("cannot make {}", data.display()))
}

/// Waits until the server takes connections; false if it ended instead.
pub fn answers(port: u16, server: &mut std::process::Child) -> bool {
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    while matches!(server.try_wait(), Ok(None)) {
        if TcpStream::connect_timeout(&address, Duration::from_millis(200)).is_ok() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    false
}

/// Opens the page where there is a screen to open it on.
fn open(address: &str) {
    let screen = std::env::var_os("DISPLAY").is_some() || std::env::var_os("WAYLAND_DISPLAY").is_some();
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if screen && process::which("xdg-open").is_some() {
        "xdg-open"
    } else {
        return;
    };
    let _ = Command::new(program).arg(address).spawn();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::TemporaryFolder;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn the_data_is_for_its_owner_only() {
        let folder = TemporaryFolder::new("run-test").unwrap();
        let data = folder.path("data");
        prepare(&data).unwrap();
        prepare(&data).unwrap();
        assert_eq!(data.metadata().unwrap().permissions().mode() & 0o777, 0o700);
    }

    #[test]
    fn a_taken_port_is_told_early() {
        let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        assert!(free(taken.local_addr().unwrap().port()).is_err());
    }

    #[test]
    fn a_server_that_ends_does_not_answer() {
        let mut ended = Command::new("true").spawn().unwrap();
        assert!(!answers(process::free_port().unwrap(), &mut ended));
    }
}
