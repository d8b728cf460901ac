//! A record as one viewer may see it (rule R11): what is hidden leaves no trace.
//!
//! Everything that is derived from a record (layout, counts, descriptions) is
//! computed from the redacted one, so nothing downstream can tell that
//! something was there.

use crate::record::{
    Centre, EcomapSystem, Fact, FactId, FactIdRef, FactRef, HouseholdId, Known, NetworkMember, Origin, PartyKey,
    Person, PersonId, Record, Who,
};
use std::collections::BTreeSet;

/// What the right to see one fact is decided on.
#[derive(Debug)]
pub struct Sight<'a> {
    /// Who told the fact and for whom it is.
    pub origin: &'a Origin,
    /// The people whom the fact is about.
    pub about: Vec<&'a PersonId>,
    /// The fact tells where somebody lives.
    pub locates: bool,
    /// Abuse, violence or neglect.
    pub sensitive: bool,
}

/// The record that remains when only those facts are kept for which `sees`
/// answers yes, with every trace of the others taken away:
/// ties of hidden people, twins left alone, households without members,
/// networks of hidden people, marks of removal. A shielded person keeps the
/// symbol and ties, and loses the name, the dates, the words and the places,
/// and so the network and the systems around them.
///
/// Who told a kept fact and for whom it is can tell of somebody who is hidden:
/// an origin keeps only the parties for which `knows` answers yes.
#[must_use]
pub fn redact(record: &Record, sees: impl Fn(&Sight<'_>) -> bool, knows: impl Fn(&PartyKey) -> bool) -> Record {
    let mut seen = keep_seen(record, sees);
    for origin in seen.origins_mut() {
        *origin = origin.known_by(&knows);
    }
    seen
}

/// The facts for which `sees` answers yes, with their origins as they are.
fn keep_seen(record: &Record, sees: impl Fn(&Sight<'_>) -> bool) -> Record {
    let mut seen = Record::new();

    for person in record.people.values() {
        if sees(&sight(&person.origin, vec![&person.id])) {
            seen.people.insert(person.id.clone(), shield(person));
        }
    }
    let here: BTreeSet<&PersonId> = record.people.keys().filter(|id| seen.people.contains_key(*id)).collect();
    let both = |a: &PersonId, b: &PersonId| here.contains(a) && here.contains(b);

    for (id, it) in &record.partnerships {
        if both(&it.a, &it.b) && sees(&sight(&it.origin, vec![&it.a, &it.b])) {
            seen.partnerships.insert(id.clone(), it.clone());
        }
    }
    for (id, it) in &record.parent_links {
        if both(&it.child, &it.parent) && sees(&sight(&it.origin, vec![&it.child, &it.parent])) {
            seen.parent_links.insert(id.clone(), it.clone());
        }
    }
    for (id, it) in &record.birth_groups {
        let children: BTreeSet<_> = it.children.iter().filter(|id| here.contains(id)).cloned().collect();
        if children.len() >= 2 && sees(&sight(&it.origin, children.iter().collect())) {
            let mut kept = it.clone();
            kept.children = children.clone();
            seen.birth_groups.insert(id.clone(), kept);
        }
    }
    for (id, it) in &record.bonds {
        let sight = Sight { sensitive: it.kind.is_sensitive(), ..sight(&it.origin, vec![&it.a, &it.b]) };
        if both(&it.a, &it.b) && sees(&sight) {
            seen.bonds.insert(id.clone(), it.clone());
        }
    }
    for (id, it) in &record.memberships {
        let Some(home) = record.households.get(&it.household) else { continue };
        let shielded = seen.people.get(&it.person).is_none_or(|person| person.shielded);
        let may = |origin, person| sees(&Sight { locates: true, ..sight(origin, vec![person]) });
        if !shielded && may(&it.origin, &it.person) && may(&home.origin, &it.person) {
            seen.memberships.insert(id.clone(), it.clone());
            seen.households.entry(home.id.clone()).or_insert_with(|| home.clone());
        }
    }
    for (id, it) in &record.marks {
        let open = seen.people.get(&it.person).is_some_and(|person| !person.shielded);
        let sight = Sight { locates: it.kind.locates(), ..sight(&it.origin, vec![&it.person]) };
        if open && sees(&sight) {
            seen.marks.insert(id.clone(), it.clone());
        }
    }
    keep_networks(record, &mut seen, &sees);
    keep_systems(record, &mut seen, &sees);
    seen.index = record.index.clone().filter(|id| here.contains(id));
    seen
}

/// Sectors that tell where somebody is during the day.
const SECTORS_OF_PLACES: [&str; 3] = ["ARENA", "FRITID", "HJELP"];

fn keep_networks(record: &Record, seen: &mut Record, sees: &impl Fn(&Sight<'_>) -> bool) {
    for (id, it) in &record.networks {
        let open = seen.people.get(&it.person).is_some_and(|person| !person.shielded);
        if open && sees(&sight(&it.origin, vec![&it.person])) {
            seen.networks.insert(id.clone(), it.clone());
        }
    }
    for (id, it) in &record.network_members {
        let Some(network) = seen.networks.get(&it.network) else { continue };
        let locates = it.who.people.is_empty() && SECTORS_OF_PLACES.contains(&it.standing.sector.0.as_str());
        let about = std::iter::once(&network.person).chain(&it.who.people).collect();
        let sight = Sight { locates, ..sight(&it.origin, about) };
        if let Some(kept) = seen_member(it, seen).filter(|_| sees(&sight)) {
            seen.network_members.insert(id.clone(), kept);
        }
    }
    for (id, it) in &record.acquaintances {
        let (Some(a), Some(b)) = (seen.network_members.get(&it.a), seen.network_members.get(&it.b)) else { continue };
        let middle = record.networks.get(&a.network).map(|network| &network.person);
        let about = middle.into_iter().chain(&a.who.people).chain(&b.who.people).collect();
        if a.network == b.network && sees(&sight(&it.origin, about)) {
            seen.acquaintances.insert(id.clone(), it.clone());
        }
    }
}

/// The member with the people who may be seen; none where all of them are hidden.
pub(crate) fn seen_member(member: &NetworkMember, seen: &Record) -> Option<NetworkMember> {
    let who = seen_who(&member.who, seen)?;
    let shielded = who.people.iter().any(|id| is_shielded(id, seen));
    let note = member.note.clone().filter(|_| !shielded && who.people.len() == member.who.people.len());
    let known_since = if shielded { Known::NotAsked } else { member.known_since.clone() };
    Some(NetworkMember { who, note, known_since, ..member.clone() })
}

/// Of several people, those who may be seen. A name that was given to all of
/// them could tell of those who are hidden.
fn seen_who(who: &Who, seen: &Record) -> Option<Who> {
    let people: BTreeSet<_> = who.people.iter().filter(|id| seen.people.contains_key(*id)).cloned().collect();
    if people.is_empty() && !who.people.is_empty() {
        return None;
    }
    let open = people.len() == who.people.len() && !people.iter().any(|id| is_shielded(id, seen));
    Some(Who { people, name: who.name.clone().filter(|_| open) })
}

fn is_shielded(id: &PersonId, seen: &Record) -> bool {
    seen.people.get(id).is_some_and(|person| person.shielded)
}

fn keep_systems(record: &Record, seen: &mut Record, sees: &impl Fn(&Sight<'_>) -> bool) {
    for (id, it) in &record.systems {
        let middle: BTreeSet<&PersonId> = match &it.around {
            Centre::Person(person) if seen.people.get(person).is_some_and(|it| !it.shielded) => [person].into(),
            Centre::Household(home) if seen.households.contains_key(home) => {
                record.memberships.values().filter(|it| &it.household == home).map(|it| &it.person).collect()
            }
            _ => continue,
        };
        let concerned = if it.concerns.is_empty() { middle } else { it.concerns.iter().collect() };
        let about = concerned.into_iter().chain(&it.who.people).collect();
        let sight = Sight { locates: true, ..sight(&it.origin, about) };
        if let Some(kept) = seen_system(it, seen).filter(|_| sees(&sight)) {
            seen.systems.insert(id.clone(), kept);
        }
    }
}

/// The system with the people who may be seen; none where all of those whom it
/// is or concerns are hidden, or their places are.
pub(crate) fn seen_system(system: &EcomapSystem, seen: &Record) -> Option<EcomapSystem> {
    let who = seen_who(&system.who, seen)?;
    let open = |id: &&PersonId| seen.people.contains_key(*id) && !is_shielded(id, seen);
    let concerns: BTreeSet<PersonId> = system.concerns.iter().filter(open).cloned().collect();
    if concerns.is_empty() && !system.concerns.is_empty() {
        return None;
    }
    let whole = concerns.len() == system.concerns.len() && who == system.who;
    let note = system.note.clone().filter(|_| whole);
    Some(EcomapSystem { who, concerns, note, ..system.clone() })
}

/// An ordinary fact about these people.
fn sight<'a>(origin: &'a Origin, about: Vec<&'a PersonId>) -> Sight<'a> {
    Sight { origin, about, locates: false, sensitive: false }
}

/// The person with the name, dates, words and places taken away if the address
/// is protected.
fn shield(person: &Person) -> Person {
    if !person.shielded {
        return person.clone();
    }
    let mut shown = Person::new(person.id.clone(), person.symbol, person.origin.clone());
    shown.name = Known::NotAsked;
    shown.life = person.life;
    shown.shielded = true;
    shown
}

/// Whether a single new fact would be seen, given the record it joins. Looks at
/// what the fact leans on and at nothing else.
#[must_use]
pub fn may_see_fact(record: &Record, fact: &Fact, sees: impl Fn(&Sight<'_>) -> bool) -> bool {
    let mut part = Record::new();
    part.put(fact.clone());
    let mut wanted: BTreeSet<FactId> = fact.leans_on();
    if let Fact::Household(home) = fact {
        wanted.extend(places_in(record, &home.id));
    }
    bring(record, wanted, &mut part);
    keep_seen(&part, sees).holds(&fact.id())
}

/// What a viewer sees of these facts, and of nothing else: as in [`redact`],
/// without redacting the rest. What the record does not hold is left out.
#[must_use]
pub fn redact_some(
    record: &Record,
    ids: &BTreeSet<FactId>,
    sees: impl Fn(&Sight<'_>) -> bool,
    knows: impl Fn(&PartyKey) -> bool,
) -> Record {
    let mut part = Record::new();
    let index = record.index.clone().map(FactId::from);
    bring(record, ids.iter().cloned().chain(index).collect(), &mut part);
    part.index.clone_from(&record.index);
    let mut seen = keep_seen(&part, sees);
    let more: Vec<FactId> = seen.fact_ids().filter(|id| !ids.contains(id)).collect();
    more.iter().for_each(|id| drop(seen.take(id)));
    for origin in seen.origins_mut() {
        *origin = origin.known_by(&knows);
    }
    seen
}

/// Copies facts with all that they lean on, and homes with everybody's place in them.
fn bring(record: &Record, mut wanted: BTreeSet<FactId>, part: &mut Record) {
    while let Some(id) = wanted.pop_first() {
        if part.holds(&id) {
            continue;
        }
        let Some(fact) = record.look(&id) else { continue };
        wanted.extend(fact.leans_on().into_iter().map(FactIdRef::cloned));
        if let FactRef::Household(home) = fact {
            // A home is seen by way of somebody's place in it.
            wanted.extend(places_in(record, &home.id));
        }
        part.put(fact.cloned());
    }
}

fn places_in<'a>(record: &'a Record, home: &'a HouseholdId) -> impl Iterator<Item = FactId> + 'a {
    record.memberships.values().filter(move |it| &it.household == home).map(|it| it.id.clone().into())
}

/// Every fact whose sight may change when these facts change: they themselves,
/// whatever leans on them, and the home where somebody's place is among them,
/// with whatever leans on that.
#[must_use]
pub fn touched_by<'a>(record: &'a Record, changed: impl IntoIterator<Item = &'a FactId>) -> BTreeSet<FactIdRef<'a>> {
    let mut touched: BTreeSet<FactIdRef<'_>> = changed.into_iter().map(FactId::view).collect();
    loop {
        let before = touched.len();
        for fact in record.look_at_all() {
            if fact.leans_on().iter().any(|id| touched.contains(id)) {
                touched.insert(fact.id());
            }
            if let FactRef::Membership(place) = fact
                && touched.contains(&fact.id())
            {
                touched.insert((&place.household).into());
            }
        }
        if touched.len() == before {
            return touched;
        }
    }
}
