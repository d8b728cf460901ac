//! The pages at a unit's door: enquiries, telephone, who is away, interpreters.

mod away;
mod calls;
mod cover;
mod enquiries;
mod enquiry;
mod enquiry_form;
mod interpreters;

pub use away::{AwayPage, away_span};
pub use calls::{CallLines, CallsPage};
pub use cover::CoverPage;
pub use enquiries::EnquiriesPage;
pub use enquiry::{EnquiryEvents, EnquiryPage};
pub use enquiry_form::NewEnquiryPage;
pub use interpreters::InterpretersPage;

use crate::api::door::DoorSetup;
use crate::components::{FormFault, PageTitle};
use crate::components::{said_by, wrong};
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::date;
use casework::Day;
use casework::enquiry::{EnquiryPulse, EnquiryState};
use family_map::FuzzyDate;
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use leptos_router::hooks::use_location;

/// A text of the interface that follows the language.
type Text = fn(I18nContext<Locale>) -> &'static str;

/// A text as a label takes it.
fn label(i18n: I18nContext<Locale>, text: Text) -> Signal<String> {
    Signal::derive(move || text(i18n).to_owned())
}

/// The head of these pages, with the way between them.
#[component]
fn DoorHead(
    /// Title.
    title: Text,
    /// What the page is for.
    lead: Text,
) -> impl IntoView {
    let i18n = use_i18n();
    let path = use_location().pathname;
    let tab = move |href: &'static str, name: Text| {
        let current = move || match path.get().trim_end_matches('/').strip_prefix(href) {
            Some("") => Some("page"),
            Some(below) if below.starts_with('/') => Some("true"),
            _ => None,
        };
        view! { <a href=href aria-current=current>{move || name(i18n)}</a> }
    };
    view! {
        <PageTitle text=move || title(i18n).to_owned() />
        <header class="page-head">
            <div class="page-head-text">
                <h1 class="ds-heading" data-size="md">{move || title(i18n)}</h1>
                <p class="meta">{move || lead(i18n)}</p>
            </div>
        </header>
        <nav class="page-tabs" aria-label=t!(i18n, door.title)>
            {tab("/henvendelser", |i18n| t_string!(i18n, enquiry.title))}
            {tab("/telefon", |i18n| t_string!(i18n, call.title))}
            {tab("/borte", |i18n| t_string!(i18n, away.title))}
            {tab("/tolker", |i18n| t_string!(i18n, interpreter.title))}
        </nav>
    }
}

/// A day as people write it.
fn in_words(language: crate::text::Language, day: Day) -> String {
    FuzzyDate::day(day.year, day.month, day.day).map(|day| date(language, &day)).unwrap_or_default()
}

/// A day that is near: «i dag», «i morgen», else as people write it.
#[component]
fn NearDay(day: Day, today: Day) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    move || match day.number() - today.number() {
        -1 => t_string!(i18n, door.yesterday).to_owned(),
        0 => t_string!(i18n, door.today).to_owned(),
        1 => t_string!(i18n, door.tomorrow).to_owned(),
        _ => in_words(language(), day),
    }
}

/// Which unit, where there are several, and who of it.
#[component]
fn UnitAndKeeper(
    /// What the forms need.
    setup: DoorSetup,
    /// Name of the field for the colleague.
    name: &'static str,
    /// Its label.
    who: Text,
    /// Who is chosen at first.
    #[prop(into)]
    chosen: String,
    /// What went wrong with the form.
    fault: FormFault,
    /// The unit that is chosen at first, or the only one that counts.
    #[prop(optional, into)]
    unit: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let first = if unit.is_empty() { setup.units.first().map(|it| it.id.clone()).unwrap_or_default() } else { unit };
    let unit = RwSignal::new(first.clone());
    let units = StoredValue::new(setup.units.clone());
    let keepers = move || {
        units.with_value(|units| {
            units.iter().find(|it| it.id == unit.get()).map(|it| it.keepers.clone()).unwrap_or_default()
        })
    };
    let options = move || {
        let chosen = chosen.clone();
        let option = move |it: crate::api::begin::Choice| {
            let selected = it.id == chosen;
            view! { <option value=it.id selected=selected>{it.name}</option> }
        };
        keepers().into_iter().map(option).collect_view()
    };
    view! {
        {(setup.units.len() > 1).then(|| view! {
            <div class="ds-field">
                <label class="ds-label" for="door-unit">{t!(i18n, door.unit)}</label>
                <select class="ds-input" id="door-unit" name="unit" on:change=move |event| unit.set(event_target_value(&event))>
                    {setup.units.iter().map(|it| { let selected = it.id == first; view! { <option value=it.id.clone() selected=selected>{it.name.clone()}</option> } }).collect_view()}
                </select>
            </div>
        })}
        {(setup.units.len() <= 1).then(|| view! { <input type="hidden" name="unit" value=unit.get_untracked() /> })}
        <div class="ds-field">
            <label class="ds-label" for=format!("door-{name}")>{move || who(i18n)}</label>
            <select class="ds-input" id=format!("door-{name}") name=name aria-invalid=wrong(fault, name) aria-describedby=said_by(fault, name, &format!("door-{name}"), false)>
                {options}
            </select>
        </div>
    }
}

/// The word for how far an enquiry has come.
pub fn state_word(i18n: I18nContext<Locale>, state: EnquiryState) -> &'static str {
    match state {
        EnquiryState::Received => t_string!(i18n, enquiry.received),
        EnquiryState::FirstTalk => t_string!(i18n, enquiry.first_talk),
        EnquiryState::Offered => t_string!(i18n, enquiry.offered),
        EnquiryState::NotNow => t_string!(i18n, enquiry.not_now),
        EnquiryState::BecameCase => t_string!(i18n, enquiry.became_case),
        EnquiryState::Closed => t_string!(i18n, enquiry.closed),
    }
}

/// The colour that supports the word.
const fn state_color(state: EnquiryState) -> &'static str {
    match state {
        EnquiryState::Received => "info",
        EnquiryState::FirstTalk | EnquiryState::Offered => "accent",
        EnquiryState::NotNow | EnquiryState::Closed => "neutral",
        EnquiryState::BecameCase => "success",
    }
}

/// What presses, in a word; nothing where nothing does.
fn pulse_word(i18n: I18nContext<Locale>, pulse: EnquiryPulse) -> Option<&'static str> {
    match pulse {
        EnquiryPulse::Late => Some(t_string!(i18n, enquiry.late)),
        EnquiryPulse::Today => Some(t_string!(i18n, enquiry.today)),
        EnquiryPulse::Silent => Some(t_string!(i18n, enquiry.silent)),
        EnquiryPulse::Coming | EnquiryPulse::Resting | EnquiryPulse::Over => None,
    }
}
