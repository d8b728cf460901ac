//! What the signs on the map mean: only those that are used.

use crate::language::use_language;
use crate::text::say;
use family_map::scene::{Scene, svg};
use leptos::prelude::*;

/// The legend of a drawing. Lies beside the map, never over a person.
#[component]
pub fn Legend(
    /// The drawing.
    scene: Memo<Scene>,
) -> impl IntoView {
    let language = use_language();
    let items = move || {
        let language = language();
        scene.with(|scene| {
            scene
                .legend
                .iter()
                .map(|item| {
                    let sign = svg::write_sign(item, &|message| say(language, message));
                    view! {
                        <li class="legend-item">
                            <svg class="legend-sign map" viewBox="0 0 44 28" width="44" height="28" aria-hidden="true" inner_html=sign></svg>
                            <span>{say(language, &item.message)}</span>
                        </li>
                    }
                })
                .collect_view()
        })
    };
    view! { <ul class="legend">{items}</ul> }
}
