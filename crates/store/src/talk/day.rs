//! What the day tells about sessions, without a case being opened: whether an
//! interpreter comes, which next steps are due, and where
//! the two talks of a week are about to be missed.

use crate::Store;
use crate::calendar::EntryId;
use crate::case::{CaseLine, day_text, parse_day};
use crate::error::StoreError;
use crate::unit::UnitId;
use crate::user::User;
use casework::Day;
use casework::appointment::two_talks::Told;
use casework::appointment::{OrderState, TalkGuard};
use casework::calendar::moment::Moment;
use casework::role::{CaseFunction, Role};
use sqlx::Row;
use std::collections::BTreeMap;

/// A next step or an action of a plan that one has in a case. What it is
/// stands in the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepLine {
    /// The case's line.
    pub line: CaseLine,
    /// By when.
    pub day: Day,
    /// It is an action of the plan.
    pub of_plan: bool,
}

/// A case in which the talks of this week are missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuardLine {
    /// The case's line.
    pub line: CaseLine,
    /// What the guard says.
    pub guard: TalkGuard,
    /// Whether it is told to the reader as a leader of the unit.
    pub as_leader: bool,
}

impl Store {
    /// How far the orders of interpreters have come for appointments that a
    /// caller may know of, by entry and time of the rule.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn order_states(
        &self,
        of: &[(EntryId, Moment)],
    ) -> Result<BTreeMap<(EntryId, Moment), OrderState>, StoreError> {
        let mut states = BTreeMap::new();
        for (entry, at) in of {
            let row = sqlx::query(
                "SELECT interpreter_order.state FROM interpreter_order
                 JOIN calendar_occurrence ON calendar_occurrence.id = interpreter_order.occurrence_id
                 WHERE calendar_occurrence.entry_id = $1 AND calendar_occurrence.at = $2",
            )
            .bind(&entry.0)
            .bind(at.to_string())
            .fetch_optional(self.db().pool())
            .await?;
            if let Some(row) = row {
                let state = OrderState::from_code(&row.try_get::<String, _>("state")?);
                let state = state.ok_or(StoreError::Unreadable("interpreter_order"))?;
                states.insert((entry.clone(), *at), state);
            }
        }
        Ok(states)
    }

    /// The next steps and the actions of plans that somebody has, up to a day,
    /// in cases of their own.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn steps_for(&self, user: &User, until: Day) -> Result<Vec<StepLine>, StoreError> {
        let rows = sqlx::query(
            "SELECT step.due_day, step.of_plan, help_case.id, help_case.unit_id, help_case.number, help_case.status,
               help_case.name_sealed, help_case.created_at, help_case.changed_at
             FROM (
               SELECT id, case_id, due_day, CAST(0 AS BIGINT) AS of_plan FROM talk_step
               WHERE owner_id = $1 AND done_at IS NULL
               UNION ALL
               SELECT id, case_id, due_day, CAST(1 AS BIGINT) AS of_plan FROM plan_part
               WHERE owner_id = $1 AND is_open = 1
             ) AS step JOIN help_case ON help_case.id = step.case_id
             WHERE step.due_day <= $2 AND help_case.erased_at IS NULL
             ORDER BY step.due_day, step.id",
        )
        .bind(&user.id.0)
        .bind(day_text(until))
        .fetch_all(self.db().pool())
        .await?;
        let lines = self.case_lines(user, &rows).await?;
        let mut steps = Vec::new();
        for row in &rows {
            let id: String = row.try_get("id")?;
            let Some(line) = lines.iter().find(|line| line.id.0 == id && line.is_mine) else { continue };
            let day = parse_day(&row.try_get::<String, _>("due_day")?).ok_or(StoreError::Unreadable("talk_step"))?;
            let of_plan = row.try_get::<i64, _>("of_plan")? != 0;
            steps.push(StepLine { line: line.clone(), day, of_plan });
        }
        Ok(steps)
    }

    /// Where this week's talks are missing, for whom it is to be told: in one's
    /// own cases, and in those of a unit that one leads.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn talk_guards(&self, user: &User, now: Moment) -> Result<Vec<GuardLine>, StoreError> {
        let rows = sqlx::query(
            "SELECT help_case.id, help_case.unit_id, help_case.number, help_case.status, help_case.name_sealed,
               help_case.created_at, help_case.changed_at,
               (SELECT MIN(CAST(CASE function WHEN 'lead' THEN 0 WHEN 'stand_in' THEN 1 WHEN 'milieu_lead' THEN 2
                  ELSE 3 END AS BIGINT)) FROM case_staff WHERE case_staff.case_id = help_case.id
                  AND case_staff.user_id = $1 AND case_staff.from_day <= $2
                  AND (case_staff.to_day IS NULL OR case_staff.to_day >= $2)) AS strength
             FROM help_case WHERE help_case.status = 'open' AND help_case.erased_at IS NULL
             AND EXISTS (SELECT 1 FROM stay WHERE stay.case_id = help_case.id AND stay.from_day <= $3
               AND (stay.to_day IS NULL OR stay.to_day >= $4))
             ORDER BY help_case.number, help_case.id",
        )
        .bind(&user.id.0)
        .bind(day_text(now.day))
        .bind(day_text(now.day.shifted(6)))
        .bind(day_text(now.day.shifted(-6)))
        .fetch_all(self.db().pool())
        .await?;
        let leads = |unit: &UnitId| user.active && user.roles_in(unit).into_iter().any(Role::leads_unit);
        let mut found = Vec::new();
        for (row, line) in self.with_lines(user, &rows).await? {
            let strength: Option<i64> = row.try_get("strength")?;
            let function = strength.and_then(|it| usize::try_from(it).ok()).and_then(|it| CaseFunction::ALL.get(it));
            let Some(key) = self.keys().try_find(&line.id.scope()).await? else { continue };
            if function.is_none() && !leads(&line.unit) {
                continue;
            }
            let Some(guard) = self.guard_of((&line.id, &line.unit, &key), now).await? else { continue };
            let as_team = match function {
                Some(CaseFunction::Lead | CaseFunction::StandIn) => guard.told.contains(&Told::Lead),
                Some(CaseFunction::MilieuLead) => guard.told.contains(&Told::MilieuLead),
                _ => false,
            };
            let as_leader = !as_team && leads(&line.unit) && guard.told.contains(&Told::Leader);
            if as_team || as_leader {
                found.push(GuardLine { line, guard, as_leader });
            }
        }
        found.sort_by_key(|it| std::cmp::Reverse(it.guard.level));
        Ok(found)
    }
}
