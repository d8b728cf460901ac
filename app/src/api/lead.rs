//! What a unit leader does for a case without reading it.

use crate::api::begin::Choice;
use crate::error::AppError;
use crate::wire::Wire;
use casework::opening::CaseStatus;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server::{visit, with_status};
#[cfg(feature = "ssr")]
use store::{CaseId, UserId};

/// A case as its unit leader sees it in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadView {
    /// Id.
    pub id: String,
    /// Number.
    pub number: String,
    /// Display name.
    pub name: String,
    /// How far it has come.
    pub status: CaseStatus,
    /// Name of the case lead, if there is one.
    pub responsible: Option<String>,
    /// Those of the unit who can lead it.
    pub colleagues: Vec<Choice>,
}

/// A case as its unit leader sees it in the list, and who can lead it.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such case, or the caller does not
/// lead its unit.
#[server(name = GetLeadView, endpoint = "lead_view", output = Wire)]
pub async fn lead_view(id: String) -> Result<LeadView, AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    let store = &visit.site.store;
    let view = store.lead_view(&user.id, &CaseId(id.clone())).await.map_err(AppError::from).map_err(with_status)?;
    let colleagues = store.team_candidates(&view.unit).await?;
    Ok(LeadView {
        id,
        number: view.number,
        name: view.name,
        status: view.status,
        responsible: view.responsible,
        colleagues: colleagues.into_iter().map(|it| Choice { id: it.user.0, name: it.name }).collect(),
    })
}

/// Names who leads the case from today.
///
/// # Errors
/// As [`lead_view`]; [`AppError::Declined`] without a reason.
#[server(name = AppointLead, endpoint = "appoint_lead", output = Wire)]
pub async fn appoint_lead(id: String, user: String, reason: String) -> Result<(), AppError> {
    let visit = visit()?;
    let me = &visit.user().map_err(with_status)?.id;
    let store = &visit.site.store;
    store.appoint_lead(me, &CaseId(id), &UserId(user), &reason).await.map_err(AppError::from).map_err(with_status)
}

/// Takes an ended case up again.
///
/// # Errors
/// As [`appoint_lead`].
#[server(name = ReopenAsLeader, endpoint = "reopen_as_leader", output = Wire)]
pub async fn reopen_as_leader(id: String, reason: String) -> Result<(), AppError> {
    let visit = visit()?;
    let me = &visit.user().map_err(with_status)?.id;
    let store = &visit.site.store;
    store.reopen_as_leader(me, &CaseId(id), &reason).await.map_err(AppError::from).map_err(with_status)
}
