//! Which error to use when:
//!
//! - [`OpenError`] answers a caller who wants a case. «Missing» and «forbidden»
//!   are one value on purpose: a stranger learns nothing from the difference.
//! - [`StoreError`] is for everything that should not happen to a caller who
//!   does nothing wrong: a database that is away, a row that does not open, a
//!   value that is already taken.

use thiserror::Error;

/// Something went wrong in the store.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The database refused or is away.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// The database could not be brought to today's form.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A sealed value did not open: a wrong key, or the row was changed.
    #[error("a sealed value of {0} does not open")]
    Sealed(&'static str),
    /// A stored value is not one of ours.
    #[error("unreadable value in {0}")]
    Unreadable(&'static str),
    /// The value must be unique and is taken.
    #[error("{0} is already in use")]
    Taken(&'static str),
    /// The database does not keep what it acknowledges, or is not what was asked for.
    #[error("unsafe database: {0}")]
    Unsafe(String),
    /// Not allowed by a rule of casework.
    #[error("not allowed: {0}")]
    NotAllowed(&'static str),
    /// The master key is not one.
    #[error("master key: {0}")]
    MasterKey(&'static str),
    /// The password could not be hashed or read.
    #[error("password hash")]
    PasswordHash,
    /// What was to be changed is not there.
    #[error("not found")]
    NotFound,
}

/// Why a case did not open.
#[derive(Debug, Error)]
pub enum OpenError {
    /// There is no such case for this caller.
    #[error("not found")]
    NotFound,
    /// The caller may open it, and must say why in words.
    #[error("a reason is needed")]
    ReasonNeeded,
    /// Something else went wrong.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for OpenError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Turns a violated uniqueness into [`StoreError::Taken`].
pub(crate) fn taken(what: &'static str) -> impl FnOnce(sqlx::Error) -> StoreError {
    move |error| match error.as_database_error() {
        Some(db) if db.is_unique_violation() => StoreError::Taken(what),
        _ => error.into(),
    }
}
