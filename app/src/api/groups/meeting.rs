//! One meeting of a group: moved, put off, held again for those who missed it,
//! and what its leaders write for themselves.

use crate::error::AppError;
use crate::wire::Wire;
use casework::calendar::Span;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{answer, group, now};
#[cfg(feature = "ssr")]
use crate::server::{Visit, with_status};
#[cfg(feature = "ssr")]
use casework::Day;
#[cfg(feature = "ssr")]
use casework::calendar::{Moment, Time};
#[cfg(feature = "ssr")]
use store::{GroupAccess, NewNote, NoteKind};

/// A meeting that is held again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakeUpCard {
    /// Id.
    pub id: String,
    /// The meeting that is made up for.
    pub meeting: u8,
    /// When.
    pub span: Span,
    /// It has begun, so that it can be noted who came.
    pub begun: bool,
}

/// Something in the leaders' log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteCard {
    /// The meeting it is about.
    pub meeting: Option<u8>,
    /// What a participant said, not a leader.
    pub evaluation: bool,
    /// In words.
    pub text: String,
    /// Who wrote it; nobody for what a participant said.
    pub author: Option<String>,
    /// When, local time in ISO form.
    pub at: String,
}

/// What only the leaders of a group see of its meetings.
#[cfg(feature = "ssr")]
pub(super) async fn of_leaders(
    visit: &Visit,
    group: &GroupAccess,
) -> Result<(Vec<MakeUpCard>, Vec<NoteCard>), AppError> {
    if !group.detail().leads {
        return Ok((Vec::new(), Vec::new()));
    }
    let now = now(visit);
    let make_up = |it: store::MakeUpRow| MakeUpCard {
        begun: it.span.start <= now,
        id: it.id,
        meeting: it.meeting,
        span: it.span,
    };
    let note = |it: store::NoteRow| NoteCard {
        meeting: it.note.meeting,
        evaluation: it.note.kind == NoteKind::Evaluation,
        text: it.note.text,
        author: it.author,
        at: visit.site.local_time(it.at),
    };
    Ok((
        answer(group.make_ups().await)?.into_iter().map(make_up).collect(),
        answer(group.notes().await)?.into_iter().map(note).collect(),
    ))
}

#[cfg(feature = "ssr")]
fn declined(code: &str) -> AppError {
    with_status(AppError::Declined(code.to_owned()))
}

#[cfg(feature = "ssr")]
fn moment(day: &str, time: &str) -> Result<Moment, AppError> {
    let day: Day = day.trim().parse().map_err(|_| declined("group_from"))?;
    let time: Time = time.trim().parse().map_err(|_| declined("group_time"))?;
    Ok(Moment::new(day, time))
}

/// Moves one meeting; its number stays. Returns the step by which it is taken back.
///
/// # Errors
/// [`AppError::NotFound`] for who has no such group; [`AppError::Declined`] past
/// its neighbours, and for what was held.
#[server(name = MoveGroupMeeting, endpoint = "move_group_meeting", output = Wire)]
pub async fn move_group_meeting(id: String, meeting: u8, day: String, time: String) -> Result<i64, AppError> {
    let (visit, group) = group(&id).await?;
    let to = moment(&day, &time)?;
    Ok(answer(group.move_meeting(meeting, to, now(&visit)).await)?.step)
}

/// Cancels a meeting: it is held the next time instead, and those after it come
/// later. Returns the step by which it is taken back.
///
/// # Errors
/// As [`move_group_meeting`].
#[server(name = PutOffGroupMeeting, endpoint = "put_off_group_meeting", output = Wire)]
pub async fn put_off_group_meeting(id: String, meeting: u8) -> Result<i64, AppError> {
    let (visit, group) = group(&id).await?;
    Ok(answer(group.put_off(meeting, now(&visit)).await)?.step)
}

/// Plans that a meeting is held again, as long as the meeting itself.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::Declined`] for who does not lead the
/// group, and for a time before the meeting.
#[server(name = AddMakeUp, endpoint = "add_make_up", output = Wire)]
pub async fn add_make_up(id: String, meeting: u8, day: String, time: String) -> Result<(), AppError> {
    let (_, group) = group(&id).await?;
    let start = moment(&day, &time)?;
    let original = group.detail().line.meetings.iter().find(|it| it.number == meeting);
    let original = original.ok_or_else(|| with_status(AppError::NotFound))?.span;
    if start < original.end {
        return Err(declined("make_up_dates"));
    }
    let minutes = original.minutes();
    answer(group.add_make_up(meeting, Span { start, end: start.plus(minutes) }).await).map(|_| ())
}

/// Takes such a meeting away; what was noted stays.
///
/// # Errors
/// As [`add_make_up`].
#[server(name = DropMakeUp, endpoint = "drop_make_up", output = Wire)]
pub async fn drop_make_up(id: String, make_up: String) -> Result<(), AppError> {
    let (_, group) = group(&id).await?;
    answer(group.drop_make_up(&make_up.replace('\0', "")).await)
}

/// Writes into the leaders' log.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::Declined`] for who does not lead the
/// group, and for nothing.
#[server(name = WriteGroupNote, endpoint = "write_group_note", output = Wire)]
pub async fn write_group_note(
    id: String,
    meeting: Option<u8>,
    evaluation: Option<bool>,
    text: String,
) -> Result<(), AppError> {
    let (_, group) = group(&id).await?;
    if text.trim().is_empty() {
        return Err(declined("log_empty"));
    }
    let kind = if evaluation == Some(true) { NoteKind::Evaluation } else { NoteKind::Log };
    let numbers = &group.detail().line.meetings;
    let meeting = meeting.filter(|meeting| numbers.iter().any(|it| it.number == *meeting));
    let new = NewNote { kind, meeting, rating: None, text: text.chars().take(4_000).collect() };
    answer(group.write_note(&new).await)
}
