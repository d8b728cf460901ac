//! Name and status of a case.

use super::use_life;
use crate::api::life::{CaseLife, begin_help, close_case, rename_case, reopen_case};
use crate::components::{Doing, FaultNote, declined_text};
use crate::draft::Draft;
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::pages::cases::{status_color, status_word};
use casework::life::ClosingReason;
use casework::opening::CaseStatus;
use leptos::prelude::*;
use leptos_i18n::I18nContext;

/// The words for why a case ends.
pub(super) fn reason_word(i18n: I18nContext<Locale>, reason: ClosingReason) -> &'static str {
    match reason {
        ClosingReason::Finished => t_string!(i18n, life.finished),
        ClosingReason::FamilyWish => t_string!(i18n, life.family_wish),
        ClosingReason::Moved => t_string!(i18n, life.moved),
        ClosingReason::OtherService => t_string!(i18n, life.other_service),
        ClosingReason::Other => t_string!(i18n, life.other),
        ClosingReason::HandedOver => t_string!(i18n, moving.closed),
    }
}

#[component]
pub(super) fn NameAndStatus(life: CaseLife) -> impl IntoView {
    let i18n = use_i18n();
    let here = use_life();
    let id = StoredValue::new(life.id.clone());
    let name = RwSignal::new(life.name.clone());
    let (renaming, doing) = (Doing::new(), Doing::new());
    let tried = RwSignal::new(false);
    let status = life.status;
    let nameless = move || tried.get() && name.with(|name| name.trim().is_empty());
    let save_name = move || {
        tried.set(true);
        if !name.with_untracked(|name| name.trim().is_empty()) {
            renaming.run(rename_case(id.get_value(), name.get_untracked()), move |()| here.changed_around());
        }
    };
    view! {
        <section class="card stack" aria-labelledby="name-and-status">
            <h2 class="ds-heading" data-size="xs" id="name-and-status">{t!(i18n, life.name)}</h2>
            {life.may_edit.then(|| view! {
                <form class="form" id="rename" on:submit=move |event| { event.prevent_default(); save_name(); }>
                    <FaultNote fault=renaming.fault />
                    <div class="ds-field">
                        <label class="ds-label" for="life-name">{t!(i18n, life.case_name)}</label>
                        <input class="ds-input" id="life-name" maxlength="200" autocomplete="off" prop:value=name
                            aria-invalid=move || nameless().then_some("true")
                            aria-describedby=move || nameless().then_some("life-name-error")
                            on:input=move |event| name.set(event_target_value(&event)) />
                        {move || nameless().then(|| view! {
                            <p class="ds-validation-message" data-color="danger" id="life-name-error">{declined_text(i18n, "empty")}</p>
                        })}
                    </div>
                    <div class="form-actions">
                        <button class="ds-button" data-variant="secondary" type="submit" disabled=move || renaming.busy.get()>
                            {move || if renaming.busy.get() { t_string!(i18n, life.busy) } else { t_string!(i18n, life.save) }}
                        </button>
                    </div>
                </form>
            })}
            <p class="cluster">
                {t!(i18n, life.status_now)} ": "
                <span class="ds-tag" data-color=status_color(status)>{move || status_word(i18n, status)}</span>
            </p>
            <FaultNote fault=doing.fault />
            {(life.gives_access && status == CaseStatus::Intake).then(|| view! {
                <div class="form-actions">
                    <button class="ds-button" type="button" disabled=move || doing.busy.get()
                        on:click=move |_| doing.run(begin_help(id.get_value()), move |()| here.changed_around())>{t!(i18n, life.begin)}</button>
                </div>
            })}
            {(status == CaseStatus::Closed).then(|| view! { <p>{t!(i18n, life.reopen_lead)}</p> })}
            {life.may_reopen.then(|| view! {
                <div class="form-actions">
                    <button class="ds-button" type="button" disabled=move || doing.busy.get()
                        on:click=move |_| doing.run(reopen_case(id.get_value()), move |()| here.changed_around())>{t!(i18n, life.reopen)}</button>
                </div>
            })}
            {life.gives_access.then(|| view! { <CloseForm id=life.id.clone() /> })}
        </section>
    }
}

#[component]
fn CloseForm(id: String) -> impl IntoView {
    let i18n = use_i18n();
    let here = use_life();
    let id = StoredValue::new(id);
    let reason = RwSignal::new(ClosingReason::Finished);
    let words = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let doing = Doing::new();
    let saved = RwSignal::new(false);
    let wordless =
        move || tried.get() && reason.get() == ClosingReason::Other && words.with(|words| words.trim().is_empty());
    let close = move || {
        tried.set(true);
        if !untrack(wordless) {
            let work = close_case(id.get_value(), reason.get_untracked(), words.get_untracked());
            doing.run(work, move |()| {
                saved.set(true);
                here.changed_around();
            });
        }
    };
    let draft = format!("close:{}", id.get_value());
    let choice = move |it: ClosingReason| {
        let id = format!("reason-{}", it.code());
        view! {
            <div class="ds-field">
                <input class="ds-input" type="radio" name="reason" id=id.clone() prop:checked=move || reason.get() == it
                    on:change=move |_| reason.set(it) />
                <label class="ds-label" data-weight="regular" for=id>{move || reason_word(i18n, it)}</label>
            </div>
        }
    };
    view! {
        <details class="ds-details" id="close-case">
            <summary>{t!(i18n, life.close)}</summary>
            <form class="form" on:submit=move |event| { event.prevent_default(); close(); }>
                <Draft name=draft saved />
                <p>{t!(i18n, life.close_lead)}</p>
                <FaultNote fault=doing.fault />
                <fieldset class="ds-fieldset">
                    <legend class="ds-label">{t!(i18n, life.reason)}</legend>
                    {ClosingReason::CHOSEN.map(choice).collect_view()}
                </fieldset>
                <div class="ds-field">
                    <label class="ds-label" for="close-words">
                        {move || if reason.get() == ClosingReason::Other { t_string!(i18n, life.words_needed) } else { t_string!(i18n, life.words) }}
                    </label>
                    <textarea class="ds-input" id="close-words" rows="2" maxlength="500" prop:value=words
                        aria-invalid=move || wordless().then_some("true")
                        aria-describedby=move || wordless().then_some("close-words-error")
                        on:input=move |event| words.set(event_target_value(&event))></textarea>
                    {move || wordless().then(|| view! {
                        <p class="ds-validation-message" data-color="danger" id="close-words-error">{declined_text(i18n, "words")}</p>
                    })}
                </div>
                <div class="form-actions">
                    <button class="ds-button" data-color="danger" type="submit" disabled=move || doing.busy.get()>
                        {move || if doing.busy.get() { t_string!(i18n, life.busy) } else { t_string!(i18n, life.close_submit) }}
                    </button>
                </div>
            </form>
        </details>
    }
}
