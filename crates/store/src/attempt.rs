//! Failed attempts to sign in, counted per account and per network address.

use crate::Store;
use crate::crypto::mac;
use crate::error::StoreError;
use crate::user::email_key;
use sqlx::{Any, Row, Transaction};

/// Failures are counted over this time.
const WINDOW_MS: i64 = 15 * 60 * 1000;
/// So many failures on one account.
const PER_ACCOUNT: i64 = 5;
/// So many failures from one address, whatever the accounts.
const PER_ADDRESS: i64 = 30;

/// Too many attempts; try again after a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throttled {
    /// Milliseconds until the next attempt is looked at.
    pub wait_ms: i64,
}

impl Store {
    fn subjects(&self, email: &str, address: &str) -> [(String, i64); 2] {
        let key = &self.secrets().attempt;
        [(mac(key, &["account", &email_key(email)]), PER_ACCOUNT), (mac(key, &["address", address]), PER_ADDRESS)]
    }

    /// Counts an attempt before it is looked at, so that a thousand at once are
    /// a thousand. It stands as a failure until it is found to be none. One that
    /// must wait does not count.
    pub(crate) async fn begin_attempt(
        &self,
        email: &str,
        address: &str,
    ) -> Result<Result<Attempt, Throttled>, StoreError> {
        let now = self.now();
        let attempt = Attempt([self.new_id(), self.new_id()]);
        let subjects = self.subjects(email, address);
        let mut write = self.db().write().await?;
        sqlx::query("DELETE FROM sign_in_attempt WHERE at <= $1").bind(now - WINDOW_MS).execute(&mut *write.tx).await?;
        for ((subject, _), id) in subjects.iter().zip(&attempt.0) {
            sqlx::query("INSERT INTO sign_in_attempt (id, subject, at) VALUES ($1, $2, $3)")
                .bind(id)
                .bind(subject)
                .bind(now)
                .execute(&mut *write.tx)
                .await?;
        }
        write.commit().await?;

        let mut longest = None;
        for ((subject, allowed), id) in subjects.iter().zip(&attempt.0) {
            let row = sqlx::query(
                "SELECT COUNT(*) AS failures, MIN(at) AS first FROM
                 (SELECT at FROM sign_in_attempt WHERE subject = $1 AND at > $2 AND id <> $4 ORDER BY at DESC LIMIT $3)
                 AS recent",
            )
            .bind(subject)
            .bind(now - WINDOW_MS)
            .bind(allowed)
            .bind(id)
            .fetch_one(self.db().pool())
            .await?;
            if row.try_get::<i64, _>("failures")? >= *allowed {
                let first: i64 = row.try_get("first")?;
                longest = longest.max(Some(first + WINDOW_MS - now));
            }
        }
        let Some(wait_ms) = longest else { return Ok(Ok(attempt)) };
        let mut write = self.db().write().await?;
        remove(&mut write.tx, &attempt).await?;
        write.commit().await?;
        Ok(Err(Throttled { wait_ms }))
    }

    /// After a success the account starts afresh; the address does not, and
    /// this attempt was no failure of it.
    pub(crate) async fn forget_failures(
        &self,
        tx: &mut Transaction<'static, Any>,
        email: &str,
        attempt: &Attempt,
    ) -> Result<(), StoreError> {
        let [(account, _), _] = self.subjects(email, "");
        sqlx::query("DELETE FROM sign_in_attempt WHERE subject = $1").bind(account).execute(&mut **tx).await?;
        remove(tx, attempt).await
    }
}

/// An attempt that is being looked at: its rows for the account and the address.
pub(crate) struct Attempt([String; 2]);

async fn remove(tx: &mut Transaction<'static, Any>, Attempt([account, address]): &Attempt) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sign_in_attempt WHERE id = $1 OR id = $2")
        .bind(account)
        .bind(address)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
