//! The browser's code in parts: a page's part is fetched when the first of its pages is opened. Pages that are opened
//! after each other belong together; what several parts need is found by the build and divided by itself.

use crate::pages;
use leptos::prelude::*;
use leptos_router::LazyRoute;

/// Makes the routes of one part.
macro_rules! part {
    ($part:ident { $($page:ident),+ $(,)? }) => {
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

part!(door { SignInPage, SignInCodePage, SetUpFactorPage, ForgottenPage, InvitationPage, NewPasswordPage });
part!(day { DayPage, HelpPage });
part!(list { CasesPage });
part!(import { ImportPage });
part!(folder {
    CaseOverviewPage,
    CasePeoplePage,
    CasePersonPage,
    CaseSharingPage,
    CaseLogPage,
    SeenFrontPage,
    SeenPeoplePage,
});
part!(map { CaseMapPage, SeenMapPage });
part!(life { NewCasePage, CaseLifePage, DividePage, MergePage, LeadPage });
part!(emergency { EmergencyPage });
part!(review { ReviewPage });
part!(account { AccountPage, ChoosePostPage });
part!(administration {
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
});
