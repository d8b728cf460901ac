//! Pieces that several pages share.

mod feedback;
mod icon;
mod page_title;
mod preferences;
mod session_watch;
mod top_bar;

pub use feedback::{ErrorNotice, error_text};
pub use icon::Icon;
pub use page_title::PageTitle;
pub use preferences::{LanguageChoice, use_color_scheme};
pub use session_watch::SessionWatch;
pub use top_bar::TopBar;
