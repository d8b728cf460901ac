//! Calendars that other programs fetch, one's own and a family's, and busy
//! times from another calendar of one's own.

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use leptos::server_fn::codec::{MultipartData, MultipartFormData};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server::{Visit, visit, with_status};
#[cfg(feature = "ssr")]
use casework::calendar::ics::{ReadProblem, busy_times};
#[cfg(feature = "ssr")]
use casework::calendar::moment::Span;
#[cfg(feature = "ssr")]
use store::{Action, Calendar, LinkToken, StoreError};

/// Where calendars are fetched; the secret follows after it.
pub const FEED_ADDRESS: &str = "/kalender/feed";
/// A calendar's file is not larger, in bytes.
pub const FILE_MAX: usize = 2 << 20;

/// What stands on the account page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyFeed {
    /// Since when the calendar can be fetched, local time in ISO form.
    pub since: Option<String>,
    /// What was brought in.
    pub busy: Option<BusyRow>,
}

/// Busy times that were brought in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusyRow {
    /// When, local time in ISO form.
    pub at: String,
    /// The last day that was read, in ISO form.
    pub until: String,
    /// How many times are kept.
    pub count: u32,
    /// How many parts of the file could not be read.
    pub passed_over: u32,
}

/// A family's calendars.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseFeeds {
    /// One row for each adult who takes part.
    pub rows: Vec<CaseFeedRow>,
    /// Whether the caller may make and end them.
    pub may_edit: bool,
}

/// The calendar of a participant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseFeedRow {
    /// Person id.
    pub person: String,
    /// Name; empty for a shielded person.
    pub name: String,
    /// Since when it can be fetched, local time in ISO form.
    pub since: Option<String>,
    /// Whether it was ever fetched.
    pub is_read: bool,
}

/// An address that was made; it is shown this once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedMade {
    /// Whose it is.
    pub person: String,
    /// The address.
    pub address: String,
}

#[cfg(feature = "ssr")]
async fn calendar(visit: &Visit) -> Result<Calendar, AppError> {
    let user = visit.user().map_err(with_status)?;
    visit.site.store.calendar(&user.id).await.map_err(AppError::from).map_err(with_status)
}

#[cfg(feature = "ssr")]
fn address(visit: &Visit, token: &LinkToken) -> String {
    format!("{}{FEED_ADDRESS}/{}.ics", visit.site.origin, token.reveal())
}

/// The caller's own calendar out and in; nothing for who plans nowhere.
///
/// # Errors
/// When nobody is signed in.
#[server(name = GetMyFeed, endpoint = "my_feed", output = Wire)]
pub async fn my_feed() -> Result<Option<MyFeed>, AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    let calendar = match visit.site.store.calendar(&user.id).await {
        Err(StoreError::NotFound) => return Ok(None),
        found => found?,
    };
    let since = calendar.feed().await?.map(|at| visit.site.local_time(at));
    let busy = calendar.imported().await?.map(|it| BusyRow {
        at: visit.site.local_time(it.at),
        until: it.until.to_string(),
        count: it.count,
        passed_over: it.passed_over,
    });
    Ok(Some(MyFeed { since, busy }))
}

/// Makes the address of the caller's calendar; an earlier one ends.
///
/// # Errors
/// [`AppError::NotFound`] for who plans nowhere.
#[server(endpoint = "make_my_feed", output = Wire)]
pub async fn make_my_feed() -> Result<String, AppError> {
    let visit = visit()?;
    let token = calendar(&visit).await?.make_feed().await?;
    Ok(address(&visit, &token))
}

/// Ends the address of the caller's calendar at once.
///
/// # Errors
/// As [`make_my_feed`].
#[server(endpoint = "revoke_my_feed", output = Wire)]
pub async fn revoke_my_feed() -> Result<(), AppError> {
    let visit = visit()?;
    calendar(&visit).await?.revoke_feed().await.map_err(AppError::from).map_err(with_status)
}

/// Reads when the caller is busy out of a calendar's file, instead of whatever
/// was read before. Titles, places and people are never looked at.
///
/// # Errors
/// [`AppError::Missing`] without a file; [`AppError::Declined`] when it is no
/// calendar or too large, and then nothing is changed.
#[server(endpoint = "import_busy", input = MultipartFormData, output = Wire)]
pub async fn import_busy(data: MultipartData) -> Result<(), AppError> {
    let visit = visit()?;
    let calendar = calendar(&visit).await?;
    let mut form = data.into_inner().ok_or(AppError::Internal)?;
    let broken = |_| with_status(AppError::Missing("file".into()));
    let declined = |code: &str| with_status(AppError::Declined(code.to_owned()));
    let mut bytes = Vec::new();
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        let is_file = field.name() == Some("file");
        while let Some(chunk) = field.chunk().await.map_err(broken)? {
            if is_file {
                bytes.extend_from_slice(&chunk);
            }
            if bytes.len() > FILE_MAX {
                return Err(declined("busy_too_many"));
            }
        }
    }
    if bytes.is_empty() {
        return Err(with_status(AppError::Missing("file".into())));
    }
    let store = &visit.site.store;
    let (zone, today) = (store.zone(), store.today());
    let (first, until) = (today.shifted(-7), today.shifted(400));
    // Away from the threads that serve requests.
    let found = tokio::task::spawn_blocking(move || {
        let text = String::from_utf8_lossy(&bytes);
        let is_calendar = text.trim_start_matches('\u{feff}').trim_start().starts_with("BEGIN:VCALENDAR");
        is_calendar.then(|| busy_times(&text, zone, Span::days(first, until)))
    });
    let found = found.await.map_err(|_| AppError::Internal)?.ok_or_else(|| declined("busy_no_calendar"))?;
    if found.problems.iter().any(|(_, problem)| *problem == ReadProblem::TooLong) {
        return Err(declined("busy_too_many"));
    }
    calendar.keep_busy(&found, until).await.map_err(AppError::from).map_err(with_status)
}

/// Deletes all busy times that the caller has brought in.
///
/// # Errors
/// As [`make_my_feed`].
#[server(endpoint = "forget_busy", output = Wire)]
pub async fn forget_busy() -> Result<(), AppError> {
    let visit = visit()?;
    calendar(&visit).await?.forget_busy().await.map_err(AppError::from).map_err(with_status)
}

/// The calendars of a family.
///
/// # Errors
/// As [`super::cases::case_front`].
#[server(name = GetCaseFeeds, endpoint = "case_feeds", output = Wire)]
pub async fn case_feeds(id: String, reason: Option<String>) -> Result<CaseFeeds, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, reason.as_deref(), Action::Read).await.map_err(with_status)?;
    let rows = case.feeds().await.map_err(AppError::from).map_err(with_status)?;
    let row = |it: store::FamilyFeed| CaseFeedRow {
        person: it.person,
        name: it.name,
        since: it.since.map(|at| visit.site.local_time(at)),
        is_read: it.is_read,
    };
    Ok(CaseFeeds { rows: rows.into_iter().map(row).collect(), may_edit: case.may_edit() })
}

/// Makes the address of a participant's calendar; an earlier one ends.
///
/// # Errors
/// [`AppError::NotFound`] for nobody who could have one.
#[server(endpoint = "make_case_feed", output = Wire)]
pub async fn make_case_feed(id: String, person: String) -> Result<FeedMade, AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await.map_err(with_status)?;
    let token = case.make_feed(&person).await.map_err(AppError::from).map_err(with_status)?;
    Ok(FeedMade { person, address: address(&visit, &token) })
}

/// Ends the address of a participant's calendar at once.
///
/// # Errors
/// As [`make_case_feed`].
#[server(endpoint = "revoke_case_feed", output = Wire)]
pub async fn revoke_case_feed(id: String, person: String) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await.map_err(with_status)?;
    case.revoke_feed(&person).await.map_err(AppError::from).map_err(with_status)
}
