//! «No more messages, please»: by the link in a message, without signing in.

use super::worker::channel_in;
use crate::Store;
use crate::case::CaseId;
use crate::crypto::sha256;
use crate::error::StoreError;
use crate::log::{Action, NewRow};
use casework::message::{Channel, MessageLanguage};
use casework::opening::Purpose;
use sqlx::{Any, Row, Transaction};

impl Store {
    /// Which channel the link of a message is about, and in which language it
    /// was; none for no link of ours. Tells nothing else of the message.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn stop_channel(&self, token: &str) -> Result<Option<(Channel, MessageLanguage)>, StoreError> {
        let row = sqlx::query("SELECT channel, language FROM message WHERE stop_hash = $1 AND person_id IS NOT NULL")
            .bind(sha256(token))
            .fetch_optional(self.db().pool())
            .await?;
        let Some(row) = row else { return Ok(None) };
        let language: Option<String> = row.try_get("language")?;
        Ok(channel_in(&row)?.zip(language.as_deref().and_then(MessageLanguage::from_code)))
    }

    /// The receiver of a message wants no more on its channel. Whatever waits
    /// for them is kept back when its time comes.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for no link of ours.
    pub async fn stop_messages(&self, token: &str) -> Result<(), StoreError> {
        let mut write = self.db().write().await?;
        let row = sqlx::query("SELECT case_id, person_id, channel FROM message WHERE stop_hash = $1")
            .bind(sha256(token))
            .fetch_optional(&mut *write.tx)
            .await?
            .ok_or(StoreError::NotFound)?;
        let (case, person) = (CaseId(row.try_get("case_id")?), row.try_get::<Option<String>, _>("person_id")?);
        let (person, channel) = person.zip(channel_in(&row)?).ok_or(StoreError::NotFound)?;
        let key = self.keys().try_find(&case.scope()).await?.ok_or(StoreError::NotFound)?;
        stop(&mut write.tx, (&case, &person, channel), None, self.now()).await?;
        let row = NewRow {
            user: &person,
            role: "participant",
            action: Action::Change,
            object: "message_stop",
            purpose: Purpose::OwnRecord,
            outcome: "ok",
            detail: channel.code(),
        };
        self.log(&mut write.tx, &case.chain(), &key, &row).await?;
        write.commit().await
    }
}

/// Keeps that somebody wants no messages on a channel.
pub(super) async fn stop(
    tx: &mut Transaction<'static, Any>,
    (case, person, channel): (&CaseId, &str, Channel),
    said_to: Option<&str>,
    at: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO message_stop (case_id, person_id, channel, said_to, at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (case_id, person_id, channel) DO NOTHING",
    )
    .bind(&case.0)
    .bind(person)
    .bind(channel.code())
    .bind(said_to)
    .bind(at)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
