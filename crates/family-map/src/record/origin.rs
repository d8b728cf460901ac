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

impl PartyKey {
    /// Stands for a party whom the viewer does not know of. It is nobody's key,
    /// gives no access, and is never stored.
    pub const NOT_SHOWN: Self = Self(String::new());
}

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

    /// What remains for somebody who knows of these parties only: the audience
    /// without the others, and [`PartyKey::NOT_SHOWN`] for an unknown teller.
    #[must_use]
    pub fn known_by(&self, knows: impl Fn(&PartyKey) -> bool) -> Self {
        Self {
            teller: if knows(&self.teller) { self.teller.clone() } else { PartyKey::NOT_SHOWN },
            audience: self.audience.iter().filter(|key| knows(key)).cloned().collect(),
            source: self.source,
        }
    }

    /// This origin, set by somebody who knew of these parties only, in place of
    /// `before`: whom they did not know of stays.
    #[must_use]
    pub fn in_place_of(&self, before: &Self, knew: impl Fn(&PartyKey) -> bool) -> Self {
        let unknown = before.audience.iter().filter(|key| !knew(key));
        Self {
            teller: if self.teller == PartyKey::NOT_SHOWN { before.teller.clone() } else { self.teller.clone() },
            audience: self.audience.iter().chain(unknown).cloned().collect(),
            source: self.source,
        }
    }
}
