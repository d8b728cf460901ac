//! The telephone: what is to be rung back, what was noted for others, what is done.

use super::{DoorHead, NearDay, label};
use crate::api::cases::my_cases;
use crate::api::door::DoorSetup;
use crate::api::door::call::{CallRow, FinishCall, PassCall, TieCall, my_calls};
use crate::components::{CallOpen, ErrorNotice, FaultNote, Submit, fault_of, when_done};
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::time;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The three lists.
#[component]
pub fn CallsPage() -> impl IntoView {
    let i18n = use_i18n();
    let again = RwSignal::new(0_u32);
    let call = use_context::<CallOpen>();
    let noted = move || call.map(|call| call.noted.get()).unwrap_or_default();
    let found = Resource::new(move || (again.get(), noted()), |_| my_calls());
    view! {
        <DoorHead title=|i18n| t_string!(i18n, call.title) lead=|i18n| t_string!(i18n, call.lead) />
        <div class="page-body" data-width="text">
            {call.map(|call| view! {
                <div class="form-actions">
                    <button class="ds-button" type="button" on:click=move |_| call.open.set(true)>{t!(i18n, call.note)}</button>
                </div>
            })}
            <Transition fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(calls) => {
                            let setup = StoredValue::new(calls.setup);
                            let none = calls.mine.is_empty();
                            view! {
                                <section class="card stack" aria-labelledby="calls-mine">
                                    <h2 class="ds-heading" data-size="xs" id="calls-mine">{t!(i18n, call.mine)}</h2>
                                    {none.then(|| view! { <p>{t!(i18n, call.mine_none)}</p> })}
                                    <CallLines rows=calls.mine setup=setup.get_value() again />
                                </section>
                                {(!calls.others.is_empty()).then(|| view! {
                                    <section class="card stack" aria-labelledby="calls-others">
                                        <h2 class="ds-heading" data-size="xs" id="calls-others">{t!(i18n, call.others)}</h2>
                                        <CallLines rows=calls.others setup=setup.get_value() again />
                                    </section>
                                })}
                                {(!calls.done.is_empty()).then(|| view! {
                                    <details class="card">
                                        <summary>{t!(i18n, call.done_list)}</summary>
                                        <CallLines rows=calls.done setup=setup.get_value() again />
                                    </details>
                                })}
                            }.into_any()
                        }
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

/// Calls, each with what can be done about it.
#[component]
pub fn CallLines(
    /// The calls.
    rows: Vec<CallRow>,
    /// What the forms need.
    setup: DoorSetup,
    /// Counts up when something was done.
    again: RwSignal<u32>,
) -> impl IntoView {
    let setup = StoredValue::new(setup);
    let line = move |row: CallRow| view! { <CallLine row setup=setup.get_value() again /> };
    (!rows.is_empty()).then(|| view! { <ul class="day-list">{rows.into_iter().map(line).collect_view()}</ul> })
}

#[component]
fn CallLine(row: CallRow, setup: DoorSetup, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let finish = ServerAction::<FinishCall>::new();
    when_done(finish, move |()| again.update(|n| *n += 1));
    let is_done = row.done.is_some();
    let is_mine = row.owner == setup.me;
    let is_late = !is_done && row.call_day < setup.today;
    let in_case = row.case.clone();
    let name = if in_case.is_some() { None } else { Some(row.caller.clone()) };
    let spoken = name.clone().unwrap_or_default();
    let (at, author, owner) = (row.at.clone(), row.author.clone(), row.owner_name.clone());
    let written = move || t_string!(i18n, call.written, time = time(language(), &at), name = author.clone());
    let id = row.id.clone();
    let free = in_case.is_none() && row.enquiry.is_none();
    view! {
        <li class="call-line">
            <div class="call-head">
                <strong class="day-name">{match (&in_case, name) {
                    (Some(case), _) => view! { <a href=format!("/familier/{case}/kontakt")>{t!(i18n, call.in_case)}</a> }.into_any(),
                    (None, Some(name)) => view! { <bdi>{name}</bdi> }.into_any(),
                    (None, None) => ().into_any(),
                }}</strong>
                {(!row.phone.is_empty()).then(|| view! { <a class="ds-link" href=format!("tel:{}", row.phone.replace(' ', ""))>{row.phone.clone()}</a> })}
                <span class="cluster day-tags">
                    {(!is_done).then(|| view! { <span class="meta"><NearDay day=row.call_day today=setup.today /></span> })}
                    {is_late.then(|| view! { <span class="ds-tag" data-size="sm" data-color="danger">{t!(i18n, day.late)}</span> })}
                    {(!is_mine).then(|| view! { <span class="ds-tag" data-size="sm" data-color="neutral">{owner.clone()}</span> })}
                </span>
            </div>
            {(!row.about.is_empty()).then(|| view! { <p class="call-about">{row.about.clone()}</p> })}
            {(!row.next_step.is_empty()).then(|| view! { <p><span class="meta">{t!(i18n, call.next)} " "</span>{row.next_step.clone()}</p> })}
            <p class="meta">{written}</p>
            {row.enquiry.clone().map(|enquiry| view! { <p><a class="ds-link" href=format!("/henvendelser/{enquiry}")>{t!(i18n, call.to_enquiry)}</a></p> })}
            <div class="call-do">
                <ActionForm action=finish>
                    <input type="hidden" name="id" value=id />
                    <input type="hidden" name="done" value=if is_done { "false" } else { "true" } />
                    <button class="ds-button" data-size="sm" data-variant=if is_done { "tertiary" } else { "primary" } type="submit" disabled=move || finish.pending().get()>
                        {if is_done { t!(i18n, call.not_done).into_any() } else { t!(i18n, call.done).into_any() }}
                        <span class="ds-sr-only">{format!(": {spoken}")}</span>
                    </button>
                </ActionForm>
                {(!is_done).then(|| view! { <PassOn row=row.clone() setup again /> })}
                {free.then(|| view! {
                    <a class="ds-button" data-size="sm" data-variant="tertiary" href=format!("/henvendelser/ny?telefon={}", row.id)>{t!(i18n, call.make_enquiry)}</a>
                })}
                {free.then(|| view! { <TieToCase note=row.id.clone() again /> })}
            </div>
            <FaultNote fault=fault_of(finish) />
        </li>
    }
}

/// Giving a call to a colleague.
#[component]
fn PassOn(row: CallRow, setup: DoorSetup, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let pass = ServerAction::<PassCall>::new();
    when_done(pass, move |()| again.update(|n| *n += 1));
    let keepers = setup.units.into_iter().find(|unit| unit.id == row.unit).map(|unit| unit.keepers).unwrap_or_default();
    let (to, day) = (format!("pass-to-{}", row.id), format!("pass-day-{}", row.id));
    let owner = row.owner.clone();
    let option = move |it: crate::api::begin::Choice| {
        let selected = it.id == owner;
        view! { <option value=it.id selected=selected>{it.name}</option> }
    };
    view! {
        <details class="call-more">
            <summary>{t!(i18n, call.pass)}</summary>
            <ActionForm action=pass attr:class="form">
                <input type="hidden" name="id" value=row.id />
                <div class="ds-field">
                    <label class="ds-label" for=to.clone()>{t!(i18n, call.owner)}</label>
                    <select class="ds-input" id=to name="to">{keepers.into_iter().map(option).collect_view()}</select>
                </div>
                <div class="ds-field">
                    <label class="ds-label" for=day.clone()>{t!(i18n, call.call_day)}</label>
                    <input class="ds-input" type="date" id=day name="call_day" value=row.call_day.to_string() />
                </div>
                <FaultNote fault=fault_of(pass) />
                <div class="form-actions"><Submit pending=pass.pending() label=label(i18n, |i18n| t_string!(i18n, call.pass_now)) /></div>
            </ActionForm>
        </details>
    }
}

/// Laying a call in a case that one holds. The cases are asked for when somebody wants to.
#[component]
fn TieToCase(note: String, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let tie = ServerAction::<TieCall>::new();
    when_done(tie, move |()| again.update(|n| *n += 1));
    let cases = RwSignal::new(Vec::new());
    let ask = move || {
        spawn_local(async move {
            cases.try_set(my_cases().await.unwrap_or_default());
        });
    };
    let field = format!("tie-{note}");
    view! {
        <details class="call-more" on:toggle=move |_| ask()>
            <summary>{t!(i18n, call.tie)}</summary>
            <ActionForm action=tie attr:class="form">
                <input type="hidden" name="note" value=note />
                <p class="form-hint">{t!(i18n, call.tie_hint)}</p>
                <div class="ds-field">
                    <label class="ds-label" for=field.clone()>{t!(i18n, call.tie_case)}</label>
                    <select class="ds-input" id=field name="id">
                        {move || cases.get().into_iter().map(|it| view! { <option value=it.id>{it.name}</option> }).collect_view()}
                    </select>
                </div>
                <FaultNote fault=fault_of(tie) />
                <div class="form-actions"><Submit pending=tie.pending() label=label(i18n, |i18n| t_string!(i18n, call.tie_now)) /></div>
            </ActionForm>
        </details>
    }
}
