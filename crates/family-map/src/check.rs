//! What cannot be true in a record, and what looks wrong.
//!
//! A finding claims only what holds whatever the imprecise dates really are.
//! Each person and each tie is looked at once, so the time is linear.

mod ancestry;
mod dates;

use crate::message::{Arg, Message, MessageKey, Severity};
use crate::ordered::Ordered;
use crate::record::{BirthGroup, FactId, Life, MarkKind, ParentKind, Person, PersonId, PersonMark, Record, Symbol};
pub(crate) use dates::Days;
use dates::YEAR;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A biological parent is at least this many years older.
pub const PARENT_YEARS_MIN: u16 = 12;
/// A mother gives birth at this age at the latest.
pub const MOTHER_YEARS_MAX: u16 = 55;
/// Twins are born within this many days.
pub const TWIN_DAYS_MAX: u16 = 2;

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// A warning never blocks, a contradiction does.
    pub severity: Severity,
    /// The facts that it is about, the most telling one first.
    pub facts: Vec<FactId>,
    /// What to say.
    pub message: Message,
}

/// Checks a whole record. The order is that of the checks, then of the ids.
#[must_use]
pub fn check(record: &Record) -> Vec<Finding> {
    let mut check = Check { record, found: Vec::new() };
    check.missing();
    check.circles();
    check.lives();
    let parents = check.parents();
    check.couples();
    check.twins(&parents);
    check.bonds();
    check.suspicions();
    check.found
}

/// The biological parents of each child that has any.
type Parents<'a> = BTreeMap<&'a PersonId, BTreeSet<&'a PersonId>>;

struct Check<'a> {
    record: &'a Record,
    found: Vec<Finding>,
}

impl<'a> Check<'a> {
    fn say(&mut self, severity: Severity, facts: Vec<FactId>, message: Message) {
        self.found.push(Finding { severity, facts, message });
    }

    fn person(&self, id: &PersonId) -> Option<&'a Person> {
        self.record.people.get(id)
    }

    /// What to call a person.
    fn label(&self, id: &PersonId) -> Arg {
        Arg::name(self.person(id).and_then(Person::label))
    }

    /// Ties to people and households that are neither here nor marked as removed.
    fn missing(&mut self) {
        let record = self.record;
        let gone = |id: FactId| record.fact(&id).is_none() && !record.removed.contains_key(&id);
        let mut tie = |fact: FactId, ends: Vec<FactId>| {
            let missing = ends.into_iter().filter(|end| gone(end.clone())).count();
            if missing > 0 {
                let message = Message::new(MessageKey::TieToMissing).with("missing", missing);
                self.say(Severity::Warning, vec![fact], message);
            }
        };
        for (id, it) in &record.partnerships {
            tie(id.clone().into(), vec![it.a.clone().into(), it.b.clone().into()]);
        }
        for (id, it) in &record.parent_links {
            tie(id.clone().into(), vec![it.child.clone().into(), it.parent.clone().into()]);
        }
        for (id, it) in &record.birth_groups {
            tie(id.clone().into(), it.children.iter().cloned().map(FactId::from).collect());
        }
        for (id, it) in &record.bonds {
            tie(id.clone().into(), vec![it.a.clone().into(), it.b.clone().into()]);
        }
        for (id, it) in &record.memberships {
            tie(id.clone().into(), vec![it.household.clone().into(), it.person.clone().into()]);
        }
        for (id, it) in &record.marks {
            tie(id.clone().into(), vec![it.person.clone().into()]);
        }
        if let Some(index) = &record.index {
            tie(index.clone().into(), vec![index.clone().into()]);
        }
    }

    /// People who are their own ancestors, one finding a circle.
    fn circles(&mut self) {
        for circle in ancestry::circles(self.record) {
            let Some(first) = circle.first() else { continue };
            let message = Message::new(MessageKey::OwnAncestor)
                .with("person", self.label(first))
                .with("others", circle.len().saturating_sub(1));
            let facts = circle.iter().map(|id| (*id).clone().into()).collect();
            self.say(Severity::Contradiction, facts, message);
        }
    }

    /// Death before birth.
    fn lives(&mut self) {
        for (id, person) in &self.record.people {
            let (Some(birth), Some(death)) = (person.birth.value(), person.death.value()) else { continue };
            let unborn = person.life == Life::Expected || person.life.is_loss();
            if !unborn && Days::of(death).surely_before(&Days::of(birth)) {
                let message = Message::new(MessageKey::DeathBeforeBirth)
                    .with("person", self.label(id))
                    .with("birth", *birth)
                    .with("death", *death);
                self.say(Severity::Contradiction, vec![id.clone().into()], message);
            }
        }
    }

    /// Biological parents: how many, and of what age.
    fn parents(&mut self) -> Parents<'a> {
        let record = self.record;
        let mut parents: Parents<'a> = BTreeMap::new();
        for link in record.parent_links.values().filter(|link| link.kind == ParentKind::Biological) {
            if parents.entry(&link.child).or_default().insert(&link.parent) {
                self.parent_age(link);
            }
        }
        for (child, of) in parents.iter().filter(|(_, of)| of.len() > 2) {
            let message = Message::new(MessageKey::TooManyBiologicalParents)
                .with("person", self.label(child))
                .with("count", of.len());
            let facts = std::iter::once(*child).chain(of.iter().copied()).map(|id| id.clone().into()).collect();
            self.say(Severity::Contradiction, facts, message);
        }
        parents
    }

    fn parent_age(&mut self, link: &'a crate::record::ParentLink) {
        let (Some(parent), Some(child)) = (self.person(&link.parent), self.person(&link.child)) else { return };
        let (Some(older), Some(younger)) = (parent.birth.value(), child.birth.value()) else { return };
        let (older, younger) = (Days::of(older), Days::of(younger));
        let (severity, key, limit) = if younger.surely_before(&older) {
            (Severity::Contradiction, MessageKey::ParentBornAfterChild, None)
        } else if younger.surely_before(&older.later_by(i32::from(PARENT_YEARS_MIN) * YEAR)) {
            (Severity::Warning, MessageKey::ParentTooYoung, Some(PARENT_YEARS_MIN))
        } else if parent.symbol == Symbol::Female
            && older.later_by(i32::from(MOTHER_YEARS_MAX + 1) * YEAR - 1).surely_before(&younger)
        {
            (Severity::Warning, MessageKey::MotherTooOld, Some(MOTHER_YEARS_MAX))
        } else {
            return;
        };
        let mut message =
            Message::new(key).with("parent", self.label(&link.parent)).with("child", self.label(&link.child));
        if let Some(limit) = limit {
            message = message.with("limit", limit);
        }
        let facts = vec![link.id.clone().into(), link.parent.clone().into(), link.child.clone().into()];
        self.say(severity, facts, message);
    }

    /// Couples with themselves, and couples' dates outside a life.
    fn couples(&mut self) {
        for (id, couple) in &self.record.partnerships {
            if couple.a == couple.b {
                let message = Message::new(MessageKey::SelfPartnership).with("person", self.label(&couple.a));
                self.say(Severity::Contradiction, vec![id.clone().into(), couple.a.clone().into()], message);
                continue;
            }
            let events = couple.events.iter().map(|(_, date)| *date);
            let dates: Vec<_> = couple.span.from.into_iter().chain(events).chain(couple.span.to).collect();
            for (one, other) in [(&couple.a, &couple.b), (&couple.b, &couple.a)] {
                let Some(person) = self.person(one) else { continue };
                let birth = person.birth.value().map(Days::of);
                // The date of someone missing says since when, not that life ended.
                let death = person.death.value().filter(|_| person.life == Life::Dead).map(Days::of);
                let before = dates.iter().find(|date| birth.is_some_and(|birth| Days::of(date).surely_before(&birth)));
                let after = dates.iter().find(|date| death.is_some_and(|death| death.surely_before(&Days::of(date))));
                let found = [(before, MessageKey::CoupleBeforeBirth), (after, MessageKey::CoupleAfterDeath)];
                for (date, key) in found {
                    let Some(date) = date else { continue };
                    let message = Message::new(key)
                        .with("person", self.label(one))
                        .with("partner", self.label(other))
                        .with("date", *date);
                    self.say(Severity::Contradiction, vec![id.clone().into(), one.clone().into()], message);
                }
            }
        }
    }

    /// Twins with different parents, or born too far apart.
    fn twins(&mut self, parents: &Parents<'a>) {
        for (id, group) in &self.record.birth_groups {
            if let Some((severity, one, other)) = different_parents(group, parents) {
                let message = Message::new(MessageKey::TwinsParentsDiffer)
                    .with("person", self.label(one))
                    .with("other", self.label(other));
                let facts = vec![id.clone().into(), one.clone().into(), other.clone().into()];
                self.say(severity, facts, message);
            }
            let mut births: Vec<_> = group
                .children
                .iter()
                .filter_map(|child| Some((dates::civil(self.person(child)?.birth.value()?)?, child)))
                .collect();
            births.order();
            let (Some((first, one)), Some((last, other))) = (births.first(), births.last()) else { continue };
            if last - first > i32::from(TWIN_DAYS_MAX) {
                let message = Message::new(MessageKey::TwinsBirthsApart)
                    .with("person", self.label(one))
                    .with("other", self.label(other))
                    .with("limit", TWIN_DAYS_MAX);
                let facts = vec![id.clone().into(), (*one).clone().into(), (*other).clone().into()];
                self.say(Severity::Contradiction, facts, message);
            }
        }
    }

    /// Ties to oneself.
    fn bonds(&mut self) {
        for (id, bond) in self.record.bonds.iter().filter(|(_, bond)| bond.a == bond.b) {
            let message = Message::new(MessageKey::SelfBond).with("person", self.label(&bond.a));
            self.say(Severity::Contradiction, vec![id.clone().into(), bond.a.clone().into()], message);
        }
    }
}

impl Check<'_> {
    /// A suspicion is somebody's judgement: it is not kept without its day.
    fn suspicions(&mut self) {
        let suspected = |it: &&PersonMark| it.kind == MarkKind::SubstanceSuspected && it.noted.is_none();
        for it in self.record.marks.values().filter(suspected) {
            let message = Message::new(MessageKey::SuspicionUndated).with("person", self.label(&it.person));
            self.say(Severity::Contradiction, vec![it.id.clone().into(), it.person.clone().into()], message);
        }
    }
}

/// The first pair of the group whose biological parents are not the same. A
/// parent who is merely not named for one of them is a warning.
fn different_parents<'a>(
    group: &'a BirthGroup,
    parents: &Parents<'_>,
) -> Option<(Severity, &'a PersonId, &'a PersonId)> {
    let none = BTreeSet::new();
    let mut children = group.children.iter();
    let first = children.next()?;
    let of_first = parents.get(first).unwrap_or(&none);
    let mut worst = None;
    for child in children {
        let of_child = parents.get(child).unwrap_or(&none);
        if of_first == of_child {
            continue;
        }
        if !of_first.is_subset(of_child) && !of_child.is_subset(of_first) {
            return Some((Severity::Contradiction, first, child));
        }
        worst = worst.or(Some((Severity::Warning, first, child)));
    }
    worst
}

#[cfg(test)]
mod tests;
