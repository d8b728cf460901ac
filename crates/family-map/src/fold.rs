//! Branches folded away behind one person, with a «+» and how many there are:
//! the in-laws of siblings, the families that a former partner has had since.
//!
//! Like a view, folding gives a record in which the rest is not there; give it
//! a record that is redacted already, and the «+» counts only whom the viewer
//! may see.

use crate::layout::{Layout, Point};
use crate::message::{Message, MessageKey};
use crate::record::{ParentKind, PartnershipKind, PersonId, Record, Symbol};
use crate::scene::{Form, LegendItem, Part, Scene, Text};
use crate::view::only_people;
use std::collections::{BTreeMap, BTreeSet};

/// What is folded away behind somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Branch {
    /// Parents, and whoever is reached through them.
    Above,
    /// Partners and children, and whoever is reached through them.
    Families,
}

/// A record without its folded branches.
#[derive(Clone, Debug, PartialEq)]
pub struct Folded {
    /// Those who are left, with the ties among them.
    pub record: Record,
    /// Behind whom others are folded away, and how many.
    pub behind: BTreeMap<PersonId, usize>,
}

/// The branches that are folded at first: the kin of siblings' partners, and
/// what former partners of the index person have beside them.
#[must_use]
pub fn usual(record: &Record) -> BTreeSet<(PersonId, Branch)> {
    let mut branches = BTreeSet::new();
    let Some(index) = &record.index else { return branches };
    let parents: BTreeSet<_> = record.parents_of(index).map(|it| &it.parent).collect();
    let children = record.parent_links.values().filter(|it| parents.contains(&it.parent));
    let siblings: BTreeSet<_> = children.map(|it| &it.child).filter(|id| *id != index).collect();
    for it in record.partnerships.values() {
        for (one, other) in [(&it.a, &it.b), (&it.b, &it.a)] {
            if siblings.contains(one) && other != index {
                branches.insert((other.clone(), Branch::Above));
            }
            if one == index && has_ended(it.kind) {
                branches.insert((other.clone(), Branch::Families));
            }
        }
    }
    branches
}

fn has_ended(kind: PartnershipKind) -> bool {
    use PartnershipKind::{Annulled, Divorced, EndedCohabitation, EndedDating, Separated};
    matches!(kind, Annulled | Divorced | EndedCohabitation | EndedDating | Separated)
}

/// Folds branches away. Whoever can also be reached another way stays, and so
/// does everyone who has no tie to the index person at all. Without an index
/// person nothing is folded.
#[must_use]
pub fn fold(record: &Record, branches: &BTreeSet<(PersonId, Branch)>) -> Folded {
    let whole = || Folded { record: record.clone(), behind: BTreeMap::new() };
    let Some(index) = record.index.as_ref().filter(|id| record.people.contains_key(*id)) else { return whole() };
    let ties = Ties::of(record);
    let (no_branch, nobody) = (BTreeSet::new(), BTreeSet::new());
    let kin = ties.reached([index], &no_branch, &nobody);
    let seen = ties.reached([index], branches, &nobody);
    let mut keep: BTreeSet<PersonId> = record.people.keys().filter(|id| !kin.contains(id)).cloned().collect();
    keep.extend(seen.iter().map(|id| (*id).clone()));
    // Whoever is only bound by a home, a dog for one, goes with those at home.
    for id in record.people.keys().filter(|id| !kin.contains(id)) {
        let homes: BTreeSet<_> =
            record.memberships.values().filter(|it| &it.person == id).map(|it| &it.household).collect();
        let at_home = record.memberships.values().filter(|it| homes.contains(&it.household));
        let with: Vec<_> = at_home.map(|it| &it.person).filter(|it| kin.contains(it)).collect();
        if !with.is_empty() && !with.iter().any(|it| seen.contains(it)) {
            keep.remove(id);
        }
    }
    let mut behind = BTreeMap::new();
    for (id, branch) in branches.iter().filter(|it| keep.contains(&it.0)) {
        let next = ties.next(id, *branch).filter(|it| !keep.contains(*it));
        let count = ties.reached(next, &no_branch, &keep).len();
        if count > 0 {
            *behind.entry(id.clone()).or_default() += count;
        }
    }
    Folded { record: only_people(record, &keep), behind }
}

/// Who is bound to whom: parents, and partners with children.
struct Ties<'a> {
    above: BTreeMap<&'a PersonId, Vec<&'a PersonId>>,
    families: BTreeMap<&'a PersonId, Vec<&'a PersonId>>,
}

impl<'a> Ties<'a> {
    fn of(record: &'a Record) -> Self {
        let mut ties = Self { above: BTreeMap::new(), families: BTreeMap::new() };
        let here = |id: &PersonId| record.people.contains_key(id);
        // A step-parent or carer is no way round: they come with the branch.
        let descent = |kind: ParentKind| kind.is_descent() && kind != ParentKind::Step;
        for it in record.parent_links.values().filter(|it| here(&it.child) && here(&it.parent) && descent(it.kind)) {
            ties.above.entry(&it.child).or_default().push(&it.parent);
            ties.families.entry(&it.parent).or_default().push(&it.child);
        }
        for it in record.partnerships.values().filter(|it| here(&it.a) && here(&it.b)) {
            ties.families.entry(&it.a).or_default().push(&it.b);
            ties.families.entry(&it.b).or_default().push(&it.a);
        }
        ties
    }

    fn next(&self, id: &PersonId, branch: Branch) -> impl Iterator<Item = &'a PersonId> + '_ {
        let ties = if branch == Branch::Above { &self.above } else { &self.families };
        ties.get(id).into_iter().flatten().copied()
    }

    /// Whoever is reached without following a folded branch or entering `closed`.
    fn reached<'b>(
        &'b self,
        from: impl IntoIterator<Item = &'b PersonId>,
        folded: &BTreeSet<(PersonId, Branch)>,
        closed: &BTreeSet<PersonId>,
    ) -> BTreeSet<&'b PersonId> {
        let mut reached = BTreeSet::new();
        let mut waiting: Vec<&PersonId> = from.into_iter().collect();
        while let Some(id) = waiting.pop() {
            if closed.contains(id) || !reached.insert(id) {
                continue;
            }
            for branch in [Branch::Above, Branch::Families] {
                if !folded.contains(&(id.clone(), branch)) {
                    waiting.extend(self.next(id, branch));
                }
            }
        }
        reached
    }
}

/// Draws the «+» at everyone behind whom others are folded away, says so in
/// their words, and explains it in the legend.
pub fn mark(scene: &mut Scene, layout: &Layout, behind: &BTreeMap<PersonId, usize>) {
    let half = layout.sizes.symbol / 2.0;
    for (id, count) in behind {
        let Some(place) = layout.places.get(id) else { continue };
        let at = Point { x: place.x + half, y: place.y + half - 2.0 };
        let said = Message::new(MessageKey::PersonFolded).with("count", *count);
        for shape in scene.shapes.iter_mut().filter(|it| it.person.as_ref() == Some(id)) {
            shape.parts.extend(plus(at, &format!("+{count}")));
            shape.alternative.push(said.clone());
        }
        scene.people.iter_mut().filter(|it| &it.id == id).for_each(|it| it.description.push(said.clone()));
    }
    if !behind.is_empty() {
        scene.legend.push(LegendItem { message: Message::new(MessageKey::LegendFolded), parts: sign() });
    }
}

/// The sign in the legend.
pub(crate) fn sign() -> Vec<Part> {
    let mut parts = crate::scene::sign_of(Symbol::Female);
    parts.extend(plus(Point { x: 35.0, y: 19.0 }, "+"));
    parts
}

fn plus(at: Point, text: &str) -> [Part; 2] {
    let text = Form::Text { at: Point { x: at.x, y: at.y + 4.0 }, text: Text::Plain(text.to_owned()) };
    [Part { class: "more", form: Form::Circle { centre: at, radius: 10.0 } }, Part { class: "more-number", form: text }]
}
