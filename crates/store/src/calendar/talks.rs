//! What others than the calendar ask of its occurrences: the talks of a case in
//! a week, and which interpreters are taken when.

use super::entry::open_words;
use crate::Store;
use crate::case::{CaseId, day_text};
use crate::crypto::ScopeKey;
use crate::error::StoreError;
use crate::unit::UnitId;
use casework::appointment::AppointmentState;
use casework::appointment::two_talks::Talk;
use casework::calendar::moment::{Moment, Span};
use sqlx::{AnyConnection, Row};
use std::collections::BTreeMap;

/// An interpreter who has said yes.
pub(crate) struct InterpreterBooking {
    /// Who.
    pub(crate) interpreter: String,
    /// The occurrence.
    pub(crate) occurrence: String,
    /// Its entry.
    pub(crate) entry: String,
    /// Its unit.
    pub(crate) unit: UnitId,
    /// When.
    pub(crate) span: Span,
}

impl Store {
    /// The talks of a case within a span, with what became of each. For rules
    /// that look at a case without opening it to anybody.
    pub(crate) async fn talks_of(
        &self,
        on: &mut AnyConnection,
        case: &CaseId,
        key: &ScopeKey,
        within: Span,
    ) -> Result<Vec<Talk>, StoreError> {
        let condition =
            "case_id = $1 AND ended_at IS NULL AND first_day <= $2 AND (last_day IS NULL OR last_day >= $3)";
        let values = [case.0.clone(), day_text(within.end.day), day_text(within.start.day)];
        let mut talks = Vec::new();
        for row in self.entries_where(&mut *on, condition, &values).await? {
            let Some(kind) = open_words(key, &row)?.kind else { continue };
            let kept: BTreeMap<Moment, AppointmentState> =
                self.occurrences_of(&mut *on, &row.id).await?.into_iter().map(|it| (it.at, it.state)).collect();
            for it in row.series.occurrences(within) {
                // What was brought back is planned again.
                let state = kept.get(&it.id).copied().filter(|state| *state != AppointmentState::Cancelled);
                talks.push(Talk { kind, span: it.span, state: state.unwrap_or(AppointmentState::Planned) });
            }
        }
        Ok(talks)
    }

    /// The interpreters who have said yes within a span.
    pub(crate) async fn interpreter_bookings(
        &self,
        on: &mut AnyConnection,
        within: Span,
    ) -> Result<Vec<InterpreterBooking>, StoreError> {
        let rows = sqlx::query(
            "SELECT interpreter_order.interpreter_id, interpreter_order.occurrence_id, calendar_occurrence.entry_id,
               calendar_occurrence.at
             FROM interpreter_order
             JOIN calendar_occurrence ON calendar_occurrence.id = interpreter_order.occurrence_id
             JOIN calendar_entry ON calendar_entry.id = calendar_occurrence.entry_id
             WHERE interpreter_order.state = 'confirmed' AND interpreter_order.interpreter_id IS NOT NULL
             AND calendar_entry.ended_at IS NULL AND calendar_entry.first_day <= $1
             AND (calendar_entry.last_day IS NULL OR calendar_entry.last_day >= $2)",
        )
        .bind(day_text(within.end.day))
        .bind(day_text(within.start.day))
        .fetch_all(&mut *on)
        .await?;
        let mut found = Vec::new();
        for row in &rows {
            let entry: String = row.try_get("entry_id")?;
            let at = row.try_get::<String, _>("at")?;
            let at: Moment = at.parse().map_err(|_| StoreError::Unreadable("calendar_occurrence"))?;
            let kept = self.entry_row(&mut *on, &super::EntryId(entry.clone())).await?;
            let Some(it) = kept.series.occurrence(at).filter(|it| it.span.overlaps(&within)) else { continue };
            found.push(InterpreterBooking {
                interpreter: row.try_get("interpreter_id")?,
                occurrence: row.try_get("occurrence_id")?,
                entry,
                unit: kept.unit,
                span: it.span,
            });
        }
        Ok(found)
    }
}
