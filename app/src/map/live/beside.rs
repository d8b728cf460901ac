//! Who else has the map open, at whom they look, and whose value it is where
//! two wrote the same.

use super::Live;
use super::clash::{Clash, Whose};
use crate::api::live::Beside;
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::language::use_language;
use crate::map::table::full_name;
use crate::text::{Language, capitalised, date, list, word};
use family_map::edit::{Edit, PersonField};
use family_map::record::{Known, PersonId, Record};
use leptos::html;
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use wasm_bindgen::JsCast;

fn initials(name: &str) -> String {
    name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect()
}

/// What somebody is called; a guest may be nameless on this map.
fn named(language: Language, name: &str) -> String {
    if name.is_empty() { capitalised(&word(language, "name.shielded")) } else { name.to_owned() }
}

/// The others, each with a colour and a name. Nothing where nobody is there.
#[component]
pub(in crate::map) fn BesideYou(
    /// The map.
    live: Live,
    /// The people.
    record: Memo<Record>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let looks_at = move |other: &Beside| {
        let name = record.with(|record| Some(full_name(record.people.get(other.person.as_ref()?)?, language())));
        name.map(|name| t_string!(i18n, live.looks_at, name = name))
    };
    // Coming and going is said; whom somebody looks at is only shown.
    let names = Memo::new(move |_| {
        live.others.with(|all| all.iter().map(|it| named(language(), &it.name)).collect::<Vec<_>>())
    });
    let said = move || {
        let names = names.get();
        if names.is_empty() { String::new() } else { t_string!(i18n, live.also_here, names = list(language(), &names)) }
    };
    view! {
        <div class="map-beside">
            <p class="ds-sr-only" role="status">{said}</p>
            {move || (!live.others.with(Vec::is_empty)).then(|| view! {
                <ul aria-label=t!(i18n, live.here)>
                    {live.others.get().into_iter().map(|other| {
                        let at = looks_at(&other);
                        let name = named(language(), &other.name);
                        view! {
                            <li data-beside=other.colour.to_string()>
                                <span class="map-beside-mark" aria-hidden="true">{initials(&name)}</span>
                                <span><bdi>{name}</bdi>{at.map(|at| view! { <span class="map-beside-at">" "{at}</span> })}</span>
                            </li>
                        }
                    }).collect_view()}
                </ul>
            })}
        </div>
    }
}

/// What must be said: that the map is no longer open, and whose value it is
/// where two wrote the same.
#[component]
pub(in crate::map) fn BesideNote(
    /// The map.
    live: Live,
    /// The people.
    record: Memo<Record>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let text = move |clash: &Clash| record.with(|record| clash_text(i18n, language(), record, clash));
    view! {
        <div role="status" class="map-clash">
            {move || live.ended.get().then(|| view! {
                <div class="ds-alert" data-color="warning" data-size="sm"><p>{t!(i18n, live.ended)}</p></div>
            })}
            {move || live.clash.get().map(|clash| view! {
                <div class="ds-alert" data-color="info" data-size="sm">
                    <p>{text(&clash)}</p>
                    <button class="ds-button" data-variant="tertiary" data-size="sm" type="button" on:click=move |_| live.clash.set(None)>{t!(i18n, live.understood)}</button>
                </div>
            })}
        </div>
    }
}

/// What both wrote about, in words.
pub(crate) fn field_word(i18n: I18nContext<Locale>, edit: &Edit) -> &'static str {
    match edit {
        Edit::SetPerson { field: PersonField::Name(_) | PersonField::Called(_), .. } => {
            t_string!(i18n, live.field_name)
        }
        Edit::SetPerson { field: PersonField::Birth(_), .. } => t_string!(i18n, live.field_birth),
        Edit::SetPerson { field: PersonField::Death(_), .. } => t_string!(i18n, live.field_death),
        Edit::SetPerson { field: PersonField::Symbol(_) | PersonField::GenderText(_), .. } => {
            t_string!(i18n, live.field_symbol)
        }
        Edit::SetPerson { field: PersonField::Note(_), .. } => t_string!(i18n, live.field_note),
        Edit::SetPerson { .. } => t_string!(i18n, live.field_person),
        _ => t_string!(i18n, live.field_tie),
    }
}

/// A value that can be said in a few words.
pub(crate) fn value_word(language: Language, edit: &Edit) -> Option<String> {
    let Edit::SetPerson { field, .. } = edit else { return None };
    match field {
        PersonField::Name(Known::Known(text)) => Some(text.clone()),
        PersonField::Called(text) | PersonField::Note(text) | PersonField::GenderText(text) => text.clone(),
        PersonField::Birth(Known::Known(day)) | PersonField::Death(Known::Known(day)) => Some(date(language, day)),
        _ => None,
    }
}

fn clash_text(i18n: I18nContext<Locale>, language: Language, record: &Record, clash: &Clash) -> String {
    let person = clash.person().and_then(|id| record.people.get(id)).map(|it| full_name(it, language));
    let (by, what) = (named(language, &clash.by), field_word(i18n, &clash.mine));
    let what = match person {
        Some(person) => t_string!(i18n, live.of, what = what, person = person),
        None => what.to_owned(),
    };
    let quoted = |edit: Option<&Edit>| edit.and_then(|edit| value_word(language, edit));
    match (clash.whose, quoted(Some(&clash.mine)), quoted(clash.theirs.as_ref())) {
        (Whose::Gone, ..) => t_string!(i18n, live.gone, by = by, what = what),
        (Whose::Theirs, _, Some(value)) => t_string!(i18n, live.theirs, by = by, what = what, value = value),
        (Whose::Theirs, ..) => t_string!(i18n, live.theirs_plain, by = by, what = what),
        (Whose::Mine, Some(value), _) => t_string!(i18n, live.mine, by = by, what = what, value = value),
        (Whose::Mine, ..) => t_string!(i18n, live.mine_plain, by = by, what = what),
    }
}

/// Marks on the drawing whom the others look at, also after it is drawn anew.
pub(in crate::map) fn mark_others(live: Live, surface: NodeRef<html::Div>, picture: Memo<String>) {
    Effect::new(move |_| {
        picture.track();
        let others = live.others.get();
        let Some(element) = surface.get() else { return };
        let colour = |id: &PersonId| others.iter().find(|it| it.person.as_ref() == Some(id)).map(|it| it.colour);
        let people = element.query_selector_all("[data-person]").ok();
        for at in 0..people.as_ref().map_or(0, leptos::web_sys::NodeList::length) {
            let person = people.as_ref().and_then(|list| list.item(at));
            let Some(person) = person.and_then(|it| it.dyn_into::<leptos::web_sys::Element>().ok()) else { continue };
            let id = person.get_attribute("data-person").map(PersonId::from);
            let _ = match id.as_ref().and_then(colour) {
                Some(colour) => person.set_attribute("data-beside", &colour.to_string()),
                None => person.remove_attribute("data-beside"),
            };
        }
    });
}
