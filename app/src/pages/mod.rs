//! One file per page.

mod case;
mod cases;
mod day;
mod help;
mod import;
mod not_found;
mod sign_in;

pub use case::{CaseLogPage, CaseMapPage, CaseOverviewPage, CasePage, CasePeoplePage};
pub use cases::{CasesPage, status_color, status_word};
pub use day::DayPage;
pub use help::HelpPage;
pub use import::ImportPage;
pub use not_found::NotFoundPage;
pub use sign_in::SignInPage;
