//! The words for sessions: kinds, states, reasons, places, interpreters, and what
//! stands in the way of a plan.

use crate::api::talks::ConflictRow;
use crate::i18n::{Locale, t_string};
use crate::text::{Language, clock, date, short_time};
use casework::Day;
use casework::appointment::next_time::Difference;
use casework::appointment::{AppointmentKind, AppointmentState, OrderState, PlaceKind, Reason};
use casework::calendar::moment::{Moment, Span};
use family_map::FuzzyDate;
use leptos_i18n::I18nContext;

type I18n = I18nContext<Locale>;

/// What a session is for.
pub fn talk_kind(i18n: I18n, kind: AppointmentKind) -> &'static str {
    match kind {
        AppointmentKind::FirstTalk => t_string!(i18n, talk.kind_first_talk),
        AppointmentKind::DevelopmentTalk => t_string!(i18n, talk.kind_development_talk),
        AppointmentKind::FamilyTalk => t_string!(i18n, talk.kind_family_talk),
        AppointmentKind::SupportTalk => t_string!(i18n, talk.kind_support_talk),
        AppointmentKind::HomeVisit => t_string!(i18n, talk.kind_home_visit),
        AppointmentKind::FollowUpAtHome => t_string!(i18n, talk.kind_follow_up_at_home),
        AppointmentKind::MarteMeoFilm => t_string!(i18n, talk.kind_marte_meo_film),
        AppointmentKind::MarteMeoReview => t_string!(i18n, talk.kind_marte_meo_review),
        AppointmentKind::Pmto => t_string!(i18n, talk.kind_pmto),
        AppointmentKind::Screening => t_string!(i18n, talk.kind_screening),
        AppointmentKind::CatchUp => t_string!(i18n, talk.kind_catch_up),
        AppointmentKind::DiscussionMeeting => t_string!(i18n, talk.kind_discussion_meeting),
        AppointmentKind::Consultation => t_string!(i18n, talk.kind_consultation),
        AppointmentKind::IntakeMeeting => t_string!(i18n, talk.kind_intake_meeting),
        AppointmentKind::ResponsibilityGroup => t_string!(i18n, talk.kind_responsibility_group),
        AppointmentKind::Other => t_string!(i18n, talk.kind_other),
    }
}

/// How far a session has come.
pub fn talk_state(i18n: I18n, state: AppointmentState) -> &'static str {
    match state {
        AppointmentState::Planned => t_string!(i18n, talk.planned),
        AppointmentState::Held => t_string!(i18n, talk.held),
        AppointmentState::Cancelled => t_string!(i18n, talk.cancelled),
        AppointmentState::NotMet => t_string!(i18n, talk.not_met),
    }
}

/// The colour that supports the word.
pub const fn talk_color(state: AppointmentState) -> &'static str {
    match state {
        AppointmentState::Planned => "info",
        AppointmentState::Held => "success",
        AppointmentState::Cancelled | AppointmentState::NotMet => "neutral",
    }
}

/// Why a session did not take place.
pub fn talk_reason(i18n: I18n, reason: Reason) -> &'static str {
    match reason {
        Reason::Illness => t_string!(i18n, talk.reason_illness),
        Reason::Transport => t_string!(i18n, talk.reason_transport),
        Reason::Childcare => t_string!(i18n, talk.reason_childcare),
        Reason::OtherAppointment => t_string!(i18n, talk.reason_other_appointment),
        Reason::Misunderstanding => t_string!(i18n, talk.reason_misunderstanding),
        Reason::OtherTimeWished => t_string!(i18n, talk.reason_other_time_wished),
        Reason::PauseWished => t_string!(i18n, talk.reason_pause_wished),
        Reason::StaffAway => t_string!(i18n, talk.reason_staff_away),
        Reason::Interpreter => t_string!(i18n, talk.reason_interpreter),
        Reason::Room => t_string!(i18n, talk.reason_room),
        Reason::NotTold => t_string!(i18n, talk.reason_not_told),
    }
}

/// Where a session is held.
pub fn talk_place(i18n: I18n, place: PlaceKind) -> &'static str {
    match place {
        PlaceKind::Centre => t_string!(i18n, talk.place_centre),
        PlaceKind::Home => t_string!(i18n, talk.place_home),
        PlaceKind::Elsewhere => t_string!(i18n, talk.place_elsewhere),
        PlaceKind::Telephone => t_string!(i18n, talk.place_telephone),
        PlaceKind::Video => t_string!(i18n, talk.place_video),
    }
}

/// Whether an interpreter comes.
pub fn order_word(i18n: I18n, state: OrderState) -> &'static str {
    match state {
        OrderState::Needed => t_string!(i18n, talk.order_needed),
        OrderState::Ordered => t_string!(i18n, talk.order_ordered),
        OrderState::Confirmed => t_string!(i18n, talk.order_confirmed),
        OrderState::Cancelled => t_string!(i18n, talk.order_cancelled),
    }
}

/// The colour that supports the word.
pub const fn order_color(state: OrderState) -> &'static str {
    match state {
        OrderState::Needed => "danger",
        OrderState::Ordered => "warning",
        OrderState::Confirmed => "success",
        OrderState::Cancelled => "neutral",
    }
}

/// How a proposal differs from the habit.
pub fn difference_word(i18n: I18n, difference: Difference) -> &'static str {
    match difference {
        Difference::None => t_string!(i18n, talk.as_usual),
        Difference::OtherDay => t_string!(i18n, talk.other_day),
        Difference::OtherTime => t_string!(i18n, talk.other_time),
    }
}

/// Something that stands in the way, with its time.
pub fn conflict_words(i18n: I18n, language: Language, row: &ConflictRow) -> String {
    let name = row.name.clone();
    let what = match (row.code.as_str(), row.name.as_str()) {
        ("on_the_road", "") => t_string!(i18n, talk.on_the_road_unnamed).to_owned(),
        ("on_the_road", _) => t_string!(i18n, talk.on_the_road, name = name),
        ("person", _) => t_string!(i18n, talk.taken, name = name),
        ("room", _) => t_string!(i18n, talk.taken_room, name = name),
        ("equipment", _) => t_string!(i18n, talk.taken_equipment, name = name),
        ("family", _) => t_string!(i18n, talk.taken_family).to_owned(),
        ("interpreter", _) => t_string!(i18n, talk.taken_interpreter).to_owned(),
        ("outside_hours", _) => t_string!(i18n, talk.outside_hours).to_owned(),
        (_, "day_off.holiday") => t_string!(i18n, talk.holiday).to_owned(),
        (_, "day_off.weekend") => t_string!(i18n, talk.weekend).to_owned(),
        (_, "day_off.school_free") => t_string!(i18n, talk.school_free).to_owned(),
        (_, "day_off.planning_day") => t_string!(i18n, talk.planning_day).to_owned(),
        (_, "day_off.common_holiday") => t_string!(i18n, talk.common_holiday).to_owned(),
        (_, "day_off.unit_closed") => t_string!(i18n, talk.unit_closed).to_owned(),
        ("note", "note.squeezed") => t_string!(i18n, talk.squeezed).to_owned(),
        ("note", _) => t_string!(i18n, talk.eve).to_owned(),
        _ => t_string!(i18n, talk.day_off).to_owned(),
    };
    format!("{}: {what}", moment_words(language, row.at))
}

/// «24.11.2026 kl. 10.00».
pub fn moment_words(language: Language, at: Moment) -> String {
    short_time(language, &at.to_string())
}

/// «kl. 10.00–11.00» of one day.
pub fn hours_words(language: Language, span: Span) -> String {
    let end = span.end.time.to_string().replace(':', if language == Language::English { ":" } else { "." });
    format!("{}–{end}", clock(language, &span.start.time.to_string()))
}

/// A day as people write it.
pub fn day_words(language: Language, day: Day) -> String {
    FuzzyDate::day(day.year, day.month, day.day).map(|day| date(language, &day)).unwrap_or_default()
}

/// The sentence for a rule of sessions that stands in the way, by its code.
pub fn talk_declined(i18n: I18n, code: &str) -> Option<&'static str> {
    Some(match code {
        "changed_since" => t_string!(i18n, talk.changed_since),
        "state_not_yet" => t_string!(i18n, talk.state_not_yet),
        "state_over" => t_string!(i18n, talk.state_over),
        "state_reason_needed" => t_string!(i18n, talk.state_reason_needed),
        "state_wrong_reason" => t_string!(i18n, talk.state_wrong_reason),
        "film_nobody" => t_string!(i18n, talk.film_nobody),
        "film_place" => t_string!(i18n, talk.film_no_place),
        "film_days" => t_string!(i18n, talk.film_days),
        "order_state" => t_string!(i18n, talk.order_state),
        "not_wished" => t_string!(i18n, talk.not_wished),
        "interpreter_taken" => t_string!(i18n, talk.interpreter_taken),
        "colleague_taken" => t_string!(i18n, talk.colleague_taken),
        "leads_already" => t_string!(i18n, talk.leads_already),
        "entry_people" => t_string!(i18n, talk.entry_people),
        "entry_room" => t_string!(i18n, talk.entry_room),
        "entry_road" => t_string!(i18n, talk.entry_road),
        "entry_words" => t_string!(i18n, talk.entry_words),
        "series_length" => t_string!(i18n, talk.series_length),
        "series_end" => t_string!(i18n, talk.series_end),
        "series_rule" => t_string!(i18n, talk.series_rule),
        _ => return None,
    })
}
