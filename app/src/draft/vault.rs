//! The browser's storage, sealed with the user's key.

use super::kept::{self, Kept, PREFIX, from_hex, is_over, to_hex};
use crate::api::draft::DraftKey;
use crate::wire;
use gloo_storage::{LocalStorage, Storage};
use js_sys::{Array, Promise, Uint8Array};
use leptos::prelude::window;
use leptos::web_sys::{self, AesGcmParams, CryptoKey, SubtleCrypto};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

const NONCE_LENGTH: usize = 12;

/// One user's key, in memory for as long as the staff pages are open.
pub struct Vault {
    /// Under which the user's texts lie.
    tag: String,
    /// Goes into the names of the entries, so that only the key tells of which form they are.
    secret: Vec<u8>,
    key: CryptoKey,
    subtle: SubtleCrypto,
}

/// Whether this browser keeps anything at all: not where storage is blocked or
/// full, nor where the connection is open for everyone to read.
pub fn is_kept_here() -> bool {
    const PROBE: &str = "familiekart.probe";
    let Ok(Some(_)) = window().local_storage() else { return false };
    let kept = LocalStorage::set(PROBE, 1).is_ok();
    LocalStorage::delete(PROBE);
    kept && window().is_secure_context()
}

/// The names of all entries that begin so.
fn names(beginning: &str) -> Vec<String> {
    let Ok(Some(storage)) = window().local_storage() else { return Vec::new() };
    let all = (0..storage.length().unwrap_or_default()).filter_map(|at| storage.key(at).ok().flatten());
    all.filter(|name| name.starts_with(beginning)).collect()
}

/// Whether anything of this user's lies here.
pub fn has_any(tag: &str) -> bool {
    !names(&format!("{PREFIX}{tag}.")).is_empty()
}

/// Removes what is too old, whosever it is.
pub fn sweep() {
    let now = js_sys::Date::now();
    for name in names(PREFIX) {
        let at = LocalStorage::get::<String>(&name).ok().and_then(|line| kept::split(&line)).map(|parts| parts.0);
        if at.is_none_or(|at| is_over(at, now)) {
            LocalStorage::delete(&name);
        }
    }
}

async fn bytes_of(promise: Result<Promise, JsValue>) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(promise.ok()?).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

impl Vault {
    /// A vault with the key that the server handed out.
    pub async fn open(given: &DraftKey) -> Option<Self> {
        let secret = from_hex(&given.key)?;
        let subtle = window().crypto().ok()?.subtle();
        let uses = Array::of2(&"encrypt".into(), &"decrypt".into());
        let raw = Uint8Array::from(secret.as_slice());
        let key = subtle.import_key_with_str("raw", &raw, "AES-GCM", false, &uses).ok()?;
        let key = JsFuture::from(key).await.ok()?.dyn_into().ok()?;
        Some(Self { tag: given.tag.clone(), secret, key, subtle })
    }

    /// The name under which a form's text lies.
    pub async fn place(&self, form: &str) -> Option<String> {
        let mut whole = self.secret.clone();
        whole.extend_from_slice(form.as_bytes());
        let digest = self.subtle.digest_with_str_and_js_u8_array("SHA-256", &Uint8Array::from(whole.as_slice()));
        let digest = bytes_of(digest).await?;
        Some(format!("{PREFIX}{}.{}", self.tag, to_hex(digest.get(..16)?)))
    }

    /// The name and the time are bound in: a line that was moved does not open.
    fn cipher(place: &str, at: f64, nonce: &[u8]) -> AesGcmParams {
        let cipher = AesGcmParams::new_with_u8_array("AES-GCM", &Uint8Array::from(nonce));
        let bound = format!("{place}|{}", at as u64);
        cipher.set_additional_data_u8_array(&Uint8Array::from(bound.as_bytes()));
        cipher
    }

    /// Seals a text for its place: the line to store.
    pub async fn seal(&self, place: &str, text: &Kept) -> Option<String> {
        let mut nonce = [0; NONCE_LENGTH];
        window().crypto().ok()?.get_random_values_with_u8_array(&mut nonce).ok()?;
        let plain = Uint8Array::from(serde_json::to_vec(text).ok()?.as_slice());
        let cipher = Self::cipher(place, text.at, &nonce);
        let sealed = self.subtle.encrypt_with_object_and_js_u8_array(&cipher, &self.key, &plain);
        Some(kept::join(text.at, &nonce, &bytes_of(sealed).await?))
    }

    /// The text at a place. What does not open is removed: it can never be read.
    pub async fn unseal(&self, place: &str) -> Option<Kept> {
        let line: String = LocalStorage::get(place).ok()?;
        let opened = match kept::split(&line) {
            Some((at, nonce, sealed)) => {
                let sealed = Uint8Array::from(sealed.as_slice());
                let cipher = Self::cipher(place, at, &nonce);
                bytes_of(self.subtle.decrypt_with_object_and_js_u8_array(&cipher, &self.key, &sealed)).await
            }
            None => None,
        };
        let text = opened.and_then(|plain| wire::read(&plain).ok());
        if text.is_none() {
            LocalStorage::delete(place);
        }
        text
    }

    /// Everything of this user's that lies here, the newest first.
    pub async fn all(&self) -> Vec<(String, Kept)> {
        let mut all = Vec::new();
        for place in names(&format!("{PREFIX}{}.", self.tag)) {
            if let Some(text) = self.unseal(&place).await {
                all.push((place, text));
            }
        }
        all.sort_by(|a, b| b.1.at.total_cmp(&a.1.at));
        all
    }
}

/// Stores a sealed line. False where the browser has no room.
pub fn store(place: &str, line: &str) -> bool {
    LocalStorage::set(place, line).is_ok()
}

/// Removes what lies at a place.
pub fn remove(place: &str) {
    if web_sys::window().is_some_and(|window| matches!(window.local_storage(), Ok(Some(_)))) {
        LocalStorage::delete(place);
    }
}
