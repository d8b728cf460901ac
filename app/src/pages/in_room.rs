//! The one page of a tablet in the family's hands: the map as all in the room
//! may see it, to draw on; and the PIN by which it goes back. A guest's phone
//! shows the same, follows what others draw, and goes when it likes.

use crate::api::guest::LeaveMap;
use crate::api::in_room::{RoomMap, Seat, TookBack, room_map, take_screen_back};
use crate::components::{Doing, ErrorNotice, FaultNote, PageTitle};
use crate::draft::Drafts;
use crate::i18n::{t, t_string, use_i18n};
use crate::map::MapCanvas;
use casework::pin::PIN_MAX;
use leptos::html;
use leptos::prelude::*;

/// The page.
#[component]
pub fn InRoomPage() -> impl IntoView {
    let i18n = use_i18n();
    let found = Resource::new(|| (), |()| room_map());
    let back = RwSignal::new(None::<String>);
    // A guest follows the map under a name of their own.
    let drafts = Drafts::provide();
    view! {
        <PageTitle text=move || t_string!(i18n, in_room.page).to_owned() />
        <header class="topbar">
            <span class="topbar-brand"><img src="/icons/mark.svg" alt="" width="28" height="28" />{t!(i18n, in_room.page)}</span>
            <div class="topbar-end">
                <Suspense fallback=|| ()>
                    {move || Suspend::new(async move {
                        let room = found.await.ok();
                        let seat = room.as_ref().and_then(|room| room.seat.clone());
                        let demo = room.is_some_and(|room| room.demo);
                        view! {
                            {demo.then(|| view! { <strong class="demo-mark">{t!(i18n, app.fictional)}</strong> })}
                            {match seat {
                                Some(_) => view! { <LeaveButton /> }.into_any(),
                                None => view! { <BackButton back /> }.into_any(),
                            }}
                        }
                    })}
                </Suspense>
            </div>
        </header>
        <main id="main" tabindex="-1">
            <h1 class="ds-sr-only">{t!(i18n, in_room.page)}</h1>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(room) => {
                            back.set(Some(format!("/familier/{}/kart", room.case)));
                            if let Some(seat) = &room.seat {
                                drafts.belong_to(&seat.tag);
                            }
                            view! { <Drawn room /> }.into_any()
                        }
                        Err(error) => view! { <div class="page-body"><ErrorNotice error /></div> }.into_any(),
                    }
                })}
            </Suspense>
        </main>
    }
    .into_any()
}

#[component]
fn Drawn(room: RoomMap) -> impl IntoView {
    let i18n = use_i18n();
    let RoomMap { case, map, easel, demo, seat } = room;
    let follow = seat.as_ref().map(|seat| (case.clone(), seat.cursor.clone()));
    view! {
        <div class="page-body" data-width="full">
            {seat.map(|Seat { name, host, .. }| view! {
                <p class="map-twin">{move || t_string!(i18n, guest.you, name = name.clone(), host = host.clone())}</p>
            })}
            <MapCanvas map title=String::new() demo prints=false on_print=Callback::new(|()| ()) easel=Some((case, easel)) follow />
        </div>
    }
}

/// A guest goes, also where there is no script.
#[component]
fn LeaveButton() -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<LeaveMap>::new();
    let pending = action.pending();
    view! {
        <ActionForm action>
            <button class="ds-button" data-variant="secondary" data-size="sm" type="submit" disabled=move || pending.get()>{t!(i18n, guest.leave)}</button>
        </ActionForm>
    }
}

/// Opens the field for the PIN, and goes back to where it was handed over.
#[component]
fn BackButton(back: RwSignal<Option<String>>) -> impl IntoView {
    let i18n = use_i18n();
    let dialog = NodeRef::<html::Dialog>::new();
    let field = NodeRef::<html::Input>::new();
    let pin = RwSignal::new(String::new());
    let told = RwSignal::new(None::<u32>);
    let doing = Doing::new();
    let open = move |_| {
        told.set(None);
        doing.fault.set(None);
        if let Some(dialog) = dialog.get_untracked() {
            let _ = dialog.show_modal();
        }
    };
    let shut = move || {
        pin.set(String::new());
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let send = move || {
        doing.run(take_screen_back(pin.get_untracked()), move |took| {
            pin.set(String::new());
            match took {
                TookBack::Done => {
                    let to = back.get_untracked().unwrap_or_else(|| "/min-dag".to_owned());
                    let _ = window().location().replace(&to);
                }
                TookBack::Ended => drop(window().location().replace("/logg-inn")),
                TookBack::Wrong(left) => {
                    told.set(Some(left));
                    if let Some(field) = field.get_untracked() {
                        let _ = field.focus();
                    }
                }
            }
        });
    };
    view! {
        <button class="ds-button" data-variant="secondary" data-size="sm" type="button" on:click=open>{t!(i18n, in_room.take_back)}</button>
        <dialog class="ds-dialog" node_ref=dialog aria-labelledby="take-back-title">
            <form class="form stack" on:submit=move |event| { event.prevent_default(); send(); }>
                <h2 class="ds-heading" data-size="xs" id="take-back-title">{t!(i18n, in_room.take_back)}</h2>
                <div class="ds-field">
                    <label class="ds-label" for="take-back-pin">{t!(i18n, offline.pin)}</label>
                    <input class="ds-input" id="take-back-pin" type="password" inputmode="numeric" autocomplete="off" maxlength=PIN_MAX.to_string()
                        node_ref=field prop:value=pin aria-describedby="take-back-fault" aria-invalid=move || told.get().map(|_| "true")
                        on:input=move |event| pin.set(event_target_value(&event)) />
                </div>
                <div role="alert" id="take-back-fault">
                    {move || told.get().map(|left| view! {
                        <p class="ds-validation-message" data-color="danger">{t!(i18n, in_room.wrong, left = move || left.to_string())}</p>
                    })}
                </div>
                <FaultNote fault=doing.fault />
                <div class="form-actions">
                    <button class="ds-button" type="submit" disabled=move || doing.busy.get()>{t!(i18n, in_room.take_back)}</button>
                    <button class="ds-button" data-variant="tertiary" type="button" on:click=move |_| shut()>{t!(i18n, app.cancel)}</button>
                </div>
            </form>
        </dialog>
    }
}
