//! What every store test needs: an empty installation on SQLite and one on
//! PostgreSQL, a clock that stands still, and a few people.
//!
//! `TEST_POSTGRES_URL` names a PostgreSQL server and a role that may create
//! databases, for example `postgres://postgres@127.0.0.1:5432/postgres`. Each
//! test makes a main and a keys database of its own there and drops them.
#![allow(dead_code, reason = "every test file uses its own part of this")]

mod template;

use casework::Day;
use casework::day::Period;
use casework::opening::{CaseStatus, Purpose};
use casework::role::{CaseFunction, Role};
use family_map::edit::Edit;
use family_map::record::{Fact, Known, Origin, Person, Symbol};
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyPool, AssertSqlSafe, Connection, PgConnection};
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use store::{
    AccessRequest, Action, CaseAccess, CaseId, FixedClock, MasterKey, NewCase, NewParticipant, NewUser, SessionToken,
    Store, StoreConfig, UnitId, UserId, Who,
};

/// Monday 23 November 2026, 09:00 UTC.
pub const NOW: i64 = 1_795_424_400_000;
/// The same day.
pub const TODAY: Day = Day::new(2026, 11, 23);
pub const YESTERDAY: Day = Day::new(2026, 11, 22);
pub const TOMORROW: Day = Day::new(2026, 11, 24);
pub const LONG_AGO: Day = Day::new(2020, 1, 1);
/// A password that the rules accept.
pub const PASSWORD: &str = "grønn sykkel i regn";
/// The account of every user made by [`staff`] has the local part as written.
pub const DOMAIN: &str = "@familie.example";

/// Runs each named `async fn(Databases)` on both databases.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => { $(
        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn sqlite() {
                super::$name($crate::common::Databases::sqlite()).await;
            }
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn postgres() {
                if let Some(databases) = $crate::common::Databases::postgres(stringify!($name)).await {
                    super::$name(databases).await;
                }
            }
        }
    )+ };
}

/// An empty main database and an empty key store, gone when dropped.
pub struct Databases {
    pub config: StoreConfig,
    pub master: MasterKey,
    pub clock: Arc<FixedClock>,
    place: Place,
}

enum Place {
    Folder(PathBuf),
    Server { url: String, names: [String; 2] },
}

static COUNTER: AtomicU32 = AtomicU32::new(0);

fn unique() -> String {
    format!("fk_test_{}_{}", std::process::id(), COUNTER.fetch_add(1, Ordering::Relaxed))
}

impl Databases {
    /// Two files in a temporary folder.
    pub fn sqlite() -> Self {
        let folder = std::env::temp_dir().join(unique());
        std::fs::create_dir_all(&folder).expect("a temporary folder");
        for name in template::HALVES.map(template::file) {
            std::fs::copy(template::sqlite().join(&name), folder.join(&name)).expect("the template's file");
        }
        Self::in_folder(&folder, Place::Folder(folder.clone()))
    }

    fn in_folder(folder: &std::path::Path, place: Place) -> Self {
        let [main, keys] = template::urls(folder);
        Self::new(main, keys, place)
    }

    /// Two databases on the server of `TEST_POSTGRES_URL`; `None`, said aloud,
    /// when that is `none`.
    pub async fn postgres(test: &str) -> Option<Self> {
        let Ok(url) = std::env::var("TEST_POSTGRES_URL") else {
            panic!("set TEST_POSTGRES_URL to a PostgreSQL server whose role may create databases, or to none");
        };
        if url == "none" {
            // Past the capture of test output, so that nobody overlooks it.
            let _ = writeln!(std::io::stderr(), "TEST_POSTGRES_URL=none: {test} was NOT run on PostgreSQL");
            return None;
        }
        let name = unique();
        let names = template::HALVES.map(|half| format!("{name}_{half}"));
        let mut server = connect(&url).await;
        for (name, template) in names.iter().zip(template::postgres(&url)) {
            run(&mut server, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        }
        let _ = server.close().await;
        let base = base(&url);
        let [main, keys] = [format!("{base}/{}", names[0]), format!("{base}/{}", names[1])];
        Some(Self::new(main, keys, Place::Server { url, names }))
    }

    fn new(database_url: String, keys_url: String, place: Place) -> Self {
        Self {
            config: StoreConfig { database_url, keys_url, max_connections: 10 },
            master: MasterKey::from_hex(&MasterKey::generate_hex()).expect("a generated key is one"),
            clock: Arc::new(FixedClock::new(NOW, TODAY)),
            place,
        }
    }

    /// Opens a store on them.
    pub async fn open(&self) -> Store {
        self.try_open().await.expect("the store opens")
    }

    pub async fn try_open(&self) -> Result<Store, store::StoreError> {
        Store::open(&self.config, &self.master, self.clock.clone()).await
    }

    /// The folder of the files; `None` on PostgreSQL.
    pub fn folder(&self) -> Option<&PathBuf> {
        match &self.place {
            Place::Folder(folder) => Some(folder),
            Place::Server { .. } => None,
        }
    }

    /// The main database without the store, as somebody who got hold of it.
    pub async fn raw(&self) -> AnyPool {
        raw(&self.config.database_url).await
    }

    /// The key store without the store.
    pub async fn raw_keys(&self) -> AnyPool {
        raw(&self.config.keys_url).await
    }

    /// Every text in every table of both databases, and every byte of the
    /// files: what a thief of either would read.
    pub async fn everything_readable(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        match &self.place {
            Place::Folder(folder) => {
                for entry in std::fs::read_dir(folder).expect("the folder") {
                    bytes.extend(std::fs::read(entry.expect("an entry").path()).expect("a file"));
                }
            }
            Place::Server { .. } => {
                for url in [&self.config.database_url, &self.config.keys_url] {
                    bytes.extend(all_text(url).await.into_bytes());
                }
            }
        }
        bytes
    }
}

impl Drop for Databases {
    fn drop(&mut self) {
        match &self.place {
            Place::Folder(folder) => drop(std::fs::remove_dir_all(folder)),
            Place::Server { url, names } => {
                let (url, names) = (url.clone(), names.clone());
                // The test may be ending in a panic.
                let _ = template::apart(async move {
                    let mut server = connect(&url).await;
                    for name in &names {
                        run(&mut server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
                    }
                });
            }
        }
    }
}

/// The server of `TEST_POSTGRES_URL`.
async fn connect(url: &str) -> PgConnection {
    PgConnection::connect(url).await.expect("the server of TEST_POSTGRES_URL answers")
}

/// The server's address without a database.
fn base(url: &str) -> String {
    url.rsplit_once('/').expect("TEST_POSTGRES_URL ends with /DATABASE").0.to_owned()
}

async fn run(server: &mut PgConnection, statement: &str) {
    sqlx::query(AssertSqlSafe(statement.to_owned())).execute(server).await.expect(statement);
}

async fn raw(url: &str) -> AnyPool {
    sqlx::any::install_default_drivers();
    AnyPoolOptions::new().max_connections(2).connect(url).await.expect("the database answers")
}

/// All rows of all tables, as PostgreSQL writes them.
async fn all_text(url: &str) -> String {
    let mut server = PgConnection::connect(url).await.expect("the database answers");
    let tables: Vec<String> = sqlx::query_scalar("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")
        .fetch_all(&mut server)
        .await
        .expect("the list of tables");
    let mut text = String::new();
    for table in tables {
        let rows: Vec<String> =
            sqlx::query_scalar(AssertSqlSafe(format!("SELECT row_to_json(it)::text FROM \"{table}\" AS it")))
                .fetch_all(&mut server)
                .await
                .expect("the rows");
        text.push_str(&format!("{table}\n{}\n", rows.join("\n")));
    }
    text
}

/// Whether the bytes contain the text.
pub fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

pub const fn since(day: Day) -> Period {
    Period { from: Some(day), to: None }
}

pub const fn between(from: Day, to: Day) -> Period {
    Period { from: Some(from), to: Some(to) }
}

/// An account without a post.
pub async fn user(store: &Store, name: &str) -> UserId {
    let email = format!("{name}{DOMAIN}");
    store.create_user(NewUser { email: &email, name, password: PASSWORD }).await.expect("an account")
}

/// An account with a post in a unit.
pub async fn staff(store: &Store, name: &str, unit: &UnitId, role: Role) -> UserId {
    let id = user(store, name).await;
    store.give_post(&id, unit, role, since(LONG_AGO)).await.expect("a post");
    id
}

/// A case of this status, led by `lead`.
pub async fn case(store: &Store, lead: &UserId, unit: &UnitId, name: &str, status: CaseStatus) -> CaseId {
    store.create_case(lead, &NewCase { unit, name, status }).await.expect("a case")
}

/// Opens a case in the day's work, to read and to change.
pub async fn open(store: &Store, user: &UserId, case: &CaseId) -> CaseAccess {
    store.open_case(&Who::Staff(user.clone()), case, &AccessRequest::changing("map")).await.expect("the case opens")
}

/// Opens a case as a participant does.
pub async fn open_own(store: &Store, person: &str, case: &CaseId) -> CaseAccess {
    let asked = AccessRequest { purpose: Purpose::OwnRecord, reason: None, action: Action::Read, object: "map" };
    store.open_case(&Who::Participant(person.to_owned()), case, &asked).await.expect("the case opens")
}

/// A unit, a practitioner, and an open case that she leads.
pub struct Office {
    pub store: Store,
    pub unit: UnitId,
    pub lead: UserId,
    pub case: CaseId,
}

impl Office {
    pub async fn new(databases: &Databases) -> Self {
        Self::on(databases.open().await).await
    }

    pub async fn on(store: Store) -> Self {
        let unit = store.create_unit("Familiesenteret").await.expect("a unit");
        let lead = staff(&store, "ingrid", &unit, Role::Practitioner).await;
        let case = case(&store, &lead, &unit, "Lyngtjernvik", CaseStatus::Open).await;
        Self { store, unit, lead, case }
    }

    /// An office whose case has two participants, with something for one of them
    /// alone, something for the team alone, and these edits more.
    pub async fn of_two(databases: &Databases, more: &[Edit]) -> Self {
        let office = Self::new(databases).await;
        let case = office.access().await;
        for (person, name) in [("mor", "Marte"), ("far", "Kristoffer")] {
            let (is_child, has_responsibility, to) = (false, false, None);
            let new = NewParticipant { person, name, is_child, has_responsibility, from: LONG_AGO, to };
            case.add_participant(&new).await.expect("they take part");
        }
        let shared = ["team", "person:mor", "person:far"];
        let mut edits = vec![
            add("mor", "Marte", &shared),
            add("far", "Kristoffer", &shared),
            add("hers", "Bare Hennes", &["team", "person:mor"]),
            add("ours", "Bare Teamets", &["team"]),
        ];
        edits.extend_from_slice(more);
        case.draw("first", &edits).await.expect("it is drawn");
        office
    }

    /// A session of somebody with the usual password.
    pub async fn sign_in(&self, name: &str) -> SessionToken {
        let email = format!("{name}{DOMAIN}");
        let step = self.store.sign_in(&email, PASSWORD, "192.0.2.1").await.expect("the store answers");
        step.expect("nobody waits").expect("the password fits").0
    }

    /// The case in its lead's hands.
    pub async fn access(&self) -> CaseAccess {
        open(&self.store, &self.lead, &self.case).await
    }

    /// Somebody with a function in the case from long ago.
    pub async fn member(&self, name: &str, function: CaseFunction) -> UserId {
        let id = user(&self.store, name).await;
        self.access().await.join_team(&id, function, since(LONG_AGO)).await.expect("a place in the team");
        id
    }
}

/// A named woman, told by the first of those for whom it is.
pub fn person(id: &str, name: &str, audience: &[&str]) -> Person {
    let mut person = Person::new(id, Symbol::Female, Origin::told(audience[0], audience.iter().copied()));
    person.name = Known::Known(name.to_owned());
    person
}

/// The edit that adds her.
pub fn add(id: &str, name: &str, audience: &[&str]) -> Edit {
    Edit::Add(Fact::Person(person(id, name, audience)))
}
