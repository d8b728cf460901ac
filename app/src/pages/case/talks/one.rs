//! The page of one session.

use super::arrange::ArrangeCard;
use super::film::FilmCard;
use super::note::Notes;
use super::order::OrderCard;
use super::prepare::PrepareCard;
use super::state::{MoveCard, StateCard};
use super::step::StepsCard;
use crate::api::talks::ProposalRow;
use crate::api::talks::one::{TalkView, case_talk};
use crate::components::ErrorNotice;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::case::print::{PrintButton, PrintNotice, Printer, use_printer};
use crate::pages::case::use_case;
use crate::pages::talk_words::{
    difference_word, hours_words, moment_words, talk_color, talk_kind, talk_place, talk_reason, talk_state,
};
use crate::text::day_in_words;
use casework::calendar::moment::Moment;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// What was kept last.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// What became of the session.
    State,
    /// Its new time.
    Time,
}

/// Which session a card is about.
#[derive(Clone, Copy)]
pub(super) struct Here {
    /// The case.
    pub(super) case: StoredValue<String>,
    /// The entry of the calendar.
    pub(super) entry: StoredValue<String>,
    /// Which of its series.
    pub(super) at: Moment,
    /// Counted up when something has changed.
    pub(super) again: RwSignal<u32>,
    /// That something was kept, with how many notices; outlives the cards.
    pub(super) said: RwSignal<Option<(Kept, u32)>>,
}

impl Here {
    /// The case, the entry and the time, as server functions take them.
    pub(super) fn names(self) -> (String, String, String) {
        (self.case.get_value(), self.entry.get_value(), self.at.to_string())
    }
}

/// The page.
#[component]
pub fn CaseTalkPage() -> impl IntoView {
    let i18n = use_i18n();
    let case = use_case();
    let params = use_params_map();
    let param = move |name: &str| params.with(|params| params.get(name)).unwrap_or_default();
    let which = Memo::new(move |_| (param("entry"), param("at")));
    let (again, said) = (RwSignal::new(0_u32), RwSignal::new(None));
    let printer = use_printer("talk");
    let found = Resource::new(
        move || (case.id.get(), which.get(), case.reason.get(), again.get()),
        |(id, (entry, at), reason, _)| case_talk(id, entry, at, reason),
    );
    view! {
        <PrintNotice printer />
        <div class="page-body" data-columns="true">
            <Transition fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(talk) => {
                            let here = Here {
                                case: StoredValue::new(case.id.get_untracked()),
                                entry: StoredValue::new(talk.row.entry.clone()),
                                at: talk.row.at,
                                again,
                                said,
                            };
                            view! { <Talk here talk printer /> }.into_any()
                        }
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Talk(here: Here, talk: TalkView, printer: Printer) -> impl IntoView {
    let i18n = use_i18n();
    let may_edit = talk.may_edit;
    let proposal = talk.proposal.clone();
    let film = talk.film.clone();
    let paper = talk.clone();
    view! {
        <div class="stack" data-gap="lg">
            <p class="screen-only"><a class="ds-link" href=format!("/familier/{}/samtaler", here.case.get_value())>{t!(i18n, talk.back)}</a></p>
            <Head talk=talk.clone() printer />
            {film.map(|film| view! { <FilmCard here talk=talk.clone() film /> })}
            {may_edit.then(|| view! { <div class="screen-only"><StateCard here talk=talk.clone() /></div> })}
            {may_edit.then(|| view! { <OnPaper talk=paper /> })}
            <Notes here talk=talk.clone() />
            <PrepareCard here talk=talk.clone() />
        </div>
        <div class="stack" data-gap="lg">
            <StepsCard here talk=talk.clone() />
            <OrderCard here talk=talk.clone() />
            {may_edit.then(|| view! { <div class="screen-only stack" data-gap="lg"><NextCard here proposal /><MoveCard here talk /><ArrangeCard here /></div> })}
        </div>
    }
}

/// What, when, where and with whom.
#[component]
fn Head(talk: TalkView, printer: Printer) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let row = talk.row;
    let (kind, span, state, reason, place) = (row.kind, row.span, row.state, row.reason, row.place);
    let title = row.title.clone();
    let name = move || match kind {
        Some(kind) if title.is_empty() => talk_kind(i18n, kind).to_owned(),
        Some(kind) => format!("{}: {title}", talk_kind(i18n, kind)),
        None => title.clone(),
    };
    let room = row.room.clone();
    let people = row.people.into_iter().chain(talk.equipment).collect::<Vec<_>>().join(", ");
    view! {
        <section class="card stack" aria-labelledby="talk-head">
            <h2 class="ds-heading" data-size="sm" id="talk-head">{name}</h2>
            <p class="talk-when">{move || format!("{}, {}", day_in_words(language(), span.start.day), hours_words(language(), span))}</p>
            <p class="meta">{move || room.clone().unwrap_or_else(|| talk_place(i18n, place).to_owned())} " · " {people}</p>
            <p class="cluster">
                <span class="ds-tag" data-size="sm" data-color=if row.unmarked { "warning" } else { talk_color(state) }>
                    {move || if row.unmarked { t_string!(i18n, talk.unmarked) } else { talk_state(i18n, state) }}
                </span>
                {reason.map(|reason| view! { <span class="meta">{move || talk_reason(i18n, reason)}</span> })}
            </p>
            <PrintButton printer />
        </section>
    }
}

/// What is planned, as it stands on paper: on the screen it stands in a form.
#[component]
fn OnPaper(talk: TalkView) -> impl IntoView {
    let i18n = use_i18n();
    let comes: Vec<String> =
        talk.family.iter().filter(|(id, _)| talk.attends.contains(id)).map(|(_, name)| name.clone()).collect();
    let comes = comes.join(", ");
    let part = move |title: AnyView, text: String| {
        (!text.is_empty())
            .then(|| view! { <h3 class="ds-heading" data-size="2xs">{title}</h3><p class="entry-text">{text}</p> })
    };
    view! {
        <section class="print-only stack">
            <h2 class="ds-heading" data-size="xs">{t!(i18n, talk.prepare)}</h2>
            {part(t!(i18n, talk.attends).into_any(), comes)}
            {part(t!(i18n, talk.agenda).into_any(), talk.agenda)}
            {part(t!(i18n, talk.preparation).into_any(), talk.preparation)}
        </section>
    }
}

/// When the next one might be.
#[component]
fn NextCard(here: Here, proposal: Option<ProposalRow>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    view! {
        <section class="card stack" aria-labelledby="talk-next">
            <h2 class="ds-heading" data-size="xs" id="talk-next">{t!(i18n, talk.next_time)}</h2>
            {match proposal {
                Some(it) => view! {
                    <p>{move || moment_words(language(), it.span.start)}</p>
                    <p class="meta">{move || difference_word(i18n, it.difference)}</p>
                }.into_any(),
                None => view! { <p>{t!(i18n, talk.next_none)}</p> }.into_any(),
            }}
            <div class="form-actions">
                <a class="ds-button" data-variant="secondary" data-size="sm" href=format!("/familier/{}/samtaler?etter={}&tid={}", here.case.get_value(), here.entry.get_value(), here.at)>{t!(i18n, talk.plan_next)}</a>
            </div>
        </section>
    }
}
