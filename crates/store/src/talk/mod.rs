//! Individual sessions of a case (*samtaler*). When and where one is held is an
//! appointment of the calendar; here is kept what belongs to it: agenda,
//! preparation, who is to come, notes with teller and audience, the next step,
//! an interpreter. All of it through the access handle of the case.
//!
//! Of many cases at once (a day, a leader's view) nothing is told but what a
//! line of the case list tells, a time, whether an interpreter comes, and
//! whether a promise about talks is about to be missed.

mod day;
mod film;
mod next;
mod note;
mod order;
mod plan;
mod stay;
mod step;

pub use day::{GuardLine, StepLine};
pub use film::KeptFilmConsent;
pub use next::Proposal;
pub use note::{NewTalkNote, TalkNote, TalkNoteKind, TalkNoteText};
pub use order::TalkOrder;
pub(crate) use plan::plan_on;
pub use plan::{KeptPlan, TalkPlan};
pub use stay::Stay;
pub use step::{NewTalkStep, TalkStep};

use crate::error::StoreError;

/// So many characters of any one text of a session.
pub const TALK_TEXT_LIMIT: usize = 8_000;

/// Stops a text that is too long, and one that is missing where one is needed.
fn fits(text: &str, needed: bool) -> Result<(), StoreError> {
    if needed && text.trim().is_empty() {
        return Err(StoreError::NotAllowed("empty"));
    }
    if text.chars().count() > TALK_TEXT_LIMIT { Err(StoreError::NotAllowed("too_long")) } else { Ok(()) }
}

/// A value as text, to be sealed.
fn to_json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Unreadable("talk"))
}

/// A value from text that was sealed.
fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Unreadable("talk"))
}
