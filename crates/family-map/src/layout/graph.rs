//! The record as numbers: people, couples, and families of parents with their
//! children. Ties that name people who are not here are left out.

use super::{Sizes, label};
use crate::date::{Bound, FuzzyDate};
use crate::ordered::Ordered;
use crate::record::{
    Count, HouseholdId, Life, MarkKind, ParentKind, ParentLinkId, Partnership, PartnershipId, PartnershipKind, Person,
    PersonId, PersonMark, Record, Symbol,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Two people who stand together because they are or were a couple, or are
/// parents together.
#[derive(Debug)]
pub(super) struct Couple {
    pub a: usize,
    pub b: usize,
    /// None for parents of whom no partnership is told.
    pub partnerships: Vec<PartnershipId>,
    /// A sortable day on which it began; late where nobody knows.
    pub since: i32,
    /// The width of the longest words on the line.
    pub words: f64,
    /// Whether each of the two has a home that is not the other's: the line around it stands between them.
    pub apart: [bool; 2],
    /// What they are or were, by the last partnership told.
    pub kind: Option<PartnershipKind>,
}

/// One or two parents and their children of one kind.
#[derive(Debug)]
pub(super) struct Family {
    pub parents: Vec<usize>,
    /// The couple, where there are two parents.
    pub couple: Option<usize>,
    pub kind: ParentKind,
    pub children: Vec<usize>,
    /// For each child, the ties that the family's line draws.
    pub links: Vec<Vec<ParentLinkId>>,
}

/// A parent, what the parent is, and the tie that says so.
type ParentTie = (usize, ParentKind, ParentLinkId);

#[derive(Debug)]
pub(super) struct Graph<'a> {
    pub ids: Vec<&'a PersonId>,
    /// In whose name the map is drawn.
    pub index: Option<usize>,
    pub people: Vec<&'a Person>,
    pub couples: Vec<Couple>,
    pub families: Vec<Family>,
    /// Families in which a person is a child, the one by birth first.
    pub child_in: Vec<Vec<usize>>,
    /// Families in which a person is a parent.
    pub parent_in: Vec<Vec<usize>>,
    /// Couples of a person, the first partner first.
    pub couples_of: Vec<Vec<usize>>,
    /// Children of one pregnancy.
    pub twins: Vec<Vec<usize>>,
    /// A sortable day of birth, or of what happened in its stead.
    pub born: Vec<Option<i32>>,
    /// The label's lines.
    pub labels: Vec<Vec<String>>,
    /// How many lines of what is told stand under the years.
    pub notes: Vec<usize>,
    /// Half the room that a person needs.
    pub half: Vec<f64>,
    /// People who belong together without descent or partnership (a carer, a
    /// home), and how many rows the second stands below the first.
    pub beside: Vec<(usize, usize, i64)>,
}

impl<'a> Graph<'a> {
    pub fn of(record: &'a Record, sizes: &Sizes) -> Self {
        let ids: Vec<&PersonId> = record.people.keys().collect();
        let people: Vec<&Person> = record.people.values().collect();
        let number: HashMap<&PersonId, usize> = ids.iter().enumerate().map(|(n, id)| (*id, n)).collect();
        let labels: Vec<Vec<String>> = people.iter().map(|it| label_of(it)).collect();
        // In which homes each lives.
        let mut homes: HashMap<&PersonId, BTreeSet<&HouseholdId>> = HashMap::new();
        for it in record.memberships.values() {
            homes.entry(&it.person).or_default().insert(&it.household);
        }
        let mut notes = vec![0; ids.len()];
        let mut note_widths = vec![0.0_f64; ids.len()];
        for it in record.marks.values().filter(|it| it.is_noted()) {
            if let Some(&n) = number.get(&it.person).filter(|n| !people[**n].shielded) {
                notes[n] += 1;
                note_widths[n] = note_widths[n].max(note_width(it));
            }
        }
        let mut graph = Self {
            born: people.iter().map(|it| born(it)).collect(),
            half: people
                .iter()
                .zip(&labels)
                .zip(&note_widths)
                .map(|((it, lines), notes)| {
                    half_width(it, lines, homes.get(&it.id).map_or(0, BTreeSet::len), sizes).max(notes / 2.0)
                })
                .collect(),
            labels,
            notes,
            couples: Vec::new(),
            families: Vec::new(),
            child_in: vec![Vec::new(); ids.len()],
            parent_in: vec![Vec::new(); ids.len()],
            couples_of: vec![Vec::new(); ids.len()],
            twins: record
                .birth_groups
                .values()
                .map(|group| group.children.iter().filter_map(|id| number.get(id).copied()).collect::<Vec<_>>())
                .filter(|group| group.len() > 1)
                .collect(),
            beside: beside(record, &number),
            index: record.index.as_ref().and_then(|id| number.get(id).copied()),
            ids,
            people,
        };
        let mut pairs: HashMap<(usize, usize), usize> = HashMap::new();
        for it in record.partnerships.values() {
            let (Some(&a), Some(&b)) = (number.get(&it.a), number.get(&it.b)) else { continue };
            if a == b {
                continue;
            }
            let since = it.span.from.map_or(i32::MAX, |date| date.earliest_day());
            let couple = graph.couple(&mut pairs, a, b);
            graph.couples[couple].since = graph.couples[couple].since.min(since);
            graph.couples[couple].kind = Some(it.kind);
            graph.couples[couple].words = graph.couples[couple].words.max(words(it));
            let (one, other) = (graph.couples[couple].a, graph.couples[couple].b);
            graph.couples[couple].apart = apart(&homes, [graph.ids[one], graph.ids[other]]);
            graph.couples[couple].partnerships.push(it.id.clone());
        }
        graph.families(record, &number, &mut pairs);
        for (n, couple) in graph.couples.iter().enumerate() {
            graph.couples_of[couple.a].push(n);
            graph.couples_of[couple.b].push(n);
        }
        for list in &mut graph.couples_of {
            list.order_by_key(|n| (graph.couples[*n].since, *n));
        }
        graph
    }

    /// The couple of these two, made where there is none.
    fn couple(&mut self, pairs: &mut HashMap<(usize, usize), usize>, a: usize, b: usize) -> usize {
        *pairs.entry((a.min(b), a.max(b))).or_insert_with(|| {
            self.couples.push(Couple {
                a,
                b,
                partnerships: Vec::new(),
                since: i32::MAX,
                words: 0.0,
                apart: [false; 2],
                kind: None,
            });
            self.couples.len() - 1
        })
    }

    /// Gathers children by who their parents are and what they are to them.
    fn families(
        &mut self,
        record: &Record,
        number: &HashMap<&PersonId, usize>,
        pairs: &mut HashMap<(usize, usize), usize>,
    ) {
        // For each child and kind: the parents with their ties.
        let mut ties: BTreeMap<(usize, u8), Vec<ParentTie>> = BTreeMap::new();
        for link in record.parent_links.values().filter(|it| it.kind.is_descent()) {
            let (Some(&child), Some(&parent)) = (number.get(&link.child), number.get(&link.parent)) else { continue };
            if child != parent {
                let class = class(link.kind);
                ties.entry((child, class)).or_default().push((parent, link.kind, link.id.clone()));
            }
        }
        let mut known: HashMap<(Vec<usize>, u8), usize> = HashMap::new();
        for ((child, class), mut parents) in ties {
            parents.order_by_key(|it| it.0);
            while let Some((first, kind, link)) = parents.pop() {
                let mut kind = kind;
                let mut links = vec![link];
                let mut who = vec![first];
                // The same parent told twice is one parent.
                while let Some(at) = parents.iter().position(|it| it.0 == first) {
                    links.push(parents.remove(at).2);
                }
                let partner = parents.iter().position(|it| pairs.contains_key(&(it.0.min(first), it.0.max(first))));
                let partner = partner.or_else(|| (parents.len() == 1).then_some(0));
                if let Some(at) = partner {
                    let (second, second_kind, link) = parents.remove(at);
                    links.push(link);
                    who.insert(0, second);
                    kind = if second_kind == ParentKind::Biological { second_kind } else { kind };
                    while let Some(at) = parents.iter().position(|it| it.0 == second) {
                        links.push(parents.remove(at).2);
                    }
                }
                let couple = (who.len() == 2).then(|| self.couple(pairs, who[0], who[1]));
                let family = *known.entry((who.clone(), class)).or_insert_with(|| {
                    self.families.push(Family { parents: who, couple, kind, children: Vec::new(), links: Vec::new() });
                    self.families.len() - 1
                });
                self.families[family].children.push(child);
                self.families[family].links.push(links);
            }
        }
        for (n, family) in self.families.iter_mut().enumerate() {
            sort_by_birth(&mut family.children, &mut family.links, &self.born);
            for child in &family.children {
                self.child_in[*child].push(n);
            }
            for parent in &family.parents {
                self.parent_in[*parent].push(n);
            }
        }
        for list in &mut self.child_in {
            list.order_by_key(|n| (class(self.families[*n].kind), *n));
        }
    }

    /// The least distance of two neighbours in a block, so that the words on
    /// the line between them have room.
    pub fn couple_room(&self, a: usize, b: usize, sizes: &Sizes) -> f64 {
        /// Between a line around a home and who lives in it.
        const AROUND: f64 = 10.0;
        let mut couples = self.couples_of[a].iter().map(|n| &self.couples[*n]);
        let Some(couple) = couples.find(|it| (it.a == b || it.b == b) && it.words > 0.0) else { return 0.0 };
        let line = |(it, apart): (usize, bool)| {
            if apart { (self.half[it] - sizes.symbol / 2.0).max(4.0) + AROUND } else { 0.0 }
        };
        let lines: f64 = [couple.a, couple.b].into_iter().zip(couple.apart).map(line).sum();
        sizes.symbol + couple.words + 14.0 + lines
    }

    /// The others of the same pregnancy among these children.
    pub fn twins_of<'s>(&'s self, child: usize, children: &'s [usize]) -> impl Iterator<Item = usize> + 's {
        let groups = self.twins.iter().filter(move |group| group.contains(&child));
        groups.flatten().copied().filter(move |it| *it != child && children.contains(it))
    }

    /// Whether a line with years is written under the name.
    pub fn has_years(&self, it: usize) -> bool {
        let person = self.people[it];
        let dated = person.birth.value().is_some() || person.death.value().is_some();
        !person.shielded && (dated || person.life == Life::Missing)
    }

    pub fn len(&self) -> usize {
        self.ids.len()
    }
}

/// Ties of care, and of a home to someone without any other tie (a pet, a friend).
fn beside(record: &Record, number: &HashMap<&PersonId, usize>) -> Vec<(usize, usize, i64)> {
    let care = record.parent_links.values().filter(|it| !it.kind.is_descent()).filter_map(|it| {
        let (&parent, &child) = (number.get(&it.parent)?, number.get(&it.child)?);
        (parent != child).then_some((parent, child, 1))
    });
    let mut homes: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for it in record.memberships.values() {
        if let Some(&person) = number.get(&it.person) {
            homes.entry(&it.household).or_default().push(person);
        }
    }
    // Each beside the next is enough to keep a home together.
    let homes = homes.values().flat_map(|home| home.windows(2).map(|two| (two[0], two[1], 0)));
    care.chain(homes.filter(|(a, b, _)| a != b)).collect()
}

/// Children in birth order; those of unknown birth keep their place of entry.
fn sort_by_birth(children: &mut Vec<usize>, links: &mut Vec<Vec<ParentLinkId>>, born: &[Option<i32>]) {
    let mut both: Vec<(usize, Vec<ParentLinkId>)> = children.drain(..).zip(links.drain(..)).collect();
    let mut dated: Vec<_> = both.iter().filter(|it| born[it.0].is_some()).cloned().collect();
    dated.order_by_key(|it| (born[it.0], it.0));
    let mut dated = dated.into_iter();
    for it in &mut both {
        if born[it.0].is_some()
            && let Some(next) = dated.next()
        {
            *it = next;
        }
    }
    (*children, *links) = both.into_iter().unzip();
}

/// Ties of one class make one family: birth, adoption, foster care and so on,
/// the one that decides a child's place first.
pub(super) fn class(kind: ParentKind) -> u8 {
    match kind {
        ParentKind::Biological | ParentKind::LegalCoMother => 0,
        ParentKind::Adoptive => 1,
        ParentKind::Foster => 2,
        ParentKind::EmergencyFoster => 3,
        ParentKind::Surrogate => 4,
        ParentKind::Donor => 5,
        ParentKind::Step | ParentKind::RaisedBy | ParentKind::Guardian => 6,
    }
}

/// Whether each of two has a home that is not the other's.
fn apart(homes: &HashMap<&PersonId, BTreeSet<&HouseholdId>>, [a, b]: [&PersonId; 2]) -> [bool; 2] {
    let of = |id: &PersonId| homes.get(id).cloned().unwrap_or_default();
    let (a, b) = (of(a), of(b));
    [!a.is_subset(&b), !b.is_subset(&a)]
}

/// The width of the longest of the words on a couple's line, one above the
/// other: a short word and a year each, and the strokes across the line.
fn words(it: &Partnership) -> f64 {
    match it.kind {
        PartnershipKind::CoParents | PartnershipKind::Brief => 0.0,
        _ if it.span.from.is_none() && it.span.to.is_none() => 0.0,
        PartnershipKind::LivingApart | PartnershipKind::Dating => 92.0,
        PartnershipKind::EndedDating => 112.0,
        PartnershipKind::Separated | PartnershipKind::Divorced | PartnershipKind::EndedCohabitation => 104.0,
        _ => 58.0,
    }
}

fn born(person: &Person) -> Option<i32> {
    let birth = person.birth.value();
    let instead = if person.life.is_loss() || person.life == Life::Stillbirth { person.death.value() } else { None };
    birth.or(instead).map(|date| date.earliest_day())
}

fn label_of(person: &Person) -> Vec<String> {
    if person.shielded || person.life.is_loss() {
        return Vec::new();
    }
    person.label().map(label::lines).unwrap_or_default()
}

/// The room that the years under a name need, in the longest of our languages.
fn years_width(person: &Person) -> f64 {
    let bounds =
        |date: Option<&FuzzyDate>| date.map_or(0.0, |date| if date.bound == Bound::Exact { 0.0 } else { 26.0 });
    let (birth, death) = (person.birth.value(), person.death.value());
    match (birth, death, person.life) {
        _ if person.shielded => 0.0,
        (_, Some(_), Life::Missing) => 110.0,
        (Some(_), _, Life::Expected) => 100.0,
        (None, None, Life::Missing) => 50.0,
        (None, None, _) => 0.0,
        (Some(_), Some(_), _) => 66.0 + bounds(birth) + bounds(death),
        _ => 46.0 + bounds(birth.or(death)),
    }
}

/// The room of what is told of a person under the years, in the longest of our languages.
fn note_width(it: &PersonMark) -> f64 {
    const LETTERS: f64 = 12.0;
    const MOST: f64 = 122.0;
    let text = it.text.as_deref().map_or(0.0, |text| label::width(text, LETTERS));
    match it.kind {
        MarkKind::Immigrated => 100.0,
        MarkKind::Interpreter => (text + 72.0).min(MOST + 60.0),
        _ => text.min(MOST),
    }
}

/// Half the width of the symbol and what is written under it.
fn half_width(person: &Person, lines: &[String], homes: usize, sizes: &Sizes) -> f64 {
    let small = person.life.is_loss();
    let symbol = if small { sizes.symbol * 0.4 } else { sizes.symbol };
    let words = lines.iter().map(|line| label::width(line, sizes.label)).fold(0.0, f64::max);
    // Room for what is written where there is no name («skjermet»), and for the years.
    let unnamed = if person.shielded || (lines.is_empty() && person.count != Count::One) { 64.0 } else { 0.0 };
    let years = years_width(person);
    let institution = if person.symbol == Symbol::Institution { sizes.symbol * 1.6 } else { 0.0 };
    // Two marks of homes stand on the symbol's upper edge.
    let symbol = if homes > 1 { symbol + 4.0 } else { symbol };
    words.max(symbol).max(unnamed).max(years).max(institution) / 2.0
}
