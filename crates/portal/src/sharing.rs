//! What the reader has said about sharing with other services, and what they
//! are asked: yes, no, and no longer.

use crate::i18n::{Locale, td_string};
use crate::inside::Inside;
use crate::language::{day, time};
use crate::page::{At, Fault, Frame, done, section, wrong};
use axum::extract::{Form, Query};
use axum::response::{IntoResponse, Redirect, Response};
use casework::consent::{ConsentScope, ConsentState};
use leptos::prelude::*;
use serde::Deserialize;
use store::{KeptConsent, StoreError};

/// What was done just now.
#[derive(Default, Deserialize)]
pub(crate) struct Done {
    ok: Option<String>,
}

/// The page.
pub(crate) async fn page(inside: Inside, Query(was): Query<Done>) -> Response {
    let told = was.ok.map(|_| done(td_string!(inside.locale, sharing.saved)));
    render(&inside, told, false).await.unwrap_or_else(|fault| fault.page(&inside.site, inside.locale, &inside.path))
}

/// Whether the reader is asked for something here.
pub(crate) fn is_asked(consents: &[KeptConsent]) -> bool {
    consents.iter().any(|it| it.state == ConsentState::Asked)
}

async fn render(inside: &Inside, told: Option<AnyView>, failed: bool) -> Result<Response, Fault> {
    let locale = inside.locale;
    let all = inside.read("sharing").await?.consents().await?;
    let title = td_string!(locale, sharing.title);
    // The last word about each stands; what was said before is below.
    let mut standing: Vec<&KeptConsent> = Vec::new();
    let mut past: Vec<&KeptConsent> = Vec::new();
    for it in &all {
        let same = |other: &&KeptConsent| other.service.0 == it.service.0 && other.scope == it.scope;
        if standing.iter().any(same) { past.push(it) } else { standing.push(it) }
    }
    let (asked, said): (Vec<_>, Vec<_>) = standing.into_iter().partition(|it| it.state == ConsentState::Asked);
    let card = |it: &KeptConsent| consent_card(inside, it);
    let asked: Vec<AnyView> = asked.into_iter().map(card).collect();
    let said: Vec<AnyView> = said.into_iter().map(card).collect();
    let past: Vec<AnyView> = past.into_iter().map(|it| line(inside, it)).collect();
    let none = asked.is_empty() && said.is_empty();
    let body = view! {
        <div class="stack" data-gap="lg">
            <div class="stack" data-gap="sm">
                <h1 class="ds-heading" data-size="lg">{title}</h1>
                {told}
                <p>{td_string!(locale, sharing.lead)}</p>
                <p>{td_string!(locale, sharing.law)}</p>
            </div>
            {(!asked.is_empty()).then(|| section(td_string!(locale, sharing.asked), "asked", asked))}
            {(!said.is_empty()).then(|| section(td_string!(locale, sharing.said), "said", said))}
            {none.then(|| view! { <p class="card">{td_string!(locale, sharing.none)}</p> })}
            {(!past.is_empty()).then(|| section(td_string!(locale, sharing.past), "past", view! { <ul class="plain-list">{past}</ul> }))}
        </div>
    };
    let frame = Frame::inside(inside, At::Sharing, title);
    Ok(if failed { frame.not_taken() } else { frame }.around(body))
}

/// What somebody gets, in words: «snakke med Nav om deg».
pub(crate) fn what(locale: Locale, it: &KeptConsent) -> String {
    let service = it.service.1.clone();
    match it.scope {
        ConsentScope::SharedPlan => td_string!(locale, sharing.plan, service = service),
        ConsentScope::Talk => td_string!(locale, sharing.talk, service = service),
        ConsentScope::Written => td_string!(locale, sharing.written, service = service),
    }
}

fn state_word(inside: &Inside, it: &KeptConsent) -> &'static str {
    let locale = inside.locale;
    match it.state {
        ConsentState::Asked => td_string!(locale, sharing.state_asked),
        ConsentState::Given if it.is_in_force(inside.site.store.today()) => td_string!(locale, sharing.state_given),
        ConsentState::Given => td_string!(locale, sharing.state_over),
        ConsentState::Refused => td_string!(locale, sharing.state_refused),
        ConsentState::Withdrawn => td_string!(locale, sharing.state_withdrawn),
    }
}

/// Until when, and who wrote it down when.
fn details(inside: &Inside, it: &KeptConsent) -> String {
    let locale = inside.locale;
    let (at, by) = it.withdrawn.as_ref().or(it.answered.as_ref()).unwrap_or(&it.written);
    let at = time(&inside.site, locale, *at);
    let written = match it.state {
        ConsentState::Asked => td_string!(locale, sharing.asked_by, name = by.clone(), time = at),
        _ if by.is_empty() => td_string!(locale, sharing.own_hand, time = at),
        _ => td_string!(locale, sharing.written_by, name = by.clone(), time = at),
    };
    match it.period.to {
        Some(to) => format!("{} · {written}", td_string!(locale, plan.until, day = day(locale, to))),
        None => written,
    }
}

fn consent_card(inside: &Inside, it: &KeptConsent) -> AnyView {
    let locale = inside.locale;
    let what = what(locale, it);
    let form = |path: &str, answer: &'static str, label: &'static str, variant: &'static str| {
        let (action, id, named) = (inside.to(path), it.id.clone(), format!("{label}: {what}"));
        view! {
            <form method="post" action=action>
                <input type="hidden" name="consent" value=id />
                <input type="hidden" name="answer" value=answer />
                <button class="ds-button" data-variant=variant type="submit" aria-label=named>{label}</button>
            </form>
        }
    };
    let yes = |variant| form("deling/svar", "yes", td_string!(locale, sharing.yes), variant);
    let no = || form("deling/svar", "no", td_string!(locale, sharing.no), "secondary");
    let is_over = it.period.to.is_some_and(|to| to < inside.site.store.today());
    let buttons = match it.state {
        ConsentState::Asked => vec![yes("primary").into_any(), no().into_any()],
        ConsentState::Given => {
            vec![form("deling/trekk", "no", td_string!(locale, sharing.withdraw), "secondary").into_any()]
        }
        ConsentState::Refused | ConsentState::Withdrawn if is_over => Vec::new(),
        ConsentState::Refused | ConsentState::Withdrawn => vec![yes("secondary").into_any()],
    };
    view! {
        <div class="stack portal-consent" data-gap="sm">
            <h3 class="ds-heading" data-size="xs" dir="auto">{what.clone()}</h3>
            <p><span class="ds-tag" data-color="info">{state_word(inside, it)}</span></p>
            {(!it.why.is_empty()).then(|| view! { <p dir="auto">{it.why.clone()}</p> })}
            <p class="meta">{details(inside, it)}</p>
            <div class="cluster">{buttons}</div>
        </div>
    }
    .into_any()
}

/// What was said, where nothing is to be done about it.
pub(crate) fn line(inside: &Inside, it: &KeptConsent) -> AnyView {
    let (what, state, details) = (what(inside.locale, it), state_word(inside, it), details(inside, it));
    view! { <li><span dir="auto">{what}</span> " · " {state} <p class="meta">{details}</p></li> }.into_any()
}

/// An answer, as a form sends it.
#[derive(Deserialize)]
pub(crate) struct Answer {
    #[serde(default)]
    consent: String,
    #[serde(default)]
    answer: String,
}

/// Keeps a yes or a no.
pub(crate) async fn answer(inside: Inside, Form(typed): Form<Answer>) -> Response {
    let outcome = match inside.change("sharing").await {
        Ok(case) => case.answer_consent(&typed.consent, typed.answer == "yes").await,
        Err(fault) => return fault.page(&inside.site, inside.locale, &inside.path),
    };
    close(&inside, outcome).await
}

/// Takes a yes back.
pub(crate) async fn withdraw(inside: Inside, Form(typed): Form<Answer>) -> Response {
    let outcome = match inside.change("sharing").await {
        Ok(case) => case.withdraw_own_consent(&typed.consent).await,
        Err(fault) => return fault.page(&inside.site, inside.locale, &inside.path),
    };
    close(&inside, outcome).await
}

/// Back to the page, with what came of it.
async fn close(inside: &Inside, outcome: Result<(), StoreError>) -> Response {
    let locale = inside.locale;
    match outcome {
        Ok(()) => Redirect::to(&format!("{}?ok=1", inside.to("deling"))).into_response(),
        Err(StoreError::NotAllowed("consent_over")) => {
            let told = wrong(td_string!(locale, sharing.over).to_owned());
            let page = render(inside, Some(told), true).await;
            page.unwrap_or_else(|fault| fault.page(&inside.site, locale, &inside.path))
        }
        Err(error) => Fault::from(error).page(&inside.site, locale, &inside.path),
    }
}
