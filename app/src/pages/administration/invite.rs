//! Inviting somebody.

use super::delivery::DeliveryNotice;
use super::{UnitFirst, role_choices, unit_choices};
use crate::api::administration::staff::InviteUser;
use crate::api::administration::unit::{UnitRow, admin_units};
use crate::components::{ChoiceField, ErrorNotice, FormNotice, PageTitle, Submit, TextField, fault_of};
use crate::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;

/// The form, and what became of the invitation.
#[component]
pub fn InvitePage() -> impl IntoView {
    let i18n = use_i18n();
    let units = Resource::new(|| (), |()| admin_units());
    view! {
        <PageTitle text=move || t_string!(i18n, admin.invite).to_owned() />
        <div class="page-body" data-width="text">
            <p><a class="ds-link" href="/administrasjon/brukere">{t!(i18n, admin.to_staff)}</a></p>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match units.await {
                        Ok(units) if units.iter().all(|unit| unit.retired) => view! { <UnitFirst /> }.into_any(),
                        Ok(units) => view! { <InviteForm units /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn InviteForm(units: Vec<UnitRow>) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<InviteUser>::new();
    let fault = fault_of(action);
    let done = move || action.value().get().and_then(Result::ok);
    // The form stands afresh for the next one when an invitation was made.
    let made = Memo::new(move |before: Option<&u32>| {
        let before = before.copied().unwrap_or_default();
        if done().is_some() { before + 1 } else { before }
    });
    let form = move || {
        made.track();
        let units = unit_choices(&units);
        view! {
            <ActionForm action attr:class="form" attr:novalidate=true>
                <FormNotice fault />
                <TextField name="name" label=Signal::derive(move || t_string!(i18n, admin.name).to_owned()) fault />
                <TextField name="email" label=Signal::derive(move || t_string!(i18n, sign_in.email).to_owned())
                    hint=Signal::derive(move || t_string!(i18n, admin.email_hint).to_owned()) fault kind="email" maxlength=200 />
                <div class="form-row">
                    <ChoiceField name="role" label=Signal::derive(move || t_string!(i18n, admin.role).to_owned()) fault choices=role_choices(i18n) />
                    <ChoiceField name="unit" label=Signal::derive(move || t_string!(i18n, admin.unit).to_owned()) fault choices=units />
                </div>
                <div class="form-actions"><Submit pending=action.pending() label=Signal::derive(move || t_string!(i18n, admin.send_invitation).to_owned()) /></div>
            </ActionForm>
        }
    };
    view! {
        {move || done().map(|(id, delivery)| view! {
            <DeliveryNotice delivery />
            <p><a class="ds-link" href=format!("/administrasjon/brukere/{id}")>{t!(i18n, admin.to_member)}</a></p>
        })}
        <section class="card stack" aria-labelledby="invite">
            <h2 class="ds-heading" data-size="xs" id="invite">{t!(i18n, admin.invite)}</h2>
            <p class="meta">{t!(i18n, admin.invite_lead)}</p>
            {form}
        </section>
    }
}
