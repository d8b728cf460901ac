//! What others have called off of one's own appointments since a moment: read
//! from the calendar's steps, so that a step taken back is told no more.

use super::Calendar;
use super::entry::EntryRow;
use super::undo::Before;
use super::view::ShownWhat;
use crate::error::StoreError;
use casework::calendar::moment::Span;
use sqlx::Row;
use std::collections::BTreeSet;

/// An appointment of one's own that somebody else has called off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalledOff {
    /// When it was to be.
    pub span: Span,
    /// What it was, as the list tells it.
    pub what: ShownWhat,
    /// Name of who called it off.
    pub by: String,
    /// When, milliseconds since 1970.
    pub at: i64,
}

impl Calendar {
    /// What was to be within a span and has been called off by others since a
    /// moment, in order of time.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn called_off(&self, since: i64, within: Span) -> Result<Vec<CalledOff>, StoreError> {
        let rows = sqlx::query(
            "SELECT calendar_change.at, staff_user.name, calendar_change_entry.entry_id, calendar_change_entry.before
             FROM calendar_change JOIN staff_user ON staff_user.id = calendar_change.user_id
             JOIN calendar_change_entry ON calendar_change_entry.change_id = calendar_change.id
             WHERE calendar_change.kind = 'cancelled' AND calendar_change.at >= $1 AND calendar_change.user_id <> $2
             AND calendar_change.undone_at IS NULL AND calendar_change_entry.before IS NOT NULL
             ORDER BY calendar_change.at, calendar_change.id",
        )
        .bind(since)
        .bind(&self.user.id.0)
        .fetch_all(self.store.db().pool())
        .await?;
        let mut on = self.store.db().pool().acquire().await?;
        let mut gone: Vec<(EntryRow, Span, String, i64)> = Vec::new();
        for row in &rows {
            let before: String = row.try_get("before")?;
            let before: Before =
                serde_json::from_str(&before).map_err(|_| StoreError::Unreadable("calendar_change"))?;
            if !before.row.people.contains(&self.user.id) {
                continue;
            }
            let id: String = row.try_get("entry_id")?;
            let now = self.store.entries_where(&mut on, "id = $1 AND ended_at IS NULL", &[id]).await?;
            let still: BTreeSet<_> =
                now.iter().flat_map(|row| row.series.occurrences(within)).map(|it| it.id).collect();
            for it in before.row.series.occurrences(within).into_iter().filter(|it| !still.contains(&it.id)) {
                gone.push((before.row.clone(), it.span, row.try_get("name")?, row.try_get("at")?));
            }
        }
        let entries: Vec<EntryRow> = gone.iter().map(|(row, ..)| row.clone()).collect();
        let lines = self.lines_of(&entries).await?;
        let mut found = Vec::new();
        for (row, span, by, at) in gone {
            found.push(CalledOff { span, what: self.what(&row, &lines)?, by, at });
        }
        found.sort_by_key(|it| (it.span, it.at));
        found.dedup_by(|one, other| one.span == other.span && one.what == other.what);
        Ok(found)
    }
}
