//! Versions and whose yes they have. Staff write down what somebody said; from
//! the family's own page they will say it themselves.

use super::Here;
use super::words::{answer_word, approver_words};
use crate::api::plan::{AnswerPlan, ProposePlan, StandingRow};
use crate::components::{FaultNote, fault_of, when_done};
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::case::typed::{Choose, Lines, label};
use crate::text::time;
use casework::plan::AnswerKind;
use leptos::prelude::*;

/// The card.
#[component]
pub(super) fn ApprovalCard(here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let propose = ServerAction::<ProposePlan>::new();
    when_done(propose, move |()| here.written(None));
    let (versions, standing, changes) = here.plan.with_value(|plan| {
        let changed = plan.parts.iter().filter(|row| row.change.is_some()).count();
        (plan.versions.clone(), plan.standing.clone(), changed + plan.gone as usize)
    });
    let newest = versions.first().cloned();
    let is_first = newest.is_none();
    let may_propose = here.may_edit() && changes > 0;
    let send = move |_| {
        propose.dispatch(ProposePlan { id: here.case() });
    };
    view! {
        <section class="card stack" aria-labelledby="plan-approval">
            <h2 class="ds-heading" data-size="xs" id="plan-approval">{t!(i18n, plan.approval)}</h2>
            {match newest {
                Some(version) => {
                    let words = move || t_string!(
                        i18n, plan.version, number = version.number.to_string(), name = version.by.clone(), time = time(language(), &version.at)
                    );
                    view! { <p>{words}</p> }.into_any()
                }
                None => view! { <p>{t!(i18n, plan.no_version)}</p> }.into_any(),
            }}
            {(changes > 0 && !is_first).then(|| view! { <p class="plan-changes">{t!(i18n, plan.changes, count = move || changes.to_string())}</p> })}
            {may_propose.then(|| view! {
                <div>
                    <button class="ds-button plan-tool" type="button" disabled=move || propose.pending().get() on:click=send>
                        {move || if is_first { t_string!(i18n, plan.propose_first) } else { t_string!(i18n, plan.propose) }}
                    </button>
                </div>
            })}
            <FaultNote fault=fault_of(propose) />
            <ul class="plain-list plan-standing">
                {standing.into_iter().enumerate().map(|(at, row)| view! { <StandingLine here at row /> }).collect_view()}
            </ul>
        </section>
    }
}

/// One who is asked.
#[component]
fn StandingLine(here: Here, at: usize, row: StandingRow) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let (approver, name) = (row.approver.clone(), row.name.clone());
    let who = Signal::derive(move || approver_words(i18n, &approver, &name));
    let form = format!("answer:{}", row.approver.key());
    let open = here.is_open(&form);
    let (answer, approved, version) = (row.answer, row.approved, row.version.clone());
    let has_version = version.is_some();
    let color = match answer {
        Some(AnswerKind::Approve) => "success",
        Some(AnswerKind::Change | AnswerKind::Withdraw) => "warning",
        None => "neutral",
    };
    let (at_time, by, words) = (row.at.clone(), row.recorded_by.clone(), row.words.clone());
    let recorded = (!by.is_empty()).then(|| view! {
        <p class="meta">{move || t_string!(i18n, plan.recorded, name = by.clone(), time = time(language(), &at_time))}</p>
    });
    let earlier = approved.filter(|_| answer != Some(AnswerKind::Approve)).map(|number| {
        view! {
            <p class="meta">{t!(i18n, plan.approved_before, number = move || number.to_string())}</p>
        }
    });
    let toggle = form.clone();
    let press = move |_| here.open.set(if open.get_untracked() { String::new() } else { toggle.clone() });
    view! {
        <li>
            <p class="cluster">
                <strong><bdi>{move || who.get()}</bdi></strong>
                {has_version.then(|| view! { <span class="ds-tag" data-size="sm" data-color=color>{move || answer_word(i18n, answer)}</span> })}
            </p>
            {(!words.is_empty()).then(|| view! { <p dir="auto">{format!("«{words}»")}</p> })}
            {recorded}
            {earlier}
            {(here.may_edit() && has_version).then(|| view! {
                <button class="ds-button plan-tool" type="button" data-size="sm" data-variant="tertiary" aria-expanded=move || open.get().to_string() on:click=press>
                    {t!(i18n, plan.record)}<span class="ds-sr-only">{move || format!(": {}", who.get())}</span>
                </button>
                {move || open.get().then(|| view! { <AnswerForm here at row=row.clone() /> })}
            })}
        </li>
    }
}

/// What somebody said, written down for them.
#[component]
fn AnswerForm(here: Here, at: usize, row: StandingRow) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<AnswerPlan>::new();
    when_done(action, move |()| here.written(None));
    let kind = RwSignal::new(AnswerKind::Approve.code().to_owned());
    let words = RwSignal::new(String::new());
    let had_yes = row.answer == Some(AnswerKind::Approve);
    let kinds: Vec<(String, Signal<String>)> = AnswerKind::ALL
        .into_iter()
        .filter(|it| *it != AnswerKind::Withdraw || had_yes)
        .map(|it| {
            let word = Signal::derive(move || {
                match it {
                    AnswerKind::Approve => t_string!(i18n, plan.says_yes),
                    AnswerKind::Change => t_string!(i18n, plan.says_change),
                    AnswerKind::Withdraw => t_string!(i18n, plan.says_withdraw),
                }
                .to_owned()
            });
            (it.code().to_owned(), word)
        })
        .collect();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some((version, _)) = row.version.clone() else { return };
        action.dispatch(AnswerPlan {
            id: here.case(),
            version,
            approver: row.approver.clone(),
            kind: AnswerKind::from_code(&kind.get_untracked()).unwrap_or(AnswerKind::Approve),
            words: words.get_untracked(),
        });
    };
    view! {
        <form class="form plan-form" on:submit=send>
            <Choose id=format!("answer-kind-{at}") label=label(i18n, |i18n| t_string!(i18n, plan.what_said)) value=kind options=kinds />
            <Lines id=format!("answer-words-{at}") rows="2" label=label(i18n, |i18n| t_string!(i18n, plan.own_words)) value=words />
            <FaultNote fault=fault_of(action) />
            <div class="form-actions">
                <button class="ds-button" type="submit" disabled=move || action.pending().get()>{t!(i18n, plan.save)}</button>
                <button class="ds-button" data-variant="tertiary" type="button" on:click=move |_| here.open.set(String::new())>{t!(i18n, plan.cancel)}</button>
            </div>
        </form>
    }
}
