//! One unit: its name, its own goal areas, what it calls the roles, and whether
//! it is in use.

use super::areas::{AreasAsked, AreasCard, ask_areas};
use super::messages::{MessageSettingAsked, MessageSettingCard, ask_message_setting};
use super::retire::{Retire, RetiredTag};
use crate::api::administration::unit::{NameRole, RetireUnit, SaveUnit, UnitView, admin_unit};
use crate::components::{ErrorNotice, FormNotice, PageTitle, Submit, TextField, fault_of, role_word, when_done};
use crate::i18n::{t, t_string, use_i18n};
use casework::role::Role;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// One unit.
#[component]
pub fn UnitPage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id")).unwrap_or_default();
    let again = RwSignal::new(0_u32);
    let unit = Resource::new(move || (id(), again.get()), |(id, _)| admin_unit(id));
    let setting = ask_message_setting(id);
    let areas = ask_areas(id);
    view! {
        <div class="page-body" data-width="text">
            <p><a class="ds-link" href="/administrasjon/enheter">{t!(i18n, admin.to_units)}</a></p>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match unit.await {
                        Ok(unit) => view! { <Whole unit again setting areas /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn Whole(unit: UnitView, again: RwSignal<u32>, setting: MessageSettingAsked, areas: AreasAsked) -> impl IntoView {
    let i18n = use_i18n();
    let save = ServerAction::<SaveUnit>::new();
    let retire = ServerAction::<RetireUnit>::new();
    let fault = fault_of(save);
    when_done(save, move |()| again.update(|n| *n += 1));
    when_done(retire, move |()| again.update(|n| *n += 1));
    let (title, id, retired) = (unit.row.name.clone(), unit.row.id.clone(), unit.row.retired);
    let (heading, name, own, other) = (title.clone(), title.clone(), id.clone(), id.clone());
    view! {
        <PageTitle text=move || title.clone() />
        <section class="card stack" aria-labelledby="unit-title">
            <h2 class="ds-heading" data-size="xs" id="unit-title">{heading} " " <RetiredTag retired /></h2>
            {(!retired).then(|| view! {
                <ActionForm action=save attr:class="form" attr:novalidate=true>
                    <FormNotice fault />
                    <input type="hidden" name="id" value=own />
                    <TextField name="name" label=Signal::derive(move || t_string!(i18n, admin.name).to_owned()) fault value=name />
                    <div class="form-actions"><Submit pending=save.pending() label=Signal::derive(move || t_string!(i18n, admin.save).to_owned()) /></div>
                </ActionForm>
            })}
            <ActionForm action=retire attr:class="stack"><Retire fault=fault_of(retire) pending=retire.pending() id=other retired /></ActionForm>
        </section>
        {(!retired).then(|| view! {
            <p><a class="ds-link" href=format!("/kalender/dager?enhet={id}")>{t!(i18n, days.to_days)}</a></p>
            <MessageSettingCard unit=id.clone() found=setting />
            <AreasCard unit=id.clone() asked=areas />
            <RoleNames unit=id names=unit.role_names again />
        })}
    }
}

#[component]
fn RoleNames(unit: String, names: Vec<(Role, String)>, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let line = move |role: Role| {
        let own = names.iter().find(|(it, _)| *it == role).map(|(_, name)| name.clone()).unwrap_or_default();
        view! { <RoleName unit=unit.clone() role own again /> }
    };
    view! {
        <section class="card stack" aria-labelledby="role-names">
            <h2 class="ds-heading" data-size="xs" id="role-names">{t!(i18n, admin.role_names)}</h2>
            <p class="meta">{t!(i18n, admin.role_names_lead)}</p>
            <ul class="plain-list role-names">{Role::ALL.into_iter().map(line).collect_view()}</ul>
        </section>
    }
}

#[component]
fn RoleName(unit: String, role: Role, own: String, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<NameRole>::new();
    let fault = fault_of(action);
    when_done(action, move |()| again.update(|n| *n += 1));
    let label = Signal::derive(move || role_word(i18n, role).to_owned());
    view! {
        <li>
            <ActionForm action attr:class="role-name">
                <input type="hidden" name="unit" value=unit />
                <input type="hidden" name="role" value=role.code() />
                <TextField name="name" id=format!("role-{}", role.code()) label fault value=own maxlength=60 />
                <button class="ds-button" data-variant="secondary" data-size="sm" type="submit" disabled=move || action.pending().get()>
                    {t!(i18n, admin.save)} <span class="ds-sr-only">{move || label.get()}</span>
                </button>
            </ActionForm>
        </li>
    }
}
