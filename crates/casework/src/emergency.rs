//! Emergency access: a case opened by somebody who has no way in, because
//! waiting would be worse. It is narrow, short, and never silent.

use crate::opening::{Caller, CaseStatus, has_the_whole};
use crate::role::{CaseFunction, Role};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// So long an emergency access lasts; then the case is shut again.
pub const LASTS_MS: i64 = 2 * 60 * 60 * 1000;
/// So many emergency searches may one user make within [`SEARCH_WINDOW_MS`].
pub const SEARCHES: i64 = 10;
/// Searches are counted over this time.
pub const SEARCH_WINDOW_MS: i64 = 60 * 60 * 1000;
/// A case found by an emergency search may be opened for so long afterwards.
pub const FOUND_LASTS_MS: i64 = 30 * 60 * 1000;
/// A notice that nobody has receipted after this time stays on top.
pub const RECEIPT_WITHIN_MS: i64 = 3 * 24 * 60 * 60 * 1000;

/// What makes it urgent. The words come in addition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmergencyKind {
    /// Danger to somebody's life or health.
    Danger,
    /// An acute concern for a child.
    Concern,
    /// The colleague who is responsible is away, and it cannot wait.
    ColleagueAway,
    /// Something else, told in words.
    Other,
}

impl EmergencyKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Danger, Self::Concern, Self::ColleagueAway, Self::Other];

    /// Stable code, also in the log.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Danger => "danger",
            Self::Concern => "concern",
            Self::ColleagueAway => "colleague_away",
            Self::Other => "other",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Why an emergency access does not begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoEmergency {
    /// No post in the case's unit that helps families.
    NoPost,
    /// A reason in words is needed.
    ReasonNeeded,
    /// The case is open to the caller already.
    OpenAlready,
}

/// Whether any of these posts in a unit lets its holder search for a case of
/// that unit in an emergency, and read it.
#[must_use]
pub fn may_use(roles_in_unit: &[Role]) -> bool {
    roles_in_unit.iter().any(|role| role.may_use_emergency())
}

/// The rule for beginning.
///
/// # Errors
/// Why not.
pub fn begin(caller: &Caller, status: CaseStatus, reason: &str) -> Result<(), NoEmergency> {
    let Caller::Staff { roles_in_unit, .. } = caller else { return Err(NoEmergency::NoPost) };
    if has_the_whole(caller, status) {
        Err(NoEmergency::OpenAlready)
    } else if !may_use(roles_in_unit) {
        Err(NoEmergency::NoPost)
    } else if reason.trim().is_empty() {
        Err(NoEmergency::ReasonNeeded)
    } else {
        Ok(())
    }
}

/// Whether an emergency access is in force: begun, not over, not ended by hand.
#[must_use]
pub const fn in_force(begun_at: i64, until: i64, ended_at: Option<i64>, now: i64) -> bool {
    begun_at <= now && now < until && ended_at.is_none()
}

/// Somebody who may have to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// User id.
    pub user: String,
    /// Posts held today in the case's unit.
    pub roles_in_unit: Vec<Role>,
    /// Function in the case today.
    pub function: Option<CaseFunction>,
}

/// Who must be told that this user opened the case in an emergency: the unit's
/// leaders and the case's lead. Nobody receipts for themselves; where no leader
/// is left the department's leaders are told, and where nobody at all is left,
/// whoever reviews the log.
#[must_use]
pub fn who_is_told(taker: &str, colleagues: &[Colleague]) -> BTreeSet<String> {
    let others = || colleagues.iter().filter(|it| it.user != taker);
    let with = |role: Role| -> BTreeSet<String> {
        others().filter(|it| it.roles_in_unit.contains(&role)).map(|it| it.user.clone()).collect()
    };
    let mut told = with(Role::UnitLeader);
    if told.is_empty() {
        told = with(Role::DepartmentLeader);
    }
    told.extend(others().filter(|it| it.function == Some(CaseFunction::Lead)).map(|it| it.user.clone()));
    if told.is_empty() { with(Role::PrivacyOfficer) } else { told }
}

/// Whether a notice that nobody has receipted has waited too long.
#[must_use]
pub const fn is_overdue(at: i64, receipted: bool, now: i64) -> bool {
    !receipted && now - at >= RECEIPT_WITHIN_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn staff(roles: &[Role], function: Option<CaseFunction>, services: &[&str]) -> Caller {
        Caller::Staff {
            user: "u1".into(),
            roles_in_unit: roles.to_vec(),
            function,
            consented_services: services.iter().map(|it| (*it).to_owned()).collect(),
            emergency: false,
        }
    }

    #[test]
    fn who_may_begin() {
        use CaseStatus::{Closed, Intake, Open};
        use NoEmergency::{NoPost, OpenAlready, ReasonNeeded};
        use Role as R;
        let why = "barnet er borte";
        let table = [
            (staff(&[R::Practitioner], None, &[]), Open, why, Ok(())),
            (staff(&[R::Practitioner], None, &[]), Closed, why, Ok(())),
            (staff(&[R::Practitioner], None, &[]), Open, " \n", Err(ReasonNeeded)),
            (staff(&[R::Practitioner], Some(CaseFunction::Member), &[]), Open, why, Err(OpenAlready)),
            // A leader has a way by a reason, the intake team while it takes in.
            (staff(&[R::UnitLeader], None, &[]), Open, why, Err(OpenAlready)),
            (staff(&[R::IntakeTeam], None, &[]), Intake, why, Err(OpenAlready)),
            (staff(&[R::IntakeTeam], None, &[]), Open, why, Ok(())),
            // The shared plan is not the whole.
            (staff(&[R::MunicipalContact], None, &["nav"]), Open, why, Ok(())),
            (staff(&[], None, &["nav"]), Open, why, Err(NoPost)),
            (staff(&[], None, &[]), Open, why, Err(NoPost)),
            (staff(&[R::Administrator], None, &[]), Open, why, Err(NoPost)),
            (staff(&[R::PrivacyOfficer, R::Interpreter], None, &[]), Open, why, Err(NoPost)),
            (staff(&[R::Administrator, R::Practitioner], None, &[]), Open, why, Ok(())),
            // Who has no post is not told that words are missing.
            (staff(&[R::Administrator], None, &[]), Open, "", Err(NoPost)),
            (Caller::Participant { person: "A01".into(), current: true }, Open, why, Err(NoPost)),
        ];
        for (caller, status, reason, expected) in table {
            assert_eq!(begin(&caller, status, reason), expected, "{caller:?} {status:?} {reason:?}");
        }
    }

    #[test]
    fn it_ends_by_time_and_by_hand() {
        let table =
            [(99, None, false), (100, None, true), (199, None, true), (200, None, false), (150, Some(120), false)];
        for (now, ended, expected) in table {
            assert_eq!(in_force(100, 200, ended, now), expected, "{now} {ended:?}");
        }
    }

    fn colleague(user: &str, roles: &[Role], function: Option<CaseFunction>) -> Colleague {
        Colleague { user: user.into(), roles_in_unit: roles.to_vec(), function }
    }

    #[test]
    fn the_leader_and_the_lead_are_told_and_nobody_about_themselves() {
        use CaseFunction::{Lead, StandIn};
        let unit = [
            colleague("lead", &[Role::Practitioner], Some(Lead)),
            colleague("stand_in", &[Role::Practitioner], Some(StandIn)),
            colleague("leader", &[Role::UnitLeader], None),
            colleague("department", &[Role::DepartmentLeader], None),
            colleague("officer", &[Role::PrivacyOfficer], None),
            colleague("admin", &[Role::Administrator], None),
        ];
        let without = |gone: &[&str]| -> Vec<Colleague> {
            unit.iter().filter(|it| !gone.contains(&it.user.as_str())).cloned().collect()
        };
        let table: [(&str, Vec<Colleague>, &[&str]); 6] = [
            ("someone", unit.to_vec(), &["lead", "leader"]),
            ("leader", unit.to_vec(), &["department", "lead"]),
            ("someone", without(&["leader"]), &["department", "lead"]),
            ("someone", without(&["lead"]), &["leader"]),
            ("someone", without(&["lead", "leader", "department"]), &["officer"]),
            ("someone", Vec::new(), &[]),
        ];
        for (taker, colleagues, expected) in table {
            let told: Vec<String> = who_is_told(taker, &colleagues).into_iter().collect();
            assert_eq!(told, expected, "{taker} among {}", colleagues.len());
        }
    }

    #[test]
    fn a_notice_is_overdue_after_three_days_without_a_receipt() {
        let table = [(0, false, false), (RECEIPT_WITHIN_MS - 1, false, false), (RECEIPT_WITHIN_MS, false, true)];
        for (after, receipted, expected) in table {
            assert_eq!(is_overdue(7, receipted, 7 + after), expected, "{after}");
        }
        assert!(!is_overdue(7, true, 7 + 2 * RECEIPT_WITHIN_MS));
    }

    #[test]
    fn codes_go_both_ways() {
        for kind in EmergencyKind::ALL {
            assert_eq!(EmergencyKind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(EmergencyKind::from_code("curiosity"), None);
    }
}
