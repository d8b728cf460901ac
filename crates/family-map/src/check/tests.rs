use super::*;
use crate::date::{Bound, FuzzyDate, Span};
use crate::record::{
    BirthGroup, Bond, BondKind, Fact, Known, Origin, ParentLink, Partnership, PartnershipEvent, PartnershipKind,
    Zygosity,
};

fn origin() -> Origin {
    Origin::told("person:a", ["person:a", "team"])
}

fn date(iso: &str) -> FuzzyDate {
    FuzzyDate::parse_iso(iso).unwrap()
}

/// A record written as lines:
/// `a F 1990-01-01 2020` a person (dates may be `-`) · `c > a` biological parent
/// · `a + b 2010..2020` couple · `a & b` twins · `a ~ b` bond.
fn record(lines: &[&str]) -> Record {
    let mut record = Record::new();
    for (at, line) in lines.iter().enumerate() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let id = format!("t{at}");
        let fact = match words[1] {
            ">" => Fact::ParentLink(ParentLink {
                id: id.into(),
                child: words[0].into(),
                parent: words[2].into(),
                kind: ParentKind::from_code(words.get(3).unwrap_or(&"bio")).unwrap(),
                span: Span::default(),
                origin: origin(),
            }),
            "+" => {
                let (from, to) = words.get(3).unwrap_or(&"..").split_once("..").unwrap();
                let event = words.get(4).map(|day| (PartnershipEvent::Divorced, date(day)));
                Fact::Partnership(Partnership {
                    id: id.into(),
                    a: words[0].into(),
                    b: words[2].into(),
                    kind: PartnershipKind::Married,
                    span: Span { from: FuzzyDate::parse_iso(from), to: FuzzyDate::parse_iso(to) },
                    events: event.into_iter().collect(),
                    consanguineous: false,
                    origin: origin(),
                })
            }
            "&" => Fact::BirthGroup(BirthGroup {
                id: id.into(),
                children: [words[0].into(), words[2].into()].into(),
                zygosity: Zygosity::Unknown,
                origin: origin(),
            }),
            "~" => Fact::Bond(Bond {
                id: id.into(),
                a: words[0].into(),
                b: words[2].into(),
                kind: BondKind::Close,
                span: Span::default(),
                origin: origin(),
            }),
            sex => {
                let symbol = if sex == "F" { Symbol::Female } else { Symbol::Male };
                let mut person = Person::new(words[0], symbol, origin());
                person.called = Some(words[0].to_uppercase());
                let read = |word: Option<&&str>| {
                    let word = word.copied().unwrap_or("-");
                    match word.strip_prefix('~') {
                        Some(circa) => Known::Known(date(circa).bounded(Bound::Circa)),
                        None => FuzzyDate::parse_iso(word).into(),
                    }
                };
                person.birth = read(words.get(2));
                person.death = read(words.get(3));
                if person.death.value().is_some() {
                    person.life = Life::Dead;
                }
                Fact::Person(person)
            }
        };
        record.put(fact);
    }
    record
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

/// What is found, as `severity key arg…`.
fn found(lines: &[&str]) -> Vec<String> {
    let told = |finding: Finding| {
        let args: String =
            finding.message.args.iter().map(|(name, value)| format!(" {name}={}", shown(value))).collect();
        format!("{} {}{args}", finding.severity.code(), finding.message.key.code())
    };
    check(&record(lines)).into_iter().map(told).collect()
}

#[test]
fn what_is_found_and_what_is_not() {
    let cases: &[(&[&str], &[&str])] = &[
        (&["a F 1990-01-01", "b M 1988", "c M 2015", "c > a", "c > b", "a + b 2012.."], &[]),
        // Own ancestor, over two generations and at once.
        (&["a F", "b M", "c M", "a > b", "b > c", "c > a"], &["contradiction check.own_ancestor others=2 person=A"]),
        (&["a F", "a > a"], &["contradiction check.own_ancestor others=0 person=A"]),
        (&["a F", "b F", "a > b", "b > a adopted"], &["contradiction check.own_ancestor others=1 person=A"]),
        (&["a F", "b F", "a > b", "b > a foster"], &[]),
        (&["a F", "b F", "a > b", "b > a raised_by"], &[]),
        // Relatives who marry are a loop and no circle.
        (&["g M", "p M", "q F", "c M", "p > g", "q > g", "c > p", "c > q", "p + q"], &[]),
        // Parents: how many.
        (
            &["a F", "b M", "c M", "d M", "d > a", "d > b", "d > c"],
            &["contradiction check.too_many_biological_parents count=3 person=D"],
        ),
        (&["a F", "b M", "c M", "d M", "d > a", "d > b", "d > c step"], &[]),
        (&["a F", "d M", "d > a", "d > a", "d > a"], &[]),
        // Parents: how old.
        (&["a F 2010-05-02", "b M 2022-05-01", "b > a"], &["warning check.parent_too_young child=B limit=12 parent=A"]),
        (&["a F 2010-05-01", "b M 2022-05-01", "b > a"], &[]),
        (&["a M 2010", "b M 2022", "b > a"], &[]),
        (&["a M 2010", "b M 2021", "b > a"], &["warning check.parent_too_young child=B limit=12 parent=A"]),
        (&["a M ~2010", "b M 2021", "b > a"], &[]),
        (&["a M 2010", "b M 2021", "b > a adopted"], &[]),
        (&["a M 2010", "b M 2009", "b > a"], &["contradiction check.parent_born_after_child child=B parent=A"]),
        (&["a F 1950-01-01", "b M 2006-01-01", "b > a"], &["warning check.mother_too_old child=B limit=55 parent=A"]),
        (&["a F 1950-01-01", "b M 2005-12-31", "b > a"], &[]),
        (&["a M 1930", "b M 2005", "b > a"], &[]),
        // Couples.
        (&["a F 1990 2020", "b M 1990", "a + b 2010..2020"], &[]),
        (
            &["a F 1990 2020", "b M 1990", "a + b 2010..2021"],
            &["contradiction check.couple_after_death date=2021 partner=B person=A"],
        ),
        (
            &["a F 1990 2020", "b M 1990", "a + b 2010.. 2021-02"],
            &["contradiction check.couple_after_death date=2021-02 partner=B person=A"],
        ),
        (
            &["a F 1990", "b M 2011", "a + b 2010.."],
            &["contradiction check.couple_before_birth date=2010 partner=A person=B"],
        ),
        (&["a F 1990", "b M ~2011", "a + b 2010.."], &[]),
        (&["a F", "a + a"], &["contradiction check.self_partnership person=A"]),
        (&["a F", "a ~ a"], &["contradiction check.self_bond person=A"]),
        // Twins.
        (&["a M 2019-12-31", "b M 2020-01-02", "a & b"], &[]),
        (
            &["a M 2019-12-31", "b M 2020-01-03", "a & b"],
            &["contradiction check.twins_births_apart limit=2 other=B person=A"],
        ),
        (&["a M 2019-12-31", "b M 2022", "a & b"], &[]),
        (&["m F", "a M", "b M", "a > m", "b > m", "a & b"], &[]),
        (
            &["m F", "n F", "a M", "b M", "a > m", "b > n", "a & b"],
            &["contradiction check.twins_parents_differ other=B person=A"],
        ),
        (&["m F", "a M", "b M", "a > m", "a & b"], &["warning check.twins_parents_differ other=B person=A"]),
        // Lives.
        (
            &["a M 1990-05-02 1990-05-01"],
            &["contradiction check.death_before_birth birth=1990-05-02 death=1990-05-01 person=A"],
        ),
        (&["a M 1990-05-02 1990"], &[]),
        (&["a M ~1990 1989"], &[]),
        // Ties to nobody.
        (&["a M", "a > b"], &["warning check.tie_to_missing missing=1"]),
        (&["a & b"], &["warning check.tie_to_missing missing=2"]),
    ];
    for (lines, expected) in cases {
        assert_eq!(&found(lines), expected, "{lines:?}");
    }
}

#[test]
fn a_removed_person_is_a_mark_and_no_finding() {
    let mut record = record(&["a M", "b M", "a > b"]);
    crate::edit::apply(&mut record, &crate::edit::Edit::Remove(PersonId::from("b").into()));
    assert_eq!(check(&record), vec![]);
}

#[test]
fn somebody_missing_may_be_married_after_they_were_last_seen() {
    let mut record = record(&["a F 1990 2020", "b M 1990", "a + b 2021.."]);
    record.people.get_mut(&PersonId::from("a")).unwrap().life = Life::Missing;
    assert_eq!(check(&record), vec![]);
}

#[test]
fn a_finding_names_the_facts_it_is_about() {
    let found = check(&record(&["a F 2010", "b M 2020", "b > a"]));
    let facts: Vec<String> = found[0].facts.iter().map(ToString::to_string).collect();
    assert_eq!(facts, ["ParentLink:t2", "Person:a", "Person:b"]);
}

/// A line of fathers as long as the record, each with a wife.
fn line_of_fathers(people: usize) -> Record {
    let name = |at: usize| format!("p{at:06}");
    let mut lines = Vec::new();
    for at in 0..people / 2 {
        lines.push(format!("{} M", name(at)));
        lines.push(format!("w{at:06} F"));
        lines.push(format!("{} + w{at:06}", name(at)));
        if at > 0 {
            lines.push(format!("{} > {}", name(at), name(at - 1)));
            lines.push(format!("{} > w{:06}", name(at), at - 1));
        }
    }
    record(&lines.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn a_hundred_thousand_people_in_one_line_are_checked_without_recursion() {
    let mut record = line_of_fathers(100_000);
    assert_eq!(check(&record), vec![]);
    // Closing the line makes everyone in it their own ancestor: one finding.
    let mut link = record.parent_links.values().next().unwrap().clone();
    (link.id, link.child, link.parent) = ("last".into(), "p000000".into(), "p049999".into());
    record.put(Fact::ParentLink(link));
    let found = check(&record);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message.args["others"], Arg::Number(49_999));
}
