//! What happened in the life of a case.

use crate::api::life::EventLine;
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::case::life::status::reason_word;
use crate::pages::case::overview::function_word;
use crate::text::time;
use leptos::prelude::*;
use leptos_i18n::I18nContext;

fn event_word(i18n: I18nContext<Locale>, kind: &str) -> &'static str {
    match kind {
        "opened" => t_string!(i18n, life.opened),
        "closed" => t_string!(i18n, life.closed),
        "reopened" => t_string!(i18n, life.reopened),
        "renamed" => t_string!(i18n, life.renamed),
        "lead_changed" => t_string!(i18n, life.lead_changed),
        "joined" => t_string!(i18n, life.joined),
        "left" => t_string!(i18n, life.left),
        "took_part" => t_string!(i18n, life.took_part),
        "divided" => t_string!(i18n, life.divided),
        "came_of_dividing" => t_string!(i18n, life.came_of_dividing),
        "merged" => t_string!(i18n, life.merged),
        "came_of_merging" => t_string!(i18n, life.came_of_merging),
        "moving_begun" => t_string!(i18n, moving.event_begun),
        "moving_answered" => t_string!(i18n, moving.event_answered),
        "moving_confirmed" => t_string!(i18n, moving.event_confirmed),
        "moving_sent" => t_string!(i18n, moving.event_sent),
        "moving_received" => t_string!(i18n, moving.event_received),
        "moving_cancelled" => t_string!(i18n, moving.event_cancelled),
        _ => t_string!(i18n, life.corrected),
    }
}

#[component]
pub(super) fn History(events: Vec<EventLine>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let nothing = events.is_empty();
    let line = move |event: EventLine| {
        let at = event.at.clone();
        let what = move || {
            let mut parts = vec![event.about.clone()];
            parts.extend(event.function.map(|it| function_word(i18n, it).to_lowercase()));
            parts.extend(event.reason.map(|it| reason_word(i18n, it).to_owned()));
            parts.push(event.words.clone());
            parts.retain(|part| !part.is_empty());
            let kind = event_word(i18n, &event.kind);
            if parts.is_empty() { kind.to_owned() } else { format!("{kind}: {}", parts.join(", ")) }
        };
        view! {
            <li>
                <time datetime=event.at>{move || time(language(), &at)}</time>
                <p>{what} <span class="meta">" – " {event.by}</span></p>
            </li>
        }
    };
    view! {
        <section class="card stack" aria-labelledby="history">
            <h2 class="ds-heading" data-size="xs" id="history">{t!(i18n, life.history)}</h2>
            {nothing.then(|| view! { <p class="meta">{t!(i18n, life.history_none)}</p> })}
            <ol class="log">{events.into_iter().map(line).collect_view()}</ol>
        </section>
    }
}
