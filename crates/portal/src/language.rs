//! The reader's language: chosen before signing in, kept with the account.

use crate::i18n::{Locale, td_string};
use crate::inside::{Inside, set_cookie};
use app::server::{Site, find_cookie};
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::Day;
use casework::calendar::{Moment, Weekday};
use http::{HeaderMap, header};
use serde::Deserialize;

/// The cookie with the choice: no secret.
const COOKIE: &str = "min-side-sprak";
/// So long it is kept, in seconds.
const KEPT: u32 = 365 * 24 * 60 * 60;

/// The languages, each by its own name. All but the first two are translated by
/// a machine until somebody has read them.
pub(crate) const LANGUAGES: [(Locale, &str, &str); 5] = [
    (Locale::nb, "nb", "Norsk"),
    (Locale::en, "en", "English"),
    (Locale::pl, "pl", "Polski"),
    (Locale::uk, "uk", "Українська"),
    (Locale::ar, "ar", "العربية"),
];

/// The language with this code.
pub(crate) fn from_code(code: &str) -> Option<Locale> {
    LANGUAGES.into_iter().find(|(_, known, _)| *known == code).map(|(locale, ..)| locale)
}

/// Code of a language.
pub(crate) fn code(locale: Locale) -> &'static str {
    LANGUAGES.into_iter().find(|(known, ..)| *known == locale).map_or("nb", |(_, code, _)| code)
}

/// The direction in which a language is written.
pub(crate) fn direction(locale: Locale) -> &'static str {
    if locale == Locale::ar { "rtl" } else { "ltr" }
}

/// Whether nobody has read the translation yet.
pub(crate) fn is_by_machine(locale: Locale) -> bool {
    !matches!(locale, Locale::nb)
}

/// The language of somebody who is not signed in: what they chose, else the
/// first that their browser asks for and we have.
pub(crate) fn of_guest(headers: &HeaderMap) -> Locale {
    let chosen = find_cookie(headers, COOKIE).and_then(from_code);
    chosen.unwrap_or_else(|| asked_for(headers.get(header::ACCEPT_LANGUAGE).and_then(|it| it.to_str().ok())))
}

fn asked_for(accept: Option<&str>) -> Locale {
    let wanted = accept.unwrap_or_default().split(',').filter_map(|one| one.split(';').next());
    let known = |tag: &str| match tag.trim().split('-').next().unwrap_or_default() {
        "no" | "nn" => Some(Locale::nb),
        other => from_code(other),
    };
    wanted.into_iter().find_map(known).unwrap_or(Locale::nb)
}

#[derive(Deserialize)]
pub(crate) struct Choice {
    til: String,
    #[serde(default)]
    side: String,
}

/// Keeps the language and goes back to the page.
pub(crate) async fn choose(State(site): State<Site>, headers: HeaderMap, Query(choice): Query<Choice>) -> Response {
    let back = if is_ours(&choice.side) { choice.side.as_str() } else { crate::HOME };
    let Some(locale) = from_code(&choice.til) else { return Redirect::to(back).into_response() };
    if let Some(visit) = Inside::visit_of(&site, &headers).await
        && let Err(error) = site.store.set_portal_language(&visit, code(locale)).await
    {
        tracing::error!(%error, "a language was not kept");
    }
    (set_cookie(COOKIE, code(locale), KEPT), Redirect::to(back)).into_response()
}

/// An address of the portal, without anything that leads elsewhere.
fn is_ours(address: &str) -> bool {
    let rest = address.strip_prefix(crate::HOME);
    rest.is_some_and(|rest| {
        (rest.is_empty() || rest.starts_with('/'))
            && rest.chars().all(|c| c.is_ascii_alphanumeric() || "/-".contains(c))
    })
}

/// A day in words.
pub(crate) fn day(locale: Locale, day: Day) -> String {
    let weekday = match Weekday::of(day) {
        Weekday::Monday => td_string!(locale, day.monday),
        Weekday::Tuesday => td_string!(locale, day.tuesday),
        Weekday::Wednesday => td_string!(locale, day.wednesday),
        Weekday::Thursday => td_string!(locale, day.thursday),
        Weekday::Friday => td_string!(locale, day.friday),
        Weekday::Saturday => td_string!(locale, day.saturday),
        Weekday::Sunday => td_string!(locale, day.sunday),
    };
    let month = match day.month {
        1 => td_string!(locale, day.m1),
        2 => td_string!(locale, day.m2),
        3 => td_string!(locale, day.m3),
        4 => td_string!(locale, day.m4),
        5 => td_string!(locale, day.m5),
        6 => td_string!(locale, day.m6),
        7 => td_string!(locale, day.m7),
        8 => td_string!(locale, day.m8),
        9 => td_string!(locale, day.m9),
        10 => td_string!(locale, day.m10),
        11 => td_string!(locale, day.m11),
        _ => td_string!(locale, day.m12),
    };
    td_string!(locale, day.long, weekday = weekday, day = day.day, month = month, year = day.year)
}

/// A moment in words.
pub(crate) fn moment(locale: Locale, at: Moment) -> String {
    td_string!(locale, day.time, date = day(locale, at.day), time = at.time.to_string())
}

/// A time of the store in words, by the clock on the office's wall.
pub(crate) fn time(site: &Site, locale: Locale, at: i64) -> String {
    site.local_time(at).parse().map(|at| moment(locale, at)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_s_wish_is_followed_where_it_can_be() {
        let table = [
            (None, Locale::nb),
            (Some("ar-SY,ar;q=0.9,en;q=0.5"), Locale::ar),
            (Some("so,pl;q=0.8"), Locale::pl),
            (Some("nn-NO,en"), Locale::nb),
            (Some("xx"), Locale::nb),
        ];
        for (accept, expected) in table {
            assert!(asked_for(accept) == expected, "{accept:?}");
        }
    }

    #[test]
    fn one_goes_back_to_the_portal_and_nowhere_else() {
        for good in ["/min-side", "/min-side/logg-inn", "/min-side/0190-a/plan"] {
            assert!(is_ours(good), "{good}");
        }
        for bad in
            ["", "/", "/familier", "/min-sideannet", "//evil.example", "/min-side//evil.example\\", "/min-side?x"]
        {
            assert!(!is_ours(bad), "{bad}");
        }
    }

    #[test]
    fn a_day_is_told_in_words() {
        assert_eq!(day(Locale::nb, Day::new(2026, 11, 27)), "fredag 27. november 2026");
        assert_eq!(day(Locale::en, Day::new(2026, 11, 27)), "Friday 27 November 2026");
    }
}
