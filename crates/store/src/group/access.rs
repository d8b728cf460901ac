//! The handle of one group.

use super::GroupId;
use super::desk::{GroupDesk, GroupLine, Setting, find_on};
use super::json;
use super::leader::{self, leads};
use crate::Store;
use crate::case::CaseId;
use crate::crypto::ScopeKey;
use crate::database::WriteTx;
use crate::error::StoreError;
use crate::log::{Action, NewRow};
use crate::unit::UnitId;
use crate::user::{User, UserId};
use casework::calendar::Moment;
use casework::group::GroupLeader;
use casework::opening::Purpose;
use casework::programme::Programme;
use casework::role::Role;
use serde::{Deserialize, Serialize};
use sqlx::{Any, Transaction};

/// One group. Its leaders reach the participants through it, nobody else does.
pub struct GroupAccess {
    desk: GroupDesk,
    id: GroupId,
    detail: GroupDetail,
}

/// Everything about a group that the unit knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupDetail {
    /// The group.
    pub line: GroupLine,
    /// The programme that it keeps.
    pub programme: Programme,
    /// Whether the caller leads it, and so knows who takes part.
    pub leads: bool,
}

impl std::fmt::Debug for GroupAccess {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GroupAccess").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Store {
    /// Opens a group of the unit in which somebody runs groups today.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] both when there is no such group and when it is
    /// another unit's.
    pub async fn open_group(&self, user: &UserId, id: &GroupId) -> Result<GroupAccess, StoreError> {
        if id.0.contains('\0') {
            return Err(StoreError::NotFound);
        }
        let desk = self.group_desk(user).await?;
        let mut connection = self.db().pool().acquire().await?;
        let (line, programme) = find_on(&mut connection, &desk.unit, id).await?;
        let leads = leads(&line.leaders, &desk.by.id, self.today());
        Ok(GroupAccess { desk, id: id.clone(), detail: GroupDetail { line, programme, leads } })
    }
}

impl GroupAccess {
    /// What the unit knows of it, as it was when it was opened.
    #[must_use]
    pub const fn detail(&self) -> &GroupDetail {
        &self.detail
    }

    pub(super) const fn store(&self) -> &Store {
        &self.desk.store
    }

    pub(super) const fn id(&self) -> &GroupId {
        &self.id
    }

    pub(super) const fn unit(&self) -> &UnitId {
        &self.desk.unit
    }

    pub(super) const fn user(&self) -> &User {
        &self.desk.by
    }

    /// Begins a change by whoever still runs groups here: the group is locked,
    /// and read anew.
    pub(super) async fn change_group(&self) -> Result<(WriteTx, GroupLine), StoreError> {
        let mut write = self.desk.change().await?;
        self.store().lock_group(&mut write.tx, &self.id).await?;
        let (line, _) = find_on(&mut write.tx, self.unit(), &self.id).await?;
        Ok((write, line))
    }

    /// The same for who still leads the group.
    pub(super) async fn change_as_leader(&self) -> Result<(WriteTx, GroupLine), StoreError> {
        let (write, line) = self.change_group().await?;
        if leads(&line.leaders, &self.user().id, self.store().today()) {
            Ok((write, line))
        } else {
            Err(StoreError::NotAllowed("group_leader"))
        }
    }

    /// Stops whoever does not lead the group.
    pub(super) fn must_lead(&self) -> Result<(), StoreError> {
        if self.detail.leads { Ok(()) } else { Err(StoreError::NotAllowed("group_leader")) }
    }

    /// Notes in a case's log that its people in this group were seen or changed.
    pub(super) async fn log_case(
        &self,
        tx: &mut Transaction<'static, Any>,
        case: &CaseId,
        key: &ScopeKey,
        action: Action,
    ) -> Result<(), StoreError> {
        let row = NewRow {
            user: &self.user().id.0,
            role: Role::GroupLeader.code(),
            action,
            object: "group",
            purpose: Purpose::FollowUp,
            outcome: "ok",
            detail: "",
        };
        self.store().log(tx, &case.chain(), key, &row).await.map(|_| ())
    }

    /// Changes name and setting, as long as both are as they were when the group
    /// was opened. More seats go to those who wait.
    ///
    /// # Errors
    /// As [`GroupDesk::create`]; `group_overtaken` when somebody else has
    /// changed the setting since.
    pub async fn change_setting(&self, name: &str, setting: &Setting, now: Moment) -> Result<(), StoreError> {
        let (mut write, line) = self.change_group().await?;
        let read = &self.detail.line;
        if line.name != read.name || line.setting != read.setting {
            return Err(StoreError::NotAllowed("group_overtaken"));
        }
        let (name, setting) = self.desk.checked(&mut write.tx, name, setting).await?;
        sqlx::query(
            "UPDATE parent_group SET name = $2, seats = $3, room_id = $4, place = $5, languages = $6,
               interpreter = $7, childcare = $8, food = $9, cost = $10, note = $11 WHERE id = $1",
        )
        .bind(&self.id.0)
        .bind(name)
        .bind(i64::from(setting.seats))
        .bind(setting.room.as_deref())
        .bind(setting.place.trim())
        .bind(json(&setting.languages)?)
        .bind(&setting.interpreter)
        .bind(i64::from(setting.childcare))
        .bind(setting.food.trim())
        .bind(i64::from(setting.cost))
        .bind(setting.note.trim())
        .execute(&mut *write.tx)
        .await?;
        self.store().settle_on(&mut write.tx, self.unit(), &self.id, now).await?;
        write.commit().await
    }

    /// Says who leads, from when to when, as long as they are those of when the
    /// group was opened. Whoever is no longer among them knows the participants
    /// no longer.
    ///
    /// # Errors
    /// `not_colleague`, `dates`; `group_unled` without anybody;
    /// `group_overtaken` when somebody else has changed them since.
    pub async fn change_leaders(&self, leaders: &[GroupLeader]) -> Result<(), StoreError> {
        let (mut write, line) = self.change_group().await?;
        let (now, read) = (line.leaders.iter(), self.detail.line.leaders.iter());
        if now.map(|row| &row.leader).ne(read.map(|row| &row.leader)) {
            return Err(StoreError::NotAllowed("group_overtaken"));
        }
        if leaders.is_empty() {
            return Err(StoreError::NotAllowed("group_unled"));
        }
        // Who has led it for a while stays among its leaders, also when they have left the unit.
        let today = self.store().today();
        let has_led = |it: &GroupLeader| {
            it.period.to.is_some_and(|to| to < today) && line.leaders.iter().any(|row| row.leader.user == it.user)
        };
        let present: Vec<GroupLeader> = leaders.iter().filter(|it| !has_led(it)).cloned().collect();
        self.desk.must_be_colleagues(&mut write.tx, &present).await?;
        leader::put(&mut write.tx, &self.id, leaders, || self.store().new_id()).await?;
        write.commit().await
    }

    /// Calls the group off, or takes that back. Nobody loses what was noted.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn call_off(&self, off: bool, now: Moment) -> Result<(), StoreError> {
        let (mut write, _) = self.change_group().await?;
        sqlx::query("UPDATE parent_group SET cancelled_at = $2 WHERE id = $1")
            .bind(&self.id.0)
            .bind(off.then(|| self.store().now()))
            .execute(&mut *write.tx)
            .await?;
        self.store().settle_on(&mut write.tx, self.unit(), &self.id, now).await?;
        write.commit().await
    }
}
