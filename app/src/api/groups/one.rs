//! One group: its meetings, and for its leaders who takes part.

use super::GroupCard;
use super::meeting::{MakeUpCard, NoteCard};
use crate::error::AppError;
use crate::wire::Wire;
use casework::calendar::Moment;
use casework::group::attendance::Cell;
use casework::group::{CertificateState, EntryState, Presence};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{answer, card, group, now, themes};
#[cfg(feature = "ssr")]
use casework::group::{certificate, figures::Heads};
#[cfg(feature = "ssr")]
use store::{EnrolmentId, Mark, Meeting};

/// Somebody who takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberView {
    /// Person id.
    pub person: String,
    /// Name; nothing for a shielded person.
    pub name: Option<String>,
    /// A child.
    pub is_child: bool,
    /// What the list shows, a cell for each meeting.
    pub cells: Vec<Cell>,
    /// How it stands with the certificate; nothing where none is given.
    pub certificate: Option<CertificateState>,
}

/// A place in the group or on its list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceView {
    /// Id.
    pub id: String,
    /// The case's number.
    pub number: String,
    /// Waiting since.
    pub since: Moment,
    /// How far they have come.
    pub state: EntryState,
    /// What the leaders must know.
    pub needs: String,
    /// Who it is.
    pub members: Vec<MemberView>,
}

/// A group as the caller knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupView {
    /// What the unit knows.
    pub card: GroupCard,
    /// Who takes part; nothing for who does not lead the group.
    pub places: Option<Vec<PlaceView>>,
    /// One's own last move, which can be taken back.
    pub step: Option<i64>,
    /// Meetings that are held again, for the group's leaders.
    pub make_ups: Vec<MakeUpCard>,
    /// The leaders' log, the newest first.
    pub notes: Vec<NoteCard>,
}

/// A group.
///
/// # Errors
/// [`AppError::NotFound`] for who has no such group.
#[server(name = GetGroupPage, endpoint = "group_page", output = Wire)]
pub async fn group_page(id: String) -> Result<GroupView, AppError> {
    let (visit, group) = group(&id).await?;
    let now = now(&visit);
    let detail = group.detail();
    let line = &detail.line;
    let begun: Vec<u8> = line.meetings.iter().filter(|it| it.span.start <= now).map(|it| it.number).collect();
    let held = Meeting::held(&line.meetings, now);
    let count = line.outline.meetings();
    let member = |it: store::MemberRow| {
        let rule = line.outline.certificate.filter(|_| !it.attendance.is_child);
        MemberView {
            cells: (1..=count).map(|meeting| it.attendance.cell(meeting, &begun)).collect(),
            certificate: rule.map(|rule| certificate(rule, &it.attendance, count, &held)),
            is_child: it.attendance.is_child,
            person: it.person,
            name: it.name,
        }
    };
    let place = |it: store::GroupParticipant| PlaceView {
        id: it.id.0,
        number: it.number,
        since: it.since,
        state: it.state,
        needs: it.needs,
        members: it.members.into_iter().map(member).collect(),
    };
    let places =
        if detail.leads { Some(answer(group.participants().await)?.into_iter().map(place).collect()) } else { None };
    let (make_ups, notes) = super::meeting::of_leaders(&visit, &group).await?;
    Ok(GroupView {
        card: card(line.clone(), &themes(&detail.programme), now),
        places,
        step: answer(group.last_step().await)?,
        make_ups,
        notes,
    })
}

/// What is noted of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkForm {
    /// The place.
    pub enrolment: String,
    /// Person id.
    pub person: String,
    /// What; nothing takes back what was noted.
    pub presence: Option<Presence>,
}

/// Notes who was there.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::Declined`] for who does not lead the
/// group, and for a meeting that has not begun.
#[server(name = NoteAttendance, endpoint = "note_attendance", input = Json, output = Wire)]
pub async fn note_attendance(id: String, meeting: u8, marks: Vec<MarkForm>) -> Result<(), AppError> {
    let (visit, group) = group(&id).await?;
    let mark = |it: MarkForm| Mark { enrolment: it.enrolment, person: it.person, presence: it.presence };
    let marks: Vec<Mark> = marks.into_iter().map(mark).collect();
    answer(group.note(meeting, &marks, now(&visit)).await)
}

/// Writes the home task of a meeting, and where nobody is noted by name how
/// many came.
///
/// # Errors
/// As [`note_attendance`].
#[server(name = KeepGroupMeeting, endpoint = "keep_group_meeting", output = Wire)]
pub async fn keep_group_meeting(
    id: String,
    meeting: u8,
    home_task: String,
    adults: Option<u16>,
    children: Option<u16>,
) -> Result<(), AppError> {
    let (visit, group) = group(&id).await?;
    let heads = adults.map(|adults| Heads { adults, children: children.unwrap_or_default() });
    let task: String = home_task.chars().take(500).collect();
    answer(group.keep_meeting(meeting, &task, heads, now(&visit)).await)
}

/// What is done with a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeatAct {
    /// Writes down a yes to an offer.
    Yes,
    /// Writes down a no.
    No,
    /// Gives a seat; past others who wait with a reason.
    Give,
    /// Takes off the list, or out of the group.
    Leave,
}

/// Does something with a place, for the group's leaders.
///
/// # Errors
/// As [`note_attendance`]; [`AppError::Declined`] by the rules of the list.
#[server(name = DoGroupSeat, endpoint = "group_seat", output = Wire)]
pub async fn group_seat(id: String, place: String, act: SeatAct, reason: Option<String>) -> Result<(), AppError> {
    let (visit, group) = group(&id).await?;
    let (place, now) = (EnrolmentId(place), now(&visit));
    let done = match act {
        SeatAct::Yes => group.answer(&place, true, now).await,
        SeatAct::No => group.answer(&place, false, now).await,
        SeatAct::Give => group.give_seat(&place, reason.as_deref().unwrap_or_default(), now).await,
        SeatAct::Leave => group.take_out(&place, now).await,
    };
    answer(done)
}
