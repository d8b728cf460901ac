//! Snapshots of the map: a name, an occasion, and the last step that belongs
//! to it. For the team; a participant's view has none.

use super::CaseAccess;
use crate::crypto::Place;
use crate::error::StoreError;
use casework::occasion::Occasion;
use sqlx::Row;

/// Longest name, in characters.
const NAME_MAX: usize = 120;

/// A snapshot as the team sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// Id.
    pub id: String,
    /// What it is called; empty where the occasion says enough.
    pub name: String,
    /// On what occasion it was taken.
    pub occasion: Occasion,
    /// When.
    pub at: i64,
    /// Name of who took it.
    pub by: String,
}

const fn name_place(row: &str) -> Place<'_> {
    Place { table: "map_snapshot", column: "name_sealed", row }
}

/// A name as it is kept.
fn checked(name: &str) -> Result<&str, StoreError> {
    let name = name.trim();
    if name.chars().count() > NAME_MAX { Err(StoreError::NotAllowed("name")) } else { Ok(name) }
}

impl CaseAccess {
    /// The snapshots of the case, the earliest first; none for whoever is not
    /// of the team.
    ///
    /// # Errors
    /// When the database does not answer or a row was tampered with.
    pub async fn snapshots(&self) -> Result<Vec<Snapshot>, StoreError> {
        if !self.is_shown_snapshots() {
            return Ok(Vec::new());
        }
        let rows = sqlx::query(
            "SELECT map_snapshot.id, occasion, name_sealed, at, staff_user.name FROM map_snapshot
             JOIN staff_user ON staff_user.id = made_by WHERE case_id = $1 ORDER BY number, at, map_snapshot.id",
        )
        .bind(&self.id().0)
        .fetch_all(self.store.db().pool())
        .await?;
        let mut list = Vec::with_capacity(rows.len());
        for row in &rows {
            let id: String = row.try_get("id")?;
            let occasion = Occasion::from_code(&row.try_get::<String, _>("occasion")?);
            list.push(Snapshot {
                name: self.key.unseal(name_place(&id), &row.try_get::<String, _>("name_sealed")?)?,
                occasion: occasion.ok_or(StoreError::Unreadable("map_snapshot"))?,
                at: row.try_get("at")?,
                by: row.try_get("name")?,
                id,
            });
        }
        Ok(list)
    }

    /// Keeps the map as it is now under a name and an occasion.
    ///
    /// # Errors
    /// When the case may not be changed; a name that is too long.
    pub async fn take_snapshot(&self, name: &str, occasion: Occasion) -> Result<String, StoreError> {
        self.must_see_whole()?;
        let (name, by) = (checked(name)?, self.staff()?.clone());
        let mut write = self.change().await?;
        let row = sqlx::query("SELECT edit_number FROM help_case WHERE id = $1")
            .bind(&self.id().0)
            .fetch_one(&mut *write.tx)
            .await?;
        let id = self.store.new_id();
        sqlx::query(
            "INSERT INTO map_snapshot (id, case_id, number, occasion, name_sealed, made_by, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(&id)
        .bind(&self.id().0)
        .bind(row.try_get::<i64, _>("edit_number")?)
        .bind(occasion.code())
        .bind(self.key.seal(name_place(&id), name)?)
        .bind(&by.0)
        .bind(self.store.now())
        .execute(&mut *write.tx)
        .await?;
        write.commit().await?;
        Ok(id)
    }

    /// Gives a snapshot another name and occasion. What it holds stays.
    ///
    /// # Errors
    /// As [`CaseAccess::take_snapshot`]; [`StoreError::NotFound`] where there is
    /// no such snapshot in the case.
    pub async fn rename_snapshot(&self, id: &str, name: &str, occasion: Occasion) -> Result<(), StoreError> {
        let sealed = self.key.seal(name_place(id), checked(name)?)?;
        let mut write = self.change().await?;
        let done =
            sqlx::query("UPDATE map_snapshot SET name_sealed = $3, occasion = $4 WHERE id = $1 AND case_id = $2")
                .bind(id)
                .bind(&self.id().0)
                .bind(sealed)
                .bind(occasion.code())
                .execute(&mut *write.tx)
                .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound);
        }
        write.commit().await
    }

    /// Takes a snapshot away. The steps that it held stay.
    ///
    /// # Errors
    /// As [`CaseAccess::rename_snapshot`].
    pub async fn remove_snapshot(&self, id: &str) -> Result<(), StoreError> {
        let mut write = self.change().await?;
        let done = sqlx::query("DELETE FROM map_snapshot WHERE id = $1 AND case_id = $2")
            .bind(id)
            .bind(&self.id().0)
            .execute(&mut *write.tx)
            .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound);
        }
        write.commit().await
    }

    /// The last step that a snapshot holds.
    pub(super) async fn snapshot_number(&self, id: &str) -> Result<i64, StoreError> {
        if !self.is_shown_snapshots() || id.contains('\0') {
            return Err(StoreError::NotFound);
        }
        let row = sqlx::query("SELECT number FROM map_snapshot WHERE id = $1 AND case_id = $2")
            .bind(id)
            .bind(&self.id().0)
            .fetch_optional(self.store.db().pool())
            .await?;
        Ok(row.ok_or(StoreError::NotFound)?.try_get("number")?)
    }
}
