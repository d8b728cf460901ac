//! A choice that is kept as soon as it is made.

use leptos::prelude::*;

/// A list to choose one from. What is chosen follows the record, also when a
/// step is taken back.
#[component]
pub(super) fn Choice(
    /// Id of the list.
    #[prop(into)]
    id: String,
    /// What is chosen here.
    #[prop(into)]
    label: Signal<String>,
    /// The label is for the ear alone: beside it stands what the eye reads.
    #[prop(optional)]
    quiet: bool,
    /// The code that holds now.
    #[prop(into)]
    now: Signal<String>,
    /// Codes and their words.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// Keeps what is chosen.
    on_choose: Callback<String>,
) -> impl IntoView {
    let for_id = id.clone();
    let shown = (!quiet)
        .then(|| view! { <label class="ds-label" data-weight="regular" for=for_id>{move || label.get()}</label> });
    view! {
        <div class="ds-field">
            {shown}
            <select class="ds-input" id=id aria-label=move || quiet.then(|| label.get()) on:change=move |event| on_choose.run(event_target_value(&event))>
                {move || options.get().into_iter().map(|(code, word)| {
                    let is_now = { let code = code.clone(); move || now.get() == code };
                    let at_first = now.get_untracked() == code;
                    view! { <option value=code selected=at_first prop:selected=is_now>{word}</option> }
                }).collect_view()}
            </select>
        </div>
    }
}
