//! Random families with random ties: every tie is drawn, the same every time,
//! and nearly always clear of words and of other people.

use crate::meetings;
use crate::support;
use crate::support::planar::Chance;
use family_map::date::Span;
use family_map::layout::{Options, arrange};
use family_map::record::*;
use family_map::scene::{Role, View, draw};
use family_map::{FuzzyDate, Record};

const NAMES: [&str; 8] = ["Ada", "Lars-Petter", "Kristoffer", "Jo", "Torbjørg", "Mariam Ishaq", "Silje", "Bo"];

/// A family with names, years, homes, and a tie for every third person.
fn family(seed: u64) -> Record {
    let mut chance = Chance(seed.wrapping_mul(77) + 5);
    let mut record = support::planar::family(seed);
    for person in record.people.values_mut() {
        person.name = Known::Known(NAMES[chance.below(NAMES.len())].to_owned());
        person.birth = Known::Known(FuzzyDate::year(1940 + chance.below(80) as u16));
    }
    for couple in record.partnerships.values_mut() {
        couple.span.from = Some(FuzzyDate::year(1990));
        if chance.below(3) == 0 {
            couple.kind = PartnershipKind::Divorced;
            couple.span.to = Some(FuzzyDate::year(2010));
        }
    }
    let ids: Vec<PersonId> = record.people.keys().cloned().collect();
    for n in 0..ids.len() / 3 {
        let (a, b) = (ids[chance.below(ids.len())].clone(), ids[chance.below(ids.len())].clone());
        if a != b {
            let kind = BondKind::ALL[chance.below(BondKind::ALL.len())];
            let (id, span) = (format!("b{n}").into(), Span::default());
            record.put(Fact::Bond(Bond { id, a, b, kind, span, origin: support::origin() }));
        }
    }
    record
}

#[test]
fn ties_of_random_families_keep_clear_and_none_is_lost() {
    let (mut ties, mut over_words, mut far) = (0, 0, 0);
    for seed in 0..120 {
        let record = family(seed);
        let layout = arrange(&record, &Options::default());
        let view = View { bonds: true, sensitive: true, ..View::on(FuzzyDate::year(2026)) };
        let scene = draw(&record, &layout, &view);
        assert_eq!(scene, draw(&record, &layout, &view), "family {seed}: another picture of the same");
        let drawn = scene.shapes.iter().filter(|it| it.role == Role::Bond).count();
        let told = record.bonds.values().filter(|it| it.kind != BondKind::Unknown).count();
        assert_eq!(drawn, told, "family {seed}: a tie is lost");
        assert!(scene.shapes.iter().filter(|it| it.role == Role::Person).count() == record.people.len());
        ties += drawn;
        let found = meetings::meetings(&scene);
        let words: std::collections::BTreeSet<&str> =
            found.iter().filter(|it| it.starts_with("bond-")).filter_map(|it| it.split(' ').next()).collect();
        over_words += words.len();
        let detours = meetings::detours(&record, &layout, &scene);
        far += detours.values().filter(|times| **times > 2.0).count();
    }
    assert!(ties > 400, "{ties}");
    // Half of these ties lead across several crowded rows, where one gentle curve has no free way.
    assert!(over_words * 4 <= ties, "{over_words} of {ties} ties run over words");
    assert!(far * 10 <= ties, "{far} of {ties} ties lead far round");
}
