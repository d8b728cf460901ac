//! Equipment of units that is planned like a room: a camera, a car, a cot.

use super::Administration;
use super::unit::in_use;
use crate::error::StoreError;
use crate::log::Action;
use crate::unit::UnitId;
use serde::{Deserialize, Serialize};
use sqlx::Row;

/// A piece of equipment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Equipment {
    /// Id.
    pub id: String,
    /// The unit.
    pub unit: UnitId,
    /// The unit's name.
    pub unit_name: String,
    /// Name.
    pub name: String,
    /// No longer in use.
    pub retired: bool,
}

impl Administration {
    /// All equipment, what is in use first, by unit and name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn equipment(&self) -> Result<Vec<Equipment>, StoreError> {
        let rows = sqlx::query(
            "SELECT equipment.id, equipment.unit_id, unit.name AS unit_name, equipment.name, equipment.retired_at
             FROM equipment JOIN unit ON unit.id = equipment.unit_id
             ORDER BY CASE WHEN equipment.retired_at IS NULL THEN 0 ELSE 1 END, unit.name, equipment.name, equipment.id",
        )
        .fetch_all(self.store.db().pool())
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Equipment {
                    id: row.try_get("id")?,
                    unit: UnitId(row.try_get("unit_id")?),
                    unit_name: row.try_get("unit_name")?,
                    name: row.try_get("name")?,
                    retired: row.try_get::<Option<i64>, _>("retired_at")?.is_some(),
                })
            })
            .collect()
    }

    /// Makes a piece of equipment; returns its id.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such unit in use.
    pub async fn create_equipment(&self, unit: &UnitId, name: &str) -> Result<String, StoreError> {
        let mut write = self.change().await?;
        self.unit_in_use(&mut write.tx, unit).await?;
        let id = self.store.new_id();
        sqlx::query("INSERT INTO equipment (id, unit_id, name) VALUES ($1, $2, $3)")
            .bind(&id)
            .bind(&unit.0)
            .bind(name.trim())
            .execute(&mut *write.tx)
            .await?;
        self.log(&mut write.tx, Some(unit), Action::Create, "equipment", name.trim()).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Renames a piece of equipment.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such piece.
    pub async fn rename_equipment(&self, id: &str, name: &str) -> Result<(), StoreError> {
        let mut write = self.change().await?;
        let row = sqlx::query("UPDATE equipment SET name = $2 WHERE id = $1 RETURNING unit_id")
            .bind(id)
            .bind(name.trim())
            .fetch_optional(&mut *write.tx)
            .await?
            .ok_or(StoreError::NotFound)?;
        let unit = UnitId(row.try_get("unit_id")?);
        self.log(&mut write.tx, Some(&unit), Action::Change, "equipment", name.trim()).await?;
        write.commit().await
    }

    /// Takes a piece of equipment out of use, or into use again.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such piece.
    pub async fn retire_equipment(&self, id: &str, retired: bool) -> Result<(), StoreError> {
        let mut write = self.change().await?;
        let row = sqlx::query("UPDATE equipment SET retired_at = $2 WHERE id = $1 RETURNING unit_id, name")
            .bind(id)
            .bind(retired.then(|| self.store.now()))
            .fetch_optional(&mut *write.tx)
            .await?
            .ok_or(StoreError::NotFound)?;
        let unit = UnitId(row.try_get("unit_id")?);
        let detail = format!("{}: {}", row.try_get::<String, _>("name")?, in_use(!retired));
        self.log(&mut write.tx, Some(&unit), Action::Change, "equipment", &detail).await?;
        write.commit().await
    }
}
