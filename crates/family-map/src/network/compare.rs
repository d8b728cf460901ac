//! What is different between two maps of the same network: who is new, gone,
//! nearer, further, whose tie has changed, and what that does to the figures.

use super::words::{asked, contact, member, reciprocity, ring, sector_of, support, valence};
use super::{Map, Measures, measure};
use crate::message::{Arg, Message, MessageKey};
use crate::ordered::Ordered;
use crate::record::{Acquaintance, AcquaintanceKind, NetworkMember, NetworkMemberId, Ring, Standing};
use std::collections::BTreeMap;

/// Somebody who stands elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Movement {
    /// Who.
    pub member: NetworkMemberId,
    /// How near before.
    pub from: Ring,
    /// How near after.
    pub to: Ring,
}

/// Somebody whose tie to the middle is not as it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    /// Who.
    pub member: NetworkMemberId,
    /// How it was.
    pub before: Standing,
    /// How it is.
    pub after: Standing,
}

/// A tie between two members that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TieChange {
    /// One of the two.
    pub a: NetworkMemberId,
    /// The other.
    pub b: NetworkMemberId,
    /// What it was; nothing where they did not know each other.
    pub before: Option<AcquaintanceKind>,
    /// What it is; nothing where they do not know each other any more.
    pub after: Option<AcquaintanceKind>,
}

/// Two maps side by side. Members are the same by their ids.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Who came.
    pub new: Vec<NetworkMemberId>,
    /// Who left.
    pub gone: Vec<NetworkMemberId>,
    /// Who is nearer.
    pub nearer: Vec<Movement>,
    /// Who is further away.
    pub further: Vec<Movement>,
    /// Who stands in another sector.
    pub sector: Vec<NetworkMemberId>,
    /// Whose contact, support, reciprocity or feeling has changed.
    pub tie: Vec<Changed>,
    /// Who knows whom in another way than before.
    pub between: Vec<TieChange>,
    /// The figures before.
    pub before: Measures,
    /// The figures after.
    pub after: Measures,
    /// All of it in words.
    pub said: Vec<Message>,
}

impl Comparison {
    /// Whether anybody is new, gone, moved or changed.
    #[must_use]
    pub const fn is_same(&self) -> bool {
        self.new.is_empty()
            && self.gone.is_empty()
            && self.nearer.is_empty()
            && self.further.is_empty()
            && self.sector.is_empty()
            && self.tie.is_empty()
            && self.between.is_empty()
    }
}

/// Compares two maps: of two days, or as it is and as it is wished.
#[must_use]
pub fn compare(before: &Map<'_>, after: &Map<'_>) -> Comparison {
    let by_id = |map: &Map<'_>| -> BTreeMap<NetworkMemberId, Standing> {
        map.members.iter().map(|it| (it.id.clone(), it.standing.clone())).collect()
    };
    let (was, is) = (by_id(before), by_id(after));
    let mut found = Comparison {
        new: is.keys().filter(|id| !was.contains_key(*id)).cloned().collect(),
        gone: was.keys().filter(|id| !is.contains_key(*id)).cloned().collect(),
        nearer: Vec::new(),
        further: Vec::new(),
        sector: Vec::new(),
        tie: Vec::new(),
        between: ties(before, after),
        before: measure(before),
        after: measure(after),
        said: Vec::new(),
    };
    for (id, now) in &is {
        let Some(then) = was.get(id) else { continue };
        let movement = Movement { member: id.clone(), from: then.ring, to: now.ring };
        match now.ring.number().cmp(&then.ring.number()) {
            std::cmp::Ordering::Less => found.nearer.push(movement),
            std::cmp::Ordering::Greater => found.further.push(movement),
            std::cmp::Ordering::Equal => {}
        }
        if now.sector != then.sector {
            found.sector.push(id.clone());
        }
        let placed = Standing { sector: now.sector.clone(), ring: now.ring, ..then.clone() };
        if &placed != now {
            found.tie.push(Changed { member: id.clone(), before: then.clone(), after: now.clone() });
        }
    }
    found.said = say(before, after, &found);
    found
}

/// Pairs in one order, so that the same two are the same pair.
fn pairs(map: &Map<'_>) -> BTreeMap<(NetworkMemberId, NetworkMemberId), AcquaintanceKind> {
    let pair = |it: &&Acquaintance| (it.a.clone().min(it.b.clone()), it.a.clone().max(it.b.clone()));
    map.ties.iter().map(|it| (pair(it), it.kind)).collect()
}

/// Ties that came, went or changed between members who are on both maps. Of
/// those who came or left, their own line tells.
fn ties(before: &Map<'_>, after: &Map<'_>) -> Vec<TieChange> {
    let (was, is) = (pairs(before), pairs(after));
    let here = |map: &Map<'_>, id: &NetworkMemberId| map.members.iter().any(|it| &it.id == id);
    let mut all: Vec<_> = was.keys().chain(is.keys()).cloned().collect();
    all.order();
    all.dedup();
    all.retain(|(a, b)| [a, b].into_iter().all(|id| here(before, id) && here(after, id)));
    let change = |(a, b): (NetworkMemberId, NetworkMemberId)| {
        let key = (a, b);
        let (before, after) = (was.get(&key).copied(), is.get(&key).copied());
        (before != after).then_some(TieChange { a: key.0, b: key.1, before, after })
    };
    all.into_iter().filter_map(change).collect()
}

fn say(before: &Map<'_>, after: &Map<'_>, found: &Comparison) -> Vec<Message> {
    let of = |map: &Map<'_>, id: &NetworkMemberId| -> Option<Arg> {
        let it: &&NetworkMember = map.members.iter().find(|it| &it.id == id)?;
        Some(member(map.record, it))
    };
    let called = |id: &NetworkMemberId| {
        of(after, id).or_else(|| of(before, id)).unwrap_or_else(|| Message::new(MessageKey::NameUnnamed).into())
    };
    let mut said = Vec::new();
    let about = |key, id: &NetworkMemberId| Message::new(key).with("name", called(id));
    said.extend(found.new.iter().map(|id| about(MessageKey::ChangeNew, id)));
    said.extend(found.gone.iter().map(|id| about(MessageKey::ChangeGone, id)));
    for (key, all) in [(MessageKey::ChangeNearer, &found.nearer), (MessageKey::ChangeFurther, &found.further)] {
        said.extend(all.iter().map(|it| about(key, &it.member).with("from", ring(it.from)).with("to", ring(it.to))));
    }
    for id in &found.sector {
        let of = |map: &Map<'_>| {
            let member = map.members.iter().find(|it| &it.id == id)?;
            Some(sector_of(map, &member.standing.sector))
        };
        if let (Some(from), Some(to)) = (of(before), of(after)) {
            said.push(about(MessageKey::ChangeSector, id).with("from", from).with("to", to));
        }
    }
    for it in &found.tie {
        let mut changed = |key, from: Arg, to: Arg| {
            if from != to {
                said.push(about(key, &it.member).with("from", from).with("to", to));
            }
        };
        let (was, is) = (&it.before, &it.after);
        changed(MessageKey::ChangeContact, asked(&was.contact, contact), asked(&is.contact, contact));
        changed(MessageKey::ChangeSupport, asked(&was.support, support), asked(&is.support, support));
        let flows = [&was.reciprocity, &is.reciprocity].map(|it| asked(it, reciprocity));
        let [from, to] = flows;
        changed(MessageKey::ChangeReciprocity, from, to);
        changed(MessageKey::ChangeValence, asked(&was.valence, valence), asked(&is.valence, valence));
    }
    for it in &found.between {
        let both = |key| Message::new(key).with("a", called(&it.a)).with("b", called(&it.b));
        said.push(match (it.before, it.after) {
            (_, None) => both(MessageKey::ChangeTieGone),
            (None, Some(_)) => both(MessageKey::ChangeTieNew),
            (Some(from), Some(to)) => both(MessageKey::ChangeTieKind)
                .with("from", super::words::acquaintance(from))
                .with("to", super::words::acquaintance(to)),
        });
    }
    if said.is_empty() {
        said.push(Message::new(MessageKey::ChangeNone));
    }
    said.extend(figures(&found.before, &found.after));
    said
}

/// The figures that are not as they were.
fn figures(was: &Measures, is: &Measures) -> Vec<Message> {
    let mut said = Vec::new();
    if was.members != is.members {
        said.push(Message::new(MessageKey::ChangeMembers).with("from", was.members).with("to", is.members));
    }
    let shares = [
        (MessageKey::ChangeDensity, was.density, is.density),
        (MessageKey::ChangeShareMutual, was.reciprocity, is.reciprocity),
        (MessageKey::ChangeShareMultiplex, was.multiplexity, is.multiplexity),
        (MessageKey::ChangeShareStrained, was.strained, is.strained),
        (MessageKey::ChangeShareHelpers, was.helpers, is.helpers),
    ];
    for (key, from, to) in shares {
        if let (Some(from), Some(to)) = (from.percent(), to.percent())
            && from != to
        {
            said.push(Message::new(key).with("from", from).with("to", to));
        }
    }
    said
}
