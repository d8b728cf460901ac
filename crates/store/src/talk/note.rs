//! What is written about a session: what was told, what was observed, what staff
//! make of it. Each note has its teller, whom it is about, and its audience (R4);
//! who may not see one finds no trace of it.

use super::{fits, from_json, to_json};
use crate::calendar::{EntryId, OccurrenceId};
use crate::case::CaseAccess;
use crate::crypto::Place;
use crate::error::StoreError;
use crate::user::UserId;
use casework::Party;
use casework::calendar::moment::Moment;
use family_map::record::{Origin, PersonId};
use family_map::redact::Sight;
use serde::{Deserialize, Serialize};
use sqlx::Row;
use std::collections::{BTreeMap, BTreeSet};

/// What sort of statement a note is. What was seen and what is made of it are
/// kept apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TalkNoteKind {
    /// Somebody told it.
    #[default]
    Told,
    /// Staff saw it (*observasjon*).
    Observed,
    /// What staff make of it (*vurdering*).
    Assessed,
}

impl TalkNoteKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Told, Self::Observed, Self::Assessed];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Told => "told",
            Self::Observed => "observed",
            Self::Assessed => "assessed",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What is kept of a note, sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalkNoteText {
    /// What sort of statement.
    pub kind: TalkNoteKind,
    /// Key of who told it.
    pub teller: String,
    /// Keys of those for whom it is.
    pub audience: BTreeSet<String>,
    /// Whom it is about, by person id.
    pub about: BTreeSet<String>,
    /// The words.
    pub text: String,
}

/// A note to be written.
#[derive(Clone, Debug)]
pub struct NewTalkNote {
    /// The note of one's own that it sets right.
    pub replaces: Option<String>,
    /// What it says.
    pub note: TalkNoteText,
}

/// A note as a viewer may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TalkNote {
    /// Id.
    pub id: String,
    /// The session.
    pub occurrence: OccurrenceId,
    /// Who wrote it: id and name.
    pub author: (UserId, String),
    /// When, milliseconds since 1970.
    pub at: i64,
    /// What it says.
    pub note: TalkNoteText,
    /// What stood there before it was set right, the newest first.
    pub earlier: Vec<(i64, String)>,
}

const fn note_place(id: &str) -> Place<'_> {
    Place { table: "talk_note", column: "note_sealed", row: id }
}

impl CaseAccess {
    /// Whether a note is for this viewer.
    fn sees_note(&self, note: &TalkNoteText) -> bool {
        let origin = Origin::told(&note.teller, note.audience.iter().map(String::as_str));
        let about: Vec<PersonId> = note.about.iter().map(|id| PersonId::from(id.as_str())).collect();
        self.sees(&Sight { origin: &origin, about: about.iter().collect(), locates: false, sensitive: false })
    }

    /// The notes of the case's sessions that are for this viewer, in the order
    /// in which they were first written.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn talk_notes(&self) -> Result<Vec<TalkNote>, StoreError> {
        let rows = sqlx::query(
            "SELECT talk_note.id, talk_note.occurrence_id, talk_note.author_id, staff_user.name, talk_note.at,
               talk_note.replaced_by, talk_note.note_sealed
             FROM talk_note JOIN staff_user ON staff_user.id = talk_note.author_id
             WHERE talk_note.case_id = $1 ORDER BY talk_note.at, talk_note.id",
        )
        .bind(&self.id().0)
        .fetch_all(self.store.db().pool())
        .await?;
        let mut shown: Vec<TalkNote> = Vec::new();
        let mut replaced: BTreeMap<String, Vec<(i64, String)>> = BTreeMap::new();
        for row in &rows {
            let id: String = row.try_get("id")?;
            let text = self.key.unseal(note_place(&id), &row.try_get::<String, _>("note_sealed")?)?;
            let note: TalkNoteText = from_json(&text)?;
            let at: i64 = row.try_get("at")?;
            // What stood there before is for whom it was then.
            let mut earlier = replaced.remove(&id).unwrap_or_default();
            if let Some(next) = row.try_get::<Option<String>, _>("replaced_by")? {
                if self.sees_note(&note) {
                    earlier.insert(0, (at, note.text));
                }
                replaced.insert(next, earlier);
            } else if self.sees_note(&note) {
                shown.push(TalkNote {
                    occurrence: OccurrenceId(row.try_get("occurrence_id")?),
                    author: (UserId(row.try_get("author_id")?), row.try_get("name")?),
                    id,
                    at,
                    note,
                    earlier,
                });
            }
        }
        Ok(shown)
    }

    /// Writes a note about a session, or sets one of one's own right; returns its id.
    ///
    /// # Errors
    /// When this viewer may not change the case; `empty`, `too_long`; `nobody`
    /// for a teller, an audience or people of whom the viewer does not know;
    /// [`StoreError::NotFound`] for a note that is not the viewer's to set right.
    pub async fn write_talk_note(&self, entry: &EntryId, at: Moment, new: &NewTalkNote) -> Result<String, StoreError> {
        self.must_see_whole()?;
        let author = self.staff()?.clone();
        let note = &new.note;
        fits(&note.text, true)?;
        self.must_name_known(&author, note).await?;
        let id = self.store.new_id();
        let mut write = self.change().await?;
        let occurrence = self.occurrence_on(&mut write.tx, entry, at).await?;
        if let Some(replaced) = &new.replaces {
            let done = sqlx::query(
                "UPDATE talk_note SET replaced_by = $4
                 WHERE id = $1 AND occurrence_id = $2 AND author_id = $3 AND replaced_by IS NULL",
            )
            .bind(replaced.replace('\0', ""))
            .bind(&occurrence.0)
            .bind(&author.0)
            .bind(&id)
            .execute(&mut *write.tx)
            .await?;
            if done.rows_affected() == 0 {
                return Err(StoreError::NotFound);
            }
        }
        sqlx::query(
            "INSERT INTO talk_note (id, occurrence_id, case_id, author_id, at, note_sealed)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&id)
        .bind(&occurrence.0)
        .bind(&self.id().0)
        .bind(&author.0)
        .bind(self.store.now())
        .bind(self.key.seal(note_place(&id), &to_json(note)?)?)
        .execute(&mut *write.tx)
        .await?;
        write.commit().await?;
        Ok(id)
    }

    /// Stops a note that names somebody of whom the writer does not know, that
    /// puts words into a colleague's mouth, or that nobody would see.
    async fn must_name_known(&self, author: &UserId, note: &TalkNoteText) -> Result<(), StoreError> {
        let known = self.known_people().await?;
        let services = self.consented_services().await?;
        let nobody = StoreError::NotAllowed("nobody");
        let may_hear = |key: &String| match Party::from_key(key) {
            Some(Party::Team | Party::Lead) => true,
            Some(Party::Person(id)) => known.contains(&id),
            Some(Party::Service(id)) => services.iter().any(|(service, _)| *service == id),
            Some(Party::User(id)) => id == author.0,
            None => false,
        };
        let teller_fits = match (note.kind, Party::from_key(&note.teller)) {
            (TalkNoteKind::Told, Some(Party::Person(id))) => known.contains(&id),
            (_, Some(Party::User(id))) => id == author.0,
            _ => false,
        };
        let fits = teller_fits && note.audience.iter().all(may_hear) && note.about.is_subset(&known);
        if fits && !note.audience.is_empty() { Ok(()) } else { Err(nobody) }
    }
}
