//! The people of the case as a table.

use super::use_case;
use crate::api::cases::case_map;
use crate::components::ErrorNotice;
use crate::i18n::{t, use_i18n};
use crate::map::PeopleTable;
use leptos::prelude::*;

/// The accessible twin of the map.
#[component]
pub fn CasePeoplePage() -> impl IntoView {
    let i18n = use_i18n();
    let case = use_case();
    let map = Resource::new(move || (case.id.get(), case.reason.get()), |(id, reason)| case_map(id, reason));
    view! {
        <div class="page-body stack">
            <h2 class="ds-heading" data-size="xs">{t!(i18n, people.title)}</h2>
            <p class="meta">
                {t!(i18n, people.lead)} " "
                <a class="ds-link" href=move || format!("/familier/{}/kart", case.id.get())>{t!(i18n, people.as_map)}</a>
            </p>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match map.await {
                        Ok(map) if map.record.people.is_empty() => view! { <p>{t!(i18n, people.none)}</p> }.into_any(),
                        Ok(map) => {
                            let details = format!("/familier/{}/personer/", case.id.get_untracked());
                            view! { <PeopleTable map details /> }.into_any()
                        }
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}
