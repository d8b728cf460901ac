//! The appointments that somebody answers for, when they leave: those that are
//! still to come are handed over, what has been stays theirs.

use super::entry::EntryRow;
use crate::Store;
use crate::error::StoreError;
use crate::user::UserId;
use casework::calendar::moment::{Moment, Span};
use casework::calendar::time::Time;
use sqlx::{Any, Row, Transaction};

/// An appointment that somebody answers for and that is still to come.
pub(crate) struct OwnedEntry {
    pub(crate) id: String,
    pub(crate) unit: crate::unit::UnitId,
    /// The number of the case, where it belongs to one.
    pub(crate) case_number: Option<String>,
    /// The next time.
    pub(crate) next: Moment,
    /// Whether more follow.
    pub(crate) repeats: bool,
}

/// Looked ahead so many days: what does not come within a year comes never.
const AHEAD_DAYS: i32 = 366;

impl Store {
    /// What somebody answers for from today on, or takes part in alone.
    pub(crate) async fn entries_owned_by(
        &self,
        tx: &mut Transaction<'static, Any>,
        user: &UserId,
    ) -> Result<Vec<OwnedEntry>, StoreError> {
        let today = self.today();
        let condition = "ended_at IS NULL AND (last_day IS NULL OR last_day >= $2) AND (owner_id = $1
            OR id IN (SELECT entry_id FROM calendar_part WHERE kind = 'person' AND who = $1))";
        let rows = self.entries_where(&mut *tx, condition, &[user.0.clone(), crate::case::day_text(today)]).await?;
        let ahead = Span {
            start: Moment::new(today, Time::MIDNIGHT),
            end: Moment::new(today.shifted(AHEAD_DAYS), Time::MIDNIGHT),
        };
        let mut found = Vec::new();
        for row in rows {
            let coming = row.series.occurrences(ahead);
            let Some(next) = coming.first() else { continue };
            let number = match &row.case {
                Some(case) => {
                    let row = sqlx::query("SELECT number FROM help_case WHERE id = $1")
                        .bind(&case.0)
                        .fetch_one(&mut **tx)
                        .await?;
                    Some(row.try_get("number")?)
                }
                None => None,
            };
            found.push(OwnedEntry {
                id: row.id,
                unit: row.unit,
                case_number: number,
                next: next.span.start,
                repeats: coming.len() > 1,
            });
        }
        Ok(found)
    }

    /// Somebody else answers for an entry and takes part in it instead; with
    /// nobody to follow, who leaves is taken out of it.
    pub(crate) async fn hand_over_entry(
        &self,
        tx: &mut Transaction<'static, Any>,
        id: &str,
        from: &UserId,
        to: Option<&UserId>,
        by: &UserId,
    ) -> Result<(), StoreError> {
        let mut row = self.entry_row(&mut *tx, &super::EntryId(id.to_owned())).await?;
        row.version += 1;
        if row.people.remove(from) {
            row.people.extend(to.cloned());
        }
        if &row.owner == from {
            let next = to.cloned().or_else(|| row.people.iter().next().cloned());
            row.owner = next.ok_or(StoreError::NotAllowed("owner"))?;
            let owner = row.owner.clone();
            row.people.insert(owner);
        }
        let row = EntryRow { ended_at: if row.people.is_empty() { Some(self.now()) } else { None }, ..row };
        self.put_entry(tx, &row, by).await
    }
}
