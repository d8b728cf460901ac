//! What a `FAM` record tells.

use super::notes::{Notes, shown};
use super::person::{BOOKKEEPING, full_date, happened, parent_kind};
use super::tree::Node;
use crate::date::{FuzzyDate, Span};
use crate::message::{Message, MessageKey, Severity};
use crate::record::{ParentKind, PartnershipEvent, PartnershipKind};

/// A family as the file tells of it, before pointers are followed.
#[derive(Debug)]
pub(super) struct FamilyDraft {
    pub(super) line: u32,
    pub(super) partners: Vec<Pointer>,
    pub(super) children: Vec<(Pointer, [Option<ParentKind>; 2])>,
    pub(super) couple: CoupleFacts,
}

/// A pointer to a person, where it stands, and under which tag.
#[derive(Debug)]
pub(super) struct Pointer {
    pub(super) to: String,
    pub(super) line: u32,
    pub(super) tag: &'static str,
}

/// Tags that the reader uses.
const USED: &[&str] = &["HUSB", "WIFE", "CHIL", "MARR", "DIV", "ENGA", "ANUL", "EVEN", "NO"];

/// Reads a `FAM` record.
pub(super) fn read(node: &Node<'_>, notes: &mut Notes) -> FamilyDraft {
    let mut family =
        FamilyDraft { line: node.line, partners: Vec::new(), children: Vec::new(), couple: CoupleFacts::default() };
    for child in &node.children {
        let tag = match child.tag.as_ref() {
            "HUSB" => "HUSB",
            "WIFE" => "WIFE",
            "CHIL" => "CHIL",
            other => {
                if !USED.contains(&other) && !BOOKKEEPING.contains(&other) {
                    notes.lost(&["FAM", other]);
                }
                continue;
            }
        };
        let Some(to) = child.pointer().map(str::to_owned) else {
            notes.lost(&["FAM", tag]);
            continue;
        };
        let pointer = Pointer { to, line: child.line, tag };
        let mut used: &[&str] = &[];
        if tag == "CHIL" {
            used = &["_FREL", "_MREL"];
            let kinds = ["_FREL", "_MREL"].map(|tag| relation(child, tag, notes));
            family.children.push((pointer, kinds));
        } else {
            family.partners.push(pointer);
        }
        child
            .children
            .iter()
            .filter(|below| !used.contains(&below.tag.as_ref()))
            .for_each(|below| notes.lost(&["FAM", tag, &below.tag]));
    }
    couple(node, &mut family.couple, notes);
    family
}

/// What the father or the mother is to the child, as some programs write it.
fn relation(child: &Node<'_>, tag: &str, notes: &mut Notes) -> Option<ParentKind> {
    let line = child.first(tag)?;
    let kind = parent_kind(line.value.trim());
    if kind.is_none() {
        let message = Message::new(MessageKey::PedigreeUnknown).with("value", shown(line.value.trim()));
        notes.add(line.line, Severity::Warning, message);
    }
    kind
}

/// What happened between two people, from one family record or several.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct CoupleFacts {
    married: Vec<Option<FuzzyDate>>,
    married_until: Option<FuzzyDate>,
    divorced: Vec<Option<FuzzyDate>>,
    separated: Vec<Option<FuzzyDate>>,
    annulled: Vec<Option<FuzzyDate>>,
    engaged: Vec<Option<FuzzyDate>>,
    together: Vec<Option<FuzzyDate>>,
    never_married: bool,
}

fn couple(node: &Node<'_>, facts: &mut CoupleFacts, notes: &mut Notes) {
    facts.never_married = node.all("NO").any(|no| no.value.trim() == "MARR");
    for event in node.children.iter().filter(|event| happened(event)) {
        let kind = event.value_of("TYPE").unwrap_or("").to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| kind.contains(word));
        let unmarried =
            says(&["common law", "common-law", "cohabit", "partners", "unmarried", "samboer", "living together"]);
        let mut used = vec!["DATE"];
        let list = match event.tag.as_ref() {
            "MARR" if unmarried => &mut facts.together,
            "MARR" => &mut facts.married,
            "DIV" => &mut facts.divorced,
            "ANUL" => &mut facts.annulled,
            "ENGA" => &mut facts.engaged,
            "EVEN" if says(&["separat", "separer"]) => &mut facts.separated,
            "EVEN" if unmarried => &mut facts.together,
            "EVEN" => {
                notes.lost(&["FAM", "EVEN"]);
                continue;
            }
            _ => continue,
        };
        if unmarried || event.tag == "EVEN" {
            used.push("TYPE");
        }
        let read = full_date(event, "FAM", notes);
        list.push(read.date.or(read.until));
        if event.tag == "MARR" && read.date.is_some() {
            facts.married_until = facts.married_until.or(read.until);
        }
        event
            .children
            .iter()
            .filter(|child| !used.contains(&child.tag.as_ref()))
            .for_each(|child| notes.lost(&["FAM", &event.tag, &child.tag]));
    }
}

impl CoupleFacts {
    /// Takes in what another record tells of the same two people.
    pub(super) fn join(&mut self, other: Self) {
        self.married.extend(other.married);
        self.married_until = self.married_until.or(other.married_until);
        self.divorced.extend(other.divorced);
        self.separated.extend(other.separated);
        self.annulled.extend(other.annulled);
        self.engaged.extend(other.engaged);
        self.together.extend(other.together);
        self.never_married |= other.never_married;
    }

    /// Whether anything tells that there is more than a family with two parents.
    pub(super) fn any(&self) -> bool {
        let told = [&self.married, &self.divorced, &self.separated, &self.annulled, &self.engaged, &self.together];
        self.never_married || told.iter().any(|list| !list.is_empty())
    }

    /// The first year that anything happened in.
    pub(super) fn first_year(&self) -> Option<u16> {
        let told = [&self.married, &self.divorced, &self.separated, &self.annulled, &self.engaged, &self.together];
        told.iter().flat_map(|list| list.iter().flatten()).map(|date| date.year).min()
    }

    /// What the couple is or was. `None` where the file does not say.
    pub(super) fn kind(&self) -> Option<PartnershipKind> {
        let ended = first(&self.divorced);
        let again =
            ended.is_some_and(|end| self.married.iter().flatten().any(|date| date.earliest_day() > end.earliest_day()));
        Some(if !self.annulled.is_empty() {
            PartnershipKind::Annulled
        } else if !self.divorced.is_empty() {
            if again { PartnershipKind::RemarriedSame } else { PartnershipKind::Divorced }
        } else if !self.married.is_empty() {
            if self.separated.is_empty() { PartnershipKind::Married } else { PartnershipKind::Separated }
        } else if !self.separated.is_empty() {
            PartnershipKind::EndedCohabitation
        } else if !self.engaged.is_empty() {
            PartnershipKind::Engaged
        } else if self.never_married || !self.together.is_empty() {
            PartnershipKind::Cohabiting
        } else {
            return None;
        })
    }

    /// When it held: from the first thing that happened to the end that counts.
    pub(super) fn span(&self) -> Span {
        let begun = [first(&self.together), first(&self.engaged), first(&self.married)];
        let from = if self.married.is_empty() {
            begun.into_iter().flatten().min_by_key(FuzzyDate::earliest_day)
        } else {
            first(&self.married).or(first(&self.together))
        };
        let to = match self.kind() {
            Some(PartnershipKind::Annulled) => first(&self.annulled).or(first(&self.divorced)),
            Some(PartnershipKind::Divorced) => first(&self.divorced).or(self.married_until),
            Some(PartnershipKind::EndedCohabitation) => first(&self.separated),
            Some(PartnershipKind::RemarriedSame) => None,
            _ => self.married_until,
        };
        Span { from, to }
    }

    /// What happened when, beside the start and the end.
    pub(super) fn events(&self) -> Vec<(PartnershipEvent, FuzzyDate)> {
        let span = self.span();
        let of = |list: &[Option<FuzzyDate>], event: PartnershipEvent| {
            list.iter().flatten().map(|date| (event, *date)).collect::<Vec<_>>()
        };
        let mut events = of(&self.together, PartnershipEvent::MovedTogether);
        events.extend(of(&self.married, PartnershipEvent::Married));
        events.extend(of(&self.separated, PartnershipEvent::Separated));
        events.extend(of(&self.divorced, PartnershipEvent::Divorced));
        events.retain(|(_, date)| Some(*date) != span.from && Some(*date) != span.to);
        events.sort_by_key(|(_, date)| date.earliest_day());
        events.dedup();
        events
    }
}

/// The earliest date of a list.
fn first(dates: &[Option<FuzzyDate>]) -> Option<FuzzyDate> {
    dates.iter().flatten().copied().min_by_key(FuzzyDate::earliest_day)
}
