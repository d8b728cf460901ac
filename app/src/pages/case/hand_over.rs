//! Together in the room: the tablet is handed to the family, with the PIN by
//! which it is taken back, or somebody joins with their own phone.

use super::guests::Guests;
use super::use_case;
use crate::api::guest::map_guests;
use crate::api::in_room::{ROOM_PAGE, hand_screen, room_offer};
use crate::api::map_out::MapReader;
use crate::components::{Doing, ErrorNotice, FaultNote, PinFields, RoomField, pin_word};
use crate::i18n::{t, t_string, use_i18n};
use casework::pin::{PinFault, check};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The page.
#[component]
pub fn HandOverPage() -> impl IntoView {
    let i18n = use_i18n();
    let case = use_case();
    let offer = Resource::new(move || case.id.get(), room_offer);
    let guests = Resource::new(move || case.id.get(), map_guests);
    view! {
        <div class="page-body stack" data-width="text">
            <div>
                <h2 class="ds-heading" data-size="xs">{t!(i18n, in_room.title)}</h2>
                <p class="meta">{t!(i18n, in_room.lead)}</p>
            </div>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    let here = guests.await;
                    match offer.await.and_then(|people| Ok((people, here?))) {
                        Ok((people, _)) if people.is_empty() => view! { <div class="empty"><p>{t!(i18n, in_room.nobody)}</p></div> }.into_any(),
                        Ok((people, here)) => view! {
                            <Form case=case.id.get_untracked() people=people.clone() />
                            <Guests case=case.id.get_untracked() people here />
                        }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
            <p><a class="ds-link" href=move || format!("/familier/{}/kart", case.id.get())>{t!(i18n, offline.back)}</a></p>
        </div>
    }
    .into_any()
}

/// What is wrong with the form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Room,
    Pin(PinFault),
}

#[component]
fn Form(case: String, people: Vec<MapReader>) -> impl IntoView {
    let i18n = use_i18n();
    let case = StoredValue::new(case);
    let room = RwSignal::new(BTreeSet::<String>::new());
    let (pin, again) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let wrong = RwSignal::new(None::<Wrong>);
    let doing = Doing::new();
    let give = move || {
        let (chosen, digits) = (room.get_untracked(), pin.get_untracked());
        let fault = if chosen.is_empty() {
            Some(Wrong::Room)
        } else {
            check(&digits, &again.get_untracked()).err().map(Wrong::Pin)
        };
        wrong.set(fault);
        if fault.is_none() {
            let room = chosen.into_iter().collect::<Vec<_>>().join(",");
            doing.run(hand_screen(case.get_value(), room, digits), |()| {
                // A page of its own, and nothing of the one before is left behind it.
                let _ = window().location().replace(ROOM_PAGE);
            });
        }
    };
    let told = move || {
        wrong.get().map(|wrong| match wrong {
            Wrong::Room => t_string!(i18n, offline.choose_room),
            Wrong::Pin(why) => pin_word(i18n, why),
        })
    };
    let is_pin = Signal::derive(move || matches!(wrong.get(), Some(Wrong::Pin(_))));
    view! {
        <form class="form card stack" on:submit=move |event| { event.prevent_default(); give(); }>
            <RoomField people room hint=Signal::derive(move || t_string!(i18n, in_room.room_hint).to_owned()) />
            <PinFields pin again wrong=is_pin fault="room-fault" hint=Signal::derive(move || t_string!(i18n, in_room.pin_hint).to_owned()) />
            <div role="alert" id="room-fault">
                {move || told().map(|text| view! { <p class="ds-validation-message" data-color="danger">{text}</p> })}
            </div>
            <FaultNote fault=doing.fault />
            <div class="form-actions">
                <button class="ds-button" type="submit" disabled=move || doing.busy.get()>{t!(i18n, in_room.give)}</button>
            </div>
            <p class="meta">{t!(i18n, in_room.logged)}</p>
        </form>
    }
}
