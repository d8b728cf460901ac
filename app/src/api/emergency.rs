//! Emergency access and the notices of it.

use crate::error::AppError;
use crate::wire::Wire;
use casework::emergency::EmergencyKind;
use casework::opening::CaseStatus;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server::{visit, with_status};
#[cfg(feature = "ssr")]
use store::{CaseId, EmergencySearch, UnitId};

/// What stands on the page of emergency access before anything is searched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmergencyPlace {
    /// Units in which the caller may search: id and name. Empty for whom
    /// emergency access is not meant.
    pub units: Vec<(String, String)>,
    /// The caller's accesses in force.
    pub open: Vec<OpenEmergency>,
}

/// An emergency access in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenEmergency {
    /// Id of the case.
    pub case: String,
    /// Its number.
    pub number: String,
    /// Its display name.
    pub name: String,
    /// When it ends, local time in ISO form.
    pub until: String,
}

/// What a search answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EmergencyAnswer {
    /// One case.
    Found(EmergencyFound),
    /// None of that number or name.
    Nothing,
    /// Several of that name.
    Several,
}

/// The one case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmergencyFound {
    /// Opens it for the caller, for a while.
    pub ticket: String,
    /// Number.
    pub number: String,
    /// Display name.
    pub name: String,
    /// How far it has come.
    pub status: CaseStatus,
    /// Name of the case lead.
    pub lead: Option<String>,
    /// Its id, where the caller has an ordinary way to it.
    pub open_already: Option<String>,
}

/// Something to receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeRow {
    /// Id.
    pub id: String,
    /// Id of the case.
    pub case: String,
    /// Its number.
    pub number: String,
    /// Its display name; empty for who only reviews the logs.
    pub name: String,
    /// Who opened it.
    pub who: String,
    /// What made it urgent.
    pub kind: EmergencyKind,
    /// Why, in that person's words; empty for who only reviews the logs.
    pub reason: String,
    /// When, local time in ISO form.
    pub at: String,
    /// When it ends or ended.
    pub until: String,
    /// Whether it is in force still.
    pub in_force: bool,
    /// Nobody has receipted it in time.
    pub overdue: bool,
}

/// Where the caller may search, and what the caller has open.
///
/// # Errors
/// [`AppError::SignedOut`].
#[server(name = GetEmergencyPlace, endpoint = "emergency_place", output = Wire)]
pub async fn emergency_place() -> Result<EmergencyPlace, AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    let mut units: Vec<(String, String)> = Vec::new();
    for post in user.posts.iter().filter(|post| post.role.may_use_emergency()) {
        if units.iter().all(|(id, _)| id != &post.unit.0) {
            units.push((post.unit.0.clone(), post.unit_name.clone()));
        }
    }
    let open = visit.site.store.emergencies_of(&user.id).await?;
    let open = open.into_iter().map(|it| OpenEmergency {
        case: it.case.0,
        number: it.number,
        name: it.name,
        until: visit.site.local_time(it.until),
    });
    Ok(EmergencyPlace { units, open: open.collect() })
}

/// Searches for one case of a unit by its number or its whole name.
///
/// # Errors
/// [`AppError::Missing`] when nothing is written, [`AppError::Throttled`],
/// [`AppError::NotAllowed`] for whom emergency access is not meant.
#[server(endpoint = "search_emergency", output = Wire)]
pub async fn search_emergency(unit: String, text: String) -> Result<EmergencyAnswer, AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    if text.trim().is_empty() {
        return Err(with_status(AppError::Missing("search".into())));
    }
    let found = visit.site.store.emergency_search(&user.id, &UnitId(unit), &text).await;
    Ok(match found.map_err(AppError::from).map_err(with_status)? {
        EmergencySearch::Nothing => EmergencyAnswer::Nothing,
        EmergencySearch::Several => EmergencyAnswer::Several,
        EmergencySearch::Throttled(it) => {
            return Err(with_status(AppError::Throttled { minutes: it.wait_ms.div_euclid(60_000) + 1 }));
        }
        EmergencySearch::Found(hit) => EmergencyAnswer::Found(EmergencyFound {
            ticket: hit.ticket,
            number: hit.number,
            name: hit.name,
            status: hit.status,
            lead: hit.lead,
            open_already: hit.open_already.map(|id| id.0),
        }),
    })
}

/// Begins an emergency access to the case that was found, and goes there.
///
/// # Errors
/// [`AppError::Missing`] for the kind, [`AppError::ReasonNeeded`],
/// [`AppError::NotFound`] when the search lies too far back.
#[server(endpoint = "begin_emergency", output = Wire)]
pub async fn begin_emergency(ticket: String, kind: Option<String>, reason: String) -> Result<(), AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    let Some(kind) = kind.as_deref().and_then(EmergencyKind::from_code) else {
        return Err(with_status(AppError::Missing("kind".into())));
    };
    let reason: String = reason.chars().take(2000).collect();
    let begun = visit.site.store.begin_emergency(&user.id, &ticket, kind, &reason).await;
    let case = begun.map_err(AppError::from).map_err(with_status)?;
    tracing::warn!(user = %user.id.0, case = %case.0, "emergency access");
    leptos_axum::redirect(&format!("/familier/{}", case.0));
    Ok(())
}

/// Ends the caller's emergency access to a case.
///
/// # Errors
/// [`AppError::SignedOut`].
#[server(endpoint = "end_emergency", output = Wire)]
pub async fn end_emergency(id: String) -> Result<(), AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    visit.site.store.end_emergency(&user.id, &CaseId(id)).await?;
    leptos_axum::redirect("/nodtilgang?slutt=1");
    Ok(())
}

/// What the caller must receipt, the late ones first.
///
/// # Errors
/// [`AppError::SignedOut`].
#[server(name = GetNotices, endpoint = "my_notices", output = Wire)]
pub async fn my_notices() -> Result<Vec<NoticeRow>, AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    let notices = visit.site.store.notices(&user.id).await?;
    Ok(notices
        .into_iter()
        .map(|it| NoticeRow {
            id: it.id,
            case: it.case.0,
            number: it.number,
            name: it.name,
            who: it.who,
            kind: it.kind,
            reason: it.reason,
            at: visit.site.local_time(it.at),
            until: visit.site.local_time(it.until),
            in_force: it.in_force,
            overdue: it.overdue,
        })
        .collect())
}

/// Receipts a notice.
///
/// # Errors
/// [`AppError::NotFound`] when it is not the caller's to receipt.
#[server(endpoint = "receipt_notice", output = Wire)]
pub async fn receipt_notice(id: String) -> Result<(), AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    visit.site.store.mark_notice_read(&user.id, &id).await.map_err(AppError::from).map_err(with_status)
}
