//! Everything that was typed somewhere and not saved.

use super::component::when;
use super::drafts::Drafts;
use super::kept::Kept;
use super::vault;
use crate::i18n::{t, use_i18n};
use crate::language::use_language;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The user's unsaved texts, each with the way back to its form. Nothing at
/// all where there are none.
#[component]
pub fn DraftList() -> impl IntoView {
    let i18n = use_i18n();
    let drafts = use_context::<Drafts>();
    let texts = RwSignal::new(Vec::<(String, Kept)>::new());
    Effect::new(move |_| {
        let Some((drafts, tag)) = drafts.and_then(|drafts| Some((drafts, drafts.tag()?))) else { return };
        if !vault::is_kept_here() || !vault::has_any(&tag) {
            return;
        }
        spawn_local(async move {
            if let Some(vault) = drafts.vault().await {
                texts.try_set(vault.all().await);
            }
        });
    });
    let discard = move |place: String| {
        vault::remove(&place);
        texts.update(|texts| texts.retain(|it| it.0 != place));
    };
    view! {
        {move || (!texts.with(Vec::is_empty)).then(|| view! {
            <section class="card stack" aria-labelledby="drafts">
                <h2 class="ds-heading" data-size="xs" id="drafts">{t!(i18n, draft.list)}</h2>
                <p class="meta">{t!(i18n, draft.list_lead)}</p>
                <ul class="day-list">
                    {texts.get().into_iter().map(|(place, text)| view! { <DraftLine place text discard /> }).collect_view()}
                </ul>
            </section>
        })}
    }
}

#[component]
fn DraftLine(place: String, text: Kept, discard: impl Fn(String) + 'static) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let title = text.title.split(" – ").next().unwrap_or_default().to_owned();
    view! {
        <li class="day-line">
            <a class="ds-link" href=text.path>{title}</a>
            <span class="meta">{move || when(language(), text.at)}</span>
            <button class="ds-button" data-size="sm" data-variant="tertiary" type="button" on:click=move |_| discard(place.clone())>{t!(i18n, draft.discard)}</button>
        </li>
    }
}
