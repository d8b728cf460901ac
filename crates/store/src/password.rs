//! Passwords, by the rules of NIST SP 800-63B-4 section 3.1.1: length and a
//! list of common ones, and nothing else. No rules of composition, no expiry.

use crate::error::StoreError;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use std::collections::HashSet;
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// The shortest password that may stand alone (no second factor), in characters.
pub const MIN_LENGTH: usize = 15;
/// The longest that is accepted, so that hashing stays bounded.
pub const MAX_LENGTH: usize = 256;

/// Passwords that are tried first by anyone who guesses, in lower case; origin
/// beside the file.
pub static COMMON_PASSWORDS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("password/common.txt").lines().filter(|line| !line.starts_with('#')).collect());

/// Why a password is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordFault {
    /// Fewer than [`MIN_LENGTH`] characters.
    TooShort,
    /// More than [`MAX_LENGTH`] characters.
    TooLong,
    /// Among the common ones, or the account's own address or the product's name.
    Common,
}

/// Checks a new password for an account.
///
/// # Errors
/// What is wrong with it.
pub fn check_password(password: &str, email: &str) -> Result<(), PasswordFault> {
    let length = password.chars().count();
    if length < MIN_LENGTH {
        return Err(PasswordFault::TooShort);
    }
    if length > MAX_LENGTH {
        return Err(PasswordFault::TooLong);
    }
    let plain = password.trim().to_lowercase();
    let named = [email.trim().to_lowercase(), "familiekart".repeat(2)];
    if COMMON_PASSWORDS.contains(plain.as_str()) || named.contains(&plain) {
        return Err(PasswordFault::Common);
    }
    Ok(())
}

/// So many hashes at a time; each takes 19 MiB, and a flood of attempts must
/// not take the rest.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

/// Hashes away from the threads that serve requests.
pub(crate) async fn hash_password(password: String) -> Result<String, StoreError> {
    let _turn = AT_ONCE.acquire().await.map_err(|_| StoreError::PasswordHash)?;
    tokio::task::spawn_blocking(move || {
        Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
    })
    .await
    .map_err(|_| StoreError::PasswordHash)?
    .map_err(|_| StoreError::PasswordHash)
}

/// What a password is compared with where there is no account.
static NOBODY: LazyLock<Option<String>> =
    LazyLock::new(|| Argon2::default().hash_password(b"nobody has this password").ok().map(|it| it.to_string()));

/// Whether the password fits. Without a hash the work is done all the same and
/// the answer is no, so that time does not tell which accounts exist.
pub(crate) async fn verify_password(hash: Option<String>, password: String) -> Result<bool, StoreError> {
    let _turn = AT_ONCE.acquire().await.map_err(|_| StoreError::PasswordHash)?;
    tokio::task::spawn_blocking(move || {
        let known = hash.is_some();
        let Some(text) = hash.or_else(|| NOBODY.clone()) else { return Err(StoreError::PasswordHash) };
        let parsed = PasswordHash::new(&text).map_err(|_| StoreError::PasswordHash)?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && known)
    })
    .await
    .map_err(|_| StoreError::PasswordHash)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_and_the_list_and_nothing_else() {
        let table = [
            ("kort", Err(PasswordFault::TooShort)),
            ("fjorten tegn!!", Err(PasswordFault::TooShort)),
            ("blåbær og brød!", Ok(())),
            ("aaaaaaaaaaaaaaaa", Ok(())),
            ("123456789012345678", Err(PasswordFault::Common)),
            ("Passwordpassword", Err(PasswordFault::Common)),
            ("Ingrid.Solli@example.no", Err(PasswordFault::Common)),
            ("familiekartfamiliekart", Err(PasswordFault::Common)),
        ];
        for (password, expected) in table {
            assert_eq!(check_password(password, "ingrid.solli@example.no"), expected, "{password}");
        }
        assert_eq!(check_password(&"å".repeat(MAX_LENGTH + 1), ""), Err(PasswordFault::TooLong));
    }

    #[tokio::test]
    async fn only_the_right_password_fits_and_nobody_has_none() {
        let hash = hash_password("blåbær og brød!".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(verify_password(Some(hash.clone()), "blåbær og brød!".into()).await.unwrap());
        assert!(!verify_password(Some(hash), "blabær og brød!".into()).await.unwrap());
        assert!(!verify_password(None, "nobody has this password".into()).await.unwrap());
    }

    /// Time must not tell which accounts exist: what nobody's password is compared with costs as much as any other.
    #[tokio::test]
    async fn an_unknown_account_costs_the_same_work() {
        let cost = |hash: &str| hash.split('$').take(4).map(str::to_owned).collect::<Vec<_>>();
        let hash = hash_password("blåbær og brød!".into()).await.unwrap();
        assert_eq!(cost(&hash), cost(NOBODY.as_deref().unwrap()));
        assert!(cost(&hash)[3].contains("m=") && cost(&hash)[3].contains("t="), "{hash}");
    }
}
