//! Setting up the second factor: scan, write the code, keep the recovery codes.

use super::{ErrorNotice, FormNotice, QrPicture, Submit, TextField, fault_of};
use crate::api::second_factor::{ConfirmFactor, NewFactor, new_factor};
use crate::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;

/// The whole task; `done` stands below the recovery codes.
#[component]
pub fn FactorSetup(
    /// What one goes on with when the codes are kept.
    done: ViewFn,
) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<ConfirmFactor>::new();
    let new = Resource::new(|| (), |()| new_factor());
    let done = StoredValue::new(done);
    view! {
        {move || match action.value().get() {
            Some(Ok(codes)) => view! {
                <RecoveryCodes codes />
                <div class="form-actions">{done.with_value(|done| done.run())}</div>
            }.into_any(),
            _ => ().into_any(),
        }}
        <Show when=move || !matches!(action.value().get(), Some(Ok(_)))>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match new.await {
                        Ok(new) => view! { <KeyAndCode new action /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </Show>
    }
}

#[component]
fn KeyAndCode(new: NewFactor, action: ServerAction<ConfirmFactor>) -> impl IntoView {
    let i18n = use_i18n();
    let fault = fault_of(action);
    view! {
        <ol class="factor-steps">
            <li>{t!(i18n, factor.step_app)}</li>
            <li>
                <p>{t!(i18n, factor.step_scan)}</p>
                <QrPicture qr=new.qr label=Signal::derive(move || t_string!(i18n, factor.picture).to_owned()) />
                <p class="form-hint">{t!(i18n, factor.by_hand)}</p>
                <p><code class="factor-key">{new.key}</code></p>
            </li>
            <li>
                <p>{t!(i18n, factor.step_code)}</p>
                <ActionForm action attr:class="form" attr:novalidate=true>
                    <FormNotice fault />
                    <TextField name="code" label=Signal::derive(move || t_string!(i18n, factor.code).to_owned()) fault
                        autocomplete="one-time-code" inputmode="numeric" maxlength=10 />
                    <div class="form-actions">
                        <Submit pending=action.pending() label=Signal::derive(move || t_string!(i18n, factor.switch_on).to_owned()) />
                    </div>
                </ActionForm>
            </li>
        </ol>
    }
}

/// The recovery codes, shown this once.
#[component]
pub fn RecoveryCodes(
    /// The codes.
    codes: Vec<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="stack" aria-labelledby="recovery-title">
            <div class="ds-alert" data-color="success" role="status">
                <h2 class="ds-heading" data-size="xs" id="recovery-title">{t!(i18n, factor.recovery_title)}</h2>
                <p>{t!(i18n, factor.recovery_lead)}</p>
            </div>
            <ul class="recovery-codes">
                {codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view()}
            </ul>
        </section>
    }
}
