//! A PostgreSQL server of our own for the tests, in a temporary folder, ended when its value goes.

use crate::process::{self, Beside};
use crate::progress;
use crate::system::{self, TemporaryFolder};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A running server with a superuser `familiekart` that may create databases.
pub struct Postgres {
    port: u16,
    // Fields drop in this order: the server ends before its folder goes.
    _server: Beside,
    _folder: TemporaryFolder,
}

/// The folder with PostgreSQL's own programs, if they are here.
pub fn find() -> Option<PathBuf> {
    let complete = |folder: &Path| ["initdb", "postgres"].iter().all(|name| process::is_program(&folder.join(name)));
    let mut folders: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .filter(|folder| complete(folder))
        .collect();
    folders.sort_by_key(|folder| major(folder));
    let named = process::output(Command::new("pg_config").arg("--bindir")).ok().map(PathBuf::from);
    let in_path = process::which("initdb").and_then(|program| Some(program.parent()?.to_owned()));
    folders.pop().or_else(|| named.into_iter().chain(in_path).find(|folder| complete(folder)))
}

/// Finds PostgreSQL's programs, or installs them.
pub fn ensure() -> Result<PathBuf> {
    if let Some(found) = find() {
        return Ok(found);
    }
    progress::step("Installing PostgreSQL for the tests", || {
        system::install(&["postgresql"], "PostgreSQL 15 or newer (the server's programs)")
    })?;
    find().context("PostgreSQL's programs initdb and postgres are not found; please install PostgreSQL 15 or newer.")
}

impl Postgres {
    /// Makes an empty database cluster and starts a server for it on the loopback address.
    pub fn start() -> Result<Self> {
        let programs = ensure()?;
        progress::step("Starting a PostgreSQL server of our own", || {
            let folder = TemporaryFolder::new("postgres")?;
            let user = unprivileged_user()?;
            if let Some(user) = &user {
                user.give(folder.folder())?;
            }
            let data = folder.path("data");
            let mut initdb = command(&programs.join("initdb"), user.as_ref());
            initdb.args(["--username=familiekart", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]);
            process::quiet(initdb.current_dir(folder.folder()).arg("--pgdata").arg(&data))?;

            let port = process::free_port()?;
            let log = fs::File::create(folder.path("log"))?;
            let mut postgres = command(&programs.join("postgres"), user.as_ref());
            postgres.current_dir(folder.folder()).arg("-D").arg(&data).arg("-k").arg(folder.folder());
            postgres.args(["-h", "127.0.0.1", "-p", &port.to_string()]);
            // Durable as in real life: the store refuses a server that forgets what it acknowledged.
            postgres.args(["-c", "max_connections=300"]);
            postgres.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
            let server = Beside(postgres.spawn().context("cannot start PostgreSQL")?);
            let mut started = Self { port, _server: server, _folder: folder };
            started.wait(&programs)?;
            Ok(started)
        })
    }

    /// Makes an empty database.
    pub fn create_database(&self, name: &str) -> Result<()> {
        let mut createdb = Command::new(ensure()?.join("createdb"));
        createdb.args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "familiekart", name]);
        process::quiet(&mut createdb)
    }

    /// The address of a database that exists from the start.
    pub fn url(&self) -> String {
        self.database("postgres")
    }

    /// The address of a database.
    pub fn database(&self, name: &str) -> String {
        format!("postgres://familiekart@127.0.0.1:{}/{name}", self.port)
    }

    fn wait(&mut self, programs: &Path) -> Result<()> {
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            let mut ready = Command::new(programs.join("pg_isready"));
            ready.args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()]);
            if process::quiet(&mut ready).is_ok() {
                return Ok(());
            }
            let ended = !matches!(self._server.0.try_wait(), Ok(None));
            if ended || Instant::now() > deadline {
                let log = fs::read_to_string(self._folder.path("log")).unwrap_or_default();
                bail!("PostgreSQL did not start:\n{}", log.trim());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Somebody else than root: PostgreSQL refuses to run as root.
struct User {
    id: u32,
    group: u32,
}

impl User {
    fn give(&self, folder: &Path) -> Result<()> {
        std::os::unix::fs::chown(folder, Some(self.id), Some(self.group))
            .with_context(|| format!("cannot give {} to another user", folder.display()))
    }
}

fn unprivileged_user() -> Result<Option<User>> {
    if !system::is_root() {
        return Ok(None);
    }
    let number = |flag: &str, name: &str| -> Result<u32> {
        Ok(process::output(Command::new("id").args([flag, name]))?.parse()?)
    };
    for name in ["postgres", "nobody"] {
        if let (Ok(id), Ok(group)) = (number("-u", name), number("-g", name)) {
            return Ok(Some(User { id, group }));
        }
    }
    bail!("PostgreSQL refuses to run as root, and there is neither a user postgres nor a user nobody.")
}

/// A command under that user that ends when we end.
fn command(program: &Path, user: Option<&User>) -> Command {
    use std::os::unix::process::CommandExt;
    match (user, process::which("setpriv")) {
        (Some(user), Some(setpriv)) => {
            let mut command = Command::new(setpriv);
            command.arg(format!("--reuid={}", user.id)).arg(format!("--regid={}", user.group));
            command.args(["--clear-groups", "--pdeathsig", "INT", "--"]).arg(program);
            command
        }
        (Some(user), None) => {
            let mut command = Command::new(program);
            command.uid(user.id).gid(user.group);
            command
        }
        (None, _) => process::bound_to_us(program, "INT"),
    }
}

fn major(folder: &Path) -> u32 {
    let name = folder.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    name.and_then(|name| name.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_counts_by_number() {
        assert!(major(Path::new("/usr/lib/postgresql/15/bin")) > major(Path::new("/usr/lib/postgresql/9/bin")));
    }
}
