//! The room, the place, who and what takes part in a session that is planned
//! already: what may be chosen is asked for when somebody wants to change it.

use super::super::typed::{Choose, Line, Ticks, label};
use super::one::Here;
use super::plan::InTheWay;
use crate::api::talks::Planned;
use crate::api::talks::arrange::{ArrangeTalk, Arrangement, TalkChoices, talk_choices};
use crate::api::talks::today::talk_href;
use crate::components::{Doing, FaultNote, fault_of, when_done};
use crate::i18n::{t, t_string, use_i18n};
use crate::pages::case::use_case;
use crate::pages::talk_words::talk_place;
use casework::appointment::PlaceKind;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The card.
#[component]
pub(super) fn ArrangeCard(here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let reason = use_case().reason;
    let choices = RwSignal::new(None::<TalkChoices>);
    let doing = Doing::new();
    let begin = move |_| {
        let (id, entry, _) = here.names();
        doing.run(talk_choices(id, entry, reason.get_untracked()), move |found| choices.set(Some(found)));
    };
    view! {
        <section class="card stack" aria-labelledby="talk-arrange">
            <h2 class="ds-heading" data-size="xs" id="talk-arrange">{t!(i18n, talk.arrangement)}</h2>
            <FaultNote fault=doing.fault />
            {move || match choices.get() {
                Some(found) => view! { <Form here found choices /> }.into_any(),
                None => view! {
                    <div class="form-actions">
                        <button class="ds-button" data-variant="secondary" data-size="sm" type="button" disabled=move || doing.busy.get() on:click=begin>{t!(i18n, talk.rearrange)}</button>
                    </div>
                }.into_any(),
            }}
        </section>
    }
}

#[component]
fn Form(here: Here, found: TalkChoices, choices: RwSignal<Option<TalkChoices>>) -> impl IntoView {
    let i18n = use_i18n();
    let TalkChoices { now, version, staff, rooms, equipment } = found;
    let (place, room, road) = (RwSignal::new(now.place), RwSignal::new(now.room), RwSignal::new(now.road));
    let (people, taken) = (RwSignal::new(now.people), RwSignal::new(now.equipment));
    let arrange = ServerAction::<ArrangeTalk>::new();
    let navigate = use_navigate();
    when_done(arrange, move |done| {
        if let Planned::Made { entry, at, .. } = done {
            arrange.value().set(None);
            choices.set(None);
            if entry == here.entry.get_value() {
                here.again.update(|n| *n += 1);
            } else {
                // One of a series has an address of its own from now on.
                let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                navigate(&talk_href(&here.case.get_value(), &entry, at), options);
            }
        }
    });
    let send = Callback::new(move |anyway: bool| {
        let (id, entry, at) = here.names();
        let arrangement = Arrangement {
            place: place.get_untracked(),
            room: room.get_untracked(),
            road: road.get_untracked(),
            people: people.get_untracked(),
            equipment: taken.get_untracked(),
        };
        arrange.dispatch(ArrangeTalk { id, entry, at, version, arrangement, anyway });
    });
    let kind = move || place.with(|code| PlaceKind::from_code(code));
    let places = PlaceKind::ALL
        .map(|place| (place.code().to_owned(), Signal::derive(move || talk_place(i18n, place).to_owned())));
    let mut named = vec![(String::new(), label(i18n, |i18n| t_string!(i18n, talk.no_room)))];
    named.extend(rooms.into_iter().map(|(id, name)| (id, Signal::stored(name))));
    let named = StoredValue::new(named);
    let shielded = label(i18n, |i18n| t_string!(i18n, talk.shielded));
    view! {
        <form class="form" novalidate on:submit=move |event| { event.prevent_default(); send.run(false); }>
            <Choose id="arrange-place" label=label(i18n, |i18n| t_string!(i18n, talk.place)) value=place options=places.to_vec() />
            {move || (kind() == Some(PlaceKind::Centre)).then(|| view! {
                <Choose id="arrange-room" label=label(i18n, |i18n| t_string!(i18n, talk.room)) value=room options=named.get_value() />
            })}
            {move || kind().is_some_and(PlaceKind::has_road).then(|| view! {
                <Line id="arrange-road" kind="number" label=label(i18n, |i18n| t_string!(i18n, talk.road_minutes)) value=road />
            })}
            <Ticks id="arrange-staff" label=label(i18n, |i18n| t_string!(i18n, talk.staff)) value=people options=staff shielded />
            {(!equipment.is_empty()).then(|| view! {
                <Ticks id="arrange-equipment" label=label(i18n, |i18n| t_string!(i18n, talk.equipment)) value=taken options=equipment shielded />
            })}
            <FaultNote fault=fault_of(arrange) />
            <div role="status">
                {move || match arrange.value().get() {
                    Some(Ok(Planned::InTheWay { conflicts, free })) => view! {
                        <InTheWay conflicts free take=Callback::new(|_| ()) anyway=Callback::new(move |()| send.run(true)) moves=false />
                    }.into_any(),
                    _ => ().into_any(),
                }}
            </div>
            <div class="form-actions">
                <button class="ds-button" data-size="sm" type="submit" disabled=move || arrange.pending().get()>{t!(i18n, talk.keep_arrangement)}</button>
                <button class="ds-button" data-size="sm" data-variant="tertiary" type="button" on:click=move |_| choices.set(None)>{t!(i18n, app.cancel)}</button>
            </div>
        </form>
    }
}
