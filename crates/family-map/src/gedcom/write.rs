//! Writing GEDCOM 5.5.1 and 7. What the standard has words for is written in
//! them, for other programs; everything is written once more, whole, under
//! extension tags, so that our own reader loses nothing.
//!
//! ```text
//! 0 _FACTS
//! 1 _VERSION 2            the version of the record's form
//! 1 _INDEX A01            in whose name the map is drawn
//! 1 _FACT                 one fact, as JSON, in pieces that any program keeps
//! 2 _PART {"person":{"id":"A01", …
//! 2 _PART …}}
//! ```
//!
//! The facts count only in a file that says to come from here (`HEAD.SOUR`):
//! another program that has read and written the file has made it its own.
//! What was removed from a record is never written.

use crate::date::{Bound, FuzzyDate};
use crate::record::{
    Life, ParentKind, Partnership, PartnershipEvent, PartnershipKind, Person, PersonId, Record, Symbol,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Which GEDCOM to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// 5.5.1, which every program reads.
    V551,
    /// 7.0.
    V7,
}

/// The name under which files say that they come from here.
pub(super) const SOURCE: &str = "FAMILIEKART";
/// The extension record that holds the facts.
pub(super) const FACTS: &str = "_FACTS";
/// The version of the record's form.
pub(super) const VERSION: &str = "_VERSION";
/// In whose name the map is drawn.
pub(super) const INDEX: &str = "_INDEX";
/// One fact.
pub(super) const FACT: &str = "_FACT";
/// A piece of a fact.
pub(super) const PART: &str = "_PART";

/// The longest piece, in bytes: 5.5.1 allows 255 for a whole line.
const PART_MAX: usize = 200;

/// Writes a record. With `extensions` nothing is lost to our own reader;
/// without, only what other programs know is written.
#[must_use]
pub fn write(record: &Record, version: Version, extensions: bool) -> String {
    let mut out = header(version, extensions);
    let numbers: BTreeMap<&PersonId, usize> = record.people.keys().enumerate().map(|(at, id)| (id, at + 1)).collect();
    let families = families(record);
    for (id, person) in &record.people {
        individual(&mut out, person, numbers.get(id).copied().unwrap_or(0), version);
        for (at, family) in families.iter().enumerate() {
            if let Some((_, class)) = family.children.iter().find(|(child, _)| *child == id) {
                line(&mut out, 1, "FAMC", &format!("@F{}@", at + 1));
                line(&mut out, 2, "PEDI", class.word(version));
            }
        }
        for (at, family) in families.iter().enumerate() {
            if family.parents.contains(&id) {
                line(&mut out, 1, "FAMS", &format!("@F{}@", at + 1));
            }
        }
    }
    for (at, family) in families.iter().enumerate() {
        family_record(&mut out, record, family, at + 1, &numbers);
    }
    if version == Version::V551 {
        out.push_str("0 @U1@ SUBM\n1 NAME Familiekart\n");
    }
    if extensions {
        facts(&mut out, record);
    }
    out.push_str("0 TRLR\n");
    out
}

fn header(version: Version, extensions: bool) -> String {
    let mut out = String::from("0 HEAD\n");
    if version == Version::V7 {
        out.push_str("1 GEDC\n2 VERS 7.0\n");
        if extensions {
            out.push_str("1 SCHMA\n");
            for tag in [FACTS, VERSION, INDEX, FACT, PART] {
                let name = tag.trim_start_matches('_').to_ascii_lowercase();
                line(&mut out, 2, "TAG", &format!("{tag} https://example.no/familiekart/gedcom/{name}"));
            }
        }
    }
    line(&mut out, 1, "SOUR", SOURCE);
    line(&mut out, 2, "VERS", "1");
    line(&mut out, 2, "NAME", "Familiekart");
    if version == Version::V551 {
        out.push_str("1 SUBM @U1@\n1 GEDC\n2 VERS 5.5.1\n2 FORM LINEAGE-LINKED\n1 CHAR UTF-8\n");
    }
    out
}

/// One line. What cannot stand on one becomes a blank.
fn line(out: &mut String, level: u8, tag: &str, value: &str) {
    let value: String = value.chars().map(|one| if one.is_control() { ' ' } else { one }).collect();
    let value = value.trim();
    // Writing into a String cannot fail.
    let _ = if value.is_empty() { writeln!(out, "{level} {tag}") } else { writeln!(out, "{level} {tag} {value}") };
}

/// Text as a value: `@` is doubled where the version wants it.
fn text(value: &str, version: Version) -> String {
    match version {
        Version::V551 => value.replace('@', "@@"),
        Version::V7 if value.starts_with('@') => format!("@{value}"),
        Version::V7 => value.to_owned(),
    }
}

fn individual(out: &mut String, person: &Person, number: usize, version: Version) {
    let _ = writeln!(out, "0 @I{number}@ INDI");
    if let Some(name) = person.name.value().filter(|_| !person.shielded) {
        line(out, 1, "NAME", &text(name, version));
    }
    let sex = match (person.symbol, version) {
        (Symbol::Male | Symbol::TransMan, _) => "M",
        (Symbol::Female | Symbol::TransWoman, _) => "F",
        (Symbol::NonBinary, Version::V7) => "X",
        _ => "U",
    };
    line(out, 1, "SEX", sex);
    let born = person.life != Life::Expected && !person.life.is_loss();
    if let Some(birth) = person.birth.value().filter(|_| born) {
        line(out, 1, "BIRT", "");
        line(out, 2, "DATE", &date(birth));
    }
    match person.life {
        Life::Dead | Life::Stillbirth => {
            let death = person.death.value();
            line(out, 1, "DEAT", if death.is_none() { "Y" } else { "" });
            if let Some(death) = death {
                line(out, 2, "DATE", &date(death));
            }
            if person.life == Life::Stillbirth && version == Version::V551 {
                line(out, 2, "AGE", "STILLBORN");
            }
        }
        Life::Alive if version == Version::V7 => line(out, 1, "NO", "DEAT"),
        _ => {}
    }
}

/// A date in the words of the standard.
fn date(it: &FuzzyDate) -> String {
    const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    let bound = match it.bound {
        Bound::Exact => "",
        Bound::Circa => "ABT ",
        Bound::Estimated => "EST ",
        Bound::Before => "BEF ",
        Bound::After => "AFT ",
    };
    let month = it.month.and_then(|month| MONTHS.get(usize::from(month.checked_sub(1)?)));
    match (it.day, month) {
        (Some(day), Some(month)) => format!("{bound}{day} {month} {}", it.year),
        (_, Some(month)) => format!("{bound}{month} {}", it.year),
        _ => format!("{bound}{}", it.year),
    }
}

/// How a child belongs to a family, as far as the standard knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Birth,
    Adopted,
    Foster,
}

impl Class {
    fn of(kind: ParentKind) -> Option<Self> {
        match kind {
            ParentKind::Biological | ParentKind::LegalCoMother => Some(Self::Birth),
            ParentKind::Adoptive => Some(Self::Adopted),
            ParentKind::Foster | ParentKind::EmergencyFoster => Some(Self::Foster),
            ParentKind::Step
            | ParentKind::Donor
            | ParentKind::Surrogate
            | ParentKind::RaisedBy
            | ParentKind::Guardian => None,
        }
    }

    const fn word(self, version: Version) -> &'static str {
        match (self, version) {
            (Self::Birth, Version::V551) => "birth",
            (Self::Adopted, Version::V551) => "adopted",
            (Self::Foster, Version::V551) => "foster",
            (Self::Birth, Version::V7) => "BIRTH",
            (Self::Adopted, Version::V7) => "ADOPTED",
            (Self::Foster, Version::V7) => "FOSTER",
        }
    }
}

/// One or two people with the children they have together.
struct Family<'a> {
    parents: Vec<&'a PersonId>,
    partnerships: Vec<&'a Partnership>,
    children: Vec<(&'a PersonId, Class)>,
}

fn families(record: &Record) -> Vec<Family<'_>> {
    let here = |id: &PersonId| record.people.contains_key(id);
    let mut families: Vec<Family<'_>> = Vec::new();
    let mut places: BTreeMap<BTreeSet<&PersonId>, usize> = BTreeMap::new();
    for it in record.partnerships.values().filter(|it| it.a != it.b && here(&it.a) && here(&it.b)) {
        let at = *places.entry(BTreeSet::from([&it.a, &it.b])).or_insert_with(|| {
            families.push(Family { parents: vec![&it.a, &it.b], partnerships: Vec::new(), children: Vec::new() });
            families.len() - 1
        });
        families[at].partnerships.push(it);
    }
    let mut classes: BTreeMap<(&PersonId, Class), Vec<&PersonId>> = BTreeMap::new();
    for link in record.parent_links.values().filter(|it| it.child != it.parent && here(&it.child) && here(&it.parent)) {
        let Some(class) = Class::of(link.kind) else { continue };
        let parents = classes.entry((&link.child, class)).or_default();
        if !parents.contains(&&link.parent) {
            parents.push(&link.parent);
        }
    }
    for ((child, class), mut parents) in classes {
        while let Some(first) = parents.first().copied() {
            // Those who are or were a couple belong together, else the next in turn.
            let partner = parents
                .iter()
                .skip(1)
                .copied()
                .find(|other| places.contains_key(&BTreeSet::from([first, *other])))
                .or_else(|| parents.get(1).copied());
            let pair: Vec<&PersonId> = std::iter::once(first).chain(partner).collect();
            parents.retain(|id| !pair.contains(id));
            let at = *places.entry(pair.iter().copied().collect()).or_insert_with(|| {
                families.push(Family { parents: pair, partnerships: Vec::new(), children: Vec::new() });
                families.len() - 1
            });
            if !families[at].children.iter().any(|(other, _)| *other == child) {
                families[at].children.push((child, class));
            }
        }
    }
    families
}

fn family_record(
    out: &mut String,
    record: &Record,
    family: &Family<'_>,
    number: usize,
    numbers: &BTreeMap<&PersonId, usize>,
) {
    let _ = writeln!(out, "0 @F{number}@ FAM");
    let is_female = |id: &PersonId| {
        record.people.get(id).is_some_and(|it| matches!(it.symbol, Symbol::Female | Symbol::TransWoman))
    };
    let mut parents = family.parents.clone();
    // Roles are a husband and a wife; two women or two men are written as they came.
    if let [a, b] = parents[..]
        && is_female(a)
        && !is_female(b)
    {
        parents.reverse();
    }
    for (at, parent) in parents.iter().enumerate() {
        let alone = parents.len() == 1;
        let tag = if (alone && is_female(parent)) || at == 1 { "WIFE" } else { "HUSB" };
        line(out, 1, tag, &format!("@I{}@", numbers.get(*parent).copied().unwrap_or(0)));
    }
    for (child, _) in &family.children {
        line(out, 1, "CHIL", &format!("@I{}@", numbers.get(*child).copied().unwrap_or(0)));
    }
    for it in &family.partnerships {
        couple(out, it);
    }
}

fn couple(out: &mut String, it: &Partnership) {
    use PartnershipKind as K;
    let mut event = |tag: &str, kind: Option<&str>, when: Option<FuzzyDate>| {
        let value = match (tag, kind, when) {
            ("EVEN", Some(kind), _) => kind,
            (_, _, None) => "Y",
            _ => "",
        };
        line(out, 1, tag, value);
        if let Some(kind) = kind {
            line(out, 2, "TYPE", kind);
        }
        if let Some(when) = when {
            line(out, 2, "DATE", &date(&when));
        }
    };
    let happened = |wanted| it.events.iter().find(|(event, _)| *event == wanted).map(|(_, date)| *date);
    let (from, to) = (it.span.from, it.span.to);
    if let Some(when) = happened(PartnershipEvent::MovedTogether) {
        event("EVEN", Some("Cohabiting"), Some(when));
    }
    let wedding = happened(PartnershipEvent::Married).or(from);
    match it.kind {
        K::Married | K::Widowed | K::Polygynous | K::Reconciled | K::RemarriedSame => event("MARR", None, wedding),
        K::Registered => event("MARR", Some("Registered partnership"), wedding),
        K::Divorced | K::Separated | K::Annulled => {
            event("MARR", None, wedding);
            if let Some(when) = happened(PartnershipEvent::Separated) {
                event("EVEN", Some("Separated"), Some(when));
            } else if it.kind == K::Separated {
                event("EVEN", Some("Separated"), to);
            }
            match it.kind {
                K::Divorced => event("DIV", None, happened(PartnershipEvent::Divorced).or(to)),
                K::Annulled => event("ANUL", None, to),
                _ => {}
            }
        }
        K::Engaged => event("ENGA", None, from),
        K::Cohabiting => event("EVEN", Some("Cohabiting"), from),
        K::EndedCohabitation => {
            event("EVEN", Some("Cohabiting"), from);
            event("EVEN", Some("Separated"), to);
        }
        other => event("EVEN", Some(other.code()), from),
    }
}

fn facts(out: &mut String, record: &Record) {
    let _ = writeln!(out, "0 {FACTS}");
    line(out, 1, VERSION, &record.version.to_string());
    if let Some(index) = &record.index {
        // As JSON, since an id may be any text.
        line(out, 1, INDEX, &json(index));
    }
    for fact in record.facts() {
        line(out, 1, FACT, "");
        for part in parts(&json(&fact)) {
            let _ = writeln!(out, "2 {PART} {part}");
        }
    }
}

/// JSON on one line without `@`, which GEDCOM reads in its own way.
fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default().replace('@', "\\u0040")
}

/// Pieces that begin and end with a visible ASCII letter or sign, so that no
/// program that trims lines takes anything away.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while rest.len() > PART_MAX {
        let visible = |at: usize| rest.as_bytes().get(at).is_some_and(u8::is_ascii_graphic);
        let cut = (1..=PART_MAX).rev().find(|at| rest.is_char_boundary(*at) && visible(at - 1) && visible(*at));
        // Text of other letters alone has no such place: then the piece is as long as it must be.
        let cut = cut.or_else(|| (PART_MAX..rest.len()).find(|at| visible(at - 1) && visible(*at)));
        let Some(cut) = cut else { break };
        let (part, after) = rest.split_at(cut);
        parts.push(part);
        rest = after;
    }
    parts.push(rest);
    parts
}
