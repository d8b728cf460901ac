//! An enquiry that becomes a case: from then on case data, sealed with the
//! case's key, all in the transaction that begins the case.

use super::Desk;
use super::enquiry::{
    EVENTS, EnquiryEvent, EnquiryEventKind, EnquiryWords, event_of, seal_event, seal_words, unseal_words,
};
use crate::Store;
use crate::case::{CaseAccess, CaseId, day_text};
use crate::crypto::ScopeKey;
use crate::error::StoreError;
use crate::log::Action;
use crate::unit::UnitId;
use crate::user::UserId;
use casework::enquiry::EnquiryState;
use family_map::record::Origin;
use family_map::redact::Sight;
use sqlx::{Any, Row, Transaction};

/// An enquiry on its way into a case: what must be known before the
/// transaction begins, since keys lie in another database.
pub(crate) struct BecomesCase {
    desk: Desk,
    door: ScopeKey,
    id: String,
    unit: UnitId,
}

impl Store {
    /// Makes ready to take an enquiry of one's own into a case.
    pub(crate) async fn enquiry_becomes_case(&self, by: &UserId, id: &str) -> Result<BecomesCase, StoreError> {
        let desk = self.desk(by).await?;
        let mut tx = self.db().pool().begin().await?;
        let (line, _) = desk.read_enquiry(&mut tx, id).await?;
        drop(tx);
        let door = self.door_key(&line.unit).await?;
        Ok(BecomesCase { desk, door, id: line.id, unit: line.unit })
    }
}

impl BecomesCase {
    /// Takes it into the case.
    pub(crate) async fn take(
        &self,
        tx: &mut Transaction<'static, Any>,
        unit: &UnitId,
        (case, key): (&CaseId, &ScopeKey),
    ) -> Result<(), StoreError> {
        let (line, sealed) = self.desk.changing_enquiry(tx, &self.id).await?;
        if &self.unit != unit {
            return Err(StoreError::NotAllowed("other_unit"));
        }
        if line.state.is_over() {
            return Err(StoreError::NotAllowed("enquiry_over"));
        }
        self.desk.tell(tx, &self.door, &line.id, EnquiryEventKind::State(EnquiryState::BecameCase), "").await?;
        let words = unseal_words(&self.door, &line.id, &sealed)?;
        sqlx::query(
            "UPDATE enquiry SET case_id = $2, state = $3, next_day = NULL, asked_id = NULL, last_day = $4, words_sealed = $5
             WHERE id = $1",
        )
        .bind(&line.id)
        .bind(&case.0)
        .bind(EnquiryState::BecameCase.code())
        .bind(day_text(self.desk.store.today()))
        .bind(seal_words(key, &line.id, &words)?)
        .execute(&mut **tx)
        .await?;
        for row in sqlx::query(EVENTS).bind(&line.id).fetch_all(&mut **tx).await? {
            let id: String = row.try_get("id")?;
            let event = event_of(&row, &self.door)?;
            sqlx::query("UPDATE enquiry_event SET words_sealed = $2 WHERE id = $1")
                .bind(&id)
                .bind(seal_event(key, &id, &event.words)?)
                .execute(&mut **tx)
                .await?;
        }
        self.desk.take_notes_of(tx, &self.door, &line.id, (case, key)).await?;
        self.desk.log(tx, &self.unit, Action::Change, "enquiry").await
    }
}

impl Desk {
    /// The telephone notes out of which the enquiry came go along.
    async fn take_notes_of(
        &self,
        tx: &mut Transaction<'static, Any>,
        door: &ScopeKey,
        enquiry: &str,
        (case, key): (&CaseId, &ScopeKey),
    ) -> Result<(), StoreError> {
        let rows = sqlx::query("SELECT id, words_sealed FROM phone_note WHERE enquiry_id = $1 AND case_id IS NULL")
            .bind(enquiry)
            .fetch_all(&mut **tx)
            .await?;
        for row in &rows {
            let id: String = row.try_get("id")?;
            let words = super::phone_note::unseal_words(door, &id, &row.try_get::<String, _>("words_sealed")?)?;
            sqlx::query("UPDATE phone_note SET case_id = $2, words_sealed = $3 WHERE id = $1")
                .bind(&id)
                .bind(&case.0)
                .bind(super::phone_note::seal_words(key, &id, &words)?)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }
}

impl CaseAccess {
    /// The enquiries with which this case began, each with what happened; none
    /// for who does not look with the team's eyes.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn enquiries(&self) -> Result<Vec<(EnquiryWords, Vec<EnquiryEvent>)>, StoreError> {
        let origin = Origin::told("team", ["team"]);
        let sight = Sight { origin: &origin, about: Vec::new(), locates: false, sensitive: false };
        if self.must_see_whole().is_err() || !self.sees(&sight) {
            return Ok(Vec::new());
        }
        let rows = sqlx::query("SELECT id, words_sealed FROM enquiry WHERE case_id = $1 ORDER BY at, id")
            .bind(&self.id().0)
            .fetch_all(self.store.db().pool())
            .await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            let id: String = row.try_get("id")?;
            let words = unseal_words(&self.key, &id, &row.try_get::<String, _>("words_sealed")?)?;
            let events = sqlx::query(EVENTS).bind(&id).fetch_all(self.store.db().pool()).await?;
            found.push((words, events.iter().map(|row| event_of(row, &self.key)).collect::<Result<_, _>>()?));
        }
        Ok(found)
    }
}
