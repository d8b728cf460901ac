//! The second factor: codes from an app that count time (TOTP, RFC 6238), and
//! recovery codes for who has lost the app. A code is used once.

use crate::Store;
use crate::attempt::{Throttled, Tried};
use crate::crypto::{Place, mac};
use crate::error::{StoreError, taken};
use crate::session::SessionToken;
use crate::sign_in::{HalfToken, has_factor};
use crate::user::UserId;
use sqlx::{Any, Row, Transaction};
use totp_rs::{Builder, Secret, Totp};

/// So many recovery codes are made at a time.
pub const RECOVERY_CODES: usize = 10;
/// Letters and digits that are not taken for each other.
const RECOVERY_LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
const ISSUER: &str = "Familiekart";

/// A second factor that is being set up.
#[derive(Clone)]
pub struct NewSecondFactor {
    /// The key, to be typed into an app.
    pub key: String,
    /// The same as an address, to be drawn as a QR code.
    pub url: String,
}

/// How an account's second factor stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    /// In use since, milliseconds since 1970.
    pub since: Option<i64>,
    /// Recovery codes that are not used.
    pub recovery_left: i64,
}

const fn secret_place(user: &UserId) -> Place<'_> {
    Place { table: "second_factor", column: "secret_sealed", row: user.0.as_str() }
}

fn totp(key: &str, email: &str) -> Result<Totp, StoreError> {
    let broken = || StoreError::Unreadable("second_factor");
    let secret = Secret::try_from_base32(key).map_err(|_| broken())?;
    // A colon would end the name in the address.
    let builder = Builder::new().with_secret(secret).with_account_name(email.replace(':', "_"));
    builder.with_issuer(Some(ISSUER)).build().map_err(|_| broken())
}

impl Store {
    /// How an account's second factor stands.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn second_factor(&self, user: &UserId) -> Result<SecondFactor, StoreError> {
        let row = sqlx::query(
            "SELECT (SELECT confirmed_at FROM second_factor WHERE user_id = $1) AS since,
                    (SELECT COUNT(*) FROM recovery_code WHERE user_id = $1 AND used_at IS NULL) AS codes_left",
        )
        .bind(&user.0)
        .fetch_one(self.db().pool())
        .await?;
        Ok(SecondFactor { since: row.try_get("since")?, recovery_left: row.try_get("codes_left")? })
    }

    /// Begins to set up a second factor; asked again, gives the same key.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] when there is one in use.
    pub async fn begin_second_factor(&self, user: &UserId) -> Result<NewSecondFactor, StoreError> {
        let email = self.find_user(user).await?.email;
        let mut write = self.db().write().await?;
        if has_factor(&mut write.tx, user).await? {
            return Err(StoreError::NotAllowed("second_factor"));
        }
        let fresh = Secret::from(rand::random::<[u8; 20]>()).to_base32();
        sqlx::query(
            "INSERT INTO second_factor (user_id, secret_sealed, created_at, last_step) VALUES ($1, $2, $3, 0)
             ON CONFLICT (user_id) DO NOTHING",
        )
        .bind(&user.0)
        .bind(self.secrets().staff.seal(secret_place(user), &fresh)?)
        .bind(self.now())
        .execute(&mut *write.tx)
        .await?;
        let key = self.factor_key(&mut write.tx, user).await?.ok_or(StoreError::NotFound)?;
        write.commit().await?;
        let url = totp(&key, &email)?.to_url().map_err(|_| StoreError::Unreadable("second_factor"))?;
        Ok(NewSecondFactor { key, url })
    }

    async fn factor_key(
        &self,
        tx: &mut Transaction<'static, Any>,
        user: &UserId,
    ) -> Result<Option<String>, StoreError> {
        let row = sqlx::query("SELECT secret_sealed FROM second_factor WHERE user_id = $1")
            .bind(&user.0)
            .fetch_optional(&mut **tx)
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(self.secrets().staff.unseal(secret_place(user), &row.try_get::<String, _>("secret_sealed")?)?))
    }

    /// Uses a code of the app: right, and of a later step than any before.
    async fn use_app_code(
        &self,
        tx: &mut Transaction<'static, Any>,
        user: &UserId,
        code: &str,
    ) -> Result<bool, StoreError> {
        let Some(key) = self.factor_key(tx, user).await? else { return Ok(false) };
        let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let seconds = u64::try_from(self.now() / 1000).unwrap_or_default();
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return Ok(false);
        }
        let Some(step) = totp(&key, "-")?.check(&digits, seconds) else { return Ok(false) };
        let used = sqlx::query("UPDATE second_factor SET last_step = $2 WHERE user_id = $1 AND last_step < $2")
            .bind(&user.0)
            .bind(i64::try_from(step).unwrap_or(i64::MAX))
            .execute(&mut **tx)
            .await?;
        Ok(used.rows_affected() == 1)
    }

    /// Uses a code of the app or a recovery code, whichever it is.
    pub(crate) async fn use_code(
        &self,
        tx: &mut Transaction<'static, Any>,
        user: &UserId,
        code: &str,
    ) -> Result<bool, StoreError> {
        if self.use_app_code(tx, user, code).await? {
            return Ok(true);
        }
        let used = sqlx::query(
            "UPDATE recovery_code SET used_at = $3 WHERE user_id = $1 AND code_mac = $2 AND used_at IS NULL",
        )
        .bind(&user.0)
        .bind(self.recovery_mac(user, code))
        .bind(self.now())
        .execute(&mut **tx)
        .await?;
        Ok(used.rows_affected() == 1)
    }

    fn recovery_mac(&self, user: &UserId, code: &str) -> String {
        let plain: String = code.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
        mac(&self.secrets().recovery, &["recovery", &user.0, &plain.to_ascii_lowercase()])
    }

    /// New recovery codes; the old ones are worth nothing from now on.
    async fn make_recovery_codes(
        &self,
        tx: &mut Transaction<'static, Any>,
        user: &UserId,
    ) -> Result<Vec<String>, StoreError> {
        sqlx::query("DELETE FROM recovery_code WHERE user_id = $1").bind(&user.0).execute(&mut **tx).await?;
        let mut codes = Vec::with_capacity(RECOVERY_CODES);
        for _ in 0..RECOVERY_CODES {
            let letter = |byte: u8| char::from(RECOVERY_LETTERS[usize::from(byte % 32)]);
            let text: String = rand::random::<[u8; 12]>().map(letter).iter().collect();
            let code = format!("{}-{}-{}", &text[..4], &text[4..8], &text[8..]);
            sqlx::query("INSERT INTO recovery_code (user_id, code_mac) VALUES ($1, $2)")
                .bind(&user.0)
                .bind(self.recovery_mac(user, &code))
                .execute(&mut **tx)
                .await
                .map_err(taken("recovery code"))?;
            codes.push(code);
        }
        Ok(codes)
    }

    async fn switch_on(
        &self,
        tx: &mut Transaction<'static, Any>,
        user: &UserId,
        code: &str,
    ) -> Result<Option<Vec<String>>, StoreError> {
        if has_factor(tx, user).await? {
            return Err(StoreError::NotAllowed("second_factor"));
        }
        if !self.use_app_code(tx, user, code).await? {
            return Ok(None);
        }
        sqlx::query("UPDATE second_factor SET confirmed_at = $2 WHERE user_id = $1")
            .bind(&user.0)
            .bind(self.now())
            .execute(&mut **tx)
            .await?;
        Ok(Some(self.make_recovery_codes(tx, user).await?))
    }

    /// Switches the second factor on when the code fits; returns the recovery
    /// codes, which nobody can read again.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] when one is in use; the inner error when there
    /// were too many attempts; `None` when the code does not fit.
    pub async fn confirm_second_factor(
        &self,
        user: &UserId,
        code: &str,
        address: &str,
    ) -> Result<Result<Option<Vec<String>>, Throttled>, StoreError> {
        let tried = Tried::Code(user);
        let attempt = match self.begin_attempt(tried, address).await? {
            Ok(attempt) => attempt,
            Err(throttled) => return Ok(Err(throttled)),
        };
        let mut write = self.db().write().await?;
        let Some(codes) = self.switch_on(&mut write.tx, user, code).await? else { return Ok(Ok(None)) };
        self.forget_failures(&mut write.tx, tried, &attempt).await?;
        write.commit().await?;
        Ok(Ok(Some(codes)))
    }

    /// The same for somebody half signed in, who has a session afterwards.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when nobody is half signed in with this token;
    /// else as [`Store::confirm_second_factor`].
    #[allow(clippy::type_complexity, reason = "one answer of several parts")]
    pub async fn confirm_and_sign_in(
        &self,
        token: &HalfToken,
        code: &str,
        address: &str,
    ) -> Result<Result<Option<(SessionToken, Vec<String>)>, Throttled>, StoreError> {
        let half = self.half_signed_in(token).await?.ok_or(StoreError::NotFound)?;
        let tried = Tried::Code(&half.user);
        let attempt = match self.begin_attempt(tried, address).await? {
            Ok(attempt) => attempt,
            Err(throttled) => return Ok(Err(throttled)),
        };
        let mut write = self.db().write().await?;
        let user = self.take_half(&mut write.tx, token).await?;
        let Some(codes) = self.switch_on(&mut write.tx, &user, code).await? else { return Ok(Ok(None)) };
        self.forget_failures(&mut write.tx, tried, &attempt).await?;
        let session = self.begin_session(&mut write.tx, &user).await?;
        write.commit().await?;
        Ok(Ok(Some((session, codes))))
    }

    /// Makes new recovery codes for who gives a code that fits.
    ///
    /// # Errors
    /// As [`Store::confirm_second_factor`].
    pub async fn renew_recovery_codes(
        &self,
        user: &UserId,
        code: &str,
        address: &str,
    ) -> Result<Result<Option<Vec<String>>, Throttled>, StoreError> {
        let tried = Tried::Code(user);
        let attempt = match self.begin_attempt(tried, address).await? {
            Ok(attempt) => attempt,
            Err(throttled) => return Ok(Err(throttled)),
        };
        let mut write = self.db().write().await?;
        if !self.use_code(&mut write.tx, user, code).await? || !has_factor(&mut write.tx, user).await? {
            return Ok(Ok(None));
        }
        let codes = self.make_recovery_codes(&mut write.tx, user).await?;
        self.forget_failures(&mut write.tx, tried, &attempt).await?;
        write.commit().await?;
        Ok(Ok(Some(codes)))
    }

    /// Switches the second factor off for who gives a code that fits; returns
    /// whether it did.
    ///
    /// # Errors
    /// As [`Store::confirm_second_factor`].
    pub async fn switch_off_second_factor(
        &self,
        user: &UserId,
        code: &str,
        address: &str,
    ) -> Result<Result<bool, Throttled>, StoreError> {
        let tried = Tried::Code(user);
        let attempt = match self.begin_attempt(tried, address).await? {
            Ok(attempt) => attempt,
            Err(throttled) => return Ok(Err(throttled)),
        };
        let mut write = self.db().write().await?;
        if !self.use_code(&mut write.tx, user, code).await? {
            return Ok(Ok(false));
        }
        remove_factor(&mut write.tx, user).await?;
        self.forget_failures(&mut write.tx, tried, &attempt).await?;
        write.commit().await?;
        Ok(Ok(true))
    }

    /// Takes an account's second factor away and ends its sessions. For the
    /// command line; people do it through [`crate::Administration`].
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn reset_second_factor(&self, user: &UserId) -> Result<(), StoreError> {
        let mut write = self.db().write().await?;
        remove_factor(&mut write.tx, user).await?;
        crate::user::end_sessions(&mut write.tx, user).await?;
        write.commit().await
    }
}

/// Forgets the key and the recovery codes.
pub(crate) async fn remove_factor(tx: &mut Transaction<'static, Any>, user: &UserId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM recovery_code WHERE user_id = $1").bind(&user.0).execute(&mut **tx).await?;
    sqlx::query("DELETE FROM second_factor WHERE user_id = $1").bind(&user.0).execute(&mut **tx).await?;
    Ok(())
}
