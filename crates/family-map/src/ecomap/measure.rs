//! What can be counted on an ecomap.

use super::Ecomap;
use crate::record::{Energy, Known, Stress, TieStrength};

/// The figures of one ecomap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EcomapMeasures {
    /// Systems.
    pub systems: u32,
    /// With a strong tie.
    pub strong: u32,
    /// With a weak tie.
    pub weak: u32,
    /// With a broken tie.
    pub broken: u32,
    /// There and not in use.
    pub unused: u32,
    /// That strain.
    pub stressful: u32,
    /// That give to the middle and take nothing.
    pub gives: u32,
    /// That take from the middle and give nothing.
    pub takes: u32,
    /// With energy both ways.
    pub mutual: u32,
}

/// Counts an ecomap.
#[must_use]
pub fn measure(map: &Ecomap<'_>) -> EcomapMeasures {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let strength = |wanted| count(map.systems.iter().filter(|it| it.strength == Known::Known(wanted)).count());
    let energy = |wanted| count(map.systems.iter().filter(|it| it.energy == Known::Known(wanted)).count());
    EcomapMeasures {
        systems: count(map.systems.len()),
        strong: strength(TieStrength::Strong),
        weak: strength(TieStrength::Weak),
        broken: strength(TieStrength::Broken),
        unused: strength(TieStrength::Unused),
        stressful: count(map.systems.iter().filter(|it| it.stress == Known::Known(Stress::Stressful)).count()),
        gives: energy(Energy::Gives),
        takes: energy(Energy::Takes),
        mutual: energy(Energy::Mutual),
    }
}
