//! The tab «Samtaler»: the two talks of a week during a stay, what is to come,
//! next steps, what has been, and planning the next one. A page for each session.

mod arrange;
mod film;
mod note;
mod one;
mod order;
mod plan;
mod prepare;
mod state;
mod stay;
mod step;

pub use one::CaseTalkPage;

use self::plan::PlanForm;
use self::stay::StayCard;
use self::step::StepLine;
use super::use_case;
use crate::api::talks::today::talk_href;
use crate::api::talks::{CaseTalks, GuardView, TalkRow, case_talks};
use crate::components::ErrorNotice;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::talk_words::{
    hours_words, order_color, order_word, talk_color, talk_kind, talk_place, talk_reason, talk_state,
};
use crate::text::day_in_words;
use casework::Day;
use casework::appointment::AppointmentState;
use casework::appointment::two_talks::Level;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page.
#[component]
pub fn CaseTalksPage() -> impl IntoView {
    let i18n = use_i18n();
    let case = use_case();
    let again = RwSignal::new(0_u32);
    // Outlives the list, which is made anew when something was planned.
    let made = RwSignal::new(None::<(String, Vec<Day>)>);
    let query = use_query_map();
    let after = Memo::new(move |_| query.with(|query| query.get("etter").zip(query.get("tid"))));
    let found = Resource::new(
        move || (case.id.get(), case.reason.get(), after.get(), again.get()),
        |(id, reason, after, _)| {
            let (after, at) = after.unzip();
            case_talks(id, reason, after, at)
        },
    );
    view! {
        <div class="page-body" data-columns="true">
            <Transition fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(talks) => view! { <Talks case=case.id.get_untracked() talks again made /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Talks(
    case: String,
    talks: CaseTalks,
    again: RwSignal<u32>,
    made: RwSignal<Option<(String, Vec<Day>)>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let CaseTalks { coming, past, steps, guard, stays, setup, today } = talks;
    let may_edit = setup.is_some();
    let (none_coming, none_past, has_steps) = (coming.is_empty(), past.is_empty(), !steps.is_empty());
    let id = StoredValue::new(case.clone());
    let line = move |row: TalkRow| view! { <TalkLine case=id.get_value() row /> };
    let step = move |row| view! { <StepLine case=id.get_value() row today may_edit again /> };
    view! {
        <div class="stack" data-gap="lg">
            {guard.map(|guard| view! { <GuardCard guard /> })}
            {setup.map(|setup| view! { <PlanForm case=case.clone() setup today again made /> })}
            <section class="card stack" aria-labelledby="talks-coming">
                <h2 class="ds-heading" data-size="xs" id="talks-coming">{t!(i18n, talk.coming)}</h2>
                {none_coming.then(|| view! { <p>{t!(i18n, talk.coming_none)}</p> })}
                {(!none_coming).then(|| view! { <ul class="day-list">{coming.into_iter().map(line).collect_view()}</ul> })}
            </section>
            <section class="card stack" aria-labelledby="talks-past">
                <h2 class="ds-heading" data-size="xs" id="talks-past">{t!(i18n, talk.past)}</h2>
                {none_past.then(|| view! { <p>{t!(i18n, talk.past_none)}</p> })}
                {(!none_past).then(|| view! { <ul class="day-list">{past.into_iter().map(line).collect_view()}</ul> })}
            </section>
        </div>
        <div class="stack" data-gap="lg">
            {has_steps.then(|| view! {
                <section class="card stack" aria-labelledby="talk-steps">
                    <h2 class="ds-heading" data-size="xs" id="talk-steps">{t!(i18n, talk.steps)}</h2>
                    <ul class="plain-list talk-steps">{steps.into_iter().map(step).collect_view()}</ul>
                </section>
            })}
            <StayCard case=case stays may_edit again />
        </div>
    }
}

/// One session in a list.
#[component]
fn TalkLine(case: String, row: TalkRow) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let href = talk_href(&case, &row.entry, row.at);
    let (span, kind, state, reason, place, order) = (row.span, row.kind, row.state, row.reason, row.place, row.order);
    let title = row.title.clone();
    let name = move || match kind {
        Some(kind) if title.is_empty() => talk_kind(i18n, kind).to_owned(),
        Some(kind) => format!("{}: {title}", talk_kind(i18n, kind)),
        None => title.clone(),
    };
    let when = move || format!("{}, {}", day_in_words(language(), span.start.day), hours_words(language(), span));
    let room = row.room.clone();
    let where_to = move || room.clone().unwrap_or_else(|| talk_place(i18n, place).to_owned());
    let people = row.people.join(", ");
    let is_planned = state == AppointmentState::Planned;
    view! {
        <li class="talk-line">
            <a class="day-name" href=href>{name}</a>
            <p class="talk-when">{when}</p>
            <p class="meta">
                {where_to} " · " {people}
                {(row.road > 0).then(|| view! { " · " {t!(i18n, talk.road, minutes = move || row.road.to_string())} })}
                {row.repeats.then(|| view! { " · " {t!(i18n, talk.series)} })}
                {(row.notes > 0).then(|| view! { " · " {t!(i18n, talk.notes_count, count = move || row.notes.to_string())} })}
            </p>
            <p class="cluster">
                {(!is_planned || row.unmarked).then(|| view! {
                    <span class="ds-tag" data-size="sm" data-color=if row.unmarked { "warning" } else { talk_color(state) }>
                        {move || if row.unmarked { t_string!(i18n, talk.unmarked) } else { talk_state(i18n, state) }}
                    </span>
                })}
                {reason.map(|reason| view! { <span class="meta">{move || talk_reason(i18n, reason)}</span> })}
                {order.map(|order| view! { <span class="ds-tag" data-size="sm" data-color=order_color(order)>{move || order_word(i18n, order)}</span> })}
            </p>
        </li>
    }
}

/// What there is to say of the two talks of this week.
#[component]
fn GuardCard(guard: GuardView) -> impl IntoView {
    let i18n = use_i18n();
    let missing = guard.missing().to_string();
    let (held, planned, needed) = (guard.held.to_string(), guard.planned.to_string(), guard.needed.to_string());
    let (level, unmarked) = (guard.level, guard.unmarked);
    let said = move || {
        let count = missing.clone();
        match level {
            Level::Kept => t_string!(i18n, talk.guard_kept).to_owned(),
            Level::Plan => t_string!(i18n, talk.guard_plan, count = count),
            Level::Warn => t_string!(i18n, talk.guard_warn, count = count),
            Level::Urgent => t_string!(i18n, talk.guard_urgent, count = count),
            Level::Missed => t_string!(i18n, talk.guard_missed, count = count),
        }
    };
    view! {
        <section class="ds-alert talk-guard" data-color=guard_color(level) aria-labelledby="talk-guard">
            <h2 class="ds-heading" data-size="2xs" id="talk-guard">{t!(i18n, talk.guard_title)}</h2>
            <p>{said}</p>
            <p>{move || t_string!(i18n, talk.guard_count, held = held.clone(), planned = planned.clone(), needed = needed.clone())}</p>
            {(unmarked > 0).then(|| view! { <p>{t!(i18n, talk.guard_unmarked, count = move || unmarked.to_string())}</p> })}
        </section>
    }
}

/// The colour that supports what the guard says.
const fn guard_color(level: Level) -> &'static str {
    match level {
        Level::Kept => "success",
        Level::Plan => "info",
        Level::Warn => "warning",
        Level::Urgent | Level::Missed => "danger",
    }
}
