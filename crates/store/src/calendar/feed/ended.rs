//! An address ends with what gave it: whoever comes back asks for a new one.

use crate::Store;
use crate::case::{CaseId, day_text};
use crate::error::StoreError;
use crate::user::UserId;
use casework::role::Role;
use sqlx::{Any, AnyConnection, Transaction};

impl Store {
    /// Ends the addresses of those who do not take part in the case today, or of
    /// all where it is closed. Asked both before somebody comes back and after
    /// somebody has left, in the transaction that does it: a time that ran out by
    /// itself has ended too.
    pub(crate) async fn end_lost_family_feeds(
        &self,
        tx: &mut Transaction<'static, Any>,
        case: &CaseId,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE calendar_feed SET revoked_at = $3 WHERE case_id = $1 AND revoked_at IS NULL AND NOT EXISTS (
               SELECT 1 FROM participant JOIN help_case ON help_case.id = participant.case_id
               WHERE participant.case_id = $1 AND participant.person_id = calendar_feed.person_id
               AND help_case.status <> 'closed' AND participant.from_day <= $2
               AND (participant.to_day IS NULL OR participant.to_day >= $2))",
        )
        .bind(&case.0)
        .bind(day_text(self.today()))
        .bind(self.now())
        .execute(&mut **tx)
        .await?;
        Ok(())
    }

    /// The same for a member of staff who plans nowhere today, in whichever of
    /// their posts they are just now.
    pub(crate) async fn end_lost_staff_feed(&self, on: &mut AnyConnection, user: &UserId) -> Result<(), StoreError> {
        let whole = Self { acting: None, ..self.clone() };
        let found = whole.find_user_on(&mut *on, user).await?;
        if found.active && found.has_post(Role::plans) {
            return Ok(());
        }
        sqlx::query("UPDATE calendar_feed SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL")
            .bind(&user.0)
            .bind(self.now())
            .execute(on)
            .await?;
        Ok(())
    }

    /// Ends the address that somebody has just tried in vain.
    pub(super) async fn end_refused_feed(&self, feed: &str) -> Result<(), StoreError> {
        let mut write = self.db().write().await?;
        sqlx::query("UPDATE calendar_feed SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL")
            .bind(feed)
            .bind(self.now())
            .execute(&mut *write.tx)
            .await?;
        write.quietly().commit().await
    }
}
