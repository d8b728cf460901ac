//! Cases, the list of one's own, the team, units and posts.

use crate::common;
use crate::common::{
    Databases, LONG_AGO, NOW, Office, TODAY, TOMORROW, YESTERDAY, add, between, case, open, since, staff, user,
};
use casework::day::Period;
use casework::opening::CaseStatus;
use casework::role::{CaseFunction, Role};
use store::{NewCase, NewUser, StoreError, UserId};

on_both![
    cases_are_numbered_in_their_unit,
    parallel_cases_get_different_numbers,
    only_some_posts_make_cases,
    the_list_shows_the_cases_of_today,
    an_erased_case_leaves_the_list_whole,
    names_of_cases_are_sealed,
    the_team_of_today,
    only_the_lead_gives_access,
    posts_and_names_of_roles,
    accounts_have_one_address_each,
];

async fn cases_are_numbered_in_their_unit(databases: Databases) {
    let office = Office::new(&databases).await;
    let other = office.store.create_unit("Helsestasjonen").await.unwrap();
    let nurse = staff(&office.store, "nora", &other, Role::Practitioner).await;
    let second = case(&office.store, &office.lead, &office.unit, "Tveitå", CaseStatus::Open).await;
    let elsewhere = case(&office.store, &nurse, &other, "Berg", CaseStatus::Open).await;
    assert_eq!(office.access().await.number(), "2026-0001");
    assert_eq!(open(&office.store, &office.lead, &second).await.number(), "2026-0002");
    assert_eq!(open(&office.store, &nurse, &elsewhere).await.number(), "2026-0001");
}

async fn parallel_cases_get_different_numbers(databases: Databases) {
    let office = Office::new(&databases).await;
    let tasks: Vec<_> = (0..12)
        .map(|n| {
            let (store, lead, unit) = (office.store.clone(), office.lead.clone(), office.unit.clone());
            tokio::spawn(async move { case(&store, &lead, &unit, &format!("Sak {n}"), CaseStatus::Open).await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let mut numbers: Vec<_> =
        office.store.list_my_cases(&office.lead).await.unwrap().into_iter().map(|line| line.number).collect();
    numbers.sort();
    let expected: Vec<_> = (1..=13).map(|n| format!("2026-{n:04}")).collect();
    assert_eq!(numbers, expected);
}

async fn only_some_posts_make_cases(databases: Databases) {
    let office = Office::new(&databases).await;
    let other = office.store.create_unit("Helsestasjonen").await.unwrap();
    let makers = [Role::Practitioner, Role::IntakeTeam, Role::UnitLeader, Role::DepartmentLeader];
    for role in Role::ALL {
        let user = staff(&office.store, role.code(), &office.unit, role).await;
        let make = |unit| {
            let (store, user) = (office.store.clone(), user.clone());
            async move { store.create_case(&user, &NewCase { unit, name: "Ny", status: CaseStatus::Intake }).await }
        };
        assert_eq!(make(&office.unit).await.is_ok(), makers.contains(&role), "{role:?}");
        assert!(matches!(make(&other).await, Err(StoreError::NotAllowed(_))), "{role:?} in a unit without a post");
        office.store.set_active(&user, false).await.unwrap();
        assert!(
            matches!(make(&office.unit).await, Err(StoreError::NotAllowed(_))),
            "{role:?} after the account closed"
        );
    }
    let ended = user(&office.store, "ended").await;
    office.store.give_post(&ended, &office.unit, Role::Practitioner, between(LONG_AGO, YESTERDAY)).await.unwrap();
    let new = NewCase { unit: &office.unit, name: "Ny", status: CaseStatus::Intake };
    assert!(matches!(office.store.create_case(&ended, &new).await, Err(StoreError::NotAllowed(_))));
    assert!(office.store.create_case(&UserId("nobody".into()), &new).await.is_err());
}

async fn the_list_shows_the_cases_of_today(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = office.access().await;
    let table = [
        ("always", since(LONG_AGO), true),
        ("today", between(TODAY, TODAY), true),
        ("open-ended", Period { from: None, to: None }, true),
        ("ended", between(LONG_AGO, YESTERDAY), false),
        ("not-yet", since(TOMORROW), false),
    ];
    for (name, period, listed) in table {
        let user = user(&office.store, name).await;
        access.join_team(&user, CaseFunction::Member, period).await.unwrap();
        let lines = office.store.list_my_cases(&user).await.unwrap();
        assert_eq!(lines.len(), usize::from(listed), "{name}");
    }
    // A unit leader has no function in it; the list of one's own stays empty.
    let leader = staff(&office.store, "leder", &office.unit, Role::UnitLeader).await;
    assert!(office.store.list_my_cases(&leader).await.unwrap().is_empty());

    let line = office.store.list_my_cases(&office.lead).await.unwrap().remove(0);
    assert_eq!(
        (line.number.as_str(), line.name.as_str(), line.status, line.responsible.as_deref(), line.changed_at),
        ("2026-0001", "Lyngtjernvik", CaseStatus::Open, Some("ingrid"), NOW)
    );

    // The newest change comes first.
    databases.clock.advance(60_000);
    let second = case(&office.store, &office.lead, &office.unit, "Tveitå", CaseStatus::Intake).await;
    databases.clock.advance(60_000);
    access.edit(&[add("p1", "Marte", &["team"])]).await.unwrap();
    let lines = office.store.list_my_cases(&office.lead).await.unwrap();
    assert_eq!(lines.iter().map(|line| &line.id).collect::<Vec<_>>(), [&office.case, &second]);
}

async fn an_erased_case_leaves_the_list_whole(databases: Databases) {
    let office = Office::new(&databases).await;
    let kept = case(&office.store, &office.lead, &office.unit, "Tveitå", CaseStatus::Open).await;
    office.store.destroy_case_key(&office.case).await.unwrap();
    let lines = office.store.list_my_cases(&office.lead).await.unwrap();
    assert_eq!(lines.iter().map(|line| &line.id).collect::<Vec<_>>(), [&kept]);
}

async fn names_of_cases_are_sealed(databases: Databases) {
    let office = Office::new(&databases).await;
    case(&office.store, &office.lead, &office.unit, "Amna Idris Abdalla", CaseStatus::Open).await;
    let bytes = databases.everything_readable().await;
    for word in ["Lyngtjernvik", "lyngtjernvik", "Abdalla", "abdalla", "Idris"] {
        assert!(!common::contains(&bytes, word), "{word}");
    }
    assert!(common::contains(&bytes, "2026-0001"), "the search looks where the rows are");
}

async fn the_team_of_today(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = office.access().await;
    let stand_in = user(&office.store, "vikar").await;
    let before = user(&office.store, "forrige").await;
    let milieu = user(&office.store, "miljø").await;
    let member = user(&office.store, "anna").await;
    access.join_team(&member, CaseFunction::Member, since(LONG_AGO)).await.unwrap();
    access.join_team(&milieu, CaseFunction::MilieuLead, since(LONG_AGO)).await.unwrap();
    access.join_team(&stand_in, CaseFunction::StandIn, between(TODAY, TOMORROW)).await.unwrap();
    access.join_team(&before, CaseFunction::StandIn, between(LONG_AGO, YESTERDAY)).await.unwrap();
    let team: Vec<_> = access.team().await.unwrap().into_iter().map(|it| (it.name, it.function)).collect();
    let expected = [
        ("ingrid", CaseFunction::Lead),
        ("vikar", CaseFunction::StandIn),
        ("miljø", CaseFunction::MilieuLead),
        ("anna", CaseFunction::Member),
    ];
    assert_eq!(team, expected.map(|(name, function)| (name.to_owned(), function)));

    // Giving the same function again from the same day sets its end.
    access.join_team(&member, CaseFunction::Member, between(LONG_AGO, YESTERDAY)).await.unwrap();
    assert_eq!(access.team().await.unwrap().len(), 3);
    assert!(office.store.list_my_cases(&member).await.unwrap().is_empty());
}

async fn only_the_lead_gives_access(databases: Databases) {
    let office = Office::new(&databases).await;
    let table = [(CaseFunction::StandIn, true), (CaseFunction::MilieuLead, false), (CaseFunction::Member, false)];
    for (function, may) in table {
        let someone = office.member(function.code(), function).await;
        let access = open(&office.store, &someone, &office.case).await;
        for wanted in CaseFunction::ALL {
            let given = access.join_team(&someone, wanted, since(LONG_AGO)).await;
            assert_eq!(given.is_ok(), may, "{function:?} gives {wanted:?}");
        }
        if may {
            // One who took the case over gives it back.
            access.join_team(&office.lead, CaseFunction::Lead, since(TODAY)).await.unwrap();
        }
    }
    // While a case is taken in, those who distribute the work do.
    let intake = case(&office.store, &office.lead, &office.unit, "Ny", CaseStatus::Intake).await;
    for role in [Role::IntakeTeam, Role::DepartmentLeader] {
        let someone = staff(&office.store, role.code(), &office.unit, role).await;
        let asked = store::AccessRequest {
            purpose: casework::opening::Purpose::Intake,
            ..store::AccessRequest::changing("team")
        };
        let access = office.store.open_case(&store::Who::Staff(someone.clone()), &intake, &asked).await.unwrap();
        access.join_team(&office.lead, CaseFunction::Lead, since(TODAY)).await.unwrap();
    }
}

async fn posts_and_names_of_roles(databases: Databases) {
    let office = Office::new(&databases).await;
    let store = &office.store;
    let other = store.create_unit("Barnehagen").await.unwrap();
    let units: Vec<_> = store.list_units().await.unwrap().into_iter().map(|unit| unit.name).collect();
    assert_eq!(units, ["Barnehagen", "Familiesenteret"]);

    store.name_role(&other, Role::UnitLeader, "styrer").await.unwrap();
    store.name_role(&other, Role::UnitLeader, "daglig leder").await.unwrap();
    assert_eq!(store.role_names(&other).await.unwrap(), [(Role::UnitLeader, "daglig leder".to_owned())]);
    assert!(store.role_names(&office.unit).await.unwrap().is_empty());

    let user = user(store, "kari").await;
    store.give_post(&user, &other, Role::UnitLeader, since(TODAY)).await.unwrap();
    store.give_post(&user, &office.unit, Role::Practitioner, between(LONG_AGO, YESTERDAY)).await.unwrap();
    store.give_post(&user, &office.unit, Role::GroupLeader, since(TOMORROW)).await.unwrap();
    let found = store.find_user(&user).await.unwrap();
    assert_eq!(found.roles_in(&other), [Role::UnitLeader]);
    assert!(found.roles_in(&office.unit).is_empty(), "neither an ended post nor one to come");
    assert!(found.has_post(|role| role == Role::UnitLeader));
}

async fn accounts_have_one_address_each(databases: Databases) {
    let store = databases.open().await;
    let new = |email| NewUser { email, name: "Kari", password: common::PASSWORD };
    store.create_user(new("kari@familie.example")).await.unwrap();
    let again = store.create_user(new("  Kari@Familie.Example ")).await;
    assert!(matches!(again, Err(StoreError::Taken(_))), "{again:?}");
    assert_eq!(store.list_users().await.unwrap().len(), 1);
    assert!(matches!(store.find_user(&UserId("nobody".into())).await, Err(StoreError::NotFound)));
}
