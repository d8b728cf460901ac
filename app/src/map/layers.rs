//! What is shown of the map, and the panel where it is chosen. What is felt,
//! who told it and all that is for the team alone is off until somebody asks.

use super::drawing::Drawing;
use super::tools::Layer;
use crate::components::party_word;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::Language;
use family_map::FuzzyDate;
use family_map::fold::{self, Branch};
use family_map::layout::Layout;
use family_map::record::{PartyKey, PersonId, Record};
use family_map::scene::{Scene, View, draw};
use family_map::{teller, view};
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A map of more people than this begins with its side branches folded away.
const MANY: usize = 60;

/// Branches that are folded away.
pub(super) type Folds = BTreeSet<(PersonId, Branch)>;

/// What is switched on.
#[derive(Clone, Copy)]
pub(super) struct Layers {
    /// Homes.
    pub(super) households: RwSignal<bool>,
    /// Emotional ties.
    pub(super) bonds: RwSignal<bool>,
    /// The team's own view: all words, and what is never shown in a family's presence.
    pub(super) team: RwSignal<bool>,
    /// Abuse, violence and neglect among the emotional ties.
    pub(super) sensitive: RwSignal<bool>,
    /// Illness and substance use as fills.
    pub(super) health: RwSignal<bool>,
    /// Who told of whom.
    pub(super) tellers: RwSignal<bool>,
    /// What is folded away.
    pub(super) folds: RwSignal<Folds>,
    /// Around whom alone, and how many generations.
    pub(super) around: RwSignal<Option<(PersonId, u8)>>,
}

/// The part of the record that is drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    /// Those who are drawn, with the ties among them.
    pub(super) record: Record,
    /// Behind whom others are folded away, and how many.
    pub(super) behind: BTreeMap<PersonId, usize>,
}

impl Layers {
    /// What is shown at first.
    pub(super) fn at_first(record: &Record) -> Self {
        let folds = if record.people.len() > MANY { fold::usual(record) } else { Folds::new() };
        Self {
            households: RwSignal::new(true),
            bonds: RwSignal::new(false),
            team: RwSignal::new(false),
            sensitive: RwSignal::new(false),
            health: RwSignal::new(false),
            tellers: RwSignal::new(false),
            folds: RwSignal::new(folds),
            around: RwSignal::new(None),
        }
    }

    /// The part of a record that is drawn.
    pub(super) fn part(self, record: &Record) -> Part {
        let near = self.around.get().map(|(person, generations)| view::around(record, &person, generations));
        // Around somebody who is gone by now there is nobody: then all are shown.
        let record = near.as_ref().filter(|it| !it.people.is_empty()).unwrap_or(record);
        let folded = self.folds.with(|folds| fold::fold(record, folds));
        Part { record: folded.record, behind: folded.behind }
    }

    /// What is switched on, for who looks at it on a day.
    pub(super) fn view(self, today: FuzzyDate, draws: bool) -> View {
        View {
            households: self.households.get(),
            bonds: self.bonds.get(),
            sensitive: self.team.get() && self.sensitive.get(),
            pins: draws,
            health: self.health.get(),
            ..View::on(today)
        }
    }

    /// Draws it.
    pub(super) fn draw(
        self,
        part: &Part,
        layout: &Layout,
        today: FuzzyDate,
        drawing: Option<(Drawing, Language)>,
        teller: impl Fn(Drawing, Language, &PartyKey) -> Option<String>,
    ) -> Scene {
        let mut scene = draw(&part.record, layout, &self.view(today, drawing.is_some()));
        if let Some((drawing, language)) = drawing.filter(|_| self.tellers.get()) {
            teller::mark(&mut scene, &part.record, layout, &|key| teller(drawing, language, key));
        }
        fold::mark(&mut scene, layout, &part.behind);
        scene
    }

    /// Shows whoever is folded away behind somebody.
    pub(super) fn unfold(self, person: &PersonId) {
        if self.folds.with_untracked(|folds| folds.iter().any(|(id, _)| id == person)) {
            self.folds.update(|folds| folds.retain(|(id, _)| id != person));
        }
    }

    /// Folds away whoever is behind somebody.
    pub(super) fn fold(self, person: &PersonId, branch: Branch) {
        self.folds.update(|folds| folds.extend([(person.clone(), branch)]));
    }
}

/// The chips above the map.
#[component]
pub(super) fn LayerPanel(
    /// What is switched on.
    layers: Layers,
    /// All that could be shown.
    record: Memo<Record>,
    /// The map in the hands of the one who draws; none for who only looks.
    drawing: Option<Drawing>,
    /// The name of somebody.
    name: Callback<PersonId, String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let folds = RwSignal::new(layers.folds.with_untracked(|folds| !folds.is_empty()));
    Effect::new(move |before: Option<bool>| {
        let now = folds.get();
        if before.is_some_and(|before| before != now) {
            layers.folds.set(if now { record.with_untracked(fold::usual) } else { Folds::new() });
        }
        now
    });
    let foldable =
        Memo::new(move |_| record.with(|record| !fold::fold(record, &fold::usual(record)).behind.is_empty()));
    let has_sensitive = Memo::new(move |_| record.with(|it| it.bonds.values().any(|it| it.kind.is_sensitive())));
    let has_health = Memo::new(move |_| record.with(|it| it.marks.values().any(|it| it.kind.is_health())));
    view! {
        <div class="map-layers" role="group" aria-label=t!(i18n, map.layers)>
            <Layer on=layers.households>{t!(i18n, map.households)}</Layer>
            <Layer on=layers.bonds>{t!(i18n, map.bonds)}</Layer>
            <Show when=move || has_health.get()><Layer on=layers.health>{t!(i18n, map.health)}</Layer></Show>
            <Show when=move || foldable.get()><Layer on=folds>{t!(i18n, map.folded)}</Layer></Show>
            {drawing.is_some().then(|| view! { <Layer on=layers.tellers>{t!(i18n, map.tellers)}</Layer> })}
            {drawing.is_some_and(|it| !it.in_room.get_value()).then(|| view! { <Layer on=layers.team>{t!(i18n, map.team_view)}</Layer> })}
            <Show when=move || layers.team.get() && has_sensitive.get()>
                <Layer on=layers.sensitive>{t!(i18n, map.sensitive)}</Layer>
            </Show>
            {move || layers.around.get().map(|(person, _)| view! {
                <Around layers name=name.run(person.clone()) person />
            })}
        </div>
    }
}

/// Around whom the map is drawn, how far, and the way back to all.
#[component]
fn Around(layers: Layers, person: PersonId, name: String) -> impl IntoView {
    let i18n = use_i18n();
    let now = move || layers.around.with(|it| it.as_ref().map_or(1, |it| it.1));
    view! {
        <span class="map-around">
            <label class="ds-label" data-size="sm" for="map-generations">{t!(i18n, map.around, name = name)}</label>
            <select class="ds-input" id="map-generations" on:change=move |event| {
                let generations = event_target_value(&event).parse().unwrap_or(1);
                layers.around.set(Some((person.clone(), generations)));
            }>
                {[1_u8, 2, 3].map(|count| view! {
                    <option value=count.to_string() selected=move || now() == count>
                        {move || if count == 1 { t_string!(i18n, map.generation).to_owned() } else { t_string!(i18n, map.generations, count = count.to_string()) }}
                    </option>
                }).collect_view()}
            </select>
            <button class="ds-button" data-variant="tertiary" data-size="sm" type="button" on:click=move |_| layers.around.set(None)>{t!(i18n, map.everybody)}</button>
        </span>
    }
}

/// The name of whoever told something, for the one who draws.
pub(super) fn teller_name(
    i18n: leptos_i18n::I18nContext<crate::i18n::Locale>,
    drawing: Drawing,
    language: Language,
    key: &PartyKey,
) -> Option<String> {
    if drawing.me.with_value(|me| *me == key.0) {
        return Some(t_string!(i18n, map.told_by_me).to_lowercase());
    }
    drawing
        .parties
        .with_value(|parties| parties.list.iter().find(|it| it.key == key.0).map(|it| party_word(i18n, language, it)))
}

/// The language of the page, for what is drawn.
pub(super) fn drawing_language(drawing: Option<Drawing>) -> impl Fn() -> Option<(Drawing, Language)> + Copy {
    let language = use_language();
    move || drawing.map(|drawing| (drawing, language()))
}
