//! One file per page.

mod case;
mod cases;
mod day;
mod emergency;
mod help;
mod import;
mod not_found;
mod review;
mod sign_in;

pub use case::{CaseLogPage, CaseMapPage, CaseOverviewPage, CasePage, CasePeoplePage};
pub use cases::{CasesPage, status_color, status_word};
pub use day::DayPage;
pub use emergency::EmergencyPage;
pub use help::HelpPage;
pub use import::ImportPage;
pub use not_found::NotFoundPage;
pub use review::ReviewPage;
pub use sign_in::SignInPage;
