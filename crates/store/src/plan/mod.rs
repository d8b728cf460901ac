//! A case's plan: dreams, goals, actions, marks; versions, answers, pauses and
//! stops. All of it through the access handle; what a viewer may not see leaves
//! no trace, not in ties, not in the counting of versions.

mod area;
mod baton;
mod carry;
mod halt;
mod hearers;
mod load;
mod own;
mod owned;
mod part;
mod version;

pub use baton::{BatonLine, BatonStep, LEADERS_HEAR_AFTER};
pub use halt::{KeptHalt, NewHalt};
pub use load::PersonLoad;
pub use own::OwnPart;
pub use part::{KeptPart, PlanRevision};
pub use version::{FamilyPlan, NewAnswer, Standing as PlanStanding};

use crate::error::StoreError;
use casework::plan::{PLAN_TEXT_LIMIT, PartFault};

impl From<PartFault> for StoreError {
    fn from(fault: PartFault) -> Self {
        Self::NotAllowed(fault.code())
    }
}

/// Stops words that are too many.
fn fits(words: &str) -> Result<(), StoreError> {
    if words.chars().count() > PLAN_TEXT_LIMIT { Err(StoreError::NotAllowed("too_long")) } else { Ok(()) }
}

/// A value as text, to be sealed.
fn to_json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Unreadable("plan"))
}

/// A value from text that was sealed.
fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Unreadable("plan"))
}
