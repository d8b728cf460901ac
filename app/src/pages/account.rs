//! One's own account: posts, password, second factor.

use super::feed::OwnFeed;
use super::link::Passwords;
use crate::api::account::{Account, ChangePassword, my_account};
use crate::api::feed::{MakeMyFeed, my_feed};
use crate::api::second_factor::{RenewRecoveryCodes, SwitchOffFactor};
use crate::components::{
    ErrorNotice, FactorSetup, FormNotice, PageTitle, RecoveryCodes, Submit, TextField, fault_of, post_words, when_done,
};
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::time;
use leptos::prelude::*;

/// One's own account.
#[component]
pub fn AccountPage() -> impl IntoView {
    let i18n = use_i18n();
    let again = RwSignal::new(0_u32);
    let account = Resource::new(move || again.get(), |_| my_account());
    let feed_again = RwSignal::new(0_u32);
    let feed = Resource::new(move || feed_again.get(), |_| my_feed());
    // Outside of what is fetched anew, so that an address that is shown once stays.
    let make_feed = ServerAction::<MakeMyFeed>::new();
    let busy_fault = RwSignal::new(None::<AppError>);
    when_done(make_feed, move |_| feed_again.update(|n| *n += 1));
    view! {
        <PageTitle text=move || t_string!(i18n, account.title).to_owned() />
        <header class="page-head">
            <div class="page-head-text"><h1 class="ds-heading" data-size="md">{t!(i18n, account.title)}</h1></div>
        </header>
        <div class="page-body" data-width="text">
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match account.await {
                        Ok(account) => view! { <Whole account again /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
            <Suspense fallback=|| ()>
                {move || Suspend::new(async move {
                    match feed.await {
                        Ok(found) => found.map(|found| view! { <OwnFeed found make=make_feed fault=busy_fault again=feed_again /> }).into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
            <section class="card stack" aria-labelledby="offline-copies">
                <h2 class="ds-heading" data-size="xs" id="offline-copies">{t!(i18n, offline.page)}</h2>
                <p>{t!(i18n, offline.page_lead)}</p>
                <p><a class="ds-link" href="/uten-nett" rel="external">{t!(i18n, offline.list_link)}</a></p>
            </section>
        </div>
    }
    .into_any()
}

#[component]
fn Whole(account: Account, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let posts = account.posts.clone();
    let several = posts.len() > 1;
    view! {
        <section class="card stack" aria-labelledby="who">
            <h2 class="ds-heading" data-size="xs" id="who">{account.name.clone()}</h2>
            <dl class="facts">
                <div><dt>{t!(i18n, sign_in.email)}</dt><dd>{account.email.clone()}</dd></div>
                <div>
                    <dt>{t!(i18n, account.posts)}</dt>
                    <dd>{posts.into_iter().map(|post| view! { <p>{move || post_words(i18n, &post)}</p> }).collect_view()}</dd>
                </div>
            </dl>
            {several.then(|| view! { <p><a class="ds-link" href="/velg-post" rel="external">{t!(i18n, post.change)}</a></p> })}
        </section>
        <Factor account again />
        <PasswordForm />
    }
}

#[component]
fn Factor(account: Account, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let setting_up = RwSignal::new(false);
    let required = account.factor_required;
    let body = match account.factor_since {
        Some(since) => view! { <FactorInUse since left=account.recovery_left required again /> }.into_any(),
        None => view! {
            <p>{t!(i18n, factor.off)}</p>
            {move || if setting_up.get() {
                let done = move || view! {
                    <button class="ds-button" type="button" on:click=move |_| again.update(|n| *n += 1)>{t!(i18n, factor.kept)}</button>
                };
                view! { <FactorSetup done=ViewFn::from(done) /> }.into_any()
            } else {
                view! {
                    <div class="form-actions">
                        <button class="ds-button" type="button" on:click=move |_| setting_up.set(true)>{t!(i18n, factor.set_up)}</button>
                    </div>
                }.into_any()
            }}
        }
        .into_any(),
    };
    view! {
        <section class="card stack" aria-labelledby="factor">
            <h2 class="ds-heading" data-size="xs" id="factor">{t!(i18n, factor.title)}</h2>
            {body}
        </section>
    }
}

#[component]
fn FactorInUse(since: String, left: i64, required: bool, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let renew = ServerAction::<RenewRecoveryCodes>::new();
    let off = ServerAction::<SwitchOffFactor>::new();
    let (renew_fault, off_fault) = (fault_of(renew), fault_of(off));
    when_done(off, move |()| again.update(|n| *n += 1));
    let label = move || Signal::derive(move || t_string!(i18n, factor.code).to_owned());
    view! {
        <p>{t!(i18n, factor.on, time = move || time(language(), &since))}</p>
        <p>{t!(i18n, factor.left, count = move || left.to_string())}</p>
        {move || renew.value().get().and_then(Result::ok).map(|codes| view! { <RecoveryCodes codes /> })}
        <details class="ds-details">
            <summary>{t!(i18n, factor.renew)}</summary>
            <div class="stack">
                <p>{t!(i18n, factor.renew_lead)}</p>
                <ActionForm action=renew attr:class="form" attr:novalidate=true>
                    <FormNotice fault=renew_fault />
                    <TextField name="code" id="renew-code" label=label() fault=renew_fault autocomplete="one-time-code" maxlength=20 />
                    <div class="form-actions"><Submit pending=renew.pending() label=Signal::derive(move || t_string!(i18n, factor.renew).to_owned()) /></div>
                </ActionForm>
            </div>
        </details>
        {(!required).then(|| view! {
            <details class="ds-details">
                <summary>{t!(i18n, factor.switch_off)}</summary>
                <div class="stack">
                    <ActionForm action=off attr:class="form" attr:novalidate=true>
                        <FormNotice fault=off_fault />
                        <TextField name="code" id="off-code" label=label() fault=off_fault autocomplete="one-time-code" maxlength=20 />
                        <div class="form-actions">
                            <Submit pending=off.pending() label=Signal::derive(move || t_string!(i18n, factor.switch_off).to_owned()) color="danger" variant="secondary" />
                        </div>
                    </ActionForm>
                </div>
            </details>
        })}
    }
}

#[component]
fn PasswordForm() -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<ChangePassword>::new();
    let fault = fault_of(action);
    let done = move || matches!(action.value().get(), Some(Ok(())));
    view! {
        <section class="card stack" aria-labelledby="new-password">
            <h2 class="ds-heading" data-size="xs" id="new-password">{t!(i18n, account.password)}</h2>
            {move || done().then(|| view! {
                <div class="ds-alert" data-color="success" role="status"><p>{t!(i18n, account.password_changed)}</p></div>
            })}
            <ActionForm action attr:class="form" attr:novalidate=true>
                <FormNotice fault />
                <TextField name="old" label=Signal::derive(move || t_string!(i18n, account.old_password).to_owned()) fault
                    kind="password" autocomplete="current-password" maxlength=256 />
                <Passwords fault />
                <div class="form-actions">
                    <Submit pending=action.pending() label=Signal::derive(move || t_string!(i18n, link.save_password).to_owned()) variant="secondary" />
                </div>
            </ActionForm>
        </section>
    }
}
