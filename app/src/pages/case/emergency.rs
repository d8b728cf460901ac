//! The banner on a case that is open by emergency access.

use super::CaseContext;
use crate::api::emergency::EndEmergency;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::time;
use leptos::prelude::*;
use std::time::Duration;

/// The time left is looked at this often.
const TICK: Duration = Duration::from_secs(15);

/// Says how the case is open and for how long, and ends it.
#[component]
pub(super) fn EmergencyBanner(
    /// The case.
    case: CaseContext,
    /// When it ends, local time in ISO form.
    until: String,
    /// Milliseconds left when the page was made.
    left_ms: i64,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let action = ServerAction::<EndEmergency>::new();
    let left = RwSignal::new(left_ms);
    Effect::new(move |_| {
        let begun = js_sys::Date::now();
        let tick = move || {
            let now = left_ms - (js_sys::Date::now() - begun) as i64;
            left.set(now.max(0));
            if now <= 0 {
                // The case is shut now: what stands here is not to stay.
                case.front.refetch();
            }
        };
        if let Ok(handle) = set_interval_with_handle(tick, TICK) {
            on_cleanup(move || handle.clear());
        }
    });
    let minutes = Memo::new(move |_| (left.get() + 59_999).div_euclid(60_000));
    view! {
        <section class="emergency-banner ds-alert" data-color="warning" aria-labelledby="emergency-title">
            <div class="stack" data-gap="sm">
                <p class="ds-heading" data-size="2xs" id="emergency-title">
                    {t!(i18n, emergency.banner)} " – "
                    {move || if minutes.get() == 1 {
                        t_string!(i18n, emergency.left_one).to_owned()
                    } else {
                        t_string!(i18n, emergency.left, minutes = minutes.get().to_string())
                    }}
                </p>
                <p>{t!(i18n, emergency.banner_text, time = move || time(language(), &until))}</p>
            </div>
            <ActionForm action attr:class="screen-only">
                <input type="hidden" name="id" value=move || case.id.get() />
                <button class="ds-button" data-variant="secondary" type="submit" disabled=move || action.pending().get()>
                    {move || if action.pending().get() { t!(i18n, emergency.ending).into_any() } else { t!(i18n, emergency.end).into_any() }}
                </button>
            </ActionForm>
        </section>
    }
}
