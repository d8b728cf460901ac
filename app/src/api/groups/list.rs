//! Who wants to join, out of a spreadsheet: shown first, with what is wrong
//! with each line, and then put in line.

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{answer, desk, group, now};
#[cfg(feature = "ssr")]
use crate::server::{Visit, with_status};
#[cfg(feature = "ssr")]
use casework::calendar::Moment;
#[cfg(feature = "ssr")]
use casework::group::EntryState;
#[cfg(feature = "ssr")]
use casework::group::import::{ListLine, read_list};
#[cfg(feature = "ssr")]
use casework::sheet::NoList;
#[cfg(feature = "ssr")]
use store::{CaseAccess, GroupDesk, GroupId, NewEnrolment, StoreError};

/// A list is not longer, in bytes.
#[cfg(feature = "ssr")]
const LIST_MAX: usize = 200_000;

/// What becomes of a line, or would.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedLine {
    /// Which line, from 1.
    pub line: u32,
    /// The number of the case.
    pub case: String,
    /// The names.
    pub people: Vec<String>,
    /// What the leaders must know.
    pub needs: String,
    /// Why it cannot be, as a code.
    pub fault: Option<String>,
    /// It was put in, and has a seat at once.
    pub seated: Option<bool>,
}

/// Shows what a list would do; nothing is kept.
///
/// # Errors
/// [`AppError::NotFound`] for who has no such group; [`AppError::Declined`] for
/// a list in which nothing is.
#[server(name = PreviewGroupList, endpoint = "preview_group_list", output = Wire)]
pub async fn preview_group_list(id: String, text: String) -> Result<Vec<ListedLine>, AppError> {
    through(&id, &text, false).await
}

/// Puts everybody of a list in line whose line has no fault, in the list's
/// order, and says what became of each.
///
/// # Errors
/// As [`preview_group_list`].
#[server(name = JoinGroupList, endpoint = "join_group_list", output = Wire)]
pub async fn join_group_list(id: String, text: String) -> Result<Vec<ListedLine>, AppError> {
    through(&id, &text, true).await
}

/// What a reader makes of a list or a table; nothing else is wrong with all of it than its length.
#[cfg(feature = "ssr")]
pub(super) fn out_of_sheet<T>(text: &str, read: impl Fn(&str) -> Result<T, NoList>) -> Result<T, AppError> {
    let declined = |code: &str| with_status(AppError::Declined(code.to_owned()));
    if text.len() > LIST_MAX {
        return Err(declined("list_many"));
    }
    read(&text.replace('\0', "")).map_err(|why| match why {
        NoList::Empty => declined("list_empty"),
        NoList::TooMany => declined("list_many"),
    })
}

#[cfg(feature = "ssr")]
async fn through(id: &str, text: &str, keep: bool) -> Result<Vec<ListedLine>, AppError> {
    let (visit, _) = group(id).await?;
    let (_, desk) = desk().await?;
    let lines = out_of_sheet(text, read_list)?;
    let (to, now) = (GroupId(id.to_owned()), now(&visit));
    let mut told = Vec::with_capacity(lines.len());
    for line in lines {
        let outcome = match line.fault {
            Some(fault) => Err(fault.code().to_owned()),
            None => one(&visit, &desk, (&to, now), &line, keep).await?,
        };
        told.push(ListedLine {
            fault: outcome.as_ref().err().cloned(),
            seated: outcome.ok().filter(|_| keep),
            line: line.line,
            case: line.case,
            people: line.people,
            needs: line.needs,
        });
    }
    Ok(told)
}

/// One line: whether it has, or could have, a place; or the code of what stands
/// in the way. A case that is not there and one that the caller may not change
/// look alike.
#[cfg(feature = "ssr")]
async fn one(
    visit: &Visit,
    desk: &GroupDesk,
    (to, now): (&GroupId, Moment),
    line: &ListLine,
    keep: bool,
) -> Result<Result<bool, String>, AppError> {
    let no_case = || Ok(Err("list_case".to_owned()));
    let Some(id) = answer(desk.case_numbered(&line.case).await)? else { return no_case() };
    let action = if keep { store::Action::Change } else { store::Action::Read };
    let case = match visit.open(&id.0, None, action).await {
        Ok(case) if case.may_edit() => case,
        Ok(_) | Err(AppError::NotFound | AppError::ReasonNeeded | AppError::NotAllowed | AppError::NotPart) => {
            return no_case();
        }
        Err(error) => return Err(with_status(error)),
    };
    let Some(people) = found(&case, &line.people, now.day).await? else { return Ok(Err("list_person".to_owned())) };
    let new = NewEnrolment { people, needs: line.needs.clone() };
    let outcome = if keep { case.join_group(to, &new, now).await } else { case.try_group(to, &new, now).await };
    match outcome {
        Ok((_, state)) => Ok(Ok(state == EntryState::Enrolled)),
        Err(StoreError::NotAllowed(why)) => Ok(Err(why.to_owned())),
        Err(StoreError::NotFound) => no_case(),
        Err(error) => answer(Err(error)),
    }
}

/// The person ids of those who are called so in a case; nothing where one is not found, or two are.
#[cfg(feature = "ssr")]
async fn found(case: &CaseAccess, names: &[String], today: casework::Day) -> Result<Option<Vec<String>>, AppError> {
    let all = answer(case.participants().await)?;
    let current: Vec<_> = all.into_iter().filter(|it| it.to.is_none_or(|to| to >= today)).collect();
    let mut ids = Vec::with_capacity(names.len());
    for name in names {
        let called = |it: &&store::Participant| it.name.trim().to_lowercase() == name.to_lowercase();
        let mut of_name: Vec<_> = current.iter().filter(called).map(|it| it.person.clone()).collect();
        of_name.dedup();
        let [id] = of_name.as_slice() else { return Ok(None) };
        ids.push(id.clone());
    }
    Ok(Some(ids))
}
