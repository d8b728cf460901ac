//! «Hvem kan se dette?»: the one control for who sees something. It names
//! people and services, never «familien», proposes who should see, and says in
//! words what the choice means before it is kept.

use crate::api::parties::{Parties, PartyName};
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::{Language, capitalised, list, word};
use casework::Party;
use casework::audience::{Said, Sentence, Subject, choose, consequence, propose};
use casework::child::DEFAULT_AGE_LIMITS;
use casework::sight::BarKind;
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use std::collections::BTreeSet;

/// The name of a party in running text: «Marte», «teamet», «saksansvarlig».
pub fn party_word(i18n: I18nContext<Locale>, language: Language, name: &PartyName) -> String {
    match Party::from_key(&name.key) {
        Some(Party::Team) => t_string!(i18n, audience.team).to_owned(),
        Some(Party::Lead) => t_string!(i18n, audience.lead).to_owned(),
        _ if name.name.is_empty() => word(language, "name.shielded"),
        _ => name.name.clone(),
    }
}

/// The words for several parties: «Marte og teamet».
fn party_words(i18n: I18nContext<Locale>, language: Language, parties: &Parties, all: &[Party]) -> String {
    let name = |party: &Party| {
        let key = party.key();
        parties.list.iter().find(|it| it.key == key).map(|it| party_word(i18n, language, it))
    };
    list(language, &all.iter().filter_map(name).collect::<Vec<_>>())
}

fn sentence_words(i18n: I18nContext<Locale>, language: Language, parties: &Parties, sentence: &Sentence) -> String {
    let names = party_words(i18n, language, parties, &sentence.parties);
    let text = match sentence.said {
        Said::Sees => t_string!(i18n, audience.sees, names = names),
        Said::Nobody => t_string!(i18n, audience.nobody).to_owned(),
        Said::Hidden => t_string!(i18n, audience.hidden, names = names),
        Said::Barred(BarKind::ContactBan) => t_string!(i18n, audience.barred_contact, names = names),
        Said::Barred(BarKind::ProtectedAddress) => t_string!(i18n, audience.barred_address, names = names),
        Said::Barred(BarKind::ChildConfidence) => t_string!(i18n, audience.barred_confidence, names = names),
    };
    capitalised(&text)
}

/// The control. `value` holds the keys of the chosen parties.
#[component]
pub fn AudienceField(
    /// Who may be chosen, and what beats the choice.
    parties: Parties,
    /// Key of the teller.
    teller: String,
    /// Ids of the people whom it is about.
    about: Vec<String>,
    /// It tells where somebody lives.
    #[prop(optional)]
    locates: bool,
    /// The keys chosen.
    value: RwSignal<BTreeSet<String>>,
    /// Beginning of the ids of the fields, for a page with several.
    id: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let parties = StoredValue::new(parties);
    let teller = Party::from_key(&teller);
    let chosen = move || value.with(|keys| keys.iter().filter_map(|key| Party::from_key(key)).collect::<BTreeSet<_>>());
    let keep = move |chosen: BTreeSet<Party>| value.set(chosen.iter().map(Party::key).collect());
    let said = {
        let teller = teller.clone();
        move || {
            let about = about.iter().map(String::as_str).collect();
            // Somebody whom the reader does not know of told it: nobody's choice changes that.
            let teller = teller.clone().unwrap_or(Party::User(String::new()));
            let subject = Subject { teller, about, locates };
            parties.with_value(|parties| {
                let said = consequence(&subject, &chosen(), &parties.candidates(), &parties.rules(), parties.today);
                said.iter().map(|it| sentence_words(i18n, language(), parties, it)).collect::<Vec<_>>()
            })
        }
    };
    let choice = move |(at, name): (usize, PartyName)| {
        let key = StoredValue::new(name.key.clone());
        let party = Party::from_key(&name.key)?;
        let field = format!("{id}-{at}");
        let is_lead = party == Party::Lead;
        let label = move || {
            if is_lead {
                t_string!(i18n, audience.only_lead).to_owned()
            } else {
                capitalised(&party_word(i18n, language(), &name))
            }
        };
        let on_change = move |event| keep(choose(&chosen(), &party, event_target_checked(&event)));
        Some(view! {
            <div class="ds-field" data-alone=is_lead.then_some("true")>
                <input class="ds-input" type="checkbox" id=field.clone()
                    prop:checked=move || value.with(|keys| key.with_value(|key| keys.contains(key)))
                    checked=value.with_untracked(|keys| key.with_value(|key| keys.contains(key)))
                    on:change=on_change />
                <label class="ds-label" data-weight="regular" for=field>{label}</label>
            </div>
        })
    };
    let choices = parties.with_value(|it| it.list.clone().into_iter().enumerate().filter_map(choice).collect_view());
    view! {
        <fieldset class="ds-fieldset audience">
            <legend class="ds-label">{t!(i18n, audience.title)}</legend>
            <div class="audience-choices">{choices}</div>
            {teller.map(|teller| view! { <Proposal parties teller value id /> })}
            <div class="audience-says" role="status" aria-live="polite">
                {move || said().into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}
            </div>
        </fieldset>
    }
}

/// The default: the teller and the team, and in a joint conversation those who
/// were there.
#[component]
fn Proposal(
    parties: StoredValue<Parties>,
    teller: Party,
    value: RwSignal<BTreeSet<String>>,
    id: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let present = RwSignal::new(BTreeSet::<String>::new());
    let own = teller.key();
    let others: Vec<PartyName> = parties.with_value(|it| {
        let is_other = |it: &&PartyName| it.key != own && matches!(Party::from_key(&it.key), Some(Party::Person(_)));
        it.list.iter().filter(is_other).cloned().collect()
    });
    let use_proposal = move |_| {
        let present: Vec<Party> =
            present.with_untracked(|it| it.iter().filter_map(|key| Party::from_key(key)).collect());
        let proposed = parties.with_value(|it| {
            let born = it.list.iter().find(|name| name.key == own).and_then(|name| name.child_born);
            propose(&teller, &present, born, it.today, DEFAULT_AGE_LIMITS)
        });
        // Staff who wrote something down see it as its teller, not as somebody chosen.
        value.set(proposed.iter().filter(|it| !matches!(it, Party::User(_))).map(Party::key).collect());
    };
    let there = move |(at, name): (usize, PartyName)| {
        let field = format!("{id}-there-{at}");
        let key = name.key.clone();
        view! {
            <div class="ds-field">
                <input class="ds-input" type="checkbox" id=field.clone()
                    on:change=move |event| present.update(|it| {
                        if event_target_checked(&event) { it.insert(key.clone()); } else { it.remove(&key); }
                    }) />
                <label class="ds-label" data-weight="regular" for=field>
                    {move || capitalised(&party_word(i18n, language(), &name))}
                </label>
            </div>
        }
    };
    view! {
        <details class="audience-proposal">
            <summary>{t!(i18n, audience.propose_title)}</summary>
            <div class="stack" data-gap="sm">
                <p class="meta">{t!(i18n, audience.propose_lead)}</p>
                <div class="audience-choices">{others.into_iter().enumerate().map(there).collect_view()}</div>
                <div class="form-actions">
                    <button class="ds-button" data-variant="secondary" data-size="sm" type="button" on:click=use_proposal>
                        {t!(i18n, audience.propose)}
                    </button>
                </div>
            </div>
        </details>
    }
}
