//! Saying something to those who help: kept for the team, answered on the front page.

use crate::i18n::{Locale, td_string};
use crate::inside::Inside;
use crate::page::Fault;
use axum::extract::Form;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;
use store::{NewWord, StoreError, WORD_LIMIT, WordKind};

/// What is said, as a form sends it.
#[derive(Deserialize)]
pub(crate) struct Said {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    about: String,
    #[serde(default)]
    words: String,
}

/// The page to which a word belongs, and where it goes back to.
const fn page_of(kind: WordKind) -> &'static str {
    match kind {
        WordKind::Cancel | WordKind::OtherTime => "avtaler",
        WordKind::Looked => "hvem-har-sett",
        WordKind::Consent => "deling",
        WordKind::PlanChange | WordKind::Halt | WordKind::Wrote => "plan",
        WordKind::Moving => "flytting",
        WordKind::Question => "",
    }
}

/// Keeps what is said.
pub(crate) async fn say(inside: Inside, Form(said): Form<Said>) -> Response {
    let own = [WordKind::Question, WordKind::Cancel, WordKind::OtherTime, WordKind::Looked];
    let Some(kind) = WordKind::from_code(&said.kind).filter(|kind| own.contains(kind)) else {
        return Fault::NotFound.page(&inside.site, inside.locale, &inside.path);
    };
    let new = NewWord { kind, about: said.about, words: said.words };
    let outcome = match inside.change("words").await {
        Ok(case) => case.say(&new).await,
        Err(fault) => return fault.page(&inside.site, inside.locale, &inside.path),
    };
    let to = |mark: &str| Redirect::to(&format!("{}?{mark}", inside.to(page_of(kind)))).into_response();
    match outcome {
        Ok(_) => to("sendt=1"),
        Err(StoreError::NotAllowed(code)) => crate::home::not_sent(&inside, code, &new.words).await,
        Err(error) => Fault::from(error).page(&inside.site, inside.locale, &inside.path),
    }
}

/// Why it was not kept, in words.
pub(crate) fn why_not(locale: Locale, code: &str) -> String {
    match code {
        "empty" => td_string!(locale, home.empty),
        "too_long" => td_string!(locale, home.too_long),
        "too_many" => td_string!(locale, home.too_many),
        _ => td_string!(locale, error.internal),
    }
    .to_owned()
}

/// A form for saying something of one kind.
pub(crate) fn form(
    inside: &Inside,
    kind: WordKind,
    (label, submit): (&'static str, &'static str),
    (about, words): (String, String),
    id: String,
) -> AnyView {
    let action = inside.to("si");
    let target = id.clone();
    view! {
        <form class="form" method="post" action=action>
            <input type="hidden" name="kind" value=kind.code() />
            {(!about.is_empty()).then(|| view! { <input type="hidden" name="about" value=about /> })}
            <div class="ds-field">
                <label class="ds-label" for=target>{label}</label>
                <textarea class="ds-input" id=id name="words" rows="3" maxlength=WORD_LIMIT.to_string() dir="auto">{words}</textarea>
            </div>
            <button class="ds-button" data-variant="secondary" type="submit">{submit}</button>
        </form>
    }
    .into_any()
}
