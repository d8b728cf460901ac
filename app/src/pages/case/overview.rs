//! The first tab: who takes part, who is responsible, the children's parts.

use super::life::link_word;
use super::print::{PrintButton, PrintNotice, Printer, use_printer};
use super::use_case;
use crate::api::cases::{CaseFront, ChildPartView, PartEntryView, ParticipantRow, TeamRow};
use crate::api::life::LinkLine;
use crate::components::ErrorNotice;
use crate::i18n::{Locale, t, use_i18n};
use crate::language::use_language;
use crate::pages::{CaseGroupsCard, ask_case_groups};
use crate::text::{date, time};
use casework::role::CaseFunction;
use leptos::prelude::*;
use leptos_i18n::I18nContext;

/// The front page of a case.
#[component]
pub fn CaseOverviewPage() -> impl IntoView {
    let case = use_case();
    let front = case.front;
    let printer = use_printer("front");
    let found = ask_case_groups(case.id.into(), case.reason.into(), front);
    view! {
        <PrintNotice printer />
        <div class="page-body" data-columns="true">
            <Suspense fallback=|| ()>
                {move || Suspend::new(async move {
                    match front.await {
                        Ok(front) => {
                            let groups = front.whole.then(|| {
                                let id = front.id.clone();
                                view! { <CaseGroupsCard id found /> }.into_any()
                            });
                            view! { <Overview front printer groups=groups.unwrap_or_else(|| ().into_any()) /> }.into_any()
                        }
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

/// The word for a function in a case.
pub fn function_word(i18n: I18nContext<Locale>, function: CaseFunction) -> &'static str {
    crate::log_words::function_word(i18n.get_locale(), function)
}

/// What stands on the front page, whoever it is shown to.
#[component]
pub fn Overview(
    /// The front page as the viewer gets it.
    front: CaseFront,
    /// Prints the page.
    printer: Printer,
    /// The family's places in groups, for staff.
    groups: AnyView,
) -> impl IntoView {
    let i18n = use_i18n();
    let no_team = front.team.is_empty();
    let no_participants = front.participants.is_empty();
    let has_links = !front.links.is_empty();
    let link = move |row: LinkLine| {
        view! {
            <li>
                <span class="meta">{move || link_word(i18n, row.kind, row.is_first)}</span> " "
                <a class="ds-link" href=format!("/familier/{}", row.other)>{row.name}</a>
            </li>
        }
    };
    let member = move |row: TeamRow| {
        view! { <div><dt>{move || function_word(i18n, row.function)}</dt><dd>{row.name}</dd></div> }
    };
    view! {
        <div class="stack" data-gap="lg">
            <section class="card stack" aria-labelledby="participants">
                <h2 class="ds-heading" data-size="xs" id="participants">{t!(i18n, case.participants)}</h2>
                <p class="meta">{t!(i18n, case.participants_lead)}</p>
                {no_participants.then(|| view! { <p>{t!(i18n, case.participants_none)}</p> })}
                <ul class="person-list">
                    {front.participants.into_iter().map(|row| view! { <ParticipantLine row /> }).collect_view()}
                </ul>
            </section>
            {groups}
            {front.child_parts.into_iter().map(|part| view! { <ChildPartCard part /> }).collect_view()}
        </div>
        <aside class="stack" data-gap="lg">
            <section class="card stack" aria-labelledby="team">
                <h2 class="ds-heading" data-size="xs" id="team">{t!(i18n, case.team)}</h2>
                {no_team.then(|| view! { <p>{t!(i18n, case.team_none)}</p> })}
                <dl class="facts">{front.team.into_iter().map(member).collect_view()}</dl>
                <PrintButton printer />
            </section>
            {has_links.then(|| view! {
                <section class="card stack" aria-labelledby="links">
                    <h2 class="ds-heading" data-size="xs" id="links">{t!(i18n, life.links)}</h2>
                    <ul class="plain-list">{front.links.into_iter().map(link).collect_view()}</ul>
                </section>
            })}
        </aside>
    }
}

#[component]
fn ParticipantLine(row: ParticipantRow) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    view! {
        <li class="cluster">
            <strong><bdi>{row.name}</bdi></strong>
            {row.is_child.then(|| view! { <span class="ds-tag" data-size="sm" data-color="sky">{t!(i18n, case.child)}</span> })}
            {row.has_responsibility.then(|| view! { <span class="ds-tag" data-size="sm" data-color="neutral">{t!(i18n, case.responsibility)}</span> })}
            <span class="meta">
                {row.from.map(|day| t!(i18n, case.since, date = move || date(language(), &day)))}
                {row.to.map(|day| view! { " " {t!(i18n, case.until, date = move || date(language(), &day))} })}
            </span>
        </li>
    }
}

#[component]
fn ChildPartCard(part: ChildPartView) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let nothing = part.entries.is_empty();
    let entry = move |entry: PartEntryView| {
        let by = move || entry.author.clone().unwrap_or_else(|| function_word(i18n, entry.function).to_owned());
        let at = entry.at;
        view! {
            <li class="stack" data-gap="sm">
                <p>{entry.text}</p>
                <p class="meta">{t!(i18n, case.written_by, name = by, time = move || time(language(), &at))}</p>
            </li>
        }
    };
    view! {
        <section class="card stack">
            <h2 class="ds-heading" data-size="xs">{t!(i18n, case.child_part, name = part.child.clone())}</h2>
            <p class="meta">{t!(i18n, case.child_part_lead)}</p>
            {nothing.then(|| view! { <p>{t!(i18n, case.child_part_none)}</p> })}
            <ul class="plain-list">{part.entries.into_iter().map(entry).collect_view()}</ul>
        </section>
    }
}
