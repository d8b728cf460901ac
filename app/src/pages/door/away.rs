//! Who is away, today and later. No reason is asked for.

use super::{DoorHead, UnitAndKeeper, in_words, label};
use crate::api::door::DoorSetup;
use crate::api::door::absence::{AbsenceRow, Absences, EndAbsence, NoteAbsence, list_absences};
use crate::components::{ErrorNotice, FaultNote, FormNotice, Submit, TextField, fault_of, when_done};
use crate::draft::Draft;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::{Language, clock};
use casework::calendar::moment::Moment;
use leptos::prelude::*;

/// The list with a form for one more.
#[component]
pub fn AwayPage() -> impl IntoView {
    let i18n = use_i18n();
    let again = RwSignal::new(0_u32);
    let found = Resource::new(move || again.get(), |_| list_absences());
    view! {
        <DoorHead title=|i18n| t_string!(i18n, away.title) lead=|i18n| t_string!(i18n, away.lead) />
        <div class="page-body" data-width="text">
            <Transition fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(all) => view! { <Away all again /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Away(all: Absences, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let none = all.rows.is_empty();
    let line = move |row: AbsenceRow| view! { <Line row again /> };
    view! {
        <section class="card stack" aria-labelledby="note-absence">
            <h2 class="ds-heading" data-size="xs" id="note-absence">{t!(i18n, away.note)}</h2>
            <NoteForm setup=all.setup again />
        </section>
        <section class="card stack" aria-labelledby="absences">
            <h2 class="ds-heading" data-size="xs" id="absences">{t!(i18n, away.list)}</h2>
            {none.then(|| view! { <p>{t!(i18n, away.none)}</p> })}
            {(!none).then(|| view! { <ul class="day-list">{all.rows.into_iter().map(line).collect_view()}</ul> })}
        </section>
    }
}

#[component]
fn NoteForm(setup: DoorSetup, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<NoteAbsence>::new();
    let fault = fault_of(action);
    let saved = Signal::derive(move || matches!(action.value().get(), Some(Ok(_))));
    when_done(action, move |_| again.update(|n| *n += 1));
    let today = setup.today.to_string();
    view! {
        <ActionForm action attr:class="form" attr:novalidate=true>
            <Draft name="absence" saved />
            <FormNotice fault />
            <UnitAndKeeper setup name="who" who=|i18n| t_string!(i18n, away.who) chosen="" fault />
            <div class="form-row">
                <TextField name="from" id="away-from" label=label(i18n, |i18n| t_string!(i18n, away.from)) fault kind="date" value=today.clone() />
                <TextField name="to" id="away-to" label=label(i18n, |i18n| t_string!(i18n, away.to)) fault kind="date" value=today />
            </div>
            <details class="call-more">
                <summary>{t!(i18n, away.part_of_day)}</summary>
                <div class="form-row">
                    <TextField name="from_time" id="away-from-time" label=label(i18n, |i18n| t_string!(i18n, away.from_time)) fault kind="time" />
                    <TextField name="to_time" id="away-to-time" label=label(i18n, |i18n| t_string!(i18n, away.to_time)) fault kind="time" />
                </div>
            </details>
            <div class="form-actions"><Submit pending=action.pending() label=label(i18n, |i18n| t_string!(i18n, away.keep)) /></div>
        </ActionForm>
    }
}

#[component]
fn Line(row: AbsenceRow, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let end = ServerAction::<EndAbsence>::new();
    when_done(end, move |()| again.update(|n| *n += 1));
    let (id, name) = (row.id.clone(), row.name.clone());
    let span = move || away_span(language(), &row);
    view! {
        <li class="call-line">
            <div class="call-head">
                <strong class="day-name">{name.clone()}</strong>
                <span class="meta">{span}</span>
            </div>
            <div class="call-do">
                <a class="ds-button" data-size="sm" data-variant="secondary" href=format!("/borte/{id}")>
                    {t!(i18n, cover.open)}<span class="ds-sr-only">{format!(": {name}")}</span>
                </a>
                <ActionForm action=end>
                    <input type="hidden" name="id" value=id.clone() />
                    <button class="ds-button" data-size="sm" data-variant="tertiary" type="submit" disabled=move || end.pending().get()>
                        {t!(i18n, away.end)}<span class="ds-sr-only">{format!(": {name}")}</span>
                    </button>
                </ActionForm>
            </div>
            <FaultNote fault=fault_of(end) />
        </li>
    }
}

/// When somebody is away: «23. november 2026», «23. november 2026 – 27. november
/// 2026», with times where it is part of a day.
pub fn away_span(language: Language, row: &AbsenceRow) -> String {
    let (Ok(from), Ok(to)) = (row.from.parse::<Moment>(), row.to.parse::<Moment>()) else { return String::new() };
    let last = if row.whole_days { to.day.before() } else { to.day };
    let first = in_words(language, from.day);
    let days = if last == from.day { first } else { format!("{first} – {}", in_words(language, last)) };
    if row.whole_days {
        return days;
    }
    let to = if to.time == casework::calendar::time::Time::MIDNIGHT { String::new() } else { to.time.to_string() };
    format!("{days}, {} – {}", clock(language, &from.time.to_string()), clock(language, &to))
}
