//! «Vis slik … ser det»: a case as one participant opens it, less what the
//! member of staff who looks may not see. The same functions will answer the
//! person's own portal.

use super::cases::{CaseFront, CaseMap};
use super::plan::PlanView;
use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::cases::{front_of, fuzzy};
#[cfg(feature = "ssr")]
use super::plan::view_of;
#[cfg(feature = "ssr")]
use crate::server::{visit, with_status};
#[cfg(feature = "ssr")]
use store::Action;

/// The front page as a participant gets it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenFront {
    /// The participant's name, as the member of staff knows it.
    pub name: String,
    /// The front page.
    pub front: CaseFront,
}

/// The front page and the children's parts as a participant gets them.
///
/// # Errors
/// [`AppError::NotFound`] when the case does not open for that person or for
/// the caller.
#[server(name = GetSeenFront, endpoint = "seen_front", output = Wire)]
pub async fn seen_front(id: String, person: String, reason: Option<String>) -> Result<SeenFront, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, reason.as_deref(), Action::Read).await.map_err(with_status)?;
    let seen = case.seen_by(&person).await.map_err(AppError::from).map_err(with_status)?;
    let known = case.participants().await?;
    let name = known.into_iter().find(|it| it.person == person).map(|it| it.name).unwrap_or_default();
    Ok(SeenFront { name, front: front_of(&seen, &visit.site).await? })
}

/// The map as a participant gets it.
///
/// # Errors
/// As [`seen_front`].
#[server(name = GetSeenMap, endpoint = "seen_map", output = Wire)]
pub async fn seen_map(id: String, person: String, reason: Option<String>) -> Result<CaseMap, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, reason.as_deref(), Action::Read).await.map_err(with_status)?;
    let seen = case.seen_by(&person).await.map_err(AppError::from).map_err(with_status)?;
    let today = fuzzy(visit.site.store.today()).ok_or(AppError::Internal)?;
    Ok(CaseMap { record: seen.record().await?, today })
}

/// The plan as a participant gets it.
///
/// # Errors
/// As [`seen_front`].
#[server(name = GetSeenPlan, endpoint = "seen_plan", output = Wire)]
pub async fn seen_plan(id: String, person: String, reason: Option<String>) -> Result<PlanView, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, reason.as_deref(), Action::Read).await.map_err(with_status)?;
    let seen = case.seen_by(&person).await.map_err(AppError::from).map_err(with_status)?;
    view_of(&visit, &seen).await
}
