//! The life of a case: how it opens and ends, who leads it, what cases are to
//! each other.

use crate::opening::CaseStatus;
use crate::role::{CaseFunction, Role};
use serde::{Deserialize, Serialize};

/// Why a case ends, in neutral words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosingReason {
    /// The help is done.
    Finished,
    /// The family wishes it.
    FamilyWish,
    /// The family has moved.
    Moved,
    /// The help goes on somewhere else.
    OtherService,
    /// Something else, in words.
    Other,
    /// Another municipality goes on, and has said that it came: see [`crate::moving`].
    HandedOver,
}

impl ClosingReason {
    /// Every reason.
    pub const ALL: [Self; 6] =
        [Self::Finished, Self::FamilyWish, Self::Moved, Self::OtherService, Self::Other, Self::HandedOver];

    /// The reasons that staff choose; the other comes of handing over.
    pub const CHOSEN: [Self; 5] = [Self::Finished, Self::FamilyWish, Self::Moved, Self::OtherService, Self::Other];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Finished => "finished",
            Self::FamilyWish => "family_wish",
            Self::Moved => "moved",
            Self::OtherService => "other_service",
            Self::Other => "other",
            Self::HandedOver => "handed_over",
        }
    }

    /// The reason with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// Whether a case may go from one status to another. An intake is opened or
/// ended, help is ended, and what is ended can be taken up again; nothing goes
/// back to the intake.
#[must_use]
pub const fn may_become(from: CaseStatus, to: CaseStatus) -> bool {
    matches!(
        (from, to),
        (CaseStatus::Intake, CaseStatus::Open | CaseStatus::Closed)
            | (CaseStatus::Open, CaseStatus::Closed)
            | (CaseStatus::Closed, CaseStatus::Open)
    )
}

/// What is wrong with a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TeamFault {
    /// Nobody leads.
    NoLead,
    /// More than one leads.
    SeveralLeads,
}

impl TeamFault {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoLead => "no_lead",
            Self::SeveralLeads => "several_leads",
        }
    }
}

/// A case has one lead at a time, always.
///
/// # Errors
/// What is wrong.
pub fn check_team(functions: impl IntoIterator<Item = CaseFunction>) -> Result<(), TeamFault> {
    match functions.into_iter().filter(|it| *it == CaseFunction::Lead).count() {
        0 => Err(TeamFault::NoLead),
        1 => Ok(()),
        _ => Err(TeamFault::SeveralLeads),
    }
}

/// Whether somebody with this post in the case's unit can be given a function
/// in a case. Who runs the system, reviews the logs, interprets or only belongs
/// to another service is not in a team.
#[must_use]
pub const fn may_join_team(role: Role) -> bool {
    matches!(
        role,
        Role::Practitioner
            | Role::IntakeTeam
            | Role::UnitLeader
            | Role::DepartmentLeader
            | Role::Coordinator
            | Role::RelayHolder
    )
}

/// What one case is to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// Parents who live apart, each with a case (R2).
    ParentsApart,
    /// Siblings, each with a case.
    Siblings,
    /// The joint case of two who have a case each (R2).
    Joint,
    /// The first was divided; this is one of the parts (R10).
    Divided,
    /// The first went into the second (R10).
    Merged,
    /// Related in another way.
    Related,
}

impl LinkKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::ParentsApart, Self::Siblings, Self::Joint, Self::Divided, Self::Merged, Self::Related];

    /// The kinds that staff choose; the others come of dividing and merging.
    pub const CHOSEN: [Self; 4] = [Self::ParentsApart, Self::Siblings, Self::Joint, Self::Related];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ParentsApart => "parents_apart",
            Self::Siblings => "siblings",
            Self::Joint => "joint",
            Self::Divided => "divided",
            Self::Merged => "merged",
            Self::Related => "related",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_go_both_ways() {
        for reason in ClosingReason::ALL {
            assert_eq!(ClosingReason::from_code(reason.code()), Some(reason));
        }
        for kind in LinkKind::ALL {
            assert_eq!(LinkKind::from_code(kind.code()), Some(kind));
        }
    }

    #[test]
    fn the_table_of_statuses() {
        use CaseStatus::{Closed, Intake, Open};
        let allowed = [(Intake, Open), (Intake, Closed), (Open, Closed), (Closed, Open)];
        for from in CaseStatus::ALL {
            for to in CaseStatus::ALL {
                assert_eq!(may_become(from, to), allowed.contains(&(from, to)), "{from:?} {to:?}");
            }
        }
    }

    #[test]
    fn a_case_has_one_lead() {
        use CaseFunction::{Lead, Member, StandIn};
        assert_eq!(check_team([Lead, StandIn, Member]), Ok(()));
        assert_eq!(check_team([StandIn, Member]), Err(TeamFault::NoLead));
        assert_eq!(check_team([]), Err(TeamFault::NoLead));
        assert_eq!(check_team([Lead, Lead]), Err(TeamFault::SeveralLeads));
    }

    #[test]
    fn who_can_be_in_a_team() {
        for role in [Role::Administrator, Role::PrivacyOfficer, Role::Interpreter, Role::MunicipalContact] {
            assert!(!may_join_team(role), "{role:?}");
        }
        assert!(may_join_team(Role::Practitioner));
    }
}
