//! A record seen in one way: on a day of life, in some layers, around one
//! person. Each is a function from record to record, and what it leaves out
//! leaves nothing behind: the same drawing, measuring and describing works on
//! what remains.

use crate::check::Days;
use crate::date::{FuzzyDate, Span};
use crate::record::{Fact, Known, Life, Partnership, PartnershipEvent, PartnershipKind, Person, PersonId, Record};
use crate::redact::{seen_member, seen_system};
use std::collections::BTreeSet;

/// Whether something that began then had surely not begun on the day.
fn is_later(date: &FuzzyDate, day: &FuzzyDate) -> bool {
    Days::of(day).surely_before(&Days::of(date))
}

/// Whether a fact had begun on the day. What has no beginning always had.
fn had_begun(span: &Span, day: &FuzzyDate) -> bool {
    span.from.is_none_or(|from| !is_later(&from, day))
}

/// An end that had surely not come on the day is taken away.
fn still_open(span: Span, day: &FuzzyDate) -> Span {
    Span { from: span.from, to: span.to.filter(|to| !is_later(to, day)) }
}

/// The record as it was in life on a day: without what came later, and with
/// what ended later still going on. What is told without dates is always there.
///
/// The names are those of today, and so is what has no dates.
#[must_use]
pub fn on_day(record: &Record, day: &FuzzyDate) -> Record {
    let people: BTreeSet<PersonId> =
        record.people.values().filter(|it| was_there(it, day)).map(|it| it.id.clone()).collect();
    let mut seen = only_people(record, &people);
    for person in seen.people.values_mut() {
        live_again(person, day);
    }
    seen.partnerships.retain(|_, it| had_begun(&it.span, day));
    seen.partnerships.values_mut().for_each(|it| couple_on(it, day));
    macro_rules! spans {
        ($($map:ident),+) => { $(
            seen.$map.retain(|_, it| had_begun(&it.span, day));
            seen.$map.values_mut().for_each(|it| it.span = still_open(it.span, day));
        )+ };
    }
    spans!(parent_links, bonds, households, memberships, marks, networks, network_members, acquaintances, systems);
    for member in seen.network_members.values_mut() {
        if let Some(at) = member.past.iter().position(|it| is_later(&it.until, day)) {
            member.standing = member.past[at].standing.clone();
            member.past.truncate(at);
        }
    }
    without_loose_ends(&mut seen);
    seen
}

/// How long before the due date a child is expected, on the scale of days of a date.
const EXPECTED_DAYS: i32 = 286;

fn was_there(person: &Person, day: &FuzzyDate) -> bool {
    match (person.life, person.birth.value(), person.death.value()) {
        (Life::Expected, Some(due), _) => day.earliest_day() >= due.earliest_day() - EXPECTED_DAYS,
        (_, Some(birth), _) => !is_later(birth, day),
        (Life::Miscarriage | Life::Abortion | Life::Stillbirth, None, Some(lost)) => !is_later(lost, day),
        _ => true,
    }
}

/// Who died or went missing later was alive and there.
fn live_again(person: &mut Person, day: &FuzzyDate) {
    let later = person.death.value().is_some_and(|death| is_later(death, day));
    if later && matches!(person.life, Life::Dead | Life::Missing) {
        person.life = Life::Alive;
        person.death = Known::NotAsked;
    }
}

/// What a couple was on a day, by what had happened until then.
fn couple_on(it: &mut Partnership, day: &FuzzyDate) {
    it.events.retain(|(_, date)| !is_later(date, day));
    let ended_later = it.span.to.is_some_and(|to| is_later(&to, day));
    it.span = still_open(it.span, day);
    if !ended_later {
        return;
    }
    let separated = it.events.iter().any(|(event, _)| *event == PartnershipEvent::Separated);
    it.kind = match it.kind {
        PartnershipKind::Divorced if separated => PartnershipKind::Separated,
        PartnershipKind::Divorced
        | PartnershipKind::Separated
        | PartnershipKind::Widowed
        | PartnershipKind::Annulled => PartnershipKind::Married,
        PartnershipKind::EndedCohabitation => PartnershipKind::Cohabiting,
        PartnershipKind::EndedDating => PartnershipKind::Dating,
        other => other,
    };
}

/// What is shown of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layers {
    /// Emotional ties.
    pub bonds: bool,
    /// Abuse, violence and neglect among them.
    pub sensitive: bool,
    /// Illness and substance use.
    pub health: bool,
    /// Homes.
    pub households: bool,
    /// What has ended: former homes, care that is over, ended networks.
    pub former: bool,
    /// Pregnancies that ended before birth, and the stillborn.
    pub losses: bool,
    /// Pets.
    pub pets: bool,
    /// Networks.
    pub networks: bool,
    /// Ecomaps.
    pub ecomaps: bool,
}

impl Layers {
    /// Everything.
    pub const ALL: Self = Self {
        bonds: true,
        sensitive: true,
        health: true,
        households: true,
        former: true,
        losses: true,
        pets: true,
        networks: true,
        ecomaps: true,
    };
}

/// The record with some layers only.
#[must_use]
pub fn layers(record: &Record, layers: Layers) -> Record {
    let shown = |it: &&Person| {
        let lost = it.life.is_loss() || it.life == Life::Stillbirth;
        (layers.losses || !lost) && (layers.pets || it.symbol != crate::record::Symbol::Pet)
    };
    let people = record.people.values().filter(shown).map(|it| it.id.clone()).collect();
    let mut seen = only_people(record, &people);
    seen.bonds.retain(|_, it| layers.bonds && (layers.sensitive || !it.kind.is_sensitive()));
    seen.marks.retain(|_, it| layers.health || !it.kind.is_health());
    if !layers.former {
        seen.parent_links.retain(|_, it| it.span.to.is_none());
        seen.households.retain(|_, it| it.span.to.is_none());
        seen.memberships.retain(|_, it| it.span.to.is_none());
        seen.bonds.retain(|_, it| it.span.to.is_none());
        seen.marks.retain(|_, it| it.span.to.is_none());
        seen.networks.retain(|_, it| it.span.to.is_none());
        seen.network_members.retain(|_, it| it.span.to.is_none());
        seen.network_members.values_mut().for_each(|it| it.past.clear());
        seen.acquaintances.retain(|_, it| it.span.to.is_none());
        seen.systems.retain(|_, it| it.span.to.is_none());
    }
    if !layers.ecomaps {
        seen.systems.clear();
    }
    if !layers.households {
        // An ecomap around a home is drawn without the homes on the genogram.
        let centres = crate::ecomap::centres(&seen);
        let is_centre = |id| centres.contains(&crate::record::Centre::Household(id));
        seen.households.retain(|id, _| is_centre(id.clone()));
        seen.memberships.retain(|_, it| is_centre(it.household.clone()));
    }
    if !layers.networks {
        seen.networks.clear();
    }
    without_loose_ends(&mut seen);
    seen
}

/// The record around one person: so many generations up and down, with
/// siblings, partners, other parents and those whom one lives with.
#[must_use]
pub fn around(record: &Record, person: &PersonId, generations: u8) -> Record {
    if !record.people.contains_key(person) {
        return Record::new();
    }
    let step = |from: &BTreeSet<PersonId>, down: bool| -> BTreeSet<PersonId> {
        let links = record.parent_links.values();
        if down {
            links.filter(|it| from.contains(&it.parent)).map(|it| it.child.clone()).collect()
        } else {
            links.filter(|it| from.contains(&it.child)).map(|it| it.parent.clone()).collect()
        }
    };
    let own = BTreeSet::from([person.clone()]);
    let mut keep = own.clone();
    let (mut up, mut down) = (own.clone(), own.clone());
    let mut siblings = BTreeSet::new();
    for generation in 0..generations {
        up = step(&up, false).difference(&keep).cloned().collect();
        if generation == 0 {
            siblings = step(&up, true);
        }
        down = step(&down, true).difference(&keep).cloned().collect();
        keep.extend(up.iter().chain(&down).cloned());
    }
    keep.extend(siblings);
    // Other parents of those who are shown as children, and partners of the
    // person and of descendants, not of everyone.
    let mut beside: BTreeSet<PersonId> = BTreeSet::new();
    let mut line = own.clone();
    let mut next = own;
    for _ in 0..generations {
        next = step(&next, true).difference(&line).cloned().collect();
        line.extend(next.iter().cloned());
    }
    for it in record.partnerships.values() {
        if line.contains(&it.a) || line.contains(&it.b) {
            beside.extend([it.a.clone(), it.b.clone()]);
        }
    }
    if generations > 0 {
        let children: BTreeSet<PersonId> = line.iter().filter(|id| *id != person).cloned().collect();
        beside.extend(step(&children, false));
        let open = || record.memberships.values().filter(|it| it.span.to.is_none());
        let homes: BTreeSet<_> = open().filter(|it| &it.person == person).map(|it| it.household.clone()).collect();
        let with = open().filter(|it| homes.contains(&it.household));
        beside.extend(with.map(|it| it.person.clone()));
    }
    keep.extend(beside);
    let mut seen = only_people(record, &keep);
    // Around somebody means their own network and ecomap too.
    seen.networks.retain(|_, it| &it.person == person);
    without_loose_ends(&mut seen);
    seen
}

/// The record with these people only, and the ties among them.
#[must_use]
pub fn only_people(record: &Record, keep: &BTreeSet<PersonId>) -> Record {
    let mut seen = record.clone();
    seen.removed.clear();
    seen.people.retain(|id, _| keep.contains(id));
    seen.index = seen.index.filter(|id| seen.people.contains_key(id));
    let had_members: BTreeSet<_> = seen.memberships.values().map(|it| it.household.clone()).collect();
    seen.memberships.retain(|_, it| seen.people.contains_key(&it.person));
    let has_members: BTreeSet<_> = seen.memberships.values().map(|it| it.household.clone()).collect();
    seen.households.retain(|id, _| has_members.contains(id) || !had_members.contains(id));
    let twins = seen.birth_groups.clone();
    for (id, mut group) in twins {
        group.children.retain(|child| seen.people.contains_key(child));
        if group.children.len() < 2 {
            seen.birth_groups.remove(&id);
        } else {
            seen.birth_groups.insert(id, group);
        }
    }
    let members = std::mem::take(&mut seen.network_members);
    seen.network_members =
        members.into_iter().filter_map(|(id, it)| seen_member(&it, &seen).map(|it| (id, it))).collect();
    let systems = std::mem::take(&mut seen.systems);
    seen.systems = systems.into_iter().filter_map(|(id, it)| seen_system(&it, &seen).map(|it| (id, it))).collect();
    without_loose_ends(&mut seen);
    seen
}

/// Takes away what names a fact that is not there, until nothing does.
fn without_loose_ends(record: &mut Record) {
    loop {
        let loose: Vec<_> = record
            .facts()
            .filter(|fact| !matches!(fact, Fact::BirthGroup(_) | Fact::NetworkMember(_) | Fact::EcomapSystem(_)))
            .filter(|fact| fact.leans_on().iter().any(|id| !record.holds(id)))
            .map(|fact| fact.id())
            .collect();
        let networks: Vec<_> = record
            .network_members
            .values()
            .filter(|it| !record.networks.contains_key(&it.network))
            .map(|it| it.id.clone())
            .collect();
        let systems: Vec<_> = record
            .systems
            .values()
            .filter(|it| !match &it.around {
                crate::record::Centre::Person(id) => record.people.contains_key(id),
                crate::record::Centre::Household(id) => record.households.contains_key(id),
            })
            .map(|it| it.id.clone())
            .collect();
        if loose.is_empty() && networks.is_empty() && systems.is_empty() {
            return;
        }
        loose.iter().for_each(|id| drop(record.take(id)));
        networks.iter().for_each(|id| drop(record.network_members.remove(id)));
        systems.iter().for_each(|id| drop(record.systems.remove(id)));
    }
}
