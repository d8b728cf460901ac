//! One enquiry: what is known, the next step, who has it, and what happened.

use super::enquiry_form::EnquiryFields;
use super::{DoorHead, in_words, label, pulse_word, state_color, state_word};
use crate::api::door::enquiry::{
    ChangeEnquiry, EnquiryEventRow, EnquiryForm, EnquiryView, HandOverEnquiry, StepEnquiry, enquiry,
};
use crate::components::{
    ErrorNotice, FaultNote, Field, FormNotice, Submit, TextField, fault_of, said_by, when_done, wrong,
};
use crate::draft::Draft;
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::time;
use casework::enquiry::EnquiryState;
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use leptos_router::hooks::use_params_map;

/// The page.
#[component]
pub fn EnquiryPage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).unwrap_or_default());
    let again = RwSignal::new(0_u32);
    let found = Resource::new(move || (id.get(), again.get()), |(id, _)| enquiry(id));
    view! {
        <DoorHead title=|i18n| t_string!(i18n, enquiry.one) lead=|i18n| t_string!(i18n, enquiry.one_lead) />
        <div class="page-body" data-columns="true">
            <Transition fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(view) => view! { <Enquiry view again /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Enquiry(view: EnquiryView, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let row = view.row.clone();
    let (state, pulse, on_day, next_day) = (row.state, row.pulse, row.on_day, row.next_day);
    let over = state.is_over();
    let nameless = row.who.is_empty() && row.case.is_none();
    let asked = row.asked.clone().map(|(_, name)| name);
    let (owner, next_step) = (row.owner_name.clone(), row.next_step.clone());
    view! {
        <div class="stack" data-gap="lg">
            <section class="card stack" aria-labelledby="enquiry-title">
                <div class="cluster">
                    <h2 class="ds-heading" data-size="xs" id="enquiry-title">
                        {if row.case.is_some() { t!(i18n, enquiry.in_case).into_any() } else if nameless { t!(i18n, enquiry.nameless).into_any() } else { view! { <bdi>{row.who.clone()}</bdi> }.into_any() }}
                    </h2>
                    <span class="ds-tag" data-size="sm" data-color=state_color(state)>{move || state_word(i18n, state)}</span>
                    {move || pulse_word(i18n, pulse).map(|word| view! { <span class="ds-tag" data-size="sm" data-color="warning">{word}</span> })}
                </div>
                {(!row.about.is_empty()).then(|| view! { <blockquote class="words">{row.about.clone()}</blockquote> })}
                <dl class="facts">
                    <div><dt>{t!(i18n, enquiry.came)}</dt><dd>{move || in_words(language(), on_day)}</dd></div>
                    {(!row.contact.is_empty()).then(|| view! { <div><dt>{t!(i18n, enquiry.contact)}</dt><dd>{row.contact.clone()}</dd></div> })}
                    {(!row.language.is_empty()).then(|| view! { <div><dt>{t!(i18n, enquiry.language)}</dt><dd>{row.language.clone()}</dd></div> })}
                    {(!next_step.is_empty() || next_day.is_some()).then(|| view! {
                        <div><dt>{t!(i18n, call.next)}</dt><dd>{next_step} " " {next_day.map(|day| view! { <span class="meta">{move || in_words(language(), day)}</span> })}</dd></div>
                    })}
                    <div><dt>{t!(i18n, enquiry.owner)}</dt><dd>{owner}{asked.map(|name| view! { <span class="meta">" – " {t!(i18n, enquiry.asked, name = name.clone())}</span> })}</dd></div>
                </dl>
                {row.case.clone().map(|case| view! { <p>{t!(i18n, enquiry.in_case_lead)} " " <a class="ds-link" href=format!("/familier/{case}/kontakt")>{t!(i18n, enquiry.to_case)}</a></p> })}
                {view.asks_me.then(|| view! { <Answer id=row.id.clone() again /> })}
            </section>
            {row.case.is_none().then(|| view! { <Step view=view.clone() again /> })}
            {(!over).then(|| view! { <Known view=view.clone() again /> })}
            {(view.is_mine && !over).then(|| view! { <Give view=view.clone() again /> })}
        </div>
        {row.case.is_none().then(|| view! { <Happened events=view.events /> })}
    }
}

/// What comes next: a state with a few words; and the way to a case.
#[component]
fn Step(view: EnquiryView, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<StepEnquiry>::new();
    let fault = fault_of(action);
    let saved = Signal::derive(move || matches!(action.value().get(), Some(Ok(()))));
    when_done(action, move |()| again.update(|n| *n += 1));
    let over = view.row.state.is_over();
    let next = view.row.state.next();
    let first = next.first().copied();
    let option = move |state: EnquiryState| {
        let field = format!("step-{}", state.code());
        view! {
            <div class="ds-field">
                <input class="ds-input" type="radio" id=field.clone() name="to" value=state.code() checked=Some(state) == first />
                <label class="ds-label" data-weight="regular" for=field>{move || step_word(i18n, state)}</label>
            </div>
        }
    };
    let begins = view.may_begin_case && !over;
    view! {
        <section class="card stack" aria-labelledby="step-title">
            <h2 class="ds-heading" data-size="xs" id="step-title">{t!(i18n, enquiry.step)}</h2>
            <ActionForm action attr:class="form" attr:novalidate=true>
                <Draft name=format!("enquiry-step:{}", view.row.id) saved />
                <FormNotice fault />
                <input type="hidden" name="id" value=view.row.id.clone() />
                <fieldset class="ds-fieldset">
                    <legend class="ds-label">{t!(i18n, enquiry.step_what)}</legend>
                    <div class="enquiry-steps">{next.iter().copied().map(option).collect_view()}</div>
                </fieldset>
                <Field name="words" id="step-words".to_owned() label=label(i18n, |i18n| t_string!(i18n, enquiry.step_words)) fault>
                    <textarea class="ds-input" id="step-words" name="words" rows="2" maxlength="2000"
                        aria-invalid=wrong(fault, "words") aria-describedby=said_by(fault, "words", "step-words", false)></textarea>
                </Field>
                <TextField name="next_day" id="step-day" label=label(i18n, |i18n| t_string!(i18n, enquiry.next_day)) fault kind="date" />
                <div class="form-actions">
                    <Submit pending=action.pending() label=label(i18n, |i18n| t_string!(i18n, enquiry.step_keep)) />
                    {begins.then(|| view! {
                        <a class="ds-button" data-variant="secondary" href=format!("/familier/ny?henvendelse={}", view.row.id)>{t!(i18n, enquiry.begin_case)}</a>
                    })}
                </div>
            </ActionForm>
        </section>
    }
}

/// What is done, as the choices say it.
fn step_word(i18n: I18nContext<Locale>, state: EnquiryState) -> &'static str {
    match state {
        EnquiryState::Received => t_string!(i18n, enquiry.to_received),
        EnquiryState::FirstTalk => t_string!(i18n, enquiry.to_first_talk),
        EnquiryState::Offered => t_string!(i18n, enquiry.to_offered),
        EnquiryState::NotNow => t_string!(i18n, enquiry.to_not_now),
        EnquiryState::BecameCase => t_string!(i18n, enquiry.became_case),
        EnquiryState::Closed => t_string!(i18n, enquiry.to_closed),
    }
}

/// What is known, to be corrected.
#[component]
fn Known(view: EnquiryView, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<ChangeEnquiry>::new();
    let fault = fault_of(action);
    let saved = Signal::derive(move || matches!(action.value().get(), Some(Ok(()))));
    when_done(action, move |()| again.update(|n| *n += 1));
    let row = view.row;
    let form = EnquiryForm {
        who: row.who,
        contact: row.contact,
        about: row.about,
        language: row.language,
        next_step: row.next_step,
        next_day: row.next_day.map(|day| day.to_string()).unwrap_or_default(),
    };
    view! {
        <details class="card">
            <summary>{t!(i18n, enquiry.change)}</summary>
            <ActionForm action attr:class="form" attr:novalidate=true>
                <Draft name=format!("enquiry:{}", row.id) saved />
                <FormNotice fault />
                <input type="hidden" name="id" value=row.id />
                <input type="hidden" name="version" value=row.version.to_string() />
                <EnquiryFields form fault />
                <div class="form-actions"><Submit pending=action.pending() label=label(i18n, |i18n| t_string!(i18n, enquiry.change_keep)) /></div>
            </ActionForm>
        </details>
    }
}

/// Asking a colleague to take it.
#[component]
fn Give(view: EnquiryView, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<HandOverEnquiry>::new();
    when_done(action, move |()| again.update(|n| *n += 1));
    let me = view.setup.me.clone();
    let keepers = view.setup.units.into_iter().find(|unit| unit.id == view.row.unit).map(|unit| unit.keepers);
    let others = keepers.unwrap_or_default().into_iter().filter(move |it| it.id != me);
    let id = view.row.id;
    view! {
        <details class="card">
            <summary>{t!(i18n, enquiry.give)}</summary>
            <p class="form-hint">{t!(i18n, enquiry.give_hint)}</p>
            {match view.row.asked {
                Some((_, name)) => view! {
                    <ActionForm action attr:class="form">
                        <input type="hidden" name="id" value=id />
                        <input type="hidden" name="step" value="take_back" />
                        <p>{t!(i18n, enquiry.asked, name = name.clone())}</p>
                        <FaultNote fault=fault_of(action) />
                        <div class="form-actions"><Submit pending=action.pending() variant="secondary" label=label(i18n, |i18n| t_string!(i18n, enquiry.take_back)) /></div>
                    </ActionForm>
                }.into_any(),
                None => view! {
                    <ActionForm action attr:class="form">
                        <input type="hidden" name="id" value=id />
                        <input type="hidden" name="step" value="ask" />
                        <div class="form-row">
                            <div class="ds-field">
                                <label class="ds-label" for="give-to">{t!(i18n, enquiry.give_to)}</label>
                                <select class="ds-input" id="give-to" name="to">
                                    {others.map(|it| view! { <option value=it.id>{it.name}</option> }).collect_view()}
                                </select>
                            </div>
                            <div class="ds-field">
                                <label class="ds-label" for="give-words">{t!(i18n, enquiry.give_words)}</label>
                                <input class="ds-input" id="give-words" name="words" maxlength="500" autocomplete="off" />
                            </div>
                        </div>
                        <FaultNote fault=fault_of(action) />
                        <div class="form-actions"><Submit pending=action.pending() variant="secondary" label=label(i18n, |i18n| t_string!(i18n, enquiry.give_now)) /></div>
                    </ActionForm>
                }.into_any(),
            }}
        </details>
    }
}

/// Whoever was asked answers.
#[component]
fn Answer(id: String, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<HandOverEnquiry>::new();
    when_done(action, move |()| again.update(|n| *n += 1));
    view! {
        <ActionForm action attr:class="form enquiry-asked">
            <input type="hidden" name="id" value=id />
            <p>{t!(i18n, enquiry.asks_you)}</p>
            <FaultNote fault=fault_of(action) />
            <div class="form-actions">
                <button class="ds-button" type="submit" name="step" value="accept" disabled=move || action.pending().get()>{t!(i18n, enquiry.accept)}</button>
                <button class="ds-button" data-variant="tertiary" type="submit" name="step" value="decline" disabled=move || action.pending().get()>{t!(i18n, enquiry.decline)}</button>
            </div>
        </ActionForm>
    }
}

/// What happened, the newest first.
#[component]
fn Happened(events: Vec<EnquiryEventRow>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <aside class="card stack" aria-labelledby="happened">
            <h2 class="ds-heading" data-size="xs" id="happened">{t!(i18n, enquiry.happened)}</h2>
            <EnquiryEvents events />
        </aside>
    }
}

/// Events as a list.
#[component]
pub fn EnquiryEvents(events: Vec<EnquiryEventRow>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let line = move |event: EnquiryEventRow| {
        let (kind, at) = (event.kind, event.at);
        view! {
            <li>
                <strong>{move || event_word(i18n, &kind)}</strong>
                {(!event.words.is_empty()).then(|| view! { <p>{event.words}</p> })}
                <p class="meta">{event.by} ", " {move || time(language(), &at)}</p>
            </li>
        }
    };
    view! { <ol class="plain-list enquiry-events">{events.into_iter().map(line).collect_view()}</ol> }
}

/// The word for what happened.
fn event_word(i18n: I18nContext<Locale>, code: &str) -> &'static str {
    match code {
        "changed" => t_string!(i18n, enquiry.event_changed),
        "asked" => t_string!(i18n, enquiry.event_asked),
        "accepted" => t_string!(i18n, enquiry.event_accepted),
        "declined" => t_string!(i18n, enquiry.event_declined),
        "taken_back" => t_string!(i18n, enquiry.event_taken_back),
        "given" => t_string!(i18n, enquiry.event_given),
        "received" => t_string!(i18n, enquiry.event_received),
        code => match EnquiryState::from_code(code) {
            Some(state) => state_word(i18n, state),
            None => t_string!(i18n, enquiry.event_came),
        },
    }
}
