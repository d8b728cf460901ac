//! The keys of cases and children's parts, wrapped, in a database of their own.

use crate::crypto::{MasterKey, ScopeKey};
use crate::database::Database;
use crate::error::StoreError;
use sqlx::{AssertSqlSafe, Row};
use std::collections::HashMap;

/// Keys asked for with one statement.
const AT_ONCE: usize = 500;

/// Hands out the key of a scope (`case:ID`, `child:ID`).
pub(crate) struct KeyStore {
    db: Database,
    wrapping: ScopeKey,
}

impl KeyStore {
    pub(crate) async fn connect(url: &str, max_connections: u32, master: &MasterKey) -> Result<Self, StoreError> {
        let db = Database::connect(url, max_connections).await?;
        db.migrate_keys().await?;
        Ok(Self { db, wrapping: master.wrapping_key() })
    }

    pub(crate) async fn ping(&self) -> Result<(), StoreError> {
        self.db.ping().await
    }

    /// Makes and keeps the key of a new scope. A key whose case was then not
    /// created opens nothing and does no harm.
    pub(crate) async fn create(&self, scope: &str, now: i64) -> Result<ScopeKey, StoreError> {
        let key = ScopeKey::generate();
        let wrapped = self.wrapping.wrap(scope, &key)?;
        let mut write = self.db.write().await?;
        sqlx::query("INSERT INTO wrapped_key (scope, wrapped, created_at) VALUES ($1, $2, $3)")
            .bind(scope)
            .bind(wrapped)
            .bind(now)
            .execute(&mut *write.tx)
            .await?;
        write.commit().await?;
        Ok(key)
    }

    /// Makes and keeps the keys of many scopes at once.
    #[cfg(feature = "bench")]
    pub(crate) async fn create_many(&self, scopes: &[String], now: i64) -> Result<Vec<ScopeKey>, StoreError> {
        let mut keys = Vec::with_capacity(scopes.len());
        let mut write = self.db.write().await?;
        for some in scopes.chunks(AT_ONCE) {
            let places: Vec<String> =
                (0..some.len()).map(|at| format!("(${}, ${}, $1)", at * 2 + 2, at * 2 + 3)).collect();
            let statement =
                format!("INSERT INTO wrapped_key (scope, wrapped, created_at) VALUES {}", places.join(", "));
            let mut query = sqlx::query(AssertSqlSafe(statement)).bind(now);
            for scope in some {
                let key = ScopeKey::generate();
                query = query.bind(scope).bind(self.wrapping.wrap(scope, &key)?);
                keys.push(key);
            }
            query.execute(&mut *write.tx).await?;
        }
        write.commit().await?;
        Ok(keys)
    }

    /// The key of a scope that has one from its first use on.
    pub(crate) async fn find_or_create(&self, scope: &str, now: i64) -> Result<ScopeKey, StoreError> {
        let found = sqlx::query("SELECT wrapped FROM wrapped_key WHERE scope = $1")
            .bind(scope)
            .fetch_optional(self.db.pool())
            .await?;
        if let Some(row) = found {
            return self.wrapping.unwrap_key(scope, &row.try_get::<String, _>("wrapped")?);
        }
        let wrapped = self.wrapping.wrap(scope, &ScopeKey::generate())?;
        let mut write = self.db.write().await?;
        // Of two who come at once the first one's key counts for both.
        sqlx::query(
            "INSERT INTO wrapped_key (scope, wrapped, created_at) VALUES ($1, $2, $3) ON CONFLICT (scope) DO NOTHING",
        )
        .bind(scope)
        .bind(wrapped)
        .bind(now)
        .execute(&mut *write.tx)
        .await?;
        write.commit().await?;
        self.find(scope).await
    }

    /// The key of a scope.
    pub(crate) async fn find(&self, scope: &str) -> Result<ScopeKey, StoreError> {
        self.try_find(scope).await?.ok_or(StoreError::Sealed("wrapped_key"))
    }

    /// The key of a scope, unless it was destroyed.
    pub(crate) async fn try_find(&self, scope: &str) -> Result<Option<ScopeKey>, StoreError> {
        let row = sqlx::query("SELECT wrapped FROM wrapped_key WHERE scope = $1")
            .bind(scope)
            .fetch_optional(self.db.pool())
            .await?;
        if let Some(row) = row {
            return Ok(Some(self.wrapping.unwrap_key(scope, &row.try_get::<String, _>("wrapped")?)?));
        }
        // A key that was never destroyed and is not there: a wrong key store.
        let erased =
            sqlx::query("SELECT at FROM erasure WHERE scope = $1").bind(scope).fetch_optional(self.db.pool()).await?;
        if erased.is_some() { Ok(None) } else { Err(StoreError::Sealed("wrapped_key")) }
    }

    /// The keys of several scopes, without those that were destroyed.
    pub(crate) async fn find_many(&self, scopes: &[String]) -> Result<HashMap<String, ScopeKey>, StoreError> {
        let mut keys = HashMap::with_capacity(scopes.len());
        for some in scopes.chunks(AT_ONCE) {
            let places: Vec<String> = (1..=some.len()).map(|at| format!("${at}")).collect();
            let statement = format!("SELECT scope, wrapped FROM wrapped_key WHERE scope IN ({})", places.join(", "));
            let mut query = sqlx::query(AssertSqlSafe(statement));
            for scope in some {
                query = query.bind(scope);
            }
            for row in query.fetch_all(self.db.pool()).await? {
                let scope: String = row.try_get("scope")?;
                let key = self.wrapping.unwrap_key(&scope, &row.try_get::<String, _>("wrapped")?)?;
                keys.insert(scope, key);
            }
        }
        // Each that is missing must have been destroyed; it is a wrong key store otherwise.
        for scope in scopes {
            if !keys.contains_key(scope)
                && let Some(key) = self.try_find(scope).await?
            {
                keys.insert(scope.clone(), key);
            }
        }
        Ok(keys)
    }

    /// Destroys a key: what it sealed is unreadable from now on, here and in
    /// every backup. Remembered, so that a restored key store forgets it again.
    pub(crate) async fn destroy(&self, scope: &str, now: i64) -> Result<(), StoreError> {
        let mut write = self.db.write().await?;
        sqlx::query("DELETE FROM wrapped_key WHERE scope = $1").bind(scope).execute(&mut *write.tx).await?;
        sqlx::query("INSERT INTO erasure (scope, at) VALUES ($1, $2) ON CONFLICT (scope) DO NOTHING")
            .bind(scope)
            .bind(now)
            .execute(&mut *write.tx)
            .await?;
        write.commit().await?;
        self.db.forget_deleted().await
    }

    /// The scopes whose keys were destroyed, with the time.
    pub(crate) async fn erasures(&self) -> Result<Vec<(String, i64)>, StoreError> {
        let rows = sqlx::query("SELECT scope, at FROM erasure ORDER BY at, scope").fetch_all(self.db.pool()).await?;
        rows.iter().map(|row| Ok((row.try_get("scope")?, row.try_get("at")?))).collect()
    }
}
