//! The units, and a form for a new one.

use super::table::{ListTable, Row};
use crate::api::administration::unit::{SaveUnit, UnitRow, admin_units};
use crate::components::{ErrorNotice, FormNotice, PageTitle, Submit, TextField, fault_of, when_done};
use crate::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;

/// The list with a form above it.
#[component]
pub fn UnitsPage() -> impl IntoView {
    let i18n = use_i18n();
    let again = RwSignal::new(0_u32);
    let units = Resource::new(move || again.get(), |_| admin_units());
    let action = ServerAction::<SaveUnit>::new();
    let fault = fault_of(action);
    when_done(action, move |()| again.update(|n| *n += 1));
    view! {
        <PageTitle text=move || t_string!(i18n, admin.units).to_owned() />
        <div class="page-body">
            <section class="card stack" aria-labelledby="new-unit">
                <h2 class="ds-heading" data-size="xs" id="new-unit">{t!(i18n, admin.new_unit)}</h2>
                // A fresh form after each unit that was made.
                {move || { again.track(); view! {
                    <ActionForm action attr:class="form" attr:novalidate=true>
                        <FormNotice fault />
                        <TextField name="name" label=Signal::derive(move || t_string!(i18n, admin.name).to_owned())
                            hint=Signal::derive(move || t_string!(i18n, admin.unit_name_hint).to_owned()) fault />
                        <div class="form-actions"><Submit pending=action.pending() label=Signal::derive(move || t_string!(i18n, admin.add_unit).to_owned()) /></div>
                    </ActionForm>
                }}}
            </section>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match units.await {
                        Ok(rows) if rows.is_empty() => view! { <div class="empty"><p>{t!(i18n, admin.no_units)}</p></div> }.into_any(),
                        Ok(rows) => view! { <UnitTable rows /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn UnitTable(rows: Vec<UnitRow>) -> impl IntoView {
    let i18n = use_i18n();
    let row = |it: UnitRow| Row {
        page: format!("/administrasjon/enheter/{}", it.id),
        name: it.name,
        retired: it.retired,
        cells: vec![Signal::stored(it.staff.to_string()), Signal::stored(it.rooms.to_string())],
    };
    let heads = vec![
        Signal::derive(move || t_string!(i18n, admin.staff).to_owned()),
        Signal::derive(move || t_string!(i18n, admin.rooms).to_owned()),
    ];
    view! { <ListTable label=Signal::derive(move || t_string!(i18n, admin.units).to_owned()) heads rows=rows.into_iter().map(row).collect() /> }
}
