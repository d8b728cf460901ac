//! What a participant finds and does in the own case: appointments to come, and
//! answers, pauses and stops by their own hand.

use crate::case::{CaseAccess, Who};
use crate::error::StoreError;
use casework::calendar::Span;

/// Where an appointment is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Not told, or not known.
    Untold,
    /// A room of the house, by name.
    Room(String),
}

/// An appointment to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnAppointment {
    /// From when until when, by the clock on the office's wall.
    pub span: Span,
    /// Where.
    pub place: Place,
}

impl CaseAccess {
    /// Who takes part and looks at the own case.
    pub(crate) fn participant(&self) -> Result<&str, StoreError> {
        match self.who() {
            Who::Participant(person) if self.is_own() => Ok(person),
            _ => Err(StoreError::NotAllowed("participant")),
        }
    }

    /// What comes for this participant within some days: appointments with the
    /// family and the meetings of their own groups, the same as in their
    /// calendar; also through the eyes of staff who look as that participant.
    ///
    /// # Errors
    /// When this viewer is no participant.
    pub async fn own_appointments(&self, days: u8) -> Result<Vec<OwnAppointment>, StoreError> {
        let Who::Participant(person) = self.who() else { return Err(StoreError::NotAllowed("participant")) };
        let today = self.store.today();
        let within = Span::days(today, today.plus(days));
        let events = self.store.family_events(self.id(), person).await?.unwrap_or_default();
        let mut found: Vec<OwnAppointment> = events
            .into_iter()
            .flat_map(|event| {
                let place = event.place.map_or(Place::Untold, Place::Room);
                let of = move |span| OwnAppointment { span, place: place.clone() };
                event.series.occurrences(within).into_iter().map(move |it| of(it.span)).collect::<Vec<_>>()
            })
            .collect();
        found.sort_by(|a, b| a.span.start.cmp(&b.span.start).then(a.span.end.cmp(&b.span.end)));
        Ok(found)
    }
}
