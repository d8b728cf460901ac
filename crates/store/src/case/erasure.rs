//! Erasing a case: its key goes, and with it everything that it sealed.

use super::CaseId;
use crate::Store;
use crate::error::StoreError;

impl Store {
    /// Destroys the key of a case: everything sealed with it is gone from here
    /// and from every backup, and it is found by nothing. The rows and the
    /// log's chain stay. Checks nobody: for the command line; no server function
    /// may call it by itself.
    ///
    /// # Errors
    /// When a database does not answer.
    pub async fn destroy_case_key(&self, case: &CaseId) -> Result<(), StoreError> {
        let now = self.now();
        self.keys().destroy(&case.scope(), now).await?;
        self.forget_case(case, now).await
    }

    /// Destroys again what was destroyed before, after a restore. Takes the
    /// list that [`Store::erasures`] gave. Checks nobody: for the command line
    /// alone.
    ///
    /// # Errors
    /// When a database does not answer.
    pub async fn replay_erasures(&self, erased: &[(String, i64)]) -> Result<(), StoreError> {
        for (scope, at) in erased {
            self.keys().destroy(scope, *at).await?;
            if let Some(id) = scope.strip_prefix("case:") {
                self.forget_case(&CaseId(id.to_owned()), *at).await?;
            }
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

    /// Takes an erased case out of lists and searches.
    async fn forget_case(&self, case: &CaseId, at: i64) -> Result<(), StoreError> {
        let mut write = self.db().write().await?;
        sqlx::query("DELETE FROM case_token WHERE case_id = $1").bind(&case.0).execute(&mut *write.tx).await?;
        sqlx::query("UPDATE help_case SET erased_at = $2 WHERE id = $1 AND erased_at IS NULL")
            .bind(&case.0)
            .bind(at)
            .execute(&mut *write.tx)
            .await?;
        write.commit().await?;
        self.db().forget_deleted().await
    }
}
