//! Services around families: the list with a form for a new one, and one
//! service with who speaks for it.

use super::retire::{Retire, RetiredTag};
use super::table::{ListTable, Row};
use super::{UnitFirst, unit_choices};
use crate::api::administration::service::{
    RetireService, SERVICE_KINDS, SaveService, ServiceRow, SetServiceMember, admin_services,
};
use crate::api::administration::staff::{StaffRow, Standing, admin_staff};
use crate::api::administration::unit::{UnitRow, admin_units};
use crate::components::{ChoiceField, ErrorNotice, FormNotice, PageTitle, Submit, TextField, fault_of, when_done};
use crate::error::AppError;
use crate::i18n::{Locale, t, t_string, use_i18n};
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use leptos_router::hooks::use_params_map;

/// The word for a kind of service.
fn kind_word(i18n: I18nContext<Locale>, kind: &str) -> &'static str {
    match kind {
        "child_welfare" => t_string!(i18n, service_kind.child_welfare),
        "health_clinic" => t_string!(i18n, service_kind.health_clinic),
        "kindergarten" => t_string!(i18n, service_kind.kindergarten),
        "school" => t_string!(i18n, service_kind.school),
        "educational_psychology" => t_string!(i18n, service_kind.educational_psychology),
        "welfare" => t_string!(i18n, service_kind.welfare),
        "mental_health" => t_string!(i18n, service_kind.mental_health),
        _ => t_string!(i18n, service_kind.other),
    }
}

/// The list with a form above it.
#[component]
pub fn ServicesPage() -> impl IntoView {
    let i18n = use_i18n();
    let again = RwSignal::new(0_u32);
    let found = Resource::new(
        move || again.get(),
        |_| async move { Ok::<_, AppError>((admin_services().await?, admin_units().await?)) },
    );
    view! {
        <PageTitle text=move || t_string!(i18n, admin.services).to_owned() />
        <div class="page-body">
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok((_, units)) if units.iter().all(|unit| unit.retired) => view! { <UnitFirst /> }.into_any(),
                        Ok((rows, units)) => view! {
                            <section class="card stack" aria-labelledby="new-service">
                                <h2 class="ds-heading" data-size="xs" id="new-service">{t!(i18n, admin.new_service)}</h2>
                                <p class="meta">{t!(i18n, admin.services_lead)}</p>
                                <ServiceForm service=None units again />
                            </section>
                            <ServiceTable rows />
                        }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn ServiceForm(service: Option<ServiceRow>, units: Vec<UnitRow>, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<SaveService>::new();
    let fault = fault_of(action);
    when_done(action, move |()| again.update(|n| *n += 1));
    let is_new = service.is_none();
    let (id, unit, name, kind) = service.map(|it| (it.id, it.unit, it.name, it.kind)).unwrap_or_default();
    let word = move |kind: &'static str| Signal::derive(move || kind_word(i18n, kind).to_owned());
    let kinds = SERVICE_KINDS.iter().map(|kind| ((*kind).to_owned(), word(kind))).collect();
    view! {
        <ActionForm action attr:class="form" attr:novalidate=true>
            <FormNotice fault />
            <input type="hidden" name="id" value=id />
            <div class="form-row">
                <TextField name="name" label=Signal::derive(move || t_string!(i18n, admin.name).to_owned()) fault value=name />
                <ChoiceField name="kind" label=Signal::derive(move || t_string!(i18n, admin.kind).to_owned()) fault choices=kinds value=kind />
                <ChoiceField name="unit" label=Signal::derive(move || t_string!(i18n, admin.unit).to_owned()) fault choices=unit_choices(&units) value=unit />
            </div>
            <div class="form-actions">
                <Submit pending=action.pending() label=Signal::derive(move || if is_new { t_string!(i18n, admin.add_service) } else { t_string!(i18n, admin.save) }.to_owned()) />
            </div>
        </ActionForm>
    }
}

#[component]
fn ServiceTable(rows: Vec<ServiceRow>) -> impl IntoView {
    let i18n = use_i18n();
    if rows.is_empty() {
        return view! { <div class="empty"><p>{t!(i18n, admin.no_services)}</p></div> }.into_any();
    }
    let row = move |it: ServiceRow| {
        let members: Vec<String> = it.members.into_iter().map(|(_, name)| name).collect();
        let members = if members.is_empty() { "–".to_owned() } else { members.join(", ") };
        let kind = Signal::derive(move || kind_word(i18n, &it.kind).to_owned());
        Row {
            page: format!("/administrasjon/tjenester/{}", it.id),
            name: it.name,
            retired: it.retired,
            cells: vec![kind, Signal::stored(it.unit_name), Signal::stored(members)],
        }
    };
    let heads = vec![
        Signal::derive(move || t_string!(i18n, admin.kind).to_owned()),
        Signal::derive(move || t_string!(i18n, admin.unit).to_owned()),
        Signal::derive(move || t_string!(i18n, admin.speak_for).to_owned()),
    ];
    view! { <ListTable label=Signal::derive(move || t_string!(i18n, admin.services).to_owned()) heads rows=rows.into_iter().map(row).collect() /> }.into_any()
}

/// One service.
#[component]
pub fn ServicePage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id")).unwrap_or_default();
    let again = RwSignal::new(0_u32);
    let found = Resource::new(
        move || (id(), again.get()),
        |(id, _)| async move {
            let service = admin_services().await?.into_iter().find(|it| it.id == id).ok_or(AppError::NotFound)?;
            Ok::<_, AppError>((service, admin_units().await?, admin_staff(String::new()).await?))
        },
    );
    let retire = ServerAction::<RetireService>::new();
    when_done(retire, move |()| again.update(|n| *n += 1));
    view! {
        <div class="page-body" data-width="text">
            <p><a class="ds-link" href="/administrasjon/tjenester">{t!(i18n, admin.to_services)}</a></p>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok((service, units, staff)) => {
                            let (title, id, retired) = (service.name.clone(), service.id.clone(), service.retired);
                            view! {
                                <PageTitle text=move || title.clone() />
                                <section class="card stack" aria-labelledby="service-title">
                                    <h2 class="ds-heading" data-size="xs" id="service-title">{service.name.clone()} " " <RetiredTag retired /></h2>
                                    <ServiceForm service=Some(service.clone()) units again />
                                    <ActionForm action=retire attr:class="stack"><Retire fault=fault_of(retire) pending=retire.pending() id retired /></ActionForm>
                                </section>
                                <Members service staff again />
                            }.into_any()
                        }
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn Members(service: ServiceRow, staff: Vec<StaffRow>, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<SetServiceMember>::new();
    let fault = fault_of(action);
    when_done(action, move |()| again.update(|n| *n += 1));
    let pending = action.pending();
    let is_member = |id: &str| service.members.iter().any(|(member, _)| member == id);
    let others: Vec<(String, Signal<String>)> = staff
        .into_iter()
        .filter(|it| it.standing != Standing::Closed && !is_member(&it.id))
        .map(|it| (it.id, Signal::stored(format!("{} ({})", it.name, it.email))))
        .collect();
    let none = service.members.is_empty();
    let of = service.id.clone();
    let line = move |(user, name): (String, String)| {
        let of = of.clone();
        view! {
            <li class="cluster" data-align="between">
                <span>{name.clone()}</span>
                <ActionForm action>
                    <input type="hidden" name="service" value=of />
                    <input type="hidden" name="user" value=user />
                    <input type="hidden" name="member" value="false" />
                    <button class="ds-button" data-variant="tertiary" data-size="sm" type="submit" disabled=move || pending.get()>
                        {t!(i18n, admin.remove)} <span class="ds-sr-only">{name}</span>
                    </button>
                </ActionForm>
            </li>
        }
    };
    view! {
        <section class="card stack" aria-labelledby="members">
            <h2 class="ds-heading" data-size="xs" id="members">{t!(i18n, admin.speak_for)}</h2>
            <p class="meta">{t!(i18n, admin.speak_for_lead)}</p>
            <FormNotice fault />
            {none.then(|| view! { <p>{t!(i18n, admin.no_members)}</p> })}
            <ul class="plain-list">{service.members.clone().into_iter().map(line).collect_view()}</ul>
            {(!service.retired && !others.is_empty()).then(|| view! {
                <ActionForm action attr:class="form">
                    <input type="hidden" name="service" value=service.id.clone() />
                    <input type="hidden" name="member" value="true" />
                    <ChoiceField name="user" label=Signal::derive(move || t_string!(i18n, admin.colleague).to_owned()) fault choices=others />
                    <div class="form-actions"><Submit pending=pending label=Signal::derive(move || t_string!(i18n, admin.add_member).to_owned()) variant="secondary" /></div>
                </ActionForm>
            })}
        </section>
    }
}
