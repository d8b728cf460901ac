//! Databases with every table and nothing in them, made once for all tests:
//! each would otherwise begin with every migration there is. What processes that
//! are gone have left behind goes first.

use super::{connect, raw, run};
use sqlx::{AnyPool, PgConnection, Row};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use store::{FixedClock, MasterKey, Store, StoreConfig};

const PREFIX: &str = "fk_template_";
/// The main database and the key store.
pub const HALVES: [&str; 2] = ["main", "keys"];

/// The two files, by their folder.
pub fn sqlite() -> &'static Path {
    static MADE: OnceLock<PathBuf> = OnceLock::new();
    MADE.get_or_init(|| {
        let place = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let entries = std::fs::read_dir(place).into_iter().flatten().flatten();
        for entry in entries.filter(|it| is_left_behind(&it.file_name().to_string_lossy())) {
            let _ = std::fs::remove_dir_all(entry.path());
        }
        let folder = place.join(format!("{PREFIX}{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the template");
        let urls = urls(&folder);
        apart(async move {
            let _store = migrated(&urls).await;
            for url in &urls {
                // Everything is in the file itself, and not in its log.
                execute(&raw(url).await, "PRAGMA wal_checkpoint(TRUNCATE)").await;
            }
        })
        .expect("a template of the files");
        folder
    })
}

/// The file of a half, in the folder of a pair.
pub fn file(half: &str) -> String {
    format!("{half}.sqlite")
}

/// The addresses of a pair of files.
pub fn urls(folder: &Path) -> [String; 2] {
    HALVES.map(|half| format!("sqlite://{}?mode=rwc", folder.join(file(half)).display()))
}

/// The two databases of a PostgreSQL server, by name.
pub fn postgres(url: &str) -> &'static [String; 2] {
    static MADE: OnceLock<[String; 2]> = OnceLock::new();
    MADE.get_or_init(|| {
        let names = HALVES.map(|half| format!("{PREFIX}{}_{half}", std::process::id()));
        let (url, made) = (url.to_owned(), names.clone());
        apart(async move {
            let mut server = connect(&url).await;
            for name in all_databases(&mut server).await.into_iter().filter(|it| is_left_behind(it)) {
                run(&mut server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
            }
            for name in &made {
                run(&mut server, &format!("CREATE DATABASE {name}")).await;
            }
            let base = super::base(&url);
            drop(migrated(&made.clone().map(|name| format!("{base}/{name}"))).await);
            for name in &made {
                // Nobody is connected to what is copied.
                run(&mut server, &format!("ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")).await;
                let end = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
                run(&mut server, &end).await;
            }
        })
        .expect("a template of the databases");
        names
    })
}

async fn migrated([database_url, keys_url]: &[String; 2]) -> Store {
    let config = StoreConfig { database_url: database_url.clone(), keys_url: keys_url.clone(), max_connections: 2 };
    let master = MasterKey::from_hex(&MasterKey::generate_hex()).expect("a generated key is one");
    let clock = Arc::new(FixedClock::new(super::NOW, super::TODAY));
    Store::open(&config, &master, clock).await.expect("the store opens on empty databases")
}

async fn execute(pool: &AnyPool, statement: &'static str) {
    sqlx::query(statement).execute(pool).await.expect(statement);
}

async fn all_databases(server: &mut PgConnection) -> Vec<String> {
    let rows = sqlx::query("SELECT datname FROM pg_database").fetch_all(server).await.expect("the server answers");
    rows.iter().map(|row| row.get("datname")).collect()
}

/// Whether a template's name tells of a process that is gone, where that can be asked.
fn is_left_behind(name: &str) -> bool {
    let Some(rest) = name.strip_prefix(PREFIX) else { return false };
    let id = rest.split('_').next().unwrap_or_default();
    Path::new("/proc/self").exists() && !Path::new("/proc").join(id).exists()
}

/// On a runtime of its own: tests share what is made, and no runtime.
pub fn apart(work: impl Future<Output = ()> + Send + 'static) -> std::thread::Result<()> {
    let doing = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(work);
    });
    doing.join()
}
