//! Language and appearance: kept in cookies, so that the server draws the page
//! right from the start.

use crate::i18n::{Locale, t, use_i18n};
use leptos::prelude::*;

/// How the page is lit.
const SCHEMES: [&str; 3] = ["auto", "light", "dark"];
const SCHEME_COOKIE: &str = "familiekart_utseende";
const LANGUAGE_COOKIE: &str = "familiekart_spraak";

/// The scheme that the reader has chosen.
pub fn use_color_scheme() -> RwSignal<String> {
    use_context::<ColorScheme>().map_or_else(
        || {
            let scheme = ColorScheme(RwSignal::new(chosen_scheme()));
            provide_context(scheme);
            scheme.0
        },
        |scheme| scheme.0,
    )
}

#[derive(Clone, Copy)]
struct ColorScheme(RwSignal<String>);

fn chosen_scheme() -> String {
    kept(SCHEME_COOKIE).filter(|value| SCHEMES.contains(&value.as_str())).unwrap_or_else(|| "auto".to_owned())
}

/// The language that the reader has chosen, where one is.
#[cfg(feature = "ssr")]
pub fn chosen_language() -> Option<Locale> {
    kept(LANGUAGE_COOKIE)?.parse().ok()
}

/// The value of a cookie.
fn kept(name: &str) -> Option<String> {
    let cookies = all_cookies();
    let mut pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(found, _)| *found == name).map(|(_, value)| value.to_owned())
}

#[cfg(feature = "ssr")]
fn all_cookies() -> String {
    let parts = use_context::<http::request::Parts>();
    let header = parts.as_ref().and_then(|parts| parts.headers.get(http::header::COOKIE)?.to_str().ok());
    header.unwrap_or_default().to_owned()
}

#[cfg(not(feature = "ssr"))]
fn all_cookies() -> String {
    use wasm_bindgen::JsCast;
    document().dyn_into::<leptos::web_sys::HtmlDocument>().ok().and_then(|it| it.cookie().ok()).unwrap_or_default()
}

#[cfg(feature = "ssr")]
fn keep(_name: &str, _value: &str) {}

#[cfg(not(feature = "ssr"))]
fn keep(name: &str, value: &str) {
    use wasm_bindgen::JsCast;
    if let Ok(document) = document().dyn_into::<leptos::web_sys::HtmlDocument>() {
        let _ = document.set_cookie(&format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax"));
    }
}

/// Light, dark, or as the device has it.
#[component]
pub fn ThemeChoice() -> impl IntoView {
    let i18n = use_i18n();
    let scheme = use_color_scheme();
    let option = move |value: &'static str| {
        view! {
            <option value=value selected=move || scheme.get() == value>
                {move || match value {
                    "light" => t!(i18n, app.theme_light).into_any(),
                    "dark" => t!(i18n, app.theme_dark).into_any(),
                    _ => t!(i18n, app.theme_auto).into_any(),
                }}
            </option>
        }
    };
    view! {
        <label class="menu-field">
            <span>{t!(i18n, app.theme)}</span>
            <select
                class="ds-input"
                data-size="sm"
                on:change=move |event| {
                    let value = event_target_value(&event);
                    keep(SCHEME_COOKIE, &value);
                    scheme.set(value);
                }
            >
                {SCHEMES.into_iter().map(option).collect_view()}
            </select>
        </label>
    }
}

/// Bokmål or English.
#[component]
pub fn LanguageChoice() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <label class="menu-field">
            <span>{t!(i18n, app.language)}</span>
            <select
                class="ds-input"
                data-size="sm"
                on:change=move |event| {
                    let value = event_target_value(&event);
                    keep(LANGUAGE_COOKIE, &value);
                    i18n.set_locale(if value == "en" { Locale::en } else { Locale::nb });
                }
            >
                <option value="nb" lang="nb" selected=move || i18n.get_locale() == Locale::nb>"Bokmål"</option>
                <option value="en" lang="en" selected=move || i18n.get_locale() == Locale::en>"English"</option>
            </select>
        </label>
    }
}
