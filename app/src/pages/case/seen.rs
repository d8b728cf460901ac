//! «Vis slik … ser det»: every tab as one participant gets it, under a banner
//! that says so and leads back.

use super::map_switch::MapSwitch;
use super::overview::Overview;
use super::print::{PrintNotice, use_printer};
use super::use_case;
use crate::api::seen::{seen_front, seen_map};
use crate::app::FrameContext;
use crate::components::{ErrorNotice, Icon};
use crate::i18n::{t, use_i18n};
use crate::language::use_language;
use crate::map::{MapCanvas, PeopleTable};
use crate::text::{capitalised, word};
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_location, use_params_map};

/// Through whose eyes the case is seen.
#[derive(Clone, Copy)]
pub(super) struct SeenContext {
    pub(super) person: Memo<String>,
}

/// The banner and its tabs.
#[component]
pub fn SeenPage() -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let case = use_case();
    let params = use_params_map();
    let path = use_location().pathname;
    let person = Memo::new(move |_| params.with(|params| params.get("person")).unwrap_or_default());
    provide_context(SeenContext { person });
    let front = Resource::new(
        move || (case.id.get(), person.get(), case.reason.get()),
        |(id, person, reason)| seen_front(id, person, reason),
    );
    provide_context(front);
    let base = move || format!("/familier/{}/som/{}", case.id.get(), person.get());
    let tab = move |end: &'static str, label: AnyView| {
        let href = move || format!("{}{end}", base());
        let current = move || {
            let (path, here) = (path.get(), href());
            match path.trim_end_matches('/').strip_prefix(here.as_str()) {
                Some("") => Some("page"),
                Some(below) if !end.is_empty() && below.starts_with('/') => Some("true"),
                _ => None,
            }
        };
        view! { <a href=href aria-current=current>{label}</a> }
    };
    view! {
        <div class="seen-banner" role="region" aria-label=t!(i18n, seen.banner)>
            <Suspense fallback=|| ()>
                {move || Suspend::new(async move {
                    front.await.ok().map(|seen| {
                        let name = seen.name;
                        let name = move || if name.is_empty() { capitalised(&word(language(), "name.shielded")) } else { name.clone() };
                        view! { <p><Icon name="eye" /> <strong>{t!(i18n, seen.as_name, name = name)}</strong> " " {t!(i18n, seen.less)}</p> }
                    })
                })}
            </Suspense>
            <a class="ds-button" data-variant="secondary" data-size="sm" href=move || format!("/familier/{}/deling", case.id.get())>{t!(i18n, seen.back)}</a>
        </div>
        <nav class="page-tabs" aria-label=t!(i18n, seen.banner)>
            {tab("", t!(i18n, case.overview).into_any())}
            {tab("/plan", t!(i18n, plan.tab).into_any())}
            {tab("/kart", t!(i18n, case.map).into_any())}
            {tab("/personer", t!(i18n, case.people).into_any())}
        </nav>
        <Outlet />
    }
    .into_any()
}

/// The front page and the children's parts.
#[component]
pub fn SeenFrontPage() -> impl IntoView {
    let front = expect_context::<Resource<Result<crate::api::seen::SeenFront, crate::AppError>>>();
    let printer = use_printer("front");
    view! {
        <PrintNotice printer />
        <div class="page-body" data-columns="true">
            <Suspense fallback=|| ()>
                {move || Suspend::new(async move {
                    match front.await {
                        Ok(seen) => view! { <Overview front=seen.front printer groups=().into_any() /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

/// The map.
#[component]
pub fn SeenMapPage() -> impl IntoView {
    let i18n = use_i18n();
    let case = use_case();
    let person = expect_context::<SeenContext>().person;
    let map = Resource::new(
        move || (case.id.get(), person.get(), case.reason.get()),
        |(id, person, reason)| seen_map(id, person, reason),
    );
    let frame = expect_context::<FrameContext>();
    let printer = use_printer("map");
    view! {
        <div class="page-body" data-width="full">
            <MapSwitch base=Signal::derive(move || format!("/familier/{}/som/{}/kart", case.id.get(), person.get())) />
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    let title = case.front.await.map(|front| front.name).unwrap_or_default();
                    let demo = frame.0.await.is_ok_and(|frame| frame.demo);
                    match map.await {
                        Ok(map) if map.record.people.is_empty() => view! { <div class="empty"><p>{t!(i18n, seen.nothing)}</p></div> }.into_any(),
                        Ok(map) => {
                            let past = case.past(Some(person.get_untracked()));
                            view! { <MapCanvas map title demo on_print=printer.run past=Some(past) /> }.into_any()
                        }
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

/// The people as a table.
#[component]
pub fn SeenPeoplePage() -> impl IntoView {
    let i18n = use_i18n();
    let case = use_case();
    let person = expect_context::<SeenContext>().person;
    let map = Resource::new(
        move || (case.id.get(), person.get(), case.reason.get()),
        |(id, person, reason)| seen_map(id, person, reason),
    );
    view! {
        <div class="page-body stack">
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match map.await {
                        Ok(map) if map.record.people.is_empty() => view! { <div class="empty"><p>{t!(i18n, seen.nothing)}</p></div> }.into_any(),
                        Ok(map) => view! { <PeopleTable map /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}
