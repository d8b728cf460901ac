//! A phone that makes passkeys and shows them, as WebAuthn level 2 has it: just
//! enough of an authenticator and of a browser to be asked by the store.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Somebody is there.
const PRESENT: u8 = 0x01;
/// And it is the owner, by finger, face or code.
const VERIFIED: u8 = 0x04;
/// What follows tells of a new passkey.
const ATTESTED: u8 = 0x40;

/// One passkey on one phone.
#[derive(Clone)]
pub struct Authenticator {
    pub key: SigningKey,
    pub id: Vec<u8>,
    /// What the phone keeps beside the passkey.
    pub handle: Vec<u8>,
    /// How often it was used; 0 for ever on phones that do not count.
    pub counter: u32,
    /// Whether the owner shows that it is they.
    pub verifies: bool,
    /// Where the browser is.
    pub origin: String,
}

fn encode(bytes: &[u8]) -> String {
    BASE64URL.encode(bytes)
}

fn decode(text: &Value) -> Vec<u8> {
    BASE64URL.decode(text.as_str().expect("a text")).expect("base64url")
}

/// A byte string of CBOR, of 24 to 65,535 bytes.
fn cbor_bytes(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).expect("short");
    [&[0x59], &length.to_be_bytes()[..], bytes].concat()
}

/// A short text of CBOR.
fn cbor_text(text: &str) -> Vec<u8> {
    [&[0x60 + u8::try_from(text.len()).expect("short")], text.as_bytes()].concat()
}

impl Authenticator {
    /// Makes a passkey as the options ask; returns it and the browser's answer.
    pub fn make(options: &str, origin: &str) -> (Self, String) {
        let asked: Value = serde_json::from_str(options).expect("JSON");
        let asked = &asked["publicKey"];
        assert_eq!(asked["authenticatorSelection"]["residentKey"], "required", "nobody types who they are");
        assert_eq!(asked["authenticatorSelection"]["requireResidentKey"], true);
        assert_eq!(asked["authenticatorSelection"]["userVerification"], "required");
        let own = Self {
            key: SigningKey::from_slice(&rand::random::<[u8; 32]>()).expect("a key"),
            id: rand::random::<[u8; 32]>().to_vec(),
            handle: decode(&asked["user"]["id"]),
            counter: 0,
            verifies: true,
            origin: origin.to_owned(),
        };
        let answer = own.registration(asked);
        (own, answer)
    }

    fn registration(&self, asked: &Value) -> String {
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = point.as_bytes()[1..].split_at(32);
        // COSE: an elliptic curve key (1: 2), for ES256 (3: -7), on P-256 (-1: 1).
        let cose = [&[0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20], x, &[0x22, 0x58, 0x20], y].concat();
        let length = u16::try_from(self.id.len()).expect("short").to_be_bytes();
        let data = [&self.data(&asked["rp"]["id"], ATTESTED)[..], &[0; 16], &length, &self.id, &cose].concat();
        let object = [
            vec![0xa3],
            cbor_text("fmt"),
            cbor_text("none"),
            cbor_text("attStmt"),
            vec![0xa0],
            cbor_text("authData"),
            cbor_bytes(&data),
        ]
        .concat();
        let response = json!({
            "attestationObject": encode(&object),
            "clientDataJSON": encode(&self.client_data("webauthn.create", asked)),
        });
        self.credential(response)
    }

    /// Shows the passkey as the options ask.
    pub fn show(&mut self, options: &str) -> String {
        let asked: Value = serde_json::from_str(options).expect("JSON");
        let asked = &asked["publicKey"];
        assert_eq!(asked["userVerification"], "required");
        assert_eq!(asked["allowCredentials"], json!([]), "nobody tells whose passkey it is");
        if self.counter > 0 {
            self.counter += 1;
        }
        let data = self.data(&asked["rpId"], 0);
        let client = self.client_data("webauthn.get", asked);
        let signature: Signature = self.key.sign(&[&data[..], &Sha256::digest(&client)].concat());
        let response = json!({
            "authenticatorData": encode(&data),
            "clientDataJSON": encode(&client),
            "signature": encode(signature.to_der().as_bytes()),
            "userHandle": encode(&self.handle),
        });
        self.credential(response)
    }

    fn data(&self, host: &Value, flags: u8) -> Vec<u8> {
        let host = Sha256::digest(host.as_str().expect("a host").as_bytes());
        let flags = flags | PRESENT | if self.verifies { VERIFIED } else { 0 };
        [&host[..], &[flags], &self.counter.to_be_bytes()].concat()
    }

    fn client_data(&self, kind: &str, asked: &Value) -> Vec<u8> {
        let data =
            json!({ "type": kind, "challenge": asked["challenge"], "origin": self.origin, "crossOrigin": false });
        data.to_string().into_bytes()
    }

    fn credential(&self, response: Value) -> String {
        let id = encode(&self.id);
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {} })
            .to_string()
    }
}
