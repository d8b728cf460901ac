//! The ways in that somebody has: shown, and taken away; the last one stays.

use super::{PASSKEY_FRESH_MS, name_place};
use crate::Store;
use crate::error::StoreError;
use crate::portal::PortalVisit;
use sqlx::{Any, Row, Transaction};

/// A passkey, as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnPasskey {
    /// Id.
    pub id: String,
    /// What its owner calls it; may be empty.
    pub name: String,
    /// When it was made, milliseconds since 1970.
    pub made_at: i64,
    /// When it was last used to sign in, milliseconds since 1970.
    pub used_at: Option<i64>,
}

/// The ways in that somebody has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaysIn {
    /// There is a password with a code by e-mail.
    pub has_password: bool,
    /// Passkeys, in the order in which they were made.
    pub passkeys: Vec<OwnPasskey>,
    /// They have shown who they are just now, so that they may add one.
    pub may_add: bool,
}

impl WaysIn {
    /// Whether a passkey can be taken away: there is another way in.
    #[must_use]
    pub fn may_remove(&self) -> bool {
        self.has_password || self.passkeys.len() > 1
    }
}

impl Store {
    /// The ways in of whoever is signed in.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ways_in(&self, visit: &PortalVisit) -> Result<WaysIn, StoreError> {
        let password = sqlx::query("SELECT account_id FROM portal_password WHERE account_id = $1")
            .bind(&visit.account)
            .fetch_optional(self.db().pool())
            .await?;
        let rows = sqlx::query(
            "SELECT id, name_sealed, made_at, used_at FROM portal_passkey WHERE account_id = $1 ORDER BY made_at, id",
        )
        .bind(&visit.account)
        .fetch_all(self.db().pool())
        .await?;
        let passkey = |row: &sqlx::any::AnyRow| -> Result<OwnPasskey, StoreError> {
            let id: String = row.try_get("id")?;
            let name = self.secrets().passkey.unseal(name_place(&id), &row.try_get::<String, _>("name_sealed")?)?;
            Ok(OwnPasskey { id, name, made_at: row.try_get("made_at")?, used_at: row.try_get("used_at")? })
        };
        Ok(WaysIn {
            has_password: password.is_some(),
            passkeys: rows.iter().map(passkey).collect::<Result<_, _>>()?,
            may_add: self.now() - visit.since < PASSKEY_FRESH_MS,
        })
    }

    /// Takes a passkey away. Other sessions of the account end: they may have
    /// come by it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when they have no such passkey;
    /// [`StoreError::NotAllowed`] with `last_way_in` when there is no other way in.
    pub async fn remove_passkey(&self, visit: &PortalVisit, id: &str) -> Result<(), StoreError> {
        let mut write = self.db().write().await?;
        self.lock_account(&mut write.tx, visit).await?;
        let gone = sqlx::query("DELETE FROM portal_passkey WHERE id = $1 AND account_id = $2")
            .bind(id.replace('\0', "\u{fffd}"))
            .bind(&visit.account)
            .execute(&mut *write.tx)
            .await?;
        if gone.rows_affected() == 0 {
            return Err(StoreError::NotFound);
        }
        let password = sqlx::query("SELECT account_id FROM portal_password WHERE account_id = $1")
            .bind(&visit.account)
            .fetch_optional(&mut *write.tx)
            .await?;
        if password.is_none() && self.count_passkeys(&mut write.tx, visit).await? == 0 {
            return Err(StoreError::NotAllowed("last_way_in"));
        }
        self.end_other_sessions(&mut write.tx, visit).await?;
        write.quietly().commit().await
    }

    /// Two who change the ways in of one account come one after the other.
    pub(super) async fn lock_account(
        &self,
        tx: &mut Transaction<'static, Any>,
        visit: &PortalVisit,
    ) -> Result<(), StoreError> {
        sqlx::query("UPDATE portal_account SET language = language WHERE id = $1")
            .bind(&visit.account)
            .execute(&mut **tx)
            .await?;
        Ok(())
    }

    pub(super) async fn count_passkeys(
        &self,
        tx: &mut Transaction<'static, Any>,
        visit: &PortalVisit,
    ) -> Result<usize, StoreError> {
        let row = sqlx::query("SELECT COUNT(*) AS many FROM portal_passkey WHERE account_id = $1")
            .bind(&visit.account)
            .fetch_one(&mut **tx)
            .await?;
        Ok(usize::try_from(row.try_get::<i64, _>("many")?).unwrap_or_default())
    }
}
