//! What can be counted on a network map. Small networks make shares jump, and
//! densities of networks of very different size cannot be compared.

use super::Map;
use crate::record::{Known, NetworkMemberId, Reciprocity, Ring, SectorCode, Valence};
use std::collections::BTreeMap;

/// A part of a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many.
    pub part: u32,
    /// Of how many.
    pub whole: u32,
}

impl Share {
    /// The share as a number from 0 to 1; none of nothing.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        (self.whole > 0).then(|| f64::from(self.part) / f64::from(self.whole))
    }

    /// The share in whole percent.
    #[must_use]
    pub fn percent(self) -> Option<u32> {
        self.value().map(|value| (value * 100.0).round() as u32)
    }
}

/// The figures of one network.
#[derive(Clone, Debug, PartialEq)]
pub struct Measures {
    /// Members, without the person in the middle (N).
    pub members: u32,
    /// Pairs who know each other (L).
    pub ties: u32,
    /// Pairs who know each other, of all pairs there could be.
    pub density: Share,
    /// Members by sector, in the order of the map.
    pub by_sector: Vec<(SectorCode, u32)>,
    /// Members by ring, the innermost first.
    pub by_ring: [u32; 4],
    /// The sum of all rings, of which the mean is made.
    pub ring_sum: u32,
    /// Ties that go both ways.
    pub reciprocity: Share,
    /// Members who give at least two kinds of support.
    pub multiplexity: Share,
    /// Ties that strain or are broken.
    pub strained: Share,
    /// Helpers and services.
    pub helpers: Share,
    /// Members who know somebody in another sector.
    pub bridges: Vec<NetworkMemberId>,
    /// Members whom no other member knows.
    pub isolates: Vec<NetworkMemberId>,
    /// Members of whom nobody has asked whether support goes both ways.
    pub reciprocity_not_asked: u32,
    /// Members of whom nobody has asked what is exchanged.
    pub support_not_asked: u32,
    /// Members of whom nobody has asked how the tie feels.
    pub valence_not_asked: u32,
}

impl Measures {
    /// The mean ring, from 1 to 4; none of an empty network.
    #[must_use]
    pub fn mean_ring(&self) -> Option<f64> {
        Share { part: self.ring_sum, whole: self.members }.value()
    }
}

/// Counts a network.
#[must_use]
pub fn measure(map: &Map<'_>) -> Measures {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let members = count(map.members.len());
    let of_members = |part: usize| Share { part: count(part), whole: members };
    let with =
        |test: &dyn Fn(&crate::record::Standing) -> bool| map.members.iter().filter(|it| test(&it.standing)).count();
    let ties = count(map.ties.len());
    let pairs = u64::from(members) * u64::from(members.saturating_sub(1)) / 2;
    let helpers: Vec<&SectorCode> = map.sectors.iter().filter(|it| it.helpers).map(|it| &it.code).collect();
    let sector_of: BTreeMap<&NetworkMemberId, &SectorCode> =
        map.members.iter().map(|it| (&it.id, &it.standing.sector)).collect();
    let known = map.known();
    let bridges = map.members.iter().filter(|it| {
        let others = known.get(&it.id).into_iter().flatten();
        others.into_iter().any(|(other, _)| sector_of.get(other).is_some_and(|at| **at != it.standing.sector))
    });
    let isolates = map.members.iter().filter(|it| !known.contains_key(&it.id));
    let mut by_ring = [0; 4];
    for ring in Ring::ALL {
        let at = usize::from(ring.number() - 1);
        if let Some(slot) = by_ring.get_mut(at) {
            *slot = count(with(&|it| it.ring == *ring));
        }
    }
    let mut by_sector: Vec<(SectorCode, u32)> = Vec::new();
    for sector in &map.sectors {
        if !by_sector.iter().any(|(code, _)| code == &sector.code) {
            by_sector.push((sector.code.clone(), count(with(&|it| it.sector == sector.code))));
        }
    }
    Measures {
        members,
        ties,
        density: Share { part: ties, whole: u32::try_from(pairs).unwrap_or(u32::MAX) },
        by_sector,
        by_ring,
        ring_sum: map.members.iter().map(|it| u32::from(it.standing.ring.number())).sum(),
        reciprocity: of_members(with(&|it| it.reciprocity == Known::Known(Reciprocity::Mutual))),
        multiplexity: of_members(with(&|it| it.support.value().is_some_and(|kinds| kinds.len() >= 2))),
        strained: of_members(with(&|it| matches!(it.valence, Known::Known(Valence::Strained | Valence::Broken)))),
        helpers: of_members(with(&|it| helpers.contains(&&it.sector))),
        bridges: bridges.map(|it| it.id.clone()).collect(),
        isolates: isolates.map(|it| it.id.clone()).collect(),
        reciprocity_not_asked: count(with(&|it| it.reciprocity.is_not_asked())),
        support_not_asked: count(with(&|it| it.support.is_not_asked())),
        valence_not_asked: count(with(&|it| it.valence.is_not_asked())),
    }
}
