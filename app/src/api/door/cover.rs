//! «Borte i dag»: what a colleague who is away leaves undone, and what is done about it.

#![allow(clippy::too_many_arguments, reason = "a form sends its fields one by one")]

use super::absence::AbsenceRow;
use crate::api::begin::Choice;
use crate::api::talks::today::DayWhat;
use crate::error::AppError;
use crate::wire::Wire;
use casework::Day;
use casework::calendar::moment::{Moment, Span};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{absence, answer, desk, plain};
#[cfg(feature = "ssr")]
use crate::api::talks::today::what_of;
#[cfg(feature = "ssr")]
use crate::server::{visit, with_status};
#[cfg(feature = "ssr")]
use store::{CoverHow, EntryId, GroupId, UserId};

/// Something that the colleague was to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverRow {
    /// Id of the entry; empty where the reader may not know it.
    pub entry: String,
    /// Id of the group; empty for anything else.
    pub group: String,
    /// The entry's version.
    pub version: i64,
    /// Which of its series.
    pub at: Moment,
    /// When.
    pub span: Span,
    /// What.
    pub what: DayWhat,
    /// Name of the room.
    pub room: Option<String>,
    /// Who else of the staff is there.
    pub others: Vec<String>,
    /// Whether the reader may do something about it.
    pub may: bool,
    /// The next times that suit all.
    pub free: Vec<Span>,
}

/// An absence and what it leaves undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverView {
    /// The absence.
    pub absence: AbsenceRow,
    /// What there is to cover.
    pub rows: Vec<CoverRow>,
    /// Who may take over.
    pub colleagues: Vec<Choice>,
    /// The reader's own last step that can be taken back: its id, code, and when
    /// that was to be.
    pub undo: Option<(String, String, Moment)>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverDone {
    /// So many notices were written.
    pub notices: u32,
    /// Until when the colleague gets into the case or leads the group.
    pub access_until: Option<Day>,
}

/// What an absence leaves undone.
///
/// # Errors
/// [`AppError::NotFound`] for an absence of a unit whose door the caller does not keep.
#[server(name = GetCover, endpoint = "cover_view", output = Wire)]
pub async fn cover_view(id: String) -> Result<CoverView, AppError> {
    desk().await?;
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    let calendar = answer(visit.site.store.calendar(&user.id).await)?;
    let found = answer(calendar.cover(&id).await)?;
    let row = |it: store::ToCover| CoverRow {
        entry: it.entry.map(|id| id.0).unwrap_or_default(),
        group: it.group.map(|id| id.0).unwrap_or_default(),
        version: it.version,
        at: it.at,
        span: it.span,
        what: what_of(it.what),
        room: it.room,
        others: it.others,
        may: it.may,
        free: it.free,
    };
    Ok(CoverView {
        absence: absence::row(found.absence.id, found.absence.who, found.absence.span),
        rows: found.rows.into_iter().map(row).collect(),
        undo: found.undo.map(|it| (it.id, it.how, it.starts)),
        colleagues: found.colleagues.into_iter().map(|(id, name)| Choice { id: id.0, name }).collect(),
    })
}

/// Hands over, moves or calls off one appointment, or lets somebody lead a
/// group meanwhile. `how` is `hand_over`, `move` or `cancel`; `to` a colleague or
/// a time.
///
/// # Errors
/// [`AppError::NotFound`] for who may not; [`AppError::Declined`] for a colleague
/// who is taken, and when somebody was quicker.
#[server(name = CoverTalk, endpoint = "cover_talk", output = Wire)]
pub async fn cover_talk(
    id: String,
    entry: String,
    group: String,
    version: i64,
    at: String,
    how: String,
    to: String,
    #[server(default)] tell: bool,
) -> Result<CoverDone, AppError> {
    desk().await?;
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    let calendar = answer(visit.site.store.calendar(&user.id).await)?;
    let to = plain(&to);
    let missing = || with_status(AppError::Missing("to".into()));
    let done = if group.is_empty() {
        let at: Moment = at.parse().map_err(|_| with_status(AppError::NotFound))?;
        let how = match how.as_str() {
            "cancel" => CoverHow::Cancel,
            "move" => CoverHow::Move(to.parse().map_err(|_| missing())?),
            _ if to.is_empty() => return Err(missing()),
            _ => CoverHow::HandOver(UserId(to)),
        };
        answer(calendar.cover_entry(&id, (&EntryId(plain(&entry)), version, at), &how, tell).await)?
    } else if to.is_empty() {
        return Err(missing());
    } else {
        answer(calendar.cover_group(&id, &GroupId(plain(&group)), &UserId(to)).await)?
    };
    Ok(CoverDone { notices: done.notices, access_until: done.access_until })
}

/// Takes back one's own last step about an absence; tells how many notices were
/// stopped that had not been sent.
///
/// # Errors
/// [`AppError::NotFound`] for who may not; [`AppError::Declined`] when somebody
/// has changed the same since.
#[server(name = UndoCover, endpoint = "undo_cover", output = Wire)]
pub async fn undo_cover(id: String, step: String) -> Result<u64, AppError> {
    desk().await?;
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    let calendar = answer(visit.site.store.calendar(&user.id).await)?;
    answer(calendar.undo_cover(&id, &step).await)
}
