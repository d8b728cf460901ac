//! What the leaders write for themselves, and what participants said of the
//! group. Sealed with the group's own key; for its leaders alone.

use super::access::GroupAccess;
use super::small;
use crate::crypto::Place;
use crate::error::StoreError;
use serde::{Deserialize, Serialize};
use sqlx::Row;

/// What sort of note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// The leaders' own log.
    Log,
    /// A slip of a participant, without a name.
    Evaluation,
}

impl NoteKind {
    const fn code(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Evaluation => "evaluation",
        }
    }
}

/// Something to be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewNote {
    /// What sort.
    pub kind: NoteKind,
    /// The meeting it is about.
    pub meeting: Option<u8>,
    /// Of a slip: from 1, little, to 5, much.
    pub rating: Option<u8>,
    /// In words.
    pub text: String,
}

/// A note as it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteRow {
    /// What it says.
    pub note: NewNote,
    /// Who wrote it; of a slip nobody, since who handed it in could be guessed by it.
    pub author: Option<String>,
    /// When, milliseconds since 1970.
    pub at: i64,
}

const fn text_place(row: &str) -> Place<'_> {
    Place { table: "group_note", column: "text_sealed", row }
}

impl GroupAccess {
    /// Writes a note.
    ///
    /// # Errors
    /// `group_leader`; `empty` for a note that says nothing; `rating` for one
    /// that is not from 1 to 5.
    pub async fn write_note(&self, new: &NewNote) -> Result<(), StoreError> {
        if new.text.trim().is_empty() && new.rating.is_none() {
            return Err(StoreError::NotAllowed("empty"));
        }
        if new.rating.is_some_and(|it| !(1..=5).contains(&it)) {
            return Err(StoreError::NotAllowed("rating"));
        }
        let (mut write, _) = self.change_as_leader().await?;
        let id = self.store().new_id();
        let key = self.store().keys().find(&self.id().scope()).await?;
        sqlx::query(
            "INSERT INTO group_note (id, group_id, kind, meeting, rating, author_id, at, text_sealed)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(&id)
        .bind(&self.id().0)
        .bind(new.kind.code())
        .bind(new.meeting.map(i64::from))
        .bind(new.rating.map(i64::from))
        .bind(&self.user().id.0)
        .bind(self.store().now())
        .bind(key.seal(text_place(&id), new.text.trim())?)
        .execute(&mut *write.tx)
        .await?;
        write.commit().await
    }

    /// The notes, the newest first.
    ///
    /// # Errors
    /// `group_leader` for whoever does not lead the group.
    pub async fn notes(&self) -> Result<Vec<NoteRow>, StoreError> {
        self.must_lead()?;
        let rows = sqlx::query(
            "SELECT group_note.id, kind, meeting, rating, at, text_sealed, staff_user.name FROM group_note
             JOIN staff_user ON staff_user.id = group_note.author_id WHERE group_id = $1 ORDER BY group_note.id DESC",
        )
        .bind(&self.id().0)
        .fetch_all(self.store().db().pool())
        .await?;
        let key = self.store().keys().find(&self.id().scope()).await?;
        let mut notes = Vec::with_capacity(rows.len());
        for row in &rows {
            let id: String = row.try_get("id")?;
            let is_log = row.try_get::<String, _>("kind")? == NoteKind::Log.code();
            notes.push(NoteRow {
                note: NewNote {
                    kind: if is_log { NoteKind::Log } else { NoteKind::Evaluation },
                    meeting: row.try_get::<Option<i64>, _>("meeting")?.map(small),
                    rating: row.try_get::<Option<i64>, _>("rating")?.map(small),
                    text: key.unseal(text_place(&id), &row.try_get::<String, _>("text_sealed")?)?,
                },
                author: is_log.then(|| row.try_get("name")).transpose()?,
                at: row.try_get("at")?,
            });
        }
        Ok(notes)
    }
}
