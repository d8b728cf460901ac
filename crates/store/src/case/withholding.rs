//! Decisions about a child's part (rule R6): to withhold it from one who would
//! read it, and to show the function instead of the name of who writes in it.

use super::child_part::scope;
use super::{CaseAccess, day_text};
use crate::crypto::Place;
use crate::error::StoreError;
use crate::user::period_of;
use casework::child::{Withholding, check_withholding, readers};
use casework::day::Period;
use casework::{Day, Party};
use sqlx::Row;

/// A decision as staff see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartDecision {
    /// Id.
    pub id: String,
    /// From whom the part is withheld, by person id; none for a decision about
    /// the names of staff.
    pub from: Option<String>,
    /// When it holds.
    pub period: Period,
    /// Why.
    pub reason: String,
    /// How to complain; empty for a decision about the names of staff.
    pub complaint: String,
    /// Name of who decided it.
    pub decided_by: String,
}

/// The decisions about one part, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartDecisions {
    /// Withheld from holders in this case.
    pub withheld: Vec<PartDecision>,
    /// Functions are shown instead of names.
    pub nameless: Vec<PartDecision>,
    /// Those of this case who hold parental responsibility and read the part
    /// today, by person id.
    pub readers: Vec<String>,
    /// All of this case who hold it, by person id.
    pub holders: Vec<String>,
}

const WITHHOLDING: &str = "child_part_withholding";
const NAMELESS: &str = "child_part_nameless";

impl CaseAccess {
    /// Withholds a child's part from one holder in this case.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] when the decision is not dated, reasoned and
    /// open to complaint, or is against somebody who does not read the part in
    /// this case: it would withhold nothing.
    pub async fn withhold_child_part(&self, part: &str, decision: &Withholding) -> Result<(), StoreError> {
        self.must_lead()?;
        let by = self.staff_editor()?;
        self.linked_child(part).await?;
        check_withholding(decision).map_err(|_| StoreError::NotAllowed("withholding"))?;
        let Party::Person(from) = &decision.from else { return Err(StoreError::NotAllowed("withholding")) };
        sqlx::query(
            "SELECT part_id FROM child_part_link WHERE part_id = $1 AND case_id = $2 AND holder_person_id = $3 LIMIT 1",
        )
        .bind(part)
        .bind(&self.id().0)
        .bind(from)
        .fetch_optional(self.store.db().pool())
        .await?
        .ok_or(StoreError::NotAllowed("withholding"))?;
        let id = self.store.new_id();
        let key = self.store.keys().find(&scope(part)).await?;
        let seal = |column, text: &str| key.seal(Place { table: "child_part_withholding", column, row: &id }, text);
        let mut write = self.store.db().write().await?;
        sqlx::query(
            "INSERT INTO child_part_withholding (id, part_id, from_person_id, from_day, to_day, reason_sealed,
             complaint_sealed, decided_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(&id)
        .bind(part)
        .bind(from)
        .bind(decision.period.from.map(day_text))
        .bind(decision.period.to.map(day_text))
        .bind(seal("reason_sealed", &decision.reason)?)
        .bind(seal("complaint_sealed", &decision.complaint)?)
        .bind(by)
        .execute(&mut *write.tx)
        .await?;
        write.commit().await
    }

    /// Sets the last day of a decision to withhold.
    ///
    /// # Errors
    /// When this viewer does not lead the case or stand in;
    /// [`StoreError::NotFound`] when there is no such decision about a holder
    /// in this case.
    pub async fn end_withholding(&self, decision: &str, last: Day) -> Result<(), StoreError> {
        self.must_lead()?;
        let mut write = self.store.db().write().await?;
        let done = sqlx::query(
            "UPDATE child_part_withholding SET to_day = $3 WHERE id = $1 AND EXISTS
               (SELECT 1 FROM child_part_link WHERE child_part_link.part_id = child_part_withholding.part_id
                AND child_part_link.case_id = $2
                AND child_part_link.holder_person_id = child_part_withholding.from_person_id)",
        )
        .bind(decision)
        .bind(&self.id().0)
        .bind(day_text(last))
        .execute(&mut *write.tx)
        .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound);
        }
        write.commit().await
    }

    /// Decides that those who read the part see the function, not the name, of
    /// staff who write in it.
    ///
    /// # Errors
    /// When this viewer does not lead the case or stand in, or gives no reason
    /// or first day.
    pub async fn hide_staff_names(&self, part: &str, period: Period, reason: &str) -> Result<(), StoreError> {
        self.must_lead()?;
        let by = self.staff_editor()?.to_owned();
        self.linked_child(part).await?;
        let Some(from) = period.from.filter(|_| !reason.trim().is_empty()) else {
            return Err(StoreError::NotAllowed("withholding"));
        };
        let id = self.store.new_id();
        let key = self.store.keys().find(&scope(part)).await?;
        let place = Place { table: NAMELESS, column: "reason_sealed", row: &id };
        let mut write = self.store.db().write().await?;
        sqlx::query(
            "INSERT INTO child_part_nameless (id, part_id, from_day, to_day, reason_sealed, decided_by)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&id)
        .bind(part)
        .bind(day_text(from))
        .bind(period.to.map(day_text))
        .bind(key.seal(place, reason.trim())?)
        .bind(&by)
        .execute(&mut *write.tx)
        .await?;
        write.commit().await
    }

    /// Sets the last day of a decision about the names of staff.
    ///
    /// # Errors
    /// As [`CaseAccess::end_withholding`].
    pub async fn show_staff_names(&self, part: &str, decision: &str, last: Day) -> Result<(), StoreError> {
        self.must_lead()?;
        self.linked_child(part).await?;
        let mut write = self.store.db().write().await?;
        let done = sqlx::query("UPDATE child_part_nameless SET to_day = $3 WHERE id = $1 AND part_id = $2")
            .bind(decision)
            .bind(part)
            .bind(day_text(last))
            .execute(&mut *write.tx)
            .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound);
        }
        write.commit().await
    }

    /// Whether a decision in force shows functions instead of names.
    pub(super) async fn is_nameless(&self, part: &str) -> Result<bool, StoreError> {
        let rows = sqlx::query("SELECT from_day, to_day FROM child_part_nameless WHERE part_id = $1")
            .bind(part)
            .fetch_all(self.store.db().pool())
            .await?;
        let today = self.store.today();
        let periods = rows.iter().map(period_of).collect::<Result<Vec<_>, _>>()?;
        Ok(periods.iter().any(|period| period.holds(today)))
    }

    /// The decisions about a part that is linked to this case, and who reads it.
    /// For staff. Of holders in other cases nothing is told here (rule R3).
    ///
    /// # Errors
    /// When this viewer is not of the staff that is shown the whole case.
    pub async fn child_part_decisions(&self, part: &str) -> Result<PartDecisions, StoreError> {
        self.known_bars()?;
        self.linked_child(part).await?;
        let links = sqlx::query(
            "SELECT DISTINCT holder_person_id FROM child_part_link WHERE part_id = $1 AND case_id = $2
             ORDER BY holder_person_id",
        )
        .bind(part)
        .bind(&self.id().0)
        .fetch_all(self.store.db().pool())
        .await?;
        let mut decisions = PartDecisions::default();
        for link in &links {
            let holder: String = link.try_get("holder_person_id")?;
            if self.reads_part(part, &holder).await? {
                decisions.readers.push(holder.clone());
            }
            decisions.holders.push(holder);
        }
        let key = self.store.keys().find(&scope(part)).await?;
        let rows = sqlx::query(
            "SELECT it.id, it.from_person_id, it.from_day, it.to_day, it.reason_sealed, it.complaint_sealed, staff_user.name
             FROM child_part_withholding AS it JOIN staff_user ON staff_user.id = it.decided_by
             WHERE it.part_id = $1 ORDER BY it.id DESC",
        )
        .bind(part)
        .fetch_all(self.store.db().pool())
        .await?;
        for row in &rows {
            let (id, from): (String, String) = (row.try_get("id")?, row.try_get("from_person_id")?);
            if decisions.holders.contains(&from) {
                let open = |column: &'static str| -> Result<String, StoreError> {
                    key.unseal(Place { table: WITHHOLDING, column, row: &id }, &row.try_get::<String, _>(column)?)
                };
                decisions.withheld.push(PartDecision {
                    reason: open("reason_sealed")?,
                    complaint: open("complaint_sealed")?,
                    period: period_of(row)?,
                    decided_by: row.try_get("name")?,
                    from: Some(from),
                    id,
                });
            }
        }
        let rows = sqlx::query(
            "SELECT it.id, it.from_day, it.to_day, it.reason_sealed, staff_user.name
             FROM child_part_nameless AS it JOIN staff_user ON staff_user.id = it.decided_by
             WHERE it.part_id = $1 ORDER BY it.id DESC",
        )
        .bind(part)
        .fetch_all(self.store.db().pool())
        .await?;
        for row in &rows {
            let id: String = row.try_get("id")?;
            let place = Place { table: NAMELESS, column: "reason_sealed", row: &id };
            decisions.nameless.push(PartDecision {
                from: None,
                period: period_of(row)?,
                reason: key.unseal(place, &row.try_get::<String, _>("reason_sealed")?)?,
                complaint: String::new(),
                decided_by: row.try_get("name")?,
                id,
            });
        }
        Ok(decisions)
    }

    /// Whether no decision in force withholds the part from the person.
    pub(super) async fn reads_part(&self, part: &str, person: &str) -> Result<bool, StoreError> {
        let rows = sqlx::query(
            "SELECT from_day, to_day FROM child_part_withholding WHERE part_id = $1 AND from_person_id = $2",
        )
        .bind(part)
        .bind(person)
        .fetch_all(self.store.db().pool())
        .await?;
        let holder = Party::Person(person.to_owned());
        let mut decisions = Vec::with_capacity(rows.len());
        for row in &rows {
            // Only sound decisions are ever stored; the words are not needed here.
            let words = || "…".to_owned();
            decisions.push(Withholding {
                from: holder.clone(),
                period: period_of(row)?,
                reason: words(),
                complaint: words(),
            });
        }
        Ok(!readers(std::slice::from_ref(&holder), &decisions, self.store.today()).is_empty())
    }
}
