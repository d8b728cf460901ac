//! The lines of the list, how many there are, and the way to the other pages.

use super::{ListContext, status_color, status_word};
use crate::api::case_list::CaseListPage;
use crate::api::cases::CaseRow;
use crate::api::list_address::{LIST_PATH, ListAddress, ListPage};
use crate::app::FrameContext;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::{number, time};
use casework::listing::{CaseFilter, Scope, SortBy};
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// A page of the list, or what to do when it is empty.
#[component]
pub(super) fn ListResult(
    /// The page.
    page: CaseListPage,
    /// There is a list of a unit for the caller.
    may_list_units: bool,
) -> impl IntoView {
    let list = expect_context::<ListContext>();
    let count = NodeRef::<html::P>::new();
    Effect::new(move |_| {
        if let Some(count) = count.get()
            && list.turned.get_value()
        {
            list.turned.set_value(false);
            let _ = count.focus();
        }
    });
    let empty = page.rows.is_empty();
    let i18n = use_i18n();
    let language = use_language();
    let shown = i64::try_from(page.rows.len()).unwrap_or(i64::MAX);
    let (total, more, too_short) = (page.total, page.more, page.too_short);
    let words = move || {
        let (count, here) = (number(language(), total), number(language(), shown));
        match total {
            _ if too_short => t_string!(i18n, cases.too_short).to_owned(),
            _ if empty => t_string!(i18n, cases.none_found_title).to_owned(),
            _ if more => t_string!(i18n, cases.count_more, count = count, shown = here),
            1 => t_string!(i18n, cases.count_one).to_owned(),
            _ if total == shown => t_string!(i18n, cases.count, count = count),
            _ => t_string!(i18n, cases.count_shown, count = count, shown = here),
        }
    };
    Effect::new(move |_| list.told.set(words()));
    let (before, after) = (page.before.clone(), page.after.clone());
    view! {
        <div class="list-result stack" aria-busy=move || list.busy.get().then_some("true")>
            {(!empty || too_short).then(|| view! {
                <p class="meta list-count" tabindex="-1" node_ref=count>{words} <LookedFor /></p>
            })}
            {(empty && !too_short).then(|| view! { <NoLines may_list_units /> })}
            {(!empty).then(|| view! {
                <ul class="case-list">{page.rows.into_iter().map(|row| view! { <Line row /> }).collect_view()}</ul>
            })}
            {(before.is_some() || after.is_some()).then(|| view! { <Pages before after /> })}
        </div>
    }
}

/// What was searched for, beside the count.
#[component]
fn LookedFor() -> impl IntoView {
    let i18n = use_i18n();
    let search = expect_context::<ListContext>().search;
    move || {
        let text = search.text.get();
        (!text.is_empty()).then(|| view! { <span>" · " {t!(i18n, cases.search_for, text = text.clone())}</span> })
    }
}

#[component]
fn Line(row: CaseRow) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let address = expect_context::<ListContext>().address;
    let status = row.status;
    let by_creation = move || address.with(|it| it.filter.sorting.by == SortBy::Created);
    let (changed, created) = (row.changed.clone(), row.created.clone());
    let when = move || {
        let at = if by_creation() { created.clone() } else { changed.clone() };
        let words = time(language(), &at);
        view! { <time datetime=at>{words}</time> }
    };
    let cells = view! {
        <span class="case-name"><bdi>{row.name}</bdi></span>
        <span class="case-number">{row.number}</span>
        <span class="case-status">
            <span class="ds-tag" data-color=status_color(status)>{move || status_word(i18n, status)}</span>
        </span>
        <span class="case-who">
            {t!(i18n, cases.responsible)} ": "
            {match row.responsible {
                Some(name) => name.into_any(),
                None => view! { <span>{t!(i18n, cases.nobody)}</span> }.into_any(),
            }}
        </span>
        <span class="case-when meta">
            {move || if by_creation() { t_string!(i18n, cases.created) } else { t_string!(i18n, cases.changed) }} " "
            {when}
            {(!row.opens).then(|| view! { <span class="case-shut">{t!(i18n, cases.shut)}</span> })}
        </span>
    };
    if row.opens {
        view! { <li><a class="case-link" href=format!("/familier/{}", row.id)>{cells}</a></li> }.into_any()
    } else {
        view! { <li><div class="case-link" data-shut="true">{cells}</div></li> }.into_any()
    }
}

#[component]
fn Pages(before: Option<String>, after: Option<String>) -> impl IntoView {
    let i18n = use_i18n();
    let ListContext { address, turned, .. } = expect_context::<ListContext>();
    let here = address.get_untracked();
    let link = move |page: Option<ListPage>, rel: Option<&'static str>, label: AnyView| {
        match page {
        Some(page) => view! {
            <li>
                <a class="ds-button" data-variant="tertiary" href=here.at(page).href() rel=rel on:click=move |_| turned.set_value(true)>
                    {label}
                </a>
            </li>
        }
        .into_any(),
        None => view! { <li><span class="ds-button" data-variant="tertiary" aria-disabled="true">{label}</span></li> }.into_any(),
    }
    };
    let (back, on) = (before.is_some(), after.is_some());
    view! {
        <nav class="pager" aria-label=t!(i18n, cases.pages)>
            <ul>
                {link(back.then_some(ListPage::First), None, t!(i18n, cases.first).into_any())}
                {link(before.map(ListPage::Before), Some("prev"), t!(i18n, cases.previous).into_any())}
                {link(after.map(ListPage::After), Some("next"), t!(i18n, cases.next).into_any())}
                {link(on.then_some(ListPage::Last), None, t!(i18n, cases.last).into_any())}
            </ul>
        </nav>
    }
}

/// Nothing to show: nothing at all, or nothing that fits; and the way out.
#[component]
fn NoLines(may_list_units: bool) -> impl IntoView {
    let i18n = use_i18n();
    let ListContext { address, search, .. } = expect_context::<ListContext>();
    let here = address.get_untracked();
    let scope = here.filter.scope;
    let searched = search.text.with_untracked(|text| !text.is_empty());
    let navigate = use_navigate();
    let show_all = move |_| {
        search.look_for("", address);
        navigate(&ListAddress::of(CaseFilter { scope, ..CaseFilter::default() }).href(), Default::default());
    };
    let in_unit = ListAddress::of(CaseFilter { scope: Scope::Unit, ..CaseFilter::default() }).href();
    let look_in_unit = (may_list_units && scope == Scope::Mine).then(
        || view! { <a class="ds-button" data-variant="secondary" href=in_unit>{t!(i18n, cases.search_unit)}</a> },
    );
    let to_mine = (!may_list_units && scope == Scope::Unit)
        .then(|| view! { <a class="ds-button" data-variant="secondary" href=LIST_PATH>{t!(i18n, cases.title)}</a> });
    if !searched && !here.filter.narrows() && here.page == ListPage::First {
        return view! { <NoneAtAll scope /> <div class="form-actions list-way-out">{look_in_unit} {to_mine}</div> }
            .into_any();
    }
    view! {
        <div class="empty">
            <h2 class="ds-heading" data-size="xs">{t!(i18n, cases.none_found_title)}</h2>
            <p>
                {if searched {
                    t!(i18n, cases.none_found).into_any()
                } else if here.filter.narrows() {
                    t!(i18n, cases.none_filtered).into_any()
                } else {
                    t!(i18n, cases.none_page).into_any()
                }}
            </p>
            <div class="form-actions">
                <button class="ds-button" type="button" on:click=show_all>{t!(i18n, cases.reset)}</button>
                {look_in_unit}
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn NoneAtAll(scope: Scope) -> impl IntoView {
    let i18n = use_i18n();
    let may_import = use_context::<FrameContext>()
        .and_then(|frame| frame.0.get_untracked())
        .and_then(Result::ok)
        .and_then(|frame| frame.me)
        .is_some_and(|me| me.may_import);
    view! {
        <div class="empty">
            {if scope == Scope::Mine {
                view! {
                    <h2 class="ds-heading" data-size="xs">{t!(i18n, cases.none_title)}</h2>
                    <p>{t!(i18n, cases.none)}</p>
                    {may_import.then(|| view! { <p><a class="ds-link" href="/familier/importer">{t!(i18n, cases.none_import)}</a></p> })}
                }.into_any()
            } else {
                view! {
                    <h2 class="ds-heading" data-size="xs">{t!(i18n, cases.none_unit_title)}</h2>
                    <p>{t!(i18n, cases.none_unit)}</p>
                }.into_any()
            }}
        </div>
    }
}
