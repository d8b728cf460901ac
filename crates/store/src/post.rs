//! Posts: the roles that members of staff hold in units, for periods; and the
//! one in which somebody works today.

use crate::Store;
use crate::case::day_text;
use crate::error::StoreError;
use crate::session::SessionToken;
use crate::unit::UnitId;
use crate::user::{UserId, period_of};
use casework::day::Period;
use casework::role::Role;
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

/// Id of a post.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PostId(pub String);

/// A role in a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// Id.
    pub id: PostId,
    /// The unit.
    pub unit: UnitId,
    /// The unit's name.
    pub unit_name: String,
    /// The role.
    pub role: Role,
}

/// In which post somebody works; see [`Store::acting`].
#[derive(Debug)]
pub(crate) struct Acting {
    user: UserId,
    post: Option<PostId>,
}

/// The post that counts among those held today: the chosen one while it is
/// held, else the only one. Of several none counts until one is chosen.
pub(crate) fn effective(held: &[Post], chosen: Option<&PostId>) -> Option<PostId> {
    match (held, chosen) {
        (_, Some(chosen)) if held.iter().any(|post| &post.id == chosen) => Some(chosen.clone()),
        ([only], _) => Some(only.id.clone()),
        _ => None,
    }
}

impl Store {
    /// The same store as this user meets it while working in one post: their
    /// other posts give them nothing, here and in everything that is opened
    /// through it. With `None` none of them does.
    #[must_use]
    pub fn acting(&self, user: &UserId, post: Option<&PostId>) -> Self {
        let acting = Acting { user: user.clone(), post: post.cloned() };
        Self { inner: self.inner.clone(), acting: Some(std::sync::Arc::new(acting)) }
    }

    /// Of these posts of a user those that count in this store.
    fn that_count(&self, user: &UserId, mut held: Vec<Post>) -> Vec<Post> {
        if let Some(acting) = self.acting.as_ref().filter(|acting| &acting.user == user) {
            held.retain(|post| acting.post.as_ref() == Some(&post.id));
        }
        held
    }

    /// The posts of a user that count today.
    pub(crate) async fn posts_on(&self, on: &mut AnyConnection, user: &UserId) -> Result<Vec<Post>, StoreError> {
        let rows = sqlx::query(
            "SELECT post.id, post.unit_id, unit.name, post.role, post.from_day, post.to_day
             FROM post JOIN unit ON unit.id = post.unit_id WHERE post.user_id = $1 ORDER BY post.id",
        )
        .bind(&user.0)
        .fetch_all(on)
        .await?;
        let today = self.today();
        let mut held = Vec::new();
        for row in &rows {
            if period_of(row)?.holds(today) {
                held.push(post_in(row)?);
            }
        }
        Ok(self.that_count(user, held))
    }

    /// Gives a post from today on, or for a period. For the command line and
    /// the demonstration; people give posts through [`crate::Administration`].
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn give_post(&self, user: &UserId, unit: &UnitId, role: Role, period: Period) -> Result<(), StoreError> {
        let mut write = self.db().write().await?;
        self.insert_post(&mut write.tx, user, unit, role, period).await?;
        write.commit().await
    }

    pub(crate) async fn insert_post(
        &self,
        on: &mut AnyConnection,
        user: &UserId,
        unit: &UnitId,
        role: Role,
        period: Period,
    ) -> Result<PostId, StoreError> {
        // Who comes back to plan asks for a new address of their calendar.
        self.end_lost_staff_feed(&mut *on, user).await?;
        let id = PostId(self.new_id());
        sqlx::query("INSERT INTO post (id, user_id, unit_id, role, from_day, to_day) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(&id.0)
            .bind(&user.0)
            .bind(&unit.0)
            .bind(role.code())
            .bind(day_text(period.from.unwrap_or_else(|| self.today())))
            .bind(period.to.map(day_text))
            .execute(on)
            .await?;
        Ok(id)
    }

    /// Chooses the post for the rest of the session.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the session is over or its user does not
    /// hold the post today.
    pub async fn choose_post(&self, token: &SessionToken, post: &PostId) -> Result<(), StoreError> {
        // Of all posts that are held, not of the one that counts so far.
        let whole = Self { inner: self.inner.clone(), acting: None };
        let session = whole.session(token, true).await?.ok_or(StoreError::NotFound)?;
        if !session.posts.iter().any(|held| &held.id == post) {
            return Err(StoreError::NotFound);
        }
        let mut write = self.db().write().await?;
        sqlx::query("UPDATE session SET post_id = $2 WHERE token_hash = $1")
            .bind(token.hash())
            .bind(&post.0)
            .execute(&mut *write.tx)
            .await?;
        write.commit().await
    }
}

/// The post in a row with the unit's name.
pub(crate) fn post_in(row: &AnyRow) -> Result<Post, StoreError> {
    let role = Role::from_code(&row.try_get::<String, _>("role")?);
    Ok(Post {
        id: PostId(row.try_get("id")?),
        unit: UnitId(row.try_get("unit_id")?),
        unit_name: row.try_get("name")?,
        role: role.ok_or(StoreError::Unreadable("post"))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(id: &str) -> Post {
        Post { id: PostId(id.into()), unit: UnitId("u".into()), unit_name: "U".into(), role: Role::Practitioner }
    }

    #[test]
    fn the_table_of_which_post_counts() {
        let table: [(&[&str], Option<&str>, Option<&str>); 7] = [
            (&[], None, None),
            (&[], Some("a"), None),
            (&["a"], None, Some("a")),
            (&["a", "b"], None, None),
            (&["a", "b"], Some("b"), Some("b")),
            // A chosen post that has ended.
            (&["a"], Some("b"), Some("a")),
            (&["a", "c"], Some("b"), None),
        ];
        for (held, chosen, expected) in table {
            let held: Vec<Post> = held.iter().map(|id| post(id)).collect();
            let chosen = chosen.map(|id| PostId(id.into()));
            let expected = expected.map(|id| PostId(id.into()));
            assert_eq!(effective(&held, chosen.as_ref()), expected, "{held:?} {chosen:?}");
        }
    }
}
