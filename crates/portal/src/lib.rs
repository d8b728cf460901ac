//! The pages of those who take part: plain forms that the server renders and
//! answers, in five languages. Nothing needs a script: one makes leaving quicker,
//! another lets the phone itself be the way in where it can.
//!
//! A page opens the case as [`store::Who::Participant`] through the access
//! handle, and shows what that gives and nothing else. Words are neutral: a
//! test holds a list of those that never stand here.

mod area;
mod children;
mod dates;
mod enter;
mod home;
mod inside;
mod language;
mod leave;
mod load;
mod looked;
mod map;
mod map_words;
mod moving;
mod own_data;
mod page;
mod passkey;
mod plan;
mod plan_answer;
mod plan_own;
mod say;
mod sharing;
mod ways;
mod welcome;
#[cfg(test)]
mod words;

// Generated: its code is not ours to write.
#[allow(
    missing_docs,
    dead_code,
    unused_imports,
    clippy::all,
    clippy::pedantic,
    clippy::expect_used,
    clippy::unwrap_used
)]
mod compiled {
    include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
}

use app::server::Site;
use axum::Router;
use axum::routing::{get, post};
pub(crate) use compiled::i18n;

/// Where the portal begins.
pub const HOME: &str = "/min-side";
/// The page to which an invitation's link leads; the secret follows after it.
pub const WELCOME: &str = "/min-side/velkommen";

/// The network address of whoever asks; the server puts it into every request.
#[derive(Clone, Debug)]
pub struct CallerAddress(pub String);

/// Every page and form of the portal.
pub fn router(site: Site) -> Router {
    Router::new()
        .route("/min-side", get(home::front))
        .route("/min-side/sprak", get(language::choose))
        .route("/min-side/forlat", get(leave::leave))
        .route("/min-side/logg-ut", post(leave::sign_out))
        .route("/min-side/logg-inn", get(enter::page).post(enter::begin))
        .route("/min-side/logg-inn/telefon", get(enter::page).post(passkey::enter))
        .route("/min-side/logg-inn/telefon/start", post(passkey::start_entering))
        .route("/min-side/kode", get(enter::code_page).post(enter::finish))
        .route("/min-side/velkommen", get(welcome::page).post(welcome::take_code))
        .route("/min-side/velkommen/ny", get(welcome::account_page).post(welcome::begin))
        .route("/min-side/velkommen/telefon", get(welcome::account_page).post(passkey::make))
        .route("/min-side/velkommen/telefon/start", post(passkey::start_making))
        .route("/min-side/velkommen/min-telefon/start", post(passkey::start_taking_up))
        .route("/min-side/innlogging", get(ways::page))
        .route("/min-side/innlogging/start", post(ways::start))
        .route("/min-side/innlogging/ny", get(ways::page).post(ways::add))
        .route("/min-side/innlogging/fjern", get(ways::page).post(ways::remove))
        .route("/min-side/velkommen/{token}", get(welcome::follow_link))
        .route("/min-side/{access}", get(home::page))
        .route("/min-side/{access}/si", post(say::say))
        .route("/min-side/{access}/plan", get(plan::page))
        .route("/min-side/{access}/plan/svar", post(plan_answer::answer))
        .route("/min-side/{access}/plan/stans", post(plan_answer::halt))
        .route("/min-side/{access}/plan/videre", post(plan_answer::go_on))
        .route("/min-side/{access}/plan/skriv", post(plan_own::write))
        .route("/min-side/{access}/plan/ta-ut", post(plan_own::withdraw))
        .route("/min-side/{access}/barna", get(children::page))
        .route("/min-side/{access}/deling", get(sharing::page))
        .route("/min-side/{access}/deling/svar", post(sharing::answer))
        .route("/min-side/{access}/deling/trekk", post(sharing::withdraw))
        .route("/min-side/{access}/avtaler", get(dates::page))
        .route("/min-side/{access}/avtaler/kalender", post(dates::feed))
        .route("/min-side/{access}/flytting", get(moving::page).post(moving::answer))
        .route("/min-side/{access}/kart", get(map::page))
        .route("/min-side/{access}/kart/tegning", get(map::drawing))
        .route("/min-side/{access}/hvem-har-sett", get(looked::page))
        .route("/min-side/{access}/mine-opplysninger", get(own_data::page))
        .route("/min-side/{access}/mine-opplysninger/alt", get(own_data::whole))
        .route("/min-side/{access}/mine-opplysninger/fil", get(own_data::file))
        .route("/min-side/{access}/{page}", get(page::not_found))
        .route("/min-side/{access}/{page}/{*rest}", get(page::not_found))
        .with_state(site)
}
