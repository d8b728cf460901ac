//! Which cases and in what order: a plain form, whose state is the address.

use super::{ListContext, status_word};
use crate::api::list_address::{LIST_PATH, ListAddress, sort_code};
use crate::i18n::{Locale, t, t_string, use_i18n};
use casework::listing::{Responsible, Scope, SortBy, Sorting};
use casework::opening::CaseStatus;
use leptos::prelude::*;
use leptos::{html, web_sys};
use leptos_i18n::I18nContext;
use leptos_router::hooks::use_navigate;

/// The orders, the usual one first.
const ORDERS: [Sorting; 8] = [
    Sorting { by: SortBy::Changed, descending: true },
    Sorting { by: SortBy::Changed, descending: false },
    Sorting { by: SortBy::Created, descending: true },
    Sorting { by: SortBy::Created, descending: false },
    Sorting { by: SortBy::Number, descending: false },
    Sorting { by: SortBy::Number, descending: true },
    Sorting { by: SortBy::Status, descending: false },
    Sorting { by: SortBy::Status, descending: true },
];

fn order_word(i18n: I18nContext<Locale>, sorting: Sorting) -> &'static str {
    match (sorting.by, sorting.descending) {
        (SortBy::Changed, true) => t_string!(i18n, cases.sort_changed_down),
        (SortBy::Changed, false) => t_string!(i18n, cases.sort_changed_up),
        (SortBy::Created, true) => t_string!(i18n, cases.sort_created_down),
        (SortBy::Created, false) => t_string!(i18n, cases.sort_created_up),
        (SortBy::Number, false) => t_string!(i18n, cases.sort_number_up),
        (SortBy::Number, true) => t_string!(i18n, cases.sort_number_down),
        (SortBy::Status, false) => t_string!(i18n, cases.sort_status_up),
        (SortBy::Status, true) => t_string!(i18n, cases.sort_status_down),
    }
}

/// What a form would send, as a part of an address.
fn sent(form: &web_sys::HtmlFormElement) -> String {
    let Ok(data) = web_sys::FormData::new_with_form(form) else { return String::new() };
    let names = ["vis", "enhet", "status", "ansvarlig", "sorter"];
    let pairs = names.iter().filter_map(|name| Some(format!("{name}={}", data.get(name).as_string()?)));
    pairs.collect::<Vec<_>>().join("&")
}

/// What can be chosen: id and name.
type Named = Vec<(String, String)>;

/// The filters and the order. The form stays while what can be chosen changes:
/// what somebody has set in it and not yet used is not lost.
#[component]
pub(super) fn FilterForm(
    /// Units to choose from.
    #[prop(into)]
    units: Signal<Named>,
    /// Those who may be responsible.
    #[prop(into)]
    responsible: Signal<Named>,
) -> impl IntoView {
    let i18n = use_i18n();
    let address = expect_context::<ListContext>().address;
    let form = NodeRef::<html::Form>::new();
    let navigate = use_navigate();
    let unit = Memo::new(move |_| address.with(|it| it.filter.unit.clone().unwrap_or_default()));
    let status = Memo::new(move |_| address.with(|it| it.filter.status.map_or("", CaseStatus::code)));
    let sorting = Memo::new(move |_| address.with(|it| sort_code(it.filter.sorting)));
    let led_by = Memo::new(move |_| {
        address.with(|it| match &it.filter.responsible {
            Some(Responsible::Nobody) => "ingen".to_owned(),
            Some(Responsible::User(user)) => user.clone(),
            None => String::new(),
        })
    });
    let named = move |chosen: Memo<String>| {
        move |(id, name): (String, String)| {
            let value = id.clone();
            view! { <option value=id selected=move || chosen.with(|it| *it == value)>{name}</option> }
        }
    };
    view! {
        <form
            class="list-filters"
            method="get"
            action=LIST_PATH
            aria-label=t!(i18n, cases.filters)
            node_ref=form
            on:submit=move |event| {
                event.prevent_default();
                if let Some(form) = form.get_untracked() {
                    let filter = ListAddress::parse(&sent(&form)).filter;
                    navigate(&ListAddress::of(filter).href(), Default::default());
                }
            }
        >
            {move || address.with(|it| it.filter.scope == Scope::Unit).then(|| view! { <input type="hidden" name="vis" value="enheten" /> })}
            {move || (units.with(Vec::len) > 1).then(|| view! {
                <div class="ds-field">
                    <label class="ds-label" for="unit">{t!(i18n, cases.unit_choice)}</label>
                    <select class="ds-input" id="unit" name="enhet" prop:value=unit>
                        <option value="" selected=move || unit.with(String::is_empty)>{move || t_string!(i18n, cases.all)}</option>
                        {units.get().into_iter().map(named(unit)).collect_view()}
                    </select>
                </div>
            })}
            <div class="ds-field">
                <label class="ds-label" for="status">{t!(i18n, cases.status)}</label>
                <select class="ds-input" id="status" name="status" prop:value=status>
                    <option value="" selected=move || status.get().is_empty()>{move || t_string!(i18n, cases.all)}</option>
                    {CaseStatus::ALL.into_iter().map(|it| view! {
                        <option value=it.code() selected=move || status.get() == it.code()>{move || status_word(i18n, it)}</option>
                    }).collect_view()}
                </select>
            </div>
            <div class="ds-field">
                <label class="ds-label" for="responsible">{t!(i18n, cases.responsible)}</label>
                <select class="ds-input" id="responsible" name="ansvarlig" prop:value=led_by>
                    <option value="" selected=move || led_by.with(String::is_empty)>{move || t_string!(i18n, cases.all)}</option>
                    <option value="ingen" selected=move || led_by.with(|it| it == "ingen")>{move || t_string!(i18n, cases.nobody)}</option>
                    <For each=move || responsible.get() key=|(id, _)| id.clone() children=named(led_by) />
                </select>
            </div>
            <div class="ds-field">
                <label class="ds-label" for="order">{t!(i18n, cases.sort)}</label>
                <select class="ds-input" id="order" name="sorter" prop:value=sorting>
                    {ORDERS.into_iter().map(|it| {
                        let code = sort_code(it);
                        let value = code.clone();
                        view! { <option value=code selected=move || sorting.with(|it| *it == value)>{move || order_word(i18n, it)}</option> }
                    }).collect_view()}
                </select>
            </div>
            <button class="ds-button" data-variant="secondary" type="submit">{t!(i18n, cases.apply)}</button>
        </form>
    }
}
