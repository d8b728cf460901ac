//! The card of a handover to another municipality: to whom, who said yes to
//! what, that it went and that it came.

mod begin;
mod end;
mod person;

use self::begin::BeginForm;
use self::end::{CancelButton, CloseButton, ReceiptForm};
use self::person::PersonLine;
use super::LifeContext;
use crate::api::moving::{CaseMoving, MovingCard};
use crate::components::ErrorNotice;
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::talk_words::day_words;
use crate::text::time;
use casework::moving::{Portion, Stage};
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use std::collections::BTreeSet;

/// What the pieces of the card share.
#[derive(Clone, Copy)]
struct Here {
    life: LifeContext,
    case: StoredValue<String>,
    /// The handover's id; empty where there is none.
    moving: StoredValue<String>,
}

impl Here {
    fn ids(self) -> (String, String) {
        (self.case.get_value(), self.moving.get_value())
    }

    /// A step was taken: the card and the history are read anew.
    fn stepped(self) {
        self.life.moving.refetch();
        self.life.changed();
    }
}

/// The word for what goes along.
fn portion_word(i18n: I18nContext<Locale>, portion: Portion) -> &'static str {
    match portion {
        Portion::Plan => t_string!(i18n, moving.portion_plan),
        Portion::Dates => t_string!(i18n, moving.portion_dates),
        Portion::Words => t_string!(i18n, moving.portion_words),
        Portion::Map => t_string!(i18n, moving.portion_map),
        Portion::Looked => t_string!(i18n, moving.portion_looked),
    }
}

/// What somebody lets go along, in a line.
fn portions_words(i18n: I18nContext<Locale>, portions: &BTreeSet<Portion>) -> String {
    if portions.is_empty() {
        return t_string!(i18n, moving.says_no).to_owned();
    }
    let words: Vec<String> = portions.iter().map(|it| portion_word(i18n, *it).to_lowercase()).collect();
    t_string!(i18n, moving.says_yes, what = words.join(", "))
}

/// The sentence for a rule of handovers that stands in the way.
pub fn moving_declined(i18n: I18nContext<Locale>, code: &str) -> Option<&'static str> {
    Some(match code {
        "moving_unsaid" => t_string!(i18n, moving.unsaid),
        "moving_nobody" => t_string!(i18n, moving.nobody),
        "moving_under_way" => t_string!(i18n, moving.under_way),
        "moving_stage" => t_string!(i18n, moving.wrong_stage),
        "moving_gone" => t_string!(i18n, moving.has_gone),
        "moving_unanswered" => t_string!(i18n, moving.unanswered),
        "moving_no" => t_string!(i18n, moving.said_no),
        "moving_protected" => t_string!(i18n, moving.must_confirm),
        "moving_not_gone" => t_string!(i18n, moving.not_gone),
        "moving_dates" => t_string!(i18n, moving.dates),
        _ => return None,
    })
}

fn stage_word(i18n: I18nContext<Locale>, stage: Stage) -> &'static str {
    match stage {
        Stage::Asking => t_string!(i18n, moving.asking),
        Stage::Sent => t_string!(i18n, moving.sent),
        Stage::Received => t_string!(i18n, moving.received),
        Stage::Closed => t_string!(i18n, moving.closed),
        Stage::Cancelled => t_string!(i18n, moving.cancelled),
    }
}

/// The card; nothing for who could not begin a handover where there is none.
#[component]
pub(super) fn MovingSection() -> impl IntoView {
    let life = super::use_life();
    view! {
        <Transition fallback=|| ()>
            {move || Suspend::new(async move {
                match life.moving.await {
                    Ok(found) => view! { <Found found /> }.into_any(),
                    Err(error) => view! { <ErrorNotice error /> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Found(found: CaseMoving) -> impl IntoView {
    let i18n = use_i18n();
    let life = super::use_life();
    let moving = found.now.as_ref().map(|it| it.id.clone()).unwrap_or_default();
    let here = Here { life, case: StoredValue::new(life.case.id.get_untracked()), moving: StoredValue::new(moving) };
    let is_under_way = found.now.as_ref().is_some_and(|it| it.stage.is_under_way());
    let may_begin = found.leads && !is_under_way;
    if found.now.is_none() && !may_begin {
        return ().into_any();
    }
    let (may_edit, leads) = (found.may_edit, found.leads);
    let (today, due, people) = (found.today, found.due, found.people);
    view! {
        <section class="card stack" aria-labelledby="moving">
            <h2 class="ds-heading" data-size="xs" id="moving">{t!(i18n, moving.title)}</h2>
            {found.now.map(|card| view! { <UnderWay here card may_edit leads today /> })}
            {may_begin.then(|| view! { <BeginForm here people due /> })}
        </section>
    }
    .into_any()
}

/// One handover.
#[component]
fn UnderWay(here: Here, card: MovingCard, may_edit: bool, leads: bool, today: casework::Day) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let MovingCard { stage, destination, due, is_late, at, by, people, receipt, may_receive, .. } = card;
    let color = match stage {
        Stage::Asking => "info",
        Stage::Sent => "warning",
        Stage::Received | Stage::Closed => "success",
        Stage::Cancelled => "neutral",
    };
    let open = matches!(stage, Stage::Asking | Stage::Sent);
    let (receiver, contact, how) = (destination.name(), destination.contact, destination.how);
    let came = receipt.map(|(by, how, on)| {
        let words =
            move || t_string!(i18n, moving.came, name = by.clone(), how = how.clone(), day = day_words(language(), on));
        view! { <p>{words}</p> }
    });
    view! {
        <p class="cluster">
            <strong dir="auto">{receiver}</strong>
            <span class="ds-tag" data-size="sm" data-color=color>{move || stage_word(i18n, stage)}</span>
            {is_late.then(|| view! { <span class="ds-tag" data-size="sm" data-color="danger">{t!(i18n, moving.late)}</span> })}
        </p>
        <p class="meta">{move || t_string!(i18n, moving.contact_how, contact = contact.clone(), how = how.clone())}</p>
        <p class="meta">{move || t_string!(i18n, moving.begun_by, name = by.clone(), time = time(language(), &at))}</p>
        {open.then(|| view! { <p class="meta">{move || t_string!(i18n, moving.awaited, day = day_words(language(), due))}</p> })}
        <ul class="plain-list stack">
            {people.into_iter().map(|row| view! { <PersonLine here row may_edit=may_edit && open leads /> }).collect_view()}
        </ul>
        {came}
        {(leads && may_receive).then(|| view! { <ReceiptForm here today /> })}
        {(leads && stage == Stage::Received).then(|| view! { <CloseButton here /> })}
        {(leads && stage.is_under_way()).then(|| view! { <CancelButton here /> })}
    }
}
