//! Name, sign, dates and life of a person, written on the map itself.

use super::drawing::Drawing;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::{capitalised, date, read_date};
use family_map::FuzzyDate;
use family_map::edit::{Edit, PersonField};
use family_map::record::{Known, Life, Person, PersonId, Symbol};
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys;
use std::cmp::Ordering;

/// The signs that are offered at the table; the rest stand on the person's page.
const SIGNS: [Symbol; 5] = [Symbol::Female, Symbol::Male, Symbol::NonBinary, Symbol::Unknown, Symbol::Pet];

/// Whether somebody was never born alive: one date says when that was.
fn is_lost(life: Life) -> bool {
    life.is_loss() || life == Life::Stillbirth
}

/// Whether a life has a second date: of the death, or since when somebody is missing.
fn has_end(life: Life) -> bool {
    matches!(life, Life::Dead | Life::Missing)
}

/// What is wrong with what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrong {
    NoDate,
    Future,
    BeforeBirth,
}

/// Reads a date of somebody's life, who lives or lived like this.
fn read(text: &str, today: &FuzzyDate, life: Life) -> Result<Known<FuzzyDate>, Wrong> {
    let read = read_date(text).ok_or(Wrong::NoDate)?;
    let comes = |it: &FuzzyDate| it.known_cmp(today) == Some(Ordering::Greater);
    if life != Life::Expected && read.value().is_some_and(comes) { Err(Wrong::Future) } else { Ok(read) }
}

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
    let died_before = person.death.value().map(|it| date(language(), it)).unwrap_or_default();
    let died = RwSignal::new(died_before.clone());
    let life = RwSignal::new(person.life);
    let wrong_birth = RwSignal::new(None::<Wrong>);
    let wrong_death = RwSignal::new(None::<Wrong>);
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
            let lives = life.get_untracked();
            let typed = born.get_untracked();
            let same = typed.trim() == born_before;
            let birth = if same { Ok(person.birth.clone()) } else { read(&typed, &today, lives) };
            let typed = died.get_untracked();
            let death = match lives {
                _ if is_lost(lives) && same => Ok(person.death.clone()),
                _ if is_lost(lives) => birth.clone(),
                _ if !has_end(lives) => Ok(Known::NotAsked),
                _ if typed.trim() == died_before => Ok(person.death.clone()),
                _ => read(&typed, &today, lives),
            };
            let death = match (&birth, death) {
                (Ok(Known::Known(birth)), Ok(Known::Known(death)))
                    if death.known_cmp(birth) == Some(Ordering::Less) =>
                {
                    Err(Wrong::BeforeBirth)
                }
                (_, death) => death,
            };
            wrong_birth.set(birth.as_ref().err().copied());
            wrong_death.set(death.as_ref().err().copied().filter(|_| birth.is_ok()));
            let (Ok(birth), Ok(death)) = (birth, death) else { return };
            if lives != person.life {
                edits.push(set(PersonField::Life(lives)));
            }
            if birth != person.birth {
                edits.push(set(PersonField::Birth(birth)));
            }
            if death != person.death {
                edits.push(set(PersonField::Death(death)));
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
    let (other, lived) = (person.symbol, person.life);
    let wrong_word = move |wrong: Wrong| match wrong {
        Wrong::NoDate => t_string!(i18n, map.bad_date),
        Wrong::Future => t_string!(i18n, map.future),
        Wrong::BeforeBirth => t_string!(i18n, map.before_birth),
    };
    view! {
        <form
            class="map-naming"
            id="map-naming"
            aria-label=t!(i18n, map.rename)
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
                <label class="ds-label" for="map-born">
                    {move || match life.get() {
                        Life::Expected => t_string!(i18n, map.due),
                        life if is_lost(life) => t_string!(i18n, map.lost),
                        _ => t_string!(i18n, map.born),
                    }}
                </label>
                <input class="ds-input" id="map-born" maxlength="60" autocomplete="off" aria-describedby="map-born-hint"
                    aria-invalid=move || wrong_birth.get().map(|_| "true")
                    prop:value=born on:input=move |event| born.set(event_target_value(&event)) />
                <p class="form-hint" id="map-born-hint" role="status" data-wrong=move || wrong_birth.get().map(|_| "")>
                    {move || wrong_birth.get().map_or_else(|| t_string!(i18n, map.born_hint), wrong_word)}
                </p>
            </div>
            <div class="ds-field">
                <label class="ds-label" for="map-sign">{t!(i18n, map.sign)}</label>
                <select class="ds-input" id="map-sign"
                    on:change=move |event| sign.set(Symbol::from_code(&event_target_value(&event)).unwrap_or(other))>
                    {signs.into_iter().map(|symbol| view! {
                        <option value=symbol.code() selected=symbol == other>
                            {move || if SIGNS.contains(&symbol) && symbol != Symbol::Pet {
                                sign_word(symbol).to_owned()
                            } else {
                                capitalised(&crate::text::word(language(), &format!("symbol.{}", symbol.code())))
                            }}
                        </option>
                    }).collect_view()}
                </select>
            </div>
            <div class="ds-field">
                <label class="ds-label" for="map-life">{t!(i18n, map.life)}</label>
                <select class="ds-input" id="map-life"
                    on:change=move |event| life.set(Life::from_code(&event_target_value(&event)).unwrap_or(Life::Alive))>
                    {Life::ALL.iter().map(|it| {
                        let key = format!("life.{}", it.code());
                        view! { <option value=it.code() selected=*it == lived>{move || capitalised(&crate::text::word(language(), &key))}</option> }
                    }).collect_view()}
                </select>
            </div>
            <Show when=move || has_end(life.get())>
                <div class="ds-field">
                    <label class="ds-label" for="map-died">
                        {move || if life.get() == Life::Missing { t_string!(i18n, map.missing_since) } else { t_string!(i18n, map.died) }}
                    </label>
                    <input class="ds-input" id="map-died" maxlength="60" autocomplete="off" aria-describedby="map-died-hint"
                        aria-invalid=move || wrong_death.get().map(|_| "true")
                        prop:value=died on:input=move |event| died.set(event_target_value(&event)) />
                    <p class="form-hint" id="map-died-hint" role="status" data-wrong=move || wrong_death.get().map(|_| "")>
                        {move || wrong_death.get().map_or_else(|| t_string!(i18n, map.died_hint), wrong_word)}
                    </p>
                </div>
            </Show>
            <button class="ds-button" data-size="sm" type="submit">{t!(i18n, map.done)}</button>
        </form>
    }
}
