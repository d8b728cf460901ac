//! Units: the offices that own cases.

use crate::Store;
use crate::error::StoreError;
use casework::role::Role;
use serde::{Deserialize, Serialize};
use sqlx::Row;

/// Id of a unit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UnitId(pub String);

/// An office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Id.
    pub id: UnitId,
    /// Name.
    pub name: String,
}

impl Store {
    /// Makes a unit.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn create_unit(&self, name: &str) -> Result<UnitId, StoreError> {
        let id = self.new_id();
        let mut write = self.db().write().await?;
        sqlx::query("INSERT INTO unit (id, name, created_at, next_case_number) VALUES ($1, $2, $3, 1)")
            .bind(&id)
            .bind(name)
            .bind(self.now())
            .execute(&mut *write.tx)
            .await?;
        write.commit().await?;
        Ok(UnitId(id))
    }

    /// All units, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn list_units(&self) -> Result<Vec<Unit>, StoreError> {
        let rows = sqlx::query("SELECT id, name FROM unit ORDER BY name, id").fetch_all(self.db().pool()).await?;
        rows.iter().map(|row| Ok(Unit { id: UnitId(row.try_get("id")?), name: row.try_get("name")? })).collect()
    }

    /// Gives a role the name that the unit uses for it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn name_role(&self, unit: &UnitId, role: Role, name: &str) -> Result<(), StoreError> {
        let mut write = self.db().write().await?;
        sqlx::query(
            "INSERT INTO role_name (unit_id, role, name) VALUES ($1, $2, $3)
             ON CONFLICT (unit_id, role) DO UPDATE SET name = $3",
        )
        .bind(&unit.0)
        .bind(role.code())
        .bind(name)
        .execute(&mut *write.tx)
        .await?;
        write.commit().await
    }

    /// The names that a unit has given to roles; the others keep their usual ones.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn role_names(&self, unit: &UnitId) -> Result<Vec<(Role, String)>, StoreError> {
        let rows = sqlx::query("SELECT role, name FROM role_name WHERE unit_id = $1 ORDER BY role")
            .bind(&unit.0)
            .fetch_all(self.db().pool())
            .await?;
        rows.iter()
            .map(|row| {
                let role = Role::from_code(&row.try_get::<String, _>("role")?);
                Ok((role.ok_or(StoreError::Unreadable("role_name"))?, row.try_get("name")?))
            })
            .collect()
    }
}
