//! Attempts that did not succeed, counted per account and per network address:
//! passwords, codes, links, and letters that are asked for.

use crate::Store;
use crate::crypto::mac;
use crate::error::StoreError;
use crate::user::{UserId, email_key};
use sqlx::{Any, Row, Transaction};

/// Failures are counted over this time.
const WINDOW_MS: i64 = 15 * 60 * 1000;
/// So many failures on one account.
const PER_ACCOUNT: i64 = 5;
/// So many failures from one address, whatever the accounts.
const PER_ADDRESS: i64 = 30;
/// So many letters to one address of e-mail, asked for by whoever.
const LETTERS: i64 = 3;
/// So many codes to one address of e-mail: one for every signing in.
const CODES: i64 = 8;
/// So many letters asked for from one network address.
const LETTERS_PER_ADDRESS: i64 = 10;
/// So many codes asked for from one network address: a whole centre may be behind it.
const CODES_PER_ADDRESS: i64 = 200;

/// Too many attempts; try again after a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throttled {
    /// Milliseconds until the next attempt is looked at.
    pub wait_ms: i64,
}

/// What is attempted.
#[derive(Clone, Copy)]
pub(crate) enum Tried<'a> {
    /// A password for the account with this e-mail.
    Password(&'a str),
    /// A code of this account's second factor.
    Code(&'a UserId),
    /// A link that is used once.
    Link,
    /// A letter with a link for a new password. Each counts, also a good one.
    Letter(&'a str),
    /// A password of the portal for this e-mail.
    PortalPassword(&'a str),
    /// A code that came by e-mail, for what waits under this hash.
    PortalCode(&'a str),
    /// A letter with a code. Each counts, also a good one.
    PortalLetter(&'a str),
    /// Being asked for a passkey. Each counts, also one that is answered.
    PortalChallenge,
    /// A passkey of the portal, by the mark under which it is found.
    PortalPasskey(&'a str),
}

/// An attempt that is being looked at: its rows.
pub(crate) struct Attempt(Vec<String>);

impl Store {
    /// What is counted, with how many are allowed; the account's own first.
    fn subjects(&self, tried: Tried<'_>, address: &str) -> Vec<(String, i64)> {
        let subject = |parts: &[&str], allowed| (mac(&self.secrets().attempt, parts), allowed);
        let from = subject(&["address", address], PER_ADDRESS);
        match tried {
            Tried::Password(email) => vec![subject(&["account", &email_key(email)], PER_ACCOUNT), from],
            Tried::Code(user) => vec![subject(&["code", &user.0], PER_ACCOUNT), from],
            Tried::Link => vec![from],
            Tried::PortalPassword(email) => vec![subject(&["portal", &email_key(email)], PER_ACCOUNT), from],
            Tried::PortalCode(half) => vec![subject(&["portal_code", half], PER_ACCOUNT), from],
            Tried::PortalLetter(email) => {
                vec![
                    subject(&["portal_letter", &email_key(email)], CODES),
                    subject(&["portal_letters", address], CODES_PER_ADDRESS),
                ]
            }
            Tried::PortalChallenge => vec![subject(&["portal_challenges", address], CODES_PER_ADDRESS)],
            Tried::PortalPasskey(mark) => vec![subject(&["portal_passkey", mark], PER_ACCOUNT), from],
            Tried::Letter(email) => vec![
                subject(&["letter", &email_key(email)], LETTERS),
                subject(&["letters", address], LETTERS_PER_ADDRESS),
            ],
        }
    }

    /// Counts an attempt before it is looked at, so that a thousand at once are
    /// a thousand. It stands as a failure until it is found to be none. One that
    /// must wait does not count.
    pub(crate) async fn begin_attempt(
        &self,
        tried: Tried<'_>,
        address: &str,
    ) -> Result<Result<Attempt, Throttled>, StoreError> {
        let now = self.now();
        let subjects = self.subjects(tried, address);
        let attempt = Attempt(subjects.iter().map(|_| self.new_id()).collect());
        let mut write = self.db().write().await?;
        sqlx::query("DELETE FROM sign_in_attempt WHERE at <= $1").bind(now - WINDOW_MS).execute(&mut *write.tx).await?;
        for ((subject, _), id) in subjects.iter().zip(&attempt.0) {
            sqlx::query("INSERT INTO sign_in_attempt (id, subject, at) VALUES ($1, $2, $3)")
                .bind(id)
                .bind(subject)
                .bind(now)
                .execute(&mut *write.tx)
                .await?;
        }
        write.commit().await?;

        let mut longest = None;
        for ((subject, allowed), id) in subjects.iter().zip(&attempt.0) {
            let row = sqlx::query(
                "SELECT COUNT(*) AS failures, MIN(at) AS first FROM
                 (SELECT at FROM sign_in_attempt WHERE subject = $1 AND at > $2 AND id <> $4 ORDER BY at DESC LIMIT $3)
                 AS recent",
            )
            .bind(subject)
            .bind(now - WINDOW_MS)
            .bind(allowed)
            .bind(id)
            .fetch_one(self.db().pool())
            .await?;
            if row.try_get::<i64, _>("failures")? >= *allowed {
                let first: i64 = row.try_get("first")?;
                longest = longest.max(Some(first + WINDOW_MS - now));
            }
        }
        let Some(wait_ms) = longest else { return Ok(Ok(attempt)) };
        let mut write = self.db().write().await?;
        remove(&mut write.tx, &attempt).await?;
        write.commit().await?;
        Ok(Err(Throttled { wait_ms }))
    }

    /// After a success the account starts afresh; the address does not, and
    /// this attempt was no failure of it.
    pub(crate) async fn forget_failures(
        &self,
        tx: &mut Transaction<'static, Any>,
        tried: Tried<'_>,
        attempt: &Attempt,
    ) -> Result<(), StoreError> {
        let is_of_one = matches!(
            tried,
            Tried::Password(_)
                | Tried::Code(_)
                | Tried::PortalPassword(_)
                | Tried::PortalCode(_)
                | Tried::PortalPasskey(_)
        );
        if is_of_one && let Some((account, _)) = self.subjects(tried, "").into_iter().next() {
            sqlx::query("DELETE FROM sign_in_attempt WHERE subject = $1").bind(account).execute(&mut **tx).await?;
        }
        remove(tx, attempt).await
    }
}

async fn remove(tx: &mut Transaction<'static, Any>, attempt: &Attempt) -> Result<(), StoreError> {
    for id in &attempt.0 {
        sqlx::query("DELETE FROM sign_in_attempt WHERE id = $1").bind(id).execute(&mut **tx).await?;
    }
    Ok(())
}
