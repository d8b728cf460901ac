//! Icons, drawn from one file.

use leptos::prelude::*;

/// An icon beside a text or inside a named button.
#[component]
pub fn Icon(
    /// Its id in `public/icons/icons.svg`.
    name: &'static str,
) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true" focusable="false">
            <use href=format!("/icons/icons.svg#{name}")></use>
        </svg>
    }
}
