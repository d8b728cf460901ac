//! Saying yes to a plan, asking for a change, pausing, stopping and going on,
//! by the reader's own hand.

use crate::i18n::td_string;
use crate::inside::Inside;
use crate::page::{Fault, section};
use crate::plan::{Plan, not_taken, proposed, standing};
use crate::plan_own::Typed;
use axum::extract::Form;
use axum::response::{IntoResponse, Redirect, Response};
use casework::plan::{AnswerKind, HaltKind, HaltScope};
use leptos::prelude::*;
use serde::Deserialize;
use store::{StoreError, WORD_LIMIT};

/// Name of the form in which a change is asked for.
const ANSWER: &str = "answer";

/// What the reader is asked, and what they have said.
pub(crate) fn answer_card(inside: &Inside, shown: &Plan) -> Option<AnyView> {
    let locale = inside.locale;
    if shown.plan.parts.is_empty() {
        return None;
    }
    let title = td_string!(locale, plan.your_answer);
    let for_children = shown.answers_for(locale).into_iter().map(|words| view! { <p class="meta">{words}</p> });
    let for_children: Vec<_> = for_children.collect();
    let Some(standing) = standing(&shown.plan, &inside.access.person) else {
        return Some(section(title, "answer", view! { <p>{td_string!(locale, plan.not_you)}</p> {for_children} }));
    };
    let Some(version) = &standing.version else {
        return Some(section(title, "answer", view! { <p>{td_string!(locale, plan.not_asked)}</p> {for_children} }));
    };
    let (by, at) = proposed(inside, version);
    let said = match &standing.answer {
        None if standing.approved.is_some() => td_string!(locale, plan.asked_changed, name = by, time = at),
        None => td_string!(locale, plan.asked_new, name = by, time = at),
        Some(answer) => match answer.kind {
            AnswerKind::Approve if answer.recorded_by.is_empty() => td_string!(locale, plan.said_yes).to_owned(),
            AnswerKind::Approve => td_string!(locale, plan.said_yes_by, name = answer.recorded_by.clone()),
            AnswerKind::Change => td_string!(locale, plan.said_change).to_owned(),
            AnswerKind::Withdraw => td_string!(locale, plan.said_withdraw).to_owned(),
        },
    };
    let own = standing.answer.as_ref().map(|it| it.words.clone()).filter(|words| !words.is_empty());
    let says_yes = standing.answer.as_ref().is_some_and(|it| it.kind == AnswerKind::Approve);
    let one = |kind: AnswerKind, name: &'static str, variant: &'static str| {
        let version = version.id.clone();
        view! {
            <form method="post" action=inside.to("plan/svar")>
                <input type="hidden" name="version" value=version />
                <input type="hidden" name="kind" value=kind.code() />
                <button class="ds-button" data-variant=variant type="submit">{name}</button>
            </form>
        }
    };
    let yes = (!says_yes).then(|| one(AnswerKind::Approve, td_string!(locale, plan.yes), "primary"));
    let withdraw = says_yes.then(|| one(AnswerKind::Withdraw, td_string!(locale, plan.withdraw), "secondary"));
    let open = shown.typed.form == ANSWER;
    let typed = if open { shown.typed.words.clone() } else { String::new() };
    let version = version.id.clone();
    Some(section(
        title,
        "answer",
        view! {
            <p>{said}</p>
            {for_children}
            {own.map(|words| view! { <blockquote class="words" dir="auto">{words}</blockquote> })}
            {yes}
            <details class="ds-details" open=open>
                <summary>{td_string!(locale, plan.change)}</summary>
                <div>
                    <form class="form" method="post" action=inside.to("plan/svar")>
                        <input type="hidden" name="version" value=version />
                        <input type="hidden" name="kind" value=AnswerKind::Change.code() />
                        <div class="ds-field">
                            <label class="ds-label" for="change">{td_string!(locale, plan.change_words)}</label>
                            <textarea class="ds-input" id="change" name="words" rows="3" maxlength=WORD_LIMIT.to_string() dir="auto">{typed}</textarea>
                        </div>
                        <button class="ds-button" data-variant="secondary" type="submit">{td_string!(locale, plan.change_submit)}</button>
                    </form>
                </div>
            </details>
            {withdraw}
        },
    ))
}

/// Pausing or stopping everything, or what is about oneself.
pub(crate) fn halt_forms(inside: &Inside) -> AnyView {
    let locale = inside.locale;
    section(
        td_string!(locale, plan.halt),
        "halt",
        view! {
            <p>{td_string!(locale, plan.halt_lead)}</p>
            <details class="ds-details">
                <summary>{td_string!(locale, plan.halt)}</summary>
                <div>
                    <form class="form" method="post" action=inside.to("plan/stans")>
                        {choice("scope", td_string!(locale, plan.halt_what), [("everything", td_string!(locale, plan.halt_all)), ("own", td_string!(locale, plan.halt_own))])}
                        {choice("kind", td_string!(locale, plan.halt_kind), [("pause", td_string!(locale, plan.pause)), ("stop", td_string!(locale, plan.stop))])}
                        <div class="ds-field">
                            <label class="ds-label" for="until">{td_string!(locale, plan.halt_until)}</label>
                            <input class="ds-input" id="until" name="until" type="date" />
                        </div>
                        <button class="ds-button" data-variant="secondary" type="submit">{td_string!(locale, plan.halt_submit)}</button>
                    </form>
                </div>
            </details>
        },
    )
}

/// Two things to choose between; the first is chosen.
fn choice(name: &'static str, title: &'static str, all: [(&'static str, &'static str); 2]) -> AnyView {
    let options = all.into_iter().enumerate().map(|(at, (value, label))| {
        let id = format!("{name}-{value}");
        let target = id.clone();
        view! {
            <div class="ds-field">
                <input class="ds-input" type="radio" id=id name=name value=value checked={at == 0} />
                <label class="ds-label" data-weight="regular" for=target>{label}</label>
            </div>
        }
    });
    let options = options.collect_view();
    view! { <fieldset class="ds-fieldset"><legend class="ds-label">{title}</legend>{options}</fieldset> }.into_any()
}

/// Pausing or stopping one thing that somebody does.
pub(crate) fn halt_one(inside: &Inside, part: &str) -> AnyView {
    let locale = inside.locale;
    let scope = format!("action:{part}");
    view! {
        <details class="ds-details">
            <summary>{td_string!(locale, plan.halt_this)}</summary>
            <div>
                <form class="cluster" method="post" action=inside.to("plan/stans")>
                    <input type="hidden" name="scope" value=scope />
                    <button class="ds-button" data-variant="secondary" data-size="sm" type="submit" name="kind" value="pause">{td_string!(locale, plan.pause)}</button>
                    <button class="ds-button" data-variant="secondary" data-size="sm" type="submit" name="kind" value="stop">{td_string!(locale, plan.stop)}</button>
                </form>
            </div>
        </details>
    }
    .into_any()
}

/// An answer, as a form sends it.
#[derive(Deserialize)]
pub(crate) struct Answer {
    #[serde(default)]
    version: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    words: String,
}

/// Keeps an answer.
pub(crate) async fn answer(inside: Inside, Form(typed): Form<Answer>) -> Response {
    let Some(kind) = AnswerKind::from_code(&typed.kind) else {
        return Fault::NotFound.page(&inside.site, inside.locale, &inside.path);
    };
    let outcome = match inside.change("plan").await {
        Ok(case) => case.answer_plan(&typed.version, kind, &typed.words, inside.limits()).await,
        Err(fault) => return fault.page(&inside.site, inside.locale, &inside.path),
    };
    close(&inside, outcome, "svar", &typed.words).await
}

/// A pause or a stop, as a form sends it.
#[derive(Deserialize)]
pub(crate) struct Stand {
    #[serde(default)]
    scope: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    until: String,
}

/// Keeps a pause or a stop.
pub(crate) async fn halt(inside: Inside, Form(typed): Form<Stand>) -> Response {
    let scope = match typed.scope.split_once(':') {
        None if typed.scope == "everything" => Some(HaltScope::Everything),
        None if typed.scope == "own" => Some(HaltScope::Own),
        Some(("action", id)) => Some(HaltScope::Action(id.to_owned())),
        _ => None,
    };
    let Some((scope, kind)) = scope.zip(HaltKind::from_code(&typed.kind)) else {
        return Fault::NotFound.page(&inside.site, inside.locale, &inside.path);
    };
    let until = if typed.until.is_empty() { Ok(None) } else { typed.until.parse().map(Some) };
    let outcome = match (inside.change("plan").await, until) {
        (Err(fault), _) => return fault.page(&inside.site, inside.locale, &inside.path),
        (Ok(_), Err(_)) => Err(StoreError::NotAllowed("plan_dates")),
        (Ok(case), Ok(until)) => case.halt_own(kind, scope, until).await.map(|_| ()),
    };
    close(&inside, outcome, "stans", "").await
}

/// Which halt ends.
#[derive(Deserialize)]
pub(crate) struct GoOn {
    #[serde(default)]
    halt: String,
}

/// Ends a pause or a stop of one's own.
pub(crate) async fn go_on(inside: Inside, Form(typed): Form<GoOn>) -> Response {
    let outcome = match inside.change("plan").await {
        Ok(case) => case.go_on_with_own(&typed.halt).await,
        Err(fault) => return fault.page(&inside.site, inside.locale, &inside.path),
    };
    close(&inside, outcome, "videre", "").await
}

/// Back to the plan, with what came of it.
async fn close(inside: &Inside, outcome: Result<(), StoreError>, done: &str, typed: &str) -> Response {
    let locale = inside.locale;
    let words = match outcome {
        Ok(()) => return Redirect::to(&format!("{}?ok={done}", inside.to("plan"))).into_response(),
        Err(StoreError::NotAllowed(code)) => match code {
            "plan_empty" => td_string!(locale, plan.change_empty),
            "plan_overtaken" => td_string!(locale, plan.overtaken),
            "by_law" => td_string!(locale, plan.by_law_halt),
            "plan_dates" => td_string!(locale, plan.dates),
            "not_asked" => td_string!(locale, plan.not_you),
            "too_long" => td_string!(locale, home.too_long),
            _ => td_string!(locale, error.internal),
        },
        Err(error) => return Fault::from(error).page(&inside.site, locale, &inside.path),
    };
    not_taken(inside, words.to_owned(), Typed { form: ANSWER.to_owned(), words: typed.to_owned(), shared: false }).await
}
