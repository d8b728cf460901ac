//! When members of staff are busy by another calendar of theirs.

use super::{Asked, Item, Sort};
use crate::Store;
use crate::calendar::marks;
use crate::case::day_text;
use crate::error::StoreError;
use crate::group::moment;
use casework::calendar::conflict::{Resource, Travel};
use casework::calendar::moment::Span;
use sqlx::{AssertSqlSafe, Row};

/// The busy times of those who are asked for.
pub(super) async fn items(store: &Store, asked: &Asked<'_>) -> Result<Vec<Item>, StoreError> {
    let people: Vec<&String> =
        asked.resources.iter().filter_map(|it| if let Resource::Person(id) = it { Some(id) } else { None }).collect();
    let mut items = Vec::new();
    for some in people.chunks(400) {
        let statement = format!(
            "SELECT user_id, starts, ends FROM busy_time WHERE starts < $1 AND ends > $2 AND user_id IN ({})
             ORDER BY starts, ends, user_id",
            marks(3, some.len())
        );
        let mut query = sqlx::query(AssertSqlSafe(statement))
            .bind(day_text(asked.within.end.day.plus(1)))
            .bind(day_text(asked.within.start.day.before()));
        for id in some {
            query = query.bind((*id).clone());
        }
        for row in query.fetch_all(store.db().pool()).await? {
            let (user, starts): (String, String) = (row.try_get("user_id")?, row.try_get("starts")?);
            let ends: String = row.try_get("ends")?;
            items.push(Item {
                sort: Sort::Imported,
                key: format!("imported:{user}#{starts}#{ends}"),
                span: Span { start: moment(&starts)?, end: moment(&ends)? },
                unit: None,
                resources: vec![Resource::Person(user)],
                travel: Travel::default(),
                title: None,
            });
        }
    }
    Ok(items)
}
