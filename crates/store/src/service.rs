//! Services around families that may be given a consent. The commands and the
//! demonstration make them here; people through [`crate::Administration`].

use crate::Store;
use crate::error::StoreError;
use crate::unit::UnitId;
use crate::user::UserId;

impl Store {
    /// Makes a service that belongs to a unit's surroundings; returns its id.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn create_service(&self, unit: &UnitId, name: &str) -> Result<String, StoreError> {
        let id = self.new_id();
        let mut write = self.db().write().await?;
        sqlx::query("INSERT INTO service (id, unit_id, name) VALUES ($1, $2, $3)")
            .bind(&id)
            .bind(&unit.0)
            .bind(name)
            .execute(&mut *write.tx)
            .await?;
        write.commit().await?;
        Ok(id)
    }

    /// Lets a user speak for a service.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn join_service(&self, service: &str, user: &UserId) -> Result<(), StoreError> {
        let mut write = self.db().write().await?;
        sqlx::query("INSERT INTO service_member (service_id, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(service)
            .bind(&user.0)
            .execute(&mut *write.tx)
            .await?;
        write.commit().await
    }
}
