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
/// as for a child with two. A child without a home comes to a parent who has
/// one, whichever of the two is put with the other: a child moves in, and
/// nobody gets a second home by it. None where the two share a home already, or
/// are one and the same.
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
    if let Some(home) = home_of_parent(record, with, who, &own) {
        join(home, with, fresh);
        return Some(edits);
    }
    let home = HouseholdId::from(fresh());
    let is_foster = fosters(record, who, with) || fosters(record, with, who);
    let kind = if is_foster { HouseholdKind::FosterHome } else { HouseholdKind::Home };
    join(&home, with, fresh);
    join(&home, who, fresh);
    let made = Household { id: home, label: String::new(), kind, span: Span::default(), origin: origin.clone() };
    edits.insert(0, Edit::Add(Fact::Household(made)));
    Some(edits)
}

/// Which of a parent's homes a child comes to: the first; a foster child to the
/// first that is a foster home. Where a foster child lives is for the foster
/// audience alone (rule R8), and only a foster home is kept for them: in a
/// carer's home of another kind everybody would see the child, and to make that
/// one a foster home would hide a family who are seen today. Such a child gets
/// a foster home of its own with the carer. None where the two are not parent
/// and child.
fn home_of_parent<'a>(
    record: &Record,
    child: &PersonId,
    parent: &PersonId,
    homes: &[&'a HouseholdId],
) -> Option<&'a HouseholdId> {
    if !record.parents_of(child).any(|it| &it.parent == parent) {
        return None;
    }
    let is_foster = fosters(record, child, parent);
    let kept = |home: &HouseholdId| record.households.get(home).is_some_and(|it| it.kind == HouseholdKind::FosterHome);
    homes.iter().copied().find(|home| !is_foster || kept(home))
}

/// Whether somebody is a child's foster parent.
fn fosters(record: &Record, child: &PersonId, carer: &PersonId) -> bool {
    let care = |kind| matches!(kind, ParentKind::Foster | ParentKind::EmergencyFoster);
    record.parents_of(child).any(|it| &it.parent == carer && care(it.kind))
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
        for id in ["mother", "father", "child", "friend"] {
            record.put(Fact::Person(Person::new(id, Symbol::Unknown, origin())));
        }
        record
    }

    fn link(record: &mut Record, child: &str, parent: &str, kind: ParentKind) {
        let id = format!("{child}-{parent}").into();
        let (child, parent, span) = (child.into(), parent.into(), Span::default());
        record.put(Fact::ParentLink(ParentLink { id, child, parent, kind, span, origin: origin() }));
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
    fn a_child_without_a_home_comes_to_the_parent_who_has_one() {
        let mut record = family();
        link(&mut record, "child", "mother", ParentKind::Biological);
        together(&mut record, "mother", "father");
        assert!(together(&mut record, "mother", "child"));
        assert_eq!(record.households.len(), 1);
        assert_eq!(record.memberships.len(), 3);
        assert_eq!(homes_of(&record, &"mother".into()).count(), 1);
    }

    #[test]
    fn a_grown_up_without_a_home_gets_a_new_one_with_who_moves_in() {
        let mut record = family();
        link(&mut record, "child", "mother", ParentKind::Biological);
        together(&mut record, "mother", "child");
        assert!(together(&mut record, "mother", "friend"));
        assert!(together(&mut record, "child", "father"), "the one with a home is no parent here");
        assert_eq!(record.households.len(), 3);
        assert_eq!(homes_of(&record, &"mother".into()).count(), 2);
        assert_eq!(homes_of(&record, &"child".into()).count(), 2);
        assert_eq!(homes_of(&record, &"friend".into()).count(), 1);
    }

    #[test]
    fn a_foster_child_comes_to_a_foster_home_and_to_no_other() {
        let mut record = family();
        link(&mut record, "child", "mother", ParentKind::EmergencyFoster);
        link(&mut record, "friend", "mother", ParentKind::Foster);
        together(&mut record, "mother", "father");
        assert!(together(&mut record, "mother", "child"), "the home with the father is for everybody to see");
        assert_eq!(record.households.len(), 2);
        let home = homes_of(&record, &"child".into()).next().unwrap().household.clone();
        assert_eq!(record.households[&home].kind, HouseholdKind::FosterHome);
        assert!(together(&mut record, "mother", "friend"));
        assert_eq!(record.households.len(), 2);
        assert_eq!(homes_of(&record, &"friend".into()).next().unwrap().household, home);
    }

    #[test]
    fn a_home_with_foster_parents_is_a_foster_home() {
        let mut record = family();
        link(&mut record, "child", "mother", ParentKind::Foster);
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
