//! Signed-in sessions: an opaque token at the browser, its hash here.

use crate::Store;
use crate::attempt::Throttled;
use crate::crypto::{hex, sha256};
use crate::error::StoreError;
use crate::user::{User, UserId};
use sqlx::Row;

/// A session ends after this time without a sign of life.
pub const IDLE_LIMIT_MS: i64 = 30 * 60 * 1000;
/// A session ends after this time whatever happens.
pub const SESSION_LIMIT_MS: i64 = 12 * 60 * 60 * 1000;
/// A sign of life is written down at most this often.
const TOUCH_EVERY_MS: i64 = 30 * 1000;

/// The secret that a browser keeps. Never stored, never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(String);

impl SessionToken {
    fn generate() -> Self {
        Self(hex(&rand::random::<[u8; 32]>()))
    }

    /// A token as a browser sent it. Anything may come.
    #[must_use]
    pub fn from_cookie(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The text to set as a cookie.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    fn hash(&self) -> String {
        sha256(&self.0)
    }
}

/// A session in force.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub user: User,
    /// Milliseconds until it ends if nothing happens.
    pub remaining_ms: i64,
}

impl Store {
    /// Signs in with e-mail and password, from a network address.
    ///
    /// # Errors
    /// The outer error when the database does not answer; the inner one when
    /// there were too many attempts; `None` when they do not fit.
    pub async fn sign_in(
        &self,
        email: &str,
        password: &str,
        address: &str,
    ) -> Result<Result<Option<(SessionToken, UserId)>, Throttled>, StoreError> {
        let attempt = match self.begin_attempt(email, address).await? {
            Ok(attempt) => attempt,
            Err(throttled) => return Ok(Err(throttled)),
        };
        let Some((user, hash)) = self.authenticate(email, password).await? else { return Ok(Ok(None)) };
        let token = SessionToken::generate();
        let now = self.now();
        let mut write = self.db().write().await?;
        sqlx::query("DELETE FROM session WHERE last_seen_at < $1 OR created_at < $2")
            .bind(now - IDLE_LIMIT_MS)
            .bind(now - SESSION_LIMIT_MS)
            .execute(&mut *write.tx)
            .await?;
        // Locks the account: a new password or a closing that comes in between
        // is not overtaken by a session that began with the old one.
        let still = sqlx::query("UPDATE staff_user SET active = 1 WHERE id = $1 AND active = 1 AND password_hash = $2")
            .bind(&user.0)
            .bind(hash)
            .execute(&mut *write.tx)
            .await?;
        if still.rows_affected() == 0 {
            return Ok(Ok(None));
        }
        self.forget_failures(&mut write.tx, email, &attempt).await?;
        sqlx::query("INSERT INTO session (token_hash, user_id, created_at, last_seen_at) VALUES ($1, $2, $3, $3)")
            .bind(token.hash())
            .bind(&user.0)
            .bind(now)
            .execute(&mut *write.tx)
            .await?;
        write.commit().await?;
        Ok(Ok(Some((token, user))))
    }

    /// The session behind a token, if it is in force. Counts as a sign of life
    /// when `alive`; background requests pass `false`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn session(&self, token: &SessionToken, alive: bool) -> Result<Option<SignedIn>, StoreError> {
        let now = self.now();
        let hash = token.hash();
        let Some(row) = sqlx::query("SELECT user_id, created_at, last_seen_at FROM session WHERE token_hash = $1")
            .bind(&hash)
            .fetch_optional(self.db().pool())
            .await?
        else {
            return Ok(None);
        };
        let (created, mut seen): (i64, i64) = (row.try_get("created_at")?, row.try_get("last_seen_at")?);
        if now - seen >= IDLE_LIMIT_MS || now - created >= SESSION_LIMIT_MS {
            return Ok(None);
        }
        if alive && now - seen >= TOUCH_EVERY_MS {
            let mut write = self.db().write().await?;
            sqlx::query("UPDATE session SET last_seen_at = $2 WHERE token_hash = $1")
                .bind(&hash)
                .bind(now)
                .execute(&mut *write.tx)
                .await?;
            write.commit().await?;
            seen = now;
        }
        let user = self.find_user(&UserId(row.try_get("user_id")?)).await?;
        let remaining_ms = (seen + IDLE_LIMIT_MS).min(created + SESSION_LIMIT_MS) - now;
        Ok(user.active.then_some(SignedIn { user, remaining_ms }))
    }

    /// Ends one session.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sign_out(&self, token: &SessionToken) -> Result<(), StoreError> {
        let mut write = self.db().write().await?;
        sqlx::query("DELETE FROM session WHERE token_hash = $1").bind(token.hash()).execute(&mut *write.tx).await?;
        write.commit().await
    }

    /// Ends every session of an account.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sign_out_everywhere(&self, user: &UserId) -> Result<(), StoreError> {
        let mut write = self.db().write().await?;
        sqlx::query("DELETE FROM session WHERE user_id = $1").bind(&user.0).execute(&mut *write.tx).await?;
        write.commit().await
    }
}
