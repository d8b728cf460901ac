//! The handle of an administrator. The only way in which people change units,
//! rooms, services, accounts and posts: it is had by one call that looks at who
//! asks, and every change writes a row in the log of the unit it concerns, in
//! the same transaction. It reads no case.

mod area;
mod deactivation;
mod equipment;
mod invitation;
mod owned;
mod post;
mod room;
mod service;
mod staff;
mod unit;

pub use area::GoalArea;
pub(crate) use area::offered_on;
pub use deactivation::Deactivation;
pub use equipment::Equipment;
pub use owned::{Owned, OwnedKind};
pub use room::Room;
pub use service::{Service, ServiceKind};
pub use staff::{LinkState, StaffLine, StaffMember, StaffPost};
pub use unit::UnitLine;

use crate::Store;
use crate::database::WriteTx;
use crate::error::StoreError;
use crate::log::{Action, NewRow, unit_chain};
use crate::unit::UnitId;
use crate::user::UserId;
use casework::opening::Purpose;
use casework::role::Role;
use sqlx::{Any, Row, Transaction};

/// What an administrator may do.
pub struct Administration {
    pub(crate) store: Store,
    by: UserId,
    unit: UnitId,
}

impl std::fmt::Debug for Administration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Administration").field("by", &self.by).finish_non_exhaustive()
    }
}

impl Store {
    /// The handle of an administrator.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for everyone else.
    pub async fn administer(&self, user: &UserId) -> Result<Administration, StoreError> {
        let user = self.find_user(user).await?;
        let post = user.posts.iter().find(|post| post.role.administers()).filter(|_| user.active);
        let unit = post.ok_or(StoreError::NotFound)?.unit.clone();
        Ok(Administration { store: self.clone(), by: user.id, unit })
    }
}

impl Administration {
    /// Begins a change. Changes of one installation's administration come one
    /// after the other, and only from who still is an administrator.
    pub(crate) async fn change(&self) -> Result<WriteTx, StoreError> {
        let mut write = self.store.db().write().await?;
        sqlx::query("UPDATE installation SET created_at = created_at WHERE id = 'one'").execute(&mut *write.tx).await?;
        let by = self.store.find_user_on(&mut write.tx, &self.by).await?;
        if by.active && by.has_post(Role::administers) { Ok(write) } else { Err(StoreError::NotFound) }
    }

    /// Notes a change in the log of the unit it concerns; without one in that
    /// of the administrator's own.
    pub(crate) async fn log(
        &self,
        tx: &mut Transaction<'static, Any>,
        unit: Option<&UnitId>,
        action: Action,
        object: &str,
        detail: &str,
    ) -> Result<(), StoreError> {
        let chain = unit_chain(&unit.unwrap_or(&self.unit).0);
        let row = NewRow {
            user: &self.by.0,
            role: Role::Administrator.code(),
            action,
            object,
            purpose: Purpose::Administration,
            outcome: "ok",
            detail,
        };
        self.store.log(tx, &chain, &self.store.secrets().unit_log, &row).await.map(|_| ())
    }

    /// A member of staff as the log names them.
    async fn named(&self, tx: &mut Transaction<'static, Any>, user: &UserId) -> Result<String, StoreError> {
        let row = sqlx::query("SELECT name, email FROM staff_user WHERE id = $1")
            .bind(&user.0)
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(StoreError::NotFound)?;
        Ok(format!("{} <{}>", row.try_get::<String, _>("name")?, row.try_get::<String, _>("email")?))
    }

    /// The name of a unit that is in use.
    pub(crate) async fn unit_in_use(
        &self,
        tx: &mut Transaction<'static, Any>,
        unit: &UnitId,
    ) -> Result<String, StoreError> {
        let row = sqlx::query("SELECT name FROM unit WHERE id = $1 AND retired_at IS NULL")
            .bind(&unit.0)
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(StoreError::NotFound)?;
        Ok(row.try_get("name")?)
    }
}
