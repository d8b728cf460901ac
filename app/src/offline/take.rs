//! The form by which a copy is made: who is in the room, for how long, and the
//! PIN that opens it.

use super::pin::{PIN_MAX, PinFault, check};
use super::shelf::keep_for_good;
use super::words::fault_text;
use super::{copies, worker};
use crate::api::map_out::MapReader;
use crate::api::offline::{Lasts, OFFLINE_PAGE, end_offline, take_offline};
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::{capitalised, word};
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
    let language = use_language();
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
        Fault::Pin(PinFault::Digits) => t_string!(i18n, offline.pin_digits).to_owned(),
        Fault::Pin(PinFault::Easy) => t_string!(i18n, offline.pin_easy).to_owned(),
        Fault::Pin(PinFault::Different) => t_string!(i18n, offline.pin_different).to_owned(),
        Fault::Worker => t_string!(i18n, offline.no_worker).to_owned(),
        Fault::Browser => t_string!(i18n, offline.no_room).to_owned(),
        Fault::Server(error) => fault_text(i18n, error),
    };
    let lasts_word = move |lasts: Lasts| match lasts {
        Lasts::Tonight => t_string!(i18n, offline.tonight),
        Lasts::Tomorrow => t_string!(i18n, offline.tomorrow),
        Lasts::ThreeDays => t_string!(i18n, offline.three_days),
    };
    let name = move |it: &MapReader| {
        if it.name.is_empty() { capitalised(&word(language(), "name.shielded")) } else { it.name.clone() }
    };
    let is_pin = move || fault.with(|fault| matches!(fault, Some(Fault::Pin(_)))).then_some("true");
    view! {
        <form class="form card stack" on:submit=move |event| {
            event.prevent_default();
            make();
        }>
            <fieldset class="ds-fieldset" aria-describedby="offline-room-hint">
                <legend class="ds-label">{t!(i18n, offline.room)}</legend>
                <p class="form-hint" id="offline-room-hint">{t!(i18n, offline.room_hint)}</p>
                {people.into_iter().enumerate().map(|(at, it)| {
                    let person = it.person.clone();
                    let id = format!("offline-room-{at}");
                    view! {
                        <div class="ds-field">
                            <input class="ds-input" type="checkbox" id=id.clone() on:change=move |event| {
                                let here = event_target_checked(&event);
                                room.update(|room| if here { room.insert(person.clone()); } else { room.remove(&person); });
                            } />
                            <label class="ds-label" data-weight="regular" for=id><bdi>{move || name(&it)}</bdi></label>
                        </div>
                    }
                }).collect_view()}
            </fieldset>
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
            <div class="ds-field">
                <label class="ds-label" for="offline-pin">{t!(i18n, offline.pin)}</label>
                <p class="form-hint" id="offline-pin-hint">{t!(i18n, offline.pin_hint)}</p>
                <input class="ds-input" id="offline-pin" type="password" inputmode="numeric" autocomplete="off" maxlength=PIN_MAX.to_string()
                    aria-describedby="offline-pin-hint offline-fault" aria-invalid=is_pin
                    on:input=move |event| pin.set(event_target_value(&event)) />
            </div>
            <div class="ds-field">
                <label class="ds-label" for="offline-again">{t!(i18n, offline.pin_again)}</label>
                <input class="ds-input" id="offline-again" type="password" inputmode="numeric" autocomplete="off" maxlength=PIN_MAX.to_string()
                    aria-describedby="offline-fault" aria-invalid=is_pin
                    on:input=move |event| again.set(event_target_value(&event)) />
            </div>
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
