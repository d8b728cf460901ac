//! What is known of the chosen person, in whole sentences.

use super::table::full_name;
use crate::components::Icon;
use crate::i18n::{t_string, use_i18n};
use crate::language::use_language;
use crate::text::say;
use family_map::record::{PersonId, Record};
use family_map::scene::Scene;
use leptos::prelude::*;

/// The panel beside the map. Closes with a button or Escape.
#[component]
pub fn PersonPanel(
    /// The people.
    record: StoredValue<Record>,
    /// The drawing.
    scene: Memo<Scene>,
    /// Who is chosen.
    chosen: RwSignal<Option<PersonId>>,
    /// Gives the focus back to the map.
    on_close: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let content = move || {
        let id = chosen.get()?;
        let language = language();
        let label = record.with_value(|record| record.people.get(&id).map(|person| full_name(person, language)))?;
        let sentences = scene.with(|scene| {
            let item = scene.people.iter().find(|item| item.id == id)?;
            Some(item.description.iter().map(|message| say(language, message)).collect::<Vec<_>>())
        })?;
        let note = record.with_value(|record| record.people.get(&id).and_then(|person| person.note.clone()));
        Some(view! {
            <div class="panel-head">
                <h2 class="ds-heading" data-size="xs"><bdi>{label}</bdi></h2>
                <button
                    type="button"
                    class="ds-button"
                    data-variant="tertiary"
                    data-size="sm"
                    data-icon="true"
                    aria-label=move || t_string!(i18n, app.close)
                    on:click=move |_| {
                        chosen.set(None);
                        on_close.run(());
                    }
                >
                    <Icon name="close" />
                </button>
            </div>
            <ul class="panel-sentences">
                {sentences.into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}
            </ul>
            {note.map(|note| view! { <p class="ds-paragraph" data-size="sm">{note}</p> })}
        })
    };
    view! {
        {move || content().map(|content| view! {
            <aside class="map-panel" aria-label=move || t_string!(i18n, map.selected)>{content}</aside>
        })}
    }
}
