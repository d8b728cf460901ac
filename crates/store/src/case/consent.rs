//! Consents that a family gives to services.

use super::{CaseAccess, day_text};
use crate::error::StoreError;
use casework::Day;
use sqlx::Row;

impl CaseAccess {
    /// Records a consent given to a service (never to a named person); returns its id.
    ///
    /// # Errors
    /// When the case may not be changed.
    pub async fn record_consent(
        &self,
        service: &str,
        scope: &str,
        from: Day,
        to: Option<Day>,
    ) -> Result<String, StoreError> {
        let mut write = self.change().await?;
        let id = self.store.new_id();
        sqlx::query(
            "INSERT INTO consent (id, case_id, service_id, scope, from_day, to_day) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&id)
        .bind(&self.id().0)
        .bind(service)
        .bind(scope)
        .bind(day_text(from))
        .bind(to.map(day_text))
        .execute(&mut *write.tx)
        .await?;
        write.commit().await?;
        Ok(id)
    }

    /// The services that hold a consent in force today, with their names.
    ///
    /// # Errors
    /// When this viewer is not shown the whole case.
    pub async fn consented_services(&self) -> Result<Vec<(String, String)>, StoreError> {
        self.must_see_whole()?;
        let rows = sqlx::query(
            "SELECT DISTINCT service.id, service.name FROM consent JOIN service ON service.id = consent.service_id
             WHERE consent.case_id = $1 AND consent.withdrawn_at IS NULL AND consent.from_day <= $2
             AND (consent.to_day IS NULL OR consent.to_day >= $2) ORDER BY service.name, service.id",
        )
        .bind(&self.id().0)
        .bind(day_text(self.store.today()))
        .fetch_all(self.store.db().pool())
        .await?;
        let read = |row: &sqlx::any::AnyRow| Ok((row.try_get("id")?, row.try_get("name")?));
        rows.iter().map(read).collect()
    }

    /// Withdraws a consent, at once.
    ///
    /// # Errors
    /// When the case may not be changed.
    pub async fn withdraw_consent(&self, consent: &str) -> Result<(), StoreError> {
        let mut write = self.change().await?;
        sqlx::query("UPDATE consent SET withdrawn_at = $3 WHERE id = $1 AND case_id = $2 AND withdrawn_at IS NULL")
            .bind(consent)
            .bind(&self.id().0)
            .bind(self.store.now())
            .execute(&mut *write.tx)
            .await?;
        write.commit().await
    }
}
