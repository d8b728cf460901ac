//! Links that are used once. The secret in the address is put into a cookie
//! and the browser sent on, so that it stands in no further address, in no
//! Referer and in no line of the log.

use ::http::header;
use app::server::LINK_COOKIE;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};

/// The pages to which links lead; the secret follows after them.
pub const PAGES: [&str; 4] = ["/invitasjon", "/nytt-passord", "/meldinger/nei", portal::WELCOME];

/// Where calendars are fetched; the secret follows after it.
pub const FEED: &str = app::api::feed::FEED_ADDRESS;

/// So long the form may lie open, in seconds.
const OPEN_FOR: u32 = 3600;

/// Keeps the secret of an invitation and goes on.
pub async fn invitation(Path(token): Path<String>) -> Response {
    keep(&token, PAGES[0])
}

/// Keeps the secret of a link for a new password and goes on.
pub async fn reset(Path(token): Path<String>) -> Response {
    keep(&token, PAGES[1])
}

/// Keeps the secret of a link by which somebody says no to messages, and goes on.
pub async fn stop_messages(Path(token): Path<String>) -> Response {
    keep(&token, PAGES[2])
}

fn keep(token: &str, page: &str) -> Response {
    // Ours are 64 hexadecimal digits; anything else leads to the same page,
    // which says that the link cannot be used.
    let token: String = token.chars().filter(char::is_ascii_hexdigit).take(64).collect();
    let cookie = format!("{LINK_COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={OPEN_FOR}");
    ([(header::SET_COOKIE, cookie)], Redirect::to(page)).into_response()
}

/// An address as it may stand in a log: without the secret of a link.
pub fn without_secret(path: &str) -> &str {
    let page =
        PAGES.into_iter().chain([FEED]).find(|page| path.strip_prefix(page).is_some_and(|rest| rest.starts_with('/')));
    page.unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_stands_in_a_log() {
        let table = [
            ("/invitasjon/0123abcd", "/invitasjon"),
            ("/nytt-passord/0123abcd", "/nytt-passord"),
            ("/nytt-passord/0123abcd/mer", "/nytt-passord"),
            ("/meldinger/nei/0123abcd", "/meldinger/nei"),
            ("/kalender/feed/0123abcd.ics", "/kalender/feed"),
            ("/min-side/velkommen/0123abcd", "/min-side/velkommen"),
            ("/meldinger", "/meldinger"),
            ("/invitasjon", "/invitasjon"),
            ("/invitasjoner", "/invitasjoner"),
            ("/familier/1/kart", "/familier/1/kart"),
        ];
        for (path, said) in table {
            assert_eq!(without_secret(path), said, "{path}");
        }
    }

    #[test]
    fn nothing_strange_gets_into_the_cookie() {
        let response = keep("ab\r\nSet-Cookie: x=1; æ", PAGES[0]);
        let cookie = response.headers().get(header::SET_COOKIE).and_then(|it| it.to_str().ok()).unwrap_or_default();
        assert!(cookie.starts_with("__Host-familiekart-lenke=abeCe1; Path=/;"), "{cookie}");
        assert_eq!(response.headers().get(header::LOCATION).unwrap(), "/invitasjon");
    }
}
