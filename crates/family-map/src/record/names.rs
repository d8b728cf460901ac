//! Which facts a fact names, and giving them other ids.

use super::{Centre, Fact, FactId, FactIdRef, FactRef, PersonId};
use std::collections::BTreeSet;

impl<'a> FactRef<'a> {
    /// The facts that this one names and cannot be drawn without.
    #[must_use]
    pub fn leans_on(self) -> Vec<FactIdRef<'a>> {
        match self {
            Self::Person(_) | Self::Household(_) => Vec::new(),
            Self::Partnership(it) => vec![(&it.a).into(), (&it.b).into()],
            Self::ParentLink(it) => vec![(&it.child).into(), (&it.parent).into()],
            Self::BirthGroup(it) => it.children.iter().map(FactIdRef::from).collect(),
            Self::Bond(it) => vec![(&it.a).into(), (&it.b).into()],
            Self::Membership(it) => vec![(&it.household).into(), (&it.person).into()],
            Self::PersonMark(it) => vec![(&it.person).into()],
            Self::Network(it) => vec![(&it.person).into()],
            Self::NetworkMember(it) => {
                std::iter::once((&it.network).into()).chain(it.who.people.iter().map(FactIdRef::from)).collect()
            }
            Self::Acquaintance(it) => vec![(&it.a).into(), (&it.b).into()],
            Self::EcomapSystem(it) => {
                let middle = match &it.around {
                    Centre::Person(id) => id.into(),
                    Centre::Household(id) => id.into(),
                };
                let people = it.concerns.iter().chain(&it.who.people).map(FactIdRef::from);
                std::iter::once(middle).chain(people).collect()
            }
        }
    }
}

impl Fact {
    /// The facts that this one names and cannot be drawn without.
    #[must_use]
    pub fn leans_on(&self) -> BTreeSet<FactId> {
        self.view().leans_on().into_iter().map(FactIdRef::cloned).collect()
    }

    /// The same fact with other ids, its own and those that it names.
    #[must_use]
    pub fn renamed(mut self, name: &mut dyn FnMut(FactId) -> String) -> Self {
        macro_rules! rename {
            ($($id:expr),+) => {{ $($id.0 = name($id.clone().into());)+ }};
        }
        fn people(ids: &mut BTreeSet<PersonId>, name: &mut dyn FnMut(FactId) -> String) {
            *ids = ids.iter().map(|id| PersonId(name(id.clone().into()))).collect();
        }
        match &mut self {
            Self::Person(it) => rename!(it.id),
            Self::Household(it) => rename!(it.id),
            Self::Partnership(it) => rename!(it.id, it.a, it.b),
            Self::ParentLink(it) => rename!(it.id, it.child, it.parent),
            Self::BirthGroup(it) => {
                rename!(it.id);
                people(&mut it.children, name);
            }
            Self::Bond(it) => rename!(it.id, it.a, it.b),
            Self::Membership(it) => rename!(it.id, it.household, it.person),
            Self::PersonMark(it) => rename!(it.id, it.person),
            Self::Network(it) => rename!(it.id, it.person),
            Self::NetworkMember(it) => {
                rename!(it.id, it.network);
                people(&mut it.who.people, name);
            }
            Self::Acquaintance(it) => rename!(it.id, it.a, it.b),
            Self::EcomapSystem(it) => {
                rename!(it.id);
                match &mut it.around {
                    Centre::Person(id) => rename!(id),
                    Centre::Household(id) => rename!(id),
                }
                people(&mut it.who.people, name);
                people(&mut it.concerns, name);
            }
        }
        self
    }
}
