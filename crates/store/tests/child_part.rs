//! The child's part (rule R6), as it shows in two parents' cases.

use crate::common;
use crate::common::{
    Databases, LONG_AGO, Office, TODAY, TOMORROW, YESTERDAY, add, between, case, open, open_own, since, staff,
};
use casework::Party;
use casework::child::Withholding;
use casework::day::Period;
use casework::opening::CaseStatus;
use casework::role::{CaseFunction, Role};
use casework::sight::{Bar, BarKind};
use store::{CaseAccess, CaseId, NewBar, NewParticipant, StoreError};

on_both![
    one_part_shows_in_both_cases,
    nothing_else_crosses,
    an_entry_is_about_the_child_alone,
    withholding_from_one_holder,
    a_withholding_that_withholds_nothing_is_refused,
    a_contact_ban_beats_the_childs_part,
    only_who_holds_a_linked_case_links_another,
    a_strangers_case_does_not_see_it,
];

/// Marte's case, and Kristoffer's beside it, with the part of Ada between them.
struct Two {
    office: Office,
    martes: CaseAccess,
    his: CaseId,
    kristoffers: CaseAccess,
    part: String,
}

async fn takes_part(access: &CaseAccess, person: &str) {
    let new =
        NewParticipant { person, name: person, is_child: false, has_responsibility: true, from: LONG_AGO, to: None };
    access.add_participant(&new).await.unwrap();
}

async fn two(databases: &Databases) -> Two {
    let office = Office::new(databases).await;
    let martes = office.access().await;
    martes
        .edit(&[add("a01", "Marte", &["team", "person:a01"]), add("a07", "Ada", &["team", "person:a01"])])
        .await
        .unwrap();
    takes_part(&martes, "a01").await;
    takes_part(&martes, "a04").await;
    let his = case(&office.store, &office.lead, &office.unit, "Haugnesvåg", CaseStatus::Open).await;
    let kristoffers = open(&office.store, &office.lead, &his).await;
    kristoffers
        .edit(&[add("k03", "Kristoffer", &["team", "person:k03"]), add("k07", "Ada", &["team", "person:k03"])])
        .await
        .unwrap();
    takes_part(&kristoffers, "k03").await;
    let part = martes.begin_child_part("a07", "a01").await.unwrap();
    kristoffers.link_child_part(&part, "k07", "k03").await.unwrap();
    Two { office, martes, his, kristoffers, part }
}

impl Two {
    async fn as_marte(&self) -> CaseAccess {
        open_own(&self.office.store, "a01", &self.office.case).await
    }

    async fn as_kristoffer(&self) -> CaseAccess {
        open_own(&self.office.store, "k03", &self.his).await
    }
}

async fn texts(access: &CaseAccess) -> Vec<Vec<String>> {
    let parts = access.child_parts().await.unwrap();
    parts.into_iter().map(|part| part.entries.into_iter().map(|entry| entry.text).collect()).collect()
}

async fn one_part_shows_in_both_cases(databases: Databases) {
    let two = two(&databases).await;
    two.martes.write_child_part(&two.part, " Ada sover godt. ", &["a07"]).await.unwrap();
    databases.clock.advance(1000);
    two.kristoffers.write_child_part(&two.part, "Høreapparatet er justert.", &["k07"]).await.unwrap();
    let expected = [["Høreapparatet er justert.", "Ada sover godt."]];
    for access in [&two.martes, &two.kristoffers, &two.as_marte().await, &two.as_kristoffer().await] {
        assert_eq!(texts(access).await, expected, "{:?}", access.who());
    }
    // In each case under that case's own id of the child.
    assert_eq!(two.martes.child_parts().await.unwrap()[0].child, "a07");
    assert_eq!(two.as_kristoffer().await.child_parts().await.unwrap()[0].child, "k07");
    let entry = two.martes.child_parts().await.unwrap().remove(0).entries.remove(0);
    assert_eq!((entry.author.as_deref(), entry.at), (Some("ingrid"), common::NOW + 1000));
    // A participant who holds no responsibility for this child reads nothing of it.
    assert!(texts(&open_own(&two.office.store, "a04", &two.office.case).await).await.is_empty());
}

async fn nothing_else_crosses(databases: Databases) {
    let two = two(&databases).await;
    two.martes.write_child_part(&two.part, "Ada sover godt.", &[]).await.unwrap();
    for (access, foreign) in [(two.as_marte().await, ["k03", "k07"]), (two.as_kristoffer().await, ["a01", "a07"])] {
        let shown = format!(
            "{:?} {:?} {:?}",
            access.child_parts().await.unwrap(),
            access.record().await.unwrap(),
            access.participants().await.unwrap()
        );
        for id in foreign {
            // In quotes, as an id stands: a made id may hold the letters by chance.
            assert!(!shown.contains(&format!("\"{id}\"")), "{id} in {shown}");
        }
    }
    // Neither parent opens the other's case.
    let asked =
        store::AccessRequest { purpose: casework::opening::Purpose::OwnRecord, ..store::AccessRequest::reading("map") };
    for (person, case) in [("a01", &two.his), ("k03", &two.office.case)] {
        let who = store::Who::Participant(person.into());
        let error = two.office.store.open_case(&who, case, &asked).await.unwrap_err();
        assert!(matches!(error, store::OpenError::NotFound), "{person}");
    }
}

async fn an_entry_is_about_the_child_alone(databases: Databases) {
    let two = two(&databases).await;
    let table = [
        ("Far kom for sent.", vec!["a07", "k03"], "about_someone_else"),
        ("Mor er sliten.", vec!["a01"], "about_someone_else"),
        ("  ", vec!["a07"], "empty"),
    ];
    for (text, about, fault) in table {
        let written = two.martes.write_child_part(&two.part, text, &about).await;
        assert!(matches!(&written, Err(StoreError::NotAllowed(why)) if *why == fault), "{text}: {written:?}");
    }
    // The child has another id in the other case.
    assert!(two.kristoffers.write_child_part(&two.part, "Ada sover godt.", &["a07"]).await.is_err());
    // Parents read; they do not write here.
    let written = two.as_marte().await.write_child_part(&two.part, "Ada sover godt.", &["a07"]).await;
    assert!(matches!(written, Err(StoreError::NotAllowed(_))), "{written:?}");
    assert_eq!(texts(&two.martes).await, [[] as [String; 0]]);
}

fn withhold(from: &str, period: Period) -> Withholding {
    Withholding {
        from: Party::Person(from.into()),
        period,
        reason: "Barnets sikkerhet".into(),
        complaint: "Statsforvalteren".into(),
    }
}

async fn withholding_from_one_holder(databases: Databases) {
    let two = two(&databases).await;
    two.martes.write_child_part(&two.part, "Ada sover godt.", &[]).await.unwrap();
    // Neither one that has ended nor one to come is in force.
    for period in [between(LONG_AGO, YESTERDAY), since(TOMORROW)] {
        two.kristoffers.withhold_child_part(&two.part, &withhold("k03", period)).await.unwrap();
        assert_eq!(texts(&two.as_kristoffer().await).await.len(), 1);
    }
    two.kristoffers.withhold_child_part(&two.part, &withhold("k03", between(TODAY, TODAY))).await.unwrap();
    assert!(texts(&two.as_kristoffer().await).await.is_empty());
    assert_eq!(texts(&two.as_marte().await).await.len(), 1);
    assert_eq!(texts(&two.kristoffers).await.len(), 1, "staff see what is withheld");
}

async fn a_withholding_that_withholds_nothing_is_refused(databases: Databases) {
    let two = two(&databases).await;
    let sound = withhold("k03", since(TODAY));
    let table = [
        ("no date", Withholding { period: Period::default(), ..sound.clone() }),
        ("no reason", Withholding { reason: " ".into(), ..sound.clone() }),
        ("no way to complain", Withholding { complaint: String::new(), ..sound.clone() }),
        ("a party that is no person", Withholding { from: Party::Team, ..sound.clone() }),
        ("an id from the other case", withhold("a01", since(TODAY))),
        ("nobody", withhold("nobody", since(TODAY))),
    ];
    for (what, decision) in table {
        let decided = two.kristoffers.withhold_child_part(&two.part, &decision).await;
        assert!(matches!(decided, Err(StoreError::NotAllowed(_))), "{what}: {decided:?}");
    }
    let decided = two.kristoffers.withhold_child_part("no-such-part", &sound).await;
    assert!(matches!(decided, Err(StoreError::NotFound)), "{decided:?}");
    two.kristoffers.withhold_child_part(&two.part, &sound).await.unwrap();
}

async fn a_contact_ban_beats_the_childs_part(databases: Databases) {
    let two = two(&databases).await;
    two.martes.write_child_part(&two.part, "Ada sover godt.", &[]).await.unwrap();
    let bar = Bar {
        kind: BarKind::ContactBan,
        protects: "k07".into(),
        against: [Party::Person("k03".into())].into(),
        except: [].into(),
        period: since(TODAY),
    };
    two.kristoffers.set_bar(&NewBar { bar, reason: "besøksforbud".into() }).await.unwrap();
    assert!(texts(&two.as_kristoffer().await).await.is_empty(), "a ban beats every share (R5)");
    assert_eq!(texts(&two.as_marte().await).await.len(), 1);
}

async fn only_who_holds_a_linked_case_links_another(databases: Databases) {
    let two = two(&databases).await;
    two.martes.write_child_part(&two.part, "Ada sover godt.", &[]).await.unwrap();
    let store = &two.office.store;
    let stranger = staff(store, "fremmed", &two.office.unit, Role::Practitioner).await;
    let own = case(store, &stranger, &two.office.unit, "En annen", CaseStatus::Open).await;
    let access = open(store, &stranger, &own).await;
    for part in [two.part.as_str(), "no-such-part"] {
        let linked = access.link_child_part(part, "x", "y").await;
        assert!(matches!(linked, Err(StoreError::NotFound)), "{linked:?}");
    }
    assert!(texts(&access).await.is_empty());
    // A former member no longer holds it.
    two.martes.join_team(&stranger, CaseFunction::Member, between(LONG_AGO, YESTERDAY)).await.unwrap();
    assert!(access.link_child_part(&two.part, "x", "y").await.is_err());
    two.martes.join_team(&stranger, CaseFunction::Member, since(LONG_AGO)).await.unwrap();
    access.link_child_part(&two.part, "x", "y").await.unwrap();
    assert_eq!(texts(&access).await.len(), 1);
    let again = access.link_child_part(&two.part, "x", "y").await;
    assert!(matches!(again, Err(StoreError::Taken(_))), "{again:?}");
}

async fn a_strangers_case_does_not_see_it(databases: Databases) {
    let two = two(&databases).await;
    two.martes.write_child_part(&two.part, "Ada sover godt.", &[]).await.unwrap();
    // The same lead, another family: not even with the id in hand.
    let other = case(&two.office.store, &two.office.lead, &two.office.unit, "Tveitå", CaseStatus::Open).await;
    let access = open(&two.office.store, &two.office.lead, &other).await;
    assert!(texts(&access).await.is_empty());
    let written = access.write_child_part(&two.part, "Noe", &[]).await;
    assert!(matches!(written, Err(StoreError::NotFound)), "{written:?}");
    let withheld = access.withhold_child_part(&two.part, &withhold("a01", since(TODAY))).await;
    assert!(matches!(withheld, Err(StoreError::NotFound)), "{withheld:?}");
}
