//! One file per page.

mod account;
mod administration;
mod calendar;
mod case;
mod cases;
mod choose_post;
mod day;
pub(crate) mod door;
mod emergency;
pub(crate) mod feed;
mod groups;
mod help;
mod import;
mod in_room;
mod join_map;
mod lead;
mod link;
mod messages;
mod new_case;
mod not_found;
mod review;
mod sign_in;
mod sign_in_code;
mod stop;
pub(crate) mod talk_words;

pub use crate::offline::OfflinePage;
pub use account::AccountPage;
pub use administration::{
    AdminOverviewPage, AdminPage, DeactivatePage, EquipmentListPage, EquipmentPage, InvitePage, MemberPage, RoomPage,
    RoomsPage, ServicePage, ServicesPage, StaffPage, UnitPage, UnitsPage,
};
pub use calendar::{CalendarEntryPage, CalendarPage, DaysOffPage, NewCalendarEntryPage};
pub use case::{
    CaseContactPage, CaseEcomapPage, CaseLifePage, CaseLogPage, CaseMapOutPage, CaseMapPage, CaseMessagesPage,
    CaseNetworkPage, CaseOfflinePage, CaseOverviewPage, CasePage, CasePeoplePage, CasePersonPage, CasePlanPage,
    CaseSharingPage, CaseTalkPage, CaseTalksPage, DividePage, HandOverPage, MergePage, PlanLetterPage, SeenEcomapPage,
    SeenFrontPage, SeenMapPage, SeenNetworkPage, SeenPage, SeenPeoplePage, SeenPlanPage, moving_declined,
    plan_declined,
};
pub use cases::{CasesPage, ListSearch, status_color, status_word};
pub use choose_post::ChoosePostPage;
pub use day::DayPage;
pub use door::{AwayPage, CallsPage, CoverPage, EnquiriesPage, EnquiryPage, InterpretersPage, NewEnquiryPage};
pub use emergency::EmergencyPage;
pub(crate) use groups::words as group_words;
pub use groups::{
    CaseGroupsCard, GroupPage, GroupSettingsPage, GroupYearPage, GroupsPage, NewGroupPage, ProgrammePage,
    ProgrammesPage, ask_case_groups, group_declined,
};
pub use help::HelpPage;
pub use import::ImportPage;
pub use in_room::InRoomPage;
pub use join_map::JoinMapPage;
pub use lead::LeadPage;
pub use link::{ForgottenPage, InvitationPage, NewPasswordPage};
pub use messages::MessagesPage;
pub use new_case::NewCasePage;
pub use not_found::NotFoundPage;
pub use review::ReviewPage;
pub use sign_in::SignInPage;
pub use sign_in_code::{SetUpFactorPage, SignInCodePage};
pub use stop::StopPage;
pub use talk_words::talk_declined;
