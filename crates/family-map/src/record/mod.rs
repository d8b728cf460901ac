//! One case's record of people and ties, which every view is drawn from.

mod household;
mod ids;
mod origin;
mod person;
mod tie;

pub use household::{Household, HouseholdKind, Membership};
pub use ids::{BirthGroupId, BondId, FactId, HouseholdId, MembershipId, ParentLinkId, PartnershipId, PersonId};
pub use origin::{Origin, PartyKey, Source};
pub use person::{Count, Known, Life, Person, Symbol};
pub use tie::{
    BirthGroup, Bond, BondKind, ParentKind, ParentLink, Partnership, PartnershipEvent, PartnershipKind, Zygosity,
};

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version written into every stored record. Older versions stay readable.
pub const RECORD_VERSION: u16 = 1;

/// Any one fact of a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// A person, an unborn child, a loss, a pet or a service.
    Person(Person),
    /// Two people who are or were a couple.
    Partnership(Partnership),
    /// A child's tie to one parent or carer.
    ParentLink(ParentLink),
    /// Twins and more.
    BirthGroup(BirthGroup),
    /// An emotional tie between two people.
    Bond(Bond),
    /// People who live together, or an institution.
    Household(Household),
    /// One person's place in one household.
    Membership(Membership),
}

impl Fact {
    /// The fact's id.
    #[must_use]
    pub fn id(&self) -> FactId {
        match self {
            Self::Person(it) => it.id.clone().into(),
            Self::Partnership(it) => it.id.clone().into(),
            Self::ParentLink(it) => it.id.clone().into(),
            Self::BirthGroup(it) => it.id.clone().into(),
            Self::Bond(it) => it.id.clone().into(),
            Self::Household(it) => it.id.clone().into(),
            Self::Membership(it) => it.id.clone().into(),
        }
    }

    /// Who told it and for whom it is.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        match self {
            Self::Person(it) => &it.origin,
            Self::Partnership(it) => &it.origin,
            Self::ParentLink(it) => &it.origin,
            Self::BirthGroup(it) => &it.origin,
            Self::Bond(it) => &it.origin,
            Self::Household(it) => &it.origin,
            Self::Membership(it) => &it.origin,
        }
    }
}

/// All people and ties of one case.
///
/// Maps are ordered by id; ids are made in order of entry, so iterating gives
/// the order in which the facts came. A tie may name a person who is not here
/// (removed, or hidden from this viewer): readers skip such ties.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Form of the stored record, see [`RECORD_VERSION`].
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
    /// What was taken away: a mark, not a loss. Never part of a viewer's record.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub removed: BTreeMap<FactId, Fact>,
}

impl Record {
    /// An empty record in today's form.
    #[must_use]
    pub fn new() -> Self {
        Self { version: RECORD_VERSION, ..Self::default() }
    }

    /// The fact with this id, unless it was removed.
    #[must_use]
    pub fn fact(&self, id: &FactId) -> Option<Fact> {
        match id {
            FactId::Person(id) => self.people.get(id).cloned().map(Fact::Person),
            FactId::Partnership(id) => self.partnerships.get(id).cloned().map(Fact::Partnership),
            FactId::ParentLink(id) => self.parent_links.get(id).cloned().map(Fact::ParentLink),
            FactId::BirthGroup(id) => self.birth_groups.get(id).cloned().map(Fact::BirthGroup),
            FactId::Bond(id) => self.bonds.get(id).cloned().map(Fact::Bond),
            FactId::Household(id) => self.households.get(id).cloned().map(Fact::Household),
            FactId::Membership(id) => self.memberships.get(id).cloned().map(Fact::Membership),
        }
    }

    /// Puts a fact in its place, over any older one of the same id.
    pub fn put(&mut self, fact: Fact) {
        match fact {
            Fact::Person(it) => drop(self.people.insert(it.id.clone(), it)),
            Fact::Partnership(it) => drop(self.partnerships.insert(it.id.clone(), it)),
            Fact::ParentLink(it) => drop(self.parent_links.insert(it.id.clone(), it)),
            Fact::BirthGroup(it) => drop(self.birth_groups.insert(it.id.clone(), it)),
            Fact::Bond(it) => drop(self.bonds.insert(it.id.clone(), it)),
            Fact::Household(it) => drop(self.households.insert(it.id.clone(), it)),
            Fact::Membership(it) => drop(self.memberships.insert(it.id.clone(), it)),
        }
    }

    /// Takes a fact out and returns it.
    pub fn take(&mut self, id: &FactId) -> Option<Fact> {
        match id {
            FactId::Person(id) => self.people.remove(id).map(Fact::Person),
            FactId::Partnership(id) => self.partnerships.remove(id).map(Fact::Partnership),
            FactId::ParentLink(id) => self.parent_links.remove(id).map(Fact::ParentLink),
            FactId::BirthGroup(id) => self.birth_groups.remove(id).map(Fact::BirthGroup),
            FactId::Bond(id) => self.bonds.remove(id).map(Fact::Bond),
            FactId::Household(id) => self.households.remove(id).map(Fact::Household),
            FactId::Membership(id) => self.memberships.remove(id).map(Fact::Membership),
        }
    }

    /// The origins of all facts that were not removed.
    pub fn origins_mut(&mut self) -> impl Iterator<Item = &mut Origin> {
        let people = self.people.values_mut().map(|it| &mut it.origin);
        let partnerships = self.partnerships.values_mut().map(|it| &mut it.origin);
        let parents = self.parent_links.values_mut().map(|it| &mut it.origin);
        let births = self.birth_groups.values_mut().map(|it| &mut it.origin);
        let bonds = self.bonds.values_mut().map(|it| &mut it.origin);
        let homes = self.households.values_mut().map(|it| &mut it.origin);
        let places = self.memberships.values_mut().map(|it| &mut it.origin);
        people.chain(partnerships).chain(parents).chain(births).chain(bonds).chain(homes).chain(places)
    }

    /// The links from a child to its parents and carers, in order of entry.
    pub fn parents_of<'a>(&'a self, child: &'a PersonId) -> impl Iterator<Item = &'a ParentLink> {
        self.parent_links.values().filter(move |link| &link.child == child)
    }

    /// The partnerships of a person, in order of entry.
    pub fn partnerships_of<'a>(&'a self, person: &'a PersonId) -> impl Iterator<Item = &'a Partnership> {
        self.partnerships.values().filter(move |it| &it.a == person || &it.b == person)
    }
}
