//! The words of a plan: areas, how far something has come, what was answered.

use crate::api::plan::PlanView;
use crate::i18n::{Locale, t_string};
use crate::plan_words;
use crate::text::{Language, time};
use casework::plan::{AnswerKind, Approver, Area, Doer, HaltKind, Horizon, PartKind, Status};
use leptos_i18n::I18nContext;

type I18n = I18nContext<Locale>;

/// What a goal is about.
pub fn area_word(i18n: I18n, area: &Area) -> String {
    plan_words::area_word(i18n.get_locale(), area)
}

/// Pressing or far off.
pub fn horizon_word(i18n: I18n, horizon: Horizon) -> &'static str {
    plan_words::horizon_word(i18n.get_locale(), horizon)
}

/// How far an action has come.
pub fn status_word(i18n: I18n, status: Status) -> &'static str {
    plan_words::status_word(i18n.get_locale(), status)
}

/// The colour that supports the word.
pub const fn status_color(status: Status) -> &'static str {
    match status {
        Status::Planned | Status::Dropped => "neutral",
        Status::Agreed | Status::Ongoing => "info",
        Status::Waiting => "warning",
        Status::Done => "success",
    }
}

/// What was answered.
pub fn answer_word(i18n: I18n, kind: Option<AnswerKind>) -> &'static str {
    match kind {
        None => t_string!(i18n, plan.unanswered),
        Some(AnswerKind::Approve) => t_string!(i18n, plan.approved),
        Some(AnswerKind::Change) => t_string!(i18n, plan.wants_change),
        Some(AnswerKind::Withdraw) => t_string!(i18n, plan.withdrawn),
    }
}

/// Pause or stop.
pub fn halt_word(i18n: I18n, kind: HaltKind) -> &'static str {
    match kind {
        HaltKind::Pause => t_string!(i18n, plan.paused),
        HaltKind::Stop => t_string!(i18n, plan.stopped),
    }
}

/// The kind of a part in running text: «drømmen».
pub fn part_word(i18n: I18n, kind: PartKind) -> &'static str {
    match kind {
        PartKind::Dream => t_string!(i18n, plan.the_dream),
        PartKind::Goal => t_string!(i18n, plan.the_goal),
        PartKind::Action => t_string!(i18n, plan.the_action),
        PartKind::Mark => t_string!(i18n, plan.the_mark),
    }
}

/// A name, or the word for a shielded person.
pub fn shown_name(i18n: I18n, name: &str) -> String {
    if name.is_empty() { t_string!(i18n, talk.shielded).to_owned() } else { name.to_owned() }
}

/// The name behind a key.
pub fn name_of(i18n: I18n, plan: &PlanView, key: &str) -> String {
    let found = plan.names.iter().find(|(it, _)| it == key).map_or("", |(_, name)| name);
    shown_name(i18n, found)
}

/// Who does something: «Nav (Kari)», «Marte».
pub fn doer_words(i18n: I18n, plan: &PlanView, doer: &Doer) -> String {
    match doer {
        Doer::Family { person } => name_of(i18n, plan, &format!("person:{person}")),
        Doer::Staff { user } => name_of(i18n, plan, &format!("user:{user}")),
        Doer::Service { name, person } if person.trim().is_empty() => name.clone(),
        Doer::Service { name, person } => format!("{name} ({person})"),
    }
}

/// Who is asked: «Marte», «Barneverntjenesten for Noah».
pub fn approver_words(i18n: I18n, approver: &Approver, name: &str) -> String {
    let name = shown_name(i18n, name);
    match approver {
        Approver::Person(_) => name,
        Approver::HolderElsewhere(_) => t_string!(i18n, plan.holder_for, name = name),
        Approver::ChildWelfare(_) => t_string!(i18n, plan.child_welfare_for, name = name),
    }
}

/// Who wrote something down and when; somebody of the family by their own hand.
pub(super) fn written_words(i18n: I18n, language: Language, by: &str, at: &str) -> String {
    let time = time(language, at);
    if by.is_empty() {
        t_string!(i18n, plan.own_hand, time = time)
    } else {
        t_string!(i18n, plan.dictated, name = by.to_owned(), time = time)
    }
}

/// The sentence for a rule of plans that stands in the way.
pub fn plan_declined(i18n: I18n, code: &str) -> Option<&'static str> {
    Some(match code {
        "consent_dates" => t_string!(i18n, shared_with.dates),
        "consent_over" => t_string!(i18n, shared_with.over),
        "plan_overtaken" => t_string!(i18n, plan.overtaken),
        "plan_empty" => t_string!(i18n, plan.empty),
        "plan_nobody" => t_string!(i18n, plan.nobody),
        "plan_dates" => t_string!(i18n, plan.dates),
        "no_doer" => t_string!(i18n, plan.no_doer),
        "off_scale" => t_string!(i18n, plan.off_scale),
        "law_unsaid" => t_string!(i18n, plan.law_unsaid),
        "plan_area" => t_string!(i18n, plan.no_area),
        "nothing_new" => t_string!(i18n, plan.nothing_new),
        "not_asked" => t_string!(i18n, plan.not_asked),
        "baton_not_asked" => t_string!(i18n, plan.baton_not_asked),
        "baton_same_hands" => t_string!(i18n, plan.baton_same_hands),
        "baton_unsaid" => t_string!(i18n, plan.baton_unsaid),
        "by_law" => t_string!(i18n, plan.by_law_halt),
        _ => return None,
    })
}
