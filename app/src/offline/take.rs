//! The form by which a copy is made: who is in the room, for how long, and the
//! PIN that opens it.

use super::shelf::keep_for_good;
use super::words::fault_text;
use super::{copies, worker};
use crate::api::map_out::MapReader;
use crate::api::offline::{Lasts, OFFLINE_PAGE, end_offline, take_offline};
use crate::components::{PinFields, RoomField, pin_word};
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use casework::pin::{PinFault, check};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;

/// Why no copy was made.
#[derive(Clone, Debug, PartialEq)]
enum Fault {
    /// Nobody is in the room.
    Room,
    /// The PIN will not do.
    Pin(PinFault),
    /// The page cannot be opened without network here.
    Worker,
    /// The browser keeps nothing.
    Browser,
    /// The server said no.
    Server(AppError),
}

/// Makes a copy of a case's map.
#[component]
pub fn TakeForm(
    /// The case.
    case: String,
    /// Those who may be in the room.
    people: Vec<MapReader>,
) -> impl IntoView {
    let i18n = use_i18n();
    let room = RwSignal::new(BTreeSet::<String>::new());
    let lasts = RwSignal::new(Lasts::Tomorrow);
    let (pin, again) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let busy = RwSignal::new(false);
    let fault = RwSignal::new(None::<Fault>);
    let case = StoredValue::new(case);
    let make = move || {
        if busy.get_untracked() {
            return;
        }
        let (chosen, pin, again) = (room.get_untracked(), pin.get_untracked(), again.get_untracked());
        if chosen.is_empty() {
            return fault.set(Some(Fault::Room));
        }
        if let Err(why) = check(&pin, &again) {
            return fault.set(Some(Fault::Pin(why)));
        }
        fault.set(None);
        busy.set(true);
        let room = chosen.into_iter().collect::<Vec<_>>().join(",");
        spawn_local(async move {
            match take(case.get_value(), room, lasts.get_untracked(), &pin).await {
                // A page of its own: the service worker answers for no other.
                Ok(()) => drop(window().location().set_href(OFFLINE_PAGE)),
                Err(why) => {
                    fault.try_set(Some(why));
                    busy.try_set(false);
                }
            }
        });
    };
    let fault_word = move |fault: &Fault| match fault {
        Fault::Room => t_string!(i18n, offline.choose_room).to_owned(),
        Fault::Pin(why) => pin_word(i18n, *why).to_owned(),
        Fault::Worker => t_string!(i18n, offline.no_worker).to_owned(),
        Fault::Browser => t_string!(i18n, offline.no_room).to_owned(),
        Fault::Server(error) => fault_text(i18n, error),
    };
    let lasts_word = move |lasts: Lasts| match lasts {
        Lasts::Tonight => t_string!(i18n, offline.tonight),
        Lasts::Tomorrow => t_string!(i18n, offline.tomorrow),
        Lasts::ThreeDays => t_string!(i18n, offline.three_days),
    };
    let is_pin = move || fault.with(|fault| matches!(fault, Some(Fault::Pin(_))));
    view! {
        <form class="form card stack" on:submit=move |event| {
            event.prevent_default();
            make();
        }>
            <RoomField people room hint=Signal::derive(move || t_string!(i18n, offline.room_hint).to_owned()) />
            <fieldset class="ds-fieldset">
                <legend class="ds-label">{t!(i18n, offline.lasts)}</legend>
                {Lasts::ALL.map(|it| {
                    let id = format!("offline-{}", it.code());
                    view! {
                        <div class="ds-field">
                            <input class="ds-input" type="radio" name="lasts" id=id.clone() value=it.code() checked=it == Lasts::Tomorrow
                                on:change=move |_| lasts.set(it) />
                            <label class="ds-label" data-weight="regular" for=id>{move || lasts_word(it)}</label>
                        </div>
                    }
                }).collect_view()}
            </fieldset>
            <PinFields pin again wrong=Signal::derive(is_pin) fault="offline-fault" hint=Signal::derive(move || t_string!(i18n, offline.pin_hint).to_owned()) />
            <div class="ds-alert" data-color="warning"><p>{t!(i18n, offline.warning)}</p></div>
            <div role="alert" id="offline-fault">
                {move || fault.with(|fault| fault.as_ref().map(fault_word)).map(|text| view! { <p class="ds-validation-message" data-color="danger">{text}</p> })}
            </div>
            <div class="form-actions">
                <button class="ds-button" type="submit" disabled=busy>
                    {move || if busy.get() { t!(i18n, offline.making).into_any() } else { t!(i18n, offline.make).into_any() }}
                </button>
            </div>
            <p class="meta">{t!(i18n, offline.logged)}</p>
        </form>
    }
}

/// First what is needed to open it, then the copy: one that cannot be opened
/// is not made.
async fn take(case: String, room: String, lasts: Lasts, pin: &str) -> Result<(), Fault> {
    worker::prepare().await.ok_or(Fault::Worker)?;
    let map = take_offline(case, room, lasts.code().to_owned()).await.map_err(Fault::Server)?;
    keep_for_good().await;
    if copies::keep(&map, pin).await.is_none() {
        // The server need not wait for what was never kept.
        let _ = end_offline(map.copy).await;
        return Err(Fault::Browser);
    }
    Ok(())
}
