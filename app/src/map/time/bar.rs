//! The two times of a map on the page: life («slik var det i livet») and
//! drawing («slik vi visste det»). While it is not now, nothing is drawn.

use super::moment::{Time, snapshot_word};
use super::snapshots::Snapshots;
use super::stops::life_stops;
use crate::components::error_text;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::date;
use family_map::{FuzzyDate, Record};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Both sliders, the snapshots and what is compared, folded away until
/// somebody asks for them.
#[component]
pub(in crate::map) fn TimeBar(
    /// Where in time the page is.
    time: Time,
    /// The record of the moment of drawing.
    base: Memo<Record>,
    /// Whether two moments of this map can be compared.
    compares: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let stops = Memo::new(move |_| base.with(|base| life_stops(base, &time.today())));
    let days = Memo::new(move |_| time.moments.with(|it| it.days.clone()));
    let life_words = move || match time.life.get() {
        Some(day) => t_string!(i18n, time.life_at, day = date(language(), &day)),
        None => t_string!(i18n, time.life_now).to_owned(),
    };
    let drawn = Memo::new(move |_| time.drawn.with(|drawn| drawn.as_ref().map(|past| past.moment.clone())));
    let drawn_words = move || match drawn.get() {
        None => t_string!(i18n, time.drawn_now).to_owned(),
        Some(moment) => {
            let name = time.moment_word(i18n, language(), &moment);
            match moment.starts_with("day:") {
                true => t_string!(i18n, time.drawn_at, day = name),
                false => t_string!(i18n, time.at_snapshot, name = name),
            }
        }
    };
    let beside = Memo::new(move |_| time.beside.with(|it| it.as_ref().map(|past| past.moment.clone())));
    let said = move || {
        let mut said = Vec::new();
        if time.life.with(Option::is_some) {
            said.push(life_words());
        }
        if drawn.with(Option::is_some) {
            said.push(drawn_words());
        }
        if let Some(moment) = beside.get() {
            said.push(t_string!(i18n, time.compared, name = time.moment_word(i18n, language(), &moment)));
        }
        said.join(". ")
    };
    view! {
        <details class="ds-details map-time screen-only" on:toggle=move |event| {
            let details = event.target().and_then(|it| it.dyn_into::<leptos::web_sys::HtmlDetailsElement>().ok());
            if details.is_some_and(|it| it.open()) { time.ask() }
        }>
            <summary>{t!(i18n, time.title)}</summary>
            <div class="map-time-body">
                <div class="map-sliders">
                    <Slider id="time-life" label=Signal::derive(move || t_string!(i18n, time.life).to_owned())
                        last=Signal::derive(move || stops.with(Vec::len))
                        now=Signal::derive(move || stops.with(|stops| time.life.get().and_then(|day| stops.iter().position(|it| *it == day)).unwrap_or(stops.len())))
                        words=Signal::derive(life_words)
                        on_slide=Callback::new(move |at: usize| time.life.set(stops.with_untracked(|stops| stops.get(at).copied()))) />
                    <Slider id="time-drawn" label=Signal::derive(move || t_string!(i18n, time.drawn).to_owned())
                        last=Signal::derive(move || days.with(Vec::len))
                        now=Signal::derive(move || {
                            let day = drawn.get().and_then(|it| it.strip_prefix("day:").map(str::to_owned));
                            days.with(|days| day.and_then(|day| days.iter().position(|it| *it == day)).unwrap_or(days.len()))
                        })
                        words=Signal::derive(drawn_words)
                        on_slide=Callback::new(move |at: usize| time.go(days.with_untracked(|days| days.get(at).map(|day| format!("day:{day}"))))) />
                    {compares.then(|| view! { <Compare time /> })}
                </div>
                <Snapshots time />
            </div>
        </details>
        <div class="map-then" role="status">
            <Show when=move || !time.is_now()>
                <p>{said} ". " {t!(i18n, time.read_only)}</p>
                <button class="ds-button screen-only" data-variant="secondary" data-size="sm" type="button" on:click=move |_| time.back()>{t!(i18n, time.to_now)}</button>
            </Show>
        </div>
        <div role="alert">
            {move || time.fault.get().map(|fault| view! { <p class="ds-validation-message" data-color="danger">{error_text(i18n, &fault)}</p> })}
        </div>
    }
}

/// The moment with which what is shown is compared.
#[component]
fn Compare(time: Time) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let moments = Memo::new(move |_| {
        time.moments.with(|it| {
            let day = |day: &String| {
                let moment = format!("day:{day}");
                let word = FuzzyDate::parse_iso(day).map_or_else(|| day.clone(), |day| date(language(), &day));
                (moment, word)
            };
            let mut all: Vec<(String, String)> = it
                .snapshots
                .iter()
                .map(|it| (format!("snapshot:{}", it.id), snapshot_word(i18n, language(), it)))
                .collect();
            all.extend(it.days.iter().map(day));
            all
        })
    });
    let chosen = move |code: &str| time.beside.with(|it| it.as_ref().is_some_and(|it| it.moment == code));
    view! {
        <div class="ds-field">
            <label class="ds-label" for="time-compare">{t!(i18n, time.compare)}</label>
            <select class="ds-input" id="time-compare" on:change=move |event| {
                time.compare(Some(event_target_value(&event)).filter(|it| !it.is_empty()));
            }>
                <option value="" prop:selected=move || time.beside.with(Option::is_none)>{t!(i18n, time.compare_nothing)}</option>
                {move || moments.get().into_iter().map(|(code, word)| {
                    let of = code.clone();
                    view! { <option value=code prop:selected=move || chosen(&of)>{word}</option> }
                }).collect_view()}
            </select>
            <p class="form-hint">{t!(i18n, time.compare_hint)}</p>
        </div>
    }
}

/// A slider over stops, the last of which is now. It says where it is.
#[component]
fn Slider(
    id: &'static str,
    label: Signal<String>,
    last: Signal<usize>,
    now: Signal<usize>,
    words: Signal<String>,
    on_slide: Callback<usize>,
) -> impl IntoView {
    let i18n = use_i18n();
    let field = NodeRef::<html::Input>::new();
    let step = move |by: isize| {
        let at = now.get_untracked().saturating_add_signed(by).min(last.get_untracked());
        on_slide.run(at);
        if let Some(field) = field.get_untracked() {
            let _ = field.focus();
        }
    };
    // By a name: what is greater would end the tag.
    let at_end = move || now.get() >= last.get();
    view! {
        <div class="ds-field map-slider">
            <label class="ds-label" for=id>{move || label.get()}</label>
            <div class="map-slider-row">
                <button class="ds-button" data-variant="tertiary" data-size="sm" data-icon="true" type="button" disabled=move || now.get() == 0
                    aria-label=move || format!("{}: {}", label.get(), t_string!(i18n, time.earlier)) on:click=move |_| step(-1)>"‹"</button>
                <input id=id type="range" min="0" step="1" node_ref=field max=move || last.get().to_string() prop:value=move || now.get().to_string()
                    disabled=move || last.get() == 0 aria-valuetext=move || words.get()
                    on:input=move |event| if let Ok(at) = event_target_value(&event).parse() { on_slide.run(at) } />
                <button class="ds-button" data-variant="tertiary" data-size="sm" data-icon="true" type="button" disabled=at_end
                    aria-label=move || format!("{}: {}", label.get(), t_string!(i18n, time.later)) on:click=move |_| step(1)>"›"</button>
            </div>
            <p class="form-hint">{move || words.get()}</p>
        </div>
    }
}
