//! When parent groups meet, and meet again for those who missed it: their room
//! and their leaders are taken.

use super::{Asked, Item, Sort};
use crate::Store;
use crate::case::day_text;
use crate::error::StoreError;
use crate::group::{GroupId, leaders_on, moment};
use crate::unit::UnitId;
use casework::calendar::conflict::{Resource, Travel};
use casework::calendar::moment::Span;
use sqlx::Row;
use std::collections::BTreeMap;

/// The meetings of all groups that have not been called off.
pub(super) async fn items(store: &Store, asked: &Asked<'_>) -> Result<Vec<Item>, StoreError> {
    let rows = sqlx::query(
        "SELECT parent_group.id, parent_group.unit_id, parent_group.name, parent_group.room_id,
           held.starts, held.ends, held.mark
         FROM (SELECT group_id, starts, ends, CAST(number AS TEXT) AS mark FROM group_meeting
               UNION ALL SELECT group_id, starts, ends, id AS mark FROM group_make_up) AS held
         JOIN parent_group ON parent_group.id = held.group_id
         WHERE parent_group.cancelled_at IS NULL AND held.starts < $1 AND held.ends > $2
         ORDER BY held.starts, parent_group.id",
    )
    .bind(day_text(asked.within.end.day.plus(1)))
    .bind(day_text(asked.within.start.day.before()))
    .fetch_all(store.db().pool())
    .await?;
    let mut on = store.db().pool().acquire().await?;
    let mut leaders = BTreeMap::new();
    let mut items = Vec::with_capacity(rows.len());
    for row in &rows {
        let group = GroupId(row.try_get("id")?);
        if !leaders.contains_key(&group) {
            leaders.insert(group.clone(), leaders_on(&mut on, &group).await?);
        }
        let span = Span {
            start: moment(&row.try_get::<String, _>("starts")?)?,
            end: moment(&row.try_get::<String, _>("ends")?)?,
        };
        let leading = leaders.get(&group).into_iter().flatten().filter(|it| it.leader.period.holds(span.start.day));
        let room: Option<String> = row.try_get("room_id")?;
        let people = leading.map(|it| Resource::Person(it.leader.user.clone()));
        items.push(Item {
            sort: Sort::GroupMeeting,
            key: format!("group:{}:{}", group.0, row.try_get::<String, _>("mark")?),
            span,
            unit: Some(UnitId(row.try_get("unit_id")?)),
            resources: people.chain(room.map(Resource::Room)).collect(),
            travel: Travel::default(),
            title: Some(row.try_get("name")?),
        });
    }
    Ok(items)
}
