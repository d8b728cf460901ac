//! Traces that single facts leave in each other (rules R5 and R11): a home that
//! others share with somebody who must not be found, and the names in an
//! audience.

use family_map::Record;
use family_map::record::{HouseholdId, Origin, PartyKey, PersonId};
use std::collections::BTreeSet;

/// Takes out the homes of people who must not be found by this viewer, for all
/// who live there: to know where one of them lives is to know where all do.
pub(super) fn close_homes(seen: &mut Record, whole: &Record, barred: impl Fn(&PersonId) -> bool) {
    let shielded = |id: &PersonId| whole.people.get(id).is_some_and(|it| it.shielded);
    let closed: BTreeSet<&HouseholdId> = whole
        .memberships
        .values()
        .filter(|it| shielded(&it.person) || barred(&it.person))
        .map(|it| &it.household)
        .collect();
    seen.memberships.retain(|_, it| !closed.contains(&it.household));
    seen.households.retain(|id, _| !closed.contains(id));
}

/// Takes out of every origin whom a participant does not see: who told a fact
/// and for whom it is can tell of somebody who is hidden.
pub(super) fn close_origins(seen: &mut Record, own: &PartyKey) {
    let people: BTreeSet<PartyKey> = seen.people.keys().map(|id| PartyKey(format!("person:{id}"))).collect();
    let known = |key: &PartyKey| key == own || matches!(key.0.as_str(), "team" | "lead") || people.contains(key);
    let close = |origin: &mut Origin| {
        origin.audience.retain(|key| known(key));
        if !known(&origin.teller) {
            origin.teller = PartyKey(String::new());
        }
    };
    seen.people.values_mut().for_each(|it| close(&mut it.origin));
    seen.partnerships.values_mut().for_each(|it| close(&mut it.origin));
    seen.parent_links.values_mut().for_each(|it| close(&mut it.origin));
    seen.birth_groups.values_mut().for_each(|it| close(&mut it.origin));
    seen.bonds.values_mut().for_each(|it| close(&mut it.origin));
    seen.households.values_mut().for_each(|it| close(&mut it.origin));
    seen.memberships.values_mut().for_each(|it| close(&mut it.origin));
}
