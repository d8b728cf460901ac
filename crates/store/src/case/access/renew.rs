//! An opened case by the rights of this moment. Not a new opening: the log
//! tells of the one that began, and of its end.

use super::{CaseAccess, role_of};
use crate::error::StoreError;
use casework::opening::{CaseStatus, Request, open};
use casework::sight::Viewer;
use sqlx::Row;

impl CaseAccess {
    /// The same for the same caller and purpose; `None` where it would no
    /// longer open, or where its key is destroyed.
    pub(crate) async fn renewed(&self) -> Result<Option<Self>, StoreError> {
        let mut tx = self.store.db().pool().begin().await?;
        let row = sqlx::query("SELECT status FROM help_case WHERE id = $1 AND erased_at IS NULL")
            .bind(&self.id.0)
            .fetch_optional(&mut *tx)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let status = CaseStatus::from_code(&row.try_get::<String, _>("status")?);
        let status = status.ok_or(StoreError::Unreadable("help_case"))?;
        let Some(caller) = self.store.caller(&mut tx, &self.who, &self.id, &self.unit).await? else {
            return Ok(None);
        };
        // The reason was given when it was opened.
        let request = Request { purpose: self.purpose, reason: Some("as before".to_owned()), status };
        let Ok(line) = open(&caller, &request) else { return Ok(None) };
        let bars = crate::case::bar::load(&mut tx, &self.id).await?;
        tx.commit().await?;
        Ok(Some(Self {
            store: self.store.clone(),
            key: self.key.clone(),
            id: self.id.clone(),
            unit: self.unit.clone(),
            number: self.number.clone(),
            name: self.name.clone(),
            status,
            action: self.action,
            emergency_until: self.emergency_until,
            sees_refusals: self.sees_refusals,
            purpose: self.purpose,
            role: role_of(&caller, self.purpose, line.part),
            gives_access: crate::case::change::gives_access(&caller, &line),
            viewer: Viewer { parties: line.parties.clone(), sensitive: line.sensitive, today: self.store.today() },
            line,
            beside: self.beside.clone(),
            bars,
            who: self.who.clone(),
            hand: self.hand.clone(),
        }))
    }

    /// Whether this handle shows what the other one did, of the same record.
    pub(crate) fn sees_as_before(&self, before: &Self) -> bool {
        self.viewer == before.viewer && self.bars == before.bars && self.line.part == before.line.part
    }
}
