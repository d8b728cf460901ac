//! Records for tests, measurements and pictures, read from `tests/data`.
// Fixtures are ours and sound; the examples use this too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(dead_code)]

pub mod edits;
pub mod planar;

use family_map::date::{Bound, FuzzyDate, Span};
use family_map::record::*;
use serde_json::Value;
use std::path::PathBuf;

pub fn data(name: &str) -> Value {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

pub fn origin() -> Origin {
    Origin::told("teller", ["team"])
}

pub fn person(id: &str, symbol: Symbol) -> Person {
    Person::new(id, symbol, origin())
}

pub fn link(child: &str, parent: &str, kind: ParentKind) -> ParentLink {
    let id = format!("{child}-{}-{parent}", kind.code());
    ParentLink {
        id: id.into(),
        child: child.into(),
        parent: parent.into(),
        kind,
        span: Span::default(),
        origin: origin(),
    }
}

pub fn couple(a: &str, b: &str, kind: PartnershipKind) -> Partnership {
    Partnership {
        id: format!("{a}+{b}").into(),
        a: a.into(),
        b: b.into(),
        kind,
        span: Span::default(),
        events: Vec::new(),
        consanguineous: false,
        origin: origin(),
    }
}

/// A family of the measuring files.
pub fn measured(name: &str) -> Record {
    record_of(&data(name))
}

/// People and families given by their places in lists.
pub fn record_of(data: &Value) -> Record {
    let mut record = Record::new();
    let id = |n: &Value| format!("p{:05}", n.as_u64().unwrap());
    for (n, it) in data["people"].as_array().unwrap().iter().enumerate() {
        let symbol = if it["sex"] == "F" { Symbol::Female } else { Symbol::Male };
        record.put(Fact::Person(person(&format!("p{n:05}"), symbol)));
    }
    for (n, family) in data["families"].as_array().unwrap().iter().enumerate() {
        let parents: Vec<String> = family["parents"].as_array().unwrap().iter().map(id).collect();
        if let [a, b] = parents.as_slice() {
            let mut it = couple(a, b, PartnershipKind::Married);
            it.id = format!("f{n:05}").into();
            record.put(Fact::Partnership(it));
        }
        for child in family["children"].as_array().unwrap().iter().map(id) {
            for parent in &parents {
                record.put(Fact::ParentLink(link(&child, parent, ParentKind::Biological)));
            }
        }
    }
    record
}

fn date(text: &str) -> Known<FuzzyDate> {
    let text = text.trim();
    if text.is_empty() || text == "–" {
        return Known::NotAsked;
    }
    if text == "?" {
        return Known::Unknown;
    }
    let bound = match text {
        _ if text.contains("ca.") => Bound::Circa,
        _ if text.contains("anslått") => Bound::Estimated,
        _ => Bound::Exact,
    };
    let digits = text.trim_start_matches("termin ").split(' ').next().unwrap_or("");
    FuzzyDate::parse_iso(digits).map(|date| date.bounded(bound)).into()
}

/// One of the five families of the demo, «A» to «E».
pub fn demo(letter: &str) -> Record {
    demo_of(&data("demo-families.json"), letter)
}

/// The same from the file's content.
pub fn demo_of(data: &Value, letter: &str) -> Record {
    let family = &data["families"][letter];
    let mut record = Record::new();
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    for it in family["people"].as_array().unwrap() {
        let symbol = match it["symbol"].as_str().unwrap() {
            "F" => Symbol::Female,
            "M" => Symbol::Male,
            "NB" => Symbol::NonBinary,
            "P" => Symbol::Pet,
            _ => Symbol::Unknown,
        };
        let mut one = person(&text(&it["id"]), symbol);
        let name = text(&it["name"]);
        one.name = if name.starts_with("Ukjent navn") { Known::Unknown } else { Known::Known(name.clone()) };
        one.called = (!name.starts_with("Ukjent") && letter != "C")
            .then(|| name.split(' ').next().unwrap_or("").to_owned())
            .filter(|it| it.len() > 2);
        one.birth = date(&text(&it["birth"]));
        one.death = date(&text(&it["death"]));
        one.life = match it["life"].as_str().unwrap_or("") {
            "missing" => Life::Missing,
            "stillbirth" => Life::Stillbirth,
            "miscarriage" => Life::Miscarriage,
            "abortion" => Life::Abortion,
            "pregnancy" => Life::Expected,
            _ if one.death.value().is_some() => Life::Dead,
            _ if it["death"] == "?" => Life::Unknown,
            _ => Life::Alive,
        };
        if one.life == Life::Stillbirth {
            one.called = Some("«Lillegutt»".to_owned());
        }
        one.shielded = it["life"] == "shielded";
        if name.contains("antall ukjent") {
            one.count = Count::UnknownNumber;
        }
        record.put(Fact::Person(one));
    }
    for it in family["partners"].as_array().unwrap() {
        let kind = PartnershipKind::from_code(it["kind"].as_str().unwrap()).unwrap();
        let mut pair = couple(&text(&it["a"]), &text(&it["b"]), kind);
        pair.span =
            Span { from: date(&text(&it["from"])).value().copied(), to: date(&text(&it["to"])).value().copied() };
        pair.consanguineous = text(&it["note"]).contains("CONSANGUINEOUS");
        record.put(Fact::Partnership(pair));
    }
    for it in family["parents"].as_array().unwrap() {
        let kind = ParentKind::from_code(it["kind"].as_str().unwrap()).unwrap();
        record.put(Fact::ParentLink(link(&text(&it["child"]), &text(&it["parent"]), kind)));
    }
    for it in family["twins"].as_array().unwrap() {
        record.put(Fact::BirthGroup(BirthGroup {
            id: format!("{}={}", text(&it["a"]), text(&it["b"])).into(),
            children: [text(&it["a"]).into(), text(&it["b"]).into()].into(),
            zygosity: Zygosity::from_code(it["zygosity"].as_str().unwrap()).unwrap(),
            origin: origin(),
        }));
    }
    for it in family["households"].as_array().unwrap() {
        let home = text(&it["id"]);
        let label = text(&it["name"]);
        if label.starts_with("Whereabouts") {
            continue;
        }
        let kind = if label.contains("prison") { HouseholdKind::Institution } else { HouseholdKind::Home };
        let kind = if label.contains("Fosterhjem") { HouseholdKind::FosterHome } else { kind };
        let ended = label.starts_with("Former");
        let span = Span { from: None, to: ended.then(|| FuzzyDate::year(2022)) };
        record.put(Fact::Household(Household { id: home.clone().into(), label, kind, span, origin: origin() }));
        let members = text(&it["members"]);
        let mut seen = Vec::new();
        for word in members.split(|letter: char| !letter.is_ascii_alphanumeric()) {
            if word.len() == 3 && record.people.contains_key(&word.into()) && !seen.contains(&word) {
                seen.push(word);
                let tail = members.split(word).nth(1).unwrap_or("");
                let share = tail.strip_prefix(' ').and_then(|it| it.split(' ').next()).and_then(|it| it.parse().ok());
                let part_time = !tail.starts_with(',') && tail.contains("week");
                record.put(Fact::Membership(Membership {
                    id: format!("{home}-{word}").into(),
                    household: home.clone().into(),
                    person: word.into(),
                    share: share.or(part_time.then_some(20)),
                    rhythm: rhythm(tail).map(str::to_owned),
                    span: Span { from: None, to: tail.starts_with(" ended").then(|| FuzzyDate::year(2022)) },
                    origin: origin(),
                }));
            }
        }
    }
    for (n, it) in family["bonds"].as_array().unwrap().iter().enumerate() {
        record.put(Fact::Bond(Bond {
            id: format!("bond-{n:02}").into(),
            a: text(&it["a"]).as_str().into(),
            b: text(&it["b"]).as_str().into(),
            kind: BondKind::from_code(it["kind"].as_str().unwrap()).unwrap(),
            span: Span::default(),
            origin: origin(),
        }));
    }
    record.index = Some(text(&family["index"]).as_str().into());
    network(&mut record, &family["network"]);
    ecomap(&mut record, &family["ecomap"]);
    record
}

/// The rhythm in which somebody lives in a home, told right after their id.
fn rhythm(tail: &str) -> Option<&'static str> {
    let own = tail.split([',', ';']).next().unwrap_or("");
    let words = [
        ("odd weeks", "oddetallsuker"),
        ("even weeks", "partallsuker"),
        ("second weekend", "annenhver helg"),
        ("second week", "annenhver uke"),
        ("afternoon", "én ettermiddag i uka"),
    ];
    words.into_iter().find(|(english, _)| own.contains(english)).map(|it| it.1)
}

/// The id of a demo family's network.
pub const NETWORK: &str = "network";

/// Empty where nobody has asked, «?» where nobody knows.
fn known<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Known<T> {
    match text {
        "" => Known::NotAsked,
        "?" => Known::Unknown,
        _ => Known::Known(read(text).unwrap_or_else(|| panic!("{text}"))),
    }
}

fn network(record: &mut Record, data: &Value) {
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    let origin = || Origin::told(data["teller"].as_str().unwrap(), ["team", data["teller"].as_str().unwrap()]);
    record.put(Fact::Network(Network {
        id: NETWORK.into(),
        person: data["of"].as_str().unwrap().into(),
        kind: NetworkKind::Now,
        sectors: SectorSet::Six.sectors(),
        span: Span { from: FuzzyDate::parse_iso(data["on"].as_str().unwrap()), to: None },
        origin: origin(),
    }));
    for row in data["members"].as_array().unwrap() {
        let people = text(row, "people");
        let who = Who { name: Some(text(row, "who")), ..Who::people(people.split_whitespace()) };
        let ring = Ring::from_code(&row["ring"].to_string()).unwrap();
        let mut standing = Standing::at(&text(row, "sector"), ring);
        standing.contact = known(&text(row, "contact"), Contact::from_code);
        let support = text(row, "support");
        let kinds = support.split(',').filter(|it| !it.is_empty()).map(|it| Support::from_code(it).unwrap()).collect();
        standing.support = Known::Known(kinds);
        standing.reciprocity = known(&text(row, "reciprocity"), Reciprocity::from_code);
        standing.valence = known(&text(row, "valence"), Valence::from_code);
        record.put(Fact::NetworkMember(NetworkMember::new(text(row, "id"), NETWORK, who, standing, origin())));
    }
    for pair in data["knows"].as_array().unwrap() {
        let (a, b) = pair.as_str().unwrap().split_once(' ').unwrap();
        record.put(Fact::Acquaintance(Acquaintance {
            id: format!("{a}-{b}").into(),
            a: a.into(),
            b: b.into(),
            kind: AcquaintanceKind::Knows,
            span: Span::default(),
            origin: origin(),
        }));
    }
}

fn ecomap(record: &mut Record, data: &Value) {
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    let around = Centre::Household(data["around"].as_str().unwrap().into());
    for (n, row) in data["systems"].as_array().unwrap().iter().enumerate() {
        let kind = SystemKind::from_code(&text(row, "kind")).unwrap();
        let origin = Origin::told(data["teller"].as_str().unwrap(), ["team", data["teller"].as_str().unwrap()]);
        let mut it = EcomapSystem::new(format!("system-{n:02}"), around.clone(), kind, origin);
        it.who = Who { name: Some(text(row, "who")), ..Who::people(text(row, "people").split_whitespace()) };
        it.concerns = text(row, "concerns").split_whitespace().map(PersonId::from).collect();
        it.strength = known(&text(row, "strength"), TieStrength::from_code);
        it.stress = known(&text(row, "stress"), Stress::from_code);
        it.energy = known(&text(row, "energy"), Energy::from_code);
        record.put(Fact::EcomapSystem(it));
    }
}
