//! What is kept of a form, and for how long.

use serde::{Deserialize, Serialize};

/// Kept this long, in milliseconds: fourteen days.
pub const KEPT_MS: f64 = 14.0 * 24.0 * 60.0 * 60.0 * 1000.0;
/// Earlier texts that nobody has answered for are kept up to this many deep.
const DEPTH: usize = 3;
/// What all of ours begin with in the browser's storage.
pub const PREFIX: &str = "familiekart.draft.";

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// The field's name.
    pub name: String,
    /// Which of those with the same name, from 0.
    pub nth: u32,
    /// What stands in it; «on» or nothing for a box.
    pub value: String,
}

/// What somebody typed and did not save.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// When it was typed, milliseconds since 1970.
    pub at: f64,
    /// The page's address, to get back to it.
    pub path: String,
    /// The page's title, to know it by.
    pub title: String,
    /// The fields.
    pub fields: Vec<Field>,
    /// What was offered and not answered when this was typed.
    pub earlier: Option<Box<Kept>>,
}

impl Kept {
    /// The same with what was offered before behind it, not too deep.
    #[must_use]
    pub fn over(mut self, earlier: Option<Self>) -> Self {
        self.earlier = earlier.map(|earlier| Box::new(earlier.cut(DEPTH - 1)));
        self
    }

    fn cut(mut self, depth: usize) -> Self {
        self.earlier = match self.earlier {
            Some(earlier) if depth > 1 => Some(Box::new(earlier.cut(depth - 1))),
            _ => None,
        };
        self
    }
}

/// Whether something typed at `at` is too old to keep.
#[must_use]
pub fn is_over(at: f64, now: f64) -> bool {
    now - at > KEPT_MS
}

/// The time, nonce and sealed text of a stored line.
#[must_use]
pub fn split(line: &str) -> Option<(f64, Vec<u8>, Vec<u8>)> {
    let mut parts = line.split('.');
    let at = parts.next()?.parse::<u64>().ok()?;
    let (nonce, sealed) = (from_hex(parts.next()?)?, from_hex(parts.next()?)?);
    parts.next().is_none().then_some((at as f64, nonce, sealed))
}

/// A line to store.
#[must_use]
pub fn join(at: f64, nonce: &[u8], sealed: &[u8]) -> String {
    format!("{}.{}.{}", at as u64, to_hex(nonce), to_hex(sealed))
}

/// Hexadecimal digits of bytes.
#[must_use]
pub fn to_hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    bytes.iter().flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]).collect()
}

/// The bytes of hexadecimal digits.
#[must_use]
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2))?;
    digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(at: f64) -> Kept {
        Kept { at, path: "/x".into(), title: "X".into(), fields: Vec::new(), earlier: None }
    }

    #[test]
    fn a_line_is_what_was_joined_and_nothing_else() {
        let line = join(1_795_424_400_000.0, &[1, 255], &[0, 16, 171]);
        assert_eq!(line, "1795424400000.01ff.0010ab");
        assert_eq!(split(&line), Some((1_795_424_400_000.0, vec![1, 255], vec![0, 16, 171])));
        for wrong in ["", "1", "1.aa", "1.aa.b", "x.aa.bb", "1.aa.bb.cc", "1.æ.bb", "-1.aa.bb"] {
            assert_eq!(split(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn fourteen_days_and_not_longer() {
        let day = 24.0 * 60.0 * 60.0 * 1000.0;
        for (days, over) in [(0.0, false), (13.9, false), (14.0, false), (14.1, true)] {
            assert_eq!(is_over(0.0, days * day), over, "{days}");
        }
    }

    #[test]
    fn what_was_offered_stays_behind_but_not_for_ever() {
        let mut newest = kept(0.0);
        for at in 1..10 {
            newest = kept(f64::from(at)).over(Some(newest));
        }
        let mut times = Vec::new();
        let mut next = Some(&newest);
        while let Some(one) = next {
            times.push(one.at);
            next = one.earlier.as_deref();
        }
        assert_eq!(times, [9.0, 8.0, 7.0]);
    }
}
