//! Real or a demonstration: decided once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that fails says so")]

mod common;

use common::{Databases, Office, PASSWORD, add, open};
use store::StoreError;

on_both![
    a_demonstration_never_becomes_real,
    real_data_never_becomes_a_demonstration,
    a_store_opens_again,
    one_connection_is_enough
];

async fn a_demonstration_never_becomes_real(databases: Databases) {
    let store = databases.open().await;
    store.mark_installation(true).await.unwrap();
    store.mark_installation(true).await.unwrap();
    assert!(matches!(store.mark_installation(false).await, Err(StoreError::Unsafe(_))));
    store.mark_installation(true).await.expect("the refusal changed nothing");
}

async fn real_data_never_becomes_a_demonstration(databases: Databases) {
    let store = databases.open().await;
    store.mark_installation(false).await.unwrap();
    assert!(matches!(store.mark_installation(true).await, Err(StoreError::Unsafe(_))));
    let again = databases.open().await;
    assert!(matches!(again.mark_installation(true).await, Err(StoreError::Unsafe(_))));
    again.mark_installation(false).await.unwrap();
}

async fn a_store_opens_again(databases: Databases) {
    let first = databases.open().await;
    first.create_unit("Familiesenteret").await.unwrap();
    let second = databases.open().await;
    second.ping().await.unwrap();
    assert_eq!(second.list_units().await.unwrap().len(), 1);
    assert_eq!(first.kind(), second.kind());
}

/// A transaction that waited for a second connection would hang here.
async fn one_connection_is_enough(mut databases: Databases) {
    databases.config.max_connections = 1;
    let office = Office::new(&databases).await;
    let tasks: Vec<_> = (0..8)
        .map(|n| {
            let (store, lead, case) = (office.store.clone(), office.lead.clone(), office.case.clone());
            tokio::spawn(async move {
                let access = open(&store, &lead, &case).await;
                access.edit(&[add(&format!("p{n}"), "Noen", &["team"])]).await.unwrap();
                access.begin_child_part(&format!("p{n}"), "p0").await.unwrap();
                access.participants().await.unwrap();
                access.child_parts().await.unwrap();
                store.list_my_cases(&lead).await.unwrap();
                let stranger = store::Who::Participant("stranger".into());
                store.open_case(&stranger, &case, &store::AccessRequest::reading("map")).await.unwrap_err();
                let address = format!("192.0.2.{n}");
                assert!(store.sign_in("nobody@familie.example", PASSWORD, &address).await.is_ok());
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(office.store.verify_log(&[]).await.unwrap(), []);
    assert_eq!(office.store.verify_records().await.unwrap(), (1, vec![]));
}
