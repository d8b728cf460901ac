//! From bytes to text. What the file claims is checked against what it is.

use super::notes::Notes;
use super::{Encoding, ansel};
use crate::message::{Message, MessageKey, Severity};

/// The text of a file, and the encoding that it turned out to have.
pub(super) fn decode(bytes: &[u8], notes: &mut Notes) -> (String, Encoding) {
    let (bytes, mark) = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => (rest, Some(Encoding::Utf8)),
        [0xFF, 0xFE, rest @ ..] => (rest, Some(Encoding::Utf16Le)),
        [0xFE, 0xFF, rest @ ..] => (rest, Some(Encoding::Utf16Be)),
        [b'0', 0, ..] => (bytes, Some(Encoding::Utf16Le)),
        [0, b'0', ..] => (bytes, Some(Encoding::Utf16Be)),
        _ => (bytes, None),
    };
    let declared = match mark {
        Some(Encoding::Utf16Le | Encoding::Utf16Be) => None,
        _ => declared(bytes),
    };
    let claim = match declared.as_deref().map(Claim::of) {
        Some(None) => None,
        Some(claim) => claim,
        None => Some(Claim::Utf8),
    };
    let encoding = mark.unwrap_or_else(|| claim.unwrap_or(Claim::Utf8).check(bytes));

    if let Some(name) = &declared {
        let key = match claim {
            None => Some(MessageKey::EncodingUnknown),
            Some(claim) if !claim.allows(encoding) => Some(MessageKey::EncodingMismatch),
            Some(_) => None,
        };
        if let Some(key) = key {
            let message = Message::new(key).with("declared", name.as_str()).with("used", encoding.code());
            notes.add(0, Severity::Warning, message);
        }
    } else if encoding == Encoding::Windows1252 {
        let message = Message::new(MessageKey::EncodingMismatch).with("declared", "").with("used", encoding.code());
        notes.add(0, Severity::Warning, message);
    }

    let (text, lost) = match encoding {
        Encoding::Utf8 | Encoding::Ascii => lossy(bytes),
        Encoding::Utf16Le => utf16(bytes, u16::from_le_bytes),
        Encoding::Utf16Be => utf16(bytes, u16::from_be_bytes),
        Encoding::Ansel => ansel::decode(bytes),
        Encoding::Windows1252 => windows_1252(bytes),
    };
    if lost > 0 {
        notes.add(0, Severity::Warning, Message::new(MessageKey::CharactersLost).with("count", lost));
    }
    (text, encoding)
}

/// What a header may claim, so far as it is known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Claim {
    Utf8,
    Ascii,
    Ansel,
    Windows1252,
    /// UTF-16, which would have been seen by its bytes.
    Utf16,
}

impl Claim {
    fn of(name: &str) -> Option<Self> {
        Some(match name.to_ascii_uppercase().as_str() {
            "UTF-8" | "UTF8" => Self::Utf8,
            "ASCII" | "US-ASCII" => Self::Ascii,
            "ANSEL" => Self::Ansel,
            "ANSI" | "WINDOWS-1252" | "WINDOWS" | "CP1252" | "IBM WINDOWS" | "ISO-8859-1" | "LATIN1" => {
                Self::Windows1252
            }
            "UNICODE" | "UTF-16" | "UTF16" => Self::Utf16,
            _ => return None,
        })
    }

    /// The encoding that the bytes can really be read in. Text with letters
    /// outside ASCII that is valid UTF-8 throughout is not anything else.
    fn check(self, bytes: &[u8]) -> Encoding {
        if bytes.is_ascii() {
            return match self {
                Self::Utf8 | Self::Utf16 => Encoding::Utf8,
                Self::Ascii => Encoding::Ascii,
                Self::Ansel => Encoding::Ansel,
                Self::Windows1252 => Encoding::Windows1252,
            };
        }
        let (good, bad) = utf8_sequences(bytes);
        match self {
            _ if bad == 0 => Encoding::Utf8,
            Self::Ansel => Encoding::Ansel,
            Self::Windows1252 => Encoding::Windows1252,
            // A few broken characters in a text that otherwise is UTF-8, or
            // one that was cut off: not worth garbling all the others.
            _ if good > bad => Encoding::Utf8,
            _ => Encoding::Windows1252,
        }
    }

    /// Whether a file that claims this may be in that encoding.
    fn allows(self, encoding: Encoding) -> bool {
        match self {
            Self::Utf8 => encoding == Encoding::Utf8,
            Self::Ascii => encoding == Encoding::Ascii,
            Self::Ansel => encoding == Encoding::Ansel,
            Self::Windows1252 => encoding == Encoding::Windows1252,
            Self::Utf16 => matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be),
        }
    }
}

/// What the line `1 CHAR …` of the header says.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..bytes.len().min(64 * 1024))?;
    for line in head.split(|byte| matches!(byte, b'\r' | b'\n')) {
        let line = line.trim_ascii();
        if let Some(rest) = line.strip_prefix(b"1 CHAR") {
            let name: String = String::from_utf8_lossy(rest).trim().chars().take(40).collect();
            return (!name.is_empty()).then_some(name);
        }
        if line.starts_with(b"0 ") && !line.starts_with(b"0 HEAD") {
            return None;
        }
    }
    None
}

/// How many sequences beyond ASCII are right in UTF-8, and how many wrong.
fn utf8_sequences(bytes: &[u8]) -> (usize, usize) {
    let mut good = 0;
    let mut bad = 0;
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    (good, bad)
}

fn lossy(bytes: &[u8]) -> (String, usize) {
    let lost = utf8_sequences(bytes).1;
    (String::from_utf8_lossy(bytes).into_owned(), lost)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (String, usize) {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut lost = rest.len();
    let units = pairs.iter().map(|pair| unit(*pair));
    let text = char::decode_utf16(units)
        .map(|read| {
            read.unwrap_or_else(|_| {
                lost += 1;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    (text, lost)
}

/// The letters of Windows-1252 between 0x80 and 0x9F; the others are Latin-1.
const WINDOWS_1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ";

fn windows_1252(bytes: &[u8]) -> (String, usize) {
    let high: Vec<char> = WINDOWS_1252.chars().collect();
    let text = bytes.iter().map(|&byte| match byte {
        0x80..=0x9F => high.get(usize::from(byte - 0x80)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::from(byte),
    });
    let lost = bytes.iter().filter(|byte| matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D)).count();
    (text.collect(), lost)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (String, Encoding, Vec<MessageKey>) {
        let mut notes = Notes::new(10);
        let (text, encoding) = decode(bytes, &mut notes);
        (text, encoding, notes.kept.iter().map(|note| note.message.key).collect())
    }

    fn header(name: &str, text: &[u8]) -> Vec<u8> {
        [format!("0 HEAD\n1 CHAR {name}\n0 NOTE ").as_bytes(), text].concat()
    }

    #[test]
    fn claims_are_believed_where_the_bytes_allow_it() {
        use Encoding::{Ansel, Ascii, Utf8, Windows1252};
        use MessageKey::{CharactersLost, EncodingMismatch, EncodingUnknown};
        /// The claim, the bytes, what they are read as, the text, the notes.
        type Case<'a> = (&'a str, &'a [u8], Encoding, &'a str, &'a [MessageKey]);
        let cases: &[Case<'_>] = &[
            ("UTF-8", "Ærø أمنة".as_bytes(), Utf8, "Ærø أمنة", &[]),
            ("UTF-8", b"Bj\xF8rn", Windows1252, "Bjørn", &[EncodingMismatch]),
            ("ANSEL", b"Bj\xB2rn", Ansel, "Bjørn", &[]),
            ("ANSEL", "Bjørn".as_bytes(), Utf8, "Bjørn", &[EncodingMismatch]),
            ("ANSI", b"Bj\xF8rn \x96 \x80", Windows1252, "Bjørn – €", &[]),
            ("ANSI", "Bjørn".as_bytes(), Utf8, "Bjørn", &[EncodingMismatch]),
            ("ASCII", b"Bjorn", Ascii, "Bjorn", &[]),
            ("ASCII", b"Bj\xF8rn", Windows1252, "Bjørn", &[EncodingMismatch]),
            ("UNICODE", "Bjørn".as_bytes(), Utf8, "Bjørn", &[EncodingMismatch]),
            ("IBMPC", b"Bjorn", Utf8, "Bjorn", &[EncodingUnknown]),
            (
                "UTF-8",
                "Bjørn Ærø Øy\u{e5}".as_bytes().split_last().unwrap().1,
                Utf8,
                "Bjørn Ærø Øy\u{FFFD}",
                &[CharactersLost],
            ),
        ];
        for (name, bytes, encoding, text, keys) in cases {
            let read = decoded(&header(name, bytes));
            assert_eq!(read.1, *encoding, "{name} {text}");
            assert!(read.0.ends_with(&format!("NOTE {text}")), "{name}: {}", read.0);
            assert_eq!(&read.2, keys, "{name} {text}");
        }
    }

    #[test]
    fn marks_at_the_start_decide() {
        let text = "0 HEAD\n1 CHAR UNICODE\n0 NOTE Åse 🏠";
        let units: Vec<u16> = text.encode_utf16().collect();
        let le: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let be: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        let cases = [
            ([&[0xFF, 0xFE], &le[..]].concat(), Encoding::Utf16Le),
            ([&[0xFE, 0xFF], &be[..]].concat(), Encoding::Utf16Be),
            (le, Encoding::Utf16Le),
            (be, Encoding::Utf16Be),
        ];
        for (bytes, encoding) in cases {
            assert_eq!(decoded(&bytes), (text.to_owned(), encoding, vec![]));
        }
        let utf8 = [&[0xEF, 0xBB, 0xBF], "0 HEAD Åse".as_bytes()].concat();
        assert_eq!(decoded(&utf8), ("0 HEAD Åse".to_owned(), Encoding::Utf8, vec![]));
    }

    #[test]
    fn half_a_pair_and_half_a_unit_are_counted() {
        let (text, _, keys) = decoded(&[0xFF, 0xFE, b'0', 0, 0x00, 0xD8, b'a', 0, 7]);
        assert_eq!((text.as_str(), keys), ("0\u{FFFD}a", vec![MessageKey::CharactersLost]));
    }
}
