//! One file per page.

mod case;
mod cases;
mod import;
mod not_found;
mod sign_in;

pub use case::{CaseLogPage, CaseMapPage, CaseOverviewPage, CasePage, CasePeoplePage};
pub use cases::CasesPage;
pub use import::ImportPage;
pub use not_found::NotFoundPage;
pub use sign_in::SignInPage;
