//! Signing in, in one step or two. Between the two somebody is half signed in:
//! known by a token of its own that opens nothing.

use crate::Store;
use crate::attempt::{Throttled, Tried};
use crate::crypto::{hex, sha256};
use crate::error::StoreError;
use crate::session::{IDLE_LIMIT_MS, SESSION_LIMIT_MS, SessionToken};
use crate::user::UserId;
use sqlx::{Any, Row, Transaction};

/// So long after the first step the second is waited for.
pub const HALF_LIMIT_MS: i64 = 15 * 60 * 1000;

/// Whether everybody needs a second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactorRule {
    /// Who has none signs in without (in a demonstration).
    Optional,
    /// Who has none sets it up before the first session.
    Required,
}

/// The secret of somebody half signed in. Never stored, never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct HalfToken(String);

impl HalfToken {
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

impl std::fmt::Debug for HalfToken {
    /// Without the secret, which belongs in no message.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HalfToken")
    }
}

/// What the first step of signing in led to.
#[derive(Clone)]
pub enum SignInStep {
    /// A session.
    Done(SessionToken, UserId),
    /// A code of the second factor is needed.
    CodeNeeded(HalfToken),
    /// A second factor must be set up first.
    SetUpNeeded(HalfToken),
}

/// Somebody half signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HalfSignedIn {
    /// Who.
    pub user: UserId,
    /// E-mail address.
    pub email: String,
    /// Has a second factor; else one is to be set up.
    pub has_factor: bool,
}

impl Store {
    /// Takes an e-mail and a password from a network address.
    ///
    /// # Errors
    /// The outer error when the database does not answer; the inner one when
    /// there were too many attempts; `None` when they do not fit.
    pub async fn begin_sign_in(
        &self,
        email: &str,
        password: &str,
        address: &str,
        rule: SecondFactorRule,
    ) -> Result<Result<Option<SignInStep>, Throttled>, StoreError> {
        let tried = Tried::Password(email);
        let attempt = match self.begin_attempt(tried, address).await? {
            Ok(attempt) => attempt,
            Err(throttled) => return Ok(Err(throttled)),
        };
        let Some((user, hash)) = self.authenticate(email, password).await? else { return Ok(Ok(None)) };
        let mut write = self.db().write().await?;
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
        self.forget_failures(&mut write.tx, tried, &attempt).await?;
        let step = self.after_first_step(&mut write.tx, &user, rule).await?;
        write.commit().await?;
        Ok(Ok(Some(step)))
    }

    /// Signs in with e-mail and password alone. Who has a second factor does
    /// not get in this way.
    ///
    /// # Errors
    /// As [`Store::begin_sign_in`].
    pub async fn sign_in(
        &self,
        email: &str,
        password: &str,
        address: &str,
    ) -> Result<Result<Option<(SessionToken, UserId)>, Throttled>, StoreError> {
        let outcome = self.begin_sign_in(email, password, address, SecondFactorRule::Optional).await?;
        Ok(outcome.map(|step| match step {
            Some(SignInStep::Done(token, user)) => Some((token, user)),
            _ => None,
        }))
    }

    /// What follows on a first factor that was right.
    pub(crate) async fn after_first_step(
        &self,
        tx: &mut Transaction<'static, Any>,
        user: &UserId,
        rule: SecondFactorRule,
    ) -> Result<SignInStep, StoreError> {
        let has_factor = has_factor(tx, user).await?;
        if !has_factor && rule == SecondFactorRule::Optional {
            return Ok(SignInStep::Done(self.begin_session(tx, user).await?, user.clone()));
        }
        let (token, now) = (HalfToken(hex(&rand::random::<[u8; 32]>())), self.now());
        sqlx::query("DELETE FROM half_sign_in WHERE created_at <= $1")
            .bind(now - HALF_LIMIT_MS)
            .execute(&mut **tx)
            .await?;
        sqlx::query("INSERT INTO half_sign_in (token_hash, user_id, created_at) VALUES ($1, $2, $3)")
            .bind(token.hash())
            .bind(&user.0)
            .bind(now)
            .execute(&mut **tx)
            .await?;
        Ok(if has_factor { SignInStep::CodeNeeded(token) } else { SignInStep::SetUpNeeded(token) })
    }

    /// A new session of an account.
    pub(crate) async fn begin_session(
        &self,
        tx: &mut Transaction<'static, Any>,
        user: &UserId,
    ) -> Result<SessionToken, StoreError> {
        let (token, now) = (SessionToken::generate(), self.now());
        sqlx::query("DELETE FROM session WHERE last_seen_at < $1 OR created_at < $2")
            .bind(now - IDLE_LIMIT_MS)
            .bind(now - SESSION_LIMIT_MS)
            .execute(&mut **tx)
            .await?;
        sqlx::query("INSERT INTO session (token_hash, user_id, created_at, last_seen_at) VALUES ($1, $2, $3, $3)")
            .bind(token.hash())
            .bind(&user.0)
            .bind(now)
            .execute(&mut **tx)
            .await?;
        Ok(token)
    }

    /// Who is half signed in with this token.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn half_signed_in(&self, token: &HalfToken) -> Result<Option<HalfSignedIn>, StoreError> {
        let row = sqlx::query(
            "SELECT half_sign_in.user_id, staff_user.email,
               (SELECT COUNT(*) FROM second_factor
                WHERE second_factor.user_id = half_sign_in.user_id AND confirmed_at IS NOT NULL) AS factors
             FROM half_sign_in JOIN staff_user ON staff_user.id = half_sign_in.user_id
             WHERE token_hash = $1 AND half_sign_in.created_at > $2 AND staff_user.active = 1",
        )
        .bind(token.hash())
        .bind(self.now() - HALF_LIMIT_MS)
        .fetch_optional(self.db().pool())
        .await?;
        row.map(|row| {
            Ok(HalfSignedIn {
                user: UserId(row.try_get("user_id")?),
                email: row.try_get("email")?,
                has_factor: row.try_get::<i64, _>("factors")? != 0,
            })
        })
        .transpose()
    }

    /// The second step: a code of the app, or a recovery code.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when nobody is half signed in with this token;
    /// the inner error when there were too many attempts; `None` when the code
    /// does not fit or was used.
    pub async fn finish_sign_in(
        &self,
        token: &HalfToken,
        code: &str,
        address: &str,
    ) -> Result<Result<Option<(SessionToken, UserId)>, Throttled>, StoreError> {
        let half = self.half_signed_in(token).await?.filter(|half| half.has_factor).ok_or(StoreError::NotFound)?;
        let tried = Tried::Code(&half.user);
        let attempt = match self.begin_attempt(tried, address).await? {
            Ok(attempt) => attempt,
            Err(throttled) => return Ok(Err(throttled)),
        };
        let mut write = self.db().write().await?;
        self.take_half(&mut write.tx, token).await?;
        if !self.use_code(&mut write.tx, &half.user, code).await? {
            return Ok(Ok(None));
        }
        self.forget_failures(&mut write.tx, tried, &attempt).await?;
        let session = self.begin_session(&mut write.tx, &half.user).await?;
        write.commit().await?;
        Ok(Ok(Some((session, half.user))))
    }

    /// Uses up a half sign-in, and locks its account. Undone when the caller's
    /// transaction is not committed.
    pub(crate) async fn take_half(
        &self,
        tx: &mut Transaction<'static, Any>,
        token: &HalfToken,
    ) -> Result<UserId, StoreError> {
        let row = sqlx::query("DELETE FROM half_sign_in WHERE token_hash = $1 AND created_at > $2 RETURNING user_id")
            .bind(token.hash())
            .bind(self.now() - HALF_LIMIT_MS)
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(StoreError::NotFound)?;
        let user = UserId(row.try_get("user_id")?);
        let active = sqlx::query("UPDATE staff_user SET active = 1 WHERE id = $1 AND active = 1")
            .bind(&user.0)
            .execute(&mut **tx)
            .await?;
        if active.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(user) }
    }
}

/// Whether an account has a second factor that was confirmed.
pub(crate) async fn has_factor(tx: &mut Transaction<'static, Any>, user: &UserId) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT COUNT(*) AS n FROM second_factor WHERE user_id = $1 AND confirmed_at IS NOT NULL")
        .bind(&user.0)
        .fetch_one(&mut **tx)
        .await?;
    Ok(row.try_get::<i64, _>("n")? != 0)
}
