//! What the messages of a unit have in common: when families are reminded, from
//! whom, and whom to ring.

use crate::api::administration::messages::{MessageSettingView, SaveMessageSetting, message_setting};
use crate::components::{ErrorNotice, FormNotice, Submit, TextField, fault_of};
use crate::error::AppError;
use crate::i18n::{Locale, t, t_string, use_i18n};
use leptos::prelude::*;
use leptos_i18n::I18nContext;

/// The choices for reminders, in hours before.
const HOURS: [u16; 5] = [2, 4, 24, 48, 72];

fn hours_word(i18n: I18nContext<Locale>, hours: u16) -> String {
    match hours {
        0..48 => t_string!(i18n, message.reminder_hours, hours = hours.to_string()),
        _ => t_string!(i18n, message.reminder_days, days = (hours / 24).to_string()),
    }
}

/// The setting of a unit, as a page has asked for it.
pub(super) type MessageSettingAsked = Resource<Result<MessageSettingView, AppError>>;

/// Asks for it. A page asks for all its data before it waits for any.
pub(super) fn ask_message_setting(unit: impl Fn() -> String + Send + Sync + 'static) -> MessageSettingAsked {
    Resource::new(unit, message_setting)
}

/// The setting of one unit.
#[component]
pub(super) fn MessageSettingCard(
    /// The unit's id.
    unit: String,
    /// What the page has asked for.
    found: MessageSettingAsked,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="card stack" aria-labelledby="messages">
            <h2 class="ds-heading" data-size="xs" id="messages">{t!(i18n, message.setting)}</h2>
            <p class="meta">{t!(i18n, message.setting_lead)}</p>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || {
                    let unit = unit.clone();
                    Suspend::new(async move {
                        match found.await {
                            Ok(setting) => view! { <SettingForm unit setting /> }.into_any(),
                            Err(error) => view! { <ErrorNotice error /> }.into_any(),
                        }
                    })
                }}
            </Suspense>
        </section>
    }
}

#[component]
fn SettingForm(unit: String, setting: MessageSettingView) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<SaveMessageSetting>::new();
    let fault = fault_of(action);
    let saved = move || matches!(action.value().get(), Some(Ok(()))) && !action.pending().get();
    let now = setting.reminder_hours;
    let mut hours = HOURS.to_vec();
    if !hours.contains(&now) {
        hours.push(now);
        hours.sort_unstable();
    }
    let option = move |hours: u16| {
        view! { <option value=hours.to_string() selected=hours == now>{move || hours_word(i18n, hours)}</option> }
    };
    view! {
        <ActionForm action attr:class="form" attr:novalidate=true>
            <FormNotice fault />
            <input type="hidden" name="unit" value=unit />
            <div class="ds-field">
                <label class="ds-label" for="reminder-hours">{t!(i18n, message.reminder)}</label>
                <select class="ds-input" id="reminder-hours" name="reminder_hours">{hours.into_iter().map(option).collect_view()}</select>
            </div>
            <div class="form-row">
                <TextField name="signature" label=Signal::derive(move || t_string!(i18n, message.signature).to_owned())
                    hint=Signal::derive(move || t_string!(i18n, message.signature_hint).to_owned()) fault value=setting.signature maxlength=60 />
                <TextField name="phone" label=Signal::derive(move || t_string!(i18n, message.phone).to_owned()) fault value=setting.phone
                    kind="tel" inputmode="tel" maxlength=30 />
            </div>
            <div class="form-actions">
                <Submit pending=action.pending() label=Signal::derive(move || t_string!(i18n, admin.save).to_owned()) />
                <span role="status">{move || saved().then(|| t_string!(i18n, message.setting_saved))}</span>
            </div>
        </ActionForm>
    }
}
