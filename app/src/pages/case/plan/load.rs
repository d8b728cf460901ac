//! How much help those who take part carry: helpers and meetings a week. Numbers
//! to talk about; nothing says what is too much.

use super::Here;
use super::words::shown_name;
use crate::api::load::{LoadRow, LoadWeek};
use crate::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;

/// The card, by person.
#[component]
pub(super) fn LoadCard(here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let rows = here.plan.with_value(|plan| plan.loads.clone());
    (!rows.is_empty()).then(|| {
        view! {
            <section class="card stack" aria-labelledby="plan-load">
                <h2 class="ds-heading" data-size="xs" id="plan-load">{t!(i18n, plan.load)}</h2>
                <p class="meta">{t!(i18n, plan.load_lead)}</p>
                <ul class="plain-list">{rows.into_iter().map(|row| view! { <Carried row /> }).collect_view()}</ul>
            </section>
        }
    })
}

#[component]
fn Carried(row: LoadRow) -> impl IntoView {
    let i18n = use_i18n();
    let LoadRow { name, helpers, weeks, busiest } = row;
    let count = helpers.len();
    let who = helpers.join(", ");
    let week = move |it: LoadWeek| {
        view! { <li>{move || t_string!(i18n, plan.load_week, week = it.week.to_string(), count = it.meetings.to_string())}</li> }
    };
    let most = move || match busiest {
        Some(it) => {
            t_string!(i18n, plan.load_most, week = it.week.to_string(), count = it.meetings.to_string())
        }
        None => t_string!(i18n, plan.load_no_meetings).to_owned(),
    };
    view! {
        <li class="stack" data-gap="sm">
            <p><strong><bdi>{move || shown_name(i18n, &name)}</bdi></strong></p>
            <p>{move || t_string!(i18n, plan.load_helpers, count = count.to_string())}</p>
            {(count > 0).then(|| view! { <p class="meta" dir="auto">{who}</p> })}
            {busiest.is_some().then(|| view! { <ul class="plain-list cluster meta">{weeks.into_iter().map(week).collect_view()}</ul> })}
            <p class="meta">{most}</p>
        </li>
    }
}
