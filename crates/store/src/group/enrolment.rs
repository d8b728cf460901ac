//! Enrolments within a transaction: joining, answering, leaving. Who may ask
//! for it is decided by the handle that calls.

use super::meeting::{Meeting, meetings_on};
use super::{GroupId, list::refused};
use crate::Store;
use crate::case::CaseId;
use crate::crypto::{Place, ScopeKey};
use crate::error::StoreError;
use crate::unit::UnitId;
use crate::user::UserId;
use casework::calendar::Moment;
use casework::group::{Attendance, EntryState};
use serde::{Deserialize, Serialize};
use sqlx::{Any, Row, Transaction};

/// Id of an enrolment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EnrolmentId(pub String);

/// Who is to join.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewEnrolment {
    /// Person ids of participants of the case; with a child where children take part.
    pub people: Vec<String>,
    /// What the leaders must know: allergies, a wheelchair, an interpreter.
    pub needs: String,
}

pub(crate) const fn needs_place(row: &str) -> Place<'_> {
    Place { table: "group_enrolment", column: "needs_sealed", row }
}

const fn reason_place(row: &str) -> Place<'_> {
    Place { table: "group_enrolment", column: "reason_sealed", row }
}

/// What is put into the line.
pub(crate) struct EnrolmentRow<'a> {
    pub(crate) group: &'a GroupId,
    pub(crate) case: &'a CaseId,
    pub(crate) key: &'a ScopeKey,
    /// Person ids, and whether each is a child.
    pub(crate) people: &'a [(String, bool)],
    pub(crate) seats: u8,
    pub(crate) needs: &'a str,
    pub(crate) made_by: &'a str,
    /// Waiting since; kept when moving to another group's line.
    pub(crate) since: Moment,
}

impl Store {
    /// Puts somebody into the line of a group that is locked in this
    /// transaction, and gives them a seat if one is free and nobody waits.
    pub(crate) async fn join_on(
        &self,
        tx: &mut Transaction<'static, Any>,
        unit: &UnitId,
        new: &EnrolmentRow<'_>,
        now: Moment,
    ) -> Result<(EnrolmentId, EntryState), StoreError> {
        let list = self.settle_on(tx, unit, new.group, now).await?;
        if now >= list.closes {
            return Err(StoreError::NotAllowed("joining_closed"));
        }
        let direct = list.line().is_empty() && list.free() >= new.seats;
        let id = self.new_id();
        sqlx::query(
            "INSERT INTO group_enrolment (id, group_id, case_id, since, seats, state, needs_sealed, made_by, changed_at)
             VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7, $8)",
        )
        .bind(&id)
        .bind(&new.group.0)
        .bind(&new.case.0)
        .bind(new.since.to_string())
        .bind(i64::from(new.seats))
        .bind(new.key.seal(needs_place(&id), new.needs.trim())?)
        .bind(new.made_by)
        .bind(self.now())
        .execute(&mut **tx)
        .await?;
        for (person, is_child) in new.people {
            sqlx::query(
                "INSERT INTO group_member (enrolment_id, person_id, is_child, from_meeting) VALUES ($1, $2, $3, 1)",
            )
            .bind(&id)
            .bind(person)
            .bind(i64::from(*is_child))
            .execute(&mut **tx)
            .await?;
        }
        let id = EnrolmentId(id);
        let state = if direct {
            self.seat_on(tx, unit, new.group, &id, None, now).await?
        } else {
            let list = self.settle_on(tx, unit, new.group, now).await?;
            list.entries.into_iter().find(|it| it.id == id.0).map_or(EntryState::Waiting, |it| it.state)
        };
        Ok((id, state))
    }

    /// Gives somebody in line a seat, past others only with a reason.
    pub(crate) async fn seat_on(
        &self,
        tx: &mut Transaction<'static, Any>,
        unit: &UnitId,
        group: &GroupId,
        id: &EnrolmentId,
        reason: Option<(&ScopeKey, &str)>,
        now: Moment,
    ) -> Result<EntryState, StoreError> {
        let before = self.settle_on(tx, unit, group, now).await?;
        let mut list = before.clone();
        list.enrol(&id.0, now, reason.is_some()).map_err(refused)?;
        self.keep_list(tx, &before, &list).await?;
        if let Some((key, reason)) = reason {
            sqlx::query("UPDATE group_enrolment SET reason_sealed = $2 WHERE id = $1")
                .bind(&id.0)
                .bind(key.seal(reason_place(&id.0), reason.trim())?)
                .execute(&mut **tx)
                .await?;
        }
        self.join_from_next(tx, group, id, now).await?;
        Ok(EntryState::Enrolled)
    }

    /// Answers an offer. A no frees the seat for the next in line at once.
    pub(crate) async fn answer_on(
        &self,
        tx: &mut Transaction<'static, Any>,
        unit: &UnitId,
        group: &GroupId,
        id: &EnrolmentId,
        yes: bool,
        now: Moment,
    ) -> Result<(), StoreError> {
        let before = self.list_on(tx, group).await?;
        let mut list = before.clone();
        list.answer(&id.0, yes, now).map_err(refused)?;
        self.keep_list(tx, &before, &list).await?;
        if yes {
            self.join_from_next(tx, group, id, now).await?;
        }
        self.settle_on(tx, unit, group, now).await.map(|_| ())
    }

    /// Somebody leaves the line or gives the seat back; what was attended stays.
    pub(crate) async fn leave_on(
        &self,
        tx: &mut Transaction<'static, Any>,
        unit: &UnitId,
        group: &GroupId,
        id: &EnrolmentId,
        (state, now): (EntryState, Moment),
    ) -> Result<(), StoreError> {
        let before = self.list_on(tx, group).await?;
        let entry = before.entries.iter().find(|it| it.id == id.0).ok_or(StoreError::NotFound)?;
        let mut list = before.clone();
        for it in list.entries.iter_mut().filter(|it| it.id == id.0) {
            it.state = state;
        }
        if entry.state == EntryState::Enrolled {
            let held = Meeting::held(&meetings_on(tx, group).await?, now).into_iter().max().unwrap_or(0);
            sqlx::query("UPDATE group_member SET to_meeting = $2 WHERE enrolment_id = $1 AND to_meeting IS NULL")
                .bind(&id.0)
                .bind(i64::from(held))
                .execute(&mut **tx)
                .await?;
        }
        self.keep_list(tx, &before, &list).await?;
        self.settle_on(tx, unit, group, now).await.map(|_| ())
    }

    /// Who joins late is part of the group from its next meeting on.
    async fn join_from_next(
        &self,
        tx: &mut Transaction<'static, Any>,
        group: &GroupId,
        id: &EnrolmentId,
        now: Moment,
    ) -> Result<(), StoreError> {
        let meetings = meetings_on(tx, group).await?;
        let next = meetings.iter().find(|it| it.span.start > now).map_or(1, |it| it.number);
        sqlx::query("UPDATE group_member SET from_meeting = $2, to_meeting = NULL WHERE enrolment_id = $1")
            .bind(&id.0)
            .bind(i64::from(next))
            .execute(&mut **tx)
            .await?;
        Ok(())
    }

    /// The group of an enrolment that belongs to this case.
    pub(crate) async fn group_of(
        &self,
        tx: &mut Transaction<'static, Any>,
        id: &EnrolmentId,
        case: &CaseId,
    ) -> Result<GroupId, StoreError> {
        let row = sqlx::query("SELECT group_id FROM group_enrolment WHERE id = $1 AND case_id = $2")
            .bind(&id.0)
            .bind(&case.0)
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(StoreError::NotFound)?;
        Ok(GroupId(row.try_get("group_id")?))
    }
}

impl Store {
    /// Gives who comes from another group a seat in this one, with what they
    /// have had already. The seat was found free in this transaction.
    pub(crate) async fn move_on(
        &self,
        tx: &mut Transaction<'static, Any>,
        (case, key): (&CaseId, &ScopeKey),
        (group, by): (&GroupId, &str),
        (seats, needs): (u8, &str),
        moves: &[Attendance],
        now: Moment,
    ) -> Result<EnrolmentId, StoreError> {
        let id = self.new_id();
        sqlx::query(
            "INSERT INTO group_enrolment (id, group_id, case_id, since, seats, state, needs_sealed, made_by, changed_at)
             VALUES ($1, $2, $3, $4, $5, 'enrolled', $6, $7, $8)",
        )
        .bind(&id)
        .bind(&group.0)
        .bind(&case.0)
        .bind(now.to_string())
        .bind(i64::from(seats))
        .bind(key.seal(needs_place(&id), needs)?)
        .bind(by)
        .bind(self.now())
        .execute(&mut **tx)
        .await?;
        for it in moves {
            sqlx::query(
                "INSERT INTO group_member (enrolment_id, person_id, is_child, from_meeting) VALUES ($1, $2, $3, $4)",
            )
            .bind(&id)
            .bind(&it.person)
            .bind(i64::from(it.is_child))
            .bind(i64::from(it.from))
            .execute(&mut **tx)
            .await?;
            for (meeting, presence) in &it.noted {
                self.mark_on(tx, &UserId(by.to_owned()), (&id, &it.person, *meeting), Some(*presence)).await?;
            }
        }
        Ok(EnrolmentId(id))
    }
}
