//! The case list: the second, smaller handle. Number, status, responsible and
//! display name, nothing else.

use super::{CaseId, day_text};
use crate::Store;
use crate::crypto::Place;
use crate::error::StoreError;
use crate::user::UserId;
use casework::opening::CaseStatus;
use serde::{Deserialize, Serialize};
use sqlx::Row;
use sqlx::any::AnyRow;

/// One line of the case list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseLine {
    /// Id.
    pub id: CaseId,
    /// Number.
    pub number: String,
    /// How far it has come.
    pub status: CaseStatus,
    /// Display name.
    pub name: String,
    /// Name of the case lead today, if there is one.
    pub responsible: Option<String>,
    /// When the case was last changed, milliseconds since 1970.
    pub changed_at: i64,
}

impl Store {
    /// The cases in which this user has a function today, newest change first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn list_my_cases(&self, user: &UserId) -> Result<Vec<CaseLine>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, number, status, name_sealed, changed_at,
               (SELECT MIN(staff_user.name) FROM case_staff JOIN staff_user ON staff_user.id = case_staff.user_id
                WHERE case_staff.case_id = help_case.id AND case_staff.function = 'lead'
                AND case_staff.from_day <= $2 AND (case_staff.to_day IS NULL OR case_staff.to_day >= $2)) AS responsible
             FROM help_case WHERE id IN
               (SELECT case_id FROM case_staff WHERE user_id = $1 AND from_day <= $2 AND (to_day IS NULL OR to_day >= $2))
             ORDER BY changed_at DESC, id DESC",
        )
        .bind(&user.0)
        .bind(day_text(self.today()))
        .fetch_all(self.db().pool())
        .await?;
        let mut lines = Vec::with_capacity(rows.len());
        for row in &rows {
            lines.extend(self.case_line(row).await?);
        }
        Ok(lines)
    }

    /// `None` for a case that was erased.
    async fn case_line(&self, row: &AnyRow) -> Result<Option<CaseLine>, StoreError> {
        let id = CaseId(row.try_get("id")?);
        let Some(key) = self.keys().try_find(&id.scope()).await? else { return Ok(None) };
        let place = Place { table: "help_case", column: "name_sealed", row: &id.0 };
        let status = CaseStatus::from_code(&row.try_get::<String, _>("status")?);
        Ok(Some(CaseLine {
            number: row.try_get("number")?,
            status: status.ok_or(StoreError::Unreadable("help_case"))?,
            name: key.unseal(place, &row.try_get::<String, _>("name_sealed")?)?,
            responsible: row.try_get("responsible")?,
            changed_at: row.try_get("changed_at")?,
            id,
        }))
    }

    /// Destroys the key of a case: everything sealed with it is gone from here
    /// and from every backup. The rows and the log's chain stay. Checks nobody:
    /// for the command line; no server function may call it by itself.
    ///
    /// # Errors
    /// When the key store does not answer.
    pub async fn destroy_case_key(&self, case: &CaseId) -> Result<(), StoreError> {
        self.keys().destroy(&case.scope(), self.now()).await
    }

    /// Destroys again what was destroyed before, after a restore of the key
    /// store. Takes the list that [`Store::erasures`] gave. Checks nobody: for
    /// the command line alone.
    ///
    /// # Errors
    /// When the key store does not answer.
    pub async fn replay_erasures(&self, erased: &[(String, i64)]) -> Result<(), StoreError> {
        for (scope, at) in erased {
            self.keys().destroy(scope, *at).await?;
        }
        Ok(())
    }

    /// The scopes whose keys were destroyed, with the time, to be kept beside
    /// the backups. Checks nobody: for the command line alone.
    ///
    /// # Errors
    /// When the key store does not answer.
    pub async fn erasures(&self) -> Result<Vec<(String, i64)>, StoreError> {
        self.keys().erasures().await
    }
}
