//! The way into the quick search.

use super::Icon;
use crate::i18n::{t, use_i18n};
use leptos::prelude::*;

/// Whether the search is wanted.
#[derive(Clone, Copy)]
pub struct SearchOpen(pub RwSignal<bool>);

impl SearchOpen {
    /// For the frame around the staff pages.
    pub fn provide() {
        provide_context(Self(RwSignal::new(false)));
    }
}

/// The button in the bar.
#[component]
pub fn SearchButton() -> impl IntoView {
    let i18n = use_i18n();
    let open = expect_context::<SearchOpen>().0;
    view! {
        <button
            class="topbar-search" type="button" aria-haspopup="dialog" aria-keyshortcuts="Control+K Meta+K /"
            on:click=move |_| open.set(true)
        >
            <Icon name="search" />
            <span class="topbar-search-text">{t!(i18n, search.open)}</span>
            <kbd class="topbar-search-key" aria-hidden="true">"Ctrl K"</kbd>
        </button>
    }
}
