//! The actions that somebody of the staff has yet to do, without their words:
//! for their day, and for the time when their account is closed.

use crate::Store;
use crate::case::parse_day;
use crate::error::StoreError;
use crate::unit::UnitId;
use crate::user::UserId;
use casework::Day;
use sqlx::{AnyConnection, Row};

/// An action that somebody has, without its words.
pub(crate) struct OwnedAction {
    pub(crate) id: String,
    pub(crate) case_number: String,
    pub(crate) unit: UnitId,
    pub(crate) unit_name: String,
    pub(crate) due: Option<Day>,
}

impl Store {
    /// The actions of plans that somebody has yet to do.
    pub(crate) async fn plan_actions_owned_by(
        &self,
        on: &mut AnyConnection,
        user: &UserId,
    ) -> Result<Vec<OwnedAction>, StoreError> {
        let rows = sqlx::query(
            "SELECT plan_part.id, plan_part.due_day, help_case.number, help_case.unit_id, unit.name AS unit_name
             FROM plan_part JOIN help_case ON help_case.id = plan_part.case_id
             JOIN unit ON unit.id = help_case.unit_id
             WHERE plan_part.owner_id = $1 AND plan_part.is_open = 1 AND help_case.erased_at IS NULL
             ORDER BY plan_part.due_day, plan_part.id",
        )
        .bind(&user.0)
        .fetch_all(on)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(OwnedAction {
                    id: row.try_get("id")?,
                    case_number: row.try_get("number")?,
                    unit: UnitId(row.try_get("unit_id")?),
                    unit_name: row.try_get("unit_name")?,
                    due: row.try_get::<Option<String>, _>("due_day")?.and_then(|day| parse_day(&day)),
                })
            })
            .collect()
    }

    /// Somebody else does an action.
    pub(crate) async fn hand_over_plan_action(
        &self,
        on: &mut AnyConnection,
        id: &str,
        to: &UserId,
    ) -> Result<(), StoreError> {
        sqlx::query("UPDATE plan_part SET owner_id = $2 WHERE id = $1").bind(id).bind(&to.0).execute(on).await?;
        Ok(())
    }
}
