//! When somebody who is only mentioned is to be deleted, and the deletion.

use super::Here;
use crate::api::parties::field_of;
use crate::api::person::{ForgetPerson, KeepMentioned, PersonPage};
use crate::components::error_text;
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::{date, list};
use family_map::FuzzyDate;
use leptos::prelude::*;

/// The day of deletion, and deleting now.
#[component]
pub(super) fn DeletionCard(page: PersonPage, here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let due = page.due.iter().find(|it| it.kind == "forget_mentioned").cloned();
    let day = RwSignal::new(due.as_ref().map(|it| it.day));
    let until = RwSignal::new(due.as_ref().map(|it| it.day.to_string()).unwrap_or_default());
    let reason = RwSignal::new(due.and_then(|it| it.reason).unwrap_or_default());
    let proposed = field_of(page.proposed_deletion);
    let is_later = Memo::new(move |_| until.with(|until| until.as_str() > proposed.as_str()));
    let keep = ServerAction::<KeepMentioned>::new();
    let forget = ServerAction::<ForgetPerson>::new();
    let asked = RwSignal::new(false);
    let tried = RwSignal::new(false);
    let no_reason = move || tried.get() && is_later.get() && reason.with(|it| it.trim().is_empty());
    let wrong_day = move || matches!(keep.value().get(), Some(Err(AppError::Missing(field))) if field == "until");
    let overdue = move || day.get().is_some_and(|day| day.earliest_day() <= page.today.earliest_day());
    Effect::new(move |_| {
        if matches!(keep.value().get(), Some(Ok(()))) {
            day.set(FuzzyDate::parse_iso(&until.get_untracked()));
        }
    });
    let case = StoredValue::new(here.case.clone());
    let submit = {
        let here = here.clone();
        move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            tried.set(true);
            if !no_reason() && !keep.pending().get_untracked() {
                let (until, reason) = (until.get_untracked(), reason.get_untracked());
                keep.dispatch(KeepMentioned { id: here.case.clone(), person: here.person.clone(), until, reason });
            }
        }
    };
    let go = move |_| {
        if !forget.pending().get_untracked() {
            forget.dispatch(ForgetPerson { id: here.case.clone(), person: here.person.clone() });
        }
    };
    let keep_fault = move || match keep.value().get() {
        Some(Err(AppError::Missing(_))) | None | Some(Ok(())) => None,
        Some(Err(error)) => Some(error_text(i18n, &error)),
    };
    let forget_fault = move || {
        forget.value().get().and_then(Result::err).map(|error| match error {
            AppError::NotAllowed => t_string!(i18n, deletion.not_allowed).to_owned(),
            other => error_text(i18n, &other),
        })
    };
    let forgotten = move || forget.value().get().and_then(Result::ok);
    let (may_edit, may_lead) = (page.may_edit, page.may_lead);
    let form = move || {
        view! {
            <form class="form" on:submit=submit.clone()>
                <div class="form-row">
                    <div class="ds-field">
                        <label class="ds-label" for="deletion-until">{t!(i18n, deletion.until)}</label>
                        <input class="ds-input" id="deletion-until" type="date" required
                            aria-invalid=move || wrong_day().then_some("true") aria-describedby=move || wrong_day().then_some("deletion-until-error")
                            prop:value=until on:input=move |event| until.set(event_target_value(&event)) />
                        {move || wrong_day().then(|| view! {
                            <p class="ds-validation-message" data-color="danger" id="deletion-until-error">{t!(i18n, deletion.until_error)}</p>
                        })}
                    </div>
                    <div class="ds-field">
                        <label class="ds-label" for="deletion-reason">{t!(i18n, deletion.reason)}</label>
                        <input class="ds-input" id="deletion-reason" type="text" maxlength="300" autocomplete="off"
                            aria-invalid=move || no_reason().then_some("true") aria-describedby=move || no_reason().then_some("deletion-reason-error")
                            prop:value=reason on:input=move |event| reason.set(event_target_value(&event)) />
                        {move || no_reason().then(|| view! {
                            <p class="ds-validation-message" data-color="danger" id="deletion-reason-error">{t!(i18n, deletion.reason_error)}</p>
                        })}
                    </div>
                </div>
                <div class="form-actions">
                    <button class="ds-button" data-variant="secondary" type="submit" disabled=move || keep.pending().get()>{t!(i18n, deletion.keep)}</button>
                    <p role="status">{move || matches!(keep.value().get(), Some(Ok(()))).then(|| t_string!(i18n, person.saved))}</p>
                </div>
                {move || keep_fault().map(|text| view! { <div class="ds-alert" data-color="danger" role="alert"><p>{text}</p></div> })}
            </form>
        }
    };
    let deleting = move || {
        view! {
            <div class="form-actions">
                <button class="ds-button" data-variant="secondary" data-color="danger" type="button" id="forget"
                    aria-expanded=move || asked.get().to_string() aria-controls="forget-ask" on:click=move |_| asked.update(|it| *it = !*it)>
                    {t!(i18n, deletion.now)}
                </button>
            </div>
            <div id="forget-ask" class="stack" data-gap="sm" hidden=move || !asked.get()>
                <p>{t!(i18n, deletion.consequence)}</p>
                <div class="form-actions">
                    <button class="ds-button" data-color="danger" type="button" id="forget-go" on:click=go.clone() disabled=move || forget.pending().get()>
                        {move || if forget.pending().get() { t_string!(i18n, deletion.deleting) } else { t_string!(i18n, deletion.sure) }}
                    </button>
                    <button class="ds-button" data-variant="tertiary" type="button" on:click=move |_| asked.set(false)>{t!(i18n, app.cancel)}</button>
                </div>
                {move || forget_fault().map(|text| view! { <div class="ds-alert" data-color="danger" role="alert"><p>{text}</p></div> })}
            </div>
        }
    };
    view! {
        <section class="card stack" aria-labelledby="deletion">
            <h3 class="ds-heading" data-size="2xs" id="deletion">{t!(i18n, deletion.title)}</h3>
            {move || match forgotten() {
                Some(done) => {
                    let names = done.named_with.clone();
                    view! {
                        <div class="ds-alert" data-color="success" role="status" id="forgotten">
                            <div class="stack" data-gap="sm">
                                <p>{t!(i18n, deletion.done)}</p>
                                {(!names.is_empty()).then(|| view! { <p>{t!(i18n, deletion.still_named, names = move || list(language(), &names))}</p> })}
                                <p><a class="ds-link" href=case.with_value(|case| format!("/familier/{case}/personer"))>{t!(i18n, person.back)}</a></p>
                            </div>
                        </div>
                    }.into_any()
                }
                None => view! {
                    <p>
                        {move || day.get().map(|day| t!(i18n, deletion.lead, date = move || date(language(), &day)))}
                        {move || overdue().then(|| view! { " " <strong>{t!(i18n, deletion.overdue)}</strong> })}
                    </p>
                    {may_edit.then(&form)}
                    {may_lead.then(&deleting)}
                }.into_any(),
            }}
        </section>
    }
}
