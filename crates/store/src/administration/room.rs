//! Rooms of units, for sessions and groups.

use super::Administration;
use super::unit::in_use;
use crate::error::StoreError;
use crate::log::Action;
use crate::unit::UnitId;
use serde::{Deserialize, Serialize};
use sqlx::Row;

/// A room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// Id.
    pub id: String,
    /// The unit.
    pub unit: UnitId,
    /// The unit's name.
    pub unit_name: String,
    /// Name.
    pub name: String,
    /// So many people find a seat.
    pub seats: i64,
    /// No longer in use.
    pub retired: bool,
}

impl Administration {
    /// All rooms, those in use first, by unit and name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn rooms(&self) -> Result<Vec<Room>, StoreError> {
        let rows = sqlx::query(
            "SELECT room.id, room.unit_id, unit.name AS unit_name, room.name, room.seats, room.retired_at
             FROM room JOIN unit ON unit.id = room.unit_id
             ORDER BY CASE WHEN room.retired_at IS NULL THEN 0 ELSE 1 END, unit.name, room.name, room.id",
        )
        .fetch_all(self.store.db().pool())
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Room {
                    id: row.try_get("id")?,
                    unit: UnitId(row.try_get("unit_id")?),
                    unit_name: row.try_get("unit_name")?,
                    name: row.try_get("name")?,
                    seats: row.try_get("seats")?,
                    retired: row.try_get::<Option<i64>, _>("retired_at")?.is_some(),
                })
            })
            .collect()
    }

    /// Makes a room; returns its id.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such unit in use.
    pub async fn create_room(&self, unit: &UnitId, name: &str, seats: i64) -> Result<String, StoreError> {
        let mut write = self.change().await?;
        self.unit_in_use(&mut write.tx, unit).await?;
        let id = self.store.new_id();
        sqlx::query("INSERT INTO room (id, unit_id, name, seats) VALUES ($1, $2, $3, $4)")
            .bind(&id)
            .bind(&unit.0)
            .bind(name.trim())
            .bind(seats)
            .execute(&mut *write.tx)
            .await?;
        let detail = format!("{}, {seats}", name.trim());
        self.log(&mut write.tx, Some(unit), Action::Create, "room", &detail).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Changes a room.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such room, or unit in use.
    pub async fn change_room(&self, id: &str, unit: &UnitId, name: &str, seats: i64) -> Result<(), StoreError> {
        let mut write = self.change().await?;
        self.unit_in_use(&mut write.tx, unit).await?;
        let done = sqlx::query("UPDATE room SET unit_id = $2, name = $3, seats = $4 WHERE id = $1")
            .bind(id)
            .bind(&unit.0)
            .bind(name.trim())
            .bind(seats)
            .execute(&mut *write.tx)
            .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound);
        }
        let detail = format!("{}, {seats}", name.trim());
        self.log(&mut write.tx, Some(unit), Action::Change, "room", &detail).await?;
        write.commit().await
    }

    /// Takes a room out of use, or into use again.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such room.
    pub async fn retire_room(&self, id: &str, retired: bool) -> Result<(), StoreError> {
        let mut write = self.change().await?;
        let row = sqlx::query("UPDATE room SET retired_at = $2 WHERE id = $1 RETURNING unit_id, name")
            .bind(id)
            .bind(retired.then(|| self.store.now()))
            .fetch_optional(&mut *write.tx)
            .await?
            .ok_or(StoreError::NotFound)?;
        let unit = UnitId(row.try_get("unit_id")?);
        let detail = format!("{}: {}", row.try_get::<String, _>("name")?, in_use(!retired));
        self.log(&mut write.tx, Some(&unit), Action::Change, "room", &detail).await?;
        write.commit().await
    }
}
