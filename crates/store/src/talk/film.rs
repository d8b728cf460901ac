//! Consents to filming, by case.

use super::{fits, from_json, to_json};
use crate::case::{CaseAccess, day_text};
use crate::crypto::Place;
use crate::error::StoreError;
use casework::appointment::film_consent::FilmConsent;
use sqlx::Row;

/// A consent to filming as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFilmConsent {
    /// Id.
    pub id: String,
    /// Who, when, where, until when. Those of whom this viewer does not know are
    /// not among those who said yes.
    pub consent: FilmConsent,
    /// It was taken back.
    pub withdrawn: bool,
}

const fn words_place(id: &str) -> Place<'_> {
    Place { table: "film_consent", column: "words_sealed", row: id }
}

impl CaseAccess {
    /// The consents to filming of this case, the latest first.
    ///
    /// # Errors
    /// When this viewer is not of the staff that is shown the whole case.
    pub async fn film_consents(&self) -> Result<Vec<KeptFilmConsent>, StoreError> {
        self.must_see_whole()?;
        self.staff()?;
        let known = self.known_people().await?;
        let rows = sqlx::query(
            "SELECT id, words_sealed, withdrawn_at FROM film_consent WHERE case_id = $1
             ORDER BY given_day DESC, id DESC",
        )
        .bind(&self.id().0)
        .fetch_all(self.store.db().pool())
        .await?;
        let mut found = Vec::new();
        for row in &rows {
            let id: String = row.try_get("id")?;
            let text = self.key.unseal(words_place(&id), &row.try_get::<String, _>("words_sealed")?)?;
            let mut consent: FilmConsent = from_json(&text)?;
            consent.given_by.retain(|person| known.contains(person));
            let withdrawn = row.try_get::<Option<i64>, _>("withdrawn_at")?.is_some();
            found.push(KeptFilmConsent { id, consent, withdrawn });
        }
        Ok(found)
    }

    /// Keeps a consent to filming; returns its id.
    ///
    /// # Errors
    /// When this viewer may not change the case; `nobody` for somebody who does
    /// not take part; `film_nobody`, `film_place`, `film_days`.
    pub async fn keep_film_consent(&self, consent: &FilmConsent) -> Result<String, StoreError> {
        self.must_see_whole()?;
        fits(&consent.place, false)?;
        consent.check(self.store.today()).map_err(|fault| StoreError::NotAllowed(fault.code()))?;
        if !consent.given_by.is_subset(&self.known_people().await?) {
            return Err(StoreError::NotAllowed("nobody"));
        }
        let id = self.store.new_id();
        let mut write = self.change().await?;
        sqlx::query(
            "INSERT INTO film_consent (id, case_id, given_day, delete_by, made_by, made_at, words_sealed)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(&id)
        .bind(&self.id().0)
        .bind(day_text(consent.given))
        .bind(day_text(consent.delete_by))
        .bind(&self.staff()?.0)
        .bind(self.store.now())
        .bind(self.key.seal(words_place(&id), &to_json(consent)?)?)
        .execute(&mut *write.tx)
        .await?;
        write.commit().await?;
        Ok(id)
    }

    /// A consent to filming is taken back, at once. It stays known that it was given.
    ///
    /// # Errors
    /// When this viewer may not change the case; [`StoreError::NotFound`] for
    /// none of this case that still holds.
    pub async fn withdraw_film_consent(&self, id: &str) -> Result<(), StoreError> {
        self.must_see_whole()?;
        let mut write = self.change().await?;
        let done = sqlx::query(
            "UPDATE film_consent SET withdrawn_at = $3 WHERE id = $1 AND case_id = $2 AND withdrawn_at IS NULL",
        )
        .bind(id.replace('\0', ""))
        .bind(&self.id().0)
        .bind(self.store.now())
        .execute(&mut *write.tx)
        .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound);
        }
        write.commit().await
    }
}
