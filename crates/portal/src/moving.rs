//! When the family moves: what the reader lets go along to those who help them
//! there. Nothing is ticked beforehand, and no is as near as yes.

use crate::i18n::{Locale, td_string};
use crate::inside::Inside;
use crate::language::{day, time};
use crate::page::{At, Fault, Frame, done, section, wrong};
use axum::extract::{Form, Query};
use axum::response::{IntoResponse, Redirect, Response};
use casework::moving::{Portion, Stage};
use leptos::prelude::*;
use serde::Deserialize;
use std::collections::BTreeSet;
use store::{Moving, MovingAnswer, StoreError};

/// What was done just now.
#[derive(Default, Deserialize)]
pub(crate) struct Done {
    ok: Option<String>,
}

/// A word for what goes along.
fn portion_word(locale: Locale, portion: Portion) -> &'static str {
    match portion {
        Portion::Plan => td_string!(locale, moving.plan),
        Portion::Dates => td_string!(locale, moving.dates),
        Portion::Words => td_string!(locale, moving.words),
        Portion::Map => td_string!(locale, moving.map),
        Portion::Looked => td_string!(locale, moving.looked),
    }
}

/// The reader's own answer, where they have given one.
fn own_answer(moving: &Moving) -> Option<&MovingAnswer> {
    moving.people.first().and_then(|it| it.answer.as_ref())
}

/// The way to the question from the front page, where the reader is asked.
pub(crate) fn card(inside: &Inside, moving: Option<&Moving>) -> Option<AnyView> {
    let locale = inside.locale;
    let moving = moving?;
    let waits = moving.stage != Stage::Received && own_answer(moving).is_none();
    let lead = if waits { td_string!(locale, moving.asked) } else { td_string!(locale, moving.see) };
    Some(section(
        td_string!(locale, moving.title),
        "moving",
        view! { <p><a class="ds-link" href=inside.to("flytting")>{lead}</a></p> },
    ))
}

/// The page.
pub(crate) async fn page(inside: Inside, Query(was): Query<Done>) -> Response {
    let told = was.ok.map(|_| done(td_string!(inside.locale, moving.saved)));
    let rendered = render(&inside, told, false).await;
    rendered.unwrap_or_else(|fault| fault.page(&inside.site, inside.locale, &inside.path))
}

async fn render(inside: &Inside, told: Option<AnyView>, refused: bool) -> Result<Response, Fault> {
    let locale = inside.locale;
    let case = inside.read("moving").await?;
    let moving = case.moving().await?.ok_or(Fault::NotFound)?;
    let mine = moving.people.first().ok_or(Fault::NotFound)?;
    let title = td_string!(locale, moving.title);
    let lead = td_string!(
        locale,
        moving.lead,
        name = moving.by.clone(),
        receiver = moving.destination.name(),
        time = time(&inside.site, locale, moving.at)
    );
    let said = mine.answer.as_ref().map(|it| answer_card(inside, it));
    let gone = mine.gone.map(|at| {
        view! { <p>{td_string!(locale, moving.gone, time = time(&inside.site, locale, at))}</p> }
    });
    let may_answer = mine.gone.is_none() && matches!(moving.stage, Stage::Asking | Stage::Sent);
    let form = may_answer.then(|| form(inside, &moving));
    let until = may_answer.then(|| {
        view! { <p class="meta">{td_string!(locale, moving.until, day = day(locale, moving.due))}</p> }
    });
    let body = view! {
        <div class="stack" data-gap="lg">
            <div class="stack" data-gap="sm">
                <h1 class="ds-heading" data-size="lg">{title}</h1>
                {told}
                <p>{lead}</p>
                <p>{td_string!(locale, moving.yours)}</p>
                {until}
            </div>
            {said}
            {gone}
            {form}
        </div>
    };
    let frame = Frame::inside(inside, At::Home, title);
    Ok(if refused { frame.not_taken() } else { frame }.around(body))
}

fn answer_card(inside: &Inside, said: &MovingAnswer) -> AnyView {
    let locale = inside.locale;
    let at = time(&inside.site, locale, said.at);
    let by = match said.recorded_by.as_str() {
        "" => td_string!(locale, moving.said_at, time = at),
        name => td_string!(locale, moving.said_by, name = name.to_owned(), time = at),
    };
    let what = if said.portions.is_empty() {
        view! { <p>{td_string!(locale, moving.said_no)}</p> }.into_any()
    } else {
        let lines: Vec<AnyView> =
            said.portions.iter().map(|it| view! { <li>{portion_word(locale, *it)}</li> }.into_any()).collect();
        view! { <p>{td_string!(locale, moving.said_yes)}</p> <ul>{lines}</ul> }.into_any()
    };
    section(td_string!(locale, moving.your_answer), "answer", view! { {what} <p class="meta">{by}</p> })
}

fn form(inside: &Inside, moving: &Moving) -> AnyView {
    let locale = inside.locale;
    let ticked = own_answer(moving).map(|it| it.portions.clone()).unwrap_or_default();
    let tick = |it: Portion| {
        let id = format!("portion-{}", it.code());
        let of = id.clone();
        view! {
            <div class="ds-field">
                <input class="ds-input" type="checkbox" id=id name=it.code() value="1" checked=ticked.contains(&it) />
                <label class="ds-label" data-weight="regular" for=of>{portion_word(locale, it)}</label>
            </div>
        }
        .into_any()
    };
    let ticks: Vec<AnyView> = Portion::ALL.into_iter().map(tick).collect();
    let id = moving.id.clone();
    section(
        td_string!(locale, moving.choose),
        "choose",
        view! {
            <form class="form" method="post" action=inside.to("flytting")>
                <input type="hidden" name="moving" value=id />
                <fieldset class="ds-fieldset">
                    <legend class="ds-label">{td_string!(locale, moving.what)}</legend>
                    {ticks}
                </fieldset>
                <div class="cluster">
                    <button class="ds-button" type="submit" name="answer" value="yes">{td_string!(locale, moving.yes)}</button>
                    <button class="ds-button" data-variant="secondary" type="submit" name="answer" value="no">{td_string!(locale, moving.no)}</button>
                </div>
            </form>
        },
    )
}

/// An answer, as a form sends it.
#[derive(Deserialize)]
pub(crate) struct Answer {
    #[serde(default)]
    moving: String,
    #[serde(default)]
    answer: String,
    #[serde(default)]
    plan: String,
    #[serde(default)]
    dates: String,
    #[serde(default)]
    words: String,
    #[serde(default)]
    map: String,
    #[serde(default)]
    looked: String,
}

impl Answer {
    fn ticked(&self) -> BTreeSet<Portion> {
        let is_ticked = |it: &Portion| {
            let field = match it {
                Portion::Plan => &self.plan,
                Portion::Dates => &self.dates,
                Portion::Words => &self.words,
                Portion::Map => &self.map,
                Portion::Looked => &self.looked,
            };
            !field.is_empty()
        };
        Portion::ALL.into_iter().filter(is_ticked).collect()
    }
}

/// Keeps what the reader lets go along.
pub(crate) async fn answer(inside: Inside, Form(typed): Form<Answer>) -> Response {
    let locale = inside.locale;
    let portions = match typed.answer.as_str() {
        "yes" => typed.ticked(),
        "no" => BTreeSet::new(),
        _ => return Fault::NotFound.page(&inside.site, locale, &inside.path),
    };
    // A yes to nothing is no answer: nobody says no by an empty form.
    let outcome = match inside.change("moving").await {
        Err(fault) => return fault.page(&inside.site, locale, &inside.path),
        Ok(_) if typed.answer == "yes" && portions.is_empty() => Err(StoreError::NotAllowed("moving_unsaid")),
        Ok(case) => case.answer_own_moving(&typed.moving, &portions).await,
    };
    let words = match outcome {
        Ok(()) => return Redirect::to(&format!("{}?ok=1", inside.to("flytting"))).into_response(),
        Err(StoreError::NotAllowed("moving_unsaid")) => td_string!(locale, moving.nothing_ticked),
        Err(StoreError::NotAllowed("moving_gone" | "moving_stage")) => td_string!(locale, moving.too_late),
        Err(error) => return Fault::from(error).page(&inside.site, locale, &inside.path),
    };
    let rendered = render(&inside, Some(wrong(words.to_owned())), true).await;
    rendered.unwrap_or_else(|fault| fault.page(&inside.site, locale, &inside.path))
}
