//! A person on the map.

use super::{Origin, PersonId};
use crate::code::coded;
use crate::date::FuzzyDate;
use serde::{Deserialize, Serialize};

coded! {
    /// The outer shape of a person: gender as the person states it, or what kind of being it is.
    pub enum Symbol {
        /// Man or boy: square.
        Male = "male",
        /// Woman or girl: circle.
        Female = "female",
        /// Gender not known: diamond.
        Unknown = "unknown",
        /// Non-binary: rounded square.
        NonBinary = "nonbinary",
        /// Trans woman who wants it shown: circle with a smaller square inside.
        TransWoman = "trans_woman",
        /// Trans man who wants it shown: square with a smaller circle inside.
        TransMan = "trans_man",
        /// Intersex: circle with a line down its middle.
        Intersex = "intersex",
        /// Pet: paw.
        Pet = "pet",
        /// A service or institution: rounded rectangle.
        Institution = "institution",
    }
}

/// Three different things that an empty field can mean, and the fourth, a value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known<T> {
    /// Nobody has asked.
    #[default]
    NotAsked,
    /// Asked, and nobody knows.
    Unknown,
    /// Known.
    Known(T),
}

impl<T> Known<T> {
    /// The value, where there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::NotAsked | Self::Unknown => None,
        }
    }

    /// Whether nobody has asked.
    pub fn is_not_asked(&self) -> bool {
        matches!(self, Self::NotAsked)
    }
}

impl<T> From<Option<T>> for Known<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::NotAsked, Self::Known)
    }
}

coded! {
    /// Whether and how someone lives.
    pub enum Life {
        /// Alive.
        Alive = "alive",
        /// Dead.
        Dead = "dead",
        /// Missing, fate unknown. Never drawn as dead.
        Missing = "missing",
        /// Not known whether alive.
        Unknown = "unknown",
        /// A pregnancy; `birth` holds the due date.
        Expected = "pregnancy",
        /// A miscarriage.
        Miscarriage = "miscarriage",
        /// An induced abortion.
        Abortion = "abortion",
        /// A child born dead.
        Stillbirth = "stillbirth",
    }
}

impl Life {
    /// A pregnancy that ended before birth, drawn small without age.
    #[must_use]
    pub const fn is_loss(self) -> bool {
        matches!(self, Self::Miscarriage | Self::Abortion)
    }

    /// Whether the symbol carries the cross of the dead.
    #[must_use]
    pub const fn is_crossed(self) -> bool {
        matches!(self, Self::Dead | Self::Stillbirth)
    }
}

/// How many people one symbol stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Count {
    /// One person.
    #[default]
    One,
    /// Several, of a known number.
    Several(u16),
    /// Several, number unknown («n»).
    UnknownNumber,
}

/// Somebody on the map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// Stable id.
    pub id: PersonId,
    /// The full name as the person writes it, never split into parts.
    #[serde(default)]
    pub name: Known<String>,
    /// What we call the person; the label on the map.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called: Option<String>,
    /// Outer shape.
    pub symbol: Symbol,
    /// The person's own word for gender, where they want it shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender_text: Option<String>,
    /// Birth date; due date for a pregnancy.
    #[serde(default)]
    pub birth: Known<FuzzyDate>,
    /// Death date, or since when somebody is missing.
    #[serde(default)]
    pub death: Known<FuzzyDate>,
    /// Whether and how the person lives.
    pub life: Life,
    /// How many people the symbol stands for.
    #[serde(default)]
    pub count: Count,
    /// Somebody who matters and is no kin: a dashed outline.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub external: bool,
    /// A protected address: the person is shown as «skjermet» without name,
    /// dates or household, also to those who may know that someone is there.
    #[serde(default)]
    pub shielded: bool,
    /// A few words, with the same audience as the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where the family put them by hand on the genogram: how far to the right,
    /// in map units. The generation gives the height.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<i32>,
    /// Who told of the person and for whom.
    pub origin: Origin,
}

impl Person {
    /// A living person of whom nothing else is known yet.
    #[must_use]
    pub fn new(id: impl Into<PersonId>, symbol: Symbol, origin: Origin) -> Self {
        Self {
            id: id.into(),
            name: Known::NotAsked,
            called: None,
            symbol,
            gender_text: None,
            birth: Known::NotAsked,
            death: Known::NotAsked,
            life: Life::Alive,
            count: Count::One,
            external: false,
            shielded: false,
            note: None,
            pin: None,
            origin,
        }
    }

    /// The name to use on a map: what we call the person, else the full name.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        self.called.as_deref().or_else(|| self.name.value().map(String::as_str))
    }
}
