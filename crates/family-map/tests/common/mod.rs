//! Random records and edits on a handful of ids, so that edits often meet.

#![allow(dead_code, reason = "each test file uses its part")]

use family_map::FuzzyDate;
use family_map::date::Span;
use family_map::edit::{
    AcquaintanceField, BirthGroupField, BondField, Change, EcomapSystemField, Edit, HouseholdField, MembershipField,
    NetworkField, NetworkMemberField, ParentLinkField, PartnershipField, PersonField, apply,
};
use family_map::record::{
    Acquaintance, AcquaintanceKind, BirthGroup, Bond, BondKind, Centre, Contact, Count, EcomapSystem, Energy, Fact,
    FactId, Household, HouseholdKind, Known, Life, Membership, Network, NetworkKind, NetworkMember, Origin, ParentKind,
    ParentLink, Partnership, PartnershipEvent, PartnershipKind, PastStanding, Person, PersonId, Pin, Reciprocity,
    Record, Ring, SectorSet, Standing, Stress, Support, Symbol, SystemKind, TieStrength, Valence, Who, Zygosity,
};
use proptest::prelude::*;

/// Everyone who may be an audience.
pub const PARTIES: [&str; 4] = ["team", "lead", "person:p0", "person:p1"];

fn id(kind: &'static str) -> impl Strategy<Value = String> {
    (0..6u8).prop_map(move |at| format!("{kind}{at}"))
}

fn person_id() -> impl Strategy<Value = PersonId> {
    id("p").prop_map(PersonId::from)
}

fn one_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    proptest::sample::select(all)
}

fn origin() -> BoxedStrategy<Origin> {
    let audience = proptest::sample::subsequence(PARTIES.to_vec(), 1..=PARTIES.len());
    (one_of(&PARTIES), audience).prop_map(|(teller, audience)| Origin::told(teller, audience)).boxed()
}

fn date() -> impl Strategy<Value = FuzzyDate> {
    (1900..2030u16).prop_map(FuzzyDate::year)
}

fn span() -> BoxedStrategy<Span> {
    (proptest::option::of(date()), proptest::option::of(date())).prop_map(|(from, to)| Span { from, to }).boxed()
}

fn person() -> BoxedStrategy<Person> {
    (
        person_id(),
        one_of(Symbol::ALL),
        one_of(Life::ALL),
        proptest::option::of("[a-zæøå]{1,6}"),
        any::<bool>(),
        origin(),
    )
        .prop_map(|(id, symbol, life, name, shielded, origin)| {
            let mut person = Person::new(id, symbol, origin);
            person.name = name.into();
            person.life = life;
            person.shielded = shielded;
            person
        })
        .boxed()
}

fn fact() -> BoxedStrategy<Fact> {
    let two = || (person_id(), person_id());
    prop_oneof![
        4 => person().prop_map(Fact::Person),
        2 => (id("c"), two(), one_of(PartnershipKind::ALL), span(), origin()).prop_map(|(id, (a, b), kind, span, origin)| {
            let id = id.into();
            Fact::Partnership(Partnership { id, a, b, kind, span, events: Vec::new(), consanguineous: false, origin })
        }),
        2 => (id("l"), two(), one_of(ParentKind::ALL), span(), origin()).prop_map(|(id, (child, parent), kind, span, origin)| {
            Fact::ParentLink(ParentLink { id: id.into(), child, parent, kind, span, origin })
        }),
        1 => (id("t"), proptest::collection::btree_set(person_id(), 2..4), one_of(Zygosity::ALL), origin())
            .prop_map(|(id, children, zygosity, origin)| {
                Fact::BirthGroup(BirthGroup { id: id.into(), children, zygosity, origin })
            }),
        1 => (id("b"), two(), one_of(BondKind::ALL), span(), origin()).prop_map(|(id, (a, b), kind, span, origin)| {
            Fact::Bond(Bond { id: id.into(), a, b, kind, span, origin })
        }),
        1 => (id("h"), one_of(HouseholdKind::ALL), span(), origin()).prop_map(|(id, kind, span, origin)| {
            Fact::Household(Household { id: id.into(), label: "hjem".to_owned(), kind, span, origin })
        }),
        2 => (id("m"), id("h"), person_id(), span(), origin()).prop_map(|(id, household, person, span, origin)| {
            let (id, household) = (id.into(), household.into());
            Fact::Membership(Membership { id, household, person, share: Some(50), rhythm: None, span, origin })
        }),
        2 => (id("n"), person_id(), one_of(NetworkKind::ALL), span(), origin()).prop_map(
            |(id, person, kind, span, origin)| {
                let sectors = SectorSet::Six.sectors();
                Fact::Network(Network { id: id.into(), person, kind, sectors, span, origin })
            }
        ),
        4 => member().prop_map(Fact::NetworkMember),
        2 => (id("k"), id("w"), id("w"), one_of(AcquaintanceKind::ALL), span(), origin()).prop_map(
            |(id, a, b, kind, span, origin)| {
                Fact::Acquaintance(Acquaintance { id: id.into(), a: a.into(), b: b.into(), kind, span, origin })
            }
        ),
        3 => system().prop_map(Fact::EcomapSystem),
    ]
        .boxed()
}

fn known<T: Clone + std::fmt::Debug + 'static>(value: impl Strategy<Value = T> + 'static) -> BoxedStrategy<Known<T>> {
    prop_oneof![1 => Just(Known::NotAsked), 1 => Just(Known::Unknown), 3 => value.prop_map(Known::Known)].boxed()
}

fn people() -> impl Strategy<Value = std::collections::BTreeSet<PersonId>> {
    proptest::collection::btree_set(person_id(), 0..3)
}

fn who() -> BoxedStrategy<Who> {
    (people(), proptest::option::of("[a-zæøå]{1,6}")).prop_map(|(people, name)| Who { people, name }).boxed()
}

fn supports() -> impl Strategy<Value = std::collections::BTreeSet<Support>> {
    proptest::collection::btree_set(one_of(Support::ALL), 0..4)
}

fn pin() -> impl Strategy<Value = Option<Pin>> {
    proptest::option::weighted(0.2, (0..1100_u16, 0..1100_u16).prop_map(|(across, out)| Pin { across, out }))
}

fn standing() -> BoxedStrategy<Standing> {
    (
        one_of(&["FAM", "SLEKT", "VENN", "ARENA", "FRITID", "HJELP", "EGEN"]),
        one_of(Ring::ALL),
        known(one_of(Contact::ALL)),
        known(supports()),
        known(one_of(Reciprocity::ALL)),
        known(one_of(Valence::ALL)),
    )
        .prop_map(|(sector, ring, contact, support, reciprocity, valence)| Standing {
            contact,
            support,
            reciprocity,
            valence,
            ..Standing::at(sector, ring)
        })
        .boxed()
}

fn past() -> BoxedStrategy<Vec<PastStanding>> {
    proptest::collection::vec((date(), standing()), 0..3)
        .prop_map(|mut past| {
            past.sort_by_key(|(until, _)| until.earliest_day());
            past.into_iter().map(|(until, standing)| PastStanding { until, standing }).collect()
        })
        .boxed()
}

fn member() -> BoxedStrategy<NetworkMember> {
    (id("w"), id("n"), who(), standing(), past(), known(date()), span(), pin(), origin())
        .prop_map(|(id, network, who, standing, past, known_since, span, pin, origin)| NetworkMember {
            past,
            known_since,
            span,
            pin,
            ..NetworkMember::new(id, network.as_str(), who, standing, origin)
        })
        .boxed()
}

fn centre() -> BoxedStrategy<Centre> {
    prop_oneof![person_id().prop_map(Centre::Person), id("h").prop_map(|id| Centre::Household(id.into()))].boxed()
}

fn system() -> BoxedStrategy<EcomapSystem> {
    (
        (id("s"), centre(), one_of(SystemKind::ALL), origin()),
        people(),
        who(),
        known(one_of(TieStrength::ALL)),
        known(one_of(Stress::ALL)),
        known(one_of(Energy::ALL)),
        span(),
        pin(),
    )
        .prop_map(|((id, around, kind, origin), concerns, who, strength, stress, energy, span, pin)| EcomapSystem {
            concerns,
            who,
            strength,
            stress,
            energy,
            span,
            pin,
            ..EcomapSystem::new(id, around, kind, origin)
        })
        .boxed()
}

/// A new value for any field of any fact that is no person.
pub fn change() -> BoxedStrategy<Change> {
    // Boxed one by one: the type of all of them together is slow to compile.
    proptest::strategy::Union::new(vec![
        (id("c"), one_of(PartnershipKind::ALL))
            .prop_map(|(id, it)| Change::Partnership(id.into(), PartnershipField::Kind(it)))
            .boxed(),
        (id("c"), span()).prop_map(|(id, it)| Change::Partnership(id.into(), PartnershipField::Span(it))).boxed(),
        (id("c"), one_of(PartnershipEvent::ALL), date())
            .prop_map(|(id, it, on)| Change::Partnership(id.into(), PartnershipField::Events(vec![(it, on)])))
            .boxed(),
        (id("c"), any::<bool>())
            .prop_map(|(id, it)| Change::Partnership(id.into(), PartnershipField::Consanguineous(it)))
            .boxed(),
        (id("c"), origin()).prop_map(|(id, it)| Change::Partnership(id.into(), PartnershipField::Origin(it))).boxed(),
        (id("l"), one_of(ParentKind::ALL))
            .prop_map(|(id, it)| Change::ParentLink(id.into(), ParentLinkField::Kind(it)))
            .boxed(),
        (id("t"), people()).prop_map(|(id, it)| Change::BirthGroup(id.into(), BirthGroupField::Children(it))).boxed(),
        (id("t"), one_of(Zygosity::ALL))
            .prop_map(|(id, it)| Change::BirthGroup(id.into(), BirthGroupField::Zygosity(it)))
            .boxed(),
        (id("b"), one_of(BondKind::ALL)).prop_map(|(id, it)| Change::Bond(id.into(), BondField::Kind(it))).boxed(),
        (id("b"), origin()).prop_map(|(id, it)| Change::Bond(id.into(), BondField::Origin(it))).boxed(),
        (id("h"), "[a-z]{0,4}").prop_map(|(id, it)| Change::Household(id.into(), HouseholdField::Label(it))).boxed(),
        (id("h"), origin()).prop_map(|(id, it)| Change::Household(id.into(), HouseholdField::Origin(it))).boxed(),
        (id("m"), proptest::option::of(0..=100_u8))
            .prop_map(|(id, it)| Change::Membership(id.into(), MembershipField::Share(it)))
            .boxed(),
        (id("m"), proptest::option::of("[a-z]{0,4}"))
            .prop_map(|(id, it)| Change::Membership(id.into(), MembershipField::Rhythm(it)))
            .boxed(),
        id("n").prop_map(|id| Change::Network(id.into(), NetworkField::Sectors(SectorSet::Four.sectors()))).boxed(),
        (id("n"), origin()).prop_map(|(id, it)| Change::Network(id.into(), NetworkField::Origin(it))).boxed(),
        (id("w"), who()).prop_map(|(id, it)| Change::NetworkMember(id.into(), NetworkMemberField::Who(it))).boxed(),
        (id("w"), one_of(Ring::ALL))
            .prop_map(|(id, it)| Change::NetworkMember(id.into(), NetworkMemberField::Ring(it)))
            .boxed(),
        (id("w"), one_of(&["FAM", "HJELP", "EGEN"]))
            .prop_map(|(id, it)| Change::NetworkMember(id.into(), NetworkMemberField::Sector(it.into())))
            .boxed(),
        (id("w"), past()).prop_map(|(id, it)| Change::NetworkMember(id.into(), NetworkMemberField::Past(it))).boxed(),
        (id("w"), known(one_of(Contact::ALL)))
            .prop_map(|(id, it)| Change::NetworkMember(id.into(), NetworkMemberField::Contact(it)))
            .boxed(),
        (id("w"), known(supports()))
            .prop_map(|(id, it)| Change::NetworkMember(id.into(), NetworkMemberField::Support(it)))
            .boxed(),
        (id("w"), known(one_of(Valence::ALL)))
            .prop_map(|(id, it)| Change::NetworkMember(id.into(), NetworkMemberField::Valence(it)))
            .boxed(),
        (id("w"), pin()).prop_map(|(id, it)| Change::NetworkMember(id.into(), NetworkMemberField::Pin(it))).boxed(),
        (id("w"), span()).prop_map(|(id, it)| Change::NetworkMember(id.into(), NetworkMemberField::Span(it))).boxed(),
        (id("w"), origin())
            .prop_map(|(id, it)| Change::NetworkMember(id.into(), NetworkMemberField::Origin(it)))
            .boxed(),
        (id("k"), one_of(AcquaintanceKind::ALL))
            .prop_map(|(id, it)| Change::Acquaintance(id.into(), AcquaintanceField::Kind(it)))
            .boxed(),
        (id("s"), people())
            .prop_map(|(id, it)| Change::EcomapSystem(id.into(), EcomapSystemField::Concerns(it)))
            .boxed(),
        (id("s"), who()).prop_map(|(id, it)| Change::EcomapSystem(id.into(), EcomapSystemField::Who(it))).boxed(),
        (id("s"), known(one_of(TieStrength::ALL)))
            .prop_map(|(id, it)| Change::EcomapSystem(id.into(), EcomapSystemField::Strength(it)))
            .boxed(),
        (id("s"), origin()).prop_map(|(id, it)| Change::EcomapSystem(id.into(), EcomapSystemField::Origin(it))).boxed(),
    ])
    .boxed()
}

fn field() -> BoxedStrategy<PersonField> {
    prop_oneof![
        "[a-z]{0,3}".prop_map(|name| PersonField::Name(Known::Known(name))),
        proptest::option::of("[a-z]{0,3}").prop_map(PersonField::Called),
        one_of(Symbol::ALL).prop_map(PersonField::Symbol),
        date().prop_map(|date| PersonField::Birth(Known::Known(date))),
        Just(PersonField::Death(Known::Unknown)),
        one_of(Life::ALL).prop_map(PersonField::Life),
        (0..9u16).prop_map(|number| PersonField::Count(Count::Several(number))),
        any::<bool>().prop_map(PersonField::Shielded),
        proptest::option::of("[a-z]{0,3}").prop_map(PersonField::Note),
        proptest::option::of(-400..400i32).prop_map(PersonField::Pin),
        origin().prop_map(PersonField::Origin),
    ]
    .boxed()
}

fn fact_id() -> BoxedStrategy<FactId> {
    fact().prop_map(|fact| fact.id()).boxed()
}

/// Any edit.
pub fn edit() -> BoxedStrategy<Edit> {
    prop_oneof![
        5 => fact().prop_map(Edit::Add),
        4 => change().prop_map(Edit::Set),
        3 => (person_id(), field()).prop_map(|(person, field)| Edit::SetPerson { person, field }),
        2 => fact_id().prop_map(Edit::Remove),
        2 => fact_id().prop_map(Edit::Restore),
        1 => proptest::option::of(person_id()).prop_map(Edit::SetIndex),
    ]
    .boxed()
}

/// A run of edits.
pub fn edits() -> BoxedStrategy<Vec<Edit>> {
    proptest::collection::vec(edit(), 0..40).boxed()
}

/// A record of facts as they come, without marks of removal.
pub fn record() -> BoxedStrategy<Record> {
    (proptest::collection::vec(fact(), 0..60), proptest::option::of(person_id()))
        .prop_map(|(facts, index)| {
            let mut record = Record::new();
            for fact in facts {
                apply(&mut record, &Edit::Add(fact));
            }
            record.index = index;
            record
        })
        .boxed()
}
