//! QR codes, as a drawing.

use serde::{Deserialize, Serialize};

/// A QR code: the dark modules as the path of a drawing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Qr {
    /// Modules on a side.
    pub size: i32,
    /// The dark ones.
    pub path: String,
}

#[cfg(feature = "ssr")]
impl Qr {
    /// Of a text; none of one that is too long.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        use std::fmt::Write;
        let code = qrcodegen::QrCode::encode_text(text, qrcodegen::QrCodeEcc::Medium).ok()?;
        let mut path = String::new();
        for y in 0..code.size() {
            for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
                // Writing to a String does not fail.
                let _ = write!(path, "M{x} {y}h1v1h-1z");
            }
        }
        Some(Self { size: code.size(), path })
    }
}
