//! Letting people in: invitations, and links for a new password.

use super::Administration;
use crate::error::{StoreError, taken};
use crate::log::Action;
use crate::one_time_link::{LinkKind, LinkToken};
use crate::unit::UnitId;
use crate::user::{UserId, email_key};
use casework::day::Period;
use casework::role::Role;
use sqlx::Row;

impl Administration {
    /// Makes an account without a password, with a post from today on, and a
    /// link by which its owner chooses one. Returns the account, and the link's
    /// id and token.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the address has an account;
    /// [`StoreError::NotFound`] when there is no such unit in use.
    pub async fn invite(
        &self,
        email: &str,
        name: &str,
        unit: &UnitId,
        role: Role,
    ) -> Result<(UserId, String, LinkToken), StoreError> {
        let mut write = self.change().await?;
        let unit_name = self.unit_in_use(&mut write.tx, unit).await?;
        let user = UserId(self.store.new_id());
        sqlx::query(
            "INSERT INTO staff_user (id, email, email_key, name, password_hash, active, created_at)
             VALUES ($1, $2, $3, $4, '', 1, $5)",
        )
        .bind(&user.0)
        .bind(email.trim())
        .bind(email_key(email))
        .bind(name.trim())
        .bind(self.store.now())
        .execute(&mut *write.tx)
        .await
        .map_err(taken("e-mail"))?;
        self.store.insert_post(&mut write.tx, &user, unit, role, Period::default()).await?;
        let (link, token) = self.store.make_link(&mut write.tx, LinkKind::Invitation, &user, Some(&self.by)).await?;
        let detail = format!("{} <{}>: {}, {unit_name}", name.trim(), email.trim(), role.code());
        self.log(&mut write.tx, Some(unit), Action::Create, "invitation", &detail).await?;
        write.commit().await?;
        Ok((user, link, token))
    }

    /// A new link for who was invited and has no password yet; the old one is
    /// worth nothing from now on.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such account;
    /// [`StoreError::NotAllowed`] when it has a password.
    pub async fn invite_again(&self, user: &UserId) -> Result<(String, LinkToken, String), StoreError> {
        self.send(user, LinkKind::Invitation).await
    }

    /// A link for a new password. Sessions end when it is used.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such account;
    /// [`StoreError::NotAllowed`] when it was never taken up.
    pub async fn start_reset(&self, user: &UserId) -> Result<(String, LinkToken, String), StoreError> {
        self.send(user, LinkKind::Reset).await
    }

    /// Link, token and e-mail address.
    async fn send(&self, user: &UserId, kind: LinkKind) -> Result<(String, LinkToken, String), StoreError> {
        let mut write = self.change().await?;
        let row = sqlx::query("SELECT email, password_hash FROM staff_user WHERE id = $1 AND active = 1")
            .bind(&user.0)
            .fetch_optional(&mut *write.tx)
            .await?
            .ok_or(StoreError::NotFound)?;
        let has_password = !row.try_get::<String, _>("password_hash")?.is_empty();
        if has_password != (kind == LinkKind::Reset) {
            return Err(StoreError::NotAllowed("link"));
        }
        let who = self.named(&mut write.tx, user).await?;
        let (link, token) = self.store.make_link(&mut write.tx, kind, user, Some(&self.by)).await?;
        let object = if kind == LinkKind::Reset { "password" } else { "invitation" };
        self.log(&mut write.tx, None, Action::Change, object, &who).await?;
        write.commit().await?;
        Ok((link, token, row.try_get("email")?))
    }

    /// Takes an invitation back, or a link for a new password.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none open.
    pub async fn revoke_invitation(&self, user: &UserId) -> Result<(), StoreError> {
        let mut write = self.change().await?;
        let who = self.named(&mut write.tx, user).await?;
        if self.store.revoke_links(&mut write.tx, user, None).await? == 0 {
            return Err(StoreError::NotFound);
        }
        self.log(&mut write.tx, None, Action::Change, "invitation", &format!("−{who}")).await?;
        write.commit().await
    }
}
