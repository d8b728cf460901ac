//! The words for what stands in the logs: used by the pages and for files.

use crate::i18n::{Locale, td_string};
use casework::emergency::EmergencyKind;
use casework::role::{CaseFunction, Role};

/// The word for a function in a case.
pub fn function_word(locale: Locale, function: CaseFunction) -> &'static str {
    match function {
        CaseFunction::Lead => td_string!(locale, function.lead),
        CaseFunction::StandIn => td_string!(locale, function.stand_in),
        CaseFunction::MilieuLead => td_string!(locale, function.milieu_lead),
        CaseFunction::Member => td_string!(locale, function.member),
    }
}

/// The word for the function or post in which somebody came.
pub fn role_word(locale: Locale, code: &str) -> &'static str {
    if let Some(function) = CaseFunction::from_code(code) {
        return function_word(locale, function);
    }
    match Role::from_code(code) {
        Some(Role::Practitioner) => td_string!(locale, role.practitioner),
        Some(Role::IntakeTeam) => td_string!(locale, role.intake_team),
        Some(Role::UnitLeader) => td_string!(locale, role.unit_leader),
        Some(Role::DepartmentLeader) => td_string!(locale, role.department_leader),
        Some(Role::MunicipalContact) => td_string!(locale, role.municipal_contact),
        Some(Role::Coordinator) => td_string!(locale, role.coordinator),
        Some(Role::RelayHolder) => td_string!(locale, role.relay_holder),
        Some(Role::GroupLeader) => td_string!(locale, role.group_leader),
        Some(Role::Interpreter) => td_string!(locale, role.interpreter),
        Some(Role::Administrator) => td_string!(locale, role.administrator),
        Some(Role::PrivacyOfficer) => td_string!(locale, role.privacy_officer),
        None if code == "participant" => td_string!(locale, function.participant),
        None if code == "automatic" => td_string!(locale, role.automatic),
        None => "",
    }
}

/// What was done, in a sentence: «åpnet».
pub fn action_word(locale: Locale, code: &str) -> &'static str {
    match code {
        "change" => td_string!(locale, action.change),
        "follow" => td_string!(locale, live.log_follow),
        "end_follow" => td_string!(locale, live.log_end),
        "create" => td_string!(locale, action.create),
        "import" => td_string!(locale, action.import),
        "print" => td_string!(locale, action.print),
        "export" => td_string!(locale, action.export),
        "search" => td_string!(locale, action.search),
        "erase" => td_string!(locale, action.erase),
        "begin_emergency" => td_string!(locale, action.begin_emergency),
        "end_emergency" => td_string!(locale, action.end_emergency),
        "receipt" => td_string!(locale, action.receipt),
        "verify" => td_string!(locale, action.verify),
        "send" => td_string!(locale, action.send),
        "take_offline" => td_string!(locale, offline.log_taken),
        "hand_over" => td_string!(locale, in_room.log_over),
        "take_back" => td_string!(locale, in_room.log_back),
        "invite_guest" => td_string!(locale, guest.log_invited),
        "join_guest" => td_string!(locale, guest.log_joined),
        "leave_guest" => td_string!(locale, guest.log_left),
        "end_guest" => td_string!(locale, guest.log_ended),
        _ => td_string!(locale, action.read),
    }
}

/// To what part, in a sentence: «kartet».
pub fn object_word(locale: Locale, action: &str, code: &str) -> &'static str {
    match code {
        "front" => td_string!(locale, object.front),
        "map" => td_string!(locale, object.map),
        "calendar_feed" => td_string!(locale, object.calendar_feed),
        "map_file" => td_string!(locale, object.map_file),
        "map_shared" => td_string!(locale, object.map_shared),
        "people" => td_string!(locale, object.people),
        "team" => td_string!(locale, object.team),
        "unit" => td_string!(locale, object.unit),
        "role_name" => td_string!(locale, object.role_name),
        "room" => td_string!(locale, object.room),
        "goal_area" => td_string!(locale, object.goal_area),
        "service" => td_string!(locale, object.service),
        "user" => td_string!(locale, object.user),
        "post" => td_string!(locale, object.post),
        "invitation" => td_string!(locale, object.invitation),
        "password" => td_string!(locale, object.password),
        "second_factor" => td_string!(locale, object.second_factor),
        "phone_note" => td_string!(locale, object.phone_note),
        "enquiry" => td_string!(locale, object.enquiry),
        "absence" => td_string!(locale, object.absence),
        "interpreter" => td_string!(locale, object.interpreter),
        "sessions" => td_string!(locale, object.sessions),
        "plan" => td_string!(locale, object.plan),
        "moving" => td_string!(locale, object.moving),
        "handover" => td_string!(locale, object.handover),
        "group" => td_string!(locale, object.group),
        "person" => td_string!(locale, object.person),
        "sharing" => td_string!(locale, object.sharing),
        "message" => td_string!(locale, object.message),
        "messages" => td_string!(locale, object.messages),
        "message_setting" => td_string!(locale, object.message_setting),
        "message_stop" => td_string!(locale, object.message_stop),
        "seen" => td_string!(locale, object.seen),
        "log" if action == "verify" => td_string!(locale, object.logs),
        "log" => td_string!(locale, object.log),
        "emergency_search" => td_string!(locale, object.search),
        "user_log" => td_string!(locale, object.user_log),
        "unit_log" => td_string!(locale, object.unit_log),
        _ => td_string!(locale, object.case),
    }
}

/// Why.
pub fn purpose_word(locale: Locale, code: &str) -> &'static str {
    match code {
        "intake" => td_string!(locale, purpose.intake),
        "coordination" => td_string!(locale, purpose.coordination),
        "leadership" => td_string!(locale, purpose.leadership),
        "own_record" => td_string!(locale, purpose.own_record),
        "administration" => td_string!(locale, purpose.administration),
        "emergency" => td_string!(locale, purpose.emergency),
        "log_review" => td_string!(locale, purpose.log_review),
        _ => td_string!(locale, purpose.follow_up),
    }
}

/// Whether it was granted, and why not.
pub fn outcome_word(locale: Locale, code: &str) -> &'static str {
    match code {
        "ok" => td_string!(locale, outcome.ok),
        "no_relation" => td_string!(locale, outcome.no_relation),
        "wrong_purpose" => td_string!(locale, outcome.wrong_purpose),
        "reason_needed" => td_string!(locale, outcome.reason_needed),
        "ended" => td_string!(locale, outcome.ended),
        "no_such_case" => td_string!(locale, outcome.no_such_case),
        "erased" => td_string!(locale, outcome.erased),
        "no_post" => td_string!(locale, outcome.no_post),
        "throttled" => td_string!(locale, outcome.throttled),
        "nothing" => td_string!(locale, outcome.nothing),
        "several" => td_string!(locale, outcome.several),
        _ => td_string!(locale, outcome.other),
    }
}

/// What made an emergency urgent.
pub fn kind_word(locale: Locale, kind: EmergencyKind) -> &'static str {
    match kind {
        EmergencyKind::Danger => td_string!(locale, emergency.kind_danger),
        EmergencyKind::Concern => td_string!(locale, emergency.kind_concern),
        EmergencyKind::ColleagueAway => td_string!(locale, emergency.kind_colleague_away),
        EmergencyKind::Other => td_string!(locale, emergency.kind_other),
    }
}

/// A word as it begins in the middle of a sentence.
pub fn lower(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
