//! What went wrong and what to do, in the reader's language.

use super::staff_words::staff_fault_text;
use crate::error::AppError;
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::text::{Language, say};
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use leptos_router::hooks::use_location;

/// The sentence for an error.
pub fn error_text(i18n: I18nContext<Locale>, error: &AppError) -> String {
    match error {
        AppError::SignedOut => t_string!(i18n, error.signed_out).to_owned(),
        AppError::NotFound => t_string!(i18n, error.not_found).to_owned(),
        AppError::ReasonNeeded => t_string!(i18n, error.reason_needed).to_owned(),
        AppError::NotAllowed => t_string!(i18n, error.not_allowed).to_owned(),
        AppError::NotPart => t_string!(i18n, case.not_part).to_owned(),
        AppError::WrongPassword => t_string!(i18n, sign_in.wrong).to_owned(),
        AppError::Throttled { minutes } => t_string!(i18n, sign_in.throttled, minutes = minutes.to_string()),
        AppError::Unreadable(message) => say(Language::from(i18n.get_locale()), message),
        AppError::Staff(fault) => staff_fault_text(i18n, *fault).to_owned(),
        AppError::Missing(field) if field == "file" => t_string!(i18n, import.no_file).to_owned(),
        AppError::Missing(field) if field == "name" => t_string!(i18n, import.name_missing).to_owned(),
        AppError::Missing(field) if field == "filter_name" => t_string!(i18n, cases.filter_name_missing).to_owned(),
        AppError::Missing(field) if field == "filter_count" => t_string!(i18n, cases.filter_too_many).to_owned(),
        AppError::Missing(field) if field == "filter_taken" => t_string!(i18n, cases.filter_taken).to_owned(),
        AppError::Missing(field) if field == "words" => t_string!(i18n, marks.fault_words).to_owned(),
        AppError::Missing(field) if ["mark_from", "mark_to"].contains(&field.as_str()) => {
            t_string!(i18n, marks.fault_day).to_owned()
        }
        AppError::Missing(field) if field == "suspicion" => t_string!(i18n, marks.fault_suspicion).to_owned(),
        AppError::Missing(field) if field == "place" => t_string!(i18n, marks.fault_place).to_owned(),
        AppError::Missing(field) if ["from", "to", "agreed"].contains(&field.as_str()) => {
            t_string!(i18n, new_case.date_missing).to_owned()
        }
        AppError::Missing(field) if field != "email" => t_string!(i18n, error.fill_in).to_owned(),
        AppError::Missing(_) => t_string!(i18n, sign_in.missing).to_owned(),
        AppError::Declined(code) => declined_text(i18n, code).to_owned(),
        AppError::Network => t_string!(i18n, error.network).to_owned(),
        AppError::Internal => t_string!(i18n, error.internal).to_owned(),
    }
}

/// The sentence for a rule that stands in the way, by its code.
pub fn declined_text(i18n: I18nContext<Locale>, code: &str) -> &'static str {
    match code {
        "room_step" => t_string!(i18n, in_room.step),
        "guest_staff" => t_string!(i18n, guest.staff_here),
        "guest_code" => t_string!(i18n, guest.wrong_code),
        "room_nobody" => t_string!(i18n, offline.choose_room),
        "pin_digits" => t_string!(i18n, offline.pin_digits),
        "pin_easy" => t_string!(i18n, offline.pin_easy),
        "no_such_hour" => t_string!(i18n, calendar.no_such_hour),
        "changed_since" => t_string!(i18n, calendar.changed_since),
        "entry_title" => t_string!(i18n, calendar.entry_title),
        "entry_words" => t_string!(i18n, calendar.entry_words),
        "entry_people" => t_string!(i18n, calendar.entry_people),
        "entry_room" => t_string!(i18n, calendar.entry_room),
        "entry_road" => t_string!(i18n, calendar.entry_road),
        "bad_length" => t_string!(i18n, calendar.bad_length),
        "ends_before_start" => t_string!(i18n, calendar.ends_before_start),
        "ends_too_late" => t_string!(i18n, calendar.ends_too_late),
        "no_such_occurrence" => t_string!(i18n, calendar.no_such_occurrence),
        "cannot_shift" => t_string!(i18n, calendar.cannot_shift),
        "bad_interval" | "no_weekday" | "bad_week_of_month" | "no_count" | "start_off_rule" => {
            t_string!(i18n, calendar.bad_rule)
        }
        "no_lead" => t_string!(i18n, declined.no_lead),
        "several_leads" => t_string!(i18n, declined.several_leads),
        "not_colleague" => t_string!(i18n, declined.not_colleague),
        "same_person" => t_string!(i18n, declined.same_person),
        "closed" => t_string!(i18n, declined.closed),
        "no_longer" => t_string!(i18n, declined.no_longer),
        "status" => t_string!(i18n, declined.status),
        "words" => t_string!(i18n, declined.words),
        "empty" => t_string!(i18n, declined.empty),
        "no_holder_agreed" => t_string!(i18n, declined.no_holder_agreed),
        "service_not_consented" => t_string!(i18n, declined.service_not_consented),
        "own_case" => t_string!(i18n, declined.own_case),
        "dates" => t_string!(i18n, declined.dates),
        "takes_part_already" => t_string!(i18n, declined.takes_part_already),
        "same_case" => t_string!(i18n, declined.same_case),
        "other_unit" => t_string!(i18n, declined.other_unit),
        "already_linked" => t_string!(i18n, declined.already_linked),
        "overtaken" => t_string!(i18n, declined.overtaken),
        "undecided" => t_string!(i18n, declined.undecided),
        "empty_side" => t_string!(i18n, declined.empty_side),
        "needs_yes" => t_string!(i18n, declined.needs_yes),
        "pair" => t_string!(i18n, declined.pair),
        "nobody" => t_string!(i18n, declined.nobody),
        "live_together" => t_string!(i18n, declined.live_together),
        "link_kind" => t_string!(i18n, declined.link_kind),
        "closure_days" => t_string!(i18n, days.closure_days),
        "closure_name" => t_string!(i18n, days.closure_name),
        "hours" => t_string!(i18n, days.hours_wrong),
        "municipality" => t_string!(i18n, days.no_municipality),
        "message_gone" => t_string!(i18n, declined.message_gone),
        "too_long" => t_string!(i18n, door.too_long),
        "caller_missing" => t_string!(i18n, door.caller_missing),
        "about_missing" => t_string!(i18n, door.about_missing),
        "end_words" => t_string!(i18n, door.end_words),
        "call_done" => t_string!(i18n, door.call_done),
        "enquiry_state" => t_string!(i18n, door.enquiry_state),
        "enquiry_overtaken" => t_string!(i18n, door.enquiry_overtaken),
        "enquiry_step" => t_string!(i18n, door.enquiry_step),
        "enquiry_over" => t_string!(i18n, door.enquiry_over),
        "tongue_missing" => t_string!(i18n, door.tongue_missing),
        "busy_too_many" => t_string!(i18n, feed.too_many),
        "busy_no_calendar" => t_string!(i18n, feed.no_calendar),
        "busy_no_file" => t_string!(i18n, feed.no_file),
        other => crate::pages::group_declined(i18n, other)
            .or_else(|| crate::pages::talk_declined(i18n, other))
            .or_else(|| crate::pages::plan_declined(i18n, other))
            .or_else(|| crate::pages::moving_declined(i18n, other))
            .unwrap_or_else(|| t_string!(i18n, error.not_allowed)),
    }
}

/// What went wrong with something that was just tried, beside the button.
#[component]
pub fn FaultNote(
    /// What went wrong, if anything did.
    #[prop(into)]
    fault: Signal<Option<AppError>>,
) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        fault.get().map(|error| {
            view! {
                <div class="ds-alert" data-color="danger" role="alert"><p>{error_text(i18n, &error)}</p></div>
            }
        })
    }
}

/// An error in its place on the page.
#[component]
pub fn ErrorNotice(
    /// What went wrong.
    error: AppError,
) -> impl IntoView {
    let i18n = use_i18n();
    if error == AppError::NotFound {
        return view! {
            <div class="empty">
                <h1 class="ds-heading" data-size="sm">{t!(i18n, case.not_found_title)}</h1>
                <p>{t!(i18n, case.not_found)}</p>
                <a class="ds-button" href="/min-dag">{t!(i18n, case.to_day)}</a>
            </div>
        }
        .into_any();
    }
    // Whoever is signed out is led back here afterwards.
    let sign_in = (error == AppError::SignedOut).then(|| {
        let path = use_location().pathname;
        view! { <a class="ds-link" href=move || format!("/logg-inn?til={}", path.get())>{t!(i18n, error.sign_in)}</a> }
    });
    view! {
        <div class="ds-alert" data-color="danger" role="alert">
            <p>{move || error_text(i18n, &error)} " " {sign_in}</p>
        </div>
    }
    .into_any()
}
