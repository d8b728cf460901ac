//! One field of one fact, with its new value. People have their own in
//! [`super::PersonField`].

use super::{Outcome, WhyNothing};
use crate::date::{FuzzyDate, Span};
use crate::record::{
    AcquaintanceId, AcquaintanceKind, BirthGroupId, BondId, BondKind, Contact, Energy, FactId, HouseholdId,
    HouseholdKind, Known, MarkKind, MembershipId, NetworkId, NetworkKind, NetworkMemberId, Origin, ParentKind,
    ParentLinkId, PartnershipEvent, PartnershipId, PartnershipKind, PastStanding, PersonId, PersonMarkId, Pin,
    Reciprocity, Record, Ring, Sector, SectorCode, Stress, Support, SystemId, SystemKind, TieStrength, Valence, Who,
    Zygosity,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Defines the fields of each kind of fact that an edit may set. Every kind
/// has an origin besides.
macro_rules! changes {
    ($($(#[$meta:meta])* $kind:ident($id:ident) in $map:ident, $field:ident {
        $($(#[$fmeta:meta])* $name:ident($($path:ident).+: $value:ty),)+
    })+) => {
        $(
            $(#[$meta])*
            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            #[serde(rename_all = "snake_case")]
            pub enum $field {
                $($(#[$fmeta])* $name($value),)+
                /// Who told it and for whom.
                Origin(Origin),
            }

            impl $field {
                /// Swaps the value in and gives the old one back.
                fn swap(&self, fact: &mut crate::record::$kind) -> Self {
                    match self {
                        $(Self::$name(value) => Self::$name(std::mem::replace(&mut fact.$($path).+, value.clone())),)+
                        Self::Origin(value) => Self::Origin(std::mem::replace(&mut fact.origin, value.clone())),
                    }
                }

                /// What the fact has in this field now.
                fn read(&self, fact: &crate::record::$kind) -> Self {
                    match self {
                        $(Self::$name(_) => Self::$name(fact.$($path).+.clone()),)+
                        Self::Origin(_) => Self::Origin(fact.origin.clone()),
                    }
                }

                /// The stable name of the field.
                const fn name(&self) -> &'static str {
                    match self {
                        $(Self::$name(_) => stringify!($name),)+
                        Self::Origin(_) => "Origin",
                    }
                }
            }
        )+

        /// A new value for one field of one fact.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Change {
            $($(#[$meta])* $kind($id, $field),)+
        }

        impl Change {
            /// The fact that it changes.
            #[must_use]
            pub fn fact(&self) -> FactId {
                match self { $(Self::$kind(id, _) => id.clone().into(),)+ }
            }

            /// The stable name of the field.
            #[must_use]
            pub const fn field(&self) -> &'static str {
                match self { $(Self::$kind(_, field) => field.name(),)+ }
            }

            /// The origin that it sets, if that is what it sets.
            #[must_use]
            pub const fn origin(&self) -> Option<&Origin> {
                match self {
                    $(Self::$kind(_, $field::Origin(origin)) => Some(origin),)+
                    _ => None,
                }
            }

            /// The same change with another origin, if that is what it sets.
            #[must_use]
            pub fn with_origin(self, origin: Origin) -> Self {
                match self {
                    $(Self::$kind(id, $field::Origin(_)) => Self::$kind(id, $field::Origin(origin)),)+
                    other => other,
                }
            }

            /// The change that would set what the record has now; none where
            /// the fact is not there.
            #[must_use]
            pub fn as_it_is(&self, record: &Record) -> Option<Self> {
                match self {
                    $(Self::$kind(id, field) => Some(Self::$kind(id.clone(), field.read(record.$map.get(id)?))),)+
                }
            }

            /// Sets the field. Total.
            pub(super) fn apply(&self, record: &mut Record) -> Outcome {
                let before = match self {
                    $(Self::$kind(id, field) => match record.$map.get_mut(id) {
                        Some(fact) => Self::$kind(id.clone(), field.swap(fact)),
                        None => return Outcome::Nothing(WhyNothing::Gone),
                    },)+
                };
                if &before == self {
                    Outcome::Nothing(WhyNothing::Same)
                } else {
                    Outcome::Done { inverse: super::Edit::Set(before) }
                }
            }
        }
    };
}

changes! {
    /// A field of a couple.
    Partnership(PartnershipId) in partnerships, PartnershipField {
        /// What they are or were.
        Kind(kind: PartnershipKind),
        /// When it held.
        Span(span: Span),
        /// What happened when.
        Events(events: Vec<(PartnershipEvent, FuzzyDate)>),
        /// Whether the two are related.
        Consanguineous(consanguineous: bool),
    }
    /// A field of a tie between child and parent.
    ParentLink(ParentLinkId) in parent_links, ParentLinkField {
        /// What the parent is to the child.
        Kind(kind: ParentKind),
        /// When it held.
        Span(span: Span),
    }
    /// A field of a group of twins.
    BirthGroup(BirthGroupId) in birth_groups, BirthGroupField {
        /// Who they are.
        Children(children: BTreeSet<PersonId>),
        /// Whether they are identical.
        Zygosity(zygosity: Zygosity),
    }
    /// A field of an emotional tie.
    Bond(BondId) in bonds, BondField {
        /// What it is like.
        Kind(kind: BondKind),
        /// When it held.
        Span(span: Span),
    }
    /// A field of a household.
    Household(HouseholdId) in households, HouseholdField {
        /// What the family calls it.
        Label(label: String),
        /// What kind of home it is.
        Kind(kind: HouseholdKind),
        /// When it existed.
        Span(span: Span),
    }
    /// A field of somebody's place in a household.
    Membership(MembershipId) in memberships, MembershipField {
        /// Share of the time.
        Share(share: Option<u8>),
        /// The rhythm in the family's own words.
        Rhythm(rhythm: Option<String>),
        /// When it held.
        Span(span: Span),
    }
    /// A field of what is told of one person.
    PersonMark(PersonMarkId) in marks, PersonMarkField {
        /// What is told.
        Kind(kind: MarkKind),
        /// A few words.
        Text(text: Option<String>),
        /// When it held.
        Span(span: Span),
        /// When it was written down.
        Noted(noted: Option<FuzzyDate>),
    }
    /// A field of a network map.
    Network(NetworkId) in networks, NetworkField {
        /// As it is, or as it is wished.
        Kind(kind: NetworkKind),
        /// The sectors.
        Sectors(sectors: Vec<Sector>),
        /// When it held.
        Span(span: Span),
    }
    /// A field of somebody in a network.
    NetworkMember(NetworkMemberId) in network_members, NetworkMemberField {
        /// Who it is.
        Who(who: Who),
        /// In which sector.
        Sector(standing.sector: SectorCode),
        /// How near.
        Ring(standing.ring: Ring),
        /// How often there is contact.
        Contact(standing.contact: Known<Contact>),
        /// What is exchanged.
        Support(standing.support: Known<BTreeSet<Support>>),
        /// Whether it goes both ways.
        Reciprocity(standing.reciprocity: Known<Reciprocity>),
        /// How the tie feels.
        Valence(standing.valence: Known<Valence>),
        /// How it was before.
        Past(past: Vec<PastStanding>),
        /// Since when the two know each other.
        KnownSince(known_since: Known<FuzzyDate>),
        /// When they were part of the network.
        Span(span: Span),
        /// Where the family put them by hand.
        Pin(pin: Option<Pin>),
        /// A few words.
        Note(note: Option<String>),
    }
    /// A field of two members who know each other.
    Acquaintance(AcquaintanceId) in acquaintances, AcquaintanceField {
        /// What it is like.
        Kind(kind: AcquaintanceKind),
        /// When it held.
        Span(span: Span),
    }
    /// A field of a system around somebody or a home.
    EcomapSystem(SystemId) in systems, EcomapSystemField {
        /// Whom in the middle it concerns.
        Concerns(concerns: BTreeSet<PersonId>),
        /// What kind of system it is.
        Kind(kind: SystemKind),
        /// Who or what it is.
        Who(who: Who),
        /// How strong the tie is.
        Strength(strength: Known<TieStrength>),
        /// Whether it strains.
        Stress(stress: Known<Stress>),
        /// Which way energy flows.
        Energy(energy: Known<Energy>),
        /// When it held.
        Span(span: Span),
        /// Where the family put it by hand.
        Pin(pin: Option<Pin>),
        /// A few words.
        Note(note: Option<String>),
    }
}
