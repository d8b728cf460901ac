//! A letter to a service that has no account here: what it is asked to do and
//! what it does already, by when, and who answers questions.

use crate::api::consent::{CaseConsents, case_consents};
use crate::api::plan::{PlanView, case_plan};
use crate::components::{ErrorNotice, PageTitle};
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::case::print::{PrintButton, use_printer};
use crate::pages::case::use_case;
use crate::pages::talk_words::day_words;
use casework::Day;
use casework::consent::ConsentScope;
use casework::plan::{Body, Doer};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// What stands in the letter.
struct Line {
    what: String,
    by: Option<Day>,
    /// It was asked to take this over, and answers by then.
    answer_by: Option<Day>,
}

/// What a service does or is asked to do, as the plan has it.
fn lines(plan: &PlanView, service: &str) -> Vec<Line> {
    let is = |doer: &Doer| matches!(doer, Doer::Service { name, .. } if name.trim() == service);
    let open = plan.parts.iter().filter_map(|row| match &row.part.body {
        Body::Action(action) if action.status.is_open() => Some(action),
        _ => None,
    });
    open.filter_map(|action| {
        let asked = action.asked.as_ref().filter(|asked| is(&asked.to));
        (asked.is_some() || is(&action.doer)).then(|| Line {
            what: action.words.clone(),
            by: action.deadline,
            answer_by: asked.map(|asked| asked.answer_by),
        })
    })
    .collect()
}

/// Whether everybody who decides has said yes to writing to the service, by name.
fn may_write(consents: &CaseConsents, service: &str) -> bool {
    let said_yes = |giver| {
        consents.rows.iter().any(|row| {
            row.in_force && row.scope == ConsentScope::Written && row.service == service && row.giver == giver
        })
    };
    !consents.givers.is_empty() && consents.givers.iter().all(|(giver, _)| said_yes(giver.clone()))
}

/// The service that an action is with, or that was asked to take it over.
fn service_of(plan: &PlanView, part: &str) -> Option<String> {
    let Body::Action(action) = &plan.parts.iter().find(|row| row.id == part)?.part.body else { return None };
    let asked = action.asked.as_ref().map(|asked| &asked.to);
    asked.into_iter().chain([&action.doer]).find_map(|doer| match doer {
        Doer::Service { name, .. } => Some(name.trim().to_owned()),
        Doer::Family { .. } | Doer::Staff { .. } => None,
    })
}

/// The page. An action of the service stands in the address.
#[component]
pub fn PlanLetterPage() -> impl IntoView {
    let i18n = use_i18n();
    let case = use_case();
    let query = use_query_map();
    let part = Memo::new(move |_| query.with(|it| it.get("handling").unwrap_or_default()));
    let plan = Resource::new(move || (case.id.get(), case.reason.get()), |(id, reason)| case_plan(id, reason));
    let consents = Resource::new(move || (case.id.get(), case.reason.get()), |(id, reason)| case_consents(id, reason));
    let printer = use_printer("plan");
    view! {
        <PageTitle text=move || t_string!(i18n, plan.letter_page).to_owned() />
        <div class="page-body" data-width="text">
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    let (plan, consents) = (plan.await, consents.await);
                    match plan {
                        Ok(plan) => match service_of(&plan, &part.get_untracked()) {
                            Some(service) => {
                                let agreed = consents.is_ok_and(|it| may_write(&it, &service));
                                view! { <Letter plan service agreed /> <PrintButton printer /> }.into_any()
                            }
                            None => view! { <p class="card">{t!(i18n, plan.letter_none)}</p> }.into_any(),
                        },
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn Letter(plan: PlanView, service: String, agreed: bool) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let found = lines(&plan, &service);
    let names = plan.family.iter().map(|(_, name)| name.clone()).filter(|name| !name.is_empty()).collect::<Vec<_>>();
    let about = move || crate::text::list(language(), &names);
    let today = plan.today;
    let me = plan.team.iter().find(|(id, _)| *id == plan.me).map(|(_, name)| name.clone()).unwrap_or_default();
    let line = move |line: Line| {
        let when = move || line.by.map(|day| t_string!(i18n, plan.by, day = day_words(language(), day)));
        let answer =
            move || line.answer_by.map(|day| t_string!(i18n, plan.letter_answer, day = day_words(language(), day)));
        view! { <li><p><strong dir="auto">{line.what}</strong> " " {when}</p> <p>{answer}</p></li> }
    };
    view! {
        {(!agreed).then(|| view! { <div class="ds-alert screen-only" data-color="warning"><p>{t!(i18n, plan.letter_ask_first)}</p></div> })}
        <article class="card stack plan-letter" data-gap="lg">
            <p class="cluster"><span>{t!(i18n, plan.letter_for, to = service)}</span> <span>{move || day_words(language(), today)}</span></p>
            <h2 class="ds-heading" data-size="sm">{t!(i18n, plan.letter_title)}</h2>
            <p>{move || t_string!(i18n, plan.letter_about, names = about())}</p>
            <ul class="stack">{found.into_iter().map(line).collect_view()}</ul>
            <p>{t!(i18n, plan.letter_reply)}</p>
            <p>{t!(i18n, plan.letter_greeting)}<br />{me}</p>
        </article>
    }
}
