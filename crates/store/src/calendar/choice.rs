//! Who and what can be chosen when something is planned in a unit.

use super::Calendar;
use crate::error::StoreError;
use crate::unit::UnitId;
use crate::user::UserId;
use sqlx::Row;

impl Calendar {
    /// The staff who plan in a unit, by name: ids and names.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for a unit in which this user does not plan.
    pub async fn colleagues(&self, unit: &UnitId) -> Result<Vec<(UserId, String)>, StoreError> {
        self.must_plan_in(unit)?;
        self.store.planners(unit).await
    }

    /// The unit's rooms that are in use, by name: ids and names.
    ///
    /// # Errors
    /// As [`Self::colleagues`].
    pub async fn rooms(&self, unit: &UnitId) -> Result<Vec<(String, String)>, StoreError> {
        self.must_plan_in(unit)?;
        let rows = sqlx::query("SELECT id, name FROM room WHERE unit_id = $1 AND retired_at IS NULL ORDER BY name, id")
            .bind(&unit.0)
            .fetch_all(self.store.db().pool())
            .await?;
        rows.iter().map(|row| Ok((row.try_get("id")?, row.try_get("name")?))).collect()
    }
}
