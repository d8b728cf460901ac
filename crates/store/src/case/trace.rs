//! A trace that one fact leaves in others (rules R5 and R11): a home that others
//! share with somebody who must not be found.

use family_map::Record;
use family_map::record::{Centre, HouseholdId, PersonId};
use std::collections::BTreeSet;

/// Takes out the homes of people who must not be found by this viewer, for all
/// who live there: to know where one of them lives is to know where all do.
/// What stands around such a home goes with it.
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
    seen.systems.retain(|_, it| !matches!(&it.around, Centre::Household(id) if closed.contains(id)));
}
