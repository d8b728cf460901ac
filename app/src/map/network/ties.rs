//! Whom the chosen member knows: changed, taken away, and a new one chosen
//! from the list or pointed at on the map.

use super::choice::Choice;
use super::edits::acquaint;
use super::words::who_word;
use crate::components::Icon;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::map::drawing::{Drawing, fresh_id};
use crate::text::word;
use family_map::edit::{AcquaintanceField, Change, Edit};
use family_map::network::map;
use family_map::record::{AcquaintanceId, AcquaintanceKind, FactId, NetworkMemberId, Record};
use leptos::prelude::*;

/// The ties of one member to the others.
#[component]
pub(super) fn Ties(
    /// The map in the hands of the one who draws.
    drawing: Drawing,
    /// What is shown.
    record: Memo<Record>,
    /// Who is chosen.
    id: StoredValue<NetworkMemberId>,
    /// Who is waiting to be tied to somebody who is pointed at.
    tying: RwSignal<Option<NetworkMemberId>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let ties = Memo::new(move |_| {
        record
            .with(|record| {
                let id = id.get_value();
                let network = record.network_members.get(&id).map(|it| it.network.clone())?;
                let map = map(record, &network)?;
                let own = map.ties.iter().filter(|it| it.a == id || it.b == id);
                let other = |a: &NetworkMemberId, b: &NetworkMemberId| if *a == id { b.clone() } else { a.clone() };
                Some(own.map(|it| (it.id.clone(), other(&it.a, &it.b))).collect::<Vec<_>>())
            })
            .unwrap_or_default()
    });
    let name = move |member: &NetworkMemberId| {
        record.with(|record| {
            let who = record.network_members.get(member).map(|it| &it.who);
            who.map(|who| who_word(language(), record, who)).unwrap_or_default()
        })
    };
    let kind_of = move |tie: &AcquaintanceId| {
        record.with(|record| record.acquaintances.get(tie).map(|it| it.kind.code()).unwrap_or_default()).to_owned()
    };
    let kinds = Signal::derive(move || {
        let word = |it: &AcquaintanceKind| word(language(), &format!("acquaintance.{}", it.code()));
        AcquaintanceKind::ALL.iter().map(|it| (it.code().to_owned(), word(it))).collect::<Vec<_>>()
    });
    let others = move || {
        let known: Vec<_> = ties.get().into_iter().map(|(_, other)| other).collect();
        record.with(|record| {
            let own = id.get_value();
            let network = record.network_members.get(&own).map(|it| it.network.clone());
            let map = network.and_then(|network| map(record, &network));
            let members = map.iter().flat_map(|map| map.members.iter());
            let open = members.filter(|it| it.id != own && !known.contains(&it.id));
            open.map(|it| (it.id.0.clone(), who_word(language(), record, &it.who))).collect::<Vec<_>>()
        })
    };
    let tie_to = move |other: String| {
        let edit = drawing.with_now(|record| {
            let own = id.get_value();
            let network = record.network_members.get(&own)?.network.clone();
            let map = map(record, &network)?;
            acquaint(&map, (&own, &other.as_str().into()), AcquaintanceKind::Knows, drawing.origin(), fresh_id())
        });
        drawing.draw(edit.into_iter().collect());
    };
    let waits = move || tying.with(|tying| *tying == Some(id.get_value()));
    view! {
        <div role="group" aria-labelledby="member-ties">
            <h3 class="ds-label" id="member-ties">{t!(i18n, network.knows)}</h3>
            <ul class="map-ties">
                <For each=move || ties.get() key=|tie| tie.clone() let:tie>
                    {
                        let (tie, other) = tie;
                        let now = { let tie = tie.clone(); Signal::derive(move || kind_of(&tie)) };
                        let set = { let tie = tie.clone(); Callback::new(move |code: String| if let Some(kind) = AcquaintanceKind::from_code(&code) {
                            drawing.draw(vec![Edit::Set(Change::Acquaintance(tie.clone(), AcquaintanceField::Kind(kind)))]);
                        }) };
                        let field = format!("tie-{}", tie.as_str());
                        let (for_field, gone) = (field.clone(), other.clone());
                        view! {
                            <li>
                                <label class="ds-label" data-weight="regular" for=for_field><bdi>{move || name(&other)}</bdi></label>
                                <div class="map-tie">
                                    <Choice id=field quiet=true label=Signal::derive({ let other = gone.clone(); move || t_string!(i18n, network.tie_with, name = name(&other)) })
                                        now options=kinds on_choose=set />
                                    <button class="ds-button" data-variant="tertiary" data-color="neutral" data-size="sm" data-icon="true" type="button"
                                        aria-label=move || t_string!(i18n, map.untie, name = name(&gone))
                                        on:click=move |_| drawing.draw(vec![Edit::Remove(FactId::Acquaintance(tie.clone()))])>
                                        <Icon name="close" />
                                    </button>
                                </div>
                            </li>
                        }
                    }
                </For>
            </ul>
            <div class="ds-field">
                <label class="ds-label" data-weight="regular" for="member-knows">{t!(i18n, network.knows_also)}</label>
                <select class="ds-input" id="member-knows" on:change=move |event| tie_to(event_target_value(&event))>
                    <option value="">{t!(i18n, network.choose)}</option>
                    {move || others().into_iter().map(|(id, name)| view! { <option value=id>{name}</option> }).collect_view()}
                </select>
            </div>
            <button class="ds-button" data-variant="secondary" data-size="sm" type="button" aria-pressed=move || waits().to_string() aria-keyshortcuts="K"
                on:click=move |_| tying.set(if untrack(waits) { None } else { Some(id.get_value()) })>{t!(i18n, network.point)}</button>
        </div>
    }
}
