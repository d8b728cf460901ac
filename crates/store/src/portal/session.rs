//! Accounts of the portal and their short sessions. An account is what every way
//! in ends with: a way in is one module that shows who somebody is, names the
//! account, and begins a session with [`Store::begin_portal_session`]. Neither
//! accounts nor sessions know by which way somebody came.

use crate::Store;
use crate::case::CaseId;
use crate::error::StoreError;
use crate::session::SessionToken;
use sqlx::{Any, Row, Transaction};

/// A portal session ends after this time without a sign of life: the phone may be anybody's.
pub const PORTAL_IDLE_LIMIT_MS: i64 = 15 * 60 * 1000;
/// A portal session ends after this time whatever happens.
pub const PORTAL_LIMIT_MS: i64 = 2 * 60 * 60 * 1000;
/// A sign of life is written down at most this often.
const TOUCH_EVERY_MS: i64 = 30 * 1000;

/// The languages of the portal.
const LANGUAGES: [&str; 5] = ["nb", "en", "pl", "uk", "ar"];

pub(super) fn is_language(code: &str) -> bool {
    LANGUAGES.contains(&code)
}

/// One case that an account opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalAccess {
    /// Id of the access; stands in addresses and tells nothing.
    pub id: String,
    /// The case.
    pub case: CaseId,
    /// As whom.
    pub person: String,
}

/// A session in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalVisit {
    /// Id of the account.
    pub account: String,
    /// Since when, milliseconds since 1970: when somebody last showed who they are.
    pub since: i64,
    /// Code of the language.
    pub language: String,
    /// What it opens, in the order in which it was given.
    pub opens: Vec<PortalAccess>,
    /// Under what the session is kept.
    pub(super) session: String,
}

impl Store {
    /// A new account, with no way in and nothing that it opens.
    pub(super) async fn new_account(
        &self,
        tx: &mut Transaction<'static, Any>,
        language: &str,
    ) -> Result<String, StoreError> {
        let id = self.new_id();
        sqlx::query("INSERT INTO portal_account (id, language, created_at) VALUES ($1, $2, $3)")
            .bind(&id)
            .bind(if is_language(language) { language } else { LANGUAGES[0] })
            .bind(self.now())
            .execute(&mut **tx)
            .await?;
        Ok(id)
    }

    /// A new session of an account: where every way in ends.
    pub(super) async fn begin_portal_session(
        &self,
        tx: &mut Transaction<'static, Any>,
        account: &str,
    ) -> Result<SessionToken, StoreError> {
        let (token, now) = (SessionToken::generate(), self.now());
        sqlx::query("DELETE FROM portal_session WHERE last_seen_at <= $1 OR created_at <= $2")
            .bind(now - PORTAL_IDLE_LIMIT_MS)
            .bind(now - PORTAL_LIMIT_MS)
            .execute(&mut **tx)
            .await?;
        sqlx::query(
            "INSERT INTO portal_session (token_hash, account_id, created_at, last_seen_at) VALUES ($1, $2, $3, $3)",
        )
        .bind(token.hash())
        .bind(account)
        .bind(now)
        .execute(&mut **tx)
        .await?;
        Ok(token)
    }

    /// The portal session behind a token, if it is in force; a sign of life.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn portal_session(&self, token: &SessionToken) -> Result<Option<PortalVisit>, StoreError> {
        let now = self.now();
        let row = sqlx::query(
            "SELECT portal_session.account_id, portal_session.created_at, portal_session.last_seen_at,
                    portal_account.language
             FROM portal_session JOIN portal_account ON portal_account.id = portal_session.account_id
             WHERE portal_session.token_hash = $1 AND portal_session.last_seen_at > $2
             AND portal_session.created_at > $3",
        )
        .bind(token.hash())
        .bind(now - PORTAL_IDLE_LIMIT_MS)
        .bind(now - PORTAL_LIMIT_MS)
        .fetch_optional(self.db().pool())
        .await?;
        let Some(row) = row else { return Ok(None) };
        if now - row.try_get::<i64, _>("last_seen_at")? >= TOUCH_EVERY_MS {
            let mut write = self.db().write().await?;
            sqlx::query("UPDATE portal_session SET last_seen_at = $2 WHERE token_hash = $1")
                .bind(token.hash())
                .bind(now)
                .execute(&mut *write.tx)
                .await?;
            write.quietly().commit().await?;
        }
        let account: String = row.try_get("account_id")?;
        let rows = sqlx::query(
            "SELECT id, case_id, person_id FROM portal_access WHERE account_id = $1 AND ended_at IS NULL
             ORDER BY given_at, id",
        )
        .bind(&account)
        .fetch_all(self.db().pool())
        .await?;
        let opens = rows
            .iter()
            .map(|row| {
                let case = CaseId(row.try_get("case_id")?);
                Ok(PortalAccess { id: row.try_get("id")?, case, person: row.try_get("person_id")? })
            })
            .collect::<Result<_, StoreError>>()?;
        let (since, language) = (row.try_get("created_at")?, row.try_get("language")?);
        Ok(Some(PortalVisit { account, since, language, opens, session: token.hash() }))
    }

    /// The language in which an account is met from now on; one that is not
    /// offered changes nothing.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn set_portal_language(&self, visit: &PortalVisit, language: &str) -> Result<(), StoreError> {
        if !is_language(language) {
            return Ok(());
        }
        let mut write = self.db().write().await?;
        sqlx::query("UPDATE portal_account SET language = $2 WHERE id = $1")
            .bind(&visit.account)
            .bind(language)
            .execute(&mut *write.tx)
            .await?;
        write.quietly().commit().await
    }

    /// Ends a portal session.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn portal_sign_out(&self, token: &SessionToken) -> Result<(), StoreError> {
        let mut write = self.db().write().await?;
        sqlx::query("DELETE FROM portal_session WHERE token_hash = $1")
            .bind(token.hash())
            .execute(&mut *write.tx)
            .await?;
        write.quietly().commit().await
    }

    /// Ends every session of an account but the one of this visit.
    pub(super) async fn end_other_sessions(
        &self,
        tx: &mut Transaction<'static, Any>,
        visit: &PortalVisit,
    ) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM portal_session WHERE account_id = $1 AND token_hash <> $2")
            .bind(&visit.account)
            .bind(&visit.session)
            .execute(&mut **tx)
            .await?;
        Ok(())
    }
}
