//! Name, sign and age of a person, written on the map itself.

use super::drawing::Drawing;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::{date, read_date};
use family_map::FuzzyDate;
use family_map::edit::{Edit, PersonField};
use family_map::record::{Known, Life, Person, PersonId, Symbol};
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys;
use std::cmp::Ordering;

/// The signs that are offered at the table; the rest stand on the person's page.
const SIGNS: [Symbol; 4] = [Symbol::Female, Symbol::Male, Symbol::NonBinary, Symbol::Unknown];

/// The small form beside a person's symbol. Enter keeps it, Escape leaves
/// everything as it was.
#[component]
pub(super) fn Naming(
    /// The map in the hands of the one who draws.
    drawing: Drawing,
    /// Who is named.
    person: Person,
    /// Today: nobody is born later, unless expected.
    today: FuzzyDate,
    /// It is done; the focus goes back to this person.
    on_done: Callback<PersonId>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let id = person.id.clone();
    let label = person.label().unwrap_or_default().to_owned();
    let born_before = person.birth.value().map(|it| date(language(), it)).unwrap_or_default();
    let (name, born) = (RwSignal::new(label.clone()), RwSignal::new(born_before.clone()));
    let sign = RwSignal::new(person.symbol);
    let wrong = RwSignal::new(false);
    let late = RwSignal::new(false);
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        // With the next frame what stands in it is there to be written over.
        if let Some(field) = field.get() {
            request_animation_frame(move || {
                let _ = field.focus();
                field.select();
            });
        }
    });
    let done = {
        let id = id.clone();
        move || on_done.run(id.clone())
    };
    let keep = {
        let done = done.clone();
        let person = person.clone();
        move || {
            let set = |field| Edit::SetPerson { person: person.id.clone(), field };
            let mut edits = Vec::new();
            let typed = name.get_untracked().trim().to_owned();
            if typed != label {
                // What we call somebody is what stands on the map.
                edits.push(set(if person.called.is_some() {
                    PersonField::Called(Some(typed).filter(|it| !it.is_empty()))
                } else {
                    PersonField::Name(Some(typed).filter(|it| !it.is_empty()).into())
                }));
            }
            let text = born.get_untracked();
            if text.trim() != born_before {
                let read = read_date(&text);
                wrong.set(read.is_none());
                let Some(read) = read else { return };
                let comes = |it: &FuzzyDate| it.known_cmp(&today) == Some(Ordering::Greater);
                late.set(person.life != Life::Expected && read.value().is_some_and(comes));
                if late.get_untracked() {
                    return;
                }
                if !(read == Known::NotAsked && person.birth.value().is_none()) {
                    edits.push(set(PersonField::Birth(read)));
                }
            }
            if sign.get_untracked() != person.symbol {
                edits.push(set(PersonField::Symbol(sign.get_untracked())));
            }
            drawing.draw(edits);
            done();
        }
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        event.stop_propagation();
        if event.key() == "Escape" {
            event.prevent_default();
            done();
        }
    };
    let sign_word = move |symbol: Symbol| match symbol {
        Symbol::Female => t_string!(i18n, map.sign_female),
        Symbol::Male => t_string!(i18n, map.sign_male),
        Symbol::NonBinary => t_string!(i18n, map.sign_nonbinary),
        _ => t_string!(i18n, map.sign_unknown),
    };
    let mut signs = SIGNS.to_vec();
    if !signs.contains(&person.symbol) {
        signs.insert(0, person.symbol);
    }
    let other = person.symbol;
    view! {
        <form
            class="map-naming"
            id="map-naming"
            aria-label=move || t_string!(i18n, map.rename)
            on:submit=move |event| { event.prevent_default(); keep(); }
            on:keydown=on_key
            on:pointerdown=|event| event.stop_propagation()
            on:pointerup=|event| event.stop_propagation()
            on:wheel=|event| event.stop_propagation()
        >
            <div class="ds-field">
                <label class="ds-label" for="map-name">{t!(i18n, map.name)}</label>
                <input class="ds-input" id="map-name" maxlength="200" autocomplete="off" node_ref=field
                    prop:value=name on:input=move |event| name.set(event_target_value(&event)) />
            </div>
            <div class="ds-field">
                <label class="ds-label" for="map-born">{t!(i18n, map.born)}</label>
                <input class="ds-input" id="map-born" maxlength="60" autocomplete="off" aria-describedby="map-born-hint"
                    aria-invalid=move || (wrong.get() || late.get()).then_some("true")
                    prop:value=born on:input=move |event| born.set(event_target_value(&event)) />
                <p class="form-hint" id="map-born-hint" role="status" data-wrong=move || (wrong.get() || late.get()).then_some("")>
                    {move || match (wrong.get(), late.get()) {
                        (true, _) => t_string!(i18n, map.bad_date),
                        (_, true) => t_string!(i18n, map.future),
                        _ => t_string!(i18n, map.born_hint),
                    }}
                </p>
            </div>
            <div class="ds-field">
                <label class="ds-label" for="map-sign">{t!(i18n, map.sign)}</label>
                <select class="ds-input" id="map-sign"
                    on:change=move |event| sign.set(Symbol::from_code(&event_target_value(&event)).unwrap_or(other))>
                    {signs.into_iter().map(|symbol| view! {
                        <option value=symbol.code() selected=symbol == other>
                            {move || if SIGNS.contains(&symbol) {
                                sign_word(symbol).to_owned()
                            } else {
                                crate::text::word(language(), &format!("symbol.{}", symbol.code()))
                            }}
                        </option>
                    }).collect_view()}
                </select>
            </div>
            <button class="ds-button" data-size="sm" type="submit">{t!(i18n, map.done)}</button>
        </form>
    }
}
