//! Codes that count time, recovery codes, and the half-signed-in state.

use crate::common::{Databases, NOW, PASSWORD, contains, user};
use store::{
    HALF_LIMIT_MS, HalfToken, RECOVERY_CODES, SecondFactorRule, SessionToken, SignInStep, Store, StoreError, UserId,
};
use totp_rs::{Builder, Secret};

on_both![
    codes_follow_the_clock,
    the_first_sign_in_sets_it_up,
    half_signed_in_is_nobody,
    a_code_is_used_once,
    two_at_once_with_one_code,
    recovery_codes_work_once,
    codes_are_guessed_in_vain,
    a_new_password_ends_the_half_way,
    switching_off_needs_a_code,
    nothing_of_it_can_be_read,
];

const HERE: &str = "192.0.2.1";
const KARI: &str = "kari@familie.example";
const STEP: i64 = 30_000;

/// What an app shows for this key at this time.
fn code(key: &str, at: i64) -> String {
    let totp =
        Builder::new().with_secret(Secret::try_from_base32(key).unwrap()).with_account_name("x").build().unwrap();
    totp.generate(u64::try_from(at / 1000).unwrap()).to_string()
}

async fn kari(databases: &Databases) -> (Store, UserId) {
    let store = databases.open().await;
    let id = user(&store, "kari").await;
    (store, id)
}

async fn first_step(store: &Store, rule: SecondFactorRule) -> SignInStep {
    store.begin_sign_in(KARI, PASSWORD, HERE, rule).await.unwrap().expect("not throttled").expect("the right password")
}

/// An account with a second factor, its key and recovery codes.
async fn with_factor(databases: &Databases) -> (Store, UserId, String, Vec<String>) {
    let (store, id) = kari(databases).await;
    let key = store.begin_second_factor(&id).await.unwrap().key;
    let codes = store.confirm_second_factor(&id, &code(&key, NOW), HERE).await.unwrap().unwrap().unwrap();
    (store, id, key, codes)
}

async fn half(store: &Store) -> HalfToken {
    match first_step(store, SecondFactorRule::Optional).await {
        SignInStep::CodeNeeded(token) => token,
        _ => panic!("no code is asked for"),
    }
}

async fn codes_follow_the_clock(databases: Databases) {
    let (store, id) = kari(&databases).await;
    let new = store.begin_second_factor(&id).await.unwrap();
    assert_eq!(
        new.url,
        format!("otpauth://totp/Familiekart:kari%40familie.example?secret={}&issuer=Familiekart", new.key)
    );
    assert_eq!(store.begin_second_factor(&id).await.unwrap().key, new.key, "the picture stays the same");
    assert_eq!(store.second_factor(&id).await.unwrap().since, None);
    for wrong in [code(&new.key, NOW - 2 * STEP), code(&new.key, NOW + 2 * STEP), String::new(), "abcdef".into()] {
        assert!(store.confirm_second_factor(&id, &wrong, HERE).await.unwrap().unwrap().is_none(), "{wrong}");
    }
    assert!(store.sign_in(KARI, PASSWORD, HERE).await.unwrap().unwrap().is_some(), "not on before it is verified");
    let spaced = code(&new.key, NOW - STEP);
    let spaced = format!("{} {}", &spaced[..3], &spaced[3..]);
    let codes = store.confirm_second_factor(&id, &spaced, HERE).await.unwrap().unwrap().unwrap();
    assert_eq!(codes.len(), RECOVERY_CODES);
    assert!(matches!(store.begin_second_factor(&id).await, Err(StoreError::NotAllowed("second_factor"))));
    let again = store.confirm_second_factor(&id, &code(&new.key, NOW), HERE).await;
    assert!(matches!(again, Err(StoreError::NotAllowed("second_factor"))));
    assert!(store.sign_in(KARI, PASSWORD, HERE).await.unwrap().unwrap().is_none(), "the password alone opens nothing");
}

async fn the_first_sign_in_sets_it_up(databases: Databases) {
    let (store, id) = kari(&databases).await;
    let SignInStep::SetUpNeeded(token) = first_step(&store, SecondFactorRule::Required).await else {
        panic!("no set-up")
    };
    let half = store.half_signed_in(&token).await.unwrap().unwrap();
    assert_eq!((half.user.clone(), half.email.as_str(), half.has_factor), (id.clone(), KARI, false));
    // There is no code yet by which one could get past.
    assert!(matches!(store.finish_sign_in(&token, "000000", HERE).await, Err(StoreError::NotFound)));
    let key = store.begin_second_factor(&id).await.unwrap().key;
    assert!(store.confirm_and_sign_in(&token, "000000", HERE).await.unwrap().unwrap().is_none());
    let (session, codes) = store.confirm_and_sign_in(&token, &code(&key, NOW), HERE).await.unwrap().unwrap().unwrap();
    assert_eq!(codes.len(), RECOVERY_CODES);
    assert_eq!(store.session(&session, true).await.unwrap().unwrap().user.id, id);
    assert!(store.half_signed_in(&token).await.unwrap().is_none(), "used up");
    assert!(matches!(first_step(&store, SecondFactorRule::Required).await, SignInStep::CodeNeeded(_)));
}

async fn half_signed_in_is_nobody(databases: Databases) {
    let (store, _, key, _) = with_factor(&databases).await;
    let token = half(&store).await;
    assert!(store.session(&SessionToken::from_cookie(token.reveal()), true).await.unwrap().is_none());
    for forged in ["", "x", "\0"] {
        assert!(store.half_signed_in(&HalfToken::from_cookie(forged)).await.unwrap().is_none());
    }
    databases.clock.advance(HALF_LIMIT_MS);
    let now = NOW + HALF_LIMIT_MS;
    assert!(store.half_signed_in(&token).await.unwrap().is_none());
    assert!(matches!(store.finish_sign_in(&token, &code(&key, now), HERE).await, Err(StoreError::NotFound)));
}

async fn a_code_is_used_once(databases: Databases) {
    let (store, id, key, _) = with_factor(&databases).await;
    let token = half(&store).await;
    // The code that switched it on is used.
    assert!(store.finish_sign_in(&token, &code(&key, NOW), HERE).await.unwrap().unwrap().is_none());
    databases.clock.advance(STEP);
    let next = code(&key, NOW + STEP);
    let (session, who) = store.finish_sign_in(&token, &next, HERE).await.unwrap().unwrap().unwrap();
    assert_eq!(who, id);
    assert!(store.session(&session, true).await.unwrap().is_some());
    let token = half(&store).await;
    assert!(store.finish_sign_in(&token, &next, HERE).await.unwrap().unwrap().is_none(), "replayed");
    // Neither does an older one come after a newer one.
    assert!(store.finish_sign_in(&token, &code(&key, NOW), HERE).await.unwrap().unwrap().is_none());
    databases.clock.advance(STEP);
    assert!(store.finish_sign_in(&token, &code(&key, NOW + 2 * STEP), HERE).await.unwrap().unwrap().is_some());
}

async fn two_at_once_with_one_code(databases: Databases) {
    let (store, _, key, _) = with_factor(&databases).await;
    databases.clock.advance(STEP);
    let mut tasks = Vec::new();
    for token in [half(&store).await, half(&store).await, half(&store).await] {
        let (store, code) = (store.clone(), code(&key, NOW + STEP));
        tasks.push(tokio::spawn(async move { store.finish_sign_in(&token, &code, HERE).await.unwrap() }));
    }
    let mut inside = 0;
    for task in tasks {
        inside += usize::from(task.await.unwrap().unwrap().is_some());
    }
    assert_eq!(inside, 1);
}

async fn recovery_codes_work_once(databases: Databases) {
    let (store, id, key, codes) = with_factor(&databases).await;
    let enter = async |code: &str| {
        let token = half(&store).await;
        store.finish_sign_in(&token, code, HERE).await.unwrap().unwrap().is_some()
    };
    assert!(enter(&codes[0]).await);
    assert!(!enter(&codes[0]).await, "used");
    assert!(enter(&codes[1].replace('-', " ").to_uppercase()).await, "however it is written");
    assert_eq!(store.second_factor(&id).await.unwrap().recovery_left, 8);
    // Another's codes are no codes of mine.
    let ola = user(&store, "ola").await;
    let olas = store.begin_second_factor(&ola).await.unwrap().key;
    let others = store.confirm_second_factor(&ola, &code(&olas, NOW), HERE).await.unwrap().unwrap().unwrap();
    assert!(!enter(&others[0]).await);
    // New ones make the old ones worthless.
    assert!(store.renew_recovery_codes(&id, "000000", HERE).await.unwrap().unwrap().is_none());
    databases.clock.advance(STEP);
    let fresh = store.renew_recovery_codes(&id, &code(&key, NOW + STEP), HERE).await.unwrap().unwrap().unwrap();
    assert!(!enter(&codes[2]).await);
    assert!(enter(&fresh[2]).await);
}

async fn codes_are_guessed_in_vain(databases: Databases) {
    let (store, _, key, _) = with_factor(&databases).await;
    databases.clock.advance(STEP);
    for n in 0..5 {
        // The right password in between does not begin the count anew.
        let token = half(&store).await;
        let address = format!("192.0.2.{n}");
        assert!(store.finish_sign_in(&token, &format!("00000{n}"), &address).await.unwrap().unwrap().is_none());
    }
    let token = half(&store).await;
    let waits = store.finish_sign_in(&token, &code(&key, NOW + STEP), "198.51.100.7").await.unwrap().err().unwrap();
    assert!(waits.wait_ms > 14 * 60_000);
}

async fn a_new_password_ends_the_half_way(databases: Databases) {
    let (store, id, key, _) = with_factor(&databases).await;
    databases.clock.advance(STEP);
    for ends in [0, 1] {
        let token = half(&store).await;
        if ends == 0 {
            store.set_password(&id, PASSWORD).await.unwrap();
        } else {
            store.set_active(&id, false).await.unwrap();
        }
        assert!(store.half_signed_in(&token).await.unwrap().is_none());
        let late = store.finish_sign_in(&token, &code(&key, NOW + STEP), HERE).await;
        assert!(matches!(late, Err(StoreError::NotFound)));
    }
}

async fn switching_off_needs_a_code(databases: Databases) {
    let (store, id, key, _) = with_factor(&databases).await;
    assert!(!store.switch_off_second_factor(&id, "000000", HERE).await.unwrap().unwrap());
    databases.clock.advance(STEP);
    assert!(store.switch_off_second_factor(&id, &code(&key, NOW + STEP), HERE).await.unwrap().unwrap());
    let state = store.second_factor(&id).await.unwrap();
    assert_eq!((state.since, state.recovery_left), (None, 0));
    assert_ne!(store.begin_second_factor(&id).await.unwrap().key, key, "a new key");
}

async fn nothing_of_it_can_be_read(databases: Databases) {
    let (store, _, key, codes) = with_factor(&databases).await;
    let token = half(&store).await;
    let bytes = databases.everything_readable().await;
    assert!(contains(&bytes, KARI));
    for secret in [key.as_str(), &codes[0], &codes[0].replace('-', ""), token.reveal()] {
        assert!(!contains(&bytes, secret), "{secret}");
    }
}
