//! Handing an action over: asked, answered with a receipt, or told to those who
//! see to it when nobody answers.

use crate::Store;
use crate::case::{CaseAccess, CaseLine, day_text, parse_day};
use crate::error::StoreError;
use crate::user::User;
use casework::Day;
use casework::plan::{BatonFault, Body, Doer, Part};
use sqlx::Row;

impl From<BatonFault> for StoreError {
    fn from(fault: BatonFault) -> Self {
        Self::NotAllowed(fault.code())
    }
}

/// What happens to a baton.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BatonStep {
    /// Somebody is asked to take over, with the day by which they answer.
    Ask {
        /// Who.
        to: Doer,
        /// By when.
        answer_by: Day,
    },
    /// They said yes.
    Accept {
        /// Who said so.
        by: String,
        /// How.
        how: String,
    },
    /// They said no, or the question was taken back.
    Decline,
}

/// A baton that nobody has answered for in time. What it is about stands in
/// the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatonLine {
    /// The case's line.
    pub line: CaseLine,
    /// By when an answer was awaited.
    pub day: Day,
    /// It is told to the reader as a leader of the unit.
    pub as_leader: bool,
}

/// So many days after the day of the answer the unit's leaders hear of it.
pub const LEADERS_HEAR_AFTER: i32 = 3;

impl CaseAccess {
    /// Takes one step with the baton of an action; returns its new revision.
    ///
    /// # Errors
    /// As [`Self::write_plan_part`]; what [`BatonFault`] says.
    pub async fn step_baton(&self, id: &str, revision: i64, step: &BatonStep) -> Result<i64, StoreError> {
        let today = self.store.today();
        let hearers = self.hearers().await?;
        self.rewrite(id, revision, |all| {
            let now = all.now(id).ok_or(StoreError::NotFound)?;
            let Body::Action(action) = &now.part.body else { return Err(StoreError::NotFound) };
            let mut action = action.clone();
            match step {
                BatonStep::Ask { to, answer_by } => action.ask(to.clone(), today, *answer_by)?,
                BatonStep::Accept { by, how } => action.accept(by, how, today)?,
                BatonStep::Decline => action.decline()?,
            }
            let part = Part { body: Body::Action(action), ..now.part.clone() };
            part.body.check()?;
            hearers.must_fit(&part)?;
            Ok(part)
        })
        .await?;
        Ok(revision + 1)
    }
}

impl Store {
    /// Batons for which nobody has answered by a day: told to the lead and the
    /// stand-in of the case, and some days later to the unit's leaders too.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn unanswered_batons(&self, user: &User, today: Day) -> Result<Vec<BatonLine>, StoreError> {
        let rows = sqlx::query(
            "SELECT plan_part.answer_day, help_case.id, help_case.unit_id, help_case.number, help_case.status,
               help_case.name_sealed, help_case.created_at, help_case.changed_at,
               (SELECT CAST(COUNT(*) AS BIGINT) FROM case_staff WHERE case_staff.case_id = help_case.id
                  AND case_staff.user_id = $1 AND case_staff.function IN ('lead', 'stand_in')
                  AND case_staff.from_day <= $2 AND (case_staff.to_day IS NULL OR case_staff.to_day >= $2)) AS leads
             FROM plan_part JOIN help_case ON help_case.id = plan_part.case_id
             WHERE plan_part.answer_day < $2 AND help_case.status <> 'closed' AND help_case.erased_at IS NULL
             ORDER BY plan_part.answer_day, plan_part.id",
        )
        .bind(&user.id.0)
        .bind(day_text(today))
        .fetch_all(self.db().pool())
        .await?;
        let mut found = Vec::new();
        for (row, line) in self.with_lines(user, &rows).await? {
            let day = parse_day(&row.try_get::<String, _>("answer_day")?).ok_or(StoreError::Unreadable("plan_part"))?;
            let leads_case = row.try_get::<i64, _>("leads")? > 0;
            let leads_unit = user.active && user.roles_in(&line.unit).into_iter().any(casework::role::Role::leads_unit);
            let as_leader = !leads_case && leads_unit && day.shifted(LEADERS_HEAR_AFTER) < today;
            if leads_case || as_leader {
                found.push(BatonLine { line, day, as_leader });
            }
        }
        Ok(found)
    }
}
