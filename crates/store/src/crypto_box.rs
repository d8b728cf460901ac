//! Sealing to a public key: whoever seals cannot open. A browser without
//! network seals so with what every browser has (`WebCrypto`); only the server
//! opens it.
//!
//! ```text
//! sealed = EPHEMERAL PUBLIC KEY (65 bytes, uncompressed P-256) · NONCE (12) · AES-256-GCM of the text
//! key    = HKDF-SHA-256 of the ECDH secret, salt: what it is bound to, info: BOX
//! ```

use crate::error::StoreError;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use hkdf::Hkdf;
use p256::{PublicKey, SecretKey};
use sha2::Sha256;

/// Goes into every key, so that it serves nothing else.
const BOX: &[u8] = b"familiekart offline step";
const POINT_LENGTH: usize = 65;
const NONCE_LENGTH: usize = 12;

/// The private half of a box.
pub(crate) struct BoxKey(SecretKey);

impl BoxKey {
    /// A new one.
    pub(crate) fn generate() -> Self {
        loop {
            // Fails for one number of about four thousand million.
            if let Ok(key) = SecretKey::from_slice(&rand::random::<[u8; 32]>()) {
                return Self(key);
            }
        }
    }

    /// To be sealed and kept; hexadecimal.
    pub(crate) fn to_hex(&self) -> String {
        crate::crypto::hex(&self.0.to_bytes())
    }

    /// What [`Self::to_hex`] wrote.
    pub(crate) fn from_hex(text: &str) -> Result<Self, StoreError> {
        let bytes = from_hex(text).and_then(|bytes| SecretKey::from_slice(&bytes).ok());
        bytes.map(Self).ok_or(StoreError::Unreadable("offline_copy"))
    }

    /// The public half, to be given away: 65 bytes, hexadecimal.
    pub(crate) fn public_hex(&self) -> String {
        use p256::elliptic_curve::sec1::ToSec1Point;
        crate::crypto::hex(self.0.public_key().to_sec1_point(false).as_bytes())
    }

    /// Opens what was sealed to this key and bound to this name; none for
    /// whatever was not.
    pub(crate) fn open(&self, bound: &str, sealed: &str) -> Option<Vec<u8>> {
        let sealed = from_hex(sealed)?;
        let (point, rest) = sealed.split_at_checked(POINT_LENGTH)?;
        let (nonce, body) = rest.split_at_checked(NONCE_LENGTH)?;
        let other = PublicKey::from_sec1_bytes(point).ok()?;
        let nonce: [u8; NONCE_LENGTH] = nonce.try_into().ok()?;
        let payload = Payload { msg: body, aad: bound.as_bytes() };
        cipher(&self.0, &other, bound).decrypt(&Nonce::from(nonce), payload).ok()
    }
}

fn cipher(mine: &SecretKey, other: &PublicKey, bound: &str) -> Aes256Gcm {
    let shared = mine.diffie_hellman(other);
    let mut key = [0; 32];
    // Only fails for outputs of more than 8,160 bytes.
    let _ = Hkdf::<Sha256>::new(Some(bound.as_bytes()), shared.raw_secret_bytes()).expand(BOX, &mut key);
    Aes256Gcm::new(&Key::<Aes256Gcm>::from(key))
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2))?;
    digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).ok()).collect()
}

/// Seals as a browser does; for whoever tries what a browser sends.
///
/// # Errors
/// A public key that is none.
pub fn seal_to(public: &str, bound: &str, text: &[u8]) -> Result<String, StoreError> {
    let wrong = || StoreError::Unreadable("public key");
    let other = from_hex(public).and_then(|bytes| PublicKey::from_sec1_bytes(&bytes).ok()).ok_or_else(wrong)?;
    let ephemeral = BoxKey::generate();
    let nonce: [u8; NONCE_LENGTH] = rand::random();
    let payload = Payload { msg: text, aad: bound.as_bytes() };
    let body = cipher(&ephemeral.0, &other, bound).encrypt(&Nonce::from(nonce), payload).map_err(|_| wrong())?;
    Ok(format!("{}{}{}", ephemeral.public_hex(), crate::crypto::hex(&nonce), crate::crypto::hex(&body)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_the_private_half_alone() {
        let key = BoxKey::from_hex(&BoxKey::generate().to_hex()).unwrap();
        let sealed = seal_to(&key.public_hex(), "copy", "Åse".as_bytes()).unwrap();
        assert_eq!(key.open("copy", &sealed).as_deref(), Some("Åse".as_bytes()));
        assert_eq!(key.open("other", &sealed), None);
        assert_eq!(BoxKey::generate().open("copy", &sealed), None);
        for broken in ["", "04", &sealed[..sealed.len() - 2], &sealed.replace('4', "5")] {
            assert_eq!(key.open("copy", broken), None, "{broken}");
        }
        assert_ne!(sealed, seal_to(&key.public_hex(), "copy", "Åse".as_bytes()).unwrap());
    }

    #[test]
    fn what_web_crypto_sealed_opens() {
        // Made with `crypto.subtle` to the public half of this key.
        let sealed = concat!(
            "045895a4a263bbd7cee0bdf8940f31e24ebda4c6c981b20985ae596145654fdceb8f6567eea88cccea32b506cf8cf60f1a04",
            "a847c59ad52a4ea8e79622977415f520b8876dd47f11da4260b7a5dd509d80577e645c216847926e8db11cdf6b6321",
        );
        let key = BoxKey::from_hex(&"11".repeat(32)).unwrap();
        assert_eq!(key.open("copy", sealed).as_deref(), Some("Åse".as_bytes()));
    }
}
