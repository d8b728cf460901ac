//! «No more messages, please»: the page behind the link in a message. It says
//! what it says in the language of the message, to nobody who is signed in.

use super::sign_in_code::NarrowPage;
use crate::api::messages::{StopMessages, StopPageWords, stop_page};
use crate::components::{FormNotice, PageTitle, Submit, fault_of};
use crate::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;

/// The page behind the link.
#[component]
pub fn StopPage() -> impl IntoView {
    let i18n = use_i18n();
    let found = Resource::new_blocking(|| (), |()| stop_page());
    view! {
        <PageTitle text=move || t_string!(i18n, message.stop_title).to_owned() />
        <NarrowPage>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(words) => view! { <Ask words /> }.into_any(),
                        Err(_) => view! {
                            <h1 class="ds-heading" data-size="sm">{t!(i18n, message.stop_title)}</h1>
                            <div class="ds-alert" data-color="warning" role="alert"><p>{t!(i18n, message.stop_spent)}</p></div>
                        }.into_any(),
                    }
                })}
            </Suspense>
        </NarrowPage>
    }
    .into_any()
}

#[component]
fn Ask(words: StopPageWords) -> impl IntoView {
    let action = ServerAction::<StopMessages>::new();
    let fault = fault_of(action);
    let done = move || matches!(action.value().get(), Some(Ok(())));
    let StopPageWords { language, title, lead, button, done: said } = words;
    view! {
        <div class="stack" lang=language.code() dir=language.direction()>
            <h1 class="ds-heading" data-size="sm">{title}</h1>
            {move || if done() {
                view! { <div class="ds-alert" data-color="success" role="status"><p>{said.clone()}</p></div> }.into_any()
            } else {
                let (lead, button) = (lead.clone(), button.clone());
                view! {
                    <p>{lead}</p>
                    <ActionForm action attr:class="form">
                        <FormNotice fault />
                        <div class="form-actions"><Submit pending=action.pending() label=Signal::derive(move || button.clone()) /></div>
                    </ActionForm>
                }.into_any()
            }}
        </div>
    }
}
