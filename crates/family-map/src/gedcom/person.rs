//! What an `INDI` record tells.

use super::dates;
use super::notes::{Notes, shown};
use super::tree::Node;
use crate::date::FuzzyDate;
use crate::message::{Arg, Message, MessageKey, Severity};
use crate::record::{Known, ParentKind, Symbol};

/// The longest name that is kept, in letters.
const NAME_MAX: usize = 200;
/// In how many families somebody may be a child; more is no family's truth.
const FAMILIES_MAX: usize = 16;

/// A person as the file tells of them, before pointers are followed.
#[derive(Debug)]
pub(super) struct PersonDraft {
    pub(super) xref: Option<String>,
    pub(super) line: u32,
    pub(super) name: Known<String>,
    pub(super) symbol: Symbol,
    pub(super) birth: Known<FuzzyDate>,
    pub(super) death: Known<FuzzyDate>,
    pub(super) told: Option<Told>,
    /// The families in which the person is a child.
    pub(super) child_in: Vec<ChildIn>,
    /// The families in which the person is a partner, with the line.
    pub(super) partner_in: Vec<(String, u32)>,
}

/// What the file says of somebody's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    Alive,
    Dead,
    Stillborn,
}

/// A child's own word about one family.
#[derive(Debug)]
pub(super) struct ChildIn {
    pub(super) family: String,
    pub(super) line: u32,
    /// What the husband and the wife of that family are to the child, where told.
    pub(super) kinds: [Option<ParentKind>; 2],
    /// The tie is one of faith only, or was shown to be wrong: no parent tie.
    pub(super) no_parents: bool,
}

/// Tags that say nothing about the person: other programs' bookkeeping.
pub(super) const BOOKKEEPING: &[&str] = &["CHAN", "CREA", "RIN", "RFN", "AFN", "REFN", "UID", "_UID", "EXID"];

/// Tags that the reader uses, apart from the events.
const USED: &[&str] = &["NAME", "SEX", "BIRT", "DEAT", "NO", "FAMC", "FAMS", "ADOP"];

/// Reads an `INDI` record.
pub(super) fn read(node: &Node<'_>, notes: &mut Notes) -> PersonDraft {
    let mut person = PersonDraft {
        xref: node.xref.map(str::to_owned),
        line: node.line,
        name: name(node, notes),
        symbol: symbol(node, notes),
        birth: Known::NotAsked,
        death: Known::NotAsked,
        told: None,
        child_in: Vec::new(),
        partner_in: Vec::new(),
    };
    if node.all("NO").any(|no| no.value.trim() == "DEAT") {
        person.told = Some(Told::Alive);
    }
    // The first of several births or deaths is the one that the writer prefers.
    let mut births = node.all("BIRT").filter(|event| happened(event));
    if let Some(birth) = births.next() {
        person.birth = date(birth, "INDI", notes);
        birth
            .children
            .iter()
            .filter(|child| child.tag != "DATE")
            .for_each(|child| notes.lost(&["INDI", "BIRT", &child.tag]));
    }
    births.for_each(|_| notes.lost(&["INDI", "BIRT"]));
    let mut deaths = node.all("DEAT").filter(|event| happened(event));
    if let Some(death) = deaths.next() {
        person.death = date(death, "INDI", notes);
        let stillborn = death.value_of("AGE").is_some_and(|age| age.eq_ignore_ascii_case("STILLBORN"));
        person.told = Some(if stillborn { Told::Stillborn } else { Told::Dead });
        let used = |tag: &str| tag == "DATE" || (stillborn && tag == "AGE");
        death
            .children
            .iter()
            .filter(|child| !used(&child.tag))
            .for_each(|child| notes.lost(&["INDI", "DEAT", &child.tag]));
    }
    deaths.for_each(|_| notes.lost(&["INDI", "DEAT"]));

    families(node, &mut person, notes);
    for child in &node.children {
        let tag = child.tag.as_ref();
        if matches!(tag, "BURI" | "CREM") && happened(child) {
            person.told = person.told.or(Some(Told::Dead));
        }
        if tag == "ASSO" {
            let message = Message::new(MessageKey::AssociationIgnored).with("person", label(&person.name));
            notes.add(child.line, Severity::Note, message);
        }
        if !USED.contains(&tag) && !BOOKKEEPING.contains(&tag) {
            notes.lost(&["INDI", tag]);
        }
    }
    person
}

/// The label of a name in a note.
pub(super) fn label(name: &Known<String>) -> Arg {
    Arg::name(name.value().map(|name| shown(name)).as_deref())
}

/// Whether an event is told at all: `1 DEAT N` is how some programs say no.
pub(super) fn happened(event: &Node<'_>) -> bool {
    !matches!(event.value.trim(), "N" | "n")
}

/// The date of an event.
pub(super) fn date(event: &Node<'_>, record: &str, notes: &mut Notes) -> Known<FuzzyDate> {
    let read = full_date(event, record, notes);
    match read.date.or(read.until) {
        Some(date) => Known::Known(date),
        None if read.unknown => Known::Unknown,
        None => Known::NotAsked,
    }
}

/// The date of an event with the end of its span; notes what is odd about it.
pub(super) fn full_date(event: &Node<'_>, record: &str, notes: &mut Notes) -> dates::Read {
    let Some(line) = event.first("DATE") else { return dates::Read::default() };
    let read = dates::read(&line.value);
    if let Some((severity, message)) = read.note.clone() {
        notes.add(line.line, severity, message);
    }
    event.all("DATE").skip(1).for_each(|_| notes.lost(&[record, &event.tag, "DATE"]));
    line.children.iter().for_each(|child| notes.lost(&[record, &event.tag, "DATE", &child.tag]));
    read
}

/// The first name wins. Slashes mark the family name and are not part of it.
fn name(node: &Node<'_>, notes: &mut Notes) -> Known<String> {
    let mut names = node.all("NAME");
    let Some(first) = names.next() else { return Known::NotAsked };
    names.for_each(|_| notes.lost(&["INDI", "NAME"]));
    let parts = ["NPFX", "GIVN", "SPFX", "SURN", "NSFX"];
    let whole = if first.value.trim().is_empty() {
        let parts: Vec<&str> = parts.iter().filter_map(|tag| first.value_of(tag)).collect();
        parts.join(" ")
    } else {
        first.value.replace("@@", "@")
    };
    let of_name = |tag: &str| parts.contains(&tag) || tag == "TYPE";
    first
        .children
        .iter()
        .filter(|child| !of_name(&child.tag))
        .for_each(|child| notes.lost(&["INDI", "NAME", &child.tag]));

    let letters: String = whole
        .chars()
        .map(|one| if one == '/' || one.is_control() { ' ' } else { one })
        .filter(|one| !matches!(one, '\u{FFFD}' | '\u{FEFF}'))
        .collect();
    let words: Vec<&str> = letters.split_whitespace().collect();
    let mut name = words.join(" ");
    if let Some((end, _)) = name.char_indices().nth(NAME_MAX) {
        name.truncate(end);
        notes.add(first.line, Severity::Warning, Message::new(MessageKey::LineTooLong).with("limit", NAME_MAX));
    }
    if name.is_empty() { Known::NotAsked } else { Known::Known(name) }
}

fn symbol(node: &Node<'_>, notes: &mut Notes) -> Symbol {
    let Some(line) = node.first("SEX") else { return Symbol::Unknown };
    match line.value.trim().to_uppercase().as_str() {
        "M" | "MALE" => Symbol::Male,
        "F" | "FEMALE" => Symbol::Female,
        "X" => Symbol::NonBinary,
        "U" | "N" | "" => Symbol::Unknown,
        _ => {
            let message = Message::new(MessageKey::SexUnknown).with("value", shown(&line.value));
            notes.add(line.line, Severity::Warning, message);
            Symbol::Unknown
        }
    }
}

/// The families that the person is in, as child and as partner.
fn families(node: &Node<'_>, person: &mut PersonDraft, notes: &mut Notes) {
    for line in node.all("FAMC") {
        let Some(family) = line.pointer() else {
            notes.lost(&["INDI", "FAMC"]);
            continue;
        };
        let pedigree = line.value_of("PEDI").unwrap_or("");
        let sealing = pedigree.eq_ignore_ascii_case("SEALING");
        let disproven = line.value_of("STAT").is_some_and(|status| status.eq_ignore_ascii_case("DISPROVEN"));
        let kind = if pedigree.is_empty() || sealing { None } else { parent_kind(pedigree) };
        if kind.is_none() && !pedigree.is_empty() && !sealing {
            let message = Message::new(MessageKey::PedigreeUnknown).with("value", shown(pedigree));
            notes.add(line.line, Severity::Warning, message);
        }
        if sealing {
            notes.lost(&["INDI", "FAMC", "PEDI"]);
        }
        line.children
            .iter()
            .filter(|child| child.tag != "PEDI")
            .for_each(|child| notes.lost(&["INDI", "FAMC", &child.tag]));
        let known = person.child_in.iter().any(|tie| tie.family == family);
        if known || person.child_in.len() >= FAMILIES_MAX {
            notes.lost(&["INDI", "FAMC"]);
            continue;
        }
        person.child_in.push(ChildIn {
            family: family.to_owned(),
            line: line.line,
            kinds: [kind; 2],
            no_parents: sealing || disproven,
        });
    }
    for adoption in node.all("ADOP").filter(|event| happened(event)) {
        adopted(adoption, person, notes);
    }
    for line in node.all("FAMS") {
        match line.pointer() {
            Some(family) => person.partner_in.push((family.to_owned(), line.line)),
            None => notes.lost(&["INDI", "FAMS"]),
        }
        line.children.iter().for_each(|child| notes.lost(&["INDI", "FAMS", &child.tag]));
    }
}

/// An adoption that names its family makes that family's tie adoptive.
fn adopted(adoption: &Node<'_>, person: &mut PersonDraft, notes: &mut Notes) {
    let Some((line, family)) = adoption.first("FAMC").and_then(|line| Some((line, line.pointer()?))) else {
        notes.lost(&["INDI", "ADOP"]);
        return;
    };
    let by = line.value_of("ADOP").unwrap_or("BOTH").to_uppercase();
    let at = match person.child_in.iter().position(|tie| tie.family == family) {
        Some(at) => at,
        None if person.child_in.len() >= FAMILIES_MAX => {
            notes.lost(&["INDI", "ADOP"]);
            return;
        }
        None => {
            let tie = ChildIn { family: family.to_owned(), line: line.line, kinds: [None; 2], no_parents: false };
            person.child_in.push(tie);
            person.child_in.len() - 1
        }
    };
    if let Some(tie) = person.child_in.get_mut(at) {
        let [husband, wife] = &mut tie.kinds;
        if by != "WIFE" {
            *husband = Some(ParentKind::Adoptive);
        }
        if by != "HUSB" {
            *wife = Some(ParentKind::Adoptive);
        }
    }
    adoption
        .children
        .iter()
        .filter(|child| child.tag != "FAMC")
        .for_each(|child| notes.lost(&["INDI", "ADOP", &child.tag]));
}

/// The kinds of parent tie, in the words of the standard and of programs.
pub(super) fn parent_kind(word: &str) -> Option<ParentKind> {
    Some(match word.to_ascii_uppercase().as_str() {
        "BIRTH" | "NATURAL" | "BIOLOGICAL" => ParentKind::Biological,
        "ADOPTED" | "ADOPTIVE" => ParentKind::Adoptive,
        "FOSTER" => ParentKind::Foster,
        "STEP" | "STEPCHILD" => ParentKind::Step,
        "GUARDIAN" => ParentKind::Guardian,
        _ => return None,
    })
}
