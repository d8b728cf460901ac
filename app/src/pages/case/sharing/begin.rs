//! Beginning a child's part, and sharing one with another case that one holds.

use super::{Here, shown};
use crate::api::cases::{CaseRow, GetMyCases};
use crate::api::child_part::{BeginChildPart, GetLinkableParts, LinkChildPart};
use crate::api::sharing::{PersonName, Sharing};
use crate::components::error_text;
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::capitalised;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Begins a part for a child who has none here, anew or out of another case.
#[component]
pub(super) fn BeginPart(all: Sharing, here: Here) -> impl IntoView {
    let i18n = use_i18n();
    if all.children.is_empty() {
        return view! { <p class="meta">{t!(i18n, part.no_children)}</p> }.into_any();
    }
    if all.holders.is_empty() {
        return view! { <p class="meta">{t!(i18n, part.no_holders)}</p> }.into_any();
    }
    view! {
        <NewPart all=all.clone() here=here.clone() />
        <LinkPart all here />
    }
    .into_any()
}

fn options(people: Vec<PersonName>, chosen: RwSignal<String>) -> impl IntoView {
    let language = use_language();
    people
        .into_iter()
        .map(|it| {
            let (id, own) = (it.id.clone(), it.id.clone());
            view! { <option value=id selected=move || chosen.get() == own>{move || capitalised(&shown(&it, language()))}</option> }
        })
        .collect_view()
}

fn first_id(people: &[PersonName]) -> RwSignal<String> {
    RwSignal::new(people.first().map(|it| it.id.clone()).unwrap_or_default())
}

#[component]
fn NewPart(all: Sharing, here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let child = first_id(&all.children);
    let holders = RwSignal::new(all.holders.iter().map(|it| it.id.clone()).collect::<BTreeSet<_>>());
    let begin = ServerAction::<BeginChildPart>::new();
    let again = here.again;
    Effect::new(move |_| {
        if matches!(begin.value().get(), Some(Ok(()))) {
            again.run(());
        }
    });
    let missing = move || matches!(begin.value().get(), Some(Err(AppError::Missing(_)))) && !begin.pending().get();
    let fault =
        move || begin.value().get().and_then(Result::err).filter(|error| !matches!(error, AppError::Missing(_)));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !begin.pending().get_untracked() {
            let holders = holders.get_untracked().into_iter().collect::<Vec<_>>().join("\n");
            begin.dispatch(BeginChildPart { id: here.case.clone(), child: child.get_untracked(), holders });
        }
    };
    let holder = move |(at, it): (usize, PersonName)| {
        let field = format!("begin-holder-{at}");
        let id = it.id.clone();
        view! {
            <div class="ds-field">
                <input class="ds-input" type="checkbox" id=field.clone() checked=true
                    on:change=move |event| holders.update(|all| {
                        if event_target_checked(&event) { all.insert(id.clone()); } else { all.remove(&id); }
                    }) />
                <label class="ds-label" data-weight="regular" for=field>{move || capitalised(&shown(&it, language()))}</label>
            </div>
        }
    };
    view! {
        <form class="form" on:submit=submit>
            <div class="ds-field">
                <label class="ds-label" for="begin-child">{t!(i18n, part.child)}</label>
                <select class="ds-input" id="begin-child" on:change=move |event| child.set(event_target_value(&event))>
                    {options(all.children, child)}
                </select>
            </div>
            <fieldset class="ds-fieldset">
                <legend class="ds-label">{t!(i18n, part.holders)}</legend>
                <div class="audience-choices">{all.holders.into_iter().enumerate().map(holder).collect_view()}</div>
            </fieldset>
            {move || missing().then(|| view! { <p class="ds-validation-message" data-color="danger" role="alert">{t!(i18n, part.holders_error)}</p> })}
            <div class="form-actions">
                <button class="ds-button" type="submit" disabled=move || begin.pending().get()>{t!(i18n, part.begin)}</button>
            </div>
            {move || fault().map(|error| view! { <div class="ds-alert" data-color="danger" role="alert"><p>{error_text(i18n, &error)}</p></div> })}
        </form>
    }
}

#[component]
fn LinkPart(all: Sharing, here: Here) -> impl IntoView {
    let i18n = use_i18n();
    // One's own cases are asked for only when somebody wants to share a part.
    let cases = ServerAction::<GetMyCases>::new();
    let ask = move || {
        if cases.version().get_untracked() == 0 && !cases.pending().get_untracked() {
            cases.dispatch(GetMyCases {});
        }
    };
    let other = RwSignal::new(String::new());
    let (child, holder, part) = (first_id(&all.children), first_id(&all.holders), RwSignal::new(String::new()));
    let look = ServerAction::<GetLinkableParts>::new();
    let link = ServerAction::<LinkChildPart>::new();
    let again = here.again;
    let own = here.case.clone();
    Effect::new(move |_| {
        if matches!(link.value().get(), Some(Ok(()))) {
            again.run(());
        }
    });
    Effect::new(move |_| {
        if let Some(Ok(parts)) = look.value().get() {
            part.set(parts.first().map(|it| it.id.clone()).unwrap_or_default());
        }
    });
    let case = StoredValue::new(here.case);
    let fault = move || look.value().get().and_then(Result::err).or_else(|| link.value().get().and_then(Result::err));
    let rows = move || -> Vec<CaseRow> {
        let own = own.clone();
        cases.value().get().and_then(Result::ok).unwrap_or_default().into_iter().filter(|it| it.id != own).collect()
    };
    let (children, holders) = (StoredValue::new(all.children), StoredValue::new(all.holders));
    view! {
        <details on:toggle=move |_| ask()>
            <summary>{t!(i18n, part.link_title)}</summary>
            <div class="form">
                <p class="meta">{t!(i18n, part.link_lead)}</p>
                <div class="ds-field">
                    <label class="ds-label" for="link-case">{t!(i18n, part.link_case)}</label>
                    <select class="ds-input" id="link-case" on:change=move |event| other.set(event_target_value(&event))>
                        <option value="">"–"</option>
                        {move || rows().into_iter().map(|it| view! { <option value=it.id>{format!("{} {}", it.number, it.name)}</option> }).collect_view()}
                    </select>
                </div>
                <div class="form-actions">
                    <button class="ds-button" data-variant="secondary" type="button" disabled=move || other.with(String::is_empty) || look.pending().get()
                        on:click=move |_| { look.dispatch(GetLinkableParts { id: case.get_value(), other: other.get_untracked() }); }>
                        {t!(i18n, part.link_look)}
                    </button>
                </div>
                {move || look.value().get().and_then(Result::ok).map(|parts| if parts.is_empty() {
                    view! { <p role="status">{t!(i18n, part.link_none)}</p> }.into_any()
                } else {
                    view! {
                        <div class="form-row">
                            <div class="ds-field">
                                <label class="ds-label" for="link-part">{t!(i18n, part.link_part)}</label>
                                <select class="ds-input" id="link-part" on:change=move |event| part.set(event_target_value(&event))>{options(parts, part)}</select>
                            </div>
                            <div class="ds-field">
                                <label class="ds-label" for="link-child">{t!(i18n, part.link_child)}</label>
                                <select class="ds-input" id="link-child" on:change=move |event| child.set(event_target_value(&event))>{options(children.get_value(), child)}</select>
                            </div>
                            <div class="ds-field">
                                <label class="ds-label" for="link-holder">{t!(i18n, part.link_holder)}</label>
                                <select class="ds-input" id="link-holder" on:change=move |event| holder.set(event_target_value(&event))>{options(holders.get_value(), holder)}</select>
                            </div>
                        </div>
                        <div class="form-actions">
                            <button class="ds-button" type="button" disabled=move || link.pending().get()
                                on:click=move |_| { link.dispatch(LinkChildPart {
                                    id: case.get_value(), part: part.get_untracked(), child: child.get_untracked(), holder: holder.get_untracked(),
                                }); }>
                                {t!(i18n, part.link)}
                            </button>
                        </div>
                    }.into_any()
                })}
                {move || fault().map(|error| view! { <div class="ds-alert" data-color="danger" role="alert"><p>{match error {
                    AppError::NotFound => t_string!(i18n, part.link_refused).to_owned(),
                    other => error_text(i18n, &other),
                }}</p></div> })}
            </div>
        </details>
    }
}
