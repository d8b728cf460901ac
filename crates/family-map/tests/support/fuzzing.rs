//! Damaged files and random edits, the same every time: for the test that runs
//! some thousands of cases and for the program that runs millions.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code)]

use super::support;
use family_map::Record;
use family_map::date::FuzzyDate;
use family_map::edit::{Edit, Outcome, apply, building, replay};
use family_map::effect;
use family_map::gedcom::{self, Version};
use family_map::json;
use family_map::record::{Fact, FactId, Origin, PartyKey, PersonId};
use family_map::redact::redact;
use family_map::view::on_day;
use serde_json::Value;

/// Numbers that look random and are the same every time (SplitMix64).
pub struct Numbers(pub u64);

impl Numbers {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap()
    }

    pub fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// What readers may stumble over.
pub const ODD: &[&str] = &[
    "@",
    "@@",
    "@I1@",
    "@F1@",
    "@VOID@",
    "0 ",
    "1 ",
    "99 ",
    "\r\n",
    "\n\n",
    "\u{feff}",
    "\0",
    "ABT ",
    "BET ",
    "AND ",
    "(",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\u0000",
    "\\ud800",
    "null",
    "-1",
    "1e999",
    "65536",
    "9999999999999999999",
    "true",
    "\"id\":",
    "\"version\":",
    "_PART",
    "_FACT",
    "CONC",
    "CONT",
    "TRLR",
    "HEAD",
    "FAMC",
    "2 DATE",
    "0000",
];

/// A text with some things changed, gone, doubled, or from another text.
pub fn damaged(numbers: &mut Numbers, from: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = numbers.of(from).clone();
    // Mostly short, so that a million take minutes.
    if bytes.len() > 3000 && numbers.below(20) != 0 {
        let start = if numbers.below(3) == 0 { numbers.below(bytes.len()) } else { 0 };
        let end = (start + 300 + numbers.below(2700)).min(bytes.len());
        bytes = bytes[start..end].to_vec();
    }
    for _ in 0..1 + numbers.below(6) {
        if bytes.is_empty() {
            break;
        }
        let at = numbers.below(bytes.len());
        let end = (at + 1 + numbers.below(40)).min(bytes.len());
        match numbers.below(8) {
            0 => bytes[at] = numbers.next() as u8,
            1 => drop(bytes.drain(at..end)),
            2 => {
                let piece = bytes[at..end].to_vec();
                let to = numbers.below(bytes.len());
                bytes.splice(to..to, piece);
            }
            3 | 4 => {
                let odd = numbers.of(ODD).as_bytes().to_vec();
                bytes.splice(at..at, odd);
            }
            5 => {
                let odd = numbers.of(ODD).as_bytes().to_vec();
                bytes.splice(at..end, odd);
            }
            6 => {
                let other = numbers.of(from);
                let start = numbers.below(other.len());
                let piece = other[start..(start + 200).min(other.len())].to_vec();
                bytes.splice(at..at, piece);
            }
            _ => bytes.truncate(at),
        }
    }
    bytes
}

/// What a case came to.
#[derive(Default)]
pub struct Tally {
    pub read: usize,
    pub refused: usize,
    pub people: usize,
}

/// Reads a damaged file; what was read is whole and can be written again.
pub fn gedcom_case(numbers: &mut Numbers, from: &[Vec<u8>], tally: &mut Tally) {
    let bytes = damaged(numbers, from);
    let mut next = 0;
    let read = gedcom::read(&bytes, &gedcom::Limits::default(), &Origin::told("file", ["team"]), &mut || {
        next += 1;
        next.to_string()
    });
    drop(gedcom::restore(&bytes, &gedcom::Limits::default()));
    match read {
        Err(_) => tally.refused += 1,
        Ok(import) => {
            tally.read += 1;
            tally.people += import.record.people.len();
            assert_eq!(import.counts.people as usize, import.record.people.len());
            if numbers.below(50) == 0 {
                let text = gedcom::write(&import.record, Version::V551, true);
                let again = gedcom::restore(text.as_bytes(), &gedcom::Limits::default()).unwrap();
                assert!(again == import.record, "lost on the way out and in");
            }
        }
    }
}

/// Sound JSON of which some values are gone, doubled, of another kind, or from
/// elsewhere in it: damage that gets past the reader of the syntax.
pub fn crooked(numbers: &mut Numbers, from: &[Vec<u8>]) -> String {
    let mut whole: Value = serde_json::from_slice(numbers.of(from).as_slice()).unwrap();
    for _ in 0..1 + numbers.below(3) {
        let mut kinds = Vec::new();
        walk(&mut whole, &mut |it| kinds.push(std::mem::discriminant(it)));
        let target = numbers.below(kinds.len());
        // Mostly of the same kind: that is what readers take in.
        let alike: Vec<usize> = (0..kinds.len()).filter(|it| kinds[*it] == kinds[target]).collect();
        let donor = if numbers.below(4) == 0 { numbers.below(kinds.len()) } else { *numbers.of(&alike) };
        let (mut at, mut taken) = (0, Value::Null);
        walk(&mut whole, &mut |it| {
            if at == donor {
                taken = it.clone();
            }
            at += 1;
        });
        let instead = match numbers.below(24) {
            0 => Value::Null,
            1 => Value::Bool(true),
            2 => (-1_i64).into(),
            3 => u64::MAX.into(),
            4 => 1e300.into(),
            5 => String::new().into(),
            6 => "\u{202e}«ö\0".repeat(1 + numbers.below(200)).into(),
            7 => Value::Array(vec![taken.clone(), taken]),
            8 => serde_json::json!({ "known": taken }),
            _ => taken,
        };
        let mut at = 0;
        walk(&mut whole, &mut |it| {
            if at == target {
                *it = instead.clone();
            }
            at += 1;
        });
        if let Value::Object(fields) = &mut whole
            && numbers.below(8) == 0
            && let Some(key) = fields.keys().nth(numbers.below(fields.len())).cloned()
        {
            fields.remove(&key);
        }
    }
    whole.to_string()
}

/// Every value, outer ones first.
pub fn walk(value: &mut Value, look: &mut impl FnMut(&mut Value)) {
    look(value);
    match value {
        Value::Array(all) => all.iter_mut().for_each(|it| walk(it, look)),
        Value::Object(all) => all.values_mut().for_each(|it| walk(it, look)),
        _ => {}
    }
}

pub fn json_case(numbers: &mut Numbers, from: &[Vec<u8>], tally: &mut Tally) {
    let text = if numbers.below(2) == 0 {
        String::from_utf8_lossy(&damaged(numbers, from)).into_owned()
    } else {
        crooked(numbers, from)
    };
    match json::read(&text, &json::Limits::default()) {
        Err(_) => tally.refused += 1,
        Ok(record) => {
            tally.read += 1;
            tally.people += record.people.len();
            assert!(json::read(&json::write(&record), &json::Limits::default()).unwrap() == record, "lost");
            // Whatever it says, it can be looked at.
            if numbers.below(20) == 0 {
                drop(family_map::check::check(&record));
                drop(on_day(&record, &FuzzyDate::year(2020)));
            }
        }
    }
}

/// Random edits, made of real ones; nobody is lost, everyone can be taken back.
pub fn edits_case(numbers: &mut Numbers, pool: &[Edit], start: &Record, tally: &mut Tally) {
    let mut record = start.clone();
    let mut done: Vec<Edit> = Vec::new();
    for _ in 0..1 + numbers.below(12) {
        let mut edit = numbers.of(pool).clone();
        let ids: Vec<FactId> = match &edit {
            Edit::Add(_) | Edit::SetIndex(_) => Vec::new(),
            _ => record.fact_ids().collect(),
        };
        if !ids.is_empty() && numbers.below(3) == 0 {
            let id = numbers.of(&ids).clone();
            edit = if numbers.below(2) == 0 { Edit::Remove(id) } else { Edit::Restore(id) };
        }
        let before = record.clone();
        match apply(&mut record, &edit) {
            Outcome::Nothing(_) => {
                tally.refused += 1;
                assert!(record == before, "an edit that does nothing did something");
            }
            Outcome::Done { inverse } => {
                tally.read += 1;
                let mut back = record.clone();
                assert!(matches!(apply(&mut back, &inverse), Outcome::Done { .. }), "{inverse:?}");
                let people = |record: &Record| -> Vec<PersonId> { record.people.keys().cloned().collect() };
                assert_eq!(people(&back), people(&before));
                done.push(edit);
            }
        }
    }
    tally.people += record.people.len();
    let whole: Vec<Edit> = building(start).into_iter().chain(done).collect();
    assert!(replay(&whole) == record, "another record from the same edits");
    let team = PartyKey::from("team");
    let view = |record: &Record| redact(record, |sight| sight.origin.audience.contains(&team), |party| party == &team);
    let (was, is) = (view(start), view(&record));
    let mut held = was.clone();
    effect::apply(&mut held, &effect::difference(&was, &is));
    assert!(held == is, "a client holds something else");
}

/// What the cases are made of.
pub struct Corpus {
    demos: Vec<Record>,
    files: Vec<Vec<u8>>,
    small: Vec<Vec<u8>>,
    pool: Vec<Edit>,
}

impl Corpus {
    /// The demo families, their files and their edits, and the test files.
    pub fn new() -> Self {
        let demos: Vec<Record> = ["A", "B", "C", "D", "E"].map(support::demo).into();
        let folder = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data");
        let file = |name: &str| std::fs::read(folder.join(name)).unwrap();
        let mut files = vec![file("ivar-king-of-dublin.ged"), file("family-structure-variants.ged")];
        for record in &demos {
            files.extend([Version::V551, Version::V7].map(|it| gedcom::write(record, it, true).into_bytes()));
            files.push(gedcom::write(record, Version::V551, false).into_bytes());
        }
        let small: Vec<Vec<u8>> = demos
            .iter()
            .flat_map(|record| {
                // Few facts each, so that damage meets their form and not only their number.
                let facts: Vec<Fact> = record.facts().collect();
                let few = |facts: &[Fact]| {
                    let mut few = Record::new();
                    facts.iter().for_each(|fact| few.put(fact.clone()));
                    json::write(&few).into_bytes()
                };
                facts.chunks(1).chain(facts.chunks(5)).map(few).collect::<Vec<_>>()
            })
            .chain([file("stored-1-record.json")])
            .collect();
        let mut pool: Vec<Edit> = demos.iter().flat_map(building).collect();
        pool.extend(serde_json::from_slice::<Vec<Edit>>(&file("stored-1-edits.json")).unwrap());
        let renamed: Vec<Edit> = demos[1]
            .facts()
            .map(|fact| Edit::Add(fact.renamed(&mut |id| format!("A{}", &id.to_string()[id.to_string().len() - 2..]))))
            .collect();
        pool.extend(renamed);
        pool.extend(demos[0].people.values().map(|it| Edit::Add(Fact::Person(it.clone()))));
        Self { demos, files, small, pool }
    }

    /// Runs one case of a target: `gedcom`, `json` or `edits`.
    pub fn run(&self, target: &str, seed: u64, case: u64, tally: &mut Tally) {
        let mut numbers = Numbers(seed ^ case.wrapping_mul(0x2545_F491_4F6C_DD1D));
        match target {
            "gedcom" => gedcom_case(&mut numbers, &self.files, tally),
            "json" => json_case(&mut numbers, &self.small, tally),
            "edits" => edits_case(&mut numbers, &self.pool, &self.demos[case as usize % self.demos.len()], tally),
            other => panic!("no target {other}"),
        }
    }
}
