//! Who may join a group, and what staff should know before they say yes.

use crate::calendar::moment::Moment;
use crate::day::Day;
use crate::programme::ChildAge;
use serde::{Deserialize, Serialize};

/// A group as far as joining goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinRule {
    /// How old the children are about whom it is.
    pub child_age: Option<ChildAge>,
    /// The day of the first meeting, on which ages are reckoned.
    pub starts: Day,
    /// From this moment nobody joins any more.
    pub closes: Moment,
    /// Codes of the languages that are spoken.
    pub languages: Vec<String>,
}

/// Somebody who may join.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
    /// Birthdays of the own children, where they are known.
    pub children_born: Vec<Day>,
    /// Codes of the languages they speak well enough.
    pub languages: Vec<String>,
    /// In this group or on its list already.
    pub already_here: bool,
    /// In another group of the same programme that is not over.
    pub elsewhere: bool,
    /// A bar stands between them and somebody in the group or who leads it (R5).
    pub barred: bool,
}

/// Something about a candidate and a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JoinIssue {
    /// The programme lets nobody join any more.
    Closed,
    /// In the group, or on its list.
    AlreadyHere,
    /// They cannot be in this group. Whoever may not see the bar is told
    /// [`JoinIssue::NotThisGroup`], with the same words for every cause.
    Barred,
    /// Another group has to be found; no cause is told.
    NotThisGroup,
    /// In another group of the same programme: a transfer is meant?
    Elsewhere,
    /// No child of the programme's age.
    ChildAge,
    /// None of the group's languages: an interpreter is needed, or another group.
    Language,
}

impl JoinIssue {
    /// Stable code, the key of its text.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Closed => "joining_closed",
            Self::AlreadyHere => "already_here",
            Self::Barred => "barred",
            Self::NotThisGroup => "not_this_group",
            Self::Elsewhere => "elsewhere",
            Self::ChildAge => "child_age",
            Self::Language => "language",
        }
    }

    /// Whether it rules joining out; the others staff weigh themselves.
    #[must_use]
    pub const fn is_hard(self) -> bool {
        matches!(self, Self::Closed | Self::AlreadyHere | Self::Barred | Self::NotThisGroup)
    }
}

/// A child's age in whole months on a day; none before birth.
#[must_use]
pub fn months_old(born: Day, day: Day) -> Option<u16> {
    let months = |it: Day| i32::from(it.year) * 12 + i32::from(it.month);
    let whole = months(day) - months(born) - i32::from(day.day < born.day);
    u16::try_from(whole).ok()
}

/// What there is to say, what rules joining out first. `sees_bars` tells
/// whether whoever asks may know of the bar.
#[must_use]
pub fn may_join(rule: &JoinRule, candidate: &Candidate, now: Moment, sees_bars: bool) -> Vec<JoinIssue> {
    let mut issues = Vec::new();
    if now >= rule.closes {
        issues.push(JoinIssue::Closed);
    }
    if candidate.already_here {
        issues.push(JoinIssue::AlreadyHere);
    }
    if candidate.barred {
        issues.push(if sees_bars { JoinIssue::Barred } else { JoinIssue::NotThisGroup });
    }
    if candidate.elsewhere {
        issues.push(JoinIssue::Elsewhere);
    }
    if let Some(age) = rule.child_age {
        let fits = |born: &Day| {
            months_old(*born, rule.starts).is_some_and(|months| (age.from_months..age.below_months).contains(&months))
        };
        // Of a child whose birthday nobody told nothing is said.
        if !candidate.children_born.is_empty() && !candidate.children_born.iter().any(fits) {
            issues.push(JoinIssue::ChildAge);
        }
    }
    if !candidate.languages.is_empty() && !candidate.languages.iter().any(|it| rule.languages.contains(it)) {
        issues.push(JoinIssue::Language);
    }
    issues.sort_unstable();
    issues
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_months() {
        let born = Day::new(2026, 8, 31);
        let table = [
            (Day::new(2026, 8, 30), None),
            (Day::new(2026, 8, 31), Some(0)),
            (Day::new(2026, 9, 30), Some(0)),
            (Day::new(2026, 10, 1), Some(1)),
            (Day::new(2027, 8, 31), Some(12)),
            (Day::new(2027, 8, 30), Some(11)),
        ];
        for (day, months) in table {
            assert_eq!(months_old(born, day), months, "{day}");
        }
    }

    #[test]
    fn the_table_of_who_may_join() {
        let rule = JoinRule {
            child_age: Some(ChildAge { from_months: 4, below_months: 84 }),
            starts: Day::new(2027, 1, 12),
            closes: "2027-01-19T10:00".parse().unwrap(),
            languages: vec!["nb".into(), "so".into()],
        };
        let plain = Candidate::default();
        let born = |year, month, day| Candidate { children_born: vec![Day::new(year, month, day)], ..plain.clone() };
        let speaks = |it: &[&str]| Candidate { languages: it.iter().map(|&it| it.into()).collect(), ..plain.clone() };
        let barred = Candidate { barred: true, ..plain.clone() };
        let (before, after) = ("2027-01-19T09:59".parse().unwrap(), "2027-01-19T10:00".parse().unwrap());
        let table = [
            (plain.clone(), before, true, vec![]),
            (plain.clone(), after, true, vec![JoinIssue::Closed]),
            (Candidate { already_here: true, ..plain.clone() }, before, true, vec![JoinIssue::AlreadyHere]),
            (Candidate { elsewhere: true, ..plain.clone() }, before, true, vec![JoinIssue::Elsewhere]),
            (barred.clone(), before, true, vec![JoinIssue::Barred]),
            (barred, before, false, vec![JoinIssue::NotThisGroup]),
            (born(2026, 9, 12), before, true, vec![]),
            (born(2026, 9, 13), before, true, vec![JoinIssue::ChildAge]),
            (born(2020, 1, 12), before, true, vec![JoinIssue::ChildAge]),
            (born(2020, 1, 13), before, true, vec![]),
            (speaks(&["ar", "so"]), before, true, vec![]),
            (speaks(&["ar"]), before, true, vec![JoinIssue::Language]),
        ];
        for (candidate, now, sees, expected) in table {
            assert_eq!(may_join(&rule, &candidate, now, sees), expected, "{candidate:?}");
        }
    }

    #[test]
    fn only_what_cannot_be_helped_rules_joining_out() {
        let hard: Vec<_> = [
            JoinIssue::Closed,
            JoinIssue::AlreadyHere,
            JoinIssue::Barred,
            JoinIssue::NotThisGroup,
            JoinIssue::Elsewhere,
            JoinIssue::ChildAge,
            JoinIssue::Language,
        ]
        .into_iter()
        .filter(|it| it.is_hard())
        .map(JoinIssue::code)
        .collect();
        assert_eq!(hard, ["joining_closed", "already_here", "barred", "not_this_group"]);
    }
}
