//! GEDCOM 5.5.1 and 7: a tolerant reader, from bytes to a [`Record`], and a
//! writer that loses nothing to it.
//!
//! ```text
//! bytes ─encoding─> text ─lines─> lines ─tree─> nodes ─people, families─> Record
//! ```
//!
//! One bad line never costs the rest: it is named by its number and passed
//! over. What the record has no place for is counted by its path of tags.

mod ansel;
mod build;
mod dates;
mod encoding;
mod family;
mod lines;
mod notes;
mod own;
mod person;
mod tree;
mod write;

pub use write::{Version, write};

use crate::code::coded;
use crate::message::{Message, MessageKey, Severity};
use crate::record::{Origin, Record};
use build::{Drafts, Target};
use lines::Content;
use notes::Notes;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::collections::hash_map::Entry;
use tree::Node;

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
    let (file, mut notes, encoding) = read_file(bytes, limits)?;
    let (drafts, version, own) = file.finish(&mut notes);
    let (record, counts) = if own.counts() {
        let record = own.adopted(origin, make_id);
        let counts = count(&record);
        (record, counts)
    } else {
        build::build(drafts, origin, make_id, &mut notes)
    };
    notes.sort();
    Ok(Import {
        record,
        counts,
        notes: notes.kept,
        notes_left_out: notes.left_out,
        not_carried: notes.not_carried,
        encoding,
        version,
    })
}

/// Reads a file that [`write`] has written with extensions, and gives the very
/// record back, with its ids and origins. Only for files that one trusts as
/// one's own.
///
/// # Errors
///
/// [`Unreadable`] where the file is none of ours or damaged.
pub fn restore(bytes: &[u8], limits: &Limits) -> Result<Record, Unreadable> {
    let (file, mut notes, _) = read_file(bytes, limits)?;
    let (.., own) = file.finish(&mut notes);
    let damaged = notes.kept.iter().any(|note| note.message.key == MessageKey::FactUnreadable);
    if !own.counts() || damaged {
        return Err(Unreadable { message: Message::new(MessageKey::NotOurs) });
    }
    Ok(own.restored())
}

/// How much a record holds.
fn count(record: &Record) -> Counts {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Counts {
        people: count(record.people.len()),
        couples: count(record.partnerships.len()),
        parent_ties: count(record.parent_links.len()),
        twins: count(record.birth_groups.len()),
    }
}

/// The records of a file, and what was odd about it.
fn read_file(bytes: &[u8], limits: &Limits) -> Result<(File, Notes, Encoding), Unreadable> {
    if bytes.len() > limits.bytes {
        let message = Message::new(MessageKey::FileTooLarge).with("size", bytes.len()).with("limit", limits.bytes);
        return Err(Unreadable { message });
    }
    let mut notes = Notes::new(limits.notes);
    let (text, encoding) = encoding::decode(bytes, &mut notes);
    if text.trim_matches(|one: char| one.is_whitespace() || one == '\0').is_empty() {
        return Err(Unreadable { message: Message::new(MessageKey::FileEmpty) });
    }
    if !begins_like_gedcom(&text, limits) {
        return Err(Unreadable { message: Message::new(MessageKey::NotGedcom) });
    }
    let mut file = File::default();
    tree::records(&text, limits, &mut notes, |node, notes| file.take(&node, limits, notes))?;
    Ok((file, notes, encoding))
}

/// How many lines may stand before the first record.
const LINES_BEFORE_RECORD: usize = 50;

/// Whether one of the first lines opens a record.
fn begins_like_gedcom(text: &str, limits: &Limits) -> bool {
    lines::lines(text, limits.line).take(LINES_BEFORE_RECORD).any(|line| match line.content {
        Content::Tagged { level: 0, xref, tag, .. } => {
            let records = ["HEAD", "INDI", "FAM", "SUBM", "SOUR", "REPO", "OBJE", "NOTE", "SNOTE", "TRLR"];
            xref.is_some() || records.iter().any(|known| tag.eq_ignore_ascii_case(known))
        }
        _ => false,
    })
}

/// The records of a file as they come.
#[derive(Debug, Default)]
struct File {
    drafts: Drafts,
    own: own::Own,
    version: Option<String>,
    records: u32,
    header: bool,
    header_year: Option<u16>,
    trailer: bool,
    after_trailer: bool,
}

impl File {
    fn take(&mut self, node: &Node<'_>, limits: &Limits, notes: &mut Notes) -> Result<(), Unreadable> {
        self.records += 1;
        if self.trailer && !self.after_trailer {
            self.after_trailer = true;
            notes.warn(node.line, MessageKey::TextAfterTrailer);
        }
        let target = match node.tag.as_ref() {
            "HEAD" => {
                self.header(node, notes);
                self.own.header(node);
                return Ok(());
            }
            write::FACTS => {
                self.own.take(node, limits.people, notes);
                return Ok(());
            }
            "TRLR" => {
                self.trailer = true;
                return Ok(());
            }
            "INDI" => {
                if self.drafts.people.len() >= limits.people {
                    let message = Message::new(MessageKey::TooManyPeople).with("limit", limits.people);
                    return Err(Unreadable { message });
                }
                self.drafts.people.push(person::read(node, notes));
                Target::Person(self.drafts.people.len() - 1)
            }
            "FAM" => {
                self.drafts.families.push(family::read(node, notes));
                Target::Family(self.drafts.families.len() - 1)
            }
            other => {
                notes.lost(&[other]);
                Target::Other
            }
        };
        if let Some(xref) = node.xref {
            match self.drafts.xrefs.entry(xref.to_owned()) {
                Entry::Vacant(free) => drop(free.insert(target)),
                Entry::Occupied(_) => {
                    let message = Message::new(MessageKey::DuplicateXref).with("xref", notes::shown(xref));
                    notes.add(node.line, Severity::Warning, message);
                }
            }
        }
        self.drafts.now = self.drafts.now.max(latest_year(node));
        Ok(())
    }

    fn header(&mut self, node: &Node<'_>, notes: &mut Notes) {
        self.header |= self.records == 1;
        self.header_year =
            self.header_year.or_else(|| node.value_of("DATE").and_then(|date| Some(dates::read(date).date?.year)));
        let Some(version) = node.first("GEDC").and_then(|gedc| gedc.first("VERS")) else { return };
        let text = notes::shown(version.value.trim());
        if self.version.is_none() && !text.is_empty() {
            if !(text.starts_with("5.5") || text.starts_with("7.") || text == "7") {
                let message = Message::new(MessageKey::VersionUnknown).with("version", text.as_ref());
                notes.add(version.line, Severity::Warning, message);
            }
            self.version = Some(text);
        }
    }

    fn finish(mut self, notes: &mut Notes) -> (Drafts, Option<String>, own::Own) {
        if !self.header {
            notes.warn(0, MessageKey::HeaderMissing);
        }
        if !self.trailer {
            notes.warn(0, MessageKey::TrailerMissing);
        }
        self.drafts.now = self.header_year.or(self.drafts.now);
        (self.drafts, self.version, self.own)
    }
}

/// The latest year of any date line in a record.
fn latest_year(node: &Node<'_>) -> Option<u16> {
    let own = if node.tag == "DATE" { dates::read(&node.value).date.map(|date| date.year) } else { None };
    node.children.iter().map(latest_year).fold(own, Option::max)
}

#[cfg(test)]
mod tests;
