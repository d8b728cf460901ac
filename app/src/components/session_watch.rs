//! Warns before the session ends, and loses nothing when it has.

use super::new_version::{VERSION_HEADER, Version, reload_safely};
use crate::api::session::{SessionLeft, USER_HEADER, stay};
use crate::draft::Drafts;
use crate::error::AppError;
use crate::i18n::{t, use_i18n};
use gloo_net::http::Request;
use leptos::html;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use std::time::Duration;

/// The warning comes when so much is left.
const WARN_MS: i64 = 5 * 60 * 1000;
/// The server is asked this often how long is left.
const ASK_EVERY: Duration = Duration::from_secs(60);
/// Typing and pointing count as a sign of life at most this often.
const ALIVE_EVERY_MS: f64 = 4.0 * 60.0 * 1000.0;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Fine,
    Soon { minutes: i64 },
    Over,
}

/// What an answer tells beside its content.
#[derive(Default)]
struct Heard {
    version: Option<String>,
    user: Option<String>,
}

/// Asks how long the session has left, by hand: the answer's headers are read too.
async fn time_left() -> (Result<i64, AppError>, Heard) {
    let Ok(answer) = Request::post(SessionLeft::PATH).send().await else {
        return (Err(AppError::Network), Heard::default());
    };
    let header = |name| answer.headers().get(name);
    let heard = Heard { version: header(VERSION_HEADER), user: header(USER_HEADER) };
    let left = match answer.status() {
        200 => answer.text().await.ok().and_then(|left| left.parse().ok()).ok_or(AppError::Internal),
        401 => Err(AppError::SignedOut),
        _ => Err(AppError::Internal),
    };
    (left, heard)
}

/// Watches the session while a page is open. Never leaves the page: what is
/// written stays where it is.
#[component]
pub fn SessionWatch(
    /// Milliseconds left when the page was made.
    remaining_ms: i64,
    /// Whose page it is.
    draft_tag: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = RwSignal::new(State::Fine);
    let dialog = NodeRef::<html::Dialog>::new();
    let last_alive = StoredValue::new(0.0_f64);
    let (version, drafts) = (use_context::<Version>(), use_context::<Drafts>());
    let draft_tag = StoredValue::new(draft_tag);

    let take = move |left: Result<i64, AppError>| match left {
        Ok(left) if left <= WARN_MS => state.set(State::Soon { minutes: left.div_euclid(60_000).max(1) }),
        Ok(_) => state.set(State::Fine),
        Err(AppError::SignedOut) => state.set(State::Over),
        // No contact: nothing is known, and nothing is said here.
        Err(_) => {}
    };
    let ask = move || {
        spawn_local(async move {
            let (left, heard) = time_left().await;
            if let Some(version) = version {
                version.heard(heard.version.as_deref());
            }
            // Somebody else has signed in in another window: these pages are not theirs.
            if heard.user.zip(draft_tag.try_get_value()).is_some_and(|(now, here)| now != here) {
                reload_safely(drafts);
            } else {
                take(left);
            }
        });
    };
    let stay_on = move || spawn_local(async move { take(stay().await) });

    Effect::new(move |_| {
        take(Ok(remaining_ms));
        let _ = set_interval_with_handle(ask, ASK_EVERY).map(|handle| on_cleanup(move || handle.clear()));
        let alive = move || {
            let now = js_sys::Date::now();
            if now - last_alive.get_value() > ALIVE_EVERY_MS && state.get_untracked() == State::Fine {
                last_alive.set_value(now);
                stay_on();
            }
        };
        last_alive.set_value(js_sys::Date::now());
        let key = window_event_listener(leptos::ev::keydown, move |_| alive());
        let pointer = window_event_listener(leptos::ev::pointerdown, move |_| alive());
        // Back from another window, or back on the net: things may have changed.
        let back = window_event_listener(leptos::ev::focus, move |_| ask());
        let online = window_event_listener(leptos::ev::online, move |_| ask());
        on_cleanup(move || {
            key.remove();
            pointer.remove();
            back.remove();
            online.remove();
        });
    });
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match state.get() {
            State::Fine => dialog.close(),
            State::Soon { .. } | State::Over => {
                if !dialog.open() {
                    let _ = dialog.show_modal();
                }
            }
        }
    });

    view! {
        <dialog class="ds-dialog" node_ref=dialog aria-labelledby="session-title" role="alertdialog">
            {move || match state.get() {
                State::Over => view! {
                    <div class="stack">
                        <h2 class="ds-heading" data-size="xs" id="session-title">{t!(i18n, session.over_title)}</h2>
                        <p>{t!(i18n, session.over)}</p>
                        <div class="form-actions">
                            <a class="ds-button" href="/logg-inn" target="_blank" rel="opener">{t!(i18n, session.sign_in)}</a>
                            <button class="ds-button" data-variant="secondary" type="button" on:click=move |_| ask()>{t!(i18n, session.back)}</button>
                        </div>
                    </div>
                }.into_any(),
                State::Fine | State::Soon { .. } => {
                    let minutes = if let State::Soon { minutes } = state.get() { minutes } else { 0 };
                    view! {
                        <div class="stack">
                            <h2 class="ds-heading" data-size="xs" id="session-title">{t!(i18n, session.warning_title)}</h2>
                            <p>{t!(i18n, session.warning, minutes = move || minutes.to_string())}</p>
                            <button class="ds-button" type="button" on:click=move |_| stay_on()>{t!(i18n, session.stay)}</button>
                        </div>
                    }.into_any()
                }
            }}
        </dialog>
    }
}
