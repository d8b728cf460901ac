//! Who lives with whom, by one gesture: somebody is put with another.

use crate::date::Span;
use crate::edit::Edit;
use crate::record::{Fact, Household, HouseholdId, HouseholdKind, Membership, Origin, ParentKind, PersonId, Record};

/// The homes in which somebody lives now, in order of entry.
pub fn homes_of<'a>(record: &'a Record, person: &'a PersonId) -> impl Iterator<Item = &'a Membership> {
    let lasts = |it: &Membership| record.households.get(&it.household).is_some_and(|home| home.span.to.is_none());
    record.memberships.values().filter(move |it| &it.person == person && it.span.to.is_none() && lasts(it))
}

/// The edits by which somebody lives where another does: in the other's first
/// home, or in a new one where the other has none yet. A home elsewhere stays,
/// as for a child with two. None where the two share a home already, or are
/// one and the same.
#[must_use]
pub fn live_with(
    record: &Record,
    who: &PersonId,
    with: &PersonId,
    origin: &Origin,
    fresh: &mut dyn FnMut() -> String,
) -> Option<Vec<Edit>> {
    let open = |id: &PersonId| record.people.get(id).is_some_and(|it| !it.shielded);
    if who == with || !open(who) || !open(with) {
        return None;
    }
    let own: Vec<&HouseholdId> = homes_of(record, who).map(|it| &it.household).collect();
    let theirs: Vec<&HouseholdId> = homes_of(record, with).map(|it| &it.household).collect();
    if theirs.iter().any(|home| own.contains(home)) {
        return None;
    }
    let mut edits = Vec::new();
    let mut join = |home: &HouseholdId, person: &PersonId, fresh: &mut dyn FnMut() -> String| {
        edits.push(Edit::Add(Fact::Membership(Membership {
            id: fresh().into(),
            household: home.clone(),
            person: person.clone(),
            share: None,
            rhythm: None,
            span: Span::default(),
            origin: origin.clone(),
        })));
    };
    if let Some(home) = theirs.first() {
        join(home, who, fresh);
        return Some(edits);
    }
    let home = HouseholdId::from(fresh());
    let fosters = |child: &PersonId, carer: &PersonId| {
        let care = |kind| matches!(kind, ParentKind::Foster | ParentKind::EmergencyFoster);
        record.parents_of(child).any(|it| &it.parent == carer && care(it.kind))
    };
    let kind = if fosters(who, with) || fosters(with, who) { HouseholdKind::FosterHome } else { HouseholdKind::Home };
    join(&home, with, fresh);
    join(&home, who, fresh);
    let made = Household { id: home, label: String::new(), kind, span: Span::default(), origin: origin.clone() };
    edits.insert(0, Edit::Add(Fact::Household(made)));
    Some(edits)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that fails says so")]
mod tests {
    use super::*;
    use crate::edit::{Outcome, apply};
    use crate::record::{ParentLink, Person, Symbol};

    fn origin() -> Origin {
        Origin::told("user:1", ["team"])
    }

    fn family() -> Record {
        let mut record = Record::new();
        for id in ["mother", "father", "child"] {
            record.put(Fact::Person(Person::new(id, Symbol::Unknown, origin())));
        }
        record
    }

    fn together(record: &mut Record, who: &str, with: &str) -> bool {
        let mut ids = record.memberships.len() * 10;
        let mut fresh = || {
            ids += 1;
            format!("n{ids}")
        };
        let edits = live_with(record, &who.into(), &with.into(), &origin(), &mut fresh);
        for edit in edits.iter().flatten() {
            assert!(matches!(apply(record, edit), Outcome::Done { .. }), "{edit:?}");
        }
        edits.is_some()
    }

    #[test]
    fn a_child_can_live_with_both_who_live_apart() {
        let mut record = family();
        assert!(together(&mut record, "child", "mother"));
        assert!(together(&mut record, "child", "father"));
        assert!(!together(&mut record, "child", "mother"), "they live together already");
        assert!(!together(&mut record, "mother", "mother"));
        assert_eq!(record.households.len(), 2);
        assert_eq!(homes_of(&record, &"child".into()).count(), 2);
        assert_eq!(homes_of(&record, &"mother".into()).count(), 1);
    }

    #[test]
    fn whoever_moves_in_joins_the_home_that_is_there() {
        let mut record = family();
        together(&mut record, "child", "mother");
        assert!(together(&mut record, "father", "child"));
        assert_eq!(record.households.len(), 1);
        assert_eq!(record.memberships.len(), 3);
    }

    #[test]
    fn a_home_with_foster_parents_is_a_foster_home() {
        let mut record = family();
        let (id, child, parent) = ("l".into(), "child".into(), "mother".into());
        let (kind, span) = (ParentKind::Foster, Span::default());
        record.put(Fact::ParentLink(ParentLink { id, child, parent, kind, span, origin: origin() }));
        together(&mut record, "child", "mother");
        assert_eq!(record.households.values().next().unwrap().kind, HouseholdKind::FosterHome);
    }

    #[test]
    fn where_somebody_shielded_lives_is_never_drawn() {
        let mut record = family();
        record.people.get_mut(&PersonId::from("mother")).unwrap().shielded = true;
        assert!(!together(&mut record, "child", "mother"));
        assert!(!together(&mut record, "mother", "child"));
    }
}
