//! One way in: a password, then a code by e-mail. The same two steps make an
//! account of an invitation.

use crate::Store;
use crate::attempt::{Throttled, Tried};
use crate::crypto::mac;
use crate::error::StoreError;
use crate::one_time_link::LinkToken;
use crate::password::verify_password;
use crate::session::SessionToken;
use crate::user::email_key;
use sqlx::{Any, Row, Transaction};

/// A code by e-mail holds for so long.
pub const PORTAL_CODE_LIMIT_MS: i64 = 15 * 60 * 1000;

/// The secret of somebody who waits for a code. Never stored, never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct PortalHalf(LinkToken);

impl PortalHalf {
    /// A secret as a browser sent it. Anything may come.
    #[must_use]
    pub fn from_cookie(text: &str) -> Self {
        Self(LinkToken::from_text(text))
    }

    /// The text to set as a cookie.
    #[must_use]
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }
}

/// What is kept while somebody waits for a code.
pub(super) struct HalfRow {
    pub(super) account: Option<String>,
    pub(super) invitation: Option<String>,
    pub(super) email_mark: String,
    pub(super) password_hash: String,
    pub(super) language: String,
}

impl Store {
    /// By what an address is recognised.
    pub(super) fn email_mark(&self, email: &str) -> String {
        mac(&self.secrets().portal, &["email", &email_key(email)])
    }

    /// Takes an e-mail and a password. Returns what the browser keeps, and the
    /// code to be sent to that address; `None` when they do not fit.
    ///
    /// # Errors
    /// The inner error when there were too many attempts, or letters.
    #[allow(clippy::type_complexity, reason = "one answer of several parts")]
    pub async fn begin_portal_sign_in(
        &self,
        email: &str,
        password: &str,
        address: &str,
    ) -> Result<Result<Option<(PortalHalf, String)>, Throttled>, StoreError> {
        let tried = Tried::PortalPassword(email);
        let attempt = match self.begin_attempt(tried, address).await? {
            Ok(attempt) => attempt,
            Err(throttled) => return Ok(Err(throttled)),
        };
        let row = sqlx::query(
            "SELECT id, password_hash, language FROM portal_password
             JOIN portal_account ON portal_account.id = portal_password.account_id WHERE email_mark = $1",
        )
        .bind(self.email_mark(email))
        .fetch_optional(self.db().pool())
        .await?;
        let hash: Option<String> = row.as_ref().map(|row| row.try_get("password_hash")).transpose()?;
        // Somebody without an account costs the same work.
        let fits = verify_password(hash.clone(), password.to_owned()).await?;
        let Some((row, password_hash)) = row.zip(hash).filter(|_| fits) else { return Ok(Ok(None)) };
        if let Err(throttled) = self.begin_attempt(Tried::PortalLetter(email), address).await? {
            return Ok(Err(throttled));
        }
        let half = HalfRow {
            account: Some(row.try_get("id")?),
            invitation: None,
            email_mark: self.email_mark(email),
            password_hash,
            language: row.try_get("language")?,
        };
        let mut write = self.db().write().await?;
        self.forget_failures(&mut write.tx, tried, &attempt).await?;
        let begun = self.begin_half(&mut write.tx, &half).await?;
        write.quietly().commit().await?;
        Ok(Ok(Some(begun)))
    }

    pub(super) async fn begin_half(
        &self,
        tx: &mut Transaction<'static, Any>,
        half: &HalfRow,
    ) -> Result<(PortalHalf, String), StoreError> {
        let (token, now) = (PortalHalf(LinkToken::generate()), self.now());
        let code = format!("{:06}", rand::random::<u64>() % 1_000_000);
        sqlx::query("DELETE FROM portal_half WHERE created_at <= $1")
            .bind(now - PORTAL_CODE_LIMIT_MS)
            .execute(&mut **tx)
            .await?;
        sqlx::query(
            "INSERT INTO portal_half
               (token_hash, account_id, invitation_id, email_mark, password_hash, language, code_mark, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(token.0.hash())
        .bind(half.account.clone())
        .bind(half.invitation.clone())
        .bind(&half.email_mark)
        .bind(&half.password_hash)
        .bind(&half.language)
        .bind(self.mail_code_mark(&token, &code))
        .bind(now)
        .execute(&mut **tx)
        .await?;
        Ok((token, code))
    }

    fn mail_code_mark(&self, token: &PortalHalf, code: &str) -> String {
        mac(&self.secrets().portal, &["code", &token.0.hash(), code])
    }

    /// The second step: the code that came by e-mail. Where it began with an
    /// invitation, that is used up now, and the account made; whoever has one
    /// with this address gets one thing more to open, and the new password.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when nobody waits with this secret, or the
    /// invitation is used or withdrawn meanwhile; the inner error when there
    /// were too many attempts; `None` when the code does not fit.
    pub async fn finish_portal_sign_in(
        &self,
        token: &PortalHalf,
        code: &str,
        address: &str,
    ) -> Result<Result<Option<SessionToken>, Throttled>, StoreError> {
        let hash = token.0.hash();
        let tried = Tried::PortalCode(&hash);
        let attempt = match self.begin_attempt(tried, address).await? {
            Ok(attempt) => attempt,
            Err(throttled) => return Ok(Err(throttled)),
        };
        let code: String = code.chars().filter(char::is_ascii_digit).take(7).collect();
        let mut write = self.db().write().await?;
        let row = sqlx::query(
            "DELETE FROM portal_half WHERE token_hash = $1 AND created_at > $2
             RETURNING account_id, invitation_id, email_mark, password_hash, language, code_mark",
        )
        .bind(&hash)
        .bind(self.now() - PORTAL_CODE_LIMIT_MS)
        .fetch_optional(&mut *write.tx)
        .await?
        .ok_or(StoreError::NotFound)?;
        if row.try_get::<String, _>("code_mark")? != self.mail_code_mark(token, &code) {
            // Not committed: the right code may still come.
            return Ok(Ok(None));
        }
        let password_hash: String = row.try_get("password_hash")?;
        let account = match row.try_get::<Option<String>, _>("account_id")? {
            Some(account) => {
                // Locks the password; one that was changed meanwhile counts.
                let still = sqlx::query(
                    "UPDATE portal_password SET password_hash = password_hash
                     WHERE account_id = $1 AND password_hash = $2",
                )
                .bind(&account)
                .bind(&password_hash)
                .execute(&mut *write.tx)
                .await?;
                if still.rows_affected() == 0 {
                    return Err(StoreError::NotFound);
                }
                account
            }
            None => {
                let invitation: Option<String> = row.try_get("invitation_id")?;
                let invitation = invitation.ok_or(StoreError::Unreadable("portal_half"))?;
                let account = self.account_of(&mut write.tx, &row, &password_hash).await?;
                let used = self.use_invitation(&mut write.tx, &invitation, &account).await?;
                if used.ok_or(StoreError::NotFound)?.again {
                    // Who is let in anew to what they had begins anew: whatever a lost phone could do, it can no more.
                    self.forget_passkeys(&mut write.tx, &account).await?;
                }
                account
            }
        };
        self.forget_failures(&mut write.tx, tried, &attempt).await?;
        let session = self.begin_portal_session(&mut write.tx, &account).await?;
        write.quietly().commit().await?;
        Ok(Ok(Some(session)))
    }

    /// The account with the address that was just shown to be one's own.
    async fn account_of(
        &self,
        tx: &mut Transaction<'static, Any>,
        half: &sqlx::any::AnyRow,
        password_hash: &str,
    ) -> Result<String, StoreError> {
        let fresh = self.new_account(tx, &half.try_get::<String, _>("language")?).await?;
        let row = sqlx::query(
            "INSERT INTO portal_password (account_id, email_mark, password_hash) VALUES ($1, $2, $3)
             ON CONFLICT (email_mark) DO UPDATE SET password_hash = excluded.password_hash RETURNING account_id",
        )
        .bind(&fresh)
        .bind(half.try_get::<String, _>("email_mark")?)
        .bind(password_hash)
        .fetch_one(&mut **tx)
        .await?;
        let account: String = row.try_get("account_id")?;
        if account != fresh {
            sqlx::query("DELETE FROM portal_account WHERE id = $1").bind(&fresh).execute(&mut **tx).await?;
        }
        sqlx::query("DELETE FROM portal_session WHERE account_id = $1").bind(&account).execute(&mut **tx).await?;
        Ok(account)
    }
}
