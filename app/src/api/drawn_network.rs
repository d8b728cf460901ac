//! What of a network map or an ecomap the server takes from who draws: only
//! what hangs together, and nobody who is not there for the one who draws.

use family_map::edit::{Change, EcomapSystemField, Edit, NetworkField, NetworkMemberField, apply};
use family_map::record::{Centre, EcomapSystem, Fact, NetworkId, PersonId, Pin, Record, Sector, SectorCode, Who};

/// Sectors that a sheet may have.
const SECTORS_MAX: usize = 12;
/// Characters of a name of somebody on a network map, or of a sector.
const NAME_MAX: usize = 200;
/// A place by hand is in thousandths.
const WHOLE: u16 = 1000;

/// Whether all edits of a step that speak of networks and ecomaps fit the
/// record as the caller sees it, one after the other.
pub(super) fn fits(record: &Record, edits: &[Edit]) -> bool {
    let mut after = record.clone();
    edits.iter().all(|edit| {
        let fits = fits_one(&after, edit);
        apply(&mut after, edit);
        fits
    })
}

fn fits_one(record: &Record, edit: &Edit) -> bool {
    let person = |id: &PersonId| record.people.get(id).is_some_and(|it| !it.shielded);
    let who = |who: &Who| {
        let named = who.name.as_deref().is_some_and(|it| !it.trim().is_empty());
        let short = who.name.as_deref().is_none_or(|it| it.chars().count() <= NAME_MAX);
        short && (named || !who.people.is_empty()) && who.people.iter().all(|id| record.people.contains_key(id))
    };
    let sector = |network: &NetworkId, code: &SectorCode| {
        record.networks.get(network).is_some_and(|it| it.sectors.iter().any(|sector| &sector.code == code))
    };
    let pin = |pin: &Pin| pin.across <= WHOLE && pin.out <= WHOLE;
    match edit {
        Edit::Add(Fact::Network(it)) => person(&it.person) && sectors_fit(&it.sectors),
        Edit::Add(Fact::NetworkMember(it)) => {
            who(&it.who) && sector(&it.network, &it.standing.sector) && it.pin.as_ref().is_none_or(pin)
        }
        Edit::Add(Fact::Acquaintance(it)) => {
            let network = |id| record.network_members.get(id).map(|it| &it.network);
            it.a != it.b && network(&it.a).is_some() && network(&it.a) == network(&it.b)
        }
        Edit::Add(Fact::EcomapSystem(it)) => system_fits(record, it) && it.pin.as_ref().is_none_or(pin),
        Edit::Set(Change::Network(_, NetworkField::Sectors(all))) => sectors_fit(all),
        Edit::Set(Change::NetworkMember(id, field)) => {
            let network = record.network_members.get(id).map(|it| &it.network);
            match field {
                NetworkMemberField::Who(it) => who(it),
                NetworkMemberField::Sector(code) => network.is_none_or(|network| sector(network, code)),
                NetworkMemberField::Pin(Some(it)) => pin(it),
                _ => true,
            }
        }
        Edit::Set(Change::EcomapSystem(_, field)) => match field {
            EcomapSystemField::Who(it) => it.people.iter().all(|id| record.people.contains_key(id)),
            EcomapSystemField::Concerns(all) => all.iter().all(|id| record.people.contains_key(id)),
            EcomapSystemField::Pin(Some(it)) => pin(it),
            _ => true,
        },
        _ => true,
    }
}

/// A sheet has sectors, each with a code of its own.
fn sectors_fit(all: &[Sector]) -> bool {
    let short = |text: &str| !text.trim().is_empty() && text.chars().count() <= NAME_MAX;
    let fits = |(at, it): (usize, &Sector)| {
        short(&it.code.0)
            && it.label.as_deref().is_none_or(short)
            && all.iter().take(at).all(|other| other.code != it.code)
    };
    (1..=SECTORS_MAX).contains(&all.len()) && all.iter().enumerate().all(fits)
}

fn system_fits(record: &Record, it: &EcomapSystem) -> bool {
    let centre = match &it.around {
        Centre::Person(id) => record.people.get(id).is_some_and(|it| !it.shielded),
        Centre::Household(id) => record.households.contains_key(id),
    };
    let people = || it.who.people.iter().chain(&it.concerns);
    let short = it.who.name.as_deref().is_none_or(|it| it.chars().count() <= NAME_MAX);
    centre && short && people().all(|id| record.people.contains_key(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use family_map::record::{
        Acquaintance, AcquaintanceKind, Network, NetworkKind, NetworkMember, Origin, Person, Ring, SectorSet, Standing,
        Symbol, SystemKind,
    };

    fn origin() -> Origin {
        Origin::told("user:1", ["team"])
    }

    fn network(id: &str, person: &str) -> Edit {
        let sectors = SectorSet::Six.sectors();
        let (id, person, span) = (id.into(), person.into(), Default::default());
        Edit::Add(Fact::Network(Network { id, person, kind: NetworkKind::Now, sectors, span, origin: origin() }))
    }

    fn member(id: &str, network: &str, who: Who, sector: &str) -> Edit {
        Edit::Add(Fact::NetworkMember(NetworkMember::new(
            id,
            network,
            who,
            Standing::at(sector, Ring::Intimate),
            origin(),
        )))
    }

    fn knows(a: &str, b: &str) -> Edit {
        let (id, a, b, span) = ("k".into(), a.into(), b.into(), Default::default());
        Edit::Add(Fact::Acquaintance(Acquaintance { id, a, b, kind: AcquaintanceKind::Knows, span, origin: origin() }))
    }

    #[test]
    fn a_step_hangs_together_or_is_not_taken() {
        let mut record = Record::new();
        for id in ["m", "s"] {
            record.put(Fact::Person(Person::new(id, Symbol::Unknown, origin())));
        }
        let mut shielded = Person::new("x", Symbol::Unknown, origin());
        shielded.shielded = true;
        record.put(Fact::Person(shielded));
        let good = [
            network("n", "m"),
            member("1", "n", Who::people(["s"]), "FAM"),
            member("2", "n", Who::named("Nabo"), "VENN"),
            knows("1", "2"),
        ];
        assert!(fits(&record, &good));
        assert!(!fits(&record, &good[1..]), "without its network nobody is in it");
        let with = |edit: Edit| fits(&record, &[&good[..3], &[edit]].concat());
        assert!(!with(network("o", "nobody")) && !with(network("o", "x")));
        assert!(!with(member("3", "n", Who::people(["hidden"]), "FAM")));
        assert!(!with(member("3", "n", Who::default(), "FAM")));
        assert!(!with(member("3", "n", Who::named(" "), "FAM")));
        assert!(!with(member("3", "n", Who::named(&"x".repeat(201)), "FAM")));
        assert!(!with(member("3", "n", Who::named("Nabo"), "NO")));
        assert!(!with(knows("1", "1")) && !with(knows("1", "9")));
        let set = |field| with(Edit::Set(Change::NetworkMember("1".into(), field)));
        assert!(set(NetworkMemberField::Sector("SLEKT".into())) && !set(NetworkMemberField::Sector("NO".into())));
        assert!(set(NetworkMemberField::Pin(Some(Pin { across: 1000, out: 0 }))));
        assert!(!set(NetworkMemberField::Pin(Some(Pin { across: 1001, out: 0 }))));
        assert!(!set(NetworkMemberField::Who(Who::people(["hidden"]))));
        assert!(!with(Edit::Set(Change::Network("n".into(), NetworkField::Sectors(Vec::new())))));
    }

    #[test]
    fn a_system_stands_around_somebody_who_is_there() {
        let mut record = Record::new();
        record.put(Fact::Person(Person::new("m", Symbol::Unknown, origin())));
        let system = |around, concerns: &str| {
            let mut system = EcomapSystem::new("s", around, SystemKind::School, origin());
            system.concerns.extend(Some(concerns).filter(|it| !it.is_empty()).map(PersonId::from));
            Edit::Add(Fact::EcomapSystem(system))
        };
        assert!(fits(&record, &[system(Centre::Person("m".into()), "")]));
        assert!(fits(&record, &[system(Centre::Person("m".into()), "m")]));
        assert!(!fits(&record, &[system(Centre::Person("m".into()), "hidden")]));
        assert!(!fits(&record, &[system(Centre::Household("hidden".into()), "")]));
    }
}
