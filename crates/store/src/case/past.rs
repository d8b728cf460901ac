//! The record as it was drawn before, seen with today's rights (rule R11): who
//! may not see something today does not see it in the past either, and nothing
//! tells of a step in which only hidden facts changed.

use super::record::{edit_place, from_json};
use super::{CaseAccess, Who};
use crate::error::StoreError;
use family_map::Record;
use family_map::edit::{Edit, apply};
use family_map::past::by_todays_rights;
use sqlx::Row;

/// A moment of the drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment<'a> {
    /// What was drawn before this time of the store.
    Before(i64),
    /// What a snapshot holds, by its id.
    Snapshot(&'a str),
}

/// A step as the past needs it.
struct PastStep {
    number: i64,
    at: i64,
    edits: Vec<Edit>,
}

impl CaseAccess {
    /// The record as it was at a moment, as this viewer may see it today.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for a snapshot that this viewer is not shown.
    pub async fn past_record(&self, moment: Moment<'_>) -> Result<Record, StoreError> {
        self.must_see_whole()?;
        let last = match moment {
            Moment::Before(_) => None,
            Moment::Snapshot(id) => Some(self.snapshot_number(id).await?),
        };
        let is_part = |step: &PastStep| match (moment, last) {
            (Moment::Before(time), _) => step.at < time,
            (_, last) => Some(step.number) <= last,
        };
        let (today, seen) = self.today_whole_and_seen().await?;
        let mut past = Record::new();
        // A clock that was set back does not take a step out of its order.
        let steps = self.past_steps().await?;
        let until = steps.iter().rposition(is_part).map_or(0, |at| at + 1);
        for edit in steps.iter().take(until).flat_map(|step| &step.edits) {
            apply(&mut past, edit);
        }
        Ok(self.redacted(&by_todays_rights(past, &today, &seen)))
    }

    /// The days at whose end the map was another than before, for this viewer:
    /// the earliest first, without what is as it is now. `day_of` tells the
    /// local day of a time of the store.
    ///
    /// # Errors
    /// When the database does not answer or a row was tampered with.
    pub async fn past_days(&self, day_of: impl Fn(i64) -> String) -> Result<Vec<String>, StoreError> {
        self.must_see_whole()?;
        let (today, seen) = self.today_whole_and_seen().await?;
        let steps = self.past_steps().await?;
        let (mut past, mut before) = (Record::new(), Record::new());
        let mut days: Vec<String> = Vec::new();
        for (at, step) in steps.iter().enumerate() {
            for edit in &step.edits {
                apply(&mut past, edit);
            }
            let day = day_of(step.at);
            if steps.get(at + 1).is_some_and(|next| day_of(next.at) == day) {
                continue;
            }
            let after = self.redacted(&by_todays_rights(past.clone(), &today, &seen));
            if after != before && days.last() != Some(&day) {
                days.push(day);
            }
            before = after;
        }
        if before == seen {
            days.pop();
        }
        Ok(days)
    }

    async fn today_whole_and_seen(&self) -> Result<(Record, Record), StoreError> {
        let whole = self.whole_record().await?;
        let seen = self.redacted(&whole);
        Ok((whole, seen))
    }

    async fn past_steps(&self) -> Result<Vec<PastStep>, StoreError> {
        let case = &self.id().0;
        let rows = sqlx::query("SELECT number, at, edits_sealed FROM case_edit WHERE case_id = $1 ORDER BY number")
            .bind(case)
            .fetch_all(self.store.db().pool())
            .await?;
        let mut steps = Vec::with_capacity(rows.len());
        for row in &rows {
            let number: i64 = row.try_get("number")?;
            let id = format!("{case}#{number}");
            let edits = from_json(&self.key.unseal(edit_place(&id), &row.try_get::<String, _>("edits_sealed")?)?)?;
            steps.push(PastStep { number, at: row.try_get("at")?, edits });
        }
        Ok(steps)
    }

    /// Whether this viewer is of the staff and nobody else's eyes are looked
    /// through: only then there are snapshots.
    pub(super) fn is_shown_snapshots(&self) -> bool {
        matches!(self.who(), Who::Staff(_)) && self.is_own() && self.must_see_whole().is_ok()
    }
}
