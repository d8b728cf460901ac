//! Reviewing the logs: who may, what they are shown, and that it is logged.

use crate::common;
use crate::common::{Databases, NOW, Office, case, open, open_own, staff};
use casework::emergency::EmergencyKind;
use casework::opening::{CaseStatus, Purpose};
use casework::role::Role;
use store::{
    AccessRequest, DatabaseKind, EmergencySearch, LogFault, LogFilter, ReviewKind, ReviewOf, ReviewRequest, StoreError,
    UserId, Who,
};

on_both![
    only_the_units_privacy_officer_reviews,
    everything_of_one_user_without_names,
    of_the_unit_by_kind_and_time,
    pages_go_back_to_the_beginning,
    a_cases_log_by_person_and_time,
    a_participants_pages_have_no_gaps,
    checking_the_log_tells_what_it_found,
];

fn whole<'a>(office: &'a Office, of: ReviewOf) -> ReviewRequest<'a> {
    ReviewRequest {
        unit: &office.unit,
        of,
        kind: ReviewKind::Any,
        from: None,
        until: None,
        after: None,
        limit: 100,
        export: false,
    }
}

async fn officer(office: &Office) -> UserId {
    staff(&office.store, "officer", &office.unit, Role::PrivacyOfficer).await
}

async fn emergency(office: &Office, user: &UserId) {
    let found = office.store.emergency_search(user, &office.unit, "Lyngtjernvik").await.unwrap();
    let EmergencySearch::Found(hit) = found else { panic!("{found:?}") };
    office.store.begin_emergency(user, &hit.ticket, EmergencyKind::Concern, "Lyngtjernvik").await.unwrap();
}

async fn only_the_units_privacy_officer_reviews(databases: Databases) {
    let office = Office::new(&databases).await;
    let other = office.store.create_unit("Helsestasjonen").await.unwrap();
    let before = office.store.unit_log(&office.unit, 100).await.unwrap().len();
    for role in Role::ALL {
        let here = staff(&office.store, role.code(), &office.unit, role).await;
        let there = staff(&office.store, &format!("{}-there", role.code()), &other, role).await;
        for (user, may) in [(&here, role == Role::PrivacyOfficer), (&there, false)] {
            let store = &office.store;
            assert_eq!(store.review_log(user, &whole(&office, ReviewOf::Unit)).await.is_ok(), may, "{role:?}");
            assert_eq!(store.review_scope(user, Some(&office.unit)).await.is_ok(), may, "{role:?}");
            assert_eq!(store.log_check(user, &office.unit).await.is_ok(), may, "{role:?}");
            assert_eq!(store.begin_log_check(user, &office.unit).await.is_ok(), may, "{role:?}");
        }
    }
    assert_eq!(office.store.unit_log(&office.unit, 100).await.unwrap().len(), before + 2);
    let closed = staff(&office.store, "closed", &office.unit, Role::PrivacyOfficer).await;
    office.store.set_active(&closed, false).await.unwrap();
    let refused = office.store.review_log(&closed, &whole(&office, ReviewOf::Unit)).await;
    assert!(matches!(refused, Err(StoreError::NotAllowed(_))));
    assert!(office.store.review_scope(&office.lead, None).await.is_err());
}

async fn everything_of_one_user_without_names(databases: Databases) {
    let office = Office::new(&databases).await;
    let officer = officer(&office).await;
    let someone = staff(&office.store, "someone", &office.unit, Role::Practitioner).await;
    let other = office.store.create_unit("Helsestasjonen").await.unwrap();
    office.store.give_post(&someone, &other, Role::Practitioner, common::since(common::LONG_AGO)).await.unwrap();
    let elsewhere = case(&office.store, &someone, &other, "Berg", CaseStatus::Open).await;
    open(&office.store, &someone, &elsewhere).await;
    let reading = AccessRequest::reading("map");
    office.store.open_case(&Who::Staff(someone.clone()), &office.case, &reading).await.unwrap_err();
    databases.clock.advance(1);
    emergency(&office, &someone).await;

    let page = office.store.review_log(&officer, &whole(&office, ReviewOf::User(someone.clone()))).await.unwrap();
    let told: Vec<_> =
        page.rows.iter().map(|row| (row.action.as_str(), row.outcome.as_str(), row.case_number.as_deref())).collect();
    // Newest first; what happened in another unit is that unit's to review.
    let expected = [
        ("search", "ok", Some("2026-0001")),
        ("begin_emergency", "ok", Some("2026-0001")),
        ("read", "no_relation", Some("2026-0001")),
    ];
    assert_eq!(told, expected);
    assert!(page.rows.iter().all(|row| row.user == (someone.0.clone(), Some("someone".into()))));
    let shown = format!("{page:?}");
    for word in ["Lyngtjernvik", "Berg"] {
        assert!(!shown.contains(word), "{word} in {shown}");
    }
    // That the log of this user was reviewed stands in the log.
    let page = office.store.review_log(&officer, &whole(&office, ReviewOf::Unit)).await.unwrap();
    let review = page.rows.iter().find(|row| row.object == "user_log").unwrap();
    assert_eq!((review.user.1.as_deref(), review.reviewed.as_deref()), (Some("officer"), Some("someone")));
    let scope = office.store.review_scope(&officer, None).await.unwrap();
    assert_eq!(scope.units.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>(), ["Familiesenteret"]);
    let names: Vec<_> = scope.users.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(names, ["ingrid", "officer", "someone"]);
}

async fn of_the_unit_by_kind_and_time(databases: Databases) {
    let office = Office::new(&databases).await;
    let officer = officer(&office).await;
    let someone = staff(&office.store, "someone", &office.unit, Role::Practitioner).await;
    let reading = AccessRequest::reading("map");
    office.store.open_case(&Who::Staff(someone.clone()), &office.case, &reading).await.unwrap_err();
    databases.clock.advance(10);
    emergency(&office, &someone).await;
    let get = async |kind, from, until| {
        let asked = ReviewRequest { kind, from, until, ..whole(&office, ReviewOf::Unit) };
        let page = office.store.review_log(&officer, &asked).await.unwrap();
        page.rows.into_iter().map(|row| row.action).collect::<Vec<_>>()
    };
    assert_eq!(get(ReviewKind::Emergency, None, None).await, ["search", "begin_emergency"]);
    assert_eq!(get(ReviewKind::Searches, None, None).await, ["search"]);
    assert_eq!(get(ReviewKind::Refusals, None, None).await, ["read"]);
    assert!(get(ReviewKind::Administration, None, None).await.is_empty());
    assert!(get(ReviewKind::Emergency, None, Some(NOW + 10)).await.is_empty());
    assert_eq!(get(ReviewKind::Emergency, Some(NOW + 10), None).await.len(), 2);
    assert!(get(ReviewKind::Emergency, Some(NOW + 11), None).await.is_empty());
    // The making and opening of a case in the day's work is no concern of this page.
    let all = get(ReviewKind::Any, None, None).await;
    assert!(!all.contains(&"create".to_owned()), "{all:?}");
    assert_eq!(get(ReviewKind::Reviews, None, None).await.len(), 9, "each of these looks, this one too");
    let asked = ReviewRequest { export: true, ..whole(&office, ReviewOf::Unit) };
    office.store.review_log(&officer, &asked).await.unwrap();
    assert_eq!(office.store.unit_log(&office.unit, 1).await.unwrap()[0].action, "export");
}

async fn pages_go_back_to_the_beginning(databases: Databases) {
    let office = Office::new(&databases).await;
    let officer = officer(&office).await;
    for n in 0..23 {
        // Several in one moment, too.
        databases.clock.advance(i64::from(n % 3 == 0));
        office.access().await;
    }
    let (mut after, mut numbers, mut pages) = (None::<String>, Vec::new(), 0);
    loop {
        let asked =
            ReviewRequest { after: after.as_deref(), limit: 5, ..whole(&office, ReviewOf::User(office.lead.clone())) };
        let page = office.store.review_log(&officer, &asked).await.unwrap();
        numbers.extend(page.rows.iter().map(|row| row.at));
        pages += 1;
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!((numbers.len(), pages), (24, 5));
    assert!(numbers.is_sorted_by(|a, b| a >= b));
    for odd in ["", "x", "1~2", "1~2~\0", "9999999999999999999~1~a"] {
        let asked = ReviewRequest { after: Some(odd), ..whole(&office, ReviewOf::Unit) };
        office.store.review_log(&officer, &asked).await.unwrap();
    }

    // The same of a case's own log.
    let access = office.access().await;
    let (mut before, mut numbers) = (None, Vec::new());
    loop {
        let page = access.log_page(&LogFilter { before, ..LogFilter::default() }, 7).await.unwrap();
        numbers.extend(page.rows.iter().map(|row| row.number));
        before = numbers.last().copied();
        if !page.more {
            break;
        }
    }
    assert_eq!(numbers, (1..=25).rev().collect::<Vec<i64>>());
}

async fn a_cases_log_by_person_and_time(databases: Databases) {
    let office = Office::new(&databases).await;
    let member = office.member("member", casework::role::CaseFunction::Member).await;
    databases.clock.advance(100);
    open(&office.store, &member, &office.case).await;
    databases.clock.advance(100);
    let access = office.access().await;
    let times = async |filter: LogFilter<'_>| {
        let page = access.log_page(&filter, 50).await.unwrap();
        page.rows.iter().map(|row| row.at - NOW).collect::<Vec<_>>()
    };
    let all = LogFilter::default();
    assert_eq!(times(all).await, [200, 100, 0, 0]);
    assert_eq!(times(LogFilter { user: Some(&member.0), ..all }).await, [100]);
    assert_eq!(times(LogFilter { user: Some("nobody\0"), ..all }).await, [] as [i64; 0]);
    assert_eq!(times(LogFilter { from: Some(NOW + 100), ..all }).await, [200, 100]);
    assert_eq!(times(LogFilter { until: Some(NOW + 100), ..all }).await, [0, 0]);
    let mut people = access.log_people().await.unwrap();
    people.sort();
    let mut expected = vec![office.lead.0.clone(), member.0.clone()];
    expected.sort();
    assert_eq!(people, expected);
}

async fn a_participants_pages_have_no_gaps(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = office.access().await;
    for person in ["p1", "p2"] {
        let new = store::NewParticipant {
            person,
            name: person,
            is_child: false,
            has_responsibility: false,
            from: common::LONG_AGO,
            to: None,
        };
        access.add_participant(&new).await.unwrap();
    }
    for _ in 0..3 {
        open_own(&office.store, "p2", &office.case).await;
        office.access().await;
    }
    let own = open_own(&office.store, "p1", &office.case).await;
    let first = own.log_page(&LogFilter::default(), 4).await.unwrap();
    let rest =
        own.log_page(&LogFilter { before: Some(first.rows[3].number), ..LogFilter::default() }, 4).await.unwrap();
    let numbers: Vec<_> = first.rows.iter().chain(&rest.rows).map(|row| row.number).collect();
    assert_eq!(numbers, [6, 5, 4, 3, 2, 1]);
    assert_eq!((first.more, rest.more), (true, false));
    assert!(!own.log_people().await.unwrap().contains(&"p2".to_owned()));
    assert!(own.refusals(5).await.unwrap().is_empty());
}

async fn checking_the_log_tells_what_it_found(databases: Databases) {
    let office = Office::new(&databases).await;
    let officer = officer(&office).await;
    let other = office.store.create_unit("Helsestasjonen").await.unwrap();
    let nurse = staff(&office.store, "nora", &other, Role::Practitioner).await;
    let elsewhere = case(&office.store, &nurse, &other, "Berg", CaseStatus::Open).await;
    for _ in 0..3 {
        office.access().await;
    }
    let store = &office.store;
    assert_eq!(store.log_check(&officer, &office.unit).await.unwrap(), None);
    let (id, new) = store.begin_log_check(&officer, &office.unit).await.unwrap();
    assert!(new);
    assert_eq!(store.begin_log_check(&officer, &office.unit).await.unwrap(), (id.clone(), false), "one at a time");
    store.run_log_check(&id).await.unwrap();
    let check = store.log_check(&officer, &office.unit).await.unwrap().unwrap();
    assert_eq!((check.by.as_str(), check.chains, check.checked), ("officer", 3, 3));
    assert_eq!((check.rows, check.ended_at, check.broken_off), (4 + 1 + 2, Some(NOW), false));
    assert_eq!(check.faults, []);

    let raw = databases.raw().await;
    let disarm = match store.kind() {
        DatabaseKind::Sqlite => "DROP TRIGGER log_row_no_update",
        DatabaseKind::Postgres => "ALTER TABLE log_row DISABLE TRIGGER ALL",
    };
    sqlx::query(disarm).execute(&raw).await.unwrap();
    let chains = [&office.case, &elsewhere].map(|case| format!("case:{}", case.0));
    for (chain, number) in [(&chains[0], 2_i64), (&chains[1], 1)] {
        sqlx::query("UPDATE log_row SET role = 'x' WHERE chain = $1 AND number = $2")
            .bind(chain)
            .bind(number)
            .execute(&raw)
            .await
            .unwrap();
    }
    databases.clock.advance(1);
    let (id, _) = store.begin_log_check(&officer, &office.unit).await.unwrap();
    // Nobody works on it: after a while it counts as broken off, and a new one begins.
    databases.clock.advance(60_000);
    assert!(store.log_check(&officer, &office.unit).await.unwrap().unwrap().broken_off);
    let (again, new) = store.begin_log_check(&officer, &office.unit).await.unwrap();
    assert!(new && again != id);
    store.run_log_check(&again).await.unwrap();
    let check = store.log_check(&officer, &office.unit).await.unwrap().unwrap();
    let [own, strange] = chains.map(|chain| chain);
    let expected = [
        (LogFault::Changed { chain: own, number: 2 }, Some("2026-0001".to_owned())),
        (LogFault::Changed { chain: strange, number: 1 }, None),
    ];
    assert_eq!(check.faults, expected, "with the case's number for who may know it");
    let purposes: Vec<_> = store.unit_log(&office.unit, 2).await.unwrap().into_iter().map(|row| row.purpose).collect();
    assert_eq!(purposes, [Purpose::LogReview.code(), Purpose::LogReview.code()]);
}
