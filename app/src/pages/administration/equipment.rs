//! Equipment: the list with a form for a new piece, and one piece.

use super::retire::{Retire, RetiredTag};
use super::table::{ListTable, Row};
use super::{UnitFirst, unit_choices};
use crate::api::administration::equipment::{EquipmentRow, RetireEquipment, SaveEquipment, admin_equipment};
use crate::api::administration::unit::{UnitRow, admin_units};
use crate::components::{ChoiceField, ErrorNotice, FormNotice, PageTitle, Submit, TextField, fault_of, when_done};
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

async fn equipment_and_units() -> Result<(Vec<EquipmentRow>, Vec<UnitRow>), AppError> {
    Ok((admin_equipment().await?, admin_units().await?))
}

/// The list with a form above it.
#[component]
pub fn EquipmentListPage() -> impl IntoView {
    let i18n = use_i18n();
    let again = RwSignal::new(0_u32);
    let found = Resource::new(move || again.get(), |_| equipment_and_units());
    view! {
        <PageTitle text=move || t_string!(i18n, admin.equipment).to_owned() />
        <div class="page-body">
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok((_, units)) if units.iter().all(|unit| unit.retired) => view! { <UnitFirst /> }.into_any(),
                        Ok((rows, units)) => view! {
                            <section class="card stack" aria-labelledby="new-equipment">
                                <h2 class="ds-heading" data-size="xs" id="new-equipment">{t!(i18n, admin.new_equipment)}</h2>
                                <EquipmentForm piece=None units again />
                            </section>
                            <EquipmentTable rows />
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
fn EquipmentForm(piece: Option<EquipmentRow>, units: Vec<UnitRow>, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<SaveEquipment>::new();
    let fault = fault_of(action);
    when_done(action, move |()| again.update(|n| *n += 1));
    let is_new = piece.is_none();
    let (id, name) = piece.map(|it| (it.id, it.name)).unwrap_or_default();
    view! {
        <ActionForm action attr:class="form" attr:novalidate=true>
            <FormNotice fault />
            <input type="hidden" name="id" value=id />
            <div class="form-row">
                <TextField name="name" label=Signal::derive(move || t_string!(i18n, admin.name).to_owned()) fault value=name />
                {is_new.then(|| view! {
                    <ChoiceField name="unit" label=Signal::derive(move || t_string!(i18n, admin.unit).to_owned()) fault choices=unit_choices(&units) value=String::new() />
                })}
            </div>
            <div class="form-actions">
                <Submit pending=action.pending() label=Signal::derive(move || if is_new { t_string!(i18n, admin.add_equipment) } else { t_string!(i18n, admin.save) }.to_owned()) />
            </div>
        </ActionForm>
    }
}

#[component]
fn EquipmentTable(rows: Vec<EquipmentRow>) -> impl IntoView {
    let i18n = use_i18n();
    if rows.is_empty() {
        return view! { <div class="empty"><p>{t!(i18n, admin.no_equipment)}</p></div> }.into_any();
    }
    let row = |it: EquipmentRow| Row {
        page: format!("/administrasjon/utstyr/{}", it.id),
        name: it.name,
        retired: it.retired,
        cells: vec![Signal::stored(it.unit_name)],
    };
    let heads = vec![Signal::derive(move || t_string!(i18n, admin.unit).to_owned())];
    view! { <ListTable label=Signal::derive(move || t_string!(i18n, admin.equipment).to_owned()) heads rows=rows.into_iter().map(row).collect() /> }.into_any()
}

/// One piece of equipment.
#[component]
pub fn EquipmentPage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id")).unwrap_or_default();
    let again = RwSignal::new(0_u32);
    let found = Resource::new(
        move || (id(), again.get()),
        |(id, _)| async move {
            let (all, units) = equipment_and_units().await?;
            let piece = all.into_iter().find(|it| it.id == id).ok_or(AppError::NotFound)?;
            Ok::<_, AppError>((piece, units))
        },
    );
    let retire = ServerAction::<RetireEquipment>::new();
    when_done(retire, move |()| again.update(|n| *n += 1));
    view! {
        <div class="page-body" data-width="text">
            <p><a class="ds-link" href="/administrasjon/utstyr">{t!(i18n, admin.to_equipment)}</a></p>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok((piece, units)) => {
                            let (title, id, retired) = (piece.name.clone(), piece.id.clone(), piece.retired);
                            view! {
                                <PageTitle text=move || title.clone() />
                                <section class="card stack" aria-labelledby="equipment-title">
                                    <h2 class="ds-heading" data-size="xs" id="equipment-title">{piece.name.clone()} " " <RetiredTag retired /></h2>
                                    <EquipmentForm piece=Some(piece) units again />
                                    <ActionForm action=retire attr:class="stack"><Retire fault=fault_of(retire) pending=retire.pending() id retired /></ActionForm>
                                </section>
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
