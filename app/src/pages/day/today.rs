//! What «Min dag» begins with: today's appointments, what others have called
//! off, the talks that are missing this week, one's next steps.

use crate::api::talks::GuardView;
use crate::api::talks::today::{
    BatonRow, DayCaseName, DayTalk, DayWhat, DueStep, GuardRow, MovingDayRow, OffRow, Today, WordsRow,
};
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::talk_words::{day_words, hours_words, moment_words, order_color, order_word, talk_place};
use crate::text::time;
use casework::Day;
use casework::appointment::two_talks::Level;
use leptos::prelude::*;
use leptos_i18n::I18nContext;

/// The cards.
#[component]
pub(super) fn PlanOfToday(plan: Today, today: Day) -> impl IntoView {
    let i18n = use_i18n();
    let Today { talks, off, steps, guards, batons, words, movings } = plan;
    let none = talks.is_empty();
    let step = move |row: DueStep| view! { <StepRow row today /> };
    view! {
        <section class="card stack" aria-labelledby="plan-today">
            <h2 class="ds-heading" data-size="xs" id="plan-today">{t!(i18n, talk.today)}</h2>
            {none.then(|| view! { <p>{t!(i18n, talk.today_none)}</p> })}
            {(!none).then(|| view! { <ol class="day-list">{talks.into_iter().map(|row| view! { <TalkRow row /> }).collect_view()}</ol> })}
        </section>
        {(!words.is_empty()).then(|| view! {
            <section class="card stack" aria-labelledby="plan-words">
                <h2 class="ds-heading" data-size="xs" id="plan-words">{t!(i18n, portal.words)}</h2>
                <ul class="day-list">{words.into_iter().map(|row| view! { <Words row /> }).collect_view()}</ul>
            </section>
        })}
        {(!off.is_empty()).then(|| view! {
            <section class="card stack" aria-labelledby="plan-off">
                <h2 class="ds-heading" data-size="xs" id="plan-off">{t!(i18n, talk.off)}</h2>
                <ul class="day-list">{off.into_iter().map(|row| view! { <Off row /> }).collect_view()}</ul>
            </section>
        })}
        {(!guards.is_empty()).then(|| view! {
            <section class="card stack" aria-labelledby="plan-guards">
                <h2 class="ds-heading" data-size="xs" id="plan-guards">{t!(i18n, talk.guards)}</h2>
                <ul class="day-list">{guards.into_iter().map(|row| view! { <Guard row /> }).collect_view()}</ul>
            </section>
        })}
        {(!batons.is_empty()).then(|| view! {
            <section class="card stack" aria-labelledby="plan-batons">
                <h2 class="ds-heading" data-size="xs" id="plan-batons">{t!(i18n, plan.baton_day)}</h2>
                <ul class="day-list">{batons.into_iter().map(|row| view! { <Baton row /> }).collect_view()}</ul>
            </section>
        })}
        {(!movings.is_empty()).then(|| view! {
            <section class="card stack" aria-labelledby="plan-movings">
                <h2 class="ds-heading" data-size="xs" id="plan-movings">{t!(i18n, moving.day)}</h2>
                <ul class="day-list">{movings.into_iter().map(|row| view! { <Moving row /> }).collect_view()}</ul>
            </section>
        })}
        {(!steps.is_empty()).then(|| view! {
            <section class="card stack" aria-labelledby="plan-steps">
                <h2 class="ds-heading" data-size="xs" id="plan-steps">{t!(i18n, talk.steps_due)}</h2>
                <ul class="day-list">{steps.into_iter().map(step).collect_view()}</ul>
            </section>
        })}
    }
}

/// What an appointment is, as far as one's lists tell it.
fn what_view(i18n: I18nContext<Locale>, what: DayWhat, href: Option<String>) -> AnyView {
    match (what, href) {
        (DayWhat::Busy, _) => view! { <span class="day-name">{t!(i18n, talk.busy)}</span> }.into_any(),
        (DayWhat::Title(title), _) => view! { <span class="day-name">{title}</span> }.into_any(),
        (DayWhat::Case(case), Some(href)) => view! {
            <a class="day-name" href=href><bdi>{case.name}</bdi></a> <span class="meta">{case.number}</span>
        }
        .into_any(),
        (DayWhat::Case(case), None) => view! {
            <span class="day-name"><bdi>{case.name}</bdi></span> <span class="meta">{case.number}</span>
        }
        .into_any(),
    }
}

#[component]
fn TalkRow(row: DayTalk) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let (span, order, place, group, room) = (row.span, row.order, row.place, row.group, row.room);
    let where_to = move || match (&room, place) {
        (Some(room), _) => room.clone(),
        (None, Some(place)) => talk_place(i18n, place).to_owned(),
        (None, None) => String::new(),
    };
    view! {
        <li class="day-line">
            {what_view(i18n, row.what, row.href)}
            <span class="day-when">{move || hours_words(language(), span)}</span>
            <span class="cluster day-tags">
                <span class="meta">{where_to}</span>
                {group.then(|| view! { <span class="ds-tag" data-size="sm" data-color="neutral">{t!(i18n, talk.group)}</span> })}
                {order.map(|order| view! { <span class="ds-tag" data-size="sm" data-color=order_color(order)>{move || order_word(i18n, order)}</span> })}
            </span>
        </li>
    }
}

#[component]
fn Off(row: OffRow) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let start = row.span.start;
    let href = match &row.what {
        DayWhat::Case(case) if case.opens => Some(format!("/familier/{}/samtaler", case.id)),
        _ => None,
    };
    let by = row.by;
    view! {
        <li class="day-line">
            {what_view(i18n, row.what, href)}
            <span class="day-when">{move || moment_words(language(), start)}</span>
            <span class="cluster day-tags"><span class="meta">{t!(i18n, talk.off_by, name = move || by.clone())}</span></span>
        </li>
    }
}

/// The name of a case, as a way into it where it opens without more.
fn case_view(i18n: I18nContext<Locale>, case: DayCaseName, tab: &str) -> AnyView {
    let href = format!("/familier/{}/{tab}", case.id);
    let way = case.opens.then_some(href);
    what_view(i18n, DayWhat::Case(case), way)
}

#[component]
fn Guard(row: GuardRow) -> impl IntoView {
    let i18n = use_i18n();
    let guard = row.guard;
    let color = match guard.level {
        Level::Urgent | Level::Missed => "danger",
        Level::Warn => "warning",
        Level::Kept | Level::Plan => "info",
    };
    view! {
        <li class="day-line">
            {case_view(i18n, row.case, "samtaler")}
            <span class="cluster day-tags"><span class="ds-tag" data-size="sm" data-color=color>{move || guard_words(i18n, &guard)}</span></span>
        </li>
    }
}

#[component]
fn Baton(row: BatonRow) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let (day, as_leader) = (row.day, row.as_leader);
    view! {
        <li class="day-line">
            {case_view(i18n, row.case, "plan")}
            {as_leader.then(|| view! { <span class="day-when">{t!(i18n, plan.baton_leader)}</span> })}
            <span class="cluster day-tags">
                <span class="meta">{move || day_words(language(), day)}</span>
                <span class="ds-tag" data-size="sm" data-color="danger">{t!(i18n, plan.no_answer)}</span>
            </span>
        </li>
    }
}

#[component]
fn Moving(row: MovingDayRow) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let day = row.day;
    view! {
        <li class="day-line">
            {case_view(i18n, row.case, "mappen")}
            <span class="cluster day-tags">
                <span class="meta">{move || day_words(language(), day)}</span>
                <span class="ds-tag" data-size="sm" data-color="danger">{t!(i18n, moving.late)}</span>
            </span>
        </li>
    }
}

#[component]
fn Words(row: WordsRow) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let WordsRow { case, count, since } = row;
    view! {
        <li class="day-line">
            {case_view(i18n, case, "meldinger")}
            <span class="cluster day-tags">
                <span class="meta">{move || time(language(), &since)}</span>
                <span class="ds-tag" data-size="sm" data-color="warning">{t!(i18n, portal.waiting, count = move || count.to_string())}</span>
            </span>
        </li>
    }
}

/// What is missing, in a line.
fn guard_words(i18n: I18nContext<Locale>, guard: &GuardView) -> String {
    let (count, needed) = (guard.missing().to_string(), guard.needed.to_string());
    match guard.level {
        Level::Kept => t_string!(i18n, talk.guard_day_mark).to_owned(),
        Level::Missed => t_string!(i18n, talk.guard_day_missed, count = count),
        Level::Plan | Level::Warn | Level::Urgent => t_string!(i18n, talk.guard_day, count = count, needed = needed),
    }
}

#[component]
fn StepRow(row: DueStep, today: Day) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let (day, of_plan) = (row.day, row.of_plan);
    view! {
        <li class="day-line">
            {case_view(i18n, row.case, if of_plan { "plan" } else { "samtaler" })}
            <span class="day-when">{move || if of_plan { t_string!(i18n, plan.belonging) } else { t_string!(i18n, talk.due_in_case) }}</span>
            <span class="cluster day-tags">
                <span class="meta">{move || day_words(language(), day)}</span>
                {(day < today).then(|| view! { <span class="ds-tag" data-size="sm" data-color="danger">{t!(i18n, day.late)}</span> })}
            </span>
        </li>
    }
}
