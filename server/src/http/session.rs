//! Who calls: the session behind the cookie, put into every request. Pages for
//! staff send callers without one to the sign-in page.

use super::{State, address};
use ::http::{Method, StatusCode};
use app::api::guest::{GUEST_FUNCTIONS, JOIN_PAGE};
use app::api::in_room::{ROOM_FUNCTIONS, ROOM_PAGE};
use app::api::live::FOLLOW_ADDRESS;
use app::api::offline::OFFLINE_PAGE;
use app::server::{GUEST_COOKIE, SESSION_COOKIE, Visit, find_cookie};
use axum::extract::{self, ConnectInfo, Request};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use std::net::SocketAddr;
use std::sync::Arc;
use store::SessionToken;

const SIGN_IN: &str = "/logg-inn";
const CHOOSE_POST: &str = "/velg-post";
/// Pages for who is not signed in, or only half.
const OPEN_PAGES: [&str; 9] = [
    SIGN_IN,
    "/logg-inn/kode",
    "/logg-inn/totrinn",
    "/glemt-passord",
    "/invitasjon",
    "/nytt-passord",
    "/meldinger/nei",
    // Holds nothing of anybody: what it shows lies sealed in the browser.
    OFFLINE_PAGE,
    JOIN_PAGE,
];

/// Reads the session and passes the visit on.
pub async fn visit(
    extract::State(state): extract::State<State>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    let token = find_cookie(request.headers(), SESSION_COOKIE).map(SessionToken::from_cookie);
    let alive = !is_background(&path);
    let session = match &token {
        None => None,
        Some(token) => match state.site.store.session(token, alive).await {
            Ok(session) => session,
            Err(error) => {
                tracing::error!(%error, "session");
                return StatusCode::SERVICE_UNAVAILABLE.into_response();
            }
        },
    };
    // Somebody who has joined a map is known where they have something to ask, and nowhere else.
    let joined = find_cookie(request.headers(), GUEST_COOKIE).filter(|_| session.is_none());
    let guest = match joined.filter(|_| is_for_guests(&path)).map(SessionToken::from_cookie) {
        None => None,
        Some(token) => match state.site.store.guest(&token).await {
            Ok(guest) => guest,
            Err(error) => {
                tracing::error!(%error, "guest");
                return StatusCode::SERVICE_UNAVAILABLE.into_response();
            }
        },
    };
    let is_page = request.method() == Method::GET && !path.starts_with("/api/") && path != FOLLOW_ADDRESS;
    if path == ROOM_PAGE && joined.is_some() && guest.is_none() {
        return Redirect::to(&format!("{JOIN_PAGE}?over=1")).into_response();
    }
    if is_page && session.is_none() && guest.is_none() && !OPEN_PAGES.contains(&path.as_str()) {
        return Redirect::to(&sign_in_first(&path, token.is_some())).into_response();
    }
    let mut site = state.site;
    if let Some(session) = &session {
        // In the family's hands there is one page, and what it asks for.
        if session.handed.is_some() && !ROOM_FUNCTIONS.contains(&path.as_str()) && path != ROOM_PAGE {
            return if is_page {
                Redirect::to(ROOM_PAGE).into_response()
            } else {
                StatusCode::FORBIDDEN.into_response()
            };
        }
        if is_page && session.must_choose && path != CHOOSE_POST && !OPEN_PAGES.contains(&path.as_str()) {
            return Redirect::to(&format!("{CHOOSE_POST}?til={}", plain_or_first(&path))).into_response();
        }
        // Whatever is asked of the store from here on is asked in this post.
        site.store = site.store.acting(&session.user.id, session.user.posts.first().map(|post| &post.id));
    }
    if let Some(host) = guest.as_ref().map(|guest| &guest.host) {
        site.store = site.store.acting(&host.user.id, host.user.posts.first().map(|post| &post.id));
    }
    let address = address::caller(peer.ip(), request.headers(), &state.trusted_proxies).to_string();
    let visit = Visit { site, session, token, guest, address, object: object_of(&path), opened: Arc::default() };
    request.extensions_mut().insert(visit);
    next.run(request).await
}

/// What a guest may ask for.
fn is_for_guests(path: &str) -> bool {
    path == ROOM_PAGE || path == FOLLOW_ADDRESS || GUEST_FUNCTIONS.contains(&path)
}

/// Requests that a page sends by itself are no sign of life.
fn is_background(path: &str) -> bool {
    path.starts_with("/api/session_left") || path == FOLLOW_ADDRESS
}

/// An address to go on to, if it is one of ours: those hold only letters,
/// digits, hyphens and slashes.
fn plain_or_first(path: &str) -> &str {
    let plain = path.chars().all(|c| c.is_ascii_alphanumeric() || c == '/' || c == '-');
    if plain && path != "/" { path } else { "/min-dag" }
}

fn sign_in_first(path: &str, had_session: bool) -> String {
    let next = plain_or_first(path);
    if had_session { format!("{SIGN_IN}?til={next}&over=1") } else { format!("{SIGN_IN}?til={next}") }
}

/// What part of a case an address speaks of, for the log.
fn object_of(path: &str) -> &'static str {
    let end = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let name = end.trim_end_matches(|c: char| c.is_ascii_digit());
    match name {
        "seen_front" | "seen_map" => "seen",
        _ if path.starts_with("/familier/") && path.contains("/som/") => "seen",
        "case_person"
        | "save_person"
        | "save_person_audience"
        | "save_contact"
        | "shield_person"
        | "keep_mark"
        | "set_mark"
        | "keep_mentioned"
        | "forget_person"
        | "finish_due" => "person",
        _ if path.starts_with("/familier/") && path.contains("/personer/") => "person",
        "deling" | "case_sharing" | "set_bar" | "end_bar" | "begin_child_part" | "write_child_part"
        | "decide_child_part" | "end_part_decision" | "linkable_parts" | "link_child_part" => "sharing",
        "kart" | "nettverk" | "okokart" | "case_map" | "map_page" | "draw_map" | "go_map" => "map",
        "uten-nett" | "offline_offer" | "take_offline" | "deliver_offline" => "map",
        "rommet" | "i-rommet" | "room_offer" | "hand_screen" | "room_map" | "take_screen_back" => "map",
        "map_guests" | "invite_guest" | "end_guest" | "leave_map" => "map",
        "personer" => "people",
        "innsyn" | "case_log" => "log",
        "case_talks"
        | "case_talk"
        | "plan_talk"
        | "keep_talk_plan"
        | "mark_talk"
        | "move_talk"
        | "talk_choices"
        | "arrange_talk"
        | "write_talk_note"
        | "keep_talk_step"
        | "finish_talk_step"
        | "step_order"
        | "wish_interpreter_again"
        | "keep_stay"
        | "samtaler" => "sessions",
        _ if path.starts_with("/familier/") && path.contains("/samtaler/") => "sessions",
        "plan" | "case_plan" | "write_plan_part" | "withdraw_plan_part" | "restore_plan_part" | "plan_history"
        | "propose_plan" | "step_baton" | "answer_plan" | "halt_plan" | "go_on_with_plan" => "plan",
        "case_messages" | "preview_messages" | "send_messages" | "decide_message" | "stop_channel" => "messages",
        "meldinger" if path.starts_with("/familier/") => "messages",
        "family_words" | "answer_family_word" => "messages",
        "case_doors" | "invite_to_portal" | "end_portal_access" | "case_consents" | "write_consent"
        | "withdraw_consent" => "sharing",
        "case_moving" | "begin_moving" | "answer_moving" | "confirm_moving" | "send_moving" | "receive_moving"
        | "cancel_moving" | "close_moving" => "moving",
        "mappen" | "del" | "sla-sammen" => "case",
        _ if path.starts_with("/familier/") || name == "case_front" => "front",
        _ => "case",
    }
}

/// Tests of the small rules above.
#[cfg(test)]
mod tests {
    use super::*;
    use ::http::{HeaderMap, header};

    #[test]
    fn an_address_is_gone_to_after_signing_in_only_when_it_is_plain() {
        let table = [
            ("/familier/1/kart", false, "/logg-inn?til=/familier/1/kart"),
            ("/familier/1/kart", true, "/logg-inn?til=/familier/1/kart&over=1"),
            ("/", false, "/logg-inn?til=/min-dag"),
            ("/a%0d%0ab", false, "/logg-inn?til=/min-dag"),
        ];
        for (path, had, expected) in table {
            assert_eq!(sign_in_first(path, had), expected);
        }
    }

    #[test]
    fn the_log_names_the_part_that_was_read() {
        let table = [
            ("/familier/0190-a", "front"),
            ("/familier/0190-a/kart", "map"),
            ("/familier/0190-a/kart/nettverk", "map"),
            ("/familier/0190-a/kart/okokart", "map"),
            ("/familier/0190-a/som/0190-b/kart/nettverk", "seen"),
            ("/familier/0190-a/personer", "people"),
            ("/familier/0190-a/innsyn", "log"),
            ("/familier/0190-a/mappen", "case"),
            ("/familier/0190-a/mappen/del", "case"),
            ("/familier/0190-a/personer/0190-b", "person"),
            ("/familier/0190-a/som/0190-b/kart", "seen"),
            ("/familier/0190-a/deling", "sharing"),
            ("/api/forget_person", "person"),
            ("/api/case_map123", "map"),
            ("/api/case_front", "front"),
            ("/api/my_cases", "case"),
        ];
        for (path, expected) in table {
            assert_eq!(object_of(path), expected, "{path}");
        }
    }

    #[test]
    fn the_session_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, "a=b; __Host-familiekart=secret; c=d".parse().unwrap());
        assert_eq!(find_cookie(&headers, SESSION_COOKIE), Some("secret"));
        assert_eq!(find_cookie(&HeaderMap::new(), SESSION_COOKIE), None);
    }
}
