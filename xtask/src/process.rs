//! Running other programs: to the end, for their output, or beside us until we end.

use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Runs a program with our own input and output; fails unless it ends well.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {}", name(command)))?;
    if !status.success() {
        bail!("{} ended with {status}", name(command));
    }
    Ok(())
}

/// Runs a program silently; shows what it printed only when it fails.
pub fn quiet(command: &mut Command) -> Result<()> {
    output(command).map(drop)
}

/// Runs a program and returns what it printed.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("cannot start {}", name(command)))?;
    if !output.status.success() {
        let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned());
        bail!("{} ended with {}\n{}", name(command), output.status, said.join("\n").trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The first line that a program prints when asked for its version, if it is there at all.
pub fn version(program: impl AsRef<OsStr>, argument: &str) -> Option<String> {
    let said = output(Command::new(program).arg(argument)).ok()?;
    said.lines().next().map(str::to_owned)
}

/// Looks a program up in `PATH`.
pub fn which(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|candidate| is_program(candidate))
}

/// Whether this is a file that can be run.
pub fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

/// A command that the kernel ends with the given signal when we end, however we end.
///
/// Where the tool for it is missing (outside Linux) the command is started plainly.
pub fn bound_to_us(program: impl AsRef<OsStr>, signal: &str) -> Command {
    match which("setpriv") {
        Some(setpriv) => {
            let mut command = Command::new(setpriv);
            command.arg("--pdeathsig").arg(signal).arg("--").arg(program);
            command
        }
        None => Command::new(program),
    }
}

/// A program that runs beside us and is ended, by its own id, when this value goes.
pub struct Beside(pub Child);

impl Drop for Beside {
    fn drop(&mut self) {
        let ended = |child: &mut Child| matches!(child.try_wait(), Ok(Some(_)));
        if ended(&mut self.0) {
            return;
        }
        // Ask first, so that the program can close its files; insist after five seconds.
        let asked = Command::new("kill").arg("-TERM").arg(self.0.id().to_string()).status();
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(5);
        while asked.is_ok() && !ended(&mut self.0) && std::time::Instant::now() < deadline {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        if !ended(&mut self.0) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }
}

/// A port on the loopback address that was free a moment ago.
pub fn free_port() -> Result<u16> {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).context("no free port on the loopback address")?;
    Ok(listener.local_addr()?.port())
}

fn name(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_program_is_an_error_that_shows_what_it_said() {
        let error = quiet(Command::new("sh").args(["-c", "echo because; exit 3"])).unwrap_err();
        assert!(error.to_string().contains("because"), "{error}");
    }

    #[test]
    fn a_program_beside_us_is_ended_with_its_value() {
        let child = Command::new("sleep").arg("60").spawn().unwrap();
        let id = child.id();
        drop(Beside(child));
        assert!(!Command::new("kill").args(["-0", &id.to_string()]).output().unwrap().status.success());
    }

    #[test]
    fn two_free_ports_can_be_had() {
        assert_ne!(free_port().unwrap(), 0);
    }
}
