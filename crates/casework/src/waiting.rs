//! What waits in a case, as far as the case list and the log tell it: nobody
//! opens a case to find out.

use crate::opening::CaseStatus;
use crate::role::CaseFunction;
use serde::{Deserialize, Serialize};

/// Something in a case that asks for a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waiting {
    /// The case lead no longer works here, and nobody has taken over.
    LeadLeft,
    /// Nobody is case lead today.
    NoLead,
    /// Nobody stands in for the lead.
    NoStandIn,
    /// Received and not decided.
    Intake,
    /// This person has not opened it yet.
    New,
    /// Somebody else has changed it since this person opened it.
    Changed,
}

/// What the case list and the log tell of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseSigns {
    /// How far it has come.
    pub status: CaseStatus,
    /// Somebody is case lead today.
    pub has_lead: bool,
    /// That somebody still works here.
    pub lead_works_here: bool,
    /// Somebody stands in today.
    pub has_stand_in: bool,
    /// When this person last opened it, milliseconds since 1970.
    pub opened_at: Option<i64>,
    /// When somebody else last changed it.
    pub changed_at: Option<i64>,
}

/// What waits in a case for whoever has this function in it; for a leader
/// without one, what concerns the distribution of the work.
#[must_use]
pub fn waiting(function: Option<CaseFunction>, signs: &CaseSigns) -> Vec<Waiting> {
    if signs.status == CaseStatus::Closed {
        return Vec::new();
    }
    let mut found = Vec::new();
    if !signs.has_lead {
        found.push(Waiting::NoLead);
    } else if !signs.lead_works_here {
        found.push(Waiting::LeadLeft);
    }
    if !signs.has_stand_in && function.is_none_or(CaseFunction::sees_as_lead) {
        found.push(Waiting::NoStandIn);
    }
    if signs.status == CaseStatus::Intake {
        found.push(Waiting::Intake);
    }
    if function.is_some() {
        match (signs.opened_at, signs.changed_at) {
            (None, _) => found.push(Waiting::New),
            (Some(opened), Some(changed)) if opened < changed => found.push(Waiting::Changed),
            _ => {}
        }
    }
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use CaseFunction::{Lead, Member, StandIn};
    use Waiting::{Changed, Intake, LeadLeft, New, NoLead, NoStandIn};

    const QUIET: CaseSigns = CaseSigns {
        status: CaseStatus::Open,
        has_lead: true,
        lead_works_here: true,
        has_stand_in: true,
        opened_at: Some(20),
        changed_at: Some(10),
    };

    #[test]
    fn the_table_of_what_waits() {
        let table: [(&str, Option<CaseFunction>, CaseSigns, &[Waiting]); 13] = [
            ("nothing", Some(Lead), QUIET, &[]),
            ("never changed by others", Some(Lead), CaseSigns { changed_at: None, ..QUIET }, &[]),
            ("changed since", Some(Member), CaseSigns { changed_at: Some(21), ..QUIET }, &[Changed]),
            ("changed in the same moment", Some(Lead), CaseSigns { changed_at: Some(20), ..QUIET }, &[]),
            ("never opened", Some(Lead), CaseSigns { opened_at: None, ..QUIET }, &[New]),
            ("a leader opens none of them", None, CaseSigns { opened_at: None, ..QUIET }, &[]),
            ("a lead who left", Some(Member), CaseSigns { lead_works_here: false, ..QUIET }, &[LeadLeft]),
            ("no lead", None, CaseSigns { has_lead: false, lead_works_here: false, ..QUIET }, &[NoLead]),
            ("no stand-in, for the lead", Some(Lead), CaseSigns { has_stand_in: false, ..QUIET }, &[NoStandIn]),
            ("no stand-in, for a member", Some(Member), CaseSigns { has_stand_in: false, ..QUIET }, &[]),
            ("no stand-in, for the leader", None, CaseSigns { has_stand_in: false, ..QUIET }, &[NoStandIn]),
            ("intake", Some(StandIn), CaseSigns { status: CaseStatus::Intake, ..QUIET }, &[Intake]),
            (
                "closed",
                Some(Lead),
                CaseSigns { status: CaseStatus::Closed, has_lead: false, opened_at: None, ..QUIET },
                &[],
            ),
        ];
        for (what, function, signs, expected) in table {
            assert_eq!(waiting(function, &signs), expected, "{what}");
        }
    }

    #[test]
    fn what_is_most_pressing_comes_first() {
        let signs = CaseSigns {
            status: CaseStatus::Intake,
            has_lead: false,
            has_stand_in: false,
            changed_at: Some(30),
            ..QUIET
        };
        assert_eq!(waiting(Some(StandIn), &signs), [NoLead, NoStandIn, Intake, Changed]);
    }
}
