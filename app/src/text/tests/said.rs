//! Everything that drawings, checks and files really say, said in both languages.

use super::arguments::{asked, documented};
use super::demo;
use super::{Language, catalogue};
use crate::text::say;
use family_map::gedcom;
use family_map::layout::{Options, arrange};
use family_map::message::{Arg, Message, MessageKey};
use family_map::record::Origin;
use family_map::scene::{Form, Scene, Text, View, draw};
use family_map::{FuzzyDate, Record, check};
use std::collections::BTreeSet;

fn drawn(record: &Record) -> Scene {
    let mut view = View::on(FuzzyDate::day(2026, 11, 22).unwrap());
    view.bonds = true;
    view.sensitive = true;
    draw(record, &arrange(record, &Options::default()), &view)
}

/// All messages of a drawing: first those that stand alone, then those inside.
fn messages(scene: &Scene) -> (Vec<Message>, Vec<Message>) {
    let mut alone: Vec<Message> = scene.legend.iter().map(|it| it.message.clone()).collect();
    alone.extend(scene.people.iter().flat_map(|it| it.description.iter().cloned()));
    for shape in &scene.shapes {
        alone.extend(shape.alternative.iter().cloned());
        for part in &shape.parts {
            if let Form::Text { text: Text::Messages(said), .. } = &part.form {
                alone.extend(said.iter().cloned());
            }
        }
    }
    let mut inside = Vec::new();
    alone.iter().flat_map(|it| it.args.values()).for_each(|it| nested(it, &mut inside));
    (alone, inside)
}

fn nested(arg: &Arg, found: &mut Vec<Message>) {
    match arg {
        Arg::Message(it) => {
            it.args.values().for_each(|it| nested(it, found));
            found.push((**it).clone());
        }
        Arg::List(items) => items.iter().for_each(|it| nested(it, found)),
        Arg::Text(_) | Arg::Number(_) | Arg::Date(_) => {}
    }
}

/// What holds of everything that is said.
fn well_said(text: &str, at: &str) {
    assert!(!text.trim().is_empty(), "nothing said: {at}");
    assert!(!text.contains(['{', '}', '|', '#']), "{text}: {at}");
    assert!(
        !text.contains("  ") && !text.contains("..") && !text.contains(" .") && !text.contains(": ."),
        "{text}: {at}"
    );
    if text.ends_with('.') && text.contains(' ') {
        let first = text.chars().find(|it| it.is_alphanumeric());
        let is_label = text.starts_with("nr. ") || text.starts_with("no. ");
        assert!(is_label || first.is_some_and(|it| !it.is_lowercase()), "small first letter: {text}: {at}");
    }
}

#[test]
fn drawings_carry_what_the_texts_ask_for() {
    let documented = documented();
    for record in demo::LETTERS.map(demo::family).into_iter().chain([demo::every_kind()]) {
        let (alone, inside) = messages(&drawn(&record));
        assert!(alone.len() > 20, "nothing is drawn");
        for it in alone.iter().chain(&inside) {
            let carried: BTreeSet<&str> = it.args.keys().map(AsRef::as_ref).collect();
            assert_eq!(documented.get(it.key.code()), Some(&carried), "{}", it.key.code());
            for language in Language::ALL {
                let text = &catalogue(language)[it.key.code()];
                assert!(asked(text).is_subset(&carried), "{text}");
            }
        }
        for language in Language::ALL {
            alone.iter().for_each(|it| well_said(&say(language, it), it.key.code()));
        }
    }
}

#[test]
fn a_family_of_every_kind_says_most_of_what_can_be_said() {
    let (alone, inside) = messages(&drawn(&demo::every_kind()));
    let said: BTreeSet<&str> = alone.iter().chain(&inside).map(|it| it.key.code()).collect();
    for start in ["person.partner.", "person.parents.", "person.children.", "symbol.", "partnership.", "name.", "life."]
    {
        let keys = MessageKey::ALL.iter().map(|it| it.code()).filter(|it| it.starts_with(start));
        let unsaid: Vec<_> = keys.filter(|it| !said.contains(*it)).collect();
        // A co-mother counts as a parent like the other; being alive has no sign; several in one stand on networks.
        let by_design = [
            "person.parents.legal_comother",
            "person.children.legal_comother",
            "life.alive",
            "life.unknown",
            "name.several",
        ];
        assert!(unsaid.iter().all(|it| by_design.contains(it)), "{unsaid:?}");
    }
}

fn import(bytes: &[u8]) -> Result<gedcom::Import, gedcom::Unreadable> {
    let mut n = 0;
    let mut make_id = || {
        n += 1;
        format!("f{n:06}")
    };
    gedcom::read(bytes, &gedcom::Limits::default(), &Origin::told("file", ["team"]), &mut make_id)
}

#[test]
fn notes_on_real_and_broken_files_are_well_said() {
    let files: [&[u8]; 4] = [
        include_bytes!("../../../../crates/family-map/tests/data/family-structure-variants.ged"),
        include_bytes!("../../../../crates/family-map/tests/data/ivar-king-of-dublin.ged"),
        BROKEN.as_bytes(),
        b"0 HEAD\n1 CHAR ANSI\n0 @I1@ INDI\n1 NAME \xC5se\n",
    ];
    let mut said = BTreeSet::new();
    let mut notes: Vec<Message> = Vec::new();
    for file in files {
        let read = import(file).unwrap();
        notes.extend(read.notes.into_iter().map(|it| it.message));
        notes.extend(check::check(&read.record).into_iter().map(|it| it.message));
    }
    notes.extend([&b""[..], b"no family file"].map(|it| import(it).unwrap_err().message));
    notes.extend(check::check(&demo::every_kind()).into_iter().map(|it| it.message));
    for note in &notes {
        said.insert(note.key.code());
        let carried: BTreeSet<&str> = note.args.keys().map(AsRef::as_ref).collect();
        for language in Language::ALL {
            let text = &catalogue(language)[note.key.code()];
            // The year of a span may be missing, and the text copes.
            let missing: Vec<_> = asked(text).difference(&carried).copied().filter(|it| *it != "year").collect();
            assert!(missing.is_empty(), "{text}: {missing:?}");
            // What stands in the file may hold anything.
            let said = note.args.values().fold(say(language, note), |said, it| match it {
                Arg::Text(text) if text.len() > 3 => said.replace(text.as_str(), "X"),
                _ => said,
            });
            well_said(&said, note.key.code());
        }
    }
    assert!(said.len() >= 20, "only {said:?}");
}

/// One fault of each kind that a few lines can have.
const BROKEN: &str = "0 HEAD
1 GEDC
2 VERS 9.9
1 CHAR KLINGON
0 @I1@ INDI
1 NAME Kari /Fjell/
1 SEX Q
1 BIRT
2 DATE 32 FOO 19999
1 DEAT
2 DATE (in the war)
1 FAMC @F9@
1 FAMS @I2@
1 ASSO @I2@
5 NOTE too deep
loose text
0 @I1@ INDI
1 BIRT
2 DATE BET 1900 AND 1904
0 @I2@ INDI
1 SEX F
1 BIRT
2 DATE @#DHEBREW@ 2 TVT 5758
1 FAMC @F1@
2 PEDI cousin
1 FAMC @F4@
0 @F1@ FAM
1 HUSB @I1@
1 HUSB @I1@
1 WIFE @I2@
1 WIFE @I3@
1 CHIL @I1@
1 CHIL @I7@
0 @F2@ FAM
0 @F3@ FAM
1 HUSB @I1@
1 WIFE @I2@
0 @F4@ FAM
1 CHIL @I3@
0 @I3@ INDI
1 NAME Kari Fjell 2
0 TRLR
0 @I4@ INDI
";
