//! What the reader has to say: as many notes as are wanted, the rest counted.

use super::LineNote;
use crate::message::{Message, MessageKey, Severity};
use std::collections::BTreeMap;

/// How many different paths are told apart; the rest is counted together.
const PATHS_MAX: usize = 1_000;
/// The path under which the rest is counted.
const OTHER_PATHS: &str = "…";

/// Notes by line, and what was left behind by path.
#[derive(Debug)]
pub(super) struct Notes {
    limit: usize,
    pub(super) kept: Vec<LineNote>,
    pub(super) left_out: usize,
    pub(super) not_carried: BTreeMap<String, u32>,
}

impl Notes {
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, kept: Vec::new(), left_out: 0, not_carried: BTreeMap::new() }
    }

    /// Notes something about a line (0 for the file).
    pub(super) fn add(&mut self, line: u32, severity: Severity, message: Message) {
        if self.kept.len() < self.limit {
            self.kept.push(LineNote { line, severity, message });
        } else {
            self.left_out += 1;
        }
    }

    /// Warns about a line, without values.
    pub(super) fn warn(&mut self, line: u32, key: MessageKey) {
        self.add(line, Severity::Warning, Message::new(key));
    }

    /// Counts something that could not be carried over.
    pub(super) fn lost(&mut self, path: &[&str]) {
        let mut path = path.join(".");
        if self.not_carried.len() >= PATHS_MAX && !self.not_carried.contains_key(&path) {
            path = OTHER_PATHS.to_owned();
        }
        *self.not_carried.entry(path).or_default() += 1;
    }

    /// Puts the notes in the order of the file.
    pub(super) fn sort(&mut self) {
        self.kept.sort_by_key(|note| note.line);
    }
}

/// A value as it may be shown: on one line and not too long.
pub(super) fn shown(value: &str) -> String {
    const LONGEST: usize = 80;
    let mut text: String = value.chars().take(LONGEST).map(|one| if one.is_control() { ' ' } else { one }).collect();
    if value.chars().nth(LONGEST).is_some() {
        text.push('…');
    }
    text
}
