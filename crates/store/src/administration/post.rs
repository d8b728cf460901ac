//! Posts given and ended.

use super::Administration;
use crate::case::day_text;
use crate::error::StoreError;
use crate::log::Action;
use crate::post::PostId;
use crate::unit::UnitId;
use crate::user::{UserId, period_of};
use casework::day::{Day, Period};
use casework::role::Role;
use sqlx::{Any, Row, Transaction};

impl Administration {
    /// Gives a post for a period.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such active account or unit in
    /// use; [`StoreError::Taken`] when the same post is held in that time;
    /// [`StoreError::NotAllowed`] («period») when it would end before it begins.
    pub async fn give_post(
        &self,
        user: &UserId,
        unit: &UnitId,
        role: Role,
        period: Period,
    ) -> Result<PostId, StoreError> {
        let from = period.from.unwrap_or_else(|| self.store.today());
        if period.to.is_some_and(|to| to < from) {
            return Err(StoreError::NotAllowed("period"));
        }
        let mut write = self.change().await?;
        let unit_name = self.unit_in_use(&mut write.tx, unit).await?;
        let who = self.named(&mut write.tx, user).await?;
        if !self.store.find_user_on(&mut write.tx, user).await?.active {
            return Err(StoreError::NotFound);
        }
        let held = sqlx::query(
            "SELECT from_day, to_day FROM post WHERE user_id = $1 AND unit_id = $2 AND role = $3
             AND (to_day IS NULL OR to_day >= $4)",
        )
        .bind(&user.0)
        .bind(&unit.0)
        .bind(role.code())
        .bind(day_text(from))
        .fetch_all(&mut *write.tx)
        .await?;
        for row in &held {
            let begins = period_of(row)?.from.unwrap_or(from);
            if period.to.is_none_or(|to| begins <= to) {
                return Err(StoreError::Taken("post"));
            }
        }
        let period = Period { from: Some(from), to: period.to };
        let id = self.store.insert_post(&mut write.tx, user, unit, role, period).await?;
        let until = period.to.map(day_text).unwrap_or_default();
        let detail = format!("+{who}: {}, {unit_name}, {}–{until}", role.code(), day_text(from));
        self.log(&mut write.tx, Some(unit), Action::Change, "post", &detail).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Ends a post with its last day.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such post, or it has ended;
    /// [`StoreError::NotAllowed`] («last_administrator») when nobody could run
    /// the system afterwards, («period») when the day lies before its first.
    pub async fn end_post(&self, post: &PostId, last: Day) -> Result<(), StoreError> {
        let today = self.store.today();
        let mut write = self.change().await?;
        let row = sqlx::query(
            "SELECT user_id, unit_id, role, from_day, to_day FROM post
             WHERE id = $1 AND (to_day IS NULL OR to_day >= $2)",
        )
        .bind(&post.0)
        .bind(day_text(today))
        .fetch_optional(&mut *write.tx)
        .await?
        .ok_or(StoreError::NotFound)?;
        // The day before today ends it at once; the past stays as it was.
        if last < today.before() || (last >= today && period_of(&row)?.from.is_some_and(|from| last < from)) {
            return Err(StoreError::NotAllowed("period"));
        }
        let (user, unit) = (UserId(row.try_get("user_id")?), UnitId(row.try_get("unit_id")?));
        let role: String = row.try_get("role")?;
        sqlx::query("UPDATE post SET to_day = $2 WHERE id = $1")
            .bind(&post.0)
            .bind(day_text(last))
            .execute(&mut *write.tx)
            .await?;
        self.store.end_lost_staff_feed(&mut write.tx, &user).await?;
        if role == Role::Administrator.code() {
            self.someone_administers(&mut write.tx).await?;
        }
        let detail = format!("−{}: {role}, {}", self.named(&mut write.tx, &user).await?, day_text(last));
        self.log(&mut write.tx, Some(&unit), Action::Change, "post", &detail).await?;
        write.commit().await
    }

    /// Stops a change after which nobody could run the system for good.
    pub(super) async fn someone_administers(&self, tx: &mut Transaction<'static, Any>) -> Result<(), StoreError> {
        let row = sqlx::query(
            "SELECT COUNT(*) AS n FROM post JOIN staff_user ON staff_user.id = post.user_id
             WHERE post.role = $1 AND post.from_day <= $2 AND post.to_day IS NULL AND staff_user.active = 1
             AND staff_user.password_hash <> ''",
        )
        .bind(Role::Administrator.code())
        .bind(day_text(self.store.today()))
        .fetch_one(&mut **tx)
        .await?;
        if row.try_get::<i64, _>("n")? == 0 { Err(StoreError::NotAllowed("last_administrator")) } else { Ok(()) }
    }
}
