//! What is done on a network map and an ecomap, as edits of the record. Knows
//! nothing of the page.

use family_map::FuzzyDate;
use family_map::edit::{AcquaintanceField, Change, Edit, NetworkMemberField};
use family_map::layout::Point;
use family_map::network::{Map, NetworkLayout};
use family_map::record::{
    Acquaintance, AcquaintanceKind, Fact, FactId, Network, NetworkId, NetworkKind, NetworkMember, NetworkMemberId,
    Origin, PastStanding, PersonId, Pin, Record, Ring, SectorCode, SectorSet, Standing, Who,
};
use std::collections::BTreeSet;

/// One field of a member with its new value.
pub(super) fn set(member: &NetworkMemberId, field: NetworkMemberField) -> Edit {
    Edit::Set(Change::NetworkMember(member.clone(), field))
}

/// A network of somebody, with nobody in it yet.
pub(super) fn begin(person: PersonId, kind: NetworkKind, set: SectorSet, origin: Origin, id: String) -> Edit {
    let sectors = set.sectors();
    Edit::Add(Fact::Network(Network { id: id.into(), person, kind, sectors, span: Default::default(), origin }))
}

/// In which sector somebody would be looked for first: who lives with the
/// person or shares a child or a bed is family, everyone else on the family
/// map kin, and a new name a friend. The family moves them as it is.
pub(super) fn proposed_sector(record: &Record, network: &Network, people: &BTreeSet<PersonId>) -> SectorCode {
    let person = &network.person;
    let homes: BTreeSet<_> = record
        .memberships
        .values()
        .filter(|it| &it.person == person && it.span.to.is_none())
        .map(|it| &it.household)
        .collect();
    let lives_here = |id: &PersonId| {
        let mut places = record.memberships.values();
        places.any(|it| &it.person == id && it.span.to.is_none() && homes.contains(&it.household))
    };
    let is_partner =
        |id: &PersonId| record.partnerships_of(person).any(|it| it.other(person) == Some(id) && it.span.to.is_none());
    let is_child = |id: &PersonId| record.parents_of(id).any(|it| &it.parent == person);
    let near = |id: &PersonId| lives_here(id) || is_partner(id) || is_child(id);
    let wanted = match people.iter().next() {
        None => "VENN",
        Some(_) if people.iter().all(near) => "FAM",
        Some(_) => "SLEKT",
    };
    let has = |code: &str| network.sectors.iter().any(|it| it.code.0 == code);
    let first = || network.sectors.first().map_or_else(|| SectorCode::from(wanted), |it| it.code.clone());
    if has(wanted) { wanted.into() } else { first() }
}

/// Puts a member where it was set down on the map.
pub(super) fn set_down(map: &Map<'_>, layout: &NetworkLayout, member: &NetworkMemberId, at: Point) -> Vec<Edit> {
    let Some(before) = map.members.iter().find(|it| &it.id == member) else { return Vec::new() };
    let Some(drop) = layout.locate(at) else { return Vec::new() };
    let mut edits = Vec::new();
    if drop.sector != before.standing.sector {
        edits.push(set(member, NetworkMemberField::Sector(drop.sector)));
    }
    if drop.ring != before.standing.ring {
        edits.push(set(member, NetworkMemberField::Ring(drop.ring)));
    }
    edits.push(set(member, NetworkMemberField::Pin(Some(drop.pin))));
    edits
}

/// A member in another ring or sector; the map finds the place there.
pub(super) fn moved(before: &NetworkMember, sector: Option<SectorCode>, ring: Option<Ring>) -> Vec<Edit> {
    let mut edits = Vec::new();
    if let Some(sector) = sector.filter(|it| *it != before.standing.sector) {
        edits.push(set(&before.id, NetworkMemberField::Sector(sector)));
    }
    if let Some(ring) = ring.filter(|it| *it != before.standing.ring) {
        edits.push(set(&before.id, NetworkMemberField::Ring(ring)));
    }
    if !edits.is_empty() && before.pin.is_some() {
        edits.push(set(&before.id, NetworkMemberField::Pin(None)));
    }
    edits
}

/// The ring so many steps further out.
pub(super) fn ring_at(from: Ring, steps: i8) -> Option<Ring> {
    let wanted = i16::from(from.number()) + i16::from(steps);
    Ring::ALL.iter().copied().find(|it| i16::from(it.number()) == wanted)
}

/// The sector so many steps on, clockwise and round again.
pub(super) fn sector_at(map: &Map<'_>, from: &SectorCode, steps: isize) -> Option<SectorCode> {
    let count = isize::try_from(map.sectors.len()).ok().filter(|it| *it > 1)?;
    let at = isize::try_from(map.sectors.iter().position(|it| &it.code == from)?).ok()?;
    let at = usize::try_from((at + steps).rem_euclid(count)).ok()?;
    map.sectors.get(at).map(|it| it.code.clone())
}

/// A place by hand a little further on, in thousandths of the room.
pub(super) fn nudged(from: Pin, across: i16, out: i16) -> Pin {
    let step = |value: u16, by: i16| value.min(1000).saturating_add_signed(by).min(1000);
    Pin { across: step(from.across, across), out: step(from.out, out) }
}

/// Two members know each other in this way from now on; the tie there is
/// already is changed.
pub(super) fn acquaint(
    map: &Map<'_>,
    (a, b): (&NetworkMemberId, &NetworkMemberId),
    kind: AcquaintanceKind,
    origin: Origin,
    id: String,
) -> Option<Edit> {
    if a == b {
        return None;
    }
    let same = |it: &&&Acquaintance| (&it.a == a && &it.b == b) || (&it.a == b && &it.b == a);
    match map.ties.iter().find(same) {
        Some(tie) if tie.kind == kind => None,
        Some(tie) => Some(Edit::Set(Change::Acquaintance(tie.id.clone(), AcquaintanceField::Kind(kind)))),
        None => Some(Edit::Add(Fact::Acquaintance(Acquaintance {
            id: id.into(),
            a: a.clone(),
            b: b.clone(),
            kind,
            span: Default::default(),
            origin,
        }))),
    }
}

/// Somebody comes into the network.
pub(super) fn join(network: &NetworkId, who: Who, standing: Standing, origin: Origin, id: String) -> Edit {
    Edit::Add(Fact::NetworkMember(NetworkMember::new(id, network.clone(), who, standing, origin)))
}

/// A member that was put in by mistake goes, with the ties to it.
pub(super) fn remove(map: &Map<'_>, member: &NetworkMemberId) -> Vec<Edit> {
    let ties = map.ties.iter().filter(|it| &it.a == member || &it.b == member);
    let ties = ties.map(|it| Edit::Remove(FactId::Acquaintance(it.id.clone())));
    ties.chain([Edit::Remove(FactId::NetworkMember(member.clone()))]).collect()
}

/// A member is part of the network no more; the past keeps them.
pub(super) fn leave(member: &NetworkMember, today: FuzzyDate) -> Edit {
    let mut span = member.span;
    span.to = Some(today);
    set(&member.id, NetworkMemberField::Span(span))
}

/// How it stands today is kept as how it was, before it is changed.
pub(super) fn keep_past(member: &NetworkMember, today: FuzzyDate) -> Edit {
    let mut past = member.past.clone();
    past.retain(|it| it.until != today);
    past.push(PastStanding { until: today, standing: member.standing.clone() });
    set(&member.id, NetworkMemberField::Past(past))
}

/// A network as somebody wishes it to be begins as it is.
pub(super) fn wish(map: &Map<'_>, origin: &Origin, fresh: &mut dyn FnMut() -> String) -> (NetworkId, Vec<Edit>) {
    let id = NetworkId::from(fresh());
    let network = Network {
        id: id.clone(),
        kind: NetworkKind::Wished,
        origin: origin.clone(),
        span: Default::default(),
        ..map.network.clone()
    };
    let members = map.members.iter().map(|it| {
        let mut member = NetworkMember::new(fresh(), id.clone(), it.who.clone(), it.standing.clone(), origin.clone());
        member.pin = it.pin;
        Edit::Add(Fact::NetworkMember(member))
    });
    let edits = std::iter::once(Edit::Add(Fact::Network(network))).chain(members).collect();
    (id, edits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use family_map::edit::apply;
    use family_map::network::{NetworkOptions, arrange, map};
    use family_map::record::{Person, Symbol};

    fn origin() -> Origin {
        Origin::told("user:1", ["team"])
    }

    fn record() -> Record {
        let mut record = Record::new();
        for id in ["m", "s"] {
            record.put(Fact::Person(Person::new(id, Symbol::Female, origin())));
        }
        let edits = [
            begin("m".into(), NetworkKind::Now, SectorSet::Six, origin(), "n".into()),
            join(&"n".into(), Who::people(["s"]), Standing::at("SLEKT", Ring::Intimate), origin(), "1".into()),
            join(&"n".into(), Who::named("Nabo"), Standing::at("VENN", Ring::Available), origin(), "2".into()),
        ];
        for edit in edits {
            apply(&mut record, &edit);
        }
        record
    }

    fn member(record: &Record, id: &str) -> NetworkMember {
        record.network_members[&NetworkMemberId::from(id)].clone()
    }

    #[test]
    fn who_is_set_down_stands_there_and_the_step_changes_no_more_than_it_must() {
        let mut record = record();
        let (edits, at) = {
            let map = map(&record, &"n".into()).unwrap();
            let layout = arrange(&map, &NetworkOptions::default());
            let at = layout.spots[&NetworkMemberId::from("2")].at;
            let same = set_down(&map, &layout, &"2".into(), at);
            assert_eq!(same.len(), 1, "only the place: {same:?}");
            (set_down(&map, &layout, &"1".into(), at), at)
        };
        for edit in &edits {
            apply(&mut record, edit);
        }
        let one = member(&record, "1");
        assert_eq!((one.standing.sector.0.as_str(), one.standing.ring), ("VENN", Ring::Available));
        let map = map(&record, &"n".into()).unwrap();
        let spot = &arrange(&map, &NetworkOptions::default()).spots[&NetworkMemberId::from("1")];
        assert!(spot.pinned && (spot.at.x - at.x).hypot(spot.at.y - at.y) < 2.0, "{spot:?} {at:?}");
    }

    #[test]
    fn rings_end_and_sectors_go_round() {
        assert_eq!(ring_at(Ring::Intimate, -1), None);
        assert_eq!(ring_at(Ring::Intimate, 1), Some(Ring::Effective));
        assert_eq!(ring_at(Ring::Extended, 1), None);
        let record = record();
        let map = map(&record, &"n".into()).unwrap();
        assert_eq!(sector_at(&map, &"FAM".into(), -1), Some("HJELP".into()));
        assert_eq!(sector_at(&map, &"HJELP".into(), 1), Some("FAM".into()));
        assert_eq!(nudged(Pin { across: 950, out: 20 }, 100, -100), Pin { across: 1000, out: 0 });
    }

    #[test]
    fn a_tie_is_one_tie_whichever_way_it_is_told() {
        let mut record = record();
        let tie = |record: &Record, a: &str, b: &str, kind| {
            acquaint(&map(record, &"n".into()).unwrap(), (&a.into(), &b.into()), kind, origin(), "t".into())
        };
        assert_eq!(tie(&record, "1", "1", AcquaintanceKind::Knows), None);
        let knows = tie(&record, "1", "2", AcquaintanceKind::Knows).unwrap();
        apply(&mut record, &knows);
        assert_eq!(tie(&record, "2", "1", AcquaintanceKind::Knows), None);
        let strong = tie(&record, "2", "1", AcquaintanceKind::Strong).unwrap();
        apply(&mut record, &strong);
        assert_eq!(record.acquaintances.values().map(|it| it.kind).collect::<Vec<_>>(), [AcquaintanceKind::Strong]);
        for edit in remove(&map(&record, &"n".into()).unwrap(), &"1".into()) {
            apply(&mut record, &edit);
        }
        assert!(record.acquaintances.is_empty() && record.network_members.len() == 1);
    }

    #[test]
    fn how_it_was_is_kept_for_the_slider() {
        let mut record = record();
        let today = FuzzyDate::day(2026, 11, 23).unwrap();
        let one = member(&record, "1");
        apply(&mut record, &keep_past(&one, today));
        for edit in moved(&one, None, Some(Ring::Extended)) {
            apply(&mut record, &edit);
        }
        let yesterday = family_map::view::on_day(&record, &FuzzyDate::day(2026, 11, 22).unwrap());
        assert_eq!(member(&yesterday, "1").standing.ring, Ring::Intimate);
        assert_eq!(member(&record, "1").standing.ring, Ring::Extended);
        // Kept twice on one day it is one change.
        let again = keep_past(&member(&record, "1"), today);
        apply(&mut record, &again);
        assert_eq!(member(&record, "1").past.len(), 1);
    }

    #[test]
    fn a_wish_begins_as_it_is_under_ids_of_its_own() {
        let mut record = record();
        let mut count = 0;
        let (id, edits) = wish(&map(&record, &"n".into()).unwrap(), &origin(), &mut || {
            count += 1;
            format!("w{count}")
        });
        for edit in &edits {
            apply(&mut record, edit);
        }
        let wished = map(&record, &id).unwrap();
        assert_eq!((wished.network.kind, wished.members.len()), (NetworkKind::Wished, 2));
        assert_eq!(map(&record, &"n".into()).unwrap().members.len(), 2);
    }

    #[test]
    fn who_is_near_is_proposed_as_family_and_a_new_name_as_a_friend() {
        let record = record();
        let network = &record.networks[&NetworkId::from("n")];
        let of =
            |ids: &[&str]| proposed_sector(&record, network, &ids.iter().map(|id| PersonId::from(*id)).collect()).0;
        assert_eq!(of(&["s"]), "SLEKT");
        assert_eq!(of(&[]), "VENN");
    }
}
