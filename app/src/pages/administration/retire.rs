//! Taking something out of use, and into use again. Nothing is deleted.

use crate::components::{FormFault, FormNotice};
use crate::i18n::{t, use_i18n};
use leptos::prelude::*;

/// What stands in the form that does it: what it means, and one button.
#[component]
pub fn Retire(
    /// What went wrong with it.
    fault: FormFault,
    /// Whether an answer is waited for.
    #[prop(into)]
    pending: Signal<bool>,
    /// Of what.
    id: String,
    /// Out of use now.
    retired: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p class="meta">{if retired { t!(i18n, admin.retired_lead).into_any() } else { t!(i18n, admin.retire_lead).into_any() }}</p>
        <FormNotice fault />
        <input type="hidden" name="id" value=id />
        <input type="hidden" name="retired" value=if retired { "false" } else { "true" } />
        <div>
            <button class="ds-button" data-variant="secondary" data-color="neutral" type="submit" disabled=move || pending.get()>
                {if retired { t!(i18n, admin.take_back).into_any() } else { t!(i18n, admin.retire).into_any() }}
            </button>
        </div>
    }
}

/// Says that something is out of use.
#[component]
pub fn RetiredTag(
    /// Out of use.
    retired: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    retired.then(|| view! { <span class="ds-tag" data-size="sm" data-color="neutral">{t!(i18n, admin.retired)}</span> })
}
