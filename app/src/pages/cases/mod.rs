//! The families: one's own, and those of the unit for whom its list is.

mod filters;
mod rows;
mod saved;
mod search;

pub use search::ListSearch;

use crate::api::case_list::{CaseListChoices, list_cases, list_choices};
use crate::api::list_address::ListAddress;
use crate::app::FrameContext;
use crate::components::{ErrorNotice, PageTitle};
use crate::i18n::{Locale, t, t_string, use_i18n};
use casework::listing::Scope;
use casework::opening::CaseStatus;
use filters::FilterForm;
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use leptos_router::hooks::use_location;
use rows::ListResult;
use saved::{Done, SavedFilters, done_word};
use search::SearchForm;

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct ListContext {
    /// What the address says.
    address: Memo<ListAddress>,
    /// What is searched for, which no address says.
    search: ListSearch,
    /// Whether a page is on its way.
    busy: RwSignal<bool>,
    /// Counted up when the caller's own filters have changed.
    kept: RwSignal<u32>,
    /// What was done with a filter last.
    done: RwSignal<Option<Done>>,
    /// Whether the place for changing filters is open.
    editing: RwSignal<bool>,
    /// What the list holds, for whoever listens.
    told: RwSignal<String>,
    /// Somebody turned the page: the reader is led to its beginning.
    turned: StoredValue<bool>,
}

/// The list of cases, in one of its scopes.
#[component]
pub fn CasesPage() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_location().search;
    let address = Memo::new(move |_| ListAddress::parse(&query.get()));
    let search = use_context::<ListSearch>().unwrap_or_default();
    let list = ListContext {
        address,
        search,
        busy: RwSignal::new(false),
        kept: RwSignal::new(0),
        done: RwSignal::new(None),
        editing: RwSignal::new(false),
        told: RwSignal::new(String::new()),
        turned: StoredValue::new(false),
    };
    search.forget_page_of_earlier(address);
    provide_context(list);
    let in_unit = Memo::new(move |_| address.with(|it| it.filter.scope == Scope::Unit));
    let page = Resource::new(
        move || (search.address(address).query(), search.text.get()),
        |(address, text)| list_cases(address, text),
    );
    let choices = Resource::new(move || (in_unit.get(), list.kept.get()), |(unit, _)| list_choices(unit));
    // Not on the server: there it would be written in one thread while another reads it for the page.
    let pending = SignalSetter::map(move |is_pending| {
        if cfg!(not(feature = "ssr")) {
            list.busy.set(is_pending);
        }
    });
    let title =
        move || if in_unit.get() { t_string!(i18n, cases.title_unit) } else { t_string!(i18n, cases.title) }.to_owned();
    view! {
        <PageTitle text=title />
        <header class="page-head">
            <div class="page-head-text">
                <h1 class="ds-heading" data-size="md">{title}</h1>
                <p class="meta">
                    {move || if in_unit.get() { t_string!(i18n, cases.lead_unit) } else { t_string!(i18n, cases.lead) }}
                </p>
            </div>
            <div class="page-head-actions"><NewFamily /></div>
        </header>
        <Transition fallback=|| ()>
            {move || Suspend::new(async move {
                choices.await.is_ok_and(|it| it.may_list_units).then(|| view! { <Scopes /> })
            })}
        </Transition>
        <div class="page-body case-list-page">
            <p class="ds-sr-only" role="status">{list.told}</p>
            <SearchForm />
            <Transition fallback=|| ()>
                {
                    let of = move |what: fn(CaseListChoices) -> Vec<(String, String)>| {
                        Memo::new(move |_| choices.get().and_then(Result::ok).map(what).unwrap_or_default())
                    };
                    view! { <FilterForm units=of(|it| it.units) responsible=of(|it| it.responsible) /> }
                }
                {move || Suspend::new(async move {
                    choices.await.ok().map(|choices| view! { <SavedFilters filters=choices.filters /> })
                })}
            </Transition>
            <p class="ds-validation-message filter-done" data-color="success" role="status">
                {move || list.done.get().map(|done| done_word(i18n, done))}
            </p>
            <Transition fallback=move || view! { <p>{t!(i18n, app.loading)}</p> } set_pending=pending>
                {move || Suspend::new(async move {
                    match page.await {
                        Ok(page) => {
                            let may_list_units = choices.await.is_ok_and(|it| it.may_list_units);
                            view! { <ListResult page may_list_units /> }.into_any()
                        }
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

/// The way to a new case, for those who may make one.
#[component]
fn NewFamily() -> impl IntoView {
    let i18n = use_i18n();
    let frame = use_context::<FrameContext>();
    view! {
        <Suspense fallback=|| ()>
            {move || Suspend::new(async move {
                let frame = match frame {
                    Some(frame) => frame.0.await.ok(),
                    None => None,
                };
                let may_create = frame.and_then(|frame| frame.me).is_some_and(|me| me.may_create);
                may_create.then(|| view! { <a class="ds-button" href="/familier/ny">{t!(i18n, cases.new)}</a> })
            })}
        </Suspense>
    }
}

/// One's own families or the unit's.
#[component]
fn Scopes() -> impl IntoView {
    let i18n = use_i18n();
    let address = expect_context::<ListContext>().address;
    let current = move |scope: Scope| address.with(|it| it.filter.scope == scope).then_some("page");
    view! {
        <nav class="page-tabs" aria-label=t!(i18n, cases.scopes)>
            <a href="/familier" aria-current=move || current(Scope::Mine)>{t!(i18n, cases.mine)}</a>
            <a href="/familier?vis=enheten" aria-current=move || current(Scope::Unit)>{t!(i18n, cases.unit)}</a>
        </nav>
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
