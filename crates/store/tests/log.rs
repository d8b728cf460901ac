//! The access log: one row per opening, append-only, and every change found.

use crate::common;
use crate::common::{Databases, NOW, Office, add, case, contains, open, open_own, staff};
use casework::opening::{CaseStatus, Purpose};
use casework::role::{CaseFunction, Role};
use sqlx::AnyPool;
use std::time::{Duration, Instant};
use store::{AccessRequest, Action, CaseId, ChainHead, DatabaseKind, LogFault, OpenError, Store, UserId, Who};

on_both![
    one_row_per_opening,
    a_reason_in_words_is_sealed,
    refusals_stand_in_the_chain_of_the_unit,
    the_table_refuses_to_change,
    an_untouched_log_is_clean,
    a_changed_row_is_found,
    a_removed_row_is_found,
    a_removed_tail_is_found,
    a_head_rolled_back_is_found,
    a_forged_head_is_found,
    a_chain_gone_altogether_is_found,
    a_row_far_away_does_not_hang_the_verification,
    a_participant_sees_who_looked_and_no_more,
    parallel_readers_all_finish,
];

async fn one_row_per_opening(databases: Databases) {
    let office = Office::new(&databases).await;
    databases.clock.advance(5);
    let asked = AccessRequest { action: Action::Print, object: "genogram", ..AccessRequest::reading("") };
    let access = office.store.open_case(&Who::Staff(office.lead.clone()), &office.case, &asked).await.unwrap();
    access.record().await.unwrap();
    access.team().await.unwrap();
    let rows = access.log(10).await.unwrap();
    assert_eq!(rows.len(), 2, "making the case, and this opening");
    let row = &rows[0];
    assert_eq!((row.number, row.at, &row.user), (2, NOW + 5, &office.lead.0));
    assert_eq!((row.role.as_str(), row.action.as_str(), row.object.as_str()), ("lead", "print", "genogram"));
    assert_eq!((row.purpose.as_str(), row.outcome.as_str(), row.detail.as_str()), ("follow_up", "ok", ""));
    assert_eq!((rows[1].action.as_str(), rows[1].role.as_str()), ("create", "practitioner"));

    // The row is there before anything is read, and stays if nothing ever is.
    drop(access);
    drop(office.access().await);
    assert_eq!(office.access().await.log(10).await.unwrap().len(), 4);
    assert_eq!(office.access().await.log(2).await.unwrap().iter().map(|row| row.number).collect::<Vec<_>>(), [5, 4]);
}

async fn a_reason_in_words_is_sealed(databases: Databases) {
    let office = Office::new(&databases).await;
    let leader = staff(&office.store, "leder", &office.unit, Role::UnitLeader).await;
    let reason = "klage på ventetiden fra Lyngtjernvik";
    let asked =
        AccessRequest { purpose: Purpose::Leadership, reason: Some(reason), action: Action::Read, object: "overview" };
    let access = office.store.open_case(&Who::Staff(leader), &office.case, &asked).await.unwrap();
    let row = access.log(1).await.unwrap().remove(0);
    assert_eq!((row.purpose.as_str(), row.role.as_str(), row.detail.as_str()), ("leadership", "unit_leader", reason));
    let bytes = databases.everything_readable().await;
    assert!(contains(&bytes, "leadership"));
    for word in ["klage", "ventetiden", "Lyngtjernvik"] {
        assert!(!contains(&bytes, word), "{word}");
    }
}

async fn refusals_stand_in_the_chain_of_the_unit(databases: Databases) {
    let office = Office::new(&databases).await;
    let other = office.store.create_unit("Helsestasjonen").await.unwrap();
    let nurse = staff(&office.store, "nora", &other, Role::Practitioner).await;
    let leader = staff(&office.store, "leder", &office.unit, Role::UnitLeader).await;
    let missing = CaseId("00000000-0000-7000-8000-000000000000".into());
    let strange = CaseId(format!("'; DROP TABLE log_row; -- \0{}", "x".repeat(500)));
    let reading = AccessRequest::reading("map");
    let mut shown = Vec::new();
    for (who, id) in [
        (Who::Staff(nurse.clone()), &office.case),
        (Who::Staff(nurse.clone()), &missing),
        (Who::Staff(nurse.clone()), &strange),
        (Who::Staff(UserId("nobody".into())), &office.case),
        (Who::Staff(UserId("nobody".into())), &missing),
        (Who::Participant("stranger".into()), &office.case),
        (Who::Participant("stranger".into()), &missing),
    ] {
        let error = office.store.open_case(&who, id, &reading).await.unwrap_err();
        assert!(matches!(error, OpenError::NotFound), "{who:?} {id:?}: {error:?}");
        shown.push((error.to_string(), format!("{error:?}")));
    }
    shown.dedup();
    assert_eq!(shown.len(), 1, "forbidden and missing look alike: {shown:?}");
    let asked = AccessRequest { purpose: Purpose::Leadership, ..AccessRequest::reading("map") };
    let error = office.store.open_case(&Who::Staff(leader), &office.case, &asked).await.unwrap_err();
    assert!(matches!(error, OpenError::ReasonNeeded));

    // The chain of the case's unit knows whom it turned away, newest first.
    let rows = office.store.unit_log(&office.unit, 10).await.unwrap();
    let found: Vec<_> = rows.iter().map(|row| (row.outcome.as_str(), row.purpose.as_str())).collect();
    let expected = [
        ("reason_needed", "leadership"),
        ("no_relation", "follow_up"),
        ("no_relation", "follow_up"),
        ("no_relation", "follow_up"),
    ];
    assert_eq!(found, expected);
    assert!(rows.iter().all(|row| row.detail == office.case.0), "which case was asked for");
    assert_eq!(rows[3].user, nurse.0);
    // What is not there belongs to the unit of who asked.
    let rows = office.store.unit_log(&other, 10).await.unwrap();
    let found: Vec<_> = rows.iter().map(|row| (row.number, row.outcome.as_str())).collect();
    assert_eq!(found, [(2, "no_such_case"), (1, "no_such_case")]);
    assert_eq!(rows[1].detail, missing.0);
    // No case was opened, so none has a row.
    assert_eq!(office.access().await.log(10).await.unwrap().len(), 2);
    assert_eq!(office.store.verify_log(&[]).await.unwrap(), []);
}

async fn the_table_refuses_to_change(databases: Databases) {
    let office = Office::new(&databases).await;
    office.access().await;
    let raw = databases.raw().await;
    let mut statements = vec![
        "UPDATE log_row SET user_id = 'somebody'",
        "DELETE FROM log_row",
        "DELETE FROM log_row WHERE number = 2",
        "UPDATE log_row SET number = number + 1",
    ];
    if office.store.kind() == DatabaseKind::Postgres {
        statements.push("TRUNCATE log_row");
    }
    for statement in statements {
        let error = sqlx::query(statement).execute(&raw).await.unwrap_err();
        assert!(error.to_string().contains("append-only"), "{statement}: {error}");
    }
    assert_eq!(office.access().await.log(10).await.unwrap().len(), 3);
    assert_eq!(office.store.verify_log(&[]).await.unwrap(), []);
}

/// A case with six rows, and somebody in the database with all rights there.
async fn tampered(databases: &Databases) -> (Office, String, AnyPool) {
    let office = Office::new(databases).await;
    for _ in 0..5 {
        office.access().await;
    }
    let second = case(&office.store, &office.lead, &office.unit, "Tveitå", CaseStatus::Open).await;
    open(&office.store, &office.lead, &second).await;
    let raw = databases.raw().await;
    let disarm: &[&str] = match office.store.kind() {
        DatabaseKind::Sqlite => &["DROP TRIGGER log_row_no_update", "DROP TRIGGER log_row_no_delete"],
        DatabaseKind::Postgres => &["ALTER TABLE log_row DISABLE TRIGGER ALL"],
    };
    for statement in disarm {
        sqlx::query(*statement).execute(&raw).await.unwrap();
    }
    let chain = format!("case:{}", office.case.0);
    (office, chain, raw)
}

async fn tamper(raw: &AnyPool, statement: &'static str, chain: &str) {
    let done = sqlx::query(statement).bind(chain).execute(raw).await.unwrap();
    assert!(done.rows_affected() > 0, "{statement}");
}

async fn an_untouched_log_is_clean(databases: Databases) {
    let (office, chain, _) = tampered(&databases).await;
    let heads = office.store.log_heads().await.unwrap();
    assert_eq!(heads.len(), 2);
    assert!(heads.iter().any(|head| head.chain == chain && head.number == 6));
    assert_eq!(office.store.verify_log(&[]).await.unwrap(), []);
    // Later rows do not disturb an export.
    office.access().await;
    assert_eq!(office.store.verify_log(&heads).await.unwrap(), []);
    // Another key is not the key of these chains.
    let master = store::MasterKey::from_hex(&store::MasterKey::generate_hex()).unwrap();
    let stranger = Store::open(&databases.config, &master, databases.clock.clone()).await.unwrap();
    assert!(!stranger.verify_log(&[]).await.unwrap().is_empty());
}

async fn a_changed_row_is_found(databases: Databases) {
    let (office, chain, raw) = tampered(&databases).await;
    let changes = [
        ("UPDATE log_row SET user_id = 'x' || user_id WHERE chain = $1 AND number = 2", 2),
        ("UPDATE log_row SET at = at + 1 WHERE chain = $1 AND number = 3", 3),
        ("UPDATE log_row SET purpose = 'intake' WHERE chain = $1 AND number = 4", 4),
        ("UPDATE log_row SET outcome = '' WHERE chain = $1 AND number = 1", 1),
    ];
    let mut expected = Vec::new();
    for (change, number) in changes {
        tamper(&raw, change, &chain).await;
        expected.push(LogFault::Changed { chain: chain.clone(), number });
        expected.sort_by_key(|fault| match fault {
            LogFault::Changed { number, .. } => *number,
            _ => 0,
        });
        assert_eq!(office.store.verify_log(&[]).await.unwrap(), expected, "{change}");
    }
}

async fn a_removed_row_is_found(databases: Databases) {
    let (office, chain, raw) = tampered(&databases).await;
    tamper(&raw, "DELETE FROM log_row WHERE chain = $1 AND number = 3", &chain).await;
    let missing = LogFault::Missing { chain: chain.clone(), number: 3 };
    assert_eq!(office.store.verify_log(&[]).await.unwrap(), [missing]);
    // Closing the gap does not help.
    for statement in [
        "UPDATE log_row SET number = 3 WHERE chain = $1 AND number = 4",
        "UPDATE log_row SET number = 4 WHERE chain = $1 AND number = 5",
        "UPDATE log_row SET number = 5 WHERE chain = $1 AND number = 6",
    ] {
        tamper(&raw, statement, &chain).await;
    }
    let faults = office.store.verify_log(&[]).await.unwrap();
    assert!(faults.contains(&LogFault::Changed { chain: chain.clone(), number: 3 }), "{faults:?}");
    assert!(faults.contains(&LogFault::Missing { chain, number: 6 }), "{faults:?}");
}

async fn a_removed_tail_is_found(databases: Databases) {
    let (office, chain, raw) = tampered(&databases).await;
    tamper(&raw, "DELETE FROM log_row WHERE chain = $1 AND number > 4", &chain).await;
    let faults = office.store.verify_log(&[]).await.unwrap();
    assert_eq!(faults, [5, 6].map(|number| LogFault::Missing { chain: chain.clone(), number }));
}

/// The head as somebody may have copied it earlier, put back later.
async fn roll_back(raw: &AnyPool, chain: &str, copy: &(i64, String, String)) {
    sqlx::query("UPDATE log_head SET number = $2, mac = $3, seal = $4 WHERE chain = $1")
        .bind(chain)
        .bind(copy.0)
        .bind(&copy.1)
        .bind(&copy.2)
        .execute(raw)
        .await
        .unwrap();
}

async fn copy_head(raw: &AnyPool, chain: &str) -> (i64, String, String) {
    sqlx::query_as("SELECT number, mac, seal FROM log_head WHERE chain = $1").bind(chain).fetch_one(raw).await.unwrap()
}

async fn a_head_rolled_back_is_found(databases: Databases) {
    let (office, chain, raw) = tampered(&databases).await;
    let copy = copy_head(&raw, &chain).await;
    for _ in 0..3 {
        office.access().await;
    }
    let exported = office.store.log_heads().await.unwrap();
    // With its tail left behind, the rows themselves tell.
    roll_back(&raw, &chain, &copy).await;
    let faults = office.store.verify_log(&[]).await.unwrap();
    assert_eq!(faults, [LogFault::HeadForged { chain: chain.clone() }]);
    // With its tail removed, an exported head tells, and only that can.
    tamper(&raw, "DELETE FROM log_row WHERE chain = $1 AND number > 6", &chain).await;
    assert_eq!(office.store.verify_log(&[]).await.unwrap(), []);
    let older = LogFault::OlderThanExport { chain: chain.clone(), number: 9 };
    assert_eq!(office.store.verify_log(&exported).await.unwrap(), [older]);
    // Also after the chain has grown past its old length with other rows.
    databases.clock.advance(1);
    for _ in 0..4 {
        office.access().await;
    }
    let older = LogFault::OlderThanExport { chain, number: 9 };
    assert_eq!(office.store.verify_log(&exported).await.unwrap(), [older]);
}

async fn a_forged_head_is_found(databases: Databases) {
    let (office, chain, raw) = tampered(&databases).await;
    let forged = [LogFault::HeadForged { chain: chain.clone() }];
    let copy = copy_head(&raw, &chain).await;
    // Cut to four rows, with everything that a database alone can know.
    let mac: String = sqlx::query_scalar("SELECT mac FROM log_row WHERE chain = $1 AND number = 4")
        .bind(&chain)
        .fetch_one(&raw)
        .await
        .unwrap();
    tamper(&raw, "DELETE FROM log_row WHERE chain = $1 AND number > 4", &chain).await;
    for seal in [copy.2.clone(), String::new(), "0".repeat(64)] {
        roll_back(&raw, &chain, &(4, mac.clone(), seal)).await;
        assert_eq!(office.store.verify_log(&[]).await.unwrap(), forged);
    }
    // The seal of another chain is none for this one.
    let other: (i64, String, String) = sqlx::query_as("SELECT number, mac, seal FROM log_head WHERE chain <> $1")
        .bind(&chain)
        .fetch_one(&raw)
        .await
        .unwrap();
    roll_back(&raw, &chain, &other).await;
    let faults = office.store.verify_log(&[]).await.unwrap();
    assert!(faults.contains(&forged[0]), "{faults:?}");
    // A head that is gone while its rows stay.
    tamper(&raw, "DELETE FROM log_head WHERE chain = $1", &chain).await;
    let faults = office.store.verify_log(&[]).await.unwrap();
    assert!(faults.contains(&forged[0]), "{faults:?}");
}

async fn a_chain_gone_altogether_is_found(databases: Databases) {
    let (office, chain, raw) = tampered(&databases).await;
    let stranger = Who::Participant("stranger".into());
    office.store.open_case(&stranger, &office.case, &AccessRequest::reading("map")).await.unwrap_err();
    let exported = office.store.log_heads().await.unwrap();
    let unit = format!("unit:{}", office.unit.0);
    for chain in [&chain, &unit] {
        tamper(&raw, "DELETE FROM log_row WHERE chain = $1", chain).await;
        tamper(&raw, "DELETE FROM log_head WHERE chain = $1", chain).await;
    }
    // A case was made once, and that was logged: its chain is missed without help.
    let missing = LogFault::Missing { chain: chain.clone(), number: 1 };
    assert_eq!(office.store.verify_log(&[]).await.unwrap(), std::slice::from_ref(&missing));
    // A unit's chain is missed by the export.
    let faults = office.store.verify_log(&exported).await.unwrap();
    let gone = |chain: &str, number| LogFault::OlderThanExport { chain: chain.to_owned(), number };
    assert!(faults.contains(&gone(&chain, 6)), "{faults:?}");
    assert!(faults.contains(&gone(&unit, 1)), "{faults:?}");
}

async fn a_row_far_away_does_not_hang_the_verification(databases: Databases) {
    let (office, chain, raw) = tampered(&databases).await;
    tamper(&raw, "UPDATE log_row SET number = 9223372036854775807 WHERE chain = $1 AND number = 6", &chain).await;
    let verification = tokio::time::timeout(Duration::from_secs(20), office.store.verify_log(&[]));
    let faults = verification.await.expect("it ends").unwrap();
    assert!(faults.contains(&LogFault::Missing { chain, number: 6 }));
    assert!(faults.len() < 10_000);
}

async fn a_participant_sees_who_looked_and_no_more(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = office.access().await;
    access
        .edit(&[add("p1", "Marte", &["team", "person:p1"]), add("p2", "Tobias", &["team", "person:p2"])])
        .await
        .unwrap();
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
    let leader = staff(&office.store, "leder", &office.unit, Role::UnitLeader).await;
    let asked = AccessRequest {
        purpose: Purpose::Leadership,
        reason: Some("bekymring fra Tobias"),
        ..AccessRequest::reading("map")
    };
    office.store.open_case(&Who::Staff(leader.clone()), &office.case, &asked).await.unwrap();
    open_own(&office.store, "p2", &office.case).await;
    let rows = open_own(&office.store, "p1", &office.case).await.log(20).await.unwrap();
    // Herself, the leader and the lead, not the other participant, not the
    // words, and no gap that tells of what is left out.
    let users: Vec<_> = rows.iter().map(|row| row.user.as_str()).collect();
    assert_eq!(users, ["p1", &leader.0, &office.lead.0, &office.lead.0]);
    assert!(rows.iter().all(|row| row.detail.is_empty()), "{rows:?}");
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [4, 3, 2, 1]);
}

const READERS: usize = 70;

async fn parallel_readers_all_finish(databases: Databases) {
    let office = Office::new(&databases).await;
    let mut cases = vec![office.case.clone()];
    for n in 1..READERS {
        cases.push(case(&office.store, &office.lead, &office.unit, &format!("Sak {n}"), CaseStatus::Open).await);
    }
    let colleague = office.member("anna", CaseFunction::Member).await;
    let kind = office.store.kind();
    let different = readers(&office, cases.iter().map(|case| (office.lead.clone(), case.clone()))).await;
    let same = readers(
        &office,
        (0..READERS).map(|n| (if n % 2 == 0 { office.lead.clone() } else { colleague.clone() }, office.case.clone())),
    )
    .await;
    println!("{kind:?}: {READERS} parallel openings of different cases: {different}; of the same case: {same}");

    // One row each, no number left out or used twice.
    let raw = databases.raw().await;
    let chains: Vec<(String, i64, i64, i64)> =
        sqlx::query_as("SELECT chain, COUNT(*), MIN(number), MAX(number) FROM log_row GROUP BY chain")
            .fetch_all(&raw)
            .await
            .unwrap();
    assert_eq!(chains.len(), READERS);
    for (chain, count, first, last) in chains {
        let own = chain == format!("case:{}", office.case.0);
        let expected = if own { 3 + READERS as i64 } else { 2 };
        assert_eq!((count, first, last), (expected, 1, expected), "{chain}");
    }
    assert_eq!(office.store.verify_log(&[] as &[ChainHead]).await.unwrap(), []);
}

/// Opens all at once; every one must succeed.
async fn readers(office: &Office, wanted: impl Iterator<Item = (UserId, CaseId)>) -> String {
    let gate = std::sync::Arc::new(tokio::sync::Barrier::new(READERS));
    let tasks: Vec<_> = wanted
        .map(|(user, case)| {
            let (store, gate) = (office.store.clone(), gate.clone());
            tokio::spawn(async move {
                gate.wait().await;
                let start = Instant::now();
                open(&store, &user, &case).await.record().await.expect("the record");
                start.elapsed()
            })
        })
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        times.push(task.await.expect("no reader fails"));
    }
    times.sort();
    let at = |percent: usize| times[times.len() * percent / 100].as_secs_f64() * 1000.0;
    format!("p50 {:.1} ms, p95 {:.1} ms", at(50), at(95))
}
