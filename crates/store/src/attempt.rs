//! Failed attempts to sign in, counted per account and per network address.

use crate::Store;
use crate::crypto::mac;
use crate::error::StoreError;
use crate::user::email_key;
use sqlx::Row;

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

    /// Whether the account or the address must wait.
    pub(crate) async fn throttled(&self, email: &str, address: &str) -> Result<Option<Throttled>, StoreError> {
        let now = self.now();
        let mut longest = None;
        for (subject, allowed) in self.subjects(email, address) {
            let row = sqlx::query(
                "SELECT COUNT(*) AS failures, MIN(at) AS first FROM
                 (SELECT at FROM sign_in_attempt WHERE subject = $1 AND at > $2 ORDER BY at DESC LIMIT $3) AS recent",
            )
            .bind(subject)
            .bind(now - WINDOW_MS)
            .bind(allowed)
            .fetch_one(self.db().pool())
            .await?;
            if row.try_get::<i64, _>("failures")? >= allowed {
                let first: i64 = row.try_get("first")?;
                longest = longest.max(Some(first + WINDOW_MS - now));
            }
        }
        Ok(longest.map(|wait_ms| Throttled { wait_ms }))
    }

    pub(crate) async fn note_failure(&self, email: &str, address: &str) -> Result<(), StoreError> {
        let now = self.now();
        let mut write = self.db().write().await?;
        sqlx::query("DELETE FROM sign_in_attempt WHERE at <= $1").bind(now - WINDOW_MS).execute(&mut *write.tx).await?;
        for (subject, _) in self.subjects(email, address) {
            sqlx::query("INSERT INTO sign_in_attempt (id, subject, at) VALUES ($1, $2, $3)")
                .bind(self.new_id())
                .bind(subject)
                .bind(now)
                .execute(&mut *write.tx)
                .await?;
        }
        write.commit().await
    }

    /// After a success the account starts afresh; the address does not.
    pub(crate) async fn forget_failures(&self, email: &str) -> Result<(), StoreError> {
        let [(account, _), _] = self.subjects(email, "");
        let mut write = self.db().write().await?;
        sqlx::query("DELETE FROM sign_in_attempt WHERE subject = $1").bind(account).execute(&mut *write.tx).await?;
        write.commit().await
    }
}
