//! The pages by their addresses.

use crate::api::session::{Frame, frame};
use crate::components::{SessionWatch, TopBar, use_color_scheme};
use crate::i18n::{I18nContextProvider, t, use_i18n};
use crate::pages::{
    CaseLogPage, CaseMapPage, CaseOverviewPage, CasePage, CasePeoplePage, CasesPage, ImportPage, NotFoundPage,
    SignInPage,
};
use leptos::prelude::*;
use leptos_meta::{Html, Title, provide_meta_context};
use leptos_router::components::{Outlet, ParentRoute, Redirect, Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// The whole application.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    #[cfg(feature = "ssr")]
    provide_language();
    view! {
        <I18nContextProvider>
            <Page />
        </I18nContextProvider>
    }
}

/// The language of a request. The library would keep it in a cookie by an
/// effect that can come after the answer, when nothing is left to read; on the
/// server that effect is put to rest. The cookie is the browser's to set.
#[cfg(feature = "ssr")]
fn provide_language() {
    let Some(here) = Owner::current() else { return };
    let owner = here.child();
    let context = owner.with(leptos_i18n::context::init_i18n_context::<crate::i18n::Locale>);
    owner.pause();
    provide_context(context);
    on_cleanup(move || drop(owner));
}

#[component]
fn Page() -> impl IntoView {
    let scheme = use_color_scheme();
    // Tests and scripts wait for this before they touch the page.
    Effect::new(|_| {
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-hydrated", "true");
        }
    });
    // Paper is white, whatever the screen is.
    let on_paper = RwSignal::new(false);
    Effect::new(move |_| {
        let before = window_event_listener_untyped("beforeprint", move |_| on_paper.set(true));
        let after = window_event_listener_untyped("afterprint", move |_| on_paper.set(false));
        on_cleanup(move || {
            before.remove();
            after.remove();
        });
    });
    let scheme = move || if on_paper.get() { "light".to_owned() } else { scheme.get() };
    view! {
        <Html attr:data-color-scheme=scheme />
        <Title text="Familiekart" />
        <Router>
            <Routes fallback=|| view! { <FramedNotFound /> }>
                <Route path=path!("/") view=|| view! { <Redirect path="/familier" /> } />
                <Route path=path!("/logg-inn") view=SignInPage ssr=SsrMode::Async />
                <ParentRoute path=path!("/familier") view=StaffFrame ssr=SsrMode::Async>
                    <Route path=path!("") view=CasesPage ssr=SsrMode::Async />
                    <Route path=path!("importer") view=ImportPage ssr=SsrMode::Async />
                    <ParentRoute path=path!(":id") view=CasePage ssr=SsrMode::Async>
                        <Route path=path!("") view=CaseOverviewPage ssr=SsrMode::Async />
                        <Route path=path!("kart") view=CaseMapPage ssr=SsrMode::Async />
                        <Route path=path!("personer") view=CasePeoplePage ssr=SsrMode::Async />
                        <Route path=path!("innsyn") view=CaseLogPage ssr=SsrMode::Async />
                    </ParentRoute>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// What every page knows, fetched once.
#[derive(Clone, Copy)]
pub struct FrameContext(pub Resource<Result<Frame, crate::AppError>>);

/// The staff pages, each in the frame.
#[component]
fn StaffFrame() -> impl IntoView {
    view! { <InFrame><Outlet /></InFrame> }
}

/// An address that leads nowhere, in the same frame.
#[component]
fn FramedNotFound() -> impl IntoView {
    view! { <InFrame><NotFoundPage /></InFrame> }
}

/// What stands around every staff page.
#[component]
fn InFrame(
    /// The page.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let frame = Resource::new(|| (), |()| frame());
    provide_context(FrameContext(frame));
    view! {
        <a class="ds-skip-link" href="#main" rel="external">{t!(i18n, app.skip)}</a>
        <Suspense fallback=|| ()>
            {move || Suspend::new(async move {
                frame.await.ok().map(|frame| {
                    let left = frame.me.as_ref().map(|me| me.remaining_ms);
                    view! {
                        <TopBar frame />
                        {left.map(|remaining_ms| view! { <SessionWatch remaining_ms /> })}
                    }
                })
            })}
        </Suspense>
        <main id="main" tabindex="-1">
            {children()}
        </main>
    }
    .into_any()
}
