//! The letters of a text file, whichever program wrote it. Excel in Norway saves
//! «CSV» in Windows-1252 and «Unicode text» in UTF-16; most others write UTF-8.

use serde::{Deserialize, Serialize};

/// Why a file is no text that can be read. Each is the key of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoText {
    /// A workbook or another packed file (`.xlsx`, `.ods`), or the old `.xls`.
    Workbook,
    /// Something else that is no text, or in letters that are not known here.
    Unknown,
}

impl NoText {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Workbook => "list_workbook",
            Self::Unknown => "list_unknown",
        }
    }
}

/// With these begin packed files and the workbooks of old.
const WORKBOOKS: [&[u8]; 2] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"];

/// What Windows-1252 has from 0x80 to 0x9f, where Latin-1 has control
/// characters; five places are empty. (WHATWG, index windows-1252.)
const WINDOWS: [Option<char>; 32] = [
    Some('€'),
    None,
    Some('‚'),
    Some('ƒ'),
    Some('„'),
    Some('…'),
    Some('†'),
    Some('‡'),
    Some('ˆ'),
    Some('‰'),
    Some('Š'),
    Some('‹'),
    Some('Œ'),
    None,
    Some('Ž'),
    None,
    None,
    Some('‘'),
    Some('’'),
    Some('“'),
    Some('”'),
    Some('•'),
    Some('–'),
    Some('—'),
    Some('˜'),
    Some('™'),
    Some('š'),
    Some('›'),
    Some('œ'),
    None,
    Some('ž'),
    Some('Ÿ'),
];

/// The text of a file: UTF-8 or UTF-16 by its mark, UTF-8 where it is that,
/// UTF-16 where every other byte is nothing, and else Windows-1252.
///
/// # Errors
/// Why it is no text.
pub fn read_text(bytes: &[u8]) -> Result<String, NoText> {
    if WORKBOOKS.iter().any(|mark| bytes.starts_with(mark)) {
        return Err(NoText::Workbook);
    }
    let text = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => std::str::from_utf8(bytes)
            .ok()
            .filter(|text| is_text(text))
            .map(str::to_owned)
            .or_else(|| wide_without_mark(bytes))
            .or_else(|| bytes.iter().copied().map(windows).collect()),
    };
    text.filter(|text| is_text(text)).ok_or(NoText::Unknown)
}

/// Text has lines and tabs, and no other control characters.
fn is_text(text: &str) -> bool {
    !text.contains(|it: char| it.is_control() && !matches!(it, '\n' | '\r' | '\t'))
}

fn windows(byte: u8) -> Option<char> {
    match byte {
        0x80..=0x9f => WINDOWS.get(usize::from(byte - 0x80)).copied().flatten(),
        _ => Some(char::from(byte)),
    }
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    if rest.is_empty() { String::from_utf16(&units).ok() } else { None }
}

/// Of text in our letters every other byte is nothing.
fn wide_without_mark(bytes: &[u8]) -> Option<String> {
    let empty = |first: usize| bytes.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let half = bytes.len() / 2;
    let most = |empty: usize| half > 0 && empty * 10 >= half * 9;
    if most(empty(1)) {
        wide(bytes, u16::from_le_bytes)
    } else if most(empty(0)) {
        wide(bytes, u16::from_be_bytes)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "Sak;Navn\r\n2026-0001;Åse Bjørnø, Þóra\t«nøtter» – 5 €\r\n";

    fn wide_bytes(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn the_table_of_letters() {
        let latin = |it: char| match it {
            '–' => 0x96,
            '€' => 0x80,
            other => u8::try_from(u32::from(other)).unwrap(),
        };
        let windows: Vec<u8> = LIST.chars().map(latin).collect();
        let little = wide_bytes(LIST, u16::to_le_bytes);
        let big = wide_bytes(LIST, u16::to_be_bytes);
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        for (name, bytes) in [
            ("UTF-8", LIST.as_bytes().to_vec()),
            ("UTF-8 with a mark", marked(b"\xef\xbb\xbf", LIST.as_bytes())),
            ("Windows-1252", windows),
            ("UTF-16LE with a mark", marked(b"\xff\xfe", &little)),
            ("UTF-16BE with a mark", marked(b"\xfe\xff", &big)),
            ("UTF-16LE", wide_bytes("Sak;Navn\r\n2026-0001;Ase", u16::to_le_bytes)),
        ] {
            let expected = if name == "UTF-16LE" { "Sak;Navn\r\n2026-0001;Ase" } else { LIST };
            assert_eq!(read_text(&bytes).as_deref(), Ok(expected), "{name}");
        }
        assert_eq!(read_text(b""), Ok(String::new()));
    }

    #[test]
    fn what_is_no_text_is_told() {
        for (bytes, expected) in [
            (&b"PK\x03\x04\x14\x00"[..], NoText::Workbook),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", NoText::Workbook),
            (b"\xff\xfeS", NoText::Unknown),
            (b"\xff\xfe\x00\xd8", NoText::Unknown),
            (b"\x89PNG\r\n\x1a\n\x00\x00", NoText::Unknown),
            // Nothing stands there in Windows-1252: another alphabet.
            (b"Sak;\x8e\x81\x9d", NoText::Unknown),
            (b"\xef\xbb\xbf\xff", NoText::Unknown),
        ] {
            assert_eq!(read_text(bytes), Err(expected), "{bytes:?}");
        }
    }
}
