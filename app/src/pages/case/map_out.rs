//! A map to take along: for whom, which, as what.

use super::map_switch::MapSwitch;
use super::use_case;
use crate::api::map_out::{MapReader, map_readers};
use crate::components::{ErrorNotice, Icon};
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::map::save_as_png;
use crate::text::{Language, capitalised, word};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;

/// The form, which works without script too.
#[component]
pub fn CaseMapOutPage() -> impl IntoView {
    let i18n = use_i18n();
    let case = use_case();
    let readers = Resource::new(move || (case.id.get(), case.reason.get()), |(id, reason)| map_readers(id, reason));
    view! {
        <div class="page-body" data-width="full">
            <MapSwitch base=Signal::derive(move || format!("/familier/{}/kart", case.id.get())) out=true />
        </div>
        <div class="page-body stack">
            <div>
                <h2 class="ds-heading" data-size="xs">{t!(i18n, out.title)}</h2>
                <p class="meta">{t!(i18n, out.lead)}</p>
            </div>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match readers.await {
                        Ok(readers) => view! { <OutForm readers /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn OutForm(readers: Vec<MapReader>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let case = use_case();
    let query = use_query_map();
    let first = query.with_untracked(|query| query.get("kart")).unwrap_or_else(|| "genogram".into());
    let map = RwSignal::new(first);
    let form = RwSignal::new("a4".to_owned());
    let reader = RwSignal::new(String::new());
    let bonds = RwSignal::new(false);
    let failed = RwSignal::new(false);
    let address = move || format!("/familier/{}/kart/fil", case.id.get());
    let is_english = move || language() == Language::English;
    let as_png = move || {
        let of = |name: &str, value: &str| format!("{name}={}", js_sys::encode_uri_component(value));
        let mut asked = vec![
            of("kart", &map.get_untracked()),
            of("form", "svg"),
            of("for", &reader.get_untracked()),
            of("grunn", &case.reason.get_untracked().unwrap_or_default()),
        ];
        asked.extend(bonds.get_untracked().then(|| of("band", "1")));
        asked.extend(is_english().then(|| of("lang", "en")));
        let from = format!("{}?{}", address(), asked.join("&"));
        failed.set(false);
        spawn_local(async move {
            if save_as_png(&from, "kart.png").await.is_none() {
                failed.try_set(true);
            }
        });
    };
    let maps = [("genogram", 0), ("nettverk", 1), ("okokart", 2)];
    let map_word = move |at: i32| match at {
        0 => t_string!(i18n, network.genogram),
        1 => t_string!(i18n, network.label),
        _ => t_string!(i18n, network.ecomap_label),
    };
    let forms = ["a4", "a3", "svg", "png", "gedcom7", "gedcom551", "json", "csv"];
    let form_word = move |code: &str| match code {
        "a4" => t_string!(i18n, out.a4),
        "a3" => t_string!(i18n, out.a3),
        "svg" => t_string!(i18n, out.svg),
        "png" => t_string!(i18n, out.png),
        "gedcom7" => t_string!(i18n, out.gedcom7),
        "gedcom551" => t_string!(i18n, out.gedcom551),
        "json" => t_string!(i18n, out.json),
        _ => t_string!(i18n, out.csv),
    };
    let name = move |it: &MapReader| {
        if it.name.is_empty() { capitalised(&word(language(), "name.shielded")) } else { it.name.clone() }
    };
    view! {
        <form class="stack" method="get" action=address on:submit=move |event| {
            if form.get_untracked() == "png" {
                event.prevent_default();
                as_png();
            }
        }>
            <div class="ds-field">
                <label class="ds-label" for="out-for">{t!(i18n, out.whom)}</label>
                <select class="ds-input" id="out-for" name="for" on:change=move |event| reader.set(event_target_value(&event))>
                    <option value="">{t!(i18n, out.team)}</option>
                    {readers.into_iter().map(|it| view! { <option value=it.person.clone()>{name(&it)}</option> }).collect_view()}
                </select>
                <p class="form-hint">{t!(i18n, out.whom_hint)}</p>
            </div>
            <fieldset class="ds-fieldset">
                <legend class="ds-label">{t!(i18n, out.which)}</legend>
                {maps.map(|(code, at)| view! {
                    <div class="ds-field">
                        <input class="ds-input" type="radio" name="kart" id=format!("out-{code}") value=code checked=map.with_untracked(|it| it == code)
                            on:change=move |_| map.set(code.to_owned()) />
                        <label class="ds-label" data-weight="regular" for=format!("out-{code}")>{move || map_word(at)}</label>
                    </div>
                }).collect_view()}
            </fieldset>
            <fieldset class="ds-fieldset">
                <legend class="ds-label">{t!(i18n, out.how)}</legend>
                {forms.map(|code| view! {
                    <div class="ds-field">
                        <input class="ds-input" type="radio" name="form" id=format!("out-{code}") value=code checked=form.with_untracked(|it| it == code)
                            on:change=move |_| form.set(code.to_owned()) />
                        <label class="ds-label" data-weight="regular" for=format!("out-{code}")>{move || form_word(code)}</label>
                    </div>
                }).collect_view()}
            </fieldset>
            <div class="ds-field">
                <input class="ds-input" type="checkbox" id="out-bonds" name="band" value="1" on:change=move |event| bonds.set(event_target_checked(&event)) />
                <label class="ds-label" data-weight="regular" for="out-bonds">{t!(i18n, out.bonds)}</label>
            </div>
            <input type="hidden" name="grunn" value=move || case.reason.get().unwrap_or_default() />
            <input type="hidden" name="lang" value=move || if is_english() { "en" } else { "nb" } />
            <div>
                <button class="ds-button" type="submit"><Icon name="print" />{t!(i18n, out.make)}</button>
            </div>
            <div role="alert">
                {move || failed.get().then(|| view! { <p class="ds-validation-message" data-color="danger">{t!(i18n, out.failed)}</p> })}
            </div>
            <p class="meta">{t!(i18n, out.logged)}</p>
        </form>
    }
}
