//! What became of a link: sent, not sent, or to be handed over.

use crate::api::administration::Delivery;
use crate::i18n::{t, use_i18n};
use leptos::prelude::*;

/// Told where the link was asked for.
#[component]
pub fn DeliveryNotice(
    /// What became of it.
    delivery: Delivery,
) -> impl IntoView {
    let i18n = use_i18n();
    match delivery {
        Delivery::Sent { email } => view! {
            <div class="ds-alert" data-color="success" role="status"><p>{t!(i18n, admin.link_sent, email = email.clone())}</p></div>
        }
        .into_any(),
        Delivery::Failed { email } => view! {
            <div class="ds-alert" data-color="danger" role="alert"><p>{t!(i18n, admin.link_failed, email = email.clone())}</p></div>
        }
        .into_any(),
        Delivery::HandOver { link } => view! {
            <div class="ds-alert" data-color="info" role="status">
                <div class="stack">
                    <p>{t!(i18n, admin.link_hand_over)}</p>
                    <div class="ds-field">
                        <label class="ds-label" for="the-link">{t!(i18n, admin.link)}</label>
                        <input class="ds-input" id="the-link" readonly value=link aria-label=t!(i18n, admin.link) />
                    </div>
                </div>
            </div>
        }
        .into_any(),
    }
}
