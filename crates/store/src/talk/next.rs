//! When the next session might be: in the family's usual rhythm, past whatever
//! stands in the way.

use crate::calendar::source::{self, Asked};
use crate::case::CaseAccess;
use crate::error::StoreError;
use crate::user::UserId;
use casework::appointment::next_time::{Difference, Needs};
use casework::appointment::{AppointmentKind, AppointmentState, PlaceKind, next_time};
use casework::calendar::conflict::{Resource, Travel};
use casework::calendar::moment::{Moment, Span};
use std::collections::BTreeSet;

/// A proposal for the next session of a kind, with what the last one had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The kind.
    pub kind: AppointmentKind,
    /// When.
    pub span: Span,
    /// How it differs from the habit.
    pub difference: Difference,
    /// Who of the staff.
    pub people: BTreeSet<UserId>,
    /// In which room.
    pub room: Option<String>,
    /// Sort of place.
    pub place: PlaceKind,
    /// On the road.
    pub travel: Travel,
}

/// The habit is read from so many days back, and the diary so many ahead.
const BACK_DAYS: i32 = 180;
const AHEAD_DAYS: i32 = 120;

impl CaseAccess {
    /// The next time for a kind of session; nothing where there was none before,
    /// or no time suits.
    ///
    /// # Errors
    /// When this viewer is not of the staff that is shown the whole case.
    pub async fn propose_talk(&self, kind: AppointmentKind, now: Moment) -> Result<Option<Proposal>, StoreError> {
        let within = Span::days(now.day.shifted(-BACK_DAYS), now.day.shifted(AHEAD_DAYS));
        let mut earlier = self.appointments(within).await?;
        earlier.retain(|it| it.words.kind == Some(kind) && it.state != AppointmentState::Cancelled);
        let Some(last) = earlier.last().cloned() else { return Ok(None) };
        let people: BTreeSet<UserId> = last.people.keys().cloned().collect();
        let resources: Vec<Resource> = people
            .iter()
            .map(|it| Resource::Person(it.0.clone()))
            .chain([Resource::Family(self.id().0.clone())])
            .chain(last.room.iter().map(|(id, _)| Resource::Room(id.clone())))
            .collect();
        let needs = Needs {
            resources: resources.clone(),
            minutes: u16::try_from(last.span.minutes()).unwrap_or(kind.usual_minutes()),
            travel: last.travel,
            not_before: now,
        };
        let ahead = Span { start: now, end: within.end };
        let diary = source::diary(&self.store, &Asked { within: ahead, resources: &resources, except: None }).await?;
        let days = self.store.unit_days(self.unit(), ahead.start.day, ahead.end.day).await?.rules();
        let starts: Vec<Moment> = earlier.iter().map(|it| it.span.start).collect();
        Ok(next_time(&starts, &needs, &diary, &days).map(|found| Proposal {
            kind,
            span: found.span,
            difference: found.difference,
            people,
            room: last.room.map(|(id, _)| id),
            place: last.place,
            travel: last.travel,
        }))
    }
}
