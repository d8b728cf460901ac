//! What is known of what is chosen on a sheet, in whole sentences, and below
//! it what can be done.

use super::sheet::Sheet;
use crate::components::Icon;
use crate::i18n::{t, use_i18n};
use crate::language::use_language;
use crate::text::say;
use family_map::record::FactId;
use leptos::prelude::*;
use std::sync::Arc;

/// What stands below the sentences.
pub(super) type Below = Arc<dyn Fn(FactId) -> AnyView + Send + Sync>;

/// The panel beside the sheet. Closes with a button or Escape.
#[component]
pub(super) fn ItemPanel(
    /// What lies where.
    sheet: Sheet,
    /// What the chosen one is called.
    name: Callback<FactId, String>,
    /// What can be done with it.
    below: Below,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    // While the same one is chosen the panel stays, so that nothing in it loses the focus.
    let known = Memo::new(move |_| {
        let chosen = sheet.chosen.get()?;
        sheet
            .scene
            .with(|scene| scene.items.iter().find(|it| it.shape == chosen).map(|it| (chosen.clone(), it.id.clone())))
    });
    let content = move |(shape, id): (String, FactId)| {
        let below = below(id.clone());
        let (for_sentences, for_close) = (shape.clone(), shape);
        let sentences = move || {
            sheet.scene.with(|scene| {
                let item = scene.items.iter().find(|it| it.shape == for_sentences);
                let said = item.into_iter().flat_map(|it| &it.description).map(|it| say(language(), it));
                said.collect::<Vec<_>>()
            })
        };
        view! {
            <aside class="map-panel" aria-label=t!(i18n, network.chosen)>
                <div class="panel-head">
                    <h2 class="ds-heading" data-size="xs"><bdi>{move || name.run(id.clone())}</bdi></h2>
                    <button type="button" class="ds-button" data-variant="tertiary" data-size="sm" data-icon="true"
                        aria-label=t!(i18n, app.close)
                        on:click=move |_| { sheet.chosen.set(None); sheet.focus(&for_close); }>
                        <Icon name="close" />
                    </button>
                </div>
                <ul class="panel-sentences">
                    {move || sentences().into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}
                </ul>
                {below}
            </aside>
        }
    };
    view! { {move || known.get().map(&content)} }
}
