//! A QR code on the page.

use crate::api::qr::Qr;
use leptos::prelude::*;

/// The picture of a code.
#[component]
pub fn QrPicture(
    /// The code.
    qr: Qr,
    /// What it is, for the ear.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    // A quiet zone of four modules, without which no camera reads it.
    let view_box = format!("-4 -4 {0} {0}", qr.size + 8);
    view! {
        <svg class="qr" viewBox=view_box role="img" aria-label=move || label.get()>
            <rect class="qr-paper" x="-4" y="-4" width="100%" height="100%" />
            <path class="qr-ink" d=qr.path />
        </svg>
    }
}
