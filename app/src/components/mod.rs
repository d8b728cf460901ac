//! Pieces that several pages share.

mod audience;
mod call_dialog;
mod doing;
mod factor_setup;
mod feedback;
mod form;
mod icon;
mod in_room;
mod new_version;
mod notices;
mod page_title;
mod preferences;
mod qr;
mod search_button;
mod session_watch;
mod staff_words;
mod top_bar;

pub use audience::{AudienceField, party_word};
pub use call_dialog::{CallButton, CallDialog, CallOpen};
pub use doing::Doing;
pub use factor_setup::{FactorSetup, RecoveryCodes};
pub use feedback::{ErrorNotice, FaultNote, declined_text, error_text};
pub use form::{ChoiceField, Field, FormFault, FormNotice, Submit, TextField, fault_of, said_by, when_done, wrong};
pub use icon::Icon;
pub use in_room::{PinFields, RoomField, pin_word};
pub use new_version::{NewVersion, VERSION_HEADER, Version};
pub use notices::{Notices, NoticesAsked};
pub use page_title::PageTitle;
#[cfg(feature = "ssr")]
pub use preferences::chosen_language;
pub use preferences::{LanguageChoice, use_color_scheme};
pub use qr::QrPicture;
pub use search_button::{SearchButton, SearchOpen};
pub use session_watch::SessionWatch;
pub use staff_words::{post_words, role_word};
pub use top_bar::TopBar;
