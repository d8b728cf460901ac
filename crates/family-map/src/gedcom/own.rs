//! Reading what [`super::write`] has written: the facts under extension tags.

use super::notes::Notes;
use super::tree::Node;
use super::write::{FACT, FACTS, INDEX, PART, SOURCE, VERSION};
use crate::message::{Message, MessageKey, Severity};
use crate::record::{Fact, FactId, Origin, PersonId, RECORD_VERSION, Record};
use std::collections::BTreeMap;

/// The facts of a file, as far as they could be read.
#[derive(Debug, Default)]
pub(super) struct Own {
    /// The file says that it comes from here.
    pub(super) source: bool,
    /// There was a record of facts, of a version that is known here.
    pub(super) found: bool,
    index: Option<PersonId>,
    facts: Vec<Fact>,
}

impl Own {
    /// Whether the header says that the file comes from here.
    pub(super) fn header(&mut self, node: &Node<'_>) {
        self.source |= node.value_of("SOUR") == Some(SOURCE);
    }

    /// Whether the facts of the file count.
    pub(super) const fn counts(&self) -> bool {
        self.source && self.found
    }

    /// Takes a record of facts in. What cannot be read is named by its line.
    pub(super) fn take(&mut self, node: &Node<'_>, people_max: usize, notes: &mut Notes) {
        debug_assert_eq!(node.tag, FACTS);
        let version = node.value_of(VERSION).and_then(|version| version.parse::<u16>().ok());
        if version.is_none_or(|version| version == 0 || version > RECORD_VERSION) {
            notes.warn(node.line, MessageKey::FactsOfOtherVersion);
            return;
        }
        self.found = true;
        self.index = node.value_of(INDEX).and_then(|index| serde_json::from_str(index).ok());
        let mut people = 0;
        for line in node.all(FACT) {
            let text: String = line.all(PART).map(|part| part.value.as_ref()).collect();
            match serde_json::from_str::<Fact>(&text) {
                Ok(Fact::Person(_)) if people >= people_max => {
                    let message = Message::new(MessageKey::TooManyPeople).with("limit", people_max);
                    notes.add(line.line, Severity::Warning, message);
                    return;
                }
                Ok(fact) => {
                    people += usize::from(matches!(fact, Fact::Person(_)));
                    self.facts.push(fact);
                }
                Err(_) => notes.warn(line.line, MessageKey::FactUnreadable),
            }
        }
    }

    /// The record as it was written.
    pub(super) fn restored(self) -> Record {
        let mut record = Record::new();
        record.index = self.index;
        self.facts.into_iter().for_each(|fact| record.put(fact));
        record
    }

    /// The record as somebody else's: with new ids and the given origin, since
    /// a file from outside chooses neither.
    pub(super) fn adopted(self, origin: &Origin, make_id: &mut dyn FnMut() -> String) -> Record {
        let mut names: BTreeMap<FactId, String> = BTreeMap::new();
        let mut name = |id: FactId| names.entry(id).or_insert_with(&mut *make_id).clone();
        let mut record = Record::new();
        for fact in self.facts {
            let mut fact = fact.renamed(&mut name);
            *fact.origin_mut() = origin.clone();
            record.put(fact);
        }
        record.index = self.index.map(|id| PersonId(name(id.into())));
        // An index who is nobody is none.
        record.index = record.index.filter(|id| record.people.contains_key(id));
        record
    }
}
