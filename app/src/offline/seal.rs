//! The browser's cryptography: a key that takes both a PIN and this device, a
//! key per copy, and sealing to the server.
//!
//! ```text
//! PIN ─PBKDF2─> bits ─HMAC by the device's secret─> lock key ─AES-GCM─> the copy's key ─AES-GCM─> map, steps
//! sealed = NONCE (12 bytes) · AES-256-GCM, bound to what it is
//! ```
//!
//! The device's secret never leaves the browser's key store by any script; so
//! a PIN cannot be tried anywhere but here, where tries are counted.

use super::row::CopyRow;
use crate::draft::{from_hex, to_hex};
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use leptos::web_sys::{AesGcmParams, CryptoKey, SubtleCrypto};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

const NONCE_LENGTH: usize = 12;
const KEY_LENGTH: usize = 32;
const SALT_LENGTH: usize = 16;
/// A try costs so many rounds (OWASP's advice for PBKDF2 with SHA-256).
const ROUNDS: u32 = 600_000;
/// Goes into every key to the server, as in `crates/store/src/crypto_box.rs`.
const BOX: &str = "familiekart offline step";

/// A copy's own key, in memory while it is open.
#[derive(Clone)]
pub(super) struct CopyKey(CryptoKey);

/// A new lock: what is stored of it, the device's secret, and the key behind it.
pub(super) struct NewLock {
    /// Salt, hexadecimal.
    pub(super) salt: String,
    /// The copy's key, sealed; hexadecimal.
    pub(super) lock: String,
    /// The device's secret, which no script can read.
    pub(super) device: CryptoKey,
    /// The copy's key.
    pub(super) key: CopyKey,
}

fn subtle() -> Option<SubtleCrypto> {
    window().is_secure_context().then_some(())?;
    Some(window().crypto().ok()?.subtle())
}

fn random<const LENGTH: usize>() -> Option<[u8; LENGTH]> {
    let mut bytes = [0; LENGTH];
    window().crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}

async fn value_of(promise: Result<Promise, JsValue>) -> Option<JsValue> {
    JsFuture::from(promise.ok()?).await.ok()
}

async fn bytes_of(promise: Result<Promise, JsValue>) -> Option<Vec<u8>> {
    Some(Uint8Array::new(&value_of(promise).await?).to_vec())
}

async fn key_of(promise: Result<Promise, JsValue>) -> Option<CryptoKey> {
    value_of(promise).await?.dyn_into().ok()
}

fn bytes(bytes: &[u8]) -> Uint8Array {
    Uint8Array::from(bytes)
}

/// A plain object, as the browser's functions take their parameters.
fn object(fields: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object
}

fn uses(names: &[&str]) -> Array {
    names.iter().map(|name| JsValue::from_str(name)).collect()
}

async fn aes_key(subtle: &SubtleCrypto, raw: &[u8]) -> Option<CryptoKey> {
    key_of(subtle.import_key_with_str("raw", &bytes(raw), "AES-GCM", false, &uses(&["encrypt", "decrypt"]))).await
}

fn cipher(bound: &str, nonce: &[u8]) -> AesGcmParams {
    let cipher = AesGcmParams::new_with_u8_array("AES-GCM", &bytes(nonce));
    cipher.set_additional_data_u8_array(&bytes(bound.as_bytes()));
    cipher
}

async fn seal_with(key: &CryptoKey, bound: &str, plain: &[u8]) -> Option<Vec<u8>> {
    let nonce = random::<NONCE_LENGTH>()?;
    let sealed = subtle()?.encrypt_with_object_and_js_u8_array(&cipher(bound, &nonce), key, &bytes(plain));
    let mut whole = nonce.to_vec();
    whole.extend(bytes_of(sealed).await?);
    Some(whole)
}

async fn unseal_with(key: &CryptoKey, bound: &str, sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, body) = sealed.split_at_checked(NONCE_LENGTH)?;
    bytes_of(subtle()?.decrypt_with_object_and_js_u8_array(&cipher(bound, nonce), key, &bytes(body))).await
}

impl CopyKey {
    /// Seals something of the copy, bound to what it is; hexadecimal.
    pub(super) async fn seal(&self, bound: &str, plain: &[u8]) -> Option<String> {
        Some(to_hex(&seal_with(&self.0, bound, plain).await?))
    }

    /// Opens what [`Self::seal`] sealed for the same.
    pub(super) async fn unseal(&self, bound: &str, sealed: &str) -> Option<Vec<u8>> {
        unseal_with(&self.0, bound, &from_hex(sealed)?).await
    }
}

/// The key that a PIN makes on this device.
async fn lock_key(pin: &str, salt: &[u8], device: &CryptoKey) -> Option<CryptoKey> {
    let subtle = subtle()?;
    let pin = subtle.import_key_with_str("raw", &bytes(pin.as_bytes()), "PBKDF2", false, &uses(&["deriveBits"]));
    let pin = key_of(pin).await?;
    let how = object(&[
        ("name", "PBKDF2".into()),
        ("hash", "SHA-256".into()),
        ("salt", bytes(salt).into()),
        ("iterations", ROUNDS.into()),
    ]);
    let bits = bytes_of(subtle.derive_bits_with_object(&how, &pin, 256)).await?;
    let raw = bytes_of(subtle.sign_with_str_and_js_u8_array("HMAC", device, &bytes(&bits))).await?;
    aes_key(&subtle, &raw).await
}

fn lock_of(copy: &str) -> String {
    format!("{copy}|lock")
}

/// Makes a lock with a PIN for a new copy.
pub(super) async fn new_lock(copy: &str, pin: &str) -> Option<NewLock> {
    let subtle = subtle()?;
    let kind = object(&[("name", "HMAC".into()), ("hash", "SHA-256".into())]);
    let device = key_of(subtle.generate_key_with_object(&kind, false, &uses(&["sign"]))).await?;
    let (salt, raw) = (random::<SALT_LENGTH>()?, random::<KEY_LENGTH>()?);
    let lock = seal_with(&lock_key(pin, &salt, &device).await?, &lock_of(copy), &raw).await?;
    let key = CopyKey(aes_key(&subtle, &raw).await?);
    Some(NewLock { salt: to_hex(&salt), lock: to_hex(&lock), device, key })
}

/// The key of a copy; none for a wrong PIN.
pub(super) async fn unlock(copy: &CopyRow, device: &CryptoKey, pin: &str) -> Option<CopyKey> {
    let lock = lock_key(pin, &from_hex(&copy.salt)?, device).await?;
    let raw = unseal_with(&lock, &lock_of(&copy.id), &from_hex(&copy.lock)?).await?;
    Some(CopyKey(aes_key(&subtle()?, &raw).await?))
}

/// Seals something that only the server can open; hexadecimal.
pub(super) async fn seal_to_server(public_key: &str, copy: &str, plain: &[u8]) -> Option<String> {
    let subtle = subtle()?;
    let curve = object(&[("name", "ECDH".into()), ("namedCurve", "P-256".into())]);
    let server = bytes(&from_hex(public_key)?);
    let server = key_of(subtle.import_key_with_object("raw", &server, &curve, false, &uses(&[]))).await?;
    let pair = value_of(subtle.generate_key_with_object(&curve, true, &uses(&["deriveBits"]))).await?;
    let half = |name: &str| Reflect::get(&pair, &name.into()).ok()?.dyn_into::<CryptoKey>().ok();
    let (mine, shown) = (half("privateKey")?, half("publicKey")?);
    let with = object(&[("name", "ECDH".into()), ("public", server.into())]);
    let shared = bytes_of(subtle.derive_bits_with_object(&with, &mine, 256)).await?;
    let shared = subtle.import_key_with_str("raw", &bytes(&shared), "HKDF", false, &uses(&["deriveBits"]));
    let shared = key_of(shared).await?;
    let how = object(&[
        ("name", "HKDF".into()),
        ("hash", "SHA-256".into()),
        ("salt", bytes(copy.as_bytes()).into()),
        ("info", bytes(BOX.as_bytes()).into()),
    ]);
    let raw = bytes_of(subtle.derive_bits_with_object(&how, &shared, 256)).await?;
    let mut whole = bytes_of(subtle.export_key("raw", &shown)).await?;
    whole.extend(seal_with(&aes_key(&subtle, &raw).await?, copy, plain).await?);
    Some(to_hex(&whole))
}
