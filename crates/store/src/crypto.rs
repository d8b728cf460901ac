//! Sealing text with a key per scope, and the keys derived from the master key.

use crate::error::StoreError;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

const NONCE_LENGTH: usize = 24;

/// The key that wraps all others. From the environment or a key file, never in
/// a database.
#[derive(Clone)]
pub struct MasterKey([u8; 32]);

/// Keys for whole-installation purposes, derived from the master key.
pub(crate) struct Secrets {
    /// Seals the log's chains.
    pub(crate) log: [u8; 32],
    /// Makes search tokens.
    pub(crate) search: [u8; 32],
    /// Hides accounts and addresses in the list of sign-in attempts.
    pub(crate) attempt: [u8; 32],
    /// Seals details of rows that belong to no case.
    pub(crate) unit_log: ScopeKey,
    /// Seals the words of appointments that belong to no case.
    pub(crate) calendar: ScopeKey,
    /// Seals where somebody stands in a list.
    pub(crate) cursor: ScopeKey,
    /// Seals what users keep for themselves.
    pub(crate) own: ScopeKey,
    /// Seals the secrets of staff's second factors.
    pub(crate) staff: ScopeKey,
    /// Hides recovery codes, which are too short for a plain hash.
    pub(crate) recovery: [u8; 32],
    /// Makes the secrets of links in messages.
    pub(crate) message: [u8; 32],
    /// Hides what the portal recognises people by: addresses, and codes too short for a plain hash.
    pub(crate) portal: [u8; 32],
    /// Seals the passkeys of those who take part, and what their browsers are asked.
    pub(crate) passkey: ScopeKey,
    /// Makes each user's key for unsaved text in the browser.
    draft: [u8; 32],
}

impl Secrets {
    /// What only this user is ever given, for one purpose; hexadecimal.
    pub(crate) fn of_user<const LENGTH: usize>(&self, user: &str, purpose: &str) -> String {
        let mut bytes = [0; LENGTH];
        // Only fails for outputs of more than 8,160 bytes.
        let _ = Hkdf::<Sha256>::new(Some(user.as_bytes()), &self.draft).expand(purpose.as_bytes(), &mut bytes);
        hex(&bytes)
    }
}

/// The key of one scope: a case, a child's part.
#[derive(Clone)]
pub(crate) struct ScopeKey([u8; 32]);

/// Where a sealed value stands. Bound into it, so that a value moved to another
/// row or column does not open.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) table: &'static str,
    pub(crate) column: &'static str,
    pub(crate) row: &'a str,
}

impl Place<'_> {
    fn bytes(self) -> Vec<u8> {
        format!("{}|{}|{}", self.table, self.column, self.row).into_bytes()
    }
}

impl MasterKey {
    /// Reads a key written as 64 hexadecimal digits.
    ///
    /// # Errors
    /// When it is not that.
    pub fn from_hex(text: &str) -> Result<Self, StoreError> {
        let text = text.trim();
        if text.len() != 64 || !text.is_ascii() {
            return Err(StoreError::MasterKey("must be 64 hexadecimal digits"));
        }
        let mut key = [0; 32];
        for (byte, at) in key.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(&text[at..at + 2], 16)
                .map_err(|_| StoreError::MasterKey("must be 64 hexadecimal digits"))?;
        }
        Ok(Self(key))
    }

    /// A new key, as the 64 digits to keep.
    #[must_use]
    pub fn generate_hex() -> String {
        hex(&rand::random::<[u8; 32]>())
    }

    fn derive(&self, purpose: &str) -> [u8; 32] {
        let mut key = [0; 32];
        // Only fails for outputs of more than 8,160 bytes.
        let _ = Hkdf::<Sha256>::new(Some(b"familiekart"), &self.0).expand(purpose.as_bytes(), &mut key);
        key
    }

    pub(crate) fn secrets(&self) -> Secrets {
        Secrets {
            log: self.derive("log"),
            search: self.derive("search"),
            attempt: self.derive("attempt"),
            unit_log: ScopeKey(self.derive("unit-log")),
            calendar: ScopeKey(self.derive("calendar")),
            cursor: ScopeKey(self.derive("cursor")),
            own: ScopeKey(self.derive("own")),
            draft: self.derive("draft"),
            staff: ScopeKey(self.derive("staff")),
            recovery: self.derive("recovery"),
            message: self.derive("message"),
            portal: self.derive("portal"),
            passkey: ScopeKey(self.derive("passkey")),
        }
    }

    pub(crate) fn wrapping_key(&self) -> ScopeKey {
        ScopeKey(self.derive("wrap"))
    }
}

impl ScopeKey {
    pub(crate) fn generate() -> Self {
        Self(rand::random())
    }

    /// Encrypts a text for its place; base64.
    pub(crate) fn seal(&self, place: Place<'_>, text: &str) -> Result<String, StoreError> {
        self.seal_bytes(place, text.as_bytes())
    }

    /// Decrypts what [`Self::seal`] made for the same place.
    pub(crate) fn unseal(&self, place: Place<'_>, sealed: &str) -> Result<String, StoreError> {
        String::from_utf8(self.unseal_bytes(place, sealed)?).map_err(|_| StoreError::Sealed(place.table))
    }

    fn seal_bytes(&self, place: Place<'_>, bytes: &[u8]) -> Result<String, StoreError> {
        let nonce: [u8; NONCE_LENGTH] = rand::random();
        let payload = Payload { msg: bytes, aad: &place.bytes() };
        let body = XChaCha20Poly1305::new(&self.0.into())
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| StoreError::Sealed(place.table))?;
        let mut whole = Vec::with_capacity(NONCE_LENGTH + body.len());
        whole.extend_from_slice(&nonce);
        whole.extend_from_slice(&body);
        Ok(BASE64.encode(whole))
    }

    fn unseal_bytes(&self, place: Place<'_>, sealed: &str) -> Result<Vec<u8>, StoreError> {
        let broken = || StoreError::Sealed(place.table);
        let whole = BASE64.decode(sealed).map_err(|_| broken())?;
        let (nonce, body) = whole.split_at_checked(NONCE_LENGTH).ok_or_else(broken)?;
        let nonce: [u8; NONCE_LENGTH] = nonce.try_into().map_err(|_| broken())?;
        let payload = Payload { msg: body, aad: &place.bytes() };
        XChaCha20Poly1305::new(&self.0.into()).decrypt(&XNonce::from(nonce), payload).map_err(|_| broken())
    }

    /// Wraps another key for the key store.
    pub(crate) fn wrap(&self, scope: &str, key: &Self) -> Result<String, StoreError> {
        self.seal_bytes(key_place(scope), &key.0)
    }

    /// Unwraps what [`Self::wrap`] made.
    pub(crate) fn unwrap_key(&self, scope: &str, wrapped: &str) -> Result<Self, StoreError> {
        let bytes = self.unseal_bytes(key_place(scope), wrapped)?;
        bytes.try_into().map(Self).map_err(|_| StoreError::Sealed("wrapped_key"))
    }
}

const fn key_place(scope: &str) -> Place<'_> {
    Place { table: "wrapped_key", column: "wrapped", row: scope }
}

/// HMAC-SHA-256 over parts that cannot run into each other; hexadecimal.
pub(crate) fn mac(key: &[u8; 32], parts: &[&str]) -> String {
    // The key padded to the block, as HMAC itself would.
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part.as_bytes());
    }
    hex(&mac.finalize().into_bytes())
}

/// SHA-256 of a text; hexadecimal.
pub(crate) fn sha256(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// Hexadecimal digits of bytes.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Place<'static> = Place { table: "participant", column: "name_sealed", row: "p1" };

    #[test]
    fn a_sealed_text_opens_only_in_its_place_and_with_its_key() {
        let key = ScopeKey::generate();
        let sealed = key.seal(HERE, "Åse Ødegård").unwrap();
        assert_eq!(key.unseal(HERE, &sealed).unwrap(), "Åse Ødegård");
        assert!(!sealed.contains("Ødegård"));
        let elsewhere = Place { row: "p2", ..HERE };
        assert!(key.unseal(elsewhere, &sealed).is_err());
        assert!(ScopeKey::generate().unseal(HERE, &sealed).is_err());
        assert_ne!(sealed, key.seal(HERE, "Åse Ødegård").unwrap());
        for broken in ["", "AAAA", "%%%", &sealed[..sealed.len() - 2]] {
            assert!(key.unseal(HERE, broken).is_err(), "{broken}");
        }
    }

    #[test]
    fn every_user_and_purpose_has_a_key_of_its_own_and_always_the_same() {
        let hex = MasterKey::generate_hex();
        let secrets = MasterKey::from_hex(&hex).unwrap().secrets();
        let key = secrets.of_user::<32>("u1", "key");
        assert_eq!(key.len(), 64);
        assert_eq!(key, MasterKey::from_hex(&hex).unwrap().secrets().of_user::<32>("u1", "key"));
        assert_ne!(key, secrets.of_user::<32>("u2", "key"));
        assert!(!key.starts_with(&secrets.of_user::<8>("u1", "tag")));
        let other = MasterKey::from_hex(&MasterKey::generate_hex()).unwrap().secrets();
        assert_ne!(key, other.of_user::<32>("u1", "key"));
    }

    #[test]
    fn a_master_key_is_sixty_four_digits() {
        assert!(MasterKey::from_hex(&MasterKey::generate_hex()).is_ok());
        for wrong in ["", "12", &"g".repeat(64), &"æ".repeat(32), &"0".repeat(63)] {
            assert!(MasterKey::from_hex(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_parts_of_a_mac_do_not_run_into_each_other() {
        assert_ne!(mac(&[1; 32], &["ab", "c"]), mac(&[1; 32], &["a", "bc"]));
        assert_ne!(mac(&[1; 32], &["a"]), mac(&[2; 32], &["a"]));
    }
}
