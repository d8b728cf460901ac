//! One record becomes two, and two become one (rule R10).
//!
//! Neither ever shows anybody more than they saw before: a side takes facts
//! with a narrowed audience, and a person or home that its ties need comes
//! along with the fewest fields. Who sides with whom is decided elsewhere;
//! parties are opaque here.

use crate::record::{
    BirthGroup, Centre, Count, Fact, FactId, Household, HouseholdKind, Known, Life, Membership, NetworkId,
    NetworkMemberId, Origin, ParentLink, Partnership, PartyKey, Person, PersonId, PersonMark, Record, Symbol,
};
use std::collections::{BTreeMap, BTreeSet};

/// What one side gets when a record is divided.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// Its people and ties.
    pub record: Record,
    /// People who come along only because a tie names them: mentioned, with the
    /// fewest fields.
    pub mentioned: BTreeSet<PersonId>,
    /// Chosen ties that cannot come: somebody or some home they name cannot.
    pub left: BTreeSet<FactId>,
}

/// The ids of all facts that were not removed, people first.
#[must_use]
pub fn fact_ids(record: &Record) -> Vec<FactId> {
    record.fact_ids().collect()
}

/// The people whom a fact names.
#[must_use]
pub fn named_people(fact: &Fact) -> Vec<&PersonId> {
    match fact {
        Fact::Person(it) => vec![&it.id],
        Fact::Partnership(it) => vec![&it.a, &it.b],
        Fact::ParentLink(it) => vec![&it.child, &it.parent],
        Fact::BirthGroup(it) => it.children.iter().collect(),
        Fact::Bond(it) => vec![&it.a, &it.b],
        Fact::Household(_) => Vec::new(),
        Fact::Membership(it) => vec![&it.person],
        Fact::PersonMark(it) => vec![&it.person],
        Fact::Network(it) => vec![&it.person],
        Fact::NetworkMember(it) => it.who.people.iter().collect(),
        Fact::Acquaintance(_) => Vec::new(),
        Fact::EcomapSystem(it) => {
            let middle = match &it.around {
                Centre::Person(person) => Some(person),
                Centre::Household(_) => None,
            };
            middle.into_iter().chain(&it.concerns).chain(&it.who.people).collect()
        }
    }
}

/// The record of one side: these facts, for those of their audience who are on
/// this side, and whom and what their ties need.
#[must_use]
pub fn side(record: &Record, facts: &BTreeSet<FactId>, on_this_side: impl Fn(&PartyKey) -> bool) -> Side {
    let mut side = Side { record: Record::new(), mentioned: BTreeSet::new(), left: BTreeSet::new() };
    for id in fact_ids(record).iter().filter(|id| facts.contains(*id)) {
        let Some(fact) = record.fact(id) else { continue };
        let needed: Vec<Fact> = match needs(record, &side.record, &fact) {
            Some(needed) => needed.into_iter().filter(|it| side.record.fact(&it.id()).is_none()).collect(),
            None => {
                side.left.insert(id.clone());
                continue;
            }
        };
        for other in needed {
            if let Fact::Person(person) = &other
                && !facts.contains(&other.id())
            {
                side.mentioned.insert(person.id.clone());
            }
            side.record.put(other);
        }
        side.record.put(fact);
    }
    side.record.index = record.index.clone().filter(|id| side.record.people.contains_key(id));
    narrow(&mut side.record, on_this_side);
    side
}

/// Leaves in every audience only these parties. Who told a fact stays: it is
/// part of the fact.
pub fn narrow(record: &mut Record, keeps: impl Fn(&PartyKey) -> bool) {
    for origin in record.origins_mut() {
        origin.audience.retain(|key| keeps(key));
    }
}

/// What a tie needs beside itself and what the side has `so_far`, with the
/// fewest fields; `None` where that cannot be had. What stands in a network or
/// around a home goes only where the network or the home goes.
fn needs(record: &Record, so_far: &Record, fact: &Fact) -> Option<Vec<Fact>> {
    if matches!(fact, Fact::Person(_) | Fact::Household(_)) {
        return Some(Vec::new());
    }
    let mut needed = Vec::new();
    for id in named_people(fact) {
        needed.push(Fact::Person(mention(record.people.get(id)?)));
    }
    let whole = match fact {
        Fact::NetworkMember(it) => so_far.networks.contains_key(&it.network),
        Fact::Acquaintance(it) => [&it.a, &it.b].into_iter().all(|id| so_far.network_members.contains_key(id)),
        Fact::EcomapSystem(it) => match &it.around {
            Centre::Household(home) => so_far.households.contains_key(home),
            Centre::Person(_) => true,
        },
        _ => true,
    };
    if !whole {
        return None;
    }
    if let Fact::Membership(it) = fact {
        let home = record.households.get(&it.household)?;
        // A foster home belongs to its own audience (R8) and comes along with nobody.
        if home.kind == HouseholdKind::FosterHome {
            return None;
        }
        needed.push(Fact::Household(Household { span: crate::date::Span::default(), ..home.clone() }));
    }
    Some(needed)
}

/// The fewest fields by which somebody can stand on a map.
fn mention(person: &Person) -> Person {
    let mut mentioned = Person::new(person.id.clone(), person.symbol, person.origin.clone());
    mentioned.life = person.life;
    mentioned.count = person.count;
    mentioned.external = person.external;
    mentioned.shielded = person.shielded;
    if !person.shielded {
        mentioned.name = person.name.clone();
        mentioned.called = person.called.clone();
    }
    mentioned
}

/// A record whose people bear other ids, and whose other facts have new ids
/// where theirs are taken. A tie to somebody or some home that is not here must
/// not fall on somebody of the other record who happens to have that id.
/// `party` renames tellers and audiences.
#[must_use]
pub fn renumber(
    record: &Record,
    people: &BTreeMap<PersonId, PersonId>,
    taken: &Record,
    party: impl Fn(&PartyKey) -> PartyKey,
    new_id: &mut impl FnMut() -> String,
) -> Record {
    let mut people = people.clone();
    let mut homes = BTreeMap::new();
    let mut networks: BTreeMap<NetworkId, NetworkId> = BTreeMap::new();
    let mut members: BTreeMap<NetworkMemberId, NetworkMemberId> = BTreeMap::new();
    for fact in fact_ids(record).iter().filter_map(|id| record.fact(id)) {
        for id in named_people(&fact) {
            let is_gone = !record.people.contains_key(id) && !people.contains_key(id);
            if is_gone && (taken.people.contains_key(id) || people.values().any(|it| it == id)) {
                people.insert(id.clone(), new_id().into());
            }
        }
        let home = match &fact {
            Fact::Membership(it) => Some(&it.household),
            Fact::EcomapSystem(it) => match &it.around {
                Centre::Household(home) => Some(home),
                Centre::Person(_) => None,
            },
            _ => None,
        };
        if let Some(home) = home
            && !record.households.contains_key(home)
            && taken.households.contains_key(home)
            && !homes.contains_key(home)
        {
            homes.insert(home.clone(), new_id().into());
        }
        if let Fact::NetworkMember(it) = &fact
            && !record.networks.contains_key(&it.network)
            && taken.networks.contains_key(&it.network)
            && !networks.contains_key(&it.network)
        {
            networks.insert(it.network.clone(), new_id().into());
        }
        if let Fact::Acquaintance(it) = &fact {
            for id in [&it.a, &it.b] {
                let is_gone = !record.network_members.contains_key(id) && taken.network_members.contains_key(id);
                if is_gone && !members.contains_key(id) {
                    members.insert(id.clone(), new_id().into());
                }
            }
        }
    }
    let who = |id: &PersonId| people.get(id).unwrap_or(id).clone();
    let mut renamed = Record::new();
    for id in fact_ids(record) {
        let Some(mut fact) = record.fact(&id) else { continue };
        let is_taken = taken.fact(&id).is_some() || taken.removed.contains_key(&id);
        match &mut fact {
            Fact::Person(it) => it.id = who(&it.id),
            Fact::Partnership(it) => {
                (it.a, it.b) = (who(&it.a), who(&it.b));
                if is_taken {
                    it.id = new_id().into();
                }
            }
            Fact::ParentLink(it) => {
                (it.child, it.parent) = (who(&it.child), who(&it.parent));
                if is_taken {
                    it.id = new_id().into();
                }
            }
            Fact::BirthGroup(it) => {
                it.children = it.children.iter().map(who).collect();
                if is_taken {
                    it.id = new_id().into();
                }
            }
            Fact::Bond(it) => {
                (it.a, it.b) = (who(&it.a), who(&it.b));
                if is_taken {
                    it.id = new_id().into();
                }
            }
            Fact::Household(it) => {
                if is_taken && !taken.households.get(&it.id).is_some_and(|other| same_home(other, it)) {
                    let new: crate::record::HouseholdId = new_id().into();
                    homes.insert(std::mem::replace(&mut it.id, new.clone()), new);
                }
            }
            Fact::Membership(it) => {
                it.person = who(&it.person);
                if let Some(home) = homes.get(&it.household) {
                    it.household = home.clone();
                }
                if is_taken {
                    it.id = new_id().into();
                }
            }
            Fact::PersonMark(it) => {
                it.person = who(&it.person);
                if is_taken {
                    it.id = new_id().into();
                }
            }
            Fact::Network(it) => {
                it.person = who(&it.person);
                if is_taken {
                    let new: NetworkId = new_id().into();
                    networks.insert(std::mem::replace(&mut it.id, new.clone()), new);
                }
            }
            Fact::NetworkMember(it) => {
                it.who.people = it.who.people.iter().map(who).collect();
                if let Some(network) = networks.get(&it.network) {
                    it.network = network.clone();
                }
                if is_taken {
                    let new: NetworkMemberId = new_id().into();
                    members.insert(std::mem::replace(&mut it.id, new.clone()), new);
                }
            }
            Fact::Acquaintance(it) => {
                for end in [&mut it.a, &mut it.b] {
                    if let Some(member) = members.get(end) {
                        *end = member.clone();
                    }
                }
                if is_taken {
                    it.id = new_id().into();
                }
            }
            Fact::EcomapSystem(it) => {
                it.around = match &it.around {
                    Centre::Person(person) => Centre::Person(who(person)),
                    Centre::Household(home) => Centre::Household(homes.get(home).unwrap_or(home).clone()),
                };
                it.concerns = it.concerns.iter().map(who).collect();
                it.who.people = it.who.people.iter().map(who).collect();
                if is_taken {
                    it.id = new_id().into();
                }
            }
        }
        renamed.put(fact);
    }
    renamed.index = record.index.as_ref().map(who);
    for origin in renamed.origins_mut() {
        origin.teller = party(&origin.teller);
        origin.audience = origin.audience.iter().map(&party).collect();
    }
    renamed
}

/// The same home, told to the same people.
fn same_home(a: &Household, b: &Household) -> bool {
    (&a.label, a.kind) == (&b.label, b.kind) && viewers(&a.origin) == viewers(&b.origin)
}

/// Two records as one. A person who is in both (by id) is one person
/// afterwards; a tie that says the same in both is one tie. Somebody sees of
/// them what they saw in one of the two, and nothing more. `sees` tells whether
/// a party is among those for whom a fact with this origin is.
#[must_use]
pub fn unite(first: &Record, second: &Record, sees: impl Fn(&PartyKey, &Origin) -> bool) -> Record {
    let mut united = settled(first, &sees);
    let second = &settled(second, &sees);
    for home in second.households.values() {
        let one = match first.households.get(&home.id) {
            Some(known) => Household {
                span: if known.span == home.span { home.span } else { crate::date::Span::default() },
                origin: both_origins(&known.origin, &home.origin),
                ..home.clone()
            },
            None => home.clone(),
        };
        united.households.insert(one.id.clone(), one);
    }
    for person in second.people.values() {
        let one = match first.people.get(&person.id) {
            Some(known) => one_person(known, person),
            None => person.clone(),
        };
        united.people.insert(one.id.clone(), one);
    }
    for id in fact_ids(second).into_iter().filter(|id| !matches!(id, FactId::Person(_) | FactId::Household(_))) {
        let Some(fact) = second.fact(&id) else { continue };
        match same_tie(&united, &fact) {
            Some(mut same) => {
                *same.origin_mut() = both_origins(same.origin(), fact.origin());
                united.put(same);
            }
            None => united.put(fact),
        }
    }
    united.index = first.index.clone().or_else(|| second.index.clone());
    united
}

/// The record without marks of removal, each tie for those alone who see all
/// that it names: nobody is to see it only because they see those people in
/// another record.
fn settled(record: &Record, sees: impl Fn(&PartyKey, &Origin) -> bool) -> Record {
    let mut settled = record.clone();
    settled.removed.clear();
    for mut fact in record.facts() {
        if matches!(fact, Fact::Person(_) | Fact::Household(_)) {
            continue;
        }
        let needed = needed_origins(record, &fact);
        let home = match &fact {
            Fact::EcomapSystem(it) => match &it.around {
                Centre::Household(home) => Some(home.clone()),
                Centre::Person(_) => None,
            },
            _ => None,
        };
        // A home is seen by way of somebody's place in it.
        let sees_home = |key: &PartyKey| {
            home.as_ref().is_none_or(|home| {
                record.memberships.values().filter(|it| &it.household == home).any(|place| {
                    let person = record.people.get(&place.person).filter(|it| !it.shielded);
                    sees(key, &place.origin) && person.is_some_and(|it| sees(key, &it.origin))
                })
            })
        };
        let sees_all =
            |key: &PartyKey| needed.as_ref().is_some_and(|all| all.iter().all(|it| sees(key, it))) && sees_home(key);
        fact.origin_mut().audience.retain(sees_all);
        settled.put(fact);
    }
    settled
}

/// For whom everything is that must be seen before this tie is; `None` where
/// something of it is not here.
fn needed_origins(record: &Record, fact: &Fact) -> Option<Vec<Origin>> {
    let mut needed = Vec::new();
    for id in named_people(fact) {
        needed.push(record.people.get(id)?.origin.clone());
    }
    match fact {
        Fact::Membership(it) => needed.push(record.households.get(&it.household)?.origin.clone()),
        Fact::NetworkMember(it) => {
            let network = record.networks.get(&it.network)?;
            needed.push(network.origin.clone());
            needed.push(record.people.get(&network.person)?.origin.clone());
        }
        Fact::Acquaintance(it) => {
            for member in [&it.a, &it.b] {
                let member = record.network_members.get(member)?;
                needed.push(member.origin.clone());
                needed.extend(needed_origins(record, &Fact::NetworkMember(member.clone()))?);
            }
        }
        Fact::EcomapSystem(it) => {
            if let Centre::Household(home) = &it.around {
                needed.push(record.households.get(home)?.origin.clone());
            }
        }
        _ => {}
    }
    Some(needed)
}

/// The tie of `record` that says the same as this one.
fn same_tie(record: &Record, fact: &Fact) -> Option<Fact> {
    match fact {
        Fact::Partnership(it) => {
            let same = |other: &&Partnership| {
                let ends = (&other.a, &other.b) == (&it.a, &it.b) || (&other.b, &other.a) == (&it.a, &it.b);
                ends && (other.kind, other.span, &other.events, other.consanguineous)
                    == (it.kind, it.span, &it.events, it.consanguineous)
            };
            record.partnerships.values().find(same).cloned().map(Fact::Partnership)
        }
        Fact::ParentLink(it) => {
            let says = |link: &ParentLink| (link.child.clone(), link.parent.clone(), link.kind, link.span);
            record.parent_links.values().find(|other| says(other) == says(it)).cloned().map(Fact::ParentLink)
        }
        Fact::BirthGroup(it) => {
            let same = |other: &&BirthGroup| (&other.children, other.zygosity) == (&it.children, it.zygosity);
            record.birth_groups.values().find(same).cloned().map(Fact::BirthGroup)
        }
        Fact::Bond(it) => {
            let same = |other: &&crate::record::Bond| {
                (&other.a, &other.b, other.kind, other.span) == (&it.a, &it.b, it.kind, it.span)
            };
            record.bonds.values().find(same).cloned().map(Fact::Bond)
        }
        Fact::Membership(it) => {
            let says =
                |place: &Membership| Membership { id: it.id.clone(), origin: it.origin.clone(), ..place.clone() };
            record.memberships.values().find(|other| &says(other) == it).cloned().map(Fact::Membership)
        }
        Fact::PersonMark(it) => {
            let says = |mark: &PersonMark| PersonMark { id: it.id.clone(), origin: it.origin.clone(), ..mark.clone() };
            record.marks.values().find(|other| &says(other) == it).cloned().map(Fact::PersonMark)
        }
        Fact::Person(_)
        | Fact::Household(_)
        | Fact::Network(_)
        | Fact::NetworkMember(_)
        | Fact::Acquaintance(_)
        | Fact::EcomapSystem(_) => None,
    }
}

/// For all who saw it in either record.
fn both_origins(a: &Origin, b: &Origin) -> Origin {
    let mut audience = &a.audience | &b.audience;
    if a.teller != b.teller {
        audience.insert(b.teller.clone());
    }
    Origin { teller: a.teller.clone(), audience, source: a.source }
}

fn viewers(origin: &Origin) -> BTreeSet<&PartyKey> {
    origin.audience.iter().chain([&origin.teller]).collect()
}

/// One person of two: for all who saw either, with what both tell. Where the
/// same people saw both, also what only one of them tells.
fn one_person(a: &Person, b: &Person) -> Person {
    let alike = viewers(&a.origin) == viewers(&b.origin);
    let mut one = Person::new(a.id.clone(), a.symbol, both_origins(&a.origin, &b.origin));
    one.external = a.external && b.external;
    one.shielded = a.shielded || b.shielded;
    if a.symbol != b.symbol {
        one.symbol = match (a.symbol, b.symbol) {
            (Symbol::Unknown, other) | (other, Symbol::Unknown) if alike => other,
            _ => Symbol::Unknown,
        };
    }
    one.life = if a.life == b.life { a.life } else { Life::Unknown };
    one.count = if a.count == b.count { a.count } else { Count::One };
    one.name = match (&a.name, &b.name) {
        (Known::Known(a), Known::Known(b)) if !alike && a != b => common_beginning(a, b).into(),
        (a, b) => one_value(a, b, alike),
    };
    one.birth = one_value(&a.birth, &b.birth, alike);
    one.death = one_value(&a.death, &b.death, alike);
    one.called = one_option(&a.called, &b.called, alike);
    one.gender_text = one_option(&a.gender_text, &b.gender_text, alike);
    one.note = one_option(&a.note, &b.note, alike);
    one
}

fn one_value<T: Clone + PartialEq>(a: &Known<T>, b: &Known<T>, alike: bool) -> Known<T> {
    match (a, b) {
        _ if a == b => a.clone(),
        _ if !alike => Known::NotAsked,
        (Known::Known(_), _) => a.clone(),
        (_, Known::Known(_)) => b.clone(),
        _ => Known::Unknown,
    }
}

fn one_option(a: &Option<String>, b: &Option<String>, alike: bool) -> Option<String> {
    if a == b || alike { a.clone().or_else(|| b.clone()) } else { None }
}

/// The words with which both names begin, which both sides know.
fn common_beginning(a: &str, b: &str) -> Option<String> {
    let words: Vec<&str> =
        a.split_whitespace().zip(b.split_whitespace()).take_while(|(a, b)| a == b).map(|(word, _)| word).collect();
    (!words.is_empty()).then(|| words.join(" "))
}
