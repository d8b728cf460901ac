//! An address that leads nowhere. Looks like one that is not for the caller.

use crate::components::ErrorNotice;
use crate::error::AppError;
use leptos::prelude::*;

/// The page for everything that is missing or forbidden.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::server::with_status(AppError::NotFound);
    view! {
        <div class="page-body">
            <ErrorNotice error=AppError::NotFound />
        </div>
    }
}
