//! What a drawing says and how it is written.

use crate::meetings;
use crate::support;
use crate::support::person;
use crate::words;
use family_map::layout::{Options, arrange};
use family_map::message::{Message, MessageKey};
use family_map::record::*;
use family_map::scene::{Form, Role, Scene, Shape, Text, View, dom_id, draw, svg};
use family_map::{FuzzyDate, Record};
use std::collections::BTreeSet;

fn today() -> FuzzyDate {
    FuzzyDate::day(2026, 11, 23).unwrap()
}

fn scene(record: &Record) -> Scene {
    let view = View { bonds: true, sensitive: true, ..View::on(today()) };
    draw(record, &arrange(record, &Options::default()), &view)
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
    let keys: Vec<&str> = marte.description.iter().map(|it| it.key.code()).collect();
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

/// Points along the pieces of a path, a few units apart.
fn along(path: &str) -> Vec<(f64, f64)> {
    let mut points = Vec::new();
    for piece in path.split('M').filter(|it| !it.is_empty()) {
        let pair =
            |it: &str| it.trim_end_matches('Z').split_once(' ').map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap()));
        let corners: Vec<(f64, f64)> = piece.split('L').filter_map(pair).collect();
        for two in corners.windows(2) {
            let ((ax, ay), (bx, by)) = (two[0], two[1]);
            points.extend((0..=40).map(|n| f64::from(n) / 40.0).map(|on| (ax + (bx - ax) * on, ay + (by - ay) * on)));
        }
    }
    points
}

#[test]
fn ties_and_care_run_through_nobody_else() {
    for letter in ["A", "B", "C", "D", "E"] {
        let record = support::demo(letter);
        let layout = arrange(&record, &Options::default());
        let view = View { bonds: true, sensitive: true, ..View::on(today()) };
        let scene = draw(&record, &layout, &view);
        let ends = record.bonds.values().map(|it| (dom_id("bond", it.id.as_str()), [it.a.clone(), it.b.clone()]));
        let care = record
            .parent_links
            .values()
            .map(|it| (dom_id("care", it.id.as_str()), [it.parent.clone(), it.child.clone()]));
        let ends: std::collections::BTreeMap<String, [PersonId; 2]> = ends.chain(care).collect();
        let ties: Vec<&Shape> = scene.shapes.iter().filter(|it| matches!(it.role, Role::Bond | Role::Care)).collect();
        assert!(!ties.is_empty(), "{letter}");
        for tie in ties {
            let own = ends.get(&tie.id).unwrap_or_else(|| panic!("{letter}: whose is {}?", tie.id));
            for part in tie.parts.iter().filter(|it| it.class != "arrow" && it.class != "bond-sign") {
                let Form::Path(path) = &part.form else { continue };
                for (id, place) in layout.places.iter().filter(|(id, _)| !own.contains(id)) {
                    let inside =
                        |it: &(f64, f64)| (it.0 - place.x).hypot(it.1 - place.y) < layout.sizes.symbol / 2.0 - 2.0;
                    assert!(!along(path).iter().any(inside), "{letter}: {} runs through {id}", tie.id);
                }
            }
        }
    }
}

#[test]
fn what_is_written_meets_nothing_in_the_demo_families() {
    for letter in ["A", "B", "C", "D", "E"] {
        let record = support::demo(letter);
        let layout = arrange(&record, &Options::default());
        for bonds in [false, true] {
            let scene = draw(&record, &layout, &View { bonds, sensitive: bonds, ..View::on(today()) });
            assert_eq!(meetings::meetings(&scene), Vec::<String>::new(), "{letter}, ties {bonds}");
            // A tie leads round what is in its way, and never round everything.
            let far = meetings::detours(&record, &layout, &scene).into_iter().find(|(_, times)| *times > 2.1);
            assert_eq!(far, None, "{letter}");
            let told = scene.shapes.iter().filter(|it| it.role == Role::Bond);
            let unsaid: Vec<&str> = told
                .filter(|it| !it.parts.iter().any(|part| part.class == "bond-label"))
                .map(|it| it.class.as_str())
                .collect();
            // There is not always room, and form and sentence say it too.
            assert!(unsaid.len() * 3 <= record.bonds.len(), "{letter}: ties without their word: {unsaid:?}");
        }
    }
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
    let markup = svg::write(&scene(&record), &|it: &Message| it.key.code().to_owned());
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
            Form::Path(d) if it.class == "line stroke" => Some(d.matches('M').count()),
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

/// The words that are written on shapes of this class.
fn written<'a>(scene: &'a Scene, class: &str) -> Vec<Vec<String>> {
    let of = |shape: &'a Shape| {
        let texts = shape.parts.iter().filter_map(|part| match &part.form {
            Form::Text { text: Text::Messages(all), .. } => Some(all.iter().map(words::bokmal)),
            _ => None,
        });
        texts.flatten().collect()
    };
    scene.shapes.iter().filter(|it| it.class.starts_with(class)).map(of).collect()
}

#[test]
fn concurrent_marriages_are_numbered_with_their_years() {
    let scene = scene(&support::demo("C"));
    let wives = written(&scene, "couple couple-polygynous");
    let mut numbers: Vec<&str> = wives.iter().map(|it| it[0].as_str()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, ["nr. 1", "nr. 2", "nr. 3"]);
    let mut years: Vec<_> = wives.iter().filter_map(|it| Some((it.get(1)?.as_str(), it[0].as_str()))).collect();
    years.sort_unstable();
    assert!(years.is_sorted_by_key(|it| it.1) && !years.is_empty(), "the oldest first: {wives:?}");
    // One such marriage alone has no number.
    let mut record = Record::new();
    record.put(Fact::Person(person("a", Symbol::Male)));
    record.put(Fact::Person(person("b", Symbol::Female)));
    record.put(Fact::Partnership(support::couple("a", "b", PartnershipKind::Polygynous)));
    assert_eq!(written(&self::scene(&record), "couple"), [Vec::<String>::new()]);
}

/// Two people with this partnership, and what their line says.
fn couple(change: impl Fn(&mut Partnership)) -> (Vec<String>, Vec<MessageKey>) {
    let mut record = Record::new();
    record.put(Fact::Person(person("a", Symbol::Male)));
    record.put(Fact::Person(person("b", Symbol::Female)));
    let mut it = support::couple("a", "b", PartnershipKind::Brief);
    change(&mut it);
    record.put(Fact::Partnership(it));
    let scene = scene(&record);
    let shape = scene.shapes.iter().find(|it| it.class.starts_with("couple")).unwrap();
    (written(&scene, "couple").remove(0), shape.alternative.iter().map(|it| it.key).collect())
}

#[test]
fn partners_who_are_related_are_told_so() {
    let (label, said) = couple(|it| it.consanguineous = true);
    assert_eq!(label, ["i slekt"]);
    assert_eq!(said, [MessageKey::CoupleBetween, MessageKey::CoupleKinSentence]);
}

#[test]
fn what_lasted_no_longer_than_its_date_is_told_by_one() {
    let span = |from, to| family_map::date::Span { from: Some(from), to: Some(to) };
    let year = FuzzyDate::year;
    assert_eq!(couple(|it| it.span = span(year(1996), year(1996))).1, [MessageKey::CoupleBetweenIn]);
    assert_eq!(couple(|it| it.span = span(year(1996), year(1997))).1, [MessageKey::CoupleBetweenFromTo]);
}

#[test]
fn care_lines_tell_their_years() {
    let care = |kind, from: Option<u16>, to: Option<u16>| {
        let mut record = Record::new();
        record.put(Fact::Person(person("a", Symbol::Female)));
        record.put(Fact::Person(person("c", Symbol::Male)));
        let span = family_map::date::Span { from: from.map(FuzzyDate::year), to: to.map(FuzzyDate::year) };
        let (id, child, parent, origin) = ("l".into(), "c".into(), "a".into(), Origin::told("t", ["team"]));
        record.put(Fact::ParentLink(ParentLink { id, child, parent, kind, span, origin }));
        let scene = scene(&record);
        let class = if kind == ParentKind::EmergencyFoster { "descent" } else { "care" };
        let shape = scene.shapes.iter().find(|it| it.class.starts_with(class)).unwrap();
        let said = shape.parts.iter().find_map(|part| match &part.form {
            Form::Text { text: Text::Messages(all), .. } => Some(all[0].key),
            _ => None,
        });
        said.unwrap()
    };
    let emergency = |from, to| care(ParentKind::EmergencyFoster, from, to);
    assert_eq!(emergency(Some(2021), Some(2022)), MessageKey::LabelEmergency);
    assert_eq!(emergency(Some(2022), Some(2022)), MessageKey::LabelEmergencyIn);
    assert_eq!(emergency(Some(2022), None), MessageKey::LineEmergencyFoster);
    assert_eq!(care(ParentKind::RaisedBy, Some(2001), Some(2009)), MessageKey::LineRaisedByYears);
    assert_eq!(care(ParentKind::Guardian, Some(2001), None), MessageKey::LineGuardian);
}

#[test]
fn a_stillborn_child_with_a_name_is_told_to_be_stillborn() {
    let told = |name: Option<&str>, date: Option<FuzzyDate>| {
        let mut record = Record::new();
        let mut one = person("c", Symbol::Male);
        one.name = name.map(str::to_owned).into();
        one.life = Life::Stillbirth;
        one.death = date.into();
        record.put(Fact::Person(one));
        scene(&record).people[0].description[0].key
    };
    let date = FuzzyDate::day(2018, 12, 2);
    assert_eq!(told(Some("Gutt"), date), MessageKey::PersonStillbornOn);
    assert_eq!(told(Some("Gutt"), None), MessageKey::PersonStillborn);
    assert_eq!(told(None, date), MessageKey::PersonLost);
}
