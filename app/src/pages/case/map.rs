//! The family's map.

use super::map_switch::MapSwitch;
use super::print::use_printer;
use super::use_case;
use crate::api::drawing::map_page;
use crate::app::FrameContext;
use crate::components::ErrorNotice;
use crate::i18n::{t, use_i18n};
use crate::map::MapCanvas;
use leptos::prelude::*;

/// The genogram of a case.
#[component]
pub fn CaseMapPage() -> impl IntoView {
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
                        Ok(page) if page.easel.is_none() && page.map.record.people.is_empty() => view! {
                            <div class="empty">
                                <h2 class="ds-heading" data-size="xs">{t!(i18n, map.empty_title)}</h2>
                                <p>{t!(i18n, map.empty)}</p>
                            </div>
                        }.into_any(),
                        Ok(page) => {
                            let id = case.id.get_untracked();
                            let follow = page.cursor.map(|cursor| (id.clone(), cursor));
                            let past = case.past(None);
                            let away = page.offline.then(|| format!("/familier/{id}/kart/uten-nett"));
                            let lent = page.easel.is_some().then(|| format!("/familier/{id}/kart/rommet"));
                            let (map, easel) = (page.map, page.easel.map(|easel| (id, easel)));
                            view! {
                                <MapCanvas map title demo on_print=printer.run easel=easel follow=follow past=Some(past) />
                                {lent.clone().map(|href| view! { <p class="map-twin screen-only"><a class="ds-link" href=format!("{href}#guests-title")>{t!(i18n, guest.link)}</a></p> })}
                                {lent.map(|href| view! { <p class="map-twin screen-only"><a class="ds-link" href=href>{t!(i18n, in_room.link)}</a></p> })}
                                {away.map(|href| view! { <p class="map-twin screen-only"><a class="ds-link" href=href>{t!(i18n, offline.link)}</a></p> })}
                            }.into_any()
                        }
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
            <p class="map-twin screen-only">
                <a class="ds-link" href=move || format!("/familier/{}/personer", case.id.get())>{t!(i18n, map.as_table)}</a>
            </p>
        </div>
    }
    .into_any()
}
