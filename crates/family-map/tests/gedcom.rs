//! The GEDCOM reader on files that nobody here wrote, whole and damaged.

use family_map::check::check;
use family_map::gedcom::{Encoding, Import, Limits, Unreadable, read};
use family_map::message::{Arg, MessageKey, Severity};
use family_map::record::{FactId, Origin, PartnershipKind, Record};
use std::collections::{BTreeMap, BTreeSet};

const IVAR: &[u8] = include_bytes!("data/ivar-king-of-dublin.ged");
const VARIANTS: &[u8] = include_bytes!("data/family-structure-variants.ged");

fn import(bytes: &[u8], limits: &Limits) -> Result<Import, Unreadable> {
    let mut next = 0;
    read(bytes, limits, &Origin::told("file", ["team"]), &mut || {
        next += 1;
        format!("{next:08}")
    })
}

fn import_all(bytes: &[u8]) -> Import {
    import(bytes, &Limits { notes: usize::MAX, ..Limits::default() }).unwrap()
}

/// How often each message comes.
fn tally(import: &Import) -> BTreeMap<&'static str, usize> {
    let mut tally = BTreeMap::new();
    for note in &import.notes {
        *tally.entry(note.message.key.code()).or_default() += 1;
    }
    tally
}

#[test]
fn ivar_comes_over_whole() {
    let import = import_all(IVAR);
    assert_eq!((import.encoding, import.version.as_deref()), (Encoding::Utf8, Some("5.5.1")));
    assert_eq!(import.counts.people, 1288);
    // Nobody twice: as many people as records, each with a tie of its own.
    assert_eq!(import.record.people.len(), 1288);
    // 495 families, 493 of them with two partners.
    assert_eq!(import.counts.couples, 493);
    let pairs: BTreeSet<_> =
        import.record.partnerships.values().map(|it| BTreeSet::from([it.a.clone(), it.b.clone()])).collect();
    assert_eq!(pairs.len(), 493);
    assert!(import.record.partnerships.values().all(|it| it.kind == PartnershipKind::Married));
    assert_eq!((import.counts.parent_ties, import.counts.twins), (1711, 0));
    let said = [("gedcom.date_range", 12), ("gedcom.date_unreadable", 13), ("gedcom.several_birth_families", 14)];
    assert_eq!(tally(&import), BTreeMap::from(said));
    assert_eq!(import.not_carried["INDI.BIRT.PLAC"] + import.not_carried["INDI.DEAT.PLAC"], 1139 + 438);
    // The fourteen with two families of birth are what the check stops at too.
    let found = check(&import.record);
    let parents = found.iter().filter(|it| it.message.key == MessageKey::TooManyBiologicalParents).count();
    assert_eq!(parents, 14);
    assert_every_tie_resolves(&import.record);
}

#[test]
fn ged_io_counts_the_same_people_families_and_children() {
    let text = std::str::from_utf8(IVAR).unwrap();
    let theirs = ged_io::GedcomBuilder::new().build_from_str(text).unwrap();
    let ours = import_all(IVAR);
    assert_eq!(theirs.individuals.len(), ours.record.people.len());
    let couples = theirs.families.iter().filter(|it| it.individual1.is_some() && it.individual2.is_some()).count();
    assert_eq!(couples, ours.record.partnerships.len());
    // Some children have the same father in two families: one tie.
    let ties: BTreeSet<_> = theirs
        .families
        .iter()
        .flat_map(|it| it.children.iter().map(move |child| (child, it)))
        .flat_map(|(child, it)| [&it.individual1, &it.individual2].into_iter().flatten().map(move |to| (child, to)))
        .collect();
    assert_eq!(ties.len(), ours.record.parent_links.len());
}

#[test]
fn the_forms_of_families_are_read_as_they_are_meant() {
    let import = import_all(VARIANTS);
    let record = &import.record;
    let label = |id| record.people[id].label().unwrap_or("?");
    let people: Vec<_> = record.people.values().map(|it| format!("{} {}", label(&it.id), it.symbol.code())).collect();
    assert_eq!(
        people,
        [
            "Solo Parentless male",
            "Second Child female",
            "Narcissus Selfwed male",
            "Adam Firstgroom male",
            "Steve Secondgroom male"
        ]
    );
    // Two families tell of the same couple; nobody is married to himself.
    let couples: Vec<_> = record.partnerships.values().collect();
    assert_eq!(couples.len(), 1);
    assert_eq!((label(&couples[0].a), label(&couples[0].b)), ("Adam Firstgroom", "Steve Secondgroom"));
    assert_eq!(couples[0].kind, PartnershipKind::Married);
    assert_eq!(couples[0].span.from.unwrap().to_string(), "2015-06-26");
    assert_eq!(import.counts.parent_ties, 0);
    assert_eq!(
        tally(&import),
        BTreeMap::from([
            ("gedcom.empty_family", 1),
            ("gedcom.family_without_parents", 1),
            ("gedcom.same_couple_twice", 1),
            ("gedcom.self_marriage", 1),
        ])
    );
    assert_eq!(import.not_carried, BTreeMap::from([("FAM.NOTE".to_owned(), 4)]));
    assert_eq!(check(record), vec![]);
}

#[test]
fn two_hundred_megabytes_are_refused_by_their_size() {
    let bytes = vec![b'0'; 200_000_000];
    let refused = import(&bytes, &Limits::default()).unwrap_err();
    assert_eq!(refused.message.key, MessageKey::FileTooLarge);
    assert_eq!(
        (&refused.message.args["size"], &refused.message.args["limit"]),
        (&Arg::Number(200_000_000), &Arg::Number(20_000_000))
    );
}

/// Numbers that look random and are the same every time (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap()
    }
}

/// Lines of a text that has only lines ending in LF.
fn lines(bytes: &[u8]) -> Vec<Vec<u8>> {
    bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
}

fn joined(lines: &[Vec<u8>], end: &[u8]) -> Vec<u8> {
    lines.join(end)
}

/// One way in which files are damaged.
fn damage(kind: usize, numbers: &mut Numbers) -> Vec<u8> {
    let whole = if numbers.below(4) == 0 { VARIANTS } else { IVAR };
    let mut text = lines(whole);
    let count = text.len();
    match kind {
        // Cut off, at any byte.
        0 => return whole[..numbers.below(whole.len())].to_vec(),
        // Single bytes changed to anything.
        1 => {
            let mut bytes = whole.to_vec();
            for _ in 0..1 + numbers.below(200) {
                let at = numbers.below(bytes.len());
                bytes[at] = numbers.next() as u8;
            }
            return bytes;
        }
        // In another encoding than it says, or in half of one.
        2 => {
            let mut bytes: Vec<u8> = match numbers.below(3) {
                0 => String::from_utf8_lossy(whole).encode_utf16().flat_map(u16::to_le_bytes).collect(),
                1 => String::from_utf8_lossy(whole).encode_utf16().flat_map(u16::to_be_bytes).collect(),
                _ => whole.iter().map(|byte| byte | (0x80 * u8::from(byte.is_ascii_lowercase()))).collect(),
            };
            let mark = [&b"\xFF\xFE"[..], b"\xFE\xFF", b"\xEF\xBB\xBF", b""][numbers.below(4)];
            bytes.splice(0..0, mark.iter().copied());
            bytes.truncate(bytes.len() - numbers.below(3));
            return bytes;
        }
        // Everyone a child of a random family, so that there are circles.
        3 => {
            for line in &mut text {
                if line.starts_with(b"1 CHIL @I") || line.starts_with(b"1 HUSB @I") {
                    line.truncate(7);
                    line.extend_from_slice(format!("@I{}@", 1 + numbers.below(60)).as_bytes());
                }
            }
        }
        // Pointers to nobody, to families, to sources, to nothing at all.
        4 => {
            for line in &mut text {
                if line.contains(&b'@') && line.starts_with(b"1 ") && numbers.below(3) == 0 {
                    let to = ["@I99999@", "@F1@", "@S0@", "@@", "@", "@VOID@", "", "@ @"][numbers.below(8)];
                    line.truncate(7);
                    line.extend_from_slice(to.as_bytes());
                }
            }
        }
        // Levels: deeper with each line, or any number.
        5 => {
            let deeper = numbers.below(2) == 0;
            for (at, line) in text.iter_mut().enumerate().skip(20) {
                let level = if deeper { at } else { numbers.next() as usize >> numbers.below(64) };
                if !line.is_empty() {
                    line.splice(0..1, level.to_string().into_bytes());
                }
            }
        }
        // Bytes of noise, with a header or without.
        6 => {
            let mut bytes = if numbers.below(2) == 0 { b"0 HEAD\n".to_vec() } else { Vec::new() };
            bytes.extend((0..numbers.below(50_000)).map(|_| numbers.next() as u8));
            return bytes;
        }
        // Lines of a megabyte, and lines that have lost their ends.
        7 => {
            let at = numbers.below(count);
            text[at].extend(std::iter::repeat_n(b'x', 1_000_000));
            let at = numbers.below(count);
            text[at].push(b' ');
            let joined_lines = text[at..(at + 30).min(count)].concat();
            text[at] = joined_lines;
        }
        // Lines in any order, lost, and doubled.
        8 => {
            for _ in 0..numbers.below(5_000) {
                let (a, b) = (numbers.below(count), numbers.below(count));
                match numbers.below(3) {
                    0 => text.swap(a, b),
                    1 => text[a] = Vec::new(),
                    _ => text[a] = text[b].clone(),
                }
            }
        }
        // Dates of every kind of nonsense, and other line ends.
        _ => {
            for line in text.iter_mut().filter(|line| line.starts_with(b"2 DATE")) {
                let nonsense = [
                    "BET AND",
                    "FROM TO",
                    "@#D",
                    "@#DJULIAN@",
                    "99 JAN 99999",
                    "(",
                    ")",
                    "0/0",
                    "1/1/1",
                    "..",
                    "--",
                    "ABT ABT ABT 1900",
                    "INT ()",
                    "@#DHEBREW@ 1",
                    "31 FEB 0000",
                    "Ⅻ Ⅻ Ⅻ",
                    "1900-13-45",
                    "ß",
                ];
                line.truncate(7);
                line.extend_from_slice(nonsense[numbers.below(nonsense.len())].as_bytes());
            }
            return joined(&text, [&b"\r"[..], b"\r\n", b"\n\r", b"\n\n"][numbers.below(4)]);
        }
    }
    joined(&text, b"\n")
}

/// Every tie of the record leads to somebody in it, and nobody to themselves.
fn assert_every_tie_resolves(record: &Record) {
    let here = |id: &family_map::record::PersonId| record.fact(&FactId::Person(id.clone())).is_some();
    for it in record.partnerships.values() {
        assert!(here(&it.a) && here(&it.b) && it.a != it.b, "{it:?}");
    }
    for it in record.parent_links.values() {
        assert!(here(&it.child) && here(&it.parent) && it.child != it.parent, "{it:?}");
    }
    for it in record.birth_groups.values() {
        assert!(it.children.len() > 1 && it.children.iter().all(here), "{it:?}");
    }
    assert!(check(record).iter().all(|found| found.message.key != MessageKey::TieToMissing));
}

#[test]
fn two_hundred_damaged_files_give_a_record_or_a_reason() {
    let mut numbers = Numbers(20_261_123);
    let limits = Limits::default();
    let (mut records, mut reasons) = (0, BTreeMap::new());
    for round in 0..200 {
        let bytes = damage(round % 10, &mut numbers);
        match import(&bytes, &limits) {
            Ok(import) => {
                records += 1;
                assert_every_tie_resolves(&import.record);
                assert!(import.notes.len() <= limits.notes);
                assert!(import.notes.is_sorted_by_key(|note| note.line));
                assert_eq!(import.counts.people as usize, import.record.people.len());
                // What was noted can be stored and shown anywhere.
                let stored = serde_json::to_string(&import.notes).unwrap();
                assert!(!stored.contains("\\u0000") && stored.len() < 500 * limits.notes, "round {round}");
                let stored = serde_json::to_string(&import.record).unwrap();
                assert!(!stored.contains("\\u0000"), "round {round}");
                assert_eq!(serde_json::from_str::<Record>(&stored).unwrap(), import.record, "round {round}");
            }
            Err(Unreadable { message }) => *reasons.entry(message.key.code()).or_insert(0) += 1,
        }
    }
    // The damage is neither harmless nor hopeless.
    assert!(records > 150, "{records} records, refused: {reasons:?}");
    assert!(!reasons.is_empty());
    let allowed = ["gedcom.file_empty", "gedcom.not_gedcom", "gedcom.file_too_large", "gedcom.too_many_people"];
    assert!(reasons.keys().all(|key| allowed.contains(key)), "{reasons:?}");
}

#[test]
fn circles_in_a_damaged_file_are_carried_and_found() {
    let mut numbers = Numbers(7);
    let bytes = damage(3, &mut numbers);
    let import = import(&bytes, &Limits::default()).unwrap();
    let found = check(&import.record);
    let circle = found.iter().find(|found| found.message.key == MessageKey::OwnAncestor).unwrap();
    assert_eq!(circle.severity, Severity::Contradiction);
}

#[test]
fn a_million_levels_and_a_family_of_everyone_take_no_more_than_a_moment() {
    let levels: String =
        std::iter::once("0 HEAD\n".to_owned()).chain((1..1_000_000).map(|at| format!("{at} A\n"))).collect();
    let people: String = (0..20_000).map(|at| format!("0 @I{at}@ INDI\n1 FAMC @F@\n1 FAMC @F@\n")).collect();
    let pointers: String = (0..700_000).map(|at| format!("1 CHIL @I{}@\n", at % 20_000)).collect();
    let family = format!("0 HEAD\n{people}0 @F@ FAM\n1 HUSB @I0@\n1 WIFE @I1@\n{pointers}");
    let ties: String = (0..500_000).map(|_| "1 ADOP\n2 FAMC @F@\n").collect();
    let adopted = format!("0 HEAD\n0 @I@ INDI\n{ties}0 @F@ FAM\n1 HUSB @I@\n");
    for (name, text) in [("levels", levels), ("family", family), ("adopted", adopted)] {
        assert!(text.len() < 20_000_000, "{name} {}", text.len());
        let import = import(text.as_bytes(), &Limits::default()).unwrap();
        assert_every_tie_resolves(&import.record);
    }
}
