//! Links between two cases (rule R3): made by staff who hold both, and seen
//! only by staff who hold both.

use super::change::in_order;
use super::{CaseAccess, CaseId, day_text};
use crate::Store;
use crate::crypto::Place;
use crate::error::StoreError;
use crate::user::UserId;
use casework::life::LinkKind;
use casework::participation::sees_link;
use serde::{Deserialize, Serialize};
use sqlx::{Any, Row, Transaction};

/// A link as it shows in one of its two cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseLink {
    /// Id.
    pub id: String,
    /// The other case.
    pub other: CaseId,
    /// The other's number.
    pub number: String,
    /// The other's display name.
    pub name: String,
    /// What one is to the other.
    pub kind: LinkKind,
    /// Whether this case is the first of the two: the one that was divided, or
    /// went into the other.
    pub is_first: bool,
}

impl Store {
    /// Whether a user has a function in a case today.
    async fn holds(
        &self,
        tx: &mut Transaction<'static, Any>,
        user: &UserId,
        case: &CaseId,
    ) -> Result<bool, StoreError> {
        let held = self.functions_on(tx, case).await?;
        Ok(held.iter().any(|(member, _)| member == user))
    }

    pub(super) async fn insert_link(
        &self,
        tx: &mut Transaction<'static, Any>,
        by: &UserId,
        [first, second]: [&CaseId; 2],
        kind: LinkKind,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO case_link (id, first_case, second_case, kind, made_by, created_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(self.new_id())
        .bind(&first.0)
        .bind(&second.0)
        .bind(kind.code())
        .bind(&by.0)
        .bind(self.now())
        .execute(&mut **tx)
        .await?;
        Ok(())
    }
}

impl CaseAccess {
    /// Links this case to another that was opened for a change as well.
    ///
    /// # Errors
    /// When either may not be changed, or is not held by function; `same_case`,
    /// `already_linked`.
    pub async fn link_to(&self, other: &Self, kind: LinkKind) -> Result<(), StoreError> {
        self.must_edit()?;
        other.must_edit()?;
        if self.id() == other.id() {
            return Err(StoreError::NotAllowed("same_case"));
        }
        if !LinkKind::CHOSEN.contains(&kind) {
            return Err(StoreError::NotAllowed("link_kind"));
        }
        let user = self.staff()?;
        let mut write = self.store.db().write().await?;
        let mut holds = [false; 2];
        for (case, holds) in in_order(self, other).into_iter().zip(&mut holds) {
            case.standing(&mut write.tx, false).await?;
            *holds = case.who() == self.who() && self.store.holds(&mut write.tx, user, case.id()).await?;
        }
        if !sees_link(holds[0], holds[1]) {
            return Err(StoreError::NotFound);
        }
        let known = sqlx::query(
            "SELECT id FROM case_link WHERE ended_at IS NULL
             AND ((first_case = $1 AND second_case = $2) OR (first_case = $2 AND second_case = $1)) LIMIT 1",
        )
        .bind(&self.id().0)
        .bind(&other.id().0)
        .fetch_optional(&mut *write.tx)
        .await?;
        if known.is_some() {
            return Err(StoreError::NotAllowed("already_linked"));
        }
        self.store.insert_link(&mut write.tx, user, [self.id(), other.id()], kind).await?;
        write.commit().await
    }

    /// Ends a link that staff made. What comes of dividing and merging stays.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when this viewer sees no such link.
    pub async fn unlink(&self, link: &str) -> Result<(), StoreError> {
        let seen = self.links().await?.into_iter().find(|it| it.id == link).ok_or(StoreError::NotFound)?;
        if !LinkKind::CHOSEN.contains(&seen.kind) {
            return Err(StoreError::NotAllowed("link_kind"));
        }
        let mut write = self.change().await?;
        sqlx::query("UPDATE case_link SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL")
            .bind(link)
            .bind(self.store.now())
            .execute(&mut *write.tx)
            .await?;
        write.commit().await
    }

    /// The links of this case to others that this member of staff holds as well.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn links(&self) -> Result<Vec<CaseLink>, StoreError> {
        let super::Who::Staff(user) = self.who() else { return Ok(Vec::new()) };
        let rows = sqlx::query(
            "SELECT case_link.id, case_link.kind, case_link.first_case, help_case.id AS other, help_case.number,
               help_case.name_sealed
             FROM case_link JOIN help_case
               ON help_case.id = CASE WHEN case_link.first_case = $1 THEN case_link.second_case ELSE case_link.first_case END
             WHERE case_link.ended_at IS NULL AND (case_link.first_case = $1 OR case_link.second_case = $1)
             AND help_case.id IN (SELECT case_id FROM case_staff
               WHERE user_id = $2 AND from_day <= $3 AND (to_day IS NULL OR to_day >= $3))
             AND $1 IN (SELECT case_id FROM case_staff
               WHERE user_id = $2 AND from_day <= $3 AND (to_day IS NULL OR to_day >= $3))
             ORDER BY case_link.created_at, case_link.id",
        )
        .bind(&self.id().0)
        .bind(&user.0)
        .bind(day_text(self.store.today()))
        .fetch_all(self.store.db().pool())
        .await?;
        let mut links = Vec::with_capacity(rows.len());
        for row in &rows {
            let other = CaseId(row.try_get("other")?);
            let Some(key) = self.store.keys().try_find(&other.scope()).await? else { continue };
            let place = Place { table: "help_case", column: "name_sealed", row: &other.0 };
            let kind = LinkKind::from_code(&row.try_get::<String, _>("kind")?);
            links.push(CaseLink {
                id: row.try_get("id")?,
                number: row.try_get("number")?,
                name: key.unseal(place, &row.try_get::<String, _>("name_sealed")?)?,
                kind: kind.ok_or(StoreError::Unreadable("case_link"))?,
                is_first: row.try_get::<String, _>("first_case")? == self.id().0,
                other,
            });
        }
        Ok(links)
    }
}
