//! The team around a case.

use crate::error::AppError;
use crate::wire::Wire;
use casework::role::CaseFunction;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::server::{visit, with_status};
#[cfg(feature = "ssr")]
use store::UserId;

/// Gives a colleague a function in the case.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such case for the caller;
/// [`AppError::NotAllowed`] when the caller may not say who gets in;
/// [`AppError::Declined`] for who leads, and who is no colleague.
#[server(name = SetTeamFunction, endpoint = "set_team_function", output = Wire)]
pub async fn set_team_function(id: String, user: String, function: CaseFunction) -> Result<(), AppError> {
    let case = visit()?.open_to_change(&id).await?;
    case.set_function(&UserId(user), function).await.map_err(AppError::from).map_err(with_status)
}

/// Ends what somebody does in the case.
///
/// # Errors
/// As [`set_team_function`].
#[server(name = LeaveTeam, endpoint = "leave_team", output = Wire)]
pub async fn leave_team(id: String, user: String) -> Result<(), AppError> {
    let case = visit()?.open_to_change(&id).await?;
    case.leave_team(&UserId(user)).await.map_err(AppError::from).map_err(with_status)
}

/// Hands the case over; who led it stays in the team, or leaves.
///
/// # Errors
/// As [`set_team_function`].
#[server(name = HandOverCase, endpoint = "hand_over_case", output = Wire)]
pub async fn hand_over_case(id: String, user: String, stays: Option<bool>) -> Result<(), AppError> {
    let case = visit()?.open_to_change(&id).await?;
    let stays = (stays == Some(true)).then_some(CaseFunction::Member);
    case.hand_over(&UserId(user), stays).await.map_err(AppError::from).map_err(with_status)
}
