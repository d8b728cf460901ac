//! Signing in: by the phone itself where it can, or with an address and a
//! password, then the code that came by e-mail.

use crate::HOME;
use crate::i18n::{Locale, td_string};
use crate::inside::{Guest, SESSION, set_cookie};
use crate::page::{Fault, Frame, done, wrong};
use crate::passkey::{self, Ask, Asking};
use app::server::mail::Letter;
use app::server::{Site, find_cookie};
use axum::extract::{Form, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;
use store::{PORTAL_CODE_LIMIT_MS, PORTAL_LIMIT_MS, PortalHalf, StoreError};

/// The cookie of somebody who waits for a code.
const HALF: &str = "__Host-min-side-kode";
/// In a demonstration without a mail server: the code, which no letter brings.
const SHOWN: &str = "__Host-min-side-vist";

/// How one came here.
#[derive(Default, Deserialize)]
pub(crate) struct Came {
    over: Option<String>,
    ute: Option<String>,
}

/// What is typed.
#[derive(Default, Deserialize)]
pub(crate) struct SignIn {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
}

/// The page.
pub(crate) async fn page(State(site): State<Site>, guest: Guest, Query(came): Query<Came>) -> Response {
    let locale = guest.locale;
    let told = if came.over.is_some() {
        Some(done(td_string!(locale, enter.over)))
    } else {
        came.ute.map(|_| done(td_string!(locale, enter.out)))
    };
    let frame = Frame::outside(&site, &guest, td_string!(locale, enter.title));
    frame.around(form(&site, locale, told, ""))
}

/// The page again, with what is wrong and the address that was typed.
pub(crate) fn again(site: &Site, guest: &Guest, words: &'static str, email: &str) -> Response {
    let frame = Frame::outside(site, guest, td_string!(guest.locale, enter.title)).not_taken();
    frame.around(form(site, guest.locale, Some(wrong(words.to_owned())), email))
}

fn form(site: &Site, locale: Locale, told: Option<AnyView>, email: &str) -> AnyView {
    let email = email.to_owned();
    let asking = Asking {
        ask: Ask::Show,
        start: "/min-side/logg-inn/telefon/start",
        action: "/min-side/logg-inn/telefon",
        submit: td_string!(locale, passkey.enter),
    };
    let words = view! { <p>{td_string!(locale, passkey.enter_help)}</p> };
    let by_phone = passkey::form(site, locale, asking, words);
    view! {
        <div class="stack portal-narrow">
            <h1 class="ds-heading" data-size="md">{td_string!(locale, enter.title)}</h1>
            {told}
            {by_phone}
            {passkey::or_password(locale)}
            <form class="form" method="post" action="/min-side/logg-inn">
                {field("email", td_string!(locale, enter.email), "email", "username", &email)}
                {field("password", td_string!(locale, enter.password), "password", "current-password", "")}
                <button class="ds-button" type="submit">{td_string!(locale, enter.submit)}</button>
            </form>
            <p><a class="ds-link" href=crate::WELCOME>{td_string!(locale, enter.have_code)}</a></p>
            <p class="meta">{td_string!(locale, enter.forgotten)}</p>
            {safe_use(locale)}
        </div>
        {passkey::script()}
    }
    .into_any()
}

/// How one uses the pages without anybody noticing.
pub(crate) fn safe_use(locale: Locale) -> AnyView {
    view! {
        <details class="ds-details">
            <summary>{td_string!(locale, welcome.safe)}</summary>
            <div><p>{td_string!(locale, welcome.safe_lead)}</p></div>
        </details>
    }
    .into_any()
}

/// One line to fill in.
pub(crate) fn field(
    name: &'static str,
    label: &'static str,
    kind: &'static str,
    complete: &'static str,
    value: &str,
) -> AnyView {
    let value = value.to_owned();
    view! {
        <div class="ds-field">
            <label class="ds-label" for=name>{label}</label>
            <input class="ds-input" id=name name=name type=kind autocomplete=complete value=value dir="auto" />
        </div>
    }
    .into_any()
}

/// Takes the address and the password.
pub(crate) async fn begin(State(site): State<Site>, guest: Guest, Form(typed): Form<SignIn>) -> Response {
    let locale = guest.locale;
    let again = |words: &'static str| again(&site, &guest, words, &typed.email);
    if typed.email.trim().is_empty() {
        return again(td_string!(locale, enter.email_missing));
    }
    if typed.password.is_empty() {
        return again(td_string!(locale, enter.password_missing));
    }
    match site.store.begin_portal_sign_in(typed.email.trim(), &typed.password, &guest.address).await {
        Ok(Ok(Some(begun))) => send_code(&site, &guest, typed.email.trim(), begun).await,
        Ok(Ok(None)) => again(td_string!(locale, enter.wrong)),
        Ok(Err(throttled)) => Fault::from(throttled).page(&site, locale, &guest.path),
        Err(error) => Fault::from(error).page(&site, locale, &guest.path),
    }
}

/// Sends the code, and the browser on to where it is typed.
pub(crate) async fn send_code(site: &Site, guest: &Guest, email: &str, (half, code): (PortalHalf, String)) -> Response {
    let locale = guest.locale;
    let seconds = u32::try_from(PORTAL_CODE_LIMIT_MS / 1000).unwrap_or(900);
    let keep = set_cookie(HALF, half.reveal(), seconds);
    let on = Redirect::to("/min-side/kode");
    let Some(mailer) = &site.mailer else {
        if site.demo {
            return (keep, AppendCookie(set_cookie(SHOWN, &code, seconds)), on).into_response();
        }
        tracing::error!("no mail server is set: nobody can sign in to the portal");
        return unsent(site, guest);
    };
    let letter = Letter {
        to: email.to_owned(),
        subject: td_string!(locale, letter.subject).to_owned(),
        text: td_string!(locale, letter.text, code = code),
    };
    match mailer.send(&letter).await {
        Ok(()) => (keep, on).into_response(),
        Err(fault) => {
            tracing::warn!(fault = %fault.0, "a letter was not sent");
            unsent(site, guest)
        }
    }
}

fn unsent(site: &Site, guest: &Guest) -> Response {
    let locale = guest.locale;
    let frame = Frame::outside(site, guest, td_string!(locale, code.title)).not_taken();
    frame.around(view! {
        <div class="stack portal-narrow">
            <h1 class="ds-heading" data-size="md">{td_string!(locale, code.title)}</h1>
            {wrong(td_string!(locale, code.unsent).to_owned())}
            <p><a class="ds-link" href="/min-side/logg-inn">{td_string!(locale, code.again)}</a></p>
        </div>
    })
}

/// A second cookie beside the first.
pub(crate) struct AppendCookie(pub(crate) [(http::HeaderName, http::HeaderValue); 1]);

impl axum::response::IntoResponseParts for AppendCookie {
    type Error = std::convert::Infallible;

    fn into_response_parts(
        self,
        mut parts: axum::response::ResponseParts,
    ) -> Result<axum::response::ResponseParts, Self::Error> {
        let [(name, value)] = self.0;
        parts.headers_mut().append(name, value);
        Ok(parts)
    }
}

/// The page on which the code is typed.
pub(crate) async fn code_page(State(site): State<Site>, guest: Guest) -> Response {
    if find_cookie(&guest.headers, HALF).is_none_or(str::is_empty) {
        return Redirect::to("/min-side/logg-inn").into_response();
    }
    let frame = Frame::outside(&site, &guest, td_string!(guest.locale, code.title));
    frame.around(code_form(&site, &guest, None))
}

fn code_form(site: &Site, guest: &Guest, told: Option<AnyView>) -> AnyView {
    let locale = guest.locale;
    let shown = find_cookie(&guest.headers, SHOWN).filter(|it| site.demo && site.mailer.is_none() && !it.is_empty());
    let shown = shown.map(|code| {
        view! { <p class="ds-alert" data-color="info">{td_string!(locale, code.demo, code = code.to_owned())}</p> }
    });
    view! {
        <div class="stack portal-narrow">
            <h1 class="ds-heading" data-size="md">{td_string!(locale, code.title)}</h1>
            {told}
            <p>{td_string!(locale, code.lead)}</p>
            {shown}
            <form class="form" method="post" action="/min-side/kode">
                <div class="ds-field">
                    <label class="ds-label" for="code">{td_string!(locale, code.field)}</label>
                    <input class="ds-input" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" dir="ltr" />
                </div>
                <button class="ds-button" type="submit">{td_string!(locale, code.submit)}</button>
            </form>
            <p><a class="ds-link" href="/min-side/logg-inn">{td_string!(locale, code.again)}</a></p>
        </div>
    }
    .into_any()
}

/// The code, as it was typed.
#[derive(Deserialize)]
pub(crate) struct Code {
    #[serde(default)]
    code: String,
}

/// Takes the code; the session begins.
pub(crate) async fn finish(State(site): State<Site>, guest: Guest, Form(typed): Form<Code>) -> Response {
    let locale = guest.locale;
    let half = PortalHalf::from_cookie(find_cookie(&guest.headers, HALF).unwrap_or_default());
    let again = |words: &'static str| {
        let frame = Frame::outside(&site, &guest, td_string!(locale, code.title)).not_taken();
        frame.around(code_form(&site, &guest, Some(wrong(words.to_owned()))))
    };
    match site.store.finish_portal_sign_in(&half, &typed.code, &guest.address).await {
        Ok(Ok(Some(session))) => {
            let seconds = u32::try_from(PORTAL_LIMIT_MS / 1000).unwrap_or(7200);
            let gone = |name| AppendCookie(set_cookie(name, "", 0));
            (set_cookie(SESSION, session.reveal(), seconds), gone(HALF), gone(SHOWN), Redirect::to(HOME))
                .into_response()
        }
        Ok(Ok(None)) => again(td_string!(locale, code.wrong)),
        Ok(Err(throttled)) => Fault::from(throttled).page(&site, locale, &guest.path),
        Err(StoreError::NotFound) => again(td_string!(locale, code.lapsed)),
        Err(error) => Fault::from(error).page(&site, locale, &guest.path),
    }
}
