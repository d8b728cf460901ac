//! What a case has from the door: telephone notes, and how it began.

use super::use_case;
use crate::api::door::contact::{CaseCall, CaseContact, CaseEnquiry, case_contact};
use crate::components::ErrorNotice;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::door::EnquiryEvents;
use crate::text::time;
use leptos::prelude::*;

/// The page.
#[component]
pub fn CaseContactPage() -> impl IntoView {
    let i18n = use_i18n();
    let case = use_case();
    let found = Resource::new(move || (case.id.get(), case.reason.get()), |(id, reason)| case_contact(id, reason));
    view! {
        <div class="page-body" data-width="text">
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(contact) => view! { <Contact contact /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn Contact(contact: CaseContact) -> impl IntoView {
    let i18n = use_i18n();
    let none = contact.calls.is_empty();
    let calls = contact.calls.into_iter().map(|call| view! { <Call call /> }).collect_view();
    let began = |it: CaseEnquiry| {
        view! {
            <section class="card stack">
                <h2 class="ds-heading" data-size="xs">{t!(i18n, enquiry.began)}</h2>
                {(!it.who.is_empty()).then(|| view! { <p><bdi>{it.who}</bdi></p> })}
                <blockquote class="words">{it.about}</blockquote>
                <EnquiryEvents events=it.events />
            </section>
        }
    };
    view! {
        <section class="card stack" aria-labelledby="case-calls">
            <h2 class="ds-heading" data-size="xs" id="case-calls">{t!(i18n, call.title)}</h2>
            {none.then(|| view! { <p>{t!(i18n, call.none_in_case)}</p> })}
            {(!none).then(|| view! { <ul class="day-list">{calls}</ul> })}
        </section>
        {contact.enquiries.into_iter().map(began).collect_view()}
    }
}

#[component]
fn Call(call: CaseCall) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let (at, author) = (call.at, call.author);
    let written = move || t_string!(i18n, call.written, time = time(language(), &at), name = author.clone());
    let tag = if call.done { t!(i18n, call.done).into_any() } else { call.owner.into_any() };
    view! {
        <li class="call-line">
            <div class="call-head">
                <strong class="day-name"><bdi>{call.caller}</bdi></strong>
                <span class="meta">{call.phone}</span>
                <span class="ds-tag" data-size="sm" data-color="neutral">{tag}</span>
            </div>
            <p class="call-about">{call.about}</p>
            <p>{call.next_step}</p>
            <p class="meta">{written}</p>
        </li>
    }
}
