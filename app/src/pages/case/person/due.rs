//! What a child's birthdays ask of people.

use super::Here;
use crate::api::person::{DueView, FinishDue, PersonPage};
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::date;
use leptos::prelude::*;

/// The tasks that birthdays make, where there are any.
#[component]
pub(super) fn BirthdayCard(page: PersonPage, here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let rows: Vec<DueView> = page.due.into_iter().filter(|it| it.kind != "forget_mentioned").collect();
    let may_edit = page.may_edit;
    (!rows.is_empty()).then(|| {
        view! {
            <section class="card stack" aria-labelledby="birthdays">
                <h3 class="ds-heading" data-size="2xs" id="birthdays">{t!(i18n, due.title)}</h3>
                <ul class="plain-list">
                    {rows.into_iter().map(|due| view! { <DueLine due may_edit here=here.clone() /> }).collect_view()}
                </ul>
            </section>
        }
    })
}

#[component]
fn DueLine(due: DueView, may_edit: bool, here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let finish = ServerAction::<FinishDue>::new();
    let is_done = move || due.done || matches!(finish.value().get(), Some(Ok(())));
    let kind = due.kind.clone();
    let what = {
        let kind = kind.clone();
        move || {
            if kind == "own_case" { t_string!(i18n, due.own_case) } else { t_string!(i18n, due.talk_about_confidence) }
        }
    };
    view! {
        <li class="cluster" data-align="between">
            <span>{what} " " <span class="meta">{move || date(language(), &due.day)}</span></span>
            {move || if is_done() {
                view! { <span class="ds-tag" data-size="sm" data-color="success">{t!(i18n, due.done)}</span> }.into_any()
            } else if may_edit {
                let (id, person, kind) = (here.case.clone(), here.person.clone(), kind.clone());
                view! {
                    <button class="ds-button" data-variant="secondary" data-size="sm" type="button" disabled=move || finish.pending().get()
                        on:click=move |_| { finish.dispatch(FinishDue { id: id.clone(), person: person.clone(), kind: kind.clone() }); }>
                        {t!(i18n, due.finish)}
                    </button>
                }.into_any()
            } else {
                ().into_any()
            }}
        </li>
    }
}
