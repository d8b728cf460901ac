//! Verifying the log from the browser: long work whose progress is kept, so
//! that it can be followed from any page, and its outcome read later.

use crate::Store;
use crate::error::StoreError;
use crate::log::{Action, LogFault, NewRow};
use crate::unit::UnitId;
use crate::user::UserId;
use casework::opening::Purpose;
use casework::role::Role;
use sqlx::Row;
use std::time::{Duration, Instant};

/// A check that has said nothing for so long was broken off.
const SILENT_MS: i64 = 60 * 1000;
/// Progress is written down this often.
const TELL_EVERY: Duration = Duration::from_millis(500);
/// So many faults are kept; who has more has one problem, not many.
const FAULTS: usize = 500;

/// A verification of all chains, under way or done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogCheck {
    /// Id.
    pub id: String,
    /// Name of who began it.
    pub by: String,
    /// When it began, milliseconds since 1970.
    pub begun_at: i64,
    /// When it was done.
    pub ended_at: Option<i64>,
    /// It is not done, and nobody is at it.
    pub broken_off: bool,
    /// How many chains there are.
    pub chains: i64,
    /// How many of them are checked.
    pub checked: i64,
    /// How many rows were read.
    pub rows: i64,
    /// What was found: the fault, and the number of the case of the officer's
    /// own unit whose chain it is.
    pub faults: Vec<(LogFault, Option<String>)>,
}

impl Store {
    /// Begins to verify all chains, and tells the check's id and whether it is
    /// new: [`Store::run_log_check`] does the work. Where a check is under way
    /// already, it is that one. Written in the unit's chain.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] when the user does not review this unit's logs.
    pub async fn begin_log_check(&self, officer: &UserId, unit: &UnitId) -> Result<(String, bool), StoreError> {
        self.must_review(officer, unit).await?;
        let (id, now) = (self.new_id(), self.now());
        let mut write = self.db().write().await?;
        let row = NewRow {
            user: &officer.0,
            role: Role::PrivacyOfficer.code(),
            action: Action::Verify,
            object: "log",
            purpose: Purpose::LogReview,
            outcome: "ok",
            detail: "",
        };
        self.log_for_unit_in(&mut write.tx, &unit.0, None, &row).await?;
        let running = sqlx::query("SELECT id FROM log_check WHERE ended_at IS NULL AND alive_at > $1 LIMIT 1")
            .bind(now - SILENT_MS)
            .fetch_optional(&mut *write.tx)
            .await?;
        if let Some(row) = running {
            let id = row.try_get("id")?;
            write.commit().await?;
            return Ok((id, false));
        }
        sqlx::query(
            "INSERT INTO log_check (id, user_id, begun_at, alive_at, chains, checked, rows_checked, faults)
             VALUES ($1, $2, $3, $3, 0, 0, 0, '[]')",
        )
        .bind(&id)
        .bind(&officer.0)
        .bind(now)
        .execute(&mut *write.tx)
        .await?;
        write.commit().await?;
        Ok((id, true))
    }

    /// Does the work of a check and keeps its progress and outcome. Checks
    /// nobody: called with an id of [`Store::begin_log_check`] alone.
    ///
    /// # Errors
    /// When the database does not answer; then the check counts as broken off
    /// after a while.
    pub async fn run_log_check(&self, id: &str) -> Result<(), StoreError> {
        let heads = self.log_heads().await?;
        let chains = i64::try_from(heads.len()).unwrap_or(i64::MAX);
        let (mut faults, mut rows, mut checked) = (Vec::new(), 0_i64, 0);
        let mut told = Instant::now();
        self.tell_progress(id, (chains, checked, rows), &faults, false).await?;
        for head in &heads {
            rows = rows.saturating_add(self.verify_chain(head, &[], &mut faults).await?);
            checked += 1;
            if told.elapsed() >= TELL_EVERY {
                self.tell_progress(id, (chains, checked, rows), &faults, false).await?;
                told = Instant::now();
            }
        }
        self.verify_chains_are_there(&heads, &[], &mut faults).await?;
        self.tell_progress(id, (chains, checked, rows), &faults, true).await
    }

    async fn tell_progress(
        &self,
        id: &str,
        (chains, checked, rows): (i64, i64, i64),
        faults: &[LogFault],
        done: bool,
    ) -> Result<(), StoreError> {
        let kept = faults.get(..FAULTS).unwrap_or(faults);
        let faults = serde_json::to_string(kept).map_err(|_| StoreError::Unreadable("log_check"))?;
        let now = self.now();
        let mut write = self.db().write().await?;
        sqlx::query(
            "UPDATE log_check SET alive_at = $2, ended_at = $3, chains = $4, checked = $5, rows_checked = $6,
             faults = $7 WHERE id = $1",
        )
        .bind(id)
        .bind(now)
        .bind(done.then_some(now))
        .bind(chains)
        .bind(checked)
        .bind(rows)
        .bind(faults)
        .execute(&mut *write.tx)
        .await?;
        write.commit().await
    }

    /// The newest check, if there was one.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] when the user does not review this unit's logs.
    pub async fn log_check(&self, officer: &UserId, unit: &UnitId) -> Result<Option<LogCheck>, StoreError> {
        self.must_review(officer, unit).await?;
        let found = sqlx::query(
            "SELECT log_check.*, staff_user.name AS by_name FROM log_check
             JOIN staff_user ON staff_user.id = log_check.user_id ORDER BY begun_at DESC, log_check.id DESC LIMIT 1",
        )
        .fetch_optional(self.db().pool())
        .await?;
        let Some(row) = found else { return Ok(None) };
        let kept: Vec<LogFault> = serde_json::from_str(&row.try_get::<String, _>("faults")?)
            .map_err(|_| StoreError::Unreadable("log_check"))?;
        let mut faults = Vec::with_capacity(kept.len());
        for fault in kept {
            let number = self.number_of_chain(fault.chain(), unit).await?;
            faults.push((fault, number));
        }
        let ended_at: Option<i64> = row.try_get("ended_at")?;
        let alive: i64 = row.try_get("alive_at")?;
        Ok(Some(LogCheck {
            id: row.try_get("id")?,
            by: row.try_get("by_name")?,
            begun_at: row.try_get("begun_at")?,
            ended_at,
            broken_off: ended_at.is_none() && self.now() - alive >= SILENT_MS,
            chains: row.try_get("chains")?,
            checked: row.try_get("checked")?,
            rows: row.try_get("rows_checked")?,
            faults,
        }))
    }

    async fn number_of_chain(&self, chain: &str, unit: &UnitId) -> Result<Option<String>, StoreError> {
        let Some(case) = chain.strip_prefix("case:") else { return Ok(None) };
        let row = sqlx::query("SELECT number FROM help_case WHERE id = $1 AND unit_id = $2")
            .bind(case)
            .bind(&unit.0)
            .fetch_optional(self.db().pool())
            .await?;
        Ok(row.map(|row| row.try_get("number")).transpose()?)
    }
}
