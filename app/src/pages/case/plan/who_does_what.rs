//! Who does what and when, in the order of days: the plan at a glance, by service.

use super::words::{doer_words, halt_word, status_color, status_word};
use super::{Here, known_services};
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::case::typed::Choose;
use crate::pages::talk_words::day_words;
use casework::plan::{Action, Body, Outline};
use leptos::prelude::*;

/// One action as the table tells it.
#[derive(Clone, PartialEq)]
struct Told {
    action: Action,
    halt: Option<String>,
    no_dream: bool,
}

/// The table.
#[component]
pub(super) fn WhoDoesWhat(here: Here, order: StoredValue<Outline>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let without = order.with_value(Outline::without_dream);
    let (mut rows, names, today) = here.plan.with_value(|plan| {
        let told = plan.parts.iter().enumerate().filter_map(|(at, row)| match &row.part.body {
            Body::Action(action) => {
                Some(Told { action: action.clone(), halt: row.halt.clone(), no_dream: without.contains(&at) })
            }
            _ => None,
        });
        (told.collect::<Vec<_>>(), known_services(plan), plan.today)
    });
    rows.sort_by_key(|it| (!it.action.status.is_open(), it.action.deadline.is_none(), it.action.deadline));
    let none = rows.is_empty();
    let rows = StoredValue::new(rows);
    let mut options = vec![(String::new(), Signal::derive(move || t_string!(i18n, plan.all_services).to_owned()))];
    let in_use = here.plan.with_value(|plan| {
        names.into_iter().filter(|name| plan.parts.iter().any(|row| is_of(&row.part.body, name))).collect::<Vec<_>>()
    });
    let some_services = !in_use.is_empty();
    options.extend(in_use.into_iter().map(|name| (name.clone(), Signal::stored(name))));
    let line = move |told: Told| {
        let Told { action, halt, no_dream } = told;
        let (late, status, day) = (action.is_late(today), action.status, action.deadline);
        let doer = action.doer.clone();
        let who = move || here.plan.with_value(|plan| doer_words(i18n, plan, &doer));
        let kind =
            halt.and_then(|id| here.plan.with_value(|plan| plan.halts.iter().find(|it| it.id == id).map(|it| it.kind)));
        view! {
            <tr>
                <th scope="row"><bdi>{who}</bdi></th>
                <td dir="auto">
                    {action.words.clone()}
                    {no_dream.then(|| view! { " " <span class="ds-tag" data-size="sm" data-color="neutral">{t!(i18n, plan.no_dream)}</span> })}
                </td>
                <td>{move || day.map_or_else(|| "–".to_owned(), |day| day_words(language(), day))}</td>
                <td>
                    <span class="cluster">
                        <span class="ds-tag" data-size="sm" data-color=status_color(status)>{move || status_word(i18n, status)}</span>
                        {late.then(|| view! { <span class="ds-tag" data-size="sm" data-color="danger">{t!(i18n, day.late)}</span> })}
                        {kind.map(|kind| view! { <span class="ds-tag" data-size="sm" data-color="warning">{move || halt_word(i18n, kind)}</span> })}
                    </span>
                </td>
            </tr>
        }
    };
    let shown = move || {
        let chosen = here.service.get();
        let all = rows.get_value();
        all.into_iter()
            .filter(|it| chosen.is_empty() || is_of(&Body::Action(it.action.clone()), &chosen))
            .collect::<Vec<_>>()
    };
    view! {
        <section class="card stack" aria-labelledby="plan-who">
            <h2 class="ds-heading" data-size="xs" id="plan-who">{t!(i18n, plan.who_does_what)}</h2>
            {none.then(|| view! { <p>{t!(i18n, plan.nobody_does)}</p> })}
            {(!none).then(|| view! {
                {some_services.then(|| view! {
                    <div class="plan-tool"><Choose id="plan-service" label=Signal::derive(move || t_string!(i18n, plan.filter).to_owned()) value=here.service options=options /></div>
                })}
                <div class="scroll-x" role="region" tabindex="0" aria-label=t!(i18n, plan.table)>
                    <table class="ds-table" data-size="sm">
                        <thead><tr>
                            <th scope="col">{t!(i18n, plan.col_who)}</th>
                            <th scope="col">{t!(i18n, plan.col_what)}</th>
                            <th scope="col">{t!(i18n, plan.col_when)}</th>
                            <th scope="col">{t!(i18n, plan.col_status)}</th>
                        </tr></thead>
                        <tbody>{move || shown().into_iter().map(line).collect_view()}</tbody>
                    </table>
                </div>
            })}
        </section>
    }
}

/// Whether an action is a service's.
fn is_of(body: &Body, service: &str) -> bool {
    matches!(body, Body::Action(Action { doer: casework::plan::Doer::Service { name, .. }, .. }) if name.trim() == service)
}
