//! Who has opened the case, and why: in sentences, by person and period.

use super::use_case;
use crate::api::case_log::{CaseLog, LogRow, case_log};
use crate::components::{ErrorNotice, Icon};
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::log_words::{action_word, kind_word, lower, object_word, outcome_word, purpose_word, role_word};
use crate::text::short_time;
use casework::emergency::EmergencyKind;
use leptos::prelude::*;
use leptos_router::components::Form;
use leptos_router::hooks::use_query_map;

/// What the page's address asks for. It names a member of staff at most.
#[derive(Clone, Default, PartialEq)]
struct Asked {
    person: String,
    from: String,
    to: String,
    before: Option<i64>,
}

/// The access log in plain words.
#[component]
pub fn CaseLogPage() -> impl IntoView {
    let i18n = use_i18n();
    let case = use_case();
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|query| {
            let get = |key: &str| query.get(key).unwrap_or_default();
            Asked { person: get("hvem"), from: get("fra"), to: get("til"), before: get("for").parse().ok() }
        })
    });
    let log = Resource::new(
        move || (case.id.get(), case.reason.get(), asked.get()),
        |(id, reason, asked)| {
            let text = |text: String| Some(text).filter(|text| !text.is_empty());
            case_log(id, reason, text(asked.person), text(asked.from), text(asked.to), asked.before)
        },
    );
    view! {
        <div class="page-body stack" data-gap="lg">
            <div class="cluster" data-align="between">
                <div>
                    <h2 class="ds-heading" data-size="xs" id="log-title">{t!(i18n, log.title)}</h2>
                    <p class="meta">{t!(i18n, log.lead)}</p>
                </div>
                <button class="ds-button screen-only" data-variant="secondary" type="button" on:click=move |_| { let _ = window().print(); }>
                    <Icon name="print" />{t!(i18n, log.print)}
                </button>
            </div>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match log.await {
                        Ok(log) => view! { <Log log asked=asked.get_untracked() id=case.id.get_untracked() /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn Log(log: CaseLog, asked: Asked, id: String) -> impl IntoView {
    let i18n = use_i18n();
    let here = format!("/familier/{id}/innsyn");
    let filtered = asked != Asked::default();
    let older = log.older.map(|before| {
        let mut href = format!("{here}?for={before}");
        for (key, value) in [("hvem", &asked.person), ("fra", &asked.from), ("til", &asked.to)] {
            if !value.is_empty() && value.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
                href.push_str(&format!("&{key}={value}"));
            }
        }
        href
    });
    let paged = asked.before.is_some();
    let nobody = log.rows.is_empty();
    let newest = here.clone();
    view! {
        <LogFilter people=log.people asked filtered here />
        {nobody.then(|| view! { <p class="empty">{t!(i18n, log.none)}</p> })}
        <ol class="log card" aria-labelledby="log-title" hidden=nobody>
            {log.rows.into_iter().map(|row| view! { <Sentence row /> }).collect_view()}
        </ol>
        <nav class="form-actions screen-only" aria-label=t!(i18n, log.title)>
            {older.map(|href| view! { <a class="ds-button" data-variant="secondary" href=href>{t!(i18n, log.older)}</a> })}
            {paged.then(|| view! { <a class="ds-link" href=newest>{t!(i18n, log.newest)}</a> })}
        </nav>
        {log.refused.map(|rows| view! { <Refused rows /> })}
    }
}

#[component]
fn LogFilter(people: Vec<(String, String)>, asked: Asked, filtered: bool, here: String) -> impl IntoView {
    let i18n = use_i18n();
    let chosen = asked.person.clone();
    let person = move |(id, name): (String, String)| {
        let selected = id == chosen;
        view! { <option value=id selected=selected>{name}</option> }
    };
    let action = here.clone();
    view! {
        <Form method="GET" action=action attr:class="log-filter screen-only" attr:aria-label=t!(i18n, log.filter)>
            <div class="ds-field">
                <label class="ds-label" for="log-person">{t!(i18n, log.person)}</label>
                <select class="ds-input" id="log-person" name="hvem">
                    <option value="">{t!(i18n, log.everyone)}</option>
                    {people.into_iter().map(person).collect_view()}
                </select>
            </div>
            <div class="ds-field">
                <label class="ds-label" for="log-from">{t!(i18n, log.from)}</label>
                <input class="ds-input" id="log-from" name="fra" type="date" value=asked.from />
            </div>
            <div class="ds-field">
                <label class="ds-label" for="log-to">{t!(i18n, log.to)}</label>
                <input class="ds-input" id="log-to" name="til" type="date" value=asked.to />
            </div>
            <div class="form-actions">
                <button class="ds-button" data-variant="secondary" type="submit">{t!(i18n, log.show)}</button>
                {filtered.then(|| view! { <a class="ds-link" href=here>{t!(i18n, log.reset)}</a> })}
            </div>
        </Form>
    }
}

/// «Kari N., saksansvarlig, åpnet planen 22.11.2026 kl. 09.30 – oppfølging».
#[component]
fn Sentence(row: LogRow) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let emergency = row.purpose == "emergency";
    let kind = EmergencyKind::from_code(&row.object);
    let role = {
        let (name, code) = (row.role_name, row.role);
        move || lower(&name.clone().unwrap_or_else(|| role_word(i18n.get_locale(), &code).to_owned()))
    };
    let did = {
        let (action, object) = (row.action, row.object);
        move || {
            let locale = i18n.get_locale();
            format!("{} {}", lower(action_word(locale, &action)), object_word(locale, &action, &object))
        }
    };
    let why = move || match kind {
        Some(kind) => format!(" – {}", lower(kind_word(i18n.get_locale(), kind))),
        // The mark before the sentence says it.
        None if emergency => String::new(),
        None => format!(" – {}", lower(purpose_word(i18n.get_locale(), &row.purpose))),
    };
    let at = row.at.clone();
    let reason = row.reason;
    view! {
        <li data-emergency=emergency.then_some("true")>
            <p>
                {emergency.then(|| view! { <strong class="ds-tag" data-size="sm" data-color="warning">{t!(i18n, log.emergency)}</strong> " " })}
                <strong>{row.who}</strong>
                {row.is_me.then(|| view! { " (" {t!(i18n, log.you)} ")" })}
                ", " {role} ", " {did} " "
                <time datetime=row.at>{move || short_time(language(), &at)}</time>
                {why}
            </p>
            {(!reason.is_empty()).then(|| view! { <p class="meta">{t!(i18n, log.reason, reason = move || reason.clone())}</p> })}
        </li>
    }
}

/// Who was turned away.
#[component]
fn Refused(rows: Vec<LogRow>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let nobody = rows.is_empty();
    let line = move |row: LogRow| {
        let at = row.at.clone();
        let (searched, outcome) = (row.action == "search", row.outcome);
        let did = move || {
            let locale = i18n.get_locale();
            if searched {
                t_string!(i18n, log.looked_up).to_owned()
            } else {
                format!("{} {}", t_string!(i18n, log.tried), object_word(locale, &row.action, &row.object))
            }
        };
        view! {
            <li>
                <p>
                    <strong>{row.who}</strong> " " {did} " "
                    <time datetime=row.at>{move || short_time(language(), &at)}</time>
                    {(!searched).then(|| view! { " – " {move || outcome_word(i18n.get_locale(), &outcome)} })}
                </p>
            </li>
        }
    };
    view! {
        <section class="stack" data-gap="sm" aria-labelledby="refused">
            <h2 class="ds-heading" data-size="xs" id="refused">{t!(i18n, log.refused)}</h2>
            <p class="meta">{t!(i18n, log.refused_lead)}</p>
            {nobody.then(|| view! { <p>{t!(i18n, log.refused_none)}</p> })}
            <ol class="log card" aria-labelledby="refused" hidden=nobody>{rows.into_iter().map(line).collect_view()}</ol>
        </section>
    }
}
