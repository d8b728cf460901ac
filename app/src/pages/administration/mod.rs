//! Administration: the frame with its tabs, and a page per part.

mod areas;
mod deactivate;
mod delivery;
mod equipment;
mod invite;
mod member;
mod messages;
mod retire;
mod rooms;
mod services;
mod staff;
mod table;
mod unit;
mod units;

pub use deactivate::DeactivatePage;
pub use equipment::{EquipmentListPage, EquipmentPage};
pub use invite::InvitePage;
pub use member::MemberPage;
pub use rooms::{RoomPage, RoomsPage};
pub use services::{ServicePage, ServicesPage};
pub use staff::StaffPage;
pub use unit::UnitPage;
pub use units::UnitsPage;

use crate::api::administration::unit::UnitRow;
use crate::api::administration::{Summary, admin_summary};
use crate::components::{ErrorNotice, PageTitle};
use crate::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_location;

/// The frame: title and tabs. Who is no administrator finds nothing here.
#[component]
pub fn AdminPage() -> impl IntoView {
    // Asked once, for whether the caller is an administrator at all.
    let summary = Resource::new(|| (), |()| admin_summary());
    view! {
        <Suspense fallback=|| ()>
            {move || Suspend::new(async move { summary.await.is_ok().then(|| view! { <AdminHead /> }) })}
        </Suspense>
        // Each page asks for itself, and is made once: what waits above may be made again.
        <Outlet />
    }
    .into_any()
}

#[component]
fn AdminHead() -> impl IntoView {
    let i18n = use_i18n();
    let path = use_location().pathname;
    let tab = move |end: &'static str, label: AnyView| {
        let href = format!("/administrasjon{end}");
        let here = href.clone();
        let current = move || {
            let path = path.get();
            let path = path.trim_end_matches('/');
            (path == here || (!end.is_empty() && path.starts_with(&here))).then_some("page")
        };
        view! { <a href=href aria-current=current>{label}</a> }
    };
    view! {
        <header class="page-head">
            <div class="page-head-text"><h1 class="ds-heading" data-size="md">{t!(i18n, admin.title)}</h1></div>
        </header>
        <nav class="page-tabs" aria-label=t!(i18n, admin.tabs)>
            {tab("", t!(i18n, admin.overview).into_any())}
            {tab("/brukere", t!(i18n, admin.staff).into_any())}
            {tab("/enheter", t!(i18n, admin.units).into_any())}
            {tab("/rom", t!(i18n, admin.rooms).into_any())}
            {tab("/utstyr", t!(i18n, admin.equipment).into_any())}
            {tab("/tjenester", t!(i18n, admin.services).into_any())}
        </nav>
    }
}

/// The first page: what there is, and what to do next.
#[component]
pub fn AdminOverviewPage() -> impl IntoView {
    let i18n = use_i18n();
    let summary = Resource::new(|| (), |()| admin_summary());
    view! {
        <PageTitle text=move || t_string!(i18n, admin.title).to_owned() />
        <div class="page-body">
            <p class="meta">{t!(i18n, admin.lead)}</p>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match summary.await {
                        Ok(summary) => view! { <Counts summary /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn Counts(summary: Summary) -> impl IntoView {
    let i18n = use_i18n();
    let line = |href: &'static str, done: bool, count: u32, label: AnyView, hint: AnyView| {
        view! {
            <li>
                <a class="admin-link" href=href>
                    <strong class="admin-count">{count}</strong>
                    <span class="admin-what">{label}<small>{hint}</small></span>
                    {done.then(|| view! { <crate::components::Icon name="check" /> })}
                </a>
            </li>
        }
    };
    view! {
        {(!summary.letters).then(|| view! {
            <div class="ds-alert" data-color="info"><p>{t!(i18n, admin.no_letters)}</p></div>
        })}
        <ol class="admin-list">
            {line("/administrasjon/enheter", summary.units > 0, summary.units, t!(i18n, admin.units).into_any(), t!(i18n, admin.units_hint).into_any())}
            {line("/administrasjon/rom", summary.rooms > 0, summary.rooms, t!(i18n, admin.rooms).into_any(), t!(i18n, admin.rooms_hint).into_any())}
            {line("/administrasjon/utstyr", summary.equipment > 0, summary.equipment, t!(i18n, admin.equipment).into_any(), t!(i18n, admin.equipment_hint).into_any())}
            {line("/administrasjon/tjenester", summary.services > 0, summary.services, t!(i18n, admin.services).into_any(), t!(i18n, admin.services_hint).into_any())}
            {line("/administrasjon/brukere", summary.staff > 1, summary.staff, t!(i18n, admin.staff).into_any(), t!(i18n, admin.staff_hint).into_any())}
        </ol>
        {(summary.invited > 0).then(|| view! { <p>{t!(i18n, admin.invited_count, count = move || summary.invited.to_string())}</p> })}
        {(summary.without_post > 0).then(|| view! { <p>{t!(i18n, admin.without_post_count, count = move || summary.without_post.to_string())}</p> })}
    }
}

/// The units in use, for a choice.
fn unit_choices(units: &[UnitRow]) -> Vec<(String, Signal<String>)> {
    let in_use = units.iter().filter(|unit| !unit.retired);
    in_use.map(|unit| (unit.id.clone(), Signal::stored(unit.name.clone()))).collect()
}

/// The roles, for a choice.
fn role_choices(i18n: leptos_i18n::I18nContext<crate::i18n::Locale>) -> Vec<(String, Signal<String>)> {
    let word = move |role| Signal::derive(move || crate::components::role_word(i18n, role).to_owned());
    casework::role::Role::ALL.into_iter().map(|role| (role.code().to_owned(), word(role))).collect()
}

/// A unit must be there before anything can belong to one.
#[component]
fn UnitFirst() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="empty">
            <h2 class="ds-heading" data-size="xs">{t!(i18n, admin.unit_first)}</h2>
            <a class="ds-button" href="/administrasjon/enheter">{t!(i18n, admin.to_units)}</a>
        </div>
    }
}
