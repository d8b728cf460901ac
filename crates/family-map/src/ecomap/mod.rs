//! The ecomap: a household or a person in the middle, the systems around it,
//! and which way strength flows between them.

mod measure;
mod place;
mod scene;
pub(crate) mod words;

pub use measure::{EcomapMeasures, measure};
pub use place::{EcomapLayout, SystemSpot, arrange};
pub use scene::draw;

use crate::ordered::Ordered;
use crate::record::{Centre, EcomapSystem, Household, Person, Record};

/// One ecomap as it is now.
#[derive(Clone, Debug, PartialEq)]
pub struct Ecomap<'a> {
    /// The record that it is of.
    pub record: &'a Record,
    /// What stands in the middle.
    pub centre: &'a Centre,
    /// The home in the middle, where it is one.
    pub home: Option<&'a Household>,
    /// Who is in the middle, in order of entry.
    pub people: Vec<&'a Person>,
    /// The systems, in order of entry, without those that have ended.
    pub systems: Vec<&'a EcomapSystem>,
}

/// The ecomap around somebody or a home; none where that is not there.
#[must_use]
pub fn ecomap<'a>(record: &'a Record, centre: &'a Centre) -> Option<Ecomap<'a>> {
    let (home, people) = match centre {
        Centre::Person(id) => (None, vec![record.people.get(id)?]),
        Centre::Household(id) => {
            let lives_here = |id_of: &crate::record::PersonId| {
                let places = record.memberships.values();
                places.clone().any(|it| &it.household == id && &it.person == id_of && it.span.to.is_none())
            };
            let people = record.people.values().filter(|it| lives_here(&it.id)).collect();
            (Some(record.households.get(id)?), people)
        }
    };
    let concerns_somebody =
        |it: &EcomapSystem| it.concerns.is_empty() || it.concerns.iter().any(|id| record.people.contains_key(id));
    let is_somebody = |it: &EcomapSystem| {
        it.who.people.is_empty()
            || it.who.name.is_some()
            || it.who.people.iter().any(|id| record.people.contains_key(id))
    };
    let systems = record
        .systems_around(centre)
        .filter(|it| it.span.to.is_none() && concerns_somebody(it) && is_somebody(it))
        .collect();
    Some(Ecomap { record, centre, home, people, systems })
}

/// Everything that has an ecomap: what any system stands around, in order.
#[must_use]
pub fn centres(record: &Record) -> Vec<Centre> {
    let mut centres: Vec<Centre> = record.systems.values().map(|it| it.around.clone()).collect();
    centres.order();
    centres.dedup();
    centres
}
