//! Reminders of the appointments of cases: written with the appointment, in its
//! transaction, and anew as time goes on.

use super::entry::{EntryRow, open_words};
use crate::Store;
use crate::case::{CaseId, day_text};
use crate::error::StoreError;
use crate::outbox::{About, CaseFacts, Due, OfCase};
use crate::user::UserId;
use casework::appointment::AppointmentKind;
use sqlx::{Any, Transaction};

/// What a message about an entry names.
const ENTRY: &str = "entry";

impl Store {
    /// An entry was made or changed: its reminders are those of what it is now.
    pub(super) async fn renew_reminders(
        &self,
        tx: &mut Transaction<'static, Any>,
        row: &EntryRow,
        by: &UserId,
    ) -> Result<(), StoreError> {
        let Some(case) = &row.case else { return Ok(()) };
        if row.version > 1 {
            self.forget_reminders(tx, ENTRY, &row.id).await?;
        }
        if row.ended_at.is_none() {
            self.remind_of_entry(tx, row, case, by).await?;
        }
        Ok(())
    }

    async fn remind_of_entry(
        &self,
        tx: &mut Transaction<'static, Any>,
        row: &EntryRow,
        case: &CaseId,
        by: &UserId,
    ) -> Result<u32, StoreError> {
        let times = row.series.occurrences(self.reminder_span());
        if times.is_empty() {
            return Ok(0);
        }
        let Some(key) = self.keys().try_find(&case.scope()).await? else { return Ok(0) };
        if !open_words(&key, row)?.kind.is_some_and(AppointmentKind::is_with_family) {
            return Ok(0);
        }
        let facts = CaseFacts::load(self, tx, case, &key).await?;
        // Nobody is told of a time at which somebody may be here who is to be kept away.
        if facts.has_bars() {
            return Ok(0);
        }
        let due = |it: casework::calendar::series::Occurrence| Due {
            about: About::occurrence(ENTRY, &row.id, it.id),
            starts: it.span.start,
        };
        let dues: Vec<Due> = times.into_iter().map(due).collect();
        let of = OfCase { unit: &row.unit, case, key: &key };
        self.remind(tx, of, by, (&facts, &facts.adults()), &dues).await
    }

    /// Writes the reminders of appointments that have come near. Tells how many.
    pub(crate) async fn remind_of_entries(&self) -> Result<u32, StoreError> {
        let span = self.reminder_span();
        let values = [day_text(span.end.day), day_text(span.start.day)];
        let condition = "ended_at IS NULL AND case_id IS NOT NULL AND first_day <= $1
            AND (last_day IS NULL OR last_day >= $2)";
        let rows = {
            let mut on = self.db().pool().acquire().await?;
            self.entries_where(&mut on, condition, &values).await?
        };
        let mut written = 0;
        for row in rows {
            let Some(case) = row.case.clone() else { continue };
            let mut write = self.db().write().await?;
            // It may have changed since it was read.
            let now = self.entries_where(&mut write.tx, "id = $1 AND ended_at IS NULL", &[row.id]).await?.pop();
            let Some(row) = now else { continue };
            let count = self.remind_of_entry(&mut write.tx, &row, &case, &row.owner).await?;
            if count > 0 {
                write.quietly().commit().await?;
                written += count;
            }
        }
        Ok(written)
    }
}
