//! What of the family's own way in goes along when a case is divided or merged:
//! the way in itself, and what was said.

use super::word::{answer_place, word_place};
use crate::case::{CaseAccess, CaseId};
use crate::crypto::ScopeKey;
use crate::error::StoreError;
use sqlx::{Any, Row, Transaction};
use std::collections::BTreeMap;

impl CaseAccess {
    /// Lets those who have a way into this case into another one: by the ids
    /// that they have here, the ids there. The way in here ends, and what they
    /// have said stands there too; what waits for an answer waits there.
    pub(crate) async fn carry_portal(
        &self,
        tx: &mut Transaction<'static, Any>,
        (case, key): (&CaseId, &ScopeKey),
        people: &BTreeMap<String, String>,
    ) -> Result<(), StoreError> {
        let rows = sqlx::query(
            "SELECT account_id, person_id, given_by, given_at FROM portal_access
             WHERE case_id = $1 AND ended_at IS NULL ORDER BY given_at, id",
        )
        .bind(&self.id().0)
        .fetch_all(&mut **tx)
        .await?;
        for row in &rows {
            let (account, person): (String, String) = (row.try_get("account_id")?, row.try_get("person_id")?);
            let Some(there) = people.get(&person) else { continue };
            // Who was let into both is let in once.
            sqlx::query(
                "INSERT INTO portal_access (id, account_id, case_id, person_id, given_by, given_at)
                 SELECT $1, $2, $3, $4, $5, $6 WHERE NOT EXISTS (SELECT 1 FROM portal_access
                   WHERE account_id = $2 AND case_id = $3 AND person_id = $4 AND ended_at IS NULL)",
            )
            .bind(self.store.new_id())
            .bind(&account)
            .bind(&case.0)
            .bind(there)
            .bind(row.try_get::<String, _>("given_by")?)
            .bind(row.try_get::<i64, _>("given_at")?)
            .execute(&mut **tx)
            .await?;
        }
        let rows = sqlx::query(
            "SELECT id, person_id, at, word_sealed, answered_at, answered_by, answer_sealed FROM family_word
             WHERE case_id = $1 ORDER BY at, id",
        )
        .bind(&self.id().0)
        .fetch_all(&mut **tx)
        .await?;
        for row in &rows {
            let (old, person): (String, String) = (row.try_get("id")?, row.try_get("person_id")?);
            let Some(there) = people.get(&person) else { continue };
            let id = self.store.new_id();
            let word = self.key.unseal(word_place(&old), &row.try_get::<String, _>("word_sealed")?)?;
            let answer = row.try_get::<Option<String>, _>("answer_sealed")?;
            let answer = answer
                .map(|sealed| key.seal(answer_place(&id), &self.key.unseal(answer_place(&old), &sealed)?))
                .transpose()?;
            sqlx::query(
                "INSERT INTO family_word (id, case_id, person_id, at, word_sealed, answered_at, answered_by, answer_sealed)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            )
            .bind(&id)
            .bind(&case.0)
            .bind(there)
            .bind(row.try_get::<i64, _>("at")?)
            .bind(key.seal(word_place(&id), &word)?)
            .bind(row.try_get::<Option<i64>, _>("answered_at")?)
            .bind(row.try_get::<Option<String>, _>("answered_by")?)
            .bind(answer)
            .execute(&mut **tx)
            .await?;
        }
        Ok(())
    }

    /// Ends every way into a case that went into others, and every invitation.
    pub(crate) async fn end_portal_of_case(&self, tx: &mut Transaction<'static, Any>) -> Result<(), StoreError> {
        for end in [
            "UPDATE portal_access SET ended_at = $2 WHERE case_id = $1 AND ended_at IS NULL",
            "UPDATE portal_invitation SET withdrawn_at = $2
             WHERE case_id = $1 AND used_at IS NULL AND withdrawn_at IS NULL",
        ] {
            sqlx::query(end).bind(&self.id().0).bind(self.store.now()).execute(&mut **tx).await?;
        }
        Ok(())
    }
}
