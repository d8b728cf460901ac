//! A telephone note: who rang, what about, what comes next and who sees to it.
//! No case is needed. Until it is done it is somebody's to ring back; who wrote
//! it, who has it and who distributes the unit's work read it, nobody else.

use super::{Desk, fits};
use crate::case::{CaseId, day_text, parse_day};
use crate::crypto::{Place, ScopeKey};
use crate::error::StoreError;
use crate::log::Action;
use crate::unit::UnitId;
use crate::user::UserId;
use casework::Day;
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

/// What is written of a call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteWords {
    /// Who rang, in free words.
    pub caller: String,
    /// Where to ring back.
    #[serde(default)]
    pub phone: String,
    /// What about.
    pub about: String,
    /// What comes next.
    #[serde(default)]
    pub next_step: String,
}

/// A note to be kept.
#[derive(Clone, Debug)]
pub struct NewPhoneNote<'a> {
    /// The unit that was rung.
    pub unit: &'a UnitId,
    /// Who sees to it.
    pub owner: &'a UserId,
    /// On which day at the latest.
    pub call_day: Day,
    /// What is written.
    pub words: &'a NoteWords,
}

/// A note as it is read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneNote {
    /// Id.
    pub id: String,
    /// The unit.
    pub unit: UnitId,
    /// When it was written, milliseconds since 1970.
    pub at: i64,
    /// Who wrote it: id and name.
    pub author: (UserId, String),
    /// Who sees to it: id and name.
    pub owner: (UserId, String),
    /// On which day at the latest.
    pub call_day: Day,
    /// When it was done.
    pub done_at: Option<i64>,
    /// The case to which it is tied: its words are read there alone.
    pub case: Option<CaseId>,
    /// The enquiry that it became.
    pub enquiry: Option<String>,
    /// What is written; nothing of a note that is tied to a case.
    pub words: Option<NoteWords>,
}

/// Whose notes, and whether those that are done come too.
const NOTES: &str = "SELECT phone_note.*, author.name AS author_name, owner.name AS owner_name
    FROM phone_note JOIN staff_user AS author ON author.id = phone_note.author_id
    JOIN staff_user AS owner ON owner.id = phone_note.owner_id";

pub(super) const fn place(row: &str) -> Place<'_> {
    Place { table: "phone_note", column: "words_sealed", row }
}

/// Words as they are sealed.
pub(super) fn seal_words(key: &ScopeKey, id: &str, words: &NoteWords) -> Result<String, StoreError> {
    let text = serde_json::to_string(words).map_err(|_| StoreError::Unreadable("phone_note"))?;
    key.seal(place(id), &text)
}

/// Sealed words as they were written.
pub(super) fn unseal_words(key: &ScopeKey, id: &str, sealed: &str) -> Result<NoteWords, StoreError> {
    serde_json::from_str(&key.unseal(place(id), sealed)?).map_err(|_| StoreError::Unreadable("phone_note"))
}

impl Desk {
    /// Keeps a note; returns its id.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for a unit whose door this user does not keep;
    /// `caller_missing` when nobody rang; `too_long`; `not_colleague` for
    /// an owner who does not keep that door.
    pub async fn note_call(&self, new: &NewPhoneNote<'_>) -> Result<String, StoreError> {
        self.must_keep(new.unit)?;
        fits(&new.words.caller, Some("caller_missing"))?;
        for text in [&new.words.about, &new.words.next_step, &new.words.phone] {
            fits(text, None)?;
        }
        let key = self.store.door_key(new.unit).await?;
        let id = self.store.new_id();
        let mut write = self.store.db().write().await?;
        self.must_be_keeper(&mut write.tx, new.unit, new.owner).await?;
        sqlx::query(
            "INSERT INTO phone_note (id, unit_id, author_id, owner_id, at, on_day, call_day, words_sealed)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(&id)
        .bind(&new.unit.0)
        .bind(&self.user.id.0)
        .bind(&new.owner.0)
        .bind(self.store.now())
        .bind(day_text(self.store.today()))
        .bind(day_text(new.call_day))
        .bind(seal_words(&key, &id, new.words)?)
        .execute(&mut *write.tx)
        .await?;
        self.log(&mut write.tx, new.unit, Action::Create, "phone_note").await?;
        write.commit().await?;
        Ok(id)
    }

    /// What is to be rung back by this user, the oldest day first. With
    /// `others`: also what this user noted for colleagues.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn calls(&self, others: bool) -> Result<Vec<PhoneNote>, StoreError> {
        let statement = format!(
            "{NOTES} WHERE phone_note.done_at IS NULL AND (phone_note.owner_id = $1 OR ($2 = 1 AND phone_note.author_id = $1))
             ORDER BY phone_note.call_day, phone_note.at, phone_note.id"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(&self.user.id.0)
            .bind(i64::from(others))
            .fetch_all(self.store.db().pool())
            .await?;
        self.notes(&rows).await
    }

    /// The last of this user's notes that are done, the newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn calls_done(&self, limit: i64) -> Result<Vec<PhoneNote>, StoreError> {
        let statement = format!(
            "{NOTES} WHERE phone_note.done_at IS NOT NULL AND (phone_note.owner_id = $1 OR phone_note.author_id = $1)
             ORDER BY phone_note.done_at DESC, phone_note.id DESC LIMIT $2"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(&self.user.id.0)
            .bind(limit)
            .fetch_all(self.store.db().pool())
            .await?;
        self.notes(&rows).await
    }

    /// Rows with their words, of the units whose door this user keeps; that they
    /// were read is logged, once a unit.
    async fn notes(&self, rows: &[AnyRow]) -> Result<Vec<PhoneNote>, StoreError> {
        let mut notes = Vec::with_capacity(rows.len());
        let mut read: Vec<(UnitId, ScopeKey)> = Vec::new();
        for row in rows {
            let unit = UnitId(row.try_get("unit_id")?);
            if self.must_keep(&unit).is_err() {
                continue;
            }
            let mut note = note_of(row, unit)?;
            if note.case.is_none() {
                let at = match read.iter().position(|(unit, _)| unit == &note.unit) {
                    Some(at) => at,
                    None => {
                        read.push((note.unit.clone(), self.store.door_key(&note.unit).await?));
                        read.len() - 1
                    }
                };
                if let Some((_, key)) = read.get(at) {
                    note.words = Some(unseal_words(key, &note.id, &row.try_get::<String, _>("words_sealed")?)?);
                }
            }
            notes.push(note);
        }
        if !read.is_empty() {
            let mut write = self.store.db().write().await?;
            for (unit, _) in &read {
                self.log(&mut write.tx, unit, Action::Read, "phone_note").await?;
            }
            write.commit().await?;
        }
        Ok(notes)
    }

    /// It is done: rung back, or no longer needed.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when this user neither has it nor wrote it.
    pub async fn finish_call(&self, id: &str) -> Result<(), StoreError> {
        let mut write = self.store.db().write().await?;
        let note = self.held_note(&mut write.tx, id).await?;
        sqlx::query("UPDATE phone_note SET done_at = $2, done_by = $3 WHERE id = $1 AND done_at IS NULL")
            .bind(&note.id)
            .bind(self.store.now())
            .bind(&self.user.id.0)
            .execute(&mut *write.tx)
            .await?;
        self.log(&mut write.tx, &note.unit, Action::Change, "phone_note").await?;
        write.commit().await
    }

    /// It was not done after all.
    ///
    /// # Errors
    /// As [`Desk::finish_call`].
    pub async fn reopen_call(&self, id: &str) -> Result<(), StoreError> {
        let mut write = self.store.db().write().await?;
        let note = self.held_note(&mut write.tx, id).await?;
        sqlx::query("UPDATE phone_note SET done_at = NULL, done_by = NULL WHERE id = $1")
            .bind(&note.id)
            .execute(&mut *write.tx)
            .await?;
        self.log(&mut write.tx, &note.unit, Action::Change, "phone_note").await?;
        write.commit().await
    }

    /// Gives it to a colleague, on a day.
    ///
    /// # Errors
    /// As [`Desk::finish_call`]; `not_colleague`; `call_done`.
    pub async fn pass_call(&self, id: &str, to: &UserId, call_day: Day) -> Result<(), StoreError> {
        let mut write = self.store.db().write().await?;
        let note = self.held_note(&mut write.tx, id).await?;
        if note.done_at.is_some() {
            return Err(StoreError::NotAllowed("call_done"));
        }
        self.must_be_keeper(&mut write.tx, &note.unit, to).await?;
        sqlx::query("UPDATE phone_note SET owner_id = $2, call_day = $3 WHERE id = $1")
            .bind(&note.id)
            .bind(&to.0)
            .bind(day_text(call_day))
            .execute(&mut *write.tx)
            .await?;
        self.log(&mut write.tx, &note.unit, Action::Change, "phone_note").await?;
        write.commit().await
    }

    /// A note that this user has or wrote, or of which the unit's work is
    /// theirs to distribute; its words are not read.
    pub(super) async fn held_note(
        &self,
        tx: &mut Transaction<'static, Any>,
        id: &str,
    ) -> Result<PhoneNote, StoreError> {
        if id.contains('\0') {
            return Err(StoreError::NotFound);
        }
        let statement = format!("{NOTES} WHERE phone_note.id = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(id).fetch_optional(&mut **tx).await?;
        let row = row.ok_or(StoreError::NotFound)?;
        let note = note_of(&row, UnitId(row.try_get("unit_id")?))?;
        let me = &self.user.id;
        let mine = &note.owner.0 == me || &note.author.0 == me || self.distributes(&note.unit);
        if mine && self.must_keep(&note.unit).is_ok() { Ok(note) } else { Err(StoreError::NotFound) }
    }

    /// The note with its words, to make something else of it.
    pub(super) async fn held_words(
        &self,
        tx: &mut Transaction<'static, Any>,
        key: &ScopeKey,
        note: &PhoneNote,
    ) -> Result<NoteWords, StoreError> {
        let row = sqlx::query("SELECT words_sealed FROM phone_note WHERE id = $1 AND case_id IS NULL")
            .bind(&note.id)
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(StoreError::NotFound)?;
        unseal_words(key, &note.id, &row.try_get::<String, _>("words_sealed")?)
    }
}

/// A note without its words.
fn note_of(row: &AnyRow, unit: UnitId) -> Result<PhoneNote, StoreError> {
    let call_day = parse_day(&row.try_get::<String, _>("call_day")?);
    Ok(PhoneNote {
        id: row.try_get("id")?,
        unit,
        at: row.try_get("at")?,
        author: (UserId(row.try_get("author_id")?), row.try_get("author_name")?),
        owner: (UserId(row.try_get("owner_id")?), row.try_get("owner_name")?),
        call_day: call_day.ok_or(StoreError::Unreadable("phone_note"))?,
        done_at: row.try_get("done_at")?,
        case: row.try_get::<Option<String>, _>("case_id")?.map(CaseId),
        enquiry: row.try_get("enquiry_id")?,
        words: None,
    })
}
