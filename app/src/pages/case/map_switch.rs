//! From one of the three maps of a case to the others.

use crate::i18n::{t, use_i18n};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Genogram, network map, ecomap.
#[component]
pub(super) fn MapSwitch(
    /// Where the maps of this case are, as this viewer reaches them.
    #[prop(into)]
    base: Signal<String>,
    /// Whether the maps can be taken along from here.
    #[prop(default = false)]
    out: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let path = use_location().pathname;
    let link = move |end: &'static str, label: AnyView| {
        let href = move || format!("{}{end}", base.get());
        let current = move || (path.get().trim_end_matches('/') == href()).then_some("page");
        view! { <a class="ds-chip" href=href aria-current=current>{label}</a> }
    };
    view! {
        <nav class="map-switch screen-only" aria-label=t!(i18n, network.maps)>
            {link("", t!(i18n, network.genogram).into_any())}
            {link("/nettverk", t!(i18n, network.label).into_any())}
            {link("/okokart", t!(i18n, network.ecomap_label).into_any())}
            {out.then(|| link("/ut", t!(i18n, out.link).into_any()))}
        </nav>
    }
}
