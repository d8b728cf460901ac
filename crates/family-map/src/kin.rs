//! Whom a person can be given with one gesture, and the edits that do it.
//!
//! A gesture invents nothing: added parents are no couple until somebody says
//! so, and nobody gets a name, an age or a gender that was not told. Parents
//! are drawn as a woman and a man where nothing else is known, since a mother
//! and a father is what is asked for; it is changed with one choice.

use crate::code::coded;
use crate::date::{FuzzyDate, Span};
use crate::edit::{BirthGroupField, Change, Edit, PersonField};
use crate::record::{
    BirthGroup, BirthGroupId, Bond, BondKind, Fact, Known, Life, Origin, ParentKind, ParentLink, Partnership,
    PartnershipKind, Person, PersonId, Record, Symbol, Zygosity,
};
use std::collections::BTreeSet;

coded! {
    /// Who can be added beside a person.
    pub enum Kin {
        /// A partner.
        Partner = "partner",
        /// A child, with the present partner where there is one.
        Child = "child",
        /// A child who is expected.
        Pregnancy = "pregnancy",
        /// The parents who are not on the map yet.
        Parents = "parents",
        /// A brother or sister with the same parents.
        Sibling = "sibling",
        /// Somebody born together with the person.
        Twin = "twin",
        /// Two foster parents.
        FosterHome = "foster_home",
    }
}

coded! {
    /// How two people who are on the map already can be tied.
    pub enum Tie {
        /// They are partners.
        Partner = "partner",
        /// The first is a parent of the second.
        ParentOf = "parent_of",
        /// The first is a child of the second.
        ChildOf = "child_of",
    }
}

/// What a gesture adds.
#[derive(Clone, Debug, PartialEq)]
pub struct Grown {
    /// To be done in order, as one step.
    pub edits: Vec<Edit>,
    /// Who is new, the one to be named first in front.
    pub people: Vec<PersonId>,
}

/// Who can be added beside a person; nobody beside somebody who is shielded,
/// an animal or an institution.
#[must_use]
pub fn offers(record: &Record, of: &PersonId) -> Vec<Kin> {
    let Some(person) = record.people.get(of) else { return Vec::new() };
    if person.shielded || matches!(person.symbol, Symbol::Pet | Symbol::Institution) {
        return Vec::new();
    }
    let unborn = person.life == Life::Expected || person.life.is_loss() || person.life == Life::Stillbirth;
    let may = |kin: &Kin| match kin {
        Kin::Partner | Kin::Child | Kin::Pregnancy => !unborn,
        Kin::FosterHome => !unborn && !record.parents_of(of).any(|it| it.kind == ParentKind::Foster),
        Kin::Parents => parents(record, of).len() < 2,
        Kin::Sibling | Kin::Twin => true,
    };
    Kin::ALL.iter().copied().filter(may).collect()
}

/// The edits that add somebody beside a person. `fresh` gives a new id each
/// time it is asked. None where [`offers`] does not offer it.
#[must_use]
pub fn grow(
    record: &Record,
    of: &PersonId,
    kin: Kin,
    origin: &Origin,
    fresh: &mut dyn FnMut() -> String,
) -> Option<Grown> {
    if !offers(record, of).contains(&kin) {
        return None;
    }
    let mut step = Step { origin, fresh, grown: Grown { edits: Vec::new(), people: Vec::new() } };
    match kin {
        Kin::Partner => {
            let partner = step.person(Symbol::Unknown);
            step.couple(of, &partner);
        }
        Kin::Child | Kin::Pregnancy => {
            let child = step.person(Symbol::Unknown);
            if kin == Kin::Pregnancy {
                step.set(&child, PersonField::Life(Life::Expected));
            }
            step.link(&child, of, ParentKind::Biological);
            if let Some(partner) = present_partner(record, of) {
                step.link(&child, &partner, ParentKind::Biological);
            }
        }
        Kin::Parents => {
            step.parents(record, of);
        }
        Kin::Sibling => {
            step.born_with(record, of);
        }
        Kin::Twin => {
            let twin = step.born_with(record, of);
            let born = record.people.get(of).map(|it| it.birth.clone()).unwrap_or_default();
            step.twins(record, of, &twin, born);
        }
        Kin::FosterHome => {
            for symbol in [Symbol::Female, Symbol::Male] {
                let carer = step.person(symbol);
                step.link(of, &carer, ParentKind::Foster);
            }
        }
    }
    Some(step.grown)
}

/// Somebody who is not tied to anybody yet.
#[must_use]
pub fn alone(origin: &Origin, fresh: &mut dyn FnMut() -> String) -> Grown {
    let mut step = Step { origin, fresh, grown: Grown { edits: Vec::new(), people: Vec::new() } };
    step.person(Symbol::Unknown);
    step.grown
}

/// The edits that tie two people who are on the map. None where they are tied
/// in this way already, or are one and the same.
#[must_use]
pub fn tie(
    record: &Record,
    a: &PersonId,
    how: Tie,
    b: &PersonId,
    origin: &Origin,
    fresh: &mut dyn FnMut() -> String,
) -> Option<Vec<Edit>> {
    if a == b || !record.people.contains_key(a) || !record.people.contains_key(b) {
        return None;
    }
    let (child, parent) = if how == Tie::ParentOf { (b, a) } else { (a, b) };
    let tied = match how {
        Tie::Partner => record.partnerships_of(a).any(|it| it.other(a) == Some(b)),
        Tie::ParentOf | Tie::ChildOf => record.parents_of(child).any(|it| &it.parent == parent),
    };
    if tied {
        return None;
    }
    let mut step = Step { origin, fresh, grown: Grown { edits: Vec::new(), people: Vec::new() } };
    match how {
        Tie::Partner => step.couple(a, b),
        Tie::ParentOf | Tie::ChildOf => step.link(child, parent, ParentKind::Biological),
    }
    Some(step.grown.edits)
}

/// The edits that put an emotional tie between two people. None where the same
/// tie is there already, or the two are one and the same.
#[must_use]
pub fn bond(
    record: &Record,
    a: &PersonId,
    kind: BondKind,
    b: &PersonId,
    origin: &Origin,
    fresh: &mut dyn FnMut() -> String,
) -> Option<Vec<Edit>> {
    let between = |it: &Bond| (&it.a, &it.b) == (a, b) || (&it.a, &it.b) == (b, a);
    let known = record.people.contains_key(a) && record.people.contains_key(b);
    if a == b || !known || record.bonds.values().any(|it| it.kind == kind && between(it)) {
        return None;
    }
    let (id, origin) = (fresh().into(), origin.clone());
    let bond = Bond { id, a: a.clone(), b: b.clone(), kind, span: Span::default(), origin };
    Some(vec![Edit::Add(Fact::Bond(bond))])
}

/// Those from whom somebody was born, by blood or by law.
fn parents(record: &Record, child: &PersonId) -> Vec<PersonId> {
    let links = record.parents_of(child).filter(|it| it.kind.is_by_birth());
    links.map(|it| it.parent.clone()).collect()
}

/// The one partner of today; none where there are several, since nobody can
/// tell who is meant.
fn present_partner(record: &Record, of: &PersonId) -> Option<PersonId> {
    let present = record.partnerships_of(of).filter(|it| it.span.to.is_none() && is_present(it.kind));
    let mut partners = present.filter_map(|it| it.other(of)).collect::<BTreeSet<_>>().into_iter();
    let only = partners.next().cloned();
    only.filter(|_| partners.next().is_none())
}

const fn is_present(kind: PartnershipKind) -> bool {
    use PartnershipKind as K;
    !matches!(
        kind,
        K::Separated
            | K::Divorced
            | K::EndedCohabitation
            | K::EndedDating
            | K::Widowed
            | K::Annulled
            | K::Affair
            | K::Brief
    )
}

/// A step that grows.
struct Step<'a> {
    origin: &'a Origin,
    fresh: &'a mut dyn FnMut() -> String,
    grown: Grown,
}

impl Step<'_> {
    fn add(&mut self, fact: Fact) {
        self.grown.edits.push(Edit::Add(fact));
    }

    fn person(&mut self, symbol: Symbol) -> PersonId {
        let id = PersonId::from((self.fresh)());
        self.add(Fact::Person(Person::new(id.clone(), symbol, self.origin.clone())));
        self.grown.people.push(id.clone());
        id
    }

    fn set(&mut self, person: &PersonId, field: PersonField) {
        self.grown.edits.push(Edit::SetPerson { person: person.clone(), field });
    }

    fn link(&mut self, child: &PersonId, parent: &PersonId, kind: ParentKind) {
        let id = (self.fresh)().into();
        let (child, parent, origin) = (child.clone(), parent.clone(), self.origin.clone());
        self.add(Fact::ParentLink(ParentLink { id, child, parent, kind, span: Span::default(), origin }));
    }

    fn couple(&mut self, a: &PersonId, b: &PersonId) {
        let id = (self.fresh)().into();
        self.add(Fact::Partnership(Partnership {
            id,
            a: a.clone(),
            b: b.clone(),
            kind: PartnershipKind::Cohabiting,
            span: Span::default(),
            events: Vec::new(),
            consanguineous: false,
            origin: self.origin.clone(),
        }));
    }

    /// The parents of somebody, with those who are missing added.
    fn parents(&mut self, record: &Record, child: &PersonId) -> Vec<PersonId> {
        let mut both = parents(record, child);
        let taken = both.first().and_then(|it| record.people.get(it)).map(|it| it.symbol);
        let missing: &[Symbol] = match (both.len(), taken) {
            (0, _) => &[Symbol::Female, Symbol::Male],
            (1, Some(Symbol::Female)) => &[Symbol::Male],
            (1, Some(Symbol::Male)) => &[Symbol::Female],
            (1, _) => &[Symbol::Unknown],
            _ => &[],
        };
        // Who was born together has the same parents.
        let group = record.birth_groups.values().find(|it| it.children.contains(child));
        let together = group.map_or_else(|| BTreeSet::from([child.clone()]), |it| it.children.clone());
        for symbol in missing {
            let parent = self.person(*symbol);
            for born in together.iter().filter(|it| parents(record, it).len() < 2) {
                self.link(born, &parent, ParentKind::Biological);
            }
            both.push(parent);
        }
        both
    }

    /// A brother or sister: parents who are not on the map come with them,
    /// since without parents nobody can be seen to belong together.
    fn born_with(&mut self, record: &Record, of: &PersonId) -> PersonId {
        let sibling = self.person(Symbol::Unknown);
        let known = parents(record, of);
        let both = if known.is_empty() { self.parents(record, of) } else { known };
        for parent in both {
            self.link(&sibling, &parent, ParentKind::Biological);
        }
        sibling
    }

    fn twins(&mut self, record: &Record, of: &PersonId, twin: &PersonId, born: Known<FuzzyDate>) {
        if !born.is_not_asked() {
            self.set(twin, PersonField::Birth(born));
        }
        match record.birth_groups.values().find(|it| it.children.contains(of)) {
            Some(group) => {
                let mut children = group.children.clone();
                children.insert(twin.clone());
                let field = BirthGroupField::Children(children);
                self.grown.edits.push(Edit::Set(Change::BirthGroup(group.id.clone(), field)));
            }
            None => {
                let id = BirthGroupId::from((self.fresh)());
                let children = BTreeSet::from([of.clone(), twin.clone()]);
                let origin = self.origin.clone();
                self.add(Fact::BirthGroup(BirthGroup { id, children, zygosity: Zygosity::Unknown, origin }));
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that fails says so")]
mod tests {
    use super::*;
    use crate::check::check;
    use crate::edit::{Outcome, apply};
    use crate::layout::{Options, arrange};
    use crate::message::Severity;

    fn origin() -> Origin {
        Origin::told("user:1", ["team"])
    }

    /// A record with one person, who is as the table says.
    fn with(person: Person) -> Record {
        let mut record = Record::new();
        record.put(Fact::Person(person));
        record
    }

    fn marte() -> Person {
        Person::new("m", Symbol::Female, origin())
    }

    fn done(record: &mut Record, of: &str, kin: Kin, ids: &mut u32) -> Vec<PersonId> {
        let mut fresh = || {
            *ids += 1;
            format!("n{ids}")
        };
        let grown = grow(record, &of.into(), kin, &origin(), &mut fresh).unwrap();
        for edit in &grown.edits {
            assert!(matches!(apply(record, edit), Outcome::Done { .. }), "{edit:?}");
        }
        grown.people
    }

    #[test]
    fn parents_come_once_and_no_couple_is_invented() {
        let (mut record, mut ids) = (with(marte()), 0);
        let new = done(&mut record, "m", Kin::Parents, &mut ids);
        assert_eq!(new.len(), 2);
        assert!(record.partnerships.is_empty());
        assert_eq!(new.iter().map(|id| record.people[id].symbol).collect::<Vec<_>>(), [Symbol::Female, Symbol::Male]);
        assert!(!offers(&record, &"m".into()).contains(&Kin::Parents));
    }

    #[test]
    fn the_parent_who_is_missing_is_the_other_one() {
        for (known, comes) in
            [(Symbol::Male, Symbol::Female), (Symbol::Female, Symbol::Male), (Symbol::NonBinary, Symbol::Unknown)]
        {
            let (mut record, mut ids) = (with(marte()), 0);
            record.put(Fact::Person(Person::new("p", known, origin())));
            record.put(Fact::ParentLink(ParentLink {
                id: "l".into(),
                child: "m".into(),
                parent: "p".into(),
                kind: ParentKind::Biological,
                span: Span::default(),
                origin: origin(),
            }));
            let new = done(&mut record, "m", Kin::Parents, &mut ids);
            assert_eq!(new.iter().map(|id| record.people[id].symbol).collect::<Vec<_>>(), [comes]);
        }
    }

    #[test]
    fn a_child_hangs_under_both_only_where_there_is_one_partner_of_today() {
        let (mut record, mut ids) = (with(marte()), 0);
        let first = done(&mut record, "m", Kin::Partner, &mut ids);
        let child = done(&mut record, "m", Kin::Child, &mut ids);
        assert_eq!(parents(&record, &child[0]), [PersonId::from("m"), first[0].clone()]);
        done(&mut record, "m", Kin::Partner, &mut ids);
        let child = done(&mut record, "m", Kin::Child, &mut ids);
        assert_eq!(parents(&record, &child[0]), [PersonId::from("m")], "with two partners nobody guesses");
    }

    #[test]
    fn a_child_who_is_expected_has_both_parents_and_grows_no_family_yet() {
        let (mut record, mut ids) = (with(marte()), 0);
        done(&mut record, "m", Kin::Partner, &mut ids);
        let child = done(&mut record, "m", Kin::Pregnancy, &mut ids)[0].clone();
        assert_eq!(record.people[&child].life, Life::Expected);
        assert_eq!(parents(&record, &child).len(), 2);
        assert!(!offers(&record, &child).contains(&Kin::Pregnancy));
    }

    #[test]
    fn two_are_tied_once_and_nobody_to_themselves() {
        let mut record = with(marte());
        record.put(Fact::Person(Person::new("n", Symbol::Male, origin())));
        let (m, n) = (PersonId::from("m"), PersonId::from("n"));
        for (how, child) in [(Tie::Partner, None), (Tie::ParentOf, Some(&n)), (Tie::ChildOf, Some(&m))] {
            let mut ids = 0;
            let mut fresh = || {
                ids += 1;
                format!("{}{ids}", how.code())
            };
            assert_eq!(tie(&record, &m, how, &m, &origin(), &mut fresh), None);
            let edits = tie(&record, &m, how, &n, &origin(), &mut fresh).unwrap();
            let mut after = record.clone();
            edits.iter().for_each(|edit| drop(apply(&mut after, edit)));
            assert_eq!(tie(&after, &m, how, &n, &origin(), &mut fresh), None, "{how:?}");
            assert_eq!(after.parent_links.values().next().map(|it| &it.child), child);
        }
    }

    #[test]
    fn an_emotional_tie_is_put_once_whichever_way_it_is_said() {
        let mut record = with(marte());
        record.put(Fact::Person(Person::new("n", Symbol::Male, origin())));
        let (m, n) = (PersonId::from("m"), PersonId::from("n"));
        let mut ids = 0;
        let mut fresh = || {
            ids += 1;
            ids.to_string()
        };
        let edits = bond(&record, &m, BondKind::Close, &n, &origin(), &mut fresh).unwrap();
        edits.iter().for_each(|edit| drop(apply(&mut record, edit)));
        assert_eq!(bond(&record, &n, BondKind::Close, &m, &origin(), &mut fresh), None);
        assert_eq!(bond(&record, &m, BondKind::Close, &m, &origin(), &mut fresh), None);
        assert!(bond(&record, &n, BondKind::Conflict, &m, &origin(), &mut fresh).is_some());
        assert!(BondKind::PLAIN_WORDS.iter().all(|it| !it.is_sensitive()));
    }

    #[test]
    fn a_twin_has_the_parents_and_the_birthday_and_a_third_joins_the_two() {
        let mut person = marte();
        person.birth = Known::Known(FuzzyDate::year(1996));
        let (mut record, mut ids) = (with(person), 0);
        let twin = done(&mut record, "m", Kin::Twin, &mut ids)[0].clone();
        assert_eq!(parents(&record, &twin), parents(&record, &"m".into()));
        assert_eq!(parents(&record, &twin).len(), 2);
        assert_eq!(record.people[&twin].birth, Known::Known(FuzzyDate::year(1996)));
        done(&mut record, "m", Kin::Twin, &mut ids);
        assert_eq!(record.birth_groups.len(), 1);
        assert_eq!(record.birth_groups.values().next().unwrap().children.len(), 3);
    }

    #[test]
    fn nobody_is_offered_beside_who_is_shielded_an_animal_or_a_house() {
        let of = |change: fn(&mut Person)| {
            let mut person = marte();
            change(&mut person);
            offers(&with(person), &"m".into())
        };
        assert_eq!(of(|it| it.shielded = true), []);
        assert_eq!(of(|it| it.symbol = Symbol::Pet), []);
        assert_eq!(of(|it| it.symbol = Symbol::Institution), []);
        assert_eq!(of(|it| it.life = Life::Expected), [Kin::Parents, Kin::Sibling, Kin::Twin]);
        assert_eq!(offers(&Record::new(), &"m".into()), []);
        assert_eq!(of(|_| ()), Kin::ALL);
    }

    #[test]
    fn whatever_is_added_in_whatever_order_is_drawn_and_contradicts_nothing() {
        let mut chance = proptest::test_runner::TestRunner::deterministic();
        let steps = proptest::collection::vec((0..40_usize, 0..Kin::ALL.len()), 0..25);
        chance
            .run(&steps, |steps| {
                let (mut record, mut ids) = (with(marte()), 0);
                for (who, kin) in steps {
                    let of = record.people.keys().nth(who % record.people.len()).unwrap().clone();
                    let kin = Kin::ALL[kin];
                    if offers(&record, &of).contains(&kin) {
                        done(&mut record, of.as_str(), kin, &mut ids);
                    }
                }
                let faults = check(&record);
                proptest::prop_assert!(faults.iter().all(|it| it.severity != Severity::Contradiction), "{faults:?}");
                proptest::prop_assert_eq!(arrange(&record, &Options::default()).places.len(), record.people.len());
                Ok(())
            })
            .unwrap();
    }
}
