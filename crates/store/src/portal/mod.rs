//! The way in for those who take part: an invitation for one person, an account
//! of their own, and what it opens.
//!
//! Each way to show who one is is a module of its own that ends with an account
//! ([`session`]): a password with a code by e-mail ([`password`]), a passkey
//! ([`passkey`]). Another, such as a national identity provider by OpenID
//! Connect, would be one module and one table beside them. An account knows an
//! e-mail address only by its mark: it recognises the address and cannot tell it.
//!
//! What is read and said inside a case goes through [`crate::CaseAccess`], which
//! an account opens as [`crate::Who::Participant`].

mod carry;
mod door;
mod invitation;
mod own;
mod passkey;
mod password;
mod session;
mod word;

pub use door::{Door, DoorState};
pub use invitation::{NewInvitation, PORTAL_INVITATION_LIMIT_MS, PortalInvitation, PortalKey};
pub use own::{OwnAppointment, Place as OwnPlace};
pub use passkey::{
    OwnPasskey, PASSKEY_FRESH_MS, PASSKEY_LIMIT_MS, PASSKEY_NAME_LIMIT, PASSKEYS_AT_MOST, PasskeyHalf, RelyingParty,
    WaysIn,
};
pub use password::{PORTAL_CODE_LIMIT_MS, PortalHalf};
pub use session::{PORTAL_IDLE_LIMIT_MS, PORTAL_LIMIT_MS, PortalAccess, PortalVisit};
pub use word::{FamilyWord, NewWord, WORD_LIMIT, WordKind, WordLine};
