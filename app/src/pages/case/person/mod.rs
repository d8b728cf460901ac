//! One person: details with the fewest fields that serve, for whom they are,
//! and what follows from how the person stands to the case.

mod audience;
mod contact;
mod deletion;
mod details;
mod due;
mod marks;
mod shield;

use super::use_case;
use crate::api::person::{PersonPage, Standing, case_person};
use crate::components::{ErrorNotice, PageTitle};
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::map::full_name;
use crate::text::{capitalised, date};
use family_map::record::Life;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// What the parts of the page share.
#[derive(Clone)]
struct Here {
    case: String,
    person: String,
    /// Reads the page again, after something that changes all of it.
    again: Callback<()>,
}

/// The page of one person.
#[component]
pub fn CasePersonPage() -> impl IntoView {
    let i18n = use_i18n();
    let case = use_case();
    let params = use_params_map();
    let person = Memo::new(move |_| params.with(|params| params.get("person")).unwrap_or_default());
    let page = Resource::new(
        move || (case.id.get(), person.get(), case.reason.get()),
        |(id, person, reason)| case_person(id, person, reason),
    );
    view! {
        <div class="page-body">
            <p>
                <a class="ds-link" href=move || format!("/familier/{}/personer", case.id.get())>{t!(i18n, person.back)}</a>
            </p>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match page.await {
                        Ok(page_of) => {
                            let here = Here {
                                case: case.id.get_untracked(),
                                person: person.get_untracked(),
                                again: Callback::new(move |()| page.refetch()),
                            };
                            view! { <PersonParts page=page_of here /> }.into_any()
                        }
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn PersonParts(page: PersonPage, here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let standing = page.standing;
    let standing_word = move || match standing {
        Standing::Participant => t_string!(i18n, person.participant),
        Standing::Former => t_string!(i18n, person.former),
        Standing::Mentioned => t_string!(i18n, person.mentioned),
    };
    let person = StoredValue::new(page.person.clone());
    // The card may be replaced while its title is asked for.
    let name = move || person.try_with_value(|person| capitalised(&full_name(person, language()))).unwrap_or_default();
    let is_shielded = page.person.shielded;
    let born = page.person.birth.value().copied().filter(|_| page.person.life == Life::Alive);
    let may_delete = standing == Standing::Mentioned && page.due.iter().any(|it| it.kind == "forget_mentioned");
    view! {
        <PageTitle text=name />
        <header class="stack" data-gap="sm">
            <h2 class="ds-heading" data-size="sm"><bdi>{name}</bdi></h2>
            <p class="meta cluster">
                <span class="ds-tag" data-size="sm" data-color=if standing == Standing::Participant { "sky" } else { "neutral" }>{standing_word}</span>
                {born.map(|born| view! { <span>{t!(i18n, person.born, date = move || date(language(), &born))}</span> })}
            </p>
            {(standing == Standing::Mentioned).then(|| view! { <p class="meta">{t!(i18n, person.mentioned_lead)}</p> })}
        </header>
        <div class="person-parts">
            {(!is_shielded).then(|| view! { <details::DetailsCard page=page.clone() here=here.clone() /> })}
            {page.contact.clone().map(|contact| view! { <contact::ContactCardForm contact page=page.clone() here=here.clone() /> })}
            <audience::AudienceCard page=page.clone() here=here.clone() />
            <marks::MarksCard page=page.clone() here=here.clone() />
            <due::BirthdayCard page=page.clone() here=here.clone() />
            {page.may_lead.then(|| view! { <shield::ShieldCard page=page.clone() here=here.clone() /> })}
            {may_delete.then(|| view! { <deletion::DeletionCard page here /> })}
        </div>
    }
}
