//! Ids of facts: opaque, stable, ordered by entry.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident => $variant:ident,)+) => {
        $(
            $(#[$meta])*
            #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            #[serde(transparent)]
            pub struct $name(pub String);

            impl $name {
                /// The id as text.
                #[must_use]
                pub fn as_str(&self) -> &str { &self.0 }
            }
            impl From<&str> for $name { fn from(text: &str) -> Self { Self(text.to_owned()) } }
            impl From<String> for $name { fn from(text: String) -> Self { Self(text) } }
            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
            }
            impl From<$name> for FactId { fn from(id: $name) -> Self { Self::$variant(id) } }
            impl<'a> From<&'a $name> for FactIdRef<'a> { fn from(id: &'a $name) -> Self { Self::$variant(id) } }
        )+

        /// The id of any fact.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FactId { $(
            /// One kind of fact.
            $variant($name),
        )+ }

        /// The id of any fact, where it stands.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FactIdRef<'a> { $(
            /// One kind of fact.
            $variant(&'a $name),
        )+ }

        impl FactId {
            /// The id, to look at.
            #[must_use]
            pub const fn view(&self) -> FactIdRef<'_> {
                match self { $(Self::$variant(id) => FactIdRef::$variant(id),)+ }
            }
        }

        impl FactIdRef<'_> {
            /// A copy of the id.
            #[must_use]
            pub fn cloned(self) -> FactId {
                match self { $(Self::$variant(id) => FactId::$variant(id.clone()),)+ }
            }
        }

        impl fmt::Display for FactId {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self { $(Self::$variant(id) => write!(f, "{}:{id}", stringify!($variant)),)+ }
            }
        }

        impl std::str::FromStr for FactId {
            type Err = UnknownFactId;
            fn from_str(text: &str) -> Result<Self, UnknownFactId> {
                let (kind, id) = text.split_once(':').ok_or(UnknownFactId)?;
                $(if kind == stringify!($variant) { return Ok(Self::$variant(id.into())); })+
                Err(UnknownFactId)
            }
        }
    };
}

ids! {
    /// A person.
    PersonId => Person,
    /// A couple.
    PartnershipId => Partnership,
    /// A child's tie to one parent.
    ParentLinkId => ParentLink,
    /// Twins and more.
    BirthGroupId => BirthGroup,
    /// An emotional tie.
    BondId => Bond,
    /// A household or an institution.
    HouseholdId => Household,
    /// One person's place in one household.
    MembershipId => Membership,
    /// Something that is told of one person.
    PersonMarkId => PersonMark,
    /// A person's network map.
    NetworkId => Network,
    /// Somebody in a network.
    NetworkMemberId => NetworkMember,
    /// Two members of a network who know each other.
    AcquaintanceId => Acquaintance,
    /// A system of an ecomap.
    SystemId => EcomapSystem,
}

/// The text names no kind of fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownFactId;

impl fmt::Display for UnknownFactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the id of a fact")
    }
}

impl std::error::Error for UnknownFactId {}

// As text, so that a fact id may be the key of a JSON object.
impl Serialize for FactId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FactId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
