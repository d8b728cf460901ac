//! Printing: the server is told first, and the log with it.

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server::{Visit, visit, with_status};
#[cfg(feature = "ssr")]
use store::Action;

/// What stands on a printed sheet: who printed it and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintNote {
    /// Who.
    pub by: String,
    /// When, local time in ISO form.
    pub at: String,
}

/// Tells the log that a part of a case is printed: `front`, `map`, `plan` or `talk`.
///
/// # Errors
/// As for reading that part: see [`super::cases::case_front`] and [`super::cases::case_map`].
#[server(name = PrintCase, endpoint = "print_case", output = Wire)]
pub async fn print_case(id: String, reason: Option<String>, part: Option<String>) -> Result<PrintNote, AppError> {
    let object = match part.as_deref() {
        Some("map") => "map",
        Some("plan") => "plan",
        Some("talk") => "sessions",
        _ => "front",
    };
    let visit = Visit { object, ..visit()? };
    let case = visit.open(&id, reason.as_deref(), Action::Print).await.map_err(with_status)?;
    let is_open = match object {
        "map" | "sessions" => case.part() == casework::opening::Part::Whole,
        "plan" => case.part() != casework::opening::Part::Intake,
        _ => true,
    };
    if !is_open {
        return Err(with_status(AppError::NotPart));
    }
    let (today, now) = (visit.site.store.today(), visit.site.local_time(visit.site.store.now()));
    let hours = now.get(10..).unwrap_or_default();
    let at = format!("{:04}-{:02}-{:02}{hours}", today.year, today.month, today.day);
    Ok(PrintNote { by: visit.user()?.name.clone(), at })
}
