//! Which facts a fact names, and giving them other ids.

use super::{Centre, Fact, FactId, PersonId};
use std::collections::BTreeSet;

impl Fact {
    /// The facts that this one names and cannot be drawn without.
    #[must_use]
    pub fn leans_on(&self) -> BTreeSet<FactId> {
        let mut ids: BTreeSet<FactId> = BTreeSet::new();
        match self {
            Self::Person(_) | Self::Household(_) => {}
            Self::Partnership(it) => ids.extend([it.a.clone().into(), it.b.clone().into()]),
            Self::ParentLink(it) => ids.extend([it.child.clone().into(), it.parent.clone().into()]),
            Self::BirthGroup(it) => ids.extend(it.children.iter().cloned().map(FactId::from)),
            Self::Bond(it) => ids.extend([it.a.clone().into(), it.b.clone().into()]),
            Self::Membership(it) => ids.extend([it.household.clone().into(), it.person.clone().into()]),
            Self::Network(it) => ids.extend([it.person.clone().into()]),
            Self::NetworkMember(it) => {
                ids.insert(it.network.clone().into());
                ids.extend(it.who.people.iter().cloned().map(FactId::from));
            }
            Self::Acquaintance(it) => ids.extend([it.a.clone().into(), it.b.clone().into()]),
            Self::EcomapSystem(it) => {
                ids.insert(match &it.around {
                    Centre::Person(id) => id.clone().into(),
                    Centre::Household(id) => id.clone().into(),
                });
                ids.extend(it.concerns.iter().chain(&it.who.people).cloned().map(FactId::from));
            }
        }
        ids
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
