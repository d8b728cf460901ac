//! Parent groups: the term, a new group, and one group.

mod case_card;
mod list;
mod log;
mod meeting;
mod merge;
mod new;
mod one;
mod programme_table;
mod programmes;
mod settings;
mod sheet;
mod term;
pub(crate) mod words;
mod year;

pub use case_card::{CaseGroupsCard, ask_case_groups};
pub use new::NewGroupPage;
pub use one::GroupPage;
pub use programmes::{ProgrammePage, ProgrammesPage};
pub use settings::GroupSettingsPage;
pub use term::GroupsPage;
pub use words::declined as group_declined;
pub use words::holiday_word;
pub use year::GroupYearPage;
