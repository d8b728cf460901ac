//! A strictly confidential address (code 6): what it does is said before it is
//! done.

use super::Here;
use crate::api::person::{PersonPage, ShieldPerson};
use crate::components::error_text;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::list;
use leptos::prelude::*;

/// Shields a person, or ends it.
#[component]
pub(super) fn ShieldCard(page: PersonPage, here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let is_shielded = page.person.shielded;
    let asked = RwSignal::new(false);
    let shield = ServerAction::<ShieldPerson>::new();
    Effect::new(move |_| {
        if matches!(shield.value().get(), Some(Ok(()))) {
            here.again.run(());
        }
    });
    let housemates = page.housemates.clone();
    let go = move |_| {
        if !shield.pending().get_untracked() {
            shield.dispatch(ShieldPerson { id: here.case.clone(), person: here.person.clone(), on: !is_shielded });
        }
    };
    let fault = move || shield.value().get().and_then(Result::err).filter(|_| !shield.pending().get());
    view! {
        <section class="card stack" aria-labelledby="shield">
            <h3 class="ds-heading" data-size="2xs" id="shield">{t!(i18n, shield.title)}</h3>
            <p>{move || if is_shielded { t_string!(i18n, shield.is_on) } else { t_string!(i18n, shield.lead) }}</p>
            <div class="form-actions">
                <button class="ds-button" data-variant="secondary" type="button" aria-expanded=move || asked.get().to_string()
                    aria-controls="shield-ask" on:click=move |_| asked.update(|it| *it = !*it)>
                    {move || if is_shielded { t_string!(i18n, shield.end) } else { t_string!(i18n, shield.begin) }}
                </button>
            </div>
            <div id="shield-ask" class="stack" data-gap="sm" hidden=move || !asked.get()>
                {if is_shielded {
                    view! { <p>{t!(i18n, shield.end_consequence)}</p> }.into_any()
                } else {
                    view! {
                        <ul>
                            <li>{t!(i18n, shield.hides)}</li>
                            <li>{t!(i18n, shield.erases)}</li>
                            {(!housemates.is_empty()).then(|| view! {
                                <li>{t!(i18n, shield.spreads, names = move || list(language(), &housemates))}</li>
                            })}
                            <li>{t!(i18n, shield.contact)}</li>
                            {page.named_in_title.then(|| view! { <li><strong>{t!(i18n, shield.in_title)}</strong></li> })}
                        </ul>
                    }.into_any()
                }}
                <div class="form-actions">
                    <button class="ds-button" data-color="danger" type="button" id="shield-go" on:click=go disabled=move || shield.pending().get()>
                        {move || if is_shielded { t_string!(i18n, shield.end_sure) } else { t_string!(i18n, shield.sure) }}
                    </button>
                    <button class="ds-button" data-variant="tertiary" type="button" on:click=move |_| asked.set(false)>{t!(i18n, app.cancel)}</button>
                </div>
            </div>
            {move || fault().map(|error| view! { <div class="ds-alert" data-color="danger" role="alert"><p>{error_text(i18n, &error)}</p></div> })}
        </section>
    }
}
