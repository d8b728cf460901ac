//! One way in: a passkey (WebAuthn). The phone, a key or a program keeps a secret
//! and shows that it has it, after its owner has unlocked it with a finger, a
//! face or a code; nothing is typed, and nothing that is kept here opens anything.
//!
//! What a browser is asked is kept here until it answers ([`challenge`]): once,
//! for minutes, under a secret that only the browser which was asked has. Every
//! answer must come from our origin, show that the owner was verified, and count
//! further than the one before where the passkey counts.

mod challenge;
mod enter;
mod make;
mod own;

pub use challenge::PasskeyHalf;
pub use own::{OwnPasskey, WaysIn};

use crate::Store;
use crate::crypto::{Place, mac};
use crate::error::StoreError;
use sqlx::{Any, Transaction};
use webauthn_rs::prelude::{Passkey, Url, Webauthn, WebauthnBuilder};

/// A browser has so long to answer: somebody may have to find their glasses.
pub const PASSKEY_LIMIT_MS: i64 = 5 * 60 * 1000;
/// A passkey is added only so long after its owner showed who they are: whoever
/// finds an open phone makes themselves no way in.
pub const PASSKEY_FRESH_MS: i64 = 10 * 60 * 1000;
/// So many passkeys has an account at most.
pub const PASSKEYS_AT_MOST: usize = 10;
/// A passkey's name has so many letters at most.
pub const PASSKEY_NAME_LIMIT: usize = 60;
/// No answer of a browser is longer, in bytes.
const ANSWER_LIMIT: usize = 16 * 1024;

/// Whom passkeys are made for: this installation, by the address that people type.
pub struct RelyingParty {
    webauthn: Webauthn,
    host: String,
    name: String,
}

impl RelyingParty {
    /// For an origin such as `https://familiekart.kommune.no` and the neutral
    /// name that a phone shows. `None` where there can be no passkeys: an origin
    /// without a name of a host.
    #[must_use]
    pub fn new(origin: &str, name: &str) -> Option<Self> {
        let url = Url::parse(origin).ok()?;
        let host = url.domain()?.to_owned();
        let webauthn = WebauthnBuilder::new(&host, &url).ok()?.rp_name(name).build().ok()?;
        Some(Self { webauthn, host, name: name.to_owned() })
    }

    /// The host for which passkeys are good.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }
}

const fn passkey_place(id: &str) -> Place<'_> {
    Place { table: "portal_passkey", column: "passkey_sealed", row: id }
}

const fn name_place(id: &str) -> Place<'_> {
    Place { table: "portal_passkey", column: "name_sealed", row: id }
}

/// What should never be: our own values that cannot be written or read.
fn unreadable<T>(outcome: Result<T, serde_json::Error>) -> Result<T, StoreError> {
    outcome.map_err(|_| StoreError::Unreadable("portal_passkey"))
}

/// An answer of a browser, if it is one at all.
fn answer_from<T: serde::de::DeserializeOwned>(text: &str) -> Option<T> {
    if text.len() > ANSWER_LIMIT {
        return None;
    }
    serde_json::from_str(text).ok()
}

impl Store {
    /// By what a passkey is found.
    fn passkey_mark(&self, credential: &[u8]) -> String {
        mac(&self.secrets().portal, &["passkey", &crate::crypto::hex(credential)])
    }

    /// Keeps a passkey that was just shown to be one's own; `false` when it is
    /// kept already, whosever it is.
    async fn keep_passkey(
        &self,
        tx: &mut Transaction<'static, Any>,
        account: &str,
        (passkey, handle): (&Passkey, &str),
        name: &str,
    ) -> Result<bool, StoreError> {
        let id = self.new_id();
        let text = unreadable(serde_json::to_string(passkey))?;
        let name: String = name.trim().chars().filter(|c| !c.is_control()).take(PASSKEY_NAME_LIMIT).collect();
        let kept = sqlx::query(
            "INSERT INTO portal_passkey (id, account_id, credential_mark, handle, passkey_sealed, name_sealed, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (credential_mark) DO NOTHING",
        )
        .bind(&id)
        .bind(account)
        .bind(self.passkey_mark(passkey.cred_id().as_ref()))
        .bind(handle)
        .bind(self.secrets().passkey.seal(passkey_place(&id), &text)?)
        .bind(self.secrets().passkey.seal(name_place(&id), &name)?)
        .bind(self.now())
        .execute(&mut **tx)
        .await?;
        Ok(kept.rows_affected() == 1)
    }

    /// Takes every passkey of an account away.
    pub(super) async fn forget_passkeys(
        &self,
        tx: &mut Transaction<'static, Any>,
        account: &str,
    ) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM portal_passkey WHERE account_id = $1").bind(account).execute(&mut **tx).await?;
        Ok(())
    }
}
