//! Filters of the case list that a user keeps under names of their own.

use crate::Store;
use crate::crypto::Place;
use crate::error::StoreError;
use crate::user::UserId;
use casework::listing::CaseFilter;
use serde::{Deserialize, Serialize};
use sqlx::Row;

/// A user keeps so many at most.
const MOST: usize = 20;
/// Characters of a name at most.
const LONGEST: usize = 60;

/// A filter under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedFilter {
    /// Id.
    pub id: String,
    /// Its user's name for it.
    pub name: String,
    /// The filter.
    pub filter: CaseFilter,
}

const fn place(row: &str) -> Place<'_> {
    Place { table: "saved_filter", column: "name_sealed", row }
}

fn clean(name: &str) -> Option<String> {
    let name: String = name.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect();
    (!name.is_empty()).then_some(name)
}

impl Store {
    /// The user's filters, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn saved_filters(&self, user: &UserId) -> Result<Vec<SavedFilter>, StoreError> {
        let rows = sqlx::query("SELECT id, name_sealed, filter FROM saved_filter WHERE user_id = $1")
            .bind(&user.0)
            .fetch_all(self.db().pool())
            .await?;
        let mut filters = Vec::with_capacity(rows.len());
        for row in &rows {
            let id: String = row.try_get("id")?;
            // A filter of an older form than ours is left out, not an error.
            let Ok(filter) = serde_json::from_str(&row.try_get::<String, _>("filter")?) else { continue };
            let name = self.secrets().own.unseal(place(&id), &row.try_get::<String, _>("name_sealed")?)?;
            filters.push(SavedFilter { id, name, filter });
        }
        filters.sort_by_key(|it| (it.name.to_lowercase(), it.id.clone()));
        Ok(filters)
    }

    /// Keeps a filter. One of the same name is replaced.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] when the user keeps too many or the name is
    /// empty.
    pub async fn save_filter(&self, user: &UserId, name: &str, filter: &CaseFilter) -> Result<(), StoreError> {
        let name = clean(name).ok_or(StoreError::NotAllowed("filter_name"))?;
        let text = serde_json::to_string(filter).map_err(|_| StoreError::Unreadable("saved_filter"))?;
        let kept = self.saved_filters(user).await?;
        let same = kept.iter().find(|it| it.name.to_lowercase() == name.to_lowercase());
        if same.is_none() && kept.len() >= MOST {
            return Err(StoreError::NotAllowed("filter_count"));
        }
        let id = same.map_or_else(|| self.new_id(), |it| it.id.clone());
        let sealed = self.secrets().own.seal(place(&id), &name)?;
        let mut write = self.db().write().await?;
        sqlx::query(
            "INSERT INTO saved_filter (id, user_id, name_sealed, filter, created_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (id) DO UPDATE SET name_sealed = $3, filter = $4",
        )
        .bind(&id)
        .bind(&user.0)
        .bind(sealed)
        .bind(text)
        .bind(self.now())
        .execute(&mut *write.tx)
        .await?;
        write.commit().await
    }

    /// Gives one of the user's filters another name.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is not one of theirs;
    /// [`StoreError::Taken`] when another has that name.
    pub async fn rename_filter(&self, user: &UserId, id: &str, name: &str) -> Result<(), StoreError> {
        let name = clean(name).ok_or(StoreError::NotAllowed("filter_name"))?;
        let kept = self.saved_filters(user).await?;
        if !kept.iter().any(|it| it.id == id) {
            return Err(StoreError::NotFound);
        }
        if kept.iter().any(|it| it.id != id && it.name.to_lowercase() == name.to_lowercase()) {
            return Err(StoreError::Taken("filter_name"));
        }
        let sealed = self.secrets().own.seal(place(id), &name)?;
        let mut write = self.db().write().await?;
        sqlx::query("UPDATE saved_filter SET name_sealed = $3 WHERE id = $1 AND user_id = $2")
            .bind(id)
            .bind(&user.0)
            .bind(sealed)
            .execute(&mut *write.tx)
            .await?;
        write.commit().await
    }

    /// Removes one of the user's filters.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is not one of theirs.
    pub async fn remove_filter(&self, user: &UserId, id: &str) -> Result<(), StoreError> {
        if id.contains('\0') {
            return Err(StoreError::NotFound);
        }
        let mut write = self.db().write().await?;
        let gone = sqlx::query("DELETE FROM saved_filter WHERE id = $1 AND user_id = $2")
            .bind(id)
            .bind(&user.0)
            .execute(&mut *write.tx)
            .await?;
        write.commit().await?;
        if gone.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
    }
}
