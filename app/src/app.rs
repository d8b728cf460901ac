//! The pages by their addresses.

use crate::api::session::{Frame, frame};
use crate::components::{
    CallDialog, CallOpen, NewVersion, SearchOpen, SessionWatch, TopBar, Version, use_color_scheme,
};
use crate::draft::Drafts;
use crate::i18n::{I18nContextProvider, t, use_i18n};
use crate::pages::{AdminPage, CasePage, NotFoundPage, SeenPage};
use crate::parts;
use crate::search::QuickSearch;
use leptos::prelude::*;
use leptos_meta::{Html, Title, provide_meta_context};
use leptos_router::components::{Outlet, ParentRoute, Redirect, Route, Router, Routes};
use leptos_router::{Lazy, SsrMode, path};

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
                <Route path=path!("/") view=|| view! { <Redirect path="/min-dag" /> } />
                <Route path=path!("/logg-inn") view={Lazy::<parts::SignInPage>::new()} ssr=SsrMode::Async />
                <Route path=path!("/logg-inn/kode") view={Lazy::<parts::SignInCodePage>::new()} ssr=SsrMode::Async />
                <Route path=path!("/logg-inn/totrinn") view={Lazy::<parts::SetUpFactorPage>::new()} ssr=SsrMode::Async />
                <Route path=path!("/glemt-passord") view={Lazy::<parts::ForgottenPage>::new()} ssr=SsrMode::Async />
                <Route path=path!("/invitasjon") view={Lazy::<parts::InvitationPage>::new()} ssr=SsrMode::Async />
                <Route path=path!("/nytt-passord") view={Lazy::<parts::NewPasswordPage>::new()} ssr=SsrMode::Async />
                <Route path=path!("/meldinger/nei") view={Lazy::<parts::StopPage>::new()} ssr=SsrMode::Async />
                <Route path=path!("/uten-nett") view={Lazy::<parts::OfflinePage>::new()} ssr=SsrMode::Async />
                <Route path=path!("/bli-med") view={Lazy::<parts::JoinMapPage>::new()} ssr=SsrMode::Async />
                <Route path=path!("/i-rommet") view={Lazy::<parts::InRoomPage>::new()} ssr=SsrMode::Async />
                <ParentRoute path=path!("") view=StaffFrame ssr=SsrMode::Async>
                    <Route path=path!("min-dag") view={Lazy::<parts::DayPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("grupper") view={Lazy::<parts::GroupsPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("grupper/ny") view={Lazy::<parts::NewGroupPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("grupper/tall") view={Lazy::<parts::GroupYearPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("grupper/programmer") view={Lazy::<parts::ProgrammesPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("grupper/programmer/:code") view={Lazy::<parts::ProgrammePage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("grupper/:id/endre") view={Lazy::<parts::GroupSettingsPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("grupper/:id") view={Lazy::<parts::GroupPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("hjelp") view={Lazy::<parts::HelpPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("nodtilgang") view={Lazy::<parts::EmergencyPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("logger") view={Lazy::<parts::ReviewPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("meldinger") view={Lazy::<parts::MessagesPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("konto") view={Lazy::<parts::AccountPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("velg-post") view={Lazy::<parts::ChoosePostPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("henvendelser") view={Lazy::<parts::EnquiriesPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("henvendelser/ny") view={Lazy::<parts::NewEnquiryPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("henvendelser/:id") view={Lazy::<parts::EnquiryPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("telefon") view={Lazy::<parts::CallsPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("borte") view={Lazy::<parts::AwayPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("borte/:id") view={Lazy::<parts::CoverPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("tolker") view={Lazy::<parts::InterpretersPage>::new()} ssr=SsrMode::Async />
                    <ParentRoute path=path!("administrasjon") view=AdminPage ssr=SsrMode::Async>
                        <Route path=path!("") view={Lazy::<parts::AdminOverviewPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("brukere") view={Lazy::<parts::StaffPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("brukere/ny") view={Lazy::<parts::InvitePage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("brukere/:id") view={Lazy::<parts::MemberPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("brukere/:id/avslutt") view={Lazy::<parts::DeactivatePage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("enheter") view={Lazy::<parts::UnitsPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("enheter/:id") view={Lazy::<parts::UnitPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("rom") view={Lazy::<parts::RoomsPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("rom/:id") view={Lazy::<parts::RoomPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("utstyr") view={Lazy::<parts::EquipmentListPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("utstyr/:id") view={Lazy::<parts::EquipmentPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("tjenester") view={Lazy::<parts::ServicesPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("tjenester/:id") view={Lazy::<parts::ServicePage>::new()} ssr=SsrMode::Async />
                    </ParentRoute>
                    <Route path=path!("kalender") view={Lazy::<parts::CalendarPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("kalender/ny") view={Lazy::<parts::NewCalendarEntryPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("kalender/dager") view={Lazy::<parts::DaysOffPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("kalender/:id") view={Lazy::<parts::CalendarEntryPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("familier") view={Lazy::<parts::CasesPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("familier/importer") view={Lazy::<parts::ImportPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("familier/ny") view={Lazy::<parts::NewCasePage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("familier/:id/ansvar") view={Lazy::<parts::LeadPage>::new()} ssr=SsrMode::Async />
                    <ParentRoute path=path!("familier/:id") view=CasePage ssr=SsrMode::Async>
                        <Route path=path!("") view={Lazy::<parts::CaseOverviewPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("kart") view={Lazy::<parts::CaseMapPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("kart/nettverk") view={Lazy::<parts::CaseNetworkPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("kart/okokart") view={Lazy::<parts::CaseEcomapPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("kart/ut") view={Lazy::<parts::CaseMapOutPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("kart/rommet") view={Lazy::<parts::HandOverPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("kart/uten-nett") view={Lazy::<parts::CaseOfflinePage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("personer") view={Lazy::<parts::CasePeoplePage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("kontakt") view={Lazy::<parts::CaseContactPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("plan") view={Lazy::<parts::CasePlanPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("plan/brev") view={Lazy::<parts::PlanLetterPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("samtaler") view={Lazy::<parts::CaseTalksPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("samtaler/:entry/:at") view={Lazy::<parts::CaseTalkPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("mappen") view={Lazy::<parts::CaseLifePage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("mappen/del") view={Lazy::<parts::DividePage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("mappen/sla-sammen") view={Lazy::<parts::MergePage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("personer/:person") view={Lazy::<parts::CasePersonPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("meldinger") view={Lazy::<parts::CaseMessagesPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("deling") view={Lazy::<parts::CaseSharingPage>::new()} ssr=SsrMode::Async />
                        <ParentRoute path=path!("som/:person") view=SeenPage ssr=SsrMode::Async>
                            <Route path=path!("") view={Lazy::<parts::SeenFrontPage>::new()} ssr=SsrMode::Async />
                            <Route path=path!("plan") view={Lazy::<parts::SeenPlanPage>::new()} ssr=SsrMode::Async />
                            <Route path=path!("kart") view={Lazy::<parts::SeenMapPage>::new()} ssr=SsrMode::Async />
                            <Route path=path!("kart/nettverk") view={Lazy::<parts::SeenNetworkPage>::new()} ssr=SsrMode::Async />
                            <Route path=path!("kart/okokart") view={Lazy::<parts::SeenEcomapPage>::new()} ssr=SsrMode::Async />
                            <Route path=path!("personer") view={Lazy::<parts::SeenPeoplePage>::new()} ssr=SsrMode::Async />
                        </ParentRoute>
                        <Route path=path!("innsyn") view={Lazy::<parts::CaseLogPage>::new()} ssr=SsrMode::Async />
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
    let drafts = Drafts::provide();
    Version::provide();
    SearchOpen::provide();
    CallOpen::provide();
    provide_context(crate::pages::ListSearch::new());
    view! {
        <a class="ds-skip-link" href="#main" rel="external">{t!(i18n, app.skip)}</a>
        <Suspense fallback=|| ()>
            {move || Suspend::new(async move {
                frame.await.ok().map(|frame| {
                    let me = frame.me.clone();
                    if let Some(me) = &me {
                        drafts.belong_to(&me.draft_tag);
                    }
                    view! {
                        <TopBar frame />
                        {me.map(|me| view! {
                            <NewVersion />
                            <SessionWatch remaining_ms=me.remaining_ms draft_tag=me.draft_tag.clone() />
                            {me.keeps_door.then(|| view! { <CallDialog /> })}
                            <QuickSearch me />
                        })}
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
