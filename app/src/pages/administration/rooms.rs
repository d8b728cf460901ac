//! Rooms: the list with a form for a new one, and one room.

use super::retire::{Retire, RetiredTag};
use super::table::{ListTable, Row};
use super::{UnitFirst, unit_choices};
use crate::api::administration::room::{RetireRoom, RoomRow, SaveRoom, admin_rooms};
use crate::api::administration::unit::{UnitRow, admin_units};
use crate::components::{ChoiceField, ErrorNotice, FormNotice, PageTitle, Submit, TextField, fault_of, when_done};
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

async fn rooms_and_units() -> Result<(Vec<RoomRow>, Vec<UnitRow>), AppError> {
    Ok((admin_rooms().await?, admin_units().await?))
}

/// The list with a form above it.
#[component]
pub fn RoomsPage() -> impl IntoView {
    let i18n = use_i18n();
    let again = RwSignal::new(0_u32);
    let found = Resource::new(move || again.get(), |_| rooms_and_units());
    view! {
        <PageTitle text=move || t_string!(i18n, admin.rooms).to_owned() />
        <div class="page-body">
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok((_, units)) if units.iter().all(|unit| unit.retired) => view! { <UnitFirst /> }.into_any(),
                        Ok((rows, units)) => view! {
                            <section class="card stack" aria-labelledby="new-room">
                                <h2 class="ds-heading" data-size="xs" id="new-room">{t!(i18n, admin.new_room)}</h2>
                                <RoomForm room=None units again />
                            </section>
                            <RoomTable rows />
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
fn RoomForm(room: Option<RoomRow>, units: Vec<UnitRow>, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<SaveRoom>::new();
    let fault = fault_of(action);
    when_done(action, move |()| again.update(|n| *n += 1));
    let is_new = room.is_none();
    let (id, unit, name, seats) =
        room.map(|room| (room.id, room.unit, room.name, room.seats.to_string())).unwrap_or_default();
    view! {
        <ActionForm action attr:class="form" attr:novalidate=true>
            <FormNotice fault />
            <input type="hidden" name="id" value=id />
            <div class="form-row">
                <TextField name="name" label=Signal::derive(move || t_string!(i18n, admin.name).to_owned()) fault value=name />
                <TextField name="seats" label=Signal::derive(move || t_string!(i18n, admin.seats).to_owned()) fault value=seats inputmode="numeric" maxlength=3 />
                <ChoiceField name="unit" label=Signal::derive(move || t_string!(i18n, admin.unit).to_owned()) fault choices=unit_choices(&units) value=unit />
            </div>
            <div class="form-actions">
                <Submit pending=action.pending() label=Signal::derive(move || if is_new { t_string!(i18n, admin.add_room) } else { t_string!(i18n, admin.save) }.to_owned()) />
            </div>
        </ActionForm>
    }
}

#[component]
fn RoomTable(rows: Vec<RoomRow>) -> impl IntoView {
    let i18n = use_i18n();
    if rows.is_empty() {
        return view! { <div class="empty"><p>{t!(i18n, admin.no_rooms)}</p></div> }.into_any();
    }
    let row = |it: RoomRow| Row {
        page: format!("/administrasjon/rom/{}", it.id),
        name: it.name,
        retired: it.retired,
        cells: vec![Signal::stored(it.seats.to_string()), Signal::stored(it.unit_name)],
    };
    let heads = vec![
        Signal::derive(move || t_string!(i18n, admin.seats).to_owned()),
        Signal::derive(move || t_string!(i18n, admin.unit).to_owned()),
    ];
    view! { <ListTable label=Signal::derive(move || t_string!(i18n, admin.rooms).to_owned()) heads rows=rows.into_iter().map(row).collect() /> }.into_any()
}

/// One room.
#[component]
pub fn RoomPage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id")).unwrap_or_default();
    let again = RwSignal::new(0_u32);
    let found = Resource::new(
        move || (id(), again.get()),
        |(id, _)| async move {
            let (rooms, units) = rooms_and_units().await?;
            let room = rooms.into_iter().find(|room| room.id == id).ok_or(AppError::NotFound)?;
            Ok::<_, AppError>((room, units))
        },
    );
    let retire = ServerAction::<RetireRoom>::new();
    when_done(retire, move |()| again.update(|n| *n += 1));
    view! {
        <div class="page-body" data-width="text">
            <p><a class="ds-link" href="/administrasjon/rom">{t!(i18n, admin.to_rooms)}</a></p>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok((room, units)) => {
                            let (title, id, retired) = (room.name.clone(), room.id.clone(), room.retired);
                            view! {
                                <PageTitle text=move || title.clone() />
                                <section class="card stack" aria-labelledby="room-title">
                                    <h2 class="ds-heading" data-size="xs" id="room-title">{room.name.clone()} " " <RetiredTag retired /></h2>
                                    <RoomForm room=Some(room) units again />
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
