//! Connections and transactions, for both databases alike.

use crate::error::StoreError;
use crate::live::{Bus, Signal};
use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::migrate::Migrator;
#[cfg(unix)]
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Any, AnyPool, Executor, Row, Transaction};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, OwnedMutexGuard};

static MAIN_SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static MAIN_POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");
static KEYS_SQLITE: Migrator = sqlx::migrate!("migrations/keys-sqlite");
static KEYS_POSTGRES: Migrator = sqlx::migrate!("migrations/keys-postgres");

/// Which database is behind a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatabaseKind {
    /// One file, embedded.
    Sqlite,
    /// A server.
    Postgres,
}

/// A pool of connections to one database.
pub(crate) struct Database {
    pool: AnyPool,
    kind: DatabaseKind,
    url: String,
    /// Hears of what was written.
    bus: Arc<Bus>,
    /// SQLite has one writer. Waiting here in turn is fairer and quicker than
    /// polling a locked file.
    writer: Option<Arc<Mutex<()>>>,
}

/// A transaction that writes.
pub(crate) struct WriteTx {
    pub(crate) tx: Transaction<'static, Any>,
    turn: Option<OwnedMutexGuard<()>>,
    bus: Arc<Bus>,
    kind: DatabaseKind,
    /// Who must look when it is done. Whoever writes and does not say makes
    /// everybody look, so that nothing is forgotten.
    signal: Option<Signal>,
}

impl WriteTx {
    /// What was written is of one case, or of who looks at it.
    pub(crate) fn about(mut self, signal: Signal) -> Self {
        self.signal = Some(signal);
        self
    }

    /// Nothing was written that anybody who follows a case could see, or whose
    /// rights depend on: rows of the log, signs of life.
    pub(crate) fn quietly(mut self) -> Self {
        self.signal = None;
        self
    }

    /// Makes what was written last, and tells who must look.
    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        if let (Some(signal), DatabaseKind::Postgres) = (&self.signal, self.kind) {
            // Every node hears it, this one too, and only if it is committed.
            sqlx::query("SELECT CAST(pg_notify($1, $2) AS TEXT)")
                .bind(crate::live::CHANNEL)
                .bind(signal.to_text())
                .execute(&mut *self.tx)
                .await?;
        }
        self.tx.commit().await?;
        drop(self.turn);
        if let (Some(signal), DatabaseKind::Sqlite) = (self.signal, self.kind) {
            self.bus.tell(signal);
        }
        Ok(())
    }
}

impl Database {
    pub(crate) async fn connect(url: &str, max_connections: u32) -> Result<Self, StoreError> {
        install_default_drivers();
        let kind = if url.starts_with("sqlite:") {
            DatabaseKind::Sqlite
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            DatabaseKind::Postgres
        } else {
            return Err(StoreError::Unsafe("the database URL must begin with sqlite: or postgres:".into()));
        };
        if kind == DatabaseKind::Sqlite {
            keep_private(url)?;
        }
        let options = AnyPoolOptions::new()
            .max_connections(max_connections)
            .acquire_timeout(Duration::from_secs(10))
            // A server may have gone away since; a file has not.
            .test_before_acquire(kind == DatabaseKind::Postgres)
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    if kind == DatabaseKind::Sqlite {
                        for pragma in SQLITE_PRAGMAS {
                            connection.execute(*pragma).await?;
                        }
                    }
                    Ok(())
                })
            });
        let pool = options.connect(url).await?;
        let writer = (kind == DatabaseKind::Sqlite).then(|| Arc::new(Mutex::new(())));
        let database = Self { pool, kind, url: url.to_owned(), bus: Arc::new(Bus::new()), writer };
        database.assert_durable().await?;
        Ok(database)
    }

    /// What was acknowledged must survive a power cut; asserted at every start.
    async fn assert_durable(&self) -> Result<(), StoreError> {
        match self.kind {
            DatabaseKind::Sqlite => {
                let synchronous: i64 = sqlx::query("PRAGMA synchronous").fetch_one(&self.pool).await?.try_get(0)?;
                if synchronous != 2 {
                    return Err(StoreError::Unsafe(format!("SQLite runs with synchronous={synchronous}, not FULL")));
                }
            }
            DatabaseKind::Postgres => {
                let row = sqlx::query(
                    "SELECT current_setting('server_version_num') AS v, current_setting('fsync') AS f,
                     current_setting('synchronous_commit') AS s",
                )
                .fetch_one(&self.pool)
                .await?;
                let version: i64 = row.try_get::<String, _>("v")?.parse().unwrap_or_default();
                if version < 150_000 {
                    return Err(StoreError::Unsafe("PostgreSQL 15 or newer is needed".into()));
                }
                if row.try_get::<String, _>("f")? != "on" {
                    return Err(StoreError::Unsafe("PostgreSQL runs with fsync off".into()));
                }
                if row.try_get::<String, _>("s")? == "off" {
                    return Err(StoreError::Unsafe("PostgreSQL runs with synchronous_commit off".into()));
                }
            }
        }
        Ok(())
    }

    pub(crate) async fn migrate_main(&self) -> Result<(), StoreError> {
        self.run_migrations(&MAIN_SQLITE, &MAIN_POSTGRES).await
    }

    pub(crate) async fn migrate_keys(&self) -> Result<(), StoreError> {
        self.run_migrations(&KEYS_SQLITE, &KEYS_POSTGRES).await
    }

    async fn run_migrations(&self, sqlite: &Migrator, postgres: &Migrator) -> Result<(), StoreError> {
        let migrator = match self.kind {
            DatabaseKind::Sqlite => sqlite,
            DatabaseKind::Postgres => postgres,
        };
        Ok(migrator.run(&self.pool).await?)
    }

    pub(crate) const fn kind(&self) -> DatabaseKind {
        self.kind
    }

    /// Where it is.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Tells of what was written.
    pub(crate) fn bus(&self) -> &Bus {
        &self.bus
    }

    /// For statements that read and need no transaction.
    pub(crate) const fn pool(&self) -> &AnyPool {
        &self.pool
    }

    /// A transaction that writes; on SQLite it takes the write lock at once.
    pub(crate) async fn write(&self) -> Result<WriteTx, StoreError> {
        let turn = match &self.writer {
            Some(writer) => Some(Arc::clone(writer).lock_owned().await),
            None => None,
        };
        let tx = match self.kind {
            DatabaseKind::Sqlite => self.pool.begin_with("BEGIN IMMEDIATE").await?,
            DatabaseKind::Postgres => self.pool.begin().await?,
        };
        let (bus, signal) = (Arc::clone(&self.bus), Some(Signal::Everything));
        Ok(WriteTx { tx, turn, bus, kind: self.kind, signal })
    }

    /// Leaves nothing of what was deleted in the write-ahead log of SQLite. A
    /// reader may hold it up; then the next time does it.
    pub(crate) async fn forget_deleted(&self) -> Result<(), StoreError> {
        if self.kind == DatabaseKind::Sqlite {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.pool).await?;
        }
        Ok(())
    }

    pub(crate) async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }
}

/// Makes the files of a SQLite database readable by their owner alone. SQLite
/// gives the files that it lays beside the database the same permissions.
#[cfg(unix)]
fn keep_private(url: &str) -> Result<(), StoreError> {
    use std::fs::{OpenOptions, Permissions};
    use std::io::ErrorKind;
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    const OWNER_ONLY: u32 = 0o600;

    let options: SqliteConnectOptions = url.parse()?;
    let path = options.get_filename();
    let unsafe_file =
        |error: std::io::Error| StoreError::Unsafe(format!("{} cannot be kept private: {error}", path.display()));
    if url.contains("mode=rwc") {
        let made = OpenOptions::new().write(true).create_new(true).mode(OWNER_ONLY).open(path);
        match made {
            Ok(_) => {}
            // Where it cannot be made, opening it says why.
            Err(error) if matches!(error.kind(), ErrorKind::AlreadyExists | ErrorKind::NotFound) => {}
            Err(error) => return Err(unsafe_file(error)),
        }
    }
    for ending in ["", "-wal", "-shm", "-journal"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        let file = std::path::PathBuf::from(name);
        let Ok(found) = file.metadata() else { continue };
        if found.permissions().mode() & 0o077 != 0 {
            std::fs::set_permissions(&file, Permissions::from_mode(OWNER_ONLY)).map_err(unsafe_file)?;
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn keep_private(_url: &str) -> Result<(), StoreError> {
    Ok(())
}

const SQLITE_PRAGMAS: &[&str] = &[
    // First, so that the next ones wait their turn as well.
    "PRAGMA busy_timeout = 10000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    // So that REPLACE is a deletion to the triggers of the log.
    "PRAGMA recursive_triggers = ON",
    // So that a destroyed key leaves no bytes behind.
    "PRAGMA secure_delete = ON",
];
