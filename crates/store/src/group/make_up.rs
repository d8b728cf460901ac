//! Meetings held again for those who missed them.

use super::access::GroupAccess;
use super::meeting::span_of;
use super::small;
use crate::error::StoreError;
use casework::calendar::Span;
use serde::{Deserialize, Serialize};
use sqlx::Row;

/// A make-up meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakeUpRow {
    /// Id.
    pub id: String,
    /// The meeting that is made up for.
    pub meeting: u8,
    /// When.
    pub span: Span,
}

impl GroupAccess {
    /// The make-up meetings in order of time.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn make_ups(&self) -> Result<Vec<MakeUpRow>, StoreError> {
        let rows =
            sqlx::query("SELECT id, number, starts, ends FROM group_make_up WHERE group_id = $1 ORDER BY starts, id")
                .bind(&self.id().0)
                .fetch_all(self.store().db().pool())
                .await?;
        rows.iter()
            .map(|row| {
                Ok(MakeUpRow { id: row.try_get("id")?, meeting: small(row.try_get("number")?), span: span_of(row)? })
            })
            .collect()
    }

    /// Plans a make-up meeting.
    ///
    /// # Errors
    /// `group_leader`; [`StoreError::NotFound`] for no such meeting; `dates`
    /// when it ends before it begins, or comes before the one it makes up for.
    pub async fn add_make_up(&self, meeting: u8, span: Span) -> Result<String, StoreError> {
        let (mut write, line) = self.change_as_leader().await?;
        let original = line.meetings.iter().find(|it| it.number == meeting).ok_or(StoreError::NotFound)?;
        if span.minutes() <= 0 || span.start < original.span.end {
            return Err(StoreError::NotAllowed("dates"));
        }
        let id = self.store().new_id();
        sqlx::query("INSERT INTO group_make_up (id, group_id, number, starts, ends) VALUES ($1, $2, $3, $4, $5)")
            .bind(&id)
            .bind(&self.id().0)
            .bind(i64::from(meeting))
            .bind(span.start.to_string())
            .bind(span.end.to_string())
            .execute(&mut *write.tx)
            .await?;
        write.commit().await?;
        Ok(id)
    }

    /// Drops a make-up meeting.
    ///
    /// # Errors
    /// `group_leader`; [`StoreError::NotFound`].
    pub async fn drop_make_up(&self, id: &str) -> Result<(), StoreError> {
        let (mut write, _) = self.change_as_leader().await?;
        let done = sqlx::query("DELETE FROM group_make_up WHERE id = $1 AND group_id = $2")
            .bind(id)
            .bind(&self.id().0)
            .execute(&mut *write.tx)
            .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound);
        }
        write.commit().await
    }
}
