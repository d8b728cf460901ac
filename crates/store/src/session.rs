//! Signed-in sessions: an opaque token at the browser, its hash here.

use crate::Store;
use crate::case::Handed;
use crate::crypto::{hex, sha256};
use crate::error::StoreError;
use crate::post::{Post, PostId, effective};
use crate::user::{User, UserId, end_sessions};
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
    pub(crate) fn generate() -> Self {
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

    pub(crate) fn hash(&self) -> String {
        sha256(&self.0)
    }
}

/// A session in force.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who, with the post that counts.
    pub user: User,
    /// All posts held today.
    pub posts: Vec<Post>,
    /// Several posts are held, and none is chosen yet.
    pub must_choose: bool,
    /// Milliseconds until it ends if nothing happens.
    pub remaining_ms: i64,
    /// What its screen shows while it is in the family's hands, and nothing else.
    pub handed: Option<Handed>,
}

impl Store {
    /// The session behind a token, if it is in force. Counts as a sign of life
    /// when `alive`; background requests pass `false`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn session(&self, token: &SessionToken, alive: bool) -> Result<Option<SignedIn>, StoreError> {
        self.session_of(&token.hash(), alive).await
    }

    /// The same by the hash of its token.
    pub(crate) async fn session_of(&self, hash: &str, alive: bool) -> Result<Option<SignedIn>, StoreError> {
        let now = self.now();
        let Some(row) =
            sqlx::query("SELECT user_id, created_at, last_seen_at, post_id, handed FROM session WHERE token_hash = $1")
                .bind(hash)
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
                .bind(hash)
                .bind(now)
                .execute(&mut *write.tx)
                .await?;
            write.quietly().commit().await?;
            seen = now;
        }
        let is_handed = row.try_get::<i64, _>("handed")? != 0;
        let handed = if is_handed { self.handed(hash).await? } else { None };
        if is_handed && handed.is_none() {
            return Ok(None);
        }
        let mut user = self.find_user(&UserId(row.try_get("user_id")?)).await?;
        let chosen = row.try_get::<Option<String>, _>("post_id")?.map(PostId);
        let counts = effective(&user.posts, chosen.as_ref());
        let posts = user.posts.clone();
        user.posts.retain(|post| Some(&post.id) == counts.as_ref());
        let must_choose = posts.len() > 1 && counts.is_none();
        let remaining_ms = (seen + IDLE_LIMIT_MS).min(created + SESSION_LIMIT_MS) - now;
        Ok(user.active.then_some(SignedIn { user, posts, must_choose, remaining_ms, handed }))
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
        end_sessions(&mut write.tx, user).await?;
        write.commit().await
    }
}
