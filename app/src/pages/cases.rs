//! My families.

use crate::api::cases::{CaseRow, my_cases};
use crate::app::FrameContext;
use crate::components::{ErrorNotice, PageTitle};
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::time;
use casework::opening::CaseStatus;
use leptos::prelude::*;
use leptos_i18n::I18nContext;

/// The cases in which the caller has a function today.
#[component]
pub fn CasesPage() -> impl IntoView {
    let i18n = use_i18n();
    let cases = Resource::new(|| (), |()| my_cases());
    view! {
        <PageTitle text=move || t_string!(i18n, cases.title).to_owned() />
        <header class="page-head">
            <div class="page-head-text">
                <h1 class="ds-heading" data-size="md">{t!(i18n, cases.title)}</h1>
                <p class="meta">{t!(i18n, cases.lead)}</p>
            </div>
        </header>
        <div class="page-body">
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match cases.await {
                        Ok(rows) if rows.is_empty() => view! { <NoCases /> }.into_any(),
                        Ok(rows) => view! { <CaseList rows /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn NoCases() -> impl IntoView {
    let i18n = use_i18n();
    let may_import = use_context::<FrameContext>()
        .and_then(|frame| frame.0.get())
        .and_then(Result::ok)
        .and_then(|frame| frame.me)
        .is_some_and(|me| me.may_import);
    view! {
        <div class="empty">
            <h2 class="ds-heading" data-size="xs">{t!(i18n, cases.none_title)}</h2>
            <p>{t!(i18n, cases.none)}</p>
            {may_import.then(|| view! { <p><a class="ds-link" href="/familier/importer">{t!(i18n, cases.none_import)}</a></p> })}
        </div>
    }
}

/// The word for how far a case has come.
pub fn status_word(i18n: I18nContext<Locale>, status: CaseStatus) -> &'static str {
    match status {
        CaseStatus::Intake => t_string!(i18n, status.intake),
        CaseStatus::Open => t_string!(i18n, status.open),
        CaseStatus::Closed => t_string!(i18n, status.closed),
    }
}

/// The colour that supports the word; the word carries the meaning.
pub const fn status_color(status: CaseStatus) -> &'static str {
    match status {
        CaseStatus::Intake => "sun",
        CaseStatus::Open => "success",
        CaseStatus::Closed => "neutral",
    }
}

#[component]
fn CaseList(rows: Vec<CaseRow>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let count = rows.len();
    let row = move |row: CaseRow| {
        let (status, changed) = (row.status, row.changed.clone());
        view! {
            <li>
                <a class="case-link" href=format!("/familier/{}", row.id)>
                    <span class="case-name">{row.name}</span>
                    <span class="case-number">{row.number}</span>
                    <span class="case-status">
                        <span class="ds-tag" data-color=status_color(status)>{move || status_word(i18n, status)}</span>
                    </span>
                    <span class="case-who">
                        {t!(i18n, cases.responsible)} ": " {row.responsible.unwrap_or_else(|| "–".to_owned())}
                    </span>
                    <span class="case-when meta">
                        {t!(i18n, cases.changed)} " "
                        <time datetime=row.changed>{move || time(language(), &changed)}</time>
                    </span>
                </a>
            </li>
        }
    };
    view! {
        <p class="meta" role="status">
            {move || if count == 1 { t_string!(i18n, cases.count_one).to_owned() } else { t_string!(i18n, cases.count, count = count.to_string()) }}
        </p>
        <ul class="case-list">{rows.into_iter().map(row).collect_view()}</ul>
    }
}
