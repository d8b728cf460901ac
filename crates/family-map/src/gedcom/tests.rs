use super::*;
use crate::check::check;
use crate::message::Arg;
use crate::record::{Life, ParentKind, PartnershipKind, Symbol};

fn ids() -> impl FnMut() -> String {
    let mut next = 0;
    move || {
        next += 1;
        format!("{next:06}")
    }
}

fn origin() -> Origin {
    Origin::told("file", ["team"])
}

fn import(text: &str) -> Import {
    read(text.as_bytes(), &Limits::default(), &origin(), &mut ids()).unwrap()
}

fn refused(bytes: &[u8], limits: &Limits) -> MessageKey {
    read(bytes, limits, &origin(), &mut ids()).unwrap_err().message.key
}

/// The whole import on a few lines: people, couples, ties, twins, notes, losses.
fn told(text: &str) -> String {
    let import = import(&format!("0 HEAD\n1 GEDC\n2 VERS 7.0\n1 DATE 1 JAN 2020\n{text}\n0 TRLR"));
    let record = &import.record;
    let name = |id: &crate::record::PersonId| record.people[id].label().unwrap_or("?").to_owned();
    let known = |date: &crate::record::Known<crate::FuzzyDate>| match date {
        crate::record::Known::Known(date) => date.to_string(),
        crate::record::Known::Unknown => "?".to_owned(),
        crate::record::Known::NotAsked => "-".to_owned(),
    };
    let mut lines = Vec::new();
    for it in record.people.values() {
        let dates = format!("{} {}", known(&it.birth), known(&it.death));
        lines.push(format!("{} {} {} {dates}", name(&it.id), it.symbol.code(), it.life.code()));
    }
    for it in record.partnerships.values() {
        let date = |date: Option<crate::FuzzyDate>| date.map_or(String::new(), |date| date.to_string());
        let span = format!("{}..{}", date(it.span.from), date(it.span.to));
        let events: String = it.events.iter().map(|(event, date)| format!(" {} {date}", event.code())).collect();
        lines.push(format!("{} + {} {} {span}{events}", name(&it.a), name(&it.b), it.kind.code()));
    }
    for it in record.parent_links.values() {
        lines.push(format!("{} > {} {}", name(&it.child), name(&it.parent), it.kind.code()));
    }
    for it in record.birth_groups.values() {
        lines.push(it.children.iter().map(name).collect::<Vec<_>>().join(" & "));
    }
    for note in &import.notes {
        let args: String = note.message.args.iter().map(|(name, value)| format!(" {name}={}", shown(value))).collect();
        lines.push(format!("{}: {}{args}", note.line, note.message.key.code().trim_start_matches("gedcom.")));
    }
    for (path, times) in &import.not_carried {
        lines.push(format!("lost {path} {times}"));
    }
    lines.join("\n")
}

/// A value in a few letters.
fn shown(arg: &Arg) -> String {
    match arg {
        Arg::Text(text) => text.clone(),
        Arg::Number(number) => number.to_string(),
        Arg::Date(date) => date.to_string(),
        Arg::Message(message) if message.key == MessageKey::NameUnnamed => "?".to_owned(),
        Arg::Message(_) | Arg::List(_) => "…".to_owned(),
    }
}

/// Written like the output; leading blanks do not count.
fn expect(text: &str, expected: &str) {
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(told(text), expected.join("\n"), "{text}");
}

#[test]
fn a_person() {
    expect(
        "0 @I1@ INDI\n1 NAME Ole  /Ås/ jr.\n2 GIVN Ole\n2 NICK Olle\n1 NAME Oluf\n2 TYPE aka\n1 SEX M\n\
         1 BIRT\n2 DATE 4 NOV 1990\n2 PLAC Oslo\n1 BIRT\n2 DATE 1991\n1 CHAN\n2 DATE 2019\n1 _FAV Y\n1 OCCU Smed",
        "Ole Ås jr. male alive 1990-11-04 -
         lost INDI.BIRT 1
         lost INDI.BIRT.PLAC 1
         lost INDI.NAME 1
         lost INDI.NAME.NICK 1
         lost INDI.OCCU 1
         lost INDI._FAV 1",
    );
    expect("0 @I1@ INDI\n1 NAME\n2 GIVN أمنة\n2 SURN إدريس\n1 SEX F", "أمنة إدريس female unknown - -");
    expect("0 @I1@ INDI\n1 NAME //\n1 SEX X", "? nonbinary unknown - -");
    expect("0 @I1@ INDI\n1 SEX Q", "? unknown unknown - -\n6: sex_unknown value=Q");
    expect(
        "0 @I1@ INDI\n1 BIRT\n2 DATE UNKNOWN\n1 ASSO @I1@\n2 ROLE GODP",
        "? unknown unknown ? -
         8: association_ignored person=?
         lost INDI.ASSO 1",
    );
}

#[test]
fn whether_somebody_lives() {
    for (lines, life, death) in [
        ("1 BIRT\n2 DATE 1910", Life::Alive, "-"),
        ("1 BIRT\n2 DATE 1909", Life::Unknown, "-"),
        ("1 BIRT", Life::Unknown, "-"),
        ("1 BIRT\n2 DATE 1800\n1 NO DEAT", Life::Alive, "-"),
        ("1 DEAT Y", Life::Dead, "-"),
        ("1 DEAT\n2 DATE 1950", Life::Dead, "1950"),
        ("1 BIRT\n2 DATE 1990\n1 DEAT N", Life::Alive, "-"),
        ("1 BURI\n2 DATE 1950", Life::Dead, "-"),
        ("1 DEAT\n2 AGE STILLBORN", Life::Stillbirth, "-"),
    ] {
        let import = import(&format!("0 HEAD\n1 DATE 2020\n0 @I@ INDI\n{lines}\n0 TRLR"));
        let person = import.record.people.values().next().unwrap();
        assert_eq!(person.life, life, "{lines}");
        assert_eq!(person.death.value().map_or("-".to_owned(), ToString::to_string), death, "{lines}");
    }
    // Without a header's date the latest date of the file is now; who is not
    // born in the file is there when they marry or have children.
    let text = "0 HEAD\n0 @H@ INDI\n0 @W@ INDI\n0 @C@ INDI\n1 BIRT\n2 DATE 1800\n0 @F@ FAM\n1 HUSB @H@\n1 WIFE @W@\n\
                1 CHIL @C@\n0 @X@ SOUR\n1 DATE 1905\n0 TRLR";
    let lives = |text: &str| import(text).record.people.values().map(|it| it.life).collect::<Vec<_>>();
    assert_eq!(lives(text), [Life::Alive; 3]);
    assert_eq!(lives(&text.replace("1905", "1911")), [Life::Unknown; 3]);
}

const COUPLE: &str =
    "0 @H@ INDI\n1 NAME H\n1 SEX M\n0 @W@ INDI\n1 NAME W\n1 SEX F\n0 @F@ FAM\n1 HUSB @H@\n1 WIFE @W@\n";

#[test]
fn what_a_couple_is() {
    for (lines, expected) in [
        ("1 MARR\n2 DATE 1990", "married 1990.."),
        ("1 MARR Y", "married .."),
        ("1 MARR N", "cohabiting .. couple_kind_not_told"),
        ("", "cohabiting .. couple_kind_not_told"),
        ("1 NO MARR", "cohabiting .."),
        ("1 ENGA\n2 DATE 1989", "engaged 1989.."),
        ("1 ENGA\n2 DATE 1989\n1 MARR\n2 DATE 1990", "married 1990.."),
        ("1 MARR\n2 DATE 1990\n1 DIV\n2 DATE 4 NOV 1999", "divorced 1990..1999-11-04"),
        ("1 DIV Y", "divorced .."),
        (
            "1 MARR\n2 DATE 1990\n1 EVEN\n2 TYPE Separation\n2 DATE 1998\n1 DIV\n2 DATE 1999",
            "divorced 1990..1999 separated 1998",
        ),
        ("1 MARR\n2 DATE 1990\n1 EVEN\n2 TYPE Separated\n2 DATE 1998", "separated 1990.. separated 1998"),
        ("1 EVEN\n2 TYPE Samboere\n2 DATE 1998", "cohabiting 1998.."),
        ("1 MARR\n2 TYPE Common Law\n2 DATE 1998", "cohabiting 1998.."),
        ("1 MARR\n2 DATE FROM 1990 TO 1995", "married 1990..1995"),
        ("1 ANUL\n2 DATE 1991", "annulled ..1991"),
        (
            "1 MARR\n2 DATE 1990\n1 DIV\n2 DATE 1995\n1 MARR\n2 DATE 2000",
            "remarried_same 1990.. divorced 1995 married 2000",
        ),
    ] {
        let told = told(&format!("{COUPLE}{lines}"));
        let couple: Vec<&str> = told.lines().skip(2).map(|line| line.trim_start_matches("11: ")).collect();
        assert_eq!(couple.join(" "), format!("H + W {expected}"), "{lines}");
    }
}

#[test]
fn the_same_couple_in_two_families_is_one_couple() {
    let text = format!("{COUPLE}1 MARR\n2 DATE 1990\n0 @G@ FAM\n1 HUSB @W@\n1 WIFE @H@\n1 DIV\n2 DATE 1999");
    let said = told(&text);
    assert!(said.contains("H + W divorced 1990..1999\n16: same_couple_twice"), "{said}");
}

const CHILD: &str = "0 @C@ INDI\n1 NAME C\n";

#[test]
fn what_a_parent_is_to_a_child() {
    for (child, chil, expected) in [
        ("", "1 CHIL @C@", "bio bio"),
        ("1 FAMC @F@", "", "bio bio one_sided_tie"),
        ("1 FAMC @F@\n2 PEDI birth", "1 CHIL @C@", "bio bio"),
        ("1 FAMC @F@\n2 PEDI ADOPTED", "1 CHIL @C@", "adopted adopted"),
        ("1 FAMC @F@\n2 PEDI foster", "1 CHIL @C@", "foster foster"),
        ("1 FAMC @F@\n2 PEDI sealing", "1 CHIL @C@", ""),
        ("1 FAMC @F@\n2 STAT disproven", "1 CHIL @C@", ""),
        ("1 FAMC @F@\n2 PEDI clone", "1 CHIL @C@", "bio bio pedigree_unknown"),
        ("1 FAMC @F@\n1 ADOP\n2 FAMC @F@\n3 ADOP HUSB", "1 CHIL @C@", "adopted bio"),
        ("1 FAMC @F@\n1 ADOP\n2 FAMC @F@\n3 ADOP WIFE", "1 CHIL @C@", "bio adopted"),
        ("1 ADOP\n2 FAMC @F@", "", "adopted adopted one_sided_tie"),
        ("", "1 CHIL @C@\n2 _FREL Step\n2 _MREL Natural", "step bio"),
        ("1 FAMC @F@\n1 FAMC @F@", "1 CHIL @C@\n1 CHIL @C@", "bio bio"),
    ] {
        let import = import(&format!("0 HEAD\n{CHILD}{child}\n{COUPLE}1 MARR\n{chil}\n0 TRLR"));
        let kinds = import.record.parent_links.values().map(|link| link.kind.code());
        let notes = import.notes.iter().map(|note| note.message.key.code().trim_start_matches("gedcom."));
        assert_eq!(kinds.chain(notes).collect::<Vec<_>>().join(" "), expected, "{child} {chil}");
    }
}

#[test]
fn families_of_every_form() {
    let people = "0 @A@ INDI\n1 NAME A\n1 SEX F\n0 @B@ INDI\n1 NAME B\n1 SEX F\n0 @C@ INDI\n1 NAME C\n";
    let after = |family: &str| {
        let told = told(&format!("{people}{family}"));
        told.lines().skip(3).map(str::to_owned).collect::<Vec<_>>()
    };
    for (family, expected) in [
        ("0 @F@ FAM\n1 WIFE @A@\n1 CHIL @C@", &["C > A bio"][..]),
        ("0 @F@ FAM\n1 HUSB @VOID@\n1 WIFE @A@\n1 CHIL @C@", &["C > A bio"]),
        ("0 @F@ FAM\n1 CHIL @C@\n1 CHIL @B@", &["13: family_without_parents children=2"]),
        ("0 @F@ FAM", &["13: empty_family"]),
        ("0 @F@ FAM\n1 HUSB @A@\n1 WIFE @A@\n1 MARR", &["15: self_marriage person=A"]),
        (
            "0 @F@ FAM\n1 WIFE @A@\n1 WIFE @B@\n1 MARR\n1 CHIL @C@",
            &["A + B married ..", "C > A bio", "C > B bio", "13: parent_kind_not_told children=1"],
        ),
        ("0 @F@ FAM\n1 WIFE @A@\n1 WIFE @B@\n1 WIFE @C@\n1 MARR", &["A + B married ..", "13: more_partners count=3"]),
        ("0 @F@ FAM\n1 WIFE @A@\n1 CHIL @A@", &["13: own_parent person=A"]),
        ("0 @F@ FAM\n1 WIFE @A@\n1 CHIL @X@", &["15: dangling_pointer tag=CHIL xref=X"]),
        ("0 @F@ FAM\n1 WIFE @A@\n1 CHIL @F@", &["15: wrong_pointer tag=CHIL xref=F"]),
        ("0 @F@ FAM\n1 WIFE @A@\n1 CHIL C", &["lost FAM.CHIL 1"]),
    ] {
        assert_eq!(after(family), expected, "{family}");
    }
}

#[test]
fn children_of_a_family_who_are_born_on_the_same_day_are_twins() {
    let child = |name: &str, day: &str| format!("0 @{name}@ INDI\n1 NAME {name}\n1 BIRT\n2 DATE {day}\n");
    let twins = |a: &str, b: &str| {
        let text = format!("{}{}{COUPLE}1 MARR\n1 CHIL @A@\n1 CHIL @B@", child("A", a), child("B", b));
        import(&format!("0 HEAD\n{text}\n0 TRLR")).counts.twins
    };
    assert_eq!(twins("4 NOV 2019", "4 NOV 2019"), 1);
    assert_eq!(twins("4 NOV 2019", "5 NOV 2019"), 0);
    assert_eq!(twins("NOV 2019", "NOV 2019"), 0);
    assert_eq!(twins("ABT 4 NOV 2019", "4 NOV 2019"), 0);
}

#[test]
fn two_birth_families_are_both_carried_and_the_check_says_so() {
    let text = format!(
        "0 HEAD\n{CHILD}1 FAMC @F@\n1 FAMC @G@\n{COUPLE}1 MARR\n1 CHIL @C@\n0 @V@ INDI\n1 NAME V\n0 @G@ FAM\n\
         1 HUSB @V@\n1 CHIL @C@\n0 TRLR"
    );
    let import = import(&text);
    assert_eq!(import.counts.parent_ties, 3);
    assert!(import.notes.iter().any(|note| note.message.key == MessageKey::SeveralBirthFamilies));
    let keys: Vec<_> = check(&import.record).into_iter().map(|found| found.message.key).collect();
    assert_eq!(keys, [MessageKey::TooManyBiologicalParents]);
}

#[test]
fn somebody_who_is_their_own_ancestor_is_carried_and_found() {
    let text = "0 HEAD\n0 @A@ INDI\n1 SEX M\n0 @B@ INDI\n1 SEX M\n0 @F@ FAM\n1 HUSB @A@\n1 CHIL @B@\n0 @G@ FAM\n\
                1 HUSB @B@\n1 CHIL @A@\n0 TRLR";
    let keys: Vec<_> = check(&import(text).record).into_iter().map(|found| found.message.key).collect();
    assert_eq!(keys, [MessageKey::OwnAncestor]);
}

#[test]
fn two_records_with_one_identifier_are_both_kept_and_pointers_mean_the_first() {
    expect(
        "0 @I@ INDI\n1 NAME A\n0 @I@ INDI\n1 NAME B\n1 FAMS @F@\n0 @C@ INDI\n1 NAME C\n0 @F@ FAM\n1 HUSB @I@\n1 CHIL @C@",
        "A unknown unknown - -
         B unknown unknown - -
         C unknown unknown - -
         C > A bio
         7: duplicate_xref xref=I",
    );
}

#[test]
fn the_ends_of_a_file() {
    let keys = |text: &str| import(text).notes.into_iter().map(|note| note.message.key).collect::<Vec<_>>();
    assert_eq!(keys("0 HEAD\n0 TRLR"), []);
    assert_eq!(keys("0 @I@ INDI\n0 TRLR"), [MessageKey::HeaderMissing]);
    assert_eq!(keys("0 HEAD\n0 @I@ INDI"), [MessageKey::TrailerMissing]);
    assert_eq!(keys("0 HEAD\n0 TRLR\n0 @I@ INDI\n0 @J@ INDI"), [MessageKey::TextAfterTrailer]);
    assert_eq!(import("0 HEAD\n0 TRLR\n0 @I@ INDI\n0 @J@ INDI").counts.people, 2);
    assert_eq!(keys("0 HEAD\n1 GEDC\n2 VERS 4.0\n0 TRLR"), [MessageKey::VersionUnknown]);
    assert_eq!(import("0 HEAD\n1 GEDC\n2 VERS 7.0.14\n0 TRLR").version.as_deref(), Some("7.0.14"));
}

#[test]
fn what_cannot_be_read_at_all_says_why() {
    let limits = Limits { bytes: 1000, people: 2, ..Limits::default() };
    for (bytes, key) in [
        (&b""[..], MessageKey::FileEmpty),
        (b"\xEF\xBB\xBF \r\n \0", MessageKey::FileEmpty),
        (b"Dear Sir or Madam,\n1 thing\n", MessageKey::NotGedcom),
        (b"%PDF-1.7\n0 0 obj\n", MessageKey::NotGedcom),
        (b"1 NAME a\n2 SURN b\n", MessageKey::NotGedcom),
        (b"0 HEAD\n0 INDI\n0 INDI\n0 INDI\n0 TRLR", MessageKey::TooManyPeople),
        (&[b'0'; 1001], MessageKey::FileTooLarge),
    ] {
        assert_eq!(refused(bytes, &limits), key, "{:?}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn notes_beyond_the_limit_are_counted() {
    let text = format!("0 HEAD\n{}0 TRLR", "0 @F@ FAM\n".repeat(20));
    let limits = Limits { notes: 5, ..Limits::default() };
    let import = read(text.as_bytes(), &limits, &origin(), &mut ids()).unwrap();
    assert_eq!((import.notes.len(), import.notes_left_out), (5, 34));
}

#[test]
fn a_name_goes_on_over_lines_and_keeps_its_signs() {
    let name = |text: &str| {
        let import = import(&format!("0 HEAD\n0 @I@ INDI\n{text}\n0 TRLR"));
        import.record.people.into_values().next().unwrap().name.value().cloned().unwrap_or_default()
    };
    assert_eq!(name("1 NAME Anne /Lang\n2 CONC strand/"), "Anne Langstrand");
    assert_eq!(name("1 NAME Anne\n2 CONT Lang"), "Anne Lang");
    assert_eq!(name("1 NAME a@@b"), "a@b");
    assert_eq!(name("1 NAME a\u{7}\u{0}b"), "a b");
    assert_eq!(name(&format!("1 NAME {}", "æ".repeat(1000))).chars().count(), 200);
}

#[test]
fn everything_gets_the_origin_and_an_id_in_the_order_of_the_file() {
    let import = import(&format!("0 HEAD\n{CHILD}{COUPLE}1 MARR\n1 CHIL @C@\n0 TRLR"));
    assert!(import.record.people.values().all(|it| it.origin == origin()));
    assert!(import.record.partnerships.values().all(|it| it.origin == origin()));
    assert!(import.record.parent_links.values().all(|it| it.origin == origin()));
    let names: Vec<_> = import.record.people.values().filter_map(|it| it.label()).collect();
    assert_eq!(names, ["C", "H", "W"]);
    assert_eq!(
        import.record.people.values().map(|it| it.symbol).collect::<Vec<_>>(),
        [Symbol::Unknown, Symbol::Male, Symbol::Female]
    );
    assert_eq!(import.record.partnerships.values().next().unwrap().kind, PartnershipKind::Married);
    assert_eq!(import.record.parent_links.values().next().unwrap().kind, ParentKind::Biological);
}
