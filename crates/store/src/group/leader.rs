//! Who leads a group, from when to when.

use super::{GroupId, json, of_json};
use crate::case::{day_text, parse_day};
use crate::error::StoreError;
use crate::user::{UserId, period_of};
use casework::day::Period;
use casework::group::GroupLeader;
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

/// Somebody who leads a group for a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaderRow {
    /// What the rules know of them.
    pub leader: GroupLeader,
    /// Name.
    pub name: String,
    /// May sign in.
    pub active: bool,
}

fn read(row: &AnyRow) -> Result<LeaderRow, StoreError> {
    let certified: Option<String> = row.try_get("certified_from")?;
    Ok(LeaderRow {
        leader: GroupLeader {
            user: row.try_get("user_id")?,
            period: period_of(row)?,
            certified_from: certified.as_deref().and_then(parse_day),
            languages: of_json(&row.try_get::<String, _>("languages")?)?,
        },
        name: row.try_get("name")?,
        active: row.try_get::<i64, _>("active")? != 0,
    })
}

/// A group's leaders in the order in which they begin.
pub(crate) async fn leaders_on(on: &mut AnyConnection, group: &GroupId) -> Result<Vec<LeaderRow>, StoreError> {
    let rows = sqlx::query(
        "SELECT group_leader.user_id, group_leader.from_day, group_leader.to_day, group_leader.certified_from,
           group_leader.languages, staff_user.name, staff_user.active
         FROM group_leader JOIN staff_user ON staff_user.id = group_leader.user_id
         WHERE group_leader.group_id = $1 ORDER BY group_leader.from_day, staff_user.name, group_leader.id",
    )
    .bind(&group.0)
    .fetch_all(on)
    .await?;
    rows.iter().map(read).collect()
}

/// Writes a group's leaders in place of those that were there.
pub(super) async fn put(
    on: &mut AnyConnection,
    group: &GroupId,
    leaders: &[GroupLeader],
    new_id: impl Fn() -> String,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM group_leader WHERE group_id = $1").bind(&group.0).execute(&mut *on).await?;
    for it in leaders {
        let Some(from) = it.period.from else { return Err(StoreError::NotAllowed("dates")) };
        if it.period.to.is_some_and(|to| to < from) {
            return Err(StoreError::NotAllowed("dates"));
        }
        sqlx::query(
            "INSERT INTO group_leader (id, group_id, user_id, from_day, to_day, certified_from, languages)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(new_id())
        .bind(&group.0)
        .bind(&it.user)
        .bind(day_text(from))
        .bind(it.period.to.map(day_text))
        .bind(it.certified_from.map(day_text))
        .bind(json(&it.languages)?)
        .execute(&mut *on)
        .await?;
    }
    Ok(())
}

/// Whether somebody leads now, or will. Who has led knows the participants no
/// longer.
pub(super) fn leads(leaders: &[LeaderRow], user: &UserId, today: casework::Day) -> bool {
    let still = |period: Period| period.to.is_none_or(|to| to >= today);
    leaders.iter().any(|it| it.leader.user == user.0 && still(it.leader.period))
}
