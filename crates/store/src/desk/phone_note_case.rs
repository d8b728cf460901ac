//! A telephone note that is tied to a case: from then on case data, sealed with
//! the case's key and read through its handle alone.

use super::phone_note::{NoteWords, seal_words, unseal_words};
use crate::case::{CaseAccess, parse_day};
use crate::error::StoreError;
use crate::log::Action;
use crate::user::UserId;
use casework::Day;
use family_map::record::Origin;
use family_map::redact::Sight;
use sqlx::Row;

/// A note as it stands in a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CasePhoneNote {
    /// Id.
    pub id: String,
    /// When it was written, milliseconds since 1970.
    pub at: i64,
    /// Name of who wrote it.
    pub author: String,
    /// Who sees to it: id and name.
    pub owner: (UserId, String),
    /// On which day at the latest.
    pub call_day: Day,
    /// When it was done.
    pub done_at: Option<i64>,
    /// What is written.
    pub words: NoteWords,
}

impl CaseAccess {
    /// Ties a note of one's own to this case. Its words are the team's from now
    /// on: what the caller told about others stays with staff until somebody
    /// writes it where it belongs.
    ///
    /// # Errors
    /// When this viewer may not change the case; [`StoreError::NotFound`] for a
    /// note that is not the viewer's to give or belongs to a case already;
    /// `other_unit` for a note of another unit.
    pub async fn take_phone_note(&self, note: &str) -> Result<(), StoreError> {
        let desk = self.store.desk(self.staff()?).await?;
        let door = self.store.door_key(self.unit()).await?;
        let mut write = self.change().await?;
        let held = desk.held_note(&mut write.tx, note).await?;
        if &held.unit != self.unit() {
            return Err(StoreError::NotAllowed("other_unit"));
        }
        let words = desk.held_words(&mut write.tx, &door, &held).await?;
        sqlx::query("UPDATE phone_note SET case_id = $2, words_sealed = $3 WHERE id = $1")
            .bind(&held.id)
            .bind(&self.id().0)
            .bind(seal_words(&self.key, &held.id, &words)?)
            .execute(&mut *write.tx)
            .await?;
        desk.log(&mut write.tx, &held.unit, Action::Change, "phone_note").await?;
        write.commit().await?;
        self.store.db().forget_deleted().await
    }

    /// The telephone notes of this case, the newest first; none for who does
    /// not look with the team's eyes.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn phone_notes(&self) -> Result<Vec<CasePhoneNote>, StoreError> {
        let origin = Origin::told("team", ["team"]);
        let sight = Sight { origin: &origin, about: Vec::new(), locates: false, sensitive: false };
        if self.must_see_whole().is_err() || !self.sees(&sight) {
            return Ok(Vec::new());
        }
        let rows = sqlx::query(
            "SELECT phone_note.*, author.name AS author_name, owner.name AS owner_name FROM phone_note
             JOIN staff_user AS author ON author.id = phone_note.author_id
             JOIN staff_user AS owner ON owner.id = phone_note.owner_id
             WHERE phone_note.case_id = $1 ORDER BY phone_note.at DESC, phone_note.id DESC",
        )
        .bind(&self.id().0)
        .fetch_all(self.store.db().pool())
        .await?;
        rows.iter()
            .map(|row| {
                let id: String = row.try_get("id")?;
                let call_day = parse_day(&row.try_get::<String, _>("call_day")?);
                Ok(CasePhoneNote {
                    words: unseal_words(&self.key, &id, &row.try_get::<String, _>("words_sealed")?)?,
                    at: row.try_get("at")?,
                    author: row.try_get("author_name")?,
                    owner: (UserId(row.try_get("owner_id")?), row.try_get("owner_name")?),
                    call_day: call_day.ok_or(StoreError::Unreadable("phone_note"))?,
                    done_at: row.try_get("done_at")?,
                    id,
                })
            })
            .collect()
    }
}
