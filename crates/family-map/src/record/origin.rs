//! Who told a fact and for whom it is (rule R4).

use crate::code::coded;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// A named person, role or service that may tell or see a fact.
///
/// Opaque here; `casework` gives it meaning. Never «the family».
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PartyKey(pub String);

impl From<&str> for PartyKey {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Display for PartyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

coded! {
    /// On what ground a fact stands.
    pub enum Source {
        /// The teller's own statement.
        Statement = "statement",
        /// A document or another register.
        Document = "document",
        /// Seen by a professional.
        Observation = "observation",
    }
}

/// Who told a fact, on what ground, and for whom it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Origin {
    /// Who told it.
    pub teller: PartyKey,
    /// Who may see it, before bars.
    pub audience: BTreeSet<PartyKey>,
    /// On what ground it stands.
    pub source: Source,
}

impl Origin {
    /// A statement by `teller` for `audience`.
    #[must_use]
    pub fn told<'a>(teller: &str, audience: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            teller: teller.into(),
            audience: audience.into_iter().map(PartyKey::from).collect(),
            source: Source::Statement,
        }
    }
}
