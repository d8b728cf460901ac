//! From people and families as the file tells of them to a record in which
//! every tie resolves.

use super::Counts;
use super::family::{CoupleFacts, FamilyDraft, Pointer};
use super::notes::Notes;
use super::person::{PersonDraft, Told, label};
use crate::date::{Bound, FuzzyDate};
use crate::message::{Arg, Message, MessageKey, Severity};
use crate::record::{
    BirthGroup, Fact, Life, Origin, ParentKind, ParentLink, Partnership, Person, PersonId, Record, Symbol, Zygosity,
};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Whoever was there this many years ago and is not called dead may be either.
const LIFE_YEARS_MAX: u16 = 110;

/// How many parents and carers of one child are carried over.
const PARENTS_MAX: u32 = 32;

/// Everything that was read.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    pub(super) people: Vec<PersonDraft>,
    pub(super) families: Vec<FamilyDraft>,
    /// The identifiers of all records, with what they are; the first wins.
    pub(super) xrefs: HashMap<String, Target>,
    /// The year that counts as now: of the header's date, else the latest.
    pub(super) now: Option<u16>,
}

/// What an identifier stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A person, by place in the list.
    Person(usize),
    /// A family, by place in the list.
    Family(usize),
    /// A source, a note, a picture.
    Other,
}

/// A family with its pointers followed.
#[derive(Debug, Default)]
struct Family {
    /// People, and whether the file calls them wife.
    partners: Vec<(usize, bool)>,
    /// Children, and what the husband and the wife are to them, where told.
    children: Vec<(usize, [Option<ParentKind>; 2])>,
    /// Where in the list each child stands.
    places: HashMap<usize, usize>,
    /// Children in name only.
    not_children: HashSet<usize>,
}

impl Family {
    /// Adds a child, unless it is there already.
    fn add_child(&mut self, child: usize, kinds: [Option<ParentKind>; 2]) {
        if let Entry::Vacant(free) = self.places.entry(child) {
            free.insert(self.children.len());
            self.children.push((child, kinds));
        }
    }
}

/// Builds the record.
pub(super) fn build(
    drafts: Drafts,
    origin: &Origin,
    make_id: &mut dyn FnMut() -> String,
    notes: &mut Notes,
) -> (Record, Counts) {
    let mut families: Vec<Family> = drafts.families.iter().map(|family| resolve(&drafts, family, notes)).collect();
    own_words(&drafts, &mut families, notes);

    let mut record = Record::new();
    let seen = first_seen(&drafts, &families);
    let ids: Vec<PersonId> = drafts.people.iter().map(|_| make_id().into()).collect();
    for ((draft, id), seen) in drafts.people.iter().zip(&ids).zip(seen) {
        let mut person = Person::new(id.clone(), draft.symbol, origin.clone());
        person.name = draft.name.clone();
        person.birth = draft.birth.clone();
        person.death = draft.death.clone();
        person.life = life(draft.told, seen, drafts.now);
        record.put(Fact::Person(person));
    }

    let mut builder = Builder { drafts: &drafts, ids: &ids, origin, make_id, notes, record };
    let mut couples: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut facts: Vec<((usize, usize), String, u32, CoupleFacts)> = Vec::new();
    let mut ties = Ties { linked: HashSet::new(), parents: vec![0; ids.len()], births: vec![0; ids.len()] };
    for (family, draft) in families.iter().zip(&drafts.families) {
        if let [(a, _), (b, _)] = family.partners[..] {
            let pair = (a.min(b), a.max(b));
            match couples.get(&pair).and_then(|at| facts.get_mut(*at)) {
                Some((.., same)) => {
                    same.join(draft.couple.clone());
                    let (one, other) = (builder.label(a), builder.label(b));
                    let message = Message::new(MessageKey::SameCoupleTwice).with("person", one).with("partner", other);
                    builder.notes.add(draft.line, Severity::Note, message);
                }
                None => {
                    couples.insert(pair, facts.len());
                    facts.push(((a, b), (builder.make_id)(), draft.line, draft.couple.clone()));
                }
            }
        }
        builder.children(family, draft, &mut ties);
        builder.twins(family, draft);
    }
    for ((a, b), id, line, couple) in facts {
        builder.couple(a, b, id, line, &couple);
    }
    for (at, count) in ties.births.into_iter().enumerate().filter(|(_, count)| *count > 1) {
        let line = drafts.people.get(at).map_or(0, |person| person.line);
        let message =
            Message::new(MessageKey::SeveralBirthFamilies).with("person", builder.label(at)).with("count", count);
        builder.notes.add(line, Severity::Warning, message);
    }

    let record = builder.record;
    let counts = super::count(&record);
    (record, counts)
}

/// Follows the pointers of a family.
fn resolve(drafts: &Drafts, draft: &FamilyDraft, notes: &mut Notes) -> Family {
    let mut family = Family::default();
    let mut named = 0;
    let mut twice = None;
    for pointer in &draft.partners {
        let Some(person) = person_at(drafts, pointer, notes) else { continue };
        if family.partners.iter().any(|(other, _)| *other == person) {
            twice = Some((pointer.line, person));
            continue;
        }
        named += 1;
        if named <= 2 {
            family.partners.push((person, pointer.tag == "WIFE"));
        }
    }
    if named > 2 {
        notes.add(draft.line, Severity::Warning, Message::new(MessageKey::MorePartners).with("count", named));
    }
    if let Some((line, person)) = twice {
        let name = drafts.people.get(person).map_or_else(|| Arg::name(None), |person| label(&person.name));
        notes.add(line, Severity::Warning, Message::new(MessageKey::SelfMarriage).with("person", name));
    }
    for (pointer, kinds) in &draft.children {
        let Some(child) = person_at(drafts, pointer, notes) else { continue };
        family.add_child(child, *kinds);
    }
    family
}

fn person_at(drafts: &Drafts, pointer: &Pointer, notes: &mut Notes) -> Option<usize> {
    match target(drafts, &pointer.to, pointer.tag, pointer.line, notes)? {
        Target::Person(at) => Some(at),
        Target::Family(_) | Target::Other => {
            wrong(&pointer.to, pointer.tag, pointer.line, notes);
            None
        }
    }
}

/// What an identifier stands for; notes it where there is nothing. `@VOID@`
/// is the standard's word for nobody, and no mistake.
fn target(drafts: &Drafts, xref: &str, tag: &str, line: u32, notes: &mut Notes) -> Option<Target> {
    let target = drafts.xrefs.get(xref).copied();
    if target.is_none() && xref != "VOID" {
        let message =
            Message::new(MessageKey::DanglingPointer).with("tag", tag).with("xref", super::notes::shown(xref));
        notes.add(line, Severity::Warning, message);
    }
    target
}

fn wrong(xref: &str, tag: &str, line: u32, notes: &mut Notes) {
    let message = Message::new(MessageKey::WrongPointer).with("tag", tag).with("xref", super::notes::shown(xref));
    notes.add(line, Severity::Warning, message);
}

/// Adds what only the people themselves tell of their families, and what they
/// tell of the kind of tie.
fn own_words(drafts: &Drafts, families: &mut [Family], notes: &mut Notes) {
    let one_sided = |tag: &str, xref: &str, line: u32, notes: &mut Notes| {
        let message = Message::new(MessageKey::OneSidedTie).with("tag", tag).with("xref", super::notes::shown(xref));
        notes.add(line, Severity::Note, message);
    };
    for (person, draft) in drafts.people.iter().enumerate() {
        // Of two records with one identifier, the families mean the first.
        let meant = draft.xref.as_ref().is_none_or(|xref| drafts.xrefs.get(xref) == Some(&Target::Person(person)));
        for (xref, line) in &draft.partner_in {
            let Some(at) = target(drafts, xref, "FAMS", *line, notes) else { continue };
            let Target::Family(at) = at else {
                wrong(xref, "FAMS", *line, notes);
                continue;
            };
            let Some(family) = families.get_mut(at) else { continue };
            if meant && family.partners.len() < 2 && !family.partners.iter().any(|(other, _)| *other == person) {
                family.partners.push((person, draft.symbol == Symbol::Female));
                one_sided("FAMS", xref, *line, notes);
            }
        }
        for tie in &draft.child_in {
            let Some(at) = target(drafts, &tie.family, "FAMC", tie.line, notes) else { continue };
            let Target::Family(at) = at else {
                wrong(&tie.family, "FAMC", tie.line, notes);
                continue;
            };
            let Some(family) = families.get_mut(at) else { continue };
            if tie.no_parents {
                family.not_children.insert(person);
                continue;
            }
            let known = family.places.get(&person).copied();
            match known.and_then(|at| family.children.get_mut(at)) {
                Some((_, kinds)) => {
                    let [husband, wife] = *kinds;
                    *kinds = [tie.kinds[0].or(husband), tie.kinds[1].or(wife)];
                }
                None => {
                    family.add_child(person, tie.kinds);
                    one_sided("FAMC", &tie.family, tie.line, notes);
                }
            }
        }
    }
    for family in families.iter_mut().filter(|family| !family.not_children.is_empty()) {
        family.children.retain(|(child, _)| !family.not_children.contains(child));
    }
}

/// The year in which each person is first heard of: their birth, else a
/// marriage or a child's birth.
fn first_seen(drafts: &Drafts, families: &[Family]) -> Vec<Option<u16>> {
    let born: Vec<Option<u16>> =
        drafts.people.iter().map(|person| person.birth.value().map(|date| date.year)).collect();
    let mut seen = born.clone();
    for (family, draft) in families.iter().zip(&drafts.families) {
        let children = family.children.iter().filter_map(|(child, _)| born.get(*child).copied().flatten());
        let Some(year) = draft.couple.first_year().into_iter().chain(children).min() else { continue };
        for (partner, _) in &family.partners {
            if let (Some(seen), Some(None)) = (seen.get_mut(*partner), born.get(*partner)) {
                *seen = Some(seen.map_or(year, |other| other.min(year)));
            }
        }
    }
    seen
}

/// Somebody lives only as far as the file tells. There is no clock here: now
/// is the year that the file was written in, else the latest one in it. Who
/// was there over 110 years before that, or of whom no year is told at all,
/// and is not called dead, may be either.
fn life(told: Option<Told>, seen: Option<u16>, now: Option<u16>) -> Life {
    match told {
        Some(Told::Alive) => Life::Alive,
        Some(Told::Dead) => Life::Dead,
        Some(Told::Stillborn) => Life::Stillbirth,
        None => match (seen, now) {
            (Some(seen), Some(now)) if now.saturating_sub(seen) <= LIFE_YEARS_MAX => Life::Alive,
            _ => Life::Unknown,
        },
    }
}

/// The ties between children and parents so far.
struct Ties {
    linked: HashSet<(usize, usize, ParentKind)>,
    /// How many each child has.
    parents: Vec<u32>,
    /// In how many families each child was born.
    births: Vec<u32>,
}

struct Builder<'a> {
    drafts: &'a Drafts,
    ids: &'a [PersonId],
    origin: &'a Origin,
    make_id: &'a mut dyn FnMut() -> String,
    notes: &'a mut Notes,
    record: Record,
}

impl Builder<'_> {
    fn label(&self, person: usize) -> Arg {
        self.drafts.people.get(person).map_or_else(|| Arg::name(None), |person| label(&person.name))
    }

    fn couple(&mut self, a: usize, b: usize, id: String, line: u32, facts: &CoupleFacts) {
        let (Some(one), Some(other)) = (self.ids.get(a), self.ids.get(b)) else { return };
        if !facts.any() {
            self.notes.add(line, Severity::Note, Message::new(MessageKey::CoupleKindNotTold));
        }
        self.record.put(Fact::Partnership(Partnership {
            id: id.into(),
            a: one.clone(),
            b: other.clone(),
            kind: facts.kind().unwrap_or(crate::record::PartnershipKind::Cohabiting),
            span: facts.span(),
            events: facts.events(),
            consanguineous: false,
            origin: self.origin.clone(),
        }));
    }

    fn children(&mut self, family: &Family, draft: &FamilyDraft, ties: &mut Ties) {
        if family.partners.is_empty() {
            let (key, severity) = match family.children.len() {
                0 => (Message::new(MessageKey::EmptyFamily), Severity::Note),
                some => (Message::new(MessageKey::FamilyWithoutParents).with("children", some), Severity::Warning),
            };
            self.notes.add(draft.line, severity, key);
            return;
        }
        for (child, kinds) in &family.children {
            let mut by_birth = false;
            for (slot, (parent, wife)) in family.partners.iter().enumerate() {
                if parent == child {
                    let message = Message::new(MessageKey::OwnParent).with("person", self.label(*child));
                    self.notes.add(draft.line, Severity::Warning, message);
                    continue;
                }
                // Of two husbands or two wives, the second takes the other place.
                let same_role = family.partners.iter().all(|(_, role)| role == wife);
                let place = if same_role && family.partners.len() == 2 { slot } else { usize::from(*wife) };
                let kind = kinds.get(place).copied().flatten().unwrap_or(ParentKind::Biological);
                by_birth |= kind == ParentKind::Biological;
                let (Some(child_id), Some(parent_id)) = (self.ids.get(*child), self.ids.get(*parent)) else { continue };
                let Some(parents) = ties.parents.get_mut(*child) else { continue };
                if *parents >= PARENTS_MAX {
                    self.notes.lost(&["FAM", "CHIL"]);
                } else if ties.linked.insert((*child, *parent, kind)) {
                    *parents += 1;
                    let id = (self.make_id)().into();
                    self.record.put(Fact::ParentLink(ParentLink {
                        id,
                        child: child_id.clone(),
                        parent: parent_id.clone(),
                        kind,
                        span: Default::default(),
                        origin: self.origin.clone(),
                    }));
                }
            }
            if let Some(count) = ties.births.get_mut(*child) {
                *count += u32::from(by_birth);
            }
        }
        self.same_sex_parents(family, draft);
    }

    /// Two mothers or two fathers cannot both be biological parents; which one
    /// is, the file does not say.
    fn same_sex_parents(&mut self, family: &Family, draft: &FamilyDraft) {
        let [(a, _), (b, _)] = family.partners[..] else { return };
        let symbol = |at: usize| self.drafts.people.get(at).map(|person| person.symbol);
        let same = symbol(a) == symbol(b) && matches!(symbol(a), Some(Symbol::Male | Symbol::Female));
        let untold = family.children.iter().filter(|(_, kinds)| *kinds == [None; 2]).count();
        if same && untold > 0 {
            let message = Message::new(MessageKey::ParentKindNotTold).with("children", untold);
            self.notes.add(draft.line, Severity::Warning, message);
        }
    }

    /// Children of one family who were born on the same day.
    fn twins(&mut self, family: &Family, draft: &FamilyDraft) {
        let mut born: BTreeMap<(u16, u8, u8), Vec<PersonId>> = BTreeMap::new();
        for (child, kinds) in &family.children {
            let is_born_here = kinds.iter().all(|kind| kind.is_none_or(|kind| kind == ParentKind::Biological));
            let day = self.drafts.people.get(*child).and_then(|person| person.birth.value()).and_then(full_day);
            if let (true, Some(day), Some(id)) = (is_born_here, day, self.ids.get(*child)) {
                born.entry(day).or_default().push(id.clone());
            }
        }
        if family.partners.is_empty() {
            return;
        }
        for children in born.into_values().filter(|children| children.len() > 1) {
            let message = Message::new(MessageKey::TwinsAssumed).with("count", children.len());
            self.notes.add(draft.line, Severity::Note, message);
            let id = (self.make_id)().into();
            self.record.put(Fact::BirthGroup(BirthGroup {
                id,
                children: children.into_iter().collect(),
                zygosity: Zygosity::Unknown,
                origin: self.origin.clone(),
            }));
        }
    }
}

/// The day of a date that is exact to the day.
fn full_day(date: &FuzzyDate) -> Option<(u16, u8, u8)> {
    (date.bound == Bound::Exact).then_some((date.year, date.month?, date.day?))
}
