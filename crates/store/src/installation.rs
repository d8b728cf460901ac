//! What this installation is: real or a demonstration. Decided when it is made.

use crate::Store;
use crate::error::StoreError;
use sqlx::Row;

impl Store {
    /// Marks a fresh database as a demonstration or as real, once and for all.
    /// Returns whether it is a demonstration.
    ///
    /// # Errors
    /// When it was marked otherwise before: demo mode cannot be switched on
    /// over real data, nor real work be done in a demonstration.
    pub async fn mark_installation(&self, demo: bool) -> Result<(), StoreError> {
        let mut write = self.db().write().await?;
        sqlx::query(
            "INSERT INTO installation (id, demo, created_at) VALUES ('one', $1, $2) ON CONFLICT (id) DO NOTHING",
        )
        .bind(i64::from(demo))
        .bind(self.now())
        .execute(&mut *write.tx)
        .await?;
        let row = sqlx::query("SELECT demo FROM installation WHERE id = 'one'").fetch_one(&mut *write.tx).await?;
        let was_demo = row.try_get::<i64, _>("demo")? != 0;
        write.commit().await?;
        match (was_demo, demo) {
            (false, true) => Err(StoreError::Unsafe("this database holds real data; demo mode stays off".into())),
            (true, false) => Err(StoreError::Unsafe("this database is a demonstration; start it with --demo".into())),
            _ => Ok(()),
        }
    }
}
