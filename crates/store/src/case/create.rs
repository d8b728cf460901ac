//! A new case.

use super::{CaseId, day_text};
use crate::Store;
use crate::crypto::Place;
use crate::error::StoreError;
use crate::log::{Action, NewRow};
use crate::unit::UnitId;
use crate::user::UserId;
use casework::opening::{CaseStatus, Purpose};
use casework::role::{CaseFunction, Role};
use family_map::edit::Edit;
use sqlx::Row;

/// What a new case needs.
#[derive(Clone, Debug)]
pub struct NewCase<'a> {
    /// The unit that owns it.
    pub unit: &'a UnitId,
    /// Display name.
    pub name: &'a str,
    /// How far it has come.
    pub status: CaseStatus,
}

impl Store {
    /// Makes a case with an empty map, led by who makes it.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] when the user holds no post in the unit that
    /// makes cases.
    pub async fn create_case(&self, by: &UserId, new: &NewCase<'_>) -> Result<CaseId, StoreError> {
        self.create_case_with(by, new, &[]).await
    }

    /// The same with a map that is brought in, all in one transaction: either
    /// the case with everything on it exists afterwards, or nothing does.
    ///
    /// # Errors
    /// As [`Store::create_case`].
    pub async fn create_case_with(&self, by: &UserId, new: &NewCase<'_>, edits: &[Edit]) -> Result<CaseId, StoreError> {
        let user = self.find_user(by).await?;
        let roles = user.roles_in(new.unit);
        let Some(role) = roles.into_iter().find(|role: &Role| role.may_create_case()).filter(|_| user.active) else {
            return Err(StoreError::NotAllowed("create_case"));
        };
        let now = self.now();
        let id = CaseId(self.new_id());
        let key = self.keys().create(&id.scope(), now).await?;
        let name = key.seal(Place { table: "help_case", column: "name_sealed", row: &id.0 }, new.name.trim())?;

        let mut write = self.db().write().await?;
        let row = sqlx::query(
            "UPDATE unit SET next_case_number = next_case_number + 1 WHERE id = $1 RETURNING next_case_number",
        )
        .bind(&new.unit.0)
        .fetch_one(&mut *write.tx)
        .await?;
        let serial = row.try_get::<i64, _>("next_case_number")? - 1;
        let number = format!("{}-{serial:04}", self.today().year);
        sqlx::query(
            "INSERT INTO help_case (id, unit_id, number, status, name_sealed, created_at, changed_at, edit_number)
             VALUES ($1, $2, $3, $4, $5, $6, $6, $7)",
        )
        .bind(&id.0)
        .bind(&new.unit.0)
        .bind(&number)
        .bind(new.status.code())
        .bind(name)
        .bind(now)
        .bind(i64::from(!edits.is_empty()))
        .execute(&mut *write.tx)
        .await?;
        self.keep_search_tokens(&mut write.tx, &id, new.name).await?;
        sqlx::query("INSERT INTO case_staff (case_id, user_id, function, from_day) VALUES ($1, $2, $3, $4)")
            .bind(&id.0)
            .bind(&by.0)
            .bind(CaseFunction::Lead.code())
            .bind(day_text(self.today()))
            .execute(&mut *write.tx)
            .await?;
        super::record::insert_first(&mut write.tx, &id, &key, (by, now), self.today(), edits).await?;
        let entry = NewRow {
            user: &by.0,
            role: role.code(),
            action: if edits.is_empty() { Action::Create } else { Action::Import },
            object: "case",
            purpose: Purpose::FollowUp,
            outcome: "ok",
            detail: "",
        };
        self.log(&mut write.tx, &id.chain(), &key, &entry).await?;
        write.commit().await?;
        Ok(id)
    }
}
