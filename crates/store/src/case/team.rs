//! The team around a case, with a stand-in. A case has one lead at a time, and
//! never none: who leads hands over, or is followed by whom the leader names.

use super::event::{EventDetail, EventKind};
use super::{CaseAccess, CaseId, day_text};
use crate::Store;
use crate::error::StoreError;
use crate::unit::UnitId;
use crate::user::{UserId, period_of};
use casework::Day;
use casework::day::Period;
use casework::life::{check_team, may_join_team};
use casework::role::{CaseFunction, Role};
use serde::{Deserialize, Serialize};
use sqlx::{Any, Row, Transaction};

/// A member of the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamMember {
    /// Who.
    pub user: UserId,
    /// Name.
    pub name: String,
    /// What they do in the case.
    pub function: CaseFunction,
    /// Since when.
    pub from: Option<Day>,
    /// Until when, if that is known.
    pub to: Option<Day>,
}

/// Somebody of the unit who can be given a function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    /// Who.
    pub user: UserId,
    /// Name.
    pub name: String,
}

/// The day before; functions end on it when they end at once.
pub(super) fn day_before(day: Day) -> Day {
    match (day.month, day.day) {
        (1, 1) => Day::new(day.year - 1, 12, 31),
        (month, 1) => Day::new(day.year, month - 1, family_map::date::days_in_month(day.year, month - 1)),
        (month, number) => Day::new(day.year, month, number - 1),
    }
}

impl Store {
    /// Those of a unit who can be given a function in its cases today, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn team_candidates(&self, unit: &UnitId) -> Result<Vec<Colleague>, StoreError> {
        let rows = sqlx::query(
            "SELECT post.user_id, staff_user.name, post.role, post.from_day, post.to_day
             FROM post JOIN staff_user ON staff_user.id = post.user_id
             WHERE post.unit_id = $1 AND staff_user.active = 1 ORDER BY staff_user.name, post.user_id",
        )
        .bind(&unit.0)
        .fetch_all(self.db().pool())
        .await?;
        let mut list: Vec<Colleague> = Vec::new();
        for row in &rows {
            let role = Role::from_code(&row.try_get::<String, _>("role")?).ok_or(StoreError::Unreadable("post"))?;
            let user = UserId(row.try_get("user_id")?);
            if may_join_team(role) && period_of(row)?.holds(self.today()) && list.iter().all(|it| it.user != user) {
                list.push(Colleague { name: row.try_get("name")?, user });
            }
        }
        Ok(list)
    }

    /// Stops whoever cannot be in a team of this unit; returns the name.
    pub(crate) async fn must_be_colleague(
        &self,
        tx: &mut Transaction<'static, Any>,
        unit: &UnitId,
        user: &UserId,
    ) -> Result<String, StoreError> {
        let colleague = match self.find_user_on(&mut *tx, user).await {
            Err(StoreError::NotFound) => return Err(StoreError::NotAllowed("not_colleague")),
            found => found?,
        };
        let fits = colleague.active && colleague.roles_in(unit).into_iter().any(may_join_team);
        if fits { Ok(colleague.name) } else { Err(StoreError::NotAllowed("not_colleague")) }
    }

    /// Ends what somebody does in a case, at once; `None`: whoever leads it.
    async fn end_functions(
        &self,
        tx: &mut Transaction<'static, Any>,
        case: &CaseId,
        user: Option<&UserId>,
    ) -> Result<(), StoreError> {
        let today = self.today();
        sqlx::query(
            "UPDATE case_staff SET to_day = $2 WHERE case_id = $1 AND (to_day IS NULL OR to_day >= $3)
             AND (user_id = $4 OR ($4 = '' AND function = $5))",
        )
        .bind(&case.0)
        .bind(day_text(day_before(today)))
        .bind(day_text(today))
        .bind(user.map_or("", |user| &user.0))
        .bind(CaseFunction::Lead.code())
        .execute(&mut **tx)
        .await?;
        Ok(())
    }

    pub(crate) async fn insert_function(
        &self,
        tx: &mut Transaction<'static, Any>,
        case: &CaseId,
        user: &UserId,
        function: CaseFunction,
        period: Period,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO case_staff (case_id, user_id, function, from_day, to_day) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (case_id, user_id, function, from_day) DO UPDATE SET to_day = $5",
        )
        .bind(&case.0)
        .bind(&user.0)
        .bind(function.code())
        .bind(day_text(period.from.unwrap_or_else(|| self.today())))
        .bind(period.to.map(day_text))
        .execute(&mut **tx)
        .await?;
        Ok(())
    }

    /// Makes somebody the lead from today; who led before stays with another
    /// function, or not at all.
    pub(super) async fn change_lead(
        &self,
        tx: &mut Transaction<'static, Any>,
        case: &CaseId,
        to: &UserId,
        before_stays: Option<(&UserId, CaseFunction)>,
    ) -> Result<(), StoreError> {
        let from_today = Period { from: Some(self.today()), to: None };
        self.end_functions(tx, case, None).await?;
        self.end_functions(tx, case, Some(to)).await?;
        self.insert_function(tx, case, to, CaseFunction::Lead, from_today).await?;
        if let Some((user, function)) = before_stays.filter(|(user, _)| *user != to) {
            self.insert_function(tx, case, user, function, from_today).await?;
        }
        self.must_have_lead(tx, case).await
    }

    /// Stops what would leave the case without a lead, or with two.
    pub(super) async fn must_have_lead(
        &self,
        tx: &mut Transaction<'static, Any>,
        case: &CaseId,
    ) -> Result<(), StoreError> {
        let functions = self.functions_on(tx, case).await?.into_iter().map(|(_, function)| function);
        check_team(functions).map_err(|fault| StoreError::NotAllowed(fault.code()))
    }

    /// Who does what in a case today.
    pub(crate) async fn functions_on(
        &self,
        tx: &mut Transaction<'static, Any>,
        case: &CaseId,
    ) -> Result<Vec<(UserId, CaseFunction)>, StoreError> {
        let rows = sqlx::query("SELECT user_id, function, from_day, to_day FROM case_staff WHERE case_id = $1")
            .bind(&case.0)
            .fetch_all(&mut **tx)
            .await?;
        let mut held = Vec::new();
        for row in &rows {
            if period_of(row)?.holds(self.today()) {
                let function = CaseFunction::from_code(&row.try_get::<String, _>("function")?);
                held.push((UserId(row.try_get("user_id")?), function.ok_or(StoreError::Unreadable("case_staff"))?));
            }
        }
        Ok(held)
    }
}

impl CaseAccess {
    /// Gives a user a function in the case for a period. A new lead follows the
    /// one before.
    ///
    /// # Errors
    /// When this viewer may not say who gets in; when the case would have no
    /// lead afterwards.
    pub async fn join_team(&self, user: &UserId, function: CaseFunction, period: Period) -> Result<(), StoreError> {
        let (mut write, _) = self.change_as_lead().await?;
        let (store, case) = (&self.store, self.id());
        if function == CaseFunction::Lead && period.holds(store.today()) {
            store.end_functions(&mut write.tx, case, None).await?;
        }
        store.insert_function(&mut write.tx, case, user, function, period).await?;
        store.must_have_lead(&mut write.tx, case).await?;
        write.commit().await
    }

    /// Gives a colleague of the unit a function from today, instead of any other.
    ///
    /// # Errors
    /// When this viewer may not say who gets in; `not_colleague` for somebody
    /// without a fitting post in the unit; `no_lead` for who leads: that is
    /// handed over.
    pub async fn set_function(&self, user: &UserId, function: CaseFunction) -> Result<(), StoreError> {
        let (mut write, _) = self.change_as_lead().await?;
        if function == CaseFunction::Lead {
            return Err(StoreError::NotAllowed("several_leads"));
        }
        let (store, case) = (&self.store, self.id());
        let name = store.must_be_colleague(&mut write.tx, self.unit(), user).await?;
        if store.functions_on(&mut write.tx, case).await?.contains(&(user.clone(), function)) {
            return Ok(());
        }
        store.end_functions(&mut write.tx, case, Some(user)).await?;
        let from_today = Period { from: Some(store.today()), to: None };
        store.insert_function(&mut write.tx, case, user, function, from_today).await?;
        store.must_have_lead(&mut write.tx, case).await?;
        let detail = EventDetail { staff: Some(name), function: Some(function), ..EventDetail::default() };
        self.tell(&mut write.tx, EventKind::Joined, &detail).await?;
        write.commit().await
    }

    /// Ends what somebody does in the case, at once.
    ///
    /// # Errors
    /// When this viewer may not say who gets in; `no_lead` for who leads.
    pub async fn leave_team(&self, user: &UserId) -> Result<(), StoreError> {
        let (mut write, _) = self.change_as_lead().await?;
        let (store, case) = (&self.store, self.id());
        if store.functions_on(&mut write.tx, case).await?.iter().all(|(member, _)| member != user) {
            return Err(StoreError::NotFound);
        }
        store.end_functions(&mut write.tx, case, Some(user)).await?;
        store.must_have_lead(&mut write.tx, case).await?;
        let name = store.find_user_on(&mut write.tx, user).await?.name;
        let detail = EventDetail { staff: Some(name), ..EventDetail::default() };
        self.tell(&mut write.tx, EventKind::Left, &detail).await?;
        write.commit().await
    }

    /// Hands the case over: `to` leads from today. Who led before stays with
    /// this function, or leaves.
    ///
    /// # Errors
    /// When this viewer may not say who gets in; `not_colleague` for somebody
    /// without a fitting post in the unit.
    pub async fn hand_over(&self, to: &UserId, before_stays: Option<CaseFunction>) -> Result<(), StoreError> {
        let (mut write, _) = self.change_as_lead().await?;
        let (store, case) = (&self.store, self.id());
        let name = store.must_be_colleague(&mut write.tx, self.unit(), to).await?;
        let team = store.functions_on(&mut write.tx, case).await?;
        let before = team.iter().find(|(_, function)| *function == CaseFunction::Lead).map(|(user, _)| user);
        if before == Some(to) {
            return Ok(());
        }
        let stays = before.zip(before_stays.filter(|it| *it != CaseFunction::Lead));
        store.change_lead(&mut write.tx, case, to, stays).await?;
        let detail = EventDetail { staff: Some(name), ..EventDetail::default() };
        self.tell(&mut write.tx, EventKind::LeadChanged, &detail).await?;
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
            let period = period_of(row)?;
            if period.holds(self.store.today()) {
                let function = CaseFunction::from_code(&row.try_get::<String, _>("function")?);
                team.push(TeamMember {
                    user: UserId(row.try_get("user_id")?),
                    name: row.try_get("name")?,
                    function: function.ok_or(StoreError::Unreadable("case_staff"))?,
                    from: period.from,
                    to: period.to,
                });
            }
        }
        team.sort_by_key(|member| member.function);
        Ok(team)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_before() {
        let table = [
            (Day::new(2026, 11, 23), Day::new(2026, 11, 22)),
            (Day::new(2027, 1, 1), Day::new(2026, 12, 31)),
            (Day::new(2028, 3, 1), Day::new(2028, 2, 29)),
        ];
        for (day, expected) in table {
            assert_eq!(day_before(day), expected);
        }
    }
}
