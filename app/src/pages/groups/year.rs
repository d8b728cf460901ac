//! What is counted of the unit's groups in a year, from attendance alone.

use super::words::said;
use crate::api::groups::year::{GroupYear, group_year};
use crate::components::{ErrorNotice, PageTitle};
use crate::i18n::{t, t_string, use_i18n};
use casework::group::figures::ToldFigures;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page.
#[component]
pub fn GroupYearPage() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let year = Memo::new(move |_| query.with(|query| query.get("ar")).and_then(|year| year.parse::<u16>().ok()));
    let found = Resource::new(move || year.get(), group_year);
    view! {
        <PageTitle text=move || t_string!(i18n, groups.figures).to_owned() />
        <div class="page-body">
            <p class="screen-only"><a class="ds-link" href="/grupper">{t!(i18n, groups.to_term)}</a></p>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(year) => view! { <Year year /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn Year(year: GroupYear) -> impl IntoView {
    let i18n = use_i18n();
    let number = year.year;
    let csv = move || format!("/grupper/tall.csv?ar={number}&lang={}", i18n.get_locale());
    let people = move |count: Option<u32>| {
        move || count.map_or_else(|| t_string!(i18n, groups.few).to_owned(), |count| count.to_string())
    };
    let row = move |name: AnyView, it: ToldFigures| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td>{it.groups}</td>
                <td>{it.meetings}</td>
                <td>{people(it.adults)}</td>
                <td>{people(it.children)}</td>
                <td>{people(it.attendances)}</td>
                <td>{people(it.caught_up)}</td>
                <td>{it.heads}</td>
                <td>{people(it.certificates)}</td>
            </tr>
        }
    };
    let names = year.names;
    let each = year.figures.by_programme.into_iter().map(|(code, it)| {
        let name = names.get(&code).cloned().unwrap_or_default();
        row((move || said(i18n, &name)).into_any(), it)
    });
    let each = each.collect_view();
    view! {
        <div class="cluster">
            <h1 class="ds-heading" data-size="md">{t!(i18n, groups.figures_of, year = move || number.to_string())}</h1>
            <a class="ds-link screen-only" href=format!("/grupper/tall?ar={}", number - 1)>{number - 1}</a>
            <a class="ds-link screen-only" href=format!("/grupper/tall?ar={}", number + 1)>{number + 1}</a>
        </div>
        <p class="meta">{t!(i18n, groups.figures_lead)}</p>
        <p class="screen-only"><a class="ds-link" href=csv rel="external" download="grupper.csv">{t!(i18n, groups.csv_figures)}</a></p>
        <div class="scroll-x card" tabindex="0" role="region" aria-label=t!(i18n, groups.figures)>
            <table class="ds-table">
                <thead><tr>
                    <th scope="col">{t!(i18n, groups.programme)}</th>
                    <th scope="col">{t!(i18n, groups.title)}</th>
                    <th scope="col">{t!(i18n, groups.meetings)}</th>
                    <th scope="col">{t!(i18n, groups.adults)}</th>
                    <th scope="col">{t!(i18n, groups.children)}</th>
                    <th scope="col">{t!(i18n, groups.attendances)}</th>
                    <th scope="col">{t!(i18n, groups.caught_up)}</th>
                    <th scope="col">{t!(i18n, groups.heads_short)}</th>
                    <th scope="col">{t!(i18n, groups.certificates)}</th>
                </tr></thead>
                <tbody>{each}{row(t!(i18n, groups.all_together).into_any(), year.figures.all)}</tbody>
            </table>
        </div>
    }
}
