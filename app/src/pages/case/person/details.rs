//! Name, date of birth, symbol, a few words. Only what was changed is sent, so
//! that two who write at once take nothing from each other.

use super::Here;
use crate::api::person::{Details, PersonPage, SavePerson};
use crate::components::error_text;
use crate::draft::Draft;
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::{Language, capitalised, date, read_date, word};
use family_map::record::{Known, Person, Symbol};
use leptos::prelude::*;

/// The symbols that people choose for people, and one for pets.
const SYMBOLS: [Symbol; 7] = [
    Symbol::Female,
    Symbol::Male,
    Symbol::NonBinary,
    Symbol::TransWoman,
    Symbol::TransMan,
    Symbol::Unknown,
    Symbol::Pet,
];

fn details_of(person: &Person, language: Language) -> Details {
    Details {
        name: person.name.value().cloned().unwrap_or_default(),
        called: person.called.clone().unwrap_or_default(),
        symbol: person.symbol.code().to_owned(),
        birth: match &person.birth {
            Known::Known(born) => date(language, born),
            Known::Unknown => word(language, "date.unknown"),
            Known::NotAsked => String::new(),
        },
        note: person.note.clone().unwrap_or_default(),
        changed: String::new(),
    }
}

/// The names of the fields that differ.
fn changed(before: &Details, now: &Details) -> String {
    let fields = [
        ("name", before.name != now.name),
        ("called", before.called != now.called),
        ("symbol", before.symbol != now.symbol),
        ("birth", before.birth != now.birth),
        ("note", before.note != now.note),
    ];
    fields.iter().filter(|(_, differs)| *differs).map(|(name, _)| *name).collect::<Vec<_>>().join(" ")
}

/// The form of the details.
#[component]
pub(super) fn DetailsCard(page: PersonPage, here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let first = details_of(&page.person, language());
    let kept = RwSignal::new(first.clone());
    let [name, called, symbol, birth, note] =
        [first.name, first.called, first.symbol, first.birth, first.note].map(RwSignal::new);
    let now = move || Details {
        name: name.get(),
        called: called.get(),
        symbol: symbol.get(),
        birth: birth.get(),
        note: note.get(),
        changed: String::new(),
    };
    let wrong_birth = RwSignal::new(false);
    let save = ServerAction::<SavePerson>::new();
    let sent = RwSignal::new(None::<Details>);
    Effect::new(move |_| match save.value().get() {
        Some(Ok(())) => {
            if let Some(sent) = sent.get_untracked() {
                kept.set(sent);
            }
        }
        Some(Err(AppError::Missing(field))) if field == "birth" => wrong_birth.set(true),
        _ => {}
    });
    let draft = format!("person:{}:{}", here.case, here.person);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut details = now();
        wrong_birth.set(read_date(&details.birth).is_none());
        if wrong_birth.get_untracked() || save.pending().get_untracked() {
            return;
        }
        let changed = changed(&kept.get_untracked(), &details);
        sent.set(Some(details.clone()));
        details.changed = changed;
        save.dispatch(SavePerson { id: here.case.clone(), person: here.person.clone(), details });
    };
    let is_kept = move || {
        matches!(save.value().get(), Some(Ok(())))
            && !save.pending().get()
            && self::changed(&kept.get(), &now()).is_empty()
    };
    let fault = move || match save.value().get() {
        Some(Err(AppError::Missing(field))) if field == "birth" => None,
        Some(Err(error)) if !save.pending().get() => Some(error_text(i18n, &error)),
        _ => None,
    };
    let read_only = !page.may_edit;
    let symbols = move || {
        SYMBOLS.into_iter().map(|it| {
            let code = it.code();
            view! { <option value=code selected=move || symbol.get() == code>{capitalised(&word(language(), &format!("symbol.{code}")))}</option> }
        }).collect_view()
    };
    view! {
        <section class="card stack" aria-labelledby="details">
            <h3 class="ds-heading" data-size="2xs" id="details">{t!(i18n, person.details)}</h3>
            <form class="form" on:submit=submit>
                {(!read_only).then(|| view! { <Draft name=draft saved=Signal::derive(move || matches!(save.value().get(), Some(Ok(())))) /> })}
                <fieldset class="bare form" disabled=read_only>
                    <div class="form-row">
                        <div class="ds-field">
                            <label class="ds-label" for="person-name">{t!(i18n, person.name)}</label>
                            <p class="form-hint" id="person-name-hint">{t!(i18n, person.name_hint)}</p>
                            <input class="ds-input" id="person-name" type="text" maxlength="200" autocomplete="off" aria-describedby="person-name-hint"
                                prop:value=name on:input=move |event| name.set(event_target_value(&event)) />
                        </div>
                        <div class="ds-field">
                            <label class="ds-label" for="person-called">{t!(i18n, person.called)}</label>
                            <p class="form-hint" id="person-called-hint">{t!(i18n, person.called_hint)}</p>
                            <input class="ds-input" id="person-called" type="text" maxlength="80" autocomplete="off" aria-describedby="person-called-hint"
                                prop:value=called on:input=move |event| called.set(event_target_value(&event)) />
                        </div>
                    </div>
                    <div class="form-row">
                        <div class="ds-field">
                            <label class="ds-label" for="person-birth">{t!(i18n, person.birth)}</label>
                            <p class="form-hint" id="person-birth-hint">{t!(i18n, person.birth_hint)}</p>
                            <input class="ds-input" id="person-birth" type="text" maxlength="60" autocomplete="off"
                                aria-describedby=move || if wrong_birth.get() { "person-birth-hint person-birth-error" } else { "person-birth-hint" }
                                aria-invalid=move || wrong_birth.get().then_some("true")
                                prop:value=birth on:input=move |event| birth.set(event_target_value(&event)) />
                            {move || wrong_birth.get().then(|| view! {
                                <p class="ds-validation-message" data-color="danger" id="person-birth-error">{t!(i18n, person.birth_error)}</p>
                            })}
                        </div>
                        <div class="ds-field">
                            <label class="ds-label" for="person-symbol">{t!(i18n, person.symbol)}</label>
                            <p class="form-hint" id="person-symbol-hint">{t!(i18n, person.symbol_hint)}</p>
                            <select class="ds-input" id="person-symbol" aria-describedby="person-symbol-hint"
                                on:change=move |event| symbol.set(event_target_value(&event))>{symbols}</select>
                        </div>
                    </div>
                    <div class="ds-field">
                        <label class="ds-label" for="person-note">{t!(i18n, person.note)}</label>
                        <p class="form-hint" id="person-note-hint">{t!(i18n, person.note_hint)}</p>
                        <textarea class="ds-input" id="person-note" rows="2" maxlength="2000" aria-describedby="person-note-hint"
                            prop:value=note on:input=move |event| note.set(event_target_value(&event))></textarea>
                    </div>
                    {(!read_only).then(|| view! {
                        <div class="form-actions">
                            <button class="ds-button" type="submit" disabled=move || save.pending().get() aria-busy=move || save.pending().get().then_some("true")>
                                {move || if save.pending().get() { t_string!(i18n, person.saving) } else { t_string!(i18n, person.save) }}
                            </button>
                            <p role="status">{move || is_kept().then(|| t_string!(i18n, person.saved))}</p>
                        </div>
                    })}
                </fieldset>
                {move || fault().map(|text| view! { <div class="ds-alert" data-color="danger" role="alert"><p>{text}</p></div> })}
            </form>
        </section>
    }
}
