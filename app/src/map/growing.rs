//! What can be done with the chosen person: whom to add, the ties, the way off
//! the map.

use super::drawing::Drawing;
use super::hand::Hand;
use super::homes::Homes;
use super::ties::Ties;
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::language::use_language;
use casework::Party;
use family_map::fold::Branch;
use family_map::kin::{Kin, offers};
use family_map::record::PersonId;
use leptos::prelude::*;
use leptos_i18n::I18nContext;

/// The word for somebody who can be added.
pub(super) fn kin_word(i18n: I18nContext<Locale>, kin: Kin) -> &'static str {
    match kin {
        Kin::Partner => t_string!(i18n, map.add_partner),
        Kin::Child => t_string!(i18n, map.add_child),
        Kin::Pregnancy => t_string!(i18n, map.add_pregnancy),
        Kin::Parents => t_string!(i18n, map.add_parents),
        Kin::Sibling => t_string!(i18n, map.add_sibling),
        Kin::Twin => t_string!(i18n, map.add_twin),
        Kin::FosterHome => t_string!(i18n, map.add_foster_home),
    }
}

/// The key that adds them.
pub(super) fn kin_key(i18n: I18nContext<Locale>, kin: Kin) -> &'static str {
    match kin {
        Kin::Partner => t_string!(i18n, map.key_partner),
        Kin::Child => t_string!(i18n, map.key_child),
        Kin::Pregnancy => t_string!(i18n, map.key_pregnancy),
        Kin::Parents => t_string!(i18n, map.key_parents),
        Kin::Sibling => t_string!(i18n, map.key_sibling),
        Kin::Twin => t_string!(i18n, map.key_twin),
        Kin::FosterHome => t_string!(i18n, map.key_foster_home),
    }
}

/// What stands below the sentences about the chosen person.
#[component]
pub(super) fn Growing(
    /// What is shown and done.
    hand: Hand,
    /// The map in the hands of the one who draws.
    drawing: Drawing,
    /// Who is chosen.
    person: PersonId,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = StoredValue::new(person);
    let record = hand.record;
    let offered = Memo::new(move |_| record.with(|record| id.with_value(|id| offers(record, id))));
    let shielded = Memo::new(move |_| {
        record.with(|record| id.with_value(|id| record.people.get(id).is_none_or(|it| it.shielded)))
    });
    let pinned = Memo::new(move |_| {
        record.with(|record| id.with_value(|id| record.people.get(id).is_some_and(|it| it.pin.is_some())))
    });
    let may_go = move || may_be_removed(drawing, &id.get_value());
    view! {
        <div class="map-edit">
            <Show when=move || !shielded.get()>
                <button class="ds-button" data-variant="secondary" data-size="sm" type="button" aria-keyshortcuts="F2"
                    on:click=move |_| hand.name(id.get_value())>{t!(i18n, map.rename)} <kbd>"F2"</kbd></button>
            </Show>
            <Show when=move || offered.with(|it| !it.is_empty())>
                <div role="group" aria-labelledby="map-add-title">
                    <h3 class="ds-label" id="map-add-title">{t!(i18n, map.add)}</h3>
                    <div class="map-kin">
                        <For each=move || offered.get() key=|kin| *kin let:kin>
                            <button class="ds-button" data-variant="tertiary" data-size="sm" type="button"
                                aria-keyshortcuts=move || kin_key(i18n, kin)
                                on:click=move |_| hand.grow(&id.get_value(), kin)>
                                {move || kin_word(i18n, kin)} <kbd>{move || kin_key(i18n, kin)}</kbd>
                            </button>
                        </For>
                    </div>
                </div>
            </Show>
            <div class="map-kin">
                <button class="ds-button" data-variant="tertiary" data-size="sm" type="button" aria-keyshortcuts=t!(i18n, map.key_tie)
                    on:click=move |_| hand.begin_from_panel(id.get_value(), Hand::begin_tying)>
                    {t!(i18n, map.tie_begin)} <kbd>{move || t_string!(i18n, map.key_tie)}</kbd>
                </button>
                <button class="ds-button" data-variant="tertiary" data-size="sm" type="button" aria-keyshortcuts=t!(i18n, map.key_move)
                    on:click=move |_| hand.begin_from_panel(id.get_value(), Hand::begin_moving)>
                    {t!(i18n, map.move_begin)} <kbd>{move || t_string!(i18n, map.key_move)}</kbd>
                </button>
            </div>
            <Show when=move || pinned.get()>
                <p class="map-pinned">{t!(i18n, map.is_pinned)}
                    <button class="ds-button" data-variant="tertiary" data-size="sm" type="button"
                        on:click=move |_| hand.loosen(id.get_value())>{t!(i18n, map.loosen)}</button>
                </p>
            </Show>
            <Ties hand drawing id />
            <Homes drawing record id />
            {move || may_go().then(|| view! {
                <button class="ds-button" data-variant="tertiary" data-color="danger" data-size="sm" type="button" aria-keyshortcuts="Delete"
                    on:click=move |_| hand.remove(id.get_value())>{t!(i18n, map.remove)}</button>
            })}
        </div>
    }
}

/// What can be seen of the map from the chosen person: those around them
/// alone, or without the branches behind them.
#[component]
pub(super) fn Looking(
    /// What is shown.
    hand: Hand,
    /// Who is chosen.
    person: PersonId,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let id = StoredValue::new(person);
    let layers = hand.layers;
    let is_middle = move || layers.around.with(|it| it.as_ref().is_some_and(|it| id.with_value(|id| it.0 == *id)));
    let behind = move || hand.part.with(|part| id.with_value(|id| part.behind.get(id).copied()));
    let seen = hand.drawing().and_then(|drawing| id.with_value(|id| drawing.seen_as(id)));
    let many = move || hand.record.with(|record| record.people.len() > 8);
    view! {
        <div class="map-kin map-looking">
            {seen.map(|href| view! {
                <a class="ds-button" data-variant="tertiary" data-size="sm" href=href>
                    {move || t!(i18n, seen.open, name = id.with_value(|id| hand.name_now(id, language())))}
                </a>
            })}
            <Show when=move || many() && !is_middle()>
                <button class="ds-button" data-variant="tertiary" data-size="sm" type="button"
                    on:click=move |_| layers.around.set(Some((id.get_value(), 1)))>{t!(i18n, map.only_around)}</button>
            </Show>
            {move || behind().map(|count| view! {
                <button class="ds-button" data-variant="tertiary" data-size="sm" type="button"
                    on:click=move |_| id.with_value(|id| layers.unfold(id))>{t_string!(i18n, map.unfold, count = count.to_string())}</button>
            })}
            <Show when=move || many() && behind().is_none()>
                <button class="ds-button" data-variant="tertiary" data-size="sm" type="button"
                    on:click=move |_| id.with_value(|id| layers.fold(id, Branch::Above))>{t!(i18n, map.fold_above)}</button>
                <button class="ds-button" data-variant="tertiary" data-size="sm" type="button"
                    on:click=move |_| id.with_value(|id| layers.fold(id, Branch::Families))>{t!(i18n, map.fold_families)}</button>
            </Show>
        </div>
    }
}

/// Whether somebody can be taken off the map: who takes part stays.
pub(super) fn may_be_removed(drawing: Drawing, id: &PersonId) -> bool {
    let key = Party::Person(id.0.clone()).key();
    !drawing.parties.with_value(|parties| parties.list.iter().any(|it| it.key == key))
}
