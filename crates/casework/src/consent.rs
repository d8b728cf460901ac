//! Consents to share with other services. A consent is given to a service and
//! never to a named person, for one kind of sharing, for a time; it lifts
//! confidentiality and is not the legal basis of keeping data (GDPR is apart).
//! Each decides over what is theirs: what a service reads follows from who has
//! said yes, part by part.

use crate::child::AgeLimits;
use crate::day::{Day, Period};
use crate::participation::ChildConsent;
use crate::plan::approval::{Approver, TakesPart, approver_of};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a service gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentScope {
    /// It reads those parts of the plan that are for it.
    #[default]
    SharedPlan,
    /// Staff may talk with it.
    Talk,
    /// Staff may send it something in writing.
    Written,
}

impl ConsentScope {
    /// Every scope, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::SharedPlan, Self::Talk, Self::Written];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SharedPlan => "shared_plan",
            Self::Talk => "talk",
            Self::Written => "written",
        }
    }

    /// The scope with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// How far a consent has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentState {
    /// Asked for, and not answered.
    #[default]
    Asked,
    /// Yes.
    Given,
    /// No: kept, so that nobody asks as if it had not been said.
    Refused,
    /// It was yes, and is no longer.
    Withdrawn,
}

impl ConsentState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Asked, Self::Given, Self::Refused, Self::Withdrawn];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Given => "given",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// Where a consent stands on a day: a yes outside its period is no yes.
#[must_use]
pub fn is_in_force(state: ConsentState, period: Period, today: Day) -> bool {
    state == ConsentState::Given && period.holds(today)
}

/// Somebody who takes part, as far as deciding about sharing goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decides {
    /// Person id.
    pub person: String,
    /// Birthday, where it is known to the day.
    pub born: Option<Day>,
    /// A child.
    pub is_child: bool,
    /// On what ground a child takes part.
    pub ground: Option<ChildConsent>,
    /// Holds parental responsibility for the children who take part.
    pub holds: bool,
}

impl Decides {
    /// Who answers for them, if it is not those who hold responsibility.
    fn approver(&self, today: Day, limits: AgeLimits) -> Option<Approver> {
        let it = TakesPart { person: &self.person, born: self.born, is_child: self.is_child, ground: self.ground };
        approver_of(&it, today, limits)
    }
}

/// Who decides over what is somebody's: they themselves; for a child those who
/// hold parental responsibility and take part, or whoever answers for the child
/// from outside. Empty for whoever takes no part, and for a child for whom
/// nobody can decide.
#[must_use]
pub fn deciders(all: &[Decides], person: &str, today: Day, limits: AgeLimits) -> BTreeSet<Approver> {
    let Some(own) = all.iter().find(|it| it.person == person) else { return BTreeSet::new() };
    if let Some(approver) = own.approver(today, limits) {
        return BTreeSet::from([approver]);
    }
    all.iter().filter(|it| it.holds && !it.is_child).filter_map(|it| it.approver(today, limits)).collect()
}

/// Whether a service reads something that concerns these people: everybody who
/// decides over it has said yes. What concerns nobody by name is common, and
/// everybody decides.
#[must_use]
pub fn service_reads(
    all: &[Decides],
    concerns: &BTreeSet<&str>,
    said_yes: &BTreeSet<Approver>,
    today: Day,
    limits: AgeLimits,
) -> bool {
    let everybody = || all.iter().filter_map(|it| it.approver(today, limits)).collect();
    let of_each: Vec<BTreeSet<Approver>> = if concerns.is_empty() {
        vec![everybody()]
    } else {
        concerns.iter().map(|person| deciders(all, person, today, limits)).collect()
    };
    of_each.iter().all(|asked| !asked.is_empty() && asked.is_subset(said_yes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::child::DEFAULT_AGE_LIMITS;
    use proptest::prelude::*;

    const TODAY: Day = Day::new(2026, 11, 23);

    fn adult(person: &str, holds: bool) -> Decides {
        Decides { person: person.into(), born: None, is_child: false, ground: None, holds }
    }

    fn child(person: &str, born: Option<Day>, ground: ChildConsent) -> Decides {
        Decides { person: person.into(), born, is_child: true, ground: Some(ground), holds: false }
    }

    fn family() -> Vec<Decides> {
        vec![
            adult("A01", true),
            adult("A03", true),
            adult("A09", false),
            child("A05", Some(Day::new(2018, 1, 1)), ChildConsent::HolderHere),
            child("A06", Some(Day::new(2010, 1, 1)), ChildConsent::HolderHere),
            child("B08", Some(Day::new(2020, 1, 1)), ChildConsent::Service),
            child("A07", None, ChildConsent::HolderElsewhere),
        ]
    }

    fn yes(all: &[&str]) -> BTreeSet<Approver> {
        all.iter().filter_map(|key| Approver::from_key(key)).collect()
    }

    #[test]
    fn each_decides_over_what_is_theirs() {
        let table: &[(&[&str], &[&str], bool)] = &[
            (&["A01"], &["person:A01"], true),
            (&["A01"], &["person:A03"], false),
            // Both are named: both decide.
            (&["A01", "A03"], &["person:A01"], false),
            (&["A01", "A03"], &["person:A01", "person:A03"], true),
            // A child's: those who hold responsibility, and nobody else.
            (&["A05"], &["person:A01"], false),
            (&["A05"], &["person:A01", "person:A03"], true),
            (&["A05"], &["person:A01", "person:A09"], false),
            // From the age of an own case a young person decides alone.
            (&["A06"], &["person:A06"], true),
            (&["A06"], &["person:A01", "person:A03"], false),
            // In care: the child-welfare service, not the parents.
            (&["B08"], &["person:A01", "person:A03"], false),
            (&["B08"], &["child_welfare:B08"], true),
            (&["A07"], &["holder:A07"], true),
            // Nobody can be asked for somebody who takes no part.
            (&["Z99"], &["person:A01", "person:A03"], false),
            // What concerns nobody by name is everybody's.
            (&[], &["person:A01", "person:A03"], false),
            (&[], &["person:A01", "person:A03", "person:A09", "person:A06", "child_welfare:B08", "holder:A07"], true),
        ];
        for (concerns, said, reads) in table {
            let concerns = concerns.iter().copied().collect();
            let found = service_reads(&family(), &concerns, &yes(said), TODAY, DEFAULT_AGE_LIMITS);
            assert_eq!(found, *reads, "{concerns:?} {said:?}");
        }
    }

    #[test]
    fn nobody_there_means_nobody_reads() {
        assert!(!service_reads(&[], &BTreeSet::new(), &yes(&["person:A01"]), TODAY, DEFAULT_AGE_LIMITS));
    }

    #[test]
    fn a_yes_holds_in_its_time_alone() {
        let period = Period { from: Some(Day::new(2026, 11, 1)), to: Some(Day::new(2026, 11, 23)) };
        assert!(is_in_force(ConsentState::Given, period, TODAY));
        assert!(!is_in_force(ConsentState::Given, period, Day::new(2026, 11, 24)));
        for state in [ConsentState::Asked, ConsentState::Refused, ConsentState::Withdrawn] {
            assert!(!is_in_force(state, period, TODAY), "{state:?}");
        }
    }

    #[test]
    fn codes_lead_back() {
        for it in ConsentScope::ALL {
            assert_eq!(ConsentScope::from_code(it.code()), Some(it));
        }
        for it in ConsentState::ALL {
            assert_eq!(ConsentState::from_code(it.code()), Some(it));
        }
        assert_eq!(ConsentScope::from_code("everything"), None);
    }

    proptest! {
        /// One yes less never shows more.
        #[test]
        fn withdrawing_never_opens(said in proptest::sample::subsequence(
            vec!["person:A01", "person:A03", "person:A09", "person:A06", "child_welfare:B08", "holder:A07"], 0..=6,
        ), concerns in proptest::sample::subsequence(vec!["A01", "A03", "A05", "A06", "B08", "A07", "Z99"], 0..=7)) {
            let concerns: BTreeSet<&str> = concerns.into_iter().collect();
            let reads = |said: &[&str]| service_reads(&family(), &concerns, &yes(said), TODAY, DEFAULT_AGE_LIMITS);
            for without in 0..said.len() {
                let mut fewer = said.clone();
                fewer.remove(without);
                prop_assert!(reads(&said) || !reads(&fewer));
            }
        }
    }
}
