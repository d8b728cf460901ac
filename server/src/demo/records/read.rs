//! The tables as they stand in the file, and what their words mean.

use super::{DemoError, unknown};
use family_map::FuzzyDate;
use family_map::date::Bound;
use family_map::record::{Count, HouseholdKind, Known, Life, Origin, Person, Symbol};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct File {
    families: BTreeMap<String, Family>,
}

/// One family's tables, so far as they are about people and ties.
#[derive(Debug, Deserialize)]
pub(super) struct Family {
    pub(super) people: Vec<PersonRow>,
    pub(super) twins: Vec<TwinsRow>,
    pub(super) parents: Vec<ParentRow>,
    pub(super) partners: Vec<CoupleRow>,
    pub(super) households: Vec<HomeRow>,
    pub(super) bonds: Vec<BondRow>,
    pub(super) network_of: String,
    pub(super) network: Vec<MemberRow>,
    pub(super) ties: Vec<TieRow>,
}

/// Somebody in a network.
#[derive(Debug, Deserialize)]
pub(super) struct MemberRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) sector: String,
    pub(super) ring: u8,
    pub(super) contact: String,
    pub(super) support: String,
    pub(super) direction: String,
    pub(super) tie: String,
}

/// Two members of a network who know each other.
#[derive(Debug, Deserialize)]
pub(super) struct TieRow {
    pub(super) a: String,
    pub(super) b: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct PersonRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) symbol: String,
    pub(super) birth: String,
    pub(super) death: String,
    pub(super) note: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct TwinsRow {
    pub(super) a: String,
    pub(super) b: String,
    pub(super) zygosity: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct ParentRow {
    pub(super) child: String,
    pub(super) parent: String,
    pub(super) kind: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct CoupleRow {
    pub(super) a: String,
    pub(super) b: String,
    pub(super) kind: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) note: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct HomeRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) members: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct BondRow {
    pub(super) a: String,
    pub(super) b: String,
    pub(super) kind: String,
}

pub(super) fn families(json: &str) -> Result<BTreeMap<String, Family>, DemoError> {
    Ok(serde_json::from_str::<File>(json)?.families)
}

/// A date as the tables write it: `1955 (ca.)`, `1991-01-01 (anslått)`,
/// `termin 2027-03-20`.
pub(super) fn date(text: &str) -> Result<FuzzyDate, DemoError> {
    let (plain, bound) = match text.trim().trim_start_matches("termin ").split_once(" (") {
        Some((plain, "ca.)")) => (plain, Bound::Circa),
        Some((plain, "anslått)")) => (plain, Bound::Estimated),
        Some(_) => return Err(unknown("date", text)),
        None => (text.trim().trim_start_matches("termin "), Bound::Exact),
    };
    Ok(FuzzyDate::parse_iso(plain).ok_or_else(|| unknown("date", text))?.bounded(bound))
}

/// A date, or nothing where the field is empty.
pub(super) fn maybe(text: &str) -> Result<Option<FuzzyDate>, DemoError> {
    if text.is_empty() { Ok(None) } else { date(text).map(Some) }
}

fn known(text: &str) -> Result<Known<FuzzyDate>, DemoError> {
    match text {
        "?" => Ok(Known::Unknown),
        _ => Ok(maybe(text)?.into()),
    }
}

/// Names that are none, with what the map says instead.
const NAMELESS: [(&str, Known<String>, Option<&str>); 10] = [
    ("Svangerskapstap", Known::NotAsked, None),
    ("Svangerskapsavbrudd", Known::NotAsked, None),
    ("Ventet barn", Known::NotAsked, Some("Ventet barn")),
    ("Skjermet person (fosterbarn)", Known::NotAsked, Some("Skjermet person")),
    ("Ukjent far", Known::Unknown, Some("Ukjent far")),
    ("Ukjent morfar", Known::Unknown, Some("Ukjent morfar")),
    ("Ukjent navn (gutt)", Known::Unknown, Some("Ukjent navn (gutt)")),
    ("Ukjent navn, ukjent kjønn", Known::Unknown, Some("Ukjent navn")),
    ("Sædgiver (donor)", Known::Unknown, Some("Sædgiver")),
    ("Donorsøsken (antall ukjent)", Known::Unknown, Some("Donorsøsken")),
];

/// Names whose first word is not what we call the person.
const CALLED: [(&str, &str); 2] =
    [("Gutt Lyngtjernvik Haugnesvåg (uten navn)", "Gutt (uten navn)"), ("Mormors katt Pus", "Pus")];

/// What the family would not mind to read on the map.
const NOTES: [(&str, &str); 5] = [
    ("C09", "Bor i flyktningleir i utlandet"),
    ("C11", "Bor i Storbritannia"),
    ("C14", "Bor sammen med Zahra"),
    ("E10", "Bor i Spania"),
    ("E11", "Pronomen: hen"),
];

/// A person as the tables tell.
pub(super) fn person(row: &PersonRow, origin: Origin) -> Result<Person, DemoError> {
    let symbol = match row.symbol.as_str() {
        "F" => Symbol::Female,
        "M" => Symbol::Male,
        "U" => Symbol::Unknown,
        "NB" => Symbol::NonBinary,
        "P" => Symbol::Pet,
        other => return Err(unknown("symbol", other)),
    };
    let mut person = Person::new(row.id.as_str(), symbol, origin);
    (person.name, person.called) = names(&row.name);
    person.birth = known(&row.birth)?;
    person.death = known(&row.death)?;
    person.life = life(row);
    if let Some((_, since)) = row.note.split_once("MISSING since ") {
        let day: String = since.chars().take_while(|one| one.is_ascii_digit() || *one == '-').collect();
        person.death = Known::Known(date(&day)?);
    }
    if row.name.contains("(antall ukjent)") {
        person.count = Count::UnknownNumber;
    }
    if symbol == Symbol::NonBinary {
        person.gender_text = Some("ikke-binær".to_owned());
    }
    person.shielded = row.note.contains("STRENGT FORTROLIG");
    person.note = NOTES.iter().find(|(id, _)| row.id == *id).map(|(_, note)| (*note).to_owned());
    Ok(person)
}

fn names(name: &str) -> (Known<String>, Option<String>) {
    if let Some((_, full, called)) = NAMELESS.iter().find(|(nameless, ..)| *nameless == name) {
        return (full.clone(), called.map(str::to_owned));
    }
    let called = CALLED.iter().find(|(full, _)| *full == name).map(|(_, called)| *called);
    let called = called.or_else(|| name.split_whitespace().next()).map(str::to_owned);
    (Known::Known(name.trim_end_matches(" (fars navn ukjent)").to_owned()), called)
}

/// Whether and how someone lives, by the words in capitals.
fn life(row: &PersonRow) -> Life {
    let says = |word: &str| row.note.contains(word);
    match () {
        () if says("STILLBIRTH") => Life::Stillbirth,
        () if says("MISCARRIAGE") => Life::Miscarriage,
        () if says("INDUCED ABORTION") => Life::Abortion,
        () if says("PREGNANCY") => Life::Expected,
        () if says("MISSING") => Life::Missing,
        () if says("Whereabouts unknown") || row.death == "?" => Life::Unknown,
        () if row.death.is_empty() => Life::Alive,
        () => Life::Dead,
    }
}

/// A place in the tables that is no home.
pub(super) fn is_nowhere(home: &HomeRow) -> bool {
    home.name.contains("not a household")
}

/// What a home is.
pub(super) struct Home {
    pub(super) label: String,
    pub(super) kind: HouseholdKind,
    /// It is no more.
    pub(super) former: bool,
}

/// Homes whose name in the tables is not what the family says.
pub(super) fn home(name: &str) -> Home {
    let home = |label: &str, kind, former| Home { label: label.to_owned(), kind, former };
    match name {
        "Fosterhjem (address hidden)" => home("Fosterhjem", HouseholdKind::FosterHome, false),
        "Institution (prison)" => home("Fengsel", HouseholdKind::Institution, false),
        "Norway, municipal flat" => home("Kommunal bolig", HouseholdKind::Home, false),
        "Refugee camp abroad" => home("Flyktningleir i utlandet", HouseholdKind::Home, false),
        "United Kingdom" => home("Storbritannia", HouseholdKind::Home, false),
        "Spain" => home("Spania", HouseholdKind::Home, false),
        _ if name.starts_with("Former: beredskapshjem") => home("Beredskapshjem", HouseholdKind::FosterHome, true),
        _ => home(name, HouseholdKind::Home, false),
    }
}

/// One person's place in a home.
#[derive(Debug, PartialEq)]
pub(super) struct Member {
    pub(super) person: String,
    pub(super) share: Option<u8>,
    pub(super) rhythm: Option<String>,
}

/// The rhythms of the tables, in the words that families use.
const RHYTHMS: [(&str, &str); 5] = [
    ("odd weeks", "oddetallsuker"),
    ("even weeks", "partallsuker"),
    ("every second weekend", "annenhver helg"),
    ("every second week", "annenhver uke"),
    ("one afternoon a week", "en ettermiddag i uka"),
];

/// The members of a home: `A01 100 %, A05 50 % (odd weeks); A07+A08 every
/// second weekend`.
pub(super) fn members(text: &str) -> Result<Vec<Member>, DemoError> {
    let mut members = Vec::new();
    for part in text.split([',', ';']) {
        let part = part.trim().trim_start_matches('(');
        let (who, how) = part.split_once(' ').unwrap_or((part, ""));
        let how = how.trim();
        let (share, rest) = match how.split_once('%') {
            Some((share, rest)) => (Some(share.trim().parse().map_err(|_| unknown("share", share))?), rest.trim()),
            None => (None, how),
        };
        let rest = rest.trim_matches(['(', ')']);
        let rhythm = match rest {
            "" | "ended" => None,
            _ => {
                let words = RHYTHMS.iter().find(|(english, _)| rest == *english);
                Some(words.ok_or_else(|| unknown("rhythm", rest))?.1.to_owned())
            }
        };
        for person in who.split('+') {
            members.push(Member { person: person.to_owned(), share, rhythm: rhythm.clone() });
        }
    }
    Ok(members)
}
