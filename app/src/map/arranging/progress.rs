//! The note on a map whose layout takes a while.

use crate::i18n::{t, use_i18n};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use send_wrapper::SendWrapper;

/// Whoever waits longer is told so, in milliseconds: what comes sooner is felt as at once.
const TELL_AFTER_MS: u32 = 200;

/// Tells that the picture is behind what is drawn, once that takes a while. Nothing on a small map.
#[component]
pub(in crate::map) fn Progress(
    /// Something newer waits for its layout.
    behind: Memo<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let late = RwSignal::new(false);
    let timer = StoredValue::new(None::<SendWrapper<Timeout>>);
    Effect::new(move |_| {
        late.set(false);
        let tell = move || {
            late.try_set(true);
        };
        timer.set_value(behind.get().then(|| SendWrapper::new(Timeout::new(TELL_AFTER_MS, tell))));
    });
    // The region is there before its words are, or they would not be read aloud.
    view! {
        <Show when=move || behind.get()>
            <div class="map-progress" role="status">
                {move || late.get().then(|| view! { <p id="map-progress">{t!(i18n, map.arranging)}</p> })}
            </div>
        </Show>
    }
}
