//! One case's record of people and ties, which every view is drawn from.

mod ecomap;
mod household;
mod ids;
mod mark;
mod names;
mod network;
mod origin;
mod person;
mod tie;

pub use ecomap::{Centre, EcomapSystem, Energy, Stress, SystemKind, TieStrength};
pub use household::{Household, HouseholdKind, Membership};
pub use ids::{
    AcquaintanceId, BirthGroupId, BondId, FactId, FactIdRef, HouseholdId, MembershipId, NetworkId, NetworkMemberId,
    ParentLinkId, PartnershipId, PersonId, PersonMarkId, SystemId, UnknownFactId,
};
pub use mark::{MarkKind, PersonMark};
pub use network::{
    Acquaintance, AcquaintanceKind, Contact, Network, NetworkKind, NetworkMember, PastStanding, Pin, Reciprocity, Ring,
    Sector, SectorCode, SectorSet, Standing, Support, Valence, Who,
};
pub use origin::{Origin, PartyKey, Source};
pub use person::{Count, Known, Life, Person, Symbol};
pub use tie::{
    BirthGroup, Bond, BondKind, ParentKind, ParentLink, Partnership, PartnershipEvent, PartnershipKind, Zygosity,
};

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version written into every stored record. Older versions stay readable
/// and become this one by being read; a newer one is refused, since writing it
/// back would lose what only the newer one holds.
///
/// 1: people, couples, parent ties, births, bonds, homes. 2: networks and ecomaps.
/// 3: places on the genogram that were chosen by hand.
/// 4: what is told of one person, people who are no kin, the symbol for intersex.
pub const RECORD_VERSION: u16 = 4;

/// Defines the kinds of facts, and where a record keeps each.
macro_rules! facts {
    ($($(#[$meta:meta])* $kind:ident in $map:ident,)+) => {
        /// Any one fact of a record.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Fact {
            $($(#[$meta])* $kind($kind),)+
        }

        /// A fact where it stands, for looking at many without copying them.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub enum FactRef<'a> {
            $($(#[$meta])* $kind(&'a $kind),)+
        }

        impl<'a> FactRef<'a> {
            /// The fact's id.
            #[must_use]
            pub fn id(self) -> FactIdRef<'a> {
                match self { $(Self::$kind(it) => (&it.id).into(),)+ }
            }

            /// A copy of the fact.
            #[must_use]
            pub fn cloned(self) -> Fact {
                match self { $(Self::$kind(it) => Fact::$kind(it.clone()),)+ }
            }
        }

        impl Fact {
            /// The fact, to look at.
            #[must_use]
            pub const fn view(&self) -> FactRef<'_> {
                match self { $(Self::$kind(it) => FactRef::$kind(it),)+ }
            }

            /// The fact's id.
            #[must_use]
            pub fn id(&self) -> FactId {
                match self { $(Self::$kind(it) => it.id.clone().into(),)+ }
            }

            /// Who told it and for whom it is.
            #[must_use]
            pub fn origin(&self) -> &Origin {
                match self { $(Self::$kind(it) => &it.origin,)+ }
            }

            /// Who told it and for whom it is.
            pub fn origin_mut(&mut self) -> &mut Origin {
                match self { $(Self::$kind(it) => &mut it.origin,)+ }
            }
        }

        impl Record {
            /// The fact with this id, unless it was removed.
            #[must_use]
            pub fn fact(&self, id: &FactId) -> Option<Fact> {
                match id { $(FactId::$kind(id) => self.$map.get(id).cloned().map(Fact::$kind),)+ }
            }

            /// The fact with this id where it stands, unless it was removed.
            #[must_use]
            pub fn look(&self, id: &FactId) -> Option<FactRef<'_>> {
                match id { $(FactId::$kind(id) => self.$map.get(id).map(FactRef::$kind),)+ }
            }

            /// All facts where they stand, in the order of [`Self::facts`].
            pub fn look_at_all(&self) -> impl Iterator<Item = FactRef<'_>> {
                std::iter::empty()$(.chain(self.$map.values().map(FactRef::$kind)))+
            }

            /// Whether there is a fact with this id that was not removed.
            #[must_use]
            pub fn holds(&self, id: &FactId) -> bool {
                match id { $(FactId::$kind(id) => self.$map.contains_key(id),)+ }
            }

            /// Puts a fact in its place, over any older one of the same id.
            pub fn put(&mut self, fact: Fact) {
                match fact { $(Fact::$kind(it) => drop(self.$map.insert(it.id.clone(), it)),)+ }
            }

            /// Takes a fact out and returns it.
            pub fn take(&mut self, id: &FactId) -> Option<Fact> {
                match id { $(FactId::$kind(id) => self.$map.remove(id).map(Fact::$kind),)+ }
            }

            /// All facts that were not removed: people before ties, networks
            /// before their members, each in order of entry.
            pub fn facts(&self) -> impl Iterator<Item = Fact> + '_ {
                std::iter::empty()$(.chain(self.$map.values().cloned().map(Fact::$kind)))+
            }

            /// The ids of all facts that were not removed, in the order of [`Self::facts`].
            pub fn fact_ids(&self) -> impl Iterator<Item = FactId> + '_ {
                std::iter::empty()$(.chain(self.$map.keys().cloned().map(FactId::from)))+
            }

            /// The origins of all facts that were not removed.
            pub fn origins_mut(&mut self) -> impl Iterator<Item = &mut Origin> {
                std::iter::empty()$(.chain(self.$map.values_mut().map(|it| &mut it.origin)))+
            }
        }
    };
}

facts! {
    /// A person, an unborn child, a loss, a pet or a service.
    Person in people,
    /// Two people who are or were a couple.
    Partnership in partnerships,
    /// A child's tie to one parent or carer.
    ParentLink in parent_links,
    /// Twins and more.
    BirthGroup in birth_groups,
    /// An emotional tie between two people.
    Bond in bonds,
    /// People who live together, or an institution.
    Household in households,
    /// One person's place in one household.
    Membership in memberships,
    /// Something that is told of one person.
    PersonMark in marks,
    /// A person's network map.
    Network in networks,
    /// Somebody in a network.
    NetworkMember in network_members,
    /// Two members of a network who know each other.
    Acquaintance in acquaintances,
    /// A system around a household or a person.
    EcomapSystem in systems,
}

/// All people and ties of one case.
///
/// Maps are ordered by id; ids are made in order of entry, so iterating gives
/// the order in which the facts came. A tie may name a person who is not here
/// (removed, or hidden from this viewer): readers skip such ties.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Form of the stored record, see [`RECORD_VERSION`].
    #[serde(deserialize_with = "todays_version")]
    pub version: u16,
    /// The person in whose name the map is drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<PersonId>,
    /// People by id.
    #[serde(default)]
    pub people: BTreeMap<PersonId, Person>,
    /// Couples by id.
    #[serde(default)]
    pub partnerships: BTreeMap<PartnershipId, Partnership>,
    /// Parent ties by id.
    #[serde(default)]
    pub parent_links: BTreeMap<ParentLinkId, ParentLink>,
    /// Twins and more, by id.
    #[serde(default)]
    pub birth_groups: BTreeMap<BirthGroupId, BirthGroup>,
    /// Emotional ties by id.
    #[serde(default)]
    pub bonds: BTreeMap<BondId, Bond>,
    /// Households by id.
    #[serde(default)]
    pub households: BTreeMap<HouseholdId, Household>,
    /// Household memberships by id.
    #[serde(default)]
    pub memberships: BTreeMap<MembershipId, Membership>,
    /// What is told of one person, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub marks: BTreeMap<PersonMarkId, PersonMark>,
    /// Network maps by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub networks: BTreeMap<NetworkId, Network>,
    /// Members of networks by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub network_members: BTreeMap<NetworkMemberId, NetworkMember>,
    /// Who knows whom within a network, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub acquaintances: BTreeMap<AcquaintanceId, Acquaintance>,
    /// Systems of ecomaps by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub systems: BTreeMap<SystemId, EcomapSystem>,
    /// What was taken away: a mark, not a loss. Never part of a viewer's record.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub removed: BTreeMap<FactId, Fact>,
}

/// Reads the version of a stored record, which is today's form once it is read.
fn todays_version<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
    let version = u16::deserialize(deserializer)?;
    if version > RECORD_VERSION {
        return Err(serde::de::Error::custom(format_args!(
            "a record of version {version}, newer than {RECORD_VERSION}"
        )));
    }
    Ok(RECORD_VERSION)
}

impl Record {
    /// An empty record in today's form.
    #[must_use]
    pub fn new() -> Self {
        Self { version: RECORD_VERSION, ..Self::default() }
    }

    /// The links from a child to its parents and carers, in order of entry.
    pub fn parents_of<'a>(&'a self, child: &'a PersonId) -> impl Iterator<Item = &'a ParentLink> {
        self.parent_links.values().filter(move |link| &link.child == child)
    }

    /// What is told of a person, in order of entry.
    pub fn marks_of<'a>(&'a self, person: &'a PersonId) -> impl Iterator<Item = &'a PersonMark> {
        self.marks.values().filter(move |it| &it.person == person)
    }

    /// The partnerships of a person, in order of entry.
    pub fn partnerships_of<'a>(&'a self, person: &'a PersonId) -> impl Iterator<Item = &'a Partnership> {
        self.partnerships.values().filter(move |it| &it.a == person || &it.b == person)
    }

    /// The members of a network, in order of entry.
    pub fn members_of<'a>(&'a self, network: &'a NetworkId) -> impl Iterator<Item = &'a NetworkMember> {
        self.network_members.values().filter(move |it| &it.network == network)
    }

    /// The systems around somebody or a home, in order of entry.
    pub fn systems_around<'a>(&'a self, centre: &'a Centre) -> impl Iterator<Item = &'a EcomapSystem> {
        self.systems.values().filter(move |it| &it.around == centre)
    }
}
