//! What a case would be after dividing or merging, and who would see what.

use crate::api::reshape::{FactLine, SideView, SightLine};
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::list;
use leptos::prelude::*;
use leptos_i18n::I18nContext;

/// A fact in words: what kind it is, and whom or what it names.
pub(super) fn fact_words(i18n: I18nContext<Locale>, fact: &FactLine) -> String {
    let kind = match fact.kind.as_str() {
        "person" => t_string!(i18n, reshape.person),
        "couple" => t_string!(i18n, reshape.couple),
        "parent" => t_string!(i18n, reshape.parent),
        "twins" => t_string!(i18n, reshape.twins),
        "bond" => t_string!(i18n, reshape.bond),
        "home" => t_string!(i18n, reshape.home),
        "network" => t_string!(i18n, reshape.network),
        "member" => t_string!(i18n, reshape.member),
        "acquaintance" => t_string!(i18n, reshape.acquaintance),
        "system" => t_string!(i18n, reshape.system),
        "health" => t_string!(i18n, reshape.health),
        "mark" => t_string!(i18n, reshape.mark),
        _ => t_string!(i18n, reshape.place),
    };
    let names: Vec<&str> = fact.names.iter().map(|name| if name.is_empty() { "–" } else { name.as_str() }).collect();
    format!("{kind}: {}", names.join(" – "))
}

/// A case as it would be.
#[component]
pub(super) fn SideCard(#[prop(into)] title: Signal<String>, side: SideView) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let [people, ties] = side.holds;
    let (participants, mentioned, parts) = (side.participants, side.mentioned, side.child_parts);
    let some = |names: &Vec<String>| !names.is_empty();
    let (has_mentioned, has_parts) = (some(&mentioned), some(&parts));
    let sight = move |it: SightLine| {
        let text = move || {
            t_string!(
                i18n,
                reshape.sees,
                name = it.name.clone(),
                people = it.people[1].to_string(),
                ties = it.ties[1].to_string(),
                people_now = it.people[0].to_string(),
                ties_now = it.ties[0].to_string()
            )
        };
        view! { <li>{text}</li> }
    };
    view! {
        <section class="person-row stack" data-gap="sm">
            <h3 class="ds-heading" data-size="2xs">{title}</h3>
            <p>{move || t_string!(i18n, reshape.holds, people = people.to_string(), ties = ties.to_string())}</p>
            <dl class="facts">
                <div><dt>{t!(i18n, reshape.participants)}</dt><dd>{move || list(language(), &participants)}</dd></div>
                {has_mentioned.then(|| view! { <div><dt>{t!(i18n, reshape.mentioned)}</dt><dd>{move || list(language(), &mentioned)}</dd></div> })}
                {has_parts.then(|| view! { <div><dt>{t!(i18n, reshape.child_parts)}</dt><dd>{move || list(language(), &parts)}</dd></div> })}
            </dl>
            <ul class="plain-list sights">{side.sights.into_iter().map(sight).collect_view()}</ul>
        </section>
    }
}
