//! Dividing a case and merging two (rule R10): what each new case holds, who
//! sees what of it, and that nothing happens by halves.

use crate::common;
use crate::common::{Databases, Office, TODAY, open, open_own, since, staff};
use casework::division::Goes;
use casework::life::LinkKind;
use casework::opening::{CaseStatus, Purpose};
use casework::participation::ChildConsent;
use casework::plan::{Area, Body, HaltKind, HaltScope};
use casework::role::{CaseFunction, Role};
use casework::sight::{Bar, BarKind};
use casework::{Party, child};
use family_map::date::Span;
use family_map::edit::Edit;
use family_map::record::{Bond, BondKind, Fact, Known, Origin, Person, Symbol};
use std::collections::{BTreeMap, BTreeSet};
use store::{
    AccessRequest, Agreement, CaseAccess, CaseId, DividePlan, EventKind, MergePlan, NewBar, NewParticipant, NewWord,
    OpenError, OwnPart, StoreError, UserId, Who, WordKind,
};

on_both![
    each_side_gets_what_it_told_and_what_was_told_to_both,
    dividing_waits_for_decisions_and_notices_what_changed,
    only_who_leads_divides_and_merges,
    two_cases_become_one_with_everybodys_yes,
    merging_lets_nobody_in_and_keeps_bars_and_withholdings,
    the_plan_the_words_and_the_ways_in_go_along,
];

fn code<T: std::fmt::Debug>(result: Result<T, StoreError>) -> &'static str {
    match result {
        Err(StoreError::NotAllowed(code)) => code,
        Err(StoreError::NotFound) => "not found",
        other => panic!("{other:?}"),
    }
}

fn told(teller: &str, audience: &[&str]) -> Origin {
    Origin::told(teller, audience.iter().copied())
}

fn person(id: &str, name: &str, origin: Origin) -> Edit {
    let mut person = Person::new(id, Symbol::Unknown, origin);
    person.name = Known::Known(name.to_owned());
    person.note = Some(format!("om {name}"));
    Edit::Add(Fact::Person(person))
}

fn bond(id: &str, a: &str, b: &str, origin: Origin) -> Edit {
    let kind = BondKind::Close;
    Edit::Add(Fact::Bond(Bond { id: id.into(), a: a.into(), b: b.into(), kind, span: Span::default(), origin }))
}

const MARTE: &str = "person:m";
const KRISTOFFER: &str = "person:k";

/// One case of Marte, Kristoffer and Ada, in which each has told something.
async fn joint(office: &Office) {
    let access = office.access().await;
    let edits = [
        person("m", "Marte", told("team", &["team", MARTE, KRISTOFFER, "person:a"])),
        person("k", "Kristoffer", told("team", &["team", MARTE, KRISTOFFER, "person:a"])),
        person("a", "Ada", told("team", &["team", MARTE, KRISTOFFER, "person:a"])),
        person("sister", "Kine", told(MARTE, &["team", MARTE])),
        person("mother", "Aud", told(KRISTOFFER, &["team", KRISTOFFER])),
        person("neighbour", "Solfrid", told("team", &["team"])),
        person("secret", "Hemmelig", told(MARTE, &["lead", MARTE])),
        bond("hers", "m", "sister", told(MARTE, &["team", MARTE])),
        bond("his", "k", "mother", told(KRISTOFFER, &["team", KRISTOFFER])),
        bond("both", "m", "k", told(MARTE, &["team", MARTE, KRISTOFFER])),
        // Marte tells of Kristoffer's mother, whom only he has spoken of to us.
        bond("across", "m", "mother", told(MARTE, &["team", MARTE])),
        bond("seen", "a", "neighbour", told("team", &["team"])),
    ];
    access.edit(&edits).await.unwrap();
    for (id, is_child) in [("m", false), ("k", false), ("a", true)] {
        let name = match id {
            "m" => "Marte",
            "k" => "Kristoffer",
            _ => "Ada",
        };
        let new = NewParticipant { person: id, name, is_child, has_responsibility: !is_child, from: TODAY, to: None };
        access.admit(&new, ChildConsent::HolderHere).await.unwrap();
    }
    let bar = Bar {
        kind: BarKind::ContactBan,
        protects: "sister".into(),
        against: [Party::Person("k".into())].into(),
        except: BTreeSet::new(),
        period: since(TODAY),
    };
    access.set_bar(&NewBar { bar, reason: "etter trusler".into() }).await.unwrap();
    let part = access.begin_child_part("a", "m").await.unwrap();
    access.link_child_part(&part, "a", "k").await.unwrap();
    access.write_child_part(&part, "Ada sover godt.", &["a"]).await.unwrap();
}

fn plan(step: i64) -> DividePlan {
    let people = [("m", Goes::First), ("k", Goes::Second), ("a", Goes::Both)];
    DividePlan {
        names: ["Marte".into(), "Kristoffer".into()],
        people: people.map(|(id, goes)| (id.to_owned(), goes)).into(),
        facts: BTreeMap::from([("Person:neighbour".into(), Goes::First), ("Bond:seen".into(), Goes::Both)]),
        step,
    }
}

async fn holds(access: &CaseAccess) -> (Vec<String>, Vec<String>) {
    let record = access.record().await.unwrap();
    (record.people.keys().map(|id| id.0.clone()).collect(), record.bonds.keys().map(|id| id.0.clone()).collect())
}

fn strings(list: &[&str]) -> Vec<String> {
    list.iter().map(|it| (*it).to_owned()).collect()
}

async fn each_side_gets_what_it_told_and_what_was_told_to_both(databases: Databases) {
    let office = Office::new(&databases).await;
    let (store, lead) = (&office.store, &office.lead);
    joint(&office).await;
    let kari = staff(store, "kari", &office.unit, Role::Practitioner).await;
    let nils = staff(store, "nils", &office.unit, Role::Practitioner).await;
    let access = office.access().await;
    access.set_function(&kari, CaseFunction::StandIn).await.unwrap();
    access.set_function(&nils, CaseFunction::Member).await.unwrap();

    let preview = access.divide_preview(&plan(0)).await.unwrap();
    let open_facts: Vec<_> = preview.facts.iter().filter(|it| it.is_open).map(|it| it.id.as_str()).collect();
    assert_eq!(open_facts, ["Person:neighbour", "Bond:seen"]);
    assert_eq!(preview.fault, None);
    assert_eq!(preview.team, ["ingrid", "kari"]);
    assert_eq!(preview.sides[0].child_parts, ["a"]);
    assert_eq!(preview.sides[0].mentioned, ["mother"]);
    // Nobody would see more than they see now.
    for side in &preview.sides {
        for sight in &side.sights {
            assert!(sight.people[1] <= sight.people[0] && sight.ties[1] <= sight.ties[0], "{sight:?}");
        }
    }
    let [first, second] = access.divide(&plan(preview.step)).await.unwrap();

    let (hers, his) = (open(store, lead, &first).await, open(store, lead, &second).await);
    assert_eq!(
        holds(&hers).await,
        (
            strings(&["a", "k", "m", "mother", "neighbour", "secret", "sister"]),
            strings(&["across", "both", "hers", "seen"])
        )
    );
    assert_eq!(
        holds(&his).await,
        (strings(&["a", "k", "m", "mother", "neighbour"]), strings(&["both", "his", "seen"]))
    );
    // Who only comes along with a tie has the fewest fields.
    let (of_hers, of_his) = (hers.record().await.unwrap(), his.record().await.unwrap());
    assert_eq!(of_hers.people[&"mother".into()].note, None);
    assert_eq!(of_his.people[&"mother".into()].note.as_deref(), Some("om Aud"));
    assert_eq!(of_his.people[&"neighbour".into()].note, None, "decided for the first; here for the tie alone");
    // Who is on the other side is in no audience.
    let mut whole = of_hers.clone();
    assert!(whole.origins_mut().all(|it| !it.audience.contains(&KRISTOFFER.into())));
    assert_eq!(
        hers.participants().await.unwrap().iter().map(|it| it.name.as_str()).collect::<Vec<_>>(),
        ["Marte", "Ada"]
    );
    assert!(hers.replay_agrees().await.unwrap() && his.replay_agrees().await.unwrap());
    // The child's part goes on between them, each holder reading it in their own.
    let read = |case: CaseId, who: &'static str| async move {
        open_own(store, who, &case).await.child_parts().await.unwrap().len()
    };
    assert_eq!((read(first.clone(), "m").await, read(second.clone(), "k").await), (1, 1));
    // The bar comes along where whom it protects is.
    assert_eq!(databases_bars(&databases, &first).await, 1);
    assert_eq!(databases_bars(&databases, &second).await, 0);

    // The old case is closed, linked, whole; nobody takes part in it any more.
    let old = office.access().await;
    assert_eq!((old.status(), holds(&old).await.0.len()), (CaseStatus::Closed, 7));
    let links: Vec<_> = old.links().await.unwrap().into_iter().map(|it| (it.other, it.kind, it.is_first)).collect();
    assert_eq!(links, [(first.clone(), LinkKind::Divided, true), (second.clone(), LinkKind::Divided, true)]);
    let own =
        store::AccessRequest { purpose: casework::opening::Purpose::OwnRecord, ..store::AccessRequest::reading("map") };
    let marte = store.open_case(&store::Who::Participant("m".into()), &office.case, &own).await;
    assert!(matches!(marte, Err(OpenError::NotFound)));
    assert_eq!(old.events().await.unwrap()[0].kind, EventKind::Divided);
    assert_eq!(code(access.edit(&[person("x", "X", told("team", &["team"]))]).await), "closed");
    // Lead and stand-in come along, the others are added on purpose.
    assert!(store.list_my_cases(&kari).await.unwrap().len() == 3);
    assert_eq!(store.list_my_cases(&nils).await.unwrap().len(), 1);
    assert!(store.verify_log(&[]).await.unwrap().is_empty());
    assert_eq!(store.verify_records().await.unwrap().1, []);
}

async fn databases_bars(databases: &Databases, case: &CaseId) -> i64 {
    let raw = databases.raw().await;
    sqlx::query_scalar("SELECT COUNT(*) FROM bar WHERE case_id = $1").bind(&case.0).fetch_one(&raw).await.unwrap()
}

async fn dividing_waits_for_decisions_and_notices_what_changed(databases: Databases) {
    let office = Office::new(&databases).await;
    joint(&office).await;
    let access = office.access().await;
    let step = access.divide_preview(&plan(0)).await.unwrap().step;
    let undecided = DividePlan { facts: BTreeMap::new(), ..plan(step) };
    assert_eq!(code(access.divide(&undecided).await), "undecided");
    let unnamed = DividePlan { names: [String::new(), "B".into()], ..plan(step) };
    assert_eq!(code(access.divide(&unnamed).await), "empty");
    let mut alone = plan(step);
    alone.people.insert("k".into(), Goes::First);
    alone.people.insert("a".into(), Goes::First);
    assert_eq!(code(access.divide(&alone).await), "empty_side");
    // R9: Ada on a side without a holder of responsibility.
    let mut orphaned = plan(step);
    orphaned.people.insert("k".into(), Goes::First);
    orphaned.people.insert("a".into(), Goes::Second);
    assert_eq!(access.divide_preview(&orphaned).await.unwrap().fault.as_deref(), Some("no_holder_agreed"));
    assert_eq!(code(access.divide(&orphaned).await), "no_holder_agreed");

    access.edit(&[person("late", "Sen", told(MARTE, &["team"]))]).await.unwrap();
    assert_eq!(code(access.divide(&plan(step)).await), "overtaken");
    // Nothing of all this has happened.
    assert_eq!(office.store.list_my_cases(&office.lead).await.unwrap().len(), 1);
    assert_eq!(office.access().await.status(), CaseStatus::Open);
    access.divide(&plan(step + 1)).await.unwrap();
    assert_eq!(code(access.divide(&plan(step + 1)).await), "closed");
}

async fn only_who_leads_divides_and_merges(databases: Databases) {
    let office = Office::new(&databases).await;
    let (first, second) = two_cases(&office).await;
    let member = office.member("nils", CaseFunction::Member).await;
    let nils = open(&office.store, &member, &office.case).await;
    assert_eq!(code(nils.divide_preview(&plan(0)).await), "give_access");
    assert_eq!(code(nils.divide(&plan(0)).await), "give_access");
    assert_eq!(code(nils.merge_preview(&second, &MergePlan::default()).await), "not found");
    assert_eq!(code(first.merge_preview(&first, &MergePlan::default()).await), "same_case");
    let elsewhere = office.store.create_unit("Helsestasjonen").await.unwrap();
    office.store.give_post(&office.lead, &elsewhere, Role::Practitioner, since(TODAY)).await.unwrap();
    let there = common::case(&office.store, &office.lead, &elsewhere, "Berg", CaseStatus::Open).await;
    let there = open(&office.store, &office.lead, &there).await;
    assert_eq!(code(first.merge(&there, &MergePlan::default()).await), "other_unit");
    let kari = staff(&office.store, "kari", &office.unit, Role::Practitioner).await;
    second.hand_over(&kari, Some(CaseFunction::Member)).await.unwrap();
    let kept = MergePlan { name: "Sammen".into(), ..MergePlan::default() };
    assert_eq!(code(first.merge(&second, &kept).await), "give_access");
}

/// Marte's case and Kristoffer's, each with Ada under an id of its own.
async fn two_cases(office: &Office) -> (CaseAccess, CaseAccess) {
    let other = common::case(&office.store, &office.lead, &office.unit, "Kristoffer", CaseStatus::Open).await;
    let (hers, his) = (office.access().await, open(&office.store, &office.lead, &other).await);
    let edits = [
        person("m", "Marte", told("team", &["team", MARTE, "person:a1"])),
        person("a1", "Ada Haugnesvåg", told("team", &["team", MARTE, "person:a1"])),
        person("sister", "Kine", told(MARTE, &["team", MARTE])),
        bond("b1", "m", "a1", told("team", &["team", MARTE])),
        bond("b2", "m", "sister", told(MARTE, &["team", MARTE])),
    ];
    hers.edit(&edits).await.unwrap();
    let edits = [
        person("k", "Kristoffer", told("team", &["team", KRISTOFFER, "person:a2"])),
        person("a2", "Ada Lyngtjernvik", told("team", &["team", KRISTOFFER, "person:a2"])),
        // Marte as he speaks of her; she takes no part in his case.
        person("m2", "Marte", told(KRISTOFFER, &["team", KRISTOFFER, "person:m2"])),
        bond("b1", "k", "a2", told("team", &["team", KRISTOFFER])),
        bond("b3", "k", "m2", told(KRISTOFFER, &["team", KRISTOFFER, "person:m2"])),
    ];
    his.edit(&edits).await.unwrap();
    for (case, adult, name, child) in [(&hers, "m", "Marte", "a1"), (&his, "k", "Kristoffer", "a2")] {
        for (id, name, is_child) in [(adult, name, false), (child, "Ada", true)] {
            let new =
                NewParticipant { person: id, name, is_child, has_responsibility: !is_child, from: TODAY, to: None };
            case.admit(&new, ChildConsent::HolderHere).await.unwrap();
        }
    }
    (hers, his)
}

fn yes(of: u8, person: &str, said_by: &str) -> Agreement {
    Agreement { of, person: person.into(), said_by: said_by.into(), way: "meeting".into(), day: TODAY }
}

fn together(steps: [i64; 2]) -> MergePlan {
    MergePlan {
        name: "Marte og Kristoffer".into(),
        same: BTreeMap::from([("a2".into(), "a1".into()), ("m2".into(), "m".into())]),
        agreed: vec![yes(0, "m", "Marte"), yes(1, "k", "Kristoffer"), yes(0, "a1", "Marte for Ada")],
        steps,
    }
}

async fn two_cases_become_one_with_everybodys_yes(databases: Databases) {
    let office = Office::new(&databases).await;
    let (hers, his) = two_cases(&office).await;
    let preview = hers.merge_preview(&his, &together([0, 0])).await.unwrap();
    assert_eq!(preview.result.holds, [4, 4]);
    let mut missing = together(preview.steps);
    missing.agreed.pop();
    assert_eq!(code(hers.merge(&his, &missing).await), "needs_yes");
    let mut wordless = together(preview.steps);
    wordless.agreed[1].said_by = " ".into();
    assert_eq!(code(hers.merge(&his, &wordless).await), "needs_yes");
    let mut twice = together(preview.steps);
    twice.same.insert("k".into(), "m".into());
    assert_eq!(code(hers.merge(&his, &twice).await), "pair");
    assert_eq!(code(hers.merge(&his, &together([0, 0])).await), "overtaken");

    let new = hers.merge(&his, &together(preview.steps)).await.unwrap();
    let access = open(&office.store, &office.lead, &new).await;
    let record = access.record().await.unwrap();
    assert_eq!(record.people.keys().map(|id| id.as_str()).collect::<Vec<_>>(), ["a1", "k", "m", "sister"]);
    assert_eq!(record.bonds.len(), 4, "the tie whose number was taken has another");
    let ada = &record.people[&"a1".into()];
    assert_eq!(ada.name, Known::Known("Ada".into()), "what both were told");
    assert!(access.replay_agrees().await.unwrap());
    let participants: Vec<_> = access.participants().await.unwrap().into_iter().map(|it| it.name).collect();
    assert_eq!(participants, ["Marte", "Ada", "Kristoffer"]);

    // Merging widens no audience: each sees of the other's words what was said to them.
    let marte = open_own(&office.store, "m", &new).await.record().await.unwrap();
    let kristoffer = open_own(&office.store, "k", &new).await.record().await.unwrap();
    assert!(marte.people.contains_key(&"sister".into()) && !kristoffer.people.contains_key(&"sister".into()));
    assert!(!marte.people.contains_key(&"k".into()), "he was never told of to her");
    // She was named in what he told, and took no part there: she still hears nothing of it.
    assert!(marte.bonds.values().all(|it| it.origin.teller != KRISTOFFER.into()));
    assert_eq!(marte.bonds.len(), 2);

    for access in [office.access().await, open(&office.store, &office.lead, his.id()).await] {
        assert_eq!(access.status(), CaseStatus::Closed);
        let link = access.links().await.unwrap().remove(0);
        assert_eq!((link.other, link.kind), (new.clone(), LinkKind::Merged));
    }
    let raw = databases.raw().await;
    let agreed: Vec<(String, String)> =
        sqlx::query_as("SELECT person_id, way FROM case_agreement WHERE case_id = $1 ORDER BY person_id")
            .bind(&new.0)
            .fetch_all(&raw)
            .await
            .unwrap();
    assert_eq!(agreed, ["a1", "k", "m"].map(|id| (id.to_owned(), "meeting".to_owned())));
    assert!(!common::contains(&databases.everything_readable().await, "Marte for Ada"));
    assert!(office.store.verify_log(&[]).await.unwrap().is_empty());
    assert_eq!(office.store.verify_records().await.unwrap().1, []);
}

async fn merging_lets_nobody_in_and_keeps_bars_and_withholdings(databases: Databases) {
    let office = Office::new(&databases).await;
    let store = &office.store;
    let (hers, his) = two_cases(&office).await;
    let of_one = staff(store, "nils", &office.unit, Role::Practitioner).await;
    let of_both = staff(store, "kari", &office.unit, Role::Practitioner).await;
    hers.set_function(&of_one, CaseFunction::StandIn).await.unwrap();
    hers.set_function(&of_both, CaseFunction::StandIn).await.unwrap();
    his.set_function(&of_both, CaseFunction::Member).await.unwrap();
    // In his case Ada is barred from him, and her part is withheld.
    let bar = Bar {
        kind: BarKind::ChildConfidence,
        protects: "a2".into(),
        against: [Party::Person("k".into())].into(),
        except: BTreeSet::new(),
        period: since(TODAY),
    };
    his.set_bar(&NewBar { bar, reason: "barnets ønske".into() }).await.unwrap();
    let part = his.begin_child_part("a2", "k").await.unwrap();
    let decision = child::Withholding {
        from: Party::Person("k".into()),
        period: since(TODAY),
        reason: "hensynet til barnet".into(),
        complaint: "Statsforvalteren".into(),
    };
    his.withhold_child_part(&part, &decision).await.unwrap();

    // He is taken for somebody new, so his id stays; Ada's becomes that of the first case.
    let preview = hers.merge_preview(&his, &together([0, 0])).await.unwrap();
    let names: Vec<_> = preview.team.iter().map(|(name, function)| (name.as_str(), *function)).collect();
    assert_eq!(names, [("ingrid", CaseFunction::Lead), ("kari", CaseFunction::Member)]);
    let new = hers.merge(&his, &together(preview.steps)).await.unwrap();
    let asked = store::AccessRequest::reading("map");
    let shut = |user: UserId| store::Who::Staff(user);
    assert!(store.open_case(&shut(of_one), &new, &asked).await.is_err(), "who held one of them does not get in");
    assert_eq!(open(store, &of_both, &new).await.team().await.unwrap().len(), 2);
    let raw = databases.raw().await;
    let protects: Vec<String> =
        sqlx::query_scalar("SELECT protects FROM bar WHERE case_id = $1").bind(&new.0).fetch_all(&raw).await.unwrap();
    assert_eq!(protects, ["a1"]);
    assert!(open_own(store, "k", &new).await.child_parts().await.unwrap().is_empty(), "still withheld");
    assert_eq!(open(store, &office.lead, &new).await.child_parts().await.unwrap().len(), 1);
}

/// Lets somebody in by an invitation; returns the session.
async fn let_in(access: &CaseAccess, store: &store::Store, person: &str, email: &str) -> store::SessionToken {
    let made = access.invite_to_portal(person).await.unwrap();
    let found =
        store.portal_invitation(store::PortalKey::Code(&made.code), "192.0.2.7").await.unwrap().unwrap().unwrap();
    let typed = (email, "en grønn sykkel i regn");
    let (half, code) = store.begin_portal_account(&found, typed, "nb", "192.0.2.7").await.unwrap().unwrap();
    store.finish_portal_sign_in(&half, &code, "192.0.2.7").await.unwrap().unwrap().unwrap()
}

/// The words of a plan, in order.
async fn plan_words(access: &CaseAccess) -> Vec<String> {
    let plan = access.plan(child::DEFAULT_AGE_LIMITS).await.unwrap();
    let words = |body| match body {
        Body::Dream(it) => it.words,
        Body::Goal(it) => it.words,
        Body::Action(it) => it.words,
        Body::Mark(it) => it.value.to_string(),
    };
    let mut all: Vec<String> = plan.parts.into_iter().map(|it| words(it.part.body)).collect();
    all.sort();
    all
}

async fn the_plan_the_words_and_the_ways_in_go_along(databases: Databases) {
    let office = Office::new(&databases).await;
    let store = &office.store;
    joint(&office).await;
    let access = office.access().await;
    let hers = let_in(&access, store, "m", "marte@familie.example").await;
    let his = let_in(&access, store, "k", "kristoffer@familie.example").await;
    let own = async |case: &CaseId, person: &str| {
        let asked = AccessRequest { purpose: Purpose::OwnRecord, ..AccessRequest::changing("plan") };
        store.open_case(&Who::Participant(person.into()), case, &asked).await.unwrap()
    };
    let marte = own(&office.case, "m").await;
    let kristoffer = own(&office.case, "k").await;
    let dream = |words: &str| OwnPart::Dream { words: words.into(), language: "nb".into() };
    let house = marte.write_own_part(None, &dream("Et hus"), false).await.unwrap();
    let goal = OwnPart::Goal { dream: house, words: "Startlån".into(), area: Area::Housing };
    let goal = marte.write_own_part(None, &goal, false).await.unwrap();
    marte.write_own_part(None, &OwnPart::Mark { goal, value: 3 }, false).await.unwrap();
    kristoffer.write_own_part(None, &dream("En båt"), false).await.unwrap();
    marte.halt_own(HaltKind::Pause, HaltScope::Own, None).await.unwrap();
    let asks = NewWord { kind: WordKind::Question, about: String::new(), words: "Når hører jeg fra Nav?".into() };
    marte.say(&asks).await.unwrap();
    let step = access.divide_preview(&plan(0)).await.unwrap().step;
    let [first, second] = access.divide(&plan(step)).await.unwrap();

    // Each finds their own, and nothing of the other's.
    let (of_first, of_second) = (open(store, &office.lead, &first).await, open(store, &office.lead, &second).await);
    assert_eq!(plan_words(&of_first).await, ["3", "Et hus", "Startlån"]);
    assert_eq!(plan_words(&of_second).await, ["En båt"]);
    let halts = of_first.plan(child::DEFAULT_AGE_LIMITS).await.unwrap().halts;
    assert_eq!((halts.len(), halts[0].halt.person.as_str()), (1, "m"));
    assert!(of_second.plan(child::DEFAULT_AGE_LIMITS).await.unwrap().halts.is_empty());
    let opens = async |session: &store::SessionToken| {
        let visit = store.portal_session(session).await.unwrap().unwrap();
        visit.opens.into_iter().map(|it| (it.case, it.person)).collect::<Vec<_>>()
    };
    assert_eq!(opens(&hers).await, [(first.clone(), "m".to_owned())]);
    assert_eq!(opens(&his).await, [(second.clone(), "k".to_owned())]);
    // What waits for an answer waits in the new case, and no longer in the old.
    let words = of_first.family_words(10).await.unwrap();
    assert!(words.iter().any(|it| it.words == asks.words && it.answered.is_none()));
    assert!(!of_second.family_words(10).await.unwrap().iter().any(|it| it.words == asks.words));
    let lead = store.find_user(&office.lead).await.unwrap();
    let waits: Vec<_> = store.waiting_family_words(&lead).await.unwrap().into_iter().map(|it| it.line.id).collect();
    assert!(waits.contains(&first) && waits.contains(&second) && !waits.contains(&office.case));

    // Together again, with everybody's yes: one way in each, and both plans.
    let preview = of_first.merge_preview(&of_second, &MergePlan::default()).await.unwrap();
    let all = MergePlan {
        name: "Marte og Kristoffer".into(),
        same: preview.proposed,
        agreed: vec![yes(0, "m", "Marte"), yes(1, "k", "Kristoffer"), yes(0, "a", "Marte for Ada")],
        steps: preview.steps,
    };
    let new = of_first.merge(&of_second, &all).await.unwrap();
    assert_eq!(opens(&hers).await, [(new.clone(), "m".to_owned())]);
    let of_new = open(store, &office.lead, &new).await;
    assert_eq!(plan_words(&of_new).await, ["3", "En båt", "Et hus", "Startlån"]);
    let own_again = open_own(store, "k", &new).await;
    assert_eq!(plan_words(&own_again).await, ["En båt"], "nobody sees more than they saw");
}
