//! Telephone notes.

use super::DoorSetup;
use crate::error::AppError;
use crate::wire::Wire;
use casework::Day;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{answer, day_or_none, desk, plain, setup};
#[cfg(feature = "ssr")]
use crate::server::{Site, visit, with_status};
#[cfg(feature = "ssr")]
use store::{NewPhoneNote, NoteWords, UnitId, UserId};

/// A telephone note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallRow {
    /// Id.
    pub id: String,
    /// The unit.
    pub unit: String,
    /// When it was written, local time in ISO form.
    pub at: String,
    /// Who wrote it.
    pub author: String,
    /// Id of who sees to it.
    pub owner: String,
    /// Name of who sees to it.
    pub owner_name: String,
    /// On which day at the latest.
    pub call_day: Day,
    /// When it was done, local time in ISO form.
    pub done: Option<String>,
    /// The case to which it is tied.
    pub case: Option<String>,
    /// The enquiry that it became.
    pub enquiry: Option<String>,
    /// Who rang; empty for a note that is read in its case.
    pub caller: String,
    /// Where to ring back.
    pub phone: String,
    /// What about.
    pub about: String,
    /// What comes next.
    pub next_step: String,
}

/// Everything about the caller's telephone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calls {
    /// What the forms need.
    pub setup: DoorSetup,
    /// To be rung back by the caller.
    pub mine: Vec<CallRow>,
    /// Noted by the caller for colleagues, and not done.
    pub others: Vec<CallRow>,
    /// The last that were done.
    pub done: Vec<CallRow>,
}

/// So many of those that are done are shown.
#[cfg(feature = "ssr")]
const DONE_SHOWN: i64 = 20;

#[cfg(feature = "ssr")]
pub(crate) fn row(site: &Site, note: store::PhoneNote) -> CallRow {
    let words = note.words.unwrap_or_default();
    CallRow {
        id: note.id,
        unit: note.unit.0,
        at: site.local_time(note.at),
        author: note.author.1,
        owner: note.owner.0.0,
        owner_name: note.owner.1,
        call_day: note.call_day,
        done: note.done_at.map(|at| site.local_time(at)),
        case: note.case.map(|case| case.0),
        enquiry: note.enquiry,
        caller: words.caller,
        phone: words.phone,
        about: words.about,
        next_step: words.next_step,
    }
}

/// Keeps a note of a call; returns its id.
///
/// # Errors
/// [`AppError::NotFound`] for who does not keep the unit's door;
/// [`AppError::Declined`] by what is missing.
#[server(name = NoteCall, endpoint = "note_call", output = Wire)]
pub async fn note_call(
    unit: String,
    owner: String,
    caller: String,
    phone: String,
    about: String,
    next_step: String,
    call_day: String,
) -> Result<String, AppError> {
    let desk = desk().await?;
    let words =
        NoteWords { caller: plain(&caller), phone: plain(&phone), about: plain(&about), next_step: plain(&next_step) };
    let today = visit()?.site.store.today();
    let call_day = day_or_none(&call_day)?.unwrap_or(today);
    let (unit, owner) = (UnitId(plain(&unit)), UserId(plain(&owner)));
    answer(desk.note_call(&NewPhoneNote { unit: &unit, owner: &owner, call_day, words: &words }).await)
}

/// The caller's calls.
///
/// # Errors
/// [`AppError::NotFound`] for who keeps no door.
#[server(name = GetMyCalls, endpoint = "my_calls", output = Wire)]
pub async fn my_calls() -> Result<Calls, AppError> {
    let desk = desk().await?;
    let site = visit()?.site;
    let setup = setup(&desk).await?;
    let open: Vec<CallRow> = desk.calls(true).await?.into_iter().map(|note| row(&site, note)).collect();
    let (mine, others) = open.into_iter().partition(|call| call.owner == setup.me);
    let done = desk.calls_done(DONE_SHOWN).await?.into_iter().map(|note| row(&site, note)).collect();
    Ok(Calls { setup, mine, others, done })
}

/// It is done, or not done after all.
///
/// # Errors
/// [`AppError::NotFound`] for a note that is not the caller's.
#[server(name = FinishCall, endpoint = "finish_call", output = Wire)]
pub async fn finish_call(id: String, done: bool) -> Result<(), AppError> {
    let desk = desk().await?;
    answer(if done { desk.finish_call(&id).await } else { desk.reopen_call(&id).await })
}

/// Gives it to a colleague.
///
/// # Errors
/// As [`finish_call`]; [`AppError::Declined`] for who is no colleague.
#[server(name = PassCall, endpoint = "pass_call", output = Wire)]
pub async fn pass_call(id: String, to: String, call_day: String) -> Result<(), AppError> {
    let desk = desk().await?;
    let today = visit()?.site.store.today();
    let call_day = day_or_none(&call_day)?.unwrap_or(today);
    answer(desk.pass_call(&id, &UserId(plain(&to)), call_day).await)
}

/// Ties a note of the caller's to a case that they hold.
///
/// # Errors
/// As a change of the case; [`AppError::NotFound`] for a note that is not the caller's.
#[server(name = TieCall, endpoint = "tie_call", output = Wire)]
pub async fn tie_call(id: String, note: String) -> Result<(), AppError> {
    let case = visit()?.open_to_change(&id).await?;
    case.take_phone_note(&note).await.map_err(AppError::from).map_err(with_status)
}
