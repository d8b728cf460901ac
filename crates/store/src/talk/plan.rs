//! What is planned for one session: agenda, preparation, who is to come.

use super::{fits, from_json, to_json};
use crate::calendar::{EntryId, OccurrenceId};
use crate::case::CaseAccess;
use crate::crypto::{Place, ScopeKey};
use crate::error::StoreError;
use casework::calendar::moment::Moment;
use serde::{Deserialize, Serialize};
use sqlx::{Any, Row, Transaction};
use std::collections::{BTreeMap, BTreeSet};

/// What is planned for a session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalkPlan {
    /// What is to be talked about; agreed with the family.
    pub agenda: String,
    /// What staff prepare.
    pub preparation: String,
    /// Who of those who take part in the case is to come, by person id.
    pub attends: BTreeSet<String>,
}

/// A plan as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptPlan {
    /// Counts the changes; none for what was never written.
    pub version: i64,
    /// What is planned.
    pub plan: TalkPlan,
}

const fn plan_place(occurrence: &str) -> Place<'_> {
    Place { table: "talk_plan", column: "plan_sealed", row: occurrence }
}

/// The plan of an occurrence, whoever asks.
pub(crate) async fn plan_on(
    tx: &mut Transaction<'static, Any>,
    key: &ScopeKey,
    occurrence: &str,
) -> Result<KeptPlan, StoreError> {
    let row = sqlx::query("SELECT version, plan_sealed FROM talk_plan WHERE occurrence_id = $1")
        .bind(occurrence)
        .fetch_optional(&mut **tx)
        .await?;
    let Some(row) = row else { return Ok(KeptPlan::default()) };
    let text = key.unseal(plan_place(occurrence), &row.try_get::<String, _>("plan_sealed")?)?;
    Ok(KeptPlan { version: row.try_get("version")?, plan: from_json(&text)? })
}

impl CaseAccess {
    /// The people of the case of whom this viewer knows, by id.
    pub(super) async fn known_people(&self) -> Result<BTreeSet<String>, StoreError> {
        Ok(self.participants().await?.into_iter().map(|it| it.person).collect())
    }

    /// The plans of all sessions of this case, by occurrence.
    ///
    /// # Errors
    /// When this viewer is not of the staff that is shown the whole case.
    pub async fn talk_plans(&self) -> Result<BTreeMap<OccurrenceId, KeptPlan>, StoreError> {
        self.must_see_whole()?;
        self.staff()?;
        let known = self.known_people().await?;
        let rows = sqlx::query("SELECT occurrence_id, version, plan_sealed FROM talk_plan WHERE case_id = $1")
            .bind(&self.id().0)
            .fetch_all(self.store.db().pool())
            .await?;
        let mut plans = BTreeMap::new();
        for row in &rows {
            let id: String = row.try_get("occurrence_id")?;
            let text = self.key.unseal(plan_place(&id), &row.try_get::<String, _>("plan_sealed")?)?;
            let mut plan: TalkPlan = from_json(&text)?;
            plan.attends.retain(|person| known.contains(person));
            plans.insert(OccurrenceId(id), KeptPlan { version: row.try_get("version")?, plan });
        }
        Ok(plans)
    }

    /// Keeps what is planned for one session. People of whom this viewer does
    /// not know stay as they were.
    ///
    /// # Errors
    /// When this viewer may not change the case; `overtaken` when somebody was
    /// quicker; `nobody` for somebody who does not take part.
    pub async fn keep_talk_plan(
        &self,
        entry: &EntryId,
        at: Moment,
        version: i64,
        plan: &TalkPlan,
    ) -> Result<OccurrenceId, StoreError> {
        self.must_see_whole()?;
        fits(&plan.agenda, false)?;
        fits(&plan.preparation, false)?;
        let known = self.known_people().await?;
        if !plan.attends.is_subset(&known) {
            return Err(StoreError::NotAllowed("nobody"));
        }
        let mut write = self.change().await?;
        let id = self.occurrence_on(&mut write.tx, entry, at).await?;
        let before = plan_on(&mut write.tx, &self.key, &id.0).await?;
        if before.version != version {
            return Err(StoreError::NotAllowed("overtaken"));
        }
        let mut plan = plan.clone();
        plan.attends.extend(before.plan.attends.into_iter().filter(|person| !known.contains(person)));
        sqlx::query(
            "INSERT INTO talk_plan (occurrence_id, case_id, version, plan_sealed, changed_by, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (occurrence_id) DO UPDATE
             SET version = $3, plan_sealed = $4, changed_by = $5, changed_at = $6",
        )
        .bind(&id.0)
        .bind(&self.id().0)
        .bind(version + 1)
        .bind(self.key.seal(plan_place(&id.0), &to_json(&plan)?)?)
        .bind(&self.staff()?.0)
        .bind(self.store.now())
        .execute(&mut *write.tx)
        .await?;
        write.commit().await?;
        Ok(id)
    }
}

impl CaseAccess {
    /// The rooms that the case's unit has in use, by name: ids and names.
    ///
    /// # Errors
    /// When this viewer is not of the staff that is shown the whole case.
    pub async fn unit_rooms(&self) -> Result<Vec<(String, String)>, StoreError> {
        self.must_see_whole()?;
        self.staff()?;
        self.store.in_use("room", self.unit()).await
    }

    /// The equipment that the case's unit has in use, by name: ids and names.
    ///
    /// # Errors
    /// As [`Self::unit_rooms`].
    pub async fn unit_equipment(&self) -> Result<Vec<(String, String)>, StoreError> {
        self.must_see_whole()?;
        self.staff()?;
        self.store.in_use("equipment", self.unit()).await
    }
}
