//! The case list: pages, choices, the quick search, and filters that are kept.

use super::cases::CaseRow;
use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::list_address::{ListAddress, ListPage};
#[cfg(feature = "ssr")]
use crate::server::{Visit, visit, with_status};

/// Lines on a page.
#[cfg(feature = "ssr")]
const ON_A_PAGE: i64 = 50;
/// Lines that the quick search gives.
#[cfg(feature = "ssr")]
const QUICK: i64 = 10;

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseListPage {
    /// Its lines.
    pub rows: Vec<CaseRow>,
    /// How many lines the list has.
    pub total: i64,
    /// It has more than `total`; they were not counted.
    pub more: bool,
    /// The place before this page, unless it is the first.
    pub before: Option<String>,
    /// The place after this page, unless it is the last.
    pub after: Option<String>,
    /// What was typed is too little to look for.
    pub too_short: bool,
}

/// A filter that the caller keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilterRow {
    /// Id.
    pub id: String,
    /// The caller's name for it.
    pub name: String,
    /// The part of its address after the question mark.
    pub query: String,
}

/// What a list can be set to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseListChoices {
    /// There is a list of a unit for the caller.
    pub may_list_units: bool,
    /// Units to choose from: id and name.
    pub units: Vec<(String, String)>,
    /// Those who may be responsible: id and name.
    pub responsible: Vec<(String, String)>,
    /// The caller's own filters.
    pub filters: Vec<FilterRow>,
}

#[cfg(feature = "ssr")]
pub(super) fn case_row(visit: &Visit, line: store::CaseLine) -> CaseRow {
    CaseRow {
        changed: visit.site.local_time(line.changed_at),
        created: visit.site.local_time(line.created_at),
        id: line.id.0,
        unit: line.unit.0,
        number: line.number,
        name: line.name,
        status: line.status,
        responsible: line.responsible,
        is_mine: line.is_mine,
        opens: line.opens,
    }
}

/// A page of the caller's own cases or of those of their units. The address is
/// that of the page; what was typed comes beside it, in the body of the request.
///
/// # Errors
/// When nobody is signed in.
#[server(name = ListCases, endpoint = "list_cases", output = Wire)]
pub async fn list_cases(address: String, text: String) -> Result<CaseListPage, AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    let ListAddress { filter, page } = ListAddress::parse(&address);
    let too_short = !text.trim().is_empty() && !casework::search::is_enough(&text);
    if too_short {
        return Ok(CaseListPage { rows: Vec::new(), total: 0, more: false, before: None, after: None, too_short });
    }
    let at = match page {
        ListPage::First => store::PageAt::First,
        ListPage::Last => store::PageAt::Last,
        ListPage::After(place) => store::PageAt::After(place),
        ListPage::Before(place) => store::PageAt::Before(place),
    };
    let query = store::CaseQuery { filter: &filter, text: &text, limit: ON_A_PAGE };
    let page = visit.site.store.list_cases(&user.id, &query, &at).await?;
    let (total, more) = match page.total {
        store::Total::Exactly(count) => (count, false),
        store::Total::MoreThan(count) => (count, true),
    };
    Ok(CaseListPage {
        rows: page.lines.into_iter().map(|line| case_row(&visit, line)).collect(),
        total,
        more,
        before: page.before,
        after: page.after,
        too_short,
    })
}

/// What a list can be set to, and the caller's own filters.
///
/// # Errors
/// When nobody is signed in.
#[server(name = ListChoices, endpoint = "list_choices", output = Wire)]
pub async fn list_choices(unit: bool) -> Result<CaseListChoices, AppError> {
    use casework::listing::Scope;
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    let store = &visit.site.store;
    let choices = store.list_choices(&user.id, if unit { Scope::Unit } else { Scope::Mine }).await?;
    let filters = store.saved_filters(&user.id).await?;
    let row =
        |it: store::SavedFilter| FilterRow { id: it.id, name: it.name, query: ListAddress::of(it.filter).query() };
    Ok(CaseListChoices {
        may_list_units: choices.may_list_units,
        units: choices.units.into_iter().map(|(unit, name)| (unit.0, name)).collect(),
        responsible: choices.responsible.into_iter().map(|(user, name)| (user.0, name)).collect(),
        filters: filters.into_iter().map(row).collect(),
    })
}

/// The first few cases that fit what was typed: the caller's own, then those of
/// their units. Each call is a search and stands in the log.
///
/// # Errors
/// When nobody is signed in.
#[server(name = SearchCases, endpoint = "search_cases", output = Wire)]
pub async fn search_cases(text: String) -> Result<Vec<CaseRow>, AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    if !casework::search::is_enough(&text) {
        return Ok(Vec::new());
    }
    let lines = visit.site.store.search_cases(&user.id, &text, QUICK).await?;
    Ok(lines.into_iter().map(|line| case_row(&visit, line)).collect())
}

#[cfg(feature = "ssr")]
fn filter_fault(error: store::StoreError) -> AppError {
    with_status(match error {
        store::StoreError::NotAllowed("filter_name") => AppError::Missing("filter_name".into()),
        store::StoreError::NotAllowed("filter_count") => AppError::Missing("filter_count".into()),
        store::StoreError::Taken("filter_name") => AppError::Missing("filter_taken".into()),
        other => other.into(),
    })
}

/// Keeps the filter of an address under a name; one of the same name is
/// replaced.
///
/// # Errors
/// [`AppError::Missing`] without a name or with too many filters.
#[server(name = SaveFilter, endpoint = "save_filter", output = Wire)]
pub async fn save_filter(name: String, query: String) -> Result<(), AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    let filter = ListAddress::parse(&query).filter;
    visit.site.store.save_filter(&user.id, &name, &filter).await.map_err(filter_fault)
}

/// Gives one of the caller's filters another name.
///
/// # Errors
/// [`AppError::NotFound`] when it is not the caller's; [`AppError::Missing`]
/// without a name or with one that is taken.
#[server(name = RenameFilter, endpoint = "rename_filter", output = Wire)]
pub async fn rename_filter(id: String, name: String) -> Result<(), AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    visit.site.store.rename_filter(&user.id, &id, &name).await.map_err(filter_fault)
}

/// Removes one of the caller's filters.
///
/// # Errors
/// [`AppError::NotFound`] when it is not the caller's.
#[server(name = RemoveFilter, endpoint = "remove_filter", output = Wire)]
pub async fn remove_filter(id: String) -> Result<(), AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    visit.site.store.remove_filter(&user.id, &id).await.map_err(filter_fault)
}
