//! What stands in the way of groups: each other, and whatever else their rooms
//! and leaders have in the calendar. Of that no more is told than that time is taken.

use super::desk::{GroupDesk, GroupLine};
use crate::calendar::source::{self, Asked};
use crate::error::StoreError;
use casework::calendar::Span;
use casework::calendar::conflict::{Booking, Clash, Resource, Travel, conflicts_of_term};
use casework::group::GroupLeader;
use casework::group::plan::PlannedMeeting;
use std::collections::BTreeSet;

/// A meeting that cannot be as planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupClash {
    /// The group's place among those that were asked for, and the number of the meeting.
    pub meeting: (usize, u8),
    /// The meeting of another of these groups; nothing for anything else in the
    /// calendar.
    pub other: Option<(usize, u8)>,
    /// The room or the leader.
    pub resource: Resource,
    /// When that is taken.
    pub span: Span,
}

/// How a meeting is named among all that is taken, as its source names it.
fn key(group: &str, number: u8) -> String {
    format!("group:{group}:{number}")
}

fn booking(group: &str, number: u8, span: Span, room: Option<&String>, leaders: &[&GroupLeader]) -> Booking {
    let leading = leaders.iter().filter(|it| it.period.holds(span.start.day));
    let people = leading.map(|it| Resource::Person(it.user.clone()));
    Booking {
        id: key(group, number),
        span,
        resources: people.chain(room.cloned().map(Resource::Room)).collect(),
        travel: Travel::default(),
    }
}

impl GroupDesk {
    /// What stands in the way of these groups, in order of time. Those that are
    /// called off want nothing.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn clashes(&self, lines: &[GroupLine]) -> Result<Vec<GroupClash>, StoreError> {
        let mut bookings = Vec::new();
        let mut places = Vec::new();
        for (place, line) in lines.iter().enumerate().filter(|(_, it)| !it.cancelled) {
            let leaders: Vec<&GroupLeader> = line.leaders.iter().map(|it| &it.leader).collect();
            for it in &line.meetings {
                bookings.push(booking(&line.id.0, it.number, it.span, line.setting.room.as_ref(), &leaders));
                places.push((place, it.number));
            }
        }
        self.clashes_of(&bookings, &places).await
    }

    /// The same for a group that is not made yet.
    ///
    /// # Errors
    /// As [`Self::clashes`].
    pub async fn clashes_of_plan(
        &self,
        meetings: &[PlannedMeeting],
        room: Option<&String>,
        leaders: &[GroupLeader],
    ) -> Result<Vec<GroupClash>, StoreError> {
        let leaders: Vec<&GroupLeader> = leaders.iter().collect();
        let bookings: Vec<Booking> =
            meetings.iter().map(|it| booking("", it.number, it.span, room, &leaders)).collect();
        let places: Vec<(usize, u8)> = meetings.iter().map(|it| (0, it.number)).collect();
        self.clashes_of(&bookings, &places).await
    }

    async fn clashes_of(&self, bookings: &[Booking], places: &[(usize, u8)]) -> Result<Vec<GroupClash>, StoreError> {
        let start = bookings.iter().map(|it| it.span.start).min();
        let end = bookings.iter().map(|it| it.span.end).max();
        let Some((start, end)) = start.zip(end) else { return Ok(Vec::new()) };
        let wanted: BTreeSet<&Resource> = bookings.iter().flat_map(|it| &it.resources).collect();
        let resources: Vec<Resource> = wanted.into_iter().cloned().collect();
        let asked = Asked { within: Span { start, end }, resources: &resources, except: None };
        let diary = source::diary(&self.store, &asked).await?;
        let place = |id: &str| bookings.iter().position(|it| it.id == id).and_then(|at| places.get(at)).copied();
        let told = |(id, clash): (String, Clash)| {
            Some(GroupClash {
                meeting: place(&id)?,
                other: place(&clash.by),
                resource: clash.resource,
                span: clash.span,
            })
        };
        Ok(conflicts_of_term(bookings, &diary).into_iter().filter_map(told).collect())
    }
}
