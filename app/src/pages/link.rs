//! Pages to which links lead: taking up an invitation, choosing a new password;
//! and the page where one asks for such a link.

use super::sign_in_code::NarrowPage;
use crate::api::link::{AcceptInvitation, AskReset, LinkView, ResetPassword, invitation, reset_link};
use crate::api::session::frame;
use crate::components::{FormNotice, PageTitle, Submit, TextField, error_text, fault_of};
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;

/// A link that cannot be used, and what to do then.
#[component]
fn Spent(error: AppError) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="ds-alert" data-color="warning" role="alert"><p>{move || error_text(i18n, &error)}</p></div>
        <p>{t!(i18n, link.spent_help)}</p>
        <a class="ds-link" href="/logg-inn" rel="external">{t!(i18n, link.to_sign_in)}</a>
    }
}

/// Name and password of who was invited.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let i18n = use_i18n();
    let found = Resource::new_blocking(|| (), |()| invitation());
    view! {
        <PageTitle text=move || t_string!(i18n, link.invitation_title).to_owned() />
        <NarrowPage>
            <h1 class="ds-heading" data-size="sm">{t!(i18n, link.invitation_title)}</h1>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(found) => view! { <InvitationForm found /> }.into_any(),
                        Err(error) => view! { <Spent error /> }.into_any(),
                    }
                })}
            </Suspense>
        </NarrowPage>
    }
    .into_any()
}

#[component]
fn InvitationForm(found: LinkView) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<AcceptInvitation>::new();
    let fault = fault_of(action);
    view! {
        <p>{t!(i18n, link.invitation_lead, email = found.email.clone())}</p>
        <ActionForm action attr:class="form" attr:novalidate=true>
            <FormNotice fault />
            // So that a password manager knows for whom it keeps the password.
            <input class="ds-sr-only" type="email" name="username" value=found.email autocomplete="username" readonly tabindex="-1" aria-hidden="true" />
            <TextField name="name" label=Signal::derive(move || t_string!(i18n, link.name).to_owned())
                hint=Signal::derive(move || t_string!(i18n, link.name_hint).to_owned()) fault value=found.name autocomplete="name" />
            <Passwords fault />
            <div class="form-actions">
                <Submit pending=action.pending() label=Signal::derive(move || t_string!(i18n, link.accept).to_owned()) />
            </div>
        </ActionForm>
    }
}

/// A new password, twice.
#[component]
pub fn Passwords(
    /// What went wrong with the form.
    fault: crate::components::FormFault,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <TextField name="password" label=Signal::derive(move || t_string!(i18n, link.password).to_owned())
            hint=Signal::derive(move || t_string!(i18n, link.password_hint).to_owned()) fault
            kind="password" autocomplete="new-password" maxlength=256 />
        <TextField name="again" label=Signal::derive(move || t_string!(i18n, link.again).to_owned()) fault
            kind="password" autocomplete="new-password" maxlength=256 />
    }
}

/// A new password for who came by a link.
#[component]
pub fn NewPasswordPage() -> impl IntoView {
    let i18n = use_i18n();
    let found = Resource::new_blocking(|| (), |()| reset_link());
    view! {
        <PageTitle text=move || t_string!(i18n, link.reset_title).to_owned() />
        <NarrowPage>
            <h1 class="ds-heading" data-size="sm">{t!(i18n, link.reset_title)}</h1>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(found) => view! { <ResetForm found /> }.into_any(),
                        Err(error) => view! { <Spent error /> }.into_any(),
                    }
                })}
            </Suspense>
        </NarrowPage>
    }
    .into_any()
}

#[component]
fn ResetForm(found: LinkView) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<ResetPassword>::new();
    let fault = fault_of(action);
    view! {
        <p>{t!(i18n, link.reset_lead, email = found.email.clone())}</p>
        <ActionForm action attr:class="form" attr:novalidate=true>
            <FormNotice fault />
            <input class="ds-sr-only" type="email" name="username" value=found.email autocomplete="username" readonly tabindex="-1" aria-hidden="true" />
            <Passwords fault />
            <div class="form-actions">
                <Submit pending=action.pending() label=Signal::derive(move || t_string!(i18n, link.save_password).to_owned()) />
            </div>
        </ActionForm>
    }
}

/// Asks for a link for a new password.
#[component]
pub fn ForgottenPage() -> impl IntoView {
    let i18n = use_i18n();
    let frame = Resource::new_blocking(|| (), |()| frame());
    view! {
        <PageTitle text=move || t_string!(i18n, link.forgotten_title).to_owned() />
        <NarrowPage>
            <h1 class="ds-heading" data-size="sm">{t!(i18n, link.forgotten_title)}</h1>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    if frame.await.is_ok_and(|frame| frame.letters) {
                        view! { <ForgottenForm /> }.into_any()
                    } else {
                        view! { <p>{t!(i18n, link.no_letters)}</p> }.into_any()
                    }
                })}
            </Suspense>
            <p><a class="ds-link" href="/logg-inn" rel="external">{t!(i18n, link.to_sign_in)}</a></p>
        </NarrowPage>
    }
    .into_any()
}

#[component]
fn ForgottenForm() -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<AskReset>::new();
    let fault = fault_of(action);
    let asked = move || matches!(action.value().get(), Some(Ok(())));
    view! {
        <p class="meta">{t!(i18n, link.forgotten_lead)}</p>
        {move || asked().then(|| view! {
            <div class="ds-alert" data-color="success" role="status"><p>{t!(i18n, link.asked)}</p></div>
        })}
        <ActionForm action attr:class="form" attr:novalidate=true>
            <FormNotice fault />
            <TextField name="email" label=Signal::derive(move || t_string!(i18n, sign_in.email).to_owned()) fault
                kind="email" autocomplete="username" maxlength=200 />
            <div class="form-actions">
                <Submit pending=action.pending() label=Signal::derive(move || t_string!(i18n, link.ask).to_owned()) />
            </div>
        </ActionForm>
    }
}
