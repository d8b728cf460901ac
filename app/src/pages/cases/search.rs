//! The search of the list. What is typed goes in the body of a request and is
//! kept in memory while the frame stands: never in an address or the history.

use super::ListContext;
use crate::api::list_address::{LIST_PATH, ListAddress, ListPage};
use crate::i18n::{t, use_i18n};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// What is searched for. Kept by the frame, so that it is still there when one
/// comes back from a case, and gone when somebody signs out.
#[derive(Clone, Copy)]
pub struct ListSearch {
    /// The words, or nothing.
    pub(super) text: RwSignal<String>,
    /// The search is new: the page that the address names is one of an earlier.
    fresh: RwSignal<bool>,
}

impl ListSearch {
    /// Nothing searched for.
    #[must_use]
    pub fn new() -> Self {
        Self { text: RwSignal::new(String::new()), fresh: RwSignal::new(false) }
    }

    /// The list to ask for.
    pub(super) fn address(self, address: Memo<ListAddress>) -> ListAddress {
        if self.fresh.get() { address.with(|it| it.at(ListPage::First)) } else { address.get() }
    }

    /// Once the address is that of a first page it counts again.
    pub(super) fn forget_page_of_earlier(self, address: Memo<ListAddress>) {
        Effect::new(move |_| {
            if address.with(|it| it.page == ListPage::First) {
                self.fresh.set(false);
            }
        });
    }

    /// Looks for something else, or for nothing any more.
    pub(super) fn look_for(self, text: &str, address: Memo<ListAddress>) {
        if address.with_untracked(|it| it.page != ListPage::First) {
            self.fresh.set(true);
        }
        self.text.set(text.trim().to_owned());
    }
}

impl Default for ListSearch {
    fn default() -> Self {
        Self::new()
    }
}

/// The search field. It has no name: whatever sends the form by itself, before
/// the page is alive, sends nothing that was typed.
#[component]
pub(super) fn SearchForm() -> impl IntoView {
    let i18n = use_i18n();
    let ListContext { address, search, busy, .. } = expect_context::<ListContext>();
    let typed = RwSignal::new(search.text.get_untracked());
    // Emptied elsewhere, such as by «Vis alle».
    Effect::new(move |_| typed.set(search.text.get()));
    let navigate = use_navigate();
    let go = StoredValue::new(move || {
        if address.with_untracked(|it| it.page != ListPage::First) {
            navigate(&address.with_untracked(|it| it.at(ListPage::First).href()), Default::default());
        }
    });
    let look_for = move |text: String| {
        search.look_for(&text, address);
        go.with_value(|go| go());
    };
    view! {
        <form
            class="list-search"
            role="search"
            method="get"
            action=LIST_PATH
            on:submit=move |event| {
                event.prevent_default();
                look_for(typed.get_untracked());
            }
        >
            <div class="ds-field">
                <label class="ds-label" for="search">{t!(i18n, cases.search)}</label>
                <p class="form-hint" id="search-hint">{t!(i18n, cases.search_hint)}</p>
                <input
                    class="ds-input" type="search" id="search" maxlength="200" autocomplete="off" spellcheck="false"
                    aria-describedby="search-hint"
                    prop:value=typed
                    on:input=move |event| typed.set(event_target_value(&event))
                />
            </div>
            <button class="ds-button" type="submit" aria-disabled=move || busy.get().then_some("true")>
                {move || if busy.get() { t!(i18n, cases.search_busy).into_any() } else { t!(i18n, cases.search_submit).into_any() }}
            </button>
            {move || search.text.with(|text| !text.is_empty()).then(|| view! {
                <button class="ds-button" data-variant="tertiary" type="button" on:click=move |_| look_for(String::new())>
                    {t!(i18n, cases.search_clear)}
                </button>
            })}
        </form>
    }
}
