//! Decisions about a child's part: withheld from one, or functions shown
//! instead of the names of staff. Dated, reasoned, and open to complaint.

use super::{Here, shown};
use crate::api::child_part::{DecideChildPart, DecisionForm, EndPartDecision};
use crate::api::parties::{date_of, field_of};
use crate::api::sharing::{DecisionView, PartView};
use crate::components::error_text;
use crate::draft::Draft;
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::date;
use casework::Day;
use leptos::prelude::*;

/// The decisions about a part, and for who leads the case a form.
#[component]
pub(super) fn Decisions(part: PartView, today: Day, may_lead: bool, here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let line = {
        let here = here.clone();
        let part = part.id.clone();
        move |it: DecisionView| view! { <DecisionLine it today may_lead part=part.clone() here=here.clone() /> }
    };
    let all: Vec<DecisionView> = part.withheld.iter().chain(&part.nameless).cloned().collect();
    let any = !all.is_empty();
    view! {
        {any.then(|| view! {
            <div class="stack" data-gap="sm">
                <h3 class="ds-heading" data-size="2xs">{t!(i18n, decision.title)}</h3>
                <ul class="plain-list">{all.into_iter().map(line).collect_view()}</ul>
            </div>
        })}
        {may_lead.then(|| view! { <DecisionFields part today here /> })}
    }
}

#[component]
fn DecisionLine(it: DecisionView, today: Day, may_lead: bool, part: String, here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let end = ServerAction::<EndPartDecision>::new();
    let again = here.again;
    Effect::new(move |_| {
        if matches!(end.value().get(), Some(Ok(()))) {
            again.run(());
        }
    });
    let withheld = !it.from.is_empty();
    let from = it.from.clone();
    let what = move || {
        if withheld {
            t_string!(i18n, decision.withheld, name = from.clone())
        } else {
            t_string!(i18n, decision.nameless).to_owned()
        }
    };
    let (first, last) = (it.first.and_then(date_of), it.last.and_then(date_of));
    let fields = (here.case.clone(), part, it.id.clone());
    let go = move |_| {
        let (id, part, decision) = fields.clone();
        if !end.pending().get_untracked() {
            end.dispatch(EndPartDecision { id, part, decision, last: field_of(today), withheld });
        }
    };
    let may_end = may_lead && it.last.is_none_or(|last| today < last);
    let fault = move || end.value().get().and_then(Result::err);
    view! {
        <li class="stack" data-gap="sm">
            <p class="cluster">
                <strong>{what}</strong>
                {(!it.in_force).then(|| view! { <span class="ds-tag" data-size="sm" data-color="neutral">{t!(i18n, decision.not_in_force)}</span> })}
            </p>
            <p>{it.reason}</p>
            {withheld.then(|| view! { <p>{t!(i18n, decision.complaint_to, text = it.complaint.clone())}</p> })}
            <p class="meta">
                {first.map(|day| t!(i18n, case.since, date = move || date(language(), &day)))}
                {last.map(|day| view! { " " {t!(i18n, case.until, date = move || date(language(), &day))} })}
                {(first.is_some() || last.is_some()).then_some(" · ")}
                {t!(i18n, decision.by, name = it.decided_by)}
            </p>
            {may_end.then(|| view! {
                <div class="form-actions"><button class="ds-button" data-variant="secondary" data-size="sm" type="button" on:click=go
                    disabled=move || end.pending().get()>{t!(i18n, decision.end)}</button></div>
            })}
            {move || fault().map(|error| view! { <div class="ds-alert" data-color="danger" role="alert"><p>{error_text(i18n, &error)}</p></div> })}
        </li>
    }
}

#[component]
fn DecisionFields(part: PartView, today: Day, here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let form = RwSignal::new(DecisionForm {
        from: part.holders.first().map(|it| it.id.clone()).unwrap_or_default(),
        first: field_of(today),
        ..DecisionForm::default()
    });
    let decide = ServerAction::<DecideChildPart>::new();
    let again = here.again;
    Effect::new(move |_| {
        if matches!(decide.value().get(), Some(Ok(()))) {
            again.run(());
        }
    });
    let missing = move |name: &'static str| matches!(decide.value().get(), Some(Err(AppError::Missing(field))) if field == name && !decide.pending().get());
    let fault = move || match decide.value().get() {
        Some(Err(AppError::Missing(_))) | Some(Ok(())) | None => None,
        Some(Err(error)) => Some(error),
    };
    let draft = format!("decision:{}:{}", here.case, part.id);
    let fields = (here.case.clone(), part.id.clone());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (id, part) = fields.clone();
        if !decide.pending().get_untracked() {
            decide.dispatch(DecideChildPart { id, part, form: form.get_untracked() });
        }
    };
    let id = part.id.clone();
    let name = move |field: &str| format!("{field}-{id}");
    let holders = part.holders.clone();
    let chosen = move || form.with(|form| form.from.clone());
    let consequence = {
        let holders = part.holders.clone();
        move || match holders.iter().find(|it| it.id == chosen()) {
            Some(holder) => t_string!(i18n, decision.consequence, name = shown(holder, language())),
            None => t_string!(i18n, decision.nameless_consequence).to_owned(),
        }
    };
    let text = move |id: String,
                     field: &'static str,
                     kind: &'static str,
                     get: fn(&DecisionForm) -> &String,
                     set: fn(&mut DecisionForm, String)| {
        let error = format!("{id}-error");
        let described = error.clone();
        let label = move || match field {
            "first" => t_string!(i18n, decision.first),
            "last" => t_string!(i18n, decision.last),
            "reason" => t_string!(i18n, decision.reason),
            _ => t_string!(i18n, decision.complaint),
        };
        view! {
            <div class="ds-field">
                <label class="ds-label" for=id.clone()>{label}</label>
                <input class="ds-input" id=id type=kind maxlength="1000" autocomplete="off"
                    aria-invalid=move || missing(field).then_some("true") aria-describedby=move || missing(field).then(|| described.clone())
                    prop:value=move || form.with(|form| get(form).clone())
                    on:input=move |event| form.update(|form| set(form, event_target_value(&event))) />
                {move || missing(field).then(|| view! {
                    <p class="ds-validation-message" data-color="danger" id=error.clone()>{t!(i18n, error.fill_in)}</p>
                })}
            </div>
        }
    };
    view! {
        <details>
            <summary>{t!(i18n, decision.make)}</summary>
            <form class="form" on:submit=submit>
                <Draft name=draft saved=Signal::derive(move || matches!(decide.value().get(), Some(Ok(())))) />
                <div class="ds-field">
                    <label class="ds-label" for=name("decision-from")>{t!(i18n, decision.from)}</label>
                    <select class="ds-input" id=name("decision-from") on:change=move |event| form.update(|form| form.from = event_target_value(&event))>
                        {holders.into_iter().map(|it| {
                            let (id, own) = (it.id.clone(), it.id.clone());
                            view! { <option value=id selected=move || chosen() == own>{move || t!(i18n, decision.withhold_from, name = shown(&it, language()))}</option> }
                        }).collect_view()}
                        <option value="" selected=move || chosen().is_empty()>{t!(i18n, decision.nameless)}</option>
                    </select>
                </div>
                <div class="form-row">
                    {text(name("decision-first"), "first", "date", |it| &it.first, |it, text| it.first = text)}
                    {text(name("decision-last"), "last", "date", |it| &it.last, |it, text| it.last = text)}
                </div>
                {text(name("decision-reason"), "reason", "text", |it| &it.reason, |it, text| it.reason = text)}
                <div hidden=move || chosen().is_empty()>
                    {text(name("decision-complaint"), "complaint", "text", |it| &it.complaint, |it, text| it.complaint = text)}
                </div>
                <p class="audience-says" role="status">{consequence}</p>
                <div class="form-actions">
                    <button class="ds-button" type="submit" disabled=move || decide.pending().get()>{t!(i18n, decision.submit)}</button>
                </div>
                {move || fault().map(|error| view! { <div class="ds-alert" data-color="danger" role="alert"><p>{error_text(i18n, &error)}</p></div> })}
            </form>
        </details>
    }
}
