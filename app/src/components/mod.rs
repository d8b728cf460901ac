//! Pieces that several pages share.

mod feedback;
mod icon;
mod new_version;
mod notices;
mod page_title;
mod preferences;
mod search_button;
mod session_watch;
mod top_bar;

pub use feedback::{ErrorNotice, error_text};
pub use icon::Icon;
pub use new_version::{NewVersion, VERSION_HEADER, Version};
pub use notices::Notices;
pub use page_title::PageTitle;
pub use preferences::{LanguageChoice, use_color_scheme};
pub use search_button::{SearchButton, SearchOpen};
pub use session_watch::SessionWatch;
pub use top_bar::TopBar;
