//! Leaving: signing out, and leaving at once for a page about the weather.

use crate::inside::{SESSION, set_cookie};
use app::server::{Site, find_cookie};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, HeaderName, HeaderValue};
use store::SessionToken;

/// What anybody may be reading.
const WEATHER: &str = "https://www.yr.no/";

/// Tells the browser to forget what it keeps of these pages.
const FORGET: [(HeaderName, HeaderValue); 1] =
    [(HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\""))];

/// Ends the session and is somewhere else. A link, so that it works without a
/// script; that anybody could make it be followed does no harm.
pub(crate) async fn leave(State(site): State<Site>, headers: HeaderMap) -> Response {
    end(&site, &headers).await;
    (FORGET, set_cookie(SESSION, "", 0), Redirect::to(WEATHER)).into_response()
}

/// Ends the session.
pub(crate) async fn sign_out(State(site): State<Site>, headers: HeaderMap) -> Response {
    end(&site, &headers).await;
    (FORGET, set_cookie(SESSION, "", 0), Redirect::to("/min-side/logg-inn?ute=1")).into_response()
}

async fn end(site: &Site, headers: &HeaderMap) {
    let Some(token) = find_cookie(headers, SESSION) else { return };
    if let Err(error) = site.store.portal_sign_out(&SessionToken::from_cookie(token)).await {
        tracing::error!(%error, "a portal session was not ended");
    }
}
