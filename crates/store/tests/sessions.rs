//! Signing in, staying signed in, and attempts that are too many.

use crate::common;
use crate::common::{Databases, PASSWORD, user};
use store::{IDLE_LIMIT_MS, SESSION_LIMIT_MS, SessionToken, Store, UserId};

on_both![
    who_knows_the_password_signs_in,
    a_closed_account_does_not,
    idle_for_thirty_minutes,
    twelve_hours_at_most,
    signing_out,
    a_new_password_ends_every_session,
    an_account_is_throttled,
    an_address_is_throttled,
    success_clears_the_account,
    parallel_guesses_are_counted,
    the_token_is_nowhere_in_the_database,
    strange_input_is_just_wrong,
];

const HERE: &str = "192.0.2.1";
const MINUTE: i64 = 60_000;

async fn sign_in(store: &Store, email: &str, password: &str) -> Option<(SessionToken, UserId)> {
    store.sign_in(email, password, HERE).await.unwrap().expect("not throttled")
}

async fn kari(databases: &Databases) -> (Store, UserId) {
    let store = databases.open().await;
    let id = user(&store, "kari").await;
    (store, id)
}

const KARI: &str = "kari@familie.example";

async fn who_knows_the_password_signs_in(databases: Databases) {
    let (store, id) = kari(&databases).await;
    let (token, who) = sign_in(&store, " KARI@familie.example", PASSWORD).await.unwrap();
    assert_eq!(who, id);
    let session = store.session(&token, true).await.unwrap().unwrap();
    assert_eq!((session.user.id, session.remaining_ms), (id, IDLE_LIMIT_MS));
    assert!(sign_in(&store, KARI, "grønn sykkel i sol").await.is_none());
    assert!(sign_in(&store, "ola@familie.example", PASSWORD).await.is_none());
    for forged in ["", "0", &"0".repeat(64), "' OR 1=1 --", "\0"] {
        assert!(store.session(&SessionToken::from_cookie(forged), true).await.unwrap().is_none(), "{forged:?}");
    }
}

async fn a_closed_account_does_not(databases: Databases) {
    let (store, id) = kari(&databases).await;
    let (token, _) = sign_in(&store, KARI, PASSWORD).await.unwrap();
    store.set_active(&id, false).await.unwrap();
    assert!(store.session(&token, true).await.unwrap().is_none());
    assert!(sign_in(&store, KARI, PASSWORD).await.is_none());
    store.set_active(&id, true).await.unwrap();
    assert!(store.session(&token, true).await.unwrap().is_none(), "the old session does not come back");
    assert!(sign_in(&store, KARI, PASSWORD).await.is_some());
}

async fn idle_for_thirty_minutes(databases: Databases) {
    let (store, _) = kari(&databases).await;
    let (token, _) = sign_in(&store, KARI, PASSWORD).await.unwrap();
    // Signs of life keep it; what the browser does by itself does not.
    databases.clock.advance(29 * MINUTE);
    assert_eq!(store.session(&token, true).await.unwrap().unwrap().remaining_ms, 30 * MINUTE);
    databases.clock.advance(20 * MINUTE);
    assert_eq!(store.session(&token, false).await.unwrap().unwrap().remaining_ms, 10 * MINUTE);
    databases.clock.advance(10 * MINUTE - 1);
    assert_eq!(store.session(&token, false).await.unwrap().unwrap().remaining_ms, 1);
    databases.clock.advance(1);
    assert!(store.session(&token, false).await.unwrap().is_none());
    assert!(store.session(&token, true).await.unwrap().is_none(), "and it does not come back");

    // What is promised holds: a sign of life too soon to be written down does
    // not promise more than the one before.
    let (token, _) = sign_in(&store, KARI, PASSWORD).await.unwrap();
    databases.clock.advance(20_000);
    let promised = store.session(&token, true).await.unwrap().unwrap().remaining_ms;
    databases.clock.advance(promised - 1);
    assert!(store.session(&token, false).await.unwrap().is_some());
    databases.clock.advance(1);
    assert!(store.session(&token, false).await.unwrap().is_none());
}

async fn twelve_hours_at_most(databases: Databases) {
    let (store, _) = kari(&databases).await;
    let (token, _) = sign_in(&store, KARI, PASSWORD).await.unwrap();
    for _ in 0..35 {
        databases.clock.advance(20 * MINUTE);
        assert!(store.session(&token, true).await.unwrap().is_some());
    }
    assert_eq!(35 * 20 * MINUTE, SESSION_LIMIT_MS - 20 * MINUTE);
    assert_eq!(store.session(&token, true).await.unwrap().unwrap().remaining_ms, 20 * MINUTE);
    databases.clock.advance(20 * MINUTE);
    assert!(store.session(&token, true).await.unwrap().is_none());
}

async fn signing_out(databases: Databases) {
    let (store, id) = kari(&databases).await;
    let ola = user(&store, "ola").await;
    let (office, _) = sign_in(&store, KARI, PASSWORD).await.unwrap();
    let (home, _) = sign_in(&store, KARI, PASSWORD).await.unwrap();
    let (phone, _) = sign_in(&store, KARI, PASSWORD).await.unwrap();
    let (olas, _) = sign_in(&store, "ola@familie.example", PASSWORD).await.unwrap();
    assert_ne!(office.reveal(), home.reveal());
    store.sign_out(&office).await.unwrap();
    assert!(store.session(&office, true).await.unwrap().is_none());
    assert!(store.session(&home, true).await.unwrap().is_some());
    store.sign_out_everywhere(&id).await.unwrap();
    for token in [&home, &phone] {
        assert!(store.session(token, true).await.unwrap().is_none());
    }
    assert_eq!(store.session(&olas, true).await.unwrap().unwrap().user.id, ola);
}

async fn a_new_password_ends_every_session(databases: Databases) {
    let (store, id) = kari(&databases).await;
    let (token, _) = sign_in(&store, KARI, PASSWORD).await.unwrap();
    store.set_password(&id, "rød sykkel i regnvær").await.unwrap();
    assert!(store.session(&token, true).await.unwrap().is_none());
    assert!(sign_in(&store, KARI, PASSWORD).await.is_none());
    assert!(sign_in(&store, KARI, "rød sykkel i regnvær").await.is_some());
    let nobody = UserId("nobody".into());
    assert!(store.set_password(&nobody, "rød sykkel i regnvær").await.is_err());
    assert!(store.set_active(&nobody, false).await.is_err());
}

async fn an_account_is_throttled(databases: Databases) {
    let (store, _) = kari(&databases).await;
    for n in 0..5 {
        assert!(store.sign_in(KARI, "feil", &format!("192.0.2.{n}")).await.unwrap().unwrap().is_none(), "{n}");
        databases.clock.advance(MINUTE);
    }
    // From anywhere, also with the right password. The first failure leaves the
    // window of fifteen minutes ten minutes from now.
    let throttled = store.sign_in(KARI, PASSWORD, "192.0.2.99").await.unwrap().err().unwrap();
    assert_eq!(throttled.wait_ms, 10 * MINUTE);
    databases.clock.advance(4 * MINUTE);
    assert_eq!(store.sign_in(KARI, PASSWORD, HERE).await.unwrap().err().unwrap().wait_ms, 6 * MINUTE);
    // Others are not held up, and neither does an account that is not there tell so.
    user(&store, "ola").await;
    assert!(store.sign_in("ola@familie.example", PASSWORD, HERE).await.unwrap().unwrap().is_some());
    for _ in 0..5 {
        assert!(store.sign_in("ingen@familie.example", "feil", HERE).await.unwrap().unwrap().is_none());
    }
    assert_eq!(store.sign_in("ingen@familie.example", "feil", HERE).await.unwrap().err().unwrap().wait_ms, 15 * MINUTE);
    // It ends when it says, and waiting attempts did not prolong it.
    databases.clock.advance(6 * MINUTE - 1);
    assert_eq!(store.sign_in(KARI, PASSWORD, HERE).await.unwrap().err().unwrap().wait_ms, 1);
    databases.clock.advance(1);
    assert!(store.sign_in(KARI, PASSWORD, HERE).await.unwrap().unwrap().is_some());
}

async fn an_address_is_throttled(databases: Databases) {
    let (store, _) = kari(&databases).await;
    for n in 0..30 {
        let email = format!("gjest{n}@familie.example");
        assert!(store.sign_in(&email, "feil", HERE).await.unwrap().unwrap().is_none(), "{n}");
    }
    let throttled = store.sign_in(KARI, PASSWORD, HERE).await.unwrap().err().unwrap();
    assert_eq!(throttled.wait_ms, 15 * MINUTE);
    // Elsewhere Kari may, and that does not clear the address.
    assert!(store.sign_in(KARI, PASSWORD, "198.51.100.7").await.unwrap().unwrap().is_some());
    assert!(store.sign_in(KARI, PASSWORD, HERE).await.unwrap().is_err());
    databases.clock.advance(15 * MINUTE);
    assert!(store.sign_in(KARI, PASSWORD, HERE).await.unwrap().unwrap().is_some());
}

async fn success_clears_the_account(databases: Databases) {
    let (store, _) = kari(&databases).await;
    for _ in 0..3 {
        for _ in 0..4 {
            assert!(sign_in(&store, KARI, "feil").await.is_none());
        }
        assert!(sign_in(&store, KARI, PASSWORD).await.is_some());
    }
    // Successes from one address never fill it up.
    for _ in 0..20 {
        assert!(sign_in(&store, KARI, PASSWORD).await.is_some());
    }
}

async fn parallel_guesses_are_counted(databases: Databases) {
    let (store, _) = kari(&databases).await;
    let tasks: Vec<_> = (0..24)
        .map(|n| {
            let store = store.clone();
            tokio::spawn(async move { store.sign_in(KARI, &format!("gjetning {n}"), HERE).await.unwrap() })
        })
        .collect();
    let mut looked_at = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(None) => looked_at += 1,
            Ok(Some(_)) => panic!("a wrong password fits"),
            Err(throttled) => assert!(throttled.wait_ms > 0),
        }
    }
    assert!(looked_at <= 5, "{looked_at} guesses were looked at");
}

async fn the_token_is_nowhere_in_the_database(databases: Databases) {
    let (store, _) = kari(&databases).await;
    let (token, id) = sign_in(&store, KARI, PASSWORD).await.unwrap();
    assert_eq!(token.reveal().len(), 64);
    assert!(sign_in(&store, "feil@familie.example", PASSWORD).await.is_none());
    let bytes = databases.everything_readable().await;
    assert!(common::contains(&bytes, &id.0));
    for secret in [token.reveal(), PASSWORD, HERE, "feil@familie.example"] {
        assert!(!common::contains(&bytes, secret), "{secret}");
    }
}

async fn strange_input_is_just_wrong(databases: Databases) {
    let (store, _) = kari(&databases).await;
    let long = "å".repeat(100_000);
    for (n, text) in ["", "\0", "kari\0@familie.example", "'; DROP TABLE session; --", &long].into_iter().enumerate() {
        let address = format!("192.0.2.{n}");
        assert!(store.sign_in(text, PASSWORD, &address).await.unwrap().unwrap().is_none(), "{n} as e-mail");
        assert!(
            store.sign_in("ny@familie.example", text, &address).await.unwrap().unwrap().is_none(),
            "{n} as password"
        );
        databases.clock.advance(16 * MINUTE);
    }
    assert!(sign_in(&store, KARI, PASSWORD).await.is_some());
}
