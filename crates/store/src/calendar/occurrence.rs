//! One time of a series about which something is kept: whether it was held,
//! and later its notes. It keeps its id wherever it is moved.

use crate::Store;
use crate::crypto::Place;
use crate::error::StoreError;
use crate::user::UserId;
use casework::appointment::{AppointmentState, Reason};
use casework::calendar::moment::Moment;
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{Any, AnyConnection, Row, Transaction};

/// Id of an occurrence about which something is kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OccurrenceId(pub String);

/// What became of an occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OccurrenceState {
    /// How far it has come.
    pub state: AppointmentState,
    /// Why it did not take place.
    pub reason: Option<Reason>,
}

/// An occurrence as its row has it, the reason still sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptOccurrence {
    pub(super) id: String,
    pub(super) at: Moment,
    pub(super) state: AppointmentState,
    pub(super) reason_sealed: Option<String>,
    pub(super) changed_by: UserId,
    pub(super) changed_at: i64,
}

/// Where the reason of an occurrence is sealed.
pub(super) const fn reason_place(id: &str) -> Place<'_> {
    Place { table: "calendar_occurrence", column: "reason_sealed", row: id }
}

fn kept(row: &AnyRow) -> Result<KeptOccurrence, StoreError> {
    let unreadable = || StoreError::Unreadable("calendar_occurrence");
    Ok(KeptOccurrence {
        id: row.try_get("id")?,
        at: row.try_get::<String, _>("at")?.parse().map_err(|_| unreadable())?,
        state: AppointmentState::from_code(&row.try_get::<String, _>("state")?).ok_or_else(unreadable)?,
        reason_sealed: row.try_get("reason_sealed")?,
        changed_by: UserId(row.try_get("changed_by")?),
        changed_at: row.try_get("changed_at")?,
    })
}

impl Store {
    /// What is kept of an entry's occurrences, in order of time.
    pub(super) async fn occurrences_of(
        &self,
        on: &mut AnyConnection,
        entry: &str,
    ) -> Result<Vec<KeptOccurrence>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, at, state, reason_sealed, changed_by, changed_at FROM calendar_occurrence
             WHERE entry_id = $1 ORDER BY at, id",
        )
        .bind(entry)
        .fetch_all(on)
        .await?;
        rows.iter().map(kept).collect()
    }

    /// The occurrence of an entry at a time of its rule, made where nothing was
    /// kept of it before.
    pub(super) async fn occurrence_at(
        &self,
        tx: &mut Transaction<'static, Any>,
        entry: &str,
        at: Moment,
        by: &UserId,
    ) -> Result<KeptOccurrence, StoreError> {
        if let Some(found) = self.occurrences_of(&mut *tx, entry).await?.into_iter().find(|it| it.at == at) {
            return Ok(found);
        }
        let made = KeptOccurrence {
            id: self.new_id(),
            at,
            state: AppointmentState::Planned,
            reason_sealed: None,
            changed_by: by.clone(),
            changed_at: self.now(),
        };
        sqlx::query(
            "INSERT INTO calendar_occurrence (id, entry_id, at, state, changed_by, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&made.id)
        .bind(entry)
        .bind(at.to_string())
        .bind(made.state.code())
        .bind(&by.0)
        .bind(made.changed_at)
        .execute(&mut **tx)
        .await?;
        Ok(made)
    }

    /// Where an occurrence stands after its series was changed.
    pub(super) async fn put_occurrence_at(
        &self,
        tx: &mut Transaction<'static, Any>,
        id: &str,
        entry: &str,
        at: Moment,
    ) -> Result<(), StoreError> {
        sqlx::query("UPDATE calendar_occurrence SET entry_id = $2, at = $3 WHERE id = $1")
            .bind(id)
            .bind(entry)
            .bind(at.to_string())
            .execute(&mut **tx)
            .await?;
        Ok(())
    }

    /// An occurrence as it was before a change that is taken back.
    pub(super) async fn put_occurrence_back(
        &self,
        tx: &mut Transaction<'static, Any>,
        entry: &str,
        before: &KeptOccurrence,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE calendar_occurrence SET entry_id = $2, at = $3, state = $4, reason_sealed = $5, changed_by = $6,
               changed_at = $7 WHERE id = $1",
        )
        .bind(&before.id)
        .bind(entry)
        .bind(before.at.to_string())
        .bind(before.state.code())
        .bind(before.reason_sealed.clone())
        .bind(&before.changed_by.0)
        .bind(before.changed_at)
        .execute(&mut **tx)
        .await?;
        Ok(())
    }

    /// Says what became of an occurrence.
    pub(super) async fn put_state(
        &self,
        tx: &mut Transaction<'static, Any>,
        id: &str,
        state: AppointmentState,
        reason_sealed: Option<String>,
        by: &UserId,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE calendar_occurrence SET state = $2, reason_sealed = $3, changed_by = $4, changed_at = $5
             WHERE id = $1",
        )
        .bind(id)
        .bind(state.code())
        .bind(reason_sealed)
        .bind(&by.0)
        .bind(self.now())
        .execute(&mut **tx)
        .await?;
        Ok(())
    }
}
