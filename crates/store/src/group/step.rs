//! Moving a group, or one meeting of it, and taking that back.

use super::access::GroupAccess;
use super::meeting::{self, Meeting, Times, meetings_on};
use super::{json, of_json};
use crate::error::StoreError;
use casework::calendar::{Moment, Weekday};
use casework::group::plan::{NoPlan, PlanRequest, PlannedMeeting, replan};
use serde::{Deserialize, Serialize};
use sqlx::{Any, Row, Transaction};

/// What a move did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The step, by which it is taken back.
    pub step: i64,
    /// When the meetings are now.
    pub times: Times,
}

const fn refused(why: NoPlan) -> StoreError {
    match why {
        NoPlan::NoDay => StoreError::NotAllowed("no_day"),
        NoPlan::NoSuchMeeting => StoreError::NotFound,
        NoPlan::OutOfOrder => StoreError::NotAllowed("out_of_order"),
    }
}

impl GroupAccess {
    /// Moves the meetings that are left: the first of them on the request's day
    /// or the first fitting one after it, the others in the group's rhythm. The
    /// days off are passed over and the numbers stay.
    ///
    /// # Errors
    /// `no_day`, `out_of_order`; `over` when no meeting is left.
    pub async fn move_to(&self, request: PlanRequest, now: Moment) -> Result<Moved, StoreError> {
        let (mut write, line) = self.change_group().await?;
        let free = self.store().free_days_on(&mut write.tx, self.unit()).await?;
        let plan = Meeting::plan(&line.meetings, &free);
        let held: Vec<PlannedMeeting> = plan.meetings.into_iter().filter(|it| it.span.end <= now).collect();
        if held.len() == line.meetings.len() {
            return Err(StoreError::NotAllowed("over"));
        }
        let moved = replan(&line.outline, &held, request, &free).map_err(refused)?;
        let times = moved.meetings.iter().map(|it| (it.number, it.span)).collect();
        let step = self.keep_step(&mut write.tx, &line.meetings, times).await?;
        self.store().settle_on(&mut write.tx, self.unit(), self.id(), now).await?;
        write.commit().await?;
        Ok(step)
    }

    /// Moves one meeting; its number and themes stay.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for no such meeting; `out_of_order` before the
    /// one before it or after the next; `over` for what was held.
    pub async fn move_meeting(&self, number: u8, to: Moment, now: Moment) -> Result<Moved, StoreError> {
        let (mut write, line) = self.change_group().await?;
        if Meeting::held(&line.meetings, now).contains(&number) {
            return Err(StoreError::NotAllowed("over"));
        }
        let free = self.store().free_days_on(&mut write.tx, self.unit()).await?;
        let moved = Meeting::plan(&line.meetings, &free).moved(number, to, &free).map_err(refused)?;
        let times = moved.meetings.iter().map(|it| (it.number, it.span)).collect();
        let step = self.keep_step(&mut write.tx, &line.meetings, times).await?;
        self.store().settle_on(&mut write.tx, self.unit(), self.id(), now).await?;
        write.commit().await?;
        Ok(step)
    }

    /// Cancels one meeting: it is held the next time in the group's rhythm, and
    /// those after it come later. The days off are passed over, numbers and
    /// themes stay, and no meeting falls away.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for no such meeting; `over` for what was held;
    /// `no_day`, `out_of_order`.
    pub async fn put_off(&self, number: u8, now: Moment) -> Result<Moved, StoreError> {
        let (mut write, line) = self.change_group().await?;
        let span = line.meetings.iter().find(|it| it.number == number).ok_or(StoreError::NotFound)?.span;
        if span.end <= now {
            return Err(StoreError::NotAllowed("over"));
        }
        let free = self.store().free_days_on(&mut write.tx, self.unit()).await?;
        let plan = Meeting::plan(&line.meetings, &free);
        let before: Vec<PlannedMeeting> = plan.meetings.into_iter().filter(|it| it.number < number).collect();
        let rhythm = 7 * i32::from(line.outline.every_weeks.max(1));
        // One meeting that was moved alone does not move the others' day of the week.
        let next = line.meetings.iter().find(|it| it.number > number).map_or(span, |it| it.span);
        let (weekday, time) = (Weekday::of(next.start.day), next.start.time);
        let from = if next == span { span.start.day.shifted(rhythm) } else { next.start.day };
        let moved = replan(&line.outline, &before, PlanRequest { from, weekday, time }, &free).map_err(refused)?;
        let times = moved.meetings.iter().map(|it| (it.number, it.span)).collect();
        let step = self.keep_step(&mut write.tx, &line.meetings, times).await?;
        self.store().settle_on(&mut write.tx, self.unit(), self.id(), now).await?;
        write.commit().await?;
        Ok(step)
    }

    async fn keep_step(
        &self,
        tx: &mut Transaction<'static, Any>,
        before: &[Meeting],
        times: Times,
    ) -> Result<Moved, StoreError> {
        meeting::put(tx, self.id(), &times).await?;
        let row = sqlx::query("SELECT COALESCE(MAX(number), 0) AS last FROM group_step WHERE group_id = $1")
            .bind(&self.id().0)
            .fetch_one(&mut **tx)
            .await?;
        let step = row.try_get::<i64, _>("last")? + 1;
        sqlx::query(
            "INSERT INTO group_step (group_id, number, author_id, at, before, after) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&self.id().0)
        .bind(step)
        .bind(&self.user().id.0)
        .bind(self.store().now())
        .bind(json(&Meeting::times(before))?)
        .bind(json(&times)?)
        .execute(&mut **tx)
        .await?;
        Ok(Moved { step, times })
    }

    /// Takes a move back. It is declined where the plan has changed since.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for no such step of one's own that is still in force;
    /// `overtaken`.
    pub async fn undo(&self, step: i64, now: Moment) -> Result<Times, StoreError> {
        let (mut write, _) = self.change_group().await?;
        let row = sqlx::query(
            "SELECT before, after FROM group_step WHERE group_id = $1 AND number = $2 AND author_id = $3 AND undone_at IS NULL",
        )
        .bind(&self.id().0)
        .bind(step)
        .bind(&self.user().id.0)
        .fetch_optional(&mut *write.tx)
        .await?
        .ok_or(StoreError::NotFound)?;
        let (before, after): (Times, Times) =
            (of_json(&row.try_get::<String, _>("before")?)?, of_json(&row.try_get::<String, _>("after")?)?);
        if Meeting::times(&meetings_on(&mut write.tx, self.id()).await?) != after {
            return Err(StoreError::NotAllowed("overtaken"));
        }
        meeting::put(&mut write.tx, self.id(), &before).await?;
        sqlx::query("UPDATE group_step SET undone_at = $3 WHERE group_id = $1 AND number = $2")
            .bind(&self.id().0)
            .bind(step)
            .bind(self.store().now())
            .execute(&mut *write.tx)
            .await?;
        self.store().settle_on(&mut write.tx, self.unit(), self.id(), now).await?;
        write.commit().await?;
        Ok(before)
    }

    /// One's own last move that can be taken back, if there is one.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn last_step(&self) -> Result<Option<i64>, StoreError> {
        let row = sqlx::query(
            "SELECT MAX(number) AS last FROM group_step WHERE group_id = $1 AND author_id = $2 AND undone_at IS NULL",
        )
        .bind(&self.id().0)
        .bind(&self.user().id.0)
        .fetch_one(self.store().db().pool())
        .await?;
        Ok(row.try_get("last")?)
    }
}
