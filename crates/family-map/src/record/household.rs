//! Who lives with whom.

use super::{HouseholdId, MembershipId, Origin, PersonId};
use crate::code::coded;
use crate::date::Span;
use serde::{Deserialize, Serialize};

coded! {
    /// What kind of home it is.
    pub enum HouseholdKind {
        /// A home.
        Home = "home",
        /// An institution, a prison, a centre.
        Institution = "institution",
        /// A foster home: its members and place belong to the foster audience (rule R8).
        FosterHome = "foster_home",
    }
}

/// People who live together, drawn as a closed line around them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Household {
    /// Stable id.
    pub id: HouseholdId,
    /// What the family calls the home; never an address that is protected.
    pub label: String,
    /// What kind of home it is.
    pub kind: HouseholdKind,
    /// When it existed; an ended one is a former household.
    #[serde(default)]
    pub span: Span,
    /// Who told it and for whom.
    pub origin: Origin,
}

/// One person's place in one household. A child with two homes has two.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Membership {
    /// Stable id.
    pub id: MembershipId,
    /// The household.
    pub household: HouseholdId,
    /// The person.
    pub person: PersonId,
    /// Share of the time, in percent, where it is agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<u8>,
    /// The rhythm in the family's own words («oddetallsuker»).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rhythm: Option<String>,
    /// When it held.
    #[serde(default)]
    pub span: Span,
    /// Who told it and for whom.
    pub origin: Origin,
}
