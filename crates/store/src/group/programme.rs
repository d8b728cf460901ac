//! A unit's own programmes: copied from one of ours and changed, or written
//! anew. The files are read and checked by `casework::programme`.

use super::GroupDesk;
use crate::error::StoreError;
use casework::programme::{Programme, builtin, read_own};
use serde::{Deserialize, Serialize};
use sqlx::{AnyConnection, Row};

/// A unit's own programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnProgramme {
    /// What its file says.
    pub programme: Programme,
    /// The file as it was written.
    pub file: String,
    /// No longer offered for new groups.
    pub retired: bool,
}

impl GroupDesk {
    /// The unit's own programmes by name, those in use first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn own_programmes(&self) -> Result<Vec<OwnProgramme>, StoreError> {
        let mut connection = self.store.db().pool().acquire().await?;
        self.own_programmes_on(&mut connection).await
    }

    async fn own_programmes_on(&self, on: &mut AnyConnection) -> Result<Vec<OwnProgramme>, StoreError> {
        let rows = sqlx::query("SELECT file, retired_at FROM unit_programme WHERE unit_id = $1 ORDER BY code")
            .bind(&self.unit.0)
            .fetch_all(on)
            .await?;
        let mut own = Vec::with_capacity(rows.len());
        for row in &rows {
            let file: String = row.try_get("file")?;
            let programme = read_own(&file).map_err(|_| StoreError::Unreadable("unit_programme"))?;
            let retired = row.try_get::<Option<i64>, _>("retired_at")?.is_some();
            own.push(OwnProgramme { programme, file, retired });
        }
        own.sort_by_key(|it| (it.retired, it.programme.name.get("nb").cloned()));
        Ok(own)
    }

    /// The programme with this code, ours or the unit's own that is in use.
    pub(super) async fn programme_on(&self, on: &mut AnyConnection, code: &str) -> Result<Programme, StoreError> {
        if let Some(programme) = builtin::find(code) {
            return Ok(programme);
        }
        let own = self.own_programmes_on(on).await?;
        own.into_iter()
            .find(|it| !it.retired && it.programme.code == code)
            .map(|it| it.programme)
            .ok_or(StoreError::NotFound)
    }

    /// Keeps a programme of the unit's own; a new edition of what has the same
    /// code. Groups that have begun keep theirs.
    ///
    /// # Errors
    /// `programme` for a file that does not pass its check: whoever sends one
    /// has it read first, to hear what is wrong and where.
    pub async fn save_programme(&self, file: &str) -> Result<Programme, StoreError> {
        let mut programme = read_own(file).map_err(|_| StoreError::NotAllowed("programme"))?;
        let mut write = self.change().await?;
        let before: Option<i64> = sqlx::query("SELECT edition FROM unit_programme WHERE unit_id = $1 AND code = $2")
            .bind(&self.unit.0)
            .bind(&programme.code)
            .fetch_optional(&mut *write.tx)
            .await?
            .map(|row| row.try_get("edition"))
            .transpose()?;
        if let Some(before) = before {
            programme.edition = u16::try_from(before + 1).unwrap_or(u16::MAX);
        }
        let file = serde_json::to_string_pretty(&programme).map_err(|_| StoreError::Unreadable("unit_programme"))?;
        sqlx::query(
            "INSERT INTO unit_programme (unit_id, code, edition, file, changed_by, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (unit_id, code) DO UPDATE
             SET edition = $3, file = $4, changed_by = $5, changed_at = $6, retired_at = NULL",
        )
        .bind(&self.unit.0)
        .bind(&programme.code)
        .bind(i64::from(programme.edition))
        .bind(file)
        .bind(&self.by.id.0)
        .bind(self.store.now())
        .execute(&mut *write.tx)
        .await?;
        write.commit().await?;
        Ok(programme)
    }

    /// Takes a programme of the unit's own out of use, or into use again.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none with this code.
    pub async fn retire_programme(&self, code: &str, retired: bool) -> Result<(), StoreError> {
        let mut write = self.change().await?;
        let done = sqlx::query("UPDATE unit_programme SET retired_at = $3 WHERE unit_id = $1 AND code = $2")
            .bind(&self.unit.0)
            .bind(code)
            .bind(retired.then(|| self.store.now()))
            .execute(&mut *write.tx)
            .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound);
        }
        write.commit().await
    }
}
