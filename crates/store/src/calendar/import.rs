//! Busy times of a member of staff from another calendar. They are replaced as
//! a whole, so that what is no longer there is no longer kept.

use super::Calendar;
use crate::case::{day_text, parse_day};
use crate::error::StoreError;
use casework::Day;
use casework::calendar::ics::BusyTimes;
use serde::{Deserialize, Serialize};
use sqlx::Row;

/// What was brought in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// When, milliseconds since 1970.
    pub at: i64,
    /// The last day that was read.
    pub until: Day,
    /// How many busy times are kept.
    pub count: u32,
    /// How many parts of the file could not be read.
    pub passed_over: u32,
}

/// More busy times are not kept of one person.
const MOST: usize = 5_000;

impl Calendar {
    /// What this user has brought in.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn imported(&self) -> Result<Option<Imported>, StoreError> {
        let row = sqlx::query(
            "SELECT at, until_day, passed_over, (SELECT COUNT(*) FROM busy_time WHERE user_id = $1) AS kept
             FROM busy_import WHERE user_id = $1",
        )
        .bind(&self.user.id.0)
        .fetch_optional(self.store.db().pool())
        .await?;
        let Some(row) = row else { return Ok(None) };
        let number = |column| -> Result<u32, StoreError> {
            Ok(u32::try_from(row.try_get::<i64, _>(column)?).unwrap_or(u32::MAX))
        };
        let until = parse_day(&row.try_get::<String, _>("until_day")?).ok_or(StoreError::Unreadable("busy_import"))?;
        Ok(Some(Imported {
            at: row.try_get("at")?,
            until,
            count: number("kept")?,
            passed_over: number("passed_over")?,
        }))
    }

    /// Keeps these instead of whatever was brought in before.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] «busy_too_many»; nothing is changed then.
    pub async fn keep_busy(&self, found: &BusyTimes, until: Day) -> Result<(), StoreError> {
        if found.busy.len() > MOST {
            return Err(StoreError::NotAllowed("busy_too_many"));
        }
        let mut write = self.store.db().write().await?;
        let user = &self.user.id.0;
        sqlx::query("DELETE FROM busy_time WHERE user_id = $1").bind(user).execute(&mut *write.tx).await?;
        sqlx::query(
            "INSERT INTO busy_import (user_id, at, until_day, passed_over) VALUES ($1, $2, $3, $4)
             ON CONFLICT (user_id) DO UPDATE SET at = $2, until_day = $3, passed_over = $4",
        )
        .bind(user)
        .bind(self.store.now())
        .bind(day_text(until))
        .bind(i64::try_from(found.problems.len()).unwrap_or(i64::MAX))
        .execute(&mut *write.tx)
        .await?;
        for busy in &found.busy {
            sqlx::query(
                "INSERT INTO busy_time (user_id, starts, ends) VALUES ($1, $2, $3)
                 ON CONFLICT (user_id, starts, ends) DO NOTHING",
            )
            .bind(user)
            .bind(busy.span.start.to_string())
            .bind(busy.span.end.to_string())
            .execute(&mut *write.tx)
            .await?;
        }
        write.commit().await
    }

    /// Deletes all of it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn forget_busy(&self) -> Result<(), StoreError> {
        let mut write = self.store.db().write().await?;
        let user = &self.user.id.0;
        sqlx::query("DELETE FROM busy_time WHERE user_id = $1").bind(user).execute(&mut *write.tx).await?;
        sqlx::query("DELETE FROM busy_import WHERE user_id = $1").bind(user).execute(&mut *write.tx).await?;
        write.commit().await
    }
}
