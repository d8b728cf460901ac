//! The browser's code in parts: a page's part is fetched when the first of its pages is opened. Pages that are opened
//! after each other belong together; what several parts need is found by the build and divided by itself, a file for
//! every set of parts that share something: each further part doubles the number of files.

use crate::pages;
use leptos::prelude::*;
use leptos_router::ChooseView;

/// Makes [`Page`] and a function for each part; the second name is that of the function which `lazy` makes for
/// fetching it. A job is done by the part's code and shows nothing: what calls it is in the main module, and must not
/// bring that code there.
macro_rules! parts {
    ($($part:ident, $fetch:ident { $($page:ident),+ $(,)? } $($job:ident => $does:path)?;)+) => {
        /// A page whose code is in a part. One type for all routes, since everything that the router makes of a route
        /// is made once for every type.
        #[derive(Debug, Clone, Copy)]
        #[expect(clippy::enum_variant_names, reason = "each is named as its page")]
        pub enum Page {
            $(
                $(#[doc = concat!("[`pages::", stringify!($page), "`].")] $page,)+
                $(
                    #[doc = concat!("No page: [`", stringify!($does), "`].")]
                    // Only browsers have workers.
                    #[cfg_attr(feature = "ssr", allow(dead_code))]
                    $job,
                )?
            )+
        }

        impl ChooseView for Page {
            async fn choose(self) -> AnyView {
                match self {
                    $($(Self::$page)|+ $(| Self::$job)? => $part(self).await,)+
                }
            }

            async fn preload(&self) {
                // The page's own markup is taken over in one go: its code must be here by then.
                #[cfg(target_arch = "wasm32")]
                match self {
                    $($(Self::$page)|+ $(| Self::$job)? => $fetch().await,)+
                }
            }
        }

        $(
            #[lazy]
            fn $part(page: Page) -> AnyView {
                match page {
                    $(Page::$page => pages::$page().into_any(),)+
                    $(Page::$job => $does().into_any(),)?
                    _ => ().into_any(),
                }
            }
        )+
    };
}

parts! {
    // Whoever signs in comes to the day next.
    daily, __preload_daily {
        SignInPage, SignInCodePage, SetUpFactorPage, ForgottenPage, InvitationPage, NewPasswordPage, StopPage,
        DayPage, HelpPage, CasesPage, CaseOverviewPage, CasePeoplePage, CasePersonPage, CaseSharingPage, CaseLogPage,
        CaseMessagesPage, MessagesPage, SeenFrontPage, SeenPeoplePage,
    };
    planning, __preload_planning {
        CalendarPage, NewCalendarEntryPage, CalendarEntryPage, DaysOffPage, GroupsPage, NewGroupPage, GroupPage,
        GroupSettingsPage, GroupYearPage, ProgrammesPage, ProgrammePage, CaseTalksPage, CaseTalkPage, CasePlanPage,
        PlanLetterPage, SeenPlanPage, CaseContactPage, EnquiriesPage, NewEnquiryPage, EnquiryPage, CallsPage,
        AwayPage, CoverPage, InterpretersPage,
    };
    map, __preload_map {
        CaseMapPage, SeenMapPage, InRoomPage, JoinMapPage,
    } Arranging => crate::map::answer_requests;
    // The copy without network is taken along beside the less frequent maps: a part of its own would double the files.
    network, __preload_network {
        CaseNetworkPage, CaseEcomapPage, CaseMapOutPage, SeenNetworkPage, SeenEcomapPage, OfflinePage,
        CaseOfflinePage, HandOverPage,
    };
    office, __preload_office {
        NewCasePage, CaseLifePage, DividePage, MergePage, LeadPage, ImportPage, EmergencyPage, ReviewPage,
        AccountPage, ChoosePostPage, AdminPage, AdminOverviewPage, StaffPage, InvitePage, MemberPage, DeactivatePage,
        UnitsPage, UnitPage, RoomsPage, RoomPage, EquipmentListPage, EquipmentPage, ServicesPage, ServicePage,
    };
}

/// Makes a worker lay out what it is asked for, by the code of the map's pages.
#[cfg(feature = "hydrate")]
pub async fn arrange_apart() {
    let _ = map(Page::Arranging).await;
}

/// The part that an address's page is in, so that its code is announced in the page's head, the same whether the
/// address leads anywhere or not. Where this is wrong a page comes a little later.
#[cfg(feature = "ssr")]
pub fn part_of(path: &str) -> &'static str {
    let steps: Vec<&str> = path.split('/').filter(|step| !step.is_empty()).collect();
    match steps.as_slice() {
        ["administrasjon" | "nodtilgang" | "logger" | "konto" | "velg-post", ..]
        | ["familier", "ny" | "importer"]
        | ["familier", _, "mappen" | "ansvar", ..] => "office",
        ["kalender" | "grupper" | "henvendelser" | "telefon" | "borte" | "tolker", ..]
        | ["familier", _, "kontakt" | "samtaler" | "plan", ..] => "planning",
        ["familier", _, "som", _, "plan"] => "planning",
        ["familier", _, .., "kart"] | ["i-rommet" | "bli-med"] => "map",
        ["uten-nett"] | ["familier", _, .., "kart", "nettverk" | "okokart" | "ut" | "uten-nett"] => "network",
        _ => "daily",
    }
}
