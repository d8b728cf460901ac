//! Search tokens: by them a case is found by its sealed name. Each is a MAC of
//! a word or the beginning of one, by the rules of [`casework::search`].

use super::CaseId;
use crate::Store;
use crate::crypto::{Place, mac};
use crate::error::StoreError;
use casework::search::findable;
use sqlx::{Any, AssertSqlSafe, Row, Transaction};
use std::collections::BTreeSet;

/// The rules by which tokens are made now. Counted up when they change; then
/// every case gets its tokens anew ([`Store::fill_search_tokens`]).
pub(crate) const TOKEN_FORM: i64 = 1;
/// Hexadecimal digits kept of a MAC: 128 bits.
const DIGITS: usize = 32;
/// Cases that get their tokens in one transaction.
const BATCH: i64 = 200;
/// Tokens written with one statement.
const AT_ONCE: usize = 64;

impl Store {
    /// What a display name is found by. The name itself stays sealed.
    pub(crate) fn search_tokens(&self, name: &str) -> BTreeSet<String> {
        let words = findable(name);
        words.iter().map(|word| self.search_token(word)).chain([self.exact_name_token(name)]).collect()
    }

    /// What a display name is found by exactly as it is written: for the search
    /// in an emergency, which gives no lists.
    pub(crate) fn exact_name_token(&self, name: &str) -> String {
        mac(&self.secrets().search, &["exact name", name.trim()])
    }

    /// The token of one word.
    pub(crate) fn search_token(&self, word: &str) -> String {
        let mut token = mac(&self.secrets().search, &["name", word]);
        token.truncate(DIGITS);
        token
    }

    /// Keeps the tokens of a case's display name, instead of those of an
    /// earlier one. Belongs into every transaction that seals a display name.
    pub(crate) async fn keep_search_tokens(
        &self,
        tx: &mut Transaction<'static, Any>,
        case: &CaseId,
        name: &str,
    ) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM case_token WHERE case_id = $1").bind(&case.0).execute(&mut **tx).await?;
        let tokens: Vec<String> = self.search_tokens(name).into_iter().collect();
        for some in tokens.chunks(AT_ONCE) {
            let rows: Vec<String> = (2..some.len() + 2).map(|at| format!("(${at}, $1)")).collect();
            let statement = format!("INSERT INTO case_token (token, case_id) VALUES {}", rows.join(", "));
            let mut query = sqlx::query(AssertSqlSafe(statement)).bind(&case.0);
            for token in some {
                query = query.bind(token);
            }
            query.execute(&mut **tx).await?;
        }
        sqlx::query("UPDATE help_case SET token_form = $2 WHERE id = $1")
            .bind(&case.0)
            .bind(TOKEN_FORM)
            .execute(&mut **tx)
            .await?;
        Ok(())
    }

    /// Makes tokens for every case that has none or those of older rules.
    /// Returns for how many. May be broken off and run again at any time.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn fill_search_tokens(&self) -> Result<u64, StoreError> {
        let (mut done, mut last) = (0, String::new());
        loop {
            let rows = sqlx::query(
                "SELECT id FROM help_case WHERE token_form < $1 AND id > $2 AND erased_at IS NULL ORDER BY id LIMIT $3",
            )
            .bind(TOKEN_FORM)
            .bind(&last)
            .bind(BATCH)
            .fetch_all(self.db().pool())
            .await?;
            let ids: Vec<String> = rows.iter().map(|row| row.try_get("id")).collect::<Result<_, _>>()?;
            let Some(end) = ids.last() else { return Ok(done) };
            last.clone_from(end);
            let scopes: Vec<String> = ids.iter().map(|id| CaseId(id.clone()).scope()).collect();
            let keys = self.keys().find_many(&scopes).await?;
            let mut write = self.db().write().await?;
            for (id, scope) in ids.iter().zip(&scopes) {
                let Some(key) = keys.get(scope) else { continue };
                // Read again under the lock: a name may have changed meanwhile.
                let row = sqlx::query("SELECT name_sealed FROM help_case WHERE id = $1")
                    .bind(id)
                    .fetch_one(&mut *write.tx)
                    .await?;
                let place = Place { table: "help_case", column: "name_sealed", row: id };
                let name = key.unseal(place, &row.try_get::<String, _>("name_sealed")?)?;
                self.keep_search_tokens(&mut write.tx, &CaseId(id.clone()), &name).await?;
                done += 1;
            }
            write.commit().await?;
        }
    }
}
