//! A phone joins the map: the code is typed, or came with the picture that was
//! scanned.

use crate::api::guest::JoinMap;
use crate::components::{FormNotice, PageTitle, Submit, TextField, fault_of};
use crate::i18n::{t, t_string, use_i18n};
use crate::pages::sign_in_code::NarrowPage;
use leptos::prelude::*;
use leptos::web_sys;
use leptos_router::hooks::use_query_map;
use wasm_bindgen::JsCast;

/// The page.
#[component]
pub fn JoinMapPage() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let over = move || query.with(|query| query.get("over").is_some());
    let action = ServerAction::<JoinMap>::new();
    let fault = fault_of(action);
    Effect::new(|_| fill_in());
    view! {
        <PageTitle text=move || t_string!(i18n, guest.join_title).to_owned() />
        <NarrowPage>
            <h1 class="ds-heading" data-size="sm">{t!(i18n, guest.join_title)}</h1>
            {move || over().then(|| view! {
                <div class="ds-alert" data-color="info" role="status"><p>{t!(i18n, guest.over)}</p></div>
            })}
            <p class="meta">{t!(i18n, guest.join_lead)}</p>
            <ActionForm action attr:class="form" attr:novalidate=true>
                <FormNotice fault />
                <TextField name="code" label=Signal::derive(move || t_string!(i18n, guest.code).to_owned()) fault maxlength=20 />
                <div class="form-actions">
                    <Submit pending=action.pending() label=Signal::derive(move || t_string!(i18n, guest.join).to_owned()) />
                </div>
            </ActionForm>
        </NarrowPage>
    }
    .into_any()
}

/// The code of the picture stands behind the hash, which no server sees; it is
/// not kept in the browser's history.
fn fill_in() {
    let Some(code) = window().location().hash().ok().map(|it| it.trim_start_matches('#').to_owned()) else { return };
    let field = document().get_element_by_id("code").and_then(|it| it.dyn_into::<web_sys::HtmlInputElement>().ok());
    if let Some(field) = field.filter(|_| !code.is_empty()) {
        field.set_value(&code);
        if let (Ok(history), Ok(path)) = (window().history(), window().location().pathname()) {
            let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&path));
        }
    }
}
