//! Why a leader opens a case in which they do not work.

use crate::components::PageTitle;
use crate::draft::Draft;
use crate::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;

/// The name under which an unsent reason is kept.
pub(super) fn reason_name(id: &str) -> String {
    format!("reason:{id}")
}

/// A leader says why.
#[component]
pub(super) fn ReasonForm(
    /// The case.
    id: String,
    /// What is said.
    reason: RwSignal<Option<String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let text = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let missing = move || tried.get() && text.with(|text| text.trim().is_empty());
    view! {
        <PageTitle text=move || t_string!(i18n, case.reason_title).to_owned() />
        <div class="page-body" data-width="text">
            <form
                class="form card stack"
                on:submit=move |event| {
                    event.prevent_default();
                    tried.set(true);
                    if !text.with(|text| text.trim().is_empty()) {
                        reason.set(Some(text.get()));
                    }
                }
            >
                <Draft name=reason_name(&id) />
                <h1 class="ds-heading" data-size="sm">{t!(i18n, case.reason_title)}</h1>
                <p>{t!(i18n, case.reason_lead)}</p>
                <div class="ds-field">
                    <label class="ds-label" for="reason">{t!(i18n, case.reason)}</label>
                    <textarea class="ds-input" id="reason" rows="3" maxlength="500" required
                        aria-invalid=move || missing().then_some("true")
                        aria-describedby=move || missing().then_some("reason-error")
                        prop:value=text
                        on:input=move |event| text.set(event_target_value(&event))></textarea>
                    {move || missing().then(|| view! {
                        <p class="ds-validation-message" data-color="danger" id="reason-error">{t!(i18n, error.reason_needed)}</p>
                    })}
                </div>
                <div class="form-actions"><button class="ds-button" type="submit">{t!(i18n, case.reason_submit)}</button></div>
                <p><a class="ds-link" href=format!("/familier/{id}/ansvar")>{t!(i18n, lead_page.link)}</a></p>
            </form>
        </div>
    }
}
