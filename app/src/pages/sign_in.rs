//! Signing in.

use crate::api::session::{SignIn, frame};
use crate::components::{LanguageChoice, PageTitle, error_text};
use crate::i18n::{t, t_string, use_i18n};
use crate::offline::destroy_copies;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// E-mail and password. Works without script too.
#[component]
pub fn SignInPage() -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<SignIn>::new();
    let query = use_query_map();
    let next = move || query.with(|query| query.get("til")).unwrap_or_default();
    let was = move |key: &str| query.with(|query| query.get(key).is_some());
    let frame = Resource::new(|| (), |()| frame());
    Effect::new(move |_| {
        if was("ut") {
            destroy_copies();
        }
    });
    let error = move || action.value().get().and_then(Result::err);
    let invalid = move || error().is_some().then_some("true");
    view! {
        <PageTitle text=move || t_string!(i18n, sign_in.title).to_owned() />
        <div class="page-narrow">
            <main id="main">
                <div class="page-narrow-brand">
                    <img src="/icons/mark.svg" alt="" width="40" height="40" />
                    <span>{t!(i18n, app.name)}</span>
                </div>
                <div class="card stack">
                    <h1 class="ds-heading" data-size="sm">{t!(i18n, sign_in.title)}</h1>
                    <p class="meta">{t!(i18n, sign_in.lead)}</p>
                    {move || error().map(|error| view! {
                        <div class="ds-alert" data-color="danger" role="alert" id="sign-in-error">
                            <p>{error_text(i18n, &error)}</p>
                        </div>
                    })}
                    {move || (error().is_none() && was("ut")).then(|| view! {
                        <div class="ds-alert" data-color="success" role="status"><p>{t!(i18n, sign_in.signed_out)}</p></div>
                    })}
                    {move || (error().is_none() && was("nytt")).then(|| view! {
                        <div class="ds-alert" data-color="success" role="status"><p>{t!(i18n, link.changed)}</p></div>
                    })}
                    {move || (error().is_none() && was("over")).then(|| view! {
                        <div class="ds-alert" data-color="info" role="status"><p>{t!(i18n, sign_in.expired)}</p></div>
                    })}
                    <ActionForm action attr:class="form">
                        <input type="hidden" name="next" value=next />
                        <div class="ds-field">
                            <label class="ds-label" for="email">{t!(i18n, sign_in.email)}</label>
                            <input class="ds-input" id="email" name="email" type="email" autocomplete="username" required aria-invalid=invalid aria-describedby=move || error().map(|_| "sign-in-error") />
                        </div>
                        <div class="ds-field">
                            <label class="ds-label" for="password">{t!(i18n, sign_in.password)}</label>
                            <input class="ds-input" id="password" name="password" type="password" autocomplete="current-password" required aria-invalid=invalid aria-describedby=move || error().map(|_| "sign-in-error") />
                        </div>
                        <div class="form-actions">
                            <button class="ds-button" type="submit" disabled=move || action.pending().get()>
                                {move || if action.pending().get() { t!(i18n, sign_in.busy).into_any() } else { t!(i18n, sign_in.submit).into_any() }}
                            </button>
                        </div>
                    </ActionForm>
                    <p><a class="ds-link" href="/glemt-passord" rel="external">{t!(i18n, sign_in.forgotten)}</a></p>
                    <Suspense fallback=|| ()>
                        {move || Suspend::new(async move {
                            frame.await.is_ok_and(|frame| frame.demo).then(|| view! {
                                <p class="meta"><strong class="demo-mark">{t!(i18n, app.fictional)}</strong></p>
                                <p class="meta">{t!(i18n, sign_in.demo)}</p>
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
