//! Real or a demonstration: decided once.

mod common;

use common::Databases;
use store::StoreError;

on_both![a_demonstration_never_becomes_real, real_data_never_becomes_a_demonstration, a_store_opens_again];

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
