//! Emergency access: what will happen, a search that gives at most one case,
//! the reason, and what one has open.

use crate::api::emergency::{
    BeginEmergency, EmergencyAnswer, EmergencyFound, EmergencyPlace, EndEmergency, OpenEmergency, SearchEmergency,
    emergency_place,
};
use crate::components::{ErrorNotice, Icon, Notices, NoticesAsked, PageTitle, error_text};
use crate::draft::Draft;
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::log_words::kind_word;
use crate::pages::cases::{status_color, status_word};
use crate::text::time;
use casework::emergency::EmergencyKind;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page of emergency access.
#[component]
pub fn EmergencyPage() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let has_ended = move || query.with(|query| query.get("slutt").is_some());
    let end = ServerAction::<EndEmergency>::new();
    let place = Resource::new(move || end.version().get(), |_| emergency_place());
    let notices = NoticesAsked::new();
    view! {
        <PageTitle text=move || t_string!(i18n, emergency.title).to_owned() />
        <header class="page-head">
            <div class="page-head-text">
                <h1 class="ds-heading" data-size="md">{t!(i18n, emergency.title)}</h1>
                <p class="meta">{t!(i18n, emergency.lead)}</p>
            </div>
        </header>
        <div class="page-body stack" data-width="text" data-gap="lg">
            {move || has_ended().then(|| view! {
                <div class="ds-alert" data-color="success" role="status"><p>{t!(i18n, emergency.ended)}</p></div>
            })}
            <Notices asked=notices />
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match place.await {
                        Ok(place) => view! { <Place place end /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn Place(place: EmergencyPlace, end: ServerAction<EndEmergency>) -> impl IntoView {
    let i18n = use_i18n();
    let open = (!place.open.is_empty()).then(|| {
        view! {
            <section class="card stack" aria-labelledby="yours">
                <h2 class="ds-heading" data-size="xs" id="yours">{t!(i18n, emergency.yours)}</h2>
                <ul class="plain-list">
                    {place.open.into_iter().map(|it| view! { <OpenLine it end /> }).collect_view()}
                </ul>
            </section>
        }
    });
    if place.units.is_empty() {
        return view! { {open} <p class="card">{t!(i18n, emergency.not_for_you)}</p> }.into_any();
    }
    view! {
        {open}
        <section class="card stack" aria-labelledby="before">
            <h2 class="ds-heading" data-size="xs" id="before">{t!(i18n, emergency.before_title)}</h2>
            <ol class="ds-list stack" data-gap="sm">
                <li>{t!(i18n, emergency.before_search)}</li>
                <li>{t!(i18n, emergency.before_reason)}</li>
                <li>{t!(i18n, emergency.before_told)}</li>
                <li>{t!(i18n, emergency.before_read)}</li>
                <li>{t!(i18n, emergency.before_log)}</li>
            </ol>
        </section>
        <noscript><p class="ds-alert" data-color="warning">{move || t_string!(i18n, emergency.needs_script)}</p></noscript>
        <Search units=place.units />
    }
    .into_any()
}

#[component]
fn OpenLine(it: OpenEmergency, end: ServerAction<EndEmergency>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let until = it.until;
    view! {
        <li class="cluster" data-align="between">
            <span>
                <a class="ds-link" href=format!("/familier/{}", it.case)>{it.name}</a> " "
                <span class="meta">{it.number} " · " {t!(i18n, emergency.until, time = move || time(language(), &until))}</span>
            </span>
            <ActionForm action=end>
                <input type="hidden" name="id" value=it.case />
                <button class="ds-button" data-variant="secondary" data-size="sm" type="submit" disabled=move || end.pending().get()>
                    {t!(i18n, emergency.end)}
                </button>
            </ActionForm>
        </li>
    }
}

#[component]
fn Search(units: Vec<(String, String)>) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<SearchEmergency>::new();
    let one = units.len() == 1;
    let first = units.first().map(|(id, _)| id.clone()).unwrap_or_default();
    let unit = if one {
        view! { <input type="hidden" name="unit" value=first /> }.into_any()
    } else {
        let option = |(id, name): (String, String)| view! { <option value=id>{name}</option> };
        view! {
            <div class="ds-field">
                <label class="ds-label" for="unit">{t!(i18n, emergency.unit)}</label>
                <select class="ds-input" id="unit" name="unit">{units.into_iter().map(option).collect_view()}</select>
            </div>
        }
        .into_any()
    };
    // What was found stands below the form; the next search takes it away.
    let found = move || {
        action.value().get().filter(|_| !action.pending().get()).and_then(Result::ok).and_then(|answer| match answer {
            EmergencyAnswer::Found(found) => Some(found),
            EmergencyAnswer::Nothing | EmergencyAnswer::Several => None,
        })
    };
    let fault = move || {
        let answer = action.value().get().filter(|_| !action.pending().get())?;
        match answer {
            Ok(EmergencyAnswer::Found(_)) => None,
            Ok(EmergencyAnswer::Nothing) => Some(t_string!(i18n, emergency.nothing).to_owned()),
            Ok(EmergencyAnswer::Several) => Some(t_string!(i18n, emergency.several).to_owned()),
            Err(AppError::Throttled { minutes }) => {
                Some(t_string!(i18n, emergency.throttled, minutes = minutes.to_string()))
            }
            Err(AppError::Missing(_)) => Some(t_string!(i18n, emergency.search_missing).to_owned()),
            Err(error) => Some(error_text(i18n, &error)),
        }
    };
    let invalid = move || fault().is_some();
    view! {
        <ActionForm action attr:class="form card" attr:autocomplete="off">
            {unit}
            <div class="ds-field">
                <label class="ds-label" for="search">{t!(i18n, emergency.search)}</label>
                <p class="form-hint" id="search-help">{t!(i18n, emergency.search_help)}</p>
                <input class="ds-input" id="search" name="text" maxlength="200" autocomplete="off" spellcheck="false"
                    aria-invalid=move || invalid().then_some("true")
                    aria-describedby=move || if invalid() { "search-help search-error" } else { "search-help" } />
                <div aria-live="polite">
                    {move || fault().map(|text| view! {
                        <p class="ds-validation-message" data-color="danger" id="search-error">{text}</p>
                    })}
                </div>
            </div>
            <div class="form-actions">
                <button class="ds-button" type="submit" disabled=move || action.pending().get()>
                    <Icon name="search" />
                    {move || if action.pending().get() { t!(i18n, emergency.searching).into_any() } else { t!(i18n, emergency.submit).into_any() }}
                </button>
            </div>
        </ActionForm>
        <div aria-live="polite">
            {move || found().map(|found| view! { <Found found /> })}
        </div>
    }
}

#[component]
fn Found(found: EmergencyFound) -> impl IntoView {
    let i18n = use_i18n();
    let status = found.status;
    let lead = found.lead.clone();
    let rest = match found.open_already {
        Some(id) => view! {
            <p>{t!(i18n, emergency.open_already)}</p>
            <div class="form-actions"><a class="ds-button" href=format!("/familier/{id}")>{t!(i18n, emergency.open_ordinary)}</a></div>
        }
        .into_any(),
        None => view! { <Begin ticket=found.ticket lead=found.lead /> }.into_any(),
    };
    view! {
        <section class="card stack" aria-labelledby="found">
            <h2 class="ds-heading" data-size="xs" id="found">{t!(i18n, emergency.found)}</h2>
            <p class="cluster">
                <strong>{found.name}</strong>
                <span class="meta">{found.number}</span>
                <span class="ds-tag" data-size="sm" data-color=status_color(status)>{move || status_word(i18n, status)}</span>
            </p>
            <p class="meta">
                {t!(i18n, emergency.lead_label)} ": "
                {match lead {
                    Some(name) => name.into_any(),
                    None => t!(i18n, emergency.no_lead).into_any(),
                }}
            </p>
            {rest}
        </section>
    }
}

#[component]
fn Begin(ticket: String, lead: Option<String>) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<BeginEmergency>::new();
    let error = move || action.value().get().filter(|_| !action.pending().get()).and_then(Result::err);
    let no_kind = move || matches!(error(), Some(AppError::Missing(_)));
    let no_reason = move || matches!(error(), Some(AppError::ReasonNeeded));
    let other = move || {
        error().filter(|_| !no_kind() && !no_reason()).map(|error| match error {
            AppError::NotFound => t_string!(i18n, emergency.too_late).to_owned(),
            error => error_text(i18n, &error),
        })
    };
    let kind = move |kind: EmergencyKind| {
        let id = format!("kind-{}", kind.code());
        view! {
            <div class="ds-field">
                <input class="ds-input" type="radio" id=id.clone() name="kind" value=kind.code()
                    aria-describedby=move || no_kind().then_some("kind-error") />
                <label class="ds-label" data-weight="regular" for=id>{move || kind_word(i18n.get_locale(), kind)}</label>
            </div>
        }
    };
    view! {
        {lead.map(|name| view! { <p>{t!(i18n, emergency.call_first, name = name.clone())}</p> })}
        <ActionForm action attr:class="form">
            <Draft name="emergency" saved=Signal::derive(move || matches!(action.value().get(), Some(Ok(_)))) />
            <input type="hidden" name="ticket" value=ticket />
            {move || other().map(|text| view! { <div class="ds-alert" data-color="danger" role="alert"><p>{text}</p></div> })}
            <fieldset class="ds-fieldset">
                <legend class="ds-label">{t!(i18n, emergency.kind)}</legend>
                {EmergencyKind::ALL.into_iter().map(kind).collect_view()}
                {move || no_kind().then(|| view! {
                    <p class="ds-validation-message" data-color="danger" id="kind-error" role="alert">{t!(i18n, emergency.kind_missing)}</p>
                })}
            </fieldset>
            <div class="ds-field">
                <label class="ds-label" for="reason">{t!(i18n, emergency.reason)}</label>
                <p class="form-hint" id="reason-help">{t!(i18n, emergency.reason_help)}</p>
                <textarea class="ds-input" id="reason" name="reason" rows="3" maxlength="2000"
                    aria-invalid=move || no_reason().then_some("true")
                    aria-describedby=move || if no_reason() { "reason-help reason-error" } else { "reason-help" }></textarea>
                {move || no_reason().then(|| view! {
                    <p class="ds-validation-message" data-color="danger" id="reason-error" role="alert">{t!(i18n, emergency.reason_missing)}</p>
                })}
            </div>
            <div class="form-actions">
                <button class="ds-button" data-color="warning" type="submit" disabled=move || action.pending().get()>
                    {move || if action.pending().get() { t!(i18n, emergency.beginning).into_any() } else { t!(i18n, emergency.begin).into_any() }}
                </button>
            </div>
        </ActionForm>
    }
}
