//! The calendar's pages.

mod new;
mod page;
mod words;

pub use new::NewEntryPage;
pub use page::CalendarPage;
pub use words::declined as calendar_declined;
