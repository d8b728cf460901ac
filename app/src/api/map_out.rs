//! For whom a map can be made as a file.

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server::{visit, with_status};
#[cfg(feature = "ssr")]
use store::Action;

/// Somebody for whom the map can be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapReader {
    /// The participant's id in the record.
    pub person: String,
    /// Name; empty for a shielded person.
    pub name: String,
}

/// The participants for whom the case opens: each gets what is theirs to see.
///
/// # Errors
/// As [`super::cases::case_map`].
#[server(name = GetMapReaders, endpoint = "map_readers", output = Wire)]
pub async fn map_readers(id: String, reason: Option<String>) -> Result<Vec<MapReader>, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, reason.as_deref(), Action::Read).await.map_err(with_status)?;
    if case.part() != casework::opening::Part::Whole {
        return Err(with_status(AppError::NotPart));
    }
    readers_of(&case).await
}

/// The participants for whom an opened case opens.
#[cfg(feature = "ssr")]
pub(super) async fn readers_of(case: &store::CaseAccess) -> Result<Vec<MapReader>, AppError> {
    let mut readers: Vec<MapReader> = Vec::new();
    for it in case.participants().await? {
        let is_new = readers.iter().all(|reader| reader.person != it.person);
        if is_new && case.seen_by(&it.person).await.is_ok() {
            readers.push(MapReader { person: it.person, name: it.name });
        }
    }
    Ok(readers)
}
