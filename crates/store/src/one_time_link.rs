//! Links that are used once: an invitation, a new password. The token is with
//! who has the letter; here is its hash.

use crate::Store;
use crate::attempt::{Throttled, Tried};
use crate::crypto::{hex, sha256};
use crate::error::StoreError;
use crate::password::hash_password;
use crate::sign_in::{SecondFactorRule, SignInStep};
use crate::user::{UserId, email_key, end_sessions};
use sqlx::{Any, Row, Transaction};

/// An invitation holds for so long.
pub const INVITATION_LIMIT_MS: i64 = 72 * 60 * 60 * 1000;
/// A link for a new password that somebody asked for holds for so long.
pub const RESET_LIMIT_MS: i64 = 60 * 60 * 1000;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// A first password, and a name.
    Invitation,
    /// A new password.
    Reset,
}

impl LinkKind {
    /// Stable code.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reset => "reset",
        }
    }
}

/// The secret in a link. Never stored, never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct LinkToken(String);

impl LinkToken {
    pub(crate) fn generate() -> Self {
        Self(hex(&rand::random::<[u8; 32]>()))
    }

    /// A token as a browser sent it. Anything may come.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The text to put into the link.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    pub(crate) fn hash(&self) -> String {
        sha256(&self.0)
    }
}

/// For whom a link is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkHolder {
    /// Id of the link.
    pub(crate) link: String,
    /// Who.
    pub user: UserId,
    /// E-mail address.
    pub email: String,
    /// Name.
    pub name: String,
}

impl Store {
    /// Makes a link; earlier ones of the same kind for the same account are
    /// worth nothing from now on. Returns its id and its token.
    pub(crate) async fn make_link(
        &self,
        tx: &mut Transaction<'static, Any>,
        kind: LinkKind,
        user: &UserId,
        by: Option<&UserId>,
    ) -> Result<(String, LinkToken), StoreError> {
        self.revoke_links(tx, user, Some(kind)).await?;
        let (id, token, now) = (self.new_id(), LinkToken::generate(), self.now());
        // What an administrator sends may lie over a weekend.
        let limit = if by.is_some() { INVITATION_LIMIT_MS } else { RESET_LIMIT_MS };
        sqlx::query(
            "INSERT INTO one_time_link (id, token_hash, kind, user_id, made_by, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(&id)
        .bind(token.hash())
        .bind(kind.code())
        .bind(&user.0)
        .bind(by.map(|by| by.0.clone()))
        .bind(now)
        .bind(now + limit)
        .execute(&mut **tx)
        .await?;
        Ok((id, token))
    }

    /// Makes open links of an account worth nothing; returns how many.
    pub(crate) async fn revoke_links(
        &self,
        tx: &mut Transaction<'static, Any>,
        user: &UserId,
        kind: Option<LinkKind>,
    ) -> Result<u64, StoreError> {
        let done = sqlx::query(
            "UPDATE one_time_link SET revoked_at = $2
             WHERE user_id = $1 AND (kind = $3 OR $3 = '') AND used_at IS NULL AND revoked_at IS NULL",
        )
        .bind(&user.0)
        .bind(self.now())
        .bind(kind.map_or("", LinkKind::code))
        .execute(&mut **tx)
        .await?;
        Ok(done.rows_affected())
    }

    /// Notes that the letter with this link was taken by the mail server.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn link_sent(&self, link: &str) -> Result<(), StoreError> {
        let mut write = self.db().write().await?;
        sqlx::query("UPDATE one_time_link SET sent_at = $2 WHERE id = $1")
            .bind(link)
            .bind(self.now())
            .execute(&mut *write.tx)
            .await?;
        write.commit().await
    }

    /// For whom a link is, if it can be used.
    ///
    /// # Errors
    /// The inner error when there were too many that could not.
    pub async fn link_holder(
        &self,
        kind: LinkKind,
        token: &LinkToken,
        address: &str,
    ) -> Result<Result<Option<LinkHolder>, Throttled>, StoreError> {
        let attempt = match self.begin_attempt(Tried::Link, address).await? {
            Ok(attempt) => attempt,
            Err(throttled) => return Ok(Err(throttled)),
        };
        let row = sqlx::query(
            "SELECT one_time_link.id, user_id, email, name FROM one_time_link
             JOIN staff_user ON staff_user.id = one_time_link.user_id
             WHERE token_hash = $1 AND kind = $2 AND expires_at > $3 AND used_at IS NULL AND revoked_at IS NULL
             AND active = 1",
        )
        .bind(token.hash())
        .bind(kind.code())
        .bind(self.now())
        .fetch_optional(self.db().pool())
        .await?;
        let Some(row) = row else { return Ok(Ok(None)) };
        let mut write = self.db().write().await?;
        self.forget_failures(&mut write.tx, Tried::Link, &attempt).await?;
        write.commit().await?;
        Ok(Ok(Some(LinkHolder {
            link: row.try_get("id")?,
            user: UserId(row.try_get("user_id")?),
            email: row.try_get("email")?,
            name: row.try_get("name")?,
        })))
    }

    /// Uses a link up; `false` when somebody was quicker.
    async fn use_link(&self, tx: &mut Transaction<'static, Any>, holder: &LinkHolder) -> Result<bool, StoreError> {
        let used = sqlx::query(
            "UPDATE one_time_link SET used_at = $2
             WHERE id = $1 AND used_at IS NULL AND revoked_at IS NULL AND expires_at > $2",
        )
        .bind(&holder.link)
        .bind(self.now())
        .execute(&mut **tx)
        .await?;
        Ok(used.rows_affected() == 1)
    }

    /// Takes up an invitation: a name and a password, already checked by
    /// [`crate::check_password`]. `None` when the link cannot be used any more.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn accept_invitation(
        &self,
        holder: &LinkHolder,
        name: &str,
        password: &str,
        rule: SecondFactorRule,
    ) -> Result<Option<SignInStep>, StoreError> {
        let hash = hash_password(password.to_owned()).await?;
        let mut write = self.db().write().await?;
        if !self.use_link(&mut write.tx, holder).await? {
            return Ok(None);
        }
        let done = sqlx::query("UPDATE staff_user SET name = $2, password_hash = $3 WHERE id = $1 AND active = 1")
            .bind(&holder.user.0)
            .bind(name.trim())
            .bind(hash)
            .execute(&mut *write.tx)
            .await?;
        if done.rows_affected() == 0 {
            return Ok(None);
        }
        end_sessions(&mut write.tx, &holder.user).await?;
        let step = self.after_first_step(&mut write.tx, &holder.user, rule).await?;
        write.commit().await?;
        Ok(Some(step))
    }

    /// Sets a new password by a link and ends every session of the account.
    /// `false` when the link cannot be used any more.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn reset_password(&self, holder: &LinkHolder, password: &str) -> Result<bool, StoreError> {
        let hash = hash_password(password.to_owned()).await?;
        let mut write = self.db().write().await?;
        if !self.use_link(&mut write.tx, holder).await? {
            return Ok(false);
        }
        let done = sqlx::query("UPDATE staff_user SET password_hash = $2 WHERE id = $1 AND active = 1")
            .bind(&holder.user.0)
            .bind(hash)
            .execute(&mut *write.tx)
            .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        end_sessions(&mut write.tx, &holder.user).await?;
        write.commit().await?;
        Ok(true)
    }

    /// Somebody asks for a link for a new password. `None` when no active
    /// account with a password has this e-mail; the caller answers alike.
    ///
    /// # Errors
    /// The inner error when there were too many.
    #[allow(clippy::type_complexity, reason = "one answer of several parts")]
    pub async fn ask_reset(
        &self,
        email: &str,
        address: &str,
    ) -> Result<Result<Option<(String, LinkToken, String)>, Throttled>, StoreError> {
        if let Err(throttled) = self.begin_attempt(Tried::Letter(email), address).await? {
            return Ok(Err(throttled));
        }
        let row =
            sqlx::query("SELECT id, email FROM staff_user WHERE email_key = $1 AND active = 1 AND password_hash <> ''")
                .bind(email_key(email).replace('\0', "\u{fffd}"))
                .fetch_optional(self.db().pool())
                .await?;
        let Some(row) = row else { return Ok(Ok(None)) };
        let user = UserId(row.try_get("id")?);
        let mut write = self.db().write().await?;
        let (link, token) = self.make_link(&mut write.tx, LinkKind::Reset, &user, None).await?;
        write.commit().await?;
        Ok(Ok(Some((link, token, row.try_get("email")?))))
    }

    /// Changes one's own password by the old one; all other sessions end.
    /// `None` when the old one does not fit.
    ///
    /// # Errors
    /// The inner error when there were too many attempts.
    pub async fn change_password(
        &self,
        user: &UserId,
        old: &str,
        new: &str,
        keep: &crate::SessionToken,
        address: &str,
    ) -> Result<Result<Option<()>, Throttled>, StoreError> {
        let email = self.find_user(user).await?.email;
        let tried = Tried::Password(&email);
        let attempt = match self.begin_attempt(tried, address).await? {
            Ok(attempt) => attempt,
            Err(throttled) => return Ok(Err(throttled)),
        };
        let Some((found, _)) = self.authenticate(&email, old).await? else { return Ok(Ok(None)) };
        let hash = hash_password(new.to_owned()).await?;
        let mut write = self.db().write().await?;
        sqlx::query("UPDATE staff_user SET password_hash = $2 WHERE id = $1 AND active = 1")
            .bind(&found.0)
            .bind(hash)
            .execute(&mut *write.tx)
            .await?;
        sqlx::query("DELETE FROM session WHERE user_id = $1 AND token_hash <> $2")
            .bind(&found.0)
            .bind(keep.hash())
            .execute(&mut *write.tx)
            .await?;
        sqlx::query("DELETE FROM half_sign_in WHERE user_id = $1").bind(&found.0).execute(&mut *write.tx).await?;
        self.revoke_links(&mut write.tx, &found, Some(LinkKind::Reset)).await?;
        self.forget_failures(&mut write.tx, tried, &attempt).await?;
        write.commit().await?;
        Ok(Ok(Some(())))
    }
}
