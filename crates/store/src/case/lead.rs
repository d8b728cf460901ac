//! What a unit leader does for a case without reading it: names who leads it,
//! and takes an ended one up again. A lead who left must not leave a case alone.

use super::CaseId;
use super::event::{EventDetail, EventKind};
use crate::Store;
use crate::crypto::{Place, ScopeKey};
use crate::database::WriteTx;
use crate::error::StoreError;
use crate::log::{Action, NewRow};
use crate::unit::UnitId;
use crate::user::UserId;
use casework::opening::{CaseStatus, Purpose};
use casework::role::Role;
use sqlx::Row;

/// What a unit leader sees of a case before naming its lead: what stands in the
/// list, and its unit. Nothing from inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeadView {
    /// Number.
    pub number: String,
    /// Display name.
    pub name: String,
    /// How far it has come.
    pub status: CaseStatus,
    /// Name of the case lead today, if there is one.
    pub responsible: Option<String>,
    /// The unit, whose colleagues can lead it.
    pub unit: UnitId,
}

/// A case that its unit leader is about to change, locked.
struct Led {
    write: WriteTx,
    key: ScopeKey,
    unit: UnitId,
    status: CaseStatus,
}

impl Store {
    /// The case as the leader of its unit sees it in the list.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] both when there is no such case and when the
    /// user does not lead its unit.
    pub async fn lead_view(&self, by: &UserId, case: &CaseId) -> Result<LeadView, StoreError> {
        if case.0.contains('\0') {
            return Err(StoreError::NotFound);
        }
        let row = sqlx::query(
            "SELECT unit_id, number, status, name_sealed,
               (SELECT MIN(staff_user.name) FROM case_staff JOIN staff_user ON staff_user.id = case_staff.user_id
                WHERE case_staff.case_id = help_case.id AND case_staff.function = 'lead'
                AND case_staff.from_day <= $2 AND (case_staff.to_day IS NULL OR case_staff.to_day >= $2)) AS responsible
             FROM help_case WHERE id = $1",
        )
        .bind(&case.0)
        .bind(super::day_text(self.today()))
        .fetch_optional(self.db().pool())
        .await?
        .ok_or(StoreError::NotFound)?;
        let unit = UnitId(row.try_get("unit_id")?);
        let user = self.find_user(by).await?;
        if !user.active || !user.roles_in(&unit).contains(&Role::UnitLeader) {
            return Err(StoreError::NotFound);
        }
        let key = self.keys().try_find(&case.scope()).await?.ok_or(StoreError::NotFound)?;
        let place = Place { table: "help_case", column: "name_sealed", row: &case.0 };
        let status = CaseStatus::from_code(&row.try_get::<String, _>("status")?);
        Ok(LeadView {
            number: row.try_get("number")?,
            name: key.unseal(place, &row.try_get::<String, _>("name_sealed")?)?,
            status: status.ok_or(StoreError::Unreadable("help_case"))?,
            responsible: row.try_get("responsible")?,
            unit,
        })
    }

    /// Names who leads a case from today, by the leader of its unit. Gives no
    /// content; the reason stands in the log of the case.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] both when there is no such case and when the
    /// user does not lead its unit; `words` without a reason; `not_colleague`
    /// for somebody without a fitting post in the unit.
    pub async fn appoint_lead(&self, by: &UserId, case: &CaseId, to: &UserId, reason: &str) -> Result<(), StoreError> {
        let mut led = self.lead_unit_of(by, case, reason).await?;
        let tx = &mut led.write.tx;
        let name = self.must_be_colleague(tx, &led.unit, to).await?;
        self.change_lead(tx, case, to, None).await?;
        let detail = EventDetail { staff: Some(name), words: Some(reason.trim().to_owned()), ..EventDetail::default() };
        self.tell(tx, (case, &led.key), by, EventKind::LeadChanged, &detail).await?;
        led.write.commit().await
    }

    /// Takes an ended case up again, by the leader of its unit.
    ///
    /// # Errors
    /// As [`Store::appoint_lead`]; `status` when it is not ended.
    pub async fn reopen_as_leader(&self, by: &UserId, case: &CaseId, reason: &str) -> Result<(), StoreError> {
        let mut led = self.lead_unit_of(by, case, reason).await?;
        if led.status != CaseStatus::Closed {
            return Err(StoreError::NotAllowed("status"));
        }
        let tx = &mut led.write.tx;
        self.end_lost_family_feeds(tx, case).await?;
        sqlx::query("UPDATE help_case SET status = $2 WHERE id = $1")
            .bind(&case.0)
            .bind(CaseStatus::Open.code())
            .execute(&mut **tx)
            .await?;
        let detail = EventDetail { words: Some(reason.trim().to_owned()), ..EventDetail::default() };
        self.tell(tx, (case, &led.key), by, EventKind::Reopened, &detail).await?;
        led.write.commit().await
    }

    /// Locks a case for the leader of its unit, with a row in its log. A
    /// refusal is logged in the unit's chain.
    async fn lead_unit_of(&self, by: &UserId, case: &CaseId, reason: &str) -> Result<Led, StoreError> {
        let reason = reason.trim();
        if case.0.contains('\0') {
            return Err(StoreError::NotFound);
        }
        let mut write = self.db().write().await?;
        let row = sqlx::query("UPDATE help_case SET changed_at = $2 WHERE id = $1 RETURNING unit_id, status")
            .bind(&case.0)
            .bind(self.now())
            .fetch_optional(&mut *write.tx)
            .await?;
        let Some(row) = row else { return Err(StoreError::NotFound) };
        let unit = UnitId(row.try_get("unit_id")?);
        let status = CaseStatus::from_code(&row.try_get::<String, _>("status")?);
        let user = self.find_user_on(&mut write.tx, by).await?;
        let refused = NewRow {
            user: &by.0,
            role: "",
            action: Action::Change,
            object: "team",
            purpose: Purpose::Leadership,
            outcome: "no_relation",
            detail: &case.0,
        };
        if !user.active || !user.roles_in(&unit).contains(&Role::UnitLeader) {
            drop(write);
            self.log_for_unit(&unit.0, &refused).await?;
            return Err(StoreError::NotFound);
        }
        if reason.is_empty() {
            return Err(StoreError::NotAllowed("words"));
        }
        let Some(key) = self.keys().try_find(&case.scope()).await? else { return Err(StoreError::NotFound) };
        let entry = NewRow { role: Role::UnitLeader.code(), outcome: "ok", detail: reason, ..refused };
        self.log(&mut write.tx, &case.chain(), &key, &entry).await?;
        Ok(Led { write, key, unit, status: status.ok_or(StoreError::Unreadable("help_case"))? })
    }
}
