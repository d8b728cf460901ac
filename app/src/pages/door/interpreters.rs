//! The interpreters of a unit.

use super::{DoorHead, Text, label};
use crate::api::door::DoorSetup;
use crate::api::door::interpreter::{
    InterpreterRow, Interpreters, RetireInterpreter, SaveInterpreter, list_interpreters,
};
use crate::components::{ErrorNotice, FaultNote, FormNotice, Submit, TextField, fault_of, when_done};
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::{capitalised, word};
use leptos::prelude::*;
use leptos_i18n::I18nContext;

/// The languages that can be chosen, by code; their words are texts by key.
pub const TONGUES: [&str; 25] = [
    "ar", "am", "prs", "en", "es", "fa", "fr", "ckb", "ku", "lt", "pl", "ps", "ro", "ru", "se", "so", "sw", "th", "ti",
    "tl", "tr", "uk", "ur", "vi", "nsl",
];

/// The word for a language.
#[must_use]
pub fn tongue_word(language: crate::text::Language, code: &str) -> String {
    word(language, &format!("tongue.{code}"))
}

/// The list with a form for one more.
#[component]
pub fn InterpretersPage() -> impl IntoView {
    let i18n = use_i18n();
    let again = RwSignal::new(0_u32);
    let found = Resource::new(move || again.get(), |_| list_interpreters());
    view! {
        <DoorHead title=|i18n| t_string!(i18n, interpreter.title) lead=|i18n| t_string!(i18n, interpreter.lead) />
        <div class="page-body" data-width="text">
            <Transition fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(all) => view! { <List all again /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn List(all: Interpreters, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let setup = StoredValue::new(all.setup);
    let none = all.rows.is_empty();
    let line = move |row: InterpreterRow| view! { <Line row setup=setup.get_value() again /> };
    view! {
        <section class="card stack" aria-labelledby="interpreters">
            <h2 class="ds-heading" data-size="xs" id="interpreters">{t!(i18n, interpreter.list)}</h2>
            {none.then(|| view! { <p>{t!(i18n, interpreter.none)}</p> })}
            {(!none).then(|| view! { <ul class="day-list">{all.rows.into_iter().map(line).collect_view()}</ul> })}
        </section>
        <details class="card" open=none>
            <summary>{t!(i18n, interpreter.add)}</summary>
            <InterpreterForm row=None setup=setup.get_value() again />
        </details>
    }
}

#[component]
fn Line(row: InterpreterRow, setup: DoorSetup, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let retire = ServerAction::<RetireInterpreter>::new();
    when_done(retire, move |()| again.update(|n| *n += 1));
    let tongues = row.tongues.clone();
    let speaks = move || {
        let one = |(code, dialect): &(String, String)| {
            let word = tongue_word(language(), code);
            if dialect.is_empty() { word } else { format!("{word} ({dialect})") }
        };
        capitalised(&tongues.iter().map(one).collect::<Vec<_>>().join(", "))
    };
    let (gender, retired, id) = (row.gender.clone(), row.retired, row.id.clone());
    view! {
        <li class="call-line">
            <div class="call-head">
                <strong class="day-name"><bdi>{row.name.clone()}</bdi></strong>
                {(!row.phone.is_empty()).then(|| view! { <a class="ds-link" href=format!("tel:{}", row.phone.replace(' ', ""))>{row.phone.clone()}</a> })}
                {retired.then(|| view! { <span class="ds-tag" data-size="sm" data-color="neutral">{t!(i18n, interpreter.retired)}</span> })}
            </div>
            <p>{speaks} <span class="meta">" · " {move || gender_word(i18n, &gender)}</span></p>
            <div class="call-do">
                <details class="call-more">
                    <summary>{t!(i18n, interpreter.change)}</summary>
                    <InterpreterForm row=Some(row) setup again />
                </details>
                <ActionForm action=retire>
                    <input type="hidden" name="id" value=id />
                    <input type="hidden" name="retired" value=if retired { "false" } else { "true" } />
                    <button class="ds-button" data-size="sm" data-variant="tertiary" type="submit" disabled=move || retire.pending().get()>
                        {if retired { t!(i18n, interpreter.use_again).into_any() } else { t!(i18n, interpreter.retire).into_any() }}
                    </button>
                </ActionForm>
            </div>
            <FaultNote fault=fault_of(retire) />
        </li>
    }
}

/// The word for a gender.
fn gender_word(i18n: I18nContext<Locale>, code: &str) -> &'static str {
    match code {
        "woman" => t_string!(i18n, interpreter.woman),
        "man" => t_string!(i18n, interpreter.man),
        _ => t_string!(i18n, interpreter.not_told),
    }
}

#[component]
fn InterpreterForm(row: Option<InterpreterRow>, setup: DoorSetup, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let action = ServerAction::<SaveInterpreter>::new();
    let fault = fault_of(action);
    when_done(action, move |()| again.update(|n| *n += 1));
    let key = row.as_ref().map_or_else(|| "new".to_owned(), |row| row.id.clone());
    let row = row.unwrap_or_else(|| InterpreterRow {
        id: String::new(),
        unit: setup.units.first().map(|unit| unit.id.clone()).unwrap_or_default(),
        name: String::new(),
        phone: String::new(),
        gender: "not_told".into(),
        tongues: Vec::new(),
        retired: false,
    });
    let first = row.tongues.first().cloned().unwrap_or_default();
    let second = row.tongues.get(1).map(|tongue| tongue.0.clone()).unwrap_or_default();
    let tongue = move |name: &'static str, text: Text, chosen: String, id: String| {
        let option = move |code: &'static str| {
            let selected = code == chosen;
            view! { <option value=code selected=selected>{move || capitalised(&tongue_word(language(), code))}</option> }
        };
        view! {
            <div class="ds-field">
                <label class="ds-label" for=id.clone()>{move || text(i18n)}</label>
                <select class="ds-input" id=id name=name>
                    <option value="">{t!(i18n, form.choose)}</option>
                    {TONGUES.into_iter().map(option).collect_view()}
                </select>
            </div>
        }
    };
    let gender = row.gender.clone();
    let genders = move |code: &'static str| {
        let selected = code == gender;
        view! { <option value=code selected=selected>{move || gender_word(i18n, code)}</option> }
    };
    let unit = row.unit.clone();
    view! {
        <ActionForm action attr:class="form" attr:novalidate=true>
            <FormNotice fault />
            <input type="hidden" name="id" value=row.id.clone() />
            <input type="hidden" name="unit" value=unit />
            <div class="form-row">
                <TextField name="form[name]" id=format!("interpreter-name-{key}") label=label(i18n, |i18n| t_string!(i18n, interpreter.name)) fault value=row.name />
                <TextField name="form[phone]" id=format!("interpreter-phone-{key}") label=label(i18n, |i18n| t_string!(i18n, call.phone)) fault kind="tel" value=row.phone maxlength=40 />
            </div>
            <div class="form-row">
                {tongue("form[tongue]", |i18n| t_string!(i18n, interpreter.tongue), first.0, format!("interpreter-tongue-{key}"))}
                <TextField name="form[dialect]" id=format!("interpreter-dialect-{key}") label=label(i18n, |i18n| t_string!(i18n, interpreter.dialect)) fault value=first.1 maxlength=60 />
            </div>
            <div class="form-row">
                {tongue("form[second]", |i18n| t_string!(i18n, interpreter.second), second, format!("interpreter-second-{key}"))}
                <div class="ds-field">
                    <label class="ds-label" for=format!("interpreter-gender-{key}")>{t!(i18n, interpreter.gender)}</label>
                    <select class="ds-input" id=format!("interpreter-gender-{key}") name="form[gender]">
                        {["not_told", "woman", "man"].into_iter().map(genders).collect_view()}
                    </select>
                </div>
            </div>
            <div class="form-actions"><Submit pending=action.pending() label=label(i18n, |i18n| t_string!(i18n, interpreter.keep)) /></div>
        </ActionForm>
    }
}
