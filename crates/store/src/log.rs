//! The access log: append-only chains of rows, each row's MAC over the one
//! before it. A changed row is found by its own MAC, a removed tail by the
//! sealed head and by heads exported earlier.
//!
//! One chain per case (`case:ID`) and one per unit (`unit:ID`) for refusals and
//! searches, so that readers of different cases never wait for each other.

use crate::Store;
use crate::crypto::{Place, ScopeKey, mac};
use crate::error::StoreError;
use casework::opening::Purpose;
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Read on a screen.
    Read,
    /// Began to follow what is drawn, as it is drawn.
    Follow,
    /// Followed no longer.
    EndFollow,
    /// Changed.
    Change,
    /// Made.
    Create,
    /// Brought in from a file.
    Import,
    /// Printed.
    Print,
    /// Taken out as a file.
    Export,
    /// Looked for.
    Search,
    /// Opened in an emergency, for a short time.
    BeginEmergency,
    /// Ended an emergency access before its time.
    EndEmergency,
    /// Receipted a notice.
    Receipt,
    /// Verified the log.
    Verify,
    /// Deleted for good.
    Erase,
    /// Sent to somebody outside the house.
    Send,
    /// Taken along to where there is no network.
    TakeOffline,
    /// Handed to the family on a screen that shows nothing else.
    HandOver,
    /// Taken back from their hands.
    TakeBack,
    /// Somebody who takes part was invited to join the map on their own phone.
    InviteGuest,
    /// Their phone was sent away again.
    EndGuest,
    /// They joined with their phone.
    JoinAsGuest,
    /// They left again by themselves.
    LeaveAsGuest,
}

impl Action {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Follow => "follow",
            Self::EndFollow => "end_follow",
            Self::Change => "change",
            Self::Create => "create",
            Self::Import => "import",
            Self::Print => "print",
            Self::Export => "export",
            Self::Search => "search",
            Self::BeginEmergency => "begin_emergency",
            Self::EndEmergency => "end_emergency",
            Self::Receipt => "receipt",
            Self::Verify => "verify",
            Self::Erase => "erase",
            Self::Send => "send",
            Self::TakeOffline => "take_offline",
            Self::HandOver => "hand_over",
            Self::TakeBack => "take_back",
            Self::InviteGuest => "invite_guest",
            Self::EndGuest => "end_guest",
            Self::JoinAsGuest => "join_guest",
            Self::LeaveAsGuest => "leave_guest",
        }
    }

    /// Whether a case opened for this may be changed.
    #[must_use]
    pub const fn changes(self) -> bool {
        matches!(self, Self::Change | Self::Create | Self::Import | Self::Erase)
    }
}

/// A row to be written.
pub(crate) struct NewRow<'a> {
    pub(crate) user: &'a str,
    pub(crate) role: &'a str,
    pub(crate) action: Action,
    pub(crate) object: &'a str,
    pub(crate) purpose: Purpose,
    pub(crate) outcome: &'a str,
    pub(crate) detail: &'a str,
}

/// A row as it is read back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntry {
    /// Place in its chain, from 1.
    pub number: i64,
    /// When, milliseconds since 1970.
    pub at: i64,
    /// Who.
    pub user: String,
    /// In which function or post.
    pub role: String,
    /// What was done.
    pub action: String,
    /// To what part.
    pub object: String,
    /// Why.
    pub purpose: String,
    /// `ok`, or why not.
    pub outcome: String,
    /// A reason in words, where one was given.
    pub detail: String,
}

/// Where a chain ends; exported now and then and kept elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainHead {
    /// The chain.
    pub chain: String,
    /// Number of its last row.
    pub number: i64,
    /// MAC of its last row.
    pub mac: String,
}

/// What verification found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFault {
    /// The row's MAC does not fit its content and the row before it.
    Changed {
        /// The chain.
        chain: String,
        /// The row.
        number: i64,
    },
    /// A row is not there.
    Missing {
        /// The chain.
        chain: String,
        /// The number that is not there.
        number: i64,
    },
    /// The head was changed by somebody without the key.
    HeadForged {
        /// The chain.
        chain: String,
    },
    /// The chain is not what an exported head says it was.
    OlderThanExport {
        /// The chain.
        chain: String,
        /// The number that the export knows.
        number: i64,
    },
}

impl LogFault {
    /// The chain in which it was found.
    #[must_use]
    pub fn chain(&self) -> &str {
        match self {
            Self::Changed { chain, .. }
            | Self::Missing { chain, .. }
            | Self::HeadForged { chain }
            | Self::OlderThanExport { chain, .. } => chain,
        }
    }

    /// The row, where it is one.
    #[must_use]
    pub const fn number(&self) -> Option<i64> {
        match self {
            Self::Changed { number, .. } | Self::Missing { number, .. } | Self::OlderThanExport { number, .. } => {
                Some(*number)
            }
            Self::HeadForged { .. } => None,
        }
    }
}

const FIRST_MAC: &str = "";
/// Missing rows of one gap are named up to this many; a forged number far away
/// must not keep the verification busy for ever.
const NAMED_MISSING: usize = 1000;

fn row_mac(key: &[u8; 32], chain: &str, number: i64, at: i64, before: &str, row: &NewRow<'_>, sealed: &str) -> String {
    let (number, at) = (number.to_string(), at.to_string());
    let parts = [
        "row",
        chain,
        &number,
        &at,
        before,
        row.user,
        row.role,
        row.action.code(),
        row.object,
        row.purpose.code(),
        row.outcome,
        sealed,
    ];
    mac(key, &parts)
}

fn head_seal(key: &[u8; 32], chain: &str, number: i64, row_mac: &str) -> String {
    mac(key, &["head", chain, &number.to_string(), row_mac])
}

const fn detail_place(row: &str) -> Place<'_> {
    Place { table: "log_row", column: "detail_sealed", row }
}

impl Store {
    /// Appends a row in the caller's transaction and tells its number. The head
    /// row stays locked until it ends, so rows of one chain are written one
    /// after the other.
    pub(crate) async fn log(
        &self,
        tx: &mut Transaction<'static, Any>,
        chain: &str,
        key: &ScopeKey,
        row: &NewRow<'_>,
    ) -> Result<i64, StoreError> {
        let secret = &self.secrets().log;
        let at = self.now();
        let next = "UPDATE log_head SET number = number + 1 WHERE chain = $1 RETURNING number, mac";
        let mut head = sqlx::query(next).bind(chain).fetch_optional(&mut **tx).await?;
        if head.is_none() {
            sqlx::query(
                "INSERT INTO log_head (chain, number, mac, seal) VALUES ($1, 0, $2, $3) ON CONFLICT (chain) DO NOTHING",
            )
            .bind(chain)
            .bind(FIRST_MAC)
            .bind(head_seal(secret, chain, 0, FIRST_MAC))
            .execute(&mut **tx)
            .await?;
            head = Some(sqlx::query(next).bind(chain).fetch_one(&mut **tx).await?);
        }
        let head = head.ok_or(StoreError::NotFound)?;
        let (number, before): (i64, String) = (head.try_get("number")?, head.try_get("mac")?);
        let sealed = if row.detail.is_empty() {
            String::new()
        } else {
            key.seal(detail_place(&format!("{chain}#{number}")), row.detail)?
        };
        let mac = row_mac(secret, chain, number, at, &before, row, &sealed);
        sqlx::query(
            "INSERT INTO log_row (chain, number, at, user_id, role, action, object, purpose, outcome, detail_sealed, mac)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(chain)
        .bind(number)
        .bind(at)
        .bind(row.user)
        .bind(row.role)
        .bind(row.action.code())
        .bind(row.object)
        .bind(row.purpose.code())
        .bind(row.outcome)
        .bind(&sealed)
        .bind(&mac)
        .execute(&mut **tx)
        .await?;
        sqlx::query("UPDATE log_head SET mac = $2, seal = $3 WHERE chain = $1")
            .bind(chain)
            .bind(&mac)
            .bind(head_seal(secret, chain, number, &mac))
            .execute(&mut **tx)
            .await?;
        Ok(number)
    }

    /// Appends a row to a unit's own chain, for what belongs to no opened case.
    pub(crate) async fn log_for_unit(&self, unit: &str, row: &NewRow<'_>) -> Result<(), StoreError> {
        let mut write = self.db().write().await?;
        self.log_for_unit_in(&mut write.tx, unit, None, row).await?;
        write.quietly().commit().await
    }

    /// The same in the caller's transaction. A row that speaks of a case is
    /// found again by whoever leads that case.
    pub(crate) async fn log_for_unit_in(
        &self,
        tx: &mut Transaction<'static, Any>,
        unit: &str,
        about: Option<&str>,
        row: &NewRow<'_>,
    ) -> Result<(), StoreError> {
        let chain = unit_chain(unit);
        let number = self.log(tx, &chain, &self.secrets().unit_log, row).await?;
        if let Some(case) = about {
            sqlx::query("INSERT INTO log_about (case_id, chain, number) VALUES ($1, $2, $3)")
                .bind(case)
                .bind(&chain)
                .bind(number)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    /// The rows of a unit's own chain, newest first, with everything in them.
    /// Checks nobody: for tests and the command line. Whoever reviews the logs
    /// in a browser goes through [`Store::review_log`].
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn unit_log(&self, unit: &crate::UnitId, limit: i64) -> Result<Vec<LogEntry>, StoreError> {
        let chain = unit_chain(&unit.0);
        let rows = sqlx::query("SELECT * FROM log_row WHERE chain = $1 ORDER BY number DESC LIMIT $2")
            .bind(&chain)
            .bind(limit)
            .fetch_all(self.db().pool())
            .await?;
        rows.iter().map(|row| entry(row, &chain, &self.secrets().unit_log)).collect()
    }

    /// The heads of all chains, to be kept elsewhere.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn log_heads(&self) -> Result<Vec<ChainHead>, StoreError> {
        let rows =
            sqlx::query("SELECT chain, number, mac FROM log_head ORDER BY chain").fetch_all(self.db().pool()).await?;
        rows.iter()
            .map(|row| {
                Ok(ChainHead { chain: row.try_get("chain")?, number: row.try_get("number")?, mac: row.try_get("mac")? })
            })
            .collect()
    }

    /// Walks every chain from its first row and compares with heads exported
    /// earlier. Empty when all is as it was written.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn verify_log(&self, exported: &[ChainHead]) -> Result<Vec<LogFault>, StoreError> {
        let mut faults = Vec::new();
        let heads = self.log_heads().await?;
        for head in &heads {
            self.verify_chain(head, exported, &mut faults).await?;
        }
        self.verify_chains_are_there(&heads, exported, &mut faults).await?;
        Ok(faults)
    }

    /// What no single chain can tell: chains that are gone, or without a head.
    pub(crate) async fn verify_chains_are_there(
        &self,
        heads: &[ChainHead],
        exported: &[ChainHead],
        faults: &mut Vec<LogFault>,
    ) -> Result<(), StoreError> {
        for old in exported.iter().filter(|old| heads.iter().all(|head| head.chain != old.chain)) {
            faults.push(LogFault::OlderThanExport { chain: old.chain.clone(), number: old.number });
        }
        // A chain whose head was taken away while its rows stayed.
        let orphans = sqlx::query(
            "SELECT chain, MAX(number) AS number FROM log_row
             WHERE chain NOT IN (SELECT chain FROM log_head) GROUP BY chain ORDER BY chain",
        )
        .fetch_all(self.db().pool())
        .await?;
        for row in orphans {
            faults.push(LogFault::HeadForged { chain: row.try_get("chain")? });
        }
        // Making a case is its first row, so every case has a chain.
        let bare = sqlx::query(
            "SELECT id FROM help_case WHERE 'case:' || id NOT IN (SELECT chain FROM log_head)
             AND 'case:' || id NOT IN (SELECT chain FROM log_row) ORDER BY id",
        )
        .fetch_all(self.db().pool())
        .await?;
        for row in bare {
            faults.push(LogFault::Missing { chain: format!("case:{}", row.try_get::<String, _>("id")?), number: 1 });
        }
        Ok(())
    }

    /// Walks one chain; tells how many rows it has.
    pub(crate) async fn verify_chain(
        &self,
        head: &ChainHead,
        exported: &[ChainHead],
        faults: &mut Vec<LogFault>,
    ) -> Result<i64, StoreError> {
        const PAGE: i64 = 1000;
        let secret = &self.secrets().log;
        let chain = &head.chain;
        let mut forged = false;
        let (mut expected, mut before) = (1, FIRST_MAC.to_owned());
        loop {
            let rows = sqlx::query("SELECT * FROM log_row WHERE chain = $1 AND number >= $2 ORDER BY number LIMIT $3")
                .bind(chain)
                .bind(expected)
                .bind(PAGE)
                .fetch_all(self.db().pool())
                .await?;
            for row in &rows {
                let number: i64 = row.try_get("number")?;
                for missing in (expected..number).take(NAMED_MISSING) {
                    faults.push(LogFault::Missing { chain: chain.clone(), number: missing });
                }
                let kept: String = row.try_get("mac")?;
                if number == expected && kept != recomputed_mac(secret, chain, &before, row)? {
                    faults.push(LogFault::Changed { chain: chain.clone(), number });
                }
                if exported.iter().any(|old| &old.chain == chain && old.number == number && old.mac != kept) {
                    faults.push(LogFault::OlderThanExport { chain: chain.clone(), number });
                }
                forged |= number == head.number && kept != head.mac;
                expected = number.saturating_add(1);
                before = kept;
            }
            if i64::try_from(rows.len()).unwrap_or(PAGE) < PAGE || expected == i64::MAX {
                break;
            }
        }
        for missing in (expected..=head.number).take(NAMED_MISSING) {
            faults.push(LogFault::Missing { chain: chain.clone(), number: missing });
        }
        // Read after the rows: whatever was written meanwhile is under this head.
        let now = sqlx::query("SELECT number, mac, seal FROM log_head WHERE chain = $1")
            .bind(chain)
            .fetch_optional(self.db().pool())
            .await?;
        forged |= match now {
            Some(row) => {
                let (number, mac): (i64, String) = (row.try_get("number")?, row.try_get("mac")?);
                let seal = head_seal(secret, chain, number, &mac);
                expected.saturating_sub(1) > number || row.try_get::<String, _>("seal")? != seal
            }
            None => true,
        };
        if forged {
            faults.push(LogFault::HeadForged { chain: chain.clone() });
        }
        for old in exported.iter().filter(|old| &old.chain == chain && old.number >= expected) {
            faults.push(LogFault::OlderThanExport { chain: chain.clone(), number: old.number });
        }
        Ok(expected - 1)
    }
}

/// The chain of a unit.
pub(crate) fn unit_chain(unit: &str) -> String {
    format!("unit:{unit}")
}

fn recomputed_mac(secret: &[u8; 32], chain: &str, before: &str, row: &AnyRow) -> Result<String, StoreError> {
    let text = |column| row.try_get::<String, _>(column);
    let (number, at): (i64, i64) = (row.try_get("number")?, row.try_get("at")?);
    let parts = [
        "row",
        chain,
        &number.to_string(),
        &at.to_string(),
        before,
        &text("user_id")?,
        &text("role")?,
        &text("action")?,
        &text("object")?,
        &text("purpose")?,
        &text("outcome")?,
        &text("detail_sealed")?,
    ];
    Ok(mac(secret, &parts))
}

/// A row of a chain as it is read back.
pub(crate) fn entry(row: &AnyRow, chain: &str, key: &ScopeKey) -> Result<LogEntry, StoreError> {
    let number: i64 = row.try_get("number")?;
    let sealed: String = row.try_get("detail_sealed")?;
    let detail = if sealed.is_empty() {
        String::new()
    } else {
        key.unseal(detail_place(&format!("{chain}#{number}")), &sealed)?
    };
    Ok(LogEntry {
        number,
        at: row.try_get("at")?,
        user: row.try_get("user_id")?,
        role: row.try_get("role")?,
        action: row.try_get("action")?,
        object: row.try_get("object")?,
        purpose: row.try_get("purpose")?,
        outcome: row.try_get("outcome")?,
        detail,
    })
}
