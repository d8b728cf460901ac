//! The browser's code in parts: a page's part is fetched when the first of its pages is opened. Pages that are opened
//! after each other belong together; what several parts need is found by the build and divided by itself.

use crate::pages;
use leptos::prelude::*;
use leptos_router::LazyRoute;

/// Makes the routes of one part; the second name is that of the function which `lazy` makes for fetching it.
macro_rules! part {
    ($part:ident, $fetch:ident { $($page:ident),+ $(,)? }) => {
        $(
            #[doc = concat!("The route of [`pages::", stringify!($page), "`].")]
            #[derive(Debug)]
            pub struct $page;

            impl LazyRoute for $page {
                fn data() -> Self {
                    Self
                }

                async fn view(_this: Self) -> AnyView {
                    $part(stringify!($page)).await
                }

                async fn preload() {
                    // The page's own markup is taken over in one go: its code must be here by then.
                    #[cfg(target_arch = "wasm32")]
                    $fetch().await;
                }
            }
        )+

        #[lazy]
        fn $part(page: &'static str) -> AnyView {
            match page {
                $(stringify!($page) => pages::$page().into_any(),)+
                _ => ().into_any(),
            }
        }
    };
}

part!(
    door,
    __preload_door { SignInPage, SignInCodePage, SetUpFactorPage, ForgottenPage, InvitationPage, NewPasswordPage }
);
part!(day, __preload_day { DayPage, HelpPage });
part!(list, __preload_list { CasesPage });
part!(import, __preload_import { ImportPage });
part!(
    folder,
    __preload_folder {
        CaseOverviewPage,
        CasePeoplePage,
        CasePersonPage,
        CaseSharingPage,
        CaseLogPage,
        SeenFrontPage,
        SeenPeoplePage,
    }
);
part!(map, __preload_map { CaseMapPage, SeenMapPage });
part!(life, __preload_life { NewCasePage, CaseLifePage, DividePage, MergePage, LeadPage });
part!(emergency, __preload_emergency { EmergencyPage });
part!(review, __preload_review { ReviewPage });
part!(account, __preload_account { AccountPage, ChoosePostPage });
part!(
    administration,
    __preload_administration {
        AdminOverviewPage,
        StaffPage,
        InvitePage,
        MemberPage,
        DeactivatePage,
        UnitsPage,
        UnitPage,
        RoomsPage,
        RoomPage,
        ServicesPage,
        ServicePage,
    }
);
