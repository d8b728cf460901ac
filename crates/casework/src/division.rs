//! R10 Splitting and merging cases.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A fact as splitting sees it: its id, and who was telling. Several tellers
/// make a joint fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldFact<'a> {
    /// Id of the fact.
    pub id: &'a str,
    /// Person ids of those who told it.
    pub tellers: BTreeSet<&'a str>,
}

/// Where each fact goes when a case is split.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Split<'a> {
    /// Facts for the first case.
    pub first: Vec<&'a str>,
    /// Facts for the second case.
    pub second: Vec<&'a str>,
    /// Facts that neither side told (such as staff's own): a person decides.
    pub undecided: Vec<&'a str>,
}

/// R10: each takes what they told and the joint facts.
#[must_use]
pub fn split<'a>(facts: &[ToldFact<'a>], first: &BTreeSet<&str>, second: &BTreeSet<&str>) -> Split<'a> {
    let mut result = Split::default();
    for fact in facts {
        let by_first = fact.tellers.iter().any(|it| first.contains(it));
        let by_second = fact.tellers.iter().any(|it| second.contains(it));
        if by_first {
            result.first.push(fact.id);
        }
        if by_second {
            result.second.push(fact.id);
        }
        if !by_first && !by_second {
            result.undecided.push(fact.id);
        }
    }
    result
}

/// Who was telling, as splitting sees it: the person who told it; and where
/// people of both sides were present (they stand in the audience), all of them.
/// Who goes with both sides, such as a child of two parents, is of neither: a
/// child's presence does not make a mother's words the father's.
#[must_use]
pub fn tellers<'a>(
    teller: &'a str,
    audience: impl IntoIterator<Item = &'a str>,
    first: &BTreeSet<&str>,
    second: &BTreeSet<&str>,
) -> BTreeSet<&'a str> {
    let person = |key: &'a str| key.strip_prefix("person:");
    let present: BTreeSet<&str> = audience.into_iter().chain([teller]).filter_map(person).collect();
    let is_joint = present.iter().any(|it| first.contains(it) && !second.contains(it))
        && present.iter().any(|it| second.contains(it) && !first.contains(it));
    if is_joint { present } else { person(teller).into_iter().collect() }
}

/// A side to which a participant or a fact goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goes {
    /// To the first case.
    First,
    /// To the second case.
    Second,
    /// To both.
    Both,
    /// Stays in the closed case.
    Stays,
}

impl Goes {
    /// Whether it goes to the first case.
    #[must_use]
    pub const fn to_first(self) -> bool {
        matches!(self, Self::First | Self::Both)
    }

    /// Whether it goes to the second case.
    #[must_use]
    pub const fn to_second(self) -> bool {
        matches!(self, Self::Second | Self::Both)
    }
}

/// R10: merging needs every participant's yes. Returns who has not said it.
///
/// # Errors
/// The participants of either case who have not agreed.
pub fn may_merge<'a>(participants: &BTreeSet<&'a str>, agreed: &BTreeSet<&'a str>) -> Result<(), Vec<&'a str>> {
    let missing: Vec<_> = participants.difference(agreed).copied().collect();
    if missing.is_empty() { Ok(()) } else { Err(missing) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn set<'a>(ids: &[&'a str]) -> BTreeSet<&'a str> {
        ids.iter().copied().collect()
    }

    #[test]
    fn r10_each_takes_what_they_told_and_the_joint_facts() {
        let told = |id, tellers: &[&'static str]| ToldFact { id, tellers: set(tellers) };
        let facts =
            [told("own", &["A01"]), told("his", &["A03"]), told("joint", &["A01", "A03"]), told("observed", &[])];
        let result = split(&facts, &set(&["A01"]), &set(&["A03"]));
        assert_eq!(result.first, ["own", "joint"]);
        assert_eq!(result.second, ["his", "joint"]);
        assert_eq!(result.undecided, ["observed"]);
    }

    #[test]
    fn r10_who_was_telling() {
        let (first, second) = (set(&["A01", "A07"]), set(&["A03", "A07"]));
        let table: [(&str, &[&str], &[&str]); 7] = [
            ("person:A01", &["person:A01", "team"], &["A01"]),
            ("person:A01", &["person:A01", "person:A07", "team"], &["A01"]),
            ("team", &["person:A01", "team"], &[]),
            ("team", &["person:A01", "person:A03", "team"], &["A01", "A03"]),
            ("person:A03", &["person:A01", "team"], &["A01", "A03"]),
            ("lead", &["lead"], &[]),
            // A child who goes with both was told as to both.
            ("person:A07", &["team"], &["A07"]),
        ];
        for (teller, audience, expected) in table {
            let told = tellers(teller, audience.iter().copied(), &first, &second);
            assert_eq!(told, set(expected), "{teller} {audience:?}");
        }
    }

    #[test]
    fn r10_one_missing_yes_stops_a_merger() {
        assert_eq!(may_merge(&set(&["A01", "A03"]), &set(&["A01", "A03", "X"])), Ok(()));
        assert_eq!(may_merge(&set(&["A01", "A03"]), &set(&["A01"])), Err(vec!["A03"]));
    }

    proptest! {
        /// No fact is lost, and none reaches a side that had no part in telling it.
        #[test]
        fn r10_nothing_is_lost_and_nothing_leaks(tellers in prop::collection::vec(prop::collection::btree_set("[a-d]", 0..3), 0..12)) {
            let ids: Vec<String> = (0..tellers.len()).map(|n| n.to_string()).collect();
            let facts: Vec<_> = ids.iter().zip(&tellers)
                .map(|(id, tellers)| ToldFact { id, tellers: tellers.iter().map(String::as_str).collect() }).collect();
            let result = split(&facts, &set(&["a", "b"]), &set(&["c"]));
            for fact in &facts {
                let first = fact.tellers.contains("a") || fact.tellers.contains("b");
                let second = fact.tellers.contains("c");
                prop_assert_eq!(result.first.contains(&fact.id), first);
                prop_assert_eq!(result.second.contains(&fact.id), second);
                prop_assert_eq!(result.undecided.contains(&fact.id), !first && !second);
            }
        }
    }
}
