//! Taking up an invitation: the code on paper or the link, then a way in of one's
//! own: the phone itself, or an address and a password.

use crate::WELCOME;
use crate::enter::{field, safe_use, send_code};
use crate::i18n::{Locale, td_string};
use crate::inside::{Guest, set_cookie};
use crate::language::code;
use crate::page::{Fault, Frame, wrong};
use crate::passkey::{self, Ask, Asking};
use app::server::{Site, find_cookie};
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;
use store::{LinkToken, PasswordFault, PortalInvitation, PortalKey, check_password};

/// The cookie with the code or the link that somebody came with.
pub(crate) const INVITATION: &str = "__Host-min-side-lenke";
/// So long the form may lie open, in seconds.
const OPEN_FOR: u32 = 1800;
/// A link's secret is so long; everything shorter is a code.
const LINK_LENGTH: usize = 64;

/// Keeps the secret of a link out of every further address, and goes on.
pub(crate) async fn follow_link(Path(token): Path<String>) -> Response {
    let token: String = token.chars().filter(char::is_ascii_hexdigit).take(LINK_LENGTH).collect();
    (set_cookie(INVITATION, &token, OPEN_FOR), Redirect::to("/min-side/velkommen/ny")).into_response()
}

/// Where the code on paper is typed.
pub(crate) async fn page(State(site): State<Site>, guest: Guest) -> Response {
    let frame = Frame::outside(&site, &guest, td_string!(guest.locale, welcome.title));
    frame.around(code_form(guest.locale, None, ""))
}

fn code_form(locale: Locale, told: Option<AnyView>, typed: &str) -> AnyView {
    let typed = typed.to_owned();
    view! {
        <div class="stack portal-narrow">
            <h1 class="ds-heading" data-size="md">{td_string!(locale, welcome.title)}</h1>
            {told}
            <p>{td_string!(locale, welcome.lead)}</p>
            <form class="form" method="post" action=WELCOME>
                <div class="ds-field">
                    <label class="ds-label" for="code">{td_string!(locale, welcome.code)}</label>
                    <p class="ds-field-description" id="code-help">{td_string!(locale, welcome.code_help)}</p>
                    <input class="ds-input" id="code" name="code" value=typed autocomplete="off" autocapitalize="characters"
                        spellcheck="false" dir="ltr" aria-describedby="code-help" />
                </div>
                <button class="ds-button" type="submit">{td_string!(locale, welcome.submit)}</button>
            </form>
            <p><a class="ds-link" href="/min-side/logg-inn">{td_string!(locale, welcome.have_account)}</a></p>
            {safe_use(locale)}
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

/// Takes the code; it is used up only with the account.
pub(crate) async fn take_code(State(site): State<Site>, guest: Guest, Form(typed): Form<Code>) -> Response {
    let locale = guest.locale;
    match site.store.portal_invitation(PortalKey::Code(&typed.code), &guest.address).await {
        Ok(Ok(Some(_))) => {
            (set_cookie(INVITATION, &typed.code, OPEN_FOR), Redirect::to("/min-side/velkommen/ny")).into_response()
        }
        Ok(Ok(None)) => {
            let frame = Frame::outside(&site, &guest, td_string!(locale, welcome.title)).not_taken();
            frame.around(code_form(locale, Some(wrong(td_string!(locale, welcome.wrong).to_owned())), &typed.code))
        }
        Ok(Err(throttled)) => Fault::from(throttled).page(&site, locale, &guest.path),
        Err(error) => Fault::from(error).page(&site, locale, &guest.path),
    }
}

/// What an invitation is worth that somebody came with.
pub(crate) enum Found {
    /// It can be taken up.
    Usable(PortalInvitation),
    /// There is none, or none any more.
    Unusable,
    /// That cannot be said now.
    Fault(Fault),
}

/// The invitation that somebody came with.
pub(crate) async fn invitation(site: &Site, guest: &Guest) -> Found {
    let kept = find_cookie(&guest.headers, INVITATION).unwrap_or_default();
    let link = LinkToken::from_text(kept);
    let key = if kept.len() == LINK_LENGTH { PortalKey::Link(&link) } else { PortalKey::Code(kept) };
    match site.store.portal_invitation(key, &guest.address).await {
        Ok(Ok(Some(found))) => Found::Usable(found),
        Ok(Ok(None)) => Found::Unusable,
        Ok(Err(throttled)) => Found::Fault(throttled.into()),
        Err(error) => Found::Fault(error.into()),
    }
}

/// Where the address and the password are chosen.
pub(crate) async fn account_page(State(site): State<Site>, guest: Guest) -> Response {
    let locale = guest.locale;
    match invitation(&site, &guest).await {
        Found::Usable(_) => {
            let frame = Frame::outside(&site, &guest, td_string!(locale, welcome.new_title));
            frame.around(account_form(&site, locale, None, ""))
        }
        Found::Unusable => unusable(&site, &guest),
        Found::Fault(fault) => fault.page(&site, locale, &guest.path),
    }
}

/// An invitation that cannot be taken up: where another code is typed.
fn unusable(site: &Site, guest: &Guest) -> Response {
    let locale = guest.locale;
    let frame = Frame::outside(site, guest, td_string!(locale, welcome.title)).not_taken();
    frame.around(code_form(locale, Some(wrong(td_string!(locale, welcome.wrong).to_owned())), ""))
}

/// The page again, with what is wrong and the address that was typed.
pub(crate) fn again(site: &Site, guest: &Guest, words: &'static str, email: &str) -> Response {
    let frame = Frame::outside(site, guest, td_string!(guest.locale, welcome.new_title)).not_taken();
    frame.around(account_form(site, guest.locale, Some(wrong(words.to_owned())), email))
}

/// The two ways that can be chosen; the phone only where it can.
fn account_form(site: &Site, locale: Locale, told: Option<AnyView>, email: &str) -> AnyView {
    let make = Asking {
        ask: Ask::Make,
        start: "/min-side/velkommen/telefon/start",
        action: "/min-side/velkommen/telefon",
        submit: td_string!(locale, passkey.make),
    };
    let make_words = view! {
        <h2 class="ds-heading" data-size="sm">{td_string!(locale, passkey.make_title)}</h2>
        <p>{td_string!(locale, passkey.make_help)}</p>
        <p>{td_string!(locale, passkey.make_warn)}</p>
    };
    let mine = Asking {
        ask: Ask::Show,
        start: "/min-side/velkommen/min-telefon/start",
        action: "/min-side/logg-inn/telefon",
        submit: td_string!(locale, passkey.enter),
    };
    let mine_words = view! {
        <h2 class="ds-heading" data-size="sm">{td_string!(locale, passkey.mine_title)}</h2>
        <p>{td_string!(locale, passkey.mine_help)}</p>
    };
    view! {
        <div class="stack portal-narrow">
            <h1 class="ds-heading" data-size="md">{td_string!(locale, welcome.new_title)}</h1>
            {told}
            <p>{td_string!(locale, welcome.new_lead)}</p>
            {passkey::form(site, locale, make, make_words)}
            {passkey::or_password(locale)}
            <form class="form" method="post" action="/min-side/velkommen/ny">
                {field("email", td_string!(locale, welcome.email), "email", "username", email)}
                <p class="meta">{td_string!(locale, welcome.email_help)}</p>
                {field("password", td_string!(locale, welcome.password), "password", "new-password", "")}
                <p class="meta">{td_string!(locale, welcome.password_help)}</p>
                <button class="ds-button" type="submit">{td_string!(locale, welcome.new_submit)}</button>
            </form>
            {passkey::form(site, locale, mine, mine_words)}
            {safe_use(locale)}
        </div>
        {passkey::script()}
    }
    .into_any()
}

/// What is chosen.
#[derive(Deserialize)]
pub(crate) struct Account {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
}

/// Takes the address and the password, and sends a code to the address.
pub(crate) async fn begin(State(site): State<Site>, guest: Guest, Form(typed): Form<Account>) -> Response {
    let locale = guest.locale;
    let email = typed.email.trim();
    let again = |words: &'static str| again(&site, &guest, words, email);
    let found = match invitation(&site, &guest).await {
        Found::Usable(found) => found,
        Found::Unusable => return unusable(&site, &guest),
        Found::Fault(fault) => return fault.page(&site, locale, &guest.path),
    };
    if !looks_like_an_address(email) {
        return again(td_string!(locale, welcome.email_wrong));
    }
    match check_password(&typed.password, email) {
        Ok(()) => {}
        Err(PasswordFault::TooShort) => return again(td_string!(locale, welcome.password_short)),
        Err(PasswordFault::TooLong) => return again(td_string!(locale, welcome.password_long)),
        Err(PasswordFault::Common) => return again(td_string!(locale, welcome.password_common)),
    }
    match site.store.begin_portal_account(&found, (email, &typed.password), code(locale), &guest.address).await {
        Ok(Ok(begun)) => send_code(&site, &guest, email, begun).await,
        Ok(Err(throttled)) => Fault::from(throttled).page(&site, locale, &guest.path),
        Err(error) => Fault::from(error).page(&site, locale, &guest.path),
    }
}

/// Enough to catch a slip; whether anybody reads there is found out by the code.
fn looks_like_an_address(email: &str) -> bool {
    let parts = email.split_once('@');
    parts.is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    }) && email.len() <= 254
        && !email.chars().any(|c| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::looks_like_an_address;

    #[test]
    fn a_slip_is_caught_before_a_letter_goes() {
        for good in ["marte@example.no", "a.b+c@x.example.org", "æøå@example.no"] {
            assert!(looks_like_an_address(good), "{good}");
        }
        for bad in
            ["", "marte", "marte@", "@example.no", "marte@no", "a b@example.no", "a@example.no\r\nBcc: x@y.z", "a@.no"]
        {
            assert!(!looks_like_an_address(bad), "{bad}");
        }
    }
}
