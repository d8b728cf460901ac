//! The team of a case: who does what, and handing over.

use super::use_life;
use crate::api::begin::Choice;
use crate::api::life::{CaseLife, TeamLine};
use crate::api::team::{hand_over_case, leave_team, set_team_function};
use crate::components::{Doing, FaultNote};
use crate::i18n::{t, t_string, use_i18n};
use crate::pages::case::overview::function_word;
use casework::role::CaseFunction;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// The functions that are given; the lead is handed over.
const GIVEN: [CaseFunction; 3] = [CaseFunction::StandIn, CaseFunction::MilieuLead, CaseFunction::Member];

fn given(code: &str) -> CaseFunction {
    CaseFunction::from_code(code).unwrap_or(CaseFunction::Member)
}

#[component]
pub(super) fn Team(life: CaseLife) -> impl IntoView {
    let i18n = use_i18n();
    let doing = Doing::new();
    let id = life.id.clone();
    let in_team: Vec<String> = life.team.iter().map(|it| it.user.clone()).collect();
    let outside: Vec<Choice> = life.colleagues.iter().filter(|it| !in_team.contains(&it.id)).cloned().collect();
    let lead = life.team.iter().find(|it| it.function == CaseFunction::Lead).cloned();
    let next: Vec<Choice> =
        life.colleagues.iter().filter(|it| lead.as_ref().is_none_or(|lead| lead.user != it.id)).cloned().collect();
    let leads = lead.is_some_and(|it| it.is_me);
    let line = move |row: TeamLine| {
        view! { <MemberLine row id=id.clone() gives_access=life.gives_access doing /> }
    };
    view! {
        <section class="card stack" aria-labelledby="life-team">
            <h2 class="ds-heading" data-size="xs" id="life-team">{t!(i18n, life.team)}</h2>
            <p class="meta">{t!(i18n, life.team_lead)}</p>
            <FaultNote fault=doing.fault />
            <ul class="plain-list">{life.team.clone().into_iter().map(line).collect_view()}</ul>
            {life.gives_access.then(|| view! {
                <AddMember id=life.id.clone() outside />
                <HandOver id=life.id.clone() next leads />
            })}
        </section>
    }
}

#[component]
fn MemberLine(row: TeamLine, id: String, gives_access: bool, doing: Doing) -> impl IntoView {
    let i18n = use_i18n();
    let here = use_life();
    let function = row.function;
    let may_change = gives_access && function != CaseFunction::Lead;
    let (id, user) = (StoredValue::new(id), StoredValue::new(row.user.clone()));
    let (name, other_name) = (row.name.clone(), row.name.clone());
    let field = format!("function-{}", row.user);
    view! {
        <li class="team-line">
            <span>
                <strong>{row.name}</strong>
                {row.is_me.then(|| view! { " (" {t!(i18n, life.you)} ")" })}
                {(!may_change).then(|| view! { <span class="meta">" " {move || function_word(i18n, function)}</span> })}
            </span>
            {may_change.then(|| view! {
                <span class="cluster">
                    <label class="ds-sr-only" for=field.clone()>{move || t_string!(i18n, life.function_of, name = name.clone())}</label>
                    <select class="ds-input" data-size="sm" id=field
                        disabled=move || doing.busy.get()
                        on:change=move |event| {
                            let work = set_team_function(id.get_value(), user.get_value(), given(&event_target_value(&event)));
                            doing.run(work, move |()| here.changed_around());
                        }>
                        {GIVEN.map(|it| view! {
                            <option value=it.code() selected={it == function}>{move || function_word(i18n, it)}</option>
                        }).collect_view()}
                    </select>
                    <button class="ds-button" data-variant="tertiary" data-size="sm" type="button"
                        aria-label=move || t_string!(i18n, life.take_out, name = other_name.clone())
                        disabled=move || doing.busy.get()
                        on:click=move |_| doing.run(leave_team(id.get_value(), user.get_value()), move |()| here.changed_around())>
                        {t!(i18n, life.take_out_short)}
                    </button>
                </span>
            })}
        </li>
    }
}

#[component]
fn AddMember(id: String, outside: Vec<Choice>) -> impl IntoView {
    let i18n = use_i18n();
    let here = use_life();
    let doing = Doing::new();
    let id = StoredValue::new(id);
    let (user, function) = (RwSignal::new(String::new()), RwSignal::new(CaseFunction::Member));
    let add = move || {
        let work = set_team_function(id.get_value(), user.get_untracked(), function.get_untracked());
        doing.run(work, move |()| here.changed_around());
    };
    view! {
        <details class="ds-details" id="add-member">
            <summary>{t!(i18n, life.add_member)}</summary>
            <form class="form" on:submit=move |event| { event.prevent_default(); add(); }>
                <FaultNote fault=doing.fault />
                <div class="ds-field">
                    <label class="ds-label" for="member">{t!(i18n, life.colleague)}</label>
                    <select class="ds-input" id="member" on:change=move |event| user.set(event_target_value(&event))>
                        <option value="">{t!(i18n, life.choose)}</option>
                        {outside.into_iter().map(|it| view! { <option value=it.id>{it.name}</option> }).collect_view()}
                    </select>
                </div>
                <div class="ds-field">
                    <label class="ds-label" for="member-function">{t!(i18n, life.function)}</label>
                    <select class="ds-input" id="member-function" on:change=move |event| function.set(given(&event_target_value(&event)))>
                        {GIVEN.map(|it| view! {
                            <option value=it.code() selected={it == CaseFunction::Member}>{move || function_word(i18n, it)}</option>
                        }).collect_view()}
                    </select>
                </div>
                <div class="form-actions">
                    <button class="ds-button" data-variant="secondary" type="submit" disabled=move || doing.busy.get()>{t!(i18n, life.add)}</button>
                </div>
            </form>
        </details>
    }
}

#[component]
fn HandOver(
    id: String,
    next: Vec<Choice>,
    /// The caller leads now.
    leads: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let here = use_life();
    let doing = Doing::new();
    let id = StoredValue::new(id);
    let (user, stays) = (RwSignal::new(String::new()), RwSignal::new(true));
    let navigate = use_navigate();
    let hand_over = move || {
        let navigate = navigate.clone();
        let stays = stays.get_untracked();
        doing.run(hand_over_case(id.get_value(), user.get_untracked(), Some(stays)), move |()| {
            // Who led and does not stay has the case no longer.
            if leads && !stays {
                navigate("/familier", Default::default());
            } else {
                here.changed_around();
            }
        });
    };
    view! {
        <details class="ds-details" id="hand-over">
            <summary>{t!(i18n, life.hand_over)}</summary>
            <form class="form" on:submit=move |event| { event.prevent_default(); hand_over(); }>
                <p>{t!(i18n, life.hand_over_lead)}</p>
                <FaultNote fault=doing.fault />
                <div class="ds-field">
                    <label class="ds-label" for="next-lead">{t!(i18n, life.new_lead)}</label>
                    <select class="ds-input" id="next-lead" on:change=move |event| user.set(event_target_value(&event))>
                        <option value="">{t!(i18n, life.choose)}</option>
                        {next.into_iter().map(|it| view! { <option value=it.id>{it.name}</option> }).collect_view()}
                    </select>
                </div>
                <div class="ds-field">
                    <input class="ds-input" type="checkbox" id="lead-stays" prop:checked=stays
                        on:change=move |event| stays.set(event_target_checked(&event)) />
                    <label class="ds-label" data-weight="regular" for="lead-stays">{t!(i18n, life.stay)}</label>
                </div>
                <div class="form-actions">
                    <button class="ds-button" type="submit" disabled=move || doing.busy.get()>{t!(i18n, life.hand_over_submit)}</button>
                </div>
            </form>
        </details>
    }
}
