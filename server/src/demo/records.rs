//! The fictional families (FIKTIVE DATA) as records, one for each case.
//!
//! Pure: `families.json` holds the families as tables; here they become the
//! facts of six cases. Family A is two of them, since Marte and Kristoffer
//! live apart (rule R2): each case holds what its own person told (R10). In
//! Noah's case the foster home and the family of birth are audiences apart
//! (R8).

mod audience;
mod network;
mod read;

use family_map::FuzzyDate;
use family_map::date::Span;
use family_map::record::{
    BirthGroup, Bond, BondKind, Fact, Household, HouseholdKind, Life, Membership, ParentKind, ParentLink, Partnership,
    PartnershipEvent, PartnershipKind, PersonId, Record, Zygosity,
};
use read::{Family, Home, date};
use std::collections::BTreeMap;

/// The families. Everything in them is invented, and says so.
pub const FAMILIES: &str = include_str!("families.json");

/// The day on which the families are as the tables tell.
pub const REFERENCE_DAY: &str = "2026-11-23";

/// One case, ready to be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct DemoCase {
    /// A short name that stays the same: `marte`, `kristoffer`, `noah`,
    /// `amna`, `ylva`, `viljar`.
    pub key: &'static str,
    /// What the case is called in lists.
    pub title: &'static str,
    /// People and ties.
    pub record: Record,
    /// Those whom the help is for; everyone else is mentioned.
    pub participants: Vec<DemoParticipant>,
}

/// Somebody whom the help is for.
#[derive(Clone, Debug, PartialEq)]
pub struct DemoParticipant {
    /// The person on the map.
    pub person: PersonId,
    /// The full name.
    pub name: String,
    /// Under 18 on the reference day.
    pub child: bool,
    /// Participant from this day.
    pub from: FuzzyDate,
    /// Who has parental responsibility for the child, so far as is known.
    pub parental_responsibility: Vec<PersonId>,
    /// Since when the child is under a care order: then the child-welfare
    /// service consents.
    pub care_order: Option<FuzzyDate>,
}

/// Why the tables could not be read.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The file is not what it should be.
    #[error("the demo families cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// A table holds something that nothing here means anything by.
    #[error("the demo families hold an unknown {what}: {value}")]
    Unknown {
        /// What kind of thing.
        what: &'static str,
        /// The thing.
        value: String,
    },
}

fn unknown(what: &'static str, value: &str) -> DemoError {
    DemoError::Unknown { what, value: value.to_owned() }
}

/// One case as it is taken from a family's tables.
struct Plan {
    key: &'static str,
    title: &'static str,
    family: &'static str,
    index: &'static str,
    /// In whose case it is, and so who tells by default.
    teller: &'static str,
    from: &'static str,
    /// Participants, each with those who have parental responsibility.
    participants: &'static [(&'static str, &'static [&'static str])],
}

const PLANS: [Plan; 6] = [
    Plan {
        key: "marte",
        title: "Marte med familie",
        family: "A",
        index: "A01",
        teller: "person:A01",
        from: "2026-09-07",
        participants: &[("A01", &[]), ("A05", &["A01", "A02"]), ("A07", &["A01", "A03"]), ("A08", &["A01", "A03"])],
    },
    Plan {
        key: "kristoffer",
        title: "Kristoffer med familie",
        family: "A",
        index: "A03",
        teller: "person:A03",
        from: "2026-10-05",
        participants: &[("A03", &[]), ("A07", &["A01", "A03"]), ("A08", &["A01", "A03"])],
    },
    Plan {
        key: "noah",
        title: "Noah med familie",
        family: "B",
        index: "B01",
        teller: "person:B02",
        from: "2025-02-10",
        participants: &[("B01", &["B02"]), ("B02", &[]), ("B04", &[]), ("B05", &[])],
    },
    Plan {
        key: "amna",
        title: "Amna med familie",
        family: "C",
        index: "C01",
        teller: "person:C01",
        from: "2025-01-13",
        participants: &[
            ("C01", &[]),
            ("C03", &["C01", "C02"]),
            ("C04", &["C01", "C02"]),
            ("C05", &["C01", "C02"]),
            ("C06", &[]),
        ],
    },
    Plan {
        key: "ylva",
        title: "Ylva med familie",
        family: "D",
        index: "D01",
        teller: "person:D01",
        from: "2026-09-21",
        participants: &[("D01", &["D04", "D05"]), ("D02", &["D01"]), ("D04", &[])],
    },
    Plan {
        key: "viljar",
        title: "Torbjørg og Viljar med familie",
        family: "E",
        index: "E03",
        teller: "person:E06",
        from: "2026-02-09",
        participants: &[("E06", &[]), ("E08", &["E06"]), ("E03", &["E01", "E02"]), ("E01", &[]), ("E02", &[])],
    },
];

/// The care order over Noah.
const CARE_ORDER: (&str, &str) = ("B01", "2022-09-15");
/// When Noah was in the emergency foster home, and since when with the foster parents.
const EMERGENCY_HOME: (&str, &str) = ("2022-06", "2022-11");
/// Since when Torbjørg raises Mikkel.
const RAISED_SINCE: (&str, &str) = ("E08", "2023");
/// Ties of feeling whose years the tables tell.
const BOND_YEARS: [(&str, &str, &str, &str); 3] =
    [("B03", "B02", "2019", "2021"), ("E01", "E09", "", "2023"), ("D01", "D07", "2025", "")];

/// The six cases.
///
/// # Errors
///
/// [`DemoError`] where the text is not JSON of the families' form, or holds a
/// code that nothing here knows.
pub fn cases(json: &str) -> Result<Vec<DemoCase>, DemoError> {
    let families: BTreeMap<String, Family> = read::families(json)?;
    PLANS
        .iter()
        .map(|plan| case(plan, families.get(plan.family).ok_or_else(|| unknown("family", plan.family))?))
        .collect()
}

fn case(plan: &Plan, family: &Family) -> Result<DemoCase, DemoError> {
    let mut record = Record::new();
    people(plan, family, &mut record)?;
    couples(plan, family, &mut record)?;
    parents(plan, family, &mut record)?;
    twins(plan, family, &mut record)?;
    homes(plan, family, &mut record)?;
    bonds(plan, family, &mut record)?;
    network::networks(plan, family, &mut record)?;
    record.index = Some(plan.index.into());
    let participants = participants(plan, &record)?;
    Ok(DemoCase { key: plan.key, title: plan.title, record, participants })
}

fn participants(plan: &Plan, record: &Record) -> Result<Vec<DemoParticipant>, DemoError> {
    let today = date(REFERENCE_DAY)?;
    let from = date(plan.from)?;
    let read = |(id, responsible): &(&str, &[&str])| {
        let person = record.people.get(&PersonId::from(*id)).ok_or_else(|| unknown("participant", id))?;
        let age = person.birth.value().and_then(|birth| birth.years_until(&today));
        let care_order = if *id == CARE_ORDER.0 { Some(date(CARE_ORDER.1)?) } else { None };
        Ok(DemoParticipant {
            person: person.id.clone(),
            name: person.name.value().cloned().unwrap_or_default(),
            child: age.is_some_and(|age| age < 18),
            from,
            parental_responsibility: responsible.iter().map(|id| PersonId::from(*id)).collect(),
            care_order,
        })
    };
    plan.participants.iter().map(read).collect()
}

fn people(plan: &Plan, family: &Family, record: &mut Record) -> Result<(), DemoError> {
    // «Whereabouts unknown» is told as a home in the tables; it is none.
    let nowhere = family.households.iter().find(|home| read::is_nowhere(home)).map(|home| home.members.as_str());
    for row in family.people.iter().filter(|row| audience::holds(plan.key, &[&row.id])) {
        let mut person = read::person(row, audience::of(plan.key, plan.teller, &[&row.id]))?;
        if person.life == Life::Alive && nowhere.is_some_and(|members| members.contains(row.id.as_str())) {
            person.life = Life::Unknown;
        }
        record.put(Fact::Person(person));
    }
    Ok(())
}

fn couples(plan: &Plan, family: &Family, record: &mut Record) -> Result<(), DemoError> {
    for (at, row) in family.partners.iter().enumerate().filter(|(_, row)| audience::holds(plan.key, &[&row.a, &row.b]))
    {
        let mut events = Vec::new();
        if let Some((_, rest)) = row.note.split_once("separert ") {
            let day = rest.split(',').next().unwrap_or(rest);
            events.push((PartnershipEvent::Separated, date(day)?));
        }
        record.put(Fact::Partnership(Partnership {
            id: format!("{}-couple-{at:02}", plan.family).into(),
            a: row.a.as_str().into(),
            b: row.b.as_str().into(),
            kind: PartnershipKind::from_code(&row.kind).ok_or_else(|| unknown("partnership", &row.kind))?,
            span: Span { from: read::maybe(&row.from)?, to: read::maybe(&row.to)? },
            events,
            consanguineous: row.note.contains("CONSANGUINEOUS"),
            origin: audience::of(plan.key, plan.teller, &[&row.a, &row.b]),
        }));
    }
    Ok(())
}

fn parents(plan: &Plan, family: &Family, record: &mut Record) -> Result<(), DemoError> {
    let ties = family.parents.iter().enumerate();
    for (at, row) in ties.filter(|(_, row)| audience::holds(plan.key, &[&row.child, &row.parent])) {
        let kind = ParentKind::from_code(&row.kind).ok_or_else(|| unknown("parent tie", &row.kind))?;
        let span = match kind {
            ParentKind::EmergencyFoster => emergency_home()?,
            ParentKind::Foster if row.child == CARE_ORDER.0 => Span { from: emergency_home()?.to, to: None },
            ParentKind::RaisedBy if row.child == RAISED_SINCE.0 => Span { from: Some(date(RAISED_SINCE.1)?), to: None },
            _ => Span::default(),
        };
        record.put(Fact::ParentLink(ParentLink {
            id: format!("{}-parent-{at:02}", plan.family).into(),
            child: row.child.as_str().into(),
            parent: row.parent.as_str().into(),
            kind,
            span,
            origin: audience::of(plan.key, plan.teller, &[&row.child, &row.parent]),
        }));
    }
    Ok(())
}

fn emergency_home() -> Result<Span, DemoError> {
    Ok(Span { from: Some(date(EMERGENCY_HOME.0)?), to: Some(date(EMERGENCY_HOME.1)?) })
}

fn twins(plan: &Plan, family: &Family, record: &mut Record) -> Result<(), DemoError> {
    for (at, row) in family.twins.iter().enumerate().filter(|(_, row)| audience::holds(plan.key, &[&row.a, &row.b])) {
        record.put(Fact::BirthGroup(BirthGroup {
            id: format!("{}-twins-{at:02}", plan.family).into(),
            children: [row.a.as_str().into(), row.b.as_str().into()].into(),
            zygosity: Zygosity::from_code(&row.zygosity).ok_or_else(|| unknown("zygosity", &row.zygosity))?,
            origin: audience::of(plan.key, plan.teller, &[&row.a, &row.b]),
        }));
    }
    Ok(())
}

fn homes(plan: &Plan, family: &Family, record: &mut Record) -> Result<(), DemoError> {
    for row in family.households.iter().filter(|row| !read::is_nowhere(row)) {
        if !audience::holds_home(plan.key, &row.id) {
            continue;
        }
        let members = read::members(&row.members)?;
        let Home { label, kind, former } = read::home(&row.name);
        let span = if former { emergency_home()? } else { Span::default() };
        let owner = members.iter().find(|member| member.person != CARE_ORDER.0);
        let owner = owner.map(|member| member.person.clone()).unwrap_or_default();
        record.put(Fact::Household(Household {
            id: row.id.as_str().into(),
            label,
            kind,
            span,
            origin: audience::of(plan.key, plan.teller, &[&owner]),
        }));
        for member in members {
            let mut of_member = span;
            if kind == HouseholdKind::FosterHome && !former && member.person == CARE_ORDER.0 {
                of_member.from = emergency_home()?.to;
            }
            record.put(Fact::Membership(Membership {
                id: format!("{}-{}", row.id, member.person).into(),
                household: row.id.as_str().into(),
                // A home's audience is that of the home, also for who lives there.
                origin: audience::of(plan.key, plan.teller, &[&owner, &member.person]),
                person: member.person.into(),
                share: member.share,
                rhythm: member.rhythm,
                span: of_member,
            }));
        }
    }
    Ok(())
}

fn bonds(plan: &Plan, family: &Family, record: &mut Record) -> Result<(), DemoError> {
    let ties = family.bonds.iter().enumerate();
    for (at, row) in ties.filter(|(_, row)| audience::holds_bond(plan.key, &row.a, &row.b)) {
        let kind = BondKind::from_code(&row.kind).ok_or_else(|| unknown("bond", &row.kind))?;
        let years = BOND_YEARS.iter().find(|(a, b, ..)| row.a == *a && row.b == *b);
        let span = match years {
            Some((_, _, from, to)) => Span { from: read::maybe(from)?, to: read::maybe(to)? },
            None => Span::default(),
        };
        let mut origin = audience::of(plan.key, plan.teller, &[&row.a, &row.b]);
        if kind.is_sensitive() {
            origin.audience = [audience::LEAD.into()].into();
        }
        record.put(Fact::Bond(Bond {
            id: format!("{}-bond-{at:02}", plan.family).into(),
            a: row.a.as_str().into(),
            b: row.b.as_str().into(),
            kind,
            span,
            origin,
        }));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
