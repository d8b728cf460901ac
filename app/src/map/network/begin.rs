//! The beginning of a network map: whose it is, and into how many sectors the
//! sheet is divided.

use super::choice::Choice;
use super::edits::begin;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::map::drawing::{Drawing, fresh_id};
use crate::map::table::full_name;
use family_map::record::{NetworkId, NetworkKind, PersonId, Record, SectorSet};
use leptos::prelude::*;

/// Begins a network map of somebody.
#[component]
pub(super) fn Begin(
    /// The map in the hands of the one who draws.
    drawing: Drawing,
    /// What is shown.
    record: Memo<Record>,
    /// A network has begun.
    on_begin: Callback<NetworkId>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let of = RwSignal::new(record.with_untracked(|record| record.index.clone()));
    let sectors = RwSignal::new("6".to_owned());
    let people = Signal::derive(move || {
        record.with(|record| {
            let people = record.people.values().filter(|it| !it.shielded);
            people.map(|it| (it.id.0.clone(), full_name(it, language()))).collect::<Vec<_>>()
        })
    });
    let now = Signal::derive(move || {
        let first = || people.with(|people| people.first().map(|it| it.0.clone()).unwrap_or_default());
        of.get().map_or_else(first, |it| it.0)
    });
    let sets = Signal::derive(move || {
        let words = [
            ("6", t_string!(i18n, network.sectors_six)),
            ("5", t_string!(i18n, network.sectors_five)),
            ("4", t_string!(i18n, network.sectors_four)),
        ];
        words.map(|(code, word)| (code.to_owned(), word.to_owned())).to_vec()
    });
    let keep = move || {
        let person = PersonId::from(now.get_untracked());
        if person.0.is_empty() {
            return;
        }
        let set = match sectors.get_untracked().as_str() {
            "4" => SectorSet::Four,
            "5" => SectorSet::Five,
            _ => SectorSet::Six,
        };
        let id = fresh_id();
        drawing.draw(vec![begin(person, NetworkKind::Now, set, drawing.origin(), id.clone())]);
        on_begin.run(id.into());
    };
    view! {
        <form class="stack network-begin" on:submit=move |event| { event.prevent_default(); keep(); }>
            <Choice id="begin-person" label=Signal::derive(move || t_string!(i18n, network.whose).to_owned()) now options=people
                on_choose=Callback::new(move |code: String| of.set(Some(code.into()))) />
            <Choice id="begin-sectors" label=Signal::derive(move || t_string!(i18n, network.sectors).to_owned()) now=sectors options=sets
                on_choose=Callback::new(move |code| sectors.set(code)) />
            <button class="ds-button" type="submit">{t!(i18n, network.begin)}</button>
        </form>
    }
}
