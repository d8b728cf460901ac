//! The network maps of the tables, as facts beside people and ties.

use super::read::{Family, MemberRow};
use super::{DemoError, Plan, audience, date, unknown};
use family_map::date::Span;
use family_map::record::{
    Acquaintance, AcquaintanceKind, Contact, Fact, Known, Network, NetworkKind, NetworkMember, Origin, PersonId,
    Reciprocity, Record, Ring, SectorSet, Standing, Support, Valence, Who,
};

/// When the maps were drawn.
const DRAWN_ON: &str = "2026-11-16";

/// Members who are on the genogram too: linked, never copied.
const LINKED: [(&str, &[&str]); 30] = [
    ("a1", &["A05", "A07", "A08"]),
    ("a2", &["A04"]),
    ("a3", &["A18"]),
    ("a4", &["A16"]),
    ("a5", &["A19"]),
    ("a6", &["A21"]),
    ("a7", &["A02"]),
    ("a8", &["A03"]),
    ("b1", &["B04", "B05"]),
    ("b2", &["B06", "B07"]),
    ("b3", &["B08"]),
    ("b4", &["B02"]),
    ("b5", &["B09"]),
    ("b6", &["B11"]),
    ("b7", &["B19"]),
    ("c1", &["C03", "C04", "C05"]),
    ("c2", &["C06"]),
    ("c3", &["C09"]),
    ("c4", &["C14"]),
    ("c5", &["C11"]),
    ("d1", &["D02"]),
    ("d2", &["D04"]),
    ("d3", &["D06"]),
    ("d4", &["D09"]),
    ("d5", &["D07"]),
    ("d6", &["D05"]),
    ("e1", &["E08"]),
    ("e2", &["E01", "E02"]),
    ("e3", &["E03"]),
    ("e4", &["E10"]),
];

/// Puts the family's network into the case of the one who drew it.
pub(super) fn networks(plan: &Plan, family: &Family, record: &mut Record) -> Result<(), DemoError> {
    let person = PersonId::from(family.network_of.as_str());
    let drawn_here = plan.key != "kristoffer" && record.people.contains_key(&person);
    if !drawn_here {
        return Ok(());
    }
    let origin = origin(plan, &person);
    let id = format!("{}-network", plan.family);
    record.put(Fact::Network(Network {
        id: id.as_str().into(),
        person,
        kind: NetworkKind::Now,
        sectors: SectorSet::Six.sectors(),
        span: Span { from: Some(date(DRAWN_ON)?), to: None },
        origin: origin.clone(),
    }));
    let member_id = |id: &str| format!("{}-member-{id}", plan.family);
    for row in &family.network {
        let people = LINKED.iter().find(|(id, _)| row.id == *id).map_or(&[][..], |(_, people)| people);
        let who = Who { name: Some(row.name.clone()), ..Who::people(people.iter().copied()) };
        let member = NetworkMember::new(member_id(&row.id), id.as_str(), who, standing(row)?, origin.clone());
        record.put(Fact::NetworkMember(member));
    }
    for (at, tie) in family.ties.iter().enumerate() {
        record.put(Fact::Acquaintance(Acquaintance {
            id: format!("{}-knows-{at:02}", plan.family).into(),
            a: member_id(&tie.a).into(),
            b: member_id(&tie.b).into(),
            kind: AcquaintanceKind::Knows,
            span: Span::default(),
            origin: origin.clone(),
        }));
    }
    Ok(())
}

/// The one who drew it told it. A child in care drew with the team: neither
/// side's to know unless the child says so.
fn origin(plan: &Plan, person: &PersonId) -> Origin {
    let teller = format!("person:{person}");
    if plan.key == "noah" {
        return Origin::told(&teller, [audience::TEAM]);
    }
    Origin::told(&teller, [teller.as_str(), audience::TEAM])
}

fn standing(row: &MemberRow) -> Result<Standing, DemoError> {
    let ring = Ring::from_code(&row.ring.to_string()).ok_or_else(|| unknown("ring", &row.ring.to_string()))?;
    let mut standing = Standing::at(&row.sector, ring);
    let contact = match row.contact.as_str() {
        "daglig" => Contact::Daily,
        "ukentlig" => Contact::Weekly,
        "annenhver uke" => Contact::Fortnightly,
        "månedlig" => Contact::Monthly,
        "annenhver måned" => Contact::EveryOtherMonth,
        "kvartalsvis" => Contact::Quarterly,
        "sjelden" => Contact::Seldom,
        "aldri" => Contact::Never,
        other => return Err(unknown("contact", other)),
    };
    standing.contact = Known::Known(contact);
    let kinds = row.support.split(',').filter(|it| !matches!(*it, "" | "-"));
    let kinds = kinds.map(|it| Support::from_code(it).ok_or_else(|| unknown("support", it)));
    standing.support = Known::Known(kinds.collect::<Result<_, _>>()?);
    let reciprocity = match row.direction.as_str() {
        "gjensidig" => Reciprocity::Mutual,
        "mottar" => Reciprocity::Receives,
        "gir" => Reciprocity::Gives,
        "-" | "" => Reciprocity::Neither,
        other => return Err(unknown("reciprocity", other)),
    };
    standing.reciprocity = Known::Known(reciprocity);
    let valence = match row.tie.as_str() {
        "støttende" => Valence::Supportive,
        "blandet" => Valence::Mixed,
        "belastende" => Valence::Strained,
        "brutt" => Valence::Broken,
        other => return Err(unknown("valence", other)),
    };
    standing.valence = Known::Known(valence);
    Ok(standing)
}
