//! The second factor: set up, renewed, switched off. For who is signed in, and
//! for who is half signed in and must set it up first.

use super::qr::Qr;
use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server::{HALF_COOKIE, SESSION_COOKIE, Visit, drop_cookie, set_cookie, visit, with_status};
#[cfg(feature = "ssr")]
use crate::staff_fault::StaffFault;

/// A key to be taken into an app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewFactor {
    /// The key in groups of four, to be typed.
    pub key: String,
    /// The same for a camera.
    pub qr: Qr,
}

/// Who sets up: the caller, or who is half signed in and has none yet.
#[cfg(feature = "ssr")]
async fn who(visit: &Visit) -> Result<store::UserId, AppError> {
    if let Ok(user) = visit.user() {
        return Ok(user.id.clone());
    }
    let half = visit.half().ok_or(AppError::SignedOut)?;
    let half = visit.site.store.half_signed_in(&half).await?.ok_or(AppError::SignedOut)?;
    if half.has_factor { Err(AppError::SignedOut) } else { Ok(half.user) }
}

/// Begins to set up a second factor.
///
/// # Errors
/// When nobody is at least half signed in; when one is in use.
#[server(name = GetNewFactor, endpoint = "new_factor", output = Wire)]
pub async fn new_factor() -> Result<NewFactor, AppError> {
    let visit = visit()?;
    let user = who(&visit).await.map_err(with_status)?;
    let new = visit.site.store.begin_second_factor(&user).await.map_err(AppError::from).map_err(with_status)?;
    let qr = Qr::of(&new.url).ok_or(AppError::Internal)?;
    let groups: Vec<&str> = new.key.as_bytes().chunks(4).filter_map(|part| std::str::from_utf8(part).ok()).collect();
    Ok(NewFactor { key: groups.join(" "), qr })
}

/// Switches the second factor on when the code fits; who was half signed in is
/// signed in then. Returns the recovery codes, which nobody can read again.
///
/// # Errors
/// As [`new_factor`]; [`AppError::Throttled`]; a code that does not fit.
#[server(endpoint = "confirm_factor", output = Wire)]
pub async fn confirm_factor(code: String) -> Result<Vec<String>, AppError> {
    let visit = visit()?;
    let wrong = || with_status(AppError::Staff(StaffFault::CodeWrong));
    if let Ok(user) = visit.user() {
        let outcome = visit.site.store.confirm_second_factor(&user.id, &code, &visit.address).await;
        let outcome = outcome.map_err(AppError::from).map_err(with_status)?;
        return outcome.map_err(AppError::from).map_err(with_status)?.ok_or_else(wrong);
    }
    let half = visit.half().ok_or(AppError::SignedOut).map_err(with_status)?;
    let outcome = visit.site.store.confirm_and_sign_in(&half, &code, &visit.address).await;
    let outcome = outcome.map_err(|error| match error {
        store::StoreError::NotFound => with_status(AppError::SignedOut),
        error => with_status(error.into()),
    })?;
    let (token, codes) = outcome.map_err(AppError::from).map_err(with_status)?.ok_or_else(wrong)?;
    drop_cookie(HALF_COOKIE);
    set_cookie(SESSION_COOKIE, token.reveal());
    Ok(codes)
}

/// New recovery codes; the old ones are worth nothing from now on.
///
/// # Errors
/// When nobody is signed in; [`AppError::Throttled`]; a code that does not fit.
#[server(endpoint = "renew_recovery_codes", output = Wire)]
pub async fn renew_recovery_codes(code: String) -> Result<Vec<String>, AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    let outcome = visit.site.store.renew_recovery_codes(&user.id, &code, &visit.address).await?;
    let codes = outcome.map_err(AppError::from).map_err(with_status)?;
    codes.ok_or_else(|| with_status(AppError::Staff(StaffFault::CodeWrong)))
}

/// Switches the second factor off; only where it is not required.
///
/// # Errors
/// As [`renew_recovery_codes`].
#[server(endpoint = "switch_off_factor", output = Wire)]
pub async fn switch_off_factor(code: String) -> Result<(), AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    if visit.site.second_factor == store::SecondFactorRule::Required {
        return Err(with_status(AppError::Staff(StaffFault::FactorRequired)));
    }
    let outcome = visit.site.store.switch_off_second_factor(&user.id, &code, &visit.address).await?;
    let done = outcome.map_err(AppError::from).map_err(with_status)?;
    if done { Ok(()) } else { Err(with_status(AppError::Staff(StaffFault::CodeWrong))) }
}
