//! Name and status of a case.

use super::CaseAccess;
use super::event::{EventDetail, EventKind};
use crate::crypto::Place;
use crate::error::StoreError;
use casework::life::{ClosingReason, may_become};
use casework::opening::CaseStatus;
use sqlx::{Any, Transaction};

impl CaseAccess {
    /// Gives the case another display name.
    ///
    /// # Errors
    /// When the case may not be changed; `empty` without a name.
    pub async fn rename(&self, name: &str) -> Result<(), StoreError> {
        let mut write = self.change().await?;
        let name = name.trim();
        if name.is_empty() {
            return Err(StoreError::NotAllowed("empty"));
        }
        let place = Place { table: "help_case", column: "name_sealed", row: &self.id().0 };
        sqlx::query("UPDATE help_case SET name_sealed = $2 WHERE id = $1")
            .bind(&self.id().0)
            .bind(self.key.seal(place, name)?)
            .execute(&mut *write.tx)
            .await?;
        self.store.keep_search_tokens(&mut write.tx, self.id(), name).await?;
        let detail = EventDetail { words: Some(self.name().to_owned()), ..EventDetail::default() };
        self.tell(&mut write.tx, EventKind::Renamed, &detail).await?;
        write.commit().await
    }

    /// Begins the help after the intake.
    ///
    /// # Errors
    /// When this viewer may not decide it; when the case is no intake.
    pub async fn begin_help(&self) -> Result<(), StoreError> {
        let (mut write, standing) = self.change_as_lead().await?;
        if standing.status != CaseStatus::Intake {
            return Err(StoreError::NotAllowed("status"));
        }
        self.set_status(&mut write.tx, CaseStatus::Open).await?;
        self.tell(&mut write.tx, EventKind::Opened, &EventDetail::default()).await?;
        write.commit().await
    }

    /// Ends the case: nothing in it can be changed until it is taken up again.
    ///
    /// # Errors
    /// When this viewer may not decide it; `words` when something else is the
    /// reason and is not said; `status` for handed over, which is said by
    /// [`Self::close_moving`] alone; `moving_under_way` while a handover is.
    pub async fn close(&self, reason: ClosingReason, words: &str) -> Result<(), StoreError> {
        let (mut write, standing) = self.change_as_lead().await?;
        let words = words.trim();
        if reason == ClosingReason::Other && words.is_empty() {
            return Err(StoreError::NotAllowed("words"));
        }
        self.must_not_move(&mut write.tx).await?;
        if reason == ClosingReason::HandedOver || !may_become(standing.status, CaseStatus::Closed) {
            return Err(StoreError::NotAllowed("status"));
        }
        self.set_status(&mut write.tx, CaseStatus::Closed).await?;
        let words = (!words.is_empty()).then(|| words.to_owned());
        let detail = EventDetail { reason: Some(reason), words, ..EventDetail::default() };
        self.tell(&mut write.tx, EventKind::Closed, &detail).await?;
        write.commit().await
    }

    /// Takes an ended case up again.
    ///
    /// # Errors
    /// When this viewer neither leads it nor stands in; when it is not ended.
    pub async fn reopen(&self) -> Result<(), StoreError> {
        self.staff()?;
        self.must_have_opened_to_change()?;
        if !self.may_give_access() {
            return Err(StoreError::NotAllowed("give_access"));
        }
        let mut write = self.store.db().write().await?;
        let standing = self.standing(&mut write.tx, true).await?;
        if !standing.gives_access {
            return Err(StoreError::NotAllowed("give_access"));
        }
        if standing.status != CaseStatus::Closed {
            return Err(StoreError::NotAllowed("status"));
        }
        self.set_status(&mut write.tx, CaseStatus::Open).await?;
        self.tell(&mut write.tx, EventKind::Reopened, &EventDetail::default()).await?;
        write.commit().await
    }

    pub(super) async fn set_status(
        &self,
        tx: &mut Transaction<'static, Any>,
        status: CaseStatus,
    ) -> Result<(), StoreError> {
        self.store.end_lost_family_feeds(tx, self.id()).await?;
        sqlx::query("UPDATE help_case SET status = $2 WHERE id = $1")
            .bind(&self.id().0)
            .bind(status.code())
            .execute(&mut **tx)
            .await?;
        self.store.end_lost_family_feeds(tx, self.id()).await
    }
}
