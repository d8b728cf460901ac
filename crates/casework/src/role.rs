//! The posts of staff and what each may reach by default. Names are
//! configurable per unit; the codes and the access are not.

use serde::{Deserialize, Serialize};

/// A post that a member of staff holds in a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Works with families (*fagperson*); becomes case lead or milieu lead case by case.
    Practitioner,
    /// Intake and professional team (*fagteam*).
    IntakeTeam,
    /// Unit leader (*enhetsleder*).
    UnitLeader,
    /// Department leader (*avdelingsleder*).
    DepartmentLeader,
    /// Municipal case contact (*kurator*, *saksbehandler*).
    MunicipalContact,
    /// Coordinator, child coordinator (*koordinator*, *barnekoordinator*).
    Coordinator,
    /// Relay holder (*stafettholder*).
    RelayHolder,
    /// Group leader (*gruppeleder*).
    GroupLeader,
    /// Interpreter (*tolk*).
    Interpreter,
    /// Runs the system (*systemforvalter*).
    Administrator,
    /// Reviews the logs (*personvernombud*).
    PrivacyOfficer,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 11] = [
        Self::Practitioner,
        Self::IntakeTeam,
        Self::UnitLeader,
        Self::DepartmentLeader,
        Self::MunicipalContact,
        Self::Coordinator,
        Self::RelayHolder,
        Self::GroupLeader,
        Self::Interpreter,
        Self::Administrator,
        Self::PrivacyOfficer,
    ];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Practitioner => "practitioner",
            Self::IntakeTeam => "intake_team",
            Self::UnitLeader => "unit_leader",
            Self::DepartmentLeader => "department_leader",
            Self::MunicipalContact => "municipal_contact",
            Self::Coordinator => "coordinator",
            Self::RelayHolder => "relay_holder",
            Self::GroupLeader => "group_leader",
            Self::Interpreter => "interpreter",
            Self::Administrator => "administrator",
            Self::PrivacyOfficer => "privacy_officer",
        }
    }

    /// The role with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether the role sees the list of its unit's cases: number, status,
    /// responsible and display name, nothing else.
    #[must_use]
    pub const fn lists_unit(self) -> bool {
        matches!(self, Self::IntakeTeam | Self::UnitLeader | Self::DepartmentLeader)
    }

    /// Whether the role stands at its unit's door: notes telephone calls, takes
    /// enquiries, knows who of the unit is away.
    #[must_use]
    pub const fn keeps_door(self) -> bool {
        matches!(
            self,
            Self::Practitioner
                | Self::IntakeTeam
                | Self::UnitLeader
                | Self::DepartmentLeader
                | Self::Coordinator
                | Self::RelayHolder
                | Self::GroupLeader
        )
    }

    /// Whether the role may make a new case in its unit.
    #[must_use]
    pub const fn may_create_case(self) -> bool {
        matches!(self, Self::Practitioner | Self::IntakeTeam | Self::UnitLeader | Self::DepartmentLeader)
    }

    /// Whether the role plans and leads groups in its unit, and sees when and
    /// where they meet. Who takes part is for a group's own leaders.
    #[must_use]
    pub const fn runs_groups(self) -> bool {
        self.may_create_case() || matches!(self, Self::GroupLeader)
    }

    /// Whether the role may search for one case of its unit in an emergency
    /// and read it for a short time: the work is with families.
    #[must_use]
    pub const fn may_use_emergency(self) -> bool {
        !matches!(self, Self::Interpreter | Self::Administrator | Self::PrivacyOfficer)
    }

    /// Whether the role plans in its unit's calendar: the work is with families.
    #[must_use]
    pub const fn plans(self) -> bool {
        !matches!(self, Self::Interpreter | Self::Administrator | Self::PrivacyOfficer)
    }

    /// Whether the role changes everybody's appointments that belong to no
    /// case, and says when its unit is closed.
    #[must_use]
    pub const fn leads_unit(self) -> bool {
        matches!(self, Self::UnitLeader | Self::DepartmentLeader)
    }

    /// Whether the role manages users, units and settings. It reads no content.
    #[must_use]
    pub const fn administers(self) -> bool {
        matches!(self, Self::Administrator)
    }

    /// Whether the role may read and verify the log.
    #[must_use]
    pub const fn reviews_log(self) -> bool {
        matches!(self, Self::PrivacyOfficer)
    }
}

/// What a member of staff does in one case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseFunction {
    /// Case lead (*saksansvarlig*): owns the process.
    Lead,
    /// Stands in for the lead (*stedfortreder*), with the lead's sight.
    StandIn,
    /// Milieu lead (*miljøansvarlig*): the daily work.
    MilieuLead,
    /// Another member of the team.
    Member,
}

impl CaseFunction {
    /// Every function.
    pub const ALL: [Self; 4] = [Self::Lead, Self::StandIn, Self::MilieuLead, Self::Member];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::StandIn => "stand_in",
            Self::MilieuLead => "milieu_lead",
            Self::Member => "member",
        }
    }

    /// The function with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|function| function.code() == code)
    }

    /// Whether facts for the lead alone are for this function too.
    #[must_use]
    pub const fn sees_as_lead(self) -> bool {
        matches!(self, Self::Lead | Self::StandIn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_go_both_ways() {
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(role));
        }
        for function in CaseFunction::ALL {
            assert_eq!(CaseFunction::from_code(function.code()), Some(function));
        }
        assert_eq!(Role::from_code("root"), None);
    }

    #[test]
    fn who_runs_the_system_reads_no_list_of_families() {
        for role in [Role::Administrator, Role::Interpreter, Role::PrivacyOfficer, Role::GroupLeader] {
            assert!(!role.lists_unit(), "{role:?}");
            assert!(!role.may_create_case(), "{role:?}");
        }
    }
}
