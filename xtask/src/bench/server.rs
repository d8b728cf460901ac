//! What is measured: the server as it is shipped, on a database that was filled
//! for it.

use crate::postgres::Postgres;
use crate::process::{self, Beside};
use crate::site;
use crate::system::TemporaryFolder;
use crate::wasm::Mode;
use crate::workspace::{Workspace, cargo};
use crate::{progress, run};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// The programs that take part.
pub struct Programs {
    server: PathBuf,
    fill: PathBuf,
    /// Measures a term by itself.
    pub term: PathBuf,
}

/// Builds the server as it is shipped, and the program that fills databases.
/// The latter by itself: the server has no way to fill a database.
pub fn build(workspace: &Workspace) -> Result<Programs> {
    let server = site::server(workspace, Mode::Release)?;
    progress::step("Compiling the program that fills databases", || {
        let mut command = cargo();
        // Together with the others, so that cargo settles on the same features for what they depend on.
        command.current_dir(&workspace.root).args(["build", "--release", "--workspace", "--exclude", "xtask"]);
        process::run(command.args(["--features", "store/bench", "--example", "fill", "--example", "term"]))
    })?;
    let example = |name: &str| workspace.target.join("release/examples").join(name);
    Ok(Programs { server, fill: example("fill"), term: example("term") })
}

/// A database with its key store.
pub struct Store {
    /// For the table.
    pub name: &'static str,
    folder: TemporaryFolder,
    database: String,
    keys: String,
}

impl Store {
    /// Two files.
    pub fn sqlite() -> Result<Self> {
        let folder = TemporaryFolder::new("bench")?;
        let url = |name: &str| format!("sqlite://{}?mode=rwc", folder.path(name).display());
        let (database, keys) = (url("main.sqlite"), url("keys.sqlite"));
        Self { name: "SQLite", folder, database, keys }.with_key()
    }

    /// Two databases on a server of our own.
    pub fn postgres(postgres: &Postgres) -> Result<Self> {
        let url = |name: &str| postgres.url().replace("/postgres", &format!("/{name}"));
        let names = ["bench_main", "bench_keys"];
        for name in names {
            postgres.create_database(name)?;
        }
        let folder = TemporaryFolder::new("bench")?;
        Self { name: "PostgreSQL", folder, database: url(names[0]), keys: url(names[1]) }.with_key()
    }

    /// Names both databases and the key to a program.
    pub fn named<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.args([&self.database, &self.keys]).arg(self.folder.path("master.key"))
    }

    fn with_key(self) -> Result<Self> {
        fs::write(self.folder.path("master.key"), "5a".repeat(32))?;
        fs::create_dir_all(self.folder.path("site/pkg"))?;
        Ok(self)
    }

    /// Makes so many cases more, with so many people each, and signs in.
    pub fn fill(&self, programs: &Programs, from: usize, count: usize, people: usize) -> Result<Who> {
        let what = format!("{}: {count} cases more, {people} people in each", self.name);
        let said = progress::step(&what, || {
            let mut command = Command::new(&programs.fill);
            process::output(self.named(&mut command).args([from, count, people, 10, 70].map(|it| it.to_string())))
        })?;
        let said: Value = serde_json::from_str(&said).context("the filling program did not answer in JSON")?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let user = |value: &Value| User {
            token: text(&value["token"]),
            cases: list(&value["cases"]).iter().map(text).collect(),
        };
        Ok(Who { users: list(&said["users"]).iter().map(user).collect(), leader: text(&said["leader"]) })
    }

    /// Starts the server on this database.
    pub fn serve(&self, programs: &Programs) -> Result<Running> {
        let port = process::free_port()?;
        let log = fs::File::create(self.folder.path("log"))?;
        let mut command = process::bound_to_us(&programs.server, "TERM");
        command.args(["serve", "--listen"]).arg(format!("127.0.0.1:{port}"));
        command.arg("--site").arg(self.folder.path("site"));
        command.args(["--database", &self.database, "--keys-database", &self.keys]);
        command.arg("--master-key-file").arg(self.folder.path("master.key"));
        command.env("FAMILIEKART_LOG", "warn");
        let mut server =
            Beside(command.stdout(log.try_clone()?).stderr(log).spawn().context("cannot start the server")?);
        if !run::answers(port, &mut server.0) {
            bail!("the server did not start:\n{}", fs::read_to_string(self.folder.path("log")).unwrap_or_default());
        }
        Ok(Running { port, server })
    }
}

/// Somebody who asks.
#[derive(Clone)]
pub struct User {
    /// The session.
    pub token: String,
    /// Cases that this one may open.
    pub cases: Vec<String>,
}

/// Everybody who asks.
pub struct Who {
    /// Each with cases of their own.
    pub users: Vec<User>,
    /// The session of the unit's leader.
    pub leader: String,
}

/// A server that answers.
pub struct Running {
    /// On the loopback address.
    pub port: u16,
    server: Beside,
}

impl Running {
    /// Seconds of processor time that the server's process has used, by the
    /// kernel's count.
    pub fn cpu(&self) -> Result<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.server.0.id())).context("no /proc here")?;
        // The name in parentheses may hold blanks; user and system time are the 14th and 15th word.
        let (_, rest) = stat.rsplit_once(") ").context("an unknown form of /proc/PID/stat")?;
        let words: Vec<&str> = rest.split(' ').collect();
        let ticks = |at: usize| words.get(at).and_then(|word| word.parse::<f64>().ok());
        let (user, system) = ticks(11).zip(ticks(12)).context("an unknown form of /proc/PID/stat")?;
        Ok((user + system) / 100.0)
    }
}
