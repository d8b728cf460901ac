//! The way in for those who take part: an invitation for one person, an account
//! of their own, and what it opens. An account knows an e-mail address only by
//! its mark: it recognises the address and cannot tell it.
//!
//! What is read and said inside a case goes through [`crate::CaseAccess`], which
//! an account opens as [`crate::Who::Participant`].

mod carry;
mod door;
mod invitation;
mod own;
mod sign_in;
mod word;

pub use door::{Door, DoorState};
pub use invitation::{NewInvitation, PORTAL_INVITATION_LIMIT_MS, PortalInvitation, PortalKey};
pub use own::{OwnAppointment, Place as OwnPlace};
pub use sign_in::{PORTAL_CODE_LIMIT_MS, PORTAL_IDLE_LIMIT_MS, PORTAL_LIMIT_MS, PortalAccess, PortalHalf, PortalVisit};
pub use word::{FamilyWord, NewWord, WORD_LIMIT, WordKind, WordLine};
