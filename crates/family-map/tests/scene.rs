//! What a drawing says and how it is written.

mod support;
#[path = "support/words.rs"]
mod words;

use family_map::layout::{Options, arrange};
use family_map::record::*;
use family_map::scene::{Arg, KEYS, Message, Scene, Text, View, draw, svg};
use family_map::{FuzzyDate, Record};
use std::collections::BTreeSet;
use support::person;

fn today() -> FuzzyDate {
    FuzzyDate::day(2026, 11, 23).unwrap()
}

fn scene(record: &Record) -> Scene {
    let view = View { bonds: true, sensitive: true, ..View::on(today()) };
    draw(record, &arrange(record, &Options::default()), &view)
}

fn said(message: &Message, keys: &mut BTreeSet<&'static str>) {
    fn inside(arg: &Arg, keys: &mut BTreeSet<&'static str>) {
        match arg {
            Arg::Message(message) => said(message, keys),
            Arg::List(all) => all.iter().for_each(|it| inside(it, keys)),
            Arg::Text(_) | Arg::Number(_) | Arg::Date(_) => {}
        }
    }
    keys.insert(message.key);
    message.args.iter().for_each(|(_, arg)| inside(arg, keys));
}

#[test]
fn every_key_that_is_used_is_in_the_list_and_the_list_has_no_doubles() {
    let known: BTreeSet<&str> = KEYS.iter().copied().collect();
    assert_eq!(known.len(), KEYS.len());
    let mut used = BTreeSet::new();
    for letter in ["A", "B", "C", "D", "E"] {
        let mut record = support::demo(letter);
        // Every kind of couple and of bond has its turn.
        for (n, it) in record.partnerships.values_mut().enumerate() {
            it.kind = PartnershipKind::ALL[(n * 5 + letter.as_bytes()[0] as usize) % PartnershipKind::ALL.len()];
        }
        for record in [support::demo(letter), record] {
            let scene = scene(&record);
            for message in
                scene.shapes.iter().flat_map(|it| &it.alternative).chain(scene.legend.iter().map(|it| &it.message))
            {
                said(message, &mut used);
            }
            for part in scene.shapes.iter().flat_map(|it| &it.parts) {
                if let family_map::scene::Form::Text { text: Text::Messages(all), .. } = &part.form {
                    all.iter().for_each(|it| said(it, &mut used));
                }
            }
        }
    }
    let unknown: Vec<_> = used.difference(&known).collect();
    assert_eq!(unknown, Vec::<&&str>::new());
}

#[test]
fn shapes_have_ids_of_their_own_that_are_safe_in_a_document() {
    for letter in ["A", "B", "C", "D", "E"] {
        let scene = scene(&support::demo(letter));
        let ids: BTreeSet<&str> = scene.shapes.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids.len(), scene.shapes.len(), "{letter}");
        let safe = |id: &&str| id.chars().all(|it| it.is_ascii_alphanumeric() || it == '-' || it == '_');
        assert!(ids.iter().all(safe));
    }
}

#[test]
fn names_are_escaped_and_kept_apart_by_direction() {
    let mut record = Record::new();
    let mut one = person("x\"><script>", Symbol::Female);
    one.name = Known::Known("أمنة <b>&\"Øyvind'".to_owned());
    record.put(Fact::Person(one));
    let markup = svg::write(&scene(&record), &words::bokmal);
    assert!(!markup.contains("<script") && !markup.contains("<b>"), "{markup}");
    assert!(markup.contains("أمنة &lt;b&gt;&amp;&quot;"), "{markup}");
    assert!(markup.contains(r#"unicode-bidi="isolate""#));
    assert!(!markup.contains("style="));
}

#[test]
fn a_person_is_told_in_whole_sentences() {
    let scene = scene(&support::demo("A"));
    let marte = scene.people.iter().find(|it| it.id == "A01".into()).unwrap();
    let keys: Vec<&str> = marte.description.iter().map(|it| it.key).collect();
    assert_eq!(keys[..3], ["person.aged", "person.index", "person.partner.lat"]);
    assert!(keys.contains(&"person.children.bio") && keys.contains(&"person.parents.bio"), "{keys:?}");
    assert_eq!(marte.neighbours.partners.len(), 3);
    assert!(marte.neighbours.up.contains(&"A16".into()) && marte.neighbours.down.contains(&"A05".into()));
}

#[test]
fn abuse_is_not_drawn_unless_asked_for() {
    let record = support::demo("B");
    let layout = arrange(&record, &Options::default());
    let drawn = |view: &View| svg::write(&draw(&record, &layout, view), &words::bokmal);
    assert!(!drawn(&View::on(today())).contains("bond"));
    assert!(!drawn(&View { bonds: true, ..View::on(today()) }).contains("abuse"));
    assert!(drawn(&View { bonds: true, sensitive: true, ..View::on(today()) }).contains("bond-physical_abuse"));
}

#[test]
fn a_shielded_person_has_no_name_and_no_years() {
    let mut record = Record::new();
    let mut one = person("p", Symbol::Female);
    one.name = Known::Known("Hemmelig Navn".to_owned());
    one.birth = Known::Known(FuzzyDate::year(2015));
    one.shielded = true;
    record.put(Fact::Person(one));
    let markup = svg::write(&scene(&record), &words::bokmal);
    assert!(!markup.contains("Hemmelig") && !markup.contains("2015") && markup.contains("skjermet"), "{markup}");
}

/// The markup of one symbol, without ring and label.
fn sign(symbol: Symbol, life: Life) -> String {
    let mut record = Record::new();
    let mut one = person("p", symbol);
    one.life = life;
    record.put(Fact::Person(one));
    let markup = svg::write(&scene(&record), &|it: &Message| it.key.to_owned());
    let start = markup.find("person-ring").map_or(0, |at| at + markup[at..].find("/>").unwrap() + 2);
    markup[start..markup.rfind("</g>").unwrap()].to_owned()
}

#[test]
fn symbols_have_the_forms_of_the_field() {
    let expected = [
        (Symbol::Male, Life::Alive, r#"<rect class="symbol" x="-22" y="-22" width="44" height="44" rx="2"/>"#),
        (Symbol::Female, Life::Alive, r#"<circle class="symbol" cx="0" cy="0" r="22"/>"#),
        (Symbol::Unknown, Life::Alive, r#"<path class="symbol" d="M0 -24.6L24.6 0L0 24.6L-24.6 0Z"/>"#),
        (Symbol::NonBinary, Life::Alive, r#"<rect class="symbol" x="-22" y="-22" width="44" height="44" rx="9.9"/>"#),
        (
            Symbol::TransWoman,
            Life::Alive,
            r#"<circle class="symbol" cx="0" cy="0" r="22"/><rect class="symbol-inner" x="-12.1" y="-12.1" width="24.2" height="24.2" rx="1"/>"#,
        ),
        (
            Symbol::TransMan,
            Life::Alive,
            r#"<rect class="symbol" x="-22" y="-22" width="44" height="44" rx="2"/><circle class="symbol-inner" cx="0" cy="0" r="13.2"/>"#,
        ),
        (
            Symbol::Institution,
            Life::Alive,
            r#"<rect class="symbol" x="-34.1" y="-17.6" width="68.2" height="35.2" rx="7.7"/>"#,
        ),
        (
            Symbol::Male,
            Life::Dead,
            r#"<rect class="symbol" x="-22" y="-22" width="44" height="44" rx="2"/><path class="mark" d="M-22 -22L22 22M22 -22L-22 22"/>"#,
        ),
        (
            Symbol::Female,
            Life::Dead,
            r#"<circle class="symbol" cx="0" cy="0" r="22"/><path class="mark" d="M-15.6 -15.6L15.6 15.6M15.6 -15.6L-15.6 15.6"/>"#,
        ),
        (Symbol::Unknown, Life::Expected, r#"<path class="symbol" d="M0 -22L22 22L-22 22Z"/>"#),
        (Symbol::Unknown, Life::Miscarriage, r#"<circle class="mark-fill" cx="0" cy="-19.8" r="4.9"/>"#),
        (Symbol::Unknown, Life::Abortion, r#"<path class="mark" d="M-5.6 -25.4L5.6 -14.2M5.6 -25.4L-5.6 -14.2"/>"#),
        (
            Symbol::Male,
            Life::Stillbirth,
            r#"<rect class="symbol" x="-11" y="-22" width="22" height="22" rx="2"/><path class="mark" d="M-11 -22L11 0M11 -22L-11 0"/>"#,
        ),
    ];
    for (symbol, life, form) in expected {
        assert_eq!(sign(symbol, life), form, "{symbol:?} {life:?}");
    }
    assert!(sign(Symbol::Male, Life::Missing).contains(">?</text>"));
    assert!(!sign(Symbol::Male, Life::Missing).contains("mark\""), "the missing are not crossed out");
    assert_eq!(sign(Symbol::Pet, Life::Alive).matches("mark-fill").count(), 7);
}

#[test]
fn couples_have_the_lines_of_the_field() {
    let drawn = |kind| {
        let mut record = Record::new();
        record.put(Fact::Person(person("a", Symbol::Male)));
        record.put(Fact::Person(person("b", Symbol::Female)));
        record.put(Fact::Partnership(support::couple("a", "b", kind)));
        let scene = scene(&record);
        let couple = scene.shapes.iter().find(|it| it.class.starts_with("couple")).unwrap().clone();
        let strokes = couple.parts.iter().find_map(|it| match &it.form {
            family_map::scene::Form::Path(d) if it.class == "line stroke" => Some(d.matches('M').count()),
            _ => None,
        });
        (couple.parts[0].class, strokes.unwrap_or(0))
    };
    assert_eq!(drawn(PartnershipKind::Married), ("line", 0));
    assert_eq!(drawn(PartnershipKind::Cohabiting), ("line line-dashed", 0));
    assert_eq!(drawn(PartnershipKind::LivingApart), ("line line-long-dashed", 0));
    assert_eq!(drawn(PartnershipKind::Dating), ("line line-dotted line-thin", 0));
    assert_eq!(drawn(PartnershipKind::Separated), ("line", 1));
    assert_eq!(drawn(PartnershipKind::Divorced), ("line", 2));
    assert_eq!(drawn(PartnershipKind::EndedCohabitation), ("line line-dashed", 2));
    assert_eq!(drawn(PartnershipKind::Reconciled), ("line", 2));
    assert_eq!(drawn(PartnershipKind::Annulled), ("line", 3));
    assert_eq!(drawn(PartnershipKind::Affair), ("line line-dash-dot", 0));
}
