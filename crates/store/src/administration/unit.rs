//! Units: made, renamed, retired; what roles are called in them.

use super::Administration;
use crate::case::day_text;
use crate::error::StoreError;
use crate::log::Action;
use crate::unit::UnitId;
use casework::role::Role;
use serde::{Deserialize, Serialize};
use sqlx::Row;

/// A unit in the administrator's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitLine {
    /// Id.
    pub id: UnitId,
    /// Name.
    pub name: String,
    /// No longer in use.
    pub retired: bool,
    /// People with a post there today.
    pub staff: i64,
    /// Rooms in use.
    pub rooms: i64,
}

impl Administration {
    /// All units, those in use first, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn units(&self) -> Result<Vec<UnitLine>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, name, retired_at,
               (SELECT COUNT(DISTINCT user_id) FROM post WHERE post.unit_id = unit.id
                AND from_day <= $1 AND (to_day IS NULL OR to_day >= $1)) AS staff,
               (SELECT COUNT(*) FROM room WHERE room.unit_id = unit.id AND room.retired_at IS NULL) AS rooms
             FROM unit ORDER BY CASE WHEN retired_at IS NULL THEN 0 ELSE 1 END, name, id",
        )
        .bind(day_text(self.store.today()))
        .fetch_all(self.store.db().pool())
        .await?;
        rows.iter()
            .map(|row| {
                Ok(UnitLine {
                    id: UnitId(row.try_get("id")?),
                    name: row.try_get("name")?,
                    retired: row.try_get::<Option<i64>, _>("retired_at")?.is_some(),
                    staff: row.try_get("staff")?,
                    rooms: row.try_get("rooms")?,
                })
            })
            .collect()
    }

    /// Makes a unit.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when a unit in use has that name.
    pub async fn create_unit(&self, name: &str) -> Result<UnitId, StoreError> {
        let mut write = self.change().await?;
        let id = UnitId(self.store.new_id());
        free_name(&mut write.tx, name, "").await?;
        sqlx::query("INSERT INTO unit (id, name, created_at, next_case_number) VALUES ($1, $2, $3, 1)")
            .bind(&id.0)
            .bind(name.trim())
            .bind(self.store.now())
            .execute(&mut *write.tx)
            .await?;
        self.log(&mut write.tx, Some(&id), Action::Create, "unit", name.trim()).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Gives a unit another name.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when a unit in use has that name.
    pub async fn rename_unit(&self, unit: &UnitId, name: &str) -> Result<(), StoreError> {
        let mut write = self.change().await?;
        let before = self.unit_in_use(&mut write.tx, unit).await?;
        free_name(&mut write.tx, name, &unit.0).await?;
        sqlx::query("UPDATE unit SET name = $2 WHERE id = $1")
            .bind(&unit.0)
            .bind(name.trim())
            .execute(&mut *write.tx)
            .await?;
        let detail = format!("{before} → {}", name.trim());
        self.log(&mut write.tx, Some(unit), Action::Change, "unit", &detail).await?;
        write.commit().await
    }

    /// Takes a unit out of use, or into use again. One where people work or
    /// cases are open stays in use.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] («unit») when it is still needed.
    pub async fn retire_unit(&self, unit: &UnitId, retired: bool) -> Result<(), StoreError> {
        let mut write = self.change().await?;
        let row = sqlx::query(
            "SELECT name,
               (SELECT COUNT(*) FROM post WHERE unit_id = $1 AND (to_day IS NULL OR to_day >= $2)) AS posts,
               (SELECT COUNT(*) FROM help_case WHERE unit_id = $1 AND status <> 'closed') AS cases
             FROM unit WHERE id = $1",
        )
        .bind(&unit.0)
        .bind(day_text(self.store.today()))
        .fetch_optional(&mut *write.tx)
        .await?
        .ok_or(StoreError::NotFound)?;
        let (posts, cases): (i64, i64) = (row.try_get("posts")?, row.try_get("cases")?);
        if retired && posts + cases > 0 {
            return Err(StoreError::NotAllowed("unit"));
        }
        sqlx::query("UPDATE unit SET retired_at = $2 WHERE id = $1")
            .bind(&unit.0)
            .bind(retired.then(|| self.store.now()))
            .execute(&mut *write.tx)
            .await?;
        let detail = format!("{}: {}", row.try_get::<String, _>("name")?, in_use(!retired));
        self.log(&mut write.tx, Some(unit), Action::Change, "unit", &detail).await?;
        write.commit().await
    }

    /// Calls a role by the unit's own name for it; an empty name gives the
    /// usual one back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such unit in use.
    pub async fn name_role(&self, unit: &UnitId, role: Role, name: &str) -> Result<(), StoreError> {
        let mut write = self.change().await?;
        self.unit_in_use(&mut write.tx, unit).await?;
        let name = name.trim();
        sqlx::query("DELETE FROM role_name WHERE unit_id = $1 AND role = $2")
            .bind(&unit.0)
            .bind(role.code())
            .execute(&mut *write.tx)
            .await?;
        if !name.is_empty() {
            sqlx::query("INSERT INTO role_name (unit_id, role, name) VALUES ($1, $2, $3)")
                .bind(&unit.0)
                .bind(role.code())
                .bind(name)
                .execute(&mut *write.tx)
                .await?;
        }
        let detail = format!("{}: {name}", role.code());
        self.log(&mut write.tx, Some(unit), Action::Change, "role_name", &detail).await?;
        write.commit().await
    }

    /// The names that a unit has given to roles.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn role_names(&self, unit: &UnitId) -> Result<Vec<(Role, String)>, StoreError> {
        self.store.role_names(unit).await
    }
}

/// How the log says whether something is in use.
pub(super) const fn in_use(yes: bool) -> &'static str {
    if yes { "in use" } else { "retired" }
}

async fn free_name(tx: &mut sqlx::Transaction<'static, sqlx::Any>, name: &str, own: &str) -> Result<(), StoreError> {
    let rows = sqlx::query("SELECT name FROM unit WHERE retired_at IS NULL AND id <> $1")
        .bind(own)
        .fetch_all(&mut **tx)
        .await?;
    let name = name.trim().to_lowercase();
    for row in &rows {
        if row.try_get::<String, _>("name")?.to_lowercase() == name {
            return Err(StoreError::Taken("unit"));
        }
    }
    Ok(())
}
