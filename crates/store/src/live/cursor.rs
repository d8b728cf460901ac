//! How far a browser has come: the number of its last update, and a mark of
//! what it holds. The number counts what this viewer was sent and nothing else;
//! the mark tells whether what they may see is still the same.

use std::fmt;

/// Digits of a mark.
pub(super) const MARK: usize = 32;

/// How far a browser has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// The last update that was taken in; 0 before the first.
    pub number: u64,
    /// The mark of what is held; empty where that is not known.
    pub mark: String,
}

impl Cursor {
    /// A cursor as a browser sent it. What is none begins anew.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let Some((number, mark)) = text.split_once('.') else { return Self::default() };
        let Ok(number) = number.parse::<u64>() else { return Self::default() };
        let is_mark = mark.len() == MARK && mark.bytes().all(|byte| byte.is_ascii_hexdigit());
        Self {
            // The browser's own counter; a wrong one harms nobody else.
            number: number.min(u64::from(u32::MAX)),
            mark: if is_mark { mark.to_owned() } else { String::new() },
        }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.number, self.mark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_anything_else_begins_anew() {
        let mark = "0123456789abcdef0123456789abcdef";
        let cursor = Cursor { number: 7, mark: mark.into() };
        assert_eq!(Cursor::read(&cursor.to_string()), cursor);
        assert_eq!(Cursor::read("7."), Cursor { number: 7, mark: String::new() });
        assert_eq!(Cursor::read(&format!("7.{mark}0")), Cursor { number: 7, mark: String::new() });
        for strange in ["", "7", "x.y", "-1.", ".", "99999999999999999999."] {
            assert_eq!(Cursor::read(strange), Cursor::default(), "{strange}");
        }
        assert_eq!(Cursor::read(&format!("{}.", u64::MAX)).number, u64::from(u32::MAX));
    }
}
