//! Pictures as they should be: every sign, and the genograms, networks and
//! ecomaps of the demo families. `BLESS=1 cargo test -p family-map --test golden` writes them
//! anew; look at them before they are kept.

use crate::support;
use crate::words;
use family_map::date::FuzzyDate;
use family_map::layout::{Options, arrange};
use family_map::record::*;
use family_map::scene::svg::{Title, document};
use family_map::scene::{Bounds, LegendItem, Scene, View, draw, every_sign};
use family_map::{ecomap, network, view};
use std::path::PathBuf;

const FAMILIES: [&str; 5] = ["A", "B", "C", "D", "E"];

fn compare(name: &str, scene: &Scene, title: &str) {
    let description: Vec<String> = scene.intro.iter().map(words::bokmal).collect();
    let description = description.join(" ");
    let title = Title { title, description: &description, language: "nb" };
    let drawn = document(scene, &title, &words::bokmal);
    // A file stands alone: it loads nothing, runs nothing, and says what it is.
    assert!(!drawn.contains("href") && !drawn.contains("<script") && !drawn.contains("url("), "{name}");
    assert!(drawn.contains("<title id=\"title\">") && drawn.contains("<desc id=\"description\">"), "{name}");
    assert_eq!(drawn.matches("<g ").count(), drawn.matches("</g>").count(), "{name}");
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{name}.svg"));
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &drawn).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = kept.lines().zip(drawn.lines()).find(|(kept, drawn)| kept != drawn);
    assert!(kept == drawn, "{name} is not as it was: {differs:?}; look at it, and keep it with BLESS=1");
}

/// A sheet with nothing but signs and what they mean.
fn sheet(legend: Vec<LegendItem>) -> Scene {
    Scene { bounds: Bounds { x: 0.0, y: 0.0, width: 980.0, height: 8.0 }, legend, ..Scene::default() }
}

#[test]
fn every_sign_of_a_genogram() {
    compare("signs", &sheet(every_sign()), "Tegnforklaring");
}

/// With every emotional tie, as staff see them.
#[test]
fn genograms_of_the_demo_families() {
    for letter in FAMILIES {
        let record = support::demo(letter);
        let layout = arrange(&record, &Options::default());
        for (name, bonds) in [("genogram", false), ("bonds", true)] {
            let view = View { bonds, sensitive: bonds, ..View::on(FuzzyDate::day(2026, 11, 23).unwrap()) };
            let scene = draw(&record, &layout, &view);
            compare(&format!("{name}-{}", letter.to_lowercase()), &scene, "Genogram (FIKTIVE DATA)");
        }
    }
}

#[test]
fn networks_of_the_demo_families() {
    for letter in FAMILIES {
        let record = support::demo(letter);
        let map = network::map(&record, &support::NETWORK.into()).unwrap();
        let scene = network::draw(&map, &network::arrange(&map, &Default::default()), &Default::default());
        compare(&format!("network-{}", letter.to_lowercase()), &scene, "Nettverkskart (FIKTIVE DATA)");
    }
}

#[test]
fn ecomaps_of_the_demo_families() {
    for letter in FAMILIES {
        let record = support::demo(letter);
        let centre = ecomap::centres(&record).remove(0);
        let map = ecomap::ecomap(&record, &centre).unwrap();
        let scene = ecomap::draw(&map, &ecomap::arrange(&map));
        compare(&format!("ecomap-{}", letter.to_lowercase()), &scene, "Økokart (FIKTIVE DATA)");
    }
}

/// A network with every kind of member and tie, and the ghosts of a year ago.
#[test]
fn a_network_compared_with_a_year_ago() {
    let mut record = support::demo("A");
    let change = FuzzyDate::day(2027, 2, 1).unwrap();
    for (id, ring) in [("a2", Ring::Effective), ("a5", Ring::Intimate), ("a9", Ring::Extended)] {
        let it = record.network_members.get_mut(&id.into()).unwrap();
        let mut before = it.standing.clone();
        before.ring = ring;
        it.past = vec![PastStanding { until: change, standing: before }];
    }
    record.network_members.get_mut(&"a10".into()).unwrap().span.from = Some(change);
    record.network_members.get_mut(&"a6".into()).unwrap().span.to = Some(change);
    for (id, kind) in [
        ("a1-a2", AcquaintanceKind::Strong),
        ("a1-a5", AcquaintanceKind::Weak),
        ("a1-a8", AcquaintanceKind::Strained),
        ("a3-a4", AcquaintanceKind::Broken),
    ] {
        record.acquaintances.get_mut(&id.into()).unwrap().kind = kind;
    }
    record.network_members.get_mut(&"a8".into()).unwrap().standing.valence = Known::Known(Valence::Broken);
    let then = view::on_day(&record, &FuzzyDate::day(2026, 11, 23).unwrap());
    let now = view::on_day(&record, &FuzzyDate::day(2027, 11, 23).unwrap());
    let id = support::NETWORK.into();
    let (before, after) = (network::map(&then, &id).unwrap(), network::map(&now, &id).unwrap());
    let was = network::arrange(&before, &Default::default());
    let is = network::arrange(&after, &network::NetworkOptions { previous: Some(was.clone()) });
    let found = network::compare(&before, &after);
    let scene = network::draw_comparison((&before, &was), (&after, &is), &found, &Default::default());
    compare("network-a-year", &scene, "Nettverkskart etter ett år (FIKTIVE DATA)");
}

/// Every strength, with and without stress, and every flow of energy.
#[test]
fn every_line_of_an_ecomap() {
    let mut record = support::demo("E");
    record.systems.clear();
    let centre = Centre::Person("E06".into());
    let kinds = SystemKind::ALL.iter();
    for (n, kind) in kinds.enumerate() {
        let mut it = EcomapSystem::new(format!("s{n:02}"), centre.clone(), *kind, support::origin());
        let strength = TieStrength::ALL[n % TieStrength::ALL.len()];
        it.strength = Known::Known(strength);
        it.stress = Known::Known(Stress::ALL[(n / TieStrength::ALL.len()) % 2]);
        it.energy = if strength == TieStrength::Unused { Known::NotAsked } else { Known::Known(Energy::ALL[n % 4]) };
        record.put(Fact::EcomapSystem(it));
    }
    let map = ecomap::ecomap(&record, &centre).unwrap();
    let scene = ecomap::draw(&map, &ecomap::arrange(&map));
    compare("ecomap-lines", &scene, "Økokart med alle linjer (FIKTIVE DATA)");
}
