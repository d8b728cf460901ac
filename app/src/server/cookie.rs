//! Our cookies. The prefix makes browsers refuse them from anywhere but this
//! very host, over a secure connection.

use http::HeaderMap;
use http::request::Parts;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// Holds the session's token.
pub const SESSION_COOKIE: &str = "__Host-familiekart";
/// Holds the token of somebody half signed in.
pub const HALF_COOKIE: &str = "__Host-familiekart-halv";
/// Holds the token of the link by which somebody came, so that it stands in no
/// address while they fill in the form.
pub const LINK_COOKIE: &str = "__Host-familiekart-lenke";
/// Holds the token of a phone that has joined a map.
pub const GUEST_COOKIE: &str = "__Host-familiekart-gjest";

/// A cookie of the request that is being answered.
pub(crate) fn cookie(name: &str) -> Option<String> {
    find_cookie(&use_context::<Parts>()?.headers, name).map(str::to_owned)
}

/// The value of a cookie that came with a request.
#[must_use]
pub fn find_cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(http::header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// Gives the browser a cookie that no script reads, gone when it closes.
pub(crate) fn set_cookie(name: &str, value: &str) {
    append(&format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax"));
}

/// Takes a cookie away.
pub(crate) fn drop_cookie(name: &str) {
    append(&format!("{name}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"));
}

fn append(cookie: &str) {
    if let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), http::HeaderValue::from_str(cookie)) {
        response.append_header(http::header::SET_COOKIE, value);
    }
}
