//! The network map and the ecomap of a case, and both as a participant gets them.

use super::map_switch::MapSwitch;
use super::print::use_printer;
use super::seen::SeenContext;
use super::use_case;
use crate::api::drawing::map_page;
use crate::api::seen::seen_map;
use crate::app::FrameContext;
use crate::components::ErrorNotice;
use crate::i18n::{t, use_i18n};
use crate::map::{EcomapCanvas, NetworkCanvas};
use leptos::prelude::*;

/// Which of the two maps.
#[derive(Clone, Copy)]
enum Which {
    Network,
    Ecomap,
}

/// The network map of a case.
#[component]
pub fn CaseNetworkPage() -> impl IntoView {
    view! { <CaseSheet which=Which::Network /> }.into_any()
}

/// The ecomap of a case.
#[component]
pub fn CaseEcomapPage() -> impl IntoView {
    view! { <CaseSheet which=Which::Ecomap /> }.into_any()
}

/// The network map as a participant gets it.
#[component]
pub fn SeenNetworkPage() -> impl IntoView {
    view! { <SeenSheet which=Which::Network /> }.into_any()
}

/// The ecomap as a participant gets it.
#[component]
pub fn SeenEcomapPage() -> impl IntoView {
    view! { <SeenSheet which=Which::Ecomap /> }.into_any()
}

#[component]
fn CaseSheet(which: Which) -> impl IntoView {
    let i18n = use_i18n();
    let case = use_case();
    let map = Resource::new(move || (case.id.get(), case.reason.get()), |(id, reason)| map_page(id, reason));
    let frame = expect_context::<FrameContext>();
    let printer = use_printer("map");
    view! {
        <div class="page-body" data-width="full">
            <MapSwitch base=Signal::derive(move || format!("/familier/{}/kart", case.id.get())) out=true />
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    let title = case.front.await.map(|front| front.name).unwrap_or_default();
                    let demo = frame.0.await.is_ok_and(|frame| frame.demo);
                    match map.await {
                        Ok(page) => {
                            let (map, easel) = (page.map, page.easel.map(|easel| (case.id.get_untracked(), easel)));
                            let past = Some(case.past(None));
                            match which {
                                Which::Network => view! { <NetworkCanvas map title demo on_print=printer.run easel past /> }.into_any(),
                                Which::Ecomap => view! { <EcomapCanvas map title demo on_print=printer.run easel past /> }.into_any(),
                            }
                        }
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
}

#[component]
fn SeenSheet(which: Which) -> impl IntoView {
    let i18n = use_i18n();
    let case = use_case();
    let person = expect_context::<SeenContext>().person;
    let map = Resource::new(
        move || (case.id.get(), person.get(), case.reason.get()),
        |(id, person, reason)| seen_map(id, person, reason),
    );
    let frame = expect_context::<FrameContext>();
    let printer = use_printer("map");
    let base = Signal::derive(move || format!("/familier/{}/som/{}/kart", case.id.get(), person.get()));
    view! {
        <div class="page-body" data-width="full">
            <MapSwitch base />
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    let title = case.front.await.map(|front| front.name).unwrap_or_default();
                    let demo = frame.0.await.is_ok_and(|frame| frame.demo);
                    match map.await {
                        Ok(map) => {
                            let past = Some(case.past(Some(person.get_untracked())));
                            match which {
                                Which::Network => view! { <NetworkCanvas map title demo on_print=printer.run past /> }.into_any(),
                                Which::Ecomap => view! { <EcomapCanvas map title demo on_print=printer.run past /> }.into_any(),
                            }
                        }
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
}
