//! «Bruk uten nett»: the page of a case on which a copy of its map is made.

use super::use_case;
use crate::api::offline::offline_offer;
use crate::components::ErrorNotice;
use crate::i18n::{t, use_i18n};
use crate::offline::TakeForm;
use leptos::prelude::*;

/// Who is in the room, for how long, and the PIN; or why no copy can be made.
#[component]
pub fn CaseOfflinePage() -> impl IntoView {
    let i18n = use_i18n();
    let case = use_case();
    let offer = Resource::new(move || case.id.get(), offline_offer);
    view! {
        <div class="page-body stack" data-width="text">
            <div>
                <h2 class="ds-heading" data-size="xs">{t!(i18n, offline.title)}</h2>
                <p class="meta">{t!(i18n, offline.lead)}</p>
            </div>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match offer.await {
                        Ok(offer) if offer.allowed => view! { <TakeForm case=case.id.get_untracked() people=offer.people /> }.into_any(),
                        Ok(_) => view! { <div class="ds-alert" data-color="warning"><p>{t!(i18n, offline.not_here)}</p></div> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
            <p><a class="ds-link" href=move || format!("/familier/{}/kart", case.id.get())>{t!(i18n, offline.back)}</a></p>
        </div>
    }
    .into_any()
}
