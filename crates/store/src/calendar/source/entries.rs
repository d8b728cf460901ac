//! What stands in the calendar itself.

use super::{Asked, Item, Sort};
use crate::Store;
use crate::calendar::entry::EntryRow;
use crate::calendar::marks;
use crate::case::day_text;
use crate::error::StoreError;
use casework::calendar::conflict::Resource;

/// The rows that may have something within the span, whose series are still to be laid out.
pub(in crate::calendar) async fn rows(store: &Store, asked: &Asked<'_>) -> Result<Vec<EntryRow>, StoreError> {
    let of = |wanted: fn(&Resource) -> Option<&String>| -> Vec<String> {
        asked.resources.iter().filter_map(wanted).cloned().collect()
    };
    let parts = of(|it| match it {
        Resource::Person(id) | Resource::Interpreter(id) | Resource::Equipment(id) => Some(id),
        Resource::Family(_) | Resource::Room(_) => None,
    });
    let rooms = of(|it| if let Resource::Room(id) = it { Some(id) } else { None });
    let families = of(|it| if let Resource::Family(id) = it { Some(id) } else { None });
    // A day on either side: the road, and what runs over midnight.
    let (first, last) = (asked.within.start.day.before(), asked.within.end.day.plus(1));
    let mut values = vec![day_text(last), day_text(first)];
    let mut any = Vec::new();
    for (column, ids) in [("room_id", rooms), ("case_id", families)] {
        if !ids.is_empty() {
            any.push(format!("{column} IN ({})", marks(values.len() + 1, ids.len())));
            values.extend(ids);
        }
    }
    if !parts.is_empty() {
        let list = marks(values.len() + 1, parts.len());
        any.push(format!("id IN (SELECT entry_id FROM calendar_part WHERE who IN ({list}))"));
        values.extend(parts);
    }
    if any.is_empty() {
        return Ok(Vec::new());
    }
    let condition = format!(
        "ended_at IS NULL AND first_day <= $1 AND (last_day IS NULL OR last_day >= $2) AND ({})",
        any.join(" OR ")
    );
    let mut on = store.db().pool().acquire().await?;
    let mut rows = store.entries_where(&mut on, &condition, &values).await?;
    rows.retain(|row| asked.except != Some(row.id.as_str()));
    Ok(rows)
}

/// The occurrences of all of them.
pub(super) async fn items(store: &Store, asked: &Asked<'_>) -> Result<Vec<Item>, StoreError> {
    let rows = rows(store, asked).await?;
    let item = |row: &EntryRow, booking: casework::calendar::conflict::Booking| Item {
        sort: Sort::Entry,
        key: booking.id,
        span: booking.span,
        unit: Some(row.unit.clone()),
        resources: booking.resources,
        travel: booking.travel,
        title: None,
    };
    Ok(rows.iter().flat_map(|row| row.bookings(asked.within).into_iter().map(|it| item(row, it))).collect())
}
