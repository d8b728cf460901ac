//! The network map: one person in the middle, the others in sectors and rings
//! around them, and who knows whom.
//!
//! ```text
//! record ──map──> members, ties ──measure──> figures
//!                      ├──place──> places ──scene──> shapes
//!                      └──compare (of two records)──> changes ──scene──> ghosts
//! ```
//!
//! Everything is computed from the record that it is given: give it a record
//! that is redacted, and filtered by date where another day is meant.

mod compare;
mod csv;
mod measure;
mod place;
mod scene;
pub(crate) mod words;

pub use compare::{Changed, Comparison, Movement, TieChange, compare};
pub use csv::{measures_csv, members_csv};
pub use measure::{Measures, Share, measure};
pub use place::{Drop, NetworkLayout, NetworkOptions, Spot, arrange};
pub use scene::{NetworkView, draw, draw_comparison};
pub use words::title;

use crate::record::{Acquaintance, Network, NetworkId, NetworkMember, NetworkMemberId, Person, Record, Sector};
use std::collections::{BTreeMap, BTreeSet};

/// One network as it is now: without those who have left it, and without ties
/// to anyone who is not in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Map<'a> {
    /// The record that it is of.
    pub record: &'a Record,
    /// The network.
    pub network: &'a Network,
    /// The person in the middle.
    pub person: &'a Person,
    /// The sectors, clockwise from the top; last those that only members name.
    pub sectors: Vec<Sector>,
    /// The members, in order of entry.
    pub members: Vec<&'a NetworkMember>,
    /// The pairs who know each other, each pair once.
    pub ties: Vec<&'a Acquaintance>,
}

/// One network of a record; none where it or its person is not there.
#[must_use]
pub fn map<'a>(record: &'a Record, network: &NetworkId) -> Option<Map<'a>> {
    let (id, network) = record.networks.get_key_value(network)?;
    let person = record.people.get(&network.person)?;
    let named = |it: &NetworkMember| it.who.name.as_deref().is_some_and(|name| !name.trim().is_empty());
    let here = |it: &NetworkMember| it.who.people.iter().any(|id| record.people.contains_key(id));
    let members: Vec<&NetworkMember> =
        record.members_of(id).filter(|it| it.span.to.is_none() && (named(it) || here(it))).collect();
    let ids: BTreeSet<&NetworkMemberId> = members.iter().map(|it| &it.id).collect();
    let mut pairs = BTreeSet::new();
    let ties = record
        .acquaintances
        .values()
        .filter(|it| it.span.to.is_none() && it.a != it.b && ids.contains(&it.a) && ids.contains(&it.b))
        .filter(|it| pairs.insert((it.a.clone().min(it.b.clone()), it.a.clone().max(it.b.clone()))))
        .collect();
    let mut sectors = network.sectors.clone();
    for member in &members {
        if !sectors.iter().any(|it| it.code == member.standing.sector) {
            sectors.push(Sector { code: member.standing.sector.clone(), label: None, helpers: false });
        }
    }
    Some(Map { record, network, person, sectors, members, ties })
}

impl Map<'_> {
    /// The place of each sector, clockwise from the top.
    fn sector_index(&self) -> BTreeMap<&str, usize> {
        // Of two sectors with one code the first counts.
        self.sectors.iter().enumerate().rev().map(|(at, it)| (it.code.0.as_str(), at)).collect()
    }

    /// Who knows whom, by member.
    fn known(&self) -> BTreeMap<&NetworkMemberId, Vec<(&NetworkMemberId, &Acquaintance)>> {
        let mut known: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for tie in &self.ties {
            known.entry(&tie.a).or_default().push((&tie.b, *tie));
            known.entry(&tie.b).or_default().push((&tie.a, *tie));
        }
        known
    }
}
