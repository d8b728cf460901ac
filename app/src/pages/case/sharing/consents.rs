//! Consents to share with other services: what stands, what was said before,
//! asking, and writing down what somebody said.

use super::Here;
use crate::api::consent::{CaseConsents, ConsentForm, ConsentRow, WriteConsent, withdraw_consent};
use crate::api::parties::{date_of, field_of};
use crate::components::{Doing, FaultNote, fault_of, when_done};
use crate::draft::Draft;
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::case::plan::approver_words;
use crate::pages::case::typed::{Choose, Line, Lines, label};
use crate::text::{date, time};
use casework::consent::{ConsentScope, ConsentState};
use leptos::prelude::*;
use leptos_i18n::I18nContext;

type I18n = I18nContext<Locale>;

fn scope_word(i18n: I18n, scope: ConsentScope) -> &'static str {
    match scope {
        ConsentScope::SharedPlan => t_string!(i18n, shared_with.scope_shared_plan),
        ConsentScope::Talk => t_string!(i18n, shared_with.scope_talk),
        ConsentScope::Written => t_string!(i18n, shared_with.scope_written),
    }
}

fn state_word(i18n: I18n, row: &ConsentRow) -> &'static str {
    match row.state {
        ConsentState::Asked => t_string!(i18n, shared_with.state_asked),
        ConsentState::Given if row.in_force => t_string!(i18n, shared_with.state_given),
        ConsentState::Given => t_string!(i18n, shared_with.state_out_of_time),
        ConsentState::Refused => t_string!(i18n, shared_with.state_refused),
        ConsentState::Withdrawn => t_string!(i18n, shared_with.state_withdrawn),
    }
}

const fn color(row: &ConsentRow) -> &'static str {
    match row.state {
        ConsentState::Given if row.in_force => "success",
        ConsentState::Asked => "info",
        ConsentState::Refused => "warning",
        ConsentState::Given | ConsentState::Withdrawn => "neutral",
    }
}

/// The card.
#[component]
pub(super) fn Consents(found: CaseConsents, here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let (standing, over): (Vec<_>, Vec<_>) =
        found.rows.clone().into_iter().partition(|it| it.stands || it.state == ConsentState::Refused);
    let none = standing.is_empty();
    let may_edit = found.may_edit;
    let line = {
        let here = here.clone();
        move |row: ConsentRow| view! { <ConsentLine row may_edit here=here.clone() /> }
    };
    let past = (!over.is_empty()).then(|| {
        view! {
            <details>
                <summary>{t!(i18n, shared_with.past)}</summary>
                <ul class="plain-list">{over.into_iter().map(line.clone()).collect_view()}</ul>
            </details>
        }
    });
    view! {
        <section class="card stack" aria-labelledby="consents">
            <h2 class="ds-heading" data-size="xs" id="consents">{t!(i18n, shared_with.title)}</h2>
            <p class="meta">{t!(i18n, shared_with.lead)}</p>
            {none.then(|| view! { <p>{t!(i18n, shared_with.none)}</p> })}
            <ul class="plain-list">{standing.into_iter().map(line).collect_view()}</ul>
            {past}
            {may_edit.then(|| view! { <NewConsent found here /> })}
        </section>
    }
}

#[component]
fn ConsentLine(row: ConsentRow, may_edit: bool, here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let ending = Doing::new();
    let row = StoredValue::new(row);
    let who = move || row.with_value(|row| approver_words(i18n, &row.giver, &row.name));
    let said = move || {
        row.with_value(|row| {
            let at = time(language(), &row.at);
            if row.by.is_empty() {
                t_string!(i18n, shared_with.own_hand, time = at)
            } else {
                t_string!(i18n, shared_with.written_by, name = row.by.clone(), time = at)
            }
        })
    };
    let (from, to) = row.with_value(|row| (row.from.and_then(date_of), row.to.and_then(date_of)));
    let why = row.with_value(|row| row.why.clone());
    let (service, stands) = row.with_value(|row| (row.service.clone(), row.stands));
    let colour = row.with_value(color);
    let is_given = row.with_value(|row| row.state == ConsentState::Given);
    let end_name = move || {
        row.with_value(|row| {
            let (name, service) = (who(), row.service.clone());
            if is_given {
                t_string!(i18n, shared_with.withdraw_name, name = name, service = service)
            } else {
                t_string!(i18n, shared_with.unask_name, name = name, service = service)
            }
        })
    };
    let case = StoredValue::new(here.case);
    let again = here.again;
    let end = move |_| {
        let work = withdraw_consent(case.get_value(), row.with_value(|row| row.id.clone()));
        ending.run(work, move |()| again.run(()));
    };
    view! {
        <li class="stack" data-gap="sm">
            <p class="cluster">
                <strong>{service}</strong>
                <span>{move || row.with_value(|row| scope_word(i18n, row.scope))}</span>
                <span class="ds-tag" data-size="sm" data-color=colour>{move || row.with_value(|row| state_word(i18n, row))}</span>
            </p>
            <p><bdi>{who}</bdi></p>
            {(!why.is_empty()).then(|| view! { <p dir="auto">{why}</p> })}
            <p class="meta">
                {from.map(|day| t!(i18n, case.since, date = move || date(language(), &day)))}
                {to.map(|day| view! { " " {t!(i18n, case.until, date = move || date(language(), &day))} })}
                " · " {said}
            </p>
            <FaultNote fault=ending.fault />
            {(may_edit && stands).then(|| view! {
                <div>
                    <button class="ds-button" data-variant="secondary" data-size="sm" type="button" aria-label=end_name
                        disabled=move || ending.busy.get() on:click=end>
                        {move || if is_given { t_string!(i18n, shared_with.withdraw) } else { t_string!(i18n, shared_with.unask) }}
                    </button>
                </div>
            })}
        </li>
    }
}

/// Asking, or writing down what somebody said.
#[component]
fn NewConsent(found: CaseConsents, here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<WriteConsent>::new();
    let again = here.again;
    when_done(action, move |()| again.run(()));
    let first = |all: Option<String>| RwSignal::new(all.unwrap_or_default());
    let service = first(found.services.first().map(|(id, _)| id.clone()));
    let giver = first(found.givers.first().map(|(it, _)| it.key()));
    let scope = RwSignal::new(ConsentScope::SharedPlan.code().to_owned());
    let state = RwSignal::new(ConsentState::Given.code().to_owned());
    let (from, to) = (RwSignal::new(field_of(found.today)), RwSignal::new(String::new()));
    let why = RwSignal::new(String::new());
    let fixed = |name: String| Signal::derive(move || name.clone());
    let services: Vec<_> = found.services.iter().map(|(id, name)| (id.clone(), fixed(name.clone()))).collect();
    let nobody = services.is_empty() || found.givers.is_empty();
    let givers: Vec<_> = found
        .givers
        .into_iter()
        .map(|(it, name)| (it.key(), Signal::derive(move || approver_words(i18n, &it, &name))))
        .collect();
    let scopes = ConsentScope::ALL
        .map(|it| (it.code().to_owned(), Signal::derive(move || scope_word(i18n, it).to_owned())))
        .to_vec();
    let states = [ConsentState::Given, ConsentState::Refused, ConsentState::Asked]
        .map(|it| {
            let word = move || match it {
                ConsentState::Given => t_string!(i18n, shared_with.says_yes),
                ConsentState::Refused => t_string!(i18n, shared_with.says_no),
                ConsentState::Asked | ConsentState::Withdrawn => t_string!(i18n, shared_with.asks),
            };
            (it.code().to_owned(), Signal::derive(move || word().to_owned()))
        })
        .to_vec();
    let draft = format!("consent:{}", here.case);
    let case = here.case;
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if action.pending().get_untracked() {
            return;
        }
        let form = ConsentForm {
            service: service.get_untracked(),
            giver: giver.get_untracked(),
            scope: ConsentScope::from_code(&scope.get_untracked()).unwrap_or_default(),
            state: ConsentState::from_code(&state.get_untracked()).unwrap_or_default(),
            from: from.get_untracked(),
            to: to.get_untracked(),
            why: why.get_untracked(),
        };
        action.dispatch(WriteConsent { id: case.clone(), form });
    };
    if nobody {
        return view! { <p class="meta">{t!(i18n, shared_with.no_services)}</p> }.into_any();
    }
    view! {
        <details>
            <summary>{t!(i18n, shared_with.new)}</summary>
            <form class="form" on:submit=send>
                <Draft name=draft saved=Signal::derive(move || matches!(action.value().get(), Some(Ok(())))) />
                <div class="form-row">
                    <Choose id="consent-service" label=label(i18n, |i18n| t_string!(i18n, shared_with.service)) value=service options=services />
                    <Choose id="consent-giver" label=label(i18n, |i18n| t_string!(i18n, shared_with.giver)) value=giver options=givers />
                </div>
                <Choose id="consent-scope" label=label(i18n, |i18n| t_string!(i18n, shared_with.scope)) value=scope options=scopes />
                <Choose id="consent-state" label=label(i18n, |i18n| t_string!(i18n, shared_with.what_said)) value=state options=states />
                <div class="form-row">
                    <Line id="consent-from" kind="date" label=label(i18n, |i18n| t_string!(i18n, shared_with.from)) value=from />
                    <Line id="consent-to" kind="date" label=label(i18n, |i18n| t_string!(i18n, shared_with.to)) value=to />
                </div>
                <Lines id="consent-why" rows="2" label=label(i18n, |i18n| t_string!(i18n, shared_with.why)) value=why />
                <FaultNote fault=fault_of(action) />
                <div class="form-actions">
                    <button class="ds-button" type="submit" disabled=move || action.pending().get()>{t!(i18n, shared_with.save)}</button>
                </div>
            </form>
        </details>
    }
    .into_any()
}
