//! Filters that the caller keeps: applied by a link, and a place to save,
//! rename and remove them.

use super::ListContext;
use crate::api::case_list::{FilterRow, RemoveFilter, RenameFilter, SaveFilter};
use crate::api::list_address::{LIST_PATH, ListAddress};
use crate::components::error_text;
use crate::error::AppError;
use crate::i18n::{Locale, t, t_string, use_i18n};
use leptos::prelude::*;
use leptos::{html, web_sys};
use leptos_i18n::I18nContext;

/// What was done with a filter.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Done {
    Saved,
    Renamed,
    Removed,
}

/// What was done, in words.
pub(super) fn done_word(i18n: I18nContext<Locale>, done: Done) -> &'static str {
    match done {
        Done::Saved => t_string!(i18n, cases.saved_done),
        Done::Renamed => t_string!(i18n, cases.saved_renamed),
        Done::Removed => t_string!(i18n, cases.saved_removed),
    }
}

fn href(query: &str) -> String {
    if query.is_empty() { LIST_PATH.to_owned() } else { format!("{LIST_PATH}?{query}") }
}

/// The caller's filters.
#[component]
pub(super) fn SavedFilters(
    /// By name.
    filters: Vec<FilterRow>,
) -> impl IntoView {
    let i18n = use_i18n();
    let list = expect_context::<ListContext>();
    let here = Memo::new(move |_| list.address.with(|it| ListAddress::of(it.filter.clone()).query()));
    let none = filters.is_empty();
    let chip = move |filter: &FilterRow| {
        let (query, name) = (filter.query.clone(), filter.name.clone());
        let current = move || here.with(|it| *it == query).then_some("true");
        view! { <li><a class="ds-chip" href=href(&filter.query) aria-current=current>{name}</a></li> }
    };
    let chips = filters.iter().map(chip).collect_view();
    // After a change these are made anew; whoever made it goes on from here.
    let summary = NodeRef::<html::Summary>::new();
    let again = list.done.get_untracked().is_some() && list.editing.get_untracked();
    Effect::new(move |_| {
        if let Some(summary) = summary.get()
            && again
        {
            let _ = summary.focus();
        }
    });
    view! {
        <div class="saved-filters">
            {(!none).then(|| view! {
                <nav aria-label=t!(i18n, cases.saved)><ul class="saved-chips">{chips}</ul></nav>
            })}
            <details
                class="ds-details"
                data-variant="tinted"
                open=list.editing.get_untracked()
                on:toggle=move |event| list.editing.set(event_target::<web_sys::HtmlElement>(&event).has_attribute("open"))
            >
                <summary node_ref=summary>{t!(i18n, cases.saved_edit)}</summary>
                <div class="stack">
                    <p class="meta">{t!(i18n, cases.saved_lead)}</p>
                    <SaveForm here />
                    {none.then(|| view! { <p>{t!(i18n, cases.saved_none)}</p> })}
                    <ul class="plain-list">
                        {filters.into_iter().map(|filter| view! { <OneFilter filter /> }).collect_view()}
                    </ul>
                </div>
            </details>
        </div>
    }
}

/// Asks for the filters again when something was done, and says so; says what
/// went wrong beside the field.
#[component]
fn Outcome(
    value: Signal<Option<Result<(), AppError>>>,
    done: Done,
    /// Id of the message, for the field that it is about.
    id: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let list = expect_context::<ListContext>();
    Effect::new(move |_| match value.get() {
        Some(Ok(())) => {
            list.done.set(Some(done));
            list.kept.update(|count| *count += 1);
        }
        Some(Err(_)) => list.done.set(None),
        None => {}
    });
    view! {
        <div id=id>
            {move || value.get().and_then(Result::err).map(|error| view! {
                <p role="alert" class="ds-validation-message" data-color="danger">{error_text(i18n, &error)}</p>
            })}
        </div>
    }
}

#[component]
fn SaveForm(here: Memo<String>) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<SaveFilter>::new();
    let value = action.value();
    let invalid = move || matches!(value.get(), Some(Err(_))).then_some("true");
    view! {
        <ActionForm action attr:class="filter-form">
            <input type="hidden" name="query" prop:value=here value=here />
            <div class="ds-field">
                <label class="ds-label" for="filter-name">{t!(i18n, cases.saved_name)}</label>
                <input class="ds-input" id="filter-name" name="name" maxlength="60" autocomplete="off"
                    aria-invalid=invalid aria-describedby="filter-name-said" />
                <Outcome value=value.into() done=Done::Saved id="filter-name-said".to_owned() />
            </div>
            <button class="ds-button" data-variant="secondary" type="submit" disabled=move || action.pending().get()>
                {move || if action.pending().get() { t!(i18n, cases.saving).into_any() } else { t!(i18n, cases.saved_save).into_any() }}
            </button>
        </ActionForm>
    }
}

#[component]
fn OneFilter(filter: FilterRow) -> impl IntoView {
    let i18n = use_i18n();
    let (rename, remove) = (ServerAction::<RenameFilter>::new(), ServerAction::<RemoveFilter>::new());
    let (renamed, removed) = (rename.value(), remove.value());
    let invalid = move || matches!(renamed.get(), Some(Err(_))).then_some("true");
    let FilterRow { id, name, .. } = filter;
    let (field, said) = (format!("rename-{id}"), format!("rename-{id}-said"));
    let gone = format!("remove-{id}-said");
    let (for_field, described) = (field.clone(), said.clone());
    let (same, other) = (name.clone(), name.clone());
    let remove_id = id.clone();
    view! {
        <li class="filter-row">
            <ActionForm action=rename attr:class="filter-form">
                <input type="hidden" name="id" value=id />
                <div class="ds-field">
                    <label class="ds-label" for=for_field>{t!(i18n, cases.saved_new_name, name = same.clone())}</label>
                    <input class="ds-input" id=field name="name" value=name maxlength="60" autocomplete="off"
                        aria-invalid=invalid aria-describedby=described />
                    <Outcome value=renamed.into() done=Done::Renamed id=said />
                </div>
                <button class="ds-button" data-variant="secondary" type="submit" disabled=move || rename.pending().get()>
                    {t!(i18n, cases.saved_rename)}
                </button>
            </ActionForm>
            <ActionForm action=remove>
                <input type="hidden" name="id" value=remove_id />
                <button class="ds-button" data-variant="tertiary" data-color="danger" type="submit" disabled=move || remove.pending().get()>
                    {t!(i18n, cases.saved_remove, name = other.clone())}
                </button>
                <Outcome value=removed.into() done=Done::Removed id=gone />
            </ActionForm>
        </li>
    }
}
