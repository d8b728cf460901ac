//! The goal areas that a case's unit offers of its own.

use crate::administration::offered_on;
use crate::case::CaseAccess;
use crate::error::StoreError;
use casework::plan::{Area, Body, Part};
use sqlx::{Any, Transaction};

impl CaseAccess {
    /// The goal areas that the case's unit offers of its own, beside those that
    /// every unit has.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn own_goal_areas(&self) -> Result<Vec<Area>, StoreError> {
        let mut tx = self.store.db().pool().begin().await?;
        offered_on(&mut tx, self.unit()).await
    }

    /// Stops a goal with an area that the unit does not offer, unless the goal
    /// has it already: what is out of use stays where it is.
    pub(super) async fn must_offer_area(
        &self,
        tx: &mut Transaction<'static, Any>,
        now: Option<&Part>,
        part: &Part,
    ) -> Result<(), StoreError> {
        let of = |part: &Part| match &part.body {
            Body::Goal(goal) => Some(goal.area.clone()),
            Body::Dream(_) | Body::Action(_) | Body::Mark(_) => None,
        };
        let Some(area @ Area::Own(_)) = of(part) else { return Ok(()) };
        if now.and_then(of).as_ref() == Some(&area) || offered_on(tx, self.unit()).await?.contains(&area) {
            Ok(())
        } else {
            Err(StoreError::NotAllowed("plan_area"))
        }
    }
}
