//! The chosen system of an ecomap as a small form, and the form by which a new
//! one comes in.

use super::choice::Choice;
use super::systems::{add, set};
use super::words::{answer_of, answers, code_of, system_word};
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::map::drawing::{Drawing, fresh_id};
use crate::text::word;
use family_map::FuzzyDate;
use family_map::edit::EcomapSystemField;
use family_map::record::{
    Centre, EcomapSystem, Energy, PersonId, Record, Stress, SystemId, SystemKind, TieStrength, Who,
};
use leptos::prelude::*;

/// The form of one system.
#[component]
pub(super) fn SystemForm(
    /// The map in the hands of the one who draws.
    drawing: Drawing,
    /// What is shown.
    record: Memo<Record>,
    /// Who is in the middle, with their names.
    people: Memo<Vec<(PersonId, String)>>,
    /// Which one.
    id: SystemId,
    /// Today.
    today: FuzzyDate,
    /// Takes it off the map, as one put there by mistake.
    on_remove: Callback<SystemId>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let id = StoredValue::new(id);
    let system = Memo::new(move |_| record.with(|record| record.systems.get(&id.get_value()).cloned()));
    let read = move |read: fn(&EcomapSystem) -> &'static str| {
        Signal::derive(move || system.with(|it| it.as_ref().map(read).unwrap_or_default()).to_owned())
    };
    let keep = move |field: EcomapSystemField| drawing.draw(vec![set(&id.get_value(), field)]);
    let name_now = move || system.with(|it| it.as_ref().and_then(|it| it.who.name.clone()).unwrap_or_default());
    let rename = move |text: String| {
        let Some(before) = system.get_untracked() else { return };
        let who = Who { name: Some(text.trim().to_owned()).filter(|it| !it.is_empty()), ..before.who.clone() };
        if who != before.who {
            keep(EcomapSystemField::Who(who));
        }
    };
    let concerns =
        move |person: &PersonId| system.with(|it| it.as_ref().is_some_and(|it| it.concerns.contains(person)));
    let concern = move |person: PersonId, on: bool| {
        let mut all = system.with_untracked(|it| it.as_ref().map(|it| it.concerns.clone()).unwrap_or_default());
        if on {
            all.insert(person)
        } else {
            all.remove(&person)
        };
        keep(EcomapSystemField::Concerns(all));
    };
    let is_pinned = move || system.with(|it| it.as_ref().is_some_and(|it| it.pin.is_some()));
    let note_now = move || system.with(|it| it.as_ref().and_then(|it| it.note.clone()).unwrap_or_default());
    let end = move || {
        if let Some(mut span) = system.with_untracked(|it| it.as_ref().map(|it| it.span)) {
            span.to = Some(today);
            keep(EcomapSystemField::Span(span));
        }
    };
    let label = move |read: fn(leptos_i18n::I18nContext<crate::i18n::Locale>) -> &'static str| {
        Signal::derive(move || read(i18n).to_owned())
    };
    view! {
        <div class="map-edit member-form">
            <Choice id="system-kind" label=label(|i18n| t_string!(i18n, network.kind)) now=read(|it| it.kind.code())
                options=Signal::derive(move || SystemKind::ALL.iter().map(|it| (it.code().to_owned(), system_word(language(), *it))).collect())
                on_choose=Callback::new(move |code: String| if let Some(kind) = SystemKind::from_code(&code) { keep(EcomapSystemField::Kind(kind)) }) />
            <div class="ds-field">
                <label class="ds-label" data-weight="regular" for="system-name">{t!(i18n, network.system_name)}</label>
                <input class="ds-input" id="system-name" maxlength="120" autocomplete="off" prop:value=name_now
                    on:change=move |event| rename(event_target_value(&event)) />
            </div>
            <Choice id="system-strength" label=label(|i18n| t_string!(i18n, network.strength)) now=read(|it| code_of(&it.strength, |it| it.code()))
                options=Signal::derive(move || answers(language(), "strength", TieStrength::ALL.iter().map(|it| it.code())))
                on_choose=Callback::new(move |code: String| keep(EcomapSystemField::Strength(answer_of(&code, TieStrength::from_code)))) />
            <Choice id="system-stress" label=label(|i18n| t_string!(i18n, network.stress)) now=read(|it| code_of(&it.stress, |it| it.code()))
                options=Signal::derive(move || vec![
                    (String::new(), word(language(), "answer.not_asked")),
                    ("unknown".to_owned(), word(language(), "answer.unknown")),
                    (Stress::None.code().to_owned(), t_string!(i18n, network.no_stress).to_owned()),
                    (Stress::Stressful.code().to_owned(), word(language(), "legend.stressful")),
                ])
                on_choose=Callback::new(move |code: String| keep(EcomapSystemField::Stress(answer_of(&code, Stress::from_code)))) />
            <Choice id="system-energy" label=label(|i18n| t_string!(i18n, network.energy)) now=read(|it| code_of(&it.energy, |it| it.code()))
                options=Signal::derive(move || answers(language(), "energy", Energy::ALL.iter().map(|it| it.code())))
                on_choose=Callback::new(move |code: String| keep(EcomapSystemField::Energy(answer_of(&code, Energy::from_code)))) />
            <Show when=move || people.with(|people| people.len() > 1)>
                <fieldset class="ds-fieldset support-kinds">
                    <legend class="ds-label" data-weight="regular">{t!(i18n, network.concerns)}</legend>
                    <For each=move || people.get() key=|it| it.clone() let:it>
                        {
                            let (person, name) = it;
                            let (on, at_first) = (person.clone(), person.clone());
                            view! {
                                <label class="ds-chip">
                                    <input class="ds-input" type="checkbox" checked=untrack(|| concerns(&at_first)) prop:checked=move || concerns(&on)
                                        on:change=move |event| concern(person.clone(), event_target_checked(&event)) />
                                    <bdi>{name}</bdi>
                                </label>
                            }
                        }
                    </For>
                </fieldset>
            </Show>
            <details class="ds-details">
                <summary>{t!(i18n, network.more)}</summary>
                <div class="stack">
                    <div class="ds-field">
                        <label class="ds-label" data-weight="regular" for="system-note">{t!(i18n, network.note)}</label>
                        <textarea class="ds-input" id="system-note" rows="2" maxlength="1000" prop:value=note_now
                            on:change=move |event| keep(EcomapSystemField::Note(Some(event_target_value(&event).trim().to_owned()).filter(|it| !it.is_empty())))></textarea>
                    </div>
                    <Show when=is_pinned>
                        <button class="ds-button" data-variant="secondary" data-size="sm" type="button"
                            on:click=move |_| keep(EcomapSystemField::Pin(None))>{t!(i18n, network.unpin)}</button>
                    </Show>
                    <button class="ds-button" data-variant="secondary" data-size="sm" type="button" on:click=move |_| end()>{t!(i18n, network.ended)}</button>
                </div>
            </details>
            <button class="ds-button" data-variant="tertiary" data-color="danger" data-size="sm" type="button" aria-keyshortcuts="Delete"
                on:click=move |_| on_remove.run(id.get_value())>{t!(i18n, network.remove)}</button>
        </div>
    }
}

/// The form by which a system comes in.
#[component]
pub(super) fn AddSystem(
    /// The map in the hands of the one who draws.
    drawing: Drawing,
    /// Around whom.
    centre: Signal<Option<Centre>>,
    /// A system came in.
    on_add: Callback<SystemId>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let kind = RwSignal::new(SystemKind::Kindergarten);
    let name = RwSignal::new(String::new());
    let keep = move || {
        let Some(centre) = centre.get_untracked() else { return };
        let id = fresh_id();
        let typed = name.with_untracked(|name| name.trim().to_owned());
        let who = Who { name: Some(typed).filter(|it| !it.is_empty()), ..Who::default() };
        drawing.draw(vec![add(centre, kind.get_untracked(), who, drawing.origin(), id.clone())]);
        name.set(String::new());
        on_add.run(id.into());
    };
    view! {
        <details class="ds-details network-join">
            <summary>{t!(i18n, network.add_system)}</summary>
            <form class="stack" on:submit=move |event| { event.prevent_default(); keep(); }>
                <Choice id="add-kind" label=Signal::derive(move || t_string!(i18n, network.kind).to_owned())
                    now=Signal::derive(move || kind.get().code().to_owned())
                    options=Signal::derive(move || SystemKind::ALL.iter().map(|it| (it.code().to_owned(), system_word(language(), *it))).collect())
                    on_choose=Callback::new(move |code: String| kind.set(SystemKind::from_code(&code).unwrap_or(SystemKind::Other))) />
                <div class="ds-field">
                    <label class="ds-label" for="add-name">{t!(i18n, network.system_name)}</label>
                    <input class="ds-input" id="add-name" maxlength="120" autocomplete="off" aria-describedby="add-name-hint"
                        prop:value=name on:input=move |event| name.set(event_target_value(&event)) />
                    <p class="form-hint" id="add-name-hint">{t!(i18n, network.system_name_hint)}</p>
                </div>
                <button class="ds-button" data-size="sm" type="submit">{t!(i18n, network.join_do)}</button>
            </form>
        </details>
    }
}
