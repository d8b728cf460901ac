//! What stands in the browser's tab.

use leptos::prelude::*;
use leptos_meta::Title;

/// The page's title, in the reader's language. On the server it is read at
/// once: the head is put together later, where signals can no longer be read.
#[component]
pub fn PageTitle(
    /// The title without the product's name.
    text: impl Fn() -> String + Send + Sync + 'static,
) -> impl IntoView {
    #[cfg(feature = "ssr")]
    let text = {
        let text = untrack(text);
        move || text.clone()
    };
    view! { <Title text=move || format!("{} – Familiekart", text()) /> }
}
