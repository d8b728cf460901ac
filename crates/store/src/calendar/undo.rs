//! Taking back one's own last changes, as long as nobody has changed the same
//! since. What was before is kept with each change, the words as they were sealed.

use super::Calendar;
use super::change::Author;
use super::entry::EntryRow;
use super::occurrence::KeptOccurrence;
use crate::Store;
use crate::case::CaseId;
use crate::error::StoreError;
use crate::user::UserId;
use serde::{Deserialize, Serialize};
use sqlx::{Any, Row, Transaction};

/// What a change did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// An entry was made.
    Made,
    /// It was moved, or made longer or shorter.
    Moved,
    /// It was filled in otherwise.
    Filled,
    /// It was cancelled.
    Cancelled,
    /// It was brought back.
    Restored,
    /// It was noted what became of it.
    Noted,
}

impl ChangeKind {
    const ALL: [Self; 6] = [Self::Made, Self::Moved, Self::Filled, Self::Cancelled, Self::Restored, Self::Noted];

    /// Stable code, the key of its text.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Moved => "moved",
            Self::Filled => "filled",
            Self::Cancelled => "cancelled",
            Self::Restored => "restored",
            Self::Noted => "noted",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One's own last change that can be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastChange {
    /// By which it is named.
    pub id: String,
    /// What it did.
    pub kind: ChangeKind,
    /// The case, where it was an appointment of one: it is taken back through its door.
    pub case: Option<CaseId>,
}

/// How an entry was, and what was kept of its occurrences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Before {
    pub(super) row: EntryRow,
    pub(super) occurrences: Vec<KeptOccurrence>,
}

/// After so long nobody remembers what «angre» would take back.
const UNDO_LIMIT_MS: i64 = 12 * 60 * 60 * 1_000;

/// The refusal when somebody was quicker.
const CHANGED_SINCE: StoreError = StoreError::NotAllowed("changed_since");

impl Store {
    /// Notes a change and how everything was before it.
    pub(super) async fn note_change(
        &self,
        tx: &mut Transaction<'static, Any>,
        author: &Author<'_>,
        kind: ChangeKind,
        touched: &[(String, Option<Before>, i64)],
    ) -> Result<String, StoreError> {
        let id = self.new_id();
        sqlx::query("INSERT INTO calendar_change (id, user_id, case_id, kind, at) VALUES ($1, $2, $3, $4, $5)")
            .bind(&id)
            .bind(&author.user.0)
            .bind(author.case.map(|case| case.0.clone()))
            .bind(kind.code())
            .bind(self.now())
            .execute(&mut **tx)
            .await?;
        for (entry, before, version) in touched {
            let before = before.as_ref().map(serde_json::to_string).transpose();
            sqlx::query(
                "INSERT INTO calendar_change_entry (change_id, entry_id, before, version_after) VALUES ($1, $2, $3, $4)",
            )
            .bind(&id)
            .bind(entry)
            .bind(before.map_err(|_| StoreError::Unreadable("calendar_change"))?)
            .bind(*version)
            .execute(&mut **tx)
            .await?;
        }
        Ok(id)
    }

    /// Takes a change of this user's back within the caller's transaction.
    pub(super) async fn take_back(
        &self,
        tx: &mut Transaction<'static, Any>,
        user: &UserId,
        case: Option<&CaseId>,
        change: &str,
    ) -> Result<(), StoreError> {
        let claimed = sqlx::query(
            "UPDATE calendar_change SET undone_at = $3
             WHERE id = $1 AND user_id = $2 AND undone_at IS NULL AND at >= $4 AND COALESCE(case_id, '') = $5",
        )
        .bind(change.replace('\0', ""))
        .bind(&user.0)
        .bind(self.now())
        .bind(self.now() - UNDO_LIMIT_MS)
        .bind(case.map_or("", |case| &case.0))
        .execute(&mut **tx)
        .await?;
        if claimed.rows_affected() == 0 {
            return Err(CHANGED_SINCE);
        }
        let rows =
            sqlx::query("SELECT entry_id, before, version_after FROM calendar_change_entry WHERE change_id = $1")
                .bind(change)
                .fetch_all(&mut **tx)
                .await?;
        // Every row first goes back; what was kept of occurrences then finds its entry.
        let mut kept = Vec::new();
        for row in &rows {
            let (id, version): (String, i64) = (row.try_get("entry_id")?, row.try_get("version_after")?);
            let condition = "id = $1".to_owned();
            let now = self.entries_where(&mut *tx, &condition, &[id]).await?.pop().ok_or(CHANGED_SINCE)?;
            if now.version != version {
                return Err(CHANGED_SINCE);
            }
            let back = match row.try_get::<Option<String>, _>("before")? {
                None => EntryRow { version: version + 1, ended_at: Some(self.now()), ..now },
                Some(text) => {
                    let before: Before =
                        serde_json::from_str(&text).map_err(|_| StoreError::Unreadable("calendar_change"))?;
                    kept.extend(before.occurrences.into_iter().map(|it| (before.row.id.clone(), it)));
                    let mut back = EntryRow { version: version + 1, ..before.row };
                    // Other calendars take the newest.
                    back.series.sequence = now.series.sequence + 1;
                    back
                }
            };
            self.put_entry(tx, &back, user).await?;
        }
        for (entry, occurrence) in kept {
            self.put_occurrence_back(tx, &entry, &occurrence).await?;
        }
        Ok(())
    }
}

impl Calendar {
    /// One's own last change that can still be taken back.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn last_change(&self) -> Result<Option<LastChange>, StoreError> {
        let row = sqlx::query(
            "SELECT id, kind, case_id FROM calendar_change
             WHERE user_id = $1 AND undone_at IS NULL AND at >= $2 ORDER BY at DESC, id DESC LIMIT 1",
        )
        .bind(&self.user.id.0)
        .bind(self.store.now() - UNDO_LIMIT_MS)
        .fetch_optional(self.store.db().pool())
        .await?;
        row.map(|row| {
            let kind = ChangeKind::from_code(&row.try_get::<String, _>("kind")?);
            Ok(LastChange {
                id: row.try_get("id")?,
                kind: kind.ok_or(StoreError::Unreadable("calendar_change"))?,
                case: row.try_get::<Option<String>, _>("case_id")?.map(CaseId),
            })
        })
        .transpose()
    }

    /// Takes back a change of one's own of an entry that belongs to no case.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] («changed_since») when it was taken back
    /// already or somebody has changed the same since; [`StoreError::NotFound`]
    /// for who does not plan in the unit any more.
    pub async fn undo(&self, change: &str) -> Result<(), StoreError> {
        let mut write = self.store.db().write().await?;
        let user = self.store.find_user_on(&mut write.tx, &self.user.id).await?;
        let units = sqlx::query(
            "SELECT DISTINCT calendar_entry.unit_id FROM calendar_change_entry
             JOIN calendar_entry ON calendar_entry.id = calendar_change_entry.entry_id WHERE change_id = $1",
        )
        .bind(change.replace('\0', ""))
        .fetch_all(&mut *write.tx)
        .await?;
        for row in &units {
            if !super::plans_in(&user, &crate::unit::UnitId(row.try_get("unit_id")?)) {
                return Err(StoreError::NotFound);
            }
        }
        self.store.take_back(&mut write.tx, &user.id, None, change).await?;
        write.commit().await
    }
}
