//! Who is in the room, and the PIN of whoever lends something out there.

use crate::api::map_out::MapReader;
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::{capitalised, word};
use casework::pin::{PIN_MAX, PinFault};
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use std::collections::BTreeSet;

/// Why a PIN will not do, in words.
pub fn pin_word(i18n: I18nContext<Locale>, fault: PinFault) -> &'static str {
    match fault {
        PinFault::Digits => t_string!(i18n, offline.pin_digits),
        PinFault::Easy => t_string!(i18n, offline.pin_easy),
        PinFault::Different => t_string!(i18n, offline.pin_different),
    }
}

/// Boxes to tick: who is in the room.
#[component]
pub fn RoomField(
    /// Those who may be.
    people: Vec<MapReader>,
    /// Who is, by person id.
    room: RwSignal<BTreeSet<String>>,
    /// What it means.
    #[prop(into)]
    hint: Signal<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let name = move |it: &MapReader| {
        if it.name.is_empty() { capitalised(&word(language(), "name.shielded")) } else { it.name.clone() }
    };
    let tick = move |(at, it): (usize, MapReader)| {
        let person = it.person.clone();
        let id = format!("in-room-{at}");
        view! {
            <div class="ds-field">
                <input class="ds-input" type="checkbox" id=id.clone() on:change=move |event| {
                    let here = event_target_checked(&event);
                    room.update(|room| if here { room.insert(person.clone()); } else { room.remove(&person); });
                } />
                <label class="ds-label" data-weight="regular" for=id><bdi>{move || name(&it)}</bdi></label>
            </div>
        }
    };
    view! {
        <fieldset class="ds-fieldset" aria-describedby="in-room-hint">
            <legend class="ds-label">{t!(i18n, offline.room)}</legend>
            <p class="form-hint" id="in-room-hint">{move || hint.get()}</p>
            {people.into_iter().enumerate().map(tick).collect_view()}
        </fieldset>
    }
}

/// A new PIN, twice.
#[component]
pub fn PinFields(
    /// As it is typed first.
    pin: RwSignal<String>,
    /// And again.
    again: RwSignal<String>,
    /// What it opens.
    #[prop(into)]
    hint: Signal<String>,
    /// It will not do.
    #[prop(into)]
    wrong: Signal<bool>,
    /// Id of what says why.
    fault: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    let invalid = move || wrong.get().then_some("true");
    view! {
        <div class="ds-field">
            <label class="ds-label" for="new-pin">{t!(i18n, offline.pin)}</label>
            <p class="form-hint" id="new-pin-hint">{move || hint.get()}</p>
            <input class="ds-input" id="new-pin" type="password" inputmode="numeric" autocomplete="off" maxlength=PIN_MAX.to_string()
                aria-describedby=format!("new-pin-hint {fault}") aria-invalid=invalid
                on:input=move |event| pin.set(event_target_value(&event)) />
        </div>
        <div class="ds-field">
            <label class="ds-label" for="new-pin-again">{t!(i18n, offline.pin_again)}</label>
            <input class="ds-input" id="new-pin-again" type="password" inputmode="numeric" autocomplete="off" maxlength=PIN_MAX.to_string()
                aria-describedby=fault aria-invalid=invalid
                on:input=move |event| again.set(event_target_value(&event)) />
        </div>
    }
}
