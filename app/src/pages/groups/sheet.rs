//! What comes out of a spreadsheet: a file, or what is pasted, to be looked over.

use crate::components::{Doing, FaultNote};
use crate::error::AppError;
use crate::i18n::{t, use_i18n};
use casework::group::letters::read_text;
use js_sys::Uint8Array;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

/// The form; what a line means is told by the hint.
#[component]
pub(super) fn SheetForm(
    /// Beginning of the ids.
    id: &'static str,
    /// What a line says.
    #[prop(into)]
    hint: Signal<String>,
    /// What is written.
    text: RwSignal<String>,
    /// Looking it over.
    looking: Doing,
    /// What was told of it holds no longer.
    #[prop(into)]
    changed: Callback<()>,
    /// Looks it over.
    #[prop(into)]
    look: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let file = NodeRef::<html::Input>::new();
    let take = move |_| {
        let chosen = file.get_untracked().and_then(|input| input.files()).and_then(|files| files.get(0));
        if let Some(chosen) = chosen {
            spawn_local(async move {
                let Ok(read) = JsFuture::from(chosen.array_buffer()).await else { return };
                changed.try_run(());
                let (found, fault) = match read_text(&Uint8Array::new(&read).to_vec()) {
                    Ok(found) => (found, None),
                    Err(why) => (String::new(), Some(AppError::Declined(why.code().to_owned()))),
                };
                text.try_set(found);
                looking.fault.try_set(fault);
            });
        }
    };
    let (file_id, text_id, hint_id) = (format!("{id}-file"), format!("{id}-text"), format!("{id}-hint"));
    view! {
        <form class="form" on:submit=move |event| { event.prevent_default(); look.run(()); }>
            <FaultNote fault=looking.fault />
            <p class="form-hint" id=hint_id.clone()>{move || hint.get()}</p>
            <div class="form-file">
                <label class="ds-label" for=file_id.clone()>{t!(i18n, groups.list_file)}</label>
                <input class="ds-input" type="file" id=file_id accept=".csv,.txt,text/csv,text/plain" node_ref=file aria-describedby=hint_id.clone() on:change=take />
            </div>
            <div class="ds-field">
                <label class="ds-label" for=text_id.clone()>{t!(i18n, groups.list_text)}</label>
                <textarea class="ds-input" id=text_id rows="5" aria-describedby=hint_id prop:value=text
                    on:input=move |event| { changed.run(()); text.set(event_target_value(&event)); }></textarea>
            </div>
            <div class="form-actions"><button class="ds-button" data-variant="secondary" type="submit" disabled=move || looking.busy.get()>{t!(i18n, groups.list_look)}</button></div>
        </form>
    }
}
