//! The pages by their addresses.

use crate::api::session::{Frame, frame};
#[cfg(feature = "ssr")]
use crate::components::chosen_language;
use crate::components::{
    CallDialog, CallOpen, NewVersion, SearchOpen, SessionWatch, TopBar, Version, use_color_scheme,
};
use crate::draft::Drafts;
use crate::i18n::{I18nContextProvider, t, use_i18n};
use crate::pages::{CasePage, NotFoundPage, SeenPage};
use crate::parts::Page;
use crate::search::QuickSearch;
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
            <Pages />
        </I18nContextProvider>
    }
}

/// The language of a request: as chosen, or as the browser asks. The effects that the library would keep it alive by
/// can come after the answer, when nothing is left to read; on the server they are put to rest.
#[cfg(feature = "ssr")]
fn provide_language() {
    let Some(here) = Owner::current() else { return };
    let owner = here.child();
    let context = owner.with(leptos_i18n::context::init_i18n_context::<crate::i18n::Locale>);
    owner.pause();
    if let Some(language) = chosen_language() {
        context.set_locale_untracked(language);
    }
    provide_context(context);
    on_cleanup(move || drop(owner));
}

#[component]
fn Pages() -> impl IntoView {
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
                <Route path=path!("/logg-inn") view=Page::SignInPage ssr=SsrMode::Async />
                <Route path=path!("/logg-inn/kode") view=Page::SignInCodePage ssr=SsrMode::Async />
                <Route path=path!("/logg-inn/totrinn") view=Page::SetUpFactorPage ssr=SsrMode::Async />
                <Route path=path!("/glemt-passord") view=Page::ForgottenPage ssr=SsrMode::Async />
                <Route path=path!("/invitasjon") view=Page::InvitationPage ssr=SsrMode::Async />
                <Route path=path!("/nytt-passord") view=Page::NewPasswordPage ssr=SsrMode::Async />
                <Route path=path!("/meldinger/nei") view=Page::StopPage ssr=SsrMode::Async />
                <Route path=path!("/uten-nett") view=Page::OfflinePage ssr=SsrMode::Async />
                <Route path=path!("/bli-med") view=Page::JoinMapPage ssr=SsrMode::Async />
                <Route path=path!("/i-rommet") view=Page::InRoomPage ssr=SsrMode::Async />
                <ParentRoute path=path!("") view=StaffFrame ssr=SsrMode::Async>
                    <Route path=path!("min-dag") view=Page::DayPage ssr=SsrMode::Async />
                    <Route path=path!("grupper") view=Page::GroupsPage ssr=SsrMode::Async />
                    <Route path=path!("grupper/ny") view=Page::NewGroupPage ssr=SsrMode::Async />
                    <Route path=path!("grupper/tall") view=Page::GroupYearPage ssr=SsrMode::Async />
                    <Route path=path!("grupper/programmer") view=Page::ProgrammesPage ssr=SsrMode::Async />
                    <Route path=path!("grupper/programmer/:code") view=Page::ProgrammePage ssr=SsrMode::Async />
                    <Route path=path!("grupper/:id/endre") view=Page::GroupSettingsPage ssr=SsrMode::Async />
                    <Route path=path!("grupper/:id") view=Page::GroupPage ssr=SsrMode::Async />
                    <Route path=path!("hjelp") view=Page::HelpPage ssr=SsrMode::Async />
                    <Route path=path!("nodtilgang") view=Page::EmergencyPage ssr=SsrMode::Async />
                    <Route path=path!("logger") view=Page::ReviewPage ssr=SsrMode::Async />
                    <Route path=path!("meldinger") view=Page::MessagesPage ssr=SsrMode::Async />
                    <Route path=path!("konto") view=Page::AccountPage ssr=SsrMode::Async />
                    <Route path=path!("velg-post") view=Page::ChoosePostPage ssr=SsrMode::Async />
                    <Route path=path!("henvendelser") view=Page::EnquiriesPage ssr=SsrMode::Async />
                    <Route path=path!("henvendelser/ny") view=Page::NewEnquiryPage ssr=SsrMode::Async />
                    <Route path=path!("henvendelser/:id") view=Page::EnquiryPage ssr=SsrMode::Async />
                    <Route path=path!("telefon") view=Page::CallsPage ssr=SsrMode::Async />
                    <Route path=path!("borte") view=Page::AwayPage ssr=SsrMode::Async />
                    <Route path=path!("borte/:id") view=Page::CoverPage ssr=SsrMode::Async />
                    <Route path=path!("tolker") view=Page::InterpretersPage ssr=SsrMode::Async />
                    <ParentRoute path=path!("administrasjon") view=Page::AdminPage ssr=SsrMode::Async>
                        <Route path=path!("") view=Page::AdminOverviewPage ssr=SsrMode::Async />
                        <Route path=path!("brukere") view=Page::StaffPage ssr=SsrMode::Async />
                        <Route path=path!("brukere/ny") view=Page::InvitePage ssr=SsrMode::Async />
                        <Route path=path!("brukere/:id") view=Page::MemberPage ssr=SsrMode::Async />
                        <Route path=path!("brukere/:id/avslutt") view=Page::DeactivatePage ssr=SsrMode::Async />
                        <Route path=path!("enheter") view=Page::UnitsPage ssr=SsrMode::Async />
                        <Route path=path!("enheter/:id") view=Page::UnitPage ssr=SsrMode::Async />
                        <Route path=path!("rom") view=Page::RoomsPage ssr=SsrMode::Async />
                        <Route path=path!("rom/:id") view=Page::RoomPage ssr=SsrMode::Async />
                        <Route path=path!("utstyr") view=Page::EquipmentListPage ssr=SsrMode::Async />
                        <Route path=path!("utstyr/:id") view=Page::EquipmentPage ssr=SsrMode::Async />
                        <Route path=path!("tjenester") view=Page::ServicesPage ssr=SsrMode::Async />
                        <Route path=path!("tjenester/:id") view=Page::ServicePage ssr=SsrMode::Async />
                    </ParentRoute>
                    <Route path=path!("kalender") view=Page::CalendarPage ssr=SsrMode::Async />
                    <Route path=path!("kalender/ny") view=Page::NewCalendarEntryPage ssr=SsrMode::Async />
                    <Route path=path!("kalender/dager") view=Page::DaysOffPage ssr=SsrMode::Async />
                    <Route path=path!("kalender/:id") view=Page::CalendarEntryPage ssr=SsrMode::Async />
                    <Route path=path!("familier") view=Page::CasesPage ssr=SsrMode::Async />
                    <Route path=path!("familier/importer") view=Page::ImportPage ssr=SsrMode::Async />
                    <Route path=path!("familier/ny") view=Page::NewCasePage ssr=SsrMode::Async />
                    <Route path=path!("familier/:id/ansvar") view=Page::LeadPage ssr=SsrMode::Async />
                    <ParentRoute path=path!("familier/:id") view=CasePage ssr=SsrMode::Async>
                        <Route path=path!("") view=Page::CaseOverviewPage ssr=SsrMode::Async />
                        <Route path=path!("kart") view=Page::CaseMapPage ssr=SsrMode::Async />
                        <Route path=path!("kart/nettverk") view=Page::CaseNetworkPage ssr=SsrMode::Async />
                        <Route path=path!("kart/okokart") view=Page::CaseEcomapPage ssr=SsrMode::Async />
                        <Route path=path!("kart/ut") view=Page::CaseMapOutPage ssr=SsrMode::Async />
                        <Route path=path!("kart/rommet") view=Page::HandOverPage ssr=SsrMode::Async />
                        <Route path=path!("kart/uten-nett") view=Page::CaseOfflinePage ssr=SsrMode::Async />
                        <Route path=path!("personer") view=Page::CasePeoplePage ssr=SsrMode::Async />
                        <Route path=path!("kontakt") view=Page::CaseContactPage ssr=SsrMode::Async />
                        <Route path=path!("plan") view=Page::CasePlanPage ssr=SsrMode::Async />
                        <Route path=path!("plan/brev") view=Page::PlanLetterPage ssr=SsrMode::Async />
                        <Route path=path!("samtaler") view=Page::CaseTalksPage ssr=SsrMode::Async />
                        <Route path=path!("samtaler/:entry/:at") view=Page::CaseTalkPage ssr=SsrMode::Async />
                        <Route path=path!("mappen") view=Page::CaseLifePage ssr=SsrMode::Async />
                        <Route path=path!("mappen/del") view=Page::DividePage ssr=SsrMode::Async />
                        <Route path=path!("mappen/sla-sammen") view=Page::MergePage ssr=SsrMode::Async />
                        <Route path=path!("personer/:person") view=Page::CasePersonPage ssr=SsrMode::Async />
                        <Route path=path!("meldinger") view=Page::CaseMessagesPage ssr=SsrMode::Async />
                        <Route path=path!("deling") view=Page::CaseSharingPage ssr=SsrMode::Async />
                        <ParentRoute path=path!("som/:person") view=SeenPage ssr=SsrMode::Async>
                            <Route path=path!("") view=Page::SeenFrontPage ssr=SsrMode::Async />
                            <Route path=path!("plan") view=Page::SeenPlanPage ssr=SsrMode::Async />
                            <Route path=path!("kart") view=Page::SeenMapPage ssr=SsrMode::Async />
                            <Route path=path!("kart/nettverk") view=Page::SeenNetworkPage ssr=SsrMode::Async />
                            <Route path=path!("kart/okokart") view=Page::SeenEcomapPage ssr=SsrMode::Async />
                            <Route path=path!("personer") view=Page::SeenPeoplePage ssr=SsrMode::Async />
                        </ParentRoute>
                        <Route path=path!("innsyn") view=Page::CaseLogPage ssr=SsrMode::Async />
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
