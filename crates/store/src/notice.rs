//! Notices: what somebody must be told and receipt. So far of one kind: a case
//! was opened in an emergency.

use crate::Store;
use crate::case::{CaseId, day_text, kind_of};
use crate::error::StoreError;
use crate::log::{Action, NewRow};
use crate::unit::UnitId;
use crate::user::{UserId, period_of};
use casework::emergency::{Colleague, EmergencyKind, RECEIPT_WITHIN_MS, is_overdue, who_is_told};
use casework::opening::Purpose;
use casework::role::{CaseFunction, Role};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};
use std::collections::BTreeMap;

const EMERGENCY: &str = "emergency";

/// Something that this user must receipt: somebody opened a case in an emergency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Id, for [`Store::mark_notice_read`].
    pub id: String,
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// Its display name; empty for who only reviews the logs.
    pub name: String,
    /// Name of who opened it.
    pub who: String,
    /// What made it urgent.
    pub kind: EmergencyKind,
    /// Why, in that person's words; empty for who only reviews the logs.
    pub reason: String,
    /// When, milliseconds since 1970.
    pub at: i64,
    /// When the access ends or ended.
    pub until: i64,
    /// Whether it is in force still.
    pub in_force: bool,
    /// Nobody has receipted it in time; such notices come first.
    pub overdue: bool,
}

impl Store {
    /// Writes the notice of an emergency access and who must receipt it.
    pub(crate) async fn tell_of_emergency(
        &self,
        tx: &mut Transaction<'static, Any>,
        unit: &UnitId,
        case: &CaseId,
        taker: &UserId,
        access: &str,
    ) -> Result<(), StoreError> {
        let told = who_is_told(&taker.0, &self.colleagues(tx, unit, case).await?);
        let id = self.new_id();
        sqlx::query("INSERT INTO notice (id, kind, unit_id, case_id, subject_id, at) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(&id)
            .bind(EMERGENCY)
            .bind(&unit.0)
            .bind(&case.0)
            .bind(access)
            .bind(self.now())
            .execute(&mut **tx)
            .await?;
        for user in told {
            sqlx::query("INSERT INTO notice_receiver (notice_id, user_id) VALUES ($1, $2)")
                .bind(&id)
                .bind(user)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    /// Those with a post in the unit or a function in the case today.
    async fn colleagues(
        &self,
        tx: &mut Transaction<'static, Any>,
        unit: &UnitId,
        case: &CaseId,
    ) -> Result<Vec<Colleague>, StoreError> {
        let posts = sqlx::query(
            "SELECT post.user_id, post.role, post.from_day, post.to_day FROM post
             JOIN staff_user ON staff_user.id = post.user_id WHERE post.unit_id = $1 AND staff_user.active = 1",
        )
        .bind(&unit.0)
        .fetch_all(&mut **tx)
        .await?;
        let functions = sqlx::query(
            "SELECT case_staff.user_id, case_staff.function FROM case_staff
             JOIN staff_user ON staff_user.id = case_staff.user_id
             WHERE case_staff.case_id = $1 AND staff_user.active = 1
             AND case_staff.from_day <= $2 AND (case_staff.to_day IS NULL OR case_staff.to_day >= $2)",
        )
        .bind(&case.0)
        .bind(day_text(self.today()))
        .fetch_all(&mut **tx)
        .await?;
        let mut all: BTreeMap<String, Colleague> = BTreeMap::new();
        let entry = |user: String| Colleague { user, roles_in_unit: Vec::new(), function: None };
        for row in &posts {
            if period_of(row)?.holds(self.today()) {
                let (user, role): (String, String) = (row.try_get("user_id")?, row.try_get("role")?);
                let role = Role::from_code(&role).ok_or(StoreError::Unreadable("post"))?;
                all.entry(user.clone()).or_insert_with(|| entry(user)).roles_in_unit.push(role);
            }
        }
        for row in &functions {
            let (user, function): (String, String) = (row.try_get("user_id")?, row.try_get("function")?);
            let function = CaseFunction::from_code(&function).ok_or(StoreError::Unreadable("case_staff"))?;
            let colleague = all.entry(user.clone()).or_insert_with(|| entry(user));
            // The strongest of several: the order of the vocabulary.
            colleague.function = Some(colleague.function.map_or(function, |it| it.min(function)));
        }
        Ok(all.into_values().collect())
    }

    /// What this user must receipt and has not: first what nobody has receipted
    /// in time, then the newest. Such a late notice is shown to whoever leads
    /// the unit or the case by now as well, so that it survives a change of
    /// hands. Who no longer leads is not shown it any more.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn notices(&self, user: &UserId) -> Result<Vec<Notice>, StoreError> {
        let mut tx = self.db().pool().begin().await?;
        let staff = self.find_user_on(&mut tx, user).await?;
        let mut list = Vec::new();
        if !staff.active {
            return Ok(list);
        }
        let now = self.now();
        let rows = sqlx::query(
            "SELECT notice.id, notice.unit_id, notice.case_id, notice.subject_id, notice.at, help_case.number,
               help_case.name_sealed, emergency_access.kind, emergency_access.reason_sealed, emergency_access.user_id,
               emergency_access.until_at, emergency_access.ended_at, staff_user.name AS who,
               (SELECT COUNT(*) FROM notice_receiver WHERE notice_id = notice.id AND read_at IS NOT NULL) AS receipts
             FROM notice JOIN help_case ON help_case.id = notice.case_id
             JOIN emergency_access ON emergency_access.id = notice.subject_id
             JOIN staff_user ON staff_user.id = emergency_access.user_id
             WHERE notice.kind = $2 AND (
               notice.id IN (SELECT notice_id FROM notice_receiver WHERE user_id = $1 AND read_at IS NULL)
               OR (notice.at <= $3 AND emergency_access.user_id <> $1
                   AND NOT EXISTS (SELECT 1 FROM notice_receiver
                     WHERE notice_id = notice.id AND (read_at IS NOT NULL OR user_id = $1))
                   AND (notice.unit_id IN (SELECT unit_id FROM post WHERE user_id = $1)
                     OR notice.case_id IN (SELECT case_id FROM case_staff WHERE user_id = $1))))
             ORDER BY notice.at DESC, notice.id DESC",
        )
        .bind(&user.0)
        .bind(EMERGENCY)
        .bind(now - RECEIPT_WITHIN_MS)
        .fetch_all(&mut *tx)
        .await?;
        for row in &rows {
            let (unit, case) = (UnitId(row.try_get("unit_id")?), CaseId(row.try_get("case_id")?));
            let taker: String = row.try_get("user_id")?;
            if !who_is_told(&taker, &self.colleagues(&mut tx, &unit, &case).await?).contains(&user.0) {
                continue;
            }
            let role = self.told_as(&mut tx, &unit, &case, user).await?;
            let Some(mut notice) = self.notice(row, case, now).await? else { continue };
            if role == Role::PrivacyOfficer.code() {
                // That it happened, not with whom: no content for who reviews logs.
                notice.name.clear();
                notice.reason.clear();
            }
            list.push(notice);
        }
        // Stable: within each kind the newest stay first.
        list.sort_by_key(|notice| !notice.overdue);
        Ok(list)
    }

    /// `None` for a case that was erased.
    async fn notice(&self, row: &AnyRow, case: CaseId, now: i64) -> Result<Option<Notice>, StoreError> {
        let access: String = row.try_get("subject_id")?;
        let sealed: String = row.try_get("reason_sealed")?;
        let Some(name) = self.case_name(&case, row).await? else { return Ok(None) };
        let Some(reason) = self.emergency_reason(&access, &case, &sealed).await? else { return Ok(None) };
        let (until, ended): (i64, Option<i64>) = (row.try_get("until_at")?, row.try_get("ended_at")?);
        let at: i64 = row.try_get("at")?;
        Ok(Some(Notice {
            id: row.try_get("id")?,
            number: row.try_get("number")?,
            name,
            who: row.try_get("who")?,
            kind: kind_of(row)?,
            reason,
            at,
            until: ended.unwrap_or(until),
            in_force: ended.is_none() && now < until,
            overdue: is_overdue(at, row.try_get::<i64, _>("receipts")? > 0, now),
            case,
        }))
    }

    /// Receipts a notice. The log of the case says so.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is not among [`Store::notices`].
    pub async fn mark_notice_read(&self, user: &UserId, notice: &str) -> Result<(), StoreError> {
        let notice = self.notices(user).await?.into_iter().find(|it| it.id == notice).ok_or(StoreError::NotFound)?;
        let mut write = self.db().write().await?;
        let done = sqlx::query(
            "INSERT INTO notice_receiver (notice_id, user_id, read_at) VALUES ($1, $2, $3)
             ON CONFLICT (notice_id, user_id) DO UPDATE SET read_at = $3 WHERE notice_receiver.read_at IS NULL",
        )
        .bind(&notice.id)
        .bind(&user.0)
        .bind(self.now())
        .execute(&mut *write.tx)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(());
        }
        let key = self.keys().find(&notice.case.scope()).await?;
        let unit: String = sqlx::query("SELECT unit_id FROM help_case WHERE id = $1")
            .bind(&notice.case.0)
            .fetch_one(&mut *write.tx)
            .await?
            .try_get("unit_id")?;
        let role = self.told_as(&mut write.tx, &UnitId(unit), &notice.case, user).await?;
        let row = NewRow {
            user: &user.0,
            role,
            action: Action::Receipt,
            object: notice.kind.code(),
            purpose: Purpose::Emergency,
            outcome: "ok",
            detail: "",
        };
        self.log(&mut write.tx, &notice.case.chain(), &key, &row).await?;
        write.commit().await
    }

    /// In what capacity somebody was told, for the log.
    async fn told_as(
        &self,
        tx: &mut Transaction<'static, Any>,
        unit: &UnitId,
        case: &CaseId,
        user: &UserId,
    ) -> Result<&'static str, StoreError> {
        let all = self.colleagues(tx, unit, case).await?;
        let Some(me) = all.into_iter().find(|it| it.user == user.0) else { return Ok("") };
        if me.function == Some(CaseFunction::Lead) {
            return Ok(CaseFunction::Lead.code());
        }
        let told = [Role::UnitLeader, Role::DepartmentLeader, Role::PrivacyOfficer];
        Ok(told.into_iter().find(|role| me.roles_in_unit.contains(role)).map_or("", |role| role.code()))
    }
}
