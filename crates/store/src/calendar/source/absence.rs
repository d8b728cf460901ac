//! Who of the staff is away. What for is nobody's business and is not kept.

use super::{Asked, Item, Sort};
use crate::Store;
use crate::error::StoreError;
use casework::calendar::conflict::{Resource, Travel};

/// Every absence within the span.
pub(super) async fn items(store: &Store, asked: &Asked<'_>) -> Result<Vec<Item>, StoreError> {
    let found = store.absences_within(asked.within).await?;
    let item = |it: crate::desk::Absence| Item {
        sort: Sort::Absence,
        key: format!("absence:{}", it.id),
        span: it.span,
        unit: Some(it.unit),
        resources: vec![Resource::Person(it.who.0.0)],
        travel: Travel::default(),
        title: None,
    };
    Ok(found.into_iter().map(item).collect())
}
