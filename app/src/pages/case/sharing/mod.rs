//! Who shares what: through whose eyes the case can be seen, the children's
//! parts, and bars.

mod bars;
mod begin;
mod consents;
mod decisions;
mod doors;
mod part;

use super::use_case;
use crate::api::consent::case_consents;
use crate::api::portal::case_doors;
use crate::api::sharing::{PersonName, Sharing, case_sharing};
use crate::components::ErrorNotice;
use crate::i18n::{t, use_i18n};
use crate::language::use_language;
use crate::text::word;
use leptos::prelude::*;

/// What the parts of the page share.
#[derive(Clone)]
struct Here {
    case: String,
    /// Reads the page again.
    again: Callback<()>,
}

/// The tab about sharing and protection.
#[component]
pub fn CaseSharingPage() -> impl IntoView {
    let i18n = use_i18n();
    let case = use_case();
    let sharing = Resource::new(move || (case.id.get(), case.reason.get()), |(id, reason)| case_sharing(id, reason));
    let doors = Resource::new(move || (case.id.get(), case.reason.get()), |(id, reason)| case_doors(id, reason));
    let consents = Resource::new(move || (case.id.get(), case.reason.get()), |(id, reason)| case_consents(id, reason));
    let made = RwSignal::new(None);
    view! {
        <div class="page-body" data-width="text">
            <Transition fallback=|| ()>
                {move || Suspend::new(async move {
                    // What is wrong with the case is told below.
                    let again = Callback::new(move |()| doors.refetch());
                    let id = case.id.get_untracked();
                    doors.await.ok().map(|found| view! { <doors::Doors case=id found made again /> })
                })}
            </Transition>
            <Transition fallback=|| ()>
                {move || Suspend::new(async move {
                    let again = Callback::new(move |()| { consents.refetch(); sharing.refetch(); });
                    let here = Here { case: case.id.get_untracked(), again };
                    consents.await.ok().map(|found| view! { <consents::Consents found here /> })
                })}
            </Transition>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match sharing.await {
                        Ok(all) => {
                            let again = Callback::new(move |()| sharing.refetch());
                            let here = Here { case: case.id.get_untracked(), again };
                            view! { <Parts all here /> }.into_any()
                        }
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

/// A name, or what is said of somebody without one, as it stands within a sentence.
fn shown(name: &PersonName, language: crate::text::Language) -> String {
    if name.name.is_empty() { word(language, "name.shielded") } else { name.name.clone() }
}

#[component]
fn Parts(all: Sharing, here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let nobody = all.participants.is_empty();
    let participants = all.participants.clone();
    let case = here.case.clone();
    let no_parts = all.parts.is_empty();
    let today = all.parties.today;
    let parts = all.parts.clone().into_iter().map(|part| {
        view! { <part::PartCard part today may_edit=all.may_edit may_lead=all.may_lead here=here.clone() /> }
    });
    view! {
        <section class="card stack" aria-labelledby="seen">
            <h2 class="ds-heading" data-size="xs" id="seen">{t!(i18n, seen.title)}</h2>
            <p class="meta">{t!(i18n, seen.lead)}</p>
            {nobody.then(|| view! { <p>{t!(i18n, case.participants_none)}</p> })}
            <ul class="cluster plain-row">
                {participants.into_iter().map(|it| {
                    let href = format!("/familier/{case}/som/{}", it.id);
                    view! { <li><a class="ds-button" data-variant="secondary" data-size="sm" href=href>
                        {move || t!(i18n, seen.open, name = shown(&it, language()))}
                    </a></li> }
                }).collect_view()}
            </ul>
        </section>
        {parts.collect_view()}
        <section class="card stack" aria-labelledby="child-parts">
            <h2 class="ds-heading" data-size="xs" id="child-parts">{t!(i18n, part.begin_title)}</h2>
            <p class="meta">{t!(i18n, case.child_part_lead)}</p>
            {no_parts.then(|| view! { <p>{t!(i18n, part.none)}</p> })}
            {all.may_edit.then(|| view! { <begin::BeginPart all=all.clone() here=here.clone() /> })}
        </section>
        <bars::BarsCard all here />
    }
}
