//! The way in by a passkey: the phone itself, unlocked by its owner. A script asks
//! the phone; without one, or on a phone that cannot, its forms stay hidden and
//! the address and password are there.
//!
//! Each form has two steps. The script fetches what the phone is to be asked,
//! and the browser gets a secret for it; then the form is sent with the phone's
//! answer, as any form, so that what follows is a page.

use crate::HOME;
use crate::enter::{self, AppendCookie};
use crate::i18n::{Locale, td_string};
use crate::inside::{Guest, SESSION, set_cookie};
use crate::language::code;
use crate::page::Fault;
use crate::welcome::{self, Found, INVITATION};
use app::server::{Site, find_cookie};
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, StatusCode, header};
use leptos::prelude::*;
use serde::Deserialize;
use store::{
    PASSKEY_LIMIT_MS, PASSKEY_NAME_LIMIT, PORTAL_LIMIT_MS, PasskeyHalf, RelyingParty, SessionToken, StoreError,
    Throttled,
};

/// The cookie of a browser that was asked for a passkey.
const HALF: &str = "__Host-min-side-nokkel";

/// For whom passkeys are made here, with the neutral name that a phone shows.
pub(crate) fn party(site: &Site, locale: Locale) -> Option<RelyingParty> {
    RelyingParty::new(&site.origin, td_string!(locale, frame.title))
}

/// The secret that this browser was given with what it was asked.
pub(crate) fn half_of(headers: &HeaderMap) -> PasskeyHalf {
    PasskeyHalf::from_cookie(find_cookie(headers, HALF).unwrap_or_default())
}

/// What a phone is asked to do.
#[derive(Clone, Copy)]
pub(crate) enum Ask {
    /// Show a passkey that it has.
    Show,
    /// Make one.
    Make,
}

/// Where a form of this kind goes, and what its button says.
pub(crate) struct Asking {
    pub(crate) ask: Ask,
    /// From where the script fetches what the phone is asked.
    pub(crate) start: &'static str,
    /// Where the answer goes.
    pub(crate) action: &'static str,
    pub(crate) submit: &'static str,
}

/// A form that the phone answers; hidden until the script finds that it can.
pub(crate) fn form(site: &Site, locale: Locale, asking: Asking, words: impl IntoView + 'static) -> Option<AnyView> {
    let host = party(site, locale)?.host().to_owned();
    let Asking { ask, start, action, submit } = asking;
    let makes = matches!(ask, Ask::Make);
    let name = makes.then(|| {
        let id = "passkey-name";
        view! {
            <div class="ds-field">
                <label class="ds-label" for=id>{td_string!(locale, passkey.name)}</label>
                <input class="ds-input" id=id name="name" value=td_string!(locale, passkey.name_suggested)
                    maxlength=PASSKEY_NAME_LIMIT.to_string() autocomplete="off" dir="auto" />
            </div>
        }
    });
    let kind = if makes { "create" } else { "get" };
    Some(
        view! {
            <div class="stack" data-gap="sm" data-needs-passkey="" hidden=true>
                {words.into_any()}
                <form class="form" method="post" action=action data-passkey=kind
                    data-start=start data-host=host data-cancelled=td_string!(locale, passkey.cancelled)
                    data-known=td_string!(locale, passkey.known)>
                    {name}
                    <input type="hidden" name="answer" />
                    <p class="ds-alert" data-color="danger" role="alert" hidden=true></p>
                    <button class="ds-button" type="submit">{submit}</button>
                </form>
            </div>
        }
        .into_any(),
    )
}

/// The heading of the other way, where there are two.
pub(crate) fn or_password(locale: Locale) -> AnyView {
    view! {
        <h2 class="ds-heading" data-size="sm" data-needs-passkey="" hidden=true>
            {td_string!(locale, passkey.password_title)}
        </h2>
    }
    .into_any()
}

/// The script that asks the phone; once on each page that has such forms.
pub(crate) fn script() -> AnyView {
    view! { <script src="/min-side-nokkel.js" defer></script> }.into_any()
}

/// What the browser's script is told: what to ask the phone, and the secret for it.
pub(crate) fn ask((half, options): (PasskeyHalf, String)) -> Response {
    let seconds = u32::try_from(PASSKEY_LIMIT_MS / 1000).unwrap_or(300);
    let kind = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (set_cookie(HALF, half.reveal(), seconds), kind, options).into_response()
}

/// Why the phone is not asked, in words that the script shows.
pub(crate) fn not_asked(status: StatusCode, words: String) -> Response {
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (status, kind, words).into_response()
}

/// The same for what is not the phone's doing.
pub(crate) fn fault(locale: Locale, fault: &Fault) -> Response {
    match fault {
        Fault::Wait(minutes) => {
            not_asked(StatusCode::TOO_MANY_REQUESTS, td_string!(locale, error.wait, minutes = *minutes))
        }
        Fault::NotFound | Fault::Ended => {
            not_asked(StatusCode::FORBIDDEN, td_string!(locale, passkey.lapsed).to_owned())
        }
        Fault::Internal => not_asked(StatusCode::INTERNAL_SERVER_ERROR, td_string!(locale, error.internal).to_owned()),
    }
}

type Begun = Result<Result<(PasskeyHalf, String), Throttled>, StoreError>;

fn asked(locale: Locale, begun: Begun) -> Response {
    match begun {
        Ok(Ok(begun)) => ask(begun),
        Ok(Err(throttled)) => fault(locale, &throttled.into()),
        Err(error) => fault(locale, &error.into()),
    }
}

/// Asks for a passkey, to sign in.
pub(crate) async fn start_entering(State(site): State<Site>, guest: Guest) -> Response {
    let Some(party) = party(&site, guest.locale) else { return fault(guest.locale, &Fault::NotFound) };
    asked(guest.locale, site.store.begin_passkey_sign_in(&party, None, &guest.address).await)
}

/// Asks for a passkey that somebody has already, to take up an invitation.
pub(crate) async fn start_taking_up(State(site): State<Site>, guest: Guest) -> Response {
    let Some(party) = party(&site, guest.locale) else { return fault(guest.locale, &Fault::NotFound) };
    match welcome::invitation(&site, &guest).await {
        Found::Usable(found) => {
            asked(guest.locale, site.store.begin_passkey_sign_in(&party, Some(&found), &guest.address).await)
        }
        Found::Unusable => {
            not_asked(StatusCode::UNPROCESSABLE_ENTITY, td_string!(guest.locale, welcome.wrong).to_owned())
        }
        Found::Fault(it) => fault(guest.locale, &it),
    }
}

/// Asks for a new passkey, to take up an invitation.
pub(crate) async fn start_making(State(site): State<Site>, guest: Guest) -> Response {
    let locale = guest.locale;
    let Some(party) = party(&site, locale) else { return fault(locale, &Fault::NotFound) };
    match welcome::invitation(&site, &guest).await {
        Found::Usable(found) => {
            asked(locale, site.store.begin_passkey_account(&party, &found, code(locale), &guest.address).await)
        }
        Found::Unusable => not_asked(StatusCode::UNPROCESSABLE_ENTITY, td_string!(locale, welcome.wrong).to_owned()),
        Found::Fault(it) => fault(locale, &it),
    }
}

/// What the phone answered, as a form sends it.
#[derive(Deserialize)]
pub(crate) struct Answer {
    #[serde(default)]
    pub(crate) answer: String,
    #[serde(default)]
    pub(crate) name: String,
}

/// Takes a passkey; the session begins.
pub(crate) async fn enter(State(site): State<Site>, guest: Guest, Form(sent): Form<Answer>) -> Response {
    let locale = guest.locale;
    let Some(party) = party(&site, locale) else { return Fault::NotFound.page(&site, locale, &guest.path) };
    let half = half_of(&guest.headers);
    match site.store.finish_passkey_sign_in(&party, &half, &sent.answer, &guest.address).await {
        Ok(Ok(Some(session))) => inside(&session),
        Ok(Ok(None)) => enter::again(&site, &guest, td_string!(locale, passkey.wrong), ""),
        Ok(Err(throttled)) => Fault::from(throttled).page(&site, locale, &guest.path),
        Err(StoreError::NotFound) => enter::again(&site, &guest, td_string!(locale, passkey.lapsed), ""),
        Err(error) => Fault::from(error).page(&site, locale, &guest.path),
    }
}

/// Takes a new passkey; the account is made and the session begins.
pub(crate) async fn make(State(site): State<Site>, guest: Guest, Form(sent): Form<Answer>) -> Response {
    let locale = guest.locale;
    let Some(party) = party(&site, locale) else { return Fault::NotFound.page(&site, locale, &guest.path) };
    let answer = (sent.answer.as_str(), sent.name.as_str());
    match site.store.finish_passkey_account(&party, &half_of(&guest.headers), answer, &guest.address).await {
        Ok(Ok(Some(session))) => inside(&session),
        Ok(Ok(None)) => welcome::again(&site, &guest, td_string!(locale, passkey.wrong), ""),
        Ok(Err(throttled)) => Fault::from(throttled).page(&site, locale, &guest.path),
        Err(StoreError::NotFound) => welcome::again(&site, &guest, td_string!(locale, passkey.lapsed), ""),
        Err(error) => Fault::from(error).page(&site, locale, &guest.path),
    }
}

/// The session's cookie, and on to the front page; what was kept on the way is gone.
fn inside(session: &SessionToken) -> Response {
    let seconds = u32::try_from(PORTAL_LIMIT_MS / 1000).unwrap_or(7200);
    let gone = |name| AppendCookie(set_cookie(name, "", 0));
    (set_cookie(SESSION, session.reveal(), seconds), gone(HALF), gone(INVITATION), Redirect::to(HOME)).into_response()
}
