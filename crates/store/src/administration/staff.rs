//! Members of staff as an administrator sees them: accounts and posts, nothing
//! of what they work with.

use super::Administration;
use crate::error::StoreError;
use crate::log::Action;
use crate::one_time_link::LinkKind;
use crate::post::post_in;
use crate::second_factor::{SecondFactor, remove_factor};
use crate::user::{UserId, end_sessions, period_of};
use crate::{Post, Store};
use casework::day::Period;
use serde::{Deserialize, Serialize};
use sqlx::Row;
use sqlx::any::AnyRow;
use std::collections::HashMap;

/// How an invitation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    /// Sent, not taken up yet.
    Sent,
    /// Made, but no mail server has taken it.
    NotSent,
    /// Its time is over.
    Expired,
    /// Taken back.
    Revoked,
    /// Taken up.
    Used,
}

/// A line of the list of staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffLine {
    /// Id.
    pub id: UserId,
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// May sign in.
    pub active: bool,
    /// Has chosen a password.
    pub has_password: bool,
    /// The latest invitation, if there was one.
    pub invitation: Option<LinkState>,
    /// Posts held today.
    pub posts: Vec<Post>,
}

/// A post with its days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffPost {
    /// The post.
    pub post: Post,
    /// When it is held.
    pub period: Period,
}

/// A member of staff, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffMember {
    /// The line of the list.
    pub line: StaffLine,
    /// Every post, also those that ended or have not begun, newest first.
    pub posts: Vec<StaffPost>,
    /// How the second factor stands.
    pub second_factor: SecondFactor,
    /// The administrator's own account.
    pub is_self: bool,
}

fn link_state(row: &AnyRow, now: i64) -> Result<LinkState, StoreError> {
    let is_set = |column| -> Result<bool, StoreError> { Ok(row.try_get::<Option<i64>, _>(column)?.is_some()) };
    Ok(if is_set("used_at")? {
        LinkState::Used
    } else if is_set("revoked_at")? {
        LinkState::Revoked
    } else if row.try_get::<i64, _>("expires_at")? <= now {
        LinkState::Expired
    } else if is_set("sent_at")? {
        LinkState::Sent
    } else {
        LinkState::NotSent
    })
}

impl Store {
    async fn staff_lines(&self, only: &str) -> Result<Vec<(StaffLine, Vec<StaffPost>)>, StoreError> {
        let mut posts: HashMap<String, Vec<StaffPost>> = HashMap::new();
        let rows = sqlx::query(
            "SELECT post.user_id, post.id, post.unit_id, unit.name, post.role, post.from_day, post.to_day
             FROM post JOIN unit ON unit.id = post.unit_id WHERE post.user_id = $1 OR $1 = ''
             ORDER BY post.from_day DESC, post.id DESC",
        )
        .bind(only)
        .fetch_all(self.db().pool())
        .await?;
        for row in &rows {
            let held = StaffPost { post: post_in(row)?, period: period_of(row)? };
            posts.entry(row.try_get("user_id")?).or_default().push(held);
        }
        let mut invitations = HashMap::new();
        let rows = sqlx::query(
            "SELECT user_id, expires_at, sent_at, used_at, revoked_at FROM one_time_link
             WHERE kind = $1 AND (user_id = $2 OR $2 = '') ORDER BY id",
        )
        .bind(LinkKind::Invitation.code())
        .bind(only)
        .fetch_all(self.db().pool())
        .await?;
        for row in &rows {
            invitations.insert(row.try_get::<String, _>("user_id")?, link_state(row, self.now())?);
        }
        let rows = sqlx::query(
            "SELECT id, name, email, active, password_hash FROM staff_user WHERE id = $1 OR $1 = '' ORDER BY name, id",
        )
        .bind(only)
        .fetch_all(self.db().pool())
        .await?;
        let today = self.today();
        rows.iter()
            .map(|row| {
                let id: String = row.try_get("id")?;
                let all = posts.remove(&id).unwrap_or_default();
                let held = all.iter().filter(|it| it.period.holds(today)).map(|it| it.post.clone()).collect();
                let line = StaffLine {
                    name: row.try_get("name")?,
                    email: row.try_get("email")?,
                    active: row.try_get::<i64, _>("active")? != 0,
                    has_password: !row.try_get::<String, _>("password_hash")?.is_empty(),
                    invitation: invitations.get(&id).copied(),
                    posts: held,
                    id: UserId(id),
                };
                Ok((line, all))
            })
            .collect()
    }
}

impl Administration {
    /// The staff by name; of those whose name or address holds every word of
    /// the search.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn staff(&self, search: &str) -> Result<Vec<StaffLine>, StoreError> {
        let words: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
        let lines = self.store.staff_lines("").await?.into_iter().map(|(line, _)| line);
        let fits = |line: &StaffLine| {
            let text = format!("{} {}", line.name, line.email).to_lowercase();
            words.iter().all(|word| text.contains(word.as_str()))
        };
        Ok(lines.filter(fits).collect())
    }

    /// One member of staff.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such account.
    pub async fn member(&self, user: &UserId) -> Result<StaffMember, StoreError> {
        if user.0.is_empty() {
            return Err(StoreError::NotFound);
        }
        let found = self.store.staff_lines(&user.0).await?.into_iter().next();
        let (line, posts) = found.ok_or(StoreError::NotFound)?;
        let second_factor = self.store.second_factor(user).await?;
        Ok(StaffMember { is_self: line.id == self.by, line, posts, second_factor })
    }

    /// Takes somebody's second factor away, who then sets up a new one; ends
    /// their sessions.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such account.
    pub async fn reset_second_factor(&self, user: &UserId) -> Result<(), StoreError> {
        let mut write = self.change().await?;
        let who = self.named(&mut write.tx, user).await?;
        remove_factor(&mut write.tx, user).await?;
        end_sessions(&mut write.tx, user).await?;
        self.log(&mut write.tx, None, Action::Change, "second_factor", &who).await?;
        write.commit().await
    }
}
