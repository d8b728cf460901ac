//! Ties between people: couples, parents, twins, bonds.

use super::{BirthGroupId, BondId, Origin, ParentLinkId, PartnershipId, PersonId};
use crate::code::coded;
use crate::date::{FuzzyDate, Span};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

coded! {
    /// What a couple is or was. The codes are the vocabulary of the field.
    pub enum PartnershipKind {
        /// Married.
        Married = "married",
        /// Registered partnership (until 2009).
        Registered = "registered",
        /// Engaged.
        Engaged = "engaged",
        /// Cohabiting.
        Cohabiting = "cohabiting",
        /// Living apart together.
        LivingApart = "lat",
        /// Dating.
        Dating = "dating",
        /// Separated.
        Separated = "separated",
        /// Divorced.
        Divorced = "divorced",
        /// Ended cohabitation.
        EndedCohabitation = "ended_cohab",
        /// Ended dating.
        EndedDating = "ended_dating",
        /// Together again after a separation.
        Reconciled = "reconciled",
        /// Divorced and married again to each other.
        RemarriedSame = "remarried_same",
        /// One of the two is dead.
        Widowed = "widowed",
        /// A relation beside a partnership.
        Affair = "affair",
        /// A brief relation.
        Brief = "brief",
        /// An annulled marriage.
        Annulled = "annulled",
        /// One of several concurrent marriages.
        Polygynous = "polygynous_marriage",
        /// Parents together, never a couple.
        CoParents = "coparents",
    }
}

coded! {
    /// Something that happened in a partnership.
    pub enum PartnershipEvent {
        /// Moved together.
        MovedTogether = "moved_together",
        /// Married.
        Married = "married",
        /// Separated.
        Separated = "separated",
        /// Divorced.
        Divorced = "divorced",
    }
}

/// Two people who are or were a couple, or parents together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Partnership {
    /// Stable id.
    pub id: PartnershipId,
    /// One of the two.
    pub a: PersonId,
    /// The other.
    pub b: PersonId,
    /// What they are or were.
    pub kind: PartnershipKind,
    /// When it held.
    #[serde(default)]
    pub span: Span,
    /// What happened when, beside the start and the end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<(PartnershipEvent, FuzzyDate)>,
    /// The two are related by blood: drawn as a double line.
    #[serde(default)]
    pub consanguineous: bool,
    /// Who told it and for whom.
    pub origin: Origin,
}

impl Partnership {
    /// The partner of `person`, if they are one of the two.
    #[must_use]
    pub fn other(&self, person: &PersonId) -> Option<&PersonId> {
        if &self.a == person {
            Some(&self.b)
        } else if &self.b == person {
            Some(&self.a)
        } else {
            None
        }
    }
}

coded! {
    /// What a parent or carer is to a child.
    pub enum ParentKind {
        /// Biological parent: solid line.
        Biological = "bio",
        /// Adoptive parent: dashed line and the word.
        Adoptive = "adopted",
        /// Foster parent: dotted line.
        Foster = "foster",
        /// Emergency foster parent: dotted, dated.
        EmergencyFoster = "emergency_foster",
        /// Step-parent: no line of descent, the couple line shows it.
        Step = "step",
        /// Donor of egg or sperm: dotted line and «D».
        Donor = "donor",
        /// Surrogate mother: dotted line and «S».
        Surrogate = "surrogate",
        /// Legal co-mother from birth: solid line.
        LegalCoMother = "legal_comother",
        /// Has or had the daily care without being a parent: thin arrow.
        RaisedBy = "raised_by",
        /// Legal guardian or holder of parental responsibility, not parent: thin arrow and the word.
        Guardian = "guardian",
    }
}

impl ParentKind {
    /// Whether this tie makes the child hang under the parent in the drawing.
    #[must_use]
    pub const fn is_descent(self) -> bool {
        !matches!(self, Self::Step | Self::RaisedBy | Self::Guardian)
    }

    /// Parent from birth, by blood or by law.
    #[must_use]
    pub const fn is_by_birth(self) -> bool {
        matches!(self, Self::Biological | Self::LegalCoMother)
    }
}

/// A child's tie to one parent or carer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ParentLink {
    /// Stable id.
    pub id: ParentLinkId,
    /// The child.
    pub child: PersonId,
    /// The parent or carer.
    pub parent: PersonId,
    /// What the parent is to the child.
    pub kind: ParentKind,
    /// When it held, for foster care and the like.
    #[serde(default)]
    pub span: Span,
    /// Who told it and for whom.
    pub origin: Origin,
}

coded! {
    /// Whether twins are identical.
    pub enum Zygosity {
        /// Identical: a bar between the two.
        Identical = "identical",
        /// Fraternal: two lines from one point.
        Fraternal = "fraternal",
        /// Not known: «?» between the two.
        Unknown = "unknown",
    }
}

/// Children of one pregnancy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BirthGroup {
    /// Stable id.
    pub id: BirthGroupId,
    /// The children.
    pub children: BTreeSet<PersonId>,
    /// Whether they are identical.
    pub zygosity: Zygosity,
    /// Who told it and for whom.
    pub origin: Origin,
}

coded! {
    /// What an emotional tie is like.
    pub enum BondKind {
        /// Plain, ordinary.
        Plain = "plain",
        /// Harmony.
        Harmony = "harmony",
        /// Close.
        Close = "close",
        /// Very close, fused.
        Fused = "fused",
        /// Distant.
        Distant = "distant",
        /// Indifferent.
        Indifferent = "indifferent",
        /// Conflict.
        Conflict = "conflict",
        /// Discord.
        Discord = "discord",
        /// Hate.
        Hate = "hate",
        /// Distrust.
        Distrust = "distrust",
        /// Close and full of conflict.
        CloseHostile = "close_hostile",
        /// Fused and full of conflict.
        FusedHostile = "fused_hostile",
        /// Distant and full of conflict.
        DistantHostile = "distant_hostile",
        /// Contact cut off.
        Cutoff = "cutoff",
        /// Cut off and repaired.
        CutoffRepaired = "cutoff_repaired",
        /// Emotional abuse, from a towards b.
        EmotionalAbuse = "emotional_abuse",
        /// Physical abuse, from a towards b.
        PhysicalAbuse = "physical_abuse",
        /// Sexual abuse, from a towards b.
        SexualAbuse = "sexual_abuse",
        /// Violence.
        Violence = "violence",
        /// Neglect, from a towards b.
        Neglect = "neglect",
        /// Focused on.
        FocusedOn = "focused_on",
        /// Negatively focused on.
        FocusedOnNegatively = "focused_on_neg",
        /// Takes care, also a child for an adult.
        Caretaker = "caretaker",
        /// Manipulation.
        Manipulative = "manipulative",
        /// Control.
        Controlling = "controlling",
        /// Jealousy.
        Jealous = "jealous",
        /// Spiritual connection.
        Spiritual = "spiritual",
        /// Friendship.
        Friendship = "friendship",
        /// Best friends.
        BestFriends = "best_friends",
        /// Affection.
        Love = "love",
        /// In love.
        InLove = "in_love",
        /// Admirer.
        Admirer = "admirer",
        /// Intense infatuation.
        Limerence = "limerence",
        /// Never met.
        NeverMet = "never_met",
        /// Grief, longing.
        Grief = "grief",
        /// Asked once and not to be asked again; no line.
        Unknown = "unknown",
    }
}

impl BondKind {
    /// The words offered when a map is drawn together with the family: plain,
    /// and none of them accuses anybody.
    pub const PLAIN_WORDS: [Self; 8] = [
        Self::Close,
        Self::Harmony,
        Self::Friendship,
        Self::Distant,
        Self::Conflict,
        Self::CloseHostile,
        Self::Cutoff,
        Self::Grief,
    ];

    /// Abuse, violence and neglect: restricted, never on a shared map.
    #[must_use]
    pub const fn is_sensitive(self) -> bool {
        matches!(self, Self::EmotionalAbuse | Self::PhysicalAbuse | Self::SexualAbuse | Self::Violence | Self::Neglect)
    }
}

/// An emotional tie between two people. Directed kinds point from `a` to `b`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bond {
    /// Stable id.
    pub id: BondId,
    /// One of the two; the origin of a directed tie.
    pub a: PersonId,
    /// The other; the aim of a directed tie.
    pub b: PersonId,
    /// What the tie is like.
    pub kind: BondKind,
    /// When it held.
    #[serde(default)]
    pub span: Span,
    /// Who told it and for whom.
    pub origin: Origin,
}
