//! The record as JSON, documented in the crate's README: for moving a map, for
//! other programs, and for reading it again in many years.

use crate::message::{Message, MessageKey};
use crate::record::{Fact, RECORD_VERSION, Record};
use serde::{Deserialize, Serialize};

/// What a file may cost before it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes in the file.
    pub bytes: usize,
    /// Facts in the file.
    pub facts: usize,
}

impl Default for Limits {
    /// 20 MB and 200,000 facts.
    fn default() -> Self {
        Self { bytes: 20_000_000, facts: 200_000 }
    }
}

/// Why nothing could be read. Nothing is kept of such a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unreadable {
    /// What to say.
    pub message: Message,
}

/// The record as JSON, without what was removed from it.
#[must_use]
pub fn write(record: &Record) -> String {
    let mut kept = record.clone();
    kept.removed.clear();
    // A record is maps of plain values: it can always be written.
    serde_json::to_string(&kept).unwrap_or_default()
}

/// Only the version of a file.
#[derive(Deserialize)]
struct Head {
    version: u64,
}

/// Reads a record of this version or an older one. A fact that stands under
/// another id than its own counts under its own; marks of removal are left out.
///
/// # Errors
///
/// [`Unreadable`], with the line that could not be read.
pub fn read(text: &str, limits: &Limits) -> Result<Record, Unreadable> {
    let refuse = |message| Err(Unreadable { message });
    if text.len() > limits.bytes {
        let size = Message::new(MessageKey::FileTooLarge).with("size", text.len());
        return refuse(size.with("limit", limits.bytes));
    }
    if text.trim().is_empty() {
        return refuse(Message::new(MessageKey::FileEmpty));
    }
    let unreadable = |error: &serde_json::Error| Message::new(MessageKey::JsonUnreadable).with("line", error.line());
    match serde_json::from_str::<Head>(text) {
        Ok(head) if head.version > u64::from(RECORD_VERSION) => return refuse(Message::new(MessageKey::JsonNewer)),
        Ok(_) => {}
        Err(error) => return refuse(unreadable(&error)),
    }
    let read: Record = match serde_json::from_str(text) {
        Ok(read) => read,
        Err(error) => return refuse(unreadable(&error)),
    };
    if read.fact_ids().count() > limits.facts {
        return refuse(Message::new(MessageKey::JsonTooManyFacts).with("limit", limits.facts));
    }
    let mut record = Record::new();
    let facts: Vec<Fact> = read.facts().collect();
    facts.into_iter().for_each(|fact| record.put(fact));
    record.index = read.index;
    Ok(record)
}
