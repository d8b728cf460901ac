//! The invented families of the demo, and one with every kind of everything.

use family_map::date::{Bound, Span};
use family_map::record::{
    BirthGroup, Bond, BondKind, Count, Fact, Household, HouseholdKind, Known, Life, Membership, Origin, ParentKind,
    ParentLink, Partnership, PartnershipEvent, PartnershipKind, Person, Symbol, Zygosity,
};
use family_map::{FuzzyDate, Record};
use serde_json::Value;

const FAMILIES: &str = include_str!("../../../../crates/family-map/tests/data/demo-families.json");

/// The letters of the families.
pub(super) const LETTERS: [&str; 5] = ["A", "B", "C", "D", "E"];

fn origin() -> Origin {
    Origin::told("teller", ["team"])
}

fn date(text: &str) -> Option<FuzzyDate> {
    let bound = match text {
        _ if text.contains("ca.") => Bound::Circa,
        _ if text.contains("anslått") => Bound::Estimated,
        _ => Bound::Exact,
    };
    let digits = text.trim_start_matches("termin ").split(' ').next()?;
    Some(FuzzyDate::parse_iso(digits)?.bounded(bound))
}

/// One of the families, «A» to «E».
pub(super) fn family(letter: &str) -> Record {
    let data: Value = serde_json::from_str(FAMILIES).unwrap();
    let family = &data["families"][letter];
    let rows = |name: &str| family[name].as_array().unwrap().clone();
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or("").to_owned();
    let mut record = Record::new();
    for it in rows("people") {
        let symbol = match it["symbol"].as_str().unwrap() {
            "F" => Symbol::Female,
            "M" => Symbol::Male,
            "NB" => Symbol::NonBinary,
            "P" => Symbol::Pet,
            _ => Symbol::Unknown,
        };
        let mut one = Person::new(text(&it, "id"), symbol, origin());
        let name = text(&it, "name");
        one.called = name.split(' ').next().filter(|_| letter == "A").map(str::to_owned);
        one.name = Known::Known(name);
        one.birth = date(&text(&it, "birth")).into();
        one.death = date(&text(&it, "death")).into();
        let dead = if one.death.value().is_some() { Life::Dead } else { Life::Alive };
        one.life = Life::from_code(&text(&it, "life")).unwrap_or(dead);
        one.shielded = it["life"] == "shielded";
        record.put(Fact::Person(one));
    }
    for it in rows("partners") {
        let kind = PartnershipKind::from_code(it["kind"].as_str().unwrap()).unwrap();
        let span = Span { from: date(&text(&it, "from")), to: date(&text(&it, "to")) };
        couple(&mut record, &text(&it, "a"), &text(&it, "b"), kind, span);
    }
    for it in rows("parents") {
        let kind = ParentKind::from_code(it["kind"].as_str().unwrap()).unwrap();
        parent(&mut record, &text(&it, "child"), &text(&it, "parent"), kind);
    }
    for it in rows("twins") {
        let zygosity = Zygosity::from_code(it["zygosity"].as_str().unwrap()).unwrap();
        twins(&mut record, [&text(&it, "a"), &text(&it, "b")], zygosity);
    }
    for it in rows("bonds") {
        bond(&mut record, &text(&it, "a"), &text(&it, "b"), BondKind::from_code(it["kind"].as_str().unwrap()).unwrap());
    }
    record.index = Some(text(family, "index").into());
    record
}

fn couple(record: &mut Record, a: &str, b: &str, kind: PartnershipKind, span: Span) {
    record.put(Fact::Partnership(Partnership {
        id: format!("{a}+{b}").into(),
        a: a.into(),
        b: b.into(),
        kind,
        span,
        events: Vec::new(),
        consanguineous: false,
        origin: origin(),
    }));
}

fn parent(record: &mut Record, child: &str, parent: &str, kind: ParentKind) {
    record.put(Fact::ParentLink(ParentLink {
        id: format!("{child}-{}-{parent}", kind.code()).into(),
        child: child.into(),
        parent: parent.into(),
        kind,
        span: Span::default(),
        origin: origin(),
    }));
}

fn twins(record: &mut Record, children: [&str; 2], zygosity: Zygosity) {
    record.put(Fact::BirthGroup(BirthGroup {
        id: children.join("=").into(),
        children: children.into_iter().map(Into::into).collect(),
        zygosity,
        origin: origin(),
    }));
}

fn bond(record: &mut Record, a: &str, b: &str, kind: BondKind) {
    record.put(Fact::Bond(Bond {
        id: format!("{a}-{}-{b}", kind.code()).into(),
        a: a.into(),
        b: b.into(),
        kind,
        span: Span::default(),
        origin: origin(),
    }));
}

/// Somebody of every kind, with every kind of tie and date.
pub(super) fn every_kind() -> Record {
    let mut record = Record::new();
    let year = |year| FuzzyDate::year(year);
    let spans = [
        Span { from: Some(year(2001)), to: Some(year(2010).bounded(Bound::Circa)) },
        Span { from: FuzzyDate::day(2012, 6, 16), to: None },
        Span { from: None, to: FuzzyDate::parse_iso("2015-10") },
        Span::default(),
    ];
    let mut n = 0;
    for symbol in Symbol::ALL {
        for life in Life::ALL {
            for dates in 0..4_u8 {
                for name in [Known::Known("Per jr.".to_owned()), Known::Unknown] {
                    let count = [Count::One, Count::Several(3), Count::UnknownNumber, Count::One][(n / 2 + n) % 4];
                    let mut one = Person::new(format!("p{n:04}"), *symbol, origin());
                    one.name = name;
                    one.life = *life;
                    one.count = count;
                    one.birth = (dates & 1 == 1).then(|| year(1990)).into();
                    one.death = (dates & 2 == 2).then(|| year(2020)).into();
                    one.gender_text = (n % 5 == 0).then(|| "hen".to_owned());
                    one.shielded = n % 17 == 0;
                    record.put(Fact::Person(one));
                    n += 1;
                }
            }
        }
    }
    let events = [
        PartnershipEvent::MovedTogether,
        PartnershipEvent::Married,
        PartnershipEvent::Separated,
        PartnershipEvent::Divorced,
    ];
    let id = |n: usize| format!("p{n:04}");
    for (at, kind) in PartnershipKind::ALL.iter().enumerate() {
        for (which, span) in spans.iter().enumerate() {
            let (a, b) = (id(at * 8 + which * 2), id(at * 8 + which * 2 + 1));
            couple(&mut record, &a, &b, *kind, *span);
            let it = record.partnerships.get_mut(&format!("{a}+{b}").into()).unwrap();
            it.consanguineous = which == 0;
            it.events = events.iter().filter(|_| which > 1).map(|it| (*it, year(2013))).collect();
        }
    }
    for (at, kind) in ParentKind::ALL.iter().enumerate() {
        for (which, span) in spans.iter().enumerate() {
            let (child, older) = (id(160 + at * 4 + which), id(at * 4 + which));
            parent(&mut record, &child, &older, *kind);
            record.parent_links.get_mut(&format!("{child}-{}-{older}", kind.code()).into()).unwrap().span = *span;
        }
    }
    for (at, zygosity) in Zygosity::ALL.iter().enumerate() {
        twins(&mut record, [&id(161 + at * 2), &id(162 + at * 2)], *zygosity);
    }
    for (at, kind) in BondKind::ALL.iter().enumerate() {
        bond(&mut record, &id(200 + at), &id(201 + at), *kind);
    }
    for (at, kind) in HouseholdKind::ALL.iter().enumerate() {
        for (which, span) in spans.iter().enumerate() {
            let home = format!("h{at}{which}");
            let label = format!("Storgata {which}");
            record.put(Fact::Household(Household {
                id: home.clone().into(),
                label,
                kind: *kind,
                span: *span,
                origin: origin(),
            }));
            for (n, share) in [(1, None), (2, Some(100)), (at + 3, Some(50)), (7, Some(20))] {
                record.put(Fact::Membership(Membership {
                    id: format!("{home}-{n}").into(),
                    household: home.clone().into(),
                    person: id(n).into(),
                    share,
                    rhythm: None,
                    span: Span::default(),
                    origin: origin(),
                }));
            }
        }
    }
    record.index = Some(id(1).into());
    record
}
