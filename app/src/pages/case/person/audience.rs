//! For whom the person stands on the map.

use super::Here;
use crate::api::person::{PersonPage, SavePersonAudience};
use crate::components::{AudienceField, error_text};
use crate::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The control and the button that keeps the choice.
#[component]
pub(super) fn AudienceCard(page: PersonPage, here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let first: BTreeSet<String> = page.person.origin.audience.iter().map(|key| key.0.clone()).collect();
    let kept = RwSignal::new(first.clone());
    let value = RwSignal::new(first);
    let save = ServerAction::<SavePersonAudience>::new();
    Effect::new(move |_| {
        if matches!(save.value().get(), Some(Ok(()))) {
            kept.set(value.get_untracked());
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !save.pending().get_untracked() {
            let audience = value.get_untracked().into_iter().collect::<Vec<_>>().join("\n");
            save.dispatch(SavePersonAudience { id: here.case.clone(), person: here.person.clone(), audience });
        }
    };
    let fault = move || save.value().get().and_then(Result::err).filter(|_| !save.pending().get());
    let is_kept = move || matches!(save.value().get(), Some(Ok(()))) && value.get() == kept.get();
    let read_only = !page.may_edit;
    let teller = page.teller.clone();
    view! {
        <section class="card stack">
            <form class="form" on:submit=submit>
                <fieldset class="bare form" disabled=read_only>
                    <AudienceField
                        parties=page.parties
                        teller=page.person.origin.teller.0.clone()
                        about=vec![page.person.id.0]
                        value
                        id="person-audience"
                    />
                    {(!teller.is_empty()).then(|| view! { <p class="meta">{t!(i18n, audience.told_by, name = teller.clone())}</p> })}
                    {(!read_only).then(|| view! {
                        <div class="form-actions">
                            <button class="ds-button" type="submit" disabled=move || save.pending().get() aria-busy=move || save.pending().get().then_some("true")>
                                {move || if save.pending().get() { t_string!(i18n, person.saving) } else { t_string!(i18n, person.save_audience) }}
                            </button>
                            <p role="status">{move || is_kept().then(|| t_string!(i18n, person.saved))}</p>
                        </div>
                    })}
                </fieldset>
                {move || fault().map(|error| view! { <div class="ds-alert" data-color="danger" role="alert"><p>{error_text(i18n, &error)}</p></div> })}
            </form>
        </section>
    }
}
