//! The next step after a session: what, who, and by when. It holds when its
//! owner leaves: an account is not closed while a step is its own.

use super::{fits, from_json, to_json};
use crate::Store;
use crate::calendar::{EntryId, OccurrenceId};
use crate::case::{CaseAccess, day_text, parse_day};
use crate::crypto::Place;
use crate::error::StoreError;
use crate::unit::UnitId;
use crate::user::UserId;
use casework::Day;
use casework::calendar::moment::Moment;
use serde::{Deserialize, Serialize};
use sqlx::{AnyConnection, Row};

/// A next step to be kept.
#[derive(Clone, Debug)]
pub struct NewTalkStep {
    /// What.
    pub words: String,
    /// Who of the staff; nothing when it is the family's own.
    pub owner: Option<UserId>,
    /// Who of the family, by person id, where it is theirs.
    pub person: Option<String>,
    /// By when.
    pub day: Day,
}

/// A next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TalkStep {
    /// Id.
    pub id: String,
    /// The session after which it was agreed.
    pub occurrence: OccurrenceId,
    /// What.
    pub words: String,
    /// Who of the staff: id and name.
    pub owner: Option<(UserId, String)>,
    /// Who of the family, by person id.
    pub person: Option<String>,
    /// By when.
    pub day: Day,
    /// When it was done.
    pub done_at: Option<i64>,
}

/// What is sealed of a step.
#[derive(Serialize, Deserialize)]
struct Sealed {
    words: String,
    person: Option<String>,
}

const fn words_place(id: &str) -> Place<'_> {
    Place { table: "talk_step", column: "words_sealed", row: id }
}

/// A step that somebody has, without its words.
pub(crate) struct OwnedStep {
    pub(crate) id: String,
    pub(crate) case_number: String,
    pub(crate) unit: UnitId,
    pub(crate) unit_name: String,
    pub(crate) day: Day,
}

impl Store {
    /// The steps that somebody has yet to do.
    pub(crate) async fn steps_owned_by(
        &self,
        on: &mut AnyConnection,
        user: &UserId,
    ) -> Result<Vec<OwnedStep>, StoreError> {
        let rows = sqlx::query(
            "SELECT talk_step.id, talk_step.due_day, help_case.number, help_case.unit_id, unit.name AS unit_name
             FROM talk_step JOIN help_case ON help_case.id = talk_step.case_id
             JOIN unit ON unit.id = help_case.unit_id
             WHERE talk_step.owner_id = $1 AND talk_step.done_at IS NULL AND help_case.erased_at IS NULL
             ORDER BY talk_step.due_day, talk_step.id",
        )
        .bind(&user.0)
        .fetch_all(on)
        .await?;
        rows.iter()
            .map(|row| {
                let day = parse_day(&row.try_get::<String, _>("due_day")?);
                Ok(OwnedStep {
                    id: row.try_get("id")?,
                    case_number: row.try_get("number")?,
                    unit: UnitId(row.try_get("unit_id")?),
                    unit_name: row.try_get("unit_name")?,
                    day: day.ok_or(StoreError::Unreadable("talk_step"))?,
                })
            })
            .collect()
    }

    /// Somebody else does a step.
    pub(crate) async fn hand_over_step(&self, on: &mut AnyConnection, id: &str, to: &UserId) -> Result<(), StoreError> {
        sqlx::query("UPDATE talk_step SET owner_id = $2 WHERE id = $1").bind(id).bind(&to.0).execute(on).await?;
        Ok(())
    }
}

impl CaseAccess {
    /// The next steps of the case, those to be done first, then by day.
    ///
    /// # Errors
    /// When this viewer is not of the staff that is shown the whole case.
    pub async fn talk_steps(&self) -> Result<Vec<TalkStep>, StoreError> {
        self.must_see_whole()?;
        self.staff()?;
        let known = self.known_people().await?;
        let rows = sqlx::query(
            "SELECT talk_step.id, talk_step.occurrence_id, talk_step.owner_id, staff_user.name, talk_step.due_day,
               talk_step.done_at, talk_step.words_sealed
             FROM talk_step LEFT JOIN staff_user ON staff_user.id = talk_step.owner_id
             WHERE talk_step.case_id = $1
             ORDER BY CASE WHEN talk_step.done_at IS NULL THEN 0 ELSE 1 END, talk_step.due_day, talk_step.id",
        )
        .bind(&self.id().0)
        .fetch_all(self.store.db().pool())
        .await?;
        let mut steps = Vec::with_capacity(rows.len());
        for row in &rows {
            let id: String = row.try_get("id")?;
            let text = self.key.unseal(words_place(&id), &row.try_get::<String, _>("words_sealed")?)?;
            let Sealed { words, person } = from_json(&text)?;
            if person.as_ref().is_some_and(|person| !known.contains(person)) {
                continue;
            }
            let owner: Option<String> = row.try_get("owner_id")?;
            let name: Option<String> = row.try_get("name")?;
            let day = parse_day(&row.try_get::<String, _>("due_day")?).ok_or(StoreError::Unreadable("talk_step"))?;
            steps.push(TalkStep {
                occurrence: OccurrenceId(row.try_get("occurrence_id")?),
                owner: owner.map(|id| (UserId(id), name.unwrap_or_default())),
                done_at: row.try_get("done_at")?,
                id,
                words,
                person,
                day,
            });
        }
        Ok(steps)
    }

    /// Keeps a next step; returns its id.
    ///
    /// # Errors
    /// When this viewer may not change the case; `empty`, `too_long`;
    /// `not_colleague` for somebody who is not in the team, `nobody` for
    /// somebody who does not take part, and for nobody at all.
    pub async fn keep_talk_step(&self, entry: &EntryId, at: Moment, new: &NewTalkStep) -> Result<String, StoreError> {
        self.must_see_whole()?;
        fits(&new.words, true)?;
        match (&new.owner, &new.person) {
            (Some(owner), None) if self.team().await?.iter().any(|it| &it.user == owner) => {}
            (Some(_), None) => return Err(StoreError::NotAllowed("not_colleague")),
            (None, Some(person)) if self.known_people().await?.contains(person) => {}
            _ => return Err(StoreError::NotAllowed("nobody")),
        }
        let id = self.store.new_id();
        let sealed = Sealed { words: new.words.trim().to_owned(), person: new.person.clone() };
        let mut write = self.change().await?;
        let occurrence = self.occurrence_on(&mut write.tx, entry, at).await?;
        sqlx::query(
            "INSERT INTO talk_step (id, occurrence_id, case_id, owner_id, due_day, made_by, made_at, words_sealed)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(&id)
        .bind(&occurrence.0)
        .bind(&self.id().0)
        .bind(new.owner.as_ref().map(|owner| owner.0.clone()))
        .bind(day_text(new.day))
        .bind(&self.staff()?.0)
        .bind(self.store.now())
        .bind(self.key.seal(words_place(&id), &to_json(&sealed)?)?)
        .execute(&mut *write.tx)
        .await?;
        write.commit().await?;
        Ok(id)
    }

    /// Says that a step is done, or is not after all.
    ///
    /// # Errors
    /// When this viewer may not change the case; [`StoreError::NotFound`] for a
    /// step of another case.
    pub async fn finish_talk_step(&self, id: &str, done: bool) -> Result<(), StoreError> {
        self.must_see_whole()?;
        let mut write = self.change().await?;
        let found = sqlx::query("UPDATE talk_step SET done_at = $3 WHERE id = $1 AND case_id = $2")
            .bind(id.replace('\0', ""))
            .bind(&self.id().0)
            .bind(done.then(|| self.store.now()))
            .execute(&mut *write.tx)
            .await?;
        if found.rows_affected() == 0 {
            return Err(StoreError::NotFound);
        }
        write.commit().await
    }
}
