//! Real or a demonstration: decided once.

use crate::common;
use crate::common::{Databases, Office, PASSWORD, add, open};
use store::StoreError;

on_both![
    a_demonstration_never_becomes_real,
    real_data_never_becomes_a_demonstration,
    a_store_opens_again,
    one_connection_is_enough,
    the_files_are_their_owners_alone,
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
    let helper = common::staff(&office.store, "helper", &office.unit, casework::role::Role::Practitioner).await;
    let tasks: Vec<_> = (0..8)
        .map(|n| {
            let (store, lead, case) = (office.store.clone(), office.lead.clone(), office.case.clone());
            let (helper, unit) = (helper.clone(), office.unit.clone());
            tokio::spawn(async move {
                let access = open(&store, &lead, &case).await;
                access.edit(&[add(&format!("p{n}"), "Noen", &["team"])]).await.unwrap();
                access.begin_child_part(&format!("p{n}"), "p0").await.unwrap();
                access.participants().await.unwrap();
                access.child_parts().await.unwrap();
                store.list_my_cases(&lead).await.unwrap();
                let stranger = store::Who::Participant("stranger".into());
                store.open_case(&stranger, &case, &store::AccessRequest::reading("map")).await.unwrap_err();
                let (helper, unit) = (&helper, &unit);
                let found = store.emergency_search(helper, unit, "2026-0001").await.unwrap();
                if let store::EmergencySearch::Found(hit) = found {
                    let kind = casework::emergency::EmergencyKind::Other;
                    store.begin_emergency(helper, &hit.ticket, kind, "prøve").await.unwrap();
                }
                for notice in store.notices(&lead).await.unwrap() {
                    // Another of these tasks may have been first.
                    let _ = store.mark_notice_read(&lead, &notice.id).await;
                }
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

/// Also where they were open to others before.
async fn the_files_are_their_owners_alone(databases: Databases) {
    let shown = format!("{:?}", databases.config);
    assert!(!shown.contains("sqlite") && !shown.contains("postgres"), "an address may hold a password: {shown}");
    let Some(folder) = databases.folder() else { return };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let modes = || -> Vec<(String, u32)> {
            let files = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
            files
                .map(|it| (it.file_name().to_string_lossy().into_owned(), it.metadata().unwrap().permissions().mode()))
                .collect()
        };
        let office = Office::new(&databases).await;
        let before = modes();
        assert!(before.len() >= 4, "two databases, each with files beside it: {before:?}");
        for (name, mode) in before {
            assert_eq!(mode & 0o777, 0o600, "{name}");
            std::fs::set_permissions(folder.join(name), std::fs::Permissions::from_mode(0o644)).unwrap();
        }
        drop(office);
        databases.open().await;
        for (name, mode) in modes() {
            assert_eq!(mode & 0o777, 0o600, "{name} after opening it again");
        }
    }
}
