//! The second step of signing in: a code, or setting the second factor up.

use crate::api::session::{EnterCode, frame};
use crate::components::{FactorSetup, FormNotice, LanguageChoice, PageTitle, Submit, TextField, fault_of};
use crate::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// One card in the middle of the page, below the brand.
#[component]
pub fn NarrowPage(
    /// What stands in the card.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let frame = Resource::new_blocking(|| (), |()| frame());
    view! {
        <div class="page-narrow">
            <main id="main">
                <div class="page-narrow-brand">
                    <img src="/icons/mark.svg" alt="" width="40" height="40" />
                    <span>{t!(i18n, app.name)}</span>
                </div>
                <div class="card stack">
                    {children()}
                    <Suspense fallback=|| ()>
                        {move || Suspend::new(async move {
                            frame.await.is_ok_and(|frame| frame.demo).then(|| view! {
                                <p class="meta"><strong class="demo-mark">{t!(i18n, app.fictional)}</strong></p>
                            })
                        })}
                    </Suspense>
                </div>
                <div class="page-narrow-language"><LanguageChoice /></div>
            </main>
        </div>
    }
    .into_any()
}

fn use_next() -> impl Fn() -> String + Copy + Send + Sync {
    let query = use_query_map();
    move || query.with(|query| query.get("til")).unwrap_or_default()
}

/// A code of the app, or a recovery code.
#[component]
pub fn SignInCodePage() -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<EnterCode>::new();
    let fault = fault_of(action);
    let next = use_next();
    view! {
        <PageTitle text=move || t_string!(i18n, factor.code_title).to_owned() />
        <NarrowPage>
            <h1 class="ds-heading" data-size="sm">{t!(i18n, factor.code_title)}</h1>
            <p class="meta">{t!(i18n, factor.code_lead)}</p>
            <ActionForm action attr:class="form" attr:novalidate=true>
                <FormNotice fault />
                <input type="hidden" name="next" value=next />
                <TextField name="code" label=Signal::derive(move || t_string!(i18n, factor.code).to_owned())
                    hint=Signal::derive(move || t_string!(i18n, factor.code_hint).to_owned()) fault
                    autocomplete="one-time-code" maxlength=20 />
                <div class="form-actions">
                    <Submit pending=action.pending() label=Signal::derive(move || t_string!(i18n, sign_in.submit).to_owned()) />
                    <a class="ds-button" data-variant="tertiary" href="/logg-inn" rel="external">{t!(i18n, app.cancel)}</a>
                </div>
            </ActionForm>
            <p class="meta">{t!(i18n, factor.lost)}</p>
        </NarrowPage>
    }
    .into_any()
}

/// Everybody has a second factor: who has none sets it up here first.
#[component]
pub fn SetUpFactorPage() -> impl IntoView {
    let i18n = use_i18n();
    let next = use_next();
    let go_on = move || {
        let next = next();
        let next = if next.starts_with('/') && !next.starts_with("//") { next } else { "/min-dag".to_owned() };
        view! { <a class="ds-button" href=next rel="external">{t!(i18n, factor.go_on)}</a> }
    };
    view! {
        <PageTitle text=move || t_string!(i18n, factor.setup_title).to_owned() />
        <NarrowPage>
            <h1 class="ds-heading" data-size="sm">{t!(i18n, factor.setup_title)}</h1>
            <p>{t!(i18n, factor.setup_lead)}</p>
            <FactorSetup done=ViewFn::from(go_on) />
        </NarrowPage>
    }
    .into_any()
}
