//! Versions of a plan. Staff propose one; whoever is asked says yes or asks for
//! a change. A version is a set of parts as they then stood; for each viewer
//! it is what they may see of it, and versions that are the same to them are
//! one.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Parts by id, each as it stood after so many revisions.
pub type Content = BTreeMap<String, i64>;

/// A version as it was proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Id.
    pub id: String,
    /// When, milliseconds since 1970.
    pub at: i64,
    /// Name of who proposed it.
    pub by: String,
    /// What it says.
    pub content: Content,
}

/// A version as one viewer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenVersion {
    /// The last of the versions that are this one to the viewer: answers name it.
    pub id: String,
    /// All of them.
    pub ids: BTreeSet<String>,
    /// Counted for this viewer, from 1.
    pub number: u32,
    /// When the first of them was proposed.
    pub at: i64,
    /// Name of who proposed the first.
    pub by: String,
    /// What the viewer sees of it.
    pub content: Content,
}

/// What somebody said to a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// Yes.
    Approve,
    /// Something is to be changed first.
    Change,
    /// A yes is taken back.
    Withdraw,
}

impl AnswerKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Approve, Self::Change, Self::Withdraw];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Change => "change",
            Self::Withdraw => "withdraw",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// An answer. Nobody but its giver takes it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Id of the version.
    pub version: String,
    /// Key of who answers.
    pub approver: String,
    /// What.
    pub kind: AnswerKind,
    /// In their words.
    pub words: String,
    /// When, milliseconds since 1970.
    pub at: i64,
    /// Name of who of the staff wrote it down for them; empty for their own hand.
    pub recorded_by: String,
}

/// The versions as a viewer sees them who may see these parts, oldest first. A
/// version that changes nothing for the viewer is the one before.
#[must_use]
pub fn seen(versions: &[Version], may_see: impl Fn(&str, i64) -> bool) -> Vec<SeenVersion> {
    let mut found: Vec<SeenVersion> = Vec::new();
    for version in versions {
        let visible = version.content.iter().filter(|(id, revision)| may_see(id, **revision));
        let content: Content = visible.map(|(id, revision)| (id.clone(), *revision)).collect();
        match found.last_mut() {
            Some(last) if last.content == content => {
                last.id.clone_from(&version.id);
                last.ids.insert(version.id.clone());
            }
            None if content.is_empty() => {}
            _ => found.push(SeenVersion {
                id: version.id.clone(),
                ids: BTreeSet::from([version.id.clone()]),
                number: u32::try_from(found.len() + 1).unwrap_or(u32::MAX),
                at: version.at,
                by: version.by.clone(),
                content,
            }),
        }
    }
    found
}

/// The last word of each who answered a version.
#[must_use]
pub fn last_answers<'a>(version: &SeenVersion, answers: &'a [Answer]) -> BTreeMap<&'a str, &'a Answer> {
    let mut last = BTreeMap::new();
    for answer in answers.iter().filter(|it| version.ids.contains(&it.version)) {
        let known: &mut &Answer = last.entry(answer.approver.as_str()).or_insert(answer);
        if answer.at >= known.at {
            *known = answer;
        }
    }
    last
}

/// What became of a part between two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It is new.
    New,
    /// It says something else.
    Changed,
    /// It is gone.
    Gone,
}

/// The difference between two contents, by part.
#[must_use]
pub fn difference(before: &Content, after: &Content) -> BTreeMap<String, Change> {
    let came = after.iter().filter_map(|(id, revision)| match before.get(id) {
        None => Some((id.clone(), Change::New)),
        Some(was) if was != revision => Some((id.clone(), Change::Changed)),
        Some(_) => None,
    });
    let went = before.keys().filter(|id| !after.contains_key(*id)).map(|id| (id.clone(), Change::Gone));
    came.chain(went).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn version(id: &str, content: &[(&str, i64)]) -> Version {
        let content = content.iter().map(|(id, revision)| ((*id).to_owned(), *revision)).collect();
        Version { id: id.into(), at: 1, by: "Kari".into(), content }
    }

    #[test]
    fn r11_a_version_that_changes_nothing_for_a_viewer_is_no_version() {
        let all = [
            version("v1", &[("secret", 1)]),
            version("v2", &[("secret", 1), ("a", 1)]),
            version("v3", &[("secret", 2), ("a", 1)]),
            version("v4", &[("secret", 2), ("a", 2), ("b", 1)]),
        ];
        let whole = seen(&all, |_, _| true);
        assert_eq!(whole.iter().map(|it| it.number).collect::<Vec<_>>(), [1, 2, 3, 4]);
        let part = seen(&all, |id, _| id != "secret");
        assert_eq!(part.iter().map(|it| (it.number, it.id.as_str())).collect::<Vec<_>>(), [(1, "v3"), (2, "v4")]);
        let expected = BTreeMap::from([("a".to_owned(), Change::Changed), ("b".to_owned(), Change::New)]);
        assert_eq!(difference(&part[0].content, &part[1].content), expected);
        assert_eq!(difference(&part[1].content, &part[0].content)["b"], Change::Gone);
    }

    #[test]
    fn the_last_word_counts_and_holds_for_what_is_the_same() {
        let all = [version("v1", &[("a", 1)]), version("v2", &[("a", 1), ("hidden", 1)])];
        let part = seen(&all, |id, _| id != "hidden");
        let answer = |version: &str, kind, at| Answer {
            version: version.into(),
            approver: "person:A01".into(),
            kind,
            words: String::new(),
            at,
            recorded_by: String::new(),
        };
        let said = [
            answer("v1", AnswerKind::Change, 1),
            answer("v1", AnswerKind::Approve, 2),
            answer("v9", AnswerKind::Change, 3),
        ];
        assert_eq!(last_answers(&part[0], &said)["person:A01"].kind, AnswerKind::Approve);
        // Who sees the hidden part is asked again.
        let whole = seen(&all, |_, _| true);
        assert!(last_answers(&whole[1], &said).is_empty());
    }

    proptest! {
        /// Going through the differences leads from each version to the next, and numbers have no gap.
        #[test]
        fn numbers_have_no_gap_and_differences_lead_on(
            contents in prop::collection::vec(prop::collection::btree_map("[a-d]", 1_i64..4, 0..4), 0..6),
            hidden in "[a-d]",
        ) {
            let all: Vec<Version> = contents.iter().enumerate().map(|(at, content)| Version {
                id: at.to_string(), at: 0, by: String::new(), content: content.clone(),
            }).collect();
            let found = seen(&all, |id, _| id != hidden);
            for (at, it) in found.iter().enumerate() {
                prop_assert_eq!(it.number as usize, at + 1);
                prop_assert!(!it.content.contains_key(&hidden));
            }
            for pair in found.windows(2) {
                prop_assert!(!difference(&pair[0].content, &pair[1].content).is_empty());
            }
        }
    }
}
