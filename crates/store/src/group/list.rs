//! A group's seats and its waiting list, as the rules of `casework` see them.

use super::meeting::meetings_on;
use super::{GroupId, moment, of_json, small};
use crate::Store;
use crate::error::StoreError;
use crate::unit::UnitId;
use casework::calendar::Moment;
use casework::group::waiting_list::{OfferRule, SeatError};
use casework::group::{Entry, EntryState, WaitingList};
use casework::programme::Outline;
use sqlx::any::AnyRow;
use sqlx::{Any, AnyConnection, Row, Transaction};

/// Seats that are taken, seats kept for an answer, and how many wait.
pub(super) async fn counts_on(on: &mut AnyConnection, group: &GroupId) -> Result<(u8, u8, u8), StoreError> {
    let rows = sqlx::query(
        "SELECT state, CAST(SUM(seats) AS BIGINT) AS seats, COUNT(*) AS entries FROM group_enrolment
         WHERE group_id = $1 GROUP BY state",
    )
    .bind(&group.0)
    .fetch_all(on)
    .await?;
    let of = |code: &str, column: &str| -> Result<u8, StoreError> {
        for row in &rows {
            if row.try_get::<String, _>("state")? == code {
                return Ok(small(row.try_get(column)?));
            }
        }
        Ok(0)
    };
    Ok((of("enrolled", "seats")?, of("offered", "seats")?, of("waiting", "entries")?))
}

pub(crate) fn state_of(row: &AnyRow) -> Result<EntryState, StoreError> {
    let by: Option<String> = row.try_get("answer_by")?;
    Ok(match row.try_get::<String, _>("state")?.as_str() {
        "waiting" => EntryState::Waiting,
        "offered" => EntryState::Offered(moment(by.as_deref().unwrap_or_default())?),
        "enrolled" => EntryState::Enrolled,
        "declined" => EntryState::Declined,
        "lapsed" => EntryState::Lapsed,
        "not_this_time" => EntryState::NotThisTime,
        "withdrawn" => EntryState::Withdrawn,
        "moved" => EntryState::Moved,
        _ => return Err(StoreError::Unreadable("group_enrolment")),
    })
}

/// The word of the store for a refusal.
pub(super) const fn refused(error: SeatError) -> StoreError {
    StoreError::NotAllowed(match error {
        SeatError::Unknown => return StoreError::NotFound,
        SeatError::NoOffer => "no_offer",
        SeatError::TooLate => "too_late",
        SeatError::Closed => "joining_closed",
        SeatError::Full => "full",
        SeatError::OthersWait => "others_wait",
    })
}

impl Store {
    /// The list of a group that is locked in this transaction. One that has
    /// been called off lets nobody in.
    pub(super) async fn list_on(
        &self,
        tx: &mut Transaction<'static, Any>,
        group: &GroupId,
    ) -> Result<WaitingList, StoreError> {
        let row = sqlx::query("SELECT seats, outline, cancelled_at FROM parent_group WHERE id = $1")
            .bind(&group.0)
            .fetch_one(&mut **tx)
            .await?;
        let outline: Outline = of_json(&row.try_get::<String, _>("outline")?)?;
        let cancelled = row.try_get::<Option<i64>, _>("cancelled_at")?.is_some();
        let meetings = meetings_on(tx, group).await?;
        let closes = meetings.iter().find(|it| it.number == outline.last_joining).map(|it| it.span.start);
        let closes = closes.filter(|_| !cancelled).unwrap_or_else(|| Moment::from_number(0));
        let rows = sqlx::query(
            "SELECT id, since, seats, state, answer_by FROM group_enrolment WHERE group_id = $1 ORDER BY id",
        )
        .bind(&group.0)
        .fetch_all(&mut **tx)
        .await?;
        let mut entries = Vec::with_capacity(rows.len());
        for it in &rows {
            entries.push(Entry {
                id: it.try_get("id")?,
                since: moment(&it.try_get::<String, _>("since")?)?,
                seats: small(it.try_get("seats")?),
                state: state_of(it)?,
            });
        }
        Ok(WaitingList { seats: small(row.try_get("seats")?), closes, rule: OfferRule::default(), entries })
    }

    /// Writes what has changed in a list.
    pub(super) async fn keep_list(
        &self,
        tx: &mut Transaction<'static, Any>,
        before: &WaitingList,
        after: &WaitingList,
    ) -> Result<(), StoreError> {
        for entry in &after.entries {
            if before.entries.iter().any(|it| it == entry) {
                continue;
            }
            let by = match entry.state {
                EntryState::Offered(by) => Some(by.to_string()),
                _ => None,
            };
            sqlx::query("UPDATE group_enrolment SET state = $2, answer_by = $3, changed_at = $4 WHERE id = $1")
                .bind(&entry.id)
                .bind(entry.state.code())
                .bind(by)
                .bind(self.now())
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    /// Does what is due in a group that is locked in this transaction: offers
    /// lapse, go out, and end with the last joining meeting. Gives the list as
    /// it stands then.
    pub(crate) async fn settle_on(
        &self,
        tx: &mut Transaction<'static, Any>,
        unit: &UnitId,
        group: &GroupId,
        now: Moment,
    ) -> Result<WaitingList, StoreError> {
        let before = self.list_on(tx, group).await?;
        let mut list = before.clone();
        let free = self.free_days_on(tx, unit).await?;
        list.apply(&list.due(now, &free));
        self.keep_list(tx, &before, &list).await?;
        Ok(list)
    }

    /// Does what is due on the waiting lists of all groups. Returns for how
    /// many groups something was.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn settle_groups(&self, now: Moment) -> Result<u32, StoreError> {
        let rows = sqlx::query("SELECT DISTINCT group_id FROM group_enrolment WHERE state IN ('waiting', 'offered')")
            .fetch_all(self.db().pool())
            .await?;
        let mut settled = 0;
        for row in &rows {
            let group = GroupId(row.try_get("group_id")?);
            let mut write = self.db().write().await?;
            let unit = self.lock_group(&mut write.tx, &group).await?;
            let before = self.list_on(&mut write.tx, &group).await?;
            if self.settle_on(&mut write.tx, &unit, &group, now).await? != before {
                write.commit().await?;
                settled += 1;
            }
        }
        Ok(settled)
    }
}
