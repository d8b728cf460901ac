//! The team around a case, with a stand-in.

use super::{CaseAccess, day_text};
use crate::error::StoreError;
use crate::user::{UserId, period_of};
use casework::day::Period;
use casework::role::CaseFunction;
use serde::{Deserialize, Serialize};
use sqlx::Row;

/// A member of the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamMember {
    /// Who.
    pub user: UserId,
    /// Name.
    pub name: String,
    /// What they do in the case.
    pub function: CaseFunction,
}

impl CaseAccess {
    /// Gives a user a function in the case for a period.
    ///
    /// # Errors
    /// When this viewer may not say who gets in.
    pub async fn join_team(&self, user: &UserId, function: CaseFunction, period: Period) -> Result<(), StoreError> {
        self.must_give_access()?;
        let mut write = self.store.db().write().await?;
        sqlx::query(
            "INSERT INTO case_staff (case_id, user_id, function, from_day, to_day) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (case_id, user_id, function, from_day) DO UPDATE SET to_day = $5",
        )
        .bind(&self.id().0)
        .bind(&user.0)
        .bind(function.code())
        .bind(day_text(period.from.unwrap_or_else(|| self.store.today())))
        .bind(period.to.map(day_text))
        .execute(&mut *write.tx)
        .await?;
        write.commit().await
    }

    /// The team of today: the lead first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn team(&self) -> Result<Vec<TeamMember>, StoreError> {
        let rows = sqlx::query(
            "SELECT case_staff.user_id, staff_user.name, case_staff.function, case_staff.from_day, case_staff.to_day
             FROM case_staff JOIN staff_user ON staff_user.id = case_staff.user_id
             WHERE case_staff.case_id = $1 ORDER BY staff_user.name, case_staff.user_id",
        )
        .bind(&self.id().0)
        .fetch_all(self.store.db().pool())
        .await?;
        let mut team = Vec::new();
        for row in &rows {
            if period_of(row)?.holds(self.store.today()) {
                let function = CaseFunction::from_code(&row.try_get::<String, _>("function")?);
                team.push(TeamMember {
                    user: UserId(row.try_get("user_id")?),
                    name: row.try_get("name")?,
                    function: function.ok_or(StoreError::Unreadable("case_staff"))?,
                });
            }
        }
        team.sort_by_key(|member| member.function);
        Ok(team)
    }
}
