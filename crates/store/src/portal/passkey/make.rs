//! Making a passkey: with an invitation it comes with an account of its own, and
//! whoever is signed in adds one to theirs.

use super::challenge::{Asked, Kind, PasskeyHalf};
use super::{PASSKEY_FRESH_MS, PASSKEYS_AT_MOST, RelyingParty, answer_from, passkey_place, unreadable};
use crate::Store;
use crate::attempt::{Throttled, Tried};
use crate::error::StoreError;
use crate::portal::{PortalInvitation, PortalVisit};
use crate::session::SessionToken;
use serde::{Deserialize, Serialize};
use sqlx::Row;
use webauthn_rs::prelude::{CredentialID, Passkey, PasskeyRegistration, RegisterPublicKeyCredential, Uuid};

/// What is kept while a passkey is being made.
#[derive(Serialize, Deserialize)]
struct Begun {
    /// What the phone keeps beside the passkey: random.
    handle: String,
    language: String,
    state: PasskeyRegistration,
}

/// What a browser is asked to make, as JSON, and what is kept of it.
fn begin(
    party: &RelyingParty,
    handle: Uuid,
    language: &str,
    known: Vec<CredentialID>,
) -> Result<(String, Begun), StoreError> {
    let begun = party.webauthn.start_passkey_registration(handle, &party.name, &party.name, Some(known));
    let (options, state) = begun.map_err(|_| StoreError::Unreadable("portal_challenge"))?;
    let mut options = unreadable(serde_json::to_value(&options))?;
    // The phone must know whose passkey it is by itself: at the next sign-in nobody tells it.
    if let Some(selection) = options.pointer_mut("/publicKey/authenticatorSelection").and_then(|it| it.as_object_mut())
    {
        selection.insert("residentKey".into(), "required".into());
        selection.insert("requireResidentKey".into(), true.into());
    }
    Ok((options.to_string(), Begun { handle: handle.to_string(), language: language.to_owned(), state }))
}

fn finish(party: &RelyingParty, begun: &Begun, answer: &str) -> Option<Passkey> {
    let answer: RegisterPublicKeyCredential = answer_from(answer)?;
    party.webauthn.finish_passkey_registration(&answer, &begun.state).ok()
}

impl Store {
    /// Somebody who has an invitation chooses a passkey. Returns what the
    /// browser keeps, and what it is asked to make as JSON
    /// (`PublicKeyCredentialCreationOptions` under `publicKey`).
    ///
    /// # Errors
    /// The inner error when too many were asked from this address.
    pub async fn begin_passkey_account(
        &self,
        party: &RelyingParty,
        invitation: &PortalInvitation,
        language: &str,
        address: &str,
    ) -> Result<Result<(PasskeyHalf, String), Throttled>, StoreError> {
        if let Err(throttled) = self.begin_attempt(Tried::PortalChallenge, address).await? {
            return Ok(Err(throttled));
        }
        let (options, begun) = begin(party, random(), language, Vec::new())?;
        let asked = Asked { account: None, invitation: Some(invitation.id.clone()) };
        Ok(Ok((self.keep_challenge(Kind::Make, &asked, &begun).await?, options)))
    }

    /// The browser's answer, as JSON, and what the passkey is called. The
    /// invitation is used up now, the account made, and the session begins;
    /// `None` when the answer is not a good one.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when this browser was not asked, or the
    /// invitation is used or withdrawn meanwhile; the inner error when there
    /// were too many attempts.
    pub async fn finish_passkey_account(
        &self,
        party: &RelyingParty,
        half: &PasskeyHalf,
        (answer, name): (&str, &str),
        address: &str,
    ) -> Result<Result<Option<SessionToken>, Throttled>, StoreError> {
        let attempt = match self.begin_attempt(Tried::Link, address).await? {
            Ok(attempt) => attempt,
            Err(throttled) => return Ok(Err(throttled)),
        };
        let (asked, begun): (Asked, Begun) = self.take_challenge(Kind::Make, half).await?;
        let invitation = asked.invitation.ok_or(StoreError::Unreadable("portal_challenge"))?;
        let Some(passkey) = finish(party, &begun, answer) else { return Ok(Ok(None)) };
        let mut write = self.db().write().await?;
        let account = self.new_account(&mut write.tx, &begun.language).await?;
        self.use_invitation(&mut write.tx, &invitation, &account).await?.ok_or(StoreError::NotFound)?;
        if !self.keep_passkey(&mut write.tx, &account, (&passkey, &begun.handle), name).await? {
            return Ok(Ok(None));
        }
        self.forget_failures(&mut write.tx, Tried::Link, &attempt).await?;
        let session = self.begin_portal_session(&mut write.tx, &account).await?;
        write.quietly().commit().await?;
        Ok(Ok(Some(session)))
    }

    /// Somebody who is signed in wants one passkey more; as
    /// [`Self::begin_passkey_account`].
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] with `passkey_stale` when they signed in too
    /// long ago, with `passkeys` when they have enough; the inner error when too
    /// many were asked from this address.
    pub async fn begin_passkey(
        &self,
        party: &RelyingParty,
        visit: &PortalVisit,
        address: &str,
    ) -> Result<Result<(PasskeyHalf, String), Throttled>, StoreError> {
        self.must_be_fresh(visit)?;
        if let Err(throttled) = self.begin_attempt(Tried::PortalChallenge, address).await? {
            return Ok(Err(throttled));
        }
        let rows = sqlx::query("SELECT id, handle, passkey_sealed FROM portal_passkey WHERE account_id = $1")
            .bind(&visit.account)
            .fetch_all(self.db().pool())
            .await?;
        if rows.len() >= PASSKEYS_AT_MOST {
            return Err(StoreError::NotAllowed("passkeys"));
        }
        let mut known = Vec::with_capacity(rows.len());
        // An account has one handle, so that a phone never keeps two for one person.
        let mut handle = random();
        for row in rows {
            let (id, sealed): (String, String) = (row.try_get("id")?, row.try_get("passkey_sealed")?);
            let text = self.secrets().passkey.unseal(passkey_place(&id), &sealed)?;
            known.push(unreadable(serde_json::from_str::<Passkey>(&text))?.cred_id().clone());
            handle = row.try_get::<String, _>("handle")?.parse().map_err(|_| StoreError::Unreadable("handle"))?;
        }
        let (options, begun) = begin(party, handle, &visit.language, known)?;
        let asked = Asked { account: Some(visit.account.clone()), invitation: None };
        Ok(Ok((self.keep_challenge(Kind::Add, &asked, &begun).await?, options)))
    }

    /// The browser's answer, as JSON, and what the passkey is called. `false`
    /// when the answer is not a good one, or the passkey is known already.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when this browser was not asked for this
    /// account; [`StoreError::NotAllowed`] as in [`Self::begin_passkey`].
    pub async fn finish_passkey(
        &self,
        party: &RelyingParty,
        visit: &PortalVisit,
        half: &PasskeyHalf,
        (answer, name): (&str, &str),
    ) -> Result<bool, StoreError> {
        let (asked, begun): (Asked, Begun) = self.take_challenge(Kind::Add, half).await?;
        if asked.account.as_ref() != Some(&visit.account) {
            return Err(StoreError::NotFound);
        }
        self.must_be_fresh(visit)?;
        let Some(passkey) = finish(party, &begun, answer) else { return Ok(false) };
        let mut write = self.db().write().await?;
        self.lock_account(&mut write.tx, visit).await?;
        let kept = self.keep_passkey(&mut write.tx, &visit.account, (&passkey, &begun.handle), name).await?;
        if self.count_passkeys(&mut write.tx, visit).await? > PASSKEYS_AT_MOST {
            return Err(StoreError::NotAllowed("passkeys"));
        }
        write.quietly().commit().await?;
        Ok(kept)
    }

    fn must_be_fresh(&self, visit: &PortalVisit) -> Result<(), StoreError> {
        if self.now() - visit.since < PASSKEY_FRESH_MS { Ok(()) } else { Err(StoreError::NotAllowed("passkey_stale")) }
    }
}

/// A handle that says nothing of anybody.
fn random() -> Uuid {
    Uuid::from_bytes(rand::random())
}
