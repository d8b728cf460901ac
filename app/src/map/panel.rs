//! What is known of the chosen person, in whole sentences.

use super::table::full_name;
use crate::components::Icon;
use crate::i18n::{t, use_i18n};
use crate::language::use_language;
use crate::text::say;
use family_map::record::{PersonId, Record};
use family_map::scene::Scene;
use leptos::prelude::*;
use std::sync::Arc;

/// What stands below the sentences about a person.
pub(super) type Below = Arc<dyn Fn(PersonId) -> AnyView + Send + Sync>;

/// The panel beside the map. Closes with a button or Escape.
#[component]
pub fn PersonPanel(
    /// The people.
    record: Memo<Record>,
    /// The drawing.
    scene: Memo<Scene>,
    /// Who is chosen.
    chosen: RwSignal<Option<PersonId>>,
    /// Gives the focus back to the map.
    on_close: Callback<()>,
    /// What can be done with the person.
    below: Below,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    // While the same person is chosen the panel stays, so that nothing in it loses the focus.
    let known = Memo::new(move |_| chosen.get().filter(|id| record.with(|record| record.people.contains_key(id))));
    let label =
        move |id: &PersonId| record.with(|record| record.people.get(id).map(|person| full_name(person, language())));
    let sentences = move |id: &PersonId| {
        scene.with(|scene| {
            let item = scene.people.iter().find(|item| &item.id == id);
            item.map(|item| item.description.iter().map(|message| say(language(), message)).collect::<Vec<_>>())
        })
    };
    let note = move |id: &PersonId| record.with(|record| record.people.get(id).and_then(|person| person.note.clone()));
    let content = move |id: PersonId| {
        let below = below(id.clone());
        let id = StoredValue::new(id);
        view! {
            <aside class="map-panel" aria-label=t!(i18n, map.selected)>
                <div class="panel-head">
                    <h2 class="ds-heading" data-size="xs"><bdi>{move || id.with_value(label)}</bdi></h2>
                    <button
                        type="button"
                        class="ds-button"
                        data-variant="tertiary"
                        data-size="sm"
                        data-icon="true"
                        aria-label=t!(i18n, app.close)
                        on:click=move |_| {
                            chosen.set(None);
                            on_close.run(());
                        }
                    >
                        <Icon name="close" />
                    </button>
                </div>
                <ul class="panel-sentences">
                    {move || id.with_value(sentences).unwrap_or_default().into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}
                </ul>
                {move || id.with_value(note).map(|note| view! { <p class="ds-paragraph" data-size="sm">{note}</p> })}
                {below}
            </aside>
        }
    };
    view! { {move || known.get().map(&content)} }
}
