//! Bars: contact ban, protected address, a child's confidence. They beat every
//! share; what each does is said before it is set.

use super::{Here, shown};
use crate::api::parties::{BarView, date_of, field_of};
use crate::api::sharing::{BarForm, EndBar, PersonName, SetBar, Sharing};
use crate::components::{error_text, party_word};
use crate::draft::Draft;
use crate::error::AppError;
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::{Language, capitalised, date, list, word};
use casework::Day;
use casework::Party;
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use std::collections::BTreeSet;

const KINDS: [&str; 3] = ["contact_ban", "protected_address", "child_confidence"];

fn kind_word(i18n: I18nContext<Locale>, kind: &str) -> &'static str {
    match kind {
        "contact_ban" => t_string!(i18n, bar.contact_ban),
        "protected_address" => t_string!(i18n, bar.protected_address),
        _ => t_string!(i18n, bar.child_confidence),
    }
}

/// What a bar does, in words: «Kristoffer ser ikke noe om Ada.»
fn consequence(i18n: I18nContext<Locale>, kind: &str, protects: &str, against: &str, except: &str) -> String {
    let text = match kind {
        "contact_ban" => t_string!(i18n, bar.contact_ban_does, name = against.to_owned(), about = protects.to_owned()),
        "protected_address" if except.is_empty() => {
            t_string!(i18n, bar.protected_address_all, about = protects.to_owned())
        }
        "protected_address" => {
            t_string!(i18n, bar.protected_address_does, names = except.to_owned(), about = protects.to_owned())
        }
        _ => t_string!(i18n, bar.child_confidence_does, name = against.to_owned(), about = protects.to_owned()),
    };
    capitalised(&text)
}

/// All bars, and for who leads the case a form.
#[component]
pub(super) fn BarsCard(all: Sharing, here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let today = all.parties.today;
    let none = all.bars.is_empty();
    let people = StoredValue::new(all.people.clone());
    let parties = StoredValue::new(all.parties.list.clone());
    let may_lead = all.may_lead;
    let bars = all.bars.clone();
    let line = {
        let here = here.clone();
        move |bar: BarView| {
            let name = Callback::new(move |(id, language): (String, Language)| {
                let party = parties
                    .with_value(|all| all.iter().find(|it| it.key == id).map(|it| party_word(i18n, language, it)));
                let person = id.strip_prefix("person:").unwrap_or(&id).to_owned();
                party
                    .or_else(|| {
                        people.with_value(|all| all.iter().find(|it| it.id == person).map(|it| shown(it, language)))
                    })
                    .unwrap_or_else(|| word(language, "name.unnamed"))
            });
            view! { <BarLine bar today may_lead name here=here.clone() /> }
        }
    };
    view! {
        <section class="card stack" aria-labelledby="bars">
            <h2 class="ds-heading" data-size="xs" id="bars">{t!(i18n, bar.title)}</h2>
            <p class="meta">{t!(i18n, bar.lead)}</p>
            {none.then(|| view! { <p>{t!(i18n, bar.none)}</p> })}
            <ul class="plain-list bars">{bars.into_iter().map(line).collect_view()}</ul>
            {if may_lead {
                view! { <NewBarForm all here /> }.into_any()
            } else {
                view! { <p class="meta">{t!(i18n, bar.only_lead)}</p> }.into_any()
            }}
        </section>
    }
}

#[component]
fn BarLine(
    bar: BarView,
    today: Day,
    may_lead: bool,
    /// The name of a party or person.
    name: Callback<(String, Language), String>,
    here: Here,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let end = ServerAction::<EndBar>::new();
    let again = here.again;
    Effect::new(move |_| {
        if matches!(end.value().get(), Some(Ok(()))) {
            again.run(());
        }
    });
    let kind = bar.kind.clone();
    let does = {
        let bar = bar.clone();
        move || {
            let names = |keys: &[String]| {
                list(language(), &keys.iter().map(|key| name.run((key.clone(), language()))).collect::<Vec<_>>())
            };
            let protects = name.run((bar.protects.clone(), language()));
            consequence(i18n, &bar.kind, &protects, &names(&bar.against), &names(&bar.except))
        }
    };
    let over = bar.to.is_some_and(|to| to < today);
    let (from, to) = (bar.from.and_then(date_of), bar.to.and_then(date_of));
    let last = RwSignal::new(field_of(today));
    let id = (here.case.clone(), bar.id.clone());
    let go = move |_| {
        let (case, bar) = id.clone();
        if !end.pending().get_untracked() {
            end.dispatch(EndBar { id: case, bar, last: last.get_untracked() });
        }
    };
    let field = format!("bar-last-{}", bar.id);
    let fault = move || end.value().get().and_then(Result::err);
    view! {
        <li class="stack" data-gap="sm" data-bar=bar.id.clone()>
            <p class="cluster">
                <strong>{move || kind_word(i18n, &kind)}</strong>
                {over.then(|| view! { <span class="ds-tag" data-size="sm" data-color="neutral">{t!(i18n, bar.over)}</span> })}
            </p>
            <p>{does}</p>
            {bar.reason.map(|reason| view! { <p class="meta">{reason}</p> })}
            <p class="meta">
                {from.map(|day| t!(i18n, case.since, date = move || date(language(), &day)))}
                {to.map(|day| view! { " " {t!(i18n, case.until, date = move || date(language(), &day))} })}
                {(from.is_some() || to.is_some()).then_some(" · ")}
                {t!(i18n, decision.by, name = bar.decided_by)}
            </p>
            {(may_lead && !over).then(|| view! {
                <div class="cluster">
                    <label class="ds-label" data-weight="regular" for=field.clone()>{t!(i18n, bar.last_day)}</label>
                    <input class="ds-input inline-date" type="date" id=field prop:value=last on:input=move |event| last.set(event_target_value(&event)) />
                    <button class="ds-button" data-variant="secondary" data-size="sm" type="button" on:click=go disabled=move || end.pending().get()>{t!(i18n, bar.end)}</button>
                </div>
            })}
            {move || fault().map(|error| view! { <div class="ds-alert" data-color="danger" role="alert"><p>{error_text(i18n, &error)}</p></div> })}
        </li>
    }
}

#[component]
fn NewBarForm(all: Sharing, here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let form =
        RwSignal::new(BarForm { kind: KINDS[0].to_owned(), first: field_of(all.parties.today), ..BarForm::default() });
    let except = RwSignal::new(BTreeSet::<String>::new());
    let set = ServerAction::<SetBar>::new();
    let draft = format!("bar:{}", here.case);
    let again = here.again;
    Effect::new(move |_| {
        if matches!(set.value().get(), Some(Ok(()))) {
            again.run(());
        }
    });
    let missing = move |name: &'static str| matches!(set.value().get(), Some(Err(AppError::Missing(field))) if field == name && !set.pending().get());
    let fault = move || set.value().get().and_then(Result::err).filter(|error| !matches!(error, AppError::Missing(_)));
    let case = here.case;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !set.pending().get_untracked() {
            let except = except.get_untracked().into_iter().collect::<Vec<_>>().join("\n");
            set.dispatch(SetBar { id: case.clone(), form: BarForm { except, ..form.get_untracked() } });
        }
    };
    let is_address = move || form.with(|form| form.kind == "protected_address");
    let people = StoredValue::new(all.people);
    let candidates: Vec<_> =
        all.parties.list.iter().filter(|it| Party::from_key(&it.key) != Some(Party::Lead)).cloned().collect();
    let names = StoredValue::new(candidates.clone());
    let name_of =
        move |id: &str| people.with_value(|all| all.iter().find(|it| it.id == id).map(|it| shown(it, language())));
    let says = move || {
        let form = form.get();
        let protects = name_of(&form.protects)?;
        let against = if is_address() { String::new() } else { name_of(&form.against)? };
        let except = names.with_value(|all| {
            let chosen = all.iter().filter(|it| except.with(|keys| keys.contains(&it.key)));
            list(language(), &chosen.map(|it| party_word(i18n, language(), it)).collect::<Vec<_>>())
        });
        Some(consequence(i18n, &form.kind, &protects, &against, &except))
    };
    let person = move |field: &'static str, get: fn(&BarForm) -> &String, put: fn(&mut BarForm, String)| {
        let label =
            move || if field == "protects" { t_string!(i18n, bar.protects) } else { t_string!(i18n, bar.against) };
        let id = format!("bar-{field}");
        let error = format!("bar-{field}-error");
        let described = error.clone();
        let option = move |it: PersonName| {
            let (id, own) = (it.id.clone(), it.id.clone());
            view! { <option value=id selected=move || form.with(|form| *get(form) == own)>{move || capitalised(&shown(&it, language()))}</option> }
        };
        view! {
            <div class="ds-field">
                <label class="ds-label" for=id.clone()>{label}</label>
                <select class="ds-input" id=id aria-invalid=move || missing(field).then_some("true") aria-describedby=move || missing(field).then(|| described.clone())
                    on:change=move |event| form.update(|form| put(form, event_target_value(&event)))>
                    <option value="">"–"</option>
                    {people.get_value().into_iter().map(option).collect_view()}
                </select>
                {move || missing(field).then(|| view! { <p class="ds-validation-message" data-color="danger" id=error.clone()>{t!(i18n, error.fill_in)}</p> })}
            </div>
        }
    };
    let text = move |field: &'static str,
                     kind: &'static str,
                     get: fn(&BarForm) -> &String,
                     put: fn(&mut BarForm, String)| {
        let label = move || match field {
            "first" => t_string!(i18n, decision.first),
            "last" => t_string!(i18n, decision.last),
            _ => t_string!(i18n, decision.reason),
        };
        let id = format!("bar-{field}");
        let error = format!("bar-{field}-error");
        let described = error.clone();
        view! {
            <div class="ds-field">
                <label class="ds-label" for=id.clone()>{label}</label>
                <input class="ds-input" id=id type=kind maxlength="1000" autocomplete="off"
                    aria-invalid=move || missing(field).then_some("true") aria-describedby=move || missing(field).then(|| described.clone())
                    prop:value=move || form.with(|form| get(form).clone()) on:input=move |event| form.update(|form| put(form, event_target_value(&event))) />
                {move || missing(field).then(|| view! { <p class="ds-validation-message" data-color="danger" id=error.clone()>{t!(i18n, error.fill_in)}</p> })}
            </div>
        }
    };
    let kind = move |kind: &'static str| {
        let id = format!("bar-kind-{kind}");
        view! {
            <div class="ds-field">
                <input class="ds-input" type="radio" name="bar-kind" id=id.clone() value=kind checked=kind == KINDS[0]
                    on:change=move |_| form.update(|form| form.kind = kind.to_owned()) />
                <label class="ds-label" data-weight="regular" for=id>{move || kind_word(i18n, kind)}</label>
            </div>
        }
    };
    let exception = move |(at, it): (usize, crate::api::parties::PartyName)| {
        let id = format!("bar-except-{at}");
        let key = it.key.clone();
        view! {
            <div class="ds-field">
                <input class="ds-input" type="checkbox" id=id.clone() on:change=move |event| except.update(|keys| {
                    if event_target_checked(&event) { keys.insert(key.clone()); } else { keys.remove(&key); }
                }) />
                <label class="ds-label" data-weight="regular" for=id>{move || capitalised(&party_word(i18n, language(), &it))}</label>
            </div>
        }
    };
    view! {
        <details class="new-bar">
            <summary>{t!(i18n, bar.new)}</summary>
            <form class="form" on:submit=submit>
                <Draft name=draft saved=Signal::derive(move || matches!(set.value().get(), Some(Ok(())))) />
                <fieldset class="ds-fieldset">
                    <legend class="ds-label">{t!(i18n, bar.kind)}</legend>
                    <div class="audience-choices">{KINDS.into_iter().map(kind).collect_view()}</div>
                </fieldset>
                <div class="form-row">
                    {person("protects", |it| &it.protects, |it, id| it.protects = id)}
                    <div hidden=is_address>{person("against", |it| &it.against, |it, id| it.against = id)}</div>
                </div>
                <div hidden=move || !is_address()>
                    <fieldset class="ds-fieldset">
                        <legend class="ds-label">{t!(i18n, bar.except)}</legend>
                        <div class="audience-choices">{candidates.into_iter().enumerate().map(exception).collect_view()}</div>
                    </fieldset>
                </div>
                <div class="form-row">
                    {text("first", "date", |it| &it.first, |it, text| it.first = text)}
                    {text("last", "date", |it| &it.last, |it, text| it.last = text)}
                </div>
                {text("reason", "text", |it| &it.reason, |it, text| it.reason = text)}
                <div class="audience-says" role="status" aria-live="polite">{move || says().map(|text| view! { <p>{text}</p> })}</div>
                <div class="form-actions">
                    <button class="ds-button" type="submit" disabled=move || set.pending().get() aria-busy=move || set.pending().get().then_some("true")>{t!(i18n, bar.set)}</button>
                </div>
                {move || fault().map(|error| view! { <div class="ds-alert" data-color="danger" role="alert"><p>{error_text(i18n, &error)}</p></div> })}
            </form>
        </details>
    }
}
