//! A new case.

use super::{CaseId, day_text};
use crate::Store;
use crate::crypto::{Place, ScopeKey};
use crate::error::StoreError;
use crate::log::{Action, NewRow};
use crate::unit::UnitId;
use crate::user::UserId;
use casework::opening::{CaseStatus, Purpose};
use casework::role::{CaseFunction, Role};
use family_map::edit::Edit;
use sqlx::{Any, Row, Transaction};

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

/// A case as it begins.
#[derive(Clone, Copy)]
pub(super) struct FirstState<'a> {
    pub(super) id: &'a CaseId,
    pub(super) key: &'a ScopeKey,
    pub(super) new: &'a NewCase<'a>,
    pub(super) edits: &'a [Edit],
    pub(super) team: &'a [(UserId, CaseFunction)],
    pub(super) action: Action,
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
        let role = self.creates_as(by, new.unit).await?;
        let id = CaseId(self.new_id());
        let key = self.keys().create(&id.scope(), self.now()).await?;
        let mut write = self.db().write().await?;
        let team = [(by.clone(), CaseFunction::Lead)];
        let action = if edits.is_empty() { Action::Create } else { Action::Import };
        let first = FirstState { id: &id, key: &key, new, edits, team: &team, action };
        self.insert_case(&mut write.tx, by, role.code(), &first).await?;
        write.commit().await?;
        Ok(id)
    }

    /// The post by which a user makes cases in a unit.
    pub(super) async fn creates_as(&self, by: &UserId, unit: &UnitId) -> Result<Role, StoreError> {
        let user = self.find_user(by).await?;
        let role = user.roles_in(unit).into_iter().find(|role| role.may_create_case());
        role.filter(|_| user.active).ok_or(StoreError::NotAllowed("create_case"))
    }

    /// Puts a case with its map, its team and the first row of its log in the
    /// caller's transaction. The key was made before: one whose case was then
    /// not made opens nothing.
    pub(super) async fn insert_case(
        &self,
        tx: &mut Transaction<'static, Any>,
        by: &UserId,
        role: &str,
        first: &FirstState<'_>,
    ) -> Result<(), StoreError> {
        let FirstState { id, key, new, edits, team, action } = *first;
        let now = self.now();
        let row = sqlx::query(
            "UPDATE unit SET next_case_number = next_case_number + 1 WHERE id = $1 RETURNING next_case_number",
        )
        .bind(&new.unit.0)
        .fetch_one(&mut **tx)
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
        .bind(key.seal(Place { table: "help_case", column: "name_sealed", row: &id.0 }, new.name.trim())?)
        .bind(now)
        .bind(i64::from(!edits.is_empty()))
        .execute(&mut **tx)
        .await?;
        self.keep_search_tokens(tx, id, new.name).await?;
        for (user, function) in team {
            sqlx::query("INSERT INTO case_staff (case_id, user_id, function, from_day) VALUES ($1, $2, $3, $4)")
                .bind(&id.0)
                .bind(&user.0)
                .bind(function.code())
                .bind(day_text(self.today()))
                .execute(&mut **tx)
                .await?;
        }
        super::record::insert_first(tx, id, key, (by, now), self.today(), edits).await?;
        let entry =
            NewRow { user: &by.0, role, action, object: "case", purpose: Purpose::FollowUp, outcome: "ok", detail: "" };
        self.log(tx, &id.chain(), key, &entry).await?;
        Ok(())
    }
}
