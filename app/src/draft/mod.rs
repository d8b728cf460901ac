//! Unsaved text survives: a session that runs out, a lost network, a reload, a
//! crash, a new version of the program.
//!
//! A form keeps what is typed in it by one line within the form:
//!
//! ```text
//! <Draft name="new-case" saved=Signal::derive(move || matches!(action.value().get(), Some(Ok(_)))) />
//! ```
//!
//! It lies in the browser's local storage, sealed with a key that belongs to
//! the signed-in user, comes from the server and is only ever in memory. Who
//! signs in later at the same machine, or takes the disk, reads nothing.
//!
//! ```text
//! familiekart.draft.TAG.NAME = MILLISECONDS.NONCE.SEALED      TAG: whose; NAME: of which form, only the key tells
//! ```

mod component;
mod desk;
mod drafts;
mod form;
mod kept;
mod list;
mod vault;

pub use component::Draft;
pub(crate) use component::when;
pub use drafts::Drafts;
pub(crate) use kept::{from_hex, to_hex};
pub use list::DraftList;
