//! Interpreters who have said yes to one appointment: taken at that time alone,
//! wherever its series goes.

use super::{Asked, Item, Sort};
use crate::Store;
use crate::error::StoreError;
use casework::calendar::conflict::{Resource, Travel};

/// Every confirmed interpreter within the span, where interpreters are asked for.
pub(super) async fn items(store: &Store, asked: &Asked<'_>) -> Result<Vec<Item>, StoreError> {
    if !asked.resources.iter().any(|it| matches!(it, Resource::Interpreter(_))) {
        return Ok(Vec::new());
    }
    let mut on = store.db().pool().acquire().await?;
    let found = store.interpreter_bookings(&mut on, asked.within).await?;
    let others = found.into_iter().filter(|it| asked.except != Some(it.entry.as_str()));
    let item = |it: crate::calendar::talks::InterpreterBooking| Item {
        // An appointment of the calendar, of which the interpreter alone is meant here.
        sort: Sort::Entry,
        key: format!("interpreter:{}", it.occurrence),
        span: it.span,
        unit: Some(it.unit),
        resources: vec![Resource::Interpreter(it.interpreter)],
        travel: Travel::default(),
        title: None,
    };
    Ok(others.map(item).collect())
}
