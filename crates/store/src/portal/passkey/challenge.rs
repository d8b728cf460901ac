//! What a browser is asked, until it answers.

use super::{PASSKEY_LIMIT_MS, unreadable};
use crate::Store;
use crate::crypto::Place;
use crate::error::StoreError;
use crate::one_time_link::LinkToken;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::Row;

/// The secret of a browser that was asked for a passkey. Never stored, never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct PasskeyHalf(LinkToken);

impl PasskeyHalf {
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

/// What a browser is asked for. An answer to one is none to another.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// To sign in.
    Enter,
    /// To make an account of an invitation.
    Make,
    /// To add a passkey to an account.
    Add,
}

impl Kind {
    const fn code(self) -> &'static str {
        match self {
            Self::Enter => "enter",
            Self::Make => "make",
            Self::Add => "add",
        }
    }
}

/// For whom a browser was asked.
#[derive(Default)]
pub(super) struct Asked {
    pub(super) account: Option<String>,
    pub(super) invitation: Option<String>,
}

const fn state_place(hash: &str) -> Place<'_> {
    Place { table: "portal_challenge", column: "state_sealed", row: hash }
}

impl Store {
    /// Keeps what a browser is asked; returns the secret that it keeps meanwhile.
    pub(super) async fn keep_challenge(
        &self,
        kind: Kind,
        asked: &Asked,
        state: &impl Serialize,
    ) -> Result<PasskeyHalf, StoreError> {
        let (token, now) = (PasskeyHalf(LinkToken::generate()), self.now());
        let hash = token.0.hash();
        let sealed = self.secrets().passkey.seal(state_place(&hash), &unreadable(serde_json::to_string(state))?)?;
        let mut write = self.db().write().await?;
        sqlx::query("DELETE FROM portal_challenge WHERE created_at <= $1")
            .bind(now - PASSKEY_LIMIT_MS)
            .execute(&mut *write.tx)
            .await?;
        sqlx::query(
            "INSERT INTO portal_challenge (token_hash, kind, account_id, invitation_id, state_sealed, created_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&hash)
        .bind(kind.code())
        .bind(asked.account.clone())
        .bind(asked.invitation.clone())
        .bind(sealed)
        .bind(now)
        .execute(&mut *write.tx)
        .await?;
        write.quietly().commit().await?;
        Ok(token)
    }

    /// What a browser was asked, for the only time: whatever it answers, it is
    /// asked anew afterwards.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when nobody was asked this under this secret, or
    /// too long ago, or has answered.
    pub(super) async fn take_challenge<T: DeserializeOwned>(
        &self,
        kind: Kind,
        token: &PasskeyHalf,
    ) -> Result<(Asked, T), StoreError> {
        let hash = token.0.hash();
        let mut write = self.db().write().await?;
        let row = sqlx::query(
            "DELETE FROM portal_challenge WHERE token_hash = $1 AND kind = $2 AND created_at > $3
             RETURNING account_id, invitation_id, state_sealed",
        )
        .bind(&hash)
        .bind(kind.code())
        .bind(self.now() - PASSKEY_LIMIT_MS)
        .fetch_optional(&mut *write.tx)
        .await?
        .ok_or(StoreError::NotFound)?;
        write.quietly().commit().await?;
        let sealed: String = row.try_get("state_sealed")?;
        let state = unreadable(serde_json::from_str(&self.secrets().passkey.unseal(state_place(&hash), &sealed)?))?;
        Ok((Asked { account: row.try_get("account_id")?, invitation: row.try_get("invitation_id")? }, state))
    }
}
