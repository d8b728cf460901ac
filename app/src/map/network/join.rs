//! Somebody comes into the network: chosen from the family map, or written by
//! name. Nobody is typed twice.

use super::choice::Choice;
use super::edits::{join, proposed_sector};
use super::words::{ring_word, sector_word};
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::map::drawing::{Drawing, fresh_id};
use crate::map::table::full_name;
use family_map::network::map;
use family_map::record::{NetworkId, NetworkMemberId, PersonId, Record, Ring, Sector, Standing, Who};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The form by which somebody comes in.
#[component]
pub(super) fn Join(
    /// The map in the hands of the one who draws.
    drawing: Drawing,
    /// What is shown.
    record: Memo<Record>,
    /// Into which network.
    network: Signal<Option<NetworkId>>,
    /// Its sectors.
    sectors: Memo<Vec<Sector>>,
    /// Somebody came in.
    on_join: Callback<NetworkMemberId>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let people = RwSignal::new(BTreeSet::<PersonId>::new());
    let name = RwSignal::new(String::new());
    let sector = RwSignal::new(None::<String>);
    let ring = RwSignal::new(Ring::Effective);
    let nobody = RwSignal::new(false);
    // Whoever is on the family map and not in the network yet.
    let open = Memo::new(move |_| {
        record.with(|record| {
            let network = network.get();
            let map = network.and_then(|network| map(record, &network));
            let Some(map) = map else { return Vec::new() };
            let inside: BTreeSet<&PersonId> = map.members.iter().flat_map(|it| &it.who.people).collect();
            let outside = record.people.values().filter(|it| it.id != map.network.person && !inside.contains(&it.id));
            outside.filter(|it| !it.shielded).map(|it| (it.id.clone(), full_name(it, language()))).collect::<Vec<_>>()
        })
    });
    // A name that somebody on the family map has is that person.
    let same = Memo::new(move |_| {
        let typed = name.with(|name| name.trim().to_lowercase());
        record.with(|record| {
            let called = |it: &&family_map::record::Person| {
                let names = [it.called.as_deref(), it.name.value().map(String::as_str)];
                names.into_iter().flatten().any(|it| it.trim().to_lowercase() == typed)
            };
            let mut found = record.people.values().filter(|it| !it.shielded).filter(called);
            found.next().filter(|_| !typed.is_empty() && found.next().is_none()).map(|it| it.id.clone())
        })
    });
    let chosen = move || {
        let mut chosen = people.get();
        // Beside people who are chosen a name is that of the group.
        if chosen.is_empty() {
            chosen.extend(same.get());
        }
        chosen
    };
    let proposed = Memo::new(move |_| {
        let chosen = chosen();
        record
            .with(|record| {
                let network = record.networks.get(&network.get()?)?;
                Some(proposed_sector(record, network, &chosen).0)
            })
            .unwrap_or_default()
    });
    let sector_now = Signal::derive(move || sector.get().unwrap_or_else(|| proposed.get()));
    let keep = move || {
        let linked = untrack(chosen);
        let typed = name.with_untracked(|name| name.trim().to_owned());
        let is_same = people.with_untracked(BTreeSet::is_empty) && !linked.is_empty();
        let who = Who { people: linked, name: Some(typed).filter(|it| !it.is_empty() && !is_same) };
        nobody.set(who == Who::default());
        let (Some(network), false) = (network.get_untracked(), who == Who::default()) else { return };
        let id = fresh_id();
        let standing = Standing::at(&sector_now.get_untracked(), ring.get_untracked());
        drawing.draw(vec![join(&network, who, standing, drawing.origin(), id.clone())]);
        people.set(BTreeSet::new());
        name.set(String::new());
        sector.set(None);
        on_join.run(id.as_str().into());
    };
    view! {
        <details class="ds-details network-join">
            <summary>{t!(i18n, network.join)}</summary>
            <form class="stack" on:submit=move |event| { event.prevent_default(); keep(); }>
                <Show when=move || open.with(|open| !open.is_empty())>
                    <fieldset class="ds-fieldset">
                        <legend class="ds-label">{t!(i18n, network.from_map)}</legend>
                        <div class="network-people">
                            <For each=move || open.get() key=|it| it.clone() let:it>
                                {
                                    let (id, called) = it;
                                    let on = { let id = id.clone(); move || people.with(|people| people.contains(&id)) };
                                    view! {
                                        <label class="ds-field network-person">
                                            <input class="ds-input" type="checkbox" prop:checked=on
                                                on:change=move |event| people.update(|people| {
                                                    if event_target_checked(&event) { people.insert(id.clone()) } else { people.remove(&id) };
                                                }) />
                                            <bdi>{called}</bdi>
                                        </label>
                                    }
                                }
                            </For>
                        </div>
                    </fieldset>
                </Show>
                <div class="ds-field">
                    <label class="ds-label" for="join-name">{move || if people.with(BTreeSet::is_empty) { t_string!(i18n, network.new_name) } else { t_string!(i18n, network.group_name) }}</label>
                    <input class="ds-input" id="join-name" maxlength="120" autocomplete="off" aria-describedby="join-hint"
                        aria-invalid=move || nobody.get().then_some("true")
                        prop:value=name on:input=move |event| { nobody.set(false); name.set(event_target_value(&event)) } />
                    <p class="form-hint" id="join-hint" role="status" data-wrong=move || nobody.get().then_some("")>
                        {move || {
                            let is_same = people.with(BTreeSet::is_empty) && same.with(Option::is_some);
                            match (nobody.get(), is_same) {
                                (true, _) => t_string!(i18n, network.nobody_chosen),
                                (_, true) => t_string!(i18n, network.same_person),
                                _ => t_string!(i18n, network.new_name_hint),
                            }
                        }}
                    </p>
                </div>
                <Choice id="join-sector" label=Signal::derive(move || t_string!(i18n, network.sector).to_owned()) now=sector_now
                    options=Signal::derive(move || sectors.with(|all| all.iter().map(|it| (it.code.0.clone(), sector_word(language(), it))).collect::<Vec<_>>()))
                    on_choose=Callback::new(move |code| sector.set(Some(code))) />
                <Choice id="join-ring" label=Signal::derive(move || t_string!(i18n, network.ring).to_owned())
                    now=Signal::derive(move || ring.get().code().to_owned())
                    options=Signal::derive(move || Ring::ALL.iter().map(|it| (it.code().to_owned(), ring_word(language(), *it))).collect::<Vec<_>>())
                    on_choose=Callback::new(move |code: String| ring.set(Ring::from_code(&code).unwrap_or(Ring::Effective))) />
                <button class="ds-button" data-size="sm" type="submit">{t!(i18n, network.join_do)}</button>
            </form>
        </details>
    }
}
