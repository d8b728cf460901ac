//! The systems around a household or a person.

use super::{HouseholdId, Known, Origin, PersonId, Pin, SystemId, Who};
use crate::code::coded;
use crate::date::Span;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

coded! {
    /// What kind of system it is.
    pub enum SystemKind {
        /// Family outside the home.
        ExtendedFamily = "extended_family",
        /// Friends.
        Friends = "friends",
        /// Neighbours.
        Neighbours = "neighbours",
        /// Work.
        Work = "work",
        /// School.
        School = "school",
        /// Kindergarten.
        Kindergarten = "kindergarten",
        /// Health services.
        Health = "health",
        /// Child welfare.
        ChildWelfare = "child_welfare",
        /// Family services.
        FamilyService = "family_service",
        /// Welfare and labour administration, economy.
        Welfare = "welfare",
        /// Housing.
        Housing = "housing",
        /// Religion.
        Religion = "religion",
        /// Leisure.
        Leisure = "leisure",
        /// Culture, origin.
        Culture = "culture",
        /// Court and police.
        Justice = "justice",
        /// Anything else.
        Other = "other",
    }
}

/// Who stands in the middle of an ecomap.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Centre {
    /// One person.
    Person(PersonId),
    /// Those who live together.
    Household(HouseholdId),
}

coded! {
    /// How strong a tie to a system is.
    pub enum TieStrength {
        /// Strong: a double line.
        Strong = "strong",
        /// There, ordinary: a single line.
        Ordinary = "ordinary",
        /// Weak, uncertain: a dashed line.
        Weak = "weak",
        /// Broken: a line with a gap.
        Broken = "broken",
        /// There and not in use: no line.
        Unused = "unused",
    }
}

coded! {
    /// Whether a tie takes strength.
    pub enum Stress {
        /// Not straining.
        None = "none",
        /// Straining: a zigzag.
        Stressful = "stressful",
    }
}

coded! {
    /// Which way energy and resources flow.
    pub enum Energy {
        /// The system gives to the middle.
        Gives = "gives",
        /// The system takes from the middle.
        Takes = "takes",
        /// Both ways.
        Mutual = "mutual",
        /// Neither way.
        Neither = "neither",
    }
}

/// A system around a household or a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EcomapSystem {
    /// Stable id.
    pub id: SystemId,
    /// Who stands in the middle.
    pub around: Centre,
    /// Whom in the middle it concerns; everyone where this is empty.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub concerns: BTreeSet<PersonId>,
    /// What kind of system it is.
    pub kind: SystemKind,
    /// Who or what it is; the word for the kind where this is empty.
    #[serde(default)]
    pub who: Who,
    /// How strong the tie is.
    #[serde(default)]
    pub strength: Known<TieStrength>,
    /// Whether it strains.
    #[serde(default)]
    pub stress: Known<Stress>,
    /// Which way energy flows.
    #[serde(default)]
    pub energy: Known<Energy>,
    /// When it held.
    #[serde(default)]
    pub span: Span,
    /// Where the family put it by hand: clockwise from the top, and outwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<Pin>,
    /// A few words, with the same audience.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who told it and for whom.
    pub origin: Origin,
}

impl EcomapSystem {
    /// A system of which only the kind is known yet.
    #[must_use]
    pub fn new(id: impl Into<SystemId>, around: Centre, kind: SystemKind, origin: Origin) -> Self {
        Self {
            id: id.into(),
            around,
            concerns: BTreeSet::new(),
            kind,
            who: Who::default(),
            strength: Known::NotAsked,
            stress: Known::NotAsked,
            energy: Known::NotAsked,
            span: Span::default(),
            pin: None,
            note: None,
            origin,
        }
    }
}
