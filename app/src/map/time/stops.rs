//! The days on which something changed in life, so far as the map knows: where
//! the slider of life time stops.

use family_map::FuzzyDate;
use family_map::date::{Bound, Span};
use family_map::record::Record;
use std::collections::BTreeMap;

/// Every date of the record up to today, the earliest first, as exact as it is
/// known, each once.
pub(super) fn life_stops(record: &Record, today: &FuzzyDate) -> Vec<FuzzyDate> {
    let mut stops = BTreeMap::new();
    let mut put = |date: Option<&FuzzyDate>| {
        if let Some(date) =
            date.map(|it| it.bounded(Bound::Exact)).filter(|it| it.earliest_day() < today.earliest_day())
        {
            stops.insert((date.earliest_day(), date.month.is_some(), date.day.is_some()), date);
        }
    };
    for person in record.people.values() {
        put(person.birth.value());
        put(person.death.value());
    }
    for event in record.partnerships.values().flat_map(|it| &it.events) {
        put(Some(&event.1));
    }
    for past in record.network_members.values().flat_map(|it| &it.past) {
        put(Some(&past.until));
    }
    let mut span = |span: &Span| {
        put(span.from.as_ref());
        put(span.to.as_ref());
    };
    record.partnerships.values().for_each(|it| span(&it.span));
    record.parent_links.values().for_each(|it| span(&it.span));
    record.bonds.values().for_each(|it| span(&it.span));
    record.households.values().for_each(|it| span(&it.span));
    record.memberships.values().for_each(|it| span(&it.span));
    record.networks.values().for_each(|it| span(&it.span));
    record.network_members.values().for_each(|it| span(&it.span));
    record.acquaintances.values().for_each(|it| span(&it.span));
    record.systems.values().for_each(|it| span(&it.span));
    stops.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use family_map::record::{Fact, Known, Origin, Person, Symbol};

    #[test]
    fn every_change_is_a_stop_once_and_none_is_to_come() {
        let mut record = Record::new();
        for (id, born) in [("a", "1996-03-08"), ("b", "1996-03-08"), ("c", "1990"), ("d", "2027-03-20")] {
            let mut person = Person::new(id, Symbol::Unknown, Origin::told("team", ["team"]));
            person.birth = Known::Known(FuzzyDate::parse_iso(born).unwrap().bounded(Bound::Circa));
            record.put(Fact::Person(person));
        }
        let today = FuzzyDate::day(2026, 11, 23).unwrap();
        let stops: Vec<_> = life_stops(&record, &today).iter().map(ToString::to_string).collect();
        assert_eq!(stops, ["1990", "1996-03-08"]);
    }
}
