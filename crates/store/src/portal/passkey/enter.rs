//! Signing in with a passkey: the phone says whose it is, so nothing is typed.

use super::challenge::{Asked, Kind, PasskeyHalf};
use super::{RelyingParty, answer_from, passkey_place, unreadable};
use crate::Store;
use crate::attempt::{Throttled, Tried};
use crate::error::StoreError;
use crate::portal::PortalInvitation;
use crate::session::SessionToken;
use sqlx::Row;
use webauthn_rs::prelude::{DiscoverableAuthentication, DiscoverableKey, Passkey, PublicKeyCredential};

impl Store {
    /// Asks a browser for a passkey. Returns what it keeps, and what it is asked
    /// as JSON (`PublicKeyCredentialRequestOptions` under `publicKey`). With an
    /// invitation, that is taken up by the account whose passkey is shown.
    ///
    /// # Errors
    /// The inner error when too many were asked from this address.
    pub async fn begin_passkey_sign_in(
        &self,
        party: &RelyingParty,
        invitation: Option<&PortalInvitation>,
        address: &str,
    ) -> Result<Result<(PasskeyHalf, String), Throttled>, StoreError> {
        if let Err(throttled) = self.begin_attempt(Tried::PortalChallenge, address).await? {
            return Ok(Err(throttled));
        }
        let begun = party.webauthn.start_discoverable_authentication();
        let (mut options, state) = begun.map_err(|_| StoreError::Unreadable("portal_challenge"))?;
        // Somebody has pressed a button: nothing is offered in passing.
        options.mediation = None;
        let asked = Asked { account: None, invitation: invitation.map(|it| it.id.clone()) };
        let half = self.keep_challenge(Kind::Enter, &asked, &state).await?;
        Ok(Ok((half, unreadable(serde_json::to_string(&options))?)))
    }

    /// The browser's answer, as JSON. The session begins; `None` when the answer
    /// is not from a passkey that is known here, or not a good one.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when this browser was not asked, or its
    /// invitation is used or withdrawn meanwhile; the inner error when there
    /// were too many attempts.
    pub async fn finish_passkey_sign_in(
        &self,
        party: &RelyingParty,
        half: &PasskeyHalf,
        answer: &str,
        address: &str,
    ) -> Result<Result<Option<SessionToken>, Throttled>, StoreError> {
        let answer: Option<PublicKeyCredential> = answer_from(answer);
        let shown = answer.as_ref().and_then(|it| party.webauthn.identify_discoverable_authentication(it).ok());
        let shown = shown.map(|(handle, credential)| (handle.to_string(), self.passkey_mark(credential)));
        let tried = shown.as_ref().map_or(Tried::Link, |(_, mark)| Tried::PortalPasskey(mark));
        let attempt = match self.begin_attempt(tried, address).await? {
            Ok(attempt) => attempt,
            Err(throttled) => return Ok(Err(throttled)),
        };
        let (asked, state): (Asked, DiscoverableAuthentication) = self.take_challenge(Kind::Enter, half).await?;
        let Some((answer, (handle, mark))) = answer.zip(shown.as_ref()) else { return Ok(Ok(None)) };
        let mut write = self.db().write().await?;
        // Locks the passkey: of two who show the same, the second is compared with what the first left.
        let row = sqlx::query(
            "UPDATE portal_passkey SET used_at = used_at WHERE credential_mark = $1 AND handle = $2
             RETURNING id, account_id, passkey_sealed",
        )
        .bind(mark)
        .bind(handle)
        .fetch_optional(&mut *write.tx)
        .await?;
        let Some(row) = row else { return Ok(Ok(None)) };
        let (id, account): (String, String) = (row.try_get("id")?, row.try_get("account_id")?);
        let sealed: String = row.try_get("passkey_sealed")?;
        let text = self.secrets().passkey.unseal(passkey_place(&id), &sealed)?;
        let mut passkey: Passkey = unreadable(serde_json::from_str(&text))?;
        let known = DiscoverableKey::from(&passkey);
        let Ok(result) = party.webauthn.finish_discoverable_authentication_v2(&answer, state, known) else {
            return Ok(Ok(None));
        };
        if !result.user_verified() || passkey.update_credential(&result).is_none() {
            return Ok(Ok(None));
        }
        let text = unreadable(serde_json::to_string(&passkey))?;
        sqlx::query("UPDATE portal_passkey SET passkey_sealed = $2, used_at = $3 WHERE id = $1")
            .bind(&id)
            .bind(self.secrets().passkey.seal(passkey_place(&id), &text)?)
            .bind(self.now())
            .execute(&mut *write.tx)
            .await?;
        if let Some(invitation) = asked.invitation {
            self.use_invitation(&mut write.tx, &invitation, &account).await?.ok_or(StoreError::NotFound)?;
        }
        self.forget_failures(&mut write.tx, tried, &attempt).await?;
        let session = self.begin_portal_session(&mut write.tx, &account).await?;
        write.quietly().commit().await?;
        Ok(Ok(Some(session)))
    }
}
