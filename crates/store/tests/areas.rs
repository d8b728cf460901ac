//! A unit's own goal areas: made, ordered and taken out of use by its
//! administrator, offered to its plans, and kept by the goals that have them.

use crate::common::{Databases, Office, staff};
use casework::child::DEFAULT_AGE_LIMITS;
use casework::plan::{AREA_NAME_LIMIT, Area, Body, Goal, Horizon, Part};
use casework::role::Role;
use std::collections::BTreeSet;
use store::{Administration, CaseAccess, StoreError, UnitId};

on_both!(a_list_is_made_and_ordered, a_goal_keeps_its_area, only_an_administrator_and_only_what_fits);

async fn house(databases: &Databases) -> (Office, Administration, CaseAccess) {
    let office = Office::new(databases).await;
    let runa = staff(&office.store, "runa", &office.unit, Role::Administrator).await;
    let admin = office.store.administer(&runa).await.unwrap();
    let access = office.access().await;
    (office, admin, access)
}

fn goal(area: Area, words: &str) -> Part {
    let goal = Goal { dreams: BTreeSet::new(), area, horizon: Horizon::Now, words: words.into(), by: None };
    Part {
        teller: "team".into(),
        audience: BTreeSet::from(["team".to_owned()]),
        withdrawn: false,
        body: Body::Goal(goal),
    }
}

fn own(name: &str) -> Area {
    Area::Own(name.to_owned())
}

fn code<T: std::fmt::Debug>(outcome: Result<T, StoreError>) -> &'static str {
    match outcome {
        Err(StoreError::NotAllowed(code)) => code,
        Err(StoreError::NotFound) => "not_found",
        other => panic!("{other:?}"),
    }
}

async fn names(admin: &Administration, unit: &UnitId) -> Vec<(String, bool)> {
    admin.goal_areas(unit).await.unwrap().into_iter().map(|it| (it.name, it.retired)).collect()
}

async fn a_list_is_made_and_ordered(databases: Databases) {
    let (office, admin, access) = house(&databases).await;
    let unit = &office.unit;
    let language = admin.create_goal_area(unit, " Språk ").await.unwrap();
    let play = admin.create_goal_area(unit, "Lek").await.unwrap();
    admin.create_goal_area(unit, "Søvn").await.unwrap();
    let all = [("Språk".to_owned(), false), ("Lek".to_owned(), false), ("Søvn".to_owned(), false)];
    assert_eq!(names(&admin, unit).await, all);
    admin.move_goal_area(&play, true).await.unwrap();
    admin.move_goal_area(&play, true).await.unwrap();
    assert_eq!(access.own_goal_areas().await.unwrap(), [own("Lek"), own("Språk"), own("Søvn")]);
    admin.move_goal_area(&language, false).await.unwrap();
    admin.move_goal_area(&language, false).await.unwrap();
    admin.retire_goal_area(&play, true).await.unwrap();
    assert_eq!(access.own_goal_areas().await.unwrap(), [own("Søvn"), own("Språk")]);
    assert_eq!(names(&admin, unit).await[0], ("Lek".to_owned(), true));
    admin.retire_goal_area(&play, false).await.unwrap();
    assert_eq!(access.own_goal_areas().await.unwrap().len(), 3);
    // Another unit has its own.
    let other = office.store.create_unit("Familiens hus").await.unwrap();
    assert!(names(&admin, &other).await.is_empty());
    admin.create_goal_area(&other, "Lek").await.unwrap();
    assert_eq!(access.own_goal_areas().await.unwrap().len(), 3);
}

async fn a_goal_keeps_its_area(databases: Databases) {
    let (office, admin, access) = house(&databases).await;
    assert_eq!(code(access.write_plan_part(None, &goal(own("Språk"), "Norsk")).await), "plan_area");
    let area = admin.create_goal_area(&office.unit, "Språk").await.unwrap();
    let id = access.write_plan_part(None, &goal(own("Språk"), "Norsk")).await.unwrap();
    admin.retire_goal_area(&area, true).await.unwrap();
    // No new goal gets it; the one that has it is written anew with it.
    assert_eq!(code(access.write_plan_part(None, &goal(own("Språk"), "Mer")).await), "plan_area");
    access.write_plan_part(Some((&id, 1)), &goal(own("Språk"), "Norsk hver dag")).await.unwrap();
    let parts = access.plan(DEFAULT_AGE_LIMITS).await.unwrap().parts;
    assert_eq!(parts[0].part, goal(own("Språk"), "Norsk hver dag"));
    // Once it is let go, it is gone but for the way back.
    access.write_plan_part(Some((&id, 2)), &goal(Area::Education, "Norsk")).await.unwrap();
    assert_eq!(code(access.write_plan_part(Some((&id, 3)), &goal(own("Språk"), "Norsk")).await), "plan_area");
    access.restore_plan_part(&id, 3, 1).await.unwrap();
    assert_eq!(access.plan(DEFAULT_AGE_LIMITS).await.unwrap().parts[0].part, goal(own("Språk"), "Norsk"));
}

async fn only_an_administrator_and_only_what_fits(databases: Databases) {
    let (office, admin, _) = house(&databases).await;
    assert!(office.store.administer(&office.lead).await.is_err());
    admin.create_goal_area(&office.unit, "Lek").await.unwrap();
    for name in ["", "  ", "lek", "a\u{0}b", &"å".repeat(AREA_NAME_LIMIT + 1)] {
        assert_eq!(code(admin.create_goal_area(&office.unit, name).await), "plan_area", "{name:?}");
    }
    let nowhere = UnitId("ukjent".into());
    assert_eq!(code(admin.create_goal_area(&nowhere, "Søvn").await), "not_found");
    assert_eq!(code(admin.goal_areas(&nowhere).await), "not_found");
    assert_eq!(code(admin.retire_goal_area("ukjent", true).await), "not_found");
    assert_eq!(code(admin.move_goal_area("ukjent", true).await), "not_found");
}
