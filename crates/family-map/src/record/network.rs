//! A person's network: who is around them, how near, and who knows whom.

use super::{AcquaintanceId, Known, NetworkId, NetworkMemberId, Origin, PersonId};
use crate::code::coded;
use crate::date::{FuzzyDate, Span};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

coded! {
    /// What a network map shows.
    pub enum NetworkKind {
        /// The network as it is.
        Now = "now",
        /// The network as the person wishes it to be.
        Wished = "wished",
    }
}

/// The code of a sector: `FAM`, `SLEKT`, or one of the unit's own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SectorCode(pub String);

impl From<&str> for SectorCode {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// One sector of a network map.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Sector {
    /// Its code, by which members name it.
    pub code: SectorCode,
    /// What it is called; the vocabulary's own word where this is empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Helpers and services, whose share is told on its own.
    #[serde(default)]
    pub helpers: bool,
}

/// Sets of sectors in use. They share codes, so that maps of different sets
/// can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectorSet {
    /// Family, kin, friends and neighbours, kindergarten/school/work, leisure and faith, helpers.
    Six,
    /// The six without leisure.
    Five,
    /// Family, friends, work and school, helpers.
    Four,
}

impl SectorSet {
    /// The sectors of the set, clockwise from the top.
    #[must_use]
    pub fn sectors(self) -> Vec<Sector> {
        let codes: &[&str] = match self {
            Self::Six => &["FAM", "SLEKT", "VENN", "ARENA", "FRITID", "HJELP"],
            Self::Five => &["FAM", "SLEKT", "VENN", "ARENA", "HJELP"],
            Self::Four => &["FAM", "VENN", "ARENA", "HJELP"],
        };
        let sector = |code: &&str| Sector { code: (*code).into(), label: None, helpers: *code == "HJELP" };
        codes.iter().map(sector).collect()
    }
}

/// One person's network map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Network {
    /// Stable id.
    pub id: NetworkId,
    /// The person in the middle.
    pub person: PersonId,
    /// As it is, or as the person wishes.
    pub kind: NetworkKind,
    /// The sectors, clockwise from the top.
    pub sectors: Vec<Sector>,
    /// When it held.
    #[serde(default)]
    pub span: Span,
    /// Who told it and for whom.
    pub origin: Origin,
}

coded! {
    /// How near somebody is to the person in the middle.
    pub enum Ring {
        /// The innermost: confidential, emotional.
        Intimate = "1",
        /// Daily dealings.
        Effective = "2",
        /// There, seldom met.
        Available = "3",
        /// The outermost, least known.
        Extended = "4",
    }
}

impl Ring {
    /// 1 for the innermost.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Intimate => 1,
            Self::Effective => 2,
            Self::Available => 3,
            Self::Extended => 4,
        }
    }
}

coded! {
    /// How often there is contact.
    pub enum Contact {
        /// Every day.
        Daily = "daily",
        /// Every week.
        Weekly = "weekly",
        /// Every other week.
        Fortnightly = "fortnightly",
        /// Every month.
        Monthly = "monthly",
        /// Every other month.
        EveryOtherMonth = "every_other_month",
        /// Every quarter.
        Quarterly = "quarterly",
        /// Seldom.
        Seldom = "seldom",
        /// Never.
        Never = "never",
    }
}

coded! {
    /// What is exchanged.
    pub enum Support {
        /// Emotional.
        Emotional = "E",
        /// Practical.
        Practical = "P",
        /// Advice and information.
        Advice = "R",
        /// Money.
        Financial = "Ø",
    }
}

coded! {
    /// Whether support goes both ways.
    pub enum Reciprocity {
        /// Both give and receive.
        Mutual = "mutual",
        /// The person in the middle receives.
        Receives = "receives",
        /// The person in the middle gives.
        Gives = "gives",
        /// Neither gives.
        Neither = "neither",
    }
}

coded! {
    /// How a tie feels.
    pub enum Valence {
        /// Supportive.
        Supportive = "supportive",
        /// Both good and hard.
        Mixed = "mixed",
        /// Straining.
        Strained = "strained",
        /// Broken off.
        Broken = "broken",
    }
}

/// Who a member of a network or a system of an ecomap is: people of the
/// record, a name of its own, or both («Emil, Ada og Live»).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Who {
    /// People of the record, linked and never copied.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub people: BTreeSet<PersonId>,
    /// A first name, a role or the name of a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Who {
    /// Somebody who is not on the genogram.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self { people: BTreeSet::new(), name: Some(name.to_owned()) }
    }

    /// People of the record.
    pub fn people<'a>(people: impl IntoIterator<Item = &'a str>) -> Self {
        Self { people: people.into_iter().map(PersonId::from).collect(), name: None }
    }
}

/// Where somebody stands in a network, and what the tie to the middle is like.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Standing {
    /// In which sector.
    pub sector: SectorCode,
    /// How near.
    pub ring: Ring,
    /// How often there is contact.
    #[serde(default)]
    pub contact: Known<Contact>,
    /// What is exchanged; known and empty where there is nothing.
    #[serde(default)]
    pub support: Known<BTreeSet<Support>>,
    /// Whether it goes both ways.
    #[serde(default)]
    pub reciprocity: Known<Reciprocity>,
    /// How the tie feels.
    #[serde(default)]
    pub valence: Known<Valence>,
}

impl Standing {
    /// A place of which nothing else was asked yet.
    #[must_use]
    pub fn at(sector: &str, ring: Ring) -> Self {
        Self {
            sector: sector.into(),
            ring,
            contact: Known::NotAsked,
            support: Known::NotAsked,
            reciprocity: Known::NotAsked,
            valence: Known::NotAsked,
        }
    }
}

/// How it was until a day.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PastStanding {
    /// The day of the change.
    pub until: FuzzyDate,
    /// How it was before.
    pub standing: Standing,
}

/// A place chosen by hand, in shares of the room that sector and ring give, so
/// that it holds when the rings grow. In thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pin {
    /// Clockwise through the sector.
    pub across: u16,
    /// Outwards through the ring.
    pub out: u16,
}

/// Somebody in a network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NetworkMember {
    /// Stable id, the same from one map to the next.
    pub id: NetworkMemberId,
    /// In whose network.
    pub network: NetworkId,
    /// Who it is.
    pub who: Who,
    /// Where they stand and what the tie is like.
    pub standing: Standing,
    /// How it was before, the earliest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub past: Vec<PastStanding>,
    /// Since when the two know each other.
    #[serde(default)]
    pub known_since: Known<FuzzyDate>,
    /// When they were part of the network.
    #[serde(default)]
    pub span: Span,
    /// Where the family put them by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<Pin>,
    /// A few words, with the same audience.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who told it and for whom.
    pub origin: Origin,
}

impl NetworkMember {
    /// Somebody of whom nothing but the place is known yet.
    #[must_use]
    pub fn new(
        id: impl Into<NetworkMemberId>,
        network: impl Into<NetworkId>,
        who: Who,
        standing: Standing,
        origin: Origin,
    ) -> Self {
        Self {
            id: id.into(),
            network: network.into(),
            who,
            standing,
            past: Vec::new(),
            known_since: Known::NotAsked,
            span: Span::default(),
            pin: None,
            note: None,
            origin,
        }
    }
}

coded! {
    /// What it is like between two members of a network.
    pub enum AcquaintanceKind {
        /// They know each other.
        Knows = "knows",
        /// A strong tie.
        Strong = "strong",
        /// A weak tie.
        Weak = "weak",
        /// A strained tie.
        Strained = "strained",
        /// Broken off.
        Broken = "broken",
    }
}

/// Two members of one network who know each other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Acquaintance {
    /// Stable id.
    pub id: AcquaintanceId,
    /// One of the two.
    pub a: NetworkMemberId,
    /// The other.
    pub b: NetworkMemberId,
    /// What it is like.
    pub kind: AcquaintanceKind,
    /// When it held.
    #[serde(default)]
    pub span: Span,
    /// Who told it and for whom.
    pub origin: Origin,
}
