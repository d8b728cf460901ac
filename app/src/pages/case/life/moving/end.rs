//! How a handover ends: the receiver's receipt and closing, or coming to nothing.

use super::Here;
use crate::api::moving::{cancel_moving, close_moving, receive_moving};
use crate::components::{Doing, FaultNote};
use crate::i18n::{t, t_string, use_i18n};
use crate::pages::case::typed::{Line, label};
use casework::Day;
use leptos::prelude::*;

/// The receiver has said that it came.
#[component]
pub(super) fn ReceiptForm(here: Here, today: Day) -> impl IntoView {
    let i18n = use_i18n();
    let doing = Doing::new();
    let (by, how) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let on = RwSignal::new(today.to_string());
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (case, moving) = here.ids();
        let day = on.get_untracked().trim().parse().ok();
        doing.run(receive_moving(case, moving, by.get_untracked(), how.get_untracked(), day), move |()| here.stepped());
    };
    view! {
        <form class="form" on:submit=send aria-labelledby="moving-receipt">
            <h3 class="ds-heading" data-size="2xs" id="moving-receipt">{t!(i18n, moving.receipt)}</h3>
            <div class="form-row">
                <Line id="moving-receipt-by" label=label(i18n, |i18n| t_string!(i18n, moving.receipt_by)) value=by />
                <Line id="moving-receipt-how" label=label(i18n, |i18n| t_string!(i18n, moving.receipt_how)) value=how />
                <Line id="moving-receipt-on" kind="date" label=label(i18n, |i18n| t_string!(i18n, moving.receipt_on)) value=on />
            </div>
            <FaultNote fault=doing.fault />
            <div class="form-actions">
                <button class="ds-button" type="submit" disabled=move || doing.busy.get()>{t!(i18n, moving.receipt_submit)}</button>
            </div>
        </form>
    }
}

/// Closes the case as handed over.
#[component]
pub(super) fn CloseButton(here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let doing = Doing::new();
    let close = move |_| {
        let (case, moving) = here.ids();
        doing.run(close_moving(case, moving), move |()| {
            here.life.moving.refetch();
            here.life.changed_around();
        });
    };
    view! {
        <p>{t!(i18n, moving.close_lead)}</p>
        <FaultNote fault=doing.fault />
        <div class="form-actions">
            <button class="ds-button" type="button" disabled=move || doing.busy.get() on:click=close>{t!(i18n, moving.close)}</button>
        </div>
    }
}

/// Ends a handover that comes to nothing.
#[component]
pub(super) fn CancelButton(here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let doing = Doing::new();
    let cancel = move |_| {
        let (case, moving) = here.ids();
        doing.run(cancel_moving(case, moving), move |()| here.stepped());
    };
    view! {
        <FaultNote fault=doing.fault />
        <div class="form-actions">
            <button class="ds-button" data-variant="tertiary" type="button" disabled=move || doing.busy.get() on:click=cancel>{t!(i18n, moving.cancel)}</button>
        </div>
    }
}
