//! How a participant is reached safely, and what an interpreter must know. Two
//! who write at once are told; nothing typed is lost.

use super::Here;
use crate::api::person::{ContactSaved, ContactView, PersonPage, SaveContact};
use crate::components::error_text;
use crate::draft::Draft;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::time;
use casework::contact::{ContactCard, ContactFault};
use leptos::prelude::*;

/// The card as a form.
#[component]
pub(super) fn ContactCardForm(contact: ContactView, page: PersonPage, here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let is_shielded = page.person.shielded;
    let read_only = !page.may_edit;
    let version = RwSignal::new(contact.version);
    let kept = RwSignal::new(contact.card.clone());
    let card = RwSignal::new(contact.card.clone());
    let last = RwSignal::new((contact.changed_by, contact.changed));
    let meanwhile = RwSignal::new(None::<ContactView>);
    let faults = RwSignal::new(Vec::<ContactFault>::new());
    let sent = RwSignal::new(None::<ContactCard>);
    let save = ServerAction::<SaveContact>::new();
    let draft = format!("contact:{}:{}", here.case, here.person);
    Effect::new(move |_| match save.value().get() {
        Some(Ok(ContactSaved::Kept(now))) => {
            version.set(now);
            meanwhile.set(None);
            last.set((String::new(), String::new()));
            if let Some(sent) = sent.get_untracked() {
                kept.set(sent);
            }
        }
        Some(Ok(ContactSaved::ChangedMeanwhile(now))) => {
            version.set(now.version);
            kept.set(now.card.clone());
            meanwhile.set(Some(*now));
        }
        _ => {}
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let now = card.get_untracked();
        faults.set(now.check(is_shielded).err().unwrap_or_default());
        if faults.with_untracked(Vec::is_empty) && !save.pending().get_untracked() {
            sent.set(Some(now.clone()));
            let version = version.get_untracked();
            save.dispatch(SaveContact { id: here.case.clone(), person: here.person.clone(), version, card: now });
        }
    };
    let is_kept = move || matches!(save.value().get(), Some(Ok(ContactSaved::Kept(_)))) && card.get() == kept.get();
    let fault = move || save.value().get().and_then(Result::err).filter(|_| !save.pending().get());
    let has = move |fault| faults.with(|all| all.contains(&fault));
    let check = move |id: &'static str,
                      label: &'static str,
                      get: fn(&ContactCard) -> bool,
                      set: fn(&mut ContactCard, bool)| {
        let word = move || match label {
            "call" => t_string!(i18n, contact.by_call),
            "text" => t_string!(i18n, contact.by_text),
            "mail" => t_string!(i18n, contact.by_mail),
            "letter" => t_string!(i18n, contact.by_letter),
            "no_message" => t_string!(i18n, contact.no_message),
            "interpreter" => t_string!(i18n, contact.interpreter),
            _ => t_string!(i18n, contact.sign_language),
        };
        view! {
            <div class="ds-field">
                <input class="ds-input" type="checkbox" id=id prop:checked=move || card.with(get) checked=card.with_untracked(get)
                    on:change=move |event| card.update(|card| set(card, event_target_checked(&event))) />
                <label class="ds-label" data-weight="regular" for=id>{word}</label>
            </div>
        }
    };
    let text = move |id: &'static str,
                     kind: &'static str,
                     get: fn(&ContactCard) -> &String,
                     set: fn(&mut ContactCard, String),
                     fault: Option<ContactFault>| {
        let error = format!("{id}-error");
        let described = error.clone();
        let label = move || match id {
            "contact-phone" => t_string!(i18n, contact.phone),
            "contact-email" => t_string!(i18n, contact.email),
            "contact-from" => t_string!(i18n, contact.from),
            "contact-to" => t_string!(i18n, contact.to),
            "contact-never" => t_string!(i18n, contact.never),
            "contact-language" => t_string!(i18n, contact.language),
            "contact-dialect" => t_string!(i18n, contact.dialect),
            _ => t_string!(i18n, contact.not_interpreter),
        };
        let is_wrong = move || fault.is_some_and(has);
        let message = move || match fault {
            Some(ContactFault::Phone) => t_string!(i18n, contact.phone_error),
            Some(ContactFault::Email) => t_string!(i18n, contact.email_error),
            _ => t_string!(i18n, contact.hours_error),
        };
        view! {
            <div class="ds-field">
                <label class="ds-label" for=id>{label}</label>
                <input class="ds-input" id=id type=kind maxlength="500" autocomplete="off"
                    aria-invalid=move || is_wrong().then_some("true")
                    aria-describedby=move || is_wrong().then(|| described.clone())
                    prop:value=move || card.with(|card| get(card).clone())
                    on:input=move |event| card.update(|card| set(card, event_target_value(&event))) />
                {move || is_wrong().then(|| view! {
                    <p class="ds-validation-message" data-color="danger" id=error.clone()>{message}</p>
                })}
            </div>
        }
    };
    let team = page.team.clone();
    let genders = move || {
        let chosen = move || card.with(|card| card.interpreter_gender.clone());
        view! {
            <div class="ds-field">
                <label class="ds-label" for="contact-gender">{t!(i18n, contact.gender)}</label>
                <select class="ds-input" id="contact-gender" on:change=move |event| card.update(|card| card.interpreter_gender = event_target_value(&event))>
                    <option value="" selected=move || chosen().is_empty()>{t!(i18n, contact.gender_any)}</option>
                    <option value="female" selected=move || chosen() == "female">{t!(i18n, contact.gender_female)}</option>
                    <option value="male" selected=move || chosen() == "male">{t!(i18n, contact.gender_male)}</option>
                </select>
            </div>
        }
    };
    view! {
        <section class="card stack" aria-labelledby="contact">
            <h3 class="ds-heading" data-size="2xs" id="contact">{t!(i18n, contact.title)}</h3>
            <p class="meta">{t!(i18n, contact.lead)}</p>
            <form class="form" on:submit=submit>
                {(!read_only).then(|| view! { <Draft name=draft saved=Signal::derive(move || matches!(save.value().get(), Some(Ok(_)))) /> })}
                <fieldset class="bare form" disabled=read_only>
                    {if is_shielded {
                        view! {
                            <div class="ds-alert" data-color="warning"><p>{t!(i18n, contact.shielded)}</p></div>
                            <div class="ds-field">
                                <label class="ds-label" for="contact-through">{t!(i18n, contact.through)}</label>
                                <select class="ds-input" id="contact-through" on:change=move |event| card.update(|card| card.through = event_target_value(&event))>
                                    <option value="">"–"</option>
                                    {team.into_iter().map(|name| {
                                        let (own, value) = (name.clone(), name.clone());
                                        view! { <option value=value selected=move || card.with(|card| card.through == own)>{name}</option> }
                                    }).collect_view()}
                                </select>
                            </div>
                        }.into_any()
                    } else {
                        view! {
                            <fieldset class="ds-fieldset">
                                <legend class="ds-label">{t!(i18n, contact.ways)}</legend>
                                <div class="audience-choices">
                                    {check("contact-by-call", "call", |it| it.by_call, |it, on| it.by_call = on)}
                                    {check("contact-by-text", "text", |it| it.by_text, |it, on| it.by_text = on)}
                                    {check("contact-by-mail", "mail", |it| it.by_mail, |it, on| it.by_mail = on)}
                                    {check("contact-by-letter", "letter", |it| it.by_letter, |it, on| it.by_letter = on)}
                                </div>
                            </fieldset>
                            <div class="form-row">
                                {text("contact-phone", "tel", |it| &it.phone, |it, text| it.phone = text, Some(ContactFault::Phone))}
                                {text("contact-email", "email", |it| &it.email, |it, text| it.email = text, Some(ContactFault::Email))}
                            </div>
                        }.into_any()
                    }}
                    <div class="form-row">
                        {text("contact-from", "time", |it| &it.from, |it, text| it.from = text, Some(ContactFault::Hours))}
                        {text("contact-to", "time", |it| &it.to, |it, text| it.to = text, None)}
                    </div>
                    {text("contact-never", "text", |it| &it.never, |it, text| it.never = text, None)}
                    {check("contact-no-message", "no_message", |it| it.no_message, |it, on| it.no_message = on)}
                    <div class="form-row">
                        {text("contact-language", "text", |it| &it.language, |it, text| it.language = text, None)}
                        {text("contact-dialect", "text", |it| &it.dialect, |it, text| it.dialect = text, None)}
                    </div>
                    {check("contact-interpreter", "interpreter", |it| it.interpreter, |it, on| it.interpreter = on)}
                    {check("contact-sign", "sign", |it| it.sign_language, |it, on| it.sign_language = on)}
                    {move || card.with(|card| card.interpreter || card.sign_language).then(|| view! {
                        <div class="form-row">
                            {genders()}
                            {text("contact-not", "text", |it| &it.not_interpreter, |it, text| it.not_interpreter = text, None)}
                        </div>
                    })}
                    {move || meanwhile.get().map(|now| {
                        let changed = now.changed.clone();
                        let lines = lines_of(&now.card, &card.get());
                        view! {
                            <div class="ds-alert" data-color="warning" role="alert" id="contact-meanwhile">
                                <div class="stack" data-gap="sm">
                                    <p>{t!(i18n, contact.meanwhile, name = now.changed_by.clone(), time = move || time(language(), &changed))}</p>
                                    <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                                    <p>{t!(i18n, contact.meanwhile_lead)}</p>
                                </div>
                            </div>
                        }
                    })}
                    {(!read_only).then(|| view! {
                        <div class="form-actions">
                            <button class="ds-button" type="submit" disabled=move || save.pending().get() aria-busy=move || save.pending().get().then_some("true")>
                                {move || if save.pending().get() { t_string!(i18n, person.saving) }
                                    else if meanwhile.with(Option::is_some) { t_string!(i18n, contact.save_mine) }
                                    else { t_string!(i18n, contact.save) }}
                            </button>
                            <p role="status">{move || is_kept().then(|| t_string!(i18n, person.saved))}</p>
                        </div>
                    })}
                </fieldset>
                {move || fault().map(|error| view! { <div class="ds-alert" data-color="danger" role="alert"><p>{error_text(i18n, &error)}</p></div> })}
            </form>
            {move || {
                let (name, at) = last.get();
                (!at.is_empty()).then(|| view! {
                    <p class="meta">{t!(i18n, contact.changed, name = name.clone(), time = move || time(language(), &at))}</p>
                })
            }}
        </section>
    }
}

/// What stands on the other card where it differs from one's own.
fn lines_of(other: &ContactCard, own: &ContactCard) -> Vec<String> {
    let fields = [
        (&other.phone, &own.phone),
        (&other.email, &own.email),
        (&other.from, &own.from),
        (&other.to, &own.to),
        (&other.never, &own.never),
        (&other.through, &own.through),
        (&other.language, &own.language),
        (&other.dialect, &own.dialect),
        (&other.not_interpreter, &own.not_interpreter),
    ];
    fields
        .iter()
        .filter(|(theirs, mine)| theirs != mine && !theirs.is_empty())
        .map(|(theirs, _)| (*theirs).clone())
        .collect()
}
