//! How one signs in: the ways that there are, one more, one fewer.

use crate::i18n::{Locale, td_string};
use crate::inside::{Guest, Inside};
use crate::language::time;
use crate::page::{At, Fault, Frame, done, section, wrong};
use crate::passkey::{self, Answer, Ask, Asking};
use app::server::Site;
use axum::extract::{Form, Query};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use leptos::prelude::*;
use serde::Deserialize;
use store::{OwnPasskey, StoreError, WaysIn};

/// Where the page is.
pub(crate) const WAYS: &str = "/min-side/innlogging";

/// What was done just now.
#[derive(Default, Deserialize)]
pub(crate) struct Done {
    lagt: Option<String>,
    borte: Option<String>,
}

/// The page.
pub(crate) async fn page(inside: Inside, Query(was): Query<Done>) -> Response {
    let told = match (was.lagt, was.borte) {
        (Some(_), _) => Some(done(td_string!(inside.locale, ways.added))),
        (_, Some(_)) => Some(done(td_string!(inside.locale, ways.removed))),
        _ => None,
    };
    match render(&inside, told).await {
        Ok(frame) => frame,
        Err(fault) => fault.page(&inside.site, inside.locale, &inside.path),
    }
}

/// The page again, with what is wrong.
async fn again(inside: &Inside, words: &'static str) -> Response {
    match render(inside, Some(wrong(words.to_owned()))).await {
        Ok(mut page) => {
            *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            page
        }
        Err(fault) => fault.page(&inside.site, inside.locale, &inside.path),
    }
}

async fn render(inside: &Inside, told: Option<AnyView>) -> Result<Response, Fault> {
    let locale = inside.locale;
    let ways = inside.site.store.ways_in(&inside.visit).await?;
    let title = td_string!(locale, ways.title);
    Ok(Frame::inside(inside, At::Ways, title).around(view! {
        <div class="stack" data-gap="lg">
            <div class="stack" data-gap="sm">
                <h1 class="ds-heading" data-size="lg">{title}</h1>
                {told}
                <p>{td_string!(locale, ways.lead)}</p>
            </div>
            {section(td_string!(locale, ways.list), "list", list(&inside.site, locale, &ways))}
            {section(td_string!(locale, ways.more), "more", more(&inside.site, locale, &ways))}
        </div>
        {passkey::script()}
    }))
}

fn list(site: &Site, locale: Locale, ways: &WaysIn) -> AnyView {
    let may_remove = ways.may_remove();
    let password = ways.has_password.then(|| {
        view! {
            <li class="portal-look">
                <p><strong>{td_string!(locale, ways.password)}</strong></p>
                <p class="meta">{td_string!(locale, enter.forgotten)}</p>
            </li>
        }
    });
    let passkeys: Vec<AnyView> = ways.passkeys.iter().map(|it| line(site, locale, it, may_remove)).collect();
    let only = (!may_remove).then(|| view! { <p class="meta">{td_string!(locale, ways.last)}</p> });
    view! { <ul class="plain-list">{password} {passkeys}</ul> {only} }.into_any()
}

fn line(site: &Site, locale: Locale, passkey: &OwnPasskey, may_remove: bool) -> AnyView {
    let name = match passkey.name.as_str() {
        "" => td_string!(locale, ways.unnamed).to_owned(),
        name => name.to_owned(),
    };
    let made = td_string!(locale, ways.made, time = time(site, locale, passkey.made_at));
    let used = match passkey.used_at {
        Some(at) => td_string!(locale, ways.used, time = time(site, locale, at)),
        None => td_string!(locale, ways.unused).to_owned(),
    };
    let label = td_string!(locale, ways.remove_named, name = name.clone());
    let id = passkey.id.clone();
    let remove = may_remove.then(|| {
        view! {
            <form method="post" action="/min-side/innlogging/fjern">
                <input type="hidden" name="id" value=id />
                <button class="ds-button" data-variant="secondary" data-size="sm" type="submit" aria-label=label>
                    {td_string!(locale, ways.remove)}
                </button>
            </form>
        }
    });
    view! {
        <li class="portal-look">
            <p><strong dir="auto">{name}</strong></p>
            <p class="meta">{made} ". " {used} "."</p>
            {remove}
        </li>
    }
    .into_any()
}

/// Adding one; whoever signed in some time ago signs in again first.
fn more(site: &Site, locale: Locale, ways: &WaysIn) -> AnyView {
    if !ways.may_add {
        return view! {
            <p>{td_string!(locale, ways.stale)}</p>
            <form method="post" action="/min-side/logg-ut">
                <button class="ds-button" data-variant="secondary" type="submit">{td_string!(locale, ways.sign_in_again)}</button>
            </form>
        }
        .into_any();
    }
    let asking = Asking {
        ask: Ask::Make,
        start: "/min-side/innlogging/start",
        action: "/min-side/innlogging/ny",
        submit: td_string!(locale, ways.add),
    };
    let words = view! {
        <p>{td_string!(locale, passkey.make_help)}</p>
        <p>{td_string!(locale, passkey.make_warn)}</p>
    };
    view! {
        <p data-without-passkey="">{td_string!(locale, ways.cannot)}</p>
        {passkey::form(site, locale, asking, words)}
    }
    .into_any()
}

/// Why nothing was added, in words.
fn why_not(locale: Locale, code: &str) -> &'static str {
    match code {
        "passkeys" => td_string!(locale, ways.many),
        "last_way_in" => td_string!(locale, ways.last),
        _ => td_string!(locale, ways.stale),
    }
}

/// Asks for a new passkey.
pub(crate) async fn start(inside: Inside, guest: Guest) -> Response {
    let locale = inside.locale;
    let Some(party) = passkey::party(&inside.site, locale) else { return passkey::fault(locale, &Fault::NotFound) };
    match inside.site.store.begin_passkey(&party, &inside.visit, &guest.address).await {
        Ok(Ok(begun)) => passkey::ask(begun),
        Ok(Err(throttled)) => passkey::fault(locale, &throttled.into()),
        Err(StoreError::NotAllowed(code)) => {
            passkey::not_asked(StatusCode::UNPROCESSABLE_ENTITY, why_not(locale, code).to_owned())
        }
        Err(error) => passkey::fault(locale, &error.into()),
    }
}

/// Adds the passkey that the phone made.
pub(crate) async fn add(inside: Inside, guest: Guest, Form(sent): Form<Answer>) -> Response {
    let locale = inside.locale;
    let Some(party) = passkey::party(&inside.site, locale) else {
        return Fault::NotFound.page(&inside.site, locale, &inside.path);
    };
    let answer = (sent.answer.as_str(), sent.name.as_str());
    let half = passkey::half_of(&guest.headers);
    match inside.site.store.finish_passkey(&party, &inside.visit, &half, answer).await {
        Ok(true) => Redirect::to(&format!("{WAYS}?lagt=1")).into_response(),
        Ok(false) => again(&inside, td_string!(locale, passkey.wrong)).await,
        Err(StoreError::NotFound) => again(&inside, td_string!(locale, passkey.lapsed)).await,
        Err(StoreError::NotAllowed(code)) => again(&inside, why_not(locale, code)).await,
        Err(error) => Fault::from(error).page(&inside.site, locale, &inside.path),
    }
}

/// Which one.
#[derive(Deserialize)]
pub(crate) struct Which {
    #[serde(default)]
    id: String,
}

/// Takes one away.
pub(crate) async fn remove(inside: Inside, Form(which): Form<Which>) -> Response {
    match inside.site.store.remove_passkey(&inside.visit, &which.id).await {
        Ok(()) => Redirect::to(&format!("{WAYS}?borte=1")).into_response(),
        Err(StoreError::NotAllowed(code)) => again(&inside, why_not(inside.locale, code)).await,
        Err(error) => Fault::from(error).page(&inside.site, inside.locale, &inside.path),
    }
}
