//! A change of a case begins here: the case is locked, and the right to change
//! it is decided anew, since a handle may be older than the last change of the
//! team or the status.

use super::{CaseAccess, CaseId};
use crate::database::WriteTx;
use crate::error::StoreError;
use crate::live::Signal;
use casework::opening::{Caller, CaseStatus, Part, Request, Sightline, open};
use sqlx::{Any, Row, Transaction};

/// What holds at the moment of the change.
pub(super) struct Standing {
    /// How far the case has come.
    pub(super) status: CaseStatus,
    /// Whether the caller may say who gets in.
    pub(super) gives_access: bool,
}

/// Who may say who else gets in: the lead and the stand-in, and while a case is
/// taken in those who distribute the work.
pub(super) fn gives_access(caller: &Caller, line: &Sightline) -> bool {
    match caller {
        Caller::Staff { function: Some(function), .. } => function.sees_as_lead(),
        Caller::Staff { .. } => line.may_edit,
        Caller::Participant { .. } => false,
    }
}

impl CaseAccess {
    /// A transaction for whoever may change the case now.
    pub(crate) async fn change(&self) -> Result<WriteTx, StoreError> {
        self.must_edit()?;
        let mut write = self.store.db().write().await?;
        self.standing(&mut write.tx, false).await?;
        Ok(write.about(Signal::Case(self.id().clone())))
    }

    /// A transaction for a participant who says something of their own in the
    /// own case; returns who. They change nothing else.
    pub(crate) async fn change_own(&self) -> Result<(String, WriteTx), StoreError> {
        let person = self.participant()?.to_owned();
        self.must_have_opened_to_change()?;
        let mut write = self.store.db().write().await?;
        self.decide_anew(&mut write.tx, false).await?;
        Ok((person, write.about(Signal::Case(self.id().clone()))))
    }

    /// A transaction for whoever may say now who of the family has a way in.
    pub(crate) async fn change_who_gets_in(&self) -> Result<WriteTx, StoreError> {
        Ok(self.change_as_lead().await?.0)
    }

    /// A transaction for whoever may say now who else gets in, and what
    /// becomes of the case.
    pub(super) async fn change_as_lead(&self) -> Result<(WriteTx, Standing), StoreError> {
        self.must_give_access()?;
        let mut write = self.store.db().write().await?;
        let standing = self.standing(&mut write.tx, false).await?;
        if !standing.gives_access {
            return Err(StoreError::NotAllowed("give_access"));
        }
        Ok((write.about(Signal::Case(self.id().clone())), standing))
    }

    /// Locks the case and decides the right to change it anew. `closed`: also
    /// where it is closed, for taking it up again.
    pub(super) async fn standing(
        &self,
        tx: &mut Transaction<'static, Any>,
        closed: bool,
    ) -> Result<Standing, StoreError> {
        let (status, caller, line) = self.decide_anew(tx, closed).await?;
        let may = if status == CaseStatus::Closed { line.part == Part::Whole } else { line.may_edit };
        if !may {
            return Err(StoreError::NotAllowed("no_longer"));
        }
        Ok(Standing { status, gives_access: gives_access(&caller, &line) })
    }

    /// Locks the case and decides anew whether, and with whose eyes, it opens.
    async fn decide_anew(
        &self,
        tx: &mut Transaction<'static, Any>,
        closed: bool,
    ) -> Result<(CaseStatus, Caller, Sightline), StoreError> {
        let row = sqlx::query("UPDATE help_case SET changed_at = $2 WHERE id = $1 RETURNING status")
            .bind(&self.id().0)
            .bind(self.store.now())
            .fetch_one(&mut **tx)
            .await?;
        let status = CaseStatus::from_code(&row.try_get::<String, _>("status")?);
        let status = status.ok_or(StoreError::Unreadable("help_case"))?;
        if status == CaseStatus::Closed && !closed {
            return Err(StoreError::NotAllowed("closed"));
        }
        let lost = StoreError::NotAllowed("no_longer");
        let Some(caller) = self.store.caller(tx, self.who(), self.id(), self.unit()).await? else { return Err(lost) };
        let request = Request { purpose: self.purpose(), reason: None, status };
        let line = open(&caller, &request).map_err(|_| lost)?;
        Ok((status, caller, line))
    }
}

/// Two cases in the order in which they are locked, so that two who lock the
/// same two never wait for each other.
pub(super) fn in_order<'a>(a: &'a CaseAccess, b: &'a CaseAccess) -> [&'a CaseAccess; 2] {
    let id = |it: &CaseAccess| -> CaseId { it.id().clone() };
    if id(a) <= id(b) { [a, b] } else { [b, a] }
}
