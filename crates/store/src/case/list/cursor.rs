//! Where somebody stands in a list: sealed, bound to the user and the order, so
//! that it tells nothing and opens nothing elsewhere.

use super::statement::Value;
use crate::Store;
use crate::crypto::Place;
use crate::error::StoreError;
use casework::listing::Sorting;
use serde::{Deserialize, Serialize};

/// The row beside which a page begins or ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// Code of the status, where the order is by status.
    pub(super) status: Option<String>,
    /// What the row was sorted by.
    pub(super) value: Value,
    /// The row.
    pub(super) id: String,
}

fn bound_to(user: &str, sorting: Sorting) -> String {
    format!("{user}|{}|{}", sorting.by.code(), sorting.descending)
}

const fn place(row: &str) -> Place<'_> {
    Place { table: "help_case", column: "cursor", row }
}

impl Store {
    pub(super) fn seal_cursor(&self, user: &str, sorting: Sorting, cursor: &Cursor) -> Result<String, StoreError> {
        let text = serde_json::to_string(cursor).map_err(|_| StoreError::Unreadable("cursor"))?;
        let sealed = self.secrets().cursor.seal(place(&bound_to(user, sorting)), &text)?;
        Ok(sealed.replace('+', "-").replace('/', "_"))
    }

    /// `None` for anything but a cursor of this user in this order.
    pub(super) fn open_cursor(&self, user: &str, sorting: Sorting, text: &str) -> Option<Cursor> {
        let sealed = text.replace('-', "+").replace('_', "/");
        let text = self.secrets().cursor.unseal(place(&bound_to(user, sorting)), &sealed).ok()?;
        serde_json::from_str(&text).ok()
    }
}
