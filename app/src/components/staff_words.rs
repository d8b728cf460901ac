//! Words for what is wrong with a form about staff, and for posts.

use crate::api::post::PostRow;
use crate::i18n::{Locale, t_string};
use crate::staff_fault::StaffFault;
use casework::role::Role;
use leptos_i18n::I18nContext;

/// The sentence for a fault.
pub fn staff_fault_text(i18n: I18nContext<Locale>, fault: StaffFault) -> &'static str {
    match fault {
        StaffFault::NameMissing => t_string!(i18n, staff_fault.name_missing),
        StaffFault::NameStrange => t_string!(i18n, staff_fault.name_strange),
        StaffFault::NameTaken => t_string!(i18n, staff_fault.name_taken),
        StaffFault::EmailStrange => t_string!(i18n, staff_fault.email_strange),
        StaffFault::EmailTaken => t_string!(i18n, staff_fault.email_taken),
        StaffFault::UnitMissing => t_string!(i18n, staff_fault.unit_missing),
        StaffFault::RoleMissing => t_string!(i18n, staff_fault.role_missing),
        StaffFault::KindMissing => t_string!(i18n, staff_fault.kind_missing),
        StaffFault::SeatsStrange => t_string!(i18n, staff_fault.seats_strange),
        StaffFault::DayStrange => t_string!(i18n, staff_fault.day_strange),
        StaffFault::PostHeld => t_string!(i18n, staff_fault.post_held),
        StaffFault::PasswordShort => t_string!(i18n, staff_fault.password_short),
        StaffFault::PasswordLong => t_string!(i18n, staff_fault.password_long),
        StaffFault::PasswordCommon => t_string!(i18n, staff_fault.password_common),
        StaffFault::PasswordsDiffer => t_string!(i18n, staff_fault.passwords_differ),
        StaffFault::OldPasswordWrong => t_string!(i18n, staff_fault.old_password_wrong),
        StaffFault::CodeWrong => t_string!(i18n, staff_fault.code_wrong),
        StaffFault::LinkSpent => t_string!(i18n, staff_fault.link_spent),
        StaffFault::FactorInUse => t_string!(i18n, staff_fault.factor_in_use),
        StaffFault::FactorRequired => t_string!(i18n, staff_fault.factor_required),
        StaffFault::LastAdministrator => t_string!(i18n, staff_fault.last_administrator),
        StaffFault::OwnAccount => t_string!(i18n, staff_fault.own_account),
        StaffFault::UnitNeeded => t_string!(i18n, staff_fault.unit_needed),
        StaffFault::OwnerMissing => t_string!(i18n, staff_fault.owner_missing),
        StaffFault::SuccessorStrange => t_string!(i18n, staff_fault.successor_strange),
        StaffFault::LinkNotFitting => t_string!(i18n, staff_fault.link_not_fitting),
    }
}

/// The usual word for a role.
pub fn role_word(i18n: I18nContext<Locale>, role: Role) -> &'static str {
    match role {
        Role::Practitioner => t_string!(i18n, role.practitioner),
        Role::IntakeTeam => t_string!(i18n, role.intake_team),
        Role::UnitLeader => t_string!(i18n, role.unit_leader),
        Role::DepartmentLeader => t_string!(i18n, role.department_leader),
        Role::MunicipalContact => t_string!(i18n, role.municipal_contact),
        Role::Coordinator => t_string!(i18n, role.coordinator),
        Role::RelayHolder => t_string!(i18n, role.relay_holder),
        Role::GroupLeader => t_string!(i18n, role.group_leader),
        Role::Interpreter => t_string!(i18n, role.interpreter),
        Role::Administrator => t_string!(i18n, role.administrator),
        Role::PrivacyOfficer => t_string!(i18n, role.privacy_officer),
    }
}

/// A post in words: what the unit calls it, and the unit.
pub fn post_words(i18n: I18nContext<Locale>, post: &PostRow) -> String {
    let role = post.role_name.clone().unwrap_or_else(|| role_word(i18n, post.role).to_owned());
    format!("{role}, {}", post.unit)
}
