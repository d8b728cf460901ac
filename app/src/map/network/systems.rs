//! What is done on an ecomap, as edits of the record. Knows nothing of the page.

use family_map::ecomap::{Ecomap, EcomapLayout, centres};
use family_map::edit::{Change, EcomapSystemField, Edit};
use family_map::layout::Point;
use family_map::record::{Centre, EcomapSystem, Fact, Origin, Pin, Record, SystemId, SystemKind, Who};

/// One field of a system with its new value.
pub(super) fn set(system: &SystemId, field: EcomapSystemField) -> Edit {
    Edit::Set(Change::EcomapSystem(system.clone(), field))
}

/// What may stand in the middle: every home, then everyone.
pub(super) fn possible_centres(record: &Record) -> Vec<Centre> {
    let homes = record.households.values().filter(|it| it.span.to.is_none()).map(|it| Centre::Household(it.id.clone()));
    let people = record.people.values().filter(|it| !it.shielded).map(|it| Centre::Person(it.id.clone()));
    homes.chain(people).collect()
}

/// What stands in the middle at first: where something is drawn already, that;
/// else the home of the person in whose name the map is, else that person.
pub(crate) fn first_centre(record: &Record) -> Option<Centre> {
    let possible = possible_centres(record);
    let drawn = centres(record).into_iter().find(|it| possible.contains(it));
    let index = record.index.as_ref();
    let home = record.memberships.values().find(|it| Some(&it.person) == index && it.span.to.is_none());
    let home = home.map(|it| Centre::Household(it.household.clone())).filter(|it| possible.contains(it));
    let person = index.map(|id| Centre::Person(id.clone())).filter(|it| possible.contains(it));
    drawn.or(home).or(person).or_else(|| possible.into_iter().next())
}

/// A centre as a code, and back again.
pub(super) fn centre_code(centre: &Centre) -> String {
    match centre {
        Centre::Person(id) => format!("person:{id}"),
        Centre::Household(id) => format!("home:{id}"),
    }
}

/// The centre that a code stands for.
pub(super) fn centre_of(code: &str) -> Option<Centre> {
    match code.split_once(':')? {
        ("person", id) => Some(Centre::Person(id.into())),
        ("home", id) => Some(Centre::Household(id.into())),
        _ => None,
    }
}

/// A system comes onto the ecomap.
pub(super) fn add(around: Centre, kind: SystemKind, who: Who, origin: Origin, id: String) -> Edit {
    let mut system = EcomapSystem::new(id, around, kind, origin);
    system.who = who;
    Edit::Add(Fact::EcomapSystem(system))
}

/// Puts a system where it was set down.
pub(super) fn set_down(map: &Ecomap<'_>, layout: &EcomapLayout, system: &SystemId, at: Point) -> Vec<Edit> {
    let is_here = map.systems.iter().any(|it| &it.id == system);
    is_here.then(|| set(system, EcomapSystemField::Pin(Some(layout.locate(at))))).into_iter().collect()
}

/// A place by hand a little further round or out, in thousandths.
pub(super) fn nudged(from: Pin, across: i16, out: i16) -> Pin {
    // Round and round, but no further in or out than the sheet goes.
    let across = (i32::from(from.across) + i32::from(across)).rem_euclid(1000);
    Pin {
        across: u16::try_from(across).unwrap_or_default(),
        out: from.out.min(1000).saturating_add_signed(out).min(1000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use family_map::ecomap::{arrange, ecomap};
    use family_map::edit::apply;
    use family_map::record::{Person, Symbol};

    fn origin() -> Origin {
        Origin::told("user:1", ["team"])
    }

    #[test]
    fn a_system_stands_where_it_was_set_down() {
        let mut record = Record::new();
        record.put(Fact::Person(Person::new("m", Symbol::Female, origin())));
        record.index = Some("m".into());
        let centre = first_centre(&record).unwrap();
        assert_eq!(centre_of(&centre_code(&centre)), Some(centre.clone()));
        apply(&mut record, &add(centre.clone(), SystemKind::School, Who::default(), origin(), "s".into()));
        let wish = Point { x: 210.0, y: -160.0 };
        let edits = {
            let map = ecomap(&record, &centre).unwrap();
            assert!(set_down(&map, &arrange(&map), &"x".into(), wish).is_empty());
            set_down(&map, &arrange(&map), &"s".into(), wish)
        };
        for edit in &edits {
            apply(&mut record, edit);
        }
        let at = arrange(&ecomap(&record, &centre).unwrap()).spots[&SystemId::from("s")].at;
        assert!((at.x - wish.x).hypot(at.y - wish.y) < 2.0, "{at:?}");
    }

    #[test]
    fn a_place_goes_round_and_ends_at_the_edge() {
        assert_eq!(nudged(Pin { across: 980, out: 990 }, 40, 40), Pin { across: 20, out: 1000 });
        assert_eq!(nudged(Pin { across: 10, out: 10 }, -40, -40), Pin { across: 970, out: 0 });
    }
}
