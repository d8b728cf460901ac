//! The list of cases: whose, which, in what order.

use crate::opening::{Caller, CaseStatus, Purpose, Request, open};
use serde::{Deserialize, Serialize};

/// Whose cases a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Those in which the caller has a function today.
    #[default]
    Mine,
    /// Those of the units whose list the caller's posts show.
    Unit,
}

/// By what a list is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortBy {
    /// When the case was last changed.
    #[default]
    Changed,
    /// When the case was made.
    Created,
    /// The number, by year and then by count.
    Number,
    /// How far the case has come: intake, open, closed; the newest change first
    /// within each.
    Status,
}

impl SortBy {
    /// Every order.
    pub const ALL: [Self; 4] = [Self::Changed, Self::Created, Self::Number, Self::Status];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Created => "created",
            Self::Number => "number",
            Self::Status => "status",
        }
    }
}

/// An order and its direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Sorting {
    /// By what.
    pub by: SortBy,
    /// The largest, the newest or the last first.
    pub descending: bool,
}

impl Default for Sorting {
    /// The newest change first.
    fn default() -> Self {
        Self { by: SortBy::Changed, descending: true }
    }
}

/// Who is responsible for the cases that are shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Responsible {
    /// This member of staff leads them today.
    User(String),
    /// Nobody leads them today.
    Nobody,
}

/// Which cases a list shows, and how. Holds no text that was searched for: a
/// filter may be kept and stand in an address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct CaseFilter {
    /// Whose.
    pub scope: Scope,
    /// Of one unit only.
    pub unit: Option<String>,
    /// Of one status only.
    pub status: Option<CaseStatus>,
    /// Led by one person or by nobody.
    pub responsible: Option<Responsible>,
    /// In what order.
    pub sorting: Sorting,
}

impl CaseFilter {
    /// Whether anything is left out but by the scope.
    #[must_use]
    pub const fn narrows(&self) -> bool {
        self.unit.is_some() || self.status.is_some() || self.responsible.is_some()
    }
}

/// Whether there is any purpose for which this caller would get into a case of
/// this status, if need be with a reason.
#[must_use]
pub fn has_way_in(caller: &Caller, status: CaseStatus) -> bool {
    Purpose::ALL.into_iter().any(|purpose| {
        let request = Request { purpose, reason: Some("…".to_owned()), status };
        open(caller, &request).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::role::{CaseFunction, Role};

    #[test]
    fn who_sees_a_line_does_not_always_get_in() {
        let staff = |role, function| Caller::Staff {
            user: "u1".into(),
            roles_in_unit: vec![role],
            function,
            consented_services: Vec::new(),
            emergency: false,
        };
        let table = [
            (staff(Role::UnitLeader, None), CaseStatus::Open, true),
            (staff(Role::UnitLeader, None), CaseStatus::Closed, true),
            (staff(Role::IntakeTeam, None), CaseStatus::Intake, true),
            (staff(Role::IntakeTeam, None), CaseStatus::Open, false),
            (staff(Role::DepartmentLeader, None), CaseStatus::Open, false),
            (staff(Role::DepartmentLeader, Some(CaseFunction::Member)), CaseStatus::Open, true),
            (staff(Role::Administrator, None), CaseStatus::Intake, false),
        ];
        for (caller, status, expected) in table {
            assert_eq!(has_way_in(&caller, status), expected, "{caller:?} {status:?}");
        }
    }

    #[test]
    fn the_plain_list_leaves_nothing_out() {
        assert!(!CaseFilter::default().narrows());
        assert!(CaseFilter { responsible: Some(Responsible::Nobody), ..CaseFilter::default() }.narrows());
    }
}
