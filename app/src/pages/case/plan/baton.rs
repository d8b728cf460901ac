//! Handing an action over: whoever has it keeps it until the receiver has said
//! yes, which staff write down.

use super::Here;
use super::tools::ServiceFields;
use super::words::{doer_words, shown_name};
use crate::api::plan::{BatonAct, PlanRow, StepBaton};
use crate::components::{FaultNote, fault_of, when_done};
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::case::typed::{Choose, Line, label};
use crate::pages::talk_words::day_words;
use casework::plan::{Action, Doer};
use leptos::prelude::*;

/// Where a baton is: who was asked, and how it came to whoever has it.
#[component]
pub(super) fn BatonLines(here: Here, row: PlanRow, action: Action) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let today = here.plan.with_value(|plan| plan.today);
    let last = action.receipts.last().cloned().map(|receipt| {
        let words = move || {
            let from = here.plan.with_value(|plan| doer_words(i18n, plan, &receipt.from));
            let (by, how, day) = (receipt.by.clone(), receipt.how.clone(), day_words(language(), receipt.on));
            t_string!(i18n, plan.received, from = from, by = by, how = how, day = day).to_string()
        };
        view! { <p class="meta">{words}</p> }
    });
    let asked = action.asked.clone().map(|asked| {
        let late = action.answer_due().is_some_and(|day| day < today);
        let day = asked.answer_by;
        let letter = here.may_edit().then(|| letter_link(here, &row.id, &asked.to));
        let words = move || {
            let to = here.plan.with_value(|plan| doer_words(i18n, plan, &asked.to));
            t_string!(i18n, plan.asked, to = to, day = day_words(language(), day)).to_string()
        };
        view! {
            <div class="plan-baton">
                <p class="cluster">
                    <span>{words}</span>
                    {late.then(|| view! { <span class="ds-tag" data-size="sm" data-color="danger">{t!(i18n, plan.no_answer)}</span> })}
                </p>
                {letter}
                {here.may_edit().then(|| view! { <AnswerBaton here row=row.clone() /> })}
            </div>
        }
    });
    view! { {last} {asked} }
}

/// The way to a letter, where a service is asked; most have no account here.
fn letter_link(here: Here, part: &str, to: &Doer) -> Option<impl IntoView + use<>> {
    let i18n = use_i18n();
    let Doer::Service { name, .. } = to else { return None };
    let name = name.trim().to_owned();
    let href = format!("/familier/{}/plan/brev?handling={part}", here.case());
    Some(view! { <p class="plan-tool"><a class="ds-link" href=href>{t!(i18n, plan.letter_link, to = name)}</a></p> })
}

/// What the receiver said.
#[component]
fn AnswerBaton(here: Here, row: PlanRow) -> impl IntoView {
    let i18n = use_i18n();
    let step = ServerAction::<StepBaton>::new();
    when_done(step, move |()| here.written(None));
    let form = format!("receipt:{}", row.id);
    let open = here.is_open(&form);
    let (by, how) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (id, revision) = (StoredValue::new(row.id), row.revision);
    let act = move |act: BatonAct| {
        step.dispatch(StepBaton { id: here.case(), part: id.get_value(), revision, act });
    };
    let accept = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        act(BatonAct::Accept { by: by.get_untracked(), how: how.get_untracked() });
    };
    let press = move |_| here.open.set(if open.get_untracked() { String::new() } else { form.clone() });
    view! {
        <div class="cluster plan-tool">
            <button class="ds-button" type="button" data-size="sm" data-variant="secondary" aria-expanded=move || open.get().to_string() on:click=press>{t!(i18n, plan.they_said_yes)}</button>
            <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" disabled=move || step.pending().get() on:click=move |_| act(BatonAct::Decline)>{t!(i18n, plan.they_said_no)}</button>
        </div>
        {move || open.get().then(|| view! {
            <form class="form plan-form" on:submit=accept>
                <div class="form-row">
                    <Line id="receipt-by" label=label(i18n, |i18n| t_string!(i18n, plan.receipt_by)) value=by />
                    <Line id="receipt-how" label=label(i18n, |i18n| t_string!(i18n, plan.receipt_how)) value=how />
                </div>
                <div class="form-actions"><button class="ds-button" type="submit" disabled=move || step.pending().get()>{t!(i18n, plan.save)}</button></div>
            </form>
        })}
        <FaultNote fault=fault_of(step) />
    }
}

/// Asking somebody to take over.
#[component]
pub(super) fn AskForm(here: Here, row: PlanRow) -> impl IntoView {
    let i18n = use_i18n();
    let step = ServerAction::<StepBaton>::new();
    when_done(step, move |()| here.written(None));
    let (team, family) = here.plan.with_value(|plan| (plan.team.clone(), plan.family.clone()));
    let who = RwSignal::new("service".to_owned());
    let (service, person, by) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let who = who.get_untracked();
        let to = match who.split_once(':') {
            Some(("person", id)) => Doer::Family { person: id.to_owned() },
            Some(("user", id)) => Doer::Staff { user: id.to_owned() },
            _ => Doer::Service { name: service.get_untracked(), person: person.get_untracked() },
        };
        let act = BatonAct::Ask { to, answer_by: by.get_untracked().trim().parse().ok() };
        step.dispatch(StepBaton { id: here.case(), part: row.id.clone(), revision: row.revision, act });
    };
    let shown = move |name: String| Signal::derive(move || shown_name(i18n, &name));
    let mut whom = vec![("service".to_owned(), label(i18n, |i18n| t_string!(i18n, plan.a_service)))];
    whom.extend(team.into_iter().map(|(id, name)| (format!("user:{id}"), shown(name))));
    whom.extend(family.into_iter().map(|(id, name)| (format!("person:{id}"), shown(name))));
    view! {
        <form class="form plan-form" on:submit=send>
            <p class="meta">{t!(i18n, plan.ask_lead)}</p>
            <Choose id="ask-who" label=label(i18n, |i18n| t_string!(i18n, plan.ask_who)) value=who options=whom />
            {move || who.with(|who| who == "service").then(|| view! { <ServiceFields here id="ask" service person /> })}
            <Line id="ask-by" kind="date" label=label(i18n, |i18n| t_string!(i18n, plan.answer_by)) value=by />
            <FaultNote fault=fault_of(step) />
            <div class="form-actions">
                <button class="ds-button" type="submit" disabled=move || step.pending().get()>{t!(i18n, plan.ask)}</button>
                <button class="ds-button" data-variant="tertiary" type="button" on:click=move |_| here.open.set(String::new())>{t!(i18n, plan.cancel)}</button>
            </div>
        </form>
    }
}
