//! Staff: accounts.

use crate::Store;
use crate::case::parse_day;
use crate::error::{StoreError, taken};
use crate::password::{hash_password, verify_password};
use crate::post::Post;
use crate::unit::UnitId;
use casework::day::Period;
use casework::role::Role;
use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;
use sqlx::Row;
use sqlx::any::AnyRow;

/// Id of a member of staff.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UserId(pub String);

/// A member of staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Id.
    pub id: UserId,
    /// E-mail address, as written.
    pub email: String,
    /// Name.
    pub name: String,
    /// May sign in.
    pub active: bool,
    /// Posts held today; for who has chosen one among several, that one.
    pub posts: Vec<Post>,
}

impl User {
    /// The roles held today in one unit.
    #[must_use]
    pub fn roles_in(&self, unit: &UnitId) -> Vec<Role> {
        self.posts.iter().filter(|post| &post.unit == unit).map(|post| post.role).collect()
    }

    /// Whether any post held today satisfies the condition.
    #[must_use]
    pub fn has_post(&self, condition: impl Fn(Role) -> bool) -> bool {
        self.posts.iter().any(|post| condition(post.role))
    }
}

/// What a new account needs.
#[derive(Clone)]
pub struct NewUser<'a> {
    /// E-mail address; one account each.
    pub email: &'a str,
    /// Name.
    pub name: &'a str,
    /// Password, already checked by [`crate::check_password`].
    pub password: &'a str,
}

impl std::fmt::Debug for NewUser<'_> {
    /// Without the password, which belongs in no message.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewUser").field("email", &self.email).finish_non_exhaustive()
    }
}

/// How an e-mail address is compared: without case and surrounding space.
pub(crate) fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}

impl Store {
    /// Makes an account.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the address has one already.
    pub async fn create_user(&self, new: NewUser<'_>) -> Result<UserId, StoreError> {
        let id = self.new_id();
        let hash = hash_password(new.password.to_owned()).await?;
        let mut write = self.db().write().await?;
        sqlx::query(
            "INSERT INTO staff_user (id, email, email_key, name, password_hash, active, created_at)
             VALUES ($1, $2, $3, $4, $5, 1, $6)",
        )
        .bind(&id)
        .bind(new.email.trim())
        .bind(email_key(new.email))
        .bind(new.name.trim())
        .bind(hash)
        .bind(self.now())
        .execute(&mut *write.tx)
        .await
        .map_err(taken("e-mail"))?;
        write.commit().await?;
        Ok(UserId(id))
    }

    /// The account with this id and its posts of today.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn find_user(&self, id: &UserId) -> Result<User, StoreError> {
        let mut connection = self.db().pool().acquire().await?;
        self.find_user_on(&mut connection, id).await
    }

    /// The same within a transaction of the caller's.
    pub(crate) async fn find_user_on(&self, on: &mut AnyConnection, id: &UserId) -> Result<User, StoreError> {
        let row = sqlx::query("SELECT id, email, name, active FROM staff_user WHERE id = $1")
            .bind(&id.0)
            .fetch_optional(&mut *on)
            .await?
            .ok_or(StoreError::NotFound)?;
        self.with_posts(on, &row).await
    }

    /// All accounts, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn list_users(&self) -> Result<Vec<User>, StoreError> {
        let mut connection = self.db().pool().acquire().await?;
        let rows = sqlx::query("SELECT id, email, name, active FROM staff_user ORDER BY name, id")
            .fetch_all(&mut *connection)
            .await?;
        let mut users = Vec::with_capacity(rows.len());
        for row in &rows {
            users.push(self.with_posts(&mut connection, row).await?);
        }
        Ok(users)
    }

    async fn with_posts(&self, on: &mut AnyConnection, row: &AnyRow) -> Result<User, StoreError> {
        let id: String = row.try_get("id")?;
        let id = UserId(id);
        let posts = self.posts_on(on, &id).await?;
        Ok(User {
            id,
            email: row.try_get("email")?,
            name: row.try_get("name")?,
            active: row.try_get::<i64, _>("active")? != 0,
            posts,
        })
    }

    /// The active account whose e-mail and password these are, and the hash
    /// that was compared. Who was invited and has chosen none yet has none. Takes equally long whether the account exists or not.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn authenticate(
        &self,
        email: &str,
        password: &str,
    ) -> Result<Option<(UserId, String)>, StoreError> {
        // PostgreSQL refuses a text with NUL in it; no address has one.
        let key = email_key(email).replace('\0', "\u{fffd}");
        let row = sqlx::query("SELECT id, password_hash, active FROM staff_user WHERE email_key = $1")
            .bind(key)
            .fetch_optional(self.db().pool())
            .await?;
        let (id, hash, active) = match &row {
            Some(row) => (
                Some(UserId(row.try_get("id")?)),
                Some(row.try_get::<String, _>("password_hash")?).filter(|hash| !hash.is_empty()),
                row.try_get::<i64, _>("active")? != 0,
            ),
            None => (None, None, false),
        };
        let fits = verify_password(hash.clone(), password.to_owned()).await?;
        Ok(id.zip(hash).filter(|_| fits && active))
    }

    /// Sets a new password and ends every session of the account.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such account.
    pub async fn set_password(&self, user: &UserId, password: &str) -> Result<(), StoreError> {
        let hash = hash_password(password.to_owned()).await?;
        let mut write = self.db().write().await?;
        let done = sqlx::query("UPDATE staff_user SET password_hash = $2 WHERE id = $1")
            .bind(&user.0)
            .bind(hash)
            .execute(&mut *write.tx)
            .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound);
        }
        end_sessions(&mut write.tx, user).await?;
        write.commit().await
    }

    /// Lets an account sign in or not; the latter ends its sessions at once.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such account.
    pub async fn set_active(&self, user: &UserId, active: bool) -> Result<(), StoreError> {
        let mut write = self.db().write().await?;
        self.end_lost_staff_feed(&mut write.tx, user).await?;
        let done = sqlx::query("UPDATE staff_user SET active = $2 WHERE id = $1")
            .bind(&user.0)
            .bind(i64::from(active))
            .execute(&mut *write.tx)
            .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound);
        }
        if !active {
            self.end_lost_staff_feed(&mut write.tx, user).await?;
            end_sessions(&mut write.tx, user).await?;
        }
        write.commit().await
    }
}

/// Ends what an account has open: sessions, and signing in that is half done.
pub(crate) async fn end_sessions(on: &mut AnyConnection, user: &UserId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM session WHERE user_id = $1").bind(&user.0).execute(&mut *on).await?;
    sqlx::query("DELETE FROM half_sign_in WHERE user_id = $1").bind(&user.0).execute(&mut *on).await?;
    Ok(())
}

/// The period in a row's `from_day` and `to_day`.
pub(crate) fn period_of(row: &AnyRow) -> Result<Period, StoreError> {
    let day = |column| -> Result<_, StoreError> {
        let text: Option<String> = row.try_get(column)?;
        text.map(|text| parse_day(&text).ok_or(StoreError::Unreadable("day"))).transpose()
    };
    Ok(Period { from: day("from_day")?, to: day("to_day")? })
}
